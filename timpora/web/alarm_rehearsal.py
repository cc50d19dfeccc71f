"""What /peringatan shows under `uji`: a rule tried on the past, beside the one in force, before anybody keeps it.

The rule is one text in the URL (`aturan`); every widget is a look at it and writes into it. It is computed from the
viewer's own answers: for who may see a part of the office, by the series of that part.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd
import streamlit as st

from timpora.draw import alarm_cards, chart_tables
from timpora.draw.markup import plain
from timpora.measure import alarm_rules, breaks, watching
from timpora.text import language, number, say
from timpora.web import alarm_answers, alarm_closing, chart, state, trend_marks, ui
from timpora.web.access import Viewer
from timpora.web.answers import ask, snapshot_id

_NAME = "aturan"
MONTHS = 24
SHOWN = 200  # lines of the table: a rule that raises more is not one to read through
_ALPHAS = (0.05, 0.02, 0.01, 0.005, 0.002, 0.001)
_RATES = (0.01, 0.05, 0.1, 0.2)
_KEY = ["measure", "group_code", "since"]


def show(who: Viewer) -> None:
    """The rule that is tried, the alarms it would have raised, and how that differs from the rule in force."""
    alarm_closing.outcome()
    force = alarm_answers.published_rule(who)
    official = {key: kind(force[key]) for key, (kind, *_) in alarm_rules.LIMITS.items()}
    _waiting(official)
    tried = official | _changes(official)
    left, right = st.columns([4, 8], gap="large")
    with left:
        _controls(tried, official)
        if tried != official and alarm_closing.may_keep(who) and (now := alarm_answers.in_force()):
            alarm_closing.keep_form(now.rules.version, tried)
        elif tried != official and alarm_closing.may_judge(who):
            st.caption(say("alarm.keep.office"))
    with right:
        _results(who, tried, official)


def _waiting(official: Mapping[str, float]) -> None:
    """Says so where another rule was kept already, and the next publication will watch by it."""
    force = alarm_answers.in_force()
    if force and dict(force.parameters) != official:
        reason = force.kept.reason if force.kept else say("alarm.kept.file")
        st.info(plain(say("alarm.kept.waits", reason=reason)))


def _changes(official: Mapping[str, float]) -> dict[str, float]:
    """What is changed now; what a URL asks for and cannot have is said, and the rest of it kept."""

    def read(asked: str) -> str:
        changes, faults = alarm_rules.read_changes(asked)
        for fault in faults:
            st.warning(plain(fault))
        return alarm_rules.written({key: value for key, value in changes.items() if value != official[key]})

    return alarm_rules.read_changes(state.held_text(_NAME, "", read))[0]


def _controls(tried: Mapping[str, float], official: Mapping[str, float]) -> None:
    _select("alpha", _ALPHAS, tried, lambda value: say("alarm.param.alpha.one", n=number(round(1 / value))))
    for key in ("least_count", "least_excess", "least_spread"):
        _number(key, tried)
    _select("discovery_rate", _RATES, tried, lambda value: say("alarm.param.rate", n=number(100 * value)))
    with st.expander(say("alarm.param.more")):
        for key in ("years", "half_window", "baseline"):
            _number(key, tried)
    st.button(say("alarm.trial.reset"), on_click=_reset, disabled=tried == official, key="aturan_kembali")


def _select(key: str, options: tuple[float, ...], tried: Mapping[str, float], name) -> None:
    known = sorted({*options, tried[key]}, reverse=key == "alpha")
    widget = _held(key, tried[key])
    st.select_slider(say(f"alarm.param.{key}"), known, format_func=name, help=_help(key), **widget)


def _number(key: str, tried: Mapping[str, float]) -> None:
    kind, low, high = alarm_rules.LIMITS[key]
    widget = _held(key, kind(tried[key]))
    step = kind(1) if kind is int else 0.5
    st.number_input(say(f"alarm.param.{key}"), kind(low), kind(high), step=step, help=_help(key), **widget)


def _help(key: str) -> str | None:
    force = alarm_answers.in_force()
    return plain(force.rules.whys[key]) if force else None


def _held(key: str, value: float) -> dict:
    """What makes a widget a look at the rule: it shows what that says, and writes into it."""
    widget = f"{_NAME}.{key}"
    if st.session_state.get(widget) != value:
        state.put(widget, value)
    return {"key": widget, "on_change": _put, "args": (key,)}


def _put(key: str) -> None:
    changes = alarm_rules.read_changes(st.session_state[_NAME])[0]
    st.session_state[_NAME] = alarm_rules.written(changes | {key: st.session_state[f"{_NAME}.{key}"]})


def _reset() -> None:
    st.session_state[_NAME] = ""


def _results(who: Viewer, tried: Mapping[str, float], official: Mapping[str, float]) -> None:
    periods = pd.DatetimeIndex(ask(who, "periods")["period"].head(MONTHS).sort_values())
    all_force = all_mine = ask(who, "alarm_runs")
    if who.scope is not None or tried != official:
        with st.spinner(say("alarm.trial.counting")):
            all_mine = rehearsed(who, tried)
    mine, force = _since(all_mine, periods), _since(all_force, periods)
    both = compared(mine, force, all_mine, all_force)
    counts = both["state"].value_counts()
    words = {name: number(int(counts.get(name, 0))) for name in ("new", "lost")}
    words |= {"n": number(len(mine)), "m": number(len(force)), "months": number(len(periods))}
    ui.answer(say("alarm.trial.answer", **words, rate=number(len(mine) / len(periods), 1)))
    if len(real := _happened(who, periods)):
        found = int(is_met(real, all_mine).sum())
        st.caption(say("alarm.trial.happened", n=number(len(real)), found=number(found)))
    if who.scope is not None:
        st.caption(say("alarm.trial.scope"))
    per = [frame["since"].value_counts().reindex(periods, fill_value=0) for frame in (mine, force)]
    st.html(alarm_cards.by_month(periods, *per))
    if box := chart.numbers("tabel_uji"):
        box.html(chart_tables.alarms_by_month(periods, *per))
    if len(both):
        st.html(alarm_cards.rehearsed(both.head(SHOWN)))
    if len(both) > SHOWN:
        st.caption(say("alarm.trial.more", n=number(len(both) - SHOWN)))


def _happened(who: Viewer, periods: pd.DatetimeIndex) -> pd.DataFrame:
    """The alarms of these months that were closed because it did happen: a rule that misses them misses something."""
    runs = _since(alarm_answers.runs(who), periods)
    return runs[runs["verdict"] == "kejadian"]


def compared(mine: pd.DataFrame, force: pd.DataFrame, all_mine: pd.DataFrame, all_force: pd.DataFrame) -> pd.DataFrame:
    """The alarms of two rules, the newest first, with state: "both", "new" (only `mine`) or "lost" (only `force`).

    all_mine, all_force: with those that began before these months, which one of these may be a part of.
    """
    states = ["both" if is_there else "new" for is_there in is_met(mine, all_force)]
    gone = force[~is_met(force, all_mine)]
    both = pd.concat([mine.assign(state=states), gone.assign(state="lost")], ignore_index=True)
    return both.sort_values(["since", "measure", "group_code"], ascending=[False, True, True])


def is_met(runs: pd.DataFrame, others: pd.DataFrame) -> np.ndarray:
    """For each run whether others have one of the same series with a month in common.

    By months and not by the first of them: a laxer rule finds the same alarm a month earlier.
    """
    spans = {key: own[["since", "last_period"]].to_numpy() for key, own in others.groupby(["measure", "group_code"])}
    return np.array(
        [
            any(
                first <= row.last_period and row.since <= last
                for first, last in spans.get((row.measure, row.group_code), ())
            )
            for row in runs.itertuples()
        ],
        dtype=bool,
    )


def _since(runs: pd.DataFrame, periods: pd.DatetimeIndex) -> pd.DataFrame:
    """Those that began in these months."""
    return runs[runs["since"].isin(periods)]


def rehearsed(who: Viewer, parameters: Mapping[str, float]) -> pd.DataFrame:
    """The runs of alarms that a rule would have found, with the columns of answers/alarm_runs.sql that are shown."""
    broken = trend_marks.known_breaks()
    cuts = tuple(map(tuple, broken.astype(str).to_numpy()))
    return _rehearsed(snapshot_id(), language(), who.scope, tuple(sorted(parameters.items())), cuts, who, broken)


# Keyed on the snapshot and the scope, as answers are, and on the breaks of series.
@st.cache_data(max_entries=100, show_spinner=False)
def _rehearsed(
    snapshot: str,
    language: str,
    scope: tuple[str, ...] | None,
    parameters: tuple,
    cuts: tuple,
    _who: Viewer,
    _broken: pd.DataFrame,
) -> pd.DataFrame:
    numbers, months = ask(_who, "watched_numbers"), ask(_who, "periods")["period"].sort_values()
    members = ask(_who, "area_groups")
    if scope is not None:
        members = members[
            members["group_code"] != breaks.OFFICE
        ]  # theirs is not the office's: nothing is published of it
    calendar, rule = pd.DatetimeIndex(months), alarm_rules.rule(dict(parameters))

    def starts(series: pd.DataFrame) -> np.ndarray:
        return breaks.starts(_broken, series["measure"], series["group_code"], calendar)

    found = watching.watched(numbers, members, calendar, rule, starts=starts).alarms
    runs = found.groupby(_KEY, as_index=False).agg(last_period=("period", "max"))
    names = numbers[["measure", "measure_name"]].drop_duplicates()
    groups = ask(_who, "groups")[["group_code", "group_name", "group_kind", "kabupaten_name"]]
    return runs.merge(names, on="measure").merge(groups, on="group_code")
