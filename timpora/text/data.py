"""What data files say of themselves, in the language of who reads: layers, indicators, measures, stages, reasons.

In the files they are Indonesian, and so in the snapshots. Their English is in `data/reference/en.po`, by the Indonesian
words; an office that adds a layer or a source adds its words in a file of that name among its own reference tables.
Words without English stay as they are.
"""

from dataclasses import fields, is_dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from babel.messages.pofile import read_po

from timpora import paths
from timpora.text import LOCALE, language, say, speak

T = TypeVar("T")


def translated(said: T) -> T:
    """Words as they stand in a data file, or whatever holds such words: a tuple, a list, a mapping, a dataclass."""
    spoken = language()
    return said if spoken == LOCALE else _of(said, words(spoken))


def in_files(name: str) -> str:
    """A sentence of the catalogue that stands among the words of data files, whoever has it written: in Indonesian."""
    with speak(LOCALE):
        return say(name)


def words(language: str) -> dict[str, str]:
    """Indonesian words → theirs in this language. Read once."""
    folders = (paths.ROOT / "data" / "reference", paths.data() / "reference")
    return _words(tuple(dict.fromkeys(str(folder / f"{language}.po") for folder in folders)))


@lru_cache(maxsize=8)
def _words(files: tuple[str, ...]) -> dict[str, str]:
    found = {}
    for file in map(Path, files):
        if file.is_file():
            with file.open("rb") as handle:
                found |= {each.id: each.string for each in read_po(handle) if each.id and each.string}
    return found


def _of(said: object, known: dict[str, str]) -> object:
    if isinstance(said, str):
        return known.get(said, said)
    if isinstance(said, (tuple, list)):
        parts = [_of(each, known) for each in said]
        return type(said)(*parts) if hasattr(said, "_fields") else type(said)(parts)
    if isinstance(said, dict):
        return {key: _of(value, known) for key, value in said.items()}
    if is_dataclass(said):
        return replace(said, **{each.name: _of(getattr(said, each.name), known) for each in fields(said) if each.init})
    return said
