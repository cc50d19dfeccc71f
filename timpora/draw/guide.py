"""The guide as a page shows it: the chapters of docs/panduan and docs/guide, read once, their links made ours.

A chapter has one name in every language, that of its Indonesian file; the order of the two indexes says which file is
the same chapter in the other. An installation without docs/ has no chapters.
"""

import re
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

from timpora import paths
from timpora.draw.markup import href, tag
from timpora.text import LANGUAGES, LOCALE, language, speak

PAGE, CHAPTER = "panduan", "bab"  # its address, and what names a chapter behind it
INDEX, SCREENS = "isi", "halaman"  # chapters: the table of contents, and the one with a section for each page
PICTURES = "/statis/panduan"  # where the server gives the pictures: {PICTURES}/{digest}/{name}
_FOLDERS = {"id": "panduan", "en": "guide"}
_LINK = re.compile(r"(!?)\[([^\]]*)\]\(([^)#\s]*)(?:#([^)]*))?\)")


@dataclass(frozen=True)
class Chapter:
    title: str
    words: str  # markdown, without the title
    sections: Mapping[str, str]  # title, without marks → anchor, as Streamlit makes it

    def anchor(self, address: str) -> str:
        """Of the section that has this address in its title, as `/peta`; "" where none has."""
        return next((anchor for title, anchor in self.sections.items() if title.endswith(f"({address})")), "")


def chapters() -> dict[str, Chapter]:
    """Name → chapter in the language that is spoken, the index first."""
    return _read(paths.DOCS, language())


def address(page: str = "") -> str:
    """Where the guide says how a page is read; page: its address, "/" or "/peta"."""
    known = chapters().get(SCREENS)
    anchor = known.anchor(page) if known else ""
    return f"{href(PAGE, bab=SCREENS)}#{anchor}" if anchor else href(PAGE)


@cache
def pictures() -> dict[str, tuple[str, Path]]:
    """Name → digest of what is in it, and the file: everything that a chapter can show."""
    files = sorted((paths.DOCS / "images").glob("*.png"))
    return {file.name: (sha256(file.read_bytes()).hexdigest()[:16], file) for file in files}


def anchor_of(title: str) -> str:
    """How Streamlit calls a heading in an address: "Mutu data (/mutu-data)" is "mutu-data-mutu-data"."""
    return "-".join(re.findall(r"[a-z0-9]+", title.lower()))


@cache
def _read(docs: Path, spoken: str) -> dict[str, Chapter]:
    names = _names(docs, spoken)
    with speak(spoken):
        return {name: _chapter(file, names) for file, name in names.items() if file.is_file()}


def _names(docs: Path, spoken: str) -> dict[Path, str]:
    """Each file of a language, in the order of its index → the name of the chapter."""
    ours, theirs = (_files(docs / _FOLDERS[each]) for each in (LOCALE, spoken))
    return {file: own.stem if place else INDEX for place, (own, file) in enumerate(zip(ours, theirs, strict=False))}


def _files(folder: Path) -> list[Path]:
    index = folder / "README.md"
    if not index.is_file():
        return []
    return [index, *(folder / name for name in re.findall(r"\]\(([\w-]+\.md)\)", index.read_text("utf-8")))]


def _chapter(file: Path, names: Mapping[Path, str]) -> Chapter:
    title, _, words = file.read_text("utf-8").removeprefix("# ").partition("\n")
    heads = [head.replace("`", "") for head in re.findall(r"^## (.+)$", words, re.MULTILINE)]

    def ours(link: re.Match) -> str:
        return _ours(link, file.parent, names)

    return Chapter(title, _LINK.sub(ours, words).strip(), {head: anchor_of(head) for head in heads})


def _ours(link: re.Match, folder: Path, names: Mapping[Path, str]) -> str:
    """A link between files as one between pages. Other files of docs/ are not in the app: their names are told."""
    is_picture, said, target, anchor = link.groups()
    place = (folder / target).resolve()
    if is_picture:
        digest, _ = pictures().get(place.name, ("", place))
        return _picture(said, f"{PICTURES}/{digest}/{place.name}", place)
    if not target or "://" in target:
        return link[0]
    if name := names.get(folder / target):
        return _to(said, href(PAGE, bab=name) + (f"#{anchor}" if anchor else ""))
    if other := next((each for each in LANGUAGES if _FOLDERS[each] == place.name), None):
        return _to(said, f"{PAGE}?lang={other}")
    return f"`docs/{place.name}`"


def _picture(said: str, source: str, file: Path) -> str:
    """With its size: a section stays where one was led to while the pictures above it are still coming."""
    try:
        wide, high = struct.unpack(">16xII", file.read_bytes()[:24])
    except (OSError, struct.error):
        return f"![{said}]({source})"
    return tag("img", alt=said, src=source, width=wide, height=high).removesuffix("</img>")


def _to(said: str, where: str) -> str:
    # Streamlit's markdown opens a link in another tab unless the link itself says otherwise.
    return tag("a", said, href=where, target="_self")
