"""Follow-up items: how many are open and late in one sentence, by agency or kabupaten in a table, and one by one."""

from collections.abc import Iterable, Mapping

import pandas as pd

from timpora.draw.markup import Markup, href, join, table, tag
from timpora.draw.provenance import place_in_file
from timpora.text import month, number, say, short_date

ROWS = 300  # items listed at most: what is filtered is shorter
_NAMED = 2  # agencies that share the first place and are still named


def answer(counts: pd.DataFrame, place: str) -> str:
    """The sentence under the page's title. counts: of `followup_answers.by_agency`; place: whose items these are."""
    if counts.empty:
        return say("followup.answer.nothing", place=place)
    words = {"place": place, "open": number(counts["open"].sum()), "overdue": number(counts["overdue"].sum())}
    if not counts["open"].any():
        return say("followup.answer.all_done", **words)
    told = "overdue" if counts["overdue"].any() else "open"
    said = say(f"followup.answer.{told}", **words)
    most = counts.loc[counts[told] == counts[told].max(), "agency_name"]
    if len(counts) == 1 or len(most) > _NAMED:
        return f"{said}."
    return say("followup.answer.most", said=said, agencies=say("followup.and").join(most))


def counted(counts: pd.DataFrame, by: str, view: Mapping[str, str]) -> Markup:
    """One row per agency ("instansi") or kabupaten: open, overdue, done; its name leads to its items, and back to all.

    counts: of `followup_answers.by_agency` or `by_kabupaten`; view: what the links keep of the view.
    """
    code, name, asked, every = {
        "instansi": ("agency", "agency_name", "instansi", "semua"),
        "kabupaten": ("kabupaten_code", "kabupaten_name", "wilayah", "kantor"),
    }[by]
    heads = [tag("th", say(f"followup.by.{by}"), scope="col")]
    heads += [tag("th", say(f"followup.head.{each}"), scope="col", class_="n") for each in ("open", "overdue", "done")]
    rows = []
    for row in counts.to_dict("records"):
        is_chosen = view.get(asked) == row[code]
        link = tag("a", row[name], href=href("tindak-lanjut", **{**view, asked: every if is_chosen else row[code]}))
        rows.append([tag("th", link, scope="row", class_="chosen" if is_chosen else None), *_numbers(row)])
    if len(rows) > 1:
        rows.append([tag("th", say("followup.total"), scope="row", class_="total"), *_numbers(counts.sum())])
    return table(heads, rows, "facts counted")


def _numbers(row: Mapping) -> list[Markup]:
    is_late = row["overdue"] > 0
    return [
        tag("td", number(row["open"]), class_="n"),
        tag("td", number(row["overdue"]), class_="n late" if is_late else "n"),
        tag("td", number(row["done"]), class_="n"),
    ]


def listed(items: pd.DataFrame, *, names_people: bool) -> Markup:
    """The items, in their order; beyond ROWS how many more. items: of `followup_answers.items`.

    names_people: whether the reader may know who wrote what was agreed.
    """
    has_done = items["done"].notna().any()
    names = ("what", "agency", "area", "agreed", "due", "late", *(["done"] if has_done else []))
    heads = [tag("th", say(f"followup.item.{name}"), scope="col", class_=name) for name in names]
    rows = [[*_item(row, names_people), *([_done(row)] if has_done else [])] for row in items.head(ROWS).itertuples()]
    if len(items) > ROWS:
        rows.append([tag("td", say("followup.more", n=number(len(items) - ROWS)), class_="muted", colspan=len(heads))])
    return table(heads, rows, "facts items", is_long=True)


def _item(row, names_people: bool) -> Iterable[Markup]:
    where = ""
    if row.origin != "page":
        load = say("origin.load", id=row.load_id)
        where = f"{load}, {place_in_file(row.sheet, row.source_row)}"
    yield tag("td", row.text or row.item, _origin(row, names_people), title=where or None)
    yield tag("td", row.agency_name)
    yield tag("td", join([row.area_name, tag("span", row.kabupaten_name, class_="muted")], " "))
    yield tag("td", short_date(row.agreed), class_="when")
    yield tag("td", short_date(row.due), class_="when")
    is_late = row.days_overdue > 0
    yield tag(
        "td", say("age.days", n=number(row.days_overdue)) if is_late else "–", class_="n late" if is_late else "n"
    )


def _done(row) -> Markup:
    if pd.isna(row.done):
        return tag("td", "–")
    is_marked = row.mark and row.origin != "page"
    return tag("td", short_date(row.done), tag("div", say("followup.marked"), class_="muted") if is_marked else "")


def _origin(row, names_people: bool) -> Markup:
    """The item's number under its text; of one the file does not have, that it was noted on the page."""
    said = [row.item] if row.text and row.item else []
    if row.origin == "page":
        said.append(say("followup.of_page"))
    if row.by and names_people:
        said.append(row.by)
    return tag("div", " · ".join(said), class_="muted") if said else Markup()


def name(row) -> str:
    """What an item is called in a list: "RTL-2024/12 · Ujung, Kota Parepare · Kesbangpol"."""
    told = " · ".join(filter(None, [row.item, row.text]))
    return f"{told} · {row.area_name}, {row.kabupaten_name} · {row.agency_name}"


def beside_file(items: pd.DataFrame) -> str:
    """What of their counts the index does not know, for it counts the secretariat's file; "" where that is nothing.

    items: of `followup_answers.items`.
    """
    kept = int(((items["origin"] == "page") & (items["state"] != "done")).sum())
    marked = int(((items["origin"] != "page") & (items["mark"] != "")).sum())
    told = [
        say(f"followup.beside.{name}", n=number(count)) for name, count in (("kept", kept), ("marked", marked)) if count
    ]
    return say("followup.beside", what=say("followup.and").join(told)) if told else ""


def done_since(day: pd.Timestamp) -> str:
    """Under the table: from when on what is done is counted."""
    return say("followup.done_since", month=month(day))
