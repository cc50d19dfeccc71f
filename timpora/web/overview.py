"""What / shows for ten minutes before a meeting: what changed since the last one, the map small, whom to ask."""

from dataclasses import dataclass
from datetime import date

import pandas as pd
import streamlit as st

from timpora.draw import (
    figures,
    pictures,
    provenance,
    reports,
    risk,
    risk_tables,
    sentences,
    since_tables,
    since_words,
    small_map,
)
from timpora.draw.geometry import Geometry
from timpora.draw.maps import STATIC
from timpora.draw.markup import Markup, href, join, plain, tag
from timpora.text import language, month, say
from timpora.web import map_view, risk_view, since_answers, state
from timpora.web.access import Viewer
from timpora.web.answers import ask, today
from timpora.web.since_answers import Since

_MAP = (400, 330)  # pixels


@dataclass(frozen=True)
class Drawn:
    """What changed, ready for the page."""

    lines: Markup  # since when, and a line for each kind of change
    map: Markup
    details: Markup  # a table under each line
    missing: Markup


def style() -> None:
    st.html(STATIC / "risiko.css")
    st.html(STATIC / "ringkasan.css")


def month_asked(who: Viewer) -> date | None:
    """The month that a link is about (`periode` in the URL); None where it asks for none: then the newest is shown."""
    asked = state.carried("periode")
    months = {f"{period:%Y-%m}": period.date() for period in ask(who, "periods")["period"]}
    if asked and asked not in months:
        st.warning(say("url.unknown", name="periode", value=plain(asked)))
    return months.get(asked)


def shown_month(who: Viewer, seen: Since, asked: date | None) -> None:
    """Why it is not the newest month that is shown, and the way to that one."""
    newest = ask(who, "periods")["period"].iloc[0]
    if asked and asked != since_answers.shown_month(who):
        words = tag("span", say("since.asked", shown=month(asked)), " ", tag("a", say("since.newest"), href=href("./")))
        st.html(tag("p", words, class_="muted"))
    elif newest.date() != seen.now:
        st.caption(say("since.nearly_empty", newest=month(newest), shown=month(seen.now)))


def drawn(who: Viewer, seen: Since) -> Drawn:
    """Made once, for all who may see the same."""
    shapes = map_view.geometry(who, period=seen.now)
    items, *overdue = since_answers.followups(who, seen)
    told = tuple(items[["key", "kind", "text"]].itertuples(index=False, name=None))
    return _drawn((language(), seen.key, shapes.version, told, *overdue), who, seen, shapes, items)


@st.cache_resource(max_entries=100, show_spinner=False)
def _drawn(key: tuple, _who: Viewer, _seen: Since, _shapes: Geometry, _items: pd.DataFrame) -> Drawn:
    lines, details = _lines(_seen, _items, *key[-2:], today(_who)), _details(_who, _seen, _items)
    return Drawn(lines, _map(_who, _seen, _shapes), details, _missing(_who, _seen))


def _lines(seen: Since, items: pd.DataFrame, overdue: int, kept: int, day: date) -> Markup:
    place, snapshot = (seen.meeting.place, seen.meeting.snapshot) if seen.meeting else ("", "")
    told = [
        since_words.classes_line(seen.classes, seen.now),
        since_words.alarms_line(seen.alarms, seen.now),
        since_words.sources_line(seen.sources, day),
        since_words.corrections_line(seen.corrections),
        since_words.followups_line(items, overdue, kept),
    ]
    head = since_words.head(place, seen.on, snapshot, seen.instead, seen.then, seen.now)
    return join([head, since_words.lines(told)])


def _map(who: Viewer, seen: Since, shapes: Geometry) -> Markup:
    """The map of the index, as a link to it."""
    method = risk_view.parsed(ask(who, "methods").query("is_current")["text"].iloc[0])
    layer, texts = risk.layer(method), risk.texts(seen.scores)
    picture = pictures.picture(risk.mapped(seen.scores), layer, month(seen.now), texts)
    # What moved is said beside the map, and since when.
    words = risk.answer(seen.scores.assign(class_code_before=None), method, pd.Timestamp(seen.now))
    code = f"{seen.now:%Y-%m}"
    title = tag("p", tag("b", say("since.map", index=say("risk.title"), period=month(seen.now))))
    to_risk = tag("a", small_map.img(picture, shapes, _MAP, words), href=href("risiko", periode=code))
    key = [tag("span", say(f"risk.class.{name}"), class_=f"chip {name}") for name in risk.COLOURS]
    if (seen.scores["state"] == "insufficient").any():
        key.append(tag("span", say("empty.insufficient"), class_="chip hatched"))
    to_map = tag("a", say("since.to_map"), href=href("peta", periode=code, lapisan="index"))
    parts = (title, to_risk, tag("p", join([*key, to_map], " ")), tag("p", words, class_="muted"))
    return tag("div", *parts, class_="small-map")


def scores(seen: Since) -> None:
    """The numbers of the small map as a table, where somebody asks for them."""
    if (box := st.expander(say("risk.all_places"), key="tabel_ringkasan", on_change="rerun")).open:
        box.html(risk_tables.all_places(seen.scores, f"{seen.now:%Y-%m}"))


def _details(who: Viewer, seen: Since, items: pd.DataFrame) -> Markup:
    tables = {
        "classes": since_tables.classes(seen.classes, seen.now),
        "alarms": since_tables.alarms(seen.alarms, seen.now),
        "sources": since_tables.sources(seen.sources, today(who)),
        "corrections": since_tables.corrections(seen.corrections),
        "followups": since_tables.followups(items),
    }
    return join(join([tag("h3", say(f"since.table.{name}")), table]) for name, table in tables.items())


def _missing(who: Viewer, seen: Since) -> Markup:
    waited = reports.awaited(seen.cells)
    absent = [_absent(who, row) for row in waited.head(since_tables.ROWS).itertuples()]
    return since_tables.missing(waited, absent, today(who))


def _absent(who: Viewer, row) -> str:
    """The kabupaten that sent nothing for one report; "" where none did."""
    if not row.places_reported:
        return ""
    places = ask(who, "report_places", source=row.source, period=row.period.date())
    return ", ".join(places.loc[places["first_received_on"].isna(), "kabupaten_name"])


def numbers(who: Viewer, period: date) -> None:
    """The office's number of each layer, and where it is from."""
    layers = ask(who, "layers").query("indicator.isna()")
    for column, layer in zip(st.columns(len(layers)), layers.itertuples(), strict=True):
        whole = ask(who, "layer_value", layer=layer.layer, area="kantor", period=period).iloc[0]
        column.metric(
            layer.layer_name,
            figures.in_layer(whole, layer),
            help=layer.meaning,
            border=True,
            delta=sentences.coverage(whole.areas_reporting, whole.areas_expected),
            delta_color="off",
            delta_arrow="off",
        )
        column.html(provenance.layer_links(layer, "kantor", period))
