"""What scripts rely on: exit codes, one JSON object, and that documented commands exist."""

import json
import re
import stat
import subprocess
import sys
from datetime import date

import pytest

from timpora import cli, paths, settings
from timpora.intake import ledger
from timpora.store import meeting_book, publish, room

HEADER = "PERIODE;KAB/KOTA;KECAMATAN;BVK;VOA;ITK;ITK PERALIHAN;ITAS;ITAP;TOTAL"
GOOD = f"{HEADER}\nOkt-24;Parepare;Ujung;0;0;0;0;1;0;1\n"
BAD = f"{HEADER}\nOkt-24;Parepare;Sorean;0;0;0;0;1;0;1\n"


def test_an_accepted_file_is_exit_0_and_one_json_object(house, capsys):
    assert cli.main(["load", str(house.file(GOOD)), "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["accepted"] is True and answer["source"] == "izin_tinggal"
    assert answer["period"] == "2024-10" and answer["rows"] == 1
    assert [found["severity"] for found in answer["findings"]] == ["warn"]


def test_a_refused_file_is_exit_1_and_its_findings_say_where(house, capsys):
    assert cli.main(["load", str(house.file(BAD)), "--json"]) == 1
    answer = json.loads(capsys.readouterr().out)
    assert answer["accepted"] is False
    (found,) = answer["findings"]
    assert set(found) == {"severity", "rule", "sheet", "cell", "value", "message"}
    assert (found["rule"], found["cell"], found["value"]) == ("unknown_area", "C2", "Sorean")
    assert "Soreang" in found["message"]
    assert ledger.entries() == []


def test_several_files_are_judged_each_by_itself(house, capsys):
    assert cli.main(["load", str(house.file(GOOD)), str(house.file(BAD)), "--json"]) == 1
    answer = json.loads(capsys.readouterr().out)
    assert [each["accepted"] for each in answer["files"]] == [True, False]
    assert len(ledger.entries()) == 1


@pytest.mark.parametrize(
    "arguments",
    [[], ["load"], ["load", "x.csv", "--period", "Oktober"], ["load", "x.csv", "--period", "2024-13"], ["terbit"]],
)
def test_wrong_usage_is_exit_2(house, arguments, capsys):
    with pytest.raises(SystemExit) as stopped:
        cli.main(arguments)
    assert stopped.value.code == 2


def test_a_file_that_is_not_there_and_a_source_that_is_not_known_are_findings(house, capsys):
    assert cli.main(["load", "tidak-ada.csv"]) == 1
    assert "tidak ditemukan" in capsys.readouterr().out
    assert cli.main(["load", str(house.file(GOOD)), "--source", "paspor"]) == 1
    assert "izin_tinggal" in capsys.readouterr().out


def test_publish_without_files_is_exit_1_with_the_remedy(house, capsys):
    assert cli.main(["publish"]) == 1
    assert "python -m timpora load" in capsys.readouterr().err


def test_status_and_check_speak_of_what_is_served(house, capsys):
    assert cli.main(["check"]) == 1
    house.permits("Okt-24 | Parepare | Ujung | 12")
    served = publish.publish().stem
    house.permits("Okt-24 | Parepare | Soreang | 1", reason="uji")
    capsys.readouterr()
    assert cli.main(["status", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["snapshot"] == served and answer["unpublished"] is True and answer["sample"] is False
    assert len(answer["loads"]) == 2
    assert cli.main(["status"]) == 0 and "python -m timpora publish" in capsys.readouterr().out
    assert cli.main(["check"]) == 0 and served in capsys.readouterr().out


def test_a_small_sample_walks_in_through_the_door_and_out_again(house, capsys):
    assert cli.main(["sample", "--months", "2"]) == 0
    assert cli.main(["publish"]) == 0
    assert all(entry.is_sample for entry in ledger.entries())
    assert cli.main(["sample", "--months", "2"]) == 1  # it is there already
    assert meeting_book.meetings() == []  # a small one has none
    meeting_book.record(date(2024, 10, 19), "Parepare", room.served().stem, "s@k.id", settings.now())
    assert cli.main(["sample", "--remove"]) == 0
    assert ledger.entries() == [] and not (paths.published() / "current").exists()
    assert meeting_book.meetings() == []  # its meetings were never the office's


def test_sample_data_does_not_go_where_real_data_is(house, capsys):
    house.permits("Okt-24 | Parepare | Ujung | 12")
    assert cli.main(["sample"]) == 1
    assert "data nyata" in capsys.readouterr().err
    assert len(ledger.entries()) == 1


def test_a_national_sample_needs_boundaries(house, capsys):
    assert cli.main(["sample", "--scope", "national"]) == 1
    assert "boundaries fetch" in capsys.readouterr().err


def test_every_command_is_in_the_readme_and_every_command_of_the_readme_exists():
    readme = (paths.ROOT / "README.md").read_text("utf-8")
    commands = set(cli._parser()._subparsers._group_actions[0].choices)
    assert {command for command in commands if f"`{command}" not in readme} == set()
    assert set(re.findall(r"python -m timpora (\w+)", readme)) <= commands
    targets = set(re.findall(r"^(\w+):", (paths.ROOT / "Makefile").read_text("utf-8"), re.M))
    assert set(re.findall(r"`make (\w+)`", readme)) <= targets


def test_setup_without_npm_says_so_once_and_goes_on_with_the_tile_map(house, capsys, monkeypatch):
    house.permits("Okt-24 | Parepare | Ujung | 12")
    monkeypatch.setenv("PATH", "")
    assert cli.main(["setup"]) == 0
    told = capsys.readouterr()
    assert "npm tidak ditemukan" in told.err and "peta ubin" in told.err and publish.is_current()
    assert cli.main(["setup"]) == 0
    again = capsys.readouterr()
    assert again.err == "" and "boundaries fetch" in again.out


def test_what_a_command_writes_is_for_nobody_but_the_user_who_runs_it(house):
    file = house.file(GOOD)
    subprocess.run([sys.executable, "-m", "timpora", "load", str(file)], cwd=paths.ROOT, check=True, umask=0o022)
    made = [paths.data(), *paths.data().rglob("*")]
    assert len(made) > 3
    assert [path.name for path in made if stat.S_IMODE(path.stat().st_mode) & 0o077] == []


def test_a_command_waits_for_no_library_that_it_does_not_need():
    heavy = "{'pandas', 'geopandas', 'streamlit', 'matplotlib', 'sklearn'}"
    script = f"import sys, timpora.cli; print(sorted({heavy} & set(sys.modules)))"
    found = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=paths.ROOT)
    assert found.stdout.strip() == "[]"
