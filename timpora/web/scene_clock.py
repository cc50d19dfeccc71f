"""A slide of /tren by days to the vote (`lihat=hari`): the page's own clock, read without a widget."""

from datetime import date

import pandas as pd

from timpora.draw import clock_slide, clock_words, headline, presenter, sentences
from timpora.draw.slide import Slide
from timpora.intake.contracts import RHYTHMS
from timpora.measure import clock
from timpora.store.stories import Scene
from timpora.text import say
from timpora.web import clock_view, trend_choices, trend_marks
from timpora.web.access import Viewer
from timpora.web.answers import ask, today
from timpora.web.trend_known import known


def slide(who: Viewer, scene: Scene, address: str) -> Slide:
    """Of one place lines, of several a row each; where there is no number yet, the sentence that says so."""
    there = known(who)
    measure = there.measures.loc[scene.one("seri", list(there.measure_names), trend_choices.FIRST)]
    codes = list(there.groups.index)
    area = there.groups.loc[scene.one("wilayah", codes, codes[0])]
    others = scene.several("banding", codes, clock_view.MOST)
    areas = clock_view.places(who, area, others)[: clock_view.MOST]
    names = ", ".join(there.group_names[code] for code in dict.fromkeys([area.group_code, *others]))
    elections = ask(who, "elections", areas=areas)
    if (chosen := election(who, scene, elections)) is None:
        return Slide(say("election.none"), (measure.measure_name,), address, source_note="", alt=say("election.none"))
    asked = {"election": chosen.election, "before": clock.BEFORE, "after": clock.AFTER}
    series = ask(who, "clock_series", measure=measure.measure, areas=areas, **asked)
    series = trend_marks.segmented(series, measure.measure)
    if scene.one("dulu", ("terakhir", "semua"), "terakhir") == "terakhir":
        series = series[series["place"] <= 1]
    months, newest = RHYTHMS[measure.rhythm], ask(who, "periods")["period"].max().date()
    phases = clock.phases(series, today(who), months) if len(series) else series
    if phases.empty:
        said = clock_words.silent(chosen, newest, measure.measure_name, is_held=len(series) > 0)
    else:
        said = clock_slide.said(phases, measure.measure_name, measure.unit)
    title, rest = headline.split(said)
    drawn = {} if phases.empty else _drawn(series, phases, measure, months)
    return Slide(
        title=title,
        filters=(measure.measure_name, names, say("trend.look.hari"), chosen.election_name),
        address=address,
        source_note=_sources(who, measure.measure, series, newest) if len(series) else "",
        alt=said,
        points=rest,
        note=presenter.of_trend(said, rest),
        **drawn,
    )


def election(who: Viewer, scene: Scene, elections: pd.DataFrame) -> pd.Series | None:
    """The election of the scene (`pemilihan`), at first the nearest: a row of answers/elections.sql."""
    if (nearest := sentences.nearest_election(elections, today(who))) is None:
        return None
    code = scene.one("pemilihan", list(elections["election"]), nearest.election)
    return elections.set_index("election", drop=False).loc[code]


def _drawn(series: pd.DataFrame, phases: pd.DataFrame, measure: pd.Series, months: int) -> dict:
    is_one = series["group_code"].nunique() == 1
    return {
        "chart": clock_slide.lines(series, measure.unit, months) if is_one else None,
        "table": clock_slide.places(phases),
        "cautions": tuple(clock_slide.cautions(series)),
        "figures": clock_slide.written(phases, measure.measure_name, measure.unit),
    }


def _sources(who: Viewer, measure: str, series: pd.DataFrame, newest: date) -> str:
    first = series.loc[~series["is_outside"], "period"].min()
    shown = {"areas": tuple(series["group_code"].unique()), "since": newest if pd.isna(first) else first.date()}
    return sentences.source_note(ask(who, "measure_sources", measure=measure, until=newest, **shown), today(who))
