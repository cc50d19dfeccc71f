"""All that the gate knows of Streamlit's inside, in one place: where an upgrade moves something, it breaks here.

Written for the release that requirements.txt pins; tests/test_gate.py attacks a real server and tells what moved.
"""

import base64
import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from itsdangerous import BadData, URLSafeTimedSerializer
from streamlit import config, file_util, runtime
from streamlit.auth_util import (
    encode_provider_token,
    get_cookie_with_chunks,
    get_origin_from_redirect_uri,
    get_secrets_auth_section,
)
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.web.server.server_util import get_cookie_secret
from streamlit.web.server.starlette.starlette_app_utils import validate_xsrf_token
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME, XSRF_COOKIE_NAME
from websockets import http11

USER_COOKIES = "_streamlit_user"  # what identifies a person: this name and every name that begins with it
# Uvicorn never answers a handshake that its websocket parser finds too long, and the browser waits for ever. The HTTP
# parser before it has its own bound (64 kB), so this one may let all of that through, to be refused in words.
http11.MAX_LINE_LENGTH = 2**17
http11.MAX_NUM_HEADERS = 2**15

# What a browser may ask of the server. Not in it: clear_cache, which empties everybody's cache; set_run_on_save and
# load_git_info, which are for developers; and of the operations all but a file that is made when it is asked for.
_FRAMES = ("rerun_script", "stop_script", "app_heartbeat", "file_urls_request", "deferred_file")
_CLICKS = ("rerun_script", "file_urls_request", "deferred_file")


@dataclass(frozen=True)
class Cookie:
    """A person as Streamlit signed them at login."""

    id: str  # a digest of what was signed; the signature itself can be written in more than one way
    claims: Mapping[str, object]  # of the ID token, with Streamlit's is_logged_in and provider
    origin: str  # scheme, host and port that the login was made for
    issued: int  # seconds since 1970


@dataclass(frozen=True)
class Frame:
    """What a browser sent over its websocket."""

    kind: str  # one of _FRAMES; "" for what is dropped
    is_by_person: bool  # a click or a key, not the page's own clock
    file_id: str = ""  # of a deferred_file: what is asked for


def is_login_configured() -> bool:
    return bool(get_secrets_auth_section())


def public_origin() -> str | None:
    """Scheme, host and port under which people reach this server, where login is configured."""
    return get_origin_from_redirect_uri()


def login_address() -> str:
    """Where a browser is sent to log in; good for two minutes."""
    return f"/auth/login?provider={encode_provider_token('default')}"


def allowed_hosts() -> list[str]:
    return config.get_option("server.allowedHosts")


def most_upload_bytes() -> int:
    """Bytes of one file and of the form around it."""
    return (config.get_option("server.maxUploadSize") + 1) * 2**20


def cookie(cookies: Mapping[str, str]) -> Cookie | None:
    """The person in these cookies; None when there is none, or what is there was not signed by us."""
    issued = []

    def one(name: str) -> bytes | None:
        if name not in cookies:
            return None
        value, moment = URLSafeTimedSerializer(get_cookie_secret(), salt=name).loads(
            cookies[name], return_timestamp=True
        )
        issued.append(int(moment.timestamp()))
        return value.encode()

    try:
        signed = get_cookie_with_chunks(one, USER_COOKIE_NAME)
        payload = json.loads(signed or "{}")
    except (BadData, ValueError, OverflowError):
        return None
    # Parts of one cookie are signed at one moment: those of several logins must not make a new one.
    if payload.get("is_logged_in") is not True or max(issued) - min(issued) > 2:
        return None
    digest = hashlib.sha256(signed + str(min(issued)).encode()).hexdigest()
    return Cookie(digest, payload, str(payload.pop("origin", "")), min(issued))


def is_own_page(cookies: Mapping[str, str], subprotocols: list[str]) -> bool:
    """Whether a handshake carries the token that only our own page can read; without it Streamlit sees nobody."""
    token = subprotocols[1] if len(subprotocols) > 1 else None
    return validate_xsrf_token(token, cookies.get(XSRF_COOKIE_NAME))


