"""What was shown at the last meeting can be asked again, from the snapshot that was shown there."""

from dataclasses import replace

import duckdb
import pytest

from timpora import cli, paths
from timpora.access.roles import LOCAL
from timpora.store import publish, room, snapshot
from timpora.store.snapshot import NoSnapshot, OtherForm
from timpora.web.answers import ask, snapshot_id


def presence(viewer) -> float:
    values = ask(viewer, "layer_values", layer="presence", period="2024-10-01")
    return values.set_index("area_name")["value"]["Ujung"]


def corrected(house) -> None:
    house.permits("Okt-24 | Parepare | Ujung | 40")
    publish.publish()
    house.permits("Okt-24 | Parepare | Ujung | 80", received="2024-11-20")


@pytest.fixture
def two(house):
    """Two snapshots of one month, the second with a correction; the id of the first."""
    served = house.published(corrected).stem
    return next(other for other in room.snapshots() if other != served)


def test_an_older_snapshot_answers_what_was_known_when_it_was_published(two):
    then = replace(LOCAL, known_at=two)
    assert snapshot_id(then) == two != snapshot_id(LOCAL)
    assert (presence(then), presence(LOCAL)) == (40, 80)


def test_what_is_no_longer_kept_is_said_so(two):
    with pytest.raises(NoSnapshot):
        presence(replace(LOCAL, known_at="2024-10-000000000000"))


def test_an_older_snapshot_that_does_not_know_a_question_says_that_it_is_of_another_form(two, monkeypatch):
    asked = snapshot.query
    monkeypatch.setattr(snapshot, "query", lambda name: replace(asked(name), sql="select $election from marts.unknown"))
    with pytest.raises(OtherForm):
        ask(replace(LOCAL, known_at=two), "stages", election="of-this-test")


def test_a_snapshot_of_another_version_says_what_to_do(two, capsys):
    file = (paths.exact() / "current").resolve()
    file.chmod(0o600)
    with duckdb.connect(str(file)) as con:
        con.execute("drop table marts.followups")
    snapshot._opened.cache_clear()
    with pytest.raises(OtherForm, match="python -m timpora publish"):
        ask(LOCAL, "followups", day="2024-11-01")
    assert cli.main(["check"]) == 1
    assert "dibangun oleh versi lain" in capsys.readouterr().err


def test_on_the_server_of_exact_numbers_a_protected_view_is_asked_from_the_protected_snapshot(two, monkeypatch):
    monkeypatch.setenv("TIMPORA_VIEW", "exact")
    assert snapshot.current(None).view == "exact"
    assert snapshot.current(None, "protected").view == "protected"
    meta = ask(replace(LOCAL, view="protected"), "snapshot").iloc[0]
    assert meta["view"] == "protected"
