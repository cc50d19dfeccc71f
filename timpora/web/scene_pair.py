"""A slide of /tren of two agencies (`lihat=instansi`): the page's own pair, read without a widget."""

import pandas as pd

from timpora.draw import headline, pair_slide, pair_words, presenter, sentences
from timpora.draw.slide import Slide
from timpora.store.stories import Scene
from timpora.text import month, say
from timpora.web import scene_trend
from timpora.web.access import Viewer
from timpora.web.answers import ask, today
from timpora.web.data_words import judgement
from timpora.web.trend_known import known


def slide(who: Viewer, scene: Scene, address: str) -> Slide:
    """Both numbers as lines, since when they are apart as the title. Which one is right is not said."""
    pairs, there = judgement().pairs, known(who)
    pair = pairs[scene.one("pasangan", list(pairs), next(iter(pairs)))]
    codes = list(there.groups.index)
    area = there.groups.loc[scene.one("wilayah", codes, codes[0])]
    starts, _ = scene_trend.span(scene, there.periods)
    until = there.periods.max().date()
    both = ask(who, "measures").set_index("measure", drop=False).loc[[pair.first, pair.second]]
    names, unit = tuple(both["measure_name"]), both["unit"].iloc[0]
    limits = {"smallest": pair.smallest, "allowed": pair.allowed, "share": pair.share}
    asked = {"first": pair.first, "second": pair.second, **limits}
    rows = ask(who, "pair_trend", area=area.group_code, until=until, **asked)
    parting = next(ask(who, "pair_parting", areas=(area.group_code,), period=until, **asked).itertuples(), None)
    said = pair_words.answer(rows, parting, names, area.group_name, unit)
    title, rest = headline.split(said)
    seen = rows[rows["month"] >= pd.Timestamp(starts)]
    lines = tuple(say("pair.line", name=row.measure_name, agency=row.agency_name) for row in both.itertuples())
    sources = ask(who, "agreement_sources", measures=(pair.first, pair.second), period=until)
    return Slide(
        title=title,
        filters=(pair.name, area.group_name, "–".join(dict.fromkeys((month(starts), month(until))))),
        address=address,
        source_note=sentences.source_note(sources, today(who)),
        alt=said,
        points=rest,
        chart=pair_slide.lines(seen, lines, unit) if len(seen) else None,
        table=pair_slide.by_month(seen, names) if len(seen) else None,
        cautions=(pair.caution, say("slide.pair.own")),
        note=presenter.of_trend(said, rest),
        figures=pair_slide.written(seen.tail(1), names, area.group_name, unit),
    )
