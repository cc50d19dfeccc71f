"""What else the product prints by judgement, each with its reason: classes of the map, dates due, pairs of agencies."""

from collections.abc import Iterable

import pandas as pd

from timpora.draw.markup import Markup, join, table, tag
from timpora.draw.method import exact, section
from timpora.intake.contracts import Contract
from timpora.measure.quality import Judgement
from timpora.text import number, say


def judgements(layers: pd.DataFrame, sources: Iterable[Contract], quality: Judgement) -> Markup:
    """layers: answers/layers.sql."""
    return section(
        "putusan",
        tag("p", say("metode.judgements")),
        tag("h3", say("metode.judgement.layers")),
        _layers(layers),
        tag("h3", say("metode.judgement.sources")),
        _sources(sources),
        tag("h3", say("metode.judgement.pairs")),
        _pairs(quality),
        tag("p", say("metode.looking_back", n=number(quality.months), why=quality.why_months)),
    )


def _layers(layers: pd.DataFrame) -> Markup:
    heads = [say(f"metode.head.{name}") for name in ("layer", "breaks", "smallest_base", "why")]
    body = [
        [
            tag("th", layer.layer_name, scope="row"),
            tag("td", f"{' · '.join(exact(each) for each in layer.breaks)} {layer.unit}"),
            tag("td", exact(layer.smallest_base), class_="n"),
            tag("td", layer.why_breaks),
        ]
        for layer in layers.itertuples()
    ]
    return table(heads, body)


def _sources(sources: Iterable[Contract]) -> Markup:
    heads = [say(f"metode.head.{name}") for name in ("source", "rhythm", "due", "shelf_life")]
    body = [
        [
            tag("th", say("source.name", agency=each.agency, source=each.name), scope="row"),
            tag("td", say(f"rhythm.{each.rhythm}")),
            tag("td", _because(say("metode.days", n=number(each.days_after_period)), each.why_due)),
            tag("td", _because(say("metode.months", n=number(each.shelf_life_months)), each.why_shelf_life)),
        ]
        for each in sources
    ]
    return table(heads, body)


def _pairs(quality: Judgement) -> Markup:
    heads = [say(f"metode.head.{name}") for name in ("pair", "rule", "why")]
    body = [
        [
            tag("th", pair.name, scope="row"),
            tag(
                "td",
                say("agreement.rule", share=exact(100 * pair.share), allowed=pair.allowed, smallest=pair.smallest),
            ),
            tag("td", f"{pair.why} {pair.caution}"),
        ]
        for pair in quality.pairs.values()
    ]
    return table(heads, body)


def _because(said: str, why: str) -> Markup:
    return join([tag("b", said), why], " ") if why else join([tag("b", said)])
