"""A map that plays its months: what it says is the view, and only where it stops is an address."""

import pytest
from streamlit.testing.v1 import AppTest

from timpora.web import state

MONTHS = ["2024-01", "2024-02", "2024-03"]


def film():
    """A page with a map in two ways of looking, and buttons that say what the map in the browser says."""
    import streamlit as st

    from timpora.web import access, map_view, state, visits

    def says(key, **properties):
        st.session_state[key] = {"last_active_drawing": {"properties": {"click": 1} | properties}}
        map_view.heard(key)

    visits.open_page("peta", access.viewer())
    state.forget()
    state.held("periode", ["2024-01", "2024-02", "2024-03"], "2024-01")
    mode = state.held("tampilan", ["satu", "deret"], "satu")
    state.held_several("bandingkan", ["73.72.01", "73.72.02", "73.72.03"], 6)
    for month in ("2024-02", "2024-03"):
        st.button(month, on_click=says, args=("peta_satu_tiles",), kwargs={"periode": month, "play": 1})
    st.button("berhenti", on_click=says, args=("peta_satu_tiles",), kwargs={"periode": "2024-03", "play": 0})
    st.button("deret", on_click=lambda: st.session_state.update(tampilan="deret"))
    taken = {"compared": ["73.72.01", "73.72.02"]}
    st.button("bandingkan", on_click=says, args=("peta_satu_tiles",), kwargs=taken)
    state.write(is_passing=map_view.is_playing(f"peta_{mode}"))


@pytest.fixture
def page(house):
    app = AppTest.from_function(film, default_timeout=60)
    app.query_params["periode"] = "2024-01"
    app.run()
    app.session_state[state._AT] -= 60  # the browser has long had the address
    return app


def press(app, label):
    return next(button for button in app.button if button.label == label).click().run()


def test_a_film_goes_on_from_month_to_month_and_its_address_stays_where_it_began(page):
    for month in MONTHS[1:]:
        press(page, month)
        assert page.session_state["periode"] == month and page.query_params["periode"] == "2024-01"
    press(page, "berhenti")
    assert page.session_state["periode"] == "2024-03" and page.query_params["periode"] == "2024-03"


def test_another_way_of_looking_chosen_while_a_film_plays_stays_chosen(page):
    press(page, "2024-02")
    press(page, "deret")
    press(page, "2024-03")  # the last word of the map that was left
    assert page.session_state["tampilan"] == "deret" and page.query_params["tampilan"] == "deret"
    assert page.session_state["periode"] == "2024-03" and page.query_params["periode"] == "2024-03"


def test_a_comparison_that_arrives_twice_leaves_nobody_out(page):
    for _ in range(2):
        press(page, "bandingkan")
        assert page.session_state["bandingkan"] == ["73.72.01", "73.72.02"]
