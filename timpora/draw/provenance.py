"""The way back from a report or a number to the files it came from: who brought them, when, and which row it was."""

from collections.abc import Iterable
from datetime import date

import pandas as pd

from timpora.draw import figures
from timpora.draw.markup import Markup, href, join, origin_href, table, tag
from timpora.measure import own_groups
from timpora.text import day, moment, month, number, period_of, say

ROWS = 300  # of one number, listed at most: an office has fewer kecamatan, a nation has too many to read


def file_name(name: str, load_id: str, *, is_named: bool) -> Markup:
    """A file as its sender called it, with its number in the ledger. The name keeps to its own line of writing.

    is_named: whether the reader may know the name; the number in the ledger alone names no one.
    """
    entry = tag("span", say("origin.load", id=load_id), class_="muted")
    return join([tag("bdi", name), entry], " ") if is_named else entry


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


def files(rows: pd.DataFrame, *, names_people: bool) -> Markup:
    """Every file about one report, newest first: who brought it when, and what of it still counts.

    rows: answers/report_files.sql; names_people: whether the reader may know who loaded a file, its name and why.
    """
    by = ["by"] if names_people else []
    heads = [say(f"reports.file.{name}") for name in ("name", "received", *by, "rows", "places", "counts")]
    return table(heads, [_file(row, names_people) for row in rows.itertuples()])


def _file(row, names_people: bool) -> Iterable[Markup]:
    is_explained = names_people and not pd.isna(row.reason)
    why = tag("div", say("reports.file.reason", reason=row.reason), class_="muted") if is_explained else ""
    yield tag("td", file_name(row.original_name, row.load_id, is_named=names_people), why, class_="file")
    yield tag("td", moment(row.received_at), class_="when")
    if names_people:
        yield tag("td", row.received_by)
    yield tag("td", number(row.row_count) if pd.notna(row.row_count) else "–", class_="n")
    many = row.places_covered > 2
    shown = say("reports.places", n=row.places_covered) if many else row.places
    yield tag("td", shown, title=row.places if many else None)
    kind = "none" if not row.places_in_force else "all" if row.places_in_force == row.places_covered else "part"
    said = [say(f"reports.force.{kind}", n=row.places_in_force, all=row.places_covered)]
    if row.cells_corrected:
        said.append(say("reports.cell.corrected", n=number(row.cells_corrected)))
    yield tag("td", "; ".join(said))


def origin_answer(
    rows: pd.DataFrame, whole: pd.Series, described: pd.Series, area_name: str, period: date, beside: str | None
) -> str:
    """The number and what it stands on: "Izin tinggal aktif, Kota Parepare, Juli 2024: 82 orang. Jumlah dari …".

    rows: answers/origin.sql; whole: the number of the area as it is published: value, state, is_rounded, cells;
    described: the measure's row of answers/measures.sql; beside: the name of the measure that had to be known too.
    """
    counted = rows[rows["is_counted"]]
    words = {"measure": described.measure_name, "area": area_name, "period": month(period)}
    if counted.empty:
        return say("origin.answer_none", **words)
    words |= {"value": figures.said(whole, described.unit), "files": number(counted["load_id"].nunique())}
    said = [say("origin.answer", **words, n=number(len(counted)), all=number(len(rows)))]
    if beside:
        said.append(say("origin.beside", measure=beside))
    return " ".join(said)


def is_rounded_apart(rows: pd.DataFrame, whole: pd.Series) -> bool:
    """Whether the area's number was rounded on its own, so that the rows of its kecamatan need not add up to it."""
    return bool(whole.is_rounded) and int(rows["is_counted"].sum()) > 1


def origin(rows: pd.DataFrame, whole: pd.Series, described: pd.Series, *, names_people: bool) -> Markup:
    """Every kecamatan's value with its month, file, sheet and row; the last line is the number of the area.

    Beyond ROWS kecamatan the others are part of that number and not listed. rows, whole, described: as for
    `origin_answer`; names_people: whether the reader may know who loaded a file and what it was called.
    """
    by = ["by"] if names_people else []
    heads = [say(f"origin.{name}") for name in ("kecamatan", "value", "month", "file", "row", "received", *by)]
    listed = [_origin(row, described, names_people) for row in rows.head(ROWS).itertuples()]
    if len(rows) > ROWS:
        rest = say("origin.not_listed", n=number(len(rows) - ROWS))
        listed.append([tag("td", rest, class_="muted", colspan=len(heads))])
    counted = int(rows["is_counted"].sum())
    foot = [
        tag("th", say("origin.own" if is_rounded_apart(rows, whole) else "origin.sum"), scope="row"),
        tag("td", figures.said(whole, described.unit), class_="n" if whole.state == "reported" else "n empty"),
        tag("td", say("origin.of_areas", n=number(counted), all=number(len(rows))), colspan=len(heads) - 2),
    ]
    return table(heads, [*listed, foot], css="facts origin")


