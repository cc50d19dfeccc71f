"""What /catatan shows: whether the log is whole, and the lines of one month, of one person or one kind of act."""

from calendar import monthrange
from datetime import date, datetime
from itertools import chain

import streamlit as st

from timpora import settings
from timpora.access import book, details, entries, export, log, people
from timpora.access.areas import areas
from timpora.access.log import Record, Verdict
from timpora.draw import markup
from timpora.draw.markup import Markup, plain, tag
from timpora.text import moment, month, number, say
from timpora.text.order import by_name
from timpora.web import navigation

ALL = ""
AT_A_TIME = 100  # lines on the page before the reader asks for more
_NAMED = frozenset(chain.from_iterable(details.ACTIONS.values()))  # what the log may tell, and so has a word for
_VERDICT, _SHOWN = "_verdict", "_log_shown"
_STYLE = """
<style>
.facts.log th { color: var(--muted); font-size: .82rem; }
.facts.log td { vertical-align: top; } .facts.log td.cell { white-space: nowrap; font-variant-numeric: tabular-nums; }
.facts.log td.value { min-width: 13rem; overflow-wrap: anywhere; }
.facts.log .refused { color: var(--danger); font-weight: 600; }
</style>
"""


def style() -> None:
    st.html(_STYLE)


def verdict() -> str:
    """One sentence: is the log as it was written? Examined once in a session, and again when asked."""
    found, at = _examined()
    words = {"n": number(found.lines), "at": moment(at)}
    return say("log.verdict.broken" if found.faults else "log.verdict.whole", **words)


def faults() -> None:
    """What is wrong with the log, what a power failure left in it, and the button to look again."""
    found, _ = _examined()
    if found.faults:
        st.error("\n".join(f"- {plain(fault)}" for fault in found.faults))
    for note in found.notes:
        st.caption(plain(note))


def choose() -> list[Record]:
    """The lines of one month, person and kind of act, the newest first; beside the choices, a look again and a CSV."""
    when, who, what, again = st.columns([3, 4, 4, 5], vertical_alignment="bottom")
    months = sorted({file.name[:7] for file in book.written()}, reverse=True) or [f"{settings.now():%Y-%m}"]
    chosen = when.selectbox(say("log.month"), months, format_func=lambda name: month(_first(name)), key="catatan_bulan")
    there = log.read(_first(chosen), _last(chosen))
    names = sorted({record.who for record in there}, key=by_name)
    name = who.selectbox(
        say("log.head.who"),
        [ALL, *names],
        format_func=lambda name: name or say("log.everybody"),
        key="catatan_siapa",
    )
    action = what.selectbox(
        say("log.head.action"),
        [ALL, *sorted({record.action for record in there})],
        format_func=lambda action: say(f"log.action.{action}") if action else say("log.everything"),
        key="catatan_tindakan",
    )
    with again.container(horizontal=True, horizontal_alignment="right"):
        st.button(say("log.examine"), on_click=_forget_verdict, key="catatan_periksa", icon=":material/verified:")
        found = [r for r in reversed(there) if name in (ALL, r.who) and action in (ALL, r.action)]
        st.download_button(
            say("log.csv"),
            lambda: export.as_csv(reversed(found)),
            file_name=say("log.file", month=chosen),
            mime="text/csv",
            key="catatan_unduh",
            icon=":material/download:",
            on_click="ignore",
        )
    return found


def show(found: list[Record]) -> None:
    """The lines as a table, the newest first, and a button for more of them."""
    shown = st.session_state.get(_SHOWN, AT_A_TIME)
    heads = [say(f"log.head.{name}") for name in ("at", "who", "action", "details")]
    st.html(markup.table(heads, [_line(record) for record in found[:shown]], "facts log"))
    if len(found) > shown:
        more = say("log.more_lines", n=number(shown), all=number(len(found)))
        st.button(more, on_click=_show_more, key="catatan_lebih", type="tertiary")


def _line(record: Record) -> list[Markup]:
    name = say(f"log.action.{record.action}") if record.action in log.ACTIONS else record.action
    return [
        tag("td", moment(record.at), class_="cell"),
        tag("td", record.who or "–", class_="value"),
        tag("td", tag("span", name, class_="refused" if record.action == "ditolak" else None)),
        tag("td", _told(record), class_="value"),
    ]


def _told(record: Record) -> str:
    """The details in words, the page first."""
    details = sorted(record.details.items(), key=lambda detail: detail[0] != "page")
    return " · ".join(f"{_label(name)} {_word(name, value)}" for name, value in details)


def _label(name: str) -> str:
    # A line somebody tampered with may hold any name at all.
    return say(f"log.key.{name}") if name in _NAMED else name


def _word(name: str, value: str) -> str:
    if name == "page" and value in navigation.EVERY:
        return say(f"page.{value.replace('-', '_')}")
    if name in ("role", "role_before", "through") and value in people.RIGHTS:
        return say(f"role.{value}")
    if name in ("wilayah", "banding", "scope", "scope_before"):
        known = areas() | {entries.WHOLE_OFFICE: say("scope.office")}
        return "; ".join(known.get(code, code) for code in value.split(" "))
    return value


def _examined() -> tuple[Verdict, datetime]:
    if _VERDICT not in st.session_state:
        try:
            st.session_state[_VERDICT] = (log.examine(), settings.now())
        except OSError as problem:
            st.error(plain(say("cli.system", problem=problem)))
            st.stop()
    return st.session_state[_VERDICT]


def _forget_verdict() -> None:
    del st.session_state[_VERDICT]


def _show_more() -> None:
    st.session_state[_SHOWN] = st.session_state.get(_SHOWN, AT_A_TIME) + 4 * AT_A_TIME


def _first(name: str) -> date:
    return date.fromisoformat(f"{name}-01")


def _last(name: str) -> date:
    first = _first(name)
    return first.replace(day=monthrange(first.year, first.month)[1])
