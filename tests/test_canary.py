"""Not one number leaks: everything a server sends on every page, for every choice and export, is searched for it."""

import base64
import gzip
import json
import re
import secrets
import struct
from collections.abc import Iterator
from itertools import product

import canary
import identity
import pytest
from canary import Nose
from conftest import House
from served import free_port, running
from test_browser import browser  # noqa: F401 (a fixture)
from wire import USER, Wire, ask, sign, xsrf

from timpora.access import log
from timpora.store import snapshot
from timpora.web.navigation import PAGES

PARTS = {
    "masuk": [f"sumber={source}" for source in ("izin_tinggal", "apoa", "adminduk")],
    "banding": [f"pasangan={pair}" for pair in ("itas-sktt", "itap-ktp", "kerja-tka", "masuk-keluar")],
    "koreksi": ["rentang=24", "rentang=semua"],
    "asal": [f"asal={measure}" for measure in ("active_permits", "limited_stay_permits", "guest_nights")],
}
WHERE = ["kantor", "73.72", "73.72.02", "73.15", "73.15.01", "73.11"]


@pytest.fixture(scope="module")
def house(tmp_path_factory) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("kenari")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TIMPORA_DATA", str(folder / "data"))
        patch.setenv("TIMPORA_VIEW", "protected")
        house = House(folder)
        house.wrong = canary.plant(house)
        identity.list_people(folder / "data")
        yield house


class Reader:
    """Somebody at a protected server, and everything that was sent to them."""

    def __init__(self, address: str, who: str):
        self.address = address
        told = {
            "email": identity.email(who),
            "email_verified": True,
            "nonce": secrets.token_hex(8),
            "provider": "default",
            "origin": address,
            "is_logged_in": True,
        }
        self.cookies = {USER: sign(identity.COOKIE_SECRET, USER, json.dumps(told)), **xsrf(address)}
        self.received: list[bytes] = []

    def open(self, page: str, query: str = "") -> str:
        """Open an address, as a browser that was never there; take its files too. Returns the text of the page."""
        with Wire(self.address, self.cookies) as wire:
            drawn = wire.run(page, query)
            self.received += drawn.received
            for path in {*drawn.media, *_scripts(drawn.text)}:
                self.received.append(ask(self.address, path, cookies=self.cookies).body)
        return drawn.text

    def open_everything(self) -> str:
        layers = snapshot.current(None).ask("layers")
        texts = [self.open(page) for page in PAGES]
        # The map holds every area wherever it is asked from: of an indicator two places are enough.
        for layer, is_measure in zip(layers["layer"], layers["indicator"].isna(), strict=True):
            places = WHERE if is_measure else WHERE[::3]
            texts += [self.open("peta", f"lapisan={layer}&wilayah={place}&periode=2024-10") for place in places]
        texts += [self.open("tren", f"wilayah={w}&banding=73.15&banding=73.72.02&rentang=semua") for w in WHERE]
        for part, choices in PARTS.items():
            texts += [
                self.open("mutu-data", f"bagian={part}&{choice}&wilayah={w}&periode=2024-10")
                for choice, w in product(choices, WHERE[::2])
            ]
        return "\n".join(texts)


@pytest.fixture(scope="module")
def server(house) -> Iterator:
    port = free_port()
    told = identity.configure(house.folder / "secrets.toml", f"http://127.0.0.1:{port}")
    with running(house.folder / "data", port=port, secrets=told) as server:
        yield server


def _scripts(text: str) -> set[str]:
    return set(re.findall(r"/geometri/\w+\.js", text))


def test_the_nose_finds_a_number_in_every_way_it_may_be_written():
    nose = Nose({612_347})
    chart = json.dumps({"bdata": base64.b64encode(struct.pack("<3d", 1.0, 612_347.0, 2.0)).decode()}).encode()
    for written in (
        b"612347 orang",
        b"612.347",
        b"612,347",
        "612\u202f347".encode(),
        struct.pack("<q", 612_347),
        chart,
        gzip.compress(b'{"n": 612347}'),
    ):
        assert nose.in_bytes(written) == {612_347}, written
    assert nose.in_bytes(b"1612347 612348 6123.47") == set()
    # Four bytes alone are some number by chance; a column of them is not.
    two = Nose({612_347, 712_349})
    assert two.in_bytes(struct.pack("<2i", 612_347, 712_349)) == {612_347, 712_349}
    assert two.in_bytes(struct.pack("<2i", 612_347, 5)) == set()