def _origin(row, described: pd.Series, names_people: bool) -> Iterable[Markup]:
    yield tag("td", join([row.area_name, tag("span", row.kabupaten_name, class_="muted")], " "))
    text = figures.said(row, described.unit)
    if row.state == "not_reported":
        yield tag("td", text, class_="n empty")
        yield tag("td", "", colspan=5 if names_people else 4)
        return
    note = "" if row.is_counted else join([" ", tag("span", say("origin.not_counted"), class_="muted")])
    yield tag("td", join([text, note]), class_="n" if row.state == "reported" else "n empty")
    yield tag("td", period_of(row.source_period, described.rhythm))
    yield tag("td", file_name(row.original_name, row.load_id, is_named=names_people), class_="file")
    yield tag("td", place_in_file(row.sheet, row.source_row))
    yield tag("td", moment(row.received_at))
    if names_people:
        yield tag("td", row.received_by)


def place_in_file(sheet: str | None, row: int) -> str:
    """ "lembar Rekap, baris 14": as a person finds it in the file."""
    if pd.isna(sheet) or not sheet:
        return say("origin.at_row", row=int(row))
    return say("origin.at_sheet", sheet=sheet, row=int(row))


def superseded(rows: pd.DataFrame, rhythm: str, *, names_people: bool) -> Markup:
    """Files that once spoke for the same place and month, and were replaced. rows: answers/origin_superseded.sql."""
    by = ["by"] if names_people else []
    heads = [say(f"origin.{name}") for name in ("file", "month", "places", "received", *by)]
    return table(heads, [_superseded(row, rhythm, names_people) for row in rows.itertuples()])


def _superseded(row, rhythm: str, names_people: bool) -> Iterable[Markup]:
    yield tag("td", file_name(row.original_name, row.load_id, is_named=names_people), class_="file")
    yield tag("td", period_of(row.source_period, rhythm))
    yield tag("td", row.places)
    yield tag("td", moment(row.received_at))
    if names_people:
        yield tag("td", row.received_by)


def layer_links(layer: pd.Series, area: str, period: date) -> Markup:
    """From a layer's number the way back to its files: to one number, or to both halves of a ratio; from that of an

    indicator to why it is so and how it is made. layer: a row of answers/layers.sql; area: a group code.
    """
    code, top, base = f"{period:%Y-%m}", layer.numerator, layer.denominator
    if isinstance(layer.indicator, str):
        why = tag("a", say("layer.why"), href=href("risiko", bagian="penjelasan", wilayah=area, periode=code))
        return tag("p", join([why, tag("a", say("layer.how"), href=href("metode"))], " · "), class_="muted")
    if not isinstance(base, str):
        return tag("p", tag("a", say("origin.link"), href=origin_href(top, area, code)), class_="muted")
    halves = [
        tag("a", say("origin.numerator"), href=origin_href(top, area, code, base)),
        tag("a", say("origin.denominator"), href=origin_href(base, area, code, top)),
    ]
    return tag("p", f"{say('origin.link')}: ", join(halves, " · "), class_="muted")


def trend_links(trend: pd.DataFrame, measure: str) -> Markup:
    """From the newest number of each line the way back to its files. trend: answers/trend.sql.

    A group of one's own has no files of its own.
    """
    is_own = trend["group_code"].str.startswith(own_groups.CODE)
    newest = trend[(trend["state"] != "not_reported") & ~is_own].drop_duplicates("group_code", keep="last")
    links = [
        tag("a", f"{name}, {month(period)}", href=origin_href(measure, code, f"{period:%Y-%m}"))
        for code, name, period in newest[["group_code", "group_name", "period"]].itertuples(index=False)
    ]
    return tag("p", f"{say('origin.link')}: ", join(links, " · "), class_="muted") if links else Markup()
