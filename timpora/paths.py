"""Where things live. TIMPORA_DATA moves everything made by running; what is shipped stays in the checkout."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGES = ROOT / "pages"
DOCS = ROOT / "docs"  # an installation may do without


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


def alarms() -> Path:
    """The book of alarms: which were closed by whom and why, and the rule that somebody kept."""
    return data() / "alarms"


def notes() -> Path:
    """What people of the office noted on the time line."""
    return data() / "notes"


def followups() -> Path:
    """Follow-up items that were agreed and marked on the page."""
    return data() / "followups"


def views() -> Path:
    """The named views of the pages. Only its owner may read it (0700): it says who keeps what."""
    return data() / "views"


def documents() -> Path:
    """What was taken out of the house, with the figures that stood in it (0700)."""
    return data() / "documents"


def stories() -> Path:
    """The stories of meetings. Only its owner may read it (0700): it says who keeps what."""
    return data() / "stories"


def meetings() -> Path:
    """The book of meetings: when and where the team met, and which snapshot it was shown."""
    return data() / "meetings"


def boundaries() -> Path:
    return data() / "boundaries"


def access() -> Path:
    """The folder for who is let in, who is logged in and what they did. Only its owner may read it (0700)."""
    return data() / "access"


def reference(name: str) -> Path:
    """A file of the reference tables: the one beside the installation's data, or else ours.

    An office has its own areas, and follows the shipped method and layers from version to version.
    """
    own = own_reference() / name
    return own if own.is_file() else ROOT / "data" / "reference" / name


def own_reference() -> Path:
    """The folder of what an installation says itself; it need not be there."""
    return data() / "reference"


def layered(folder: str, pattern: str) -> dict[str, Path]:
    """File name → file, of a folder that is shipped and may be added to: `contracts`, `queries/staging`, …

    A file of the same name beside the installation's data takes the place of ours.
    """
    shipped = ROOT / folder if folder.startswith("queries") else ROOT / "data" / folder
    return {file.name: file for place in (shipped, data() / folder) for file in sorted(place.glob(pattern))}
