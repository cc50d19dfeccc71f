"""A backup is all that an office would miss: put back elsewhere it answers the same, or nothing is put back."""

import gzip
import io
import json
import os
import shutil
import stat
import tarfile
from datetime import date
from pathlib import Path

import duckdb
import pytest

from timpora import cli, paths, settings
from timpora.access import log
from timpora.intake import ledger
from timpora.store import key, meeting_book, publish, room, snapshot


def october(house):
    house.permits("Okt-24 | Parepare | Ujung | 40", "Okt-24 | Barru | Balusu | 7")


@pytest.fixture
def office(house, monkeypatch) -> Path:
    """A published month with a correction after it, a meeting, a line in the log; the key is among the data."""
    house.published(october)
    shutil.copy2(key.file(), paths.disclosure())
    monkeypatch.delenv("TIMPORA_ROUNDING_KEY_FILE")
    meeting_book.record(date(2024, 10, 19), "Parepare", room.served().stem, "s@k.id", settings.now())
    house.permits("Okt-24 | Parepare | Ujung | 80", received="2024-11-20")
    log.write("lihat", "s@k.id", page="peta")
    return paths.data()


def contents(folder: Path) -> dict[str, bytes | str]:
    """Every file and link of a data folder but locks."""
    return {
        str(file.relative_to(folder)): str(file.readlink()) if file.is_symlink() else file.read_bytes()
        for file in folder.rglob("*")
        if (file.is_symlink() or file.is_file()) and "lock" not in file.name
    }


def test_what_is_put_back_answers_as_before_and_publishes_as_it_would_have(office, tmp_path, monkeypatch, capsys):
    assert cli.main(["backup", str(tmp_path / "a.tar.gz")]) == 0
    before = contents(office)
    assert cli.main(["restore", str(tmp_path / "a.tar.gz"), "--into", str(tmp_path / "baru" / "data")]) == 0
    said = capsys.readouterr().out
    assert f"TIMPORA_DATA={tmp_path / 'baru' / 'data'}" in said and "menjawab semua pertanyaan" in said
    there = tmp_path / "baru" / "data"
    assert contents(there) == before
    served = publish.publish().stem
    monkeypatch.setenv("TIMPORA_DATA", str(there))
    assert publish.publish().stem == served and log.verify() == []
    answer = snapshot.current(None).ask("area_profile", area="73.72.02", period="2024-10-01").set_index("measure")
    assert answer.loc["active_permits", "value"] == 80
    assert [meeting.place for meeting in meeting_book.meetings()] == ["Parepare"]


def test_a_backup_and_what_is_put_back_are_for_nobody_else_and_the_log_says_who_took_it(office, tmp_path):
    office.chmod(0o750)
    assert cli.main(["backup", str(tmp_path / "a.tar.gz")]) == 0
    assert stat.S_IMODE((tmp_path / "a.tar.gz").stat().st_mode) == 0o600
    assert [line.details["what"] for line in log.read(action="unduh", who=ledger.person())] == ["a.tar.gz"]
    assert cli.main(["restore", str(tmp_path / "a.tar.gz"), "--into", str(tmp_path / "b")]) == 0
    for name in (".", "meetings", "access", "access/log", "disclosure", "disclosure/rounding.key"):
        assert (tmp_path / "b" / name).stat().st_mode == (office / name).stat().st_mode, name


def test_logins_and_what_is_half_done_are_no_part_of_it(office, tmp_path):
    for name in ("access/sessions.sqlite", "published/stage-1/x.duckdb", "extracts/a.csv.part"):
        (office / name).parent.mkdir(exist_ok=True)
        (office / name).write_bytes(b"x")
    assert cli.main(["backup", str(tmp_path / "a.tar.gz")]) == 0
    with tarfile.open(tmp_path / "a.tar.gz") as archive:
        names = archive.getnames()
    assert "extracts/ledger.jsonl" in names and "disclosure/rounding.key" in names
    assert [name for name in names if any(word in name for word in ("sessions", "stage-", ".part", "lock"))] == []


def test_a_backup_writes_over_nothing_and_not_into_its_own_data(office, tmp_path, capsys):
    (tmp_path / "a.tar.gz").write_text("milik orang")
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "berkas").touch()
    assert cli.main(["backup", str(tmp_path / "a.tar.gz")]) == 1 and "sudah ada" in capsys.readouterr().err
    assert (tmp_path / "a.tar.gz").read_text() == "milik orang"
    assert cli.main(["backup", str(office / "a.tar.gz")]) == 1 and "di dalam folder data" in capsys.readouterr().err
    assert cli.main(["backup", str(tmp_path / "c.tar.gz")]) == 0
    assert cli.main(["restore", str(tmp_path / "c.tar.gz"), "--into", str(tmp_path / "b")]) == 1
    assert "tidak kosong" in capsys.readouterr().err
    assert [file.name for file in (tmp_path / "b").iterdir()] == ["berkas"]


