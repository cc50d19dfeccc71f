"""A slide of /risiko: which kecamatan ask for attention, or why one of them does."""

from datetime import date

import pandas as pd

from timpora.draw import headline, presenter, risk, risk_slide, risk_tables, sentences
from timpora.draw.slide import Slide
from timpora.store.stories import Scene
from timpora.text import month, number, say
from timpora.web import risk_view, scene_choices
from timpora.web.access import Viewer
from timpora.web.answers import ask, today
from timpora.web.risk_view import Risk

PARTS = ("perhatian", "penjelasan")  # of the page; its others are not slides, and open on the first


def slide(who: Viewer, scene: Scene, address: str) -> Slide:
    """Of a kecamatan, or of the explanation, why this one; else those to look at. Presence is never part of it."""
    seen = read(who, scene)
    area = scene_choices.area(who, scene)
    inside = seen.scores
    if area.group_kind != "office":
        inside = inside[inside[["area_code", "kabupaten_code"]].eq(area.group_code).any(axis=1)]
    if area.group_kind == "kecamatan" or scene.one("bagian", PARTS, PARTS[0]) == PARTS[1]:
        return _why(who, seen, risk_view.first_to_look_at(inside), address)
    return _places(who, seen, address)


def read(who: Viewer, scene: Scene) -> Risk:
    """As risk_view.read, from the choices of a scene."""
    return risk_view.of_method(who, scene_choices.period(who, scene), scene_choices.method(who, scene))


def _places(who: Viewer, seen: Risk, address: str) -> Slide:
    found = risk.attention(seen.scores, seen.method)
    title, rest = headline.split(risk.answer(seen.scores, seen.method, pd.Timestamp(seen.period)))
    if found.empty:
        more = [say("risk.nobody", share=number(100 * seen.method.rules.attention))]
    else:
        left = len(found) - risk_slide.ROWS
        more = [say("slide.risk.more", n=number(left))] if left > 0 else []
    return Slide(
        title=title,
        filters=_filters(who, seen, ask(who, "groups").iloc[0].group_name),
        address=address,
        source_note=_sources(who, seen.period, tuple(seen.scores["area_code"])),
        alt=" ".join([title, *rest, *map(_said, found.head(risk_slide.ROWS).itertuples())]),
        points=(*rest, *more, risk_tables.missing(ask(who, "risk_coverage", period=seen.period))),
        table=risk_slide.places(found, seen.parts) if len(found) else None,
        whole=risk_slide.places(found, seen.parts, None) if len(found) else None,
        note=presenter.of_places(found),
        cautions=risk_slide.cautions(seen.method),
        figures=risk_slide.written(seen.scores, seen.period),
    )


def _said(row) -> str:
    return say("slide.risk.row", name=row.area_name, score=risk.class_and_score(row), sure=risk.sure(row))


def _why(who: Viewer, seen: Risk, code: str, address: str) -> Slide:
    row, own = seen.row(code), seen.own(code)
    lacking = risk_tables.lacking(ask(who, "risk_values", area=code, period=seen.period))
    said = risk.why(row, own, lacking, seen.method)
    is_drawn = row.state == "reported" and len(own) > 0
    title, points = headline.split(said)
    if row.state == "reported":
        title, points = risk_slide.why_title(row, own), risk_slide.why_points(row, own, lacking, seen.method)
    area = say("alarm.place", name=row.area_name, kabupaten=row.kabupaten_name)
    return Slide(
        title=title,
        filters=_filters(who, seen, area),
        address=address,
        source_note=_sources(who, seen.period, (code,)),
        alt=" ".join([said, risk.sure(row)] if row.state == "reported" else [said]),
        points=points,
        note=presenter.of_why(row, own),
        chart=risk_slide.bars(own) if is_drawn else None,
        table=risk_slide.steps(own, row) if is_drawn else None,
        cautions=risk_slide.cautions(seen.method),
        figures=risk_slide.written(seen.scores[seen.scores["area_code"] == code], seen.period),
    )


def _filters(who: Viewer, seen: Risk, area: str) -> tuple[str, ...]:
    version = [] if seen.is_current else [say("risk.method_name", version=seen.method.version)]
    return (say("risk.index"), month(seen.period), area, *version)


def _sources(who: Viewer, period: date, areas: tuple[str, ...]) -> str:
    return sentences.brief_source_note(ask(who, "layer_sources", layer="index", period=period, areas=areas), today(who))
