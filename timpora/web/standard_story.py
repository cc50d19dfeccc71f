"""The story for the standing agenda, made from the data: where, what changed, who needs attention and why, how sure,

what is open, what is asked of each agency. It holds choices only: titles and notes are made with the slides.
"""

from dataclasses import replace
from datetime import date
from math import ceil

import pandas as pd

from timpora.draw import asks, risk
from timpora.store.stories import OPENING, PARTS, Scene, Story
from timpora.text import month, say
from timpora.web import risk_view, scene_agenda, since_answers, trend_choices
from timpora.web.access import Viewer
from timpora.web.answers import ask

ID = "standar"
_EXPLAINED = 2  # kecamatan that have a slide of their own
_OUTLINED = 5  # on the map of the index


def standard(who: Viewer) -> Story:
    """About ten slides of the newest month that is not nearly empty; of no month at all the one that says so."""
    if ask(who, "periods").empty:
        return Story(ID, say("standard.name_plain"), (Scene("peta", {}),))
    period = since_answers.shown_month(who)
    name = say("standard.name", month=month(period))
    where, attention, agenda = _where(who, period), _attention(who, period), _agenda(period)
    return Story(ID, name, (_opening(period), *where, *attention, *agenda[1:-1], *_asked(who, period, agenda[-1])))


def _opening(period: date) -> Scene:
    return Scene("teks", {"bagian": [OPENING], "periode": [f"{period:%Y-%m}"]})


def _where(who: Viewer, period: date) -> tuple[Scene, ...]:
    """The map of presence, since when it is so, what changed since the last meeting."""
    code = [f"{period:%Y-%m}"]
    layers, periods = ask(who, "layers"), ask(who, "periods")["period"]
    first = trend_choices.usual_start(periods[periods <= pd.Timestamp(period)], trend_choices.USUAL_RANGE)
    months = {"rentang": [trend_choices.OWN], "mulai": [f"{first:%Y-%m}"], "sampai": code}
    presence = layers.loc[layers["palette"] == "exposure", "layer"].iloc[0]
    return (
        Scene("peta", {"lapisan": [presence], "periode": code}),
        Scene("tren", {"wilayah": ["kantor"], **months}),
        _agenda(period)[0],
    )


def _attention(who: Viewer, period: date) -> tuple[Scene, ...]:
    """The map of the index, those to look at, and why the first of them."""
    code = [f"{period:%Y-%m}"]
    found = risk.attention(ask(who, "risk_scores", period=period, method=None), risk_view.in_force(who))
    places = list(found["area_code"])
    return (
        Scene("peta", {"lapisan": ["index"], "periode": code}, spotlight=tuple(places[:_OUTLINED])),
        Scene("risiko", {"periode": code}),
        *(
            Scene("risiko", {"bagian": ["penjelasan"], "wilayah": [place], "periode": code}, spotlight=(place,))
            for place in places[:_EXPLAINED]
        ),
    )


def _agenda(period: date) -> tuple[Scene, ...]:
    return tuple(Scene("agenda", {"bagian": [part], "periode": [f"{period:%Y-%m}"]}) for part in PARTS)


def _asked(who: Viewer, period: date, scene: Scene) -> tuple[Scene, ...]:
    """What is asked of each agency: of none that is in the room it is said that it is somewhere else."""
    of = ceil(len(asks.by_agency(scene_agenda.asked(who, period))) / scene_agenda.ASKED)
    if of < 2:
        return (scene,)
    return tuple(replace(scene, choices=scene.choices | {"lanjutan": [f"{n}/{of}"]}) for n in range(1, of + 1))
