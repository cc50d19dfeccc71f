"""The way back from a report or a number to the files it came from: who brought them, when, and which row it was."""

from collections.abc import Iterable
from datetime import date

import pandas as pd

from timpora.draw.markup import Markup, join, origin_href, table, tag
from timpora.draw.sentences import amount
from timpora.text import day, moment, month, number, period_of, say

ROWS = 300  # of one number, listed at most: an office has fewer kecamatan, a nation has too many to read


def file_name(name: str, load_id: str) -> Markup:
    """A file as its sender called it, with its number in the ledger. The name keeps to its own line of writing."""
    return join([tag("bdi", name), tag("span", say("origin.load", id=load_id), class_="muted")], " ")


def places(rows: pd.DataFrame, due_on: pd.Timestamp) -> Markup:
    """When each kabupaten's part of one report came, and for which kecamatan it has no number.

    rows: answers/report_places.sql.
    """
    heads = [say(f"reports.place.{name}") for name in ("name", "received", "late", "areas")]
    return table(heads, [_place(row, due_on) for row in rows.itertuples()])


def _place(row, due_on: pd.Timestamp) -> Iterable[Markup]:
    yield tag("td", row.kabupaten_name)
    if pd.isna(row.first_received_on):
        yield tag("td", say("reports.state.missing"), class_="empty")
        yield tag("td", "–")
    else:
        late = (row.first_received_on - due_on).days
        yield tag("td", day(row.first_received_on), class_="when")
        yield tag("td", say("reports.late_by", age=say("age.days", n=late)) if late > 0 else say("reports.in_time"))
    if pd.isna(row.areas_expected):
        yield tag("td", "–")
        return
    count = f"{row.areas_reporting:.0f}/{row.areas_expected:.0f}"
    some = row.areas_reporting and not pd.isna(row.areas_missing)
    note = tag("span", say("reports.without", names=row.areas_missing), class_="muted") if some else ""
    yield tag("td", join([count, note], " "))


def files(rows: pd.DataFrame) -> Markup:
    """Every file about one report, newest first: who brought it when, and what of it still counts.

    rows: answers/report_files.sql.
    """
    heads = [say(f"reports.file.{name}") for name in ("name", "received", "by", "rows", "places", "counts")]
    return table(heads, [_file(row) for row in rows.itertuples()])


def _file(row) -> Iterable[Markup]:
    why = "" if pd.isna(row.reason) else tag("div", say("reports.file.reason", reason=row.reason), class_="muted")
    yield tag("td", file_name(row.original_name, row.load_id), why, class_="file")
    yield tag("td", moment(row.received_at), class_="when")
    yield tag("td", row.received_by)
    yield tag("td", number(row.row_count), class_="n")
    many = row.places_covered > 2
    shown = say("reports.places", n=row.places_covered) if many else row.places
    yield tag("td", shown, title=row.places if many else None)
    kind = "none" if not row.places_in_force else "all" if row.places_in_force == row.places_covered else "part"
    said = [say(f"reports.force.{kind}", n=row.places_in_force, all=row.places_covered)]
    if row.cells_corrected:
        said.append(say("reports.cell.corrected", n=number(row.cells_corrected)))
    yield tag("td", "; ".join(said))


def origin_answer(rows: pd.DataFrame, described: pd.Series, area_name: str, period: date, beside: str | None) -> str:
    """The number and what it stands on: "Izin tinggal aktif, Kota Parepare, Juli 2024: 82 orang. Jumlah dari …".

    rows: answers/origin.sql; described: the measure's row of answers/measures.sql; beside: the name of the measure
    that had to be known too.
    """
    counted = rows[rows["is_counted"]]
    words = {"measure": described.measure_name, "area": area_name, "period": month(period)}
    if counted.empty:
        return say("origin.answer_none", **words)
    said = say(
        "origin.answer",
        **words,
        value=value_of(counted["value"].sum(), described.unit),
        n=number(len(counted)),
        all=number(len(rows)),
        files=number(counted["load_id"].nunique()),
    )
    return f"{said} {say('origin.beside', measure=beside)}" if beside else said


def value_of(value: float, unit: str) -> str:
    """A value of a measure with its unit; whole numbers without decimals."""
    return amount(value, unit, 0 if float(value).is_integer() else 1)


