"""`make serve`: replicas behind a real nginx, one of them killed, a publication in the middle, TLS."""

import http.client
import json
import os
import re
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from time import monotonic

import identity
import pytest
from conftest import House
from playwright.sync_api import expect
from replicas import COOKIE, PATIENCE, Serving, certificate, free_ports, is_listening, is_well, named, serving, trusting
from served import status
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from test_browser import browser, the_map, visit  # noqa: F401 (fixtures)
from websockets.sync.client import connect
from wire import USER, XSRF, Wire, ask, sign

from benchmarks.wire import Session
from timpora import cli, paths
from timpora.commands import serve
from timpora.store import publish
from timpora.web.front import Front, Places, around, site

NGINX = shutil.which("nginx", path=f"{os.environ['PATH']}:{serve.SYSTEM}")
UJUNG = "73.72.02"
USERS = 20

needs_nginx = pytest.mark.skipif(NGINX is None, reason="perlu nginx: apt install nginx-light")


@pytest.fixture(scope="module")
def published(tmp_path_factory) -> tuple[Path, list[str]]:
    """A data folder with two publications, the second with a correction, and their ids; the first is served."""
    folder = tmp_path_factory.mktemp("replika")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TIMPORA_DATA", str(folder / "data"))
        house, ids = House(folder), []
        house.permits(*(f"{month} | Parepare | Ujung | 1110" for month in ("Sep-24", "Okt-24")), reason="uji")
        ids.append(publish.publish().stem)
        house.permits(
            *(f"{month} | Parepare | Ujung | 2220" for month in ("Sep-24", "Okt-24")), received="2024-11-20", reason="u"
        )
        ids.append(publish.publish().stem)
    put_in_service(folder / "data", ids[0])
    identity.close(folder / "data")
    return folder / "data", ids


def put_in_service(data: Path, snapshot: str) -> None:
    """What a publication does last."""
    link = data / "published" / "current"
    aside = link.with_name("current.uji")
    aside.symlink_to(f"{snapshot}.duckdb")
    aside.replace(link)


@pytest.fixture(scope="module")
def office(published) -> Iterator[Serving]:
    with serving(published[0]) as office:
        yield office


def stay(replica: int | str) -> dict[str, str]:
    return {COOKIE: str(replica)}


# --- one address


@needs_nginx
@pytest.mark.slow
def test_a_browser_stays_with_the_replica_that_answered_it_and_others_get_another(office):
    given = [named(ask(office.address, "/peta").header("set-cookie")) for _ in range(4)]
    assert sorted(set(given)) == ["1", "2"]
    for replica in set(given):
        assert ask(office.address, "/peta", cookies=stay(replica)).header("set-cookie") == ""
    assert named(ask(office.address, "/peta", cookies=stay("9; x")).header("set-cookie")) in ("1", "2")


@needs_nginx
def test_what_is_uploaded_comes_to_the_replica_that_holds_the_session(office):
    line = "--grens"
    body = f'{line}\r\nContent-Disposition: form-data; name="f"; filename="a.csv"\r\n\r\nx\r\n{line}--\r\n'.encode()
    with Wire(office.address, stay(2)) as wire:
        assert "permessage-deflate" in wire.socket.response.headers["sec-websocket-extensions"]
        session = wire.run("peta").session
        given = ask(office.address, "/_stcore/health", cookies=stay(2)).header("set-cookie")
        crumbs = {XSRF: re.search(rf"{XSRF}=([^;]+)", given)[1]}
        told = {"X-Xsrftoken": crumbs[XSRF], "Content-Type": "multipart/form-data; boundary=grens"}
        path = f"/_stcore/upload_file/{session}/berkas"
        brought = [
            ask(office.address, path, method="PUT", cookies=crumbs | stay(replica), headers=told, body=body).status
            for replica in (2, 1)
        ]
        assert brought == [204, 404]


