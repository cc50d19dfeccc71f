"""The election part of /risiko: how long to go, which stage it is, what it makes urgent, and the same phase before."""

import calendar
from datetime import date
from html import escape

import pandas as pd
import streamlit as st

from timpora.draw import chart_tables, election, stage_strip
from timpora.draw.maps import STATIC
from timpora.draw.markup import href, tag
from timpora.measure.stages import Standing, standing
from timpora.text import day, number, say
from timpora.web import chart, ui
from timpora.web.access import Viewer
from timpora.web.answers import ask, today

_OFFICE = ("kantor",)


def show(who: Viewer, period: date) -> None:
    """The view of one election (`pemilihan` in the URL) as of a month: its last day, or today in the newest month."""
    st.html(STATIC / "pemilihan.css")
    elections = ask(who, "elections", areas=_OFFICE)
    choice, head = st.columns([2, 7], vertical_alignment="center")
    with choice:
        code = ui.choose_election(elections, today(who))
    if code is None:
        return
    chosen = elections.set_index("election", drop=False).loc[code]
    stages = ask(who, "stages", election=code)
    now = standing(stages, looked_at(who, period))
    places = ask(who, "election_places", election=code, period=period)
    head.html(election.clock(chosen, now.on) + _under(who, chosen, now, places))
    if len(stages):
        st.html(stage_strip.strip(stages, chosen.voting_day.date(), now.on))
        if box := chart.numbers("tabel_tahapan"):
            box.html(chart_tables.stages(stages, now.on))
        acts, table = st.columns([4, 9])
        acts.html(election.urgent(now))
    else:
        table = st.container()
    with table:
        _table(who, code, period, now, places)
    to_clock = tag("a", say("clock.from_stages"), href=href("tren", lihat="hari", pemilihan=code))
    st.html(tag("p", to_clock, class_="muted"))


def looked_at(who: Viewer, period: date) -> date:
    """The day a month is looked at: today in the newest month there is, the last day of an older one."""
    last = period.replace(day=calendar.monthrange(period.year, period.month)[1])
    newest = ask(who, "periods")["period"].max().date()
    return min(last, today(who)) if period < newest else today(who)


def _under(who: Viewer, chosen: pd.Series, now: Standing, places: pd.DataFrame) -> str:
    """Under the clock: which stages run, and of which day, places and source this is."""
    about = [say("vote.as_of", day=day(now.on))]
    kabupaten = ask(who, "areas")["kabupaten_code"].nunique()
    if len(places) < kabupaten:
        words = {"n": number(len(places)), "all": number(kabupaten), "names": election.named(places)}
        about.append(say("vote.held_in", **words))
    about.append(say("vote.source", source=chosen.election_source))
    stands = escape(election.stands(now))
    return f'<p class="vote-stands">{stands}</p><p class="muted">{escape(" · ".join(about))}</p>'


def _table(who: Viewer, code: str, period: date, now: Standing, places: pd.DataFrame) -> None:
    phases = ask(who, "election_phase", election=code, period=period, indicators=now.indicators)
    st.html(election.indicators(phases, places, period))
    for note in election.notes(now, places, phases):
        st.caption(note)
