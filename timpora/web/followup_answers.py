"""Follow-up items as one list: the secretariat's file, what was agreed on the page, and what was marked done there."""

from datetime import date

import pandas as pd
import streamlit as st

from timpora.draw.markup import plain
from timpora.store import followup_book
from timpora.store.followup_book import Book, FollowupRefused
from timpora.web import book_damage
from timpora.web.access import Viewer
from timpora.web.answers import ask

OPEN, OVERDUE, DONE = "open", "overdue", "done"
FILE, PAGE, BOTH = "file", "page", "both"
_DAYS = ("agreed", "due", "done")
_COLUMNS = (
    *("key", "item", "text", "area_code", "area_name", "kabupaten_code", "kabupaten_name", "agency", "agency_name"),
    *(*_DAYS, "state", "days_overdue", "origin", "noted", "mark", "load_id", "sheet", "source_row", "by"),
)


def items(who: Viewer, day: date) -> pd.DataFrame:
    """One row per follow-up item agreed by this day, as this viewer may see it; what is most overdue first.

    item: its number, "" where it has none yet; text: what was agreed, "" where only the file knows it; state: open (in
    time), overdue or done; agreed, due, done: days (done: NaT where it is not); days_overdue: 0 where it is not;
    origin: file, page, or both, where the page says what an item of the file is about. Of `store.followup_book`: key to
    mark it by; noted: id of what the page says, by: who wrote that; mark: the key under which the page says that it is
    done and the file does not; "" each where there is none. Of the file: load_id, sheet, source_row. An item that left
    the secretariat's list without being done is no longer there.
    """
    book = _book()
    filed = _filed(ask(who, "followups", day=day), book)
    found = pd.DataFrame([*filed, *_agreed(who, {row["key"] for row in filed}, book)], columns=list(_COLUMNS))
    for name in _DAYS:
        found[name] = pd.to_datetime(found[name])
    now = pd.Timestamp(day)
    found = found[found["agreed"] <= now]
    is_done = found["done"] <= now
    found["done"] = found["done"].where(is_done)
    found["mark"] = found["mark"].where(is_done, "")
    late = (now - found["due"]).dt.days.clip(lower=0).where(~is_done, 0).astype(int)
    state = late.gt(0).map({True: OVERDUE, False: OPEN}).where(~is_done, DONE)
    found = found.assign(state=state, days_overdue=late)
    return found.sort_values(["days_overdue", "due", "key"], ascending=[False, True, True], ignore_index=True)


def by_agency(items: pd.DataFrame, since: date) -> pd.DataFrame:
    """agency, agency_name, open (with those overdue), overdue, done (since a day): one row per agency that has any;

    the most overdue first. items: of `items`.
    """
    return _counted(items, ["agency", "agency_name"], since)


def by_kabupaten(items: pd.DataFrame, since: date) -> pd.DataFrame:
    """As `by_agency`, with kabupaten_code and kabupaten_name."""
    return _counted(items, ["kabupaten_code", "kabupaten_name"], since)


def _counted(items: pd.DataFrame, by: list[str], since: date) -> pd.DataFrame:
    counts = items[by].assign(
        open=items["state"] != DONE,
        overdue=items["state"] == OVERDUE,
        done=items["done"] >= pd.Timestamp(since),
    )
    found = counts.groupby(by, as_index=False)[["open", "overdue", "done"]].sum()
    found = found[found[["open", "done"]].any(axis=1)]
    return found.sort_values(["overdue", "open", by[1]], ascending=[False, False, True], ignore_index=True)


def _book() -> Book:
    """What was kept on the page, as far as the book can be read; what of it cannot is said."""
    book_damage.tell(followup_book.damages)
    try:
        return followup_book.book()
    except FollowupRefused as problem:
        st.warning(plain(str(problem)))
        return Book((), {})


def _filed(filed: pd.DataFrame, book: Book) -> list[dict]:
    """Items of the file that are on its newest list or done, with what the page says of them."""
    texts = {followup_book.file_key(one.area, one.number): one for one in book.items if one.number}
    rows = []
    for row in filed.to_dict("records"):
        key = followup_book.file_key(row["area_code"], row["item"])
        told = texts.get(key)
        row |= {"key": key, "text": "", "origin": FILE, "noted": "", "mark": "", "by": ""}
        row |= {"text": told.text, "origin": BOTH, "noted": told.id, "by": told.by} if told else {}
        mark = next((known for known in (key, row["noted"]) if known in book.marks), "")
        if mark and pd.isna(row["done"]):
            row |= {"done": book.marks[mark].on, "mark": mark}
        if row["is_listed"] or pd.notna(row["done"]):
            rows.append(row)
    return rows


def _agreed(who: Viewer, filed: set[str], book: Book) -> list[dict]:
    """Items of the page, in areas of this viewer, that the file does not have. filed: keys of those it has."""
    areas = ask(who, "areas").set_index("area_code")
    names = followup_book.agencies()
    rows = []
    for one in book.items:
        if one.area not in areas.index or followup_book.file_key(one.area, one.number) in filed:
            continue
        mark = book.marks.get(one.id)
        rows.append(
            {
                "key": one.id,
                "item": one.number,
                "text": one.text,
                "area_code": one.area,
                **areas.loc[one.area, ["area_name", "kabupaten_code", "kabupaten_name"]].to_dict(),
                "agency": one.agency,
                "agency_name": names.get(one.agency, one.agency),
                "agreed": one.agreed,
                "due": one.due,
                "done": mark.on if mark else None,
                "origin": PAGE,
                "noted": one.id,
                "mark": one.id if mark else "",
                "by": one.by,
            }
        )
    return rows
