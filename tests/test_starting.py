"""A server that is not safe does not start, and says what is wrong, where, and the command that mends it."""

import os
import subprocess
from datetime import date

import identity
import pytest
from served import command, free_port, running, status
from streamlit import config
from test_access_pages import asks_for_login

from timpora import paths
from timpora.web import starting

TODAY = date(2026, 11, 26)
OPTIONS = {
    "server.address": "0.0.0.0",
    "server.enableCORS": True,
    "server.enableXsrfProtection": True,
    "server.enableAgentApi": False,
    "server.trustedUserHeaders": {},
    "server.baseUrlPath": "",
    "client.showErrorDetails": "none",
    "global.developmentMode": False,
    "browser.serverAddress": "peta.kantor.example",
}
AUTH = identity.CLIENT | {
    "redirect_uri": "https://peta.kantor.example/oauth2callback",
    "cookie_secret": identity.COOKIE_SECRET,
    "server_metadata_url": "https://login.kantor.example/.well-known/openid-configuration",
}


class Office:
    """A server on every network with login, as it should be; each test spoils one thing."""

    def __init__(self, data, folder):
        self.data = data
        self.secrets = identity.configure(folder / "secrets.toml", "https://peta.kantor.example")
        (data / "published").mkdir(parents=True)
        self.list = identity.list_people(data)

    def faults(self, auth: dict | None = None, **options) -> list[str]:
        asked = OPTIONS | {name.replace("__", "."): value for name, value in options.items()}
        return starting.faults(asked.__getitem__, AUTH if auth is None else auth, [self.secrets], TODAY)


@pytest.fixture
def office(house, tmp_path) -> Office:
    return Office(paths.data(), tmp_path)


def the(faults: list[str]) -> str:
    assert len(faults) == 1, faults
    return faults[0]


def test_an_office_with_login_an_admin_and_closed_folders_may_serve_every_network(office):
    assert office.faults() == []
    assert office.faults(server__address="") == []


@pytest.mark.parametrize("address", ["127.0.0.1", "127.8.9.1", "::1", "localhost"])
def test_without_login_this_computer_is_served(house, address):
    options = OPTIONS | {"server.address": address}
    assert starting.faults(options.__getitem__, None, [], TODAY) == []


@pytest.mark.parametrize(
    "address", ["0.0.0.0", "::", "", None, "192.168.1.10", "peta.kantor.example", "unix://peta", "127.0.0.1.example"]
)
def test_without_login_nobody_else_is(house, address):
    options = OPTIONS | {"server.address": address}
    said = the(starting.faults(options.__getitem__, None, [], TODAY))
    assert "login belum diatur" in said and "python -m timpora access init" in said and (address or "*") in said


def test_people_listed_without_login_are_not_served_as_one_user_with_all_rights(office):
    options = OPTIONS | {"server.address": "127.0.0.1"}
    said = the(starting.faults(options.__getitem__, None, [office.secrets], TODAY))
    assert str(office.list) in said and "siapa pun mempunyai semua hak" in said


def test_login_with_nobody_listed_says_how_to_list_the_first(office):
    office.list.unlink()
    assert "python -m timpora access init" in the(office.faults())


def test_a_list_without_an_admin_or_with_one_whose_time_has_passed_is_refused(office):
    others = {"analis": identity.LISTED["analis"]}
    for listed in (others, others | {"admin": ("admin", identity.OFFICE, "2026-11-25")}):
        identity.list_people(office.data, listed)
        assert "--role admin" in the(office.faults())
    identity.list_people(office.data, others | {"admin": ("admin", identity.OFFICE, "2026-11-26")})
    assert office.faults() == []


def test_a_list_that_cannot_be_read_names_its_entry(office):
    identity.list_people(office.data, identity.LISTED | {"raja": ("raja", identity.OFFICE, identity.FAR)})
    said = the(office.faults())
    assert str(office.list) in said and identity.email("raja") in said and "peran 'raja' tidak dikenal" in said


