"""Where things live. TIMPORA_DATA moves everything made by running; what is shipped stays in the checkout."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
QUERIES = ROOT / "queries"
PAGES = ROOT / "pages"


def data() -> Path:
    """The folder for what running makes: extracts, snapshots, boundaries."""
    return Path(os.environ.get("TIMPORA_DATA") or ROOT / "data")


def extracts() -> Path:
    return data() / "extracts"


def published() -> Path:
    return data() / "published"


def boundaries() -> Path:
    return data() / "boundaries"


def contracts() -> Path:
    return _own_or_shipped("contracts")


def reference() -> Path:
    return _own_or_shipped("reference")


def _own_or_shipped(name: str) -> Path:
    # An office, a test or a benchmark may bring its own tables beside its data; else ours are used.
    own = data() / name
    return own if own.is_dir() else ROOT / "data" / name
