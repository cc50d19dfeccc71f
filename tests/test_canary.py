"""Not one number leaks: everything a server sends on every page, for every choice and export, is searched for it."""

import base64
import gzip
import json
import re
import secrets
import struct
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from itertools import count

import canary
import identity
import pandas as pd
import pytest
from canary import Nose
from conftest import House, fix_key
from lent import heard, lent
from playwright.sync_api import WebSocket
from served import free_port, running
from test_browser import browser  # noqa: F401 (a fixture)
from wire import USER, Wire, ask, sign, xsrf

from timpora.access import log
from timpora.access.people import LOCAL, Viewer
from timpora.store import snapshot
from timpora.web import scenes, standard_story
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
        fix_key(folder, patch)
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

    def open_everything(self, places: int) -> str:
        """Every page with every choice; those that answer alike wherever they are asked from, at so many places.

        A layer of a measure at twice as many.
        """
        layers = snapshot.current(None).ask("layers")
        turn = count()

        def some(times: int = 1) -> list[str]:
            """The next places, round and round: all of them are asked from, and none for every choice."""
            return [WHERE[next(turn) % len(WHERE)] for _ in range(min(times * places, len(WHERE)))]

        texts = [self.open(page) for page in PAGES]
        for layer, is_measure in zip(layers["layer"], layers["indicator"].isna(), strict=True):
            where = some(2 if is_measure else 1)  # the map holds every area wherever it is asked from
            texts += [self.open("peta", f"lapisan={layer}&wilayah={w}&periode=2024-10") for w in where]
        texts += [self.open("tren", f"wilayah={w}&banding=73.15&banding=73.72.02&rentang=semua") for w in WHERE]
        looks = ("hari&pemilihan=pilkada-2031&dulu=semua", "instansi&rentang=semua")
        texts += [self.open("tren", f"lihat={look}&wilayah={w}") for look in looks for _ in range(3) for w in some()]
        for part, choices in PARTS.items():
            texts += [
                self.open("mutu-data", f"bagian={part}&{choice}&wilayah={w}&periode=2024-10")
                for choice in choices
                for w in some()
            ]
        return "\n".join(texts)


@pytest.fixture(scope="module")
def server(house) -> Iterator:
    port = free_port()
    told = identity.configure(house.folder / "secrets.toml", f"http://127.0.0.1:{port}")
    with running(house.folder / "data", port=port, secrets=told) as server:
        yield server


@pytest.fixture(params=[1, pytest.param(len(WHERE), marks=pytest.mark.slow)])
def places(request) -> int:
    return request.param


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
    for name in (b"0a612347-1b2c-4d5e-8f90-a612347bcdef", b"612347abcdef612347abcdef612347ab"):
        assert nose.in_bytes(name) == set()  # drawn by chance: of a session, of a run
    assert nose.in_bytes(b"r612347abc: 612347") == {612_347}
    # Four bytes alone are some number by chance; a column of them is not.
    two = Nose({612_347, 712_349})
    assert two.in_bytes(struct.pack("<2i", 612_347, 712_349)) == {612_347, 712_349}
    assert two.in_bytes(struct.pack("<2i", 612_347, 5)) == set()


def test_a_protected_server_sends_no_exact_count_of_people_anywhere(house, server, places):
    reader = Reader(server.address, "analis")
    reader.open_everything(places)
    sent = b"\n".join(reader.received)
    exact = canary.differing() | house.wrong
    assert len(exact) > 50
    assert Nose(exact).in_bytes(sent) == set()
    # What is published of them was shown: the pages were not empty.
    assert len(Nose(canary.published()).in_bytes(sent)) > 20
    assert Nose(exact).in_bytes(server.output.read_bytes()) == set()
    lines = b"\n".join(file.read_bytes() for file in (house.folder / "data" / "access" / "log").rglob("*.*"))
    told = re.sub(rb'"[0-9a-f]{64}"', b'""', lines)  # six digits of some hundred hashes are some number by chance
    assert told and Nose(exact | canary.published()).in_bytes(told) == set()


def test_the_protected_file_itself_holds_no_exact_count(house):
    file = (house.folder / "data" / "published" / "current").resolve()
    exact = canary.differing() | house.wrong
    with canary.duckdb.connect(str(file), read_only=True) as con:
        names = [name for (name,) in con.execute("select table_name from duckdb_tables()").fetchall()]
        tables = "\n".join(con.table(f"marts.{name}").df().to_csv() for name in names)
    assert Nose(exact).in_bytes(tables.encode()) == set()
    assert len(Nose(canary.published()).in_bytes(tables.encode())) > 50


def test_who_has_one_region_is_sent_nothing_of_another(house, server, places):
    reader = Reader(server.address, "parepare")
    text = reader.open_everything(places)
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


def test_no_slide_of_the_standard_story_holds_an_exact_count_or_who_somebody_is(house):
    sent = shown(LOCAL)
    exact = canary.differing() | house.wrong
    assert Nose(exact).in_bytes(sent) == set()
    assert len(Nose(canary.published()).in_bytes(sent)) > 5
    # Of what people are called by birth nothing is part of a slide, and so of no score that is explained on one.
    assert not any(country.encode() in sent for country in ("Malaysia", "RRT", "Tiongkok"))


def test_the_slides_of_who_has_one_region_name_no_other(house):
    sent = shown(replace(LOCAL, scope=("73.72",)))
    own = canary.belonging_to("73.72")
    others = (canary.belonging_to("73.15") | canary.belonging_to("73.11")) - own
    assert len(Nose(own).in_bytes(sent)) > 2 and Nose(others).in_bytes(sent) == set()
    assert b"Parepare" in sent
    for name in ("Suppa", "Cempa", "Balusu", "Mallusetasi", "Pinrang", "Barru"):
        assert name.encode() not in sent, name


def shown(who: Viewer) -> bytes:
    """Everything on the slides of the standard story: what is drawn, written, and said to the presenter."""
    who = scenes.shown_to(who)
    return "\n".join(told(list(scenes.slides(who, standard_story.standard(who))))).encode()


def told(what: object) -> Iterator[str]:
    """Every text and number within."""
    if is_dataclass(what):
        yield from told([getattr(what, each.name) for each in fields(what)])
    elif isinstance(what, pd.Series):
        yield from told(what.to_dict())
    elif isinstance(what, Mapping):
        yield from told([*what.keys(), *what.values()])
    elif isinstance(what, Iterable) and not isinstance(what, str | bytes):
        for each in what:
            yield from told(each)
    else:
        yield str(what)


@pytest.mark.browser
def test_tables_that_a_click_opens_hold_no_exact_count_either(house, server, browser):  # noqa: F811
    reader = Reader(server.address, "analis")

    def listen(socket: WebSocket) -> None:
        socket.on("framereceived", lambda frame: reader.received.append(_bytes(frame)))

    with lent(browser) as page, heard(page, websocket=listen):
        cookies = [{"name": n, "value": v, "url": server.address} for n, v in reader.cookies.items()]
        page.context.add_cookies(cookies)
        for address, words in (("peta?lapisan=presence&periode=2024-10", "Tabel"), ("tren?wilayah=73.72", "Tabel")):
            page.goto(f"{server.address}/{address}")
            page.get_by_text(words, exact=True).first.click()
            page.get_by_test_id("stDataFrame").wait_for()
    sent = b"\n".join(reader.received)
    assert Nose(canary.differing() | house.wrong).in_bytes(sent) == set()
    assert len(Nose(canary.published()).in_bytes(sent)) > 3


def _bytes(frame: str | bytes) -> bytes:
    return frame if isinstance(frame, bytes) else frame.encode()