@needs_nginx
def test_scripts_are_kept_compressed_and_the_gate_is_asked_each_time(office):
    page = ask(office.address, "/").text
    script = "/" + re.search(r"static/js/index[\w.-]+\.js", page)[0]
    packed = {"Accept-Encoding": "gzip"}
    for path in (script, "/leaflet/leaflet.js"):
        first, again = (ask(office.address, path, headers=packed) for _ in range(2))
        assert again.header("x-timpora-cache") == "HIT" and again.status == 200
        assert again.header("content-encoding") == "gzip" and again.body == first.body
        assert again.header("set-cookie") == "" and "no-store" not in again.header("cache-control")
    direct = ask(f"http://127.0.0.1:{office.ports[0]}", script)
    assert ask(office.address, script).body == direct.body and len(direct.body) > 2 * len(first.body)
    # Whom the gate refuses gets nothing out of the store either: without login, whoever came past another proxy.
    for header in ("X-Forwarded-For", "Forwarded", "Via"):
        refused = ask(office.address, script, headers={header: "10.0.0.9"})
        assert refused.status in (401, 403) and len(refused.body) < 1000, header
        assert ask(office.address, "/peta", headers={header: "10.0.0.9"}).status == 403
    assert ask(office.address, script, headers={"Host": "lain.example"}).status == 421


@needs_nginx
def test_in_place_of_a_script_that_is_not_there_nothing_is_kept(office):
    for _ in range(2):
        assert ask(office.address, "/static/js/nanti.0123abcd.js").header("x-timpora-cache") != "HIT"
    assert ask(office.address, "/geometri/tidakada.js").status == 404


@needs_nginx
def test_the_gate_sees_each_path_as_it_was_written(office):
    for path in ("/static/%2e%2e/media/a", "//media/a", "/leaflet/..%2fmedia", "/static/js/../../media/a"):
        assert ask(office.address, path).status == 400, path


@needs_nginx
def test_measurements_are_asked_of_a_replica_and_not_of_nginx(office):
    assert ask(office.address, "/metrics").status == 404
    assert ask(f"http://127.0.0.1:{office.ports[0]}", "/metrics").status == 200


@needs_nginx
def test_a_request_that_brings_more_than_it_needs_takes_nobody_elses_answer(office):
    """The gate is asked by the head of it: what came with it must not become a request of its own behind nginx."""
    script = "/" + re.search(r"static/js/index[\w.-]+\.js", ask(office.address, "/").text)[0]
    smuggled = b"GET /metrics HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".ljust(600)
    ask(office.address, script, cookies=stay(1))  # from now on it is kept, and the gate alone is asked
    for _ in range(8):  # whichever of nginx's workers and of its connections it is
        assert ask(office.address, script, cookies=stay(1), body=smuggled).status == 200
    for _ in range(16):
        answer = ask(office.address, "/healthz", cookies=stay(1))
        assert answer.status == 200 and list(json.loads(answer.body)) == ["snapshot"]


# --- a replica dies


@needs_nginx
@pytest.mark.browser
@pytest.mark.slow
def test_a_replica_is_killed_and_the_view_comes_back_by_itself_and_goes_on(office, visit):  # noqa: F811 (a fixture)
    page = visit(f"{office.address}/peta")
    frame = the_map(page)
    frame.get_by_role("button", name="Bulan sebelumnya").click()
    expect(page.locator(".answer")).to_contain_text("September 2024")
    box = frame.get_by_label("Cari kecamatan")
    box.fill("Ujung")
    box.press("Enter")
    expect(page.locator(".area")).to_have_text("Ujung")
    expect(page).to_have_url(re.compile(f"periode=2024-09.*wilayah={UJUNG}|wilayah={UJUNG}.*periode=2024-09"))

    page.evaluate("() => { window.isTheSamePage = true }")
    before = replica_of(page)
    with page.expect_websocket():
        os.kill(office.pid_of(office.ports[int(before) - 1]), signal.SIGKILL)
    # What is said before the line is open again is said to nobody.
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-connection-state", "CONNECTED")
    the_map(page).get_by_role("button", name="Bulan berikutnya").click()
    expect(page.locator(".answer")).to_contain_text("Oktober 2024")
    expect(page.locator(".area")).to_have_text("Ujung")
    expect(page).to_have_url(re.compile(f"wilayah={UJUNG}"))
    assert replica_of(page) != before and page.evaluate("() => window.isTheSamePage")

    # The dead one comes back, and whoever was taken over stays where their session is.
    office.until(lambda: is_well(office.ports[int(before) - 1]))
    assert f"(port {office.ports[int(before) - 1]}) berhenti sendiri" in office.said()
    taken_over = replica_of(page)
    the_map(page).get_by_role("button", name="Bulan sebelumnya").click()
    expect(page.locator(".answer")).to_contain_text("September 2024")
    assert replica_of(page) == taken_over


