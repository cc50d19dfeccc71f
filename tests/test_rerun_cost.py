"""What keeps a page that is drawn again cheap, and what that must never cost: a wrong answer, more memory."""

import gc
import weakref
from datetime import date

import drafts
import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from timpora import paths
from timpora.access.roles import LOCAL, Viewer
from timpora.draw.maps import PaintedLayer
from timpora.draw.pictures import of_kecamatan
from timpora.store import publish, snapshot
from timpora.text import number, speak
from timpora.web import loaded, map_modes, story_choice
from timpora.web.answers import ask

OKT = date(2024, 10, 1)


class Loop:
    """Holds itself: only whoever looks for garbage finds it."""

    def __init__(self):
        self.itself = self


@pytest.fixture
def unfrozen(monkeypatch):
    monkeypatch.setattr(loaded, "_modules", 0)
    yield
    gc.unfreeze()


def draw(house):
    house.permits("Sep-24 | Parepare | Ujung | 10", "Okt-24 | Parepare | Ujung | 12", "Okt-24 | Barru | Balusu | 200")


def test_what_a_page_has_loaded_is_not_looked_through_after_every_run(house, unfrozen):
    AppTest.from_file(str(paths.ROOT / "timpora" / "web" / "frame.py"), default_timeout=60).run()
    assert gc.get_freeze_count() > 100_000


def test_what_a_session_leaves_behind_is_found_though_what_was_loaded_is_set_aside(unfrozen):
    at_that_moment = Loop()
    loaded.set_aside()
    later = Loop()
    gone = [weakref.ref(at_that_moment), weakref.ref(later)]
    del at_that_moment, later
    gc.collect()
    assert gone[1]() is None
    for _ in range(loaded.EVERY):
        loaded.set_aside()
    assert gone[0]() is None


def test_who_writes_into_an_answer_changes_it_for_nobody_else(house):
    house.published(draw)
    mine = ask(LOCAL, "layer_values", layer="presence", period=OKT)
    before = mine.copy(deep=True)
    mine["value"] = -1.0
    mine.loc[0, "area_name"] = "x"
    pd.testing.assert_frame_equal(ask(LOCAL, "layer_values", layer="presence", period=OKT), before)


def test_an_answer_that_is_often_asked_weighs_what_it_weighed(house):
    house.published(draw)

    def asked():
        ask(LOCAL, "layer_values", layer="presence", period=OKT)["value"].sum()

    asked()
    gc.collect()
    before = len(gc.get_objects())
    for _ in range(300):
        asked()
    gc.collect()
    assert len(gc.get_objects()) - before < 3 * 300  # of fourteen columns; its index is looked at anew by each


def test_what_a_map_is_drawn_from_is_what_each_area_is_told(house):
    house.published(draw)
    reader = drafts.current()
    for layer in reader.ask("layers")["layer"]:
        every = reader.ask("layer_values", layer=layer, period=OKT).set_index("group_code")
        assert list(of_kecamatan(every)["area_code"]) == list(reader.ask("areas")["area_code"])
        for area in ("kantor", "73.72", "73.72.01"):
            whole = reader.ask("layer_value", layer=layer, area=area, period=OKT).iloc[0]
            assert every.loc[area, list(whole.index)].astype(str).equals(whole.astype(str)), (layer, area)


def test_a_picture_that_is_kept_is_of_those_areas_of_that_publication_and_in_that_language(house):
    house.published(draw)
    layer = ask(LOCAL, "layers").set_index("layer", drop=False).loc["presence"]
    parepare = Viewer("a@k.id", "analis", ("73.72",))
    assert len(map_modes._picture(LOCAL, layer, OKT).marks) == 68
    assert set(map_modes._picture(parepare, layer, OKT).marks.index.str[:5]) == {"73.72"}
    with speak("en"):
        assert map_modes._picture(LOCAL, layer, OKT).when == "October 2024"
    assert map_modes._picture(LOCAL, layer, OKT).when == "Oktober 2024"
    house.permits("Okt-24 | Parepare | Ujung | 90", received="2024-11-20", reason="koreksi")
    before = snapshot.current(None).id
    publish.publish()
    assert snapshot.current(None).id != before
    assert map_modes._picture(LOCAL, layer, OKT).values["73.72.02"] == 90


def test_the_standard_story_is_made_anew_where_a_publication_brings_another_month(house):
    house.published(draw)
    assert "Oktober 2024" in story_choice.standard(LOCAL).name
    house.permits("Nov-24 | Parepare | Ujung | 90", "Nov-24 | Barru | Balusu | 90", received="2024-12-05")
    publish.publish()
    assert "November 2024" in story_choice.standard(LOCAL).name


def test_a_number_is_written_as_in_the_language_of_the_moment():
    with speak("en"):
        assert number(1234.5, 1) == "1,234.5"
    assert number(1234.5, 1) == "1.234,5"


def test_a_name_can_end_neither_the_text_nor_the_script_in_which_it_travels(tmp_path):
    name = 'it\'s "Barru" \\ \\" </script>'
    travels = PaintedLayer({"n": name}).table
    assert travels.count("'") == 4 and "<" not in travels and '"' not in travels
