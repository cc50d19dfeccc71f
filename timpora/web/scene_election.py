"""A slide of /risiko of an election's stages (`bagian=pemilihan`): the page's own view, read without a widget."""

import pandas as pd

from timpora.draw import election, election_slide, headline, presenter, sentences
from timpora.draw.slide import Slide
from timpora.measure.stages import standing
from timpora.store.stories import Scene
from timpora.text import day, month, say
from timpora.web import election_view, scene_choices, scene_clock
from timpora.web.access import Viewer
from timpora.web.answers import ask, today

_OFFICE = ("kantor",)


def slide(who: Viewer, scene: Scene, address: str) -> Slide:
    """How long until the vote, what is urgent, and the indicators to look at, by kabupaten."""
    period = scene_choices.period(who, scene)
    if (chosen := scene_clock.election(who, scene, ask(who, "elections", areas=_OFFICE))) is None:
        return Slide(say("election.none"), (month(period),), address, source_note="", alt=say("election.none"))
    now = standing(ask(who, "stages", election=chosen.election), election_view.looked_at(who, period))
    places = ask(who, "election_places", election=chosen.election, period=period)
    phases = ask(who, "election_phase", election=chosen.election, period=period, indicators=now.indicators)
    title, rest = headline.split(" ".join(election.left(chosen, now.on)))
    points = (*rest, *election_slide.points(now))
    areas = tuple(ask(who, "areas")["area_code"])
    sources = ask(who, "layer_sources", layer="index", period=period, areas=areas)
    return Slide(
        title=title,
        filters=(chosen.election_name, say("vote.as_of", day=day(now.on)), ask(who, "groups").iloc[0].group_name),
        address=address,
        source_note=" ".join(
            [sentences.brief_source_note(sources, today(who)), say("vote.source", source=chosen.election_source)]
        ),
        alt=" ".join([title, *points]),
        points=points,
        table=election_slide.places(phases, places),
        cautions=tuple(election_slide.cautions(phases)),
        note=presenter.of_trend(f"{title}. {election.stands(now)}", ()),
        figures=election_slide.written(phases, places, pd.Timestamp(period)),
    )
