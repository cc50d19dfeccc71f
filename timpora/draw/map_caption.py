"""What is said with a map wherever it is taken: on a slide, in a workbook, in a file of its own."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Caption:
    title: str  # what the map is about
    sentence: str  # the answer
    source_note: str  # agency, period, received when
    snapshot: str  # id of what was published
    sample: str = ""  # the sentence that marks sample data; "" for real data
    marks: tuple[str, ...] = ()  # what else must be said loudly: that numbers are exact
    cautions: tuple[str, ...] = ()  # what the picture must not be read without: how clusters were found
    notes: tuple[str, ...] = ()  # what numbers mean: that they are rounded
