"""What `/metrics` says: as many as there are, as long as it took, of the snapshot that answers, in words we know."""

import re
import time
from datetime import UTC, datetime

import pytest
from conftest import PERMITS
from prometheus_client.parser import text_string_to_metric_families
from streamlit.testing.v1 import AppTest
from test_pages import draw_numbers

from timpora import paths
from timpora.store import room
from timpora.text import _catalogue
from timpora.web import answers, measuring
from timpora.web.access import LOCAL
from timpora.web.metrics import _written
from timpora.web.remembered import Remembered, frame_bytes
from timpora.web.tray import Tray


def measured() -> dict[tuple[str, ...], float]:
    """(name, values of its labels, …) → value, as Prometheus reads it."""
    families = text_string_to_metric_families(_written({"tersambung": 2, "disimpan": 1}).decode())
    return {(one.name, *one.labels.values()): one.value for family in families for one in family.samples}


def test_it_names_the_snapshot_that_answers_its_age_and_its_last_month(house):
    file = house.published(draw_numbers)
    put_in_service = file.stat().st_mtime
    found = measured()
    assert found["timpora_snapshot_up",] == 1 and found["timpora_snapshot_info", file.stem] == 1
    assert 0 < found["timpora_snapshot_age_seconds",] <= time.time() - put_in_service
    last = datetime.fromtimestamp(found["timpora_snapshot_last_month_timestamp_seconds",], UTC)
    assert (last.year, last.month, last.day) == (2024, 10, 1)
    assert found["timpora_sessions", "tersambung"] == 2 and found["process_resident_memory_bytes",] > 2**20


def test_without_a_snapshot_it_says_that_and_the_rest(house):
    found = measured()
    assert found["timpora_snapshot_up",] == 0 and not any(name[0] == "timpora_snapshot_info" for name in found)
    house.published(draw_numbers)
    room.served().unlink()
    assert measured()["timpora_snapshot_up",] == 0


def test_findings_are_counted_by_rule_for_files_that_speak_and_no_more_once_they_are_replaced(house):
    house.permits("Okt-24 | Parepare | Ujung | 12")  # the others of Parepare are not in it
    assert measured()["timpora_findings", "area_absent"] == 1
    rows = [f"Okt-24 | Parepare | {name} | 12" for name in ("Ujung", "Soreang", "Bacukiki", "Bacukiki Barat")]
    house.permits(*rows)
    assert ("timpora_findings", "area_absent") not in measured()


def test_a_file_that_is_refused_is_counted_by_rule_once_however_often_it_is_looked_at(house):
    before = measured()
    tray = Tray(by="uji")
    tray.take("1", "a.csv", f"{PERMITS}\nOkt-24;Parepare;Budi Santoso;0;0;0;0;5;0;5\n".encode())
    card = tray.cards[0]
    tray.examine(card)
    [rule] = {found.rule for found in card.refusals}
    name = ("timpora_upload_findings_total", rule, "refuse")
    once = before.get(name, 0) + len(card.refusals)
    assert measured()[name] == once
    tray.examine(card)
    assert measured()[name] == once
    assert not any("Budi" in word for key in measured() for word in key)
    assert f"finding.{rule}" in _catalogue()


def test_drawing_a_page_and_asking_the_snapshot_are_measured_a_remembered_answer_only_counted(house, monkeypatch):
    house.published(draw_numbers)
    monkeypatch.setattr(answers, "_REMEMBERED", Remembered(10**6, frame_bytes))  # not what was answered before
    before = measured()
    app = AppTest.from_file(str(paths.ROOT / "timpora" / "web" / "frame.py"), default_timeout=60)
    app.switch_page(str(paths.PAGES / "metode.py"))
    assert not app.run().exception
    first = measured()
    drawn, asked = ("timpora_rerun_seconds_count", "metode", "halaman"), ("timpora_questions_total",)
    answered = ("timpora_question_seconds_count", "methods")
    assert first[drawn] == before.get(drawn, 0) + 1 and first[answered] == before.get(answered, 0) + 1
    answers.ask(LOCAL, "methods")
    again = measured()
    assert again[answered] == first[answered] and again[asked] == first[asked] + 1


def test_what_is_measured_of_a_rerun_costs_it_nothing_that_a_person_could_notice():
    rounds = 2000
    began = time.process_time()
    for _ in range(rounds):
        with measuring.rerun("peta"):
            for _ in range(20):  # questions of a page, and those of them that are not remembered
                measuring.asked()
            for _ in range(5):
                with measuring.question("measures"):
                    pass
    assert (time.process_time() - began) / rounds < 0.001  # a rerun takes a hundred times as long


@pytest.mark.parametrize("name", ["id", "en"])
def test_every_rule_of_a_finding_is_a_word_of_the_catalogue_and_none_quotes_a_file(name):
    rules = [key.removeprefix("finding.") for key in _catalogue(name) if key.startswith("finding.")]
    assert rules and all(re.fullmatch(r"[a-z_0-9]+", rule) for rule in rules)