def origin(rows: pd.DataFrame, described: pd.Series) -> Markup:
    """Every kecamatan's value with its month, file, sheet and row; the last line is the sum of what was counted.

    Beyond ROWS kecamatan the others are counted in the sum and not listed.
    """
    heads = [say(f"origin.{name}") for name in ("kecamatan", "value", "month", "file", "row", "received", "by")]
    counted = rows[rows["is_counted"]]
    foot = [tag("th", say("origin.sum"), scope="row")]
    if len(counted):
        foot.append(tag("td", value_of(counted["value"].sum(), described.unit), class_="n"))
        foot.append(tag("td", say("origin.of_areas", n=number(len(counted)), all=number(len(rows))), colspan=5))
    else:
        foot.append(tag("td", say("empty.not_reported"), class_="empty", colspan=6))
    listed = [_origin(row, described) for row in rows.head(ROWS).itertuples()]
    if len(rows) > ROWS:
        listed.append([tag("td", say("origin.not_listed", n=number(len(rows) - ROWS)), class_="muted", colspan=7)])
    return table(heads, [*listed, foot], css="facts origin")


def _origin(row, described: pd.Series) -> Iterable[Markup]:
    yield tag("td", join([row.area_name, tag("span", row.kabupaten_name, class_="muted")], " "))
    if pd.isna(row.value):
        yield tag("td", say("empty.not_reported"), class_="n empty")
        yield tag("td", "", colspan=5)
        return
    note = "" if row.is_counted else join([" ", tag("span", say("origin.not_counted"), class_="muted")])
    yield tag("td", join([value_of(row.value, described.unit), note]), class_="n")
    yield tag("td", period_of(row.source_period, described.rhythm))
    yield tag("td", file_name(row.original_name, row.load_id), class_="file")
    yield tag("td", place_in_file(row.sheet, row.source_row))
    yield tag("td", moment(row.received_at))
    yield tag("td", row.received_by)


def place_in_file(sheet: str | None, row: int) -> str:
    """ "lembar Rekap, baris 14": as a person finds it in the file."""
    if pd.isna(sheet) or not sheet:
        return say("origin.at_row", row=int(row))
    return say("origin.at_sheet", sheet=sheet, row=int(row))


def superseded(rows: pd.DataFrame, rhythm: str) -> Markup:
    """Files that once spoke for the same place and month, and were replaced. rows: answers/origin_superseded.sql."""
    heads = [say(f"origin.{name}") for name in ("file", "month", "places", "received", "by")]
    return table(heads, [_superseded(row, rhythm) for row in rows.itertuples()])


def _superseded(row, rhythm: str) -> Iterable[Markup]:
    yield tag("td", file_name(row.original_name, row.load_id), class_="file")
    yield tag("td", period_of(row.source_period, rhythm))
    yield tag("td", row.places)
    yield tag("td", moment(row.received_at))
    yield tag("td", row.received_by)


def layer_links(layer: pd.Series, area: str, period: date) -> Markup:
    """From a layer's number the way back to its files: to one number, or to both halves of a ratio.

    layer: a row of answers/layers.sql; area: a group code.
    """
    code, top, base = f"{period:%Y-%m}", layer.numerator, layer.denominator
    if not isinstance(base, str):
        return tag("p", tag("a", say("origin.link"), href=origin_href(top, area, code)), class_="muted")
    halves = [
        tag("a", say("origin.numerator"), href=origin_href(top, area, code, base)),
        tag("a", say("origin.denominator"), href=origin_href(base, area, code, top)),
    ]
    return tag("p", f"{say('origin.link')}: ", join(halves, " · "), class_="muted")


def trend_links(trend: pd.DataFrame, measure: str) -> Markup:
    """From the newest number of each line the way back to its files. trend: answers/trend.sql."""
    newest = trend.dropna(subset="value").drop_duplicates("group_code", keep="last")
    links = [
        tag("a", f"{name}, {month(period)}", href=origin_href(measure, code, f"{period:%Y-%m}"))
        for code, name, period in newest[["group_code", "group_name", "period"]].itertuples(index=False)
    ]
    return tag("p", f"{say('origin.link')}: ", join(links, " · "), class_="muted") if links else Markup()
