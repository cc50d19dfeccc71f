"""The guide: that every command, page, file, column and label it names is there, the same in both languages."""

import re
import shlex
import tomllib
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po
from test_readme_pictures import MADE

from timpora import cli, paths
from timpora.intake.contracts import contracts
from timpora.text import data, number, say, speak
from timpora.web.navigation import GUIDE, PAGES

FOLDERS = {"id": paths.ROOT / "docs" / "panduan", "en": paths.ROOT / "docs" / "guide"}
FILES, SCREENS, METHOD = 5, 6, 7  # places of these chapters, the index being 0
_OWN = re.compile(r"(?<![\w/.$}-])(?:tests|timpora|pages|queries|benchmarks|data|docs|deploy)/[\w/.-]*\w")


def chapters(language: str) -> list[Path]:
    """The index and what it leads to, in its order."""
    index = FOLDERS[language] / "README.md"
    return [index, *(FOLDERS[language] / name for name in re.findall(r"\]\(([\w-]+\.md)\)", text(index)))]


@cache
def text(file: Path) -> str:
    return file.read_text("utf-8")


def sections(file: Path) -> list[tuple[str, str]]:
    """Each heading, the title among them, with what stands below it up to the next."""
    return re.findall(r"^##? (.+)\n((?:(?!##? ).*\n?)*)", text(file), re.MULTILINE)


def code(said: str) -> list[str]:
    """What is typed or copied: the lines of blocks, and what stands in backticks."""
    blocks = re.findall(r"^    (.+)$", said, re.MULTILINE)
    return blocks + re.findall(r"`([^`]+)`", re.sub(r"^    .+$", "", said, flags=re.MULTILINE))


def commands(said: str) -> list[str]:
    return [found[1] for each in code(said) if (found := re.search(r"python -m timpora (.+)", each))]


def targets(said: str) -> list[str]:
    return [found[1] for each in code(said) if (found := re.match(r"make (.+)", each.split("#")[0].strip()))]


def addresses(said: str) -> list[str]:
    """`/peta`, `/tayang?cerita=0001`: paths of one piece, as they stand behind the server's name."""
    return [found[1] for each in code(said) if (found := re.fullmatch(r"(/[a-z-]*)(?:\?\S*)?", each))]


def labels(said: str) -> list[str]:
    return [" ".join(label.split()) for label in re.findall("“([^”]+)”", said)]


@cache
def catalogue(language: str) -> dict[str, set[str]]:
    """What stands on the screen → the names it has in the catalogue; "…" stands for what is filled in."""
    told = [
        (each.id if isinstance(each.id, str) else each.id[0], form)
        for each in messages(language)
        for form in forms_of(each, language)
    ]
    known = data.words("en")  # layers, indicators, pillars
    told += [(name, name if language == "id" else known[name]) for name in known]
    found: dict[str, set[str]] = {}
    for name, form in told:
        shown = re.sub(r"\{\w+\}", "…", form).replace("**", "").removesuffix(".")
        found.setdefault(shown, set()).add(name)
    return found


def forms_of(message: Message, language: str) -> tuple[str, ...]:
    """Its sentence, or both where one is told from several."""
    string = message.string or (message.id if language == "id" else "")
    return (string,) if isinstance(string, str) else tuple(string)


@cache
def messages(language: str) -> tuple[Message, ...]:
    with (paths.ROOT / "timpora" / "text" / f"{language}.po").open("rb") as handle:
        return tuple(each for each in read_po(handle) if each.id)


def pairs() -> list[tuple[Path, Path]]:
    return list(zip(chapters("id"), chapters("en"), strict=False))


def title(file: Path) -> str:
    return f"{file.parent.name}/{file.name}"


each_chapter = pytest.mark.parametrize("file", [*chapters("id"), *chapters("en")], ids=title)
each_pair = pytest.mark.parametrize(("ours", "theirs"), pairs(), ids=[title(one) for one, _ in pairs()])


# --- what is named is there


@each_chapter
def test_every_command_is_one_that_the_product_understands(file):
    for command in commands(text(file)):
        cli._parser().parse_args(shlex.split(command, comments=True))  # exits where it does not


@each_chapter
def test_every_target_of_make_is_one_of_the_makefile(file):
    makefile = text(paths.ROOT / "Makefile")
    for called in targets(text(file)):
        target, *given = called.split()
        assert f"\n{target}:" in makefile
        assert not [name for word in given if (name := word.split("=")[0]) and f"$({name})" not in makefile]


@each_chapter
def test_every_address_is_a_page_or_the_full_screen(file):
    assert set(addresses(text(file))) <= {"/", "/tayang", f"/{GUIDE}", *(f"/{name}" for name in PAGES)}


