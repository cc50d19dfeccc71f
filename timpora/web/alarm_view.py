"""What /peringatan shows: the alarms that are open, and the record of those that were closed."""

from datetime import date

import pandas as pd
import streamlit as st

from timpora.draw import alarm_cards, alarm_words, chart_tables
from timpora.draw.maps import STATIC
from timpora.measure import breaks
from timpora.measure.watching import JOINT, PLACE
from timpora.text import number, say
from timpora.web import alarm_answers, alarm_closing, chart, trend_marks, ui
from timpora.web.access import Viewer
from timpora.web.alarm_answers import Alarms
from timpora.web.answers import ask

PARTS = ("terbuka", "riwayat", "uji")
AT_ONCE = 10  # cards; more alarms than that are a list


def style() -> None:
    st.html(STATIC / "peringatan.css")


def choose_part() -> str:
    """The part of the page (`bagian` in the URL)."""
    return ui.switch("bagian", PARTS, "alarm.part")


def answer(seen: Alarms) -> str:
    return alarm_words.answer(seen.open, seen.compared, seen.closed, seen.period)


def open_ones(who: Viewer, seen: Alarms) -> None:
    """A card for each alarm that is open, the surest first, and the way to close it."""
    alarm_closing.outcome()
    if seen.open.empty:
        st.info(say("alarm.too_little") if not seen.compared else say("alarm.none"))
        return
    series = ask(who, "alarm_series", period=seen.period)
    series = series.assign(segment=breaks.segments(series, trend_marks.known_breaks()))
    members = ask(who, "alarm_members", period=seen.period)
    first, rest = told_first(seen.open)
    for row in first.itertuples():
        with st.container(border=True, key=f"peringatan_{row.measure}_{row.group_code.replace('.', '_')}"):
            card, close = st.columns([12, 1], vertical_alignment="top")
            card.html(alarm_cards.card(row, _own(series, row), _own(members, row), seen.rule))
            if alarm_closing.may_judge(who):
                with close:
                    alarm_closing.close_form(row)
    if len(rest):
        with st.expander(say("alarm.more", n=number(len(rest)))):
            st.html(alarm_cards.briefly(rest))
            if alarm_closing.may_judge(who):
                alarm_closing.close_one_of(rest)
    st.caption(say("alarm.picture.key"))
    if box := chart.numbers("tabel_peringatan"):
        written = chart_tables.alarm_series(first, series)
        ui.table(box, written, numbers=written.columns[3:], hide_index=True)


def told_first(alarms: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Those that have a card, a place by itself first, and the rest: a kabupaten many of whose kecamatan are a little

    high, where the office has an alarm of the same data, and one that is high by a kecamatan with a card of its own.
    """
    whole = set(alarms.loc[alarms["group_kind"] == "office", "measure"])
    places = alarms[alarms["kind"] == PLACE]
    own = set(zip(places["measure"], places["kabupaten_name"], strict=True))
    has_own = pd.Series(list(zip(alarms["measure"], alarms["group_name"], strict=True)), alarms.index).isin(own)
    is_above = alarms["group_kind"] == "kabupaten"
    is_part = is_above & (((alarms["kind"] == JOINT) & alarms["measure"].isin(whole)) | has_own)
    first = alarms[~is_part].head(AT_ONCE)
    return first, alarms.drop(first.index)


def method() -> None:
    """On the page of the method: the rule that is in force, and why."""
    if force := alarm_answers.in_force():
        st.html(alarm_cards.rules(force.rules.version, force.parameters, force.rules.whys))
        st.html(alarm_cards.watched(force.rules.watched))


def of_place(who: Viewer, code: str, period: date) -> None:
    """On the sheet of a kecamatan: its alarms that are open in the month, a line each, and the way to them."""
    found = alarm_answers.read(who, period).open
    own = found[found["group_code"] == code]
    if len(own):
        st.html(alarm_cards.lines(own))


def watched() -> None:
    """What is watched, and why."""
    if force := alarm_answers.in_force():
        with st.expander(say("alarm.watched")):
            st.html(alarm_cards.watched(force.rules.watched))


def record(who: Viewer) -> None:
    """Every alarm of the last two years, and every one that was closed; the way to open one again."""
    alarm_closing.outcome()
    runs = alarm_answers.runs(who)
    shown = _recent(runs, ask(who, "periods")["period"].iloc[0])
    if shown.empty:
        st.info(say("alarm.record.none"))
        return
    ui.answer(_summary(shown))
    st.html(alarm_cards.record(shown, names_people=who.may("siapa-memuat")))
    if alarm_closing.may_judge(who):
        alarm_closing.reopen_form(shown[(shown["verdict"] != "") & ~shown["is_gone"].astype(bool)])


def _summary(shown: pd.DataFrame) -> str:
    found = shown["verdict"].value_counts()
    parts = {verdict: number(int(found.get(verdict, 0))) for verdict in ("kejadian", "data", "nihil")}
    words = {"all": number(len(shown)), "open": number(int((shown["verdict"] == "").sum()))}
    return say("alarm.record.answer", **words, **parts)


def _recent(runs: pd.DataFrame, newest: pd.Timestamp) -> pd.DataFrame:
    is_shown = (runs["last_period"] > newest - pd.DateOffset(months=24)) | (runs["verdict"] != "")
    return runs[is_shown].sort_values(
        ["last_period", "since", "measure", "group_code"], ascending=[False, False, True, True]
    )


def _own(frame: pd.DataFrame, row) -> pd.DataFrame:
    return frame[(frame["measure"] == row.measure) & (frame["group_code"] == row.group_code)]


def how(who: Viewer) -> str:
    """Under every part: what is watched, by which rule, and what an alarm is not."""
    rule = ask(who, "alarm_rule")
    words = {
        "version": rule["version"].iloc[0],
        "share": number(100 * alarm_answers.published_rule(who)["discovery_rate"]),
    }
    said = say("alarm.how", **words)
    return f"{said} {say('alarm.how.kept')}" if bool(rule["is_kept"].iloc[0]) else said
