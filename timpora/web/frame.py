"""The frame around every page: navigation, the sample mark, and the one place where an empty house is explained."""

from contextlib import suppress

import streamlit as st

from timpora.draw.maps import STATIC
from timpora.text import say
from timpora.web import navigation, state, ui
from timpora.web.answers import DamagedSnapshot, NoSnapshot


def main() -> None:
    st.set_page_config(page_title=say("app.title"), page_icon=str(STATIC / "favicon.svg"), layout="wide")
    page = st.navigation(list(navigation.pages().values()), position="top")
    ui.style()
    try:
        with suppress(DamagedSnapshot, NoSnapshot):
            ui.sample_mark()  # a page that needs no snapshot is there all the same: the first file comes in by one
        state.forget()
        page.run()
        state.write()
    except DamagedSnapshot:
        st.error(say("app.damaged"))
    except NoSnapshot:
        st.info(say("app.no_snapshot"))


main()
