"""A server goes on: flooded, left in the middle, robbed of its snapshot, under a jumping clock, after 1,000 visits."""

import json
import re
import secrets
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from pathlib import Path

import duckdb
import identity
import pytest
from served import Server, free_port, running, status
from websockets.exceptions import ConnectionClosed
from wire import USER, Wire, ask, heartbeat, rerun, sign, xsrf

from timpora.access import log
from timpora.store import room, snapshot

HOUR, DAY = 3600, 86_400
CONNECTS, WARM = 1000, 200
LARGE, MOST_GROWTH = 2**20, 10 * 2**20  # bytes
ANSWER = "12 orang"  # what the first page says of the month that is loaded
# Debian's libfaketime: the clock of one process, moved while it runs by what stands in a file.
FAKETIME = next(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"), None)


def numbers(house) -> None:
    house.permits("Sep-24 | Parepare | Ujung | 10", "Okt-24 | Parepare | Ujung | 12")


@pytest.fixture(scope="module")
def data(tmp_path_factory, drawn_once) -> Path:
    """A folder of data with one snapshot."""
    folder = tmp_path_factory.mktemp("kukuh") / "data"
    shutil.copytree(drawn_once(numbers), folder, symlinks=True)
    folder.chmod(0o700)
    return folder


@pytest.fixture(scope="module")
def server(data) -> Iterator[Server]:
    # A session whose browser has gone is kept for two seconds here instead of five minutes.
    options = ["--server.disconnectedSessionTTL", "2"]
    with running(data, options=options, environment={"TIMPORA_VIEW": "exact"}, is_fresh=True) as server:
        yield server


@dataclass(frozen=True)
class Measured:
    """What /metrics says."""

    connected: int
    kept: int
    memory: int  # bytes
    threads: int
    files: int  # that are open
    is_up: bool


def measured(server: Server) -> Measured:
    text = ask(server.address, "/metrics").text
    names = (
        'timpora_sessions{state="tersambung"}',
        'timpora_sessions{state="disimpan"}',
        "process_resident_memory_bytes",
        "timpora_threads",
        "process_open_fds",
        "timpora_snapshot_up",
    )
    values = [float(re.search(rf"^{re.escape(name)} (\S+)$", text, re.MULTILINE)[1]) for name in names]
    return Measured(*map(int, values[:5]), bool(values[5]))


def comes_to(server: Server, is_so, seconds: float = 30) -> Measured:
    """What is measured once it is so; fails where it does not come to it."""
    until = time.monotonic() + seconds
    while not is_so(now := measured(server)):
        assert time.monotonic() < until, now
    return now


def visit(server: Server, page: str = "ringkasan") -> str:
    with Wire(server.address, xsrf(server.address)) as wire:
        return wire.run(page).text


@pytest.mark.slow
def test_a_session_that_asks_for_everything_at_once_and_reads_nothing_keeps_no_other_from_its_answer(server):
    pages = ("peta", "tren", "risiko", "mutu-data", "metode", "peringatan")
    assert ANSWER in visit(server)
    with Wire(server.address, xsrf(server.address)) as flood, Wire(server.address, xsrf(server.address)) as other:
        for n in range(60):  # no more than the gate lets through
            flood.send(rerun(pages[n % len(pages)], f"periode=2024-{10 - n % 2:02}"))
        assert ANSWER in other.run("ringkasan").text
        with suppress(ConnectionClosed):
            for n in range(400):  # and more
                flood.send(rerun(pages[n % len(pages)]))
        assert ANSWER in other.run("ringkasan").text
        assert flood.end()[0] in (1006, 1008)
        assert ANSWER in other.run("ringkasan").text
    comes_to(server, lambda now: now.connected == 0)
    assert ANSWER in visit(server)


@pytest.mark.slow
def test_a_page_left_in_the_middle_of_a_question_leaves_the_next_question_its_right_answer(server):
    for page in ("peta", "tren", "risiko"):
        with Wire(server.address, xsrf(server.address)) as wire:
            wire.send(rerun(page, f"lapisan={secrets.token_hex(4)}"))
            wire.wait_for("new_session")
    assert ANSWER in visit(server)


def test_a_question_that_is_interrupted_is_no_answer_and_the_next_one_is_right(house):
    house.published(numbers)
    here = snapshot.current(None)
    right = here.ask("measures").to_json()
    under_way, outcome = [], []

    def ask_without_end() -> None:
        try:
            with here._reading() as cursor:
                under_way.append(cursor)
                cursor.execute("select sum(sin(range)) from range(1000000000000)").fetchall()
        except duckdb.InterruptException:
            outcome.append("broken off")

    asking = threading.Thread(target=ask_without_end, daemon=True)
    asking.start()
    while asking.is_alive():
        if under_way:
            under_way[0].interrupt()
        assert here.ask("measures").to_json() == right
    assert outcome == ["broken off"]
    assert here.ask("measures").to_json() == right and snapshot.current(None) is here


@pytest.mark.slow
def test_a_snapshot_deleted_under_a_server_is_said_and_once_it_is_back_it_answers_again(server, data, monkeypatch):
    monkeypatch.setenv("TIMPORA_DATA", str(data))
    monkeypatch.setenv("TIMPORA_VIEW", "exact")
    file = room.served()
    aside, half = file.with_name("disimpan"), file.with_name("2024-11-0123456789ab.duckdb")
    with Wire(server.address, xsrf(server.address)) as wire:
        assert ANSWER in wire.run("ringkasan").text
        file.rename(aside)  # the link leads nowhere
        try:
            for page in ("ringkasan", "peta", "tren"):
                assert "Belum ada data yang terbit" in wire.run(page).text
            assert status(f"{server.address}/healthz")[0] == 503 and not measured(server).is_up
            half.write_bytes(aside.read_bytes()[:5000])
            lead_to(half)
            assert "rusak" in wire.run("ringkasan").text
            assert status(f"{server.address}/healthz")[0] == 503
            assert "Traceback" not in server.output.read_text("utf-8")
        finally:
            aside.rename(file)
            lead_to(file)
            half.unlink(missing_ok=True)
        assert ANSWER in wire.run("ringkasan").text
    assert status(f"{server.address}/healthz")[0] == 200 and measured(server).is_up


@pytest.mark.slow
def test_after_a_thousand_connects_and_disconnects_the_server_is_as_large_as_before(server):
    cookies = xsrf(server.address)
    visit(server)
    before = comes_to(server, lambda now: now.connected == 0)
    for n in range(CONNECTS):
        with Wire(server.address, cookies) as wire:
            wire.send(heartbeat() if n % 50 else rerun("metode"))
        if n == WARM:
            warm = measured(server)
    after = comes_to(server, lambda now: now.connected == 0)
    assert after.memory - warm.memory < MOST_GROWTH, (warm, after)
    comes_to(server, lambda now: now.kept == 0)
    visit(server)  # whoever comes next sweeps up what was kept of those who left
    comes_to(server, lambda now: (now.kept, now.connected) == (0, 0))
    comes_to(server, lambda now: now.threads <= before.threads + 2 and now.files <= before.files + 6)
    assert ANSWER in visit(server)


def lead_to(file: Path) -> None:
    """As a publication puts a snapshot in service."""
    link = file.with_name("current.part")
    link.symlink_to(file.name)
    link.replace(file.with_name("current"))


# --- a clock that jumps


@pytest.mark.skipif(FAKETIME is None, reason="libfaketime: apt install libfaketime")
@pytest.mark.slow
def test_a_clock_that_jumps_stops_no_server_breaks_no_log_and_lets_nobody_stay_who_would_have_had_to_go(
    data, tmp_path, monkeypatch
):
    monkeypatch.setenv("TIMPORA_DATA", str(data))
    identity.list_people(data)
    port, clock = free_port(), tmp_path / "jam"
    address = f"http://127.0.0.1:{port}"
    told = identity.configure(tmp_path / "secrets.toml", address)
    environment = {
        "LD_PRELOAD": str(FAKETIME),
        "FAKETIME_TIMESTAMP_FILE": str(clock),
        "FAKETIME_CACHE_DURATION": "1",
        "DONT_FAKE_MONOTONIC": "1",
        "FAKETIME_FORCE_MONOTONIC_FIX": "0",  # with it, waiting threads of this libc turn and turn
        "TIMPORA_VIEW": "exact",
        "TIMPORA_LOG": "json",
    }
    set_clock(clock, 0)
    with running(data, port=port, secrets=told, environment=environment, is_fresh=True) as server:
        first = login(server, "analis")
        with Wire(address, first, origin=address) as wire:
            for seconds in (0, 1200, 0):  # idle for no longer than a login may be
                move(server, clock, seconds)
                assert ANSWER in wire.run("ringkasan").text, seconds
            move(server, clock, HOUR)
            assert wire.end()[0] == 4401
        for seconds in (DAY, -HOUR, -DAY, 0):
            move(server, clock, seconds)
            assert seconds == 0 or ask(address, "/", cookies=first).status == 302
            with Wire(address, login(server, "analis", seconds), origin=address) as wire:
                assert ANSWER in wire.run("ringkasan").text, seconds
            assert status(f"{address}/healthz")[0] == 200
        assert '"failed"' not in server.output.read_text("utf-8")
    assert log.verify() == []


def move(server: Server, clock: Path, seconds: int) -> None:
    """The clock of the server is so far from the real one, and the server knows it."""
    set_clock(clock, seconds)
    until = time.monotonic() + 30
    while True:
        there = parsedate_to_datetime(ask(server.address, "/healthz").header("date")).timestamp()
        if abs(there - time.time() - seconds) < 10:
            return
        assert time.monotonic() < until, (there, seconds)


def set_clock(file: Path, seconds: int) -> None:
    """So far from the real time, for whoever reads this file for the time; never half of it."""
    new = file.with_name("baru")
    new.write_text(f"{seconds:+d}")
    new.replace(file)


def login(server: Server, who: str, ahead: int = 0) -> dict[str, str]:
    """The cookies of somebody who logs in now, on a clock that is so far ahead."""
    claims = {
        "email": identity.email(who),
        "email_verified": True,
        "nonce": secrets.token_hex(8),
        "provider": "default",
        "origin": server.address,
        "is_logged_in": True,
    }
    return {USER: sign(identity.COOKIE_SECRET, USER, json.dumps(claims), -ahead), **xsrf(server.address)}