def replica_of(page) -> str:
    return next(cookie["value"] for cookie in page.context.cookies() if cookie["name"] == COOKIE)


# --- a publication


@needs_nginx
@pytest.mark.slow
def test_something_is_published_again_and_again_while_twenty_users_click_and_no_page_mixes_two(office, published):
    data, ids = published
    done = threading.Event()

    def publishing() -> None:
        turns = cycle(ids)
        while not done.wait(0.03):
            put_in_service(data, next(turns))

    def user(number: int) -> list[str]:
        with Wire(office.address, stay(1 + number % 2)) as wire:
            looks = [("peta", ""), ("peta", "periode=2024-09"), ("tren", ""), ("peta", f"wilayah={UJUNG}")]
            return [wire.run(page, query).text for page, query in looks]

    publisher = threading.Thread(target=publishing)
    publisher.start()
    try:
        with ThreadPoolExecutor(USERS) as users:
            seen = [page for pages in users.map(user, range(USERS)) for page in pages]
    finally:
        done.set()
        publisher.join()
    told = [{number for number in ("1.110", "2.220") if number in page} for page in seen]
    assert all(len(numbers) == 1 for numbers in told)
    assert set.union(*told) == {"1.110", "2.220"}
    assert not [page for page in seen if "Terjadi kesalahan" in page or "Traceback" in page]


class Reader(Session):
    """A session that keeps what it was told last."""

    patience = 600  # seconds: twenty at once on a machine that does other things too
    told = ""

    def __init__(self, port: int, page: str, query: str = ""):
        super().__init__(port, page, query)
        self._kept: dict[str, ForwardMsg] = {}

    def _notice(self, message: ForwardMsg) -> None:
        super()._notice(message)
        self._kept[message.hash] = message
        self.told += message.SerializeToString().decode("utf-8", "replace")

    @property
    def drawn(self) -> str:
        """What stands on the page after the last answer. A run that gave way to another left nothing; of what this

        browser has already, only the name comes.
        """
        messages: list[ForwardMsg] = []
        for message in self.messages:
            kind = message.WhichOneof("type")
            if kind == "script_finished" and message.script_finished == ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                messages.clear()
            messages.append(self._kept[message.ref_hash] if kind == "ref_hash" else message)
        return b"\n".join(message.SerializeToString() for message in messages).decode("utf-8", "replace")


@dataclass(frozen=True)
class Look:
    """A page that somebody was shown."""

    user: int
    begun: float
    ended: float
    text: str

    @property
    def numbers(self) -> set[str]:
        return {number for number in (BEFORE, AFTER) if number in self.text}


BEFORE, AFTER = "2.220", "3.330"


