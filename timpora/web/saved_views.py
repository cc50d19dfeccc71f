"""The named views of a page: open one, keep what is chosen now, share it, take it away, copy its address."""

from collections.abc import Callable
from datetime import datetime
from urllib.parse import urlencode

import streamlit as st

from timpora import settings
from timpora.access.lines import BookDamaged
from timpora.draw.markup import plain
from timpora.store import view_book
from timpora.store.view_book import View, ViewRefused
from timpora.text import day, say
from timpora.web import access, book_damage, state, story_here
from timpora.web.access import Viewer

# What the log calls a change of the book, as those who read it do.
_LOGGED = {"keep": "simpan", "share": "bagikan", "unshare": "batal bagikan", "withdraw": "buang"}
_BOX, _NAME, _SAID = "tampilan_terbuka", "tampilan_nama", "_tampilan_kabar"


def show(who: Viewer, page: str) -> None:
    """A box that opens. To be called last on a page, when all its choices are made; page: its address."""
    box = st.popover(say("views.open"), icon=":material/bookmark:", key=_BOX, on_change="rerun")
    if not box.open:
        return
    with box:
        if said := st.session_state.pop(_SAID, None):
            kind, sentence = said
            (st.error if kind == "refused" else st.success)(plain(sentence))
        _keep(who, page)
        story_here.show(who, page)
        try:
            own, shared = view_book.seen_by(access.signature(who))
        except OSError as problem:
            st.error(plain(str(problem)))
            return
        book_damage.tell(view_book.damages)
        _list(who, say("views.own"), [view for view in own if view.page == page])
        _list(who, say("views.shared"), [view for view in shared if view.page == page])
        st.caption(say("views.link"))
        st.code(f"{_address()}?{urlencode(state.addressed(), doseq=True)}", language=None, wrap_lines=True)


def _keep(who: Viewer, page: str) -> None:
    if who.through:
        st.caption(say("access.only_looking"))
        return
    name, do = st.columns([5, 2], vertical_alignment="bottom")
    name.text_input(say("views.name"), key=_NAME, max_chars=view_book.LONGEST_NAME, placeholder=say("views.name_hint"))
    do.button(say("views.keep"), key="tampilan_simpan", on_click=_kept, args=(page,), width="stretch")
    st.caption(say("views.what"))


def _list(who: Viewer, title: str, views: list[View]) -> None:
    if not views:
        return
    st.html(f'<p class="muted">{title}</p>')
    with st.container(height=220 if len(views) > 4 else "content", border=False):
        for view in views:
            _row(who, view)


def _row(who: Viewer, view: View) -> None:
    is_own = view.by == access.signature(who)
    name, share, away = st.columns([6, 3, 2], vertical_alignment="center")
    name.button(
        plain(view.name),
        key=f"tampilan_buka_{view.id}",
        on_click=_opened,
        args=(view.choices,),
        type="tertiary",
        icon=":material/bookmark:",
        help=say("views.about", by=plain(view.by), day=day(datetime.fromisoformat(view.at))),
    )
    if who.through:
        return
    if view.is_shared and (is_own or who.may("menilai")):
        share.button(
            say("views.unshare"), key=f"tampilan_tarik_{view.id}", on_click=_changed, args=("unshare", view.id)
        )
    elif is_own and who.may("menilai"):
        share.button(say("views.share"), key=f"tampilan_bagi_{view.id}", on_click=_changed, args=("share", view.id))
    if is_own:
        away.button(
            say("views.withdraw"), key=f"tampilan_buang_{view.id}", on_click=_changed, args=("withdraw", view.id)
        )


def _opened(choices: dict[str, list[str]]) -> None:
    state.reopen(choices)
    st.session_state[_BOX] = False  # what was asked for lies under it


def _kept(page: str) -> None:
    name, choices = st.session_state.get(_NAME, ""), state.chosen()

    def keep(by: str) -> View:
        return view_book.keep(name, page, choices, by, settings.now())

    if _do("keep", "lihat", keep):
        st.session_state[_NAME] = ""


def _changed(step: str, view: str) -> None:
    def change(by: str) -> View:
        if step == "share":
            return view_book.share(view, by, settings.now())
        if step == "unshare":
            return view_book.unshare(view, by, settings.now(), of_others=access.viewer().may("menilai"))
        return view_book.withdraw(view, by, settings.now())

    _do(step, "menilai" if step == "share" else "lihat", change)


def _do(step: str, right: str, change: Callable[[str], View]) -> bool:
    """One change of the book, said in the box and told to the log. The right is asked anew: it may have ended."""
    who = access.viewer()
    if who.through or not who.may(right):
        st.session_state[_SAID] = ("refused", say("views.no_right"))
        return False
    try:
        view = change(access.signature(who))
    except (ViewRefused, BookDamaged) as problem:
        st.session_state[_SAID] = ("refused", str(problem))
        return False
    except OSError as problem:
        st.session_state[_SAID] = ("refused", say("views.not_written", why=problem.strerror or str(problem)))
        return False
    access.record("tampilan", who.name, step=_LOGGED[step], set=view.id, page=view.page)
    st.session_state[_SAID] = ("done", say(f"views.done.{step}", name=view.name))
    return True


def _address() -> str:
    """The address of the page that is open, without its choices."""
    return (st.context.url or "").partition("?")[0]
