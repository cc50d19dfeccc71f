"""A slide of /tren: the measure, areas and months that a link asks for, read without a widget."""

from dataclasses import replace
from datetime import date

import pandas as pd

from timpora.draw import headline, presenter, sentences, trend_slide, trend_slope
from timpora.draw.slide import Slide
from timpora.measure import own_groups, ways
from timpora.store.stories import Scene
from timpora.text import month, number, say
from timpora.web import trend_choices, trend_picture, trend_view
from timpora.web.access import Viewer
from timpora.web.answers import ask, today
from timpora.web.trend_known import Known, known
from timpora.web.trend_picture import Seen
from timpora.web.trend_view import TrendView

_POINTS = 3


def slide(who: Viewer, scene: Scene, address: str) -> Slide:
    """Lines where there are few, else a table; where there is no number at all, the sentence that says why."""
    view = look(who, scene)
    name = view.measure.measure_name
    about = {"filters": _filters(who, view), "address": address, "source_note": _sources(who, view)}
    try:
        seen = trend_picture.seen(who, view, ())
    except ways.NotComputable as problem:
        return _words(say(f"trend.cannot.{problem.reason}", measure=name), about)
    if seen.drawn is None:
        return _words(say(f"trend.lacks.{seen.series.lacks}", measure=name), about)
    said = say("slide.trend.title", measure=name, said=seen.drawn.sentence)
    title, rest = headline.split(said)
    notes = _notes(who, view, seen)
    points = tuple([*rest, *notes][:_POINTS])
    told = presenter.of_trend(said, notes)
    return Slide(title=title, alt=said, points=points, note=told, **about, **_drawn(view, seen))


def _words(sentence: str, about: dict) -> Slide:
    title, rest = headline.split(sentence)
    return Slide(title=title, alt=sentence, points=rest, **about)


def _drawn(view: TrendView, seen: Seen) -> dict:
    """chart, table, cautions, figures. A slope keeps its shape; stacked, small and heat pictures become lines, of many

    groups a table of the largest.
    """
    values, reading = seen.series.values, seen.series.reading
    codes = list(dict.fromkeys(values["group_code"]))
    is_many = len(codes) > trend_slide.MOST or (view.shape == "panas" and len(codes) > 1)
    if is_many:
        codes = trend_slide.largest(values)
    shown = values[values["group_code"].isin(codes)]
    if view.shape == "lereng":
        shown = shown[shown["period"].isin([pd.Timestamp(end) for end in view.pair])]
        compared = trend_slope.pairs(shown, reading, *view.pair, seen.series.hatched_below)
        chart = None if is_many else trend_slide.slope(compared, *view.pair, reading.axis)
        drawn = {"chart": chart, "table": trend_slide.slope_table(compared, *view.pair)}
    elif is_many:
        shown = trend_slide.last_months(shown)
        drawn = {"table": trend_slide.by_area(shown, reading, codes)}
    else:
        drawn = {"chart": trend_slide.lines(shown, reading), "table": trend_slide.by_month(shown, reading)}
    cautions = [] if is_many or view.shape == "lereng" else trend_slide.cautions(shown, reading)
    if is_many:
        cautions = [say("slide.trend.largest", all=number(len(codes))), *cautions]
    elif view.shape == "tumpuk":
        cautions = [say("slide.trend.unstacked"), *cautions]
    written = trend_slide.written(shown, reading, view.measure.measure_name)
    return {**drawn, "cautions": tuple(cautions), "figures": written}


def _notes(who: Viewer, view: TrendView, seen: Seen) -> list[str]:
    """Early warning, breaks, what is provisional or in part."""
    bounds = pd.DataFrame({"group_code": [], "period": [], "is_alarm": []}).astype({"is_alarm": bool})
    if view.way == ways.LEVEL and not len(view.parts):
        asked = {"measure": view.measure.measure, "areas": view.areas}
        bounds = ask(who, "trend_bounds", **asked, since=view.starts, until=view.until)
    return trend_slide.notes(seen.series.values, bounds[bounds["is_alarm"]])


def _filters(who: Viewer, view: TrendView) -> tuple[str, ...]:
    """Measure, areas, months, way, shape, election."""
    names = known(who).group_names
    parts = [say(f"trend.type.{trend_choices.SPLIT}")] if len(view.parts) else []
    areas = [*(names[code] for code in view.areas), *(group.name for group in view.groups)]
    months = "–".join(dict.fromkeys((month(view.starts), month(view.until))))
    way = [say(f"trend.way.{view.way}")] if view.way != ways.LEVEL else []
    base = [say("slide.trend.base", month=month(view.base_month))] if view.base_month else []
    vote = view.elections.loc[view.elections["election"] == view.election, "election_name"]
    return (view.measure.measure_name, *parts, ", ".join(areas), months, *way, *base, *vote)


