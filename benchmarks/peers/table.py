"""PEERS.md: one row a question, one column a tool."""

from benchmarks.figure import Measured
from benchmarks.peers.drive import Taken

ROWS = {
    "start to first answer": ("start_s", "s"),
    "first paint of the map, empty cache": ("first_ms", "ms"),
    "first page, bytes down": ("first_kb", "kB"),
    "another month, until it stands": ("month_ms", "ms"),
    "another month, bytes down": ("month_kb", "kB"),
    "a click, until its number stands": ("click_ms", "ms"),
    "a click, bytes down": ("click_kb", "kB"),
    "memory of the server after that": ("memory_mb", "MB"),
}
NOTES = """# Beside what users would pick instead

Written by `make bench-peers`; not edited by hand. The same numbers: active stay permits of the office's kecamatan in
every month of the sample, as the product publishes them. Each tool shows a map of a month, lets one choose the month
and click a kecamatan, and shows its number and its line over time; each is written as its own documentation would have
it (`benchmarks/peers/`) and driven in one Chromium, which reaches nothing beyond this machine. Medians with quartiles;
behind them the ratio to ours, above 1 where the tool needs more. A dash stands where it cannot do it.

What the figures do not say: ours has notes, four kinds of empty, disclosure control, keys and an address that brings
the view back; the others do the four things above and no more. Ours is timed until both map and number stand, the
others until the number does. Datasette has rows and no map: a month is a page of its kecamatan, a click the page of
one kecamatan's months. Superset is left out: it wants a database of its own and more set-up than one package.
"""


def written(columns: dict[str, Taken], facts: list[str]) -> str:
    """The whole file; the first column is ours."""
    heads = ["", *columns]
    rows = [heads, ["---"] * len(heads)]
    first = next(iter(columns.values()))
    for name, (of, unit) in ROWS.items():
        rows.append(
            [name, *(_cell(getattr(one, of), getattr(first, of), unit, one is first) for one in columns.values())]
        )
    rows.append(
        ["asks for beyond this machine", *(", ".join(sorted(one.abroad)) or "nothing" for one in columns.values())]
    )
    body = "\n".join(f"| {' | '.join(row)} |" for row in rows)
    listed = "\n".join(f"- {fact}" for fact in facts)
    return f"{NOTES}\n{listed}\n\n{body}\n"


def _cell(samples: list[float], ours: list[float], unit: str, is_ours: bool) -> str:
    if not samples:
        return "–"
    made = Measured(samples, unit)
    if is_ours or not ours:
        return str(made)
    return f"{made}, {made.median / Measured(ours, unit).median:.2g} ×"