@pytest.mark.parametrize(
    "secret",
    [
        "a7f3b2c9d1e8f4a6b5c3d2e1f9a8b7c",
        "x" * 64,
        "xyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxy",
        "1101100111010010100110101100101101",
        "aB3$xY7!qW9&" * 4,
        "change-me-please-9f8e7d6c5b4a39281706",
        "My-Very-Long-SECRET-for-this-cookie-42",
        "rahasia-kantor-imigrasi-parepare-2026",
        "0123456789abcdefghijklmnopqrstuvwxyz",
        " " * 40,
    ],
)
def test_a_secret_that_can_be_guessed_is_refused_with_the_command_for_a_better_one(office, secret):
    said = the(office.faults(AUTH | {"cookie_secret": secret}))
    assert "cookie_secret" in said
    assert secret.isspace() or "secrets.token_hex(32)" in said
    assert secret not in said


@pytest.mark.parametrize("key", sorted(AUTH))
def test_a_key_of_login_that_is_missing_is_named(office, key):
    for value in ({}, {key: ""}, {key: 5}):
        assert key in the(office.faults({name: AUTH[name] for name in AUTH if name != key} | value))


@pytest.mark.parametrize("auth", [{}, "rahasia", 5, []])
def test_an_empty_or_senseless_login_is_no_login(office, auth):
    assert "cookie_secret" in the(office.faults(auth))


@pytest.mark.parametrize("key", ["redirect_uri", "server_metadata_url"])
@pytest.mark.parametrize(
    "url",
    ["http://peta.kantor.example/oauth2callback", "ftp://127.0.0.1/oauth2callback", "/oauth2callback", "https://["],
)
def test_an_address_that_can_be_read_on_the_way_is_refused(office, key, url):
    said = the(office.faults(AUTH | {key: url}))
    assert said.startswith(key) and "https://" in said


def test_a_provider_on_this_computer_needs_no_https(office):
    here = {"redirect_uri": "http://127.0.0.1:8501/oauth2callback", "server_metadata_url": "http://localhost:9400/meta"}
    assert office.faults(AUTH | here, browser__serverAddress="127.0.0.1") == []


@pytest.mark.parametrize(
    "url",
    [
        "https://lain.kantor.example/oauth2callback",
        "https://peta.kantor.example/peta/oauth2callback",
        "https://peta.kantor.example/oauth2callback?a=1",
        "https://peta.kantor.example/",
    ],
)
def test_a_way_back_from_login_that_leads_elsewhere_is_refused(office, url):
    said = the(office.faults(AUTH | {"redirect_uri": url}))
    assert "https://peta.kantor.example/oauth2callback" in said and "browser.serverAddress" in said


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("server.enableCORS", False),
        ("server.enableXsrfProtection", False),
        ("server.enableAgentApi", True),
        ("server.trustedUserHeaders", {"X-Forwarded-Email": "email"}),
        ("server.baseUrlPath", "peta"),
        ("client.showErrorDetails", "full"),
        ("client.showErrorDetails", "type"),
        ("global.developmentMode", True),
    ],
)
def test_an_option_that_opens_a_way_round_the_login_is_refused_even_on_loopback(office, option, value):
    said = the(office.faults(**{"server__address": "127.0.0.1", option: value}))
    assert said.startswith(option) and ".streamlit/config.toml" in said


@pytest.mark.parametrize("mode", [0o740, 0o720, 0o704, 0o702])
@pytest.mark.parametrize("name", ["data", "data/access", "data/access/access.toml", "data/published", "secrets.toml"])
def test_what_others_on_this_computer_can_read_or_write_is_refused_with_the_command_that_closes_it(
    office, tmp_path, name, mode
):
    path = tmp_path / name
    path.chmod(mode)
    said = the(office.faults())
    assert f"hak {mode:03o}" in said and said.endswith(f"chmod -R go-rwx {path}")
    subprocess.run(said.partition(": ")[2].split(), check=True)
    assert office.faults() == []


