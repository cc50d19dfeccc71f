"""Files beside the rounding key: for nobody but the user who publishes, and never half written."""

import os
from pathlib import Path

from timpora.intake import ledger


def write(target: Path, text: str) -> None:
    """The whole text or what was there before: 0600, in a folder of 0700."""
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    aside = target.with_name(f"{target.name}.part")
    aside.unlink(missing_ok=True)
    with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as part:
        part.write(text)
        part.flush()
        os.fsync(part.fileno())
    aside.replace(target)
    ledger.sync(target.parent)
