"""What was typed into a slide that another window changed, beside what the slide was and what it is."""

from collections.abc import Mapping

from timpora.draw.markup import Markup, join, table, tag
from timpora.text import say

_LABELS = {"title": "story.title", "note": "story.note", "text": "story.text", "spotlight": "story.lit"}


def aside(seen: Mapping[str, str], now: Mapping[str, str] | None, typed: Mapping[str, str]) -> Markup:
    """A row for each field in which the three are not the same. now: None where the slide is gone."""
    rows = []
    for name, own in typed.items():
        told = [seen.get(name, ""), (now or {}).get(name, ""), own]
        if now is not None and len(set(told)) == 1:
            continue
        if now is None:
            told[1] = say("story.aside_gone")
        label = tag("th", say(_LABELS.get(name, "story.address")), scope="row")
        rows.append([label, *(tag("td", _lines(text)) for text in told)])
    heads = ["", *(say(f"story.aside_head.{name}") for name in ("seen", "now", "typed"))]
    return table(heads, rows)


def _lines(text: str) -> Markup:
    return join(tag("div", line) for line in text.splitlines()) or Markup("–")