def wanted_session(subprotocols: list[str]) -> str | None:
    """The session a browser wants to go on with."""
    return subprotocols[2] if len(subprotocols) > 2 and subprotocols[2] else None


def live_sessions(person: Cookie | None) -> set[str]:
    """Ids of the sessions of this login that have a websocket; of everybody where there is no login."""
    return {info.session.id for info in _sessions().list_active_sessions() if _is_of(info.session, person)}


def session_counts() -> dict[str, int]:
    """How many sessions have a websocket, and how many are kept for a browser that may come back."""
    manager = _sessions()
    return {"tersambung": manager.num_active_sessions(), "disimpan": len(manager._session_storage.list())}


def belongs_to_another(session_id: str, person: Cookie) -> bool:
    """Whether it is the session, connected or not, of somebody with another e-mail address."""
    found = [info.session for info in _all_sessions() if info.session.id == session_id]
    return any(session._user_info.get("email") != person.claims.get("email") for session in found)


def uploaded_bytes(person: Cookie | None) -> int:
    """What all sessions of this login hold of files their pages have not taken yet."""
    mine = {info.session.id for info in _all_sessions() if _is_of(info.session, person)}
    manager = runtime.get_instance().uploaded_file_mgr
    with manager._lock:
        return sum(len(file.data) for each in mine for file in manager.file_storage.get(each, {}).values())


def media_of(sessions: Iterable[str]) -> set[str]:
    """Ids of the files that the pages of these sessions show now, or would make. While a page is drawn anew that is few
    of them, and what was made when it was asked for is never among them."""
    manager = runtime.get_instance().media_file_mgr
    with manager._lock:
        return {file for each in sessions for file in manager._files_by_session_and_coord.get(each, {}).values()}


def download_name(file_id: str) -> str | None:
    """What a file is called that is for keeping; None for one that a page shows, and for none."""
    file = runtime.get_instance().media_file_mgr.read_file(file_id)
    return (file.filename or "") if file and file.kind.value == "downloadable" else None


def frame(content: bytes) -> Frame:
    """Raises ValueError for what is not a message of Streamlit's."""
    message = BackMsg()
    try:
        message.ParseFromString(content)
    except Exception as problem:
        raise ValueError("not a message of Streamlit's") from problem
    kind = message.WhichOneof("type")
    if kind == "backend_operation_request":
        kind = message.backend_operation_request.WhichOneof("payload")
    return Frame(
        kind=kind if kind in _FRAMES else "",
        is_by_person=kind in _CLICKS and not message.rerun_script.is_auto_rerun,
        file_id=message.backend_operation_request.deferred_file.file_id,
    )


def file_made(content: bytes) -> str:
    """Id of the file that a message to the browser hands over because it was asked for; "" in any other message.

    From its own field only: a page may repeat what a browser sent, and that must make nobody an owner.
    """
    if b"/media/" not in content:
        return ""
    told = ForwardMsg.FromString(content).backend_operation_response.deferred_file.url
    found = re.fullmatch(r"/media/([0-9a-f]+)(?:\.\w+)?", told)
    return found[1] if found else ""


def in_language(page: bytes, language: str) -> bytes:
    """Streamlit's own page says that it is English: here it says what it will be, in as many bytes."""
    return page.replace(b'<html lang="en">', b'<html lang="%s">' % language.encode(), 1)


def load_again() -> bytes:
    """A message that makes the browser ask for its address anew, and so come before the gate as a page."""
    message = ForwardMsg()
    message.auth_redirect.url = ""
    return message.SerializeToString()


def inline_scripts() -> list[str]:
    """The scripts inside Streamlit's own page, each as a source of a Content-Security-Policy."""
    page = Path(file_util.get_static_dir(), "index.html").read_text("utf-8")
    scripts = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    digests = [hashlib.sha256(script.encode()).digest() for script in scripts]
    return [f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests]


def _sessions():
    return runtime.get_instance()._session_mgr


def _all_sessions() -> list:
    return [*_sessions().list_active_sessions(), *_sessions()._session_storage.list()]


def _is_of(session, person: Cookie | None) -> bool:
    return person is None or {k: v for k, v in session._user_info.items() if k != "tokens"} == person.claims
