"""The key of the rounding. Whoever has it can undo the rounding; and two keys would be two draws of every number.

data/disclosure/rounding.key    hexadecimal, 0600 in a folder of 0700; TIMPORA_ROUNDING_KEY_FILE names another place
"""

import hashlib
import hmac
import os
import secrets
from pathlib import Path

from timpora import paths
from timpora.disclosure.rounding import SECRET_BYTES
from timpora.store import private
from timpora.store.refused import PublicationError
from timpora.text import say

LENGTH = 32  # bytes of a new key


def file() -> Path:
    return Path(os.environ.get("TIMPORA_ROUNDING_KEY_FILE") or paths.disclosure() / "rounding.key")


def secret(is_drawn_before: bool) -> bytes:
    """The key; a new one where there is none and nothing was rounded with one before.

    Raises PublicationError for a key that is lost, that others can read or write, or that could be guessed.
    """
    if not file().exists():
        if is_drawn_before:
            raise PublicationError(say("key.lost", file=file(), published=paths.published()))
        private.write(file(), secrets.token_hex(LENGTH) + "\n")
    if file().stat().st_mode & 0o077:
        raise PublicationError(say("key.open_to_others", file=file()))
    try:
        found = bytes.fromhex(file().read_text("ascii"))
    except ValueError:
        found = b""
    # Random bytes hardly ever repeat: half as many different ones as there should be is no accident.
    if len(found) < SECRET_BYTES or len(set(found)) < SECRET_BYTES // 2:
        raise PublicationError(say("key.weak", file=file(), n=SECRET_BYTES))
    return found


def fingerprint() -> str:
    """Tells one key from another and nothing more; empty where there is none."""
    if not file().exists():
        return ""
    return hmac.new(file().read_bytes().strip(), b"timpora: which key rounds", hashlib.sha256).hexdigest()[:12]
