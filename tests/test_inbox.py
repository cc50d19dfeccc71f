"""A scheduled job empties a folder: every file ends in accepted/ or refused/ with its report, and none twice."""

import json
import os
import subprocess
import sys

import pytest

from timpora import cli, paths
from timpora.intake import ledger

HEADER = "PERIODE;KAB/KOTA;KECAMATAN;BVK;VOA;ITK;ITK PERALIHAN;ITAS;ITAP;TOTAL"
LONG_AGO = 1_600_000_000


@pytest.fixture
def inbox(house):
    folder = house.folder / "masuk"
    folder.mkdir()

    def drop(name: str, area: str = "Ujung", itas: int = 1, month: str = "Okt-24", at: int = LONG_AGO):
        file = folder / name
        file.write_text(f"{HEADER}\n{month};Parepare;{area};0;0;0;0;{itas};0;{itas}\n")
        os.utime(file, (at, at))
        return file

    drop.folder = folder
    return drop


def names(folder) -> list[str]:
    return sorted(file.name for file in folder.iterdir()) if folder.exists() else []


def test_each_file_is_put_away_with_its_report_beside_it(inbox, capsys):
    inbox("baik.csv")
    inbox("salah.csv", area="Sorean")
    assert cli.main(["load", "--inbox", str(inbox.folder)]) == 1
    assert names(inbox.folder / "accepted") == ["baik.csv", "baik.csv.laporan.txt"]
    assert names(inbox.folder / "refused") == ["salah.csv", "salah.csv.laporan.txt"]
    assert "Sorean" in (inbox.folder / "refused" / "salah.csv.laporan.txt").read_text()
    assert [entry.original_name for entry in ledger.entries()] == ["baik.csv"]
    capsys.readouterr()
    assert cli.main(["load", "--inbox", str(inbox.folder), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["accepted"] is True


def test_a_file_in_doubt_waits_in_refused_and_says_how_to_accept_it(inbox):
    inbox("a.csv", itas=12, month="Sep-24")
    inbox("b.csv", itas=120)
    cli.main(["load", "--inbox", str(inbox.folder)])
    assert "--reason" in (inbox.folder / "refused" / "b.csv.laporan.txt").read_text()
    assert len(ledger.entries()) == 1


def test_a_file_that_is_still_being_written_or_leads_elsewhere_stays(inbox, house):
    inbox("baru.csv", at=9_999_999_999)
    inbox("unduhan.csv.part")
    inbox("~$kunci.xlsx")
    (inbox.folder / "tautan.csv").symlink_to(house.file("rahasia"))
    before = names(inbox.folder)
    assert cli.main(["load", "--inbox", str(inbox.folder)]) == 0
    assert [name for name in names(inbox.folder) if name != ".timpora.lock"] == before


def test_a_file_of_the_same_name_never_overwrites_last_months(inbox):
    for itas in (1, 2):
        inbox("izin.csv", itas=itas)
        cli.main(["load", "--inbox", str(inbox.folder)])
    assert names(inbox.folder / "accepted") == [
        "izin (2).csv",
        "izin (2).csv.laporan.txt",
        "izin.csv",
        "izin.csv.laporan.txt",
    ]


def test_a_job_killed_between_ledger_and_folder_is_finished_by_the_next_without_a_second_extract(inbox):
    file = inbox("izin.csv")
    assert cli.main(["load", str(file)]) == 0  # as if the job had died before it put the file away
    assert cli.main(["load", "--inbox", str(inbox.folder)]) == 0
    assert len(ledger.entries()) == 1 and "izin.csv" in names(inbox.folder / "accepted")


def test_two_jobs_at_once_take_each_file_once(inbox):
    for number in range(12):
        inbox(f"{number:02}.csv", itas=number + 1, month=f"{number + 1:02}/2023")
    command = [sys.executable, "-m", "timpora", "load", "--inbox", str(inbox.folder), "--json"]
    jobs = [subprocess.Popen(command, cwd=paths.ROOT, env=dict(os.environ), stdout=subprocess.PIPE) for _ in range(2)]
    answers = [json.loads(job.communicate(timeout=120)[0]) for job in jobs]
    assert sum(answer["rows"] for answer in answers) == 12
    assert len(ledger.entries()) == 12 and len(names(inbox.folder / "accepted")) == 24


def test_a_folder_that_is_not_there_is_a_sentence(house, capsys):
    assert cli.main(["load", "--inbox", str(house.folder / "tidak-ada")]) == 1
    assert "tidak-ada" in capsys.readouterr().err
