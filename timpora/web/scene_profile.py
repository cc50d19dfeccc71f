"""A slide of /kecamatan: one kecamatan's indicators, and how many foreign nationals there were over a few months."""

from datetime import date

import pandas as pd

from timpora.draw import presenter, profile_slide, risk_slide, sentences, trend_slide
from timpora.draw.slide import Slide
from timpora.draw.trend_words import Reading
from timpora.measure import ways
from timpora.store.stories import Scene
from timpora.text import month, say
from timpora.web import profile_view, scene_choices
from timpora.web.access import Viewer
from timpora.web.answers import ask, today

_MEASURE = "active_permits"
_MONTHS = 13  # so that the same month of the year before is seen


def slide(who: Viewer, scene: Scene, address: str) -> Slide:
    """The sheet of a kecamatan; where a larger area is chosen, that none is."""
    area, period = scene_choices.area(who, scene), scene_choices.period(who, scene)
    if area.group_kind != "kecamatan":
        filters = (area.group_name, month(period))
        return Slide(say("slide.profile.none"), filters, address, source_note="", alt=say("slide.profile.none"))
    seen = profile_view.read(who, area.group_code, period)
    title, points = profile_slide.said(seen)
    where = say("alarm.place", name=area.group_name, kabupaten=area.kabupaten_name)
    values, reading = _months(who, area.group_code, period)
    sources = ask(who, "layer_sources", layer="index", period=period, areas=(area.group_code,))
    return Slide(
        title=title,
        filters=(where, month(period)),
        address=address,
        source_note=sentences.brief_source_note(sources, today(who)),
        alt=" ".join([title, *points]),
        points=points,
        chart=trend_slide.lines(values, reading) if (values["state"] == "reported").any() else None,
        table=profile_slide.indicators(seen),
        note=presenter.of_why(seen.row, seen.parts),
        cautions=(*risk_slide.cautions(seen.method), *trend_slide.cautions(values, reading)),
        figures=profile_slide.written(seen),
    )


def _months(who: Viewer, code: str, period: date) -> tuple[pd.DataFrame, Reading]:
    """Active permits of the months up to this one, under the name of the measure."""
    values = ask(who, "trend", measure=_MEASURE, areas=(code,))
    first = pd.Timestamp(period) - pd.DateOffset(months=_MONTHS - 1)
    described = ask(who, "measures").set_index("measure").loc[_MEASURE]
    shown = values[values["period"].between(first, pd.Timestamp(period))]
    return shown.assign(group_name=described["measure_name"]), Reading(ways.LEVEL, described["unit"])