def clicking(port: int, user: int, all_here: threading.Barrier, is_over: threading.Event) -> list[Look]:
    """What this user is shown who, once all are here, goes from page to page and clicks on the map, till it is over.

    And twice more then. Whoever is told nothing at all fails here.
    """
    looks: list[Look] = []
    with Reader(port, "peta", f"wilayah={UJUNG}") as reader:
        clicks = [
            lambda: reader.say(periode="2024-09"),
            lambda: reader.say(periode="2024-10"),
            lambda: reader.go("tren", f"wilayah={UJUNG}"),
            lambda: reader.go("peta", f"wilayah={UJUNG}"),
        ]
        reader.open()
        all_here.wait()
        turns, left = cycle(clicks), 2
        while left:
            left -= is_over.is_set()
            begun = monotonic()
            next(turns)()
            looks.append(Look(user, begun, monotonic(), reader.drawn))
    return looks


@needs_nginx
@pytest.mark.slow
def test_while_twenty_users_click_a_correction_is_published_and_no_page_fails_or_mixes_and_all_have_it(
    office, published, monkeypatch
):
    data, ids = published
    monkeypatch.setenv("TIMPORA_DATA", str(data))
    put_in_service(data, ids[1])
    corrected = [f"{month} | Parepare | Ujung | 3330" for month in ("Sep-24", "Okt-24")]
    assert House(data.parent).permits(*corrected, received="2024-12-03", reason="uji").entry
    all_here, is_over = threading.Barrier(USERS + 1, timeout=Reader.patience), threading.Event()
    try:
        with ThreadPoolExecutor(USERS) as users:
            people = [users.submit(clicking, office.port, user, all_here, is_over) for user in range(USERS)]
            try:
                all_here.wait()
                start = monotonic()
                command = [sys.executable, "-m", "timpora", "publish"]
                done = subprocess.run(
                    command, cwd=paths.ROOT, capture_output=True, text=True, timeout=Reader.patience, check=False
                )
                end = monotonic()
            finally:
                is_over.set()
            looks = [look for one in people for look in one.result()]
        assert done.returncode == 0, done.stderr
        assert json.loads(ask(office.address, "/healthz").text)["snapshot"] not in ids
    finally:
        put_in_service(data, ids[0])
    assert [look.text for look in looks if "Terjadi kesalahan" in look.text or "Traceback" in look.text] == []
    assert [look.numbers for look in looks if len(look.numbers) != 1] == []
    # They were clicking all the while, and whoever clicks once it has ended is shown what it brought.
    assert {look.user for look in looks if look.begun < end and look.ended > start} == set(range(USERS))
    assert any(look.begun < end and look.numbers == {BEFORE} for look in looks)
    assert [look.user for look in looks if look.begun > end and look.numbers != {AFTER}] == []
    assert {look.user for look in looks if look.begun > end} == set(range(USERS))
    # Nobody goes back to the old once they have seen the new.
    for user in range(USERS):
        shown = [look.numbers for look in looks if look.user == user]
        assert shown == sorted(shown, key=lambda numbers: numbers == {AFTER})


@needs_nginx
def test_a_click_on_the_map_after_a_publication_draws_the_whole_page_from_it(office, published):
    data, ids = published
    put_in_service(data, ids[0])
    with Reader(office.port, "peta", f"wilayah={UJUNG}") as reader:
        reader.open()
        assert "1.110" in reader.told and "2.220" not in reader.told
        put_in_service(data, ids[1])
        reader.told = ""
        reader.say(periode="2024-09")
        assert "2.220" in reader.told and "1.110" not in reader.told
        assert "September 2024" in reader.told


@needs_nginx
def test_all_replicas_answer_from_what_is_published_without_a_restart(office, published):
    data, ids = published
    for snapshot in (*ids, ids[0]):
        put_in_service(data, snapshot)
        for port in office.ports:
            assert json.loads(status(f"http://127.0.0.1:{port}/healthz")[1]) == {"snapshot": snapshot}


# --- TLS