def _sources(who: Viewer, view: TrendView) -> str:
    shown = {"areas": view.behind, "since": view.starts, "until": view.until}
    return sentences.source_note(ask(who, "measure_sources", measure=view.measure.measure, **shown), today(who))


def settled(who: Viewer, scene: Scene) -> Scene:
    """The scene with its first and last month said, in the range in which its page heeds them."""
    view = look(who, scene)
    names = ("dari", "ke") if view.pair else ("mulai", "sampai")
    months = {name: [f"{period:%Y-%m}"] for name, period in zip(names, (view.starts, view.until), strict=True)}
    return replace(scene, choices=scene.choices | months | ({} if view.pair else {"rentang": [trend_choices.OWN]}))


def look(who: Viewer, scene: Scene) -> TrendView:
    """As trend_view.choose, from the choices of a scene. Its other looks (`lihat`) are other slides (scenes)."""
    there = known(who)
    measure, parts = _measure(there, scene)
    codes = list(there.groups.index)
    area = there.groups.loc[scene.one("wilayah", codes, codes[0])]
    areas = tuple(dict.fromkeys([area.group_code, *scene.several("banding", codes, 5)]))
    groups, _ = own_groups.within(own_groups.read(scene.text_of("kelompok")), there.kecamatan)
    own = ask(who, "trend", measure=measure.measure, areas=(area.group_code,))
    way = scene.one("cara", ways.WAYS, ways.LEVEL)
    shape = scene.one("rupa", trend_choices.SHAPES, trend_choices.SHAPES[0])
    pair = _pair(scene, own, there.periods) if shape == "lereng" else None
    starts, until = pair or span(scene, there.periods)
    base = _month(scene, "dasar", own["period"], trend_view.usual_base(own, starts)) if way == ways.INDEX else None
    elections = ask(who, "elections", areas=areas)
    nearest = sentences.nearest_election(elections, today(who))
    vote = None if nearest is None else scene.one("pemilihan", list(elections["election"]), nearest.election)
    return trend_view.composed(
        who,
        measure=measure,
        parts=parts,
        area=area,
        areas=areas,
        groups=tuple(groups),
        way=way,
        shape=shape,
        starts=starts,
        until=until,
        base_month=base,
        pair=pair,
        election=vote,
        elections=elections,
    )


def _measure(there: Known, scene: Scene) -> tuple[pd.Series, pd.DataFrame]:
    """`seri` and `jenis`, as trend_choices.measure and permit_type."""
    first = trend_choices.FIRST if trend_choices.FIRST in there.measure_names else there.listed[0]
    chosen = there.measures.loc[scene.one("seri", list(there.measure_names), first)]
    none = there.measures.head(0)
    if (parts := there.parts.get(chosen.measure)) is None:
        return chosen, none
    code = scene.one("jenis", [trend_choices.ALL, trend_choices.SPLIT, *parts.index], trend_choices.ALL)
    if code == trend_choices.SPLIT:
        return chosen, parts
    return (chosen if code == trend_choices.ALL else parts.loc[code]), none


def span(scene: Scene, periods: pd.Series) -> tuple[date, date]:
    """`rentang`, `mulai`, `sampai`. A last month that is named is kept in every range: a document stays as it was."""
    code = scene.one("rentang", list(trend_choices.RANGES), trend_choices.USUAL_RANGE)
    until = _month(scene, "sampai", periods, periods.max().date())
    starts = trend_choices.usual_start(periods[periods <= pd.Timestamp(until)], code)
    if code != trend_choices.OWN:
        return starts, until
    starts = _month(scene, "mulai", periods, starts)
    return starts, max(until, starts)


def _pair(scene: Scene, own: pd.DataFrame, periods: pd.Series) -> tuple[date, date]:
    until = _month(scene, "sampai", periods, periods.max().date())
    before, newest = trend_view.usual_pair(own[own["period"] <= max(pd.Timestamp(until), own["period"].min())])
    first, last = _month(scene, "dari", own["period"], before), _month(scene, "ke", own["period"], newest)
    return min(first, last), max(first, last)


def _month(scene: Scene, name: str, periods: pd.Series, default: date) -> date:
    months, code = trend_choices.month_codes(periods, default)
    return months[scene.one(name, list(months), code)]
