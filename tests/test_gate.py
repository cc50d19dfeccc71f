"""A stranger gets nothing, a member what is theirs: a bare client attacks a real server that asks for a login."""

import asyncio
import json
import re
import secrets
import sqlite3
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import identity
import pytest
from conftest import House
from served import Server, free_port, running
from streamlit import config
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.exceptions import ConnectionClosed, InvalidStatus
from wire import USER, XSRF, Click, Reply, Wire, ask, heartbeat, make, rerun, sign, xsrf

from timpora import paths
from timpora.access import log, sessions
from timpora.access.sessions import FRESH, IDLE, LIFE, Login
from timpora.draw.markup import plain
from timpora.store import publish, story_file
from timpora.store.queries import queries
from timpora.web import gate_doors, gate_headers, gate_streamlit
from timpora.web.gate_doors import Door
from timpora.web.gate_login import LoginAnswer
from timpora.web.navigation import PAGES

UPLOAD_MB = 1  # the largest upload of the server under attack, so that a flood need not be large
KNOWN = ("/healthz", "/_stcore/health", "/favicon.png", "/manifest.json", "/leaflet/leaflet.js")
TOLD_ON_EVERYTHING = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
}
INSIDE = re.compile(rf"Traceback|\.py\b|site-packages|{re.escape(str(paths.ROOT))}|/home|/tmp|File \"")