@each_chapter
def test_every_file_that_is_named_or_linked_exists(file):
    linked = [file.parent / name for name in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", text(file))]
    named = [paths.ROOT / name for name in _OWN.findall(text(file))]
    assert not [place for place in linked + named if not place.exists()]


@each_chapter
def test_every_label_in_quotes_stands_on_the_screen_in_that_language(file):
    known = catalogue("id" if file.parent == FOLDERS["id"] else "en")
    assert not [label for label in labels(text(file)) if label.removesuffix(".") not in known]


# --- pictures


def test_every_picture_is_one_that_a_test_takes_and_all_of_them_are_shown():
    told = [paths.ROOT / "README.md", *(paths.ROOT / "docs").rglob("*.md")]
    shown = {name.rpartition("/")[2] for file in told for _, name in pictures(text(file))}
    assert shown == MADE == {file.name for file in (paths.ROOT / "docs" / "images").iterdir()}


@each_chapter
def test_a_picture_is_in_the_chapters_language_and_has_its_finding_in_words(file):
    own = "-en.png" if file.parent == FOLDERS["en"] else ".png"
    for said, name in pictures(text(file)):
        assert len(said.split()) > 6 and name.removeprefix("../images/").endswith(own), name
        assert own != ".png" or not name.endswith("-en.png"), name


def test_each_of_the_four_who_begin_sees_two_pictures_or_three():
    begun = [file for language in FOLDERS for file in chapters(language)[1:5]]
    assert [file.name for file in begun if len(pictures(text(file))) not in (2, 3)] == []


def pictures(said: str) -> list[tuple[str, str]]:
    """What stands for a picture in words, and its address."""
    return re.findall(r"!\[([^\]]*)\]\(([^)]+)\)", said)


# --- nothing is left out


@pytest.mark.parametrize("language", FOLDERS)
def test_every_file_of_the_folder_is_in_its_index_once(language):
    assert sorted(chapters(language)) == sorted(FOLDERS[language].glob("*.md"))


@pytest.mark.parametrize("language", FOLDERS)
def test_every_page_has_its_section_under_its_name_in_the_order_of_the_menu(language):
    with speak(language):
        first, *others = PAGES
        named = [(first, "/"), *((name, f"/{name}") for name in others)]
        wanted = [f"{say('page.' + name.replace('-', '_'))} (`{address}`)" for name, address in named]
    assert [head for head, _ in sections(chapters(language)[SCREENS]) if "(`/" in head] == wanted


@pytest.mark.parametrize("language", FOLDERS)
def test_every_source_has_its_section_under_its_name_in_their_order(language):
    in_order = sorted(contracts().values(), key=lambda contract: contract.place)
    with speak(language):
        wanted = [f"{data.translated(contract.name)} (`{contract.id}`)" for contract in in_order]
    assert [head for head, _ in sections(chapters(language)[FILES]) if "(`" in head] == wanted


@pytest.mark.parametrize("language", FOLDERS)
def test_a_section_about_a_source_names_every_column_of_its_template_and_no_other(language):
    found = sections(chapters(language)[FILES])
    told = {head.split("`")[1]: said for head, said in found if "(`" in head}
    for name, contract in contracts().items():
        columns = {contract.period_headers[0], *(column.shown for column in contract.columns)}
        places = {"KAB/KOTA", "KECAMATAN", "KODE"}
        named = {each for each in code(told[name]) if each == each.upper() and re.search("[A-Z]", each)}
        assert columns <= named <= columns | places, name


@pytest.mark.parametrize("language", FOLDERS)
def test_weights_and_bounds_of_the_method_are_those_it_computes_by(language):
    method = tomllib.loads(text(paths.ROOT / "data" / "reference" / "indicators.toml"))
    told = " ".join(text(chapters(language)[METHOD]).split())
    with speak(language):
        for pillar in method["pillars"]:
            weight = number(pillar["weight"], 1) if pillar["weight"] else "0"
            assert f"“{data.translated(pillar['name'])}” {weight}" in told
        for name in ("medium", "high"):
            assert re.search(f"“{say('risk.class.' + name)}” [a-z]+ {method['index'][name]:.0f}", told)


# --- the two languages say the same


def test_both_languages_have_the_same_chapters():
    assert len(chapters("id")) == len(chapters("en"))


@each_pair
def test_a_chapter_has_as_many_sections_in_both_languages_with_the_same_commands_and_pages(ours, theirs):
    assert len(sections(ours)) == len(sections(theirs))
    for (head, one), (_, other) in zip(sections(ours), sections(theirs), strict=True):
        assert commands(one) == commands(other), head
        assert targets(one) == targets(other), head
        assert sorted(addresses(one)) == sorted(addresses(other)), head
        seen = [[name.removesuffix(".png").removesuffix("-en") for _, name in pictures(said)] for said in (one, other)]
        assert seen[0] == seen[1], head


@each_pair
def test_a_section_quotes_the_same_labels_in_both_languages(ours, theirs):
    known = {language: catalogue(language) for language in FOLDERS}
    for (head, one), (_, other) in zip(sections(ours), sections(theirs), strict=True):
        left = [known["id"].get(label.removesuffix("."), {label}) for label in labels(one)]
        right = [known["en"].get(label.removesuffix("."), {label}) for label in labels(other)]
        assert len(left) == len(right), head
        assert all(any(names & others for others in right) for names in left), head
        assert all(any(names & others for others in left) for names in right), head
