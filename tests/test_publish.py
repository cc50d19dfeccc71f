"""What is served is the old snapshot or the new one, the same for the same inputs, and never a mixture."""

import os
import re
import subprocess
import sys
import threading
from datetime import datetime, timedelta
from pathlib import Path

import duckdb
import pytest

from timpora import paths, settings
from timpora.draw.pictures import of_kecamatan
from timpora.intake import ledger
from timpora.store import journal, proof, publish, refused, room, snapshot
from timpora.store.publish import PublicationError
from timpora.store.snapshot import NoSnapshot, Snapshot
from timpora.text import say


def september(house):
    house.permits("Sep-24 | Parepare | Ujung | 12")


def october(house):
    house.permits("Okt-24 | Parepare | Ujung | 12")


def corrected(house):
    """Published twice: what was there before the correction, and what is served now."""
    october(house)
    publish.publish()
    house.permits("Okt-24 | Parepare | Ujung | 13")


def three_places(house):
    house.permits("Okt-24 | Parepare | Ujung | 12", "Okt-24 | Parepare | Soreang | 3", "Okt-24 | Barru | Balusu | 200")


def twice(house) -> tuple[Path, Path, ledger.Entry]:
    """The file before the correction, the one that is served, and the correction."""
    served = house.published(corrected)
    (before,) = (name for name in room.snapshots() if name != served.stem)
    return served.with_name(f"{before}.duckdb"), served, ledger.entries()[-1]


def test_nothing_is_served_before_anything_is_published(house):
    with pytest.raises(NoSnapshot):
        snapshot.current(None)
    with pytest.raises(PublicationError, match="Belum ada berkas"):
        publish.publish()


def test_a_snapshot_is_a_pure_function_of_what_was_accepted(house):
    first = house.published(october)
    answer = of_kecamatan(snapshot.current(None).ask("layer_values", layer="presence", period="2024-10-01"))
    first.unlink()
    again = publish.publish()
    assert again == first
    assert of_kecamatan(Snapshot(again).ask("layer_values", layer="presence", period="2024-10-01")).equals(answer)


def test_a_new_extract_is_a_new_snapshot_and_the_old_one_stays(house):
    old = house.published(september)
    house.permits("Okt-24 | Parepare | Ujung | 13")
    assert not publish.is_current()
    new = publish.publish()
    assert publish.is_current() and old.exists() and old != new
    assert snapshot.current(None).id == new.stem and new.stem.startswith("2024-10-")


def test_a_reader_in_the_middle_goes_on_reading_what_it_opened(house):
    house.published(october)
    reader = snapshot.current(None)
    house.permits("Okt-24 | Parepare | Ujung | 14")
    publish.publish()
    assert reader.ask("layer_value", layer="presence", area="kantor", period="2024-10-01")["value"].item() == 12
    now = snapshot.current(None)
    assert now.ask("layer_value", layer="presence", area="kantor", period="2024-10-01")["value"].item() == 14


def test_sample_and_real_extracts_are_never_published_together(house):
    house.permits("Sep-24 | Parepare | Ujung | 12", is_sample=True)
    outcome = house.permits("Okt-24 | Parepare | Ujung | 12")
    assert outcome.is_accepted and "sample_present" in [found.rule for found in outcome.findings]
    with pytest.raises(PublicationError, match="tidak boleh diterbitkan bersama"):
        publish.publish()
    assert not (paths.published() / "current").exists()


def test_an_extract_that_changed_since_it_was_accepted_stops_publication(house):
    old = house.published(october)
    file = ledger.entries()[-1].understood_file()
    file.write_text(file.read_text().replace(",12,", ",13,"))
    with pytest.raises(PublicationError, match="berubah sejak diterima"):
        publish.publish()
    assert snapshot.current(None).id == old.stem


def test_a_failing_check_keeps_the_old_snapshot_and_says_why(house):
    old = house.published(september)
    own = paths.data() / "reference"
    own.mkdir()
    for file in (paths.ROOT / "data" / "reference").iterdir():
        text = file.read_text("utf-8").replace('"reporting_lodgings"', '"salah_tulis"')
        (own / file.name).write_text(text, "utf-8")
    with pytest.raises(PublicationError, match=r"(?s)mend data/reference/layers.toml.*salah_tulis"):
        publish.publish()
    assert snapshot.current(None).id == old.stem
    assert not list(paths.published().glob("stage-*"))


