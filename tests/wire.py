"""A bare client: HTTP as it is written, and Streamlit's websocket without a browser in front of it."""

import http.client
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self
from urllib.parse import urlsplit

from itsdangerous import TimestampSigner, URLSafeTimedSerializer
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

PATIENCE = 60  # seconds for an answer: the first page a server draws loads all that pages need
USER, XSRF = "_streamlit_user", "_streamlit_xsrf"


class Click:
    """What a button is told."""


@dataclass(frozen=True)
class Reply:
    status: int
    headers: list[tuple[str, str]]  # names in lower case
    body: bytes

    def header(self, name: str) -> str:
        return ", ".join(value for each, value in self.headers if each == name)

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", "replace")


def ask(
    address: str,
    path: str,
    *,
    method: str = "GET",
    cookies: Mapping[str, str] | None = None,
    headers: Mapping[str, str] | None = None,
    body: bytes | None = None,
) -> Reply:
    """One request, its path exactly as written; redirects are answers, not followed."""
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=PATIENCE)
    told = _with(headers, cookies)
    is_chunked = "Transfer-Encoding" in told
    try:
        connection.request(method, path, iter([body]) if is_chunked else body, told, encode_chunked=is_chunked)
        answer = connection.getresponse()
        return Reply(answer.status, [(name.lower(), value) for name, value in answer.getheaders()], answer.read())
    finally:
        connection.close()


def sign(secret: str, name: str, value: str, ago: float = 0) -> str:
    """A cookie as Streamlit would have signed it so many seconds ago."""

    class Signer(TimestampSigner):
        def get_timestamp(self) -> int:
            return int(time.time() - ago)

    return URLSafeTimedSerializer(secret, salt=name, signer=Signer).dumps(value)


def xsrf(address: str) -> dict[str, str]:
    """The cookie that a server gives to every browser, and that the page must repeat."""
    given = ask(address, "/_stcore/health").header("set-cookie")
    return {XSRF: re.search(rf"{XSRF}=([^;]+)", given)[1]}


@dataclass
class Drawn:
    """All that came over the wire for one run of a page."""

    session: str = ""
    received: list[bytes] = field(default_factory=list)

    @property
    def messages(self) -> list[ForwardMsg]:
        return [ForwardMsg.FromString(content) for content in self.received]

    @property
    def text(self) -> str:
        return b"\n".join(self.received).decode("utf-8", "replace")

    @property
    def media(self) -> list[str]:
        """Addresses of files that the page shows or gives."""
        return re.findall(r"/media/[0-9a-f]+\.\w+", self.text)

    def box(self, key: str) -> str:
        """Id of the box that opens and is known by this key."""
        ids = (message.delta.add_block.popover.id for message in self.messages)
        return next(widget_id for widget_id in ids if widget_id.endswith(f"-{key}"))

    @property
    def offered(self) -> list[str]:
        """Ids of the files that the page would make if they were asked for."""
        found = (message.delta.new_element.download_button.deferred_file_id for message in self.messages)
        return [file_id for file_id in found if file_id]


class Wire:
    """One websocket to a server, open within a `with`, which raises InvalidStatus where the handshake is refused."""

    def __init__(
        self,
        address: str,
        cookies: Mapping[str, str] | None = None,
        *,
        origin: str | None = "",
        session: str = "",
        token: str | None = None,
        headers: Mapping[str, str] | None = None,
    ):
        """origin: "" is the server's own, None none; token: what is said to repeat the XSRF cookie."""
        cookies = cookies or {}
        protocols = ["streamlit", token or cookies.get(XSRF, "-"), *([session] if session else [])]
        self._handshake = connect(
            f"ws://{urlsplit(address).netloc}/_stcore/stream",
            origin=address if origin == "" else origin,
            subprotocols=protocols,
            additional_headers=_with(headers, cookies),
            open_timeout=PATIENCE,
            close_timeout=1,  # who leaves in the middle of a page does not wait for the rest of it
            max_size=None,
        )

    def __enter__(self) -> Self:
        self.socket = self._handshake.__enter__()
        return self

    def __exit__(self, *problem: object) -> None:
        self._handshake.__exit__(*problem)

    def send(self, frame: bytes | str) -> None:
        self.socket.send(frame)

    def run(self, page: str = "", query: str = "", widgets: Mapping[str, object] | None = None) -> Drawn:
        """Open a page, or do something on it, and take all it draws."""
        self.send(rerun(page, query, widgets))
        drawn = Drawn()
        while True:
            content = self.socket.recv(PATIENCE)
            drawn.received.append(content)
            message = ForwardMsg.FromString(content)
            if message.WhichOneof("type") == "new_session":
                drawn.session = message.new_session.initialize.session_id
            if message.WhichOneof("type") == "script_finished" and message.script_finished == 0:
                return drawn

    def wait_for(self, kind: str) -> ForwardMsg:
        """The next message of this kind."""
        while True:
            message = ForwardMsg.FromString(self.socket.recv(PATIENCE))
            if message.WhichOneof("type") == kind:
                return message

    def until(self, element: str) -> list[ForwardMsg]:
        """All that comes up to the first element of this kind."""
        came: list[ForwardMsg] = []
        while not came or came[-1].delta.new_element.WhichOneof("type") != element:
            came.append(ForwardMsg.FromString(self.socket.recv(PATIENCE)))
        return came

    def end(self) -> tuple[int, list[bytes]]:
        """Wait until the server ends the connection: with which code, and what still came before."""
        last = []
        try:
            while True:
                last.append(self.socket.recv(PATIENCE))
        except ConnectionClosed as closed:
            return closed.rcvd.code if closed.rcvd else 1006, last


def rerun(page: str = "", query: str = "", widgets: Mapping[str, object] | None = None) -> bytes:
    """The frame a browser sends to open a page; widgets: id → text, number, truth, Click or list of texts."""
    message = BackMsg()
    message.rerun_script.page_name = page
    message.rerun_script.query_string = query
    for name, value in (widgets or {}).items():
        state = message.rerun_script.widget_states.widgets.add(id=name)
        match value:
            case Click():
                state.trigger_value = True
            case bool():
                state.bool_value = value
            case int():
                state.int_value = value
            case str():
                state.string_value = value
            case list():
                state.string_array_value.data.extend(value)
    return message.SerializeToString()


def make(file_id: str, session: str) -> bytes:
    """The frame of a click on a download whose file is made then."""
    message = BackMsg()
    message.backend_operation_request.request_id = file_id
    message.backend_operation_request.session_id = session
    message.backend_operation_request.deferred_file.file_id = file_id
    return message.SerializeToString()


def heartbeat() -> bytes:
    """A frame that is answered at once, unless a page is being drawn."""
    return BackMsg(app_heartbeat=True).SerializeToString()


def _with(headers: Mapping[str, str] | None, cookies: Mapping[str, str] | None) -> dict[str, str]:
    crumbs = "; ".join(f"{name}={value}" for name, value in (cookies or {}).items())
    return dict(headers or {}) | ({"Cookie": crumbs} if crumbs else {})
