"""Where things live. TIMPORA_DATA moves everything made by running; what is shipped stays in the checkout."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGES = ROOT / "pages"


def data() -> Path:
    """The folder for what running makes: extracts, snapshots, boundaries."""
    return Path(os.environ.get("TIMPORA_DATA") or ROOT / "data")


def extracts() -> Path:
    return data() / "extracts"


def published() -> Path:
    return data() / "published"


def exact() -> Path:
    """Snapshots with exact counts of people; only the office's own analysts' server opens them."""
    return published() / "exact"


def disclosure() -> Path:
    """What the rounding is made with: its key, the cuts that were agreed to, what was audited."""
    return data() / "disclosure"


def methods() -> Path:
    """Every method of the index that was ever published by."""
    return data() / "methods"


def boundaries() -> Path:
    return data() / "boundaries"


def access() -> Path:
    """The folder for who is let in, who is logged in and what they did. Only its owner may read it (0700)."""
    return data() / "access"


def reference() -> Path:
    # An office, a test or a benchmark may bring its own tables beside its data; else ours are used.
    own = data() / "reference"
    return own if own.is_dir() else ROOT / "data" / "reference"


def layered(folder: str, pattern: str) -> dict[str, Path]:
    """File name → file, of a folder that is shipped and may be added to: `contracts`, `queries/staging`, …

    A file of the same name beside the installation's data takes the place of ours.
    """
    shipped = ROOT / folder if folder.startswith("queries") else ROOT / "data" / folder
    return {file.name: file for place in (shipped, data() / folder) for file in sorted(place.glob(pattern))}
