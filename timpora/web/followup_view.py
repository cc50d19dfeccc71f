"""What /tindak-lanjut shows: whose items, how many of them are open and late, and the list of them."""

from dataclasses import dataclass
from datetime import date
from functools import partial

import pandas as pd
import streamlit as st

from timpora.draw import followups
from timpora.draw.maps import STATIC
from timpora.draw.markup import href, tag
from timpora.store import followup_book
from timpora.text import say
from timpora.web import followup_answers, navigation, state, ui
from timpora.web.access import Viewer
from timpora.web.answers import ask, today
from timpora.web.followup_answers import DONE, OVERDUE

ALL = "semua"
STATES = ("terbuka", "lewat", "selesai", ALL)
WAYS = ("instansi", "kabupaten")


@dataclass(frozen=True)
class Followups:
    """The items of the areas and the agency that are looked at."""

    since: date  # the first day of the quarter
    place: str  # whose items these are, in words
    items: pd.DataFrame  # of `followup_answers.items`, in every state
    by_agency: pd.DataFrame  # numbers of every agency in these areas
    by_kabupaten: pd.DataFrame  # numbers of this agency in every kabupaten
    state: str  # one of STATES: which of the items are listed


def style() -> None:
    st.html(STATIC / "tindak_lanjut.css")


def choose(who: Viewer) -> Followups:
    """Agency, area and state of the view (`instansi`, `wilayah`, `keadaan` in the URL), and the items there are."""
    first, second, third = st.columns([3, 4, 6], vertical_alignment="bottom")
    names = {ALL: say("followup.every_agency")} | followup_book.agencies()
    with first:
        widget = partial(st.selectbox, say("followup.by.instansi"), format_func=names.get)
        agency = state.pick(widget, "instansi", list(names), ALL)
    with second:
        area = ui.choose_area(who)
    with third:
        chosen = ui.switch("keadaan", STATES, "followup.state")
    day = today(who)
    since = date(day.year, day.month - (day.month - 1) % 3, 1)
    found = followup_answers.items(who, day)
    is_here = (found[["area_code", "kabupaten_code"]] == area.group_code).any(axis=1) | (area.group_kind == "office")
    is_theirs = (found["agency"] == agency) | (agency == ALL)
    place = area.group_name if agency == ALL else say("followup.place", agency=names[agency], area=area.group_name)
    by_agency = followup_answers.by_agency(found[is_here], since)
    by_kabupaten = followup_answers.by_kabupaten(found[is_theirs], since)
    return Followups(since, place, found[is_here & is_theirs], by_agency, by_kabupaten, chosen)


def answer(seen: Followups) -> str:
    return followups.answer(followup_answers.by_agency(seen.items, seen.since), seen.place)


def counts(seen: Followups) -> None:
    """Open, overdue and done in this quarter, by agency or by kabupaten (`menurut` in the URL)."""
    by = ui.switch("menurut", WAYS, "followup.by")
    found = seen.by_agency if by == "instansi" else seen.by_kabupaten
    if len(found):
        view = {name: values[0] for name, values in state.chosen().items()}
        st.html(followups.counted(found, by, view))
        st.caption(followups.done_since(seen.since))


def listed(who: Viewer, seen: Followups) -> None:
    """The items in the chosen state, the most overdue first; of those that are done the newest first."""
    found = shown(seen)
    if found.empty:
        st.info(say(f"followup.none.{seen.state}", place=seen.place))
        return
    st.html(followups.listed(found, names_people=who.may("siapa-memuat")))


def shown(seen: Followups) -> pd.DataFrame:
    is_done = seen.items["state"] == DONE
    if seen.state == "selesai":
        return seen.items[is_done].sort_values(["done", "key"], ascending=[False, True])
    if seen.state == ALL:
        return seen.items
    return seen.items[seen.items["state"] == OVERDUE if seen.state == "lewat" else ~is_done]


def source(who: Viewer) -> None:
    """From which list the items are, how old it is, and what of the page the index does not know."""
    found = ask(who, "freshness")
    mine = found[found["source"] == "rtl"]
    ui.source_note(mine.assign(oldest_period=mine["newest_period"], first_received_on=mine["last_received_on"]), who)
    reports = tag("a", say("followup.reports"), href=href("mutu-data", bagian="masuk", sumber="rtl"))
    st.html(tag("p", say("followup.how"), " ", reports, class_="muted"))
    if who.may("muat"):
        navigation.link("unggah", say("followup.to_upload"))