def test_the_command_that_closes_a_folder_can_be_pasted_though_its_name_has_a_space(house, tmp_path, monkeypatch):
    monkeypatch.setenv("TIMPORA_DATA", str(tmp_path / "data kantor"))
    office = Office(paths.data(), tmp_path)
    paths.data().chmod(0o755)
    subprocess.run(the(office.faults()).partition("Tutup: ")[2], shell=True, check=True)
    assert office.faults() == []


@pytest.mark.skipif(os.geteuid() != 0, reason="hanya root dapat memberikan berkas kepada pengguna lain")
def test_what_belongs_to_somebody_else_is_refused(office):
    os.chown(office.list, 65534, 65534)
    said = the(office.faults())
    assert str(office.list) in said and "chown -R root" in said


def test_a_second_provider_that_could_name_the_same_people_is_refused(office):
    kwargs = {"client_kwargs": {"scope": "openid email"}}
    assert office.faults(AUTH | kwargs) == []
    assert "[auth.lain]" in the(office.faults(AUTH | kwargs | {"lain": {"client_id": "timpora"}}))


def test_every_fault_is_said_not_only_the_first(office):
    office.secrets.chmod(0o644)
    said = office.faults(AUTH | {"cookie_secret": "pendek"}, server__enableCORS=False)
    assert len(said) == 3 and all(sentence in " ".join(said) for sentence in ("cookie_secret", "enableCORS", "chmod"))


def refused(*options: str, secrets=None) -> str:
    """What a real server says that does not start: exit code 1, no traceback."""
    port = free_port()
    done = subprocess.run(
        command(port, secrets, options), cwd=paths.ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 1 and "Traceback" not in done.stderr and "browser" not in done.stdout
    with pytest.raises(OSError, match="refused"):
        status(f"http://127.0.0.1:{port}/healthz")
    return done.stderr


@pytest.mark.parametrize("address", [pytest.param("0.0.0.0", marks=pytest.mark.slow), ""])
def test_a_real_server_without_login_does_not_start_on_every_network(house, address):
    said = refused("--server.address", address)
    assert said.startswith("Server tidak dijalankan, karena belum aman:\n- ") and "access init" in said


BROKEN = [b'[auth\ncookie_secret = "', b"\xff\xfe[auth]"]


@pytest.mark.parametrize("content", BROKEN)
def test_a_broken_secrets_file_is_not_taken_for_no_login_at_all(house, tmp_path, capsys, content):
    file, before = tmp_path / "secrets.toml", config.get_option("secrets.files")
    file.write_bytes(content)
    asks_for_login([str(file)])
    try:
        with pytest.raises(SystemExit):
            starting.insist()
    finally:
        asks_for_login(before)
    assert f"{file} tidak dapat dibaca" in capsys.readouterr().err


@pytest.mark.parametrize("content", [BROKEN[0], pytest.param(BROKEN[1], marks=pytest.mark.slow)])
def test_a_real_server_does_not_take_a_broken_secrets_file_for_no_login_at_all(house, tmp_path, content):
    file = tmp_path / "secrets.toml"
    file.write_bytes(content)
    assert f"{file} tidak dapat dibaca" in refused(secrets=file)


def test_a_real_server_does_not_guess_which_numbers_it_shall_serve(house, monkeypatch):
    monkeypatch.setenv("TIMPORA_VIEW", "pasti")
    said = refused()
    assert "TIMPORA_VIEW='pasti'" in said and "protected" in said and "exact" in said


def test_a_real_server_with_login_does_not_start_on_an_open_data_folder(house, tmp_path):
    identity.list_people(paths.data())
    paths.data().chmod(0o755)
    said = refused(secrets=identity.configure(tmp_path / "secrets.toml", "http://127.0.0.1:8501"))
    assert f"chmod -R go-rwx {paths.data()}" in said


def test_a_real_server_without_login_says_so_and_keeps_its_new_data_folder_to_itself(house):
    with running(paths.data(), is_fresh=True) as server:
        said = server.output.read_text("utf-8")
    assert "tanpa login" in said and "hanya komputer ini" in said
    assert paths.data().stat().st_mode & 0o777 == 0o700
