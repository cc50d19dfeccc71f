"""The commands by which an office begins, lets people in and out, and checks its log."""

import csv
import json
import os
import stat
import tomllib
from datetime import timedelta

import pytest

from timpora import cli, paths
from timpora.access import log, sessions
from timpora.access.people import Refusal, Viewer, admit
from timpora.intake import ledger
from timpora.settings import now
from timpora.store import publish

HEADER = "PERIODE;KAB/KOTA;KECAMATAN;BVK;VOA;ITK;ITK PERALIHAN;ITAS;ITAP;TOTAL"
GOOD = f"{HEADER}\nOkt-24;Parepare;Ujung;0;0;0;0;1;0;1\n"
BAD = f"{HEADER}\nOkt-24;Parepare;Sorean;0;0;0;0;1;0;1\n"
LATER = f"{now().date() + timedelta(days=90)}"
SITI = "siti@kantor.go.id"


@pytest.fixture
def run(house, capsys):
    """Run a command line; gives its exit code and what it said."""

    def run(*arguments: str) -> tuple[int, str]:
        capsys.readouterr()
        code = cli.main([str(argument) for argument in arguments])
        said = capsys.readouterr()
        return code, said.out + said.err

    return run


@pytest.fixture
def admin(run):
    run("access", "init", "admin@kantor.go.id")


def come(email: str) -> Viewer | Refusal:
    return admit({"email": email, "email_verified": True}, now())


def test_the_first_admin_comes_in_and_is_told_what_login_still_needs(run):
    code, said = run("access", "init", "Admin@kantor.go.id")
    assert code == 0 and come("admin@kantor.go.id") == Viewer("admin@kantor.go.id", "admin", None)
    block = said[said.index("[auth]") : said.rindex('"') + 1]
    auth = tomllib.loads(block)["auth"]
    assert auth.keys() == {"redirect_uri", "cookie_secret", "client_id", "client_secret", "server_metadata_url"}
    assert len(auth["cookie_secret"]) == 64 and len(set(auth["cookie_secret"])) > 8
    assert auth["redirect_uri"].endswith("/oauth2callback") and ".streamlit/secrets.toml" in said


def test_every_start_makes_a_secret_of_its_own(run):
    first = run("access", "init", SITI)[1]
    (paths.access() / "access.toml").unlink()
    assert run("access", "init", SITI)[1] != first


def test_what_the_first_admin_finds_open_is_closed(run):
    paths.access().mkdir(parents=True)
    paths.access().chmod(0o755)
    run("access", "init", SITI)
    assert stat.S_IMODE(paths.access().stat().st_mode) == 0o700
    assert stat.S_IMODE((paths.access() / "access.toml").stat().st_mode) == 0o600


def test_there_is_one_first_admin(run, admin):
    code, said = run("access", "init", SITI)
    assert code == 1 and "admin@kantor.go.id" in said and "access grant" in said
    assert come(SITI) == Refusal("tidak-terdaftar")


def test_granted_listed_and_revoked(run, admin):
    assert run("access", "grant", SITI, "--role", "analis", "--scope", "73.72, 73.11.03", "--until", LATER)[0] == 0
    assert come(SITI) == Viewer(SITI, "analis", ("73.11.03", "73.72"))
    assert "analis  73.11.03 73.72  sampai" in run("access", "list")[1]
    code, said = run("access", "list", "--json")
    answer = json.loads(said)
    assert code == 0 and answer["findings"] == []
    assert answer["people"][1] == {
        "email": SITI, "group": "", "role": "analis", "scope": ["73.11.03", "73.72"], "until": LATER, "note": ""
    }  # fmt: skip
    assert run("access", "revoke", SITI)[0] == 0
    assert come(SITI) == Refusal("tidak-terdaftar")
    assert run("access", "revoke", SITI)[0] == 1


def test_a_group_is_granted_and_revoked_too(run, admin):
    grant = ("access", "grant", "--group", "tim 7", "--role", "pimpinan", "--scope", "kantor", "--until", LATER)
    assert run(*grant)[0] == 0
    claims = {"email": SITI, "email_verified": True, "groups": ["tim 7"]}
    assert admit(claims, now()) == Viewer(SITI, "pimpinan", None)
    assert run("access", "revoke", "--group", "tim 7")[0] == 0
    assert admit(claims, now()) == Refusal("tidak-terdaftar")


def test_the_whole_office_is_given_only_by_name(run, admin):
    code, said = run("access", "grant", SITI, "--role", "analis", "--until", LATER)
    assert code == 1 and "--scope kantor" in said and come(SITI) == Refusal("tidak-terdaftar")
    assert run("access", "grant", SITI, "--role", "petugas", "--until", LATER)[0] == 0


def test_the_last_admin_is_not_revoked(run, admin):
    code, said = run("access", "revoke", "admin@kantor.go.id")
    assert code == 1 and "admin terakhir" in said