def test_a_protected_server_sends_no_exact_count_of_people_anywhere(house, server):
    reader = Reader(server.address, "analis")
    reader.open_everything()
    sent = b"\n".join(reader.received)
    exact = canary.differing() | house.wrong
    assert len(exact) > 50
    assert Nose(exact).in_bytes(sent) == set()
    # What is published of them was shown: the pages were not empty.
    assert len(Nose(canary.published()).in_bytes(sent)) > 20
    assert Nose(exact).in_bytes(server.output.read_bytes()) == set()
    lines = b"\n".join(file.read_bytes() for file in (house.folder / "data" / "access" / "log").rglob("*.*"))
    assert lines and Nose(exact | canary.published()).in_bytes(lines) == set()


def test_the_protected_file_itself_holds_no_exact_count(house):
    file = (house.folder / "data" / "published" / "current").resolve()
    exact = canary.differing() | house.wrong
    with canary.duckdb.connect(str(file), read_only=True) as con:
        names = [name for (name,) in con.execute("select table_name from duckdb_tables()").fetchall()]
        tables = "\n".join(con.table(f"marts.{name}").df().to_csv() for name in names)
    assert Nose(exact).in_bytes(tables.encode()) == set()
    assert len(Nose(canary.published()).in_bytes(tables.encode())) > 50


def test_who_has_one_region_is_sent_nothing_of_another(house, server):
    reader = Reader(server.address, "parepare")
    text = reader.open_everything()
    sent = b"\n".join(reader.received)
    own = canary.belonging_to("73.72")
    others = (canary.belonging_to("73.15") | canary.belonging_to("73.11")) - own
    assert len(others) > 50 and len(Nose(own).in_bytes(sent)) > 10
    assert Nose(others).in_bytes(sent) == set()
    assert "Soreang" in text
    for name in ("Suppa", "Cempa", "Balusu", "Mallusetasi", "izin_tinggal-Pinrang", "izin_tinggal-Barru"):
        assert name.encode() not in sent, name


def test_who_loaded_a_file_and_what_it_was_called_is_for_those_who_answer_for_the_data(house, server):
    seen = {}
    for who in ("penyaji", "parepare"):
        reader = Reader(server.address, who)
        for part, choices in PARTS.items():
            reader.open("mutu-data", f"bagian={part}&{choices[0]}&wilayah=73.72&periode=2024-10&bulan=2024-10")
        seen[who] = b"izin_tinggal-Parepare" in b"\n".join(reader.received)
    assert seen == {"penyaji": False, "parepare": True}


def test_what_was_seen_is_in_the_log_and_a_region_is_refused_nothing_silently(house, server):
    reader = Reader(server.address, "parepare")
    reader.open("peta", "lapisan=presence&wilayah=73.72.02&periode=2024-10")
    seen = [line for line in log.read(who=identity.email("parepare")) if line.action == "lihat"]
    assert any(line.details.get("page") == "peta" and line.details.get("wilayah") == "73.72.02" for line in seen)
    assert "Pimpinan" in reader.open("akses") or "Admin" in reader.open("akses")


@pytest.mark.browser
def test_tables_that_a_click_opens_hold_no_exact_count_either(house, server, browser):  # noqa: F811
    context = browser.new_context()
    reader = Reader(server.address, "analis")
    context.add_cookies([{"name": n, "value": v, "url": server.address} for n, v in reader.cookies.items()])
    page = context.new_page()
    page.on("websocket", lambda socket: socket.on("framereceived", lambda frame: reader.received.append(_bytes(frame))))
    for address, words in (("peta?lapisan=presence&periode=2024-10", "Tabel"), ("tren?wilayah=73.72", "Tabel")):
        page.goto(f"{server.address}/{address}")
        page.get_by_text(words).first.click()
        page.get_by_test_id("stDataFrame").wait_for()
    context.close()
    sent = b"\n".join(reader.received)
    assert Nose(canary.differing() | house.wrong).in_bytes(sent) == set()
    assert len(Nose(canary.published()).in_bytes(sent)) > 3


def _bytes(frame: str | bytes) -> bytes:
    return frame if isinstance(frame, bytes) else frame.encode()
