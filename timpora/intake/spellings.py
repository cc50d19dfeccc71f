"""Spellings a person confirmed once: who, when, and which area was meant. Append-only, beside the ledger.

extracts/spellings.jsonl: {"spelling", "kabupaten", "area_code", "by", "at"}; an area_code of null forgets a spelling.
"""

import json
import os
from datetime import datetime

from timpora import paths
from timpora.intake.ledger import locked


def confirm(spelling: str, kabupaten_code: str | None, area_code: str | None, *, by: str, at: datetime) -> None:
    """Remember that `spelling`, within a kabupaten (None: anywhere), means the area; area_code None forgets it."""
    line = {"spelling": spelling, "kabupaten": kabupaten_code, "area_code": area_code, "by": by}
    with locked(), _file().open("a", encoding="utf-8") as file:
        file.write(json.dumps(line | {"at": at.isoformat(timespec="seconds")}, ensure_ascii=False) + "\n")
        file.flush()
        os.fsync(file.fileno())


def confirmed() -> list[dict]:
    """Every line, oldest first; a line cut off by a power failure does not count."""
    path = _file()
    whole = path.read_bytes().split(b"\n")[:-1] if path.exists() else []
    return [json.loads(line) for line in whole if line]


def _file():
    return paths.extracts() / "spellings.jsonl"