def test_a_broken_file_is_exit_1_with_entry_and_remedy(run, admin):
    file = paths.access() / "access.toml"
    file.write_text(file.read_text("utf-8").replace('"admin"', '"direktur"'), "utf-8")
    for command in (
        ("list",),
        ("grant", SITI, "--role", "petugas", "--until", LATER),
        ("revoke", SITI),
        ("init", SITI),
    ):
        code, said = run("access", *command)
        assert code == 1 and "Entri 1 (admin@kantor.go.id): peran 'direktur' tidak dikenal" in said
    code, said = run("access", "list", "--json")
    assert code == 1 and "direktur" in json.loads(said)["findings"][0]


@pytest.mark.parametrize(
    "arguments",
    [
        "access",
        "access grant --role analis --until 2099-01-01",
        f"access grant {SITI} --group tim --role analis --until 2099-01-01",
        f"access grant {SITI} --role lokal --until 2099-01-01",
        f"access grant {SITI} --role admin",
        f"access grant {SITI} --role admin --until 2099-02-30",
        f"access grant {SITI} --role admin --until 20990228",
        f"access grant {SITI} --role admin --until 2099-W01-1",
        "access revoke",
        "access end-sessions",
        "log",
        "log export",
        "log export -o x.csv --since kemarin",
    ],
)
def test_wrong_usage_is_exit_2(house, arguments, capsys):
    with pytest.raises(SystemExit) as stopped:
        cli.main(arguments.split())
    assert stopped.value.code == 2


def test_every_login_of_a_person_is_ended(run, admin):
    at = now().timestamp()
    logins = [sessions.Login(name, SITI, at) for name in ("satu", "dua")]
    other = sessions.Login("tiga", "budi@kantor.go.id", at)
    for login in (*logins, other):
        sessions.begin(login, at)
    code, said = run("access", "end-sessions", "Siti@kantor.go.id")
    assert code == 0 and f"2 login {SITI}" in said
    assert [sessions.state(login, at) for login in (*logins, other)] == ["keluar", "keluar", "aktif"]
    assert log.read()[-1].details == {"target": SITI, "reason": "diakhiri"}
    assert run("access", "end-sessions", "siti")[0] == 1


def test_a_damaged_list_of_logins_is_a_sentence(run, admin):
    (paths.access() / "sessions.sqlite").write_bytes(b"bukan basis data" * 100)
    code, said = run("access", "end-sessions", SITI)
    assert code == 1 and "Hapus sessions.sqlite" in said


def test_a_log_that_was_changed_is_exit_1(run, admin):
    run("access", "grant", SITI, "--role", "petugas", "--until", LATER)
    assert run("log", "verify") == (0, "Catatan utuh: 2 baris, tidak ada yang diubah atau hilang.\n")
    (file,) = (paths.access() / "log").glob("*.jsonl")
    file.write_bytes(file.read_bytes().replace(SITI.encode(), b"budi@kantor.go.id"))
    code, said = run("log", "verify")
    assert code == 1 and "baris 2 (nomor 2): isinya diubah" in said


def test_the_log_is_exported_by_days_and_only_its_owner_reads_the_file(run, admin, house):
    today, file = now().date(), house.folder / "catatan.csv"
    assert run("log", "export", "-o", file, "--since", today - timedelta(days=1), "--until", today)[0] == 0
    with file.open(encoding="utf-8-sig", newline="") as content:
        (row,) = csv.DictReader(content)
    assert row["action"] == "ubah-akses" and "target=admin@kantor.go.id" in row["details"]
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert "0 baris" in run("log", "export", "-o", file, "--until", today - timedelta(days=1))[1]
    code, said = run("log", "export", "-o", house.folder / "tidak-ada" / "catatan.csv")
    assert code == 1 and "tidak-ada" in said


def test_what_is_loaded_undone_and_published_by_commands_is_in_the_log(run, house):
    run("load", house.file(GOOD))
    run("load", house.file(GOOD), "--dry-run")
    run("load", house.file(BAD))
    run("load", house.file(GOOD))  # known already: nothing was loaded
    run("publish")
    run("undo", "000001")
    run("undo", "000009")
    run("publish")  # refused: nothing to publish
    told = [(record.who, record.action, record.details) for record in log.read()]
    me, snapshot = ledger.person(), next(paths.published().glob("2024-10-*.duckdb")).stem
    assert told == [
        (me, "muat", {"load": "000001", "source": "izin_tinggal"}),
        (me, "terbit", {"snapshot": snapshot}),
        (me, "tarik", {"load": "000001"}),
    ]


def test_what_comes_in_by_the_inbox_is_in_the_log(run, house):
    inbox = house.folder / "masuk"
    inbox.mkdir()
    for name, content in (("baik.csv", GOOD), ("salah.csv", BAD)):
        (inbox / name).write_text(content)
        os.utime(inbox / name, (0, 0))
    run("load", "--inbox", inbox)
    assert [(record.action, record.details["load"]) for record in log.read()] == [("muat", "000001")]


def test_a_log_that_cannot_be_written_is_said(run, house):
    paths.access().mkdir(parents=True)
    (paths.access() / "log").write_text("bukan folder")
    house.permits("Okt-24 | Parepare | Ujung | 12")
    code, said = run("publish")
    assert code == 1 and "access/log" in said
    assert publish.is_current()  # what was published is served; that it is in no log is what was said
