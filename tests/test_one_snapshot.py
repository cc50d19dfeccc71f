"""What one page, one document and one full screen tell is of one publication, whatever is published meanwhile."""

from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from timpora.access.roles import LOCAL
from timpora.store import publish
from timpora.web import answers


def october(house):
    house.permits("Okt-24 | Parepare | Ujung | 40")


@pytest.fixture
def corrected_next(house):
    """A published house in which the next publication makes 40 people 80."""
    house.published(october)
    house.permits("Okt-24 | Parepare | Ujung | 80", received="2024-11-20", reason="uji")


def a_page() -> None:
    """A page in the middle of which somebody publishes."""
    import streamlit as st

    from timpora.access.roles import LOCAL
    from timpora.store import publish
    from timpora.web import answers

    def presence() -> str:
        found = answers.ask(LOCAL, "layer_values", layer="presence", period="2024-10-01")
        found = found.set_index("area_name")["value"]
        return f"{found['Ujung']:.0f} {answers.snapshot_id(LOCAL)} {answers.ask(LOCAL, 'snapshot').snapshot_id.item()}"

    answers.begin()
    st.text(presence())
    publish.publish()
    st.text(presence())
    st.text(answers.is_outdated())


def test_a_page_tells_to_its_end_what_was_published_when_it_began(corrected_next):
    page = AppTest.from_function(a_page).run(timeout=60)
    before, after, is_outdated = (text.value for text in page.text)
    assert before == after and before.startswith("40 ") and is_outdated == "True"
    then, now, is_outdated = (text.value for text in page.run(timeout=60).text)
    assert then == now and then.startswith("80 ") and is_outdated == "False"


def test_an_answer_never_stands_under_the_name_of_another_snapshot(corrected_next):
    older = replace(LOCAL, known_at=answers.snapshot_id(LOCAL))
    publish.publish()
    told = {who: answers.ask(who, "snapshot").snapshot_id.item() for who in (older, LOCAL)}
    assert told == {who: answers.snapshot_id(who) for who in (older, LOCAL)} and len(set(told.values())) == 2


def test_what_is_made_off_a_page_is_of_the_publication_in_which_it_was_begun(corrected_next):
    who = answers.held(LOCAL)
    publish.publish()
    assert answers.snapshot_id(who) != answers.snapshot_id(LOCAL)
    found = answers.ask(who, "layer_values", layer="presence", period="2024-10-01").set_index("area_name")["value"]
    assert found["Ujung"] == 40
