"""Whether the server may listen at all. What is not safe is a sentence: what is wrong, where, and what mends it.

Without login and without anybody listed there is one local user, and then only this computer may be answered. With
login, everything that the login rests on must hold: the secret, the addresses, the options, and who may read the files.
"""

import ipaddress
import logging
import os
import pwd
import shlex
import stat
import sys
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import streamlit as st
from streamlit.errors import StreamlitSecretNotFoundError

from timpora import paths, settings
from timpora.access import entries
from timpora.draw.logo import LogoFault
from timpora.text import say
from timpora.web import house, log_lines, logins

_LOGGER = logging.getLogger(__name__)
_KEYS = ("redirect_uri", "cookie_secret", "client_id", "client_secret", "server_metadata_url")  # of [auth], all of them
_CALLBACK = "/oauth2callback"
# Options that open a way round the login, and the one value of each that does not.
_OPTIONS = {
    "server.enableCORS": True,
    "server.enableXsrfProtection": True,
    "server.enableAgentApi": False,
    "server.trustedUserHeaders": {},
    "server.baseUrlPath": "",
    "client.showErrorDetails": "none",
    "global.developmentMode": False,
}
_SHORTEST_SECRET = 32  # characters
_FEWEST_DIFFERENT = 10  # of 64 random hexadecimal ones, all 16 are to be expected
_GUESSED_FIRST = (
    "change",
    "ganti",
    "secret",
    "rahasia",
    "password",
    "example",
    "contoh",
    "streamlit",
    "01234",
    "abcde",
)


def insist() -> None:
    """Return if the server may start; else say every fault on stderr and end the process with exit code 1.

    Makes the data folder, for its owner alone, if there is none.
    """
    if found := _found():
        print(say("start.refused"), *(f"- {sentence}" for sentence in found), sep="\n", file=sys.stderr, flush=True)
        raise SystemExit(1)
    log_lines.begin()
    os.umask(0o077)  # what is uploaded and published here is for nobody but the server's user
    logins.asked()  # decided now: no file that changes later turns everybody into the local user
    paths.data().mkdir(mode=0o700, parents=True, exist_ok=True)
    if not entries.file().exists():
        _LOGGER.warning(say("start.local"))


def _found() -> list[str]:
    files = [file for name in st.get_option("secrets.files") if (file := Path(name)).exists()]
    try:
        settings.view()
        settings.log_form()
        house.find()
        auth = st.secrets.get("auth") if files else None
        return faults(st.get_option, auth, files, settings.now().date())
    except (StreamlitSecretNotFoundError, UnicodeDecodeError):
        # Streamlit takes a file that it cannot read for none at all; then nobody would have to log in.
        return [say("start.bad_secrets", files=", ".join(map(str, files)))]
    except (settings.UnknownView, settings.UnknownLog, LogoFault) as problem:
        return [str(problem)]
    except OSError as problem:
        return [say("cli.system", problem=problem)]


def faults(option: Callable[[str], object], auth: object, files: list[Path], today: date) -> list[str]:
    """Everything that must be mended first; empty when the server may start.

    option: the value of a Streamlit option by its name. auth: what stands under [auth] in Streamlit's secrets, None
    without; files: those secrets. Raises OSError for a file that cannot be looked at.
    """
    if auth is None:
        if entries.file().exists():
            return [say("start.no_auth", file=entries.file())]
        address = option("server.address") or ""
        return [] if is_loopback(address) else [say("start.no_login", address=address or "*")]
    return [
        *_auth_faults(auth if isinstance(auth, Mapping) else {}, str(option("browser.serverAddress"))),
        *_option_faults(option),
        *_people_faults(today),
        *_file_faults([*files, paths.data(), paths.access(), entries.file(), paths.published()]),
    ]


def _auth_faults(auth: Mapping[str, object], host: str) -> list[str]:
    """What is wrong in [auth] of Streamlit's secrets, for a server that browsers know as `host`."""
    missing = [key for key in _KEYS if not (isinstance(auth.get(key), str) and auth[key].strip())]
    if missing:
        return [say("start.missing_keys", keys=", ".join(missing))]
    return [
        *_provider_faults(auth),
        *_address_faults(auth, host.lower()),
        *([say("start.weak_secret", n=_SHORTEST_SECRET)] if is_weak(auth["cookie_secret"]) else []),
    ]


def _provider_faults(auth: Mapping[str, object]) -> list[str]:
    # People are known by their e-mail address: whoever registers one at a second provider would be one of them.
    others = [key for key, value in auth.items() if isinstance(value, Mapping) and key != "client_kwargs"]
    return [say("start.other_provider", name=name) for name in others]


def _address_faults(auth: Mapping[str, str], host: str) -> list[str]:
    readable = [key for key in ("redirect_uri", "server_metadata_url") if not _is_private(auth[key])]
    if readable:
        return [say("start.plain_http", key=key, value=auth[key]) for key in readable]
    redirect = urlsplit(auth["redirect_uri"])
    if (redirect.hostname, redirect.path, redirect.query) == (host, _CALLBACK, ""):
        return []
    return [say("start.bad_redirect", value=auth["redirect_uri"], host=host, callback=_CALLBACK)]


def is_weak(secret: str) -> bool:
    """Whether a secret is short, made of few characters, a repetition, or made of words that are tried first."""
    return (
        len(secret) < _SHORTEST_SECRET
        or len(set(secret)) < _FEWEST_DIFFERENT
        or secret in (secret + secret)[1:-1]  # only what repeats itself is found again before its end
        or any(word in secret.lower() for word in _GUESSED_FIRST)
    )


def is_loopback(host: str) -> bool:
    """Whether this address reaches nobody but this computer; an empty one, Streamlit's default, is every network's."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _is_private(url: str) -> bool:
    """Whether nobody on the way can read or change what is sent there."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return bool(parts.hostname) and (
        parts.scheme == "https" or (parts.scheme == "http" and is_loopback(parts.hostname))
    )


def _option_faults(option: Callable[[str], object]) -> Iterator[str]:
    for name, safe in _OPTIONS.items():
        value = option(name)
        if (value != safe) if safe else value:
            yield say("start.option", name=name, value=_written(value), safe=_written(safe))


def _people_faults(today: date) -> list[str]:
    file, listing = entries.file(), entries.listing()
    if not file.exists():
        return [say("start.nobody", file=file)]
    if listing.findings:
        return [say("start.bad_list", file=file, finding=finding) for finding in listing.findings]
    if any(entry.role == "admin" and entry.is_active(today) for entry in listing.entries):
        return []
    return [say("start.no_admin", file=file)]


def _file_faults(wanted: list[Path]) -> Iterator[str]:
    us = os.geteuid()
    for path in filter(Path.exists, wanted):
        state, quoted = path.stat(), shlex.quote(str(path))
        if state.st_uid != us:
            yield say("start.not_ours", path=path, us=_name(us), owner=_name(state.st_uid), quoted=quoted)
        elif state.st_mode & 0o077:
            yield say("start.open", path=path, mode=f"{stat.S_IMODE(state.st_mode):03o}", quoted=quoted)


def _name(user: int) -> str:
    try:
        return pwd.getpwuid(user).pw_name
    except KeyError:
        return str(user)


def _written(value: object) -> object:
    """As config.toml has it."""
    return str(value).lower() if isinstance(value, bool) else value
