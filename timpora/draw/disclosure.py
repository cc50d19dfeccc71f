"""What the audit of small counts found when this snapshot was published. found: answers/disclosure.sql."""

import pandas as pd

from timpora.draw.markup import Markup, table, tag
from timpora.text import number, say

_COUNTED = ("small_cells", "possible_3", "possible_4", "possible_5")  # rounded to multiples of five at publication


def answer(found: pd.DataFrame) -> str:
    """ "Setiap hitungan kecil (1–4 orang) menyisakan sedikitnya tiga kemungkinan nilai …: ≈2.320 hitungan …"."""
    if found.empty:
        return say("disclosure.none")
    words = {"n": number(found["small_cells"].sum()), "sources": number(len(found))}
    cuts = int(found["cuts"].sum())
    return say("disclosure.answer", **words) + (f" {say('disclosure.cuts', n=number(cuts))}" if cuts else "")


def by_source(found: pd.DataFrame) -> Markup:
    """One line per source: months, small counts, how many values those could have, and the coarser cuts."""
    heads = [say(f"disclosure.head.{name}") for name in ("source", "months", *_COUNTED, "cuts")]
    cells = [tag("th", head, scope="col", class_="n" if place else None) for place, head in enumerate(heads)]
    return table(cells, map(_row, found.itertuples()))


def _row(row: tuple) -> list[Markup]:
    counted = [f"≈{number(getattr(row, name))}" for name in _COUNTED]
    numbers = [number(row.months_audited), *counted, number(row.cuts)]
    return [tag("td", f"{row.agency_name}, {row.source_name}"), *[tag("td", one, class_="n") for one in numbers]]
