"""What was audited before, by the digest of what was audited: one more month audits that month only.

data/disclosure/verdicts.json    which counts are small and how many values each could have; no count itself
"""

import json
from collections import UserDict
from dataclasses import asdict
from pathlib import Path

import pandas as pd

from timpora import paths
from timpora.disclosure.cuts import Cut, Verdict
from timpora.disclosure.relations import CELL
from timpora.store import private

KEPT = 3  # publications in which a verdict may go unasked before it is forgotten
ALIKE = [*CELL[:3], "possible"]  # of these the areas are listed together


class Book(UserDict[str, Verdict]):
    """Verdicts by digest, read from the file; `keep` writes back those that were asked for lately."""

    def __init__(self):
        super().__init__()
        self._unasked: dict[str, int] = {}
        for digest, line in _read().items():
            self.data[digest] = Verdict(
                pd.DataFrame(line["groups"], columns=[*ALIKE, "group_code"]).explode("group_code", ignore_index=True),
                tuple(Cut(**{**cut, "measures": tuple(cut["measures"])}) for cut in line["cuts"]),
                tuple(map(tuple, line["leaking"])),
            )
            self._unasked[digest] = line["unasked"] + 1

    def __getitem__(self, digest: str) -> Verdict:
        self._unasked[digest] = 0
        return super().__getitem__(digest)

    def keep(self) -> None:
        lines = {
            digest: {
                "unasked": self._unasked.get(digest, 0),
                "groups": [
                    [*alike, own.tolist()]
                    for alike, own in verdict.result.groupby(ALIKE, observed=True, sort=False)["group_code"]
                ],
                "cuts": [asdict(cut) for cut in verdict.cuts],
                "leaking": verdict.leaking,
            }
            for digest, verdict in self.data.items()
            if self._unasked.get(digest, 0) < KEPT
        }
        private.write(_file(), json.dumps(lines))


def _read() -> dict[str, dict]:
    """Nothing where it was never written or lost bytes: then everything is audited again."""
    try:
        found = json.loads(_file().read_text("utf-8"))
        return {digest: line for digest, line in found.items() if "groups" in line}
    except (FileNotFoundError, ValueError):
        return {}


def _file() -> Path:
    return paths.disclosure() / "verdicts.json"
