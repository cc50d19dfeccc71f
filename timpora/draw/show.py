"""A deck on a screen: one page of sections that come as they are made, and then needs no server any more.

Whatever is text is escaped. Nothing here loads anything but our own styles and script.
"""

import json
from collections.abc import Mapping
from datetime import date

from timpora.draw import readable, show_chart, show_map
from timpora.draw.markup import Markup, join, tag
from timpora.draw.slide import Cell, Deck, Figure, Slide, Table
from timpora.text import day, language, say

STILL = (1366, 768)  # pixels on which a slide by itself is laid out, as on the usual projector
# What the script says by itself, by the names tayang.js knows it under.
_SAID = "waiting broken elapsed next last stays"
_KEYS = "on back jump home blank full presenter leave help"


def beginning(deck: Deck, count: int, static: str, told: Mapping[str, str]) -> Markup:
    """The page as far as its first slide, open. static: where our files are; told: what the script is to know."""
    words = {name: say(f"show.word.{name}", n="{n}", of="{of}", time="{time}") for name in _SAID.split()}
    about = {"count": count, "words": words, **told}
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", name_="viewport", content="width=device-width, initial-scale=1"),
        tag("title", deck.title),
        tag("link", rel="icon", href=f"{static}/favicon.svg"),
        tag("link", rel="stylesheet", href=f"{static}/salindia.css"),
        tag("link", rel="stylesheet", href=f"{static}/tayang.css"),
        tag("script", src=f"{static}/salindia.js"),
    )
    body = tag("body", data_told=json.dumps(about, ensure_ascii=False)).removesuffix("</body>")
    script = tag("script", src=f"{static}/tayang.js")
    main = tag("main", id="panggung", class_="stage", aria_label=deck.title).removesuffix("</main>")
    start = f'<!doctype html>\n<html lang="{language()}">'
    return Markup("".join([start, head, body, _around(), main, script]))


def end() -> Markup:
    """What closes the page: with it all slides have come."""
    return Markup('</main><p id="usai" hidden></p></body></html>')


def still(one: Markup, static: str) -> Markup:
    """A whole page of one section that nobody can turn, laid out as on a screen and as wide as its frame."""
    wide, high = STILL
    head = tag("head", tag("meta", charset="utf-8"), tag("link", rel="stylesheet", href=f"{static}/salindia.css"))
    stage = tag("main", one, class_="stage still", style=f"width:{wide}px;height:{high}px")
    body = tag("body", stage, tag("script", src=f"{static}/salindia.js"))
    return Markup("".join(["<!doctype html>", tag("html", head, body, lang=language())]))


def section(
    inside: Markup,
    deck: Deck,
    at: int,
    count: int,
    title: str,
    filters: tuple[str, ...] = (),
    note: str = "",
    *,
    is_shown: bool = False,
) -> Markup:
    """What was made of a slide (`body`), with what is said on all of them around it. at: from 1."""
    marks = [tag("p", deck.sample, class_="mark")] if deck.sample else []
    marks += [tag("p", mark, class_="mark loud") for mark in deck.marks]
    meta = [deck.office, day(deck.made_on), say("picture.snapshot", snapshot=deck.snapshot), deck.classification]
    logo = tag("img", src=deck.logo.address, alt="", class_="logo") if deck.logo else ""
    return tag(
        "section",
        tag("div", *marks, class_="marks"),
        tag("header", tag("p", " · ".join(filters), class_="filters"), tag("h1", title)),
        inside,
        tag(
            "footer",
            logo,
            tag("p", " · ".join(filter(None, meta)), class_="meta"),
            tag("p", say("show.number", n=at, of=count), class_="number"),
        ),
        tag("p", note, class_="note", hidden=""),
        class_="slide",
        id=f"s{at}",
        data_n=at,
        role="group",
        tabindex=-1,
        aria_roledescription=say("show.slide"),
        aria_label=say("show.label", n=at, of=count, title=title),
        style=f"--least:{100 * readable.LEAST:g}",
        hidden=None if is_shown else "",
    )


