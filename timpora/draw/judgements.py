"""What else the product prints by judgement, each with its reason: classes of the map, dates due, pairs of agencies."""

from collections.abc import Iterable

import pandas as pd

from timpora.draw.markup import Markup, table, tag
from timpora.draw.method import exact, heads, section
from timpora.intake.contracts import Contract
from timpora.measure.quality import Judgement
from timpora.text import number, say
from timpora.text.data import translated


def judgements(layers: pd.DataFrame, sources: Iterable[Contract], quality: Judgement) -> Markup:
    """layers: answers/layers.sql."""
    sources = list(sources)
    units = {measure["id"]: measure["unit"] for source in sources for measure in source.measures}
    return section(
        "putusan",
        tag("p", say("metode.judgements")),
        tag("h3", say("metode.judgement.layers")),
        _layers(layers),
        tag("h3", say("metode.judgement.changes")),
        _changes(layers),
        tag("h3", say("metode.judgement.thirds")),
        _thirds(layers),
        tag("p", say("metode.small_bases", n=exact(layers["hatched_below"].max()), why=layers["why_hatched"].iloc[0])),
        tag("h3", say("metode.judgement.sources")),
        _sources(sources),
        tag("h3", say("metode.judgement.pairs")),
        _pairs(quality, units),
        tag("p", say("metode.looking_back", n=number(quality.months), why=quality.why_months)),
    )


def _layers(layers: pd.DataFrame) -> Markup:
    body = [
        [
            tag("th", layer.layer_name, scope="row"),
            tag("td", f"{' · '.join(exact(each) for each in layer.breaks)} {layer.unit}"),
            tag("td", exact(layer.smallest_base), class_="n"),
            tag("td", layer.why_breaks),
        ]
        for layer in layers.itertuples()
    ]
    return table(heads("layer", "breaks", "smallest_base", "why"), body)


def _changes(layers: pd.DataFrame) -> Markup:
    body = [
        [
            tag("th", layer.layer_name, scope="row"),
            tag("td", f"±{' · ±'.join(exact(each) for each in layer.changes)} {layer.unit}"),
            tag("td", layer.why_changes),
        ]
        for layer in layers.itertuples()
    ]
    return table(heads("layer", "changes", "why"), body)


def _thirds(layers: pd.DataFrame) -> Markup:
    body = [
        [
            tag("th", layer.layer_name, scope="row"),
            tag("td", " · ".join(layer.third_words)),
            tag("td", f"{' · '.join(exact(each) for each in layer.thirds)} {layer.unit}"),
            tag("td", layer.why_thirds),
        ]
        for layer in layers.itertuples()
    ]
    return table(heads("layer", "third_words", "breaks", "why"), body)


def _sources(sources: Iterable[Contract]) -> Markup:
    body = [
        [
            tag("th", say("source.name", agency=each.agency, source=translated(each.name)), scope="row"),
            tag("td", say(f"rhythm.{each.rhythm}")),
            _because(say("metode.days", n=number(each.days_after_period)), translated(each.why_due)),
            _because(say("metode.months", n=number(each.shelf_life_months)), translated(each.why_shelf_life)),
        ]
        for each in sources
    ]
    return table(heads("source", "rhythm", "due", "shelf_life"), body)


def _pairs(quality: Judgement, units: dict[str, str]) -> Markup:
    """units: measure → its unit."""
    body = []
    for pair in quality.pairs.values():
        words = {"share": exact(100 * pair.share), "unit": translated(units[pair.first])}
        rule = say("agreement.rule", allowed=pair.allowed, smallest=pair.smallest, **words)
        body.append([tag("th", pair.name, scope="row"), tag("td", rule), tag("td", f"{pair.why} {pair.caution}")])
    return table(heads("pair", "rule", "why"), body)


def _because(said: str, why: str) -> Markup:
    return tag("td", tag("b", said), " ", why)
