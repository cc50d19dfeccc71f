"""What an installation sets: its office, its clock."""

import os
import tomllib
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from timpora import paths
from timpora.text import say


@dataclass(frozen=True)
class Office:
    name: str
    short_name: str
    timezone: str
    kabupaten: tuple[str, ...]  # Kemendagri codes of the jurisdiction
    classification: str  # class of confidentiality, on everything that is presented or taken along
    address: str  # where people reach the server, for links in documents that no page made
    help: str  # whom to tell where a page fails; "" for the admins of access.toml
    logo: str  # a PNG or JPEG beside office.toml; "" for none


def office() -> Office:
    return _office(paths.reference("office.toml"))


@cache
def _office(path: Path) -> Office:
    text = tomllib.loads(path.read_text("utf-8"))
    return Office(
        text["name"],
        text["short_name"],
        text["timezone"],
        tuple(text["kabupaten"]),
        text.get("classification", "TERBATAS"),
        text.get("address", "http://127.0.0.1:8501").rstrip("/"),
        text.get("help", ""),
        text.get("logo", ""),
    )


def now() -> datetime:
    """The present moment on the office's clock."""
    return datetime.now(ZoneInfo(office().timezone))


class UnknownView(ValueError):
    """TIMPORA_VIEW holds another word; the message says which there are."""


def view() -> str:
    """Which of the two snapshots this process opens: protected or exact. Raises UnknownView."""
    word = os.environ.get("TIMPORA_VIEW") or "protected"
    if word not in ("protected", "exact"):
        raise UnknownView(say("view.unknown", word=word))
    return word


class UnknownLog(ValueError):
    """TIMPORA_LOG holds another word; the message says which there are."""


def log_form() -> str:
    """How this server writes its own log: text or json. Raises UnknownLog."""
    word = os.environ.get("TIMPORA_LOG") or "text"
    if word not in ("text", "json"):
        raise UnknownLog(say("log.unknown_form", word=word))
    return word
