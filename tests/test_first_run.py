"""A real installation before its first file: every page says what it is filled from, and a list ticks itself."""

import shutil
import subprocess

import pytest
from streamlit.testing.v1 import AppTest
from test_access_pages import login, page  # noqa: F401 (fixtures)

from timpora import cli, paths
from timpora.access import log
from timpora.intake import ledger
from timpora.intake.contracts import contracts
from timpora.store import publish, room
from timpora.web import first_steps, navigation, welcome

SHOWN = [name for name, (_, right) in navigation.PAGES.items() if right == "lihat"]


@pytest.fixture
def empty(house):
    """A folder that somebody has made the shipped office's, and nothing else."""
    assert cli.main(["init"]) == 0
    return house


def opened(name: str = "ringkasan") -> AppTest:
    app = AppTest.from_file(str(paths.ROOT / "timpora" / "web" / "frame.py"), default_timeout=60).run()
    return app.switch_page(str(paths.PAGES / f"{name.replace('-', '_')}.py")).run() if name != "ringkasan" else app


def lines(app: AppTest) -> str:
    assert not app.exception, app.exception
    return " ".join(str(part.proto.body) for part in app.get("html"))


def ticked() -> dict[str, bool]:
    return {step.name: step.is_done for step in first_steps.steps()}


@pytest.mark.parametrize("name", SHOWN)
def test_every_page_of_an_empty_house_says_what_it_is_filled_from(empty, name):
    app = opened(name)
    assert not app.exception and not app.error
    assert "Belum ada data yang terbit" in app.info[0].value
    assert len(app.title) == 1
    if name in welcome.FILLED_FROM:
        first = contracts()[welcome.FILLED_FROM[name][0]]
        assert first.name in app.info[0].value
    else:
        assert "berkas pertama" in app.info[0].value


def test_with_login_a_leader_is_told_whose_work_it_is_and_an_officer_has_the_list(empty, login):  # noqa: F811
    leader, officer = login("ringkasan", "pimpinan"), login("ringkasan", "petugas")
    assert not leader.exception and not officer.exception
    assert any("Petugas data" in caption.value for caption in leader.caption)
    assert [head.value for head in leader.header] == [] and len(leader.get("download_button")) == 0
    assert [head.value for head in officer.header] == ["Langkah pertama"]
    assert "Orang yang diberi akses" in lines(officer)


@pytest.mark.parametrize("name", [name for name in navigation.PAGES if name not in SHOWN])
def test_the_other_pages_are_there_too(empty, name):
    app = opened(name)
    assert not app.exception and not app.error


def test_every_source_that_a_page_waits_for_is_one_there_is():
    waited = {source for sources in welcome.FILLED_FROM.values() for source in sources}
    assert waited <= contracts().keys() and welcome.FILLED_FROM.keys() <= navigation.PAGES.keys()


def test_steps_tick_themselves_by_what_is_there(house):
    assert ticked() == {"office": False, "boundaries": False, "files": False, "published": False, "backup": False}
    cli.main(["init"])
    assert ticked()["office"] and not ticked()["files"]
    house.permits("Okt-24 | Parepare | Ujung | 12")
    assert first_steps.taken() == {"izin_tinggal"} and not ticked()["files"]
    assert not ticked()["published"]
    publish.publish()
    assert ticked()["published"] and not ticked()["backup"]
    assert cli.main(["backup", str(house.folder / "cadangan-2024.tar.gz")]) == 0
    assert ticked()["backup"]


def test_the_list_has_every_source_monthly_ones_first_with_its_blank_form(empty):
    app = opened()
    forms = [button.proto.id for button in app.get("download_button")]
    assert len(forms) == len(contracts())
    rhythms = [one.rhythm for one in first_steps.in_order()]
    assert rhythms[: rhythms.count("monthly")] == ["monthly"] * rhythms.count("monthly")
    empty.permits("Okt-24 | Parepare | Ujung | 12")
    before, after = lines(app).count("step done"), lines(opened()).count("step done")
    assert after == before + 1


def test_after_publication_the_list_says_what_is_open_until_nothing_is(empty):
    empty.permits("Okt-24 | Parepare | Ujung | 12")
    publish.publish()
    [box] = [box for box in opened().expander if "Langkah awal" in box.label]
    assert box.label.endswith("2")  # boundaries, and the other monthly sources


def test_beside_the_sample_there_are_no_first_steps(house):
    assert cli.main(["sample", "--months", "1"]) == 0
    publish.publish()
    assert [box.label for box in opened().expander if "Langkah awal" in box.label] == []


def test_setup_loads_no_sample_into_an_offices_folder(empty, capsys, monkeypatch):
    monkeypatch.setenv("PATH", "")
    assert cli.main(["setup"]) == 0
    assert "make play" in capsys.readouterr().out
    assert ledger.entries() == [] and room.served() is None


def test_the_sample_is_played_with_apart_and_goes_without_touching_the_office(empty, capsys):
    empty.permits("Okt-24 | Parepare | Ujung | 12")
    before = sorted(path.name for path in paths.data().rglob("*"))
    assert cli.main(["sample", "--apart", "--months", "1"]) == 0
    beside = paths.data().with_name(paths.data().name + "-contoh")
    assert str(beside) in capsys.readouterr().out
    assert (beside / "published" / "current").exists()
    assert sorted(path.name for path in paths.data().rglob("*")) == before
    assert [entry.is_sample for entry in ledger.entries()] == [False]
    assert cli.main(["sample", "--apart", "--months", "1"]) == 0  # what is there is kept
    assert cli.main(["sample", "--apart", "--remove"]) == 0
    assert not beside.exists() and len(ledger.entries()) == 1
    assert cli.main(["sample", "--apart", "--remove"]) == 1


def test_a_folder_that_is_not_the_samples_is_neither_filled_nor_removed(empty, capsys):
    beside = paths.data().with_name(paths.data().name + "-contoh")
    beside.mkdir()
    (beside / "laporan.txt").write_text("penting")
    assert cli.main(["sample", "--apart", "--months", "1"]) == 1
    assert cli.main(["sample", "--apart", "--remove"]) == 1
    assert (beside / "laporan.txt").read_text() == "penting" and [*beside.iterdir()] == [beside / "laporan.txt"]


def test_real_files_in_the_samples_folder_keep_it_from_being_removed(empty, monkeypatch, capsys):
    assert cli.main(["sample", "--apart", "--months", "1"]) == 0
    own, beside = paths.data(), paths.data().with_name(paths.data().name + "-contoh")
    shutil.rmtree(beside / "extracts")
    monkeypatch.setenv("TIMPORA_DATA", str(beside))
    empty.permits("Okt-24 | Parepare | Ujung | 12")
    monkeypatch.setenv("TIMPORA_DATA", str(own))
    assert cli.main(["sample", "--apart", "--remove"]) == 1
    assert (beside / "extracts").is_dir()


def test_make_play_serves_the_folder_that_the_sample_is_written_to(empty, monkeypatch):
    monkeypatch.setenv("TIMPORA_DATA", "/srv/timpora/")
    said = subprocess.run(["make", "-n", "play"], cwd=paths.ROOT, capture_output=True, text=True, check=True).stdout
    assert 'TIMPORA_DATA="/srv/timpora-contoh"' in said


def test_the_log_says_which_office_was_set_up(empty):
    [line] = log.read(action="kantor")
    assert line.details == {"step": "bawaan", "scope": "kantor"}