class Office:
    """A server with login, its people, and the cookies they would have."""

    def __init__(self, server: Server, data: Path, public: str):
        self.server, self.data, self.address, self.public = server, data, server.address, public
        self.token = xsrf(self.address)

    def login(self, who: str, ago: float = 0, secret: str = identity.COOKIE_SECRET, **claims: object) -> dict[str, str]:
        """The cookies of somebody who logged in so many seconds ago; every call is a login of its own."""
        told = {
            "email": identity.email(who),
            "email_verified": True,
            "nonce": secrets.token_hex(8),
            "provider": "default",
            "origin": self.public,
            "is_logged_in": True,
        }
        return {USER: sign(secret, USER, json.dumps(told | claims), ago), **self.token}

    def ask(self, path: str, cookies: dict[str, str] | None = None, **how) -> Reply:
        return ask(self.address, path, cookies=cookies, **how)

    def wire(self, cookies: dict[str, str] | None = None, **how) -> Wire:
        return Wire(self.address, cookies, **{"origin": self.public, **how})

    def upload(self, cookies: dict[str, str], session: str, size: int = 100, **headers: str) -> Reply:
        """Bring a file of so many bytes, as the page does."""
        line = "--grens"
        head = f'{line}\r\nContent-Disposition: form-data; name="f"; filename="a.csv"\r\n\r\n'.encode()
        body = head + b"x" * size + f"\r\n{line}--\r\n".encode()
        told = {"X-Xsrftoken": cookies.get(XSRF, ""), "Content-Type": "multipart/form-data; boundary=grens", **headers}
        path = f"/_stcore/upload_file/{session}/{secrets.token_hex(8)}"
        return self.ask(path, cookies, method="PUT", headers=told, body=body)

    def refused_handshake(self, cookies: dict[str, str] | None = None, **how) -> Reply:
        with pytest.raises(InvalidStatus) as refused, self.wire(cookies, **how):
            pass
        answer = refused.value.response
        return Reply(answer.status_code, [(k.lower(), v) for k, v in answer.headers.raw_items()], answer.body)

    def rss(self) -> int:
        """Megabytes the server has in memory."""
        status = Path(f"/proc/{self.server.process.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) // 1024

    def unused_for(self, seconds: float) -> None:
        """As if nobody had done anything for so long."""
        with sqlite3.connect(self.data / "access" / "sessions.sqlite") as file:
            file.execute("update logins set seen = ?", (time.time() - seconds,))
        file.close()


@pytest.fixture(scope="module")
def data(tmp_path_factory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("gerbang")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TIMPORA_DATA", str(folder / "data"))
        House(folder).permits("Okt-24 | Parepare | Ujung | 12", "Okt-24 | Barru | Balusu | 200")
        publish.publish()
        identity.list_people(folder / "data")
        yield folder / "data"


@pytest.fixture(scope="module")
def office(data) -> Iterator[Office]:
    port = free_port()
    public = f"http://127.0.0.1:{port}"
    told = identity.configure(data.parent / "secrets.toml", public)
    with running(data, port=port, secrets=told, options=["--server.maxUploadSize", str(UPLOAD_MB)]) as server:
        yield Office(server, data, public)


@pytest.fixture
def replica(office) -> Iterator[Office]:
    """Another server on the same data, as after a restart, or beside the first behind one public address."""
    with running(office.data, secrets=office.data.parent / "secrets.toml") as server:
        yield Office(server, office.data, office.public)


@pytest.fixture
def people(office) -> Iterator[dict]:
    """Who is listed, to be changed with identity.list_people; as before when the test is over."""
    yield dict(identity.LISTED)
    identity.list_people(office.data)


def refusals() -> list[tuple[str, str, str]]:
    return [(line.who, line.details["reason"], line.details["path"]) for line in log.read(action="ditolak")]


# --- strangers


@pytest.mark.parametrize("path", KNOWN)
def test_health_and_what_tells_nothing_is_open(office, path):
    assert office.ask(path).status == 200


@pytest.mark.parametrize(
    ("path", "status"),
    {
        "/": 302,
        "/peta": 302,
        "/catatan/": 302,
        "/static/js/index.js": 401,
        "/media/0123456789abcdef0123456789abcdef.csv": 401,
        "/geometri/0123456789ab.js": 401,
        "/component/streamlit_folium.st_folium/index.html": 401,
        "/_stcore/host-config": 401,
        "/_stcore/bidi-components/a/b.js": 401,
        "/_stcore/metrics": 404,
        "/_stcore/script-health-check": 404,
        "/_stcore/agent/openapi.json": 404,
        "/_stcore/stream": 404,
        "/app/static/a": 404,
    }.items(),
)
def test_nobody_gets_anything_else_without_login(office, path, status):
    answer = office.ask(path)
    assert answer.status == status and not INSIDE.search(answer.text)
    assert status != 302 or answer.header("location").startswith("/auth/login?provider=")


def test_nobody_opens_a_websocket_without_login(office):
    for cookies in ({}, office.token):
        refused = office.refused_handshake(cookies)
        assert refused.status == 403 and refused.text == "Ini tidak terbuka untuk Anda."


def test_a_cookie_that_is_not_ours_is_no_cookie(office):
    good = office.login("analis")
    others = {
        "another secret": office.login("analis", secret="x" * 64),
        "another name": {**office.token, USER: sign(identity.COOKIE_SECRET, "_streamlit_user_tokens", "{}")},
        "cut short": good | {USER: good[USER][:-2]},
        "another person": good | {USER: "W" + good[USER][1:]},
        "not logged in": office.login("analis", is_logged_in=False),
        "no text": good | {USER: "\xff\xfe"},
    }
    for cookies in others.values():
        assert office.ask("/_stcore/host-config", cookies).status == 401
        assert office.refused_handshake(cookies).status == 403
    assert office.ask("/_stcore/host-config", good).status == 200


def test_a_part_of_one_cookie_does_not_go_with_a_part_of_another(office):
    told = json.dumps({"email": identity.email("analis"), "email_verified": True, "is_logged_in": True})

    def parts(ago: float) -> dict[str, str]:
        pair = {f"{USER}_1": told[:30], f"{USER}_2": told[30:]}
        return {
            name: sign(identity.COOKIE_SECRET, name, value, ago) for name, value in {USER: "chunks-2", **pair}.items()
        }

    whole, earlier = parts(0), parts(60)
    assert office.ask("/_stcore/host-config", whole).status == 200
    assert office.ask("/_stcore/host-config", whole | {f"{USER}_2": earlier[f"{USER}_2"]}).status == 401


@pytest.mark.parametrize(
    ("who", "claims", "reason"),
    [
        ("asing", {}, "tidak-terdaftar"),
        ("mantan", {}, "berakhir"),
        ("analis", {"email_verified": False}, "tidak-terverifikasi"),
        ("analis", {"email_verified": "true"}, "tidak-terverifikasi"),
        ("analis", {"email_verified": None}, "tidak-terverifikasi"),
    ],
)
def test_who_may_not_come_in_is_told_why_and_can_log_out(office, who, claims, reason):
    cookies = office.login(who, **claims)
    answer = office.ask("/peta", cookies)
    assert answer.status == 403 and answer.header("content-type") == "text/html; charset=utf-8"
    assert "Peta Timpora</h1>" in answer.text and 'href="/auth/logout"' in answer.text
    assert not INSIDE.search(answer.text)
    assert office.ask("/_stcore/host-config", cookies).status == 401
    assert office.refused_handshake(cookies).status == 403
    assert (identity.email(who), reason, "halaman") in refusals()


def test_the_server_of_exact_numbers_is_for_the_offices_own_analysts(office):
    told = {"TIMPORA_VIEW": "exact"}
    with running(office.data, secrets=office.data.parent / "secrets.toml", environment=told) as server:
        exact = Office(server, office.data, office.public)
        for who, status in {"analis": 200, "parepare": 403, "pimpinan": 403, "petugas": 403, "admin": 403}.items():
            cookies = exact.login(who)
            assert exact.ask("/", cookies).status == status
            assert (exact.ask("/_stcore/host-config", cookies).status == 401) == (status == 403)
        refused = exact.ask("/peta", exact.login("pimpinan"))
        assert "hanya untuk analis" in refused.text
        assert exact.refused_handshake(exact.login("pimpinan")).status == 403


def test_what_is_measured_is_for_a_program_on_this_computer_and_for_nobody_else(office):
    member = office.login("admin")
    assert "timpora_sessions" in office.ask("/metrics").text
    for name in ("X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "Forwarded", "Via", "X-Real-IP"):
        for cookies in (None, member):
            assert office.ask("/metrics", cookies, headers={name: "127.0.0.1"}).status == 404
    for host in ("timpora.kantor.go.id", "jahat.example", "127.0.0.1.jahat.example", ""):
        assert office.ask("/metrics", headers={"Host": host}).status == 404
    assert office.ask("/metrics", method="POST").status == 405
    assert [office.ask(path).status for path in ("//metrics", "/metrics%00", "/metrics/../metrics")] == [400] * 3
    assert office.ask("/metrics/").status == 302


@pytest.mark.parametrize("ends", [("10.0.0.9", "127.0.0.1"), ("127.0.0.1", "10.0.0.5"), ("10.0.0.9", "10.0.0.5")])
def test_what_is_measured_leaves_this_computer_for_no_network(ends):
    scope = {"client": (ends[0], 50000), "server": (ends[1], 8501), "headers": [(b"host", b"localhost")]}
    assert not gate_doors.is_scraper(scope, "localhost")
    assert gate_doors.is_scraper(scope | {"client": ("127.0.0.1", 1), "server": ("127.0.0.1", 8501)}, "localhost:8501")


def test_no_label_of_what_is_measured_tells_of_a_person_a_place_or_a_choice(office):
    with office.wire(office.login("parepare")) as wire:
        wire.run("peta", "wilayah=73.72.02&periode=2024-10&lapisan=rahmawati")
    office.ask("/rahmawati?nama=rahmawati", office.login("asing"))
    measured = office.ask("/metrics").text
    found = dict.fromkeys(("page", "part", "question", "door", "status", "rule", "severity", "state", "id"), "")
    labels = re.findall(r'(\w+)="([^"]*)"', re.sub(r'le="[^"]*"', "", measured))
    assert {name for name, _ in labels} <= found.keys()
    closed = {
        "page": {*PAGES, *(door.value for door in Door), "lain"},
        "part": {"halaman", "choices", "the_map", "composed", "map_and_places", "play"},
        "question": {query.name for query in queries("answers")},
        "door": {door.value for door in Door},
        "state": {"tersambung", "disimpan"},
    }
    assert [value for name, value in labels if value not in closed.get(name, {value})] == []
    assert not re.search(r"rahmawati|kantor\.example|73\.72", measured)


# --- the way in


@pytest.mark.parametrize("view", ["/peta?periode=2024-10&wilayah=73.72.02", "/tren", "/"])
def test_after_login_one_is_on_the_page_one_asked_for(office, view):
    led = office.ask(view)
    wanted = re.search(r"timpora_tujuan=([^;]*); .*HttpOnly", led.header("set-cookie"))[1]
    assert led.status == 302 and returned(f"timpora_tujuan={wanted}") == (302, view)


@pytest.mark.parametrize(
    "wanted",
    [
        "//jahat.example",
        "https://jahat.example/",
        "/\\jahat.example",
        "/auth/logout",
        "/media/0f.csv",
        "/peta?a=<script>",
        "/peta?a=b\r\nSet-Cookie: a=b",
        "/peta#a",
        "/p" + "e" * 1000,
        "",
    ],
)
def test_after_login_one_is_led_nowhere_else(wanted):
    assert returned(f"timpora_tujuan={wanted}") == (302, "/")


def test_a_login_that_does_not_work_out_is_a_sentence_and_not_a_circle(office):
    for path in ("/oauth2callback?error=access_denied&state=x", "/oauth2callback?code=x&state=y"):
        answer = office.ask(path)
        assert answer.status == 403 and "Login tidak berhasil" in answer.text and 'href="/"' in answer.text
    nobody_listens = office.ask(office.ask("/").header("location"))
    assert nobody_listens.status == 403
    assert "Login tidak berhasil" in nobody_listens.text and not INSIDE.search(nobody_listens.text)
    back_from_logout = office.ask("/oauth2callback")
    assert back_from_logout.status == 302 and back_from_logout.header("location") == "/"


# --- how long a login lasts


def test_after_eight_hours_a_login_is_over(office):
    for seconds, status in ((LIFE - 60, 200), (LIFE + 5, 401)):
        cookies = office.login("analis", ago=seconds)
        sessions.begin(known(cookies), time.time())
        assert office.ask("/_stcore/host-config", cookies).status == status
    assert office.ask("/", cookies).status == 302
    assert office.refused_handshake(cookies).status == 403


def test_half_an_hour_without_a_click_ends_a_login_and_cuts_its_idle_websocket(office):
    cookies = office.login("analis")
    with office.wire(cookies) as wire:
        wire.run("ringkasan")
        office.unused_for(IDLE + 1)
        code, last = wire.end()
    assert code == 4401
    assert ForwardMsg.FromString(last[-1]).WhichOneof("type") == "auth_redirect"  # the browser comes to the door again
    assert office.ask("/", cookies).status == 302
    assert office.refused_handshake(cookies).status == 403


def test_a_click_keeps_a_login_awake_and_the_pages_own_clock_does_not(office):
    cookies = office.login("analis")
    with office.wire(cookies) as wire:
        wire.run("ringkasan")
        by_itself = BackMsg.FromString(rerun("ringkasan"))
        by_itself.rerun_script.is_auto_rerun = True
        office.unused_for(600)
        wire.send(by_itself.SerializeToString())
        wire.wait_for("script_finished")
        assert seen(office, cookies) < time.time() - 590
        wire.run("ringkasan")
        assert seen(office, cookies) > time.time() - 60


def test_a_login_older_than_two_minutes_that_nobody_has_seen_is_refused(office):
    assert office.ask("/_stcore/host-config", office.login("analis", ago=FRESH + 5)).status == 401
    assert office.ask("/_stcore/host-config", office.login("analis", ago=FRESH - 60)).status == 200


# --- logout and revocation


def test_logout_cuts_every_open_page_of_the_login_and_its_cookie_never_comes_back(office):
    cookies, elsewhere, colleague = office.login("analis"), office.login("analis"), office.login("penyaji")
    with office.wire(cookies) as first, office.wire(cookies) as second, office.wire(elsewhere) as third:
        for wire in (first, second, third):
            wire.run("ringkasan")
        assert office.ask("/auth/logout", cookies).status == 302
        assert first.end()[0] == second.end()[0] == 4401
        assert third.run("ringkasan").session
    assert office.ask("/", cookies).status == 302
    assert office.ask("/_stcore/host-config", cookies).status == 401
    assert office.refused_handshake(cookies).status == 403
    assert office.ask("/_stcore/host-config", colleague).status == 200


def test_a_signature_written_in_another_way_is_the_same_login(office):
    cookies = office.login("analis")
    assert office.ask("/_stcore/host-config", cookies).status == 200
    # The last of the 27 letters of a signature carries two bits that nobody reads.
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    last = letters.index(cookies[USER][-1])
    same = cookies | {USER: cookies[USER][:-1] + letters[last ^ 1]}
    assert same != cookies and office.ask("/_stcore/host-config", same).status == 200
    office.ask("/auth/logout", cookies)
    assert office.ask("/_stcore/host-config", same).status == 401


def test_an_end_survives_a_restart_and_holds_for_all_servers(office, replica):
    ended, cookies = office.login("analis"), office.login("analis")
    office.ask("/", ended)
    office.ask("/auth/logout", ended)
    with running(office.data, secrets=office.data.parent / "secrets.toml") as restarted:
        assert ask(restarted.address, "/_stcore/host-config", cookies=ended).status == 401
    with office.wire(cookies) as wire:
        wire.run("ringkasan")
        assert replica.ask("/_stcore/host-config", cookies).status == 200
        assert replica.ask("/auth/logout", cookies).status == 302
        assert wire.end()[0] == 4401
    assert [line.who for line in log.read(action="keluar")][-2:] == [identity.email("analis")] * 2


def test_an_admin_ends_all_logins_of_a_person(office):
    cookies = office.login("penyaji")
    with office.wire(cookies) as wire:
        wire.run("ringkasan")
        assert sessions.end_all(identity.email("penyaji"), time.time()) >= 1
        assert wire.end()[0] == 4401
    assert office.ask("/_stcore/host-config", cookies).status == 401


def test_who_is_struck_off_the_list_is_out_at_the_next_frame(office, people):
    cookies = office.login("pimpinan")
    with office.wire(cookies) as wire:
        wire.run("ringkasan")
        office.unused_for(600)
        del people["pimpinan"]
        identity.list_people(office.data, people)
        wire.send(rerun("ringkasan"))
        code, last = wire.end()
    kinds = [ForwardMsg.FromString(content).WhichOneof("type") for content in last]
    assert code == 4401 and kinds[-1] == "auth_redirect" and not {"new_session", "delta"} & set(kinds)
    assert seen(office, cookies) < time.time() - 590  # the click came to nothing


def test_a_broken_list_admits_nobody(office, people):
    cookies = office.login("analis")
    (office.data / "access" / "access.toml").write_text("[[people]]\nemail = 3\n")
    assert office.ask("/", cookies).status == 403
    assert office.ask("/_stcore/host-config", cookies).status == 401


# --- the websocket


def test_only_our_own_page_may_open_a_websocket(office):
    cookies = office.login("analis")
    foreign = office.refused_handshake(cookies, origin="http://jahat.example")
    assert foreign.status == 403 and foreign.header("content-security-policy")
    assert office.refused_handshake(cookies, origin=None).status == 403
    assert office.refused_handshake(cookies, origin="http://127.0.0.1:1").status == 403
    assert office.refused_handshake(cookies, token="2|00|00|0").status == 403
    assert office.refused_handshake(office.login("analis", origin="http://127.0.0.1:1")).status == 403


def test_the_session_of_another_is_not_gone_on_with(office):
    with office.wire(office.login("analis")) as wire:
        session = wire.run("ringkasan").session
        thief = office.login("penyaji")
        assert office.refused_handshake(thief, session=session).status == 403
        assert wire.run("ringkasan").session == session
    assert office.refused_handshake(thief, session=session).status == 403  # nor when its owner is away


def test_ones_own_session_goes_on_after_the_network_was_gone(office):
    cookies = office.login("analis")
    with office.wire(cookies) as wire:
        session = wire.run("ringkasan").session
    with office.wire(cookies, session=session) as again:
        assert again.run("ringkasan").session == session


@pytest.mark.parametrize(
    ("frame", "code"),
    {
        "a text": ("halo", 1003),
        "no message": (b"\xff" * 100, 1002),
        "a megabyte and more": (b"\x00" * (2**20 + 1), 1009),
    }.values(),
)
def test_a_frame_that_is_none_ends_the_connection_without_a_word_from_inside(office, frame, code):
    said_before = len(office.server.output.read_bytes())
    with office.wire(office.login("analis")) as wire:
        wire.send(frame)
        ended, last = wire.end()
    assert ended == code and last == []
    assert b"Traceback" not in office.server.output.read_bytes()[said_before:]


def test_a_flood_of_frames_ends_the_connection(office):
    with office.wire(office.login("analis")) as wire:
        for _ in range(400):
            try:
                wire.send(heartbeat())
            except ConnectionClosed:
                break
        assert wire.end()[0] == 1008


def test_nobody_clears_the_caches_or_changes_the_server_over_the_wire(office):
    with office.wire(office.login("analis")) as wire:
        for unwanted in ({"clear_cache": True}, {"set_run_on_save": True}, {"load_git_info": True}, {}):
            wire.send(BackMsg(**unwanted).SerializeToString())
        wire.send(heartbeat())
        # Those that Streamlit answers would be answered before.
        assert ForwardMsg.FromString(wire.socket.recv(30)).WhichOneof("type") == "heartbeat_ack"
    dropped = ("clear_cache", "set_run_on_save", "load_git_info", "debug_shutdown_runtime")
    assert [gate_streamlit.frame(BackMsg(**{kind: True}).SerializeToString()).kind for kind in dropped] == [""] * 4


@pytest.mark.parametrize("value", ["' or 1=1 --", "../../etc/passwd", 2**31, True, Click(), ["a"] * 500, "x" * 50_000])
def test_forged_widget_values_tell_nothing_and_break_nothing(office, value):
    cookies = office.login("analis")
    with office.wire(cookies) as wire:
        widgets = set(re.findall(r"\$\$ID-[0-9a-f]+-[a-z_]+", wire.run("peta").text))
        assert len(widgets) > 3
        forged = wire.run("peta", "wilayah=x&periode=9999-99&lapisan=<script>", dict.fromkeys(widgets, value))
        told = [str(message) for message in forged.messages if message.WhichOneof("type") == "delta"]
        assert told and not INSIDE.search("".join(told).replace(str(value), ""))
    with office.wire(cookies) as wire:
        assert "Izin tinggal aktif" in wire.run("peta").text


# --- files


def test_a_download_is_for_the_login_whose_page_gives_it(office):
    officer, elsewhere = office.login("petugas"), office.login("petugas")
    with office.wire(officer) as wire, office.wire(elsewhere) as other:
        path = taken(wire)
        other.run("ringkasan")
        own = office.ask(path, officer)
        assert own.status == 200 and own.header("content-disposition").startswith("attachment")
        assert own.header("cache-control") == "no-store"
        assert office.ask(path).status == 401
        assert office.ask(path, office.login("analis")).status == 404
        assert office.ask(path, elsewhere).status == 404
        logged = log.read(action="unduh", who=identity.email("petugas"))
        assert len(logged) == 1 and logged[0].details["what"] in own.header("content-disposition")
    assert office.ask(path, officer).status == 404
    assert (identity.email("analis"), "bukan-miliknya", "media") in refusals()


def test_a_download_stands_while_its_page_is_drawn_anew(office):
    officer = office.login("petugas")
    with office.wire(officer) as wire:
        path = taken(wire)
        wire.send(rerun("unggah"))
        wire.wait_for("new_session")  # the server has begun, and has not drawn the page yet
        assert office.ask(path, officer).status == 200


def test_an_address_that_a_page_repeats_makes_nobody_its_owner(office):
    analyst = office.login("analis")
    with office.wire(office.login("petugas")) as wire, office.wire(analyst) as thief:
        path = taken(wire)
        repeated = thief.run("peta", f"wilayah={path}")
        assert plain(path) in repeated.text and office.ask(path, analyst).status == 404


def test_a_login_has_no_more_pages_open_than_a_person(office):
    cookies = office.login("analis")
    with ExitStack() as open_pages:
        for _ in range(20):
            open_pages.enter_context(office.wire(cookies)).run("ringkasan")
        assert office.refused_handshake(cookies).status == 403


def test_a_file_is_made_only_for_whom_it_was_offered_to(office):
    with office.wire(office.login("petugas")) as wire, office.wire(office.login("petugas")) as other:
        own, foreign = wire.run("unggah"), other.run("unggah")
        wire.send(make(foreign.offered[0], own.session))
        wire.send(make(own.offered[0], own.session))
        answer = wire.wait_for("backend_operation_response").backend_operation_response
        assert answer.request_id == own.offered[0] and answer.deferred_file.url


def test_who_may_not_download_any_more_is_refused_at_once(office, people):
    officer = office.login("petugas")
    with office.wire(officer) as wire:
        path = taken(wire)
        identity.list_people(office.data, people | {"petugas": ("admin", identity.OFFICE, identity.FAR)})
        assert office.ask(path, officer).status == 403


def test_an_admin_takes_away_the_log_and_nothing_else(office):
    admin = office.login("admin")
    with office.wire(admin) as wire:
        drawn = wire.run("catatan")
        wire.send(make(drawn.offered[0], drawn.session))
        path = wire.wait_for("backend_operation_response").backend_operation_response.deferred_file.url
        assert office.ask(path, admin).status == 200


def test_files_are_brought_by_the_data_officer_and_small_ones_by_others_each_only_to_an_own_session(office):
    officer, analyst = office.login("petugas"), office.login("analis")
    with office.wire(officer) as wire, office.wire(analyst) as other:
        own, foreign = wire.run("unggah").session, other.run("ringkasan").session
        assert office.upload(officer, own).status == 204
        assert office.upload(officer, foreign).status == 404
        assert office.upload(analyst, own).status == 404
        assert office.upload(analyst, foreign).status == 204  # the file of a story
        assert office.upload(analyst, foreign, story_file.MOST_BYTES + 8000).status == 413
        assert office.upload(officer, own, story_file.MOST_BYTES + 8000).status == 204
        assert office.upload(officer, "tidak-ada").status == 404
        assert office.upload({}, own).status == 401
        without_token = {USER: officer[USER]}
        refused = office.upload(without_token, own)
        assert refused.status == 403 and refused.text == "Ini tidak terbuka untuk Anda."  # not Streamlit's words
    assert office.upload(officer, own).status == 404


def test_a_file_says_its_size_before_it_comes(office):
    officer = office.login("petugas")
    with office.wire(officer) as wire:
        session = wire.run("unggah").session
        assert office.upload(officer, session, UPLOAD_MB * 2**20 + 2**20).status == 413
        chunked = office.upload(officer, session, **{"Transfer-Encoding": "chunked"})
        assert chunked.status == 411 and chunked.text == "Ukuran berkas harus disebut sebelum dikirim."


def test_a_flood_of_uploads_does_not_fill_the_memory(office):
    officer, leader = office.login("petugas"), office.login("pimpinan")
    with office.wire(officer) as wire, office.wire(leader) as other:
        own, foreign = wire.run("unggah").session, other.run("ringkasan").session
        before = office.rss()
        size = UPLOAD_MB * 2**20 - 1000
        strangers = {office.upload({}, own, size).status for _ in range(60)}
        leaders = {office.upload(leader, foreign, size).status for _ in range(60)}
        officers = [office.upload(officer, own, size).status for _ in range(60)]
        assert strangers == {401} and leaders == {413}
        small = [office.upload(leader, foreign, story_file.MOST_BYTES).status for _ in range(20)]
        assert 2 <= small.count(204) <= 4 and set(small) == {204, 413}
        assert 2 <= officers.count(204) <= 8 and set(officers) == {204, 413}
        assert office.rss() - before < 40  # of 180 MB that were sent


# --- addresses and headers


@pytest.mark.parametrize(
    "path",
    [
        "//media/a.csv",
        "//jahat.example/..",
        "/auth/login/../../media/a.csv",
        "/auth/login/%2e%2e/%2e%2e/media/a.csv",
        "/%2e%2e/media/a.csv",
        "/auth/login%2f..%2f..%2fmedia/a.csv",
        "/auth/login%5c..%5cmedia",
        "/auth\\login",
        "/_stcore/health/../metrics",
        "/_stcore/health/./",
        "/_stcore/health%00",
        "/_stcore/health;/x",
        "/healthz%252f..",
        "/leaflet/../../../etc/passwd",
        "/leaflet/..%2f..%2fetc/passwd",
        "/statis//peta.css",
        "http://127.0.0.1/healthz",
    ],
)
@pytest.mark.parametrize("who", ["", "analis"])
def test_a_path_that_can_be_read_in_two_ways_is_refused(office, path, who):
    answer = office.ask(path, office.login(who) if who else None)
    assert answer.status == 400 and not INSIDE.search(answer.text)


def test_the_host_header_decides_nothing(office):
    for host in ("x/auth/login?", "jahat.example", "127.0.0.1.jahat.example", ""):
        assert office.ask("/_stcore/host-config", office.login("analis"), headers={"Host": host}).status == 421
    assert office.ask("/healthz", headers={"Host": "10.0.0.5:8501"}).status == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE"])
def test_an_address_is_only_for_what_it_is_for(office, method):
    cookies = office.login("petugas")
    assert {office.ask(path, cookies, method=method).status for path in ("/", "/auth/logout", "/healthz")} == {405}
    assert office.ask("/_stcore/host-config", cookies).status == 200


def test_every_answer_carries_the_headers_whatever_it_says(office):
    cookies = office.login("analis")
    answers = [
        office.ask("/peta"),
        office.ask("/_stcore/metrics"),
        office.ask("/_stcore/host-config"),
        office.ask("//"),
        office.ask("/", method="POST"),
        office.ask("/", headers={"X-Long": "x" * 9000}),
        office.ask("/peta", office.login("asing")),
        office.ask("/healthz"),
        *(office.ask(path, cookies) for path in ("/", "/_stcore/host-config", "/geometri/x.js", "/media/0f.csv")),
    ]
    assert {answer.status for answer in answers} == {200, 302, 400, 401, 403, 404, 405, 431}
    for answer in answers:
        assert {name: answer.header(name) for name in TOLD_ON_EVERYTHING} == TOLD_ON_EVERYTHING
        rules = answer.header("content-security-policy")
        assert "frame-ancestors 'none'" in rules and "unsafe-eval" not in rules
        assert "'unsafe-inline'" not in rules.split("script-src")[1].split(";")[0]
        assert "sha256-" in rules and "camera=()" in answer.header("permissions-policy")
        assert "strict-transport-security" not in dict(answer.headers)


def test_the_maps_frame_alone_may_run_what_it_is_told_and_only_on_our_pages(office):
    cookies = office.login("analis")
    with office.wire(cookies) as wire:
        wire.run("peta")  # the frame is there as soon as a map was
    frame = office.ask("/component/streamlit_folium.st_folium/index.html", cookies)
    rules = frame.header("content-security-policy")
    assert frame.status == 200 and "'unsafe-eval'" in rules and "frame-ancestors 'self'" in rules
    assert "default-src 'none'" in rules and "connect-src 'self'" in rules


def test_what_asks_for_a_login_is_kept_by_no_cache_that_others_share(office):
    cookies = office.login("analis")
    script = re.search(r'src="\./(static/js/[^"]+)"', office.ask("/", cookies).text)[1]
    kept = office.ask(f"/{script}", cookies).header("cache-control")
    assert "private" in kept and "public" not in kept


def test_what_every_map_loads_is_fetched_once(office):
    cookies = office.login("analis")
    frame = "/component/streamlit_folium.st_folium"
    with office.wire(cookies) as wire:
        wire.run("peta")  # a server knows the frame once it has drawn a map
    script = re.search(r"/static/js/main\.\w+\.js", office.ask(f"{frame}/index.html", cookies).text)[0]
    kept = office.ask(frame + script, cookies).header("cache-control")
    assert "private" in kept and "max-age=31536000" in kept
    assert office.ask("/leaflet/leaflet.js").header("cache-control") == "public, max-age=86400"
    assert office.ask(f"{frame}/index.html", cookies).header("cache-control") == "no-cache"


def test_behind_a_proxy_that_speaks_https_cookies_are_secure(office):
    plain, safe = office.ask("/_stcore/health"), office.ask("/_stcore/health", headers={"X-Forwarded-Proto": "https"})
    assert "max-age=31536000" in safe.header("strict-transport-security")
    assert "; Secure" in safe.header("set-cookie") and "SameSite=Lax" in safe.header("set-cookie")
    assert "Secure" not in plain.header("set-cookie") and not plain.header("strict-transport-security")


def test_the_cookie_of_a_person_lives_no_longer_than_the_login_and_no_script_reads_it():
    given = "_streamlit_user_1=abc; Max-Age=2592000; Path=/"
    kept = gate_headers.cookie(given, is_https=True)
    assert set(kept.split("; ")) == {
        "_streamlit_user_1=abc", "Path=/", f"Max-Age={LIFE}", "HttpOnly", "SameSite=Lax", "Secure"
    }  # fmt: skip
    gone = gate_headers.cookie('_streamlit_user=""; Max-Age=0; Path=/; SameSite=none', is_https=False)
    assert "Max-Age=0" in gone and "SameSite=Lax" in gone and "Secure" not in gone


def test_another_sites_link_logs_nobody_out(office):
    cookies = office.login("analis")
    assert office.ask("/auth/logout", cookies, headers={"Sec-Fetch-Site": "cross-site"}).status == 403
    assert office.ask("/_stcore/host-config", cookies).status == 200


def test_logout_takes_the_cookies_away(office):
    answer = office.ask("/auth/logout", office.login("analis"))
    assert re.search(rf'{USER}="";.*?Max-Age=0', answer.header("set-cookie"))


@pytest.mark.parametrize("size", [9_000, 20_000, 60_000])
@pytest.mark.parametrize("lines", [1, 200])
def test_oversized_headers_get_an_answer_and_not_a_silence(office, size, lines):
    headers = {f"X-{n}": "x" * (size // lines) for n in range(lines)}
    sentence = "Kuki peramban untuk alamat ini terlalu besar. Hapus kuki situs ini, lalu buka lagi."
    assert office.ask("/healthz", headers=headers).text == sentence
    refused = office.refused_handshake(office.login("analis"), headers=headers)
    assert refused.status == 431 and refused.text == sentence


# --- the log


def test_a_login_is_logged_once_and_with_what_it_may(office):
    cookies = office.login("parepare")
    before = len(log.read(action="masuk"))
    for path in ("/", "/peta", "/_stcore/host-config"):
        office.ask(path, cookies)
    [line] = log.read(action="masuk")[before:]
    assert (line.who, line.details) == (identity.email("parepare"), {"role": "analis", "scope": "73.72"})


def test_a_flood_of_refusals_does_not_fill_the_log(office):
    before = len(log.read())
    for n in range(150):
        office.ask(f"/media/{n:032x}.csv")
        office.ask("/media/0f.csv", office.login(f"orang-{n}"))
    assert len(log.read()) - before <= 62  # thirty a minute, and a minute may have turned
    assert log.verify() == []


def test_nobody_comes_in_and_nothing_goes_out_that_the_log_cannot_say(office):
    officer, folder = office.login("petugas"), office.data / "access" / "log"
    with office.wire(officer) as wire:
        path = taken(wire)
        folder.rename(folder.with_name("disimpan"))
        folder.write_text("no folder")
        try:
            fresh = office.login("analis")
            refused = [office.ask("/", fresh), office.ask("/_stcore/host-config", fresh), office.ask(path, officer)]
            leaving = office.ask("/auth/logout", officer)
        finally:
            folder.unlink()
            folder.with_name("disimpan").rename(folder)
        for answer in (*refused, leaving):
            assert answer.status == 503 and answer.header("content-security-policy") and not INSIDE.search(answer.text)
        assert wire.end()[0] == 4401  # out all the same
    assert office.ask("/_stcore/host-config", officer).status == 401
    assert office.ask("/_stcore/host-config", fresh).status == 200


# --- without login


@pytest.fixture(scope="module")
def alone(tmp_path_factory) -> Iterator[str]:
    """A server on loopback without login: one local user."""
    data = tmp_path_factory.mktemp("sendiri") / "data"
    data.mkdir(mode=0o700)
    with running(data) as server:
        yield server.address


def test_the_local_user_needs_no_login(alone):
    assert ask(alone, "/peta").status == 200 and ask(alone, "/_stcore/host-config").status == 200
    with Wire(alone, xsrf(alone)) as wire:
        assert "Belum ada data" in wire.run("ringkasan").text


def test_a_foreign_page_does_not_act_as_the_local_user(alone):
    for origin in ("http://jahat.example", "http://127.0.0.1:1", "null"):
        with pytest.raises(InvalidStatus) as refused, Wire(alone, origin=origin):
            pass
        assert refused.value.response.status_code == 403
    # A name of theirs that leads here, too, is none of ours.
    assert ask(alone, "/peta", headers={"Host": "jahat.example"}).status == 421


@pytest.mark.parametrize("name", ["X-Forwarded-For", "X-Forwarded-Proto", "Forwarded", "Via", "X-Real-IP"])
def test_without_login_nobody_comes_through_a_proxy(alone, name):
    assert ask(alone, "/peta", headers={name: "https"}).status == 403
    assert ask(alone, "/healthz", headers={name: "https"}).status in (200, 503)


@pytest.mark.parametrize("ends", [("10.0.0.9", "127.0.0.1"), ("127.0.0.1", "10.0.0.5"), ("10.0.0.9", "10.0.0.5")])
def test_without_login_only_this_computer_is_the_local_user(ends):
    scope = {"client": (ends[0], 50000), "server": (ends[1], 8501), "headers": [(b"host", b"localhost")]}
    assert not gate_doors.is_alone(scope)
    assert gate_doors.is_alone(scope | {"client": ("127.0.0.1", 50000), "server": ("127.0.0.1", 8501)})


def test_without_login_the_rest_holds_too(alone):
    answer = ask(alone, "/_stcore/metrics")
    assert answer.status == 404 and answer.header("content-security-policy")
    assert [ask(alone, path).status for path in ("/auth/login", "/auth/logout", "/oauth2callback")] == [404] * 3
    assert ask(alone, "/%2e%2e/media").status == 400
    with Wire(alone) as wire:
        wire.send("halo")
        assert wire.end()[0] == 1003


# --- what tests need


def returned(cookie: str) -> tuple[int, str]:
    """Where a browser with this cookie is led when a login has worked out."""
    said = []

    async def send(message: dict) -> None:
        said.append(message)

    scope = {
        "type": "http",
        "scheme": "http",
        "path": "/oauth2callback",
        "query_string": b"code=1&state=2",
        "headers": [(b"cookie", cookie.encode("latin-1"))],
    }
    person = (b"set-cookie", f"{USER}=signed; Max-Age=2592000".encode())
    streamlits = {"type": "http.response.start", "status": 302, "headers": [(b"location", b"/"), person]}
    asyncio.run(LoginAnswer(scope, send, Door.LOGIN).send(streamlits))
    [answer] = said
    return answer["status"], dict(answer["headers"])[b"location"].decode()


def taken(wire: Wire) -> str:
    """The address of a file that the page of uploads has made for this websocket."""
    drawn = wire.run("unggah")
    wire.send(make(drawn.offered[0], drawn.session))
    return wire.wait_for("backend_operation_response").backend_operation_response.deferred_file.url


def known(cookies: dict[str, str]) -> Login:
    """The login of these cookies as the server writes it down."""
    config.set_option("server.cookieSecret", identity.COOKIE_SECRET)
    cookie = gate_streamlit.cookie(cookies)
    return Login(cookie.id, cookie.claims["email"], cookie.issued)


def seen(office: Office, cookies: dict[str, str]) -> float:
    """When somebody last did something in this login."""
    with sqlite3.connect(office.data / "access" / "sessions.sqlite") as file:
        [[at]] = file.execute("select seen from logins where id = ?", [known(cookies).id])
    file.close()
    return at
