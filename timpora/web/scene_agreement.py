"""A slide of /risiko between agencies (`bagian=instansi`): every comparison at once, read without a widget."""

from timpora.draw import agreement_slide, disagreement, headline, presenter, sentences
from timpora.draw.slide import Slide
from timpora.store.stories import Scene
from timpora.text import month, say
from timpora.web import agreement_view, scene_choices
from timpora.web.access import Viewer
from timpora.web.answers import ask, today
from timpora.web.data_words import judgement


def slide(who: Viewer, scene: Scene, address: str) -> Slide:
    """Where numbers are apart beyond what is allowed. Nobody is wrong until a file has been looked at."""
    period = scene_choices.period(who, scene)
    described = ask(who, "measures").set_index("measure", drop=False)
    pairs = judgement().pairs.values()
    found = [agreement_view.compared(who, pair, described, period) for pair in pairs]
    said = disagreement.answer(found, period)
    title, rest = headline.split(said)
    hidden = disagreement.withheld(found)
    measures = tuple(measure for pair in pairs for measure in (pair.first, pair.second))
    sources = ask(who, "agreement_sources", measures=measures, period=period)
    return Slide(
        title=title,
        filters=(say("risk.part.instansi"), month(period), ask(who, "groups").iloc[0].group_name),
        address=address,
        source_note=sentences.brief_source_note(sources, today(who)),
        alt=said,
        points=rest,
        table=agreement_slide.places(found),
        cautions=(say("agreement.unknown"), *([hidden] if hidden else [])),
        note=presenter.of_trend(said, ()),
        figures=agreement_slide.written(found, month(period)),
    )
