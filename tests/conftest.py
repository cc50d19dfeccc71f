"""A house of its own for every test: an empty data folder, and ways to draw a file and load it."""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from timpora.intake import door
from timpora.intake.door import Outcome

WITA = ZoneInfo("Asia/Makassar")
KEY = "000102030405060708090a0b0c0d0e0f"
PERMITS = "PERIODE;KAB/KOTA;KECAMATAN;BVK;VOA;ITK;ITK PERALIHAN;ITAS;ITAP;TOTAL"


class House:
    """An empty data folder. What is drawn in a test is written to a file and walks in through the one door."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.count = 0

    def file(self, content: str | bytes, name: str | None = None) -> Path:
        self.count += 1
        path = self.folder / (name or f"berkas-{self.count}.csv")
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def load(self, content: str | bytes | Path, received: str = "2024-11-05", **options) -> Outcome:
        path = content if isinstance(content, Path) else self.file(content)
        at = datetime.fromisoformat(f"{received}T09:00").replace(tzinfo=WITA)
        return door.load(path, received_at=at, **options)

    def permits(self, *rows: str, received: str = "2024-11-05", **options) -> Outcome:
        """Load stay permits; a row is "Okt-24 | Parepare | Ujung | 16": month, kabupaten, kecamatan, number of ITAS."""
        lines = [PERMITS]
        for row in rows:
            period, kabupaten, kecamatan, itas = (part.strip() for part in row.split("|"))
            lines.append(f"{period};{kabupaten};{kecamatan};0;0;0;0;{itas};0;{itas}")
        return self.load("\n".join(lines), received, **options)


@pytest.fixture
def house(tmp_path, monkeypatch) -> House:
    """Answers with exact numbers, which tests can reckon; the key is fixed, so that what is published never varies."""
    monkeypatch.setenv("TIMPORA_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("TIMPORA_VIEW", "exact")
    key = tmp_path / "rounding.key"
    key.write_text(KEY)
    key.chmod(0o600)
    monkeypatch.setenv("TIMPORA_ROUNDING_KEY_FILE", str(key))
    return House(tmp_path)
