"""What fails is said with a code for whoever can help, and the rest goes on: the whole product with broken pages."""

import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import identity
import pytest
from served import Server, free_port, running
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.exceptions import InvalidStatus
from wire import USER, XSRF, Click, Drawn, Wire, ask, rerun, sign, xsrf

from timpora import paths
from timpora.web import failing

SECRET = "Budi Santoso 0812345678"  # what an exception may quote, and neither a browser nor the log may be told
PERSON = "Siti Rahmawati"
RAISES = f'raise ValueError("{SECRET}")\n'
PARTS = f"""
import streamlit as st

def press():
    raise ValueError("{SECRET}")

@st.fragment
def part():
    if st.button("bagian"):
        raise ValueError("{SECRET}")

st.caption("sebelum")
st.button("tekan", on_click=press)
part()
st.caption("sesudah")
"""
PAGES = {"tren": RAISES, "metode": PARTS, "risiko": "def (\n"}
TOLD = re.compile(r"sebutkan kode ([0-9A-Z]{6})")


@dataclass(frozen=True)
class Broken:
    """A server with login, the folder of its data, and the cookies of a named analyst of it."""

    server: Server
    data: Path
    cookies: dict[str, str]

    @property
    def address(self) -> str:
        return self.server.address

    def wire(self) -> Wire:
        return Wire(self.address, self.cookies)

    @property
    def said(self) -> str:
        return self.server.output.read_text("utf-8")


@pytest.fixture(scope="module")
def broken(tmp_path_factory) -> Iterator[Broken]:
    """The product with three pages that do not work, served."""
    root = tmp_path_factory.mktemp("rusak")
    for part in ("timpora", "pages", "queries", "data/reference", "data/contracts", ".streamlit"):
        shutil.copytree(paths.ROOT / part, root / part)
    shutil.copy(paths.ROOT / "dashboard.py", root)
    for name, script in PAGES.items():
        (root / "pages" / f"{name}.py").write_text(script)
    data = root / "house"
    data.mkdir(mode=0o700)
    identity.list_people(data)
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    told = identity.configure(root / "secrets.toml", address)
    with running(data, port=port, secrets=told, root=root, environment={"TIMPORA_LOG": "json"}) as server:
        claims = {
            "email": identity.email("petugas"),
            "email_verified": True,
            "name": PERSON,
            "provider": "default",
            "origin": address,
            "is_logged_in": True,
        }
        yield Broken(server, data, {USER: sign(identity.COOKIE_SECRET, USER, json.dumps(claims)), **xsrf(address)})


def lines(broken: Broken, event: str) -> list[dict]:
    whole = broken.said.rpartition("\n")[0]  # the server may be writing the line after
    told = [json.loads(line) for line in whole.splitlines()]
    return [line for line in told if line["event"] == event]


def errors(drawn: list[ForwardMsg]) -> list[str]:
    elements = [message.delta.new_element for message in drawn if message.WhichOneof("type") == "delta"]
    assert not any(element.WhichOneof("type") == "exception" for element in elements)
    return [element.alert.body.replace("\\", "") for element in elements if element.alert.format == element.alert.ERROR]


def button(drawn: Drawn, label: str) -> tuple[str, str]:
    """Id of the button, and of the fragment it stands in."""
    deltas = [message.delta for message in drawn.messages]
    return next((d.new_element.button.id, d.fragment_id) for d in deltas if d.new_element.button.label == label)


def in_part(drawn: Drawn) -> bytes:
    """The frame of a press on the button that stands in a part of the page."""
    pressed, part = button(drawn, "bagian")
    click = BackMsg.FromString(rerun("metode", widgets={pressed: Click()}))
    click.rerun_script.fragment_id = part
    return click.SerializeToString()


def code_of(broken: Broken, sentence: str, page: str, whom: str = identity.email("admin")) -> str:
    """The code that a sentence names, which must stand in the log with the place and without the words."""
    assert SECRET not in sentence and "ValueError" not in sentence
    assert "Halaman lain tetap dapat dibuka." in sentence and f"beri tahu {whom} dan sebutkan" in sentence
    code = TOLD.search(sentence)[1]
    [line] = [line for line in lines(broken, "failed") if line["reference"] == code]
    assert (line["page"], line["level"]) == (page, "ERROR") and line["trace"]
    assert SECRET not in broken.said
    return code