def test_what_a_killed_publication_left_is_swept_away(house):
    house.permits("Okt-24 | Parepare | Ujung | 12")
    paths.published().mkdir(parents=True)
    (paths.published() / "stage-123.duckdb").write_bytes(b"half")
    publish.publish()
    assert not list(paths.published().glob("stage-*"))


def test_the_snapshot_answers_and_does_nothing_else(house):
    con = Snapshot(house.published(october))._con
    for statement in (
        "create table snapshot.marts.x (i int)",
        "select * from read_text('/etc/hostname')",
        "set threads = 1",
    ):
        with pytest.raises(duckdb.Error):
            con.execute(statement)


@pytest.mark.slow
def test_many_threads_each_get_their_own_answer(house):
    house.published(three_places)
    reader, wrong = snapshot.current(None), []
    expected = {"73.72.02": 12, "73.72.03": 3, "73.11.07": 200, "kantor": 215}

    def read(area: str) -> None:
        for _ in range(8):
            answer = reader.ask("layer_value", layer="presence", area=area, period="2024-10-01")
            if answer["value"].item() != expected[area]:
                wrong.append(area)

    threads = [threading.Thread(target=read, args=(area,)) for area in [*expected, *expected]]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert wrong == []


def test_only_the_jurisdiction_is_in_the_snapshot_and_the_rest_is_kept(house, monkeypatch):
    house.permits("Okt-24 | Wajo | Tempe | 4", "Okt-24 | Parepare | Ujung | 12")
    own = paths.data() / "reference"
    own.mkdir()
    for file in (paths.ROOT / "data" / "reference").iterdir():
        (own / file.name).write_text(file.read_text("utf-8").replace('    "73.13",', "    #"), "utf-8")
    publish.publish()
    answer = of_kecamatan(snapshot.current(None).ask("layer_values", layer="presence", period="2024-10-01"))
    assert len(answer) == 54 and answer["value"].sum() == 12
    assert len(ledger.entries()) == 1


def test_a_kabupaten_is_switched_off_after_its_numbers_were_published(house):
    house.permits("Okt-24 | Wajo | Tempe | 20", "Okt-24 | Parepare | Ujung | 40")
    publish.publish()
    own = paths.own_reference()
    own.mkdir()
    office = paths.reference("office.toml").read_text("utf-8")
    (own / "office.toml").write_text(office.replace('    "73.13",', "    #"), "utf-8")
    publish.publish()
    assert snapshot.current(None).ask("layer_value", layer="presence", area="kantor", period="2024-10-01")[
        "value"
    ].tolist() == [40]


def test_an_office_says_only_what_is_its_own_and_the_rest_follows_what_is_shipped(house):
    house.permits("Okt-24 | Parepare | Ujung | 12")
    before = publish.publish().stem
    own = paths.own_reference()
    own.mkdir()
    office = paths.reference("office.toml").read_text("utf-8")
    (own / "office.toml").write_text(office.replace('    "73.13",', "    #"), "utf-8")
    after = publish.publish().stem
    assert after != before
    assert len(snapshot.current(None).ask("areas")) == 54
    assert paths.reference("layers.toml") == paths.ROOT / "data" / "reference" / "layers.toml"


def test_a_damaged_snapshot_is_said_and_never_answers_with_a_wrong_number(house):
    file = house.published(october)
    content = bytearray(file.read_bytes())
    for place in range(12_288, len(content), 4096):
        content[place] ^= 0xFF
    file.chmod(0o644)
    file.write_bytes(content)
    with pytest.raises(NoSnapshot):
        Snapshot(file).verify()


