"""The frame around every page: who may have it, the marks above it, and the one place where an empty house is said."""

from contextlib import suppress

import streamlit as st

from timpora.draw.maps import STATIC
from timpora.text import say, speak
from timpora.web import (
    access,
    answers,
    failing,
    house,
    loaded,
    marks,
    measuring,
    navigation,
    spoken,
    stale_view,
    state,
    ui,
    visits,
    welcome,
)
from timpora.web.answers import DamagedSnapshot, NoSnapshot


def main() -> None:
    spoken.listen()
    with speak(state.spoken()):
        _draw()


def _draw() -> None:
    icon = str(STATIC / "favicon.svg")
    st.set_page_config(page_title=say("app.title"), page_icon=icon, layout="wide", menu_items=house.menu())
    ui.style()
    house.head()
    house.foot()
    state.tell_again()
    answers.begin()
    who = access.viewer()
    page = st.navigation(navigation.pages(who), position="top")
    # The window and its history name each page; where nobody gets so far, the product alone.
    st.set_page_config(page_title=say("app.page", page=page.title, title=say("app.title")))
    visits.open_page(navigation.name_of(page), who)
    marks.person(who)
    marks.exact()
    marks.eyes(who)
    access.demand(navigation.right_of(page))
    try:
        with measuring.rerun(navigation.name_of(page)):
            with suppress(DamagedSnapshot, NoSnapshot):
                ui.sample_mark()  # a page that needs no snapshot is there all the same: the first file comes in by one
            state.forget()
            stale_view.strip(who)
            page.run()
            state.write()
    except NoSnapshot as problem:
        if type(problem) is NoSnapshot:
            welcome.greet(who, navigation.name_of(page))
        else:
            failing.known(problem)  # what nobody foresaw comes to failing.on_script_error, from parts of a page too
    finally:
        visits.note(who)  # also where the page stopped half way: what it had shown by then was seen
        loaded.set_aside()


main()
