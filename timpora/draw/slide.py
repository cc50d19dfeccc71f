"""A slide and a deck, whatever shows them: a screen, PowerPoint, a PDF, a picture for a phone.

All that is said is said here, once, by whoever may see it; those who draw a slide add no word and no number to it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from timpora.draw.geometry import Geometry
from timpora.draw.logo import Logo
from timpora.draw.pictures import Picture


@dataclass(frozen=True)
class Figure:
    """A number as it is written, "≈15 orang" or "0–4", and as a spreadsheet takes it: None where it is no number."""

    text: str
    value: float | None = None


Cell = str | Figure | date | None


@dataclass(frozen=True)
class Table:
    """heads and rows of one length. What is written is `Figure.text`; a None is an empty cell."""

    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class Series:
    name: str
    values: tuple[float | None, ...]  # None is a gap, which is no zero
    colour: str  # "#rrggbb"
    texts: tuple[str, ...] = ()  # as each is written, "≈15" or "0–4"; () where no number is written on the chart

    def text(self, place: int) -> str:
        """What is written on one of its values."""
        return self.texts[place] if self.texts else ""

    @property
    def last(self) -> int | None:
        """The place of the last value there is."""
        return max((place for place, value in enumerate(self.values) if value is not None), default=None)


@dataclass(frozen=True)
class Chart:
    """A chart that can be edited where it is taken. categories: as they are written on the axis, one per value."""

    kind: str  # "line", "bar" (lying) or "column"
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    unit: str
    decimals: int = 0

    @property
    def ends(self) -> list[tuple[int, Series]]:
        """Where each line has its last value: of the stretches of one line, which are of one colour, the last one."""
        found = [(one.last, one) for one in self.series if one.last is not None]
        last = {one.colour: place for place, one in sorted(found, key=lambda end: end[0])}
        return [(place, one) for place, one in found if place == last[one.colour]]


@dataclass(frozen=True)
class Map:
    """One map or several side by side; spotlight: codes of kecamatan that are outlined while the others step back."""

    pictures: tuple[Picture, ...]
    geometry: Geometry
    spotlight: tuple[str, ...] = ()


@dataclass(frozen=True)
class Slide:
    """One slide: a map, a chart, a table or words. Beside a map or a chart the table is what that was made from."""

    title: str  # the sentence that is the answer
    filters: tuple[str, ...]  # what was chosen, in words: always to be seen
    address: str  # the exact view: "/peta?periode=2024-10&lapisan=presence"
    source_note: str
    alt: str  # what the picture shows, as text to paste: it states the finding
    points: tuple[str, ...] = ()  # sentences beside or under the picture
    map: Map | None = None
    chart: Chart | None = None
    table: Table | None = None
    note: str = ""  # for the presenter only
    cautions: tuple[str, ...] = ()  # what it must not be read without
    behind: Table | None = None  # for who reads on paper: the list behind the counts of the table
    # What a document that is old compares: "Ujung, Izin tinggal aktif, Oktober 2024" → "≈15 orang".
    figures: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Deck:
    title: str
    office: str
    made_on: date
    snapshot: str  # id of what was published
    view: str  # "protected" or "exact"
    classification: str  # "TERBATAS"
    origin: str  # where the addresses of the slides lead: "http://127.0.0.1:8501"
    slides: tuple[Slide, ...]
    sample: str = ""  # the sentence that marks sample data; "" for real data
    marks: tuple[str, ...] = ()  # what else must be said loudly on every slide: that numbers are exact
    notes: tuple[str, ...] = ()  # what numbers mean: that they are rounded
    logo: Logo | None = None  # the office's own, in the foot of every slide