def test_a_page_that_fails_says_so_with_a_code_that_the_log_knows_and_other_pages_go_on(broken):
    with broken.wire() as wire:
        for page, kind, place in (("tren", "ValueError", "pages/tren.py:1"), ("risiko", "SyntaxError", "frame.py")):
            drawn = wire.run(page)
            [sentence] = errors(drawn.messages)
            code = code_of(broken, sentence, page)
            [line] = [line for line in lines(broken, "failed") if line["reference"] == code]
            assert line["error"] == kind and any(place in at for at in line["trace"])
            assert any(message.WhichOneof("type") == "navigation" for message in drawn.messages)
        assert "Belum ada data yang terbit" in wire.run("ringkasan").text


def test_a_press_and_a_part_of_a_page_that_fail_are_said_too_and_the_page_works_again(broken):
    with broken.wire() as wire:
        first = wire.run("metode")
        press, _ = button(first, "tekan")
        [sentence] = errors(wire.run("metode", widgets={press: Click()}).messages)
        code_of(broken, sentence, "metode")
        again = wire.run("metode")
        assert "sesudah" in again.text and errors(again.messages) == []
        wire.send(in_part(again))
        came = []
        while not came or came[-1].WhichOneof("type") != "script_finished":
            came.append(ForwardMsg.FromString(wire.socket.recv(60)))
        [sentence] = errors(came)
        code_of(broken, sentence, "metode")
        assert "sesudah" in wire.run("metode").text


def test_an_answer_that_is_no_page_fails_with_a_code_too(broken):
    (broken.data / "stories" / "book.jsonl").mkdir(parents=True)  # a folder in the place of a file
    answer = ask(broken.address, "/tayang?cerita=0001", cookies=broken.cookies)
    assert answer.status == 503 and "text/html" in answer.header("content-type")
    code_of(broken, answer.text, "halaman", "admin Peta Timpora di kantor ini")
    assert identity.email("admin") not in answer.text  # who asks may be a stranger


def test_what_failed_is_counted_by_page(broken):
    with broken.wire() as wire:
        before = counted(broken, "tren")
        wire.run("tren")
    assert counted(broken, "tren") == before + 1


def test_the_log_tells_what_happened_and_nothing_of_the_person_or_what_they_chose_typed_or_brought(broken):
    with broken.wire() as wire:
        drawn = wire.run("peta", "wilayah=73.72.02&periode=2024-10&lapisan=Siti")
        upload(broken, drawn.session)
        wire.run("unggah")
        wire.run("tren", f"wilayah={PERSON.replace(' ', '+')}")
        wire.send(b"\xff" * 10)
        wire.end()
    with pytest.raises(InvalidStatus), Wire(broken.address, broken.cookies, origin="http://rahmawati.example"):
        pass
    ask(broken.address, "/oauth2callback?code=rahmawati&state=0812345678")
    assert {"drawn", "failed", "serving"} <= {json.loads(line)["event"] for line in broken.said.splitlines()}
    planted = ("Siti", "Rahmawati", "petugas", "kantor.example", "73.72", "081234", "127.0.0.1", "Budi")
    assert [word for word in planted if word.lower() in broken.said.lower()] == []


def upload(broken: Broken, session: str) -> None:
    """Bring a file with a name and a number that speak of a person."""
    content = f"NAMA;PASPOR\n{PERSON};0812345678\n"
    head = f'--g\r\nContent-Disposition: form-data; name="f"; filename="{PERSON}.csv"\r\n\r\n'
    headers = {"X-Xsrftoken": broken.cookies[XSRF], "Content-Type": "multipart/form-data; boundary=g"}
    path = f"/_stcore/upload_file/{session}/0812345678"
    body = f"{head}{content}\r\n--g--\r\n".encode()
    assert ask(broken.address, path, method="PUT", cookies=broken.cookies, headers=headers, body=body).status == 204


def test_whom_to_tell_is_what_the_office_says(house):
    assert "beri tahu admin Peta Timpora di kantor ini dan" in failing.sentence(ValueError(PERSON), "halaman")
    office = paths.own_reference() / "office.toml"
    office.parent.mkdir(parents=True)
    told = paths.reference("office.toml").read_text().replace('\nhelp = ""', '\nhelp = "Seksi Tikim, pesawat 12"')
    office.write_text(told)
    assert "beri tahu Seksi Tikim, pesawat 12 dan" in failing.sentence(ValueError(PERSON), "halaman")


def counted(broken: Broken, page: str) -> float:
    found = re.search(
        rf'^timpora_errors_total{{page="{page}"}} (\S+)', ask(broken.address, "/metrics").text, re.MULTILINE
    )
    return float(found[1]) if found else 0.0
