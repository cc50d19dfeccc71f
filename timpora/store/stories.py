"""A story: the slides of a meeting as they are kept. It holds choices and words, never a number of the data."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

# What a slide is made from: a page of ours as it was chosen, what is reckoned for the agenda, or words alone.
PAGES = ("peta", "tren", "risiko", "kecamatan", "agenda", "teks")
# Of "agenda", as `choices["bagian"]`: what changed since the last meeting, how sure, what is open, what is asked of
# each agency.
PARTS = ("berubah", "yakin", "terbuka", "minta")
# Of "teks", as `choices["bagian"]`: the election clock and the agenda, until its author writes other words.
OPENING = "pembuka"


@dataclass(frozen=True)
class Scene:
    """One slide as it is kept. choices: parameter of the URL → its values, of details.CHOICES only."""

    page: str  # one of PAGES
    choices: dict[str, list[str]]
    title: str = ""  # "" for the sentence that the numbers give
    note: str = ""  # for the presenter
    spotlight: tuple[str, ...] = ()  # Kemendagri codes of kecamatan
    text: tuple[str, ...] = ()  # of "teks": its lines

    def one(self, name: str, options: Sequence[str], default: str) -> str:
        """What was chosen of these, or the default where it was not, or is none of them any more."""
        chosen = self.choices.get(name, [default])[-1:]
        return chosen[0] if chosen and chosen[0] in options else default

    def several(self, name: str, options: Collection[str], most: int) -> list[str]:
        """Up to `most` of what was chosen of these, in the order in which it was chosen."""
        return [value for value in dict.fromkeys(self.choices.get(name, [])) if value in options][:most]

    def text_of(self, name: str) -> str:
        """What was written there; "" for nothing."""
        return self.choices.get(name, [""])[-1]


@dataclass(frozen=True)
class Story:
    id: str  # "0001", in the order they were kept; "standar" for the one that is made from the data
    name: str
    scenes: tuple[Scene, ...]
    by: str = ""
    at: str = ""  # ISO 8601 with offset