@needs_nginx
@pytest.mark.filterwarnings("ignore:ssl.TLSVersion:DeprecationWarning")  # that old versions are refused is the point
def test_with_a_certificate_everything_goes_by_https_and_what_is_kept_is_for_who_is_let_in(published, tmp_path):
    data, _ = published
    [port] = free_ports(1)
    address = f"https://127.0.0.1:{port}"
    cert, key = certificate(tmp_path)
    told = identity.configure(tmp_path / "secrets.toml", address)
    access = identity.list_people(data)
    options = ["--tls-cert", str(cert), "--tls-key", str(key), "--name", "127.0.0.1"]
    try:
        with serving(data, 1, told, options, port=port) as office:
            plain = ask(f"http://127.0.0.1:{port}", "/peta?periode=2024-09")
            assert (plain.status, plain.header("location")) == (301, f"{address}/peta?periode=2024-09")
            page = asked(port, cert, "/peta")
            assert page.status == 302 and page.headers["strict-transport-security"]
            given = page.headers.get_all("set-cookie")
            assert given and all("Secure" in each and "HttpOnly" in each for each in given)
            health = asked(port, cert, "/_stcore/health")
            token = re.search(rf"{XSRF}=([^;]+)", str(health.headers))[1]
            claims = {"email": identity.email("analis"), "email_verified": True, "is_logged_in": True}
            claims |= {"provider": "default", "origin": address, "nonce": "uji"}
            crumbs = f"{USER}={sign(identity.COOKIE_SECRET, USER, json.dumps(claims))}; {XSRF}={token}"
            script = "/" + re.search(r"static/js/index[\w.-]+\.js", asked(port, cert, "/", crumbs).text)[0]
            kept = [asked(port, cert, script, crumbs).headers["x-timpora-cache"] for _ in range(2)]
            assert kept == ["MISS", "HIT"]
            assert asked(port, cert, script).status == 401
            assert asked(port, cert, "/leaflet/leaflet.js").status == 200
            with connect(
                f"wss://127.0.0.1:{port}/_stcore/stream",
                ssl=trusting(cert),
                origin=address,
                subprotocols=["streamlit", token],
                additional_headers={"Cookie": crumbs},
            ) as socket:
                assert socket.response.status_code == 101
            with pytest.raises(ssl.SSLError):
                old = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
                old.load_verify_locations(cert)
                old.set_ciphers("ALL:@SECLEVEL=0")  # so that it is our side that refuses, and not this client
                old.minimum_version = ssl.TLSVersion.TLSv1
                old.maximum_version = ssl.TLSVersion.TLSv1_1
                asked(port, cert, "/peta", trust=old)
            os.kill(office.pid_of(office.ports[0]), signal.SIGKILL)
            down = asked(port, cert, "/peta", crumbs)
            assert all(said in down.text for said in ("mencoba lagi sendiri", "tries again by itself"))
            assert down.status == 503 and down.headers["retry-after"] == "5"
    finally:
        access.unlink()


class Asked:
    def __init__(self, answer: http.client.HTTPResponse):
        self.status, self.headers, self.text = answer.status, answer.headers, answer.read().decode("utf-8", "replace")


def asked(port: int, cert: Path, path: str, cookies: str = "", trust: ssl.SSLContext | None = None) -> Asked:
    connection = http.client.HTTPSConnection("127.0.0.1", port, context=trust or trusting(cert), timeout=60)
    try:
        connection.request("GET", path, headers={"Cookie": cookies} if cookies else {})
        return Asked(connection.getresponse())
    finally:
        connection.close()


# --- what it insists on


@pytest.fixture
def without_nginx(house, monkeypatch, tmp_path):
    """A protected house on a computer without nginx: what is not refused before says that, and serves nothing."""
    monkeypatch.setenv("TIMPORA_VIEW", "protected")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(serve, "SYSTEM", str(tmp_path))