def test_of_a_damaged_backup_nothing_is_put_back(office, tmp_path, capsys):
    whole = tmp_path / "a.tar.gz"
    assert cli.main(["backup", str(whole)]) == 0
    packed, plain = whole.read_bytes(), bytearray(gzip.decompress(whole.read_bytes()))
    at = plain.index(b"ITAS;ITAP")
    plain[at] ^= 1
    damaged = {
        "terpotong": packed[: len(packed) // 2],
        "lain": b"bukan cadangan",
        "diubah": gzip.compress(bytes(plain)),
        "keluar": gzip.compress(_archive({"../luar": b"x", "cadangan.json": b"{}"})),
        "tanpa isi": gzip.compress(_archive({"cadangan.json": json.dumps({"files": {}}).encode()})),
    }
    for name, content in damaged.items():
        (tmp_path / "rusak.tar.gz").write_bytes(content)
        assert cli.main(["restore", str(tmp_path / "rusak.tar.gz"), "--into", str(tmp_path / "pulih")]) == 1, name
        assert "Tidak ada yang dikembalikan" in capsys.readouterr().err, name
        assert not (tmp_path / "pulih").exists() and not (tmp_path / "luar").exists(), name
    assert not [file for file in tmp_path.iterdir() if file.name.startswith(".pulih")]


def test_a_key_that_is_kept_elsewhere_is_said_to_be_missing_from_it(office, tmp_path, monkeypatch, capsys):
    elsewhere = tmp_path / "kunci"
    elsewhere.write_bytes(key.file().read_bytes())
    elsewhere.chmod(0o600)
    monkeypatch.setenv("TIMPORA_ROUNDING_KEY_FILE", str(elsewhere))
    assert cli.main(["backup", str(tmp_path / "a.tar.gz")]) == 0
    assert "Kunci pembulatan disimpan di luar" in capsys.readouterr().out


def test_a_folder_that_may_not_be_read_is_named_and_the_rest_is_in_it(office, tmp_path, monkeypatch, capsys):
    look = os.scandir

    def refused(place):
        if Path(place).name == "disclosure":
            raise PermissionError(13, "Permission denied", str(place))
        return look(place)

    monkeypatch.setattr(os, "scandir", refused)
    assert cli.main(["backup", str(tmp_path / "a.tar.gz")]) == 0
    assert "tidak boleh membacanya: disclosure." in capsys.readouterr().out
    monkeypatch.undo()
    assert cli.main(["restore", str(tmp_path / "a.tar.gz"), "--into", str(tmp_path / "b")]) == 0
    assert (tmp_path / "b" / "meetings" / "book.jsonl").exists() and not (tmp_path / "b" / "disclosure").exists()


def test_of_a_web_server_that_has_rounded_numbers_only_everything_comes_back(office, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("TIMPORA_VIEW", "protected")
    for folder in (paths.exact(), paths.extracts(), paths.disclosure()):
        shutil.rmtree(folder)
    assert cli.main(["backup", str(tmp_path / "a.tar.gz")]) == 0
    assert cli.main(["restore", str(tmp_path / "a.tar.gz"), "--into", str(tmp_path / "b")]) == 0
    assert "semua pertanyaan" not in capsys.readouterr().out
    monkeypatch.setenv("TIMPORA_DATA", str(tmp_path / "b"))
    assert not snapshot.current(None).ask("layers").empty


def test_a_snapshot_that_cannot_be_asked_is_not_put_back(office, tmp_path, capsys):
    for file in room.pair(room.served().stem):
        file.chmod(0o600)
        with duckdb.connect(str(file)) as con:
            con.execute("drop table marts.followups")
    assert cli.main(["backup", str(tmp_path / "a.tar.gz")]) == 0
    assert cli.main(["restore", str(tmp_path / "a.tar.gz"), "--into", str(tmp_path / "b")]) == 1
    assert "tidak dapat ditanyai" in capsys.readouterr().err and not (tmp_path / "b").exists()


def test_lists_of_people_are_part_of_it(office, tmp_path):
    until = f"{settings.now().year + 1}-01-01"
    grant = ["access", "grant", "ani@kantor.id", "--role", "analis", "--scope", "kantor", "--until", until]
    assert cli.main(grant) == 0
    assert cli.main(["backup", str(tmp_path / "a.tar.gz")]) == 0
    assert cli.main(["restore", str(tmp_path / "a.tar.gz"), "--into", str(tmp_path / "b")]) == 0
    assert b"ani@kantor.id" in (tmp_path / "b" / "access" / "access.toml").read_bytes()


def _archive(parts: dict[str, bytes]) -> bytes:
    content = io.BytesIO()
    with tarfile.open(fileobj=content, mode="w") as archive:
        for name, part in parts.items():
            told = tarfile.TarInfo(name)
            told.size = len(part)
            archive.addfile(told, io.BytesIO(part))
    return content.getvalue()
