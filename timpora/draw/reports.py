"""Reports as they came in, by source and month: a matrix, its legend, and what it says in sentences.

cells: answers/report_matrix.sql. Every state has a sign and a word beside its colour, so that it survives greyscale,
a poor projector and a screen reader.
"""

import pandas as pd

from timpora.draw.markup import Markup, href, tag
from timpora.text import day, month, number, period_of, say, short_month

STATES = ("on_time", "late", "partial", "missing", "not_due", "not_expected")
SIGNS = {"on_time": "✓", "missing": "✕", "not_due": "…", "not_expected": "·"}
NAMED = 3  # sources named in a sentence; beyond that their number is said


def matrix(cells: pd.DataFrame, chosen: pd.Series | None, view: dict[str, str]) -> Markup:
    """The matrix as a table: one row per source, one column per month; a cell is a link to what lies behind it.

    chosen: the cell that is looked at; view: what the links keep of the view.
    """
    source, period = ("", "") if chosen is None else (chosen.source, f"{chosen.period:%Y-%m}")
    months = cells["period"].drop_duplicates().sort_values()
    body = []
    for name, own in cells.groupby("source", sort=False):
        row = own.sort_values("period")
        classes = "chosen" if name == source else None
        head = tag("th", tag("a", source_name(row.iloc[0]), href=_href(name, None, view)), scope="row", class_=classes)
        if pd.isna(row["first_period"].iloc[0]):
            body.append([head, tag("td", say("reports.never"), colspan=len(months), class_="never")])
            continue
        body.append([head, *[_cell(cell, source, period, view) for cell in row.itertuples()]])
    years = months.dt.year.value_counts(sort=False)
    spans = [tag("th", year, colspan=count, scope="colgroup") for year, count in years.items()]
    corner = tag("th", say("reports.source"), rowspan=2, scope="col")
    heads = [tag("th", short_month(value)[:3], scope="col", title=month(value)) for value in months]
    head = tag("thead", tag("tr", corner, *spans), tag("tr", *heads))
    # As wide as the screen, but a few months are not stretched over it.
    width = f"max-width:{24 + 5 * len(months)}rem"
    drawn = tag("table", head, tag("tbody", *[tag("tr", *row) for row in body]), class_="matrix", style=width)
    # The scroll begins at the newest month, and stays inside the table.
    return tag("div", drawn, class_="matrix-frame", tabindex=0, role="region", aria_label=say("reports.matrix"))


def _cell(cell, source: str, period: str, view: dict[str, str]) -> Markup:
    if cell.state == "not_expected":
        return tag("td", tag("i", SIGNS[cell.state], aria_hidden="true"), class_=cell.state)
    month_code = f"{cell.period:%Y-%m}"
    is_chosen = cell.source == source and month_code == period
    sign = tag("i", sign_of(cell), aria_hidden="true")
    mark = tag("b", number(cell.cells_corrected), aria_hidden="true") if cell.cells_corrected else ""
    # The words stand in the title: the pointer shows them, and a screen reader says them instead of the sign.
    link = tag("a", sign, mark, href=_href(cell.source, month_code, view), title=words_of(cell))
    return tag("td", link, class_=f"{cell.state} chosen" if is_chosen else cell.state)


def sign_of(cell) -> str:
    """ "✓", "+12" days late, "6/7" kabupaten, "✕", "…": the sign of one cell."""
    if cell.state == "late":
        return f"+{number(cell.days_late)}"
    return _share(cell) if cell.state == "partial" else SIGNS[cell.state]


def words_of(cell) -> str:
    """ "Imigrasi, Izin tinggal, Oktober 2024: terlambat 12 hari; 4 sel dikoreksi"."""
    n = cell.days_late if cell.state == "late" else cell.places_reported
    words = {"n": n, "all": cell.places_expected, "day": day(cell.due_on)}
    said = [say(f"reports.cell.{cell.state}", **words)]
    if cell.cells_corrected:
        said.append(say("reports.cell.corrected", n=number(cell.cells_corrected)))
    place = say("reports.of", source=source_name(cell), period=period_of(cell.period, cell.rhythm))
    return f"{place}: {'; '.join(said)}"