def body(slide: Slide, deck: Deck) -> Markup:
    """The picture and what is said beside it, and under them where the numbers are from and what they mean."""
    picture, kind = _picture(slide, is_sample=bool(deck.sample))
    points = [tag("ul", *[tag("li", point) for point in slide.points]), _more(0, slide.address, is_said=True)]
    beside = points if slide.points else []
    beside += [show_map.legend(slide.map)] if slide.map else []
    beside += [tag("p", caution, class_="caution") for caution in slide.cautions]
    words = tag("div", *beside, class_="words fit") if beside else ""
    if kind == "table" and not slide.points:  # a caution or two: the table has the whole width
        kind = "table under"
    source = " · ".join(filter(None, [slide.source_note, *deck.notes]))
    return join(
        [
            tag("div", picture, words, class_=f"body {kind}"),
            tag("p", source, class_="source"),
        ]
    )


def sentence(words: str) -> Markup:
    """The inside of a slide that has nothing but one sentence."""
    inside = tag("div", tag("div", tag("p", words), class_="words fit"), class_="body words-only")
    return join([inside, tag("p", class_="source")])


def _picture(slide: Slide, *, is_sample: bool) -> tuple[Markup, str]:
    if slide.map:
        kind = "mapped" if len(slide.map.pictures) == 1 else "many"
        return tag("figure", show_map.image(slide.map, slide.alt, is_sample=is_sample), class_="picture"), kind
    if slide.chart:
        return tag("figure", show_chart.image(slide.chart, slide.alt), class_="picture"), "one"
    if slide.table:
        return tag("div", _table(slide.table, slide.address), class_="picture fit"), "table"
    return Markup(), "words-only"


def _table(table: Table, address: str) -> Markup:
    rows = [tag("tr", *map(_cell, row)) for row in table.rows[: readable.ROWS]]
    heads = tag("tr", *[tag("th", head, scope="col") for head in table.heads])
    left = len(table.rows) - len(rows)
    return join([tag("table", tag("thead", heads), tag("tbody", *rows), class_="facts"), _more(left, address)])


def _more(left: int, address: str, *, is_said: bool = False) -> Markup:
    """How many have no room and where they are; on a screen with less room the script counts on (salindia.js)."""
    said = readable.rest("{n}", address, is_said=is_said)
    words = readable.rest(left, address) if left else ""
    return tag("p", words, class_="more", data_left=left, data_said=said, hidden=None if left else "")


def _cell(cell: Cell) -> Markup:
    if isinstance(cell, Figure):
        return tag("td", cell.text, class_="n")
    return tag("td", day(cell) if isinstance(cell, date) else cell or "")


def _around() -> Markup:
    """What lies over the slides: the clock, the presenter's part, help, the number that is typed, black."""
    keys = [tag("tr", tag("th", say(f"show.key.{key}")), tag("td", say(f"show.does.{key}"))) for key in _KEYS.split()]
    return join(
        [
            tag("p", id="jam", aria_hidden="true"),
            tag("p", id="tunggu", role="status"),
            tag("div", id="ketik", hidden="", aria_hidden="true"),
            tag(
                "div",
                tag("button", say("show.start"), id="mulai", type="button"),
                tag("button", say("show.presenter"), id="penyaji", type="button"),
                tag("span", say("show.hint")),
                id="kendali",
            ),
            tag(
                "div",
                tag("h2", say("show.help")),
                tag("table", *keys),
                id="bantuan",
                hidden="",
                role="dialog",
                aria_label=say("show.help"),
            ),
            tag(
                "aside",
                tag("p", tag("b", id="pukul"), tag("span", id="lama"), class_="times"),
                tag("h2", say("show.word.next")),
                tag("div", id="berikut", class_="stage"),
                tag("div", id="catatan"),
                id="meja",
                hidden="",
            ),
            tag("div", id="gelap", hidden=""),
            tag("p", id="kabar", role="status", aria_live="polite"),
        ]
    )
