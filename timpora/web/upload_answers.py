"""What only a person can say of a file: its source, its month, which area a spelling means. Asked, never guessed."""

import streamlit as st

from timpora import settings
from timpora.draw.markup import plain
from timpora.draw.uploads import source_name
from timpora.intake import templates
from timpora.intake.areas import Area, gazetteer
from timpora.intake.contracts import contracts
from timpora.intake.findings import Finding
from timpora.text import period_of, say
from timpora.web import tray
from timpora.web.tray import ASKS_AREA, ASKS_PERIOD, ASKS_SOURCE, Card, Tray

YEARS = 10  # back to choose a month from: whoever begins brings older files too
WIDTH = 480  # pixels of a list to choose from
ASKED_AT_ONCE = 8  # unknown spellings; the next ones come once these are settled


def ask(files: Tray, card: Card) -> None:
    """Whatever this file leaves open; every answer has it examined again."""
    _ask_source(files, card)
    _ask_period(files, card)
    _ask_areas(files, card)


def _ask_source(files: Tray, card: Card) -> None:
    if not (card.asks(ASKS_SOURCE) or card.source):
        return
    known = contracts()
    chosen = st.selectbox(
        say("upload.ask_source"),
        list(known),
        index=list(known).index(card.source) if card.source else None,
        format_func=lambda source: source_name(known[source]),
        placeholder=say("upload.choose"),
        width=WIDTH,
        key=f"sumber_{card.id}",
    )
    if chosen and chosen != card.source:
        files.answer(card, source=chosen)
        st.rerun()


def _ask_period(files: Tray, card: Card) -> None:
    contract = contracts().get(card.outcome.source or card.source or "")
    if not contract or not (card.asks(ASKS_PERIOD) or card.period):
        return
    periods = templates.periods(contract, settings.now().date(), YEARS)
    chosen = st.selectbox(
        say("upload.ask_period"),
        periods,
        index=periods.index(card.period) if card.period in periods else None,
        format_func=lambda period: period_of(period, contract.rhythm),
        placeholder=say("upload.choose"),
        width=WIDTH,
        key=f"periode_{card.id}",
    )
    if chosen and chosen != card.period:
        files.answer(card, period=chosen)
        st.rerun()


def _ask_areas(files: Tray, card: Card) -> None:
    """Unknown spellings: a person says once what is meant. The nearest names stand first; none is chosen already."""
    unknown = dict.fromkeys(_spelling(found) for found in card.asks(ASKS_AREA))
    if not unknown:
        return
    st.markdown(say("upload.ask_areas", n=len(unknown)))
    with st.form(f"ejaan_{card.id}", border=False):
        chosen = {}
        for spelling, kabupaten, is_kabupaten in list(unknown)[:ASKED_AT_ONCE]:
            options = _offered(spelling, kabupaten, is_kabupaten)
            label = say("upload.ask_area", spelling=plain(spelling), kabupaten=_kabupaten_name(kabupaten))
            chosen[spelling, kabupaten] = st.selectbox(
                label if kabupaten else say("upload.ask_kabupaten", spelling=plain(spelling)),
                options,
                index=None,
                format_func=_with_kabupaten if not (kabupaten or is_kabupaten) else _alone,
                placeholder=say("upload.choose_area"),
                width=WIDTH,
                key=f"ejaan_{card.id}_{kabupaten}_{spelling}",
            )
        if st.form_submit_button(say("upload.remember")):
            for (spelling, kabupaten), area in chosen.items():
                if area:
                    tray.confirm(spelling, kabupaten, area.code, by=files.by)
            st.rerun()


def _alone(area: Area) -> str:
    return area.name


def _with_kabupaten(area: Area) -> str:
    return f"{area.name}, {area.kabupaten_name}"


def _spelling(found: Finding) -> tuple[str, str | None, bool]:
    """(as written, code of the kabupaten it stands in, whether it is itself a kabupaten's)."""
    if found.rule.startswith("unknown_kabupaten"):
        return found.value, None, True
    known, name = gazetteer(), dict(found.words).get("kabupaten")
    area = (known.kabupaten.get(name) or known.kabupaten_called(name)) if name else None
    return found.value, area.code if area else None, False


def _offered(spelling: str, kabupaten: str | None, is_kabupaten: bool) -> list[Area]:
    known = gazetteer()
    if is_kabupaten:
        return list(known.kabupaten.values())
    everyone = known.members(kabupaten) if kabupaten else list(known.areas.values())
    return list(dict.fromkeys([*known.nearest(spelling, kabupaten), *everyone]))


def _kabupaten_name(code: str | None) -> str:
    return gazetteer().kabupaten[code].name if code else ""
