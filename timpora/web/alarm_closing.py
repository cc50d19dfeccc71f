"""Closing an alarm with what was found and why, opening one again, keeping a rule: each in somebody's name."""

from collections.abc import Callable, Mapping

import pandas as pd
import streamlit as st

from timpora import settings
from timpora.draw import alarm_words
from timpora.draw.markup import plain
from timpora.store import alarm_book
from timpora.store.alarm_book import LONGEST, VERDICTS, AlarmRefused, Closing, Kept
from timpora.text import say
from timpora.web import access, alarm_answers
from timpora.web.access import Viewer
from timpora.web.answers import ask

RIGHT = "menilai"
_SAID = "_alarm_said"  # (whether it was done, the sentence about it)


def may_judge(who: Viewer) -> bool:
    """Whether the forms are there at all; each press is asked again whose it is."""
    return who.may(RIGHT) and not who.through


def may_keep(who: Viewer) -> bool:
    """Whether this viewer keeps a rule: it is the whole office's, and who tried it on a part has not tried it."""
    return may_judge(who) and who.scope is None


def outcome() -> None:
    """What the last press did, said once."""
    if said := st.session_state.pop(_SAID, None):
        is_done, sentence = said
        (st.success if is_done else st.warning)(plain(sentence))


def close_form(row) -> None:
    """What was found, and why. row: of answers/alarms.sql."""
    key = f"tutup.{row.measure}.{row.group_code}.{row.since:%Y-%m}"
    with st.popover(say("alarm.close")), st.form(key, border=False):
        _found(key)
        st.form_submit_button(say("alarm.close.do"), on_click=_close, args=(key, _id(row)), type="primary")


def close_one_of(alarms: pd.DataFrame) -> None:
    """As `close_form`, for alarms that have no card of their own."""
    names = {_id(row): alarm_words.name(row) for row in alarms.itertuples()}
    with st.form("tutup.lain", border=False):
        st.selectbox(say("alarm.which"), list(names), format_func=names.get, key="tutup.lain.mana")
        _found("tutup.lain")
        st.form_submit_button(say("alarm.close.do"), on_click=_close, args=("tutup.lain", None))


def _found(key: str) -> None:
    st.radio(say("alarm.verdict"), VERDICTS, format_func=lambda code: say(f"alarm.verdict.{code}"), key=f"{key}.v")
    st.text_area(say("alarm.reason"), max_chars=LONGEST, placeholder=say("alarm.reason.hint"), key=f"{key}.r")


def _id(row) -> tuple[str, str, str]:
    return row.measure, row.group_code, f"{row.since:%Y-%m}"


def reopen_form(closed: pd.DataFrame) -> None:
    """closed: rows of `alarm_answers.runs` that somebody closed."""
    if closed.empty:
        return
    names = {_id(row): f"{alarm_words.name(row)} · {alarm_words.run(row)}" for row in closed.itertuples()}
    with st.expander(say("alarm.reopen")), st.form("buka_kembali", border=False):
        st.selectbox(say("alarm.which"), list(names), format_func=names.get, key="buka_kembali.mana")
        st.text_area(say("alarm.reason"), max_chars=LONGEST, key="buka_kembali.r")
        st.form_submit_button(say("alarm.reopen.do"), on_click=_reopen)


def keep_form(version: str, parameters: Mapping[str, float]) -> None:
    """The rule that is tried, to be kept with a reason; it takes effect with the next publication."""
    with st.popover(say("alarm.keep"), type="primary"), st.form("simpan_aturan", border=False):
        st.caption(say("alarm.keep.when"))
        st.text_area(say("alarm.reason"), max_chars=LONGEST, key="simpan_aturan.r")
        st.form_submit_button(say("alarm.keep.do"), on_click=_keep, args=(version, dict(parameters)), type="primary")


def _close(key: str, alarm: tuple | None) -> None:
    """alarm: None where it is chosen in the form."""
    alarm = alarm or st.session_state[f"{key}.mana"]
    verdict, reason = st.session_state[f"{key}.v"], st.session_state[f"{key}.r"]
    said = say(f"alarm.closed.{verdict}")

    def write(by: str, view: str) -> None:
        alarm_book.close(_closing(alarm, view, verdict, reason, by))

    if _do("tutup", alarm, verdict, write, said):
        st.session_state[f"{key}.r"] = ""  # what was found of this one is not the reason of the next


def _reopen() -> None:
    alarm, reason = st.session_state["buka_kembali.mana"], st.session_state["buka_kembali.r"]
    said = say("alarm.reopened")
    if _do("buka", alarm, "", lambda by, view: alarm_book.reopen(_closing(alarm, view, "", reason, by)), said):
        st.session_state["buka_kembali.r"] = ""


def _do(step: str, alarm: tuple, verdict: str, write: Callable[[str, str], None], said: str) -> bool:
    """One press, said on the page and told to the log; whether it was done."""
    who = access.demand(RIGHT)  # a press arrives before the page asks again whose it is
    measure, group_code, since = alarm
    if not is_there(who, alarm):
        _say(False, say("alarm.not_there"))
        return False
    if is_closed(who, alarm) == bool(verdict):  # by another session, while this page was open
        _say(False, say(f"alarm.already.{step}"))
        return False
    try:
        write(access.signature(who), settings.view())
    except (AlarmRefused, OSError) as problem:
        _say(False, str(problem))
        return False
    access.record("nilai", who.name, step=step, measure=measure, wilayah=group_code, since=since, verdict=verdict)
    _say(True, said)
    return True


def _keep(version: str, parameters: Mapping[str, float]) -> None:
    who = access.demand(RIGHT)
    if not may_keep(who):
        _say(False, say("alarm.keep.office"))
        return
    kept = Kept(version, parameters, st.session_state["simpan_aturan.r"], access.signature(who), _now())
    try:
        alarm_book.keep(kept)
    except (AlarmRefused, OSError) as problem:
        _say(False, str(problem))
        return
    access.record("nilai", who.name, step="aturan")
    _say(True, say("alarm.kept"))


def is_there(who: Viewer, alarm: tuple) -> bool:
    """Whether this viewer can see the alarm: what is in a press is not believed."""
    return not _of(ask(who, "alarm_runs"), alarm).empty


def is_closed(who: Viewer, alarm: tuple) -> bool:
    """Whether somebody closed it, by the newest word of the book."""
    return bool((_of(alarm_answers.runs(who), alarm)["verdict"] != "").any())


def _of(runs: pd.DataFrame, alarm: tuple) -> pd.DataFrame:
    measure, group_code, since = alarm
    is_own = (runs["measure"] == measure) & (runs["group_code"] == group_code)
    return runs[is_own & (runs["since"].dt.strftime("%Y-%m") == since)]


def _closing(alarm: tuple, view: str, verdict: str, reason: str, by: str) -> Closing:
    return Closing(*alarm, view, verdict, reason, by, _now())


def _say(is_done: bool, sentence: str) -> None:
    st.session_state[_SAID] = (is_done, sentence)


def _now() -> str:
    return settings.now().isoformat(timespec="seconds")
