"""What /metode shows: the chosen method as the snapshot has it, the worked example, and the SQL that counts."""

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from timpora.draw import judgements, method_example, method_indicators, method_versions
from timpora.draw.maps import STATIC
from timpora.intake.contracts import contracts
from timpora.measure.method import Method
from timpora.store.queries import named, queries
from timpora.text import say
from timpora.web import alarm_view, risk_view, ui
from timpora.web.access import Viewer
from timpora.web.answers import ask
from timpora.web.data_words import judgement


@dataclass(frozen=True)
class Methods:
    """The methods that the snapshot's scores are published by."""

    method: Method  # the one that is chosen
    current: Method  # the one in force, by which values and explanations are computed
    known: tuple[Method, ...]  # the newest first

    @property
    def is_current(self) -> bool:
        return self.method.version == self.current.version


def style() -> None:
    risk_view.style()
    st.html(STATIC / "metode.css")


def read(who: Viewer) -> Methods:
    """The methods, and which of them is chosen (`metode` in the URL)."""
    answers = ask(who, "methods")
    chosen = risk_view.choose_method(who)
    current = answers.loc[answers["is_current"].astype(bool), "text"].iloc[0]
    known = tuple(risk_view.parsed(text) for text in answers["text"])
    return Methods(risk_view.parsed(chosen.text), risk_view.parsed(current), known)


def example(who: Viewer, seen: Methods) -> None:
    """The score of one kecamatan worked out: the one of the view, else the one in the middle of all."""
    st.html(method_example.heading())
    with st.container(key="contoh_pilihan"):
        where, when, _ = st.columns([4, 4, 5], vertical_alignment="bottom")
        with where:
            ui.search_area(who)
        with when:
            period = ui.choose_period(who)
    if not seen.is_current:
        st.caption(say("metode.example.by_current", version=seen.current.version))
    scores = ask(who, "risk_scores", period=period, method=None)
    row = _chosen(who, scores)
    if row is None:
        st.html(method_example.none(period))
        return
    values = ask(who, "risk_values", area=row.area_code, period=period)
    points = ask(who, "risk_pillars", area=row.area_code, period=period).set_index("pillar")["points"].to_dict()
    st.html(method_example.example(row, values, points, seen.current, period))


def indicators(who: Viewer, seen: Methods) -> None:
    """Every indicator with its reasons, the measures its query names, and the query."""
    sql = {query.name: query.sql for query in queries("indicators")}
    names = ask(who, "measures").set_index("measure")["measure_name"].to_dict()
    measures = {name: {code: names[code] for code in named(text, names)} for name, text in sql.items()}
    newest = ask(who, "periods")["period"].iloc[0]
    st.html(method_indicators.indicators(seen.method, sql, measures, f"{newest:%Y-%m}"))


def versions(seen: Methods) -> None:
    st.html(method_versions.versions(seen.known, seen.current.version))


def judged(who: Viewer) -> None:
    """The other judgements that are printed elsewhere, in one place."""
    st.html(judgements.judgements(ask(who, "layers"), contracts().values(), judgement()))
    alarm_view.method()


def _chosen(who: Viewer, scores: pd.DataFrame):
    """The row of the kecamatan that is worked out; None where there is no score to show."""
    area = ui.held_area(who)
    scored = scores.dropna(subset="score").sort_values(["score", "area_code"])
    if scored.empty:
        return None
    code = area.group_code if area.group_kind == "kecamatan" else scored["area_code"].iloc[len(scored) // 2]
    return next(scores[scores["area_code"] == code].itertuples())