def _href(source: str, month_code: str | None, view: dict[str, str]) -> str:
    return href("", **view, sumber=source, **({"bulan": month_code} if month_code else {}))


def chosen(cell: pd.Series) -> Markup:
    """The chosen cell in words, and by when it was due."""
    due = tag("span", say("reports.due", day=day(cell.due_on)), class_="muted")
    return tag("p", tag("strong", words_of(cell)), " ", due)


def source_name(row) -> str:
    return say("source.name", agency=row.agency_name, source=row.source_name)


def legend(cells: pd.DataFrame) -> Markup:
    """Every sign with its word and how often it stands in the matrix."""
    asked = cells.dropna(subset="first_period")
    counts = asked["state"].value_counts()
    signs = SIGNS | {"late": "+n", "partial": "n/N"}
    rows = [_key(s, tag("i", signs[s]), say(f"reports.state.{s}"), counts.get(s, 0)) for s in STATES]
    corrected = int((asked["cells_corrected"] > 0).sum())
    rows.append(_key("corrected", tag("b", "n"), say("reports.state.corrected"), corrected))
    return tag("ul", *rows, class_="matrix-key")


def _key(state: str, sign: Markup, word: str, count: int) -> Markup:
    # How often nothing was expected says nothing.
    often = "" if state == "not_expected" else tag("em", number(count))
    return tag("li", tag("span", sign, class_=state, aria_hidden="true"), f"{word} ", often)


def answer(cells: pd.DataFrame) -> str:
    """How the newest month stands: "Oktober 2024: 9 dari 11 sumber yang diharapkan sudah masuk lengkap; …"."""
    newest = cells["period"].max()
    asked = cells[(cells["period"] == newest) & (cells["state"] != "not_expected")]
    if asked.empty:
        return say("reports.answer_none", period=month(newest))
    done = asked["state"].isin(["on_time", "late"])
    called = _called(cells)
    parts = [say("reports.answer", period=month(newest), n=number(done.sum()), all=number(len(asked)))]
    for state in ("late", "partial", "missing", "not_due"):
        rows = asked[asked["state"] == state]
        if len(rows):
            parts.append(
                say(f"reports.answer.{state}", names=_named([_in_answer(row, called) for row in rows.itertuples()]))
            )
    return "; ".join(parts) + "."


def _called(cells: pd.DataFrame) -> dict[str, str]:
    """How each source is called in a sentence: by its agency alone, where that sends nothing else."""
    rows = cells.drop_duplicates("source")
    sent = rows["agency_name"].value_counts()
    return {
        row.source: row.agency_name if sent[row.agency_name] == 1 else source_name(row) for row in rows.itertuples()
    }


def _in_answer(cell, called: dict[str, str]) -> str:
    extra = {"partial": _share(cell), "late": say("age.days", n=cell.days_late)}.get(cell.state)
    return called[cell.source] + (f" ({extra})" if extra else "")


def awaited(cells: pd.DataFrame) -> pd.DataFrame:
    """The cells past their due day that are missing or in part, newest month first."""
    asked = cells[cells["state"].isin(["missing", "partial"]) & cells["is_due"]]
    return asked.sort_values("period", ascending=False, kind="stable")


def awaited_sentence(cells: pd.DataFrame) -> str:
    """Which reports are still waited for in the months shown: "Masih ditunggu lewat tenggat: …"."""
    rows = awaited(cells)
    if rows.empty:
        return say("reports.awaited_none")
    called = _called(cells)
    named = [
        say(
            "reports.awaited_one",
            source=called[row.source],
            period=period_of(row.period, row.rhythm),
            state=_short(row),
        )
        for row in rows.itertuples()
    ]
    return say("reports.awaited", n=number(len(rows)), names=_named(named))


def _short(cell) -> str:
    return _share(cell) if cell.state == "partial" else say("reports.state.missing")


def _share(cell) -> str:
    return f"{cell.places_reported}/{cell.places_expected}"


def _named(names: list[str]) -> str:
    more = [say("reports.more", n=number(len(names) - NAMED))] if len(names) > NAMED else []
    return " · ".join([*names[:NAMED], *more])