def test_a_snapshot_is_proved_without_loading_what_only_pages_need(house):
    """Every publication and every start waits for the proof; pandas alone would double it."""
    house.published(october)
    files = room.pair(room.served().stem)
    program = (
        "import runpy, sys; runpy.run_module('timpora.store.proof', run_name='__main__');"
        "print(sorted({'numpy', 'pandas', 'pyarrow', 'streamlit'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, *map(str, files)], cwd=paths.ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == [files[0].stem, "exact", files[1].stem, "protected", "[]"]


def test_a_proof_is_a_process_that_began_from_nothing(house, monkeypatch):
    """As where nobody forks it from one that is there already, which the other tests do."""
    house.published(october)
    monkeypatch.setattr(proof, "subprocess", subprocess)
    exact, protected = room.pair(room.served().stem)
    assert proof.fault(exact.stem, exact, protected) is None
    assert proof.fault(exact.stem, protected, exact) and proof.fault("2024-10-000000000000", exact, protected)


def test_before_building_three_times_the_newest_pair_has_to_be_free_and_never_less_than_32_mb(house):
    house.published(october)
    assert room.needed() == 32_000_000
    for file in room.pair(room.served().stem):
        file.chmod(0o600)
        os.truncate(file, 20_000_000)  # with nothing in most of it
    assert room.needed() == 120_000_000


def test_an_answer_that_cannot_run_keeps_the_old_snapshot(house):
    old = house.published(october)
    own = paths.data() / "queries" / "answers"
    own.mkdir(parents=True)
    (own / "salah.sql").write_text("-- One row: what nobody counts.\nselect sum(harga) from marts.measures\n")
    with pytest.raises(PublicationError):
        publish.publish()
    assert room.served() == old and not list(paths.published().glob("stage-*"))


def test_a_damaged_snapshot_is_built_again_by_publishing(house):
    file = house.published(october)
    file.chmod(0o644)
    file.write_bytes(b"x" * 5000)
    assert publish.publish() == file
    assert Snapshot(file).ask("periods")["period"].size == 1


def test_a_number_that_no_database_holds_is_a_sentence_not_a_traceback(house):
    entry = house.permits("Okt-24 | Parepare | Ujung | 12").entry
    file = entry.understood_file()
    file.write_text(file.read_text().replace(",12,", f",{'9' * 30},"))
    line = (paths.extracts() / "ledger.jsonl").read_text()
    (paths.extracts() / "ledger.jsonl").write_text(line.replace(entry.understood_sha256, ledger.digest(file)))
    with pytest.raises(PublicationError, match="Penerbitan gagal"):
        publish.publish()


def presence() -> int:
    answer = snapshot.current(None).ask("layer_value", layer="presence", area="kantor", period="2024-10-01")
    return answer["value"].item()


@pytest.mark.slow
def test_a_damaged_snapshot_that_cannot_be_built_again_gives_way_to_the_one_before_and_this_is_said(house):
    old, new, entry = twice(house)
    understood = entry.understood_file().read_text()
    entry.understood_file().write_text(understood.replace(",13,", ",31,"))
    new.chmod(0o644)
    new.write_bytes(b"x" * 5000)
    with pytest.raises(PublicationError, match=f"(?s)berubah sejak diterima.*{new.stem}, rusak.*dilayani {old.stem}"):
        publish.publish()
    assert presence() == 12 and not publish.is_current()
    entry.understood_file().write_text(understood)
    assert publish.publish() == new
    assert presence() == 13 and publish.is_current()


@pytest.mark.slow
def test_a_snapshot_that_went_missing_gives_way_to_the_one_before_too(house):
    old, new, entry = twice(house)
    new.unlink()
    entry.understood_file().unlink()
    with pytest.raises(PublicationError, match="rusak atau hilang"):
        publish.publish()
    assert room.served() == old and presence() == 12


def test_where_nothing_older_is_sound_nothing_changes_and_only_the_fault_is_said(house):
    only = house.published(october)
    (entry,) = ledger.entries()
    only.chmod(0o644)
    only.write_bytes(b"x" * 5000)
    entry.understood_file().unlink()
    with pytest.raises(PublicationError) as problem:
        publish.publish()
    assert "sementara" not in str(problem.value) and room.served() == only


def test_a_sound_snapshot_stays_though_nothing_can_be_published(house):
    _, new, entry = twice(house)
    entry.understood_file().unlink()
    with pytest.raises(PublicationError) as problem:
        publish.publish()
    assert "rusak atau hilang" not in str(problem.value)
    assert room.served() == new


def test_a_publication_that_failed_is_not_one_that_was_interrupted(house):
    house.permits("Okt-24 | Parepare | Ujung | 12")
    own = paths.data() / "reference"
    own.mkdir()
    for file in (paths.ROOT / "data" / "reference").iterdir():
        text = file.read_text("utf-8").replace('"reporting_lodgings"', '"salah_tulis"')
        (own / file.name).write_text(text, "utf-8")
    with pytest.raises(PublicationError, match="salah_tulis"):
        publish.publish()
    assert journal.interrupted() is None and journal.running() is None
    assert sorted(file.name for file in paths.published().iterdir()) == ["exact", "publish.lock"]
    assert list(paths.exact().iterdir()) == []


def test_a_journal_that_lost_its_bytes_still_tells_that_something_was_interrupted(house):
    served = house.published(october)
    for content in (b"", b"\xff\x00", b"[]", b'{"id": "x", "step": "?", "started_at": "", "pid": 1}'):
        (paths.published() / "publishing.json").write_bytes(content)
        assert f"tidak terbaca. Yang dilayani tetap {served.stem}." in journal.interrupted()
    said = []
    publish.publish(said.append)
    assert "tidak terbaca" in said[0] and journal.interrupted() is None


def test_nothing_is_interrupted_where_nothing_was_ever_published(house):
    assert journal.interrupted() is None and journal.running() is None
    assert not paths.published().exists()


def test_what_the_database_sets_aside_finding_no_room_is_a_full_disk(house):
    with duckdb.connect(config={"memory_limit": "40MB", "temp_directory": str(house.folder / "tmp")}) as con:
        con.execute("set max_temp_directory_size = '1MB'")
        with pytest.raises(duckdb.OutOfMemoryException) as problem:
            con.execute("create table t as select range, md5(range::varchar) from range(3000000)")
    assert refused.why(problem.value, "queries/marts/measures.sql").startswith("Disk penuh")


def test_old_snapshots_stay_as_long_as_meetings_may_ask_for_them(house):
    served, last = house.published(october), datetime(2024, 10, 31, 12, tzinfo=settings.now().tzinfo)
    days = [last - timedelta(days=ago) for ago in range(3 * 366)]
    for day in days:
        for file in room.pair(f"{day:%Y-%m-%d}"):
            file.touch()
            os.utime(file, (day.timestamp(), day.timestamp()))
    # The one that is served was put in service before all others, and stays.
    for file in room.pair(served.stem):
        os.utime(file, (1, 1))
    halves = paths.exact() / "2024-10-31-a.duckdb", paths.published() / "2024-10-31-b.duckdb"
    for half in halves:
        half.touch()
    room.prune()
    assert not any(half.exists() for half in halves)
    kept = {file.stem for file in paths.published().glob("*.duckdb")} - {served.stem}
    assert kept | {served.stem} == {file.stem for file in paths.exact().glob("[0-9]*.duckdb")}
    newest = {f"{day:%Y-%m-%d}" for day in days[:24]}
    month_ends = {f"{day:%Y-%m-%d}" for day in days if (day + timedelta(days=1)).day == 1}
    assert kept == newest | set(sorted(month_ends)[-24:])
    assert served.exists() and "2022-11-30" in kept and "2022-10-31" not in kept


@pytest.mark.slow
def test_an_older_state_that_is_served_again_is_the_newest_to_be_kept(house):
    first, second, entry = twice(house)
    assert room.snapshots() == [second.stem, first.stem]
    ledger.undo(entry.id, by="uji", at=entry.received)
    said = []
    assert publish.publish(said.append) == first
    assert said == [f"Terbitan {first.stem} sudah ada dan utuh; sekarang dilayani."]
    assert room.snapshots() == [first.stem, second.stem] and presence() == 12


def test_every_step_of_a_publication_has_a_name_that_a_person_who_finds_it_broken_off_can_read():
    sources = [(paths.ROOT / "timpora" / "store" / f"{name}.py").read_text("utf-8") for name in ("build", "publish")]
    steps = set(re.findall(r'\b(?:begin|step|_layer)\((?:con, )?"(\w+)"', "\n".join(sources))) | {"staging", "marts"}
    assert len(steps - {"protected"}) > 6
    for step in steps - {"protected"}:  # a layer, and no step of its own
        assert say(f"publish.step.{step}")
