"""What nginx is told: the site of `deploy/timpora.conf`, filled in for so many replicas, with TLS or without."""

import getpass
import os
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from string import Template

from timpora import paths
from timpora.text import LANGUAGES, say, speak

_DEPLOY = paths.ROOT / "deploy"
_CASE = re.compile(r"^#(tls|plain|port80) ?(.*)$")
_DOWN = (
    "<!doctype html><html lang='id'><meta charset='utf-8'><meta http-equiv='refresh' content='5'><title>{title}</title>"
    "<body style='font:1.1rem/1.5 system-ui,sans-serif;max-width:34rem;margin:14vh auto;padding:0 1rem'>"
    "<h1 style='font-size:1.35rem'>{title}</h1>{sentences}</body></html>"
)


class _Blanks(Template):
    """nginx has $names of its own, and no per cent signs."""

    delimiter = "%"


@dataclass(frozen=True)
class Front:
    """One address, and the replicas behind it."""

    address: str  # where nginx listens
    port: int
    replicas: tuple[int, ...]  # their ports on loopback
    name: str = ""  # the host name people use; "" for any
    certificate: Path | None = None
    key: Path | None = None

    @property
    def url(self) -> str:
        """Where people reach it."""
        scheme, usual = ("https", 443) if self.certificate else ("http", 80)
        return f"{scheme}://{self.name or self.address}" + ("" if self.port == usual else f":{self.port}")


@dataclass(frozen=True)
class Places:
    """Where nginx keeps and writes."""

    cache: Path  # a folder that it makes
    access_log: str  # as nginx reads it: a file and the name of a format, or "off"
    error_log: str


def site(front: Front, places: Places) -> str:
    """What stands inside http { }."""
    numbers = dict(enumerate(front.replicas, start=1))
    words = {
        "answered": _lines(f"    ~:{port}$ {number};" for number, port in numbers.items()),
        "asked": _lines(f"    {number} timpora_{number};" for number in numbers),
        "upstreams": "\n".join(_upstreams(front.replicas)),
        "secure": "; Secure" if front.certificate else "",
        "cache": places.cache,
        "access_log": places.access_log,
        "error_log": places.error_log,
        "address": front.address,
        "port": front.port,
        "name": front.name or "_",
        "certificate": front.certificate,
        "key": front.key,
        "down": _DOWN.format(title=escape(say("app.title")), sentences="".join(map(_is_down, LANGUAGES))),
    }
    cases = {"tls"} if front.certificate else {"plain"}
    if front.certificate and front.port == 443:
        cases.add("port80")
    text = (_DEPLOY / "timpora.conf").read_text("utf-8")
    return _Blanks("\n".join(_of_cases(text.splitlines(), cases)) + "\n").substitute(words)


def around(folder: Path) -> str:
    """The whole configuration of an nginx of one's own, whose site stands in `folder`/timpora.conf."""
    # As root nginx would go on as somebody who may not read our folder; anybody else stays who they are.
    user = f"user {getpass.getuser()};" if os.geteuid() == 0 else ""
    return _Blanks((_DEPLOY / "nginx.conf").read_text("utf-8")).substitute(user=user, folder=folder)


def _is_down(language: str) -> str:
    """The sentence in one language: nginx gives everybody the same page."""
    with speak(language):
        return f"<p lang='{language}'>{escape(say('serve.down'))}</p>"


def _of_cases(lines: Sequence[str], cases: set[str]) -> list[str]:
    """The lines of these cases and those that are of none."""
    found = [(_CASE.match(line), line) for line in lines]
    return [case[2] if case else line for case, line in found if case is None or case[1] in cases]


def _upstreams(replicas: Sequence[int]) -> list[str]:
    """One group for each replica, in which the others take over, and one of all for whoever comes first."""
    groups = {"any": [(port, "") for port in replicas]}
    for number, own in enumerate(replicas, start=1):
        others = [port for port in replicas if port != own]
        groups[str(number)] = [(own, ""), *((port, " backup") for port in others)]
    return [
        _lines(
            [
                f"upstream timpora_{name} {{",
                f"    zone timpora_{name} 64k;",
                *(f"    server 127.0.0.1:{port} max_fails=1 fail_timeout=2s{mark};" for port, mark in servers),
                "    keepalive 16;",
                "}",
            ]
        )
        for name, servers in groups.items()
    ]


def _lines(lines: Iterable[str]) -> str:
    return "\n".join(lines)