def test_a_port_that_another_server_has_is_named_and_nothing_is_started(house, capsys, monkeypatch):
    monkeypatch.setenv("TIMPORA_VIEW", "protected")
    [port] = free_ports(1)
    with socket.create_server(("127.0.0.1", port)):
        monkeypatch.setattr(serve.shutil, "which", lambda *_, **__: "/bin/false")
        assert cli.main(["serve", "--port", str(port)]) == 1
    said = capsys.readouterr()
    assert f"127.0.0.1:{port} sudah dipakai" in said.err and not said.out


@needs_nginx
@pytest.mark.slow
def test_a_server_without_login_is_not_served_to_others_by_a_certificate(published, tmp_path):
    cert, key = certificate(tmp_path)
    port, replica = free_ports(2)
    told = ["--port", str(port), "--first-port", str(replica), "--replicas", "1", "--tls-cert", cert, "--tls-key", key]
    command = [sys.executable, "-m", "timpora", "serve", *told, "--", "--secrets.files", "tests/none.toml"]
    environment = os.environ | {"TIMPORA_DATA": str(published[0])}
    done = subprocess.run(
        command, cwd=paths.ROOT, env=environment, capture_output=True, text=True, timeout=PATIENCE, check=False
    )
    assert done.returncode == 1 and "login belum diatur" in done.stderr
    assert not is_listening(port) and not is_listening(replica)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--address", "0.0.0.0"], "sertifikat"),
        (["--tls-cert", "cert.pem"], "--tls-key"),
        (["--tls-cert", "tidak-ada.pem", "--tls-key", "tidak-ada.pem"], "tidak-ada.pem"),
    ],
)
def test_what_would_be_open_to_others_is_not_served(options, words, without_nginx, capsys):
    assert cli.main(["serve", *options]) == 1
    assert words in capsys.readouterr().err


def test_exact_numbers_are_served_by_one_replica(without_nginx, capsys, monkeypatch):
    monkeypatch.setenv("TIMPORA_VIEW", "exact")
    assert cli.main(["serve", "--replicas", "2"]) == 1
    assert "--replicas 1" in capsys.readouterr().err


def test_without_nginx_it_says_how_to_install_it(without_nginx, capsys):
    assert cli.main(["serve"]) == 1
    assert "apt install nginx-light" in capsys.readouterr().err


@needs_nginx
@pytest.mark.parametrize("replicas", [1, 3])
@pytest.mark.parametrize("is_private", [False, True])
def test_nginx_understands_the_site_however_many_replicas_there_are(replicas, is_private, tmp_path):
    [port] = free_ports(1)
    files = certificate(tmp_path) if is_private else (None, None)
    front = Front("127.0.0.1", port, tuple(range(port + 1, port + 1 + replicas)), "peta.kantor.example", *files)
    (tmp_path / "nginx.conf").write_text(around(tmp_path))
    (tmp_path / "timpora.conf").write_text(site(front, Places(tmp_path / "kept", "off", "stderr")))
    command = [NGINX, "-e", "stderr", "-p", tmp_path, "-c", tmp_path / "nginx.conf", "-t"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0 and "warn" not in done.stderr, done.stderr


def test_the_site_for_an_nginx_that_is_there_is_written_with_the_way_from_http(house, tmp_path, monkeypatch):
    monkeypatch.setenv("TIMPORA_VIEW", "protected")
    cert, key = (tmp_path / name for name in ("cert.pem", "key.pem"))
    for file in (cert, key):
        file.touch()
    told = ["--address", "0.0.0.0", "--port", "443", "--first-port", "8502", "--name", "peta.kantor.example"]
    out = tmp_path / "timpora.conf"
    assert cli.main(["serve", *told, "--tls-cert", str(cert), "--tls-key", str(key), "--nginx", str(out)]) == 0
    text = out.read_text()
    assert (
        "listen 0.0.0.0:443 ssl" in text
        and "listen 0.0.0.0:80;" in text
        and not re.search("^#(tls|plain|port80) ", text, re.M)
    )
    assert "server 127.0.0.1:8503 max_fails=1 fail_timeout=2s backup;" in text and "%{" not in text
