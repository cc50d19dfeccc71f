"""What stands above every page: who is logged in and the way out, whose eyes are looked through, which numbers."""

from html import escape

import streamlit as st

from timpora import settings
from timpora.access.areas import areas
from timpora.access.people import LOCAL
from timpora.draw.markup import plain
from timpora.text import say
from timpora.web import access, guide_view, spoken
from timpora.web.access import Viewer

_FEW = 2  # areas that are named in one line
# In the bar of the menu, so that the map keeps its height; on a narrow screen the menu needs the bar for itself.
_STYLE = """
<style>
.stMainBlockContainer { padding-top: 3.8rem; }
.st-key-orang { width: auto; flex-wrap: nowrap; gap: .6rem; }
.st-key-orang > div { min-width: 0; flex: 0 1 auto; }
.st-key-orang > .st-key-bahasa { flex: none; }
.st-key-orang p { margin: 0; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
.st-key-orang button { min-height: 1.9rem; padding: .1rem .6rem; }
@media (min-width: 1201px) {
  .st-key-orang { position: fixed; top: 0; right: 3.6rem; height: 3.75rem; justify-content: center; z-index: 999991;
    max-width: min(34rem, calc(100vw - 68rem)); }
  div:has(> .st-key-orang) { position: absolute; }
}
@media (max-width: 1500px) { [data-testid="stTopNavLink"] > span:has(> span > [data-testid]) { display: none; } }
.bar { padding: .25rem .7rem; font-size: .9rem; font-weight: 600; margin: 0; }
.bar.exact { background: var(--danger-ground); border-left: 4px solid var(--danger); color: var(--danger); }
.st-key-mata { background: var(--info-ground); border-left: 4px solid var(--accent); padding: .1rem .7rem; }
.st-key-mata .bar { color: var(--info); padding-left: 0; }
.st-key-mata button { min-height: 1.7rem; padding: 0 .6rem; }
</style>
"""


def person(who: Viewer) -> None:
    """Name, role and area in the bar of the menu; behind them the way out."""
    st.html(_STYLE)
    with st.container(key="orang", horizontal=True, vertical_alignment="center"):
        spoken.switch()
        guide_view.mark(st.session_state[access.PAGE])
        if who.name == LOCAL.name:
            st.html(f'<p class="muted">{escape(say("who.local"))}</p>')
            return
        with st.popover(plain(_short(who))):
            st.html(f'<p class="area">{escape(who.name)}</p>')
            if not who.through:
                st.html(f'<p class="muted">{escape(say(f"role.{who.role}"))} · {escape(scope_said(who.scope))}</p>')
            st.button(say("access.logout"), on_click=st.logout, key="keluar", icon=":material/logout:")


def exact() -> None:
    """On a server with exact numbers every page says so, and nobody has one who may not use them."""
    if settings.view() == "exact":
        st.html(f'<p class="bar exact" role="note">{escape(say("exact.mark"))}</p>')
        access.demand("eksak")


def eyes(who: Viewer) -> None:
    """An admin who looks through another's eyes is told so on every page, and can stop on every page."""
    if not who.through:
        return
    with st.container(key="mata", horizontal=True, vertical_alignment="center"):
        said = say("eyes.bar", role=say(f"role.{who.role}"), areas=scope_said(who.scope, _FEW))
        st.html(f'<p class="bar" role="note">{escape(said)}</p>', width="stretch")
        st.button(say("eyes.stop"), on_click=access.stop_looking, key="mata_selesai")


def _short(who: Viewer) -> str:
    """Who this is, in one line; the area only where it is not the whole office."""
    parts = [who.name]
    if not who.through:
        parts.append(say(f"role.{who.role}"))
        if who.scope is not None:
            parts.append(say("who.area", areas=scope_said(who.scope, _FEW)))
    return " · ".join(parts)


def scope_said(scope: tuple[str, ...] | None, most: int | None = None) -> str:
    """A scope in names; only the first `most` of them, and how many more there are."""
    if scope is None:
        return say("scope.office")
    known = areas()
    names = [known.get(code, code) for code in scope]
    more = say("scope.more", n=len(names) - most) if most and len(names) > most else ""
    return "; ".join(names[:most]) + more
