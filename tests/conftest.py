"""A house of its own for every test: an empty data folder, and ways to draw a file and load it."""

import fcntl
import os
import shutil
from collections.abc import Callable
from datetime import datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import proving
import pytest
from hypothesis import settings
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import local_script_runner
from streamlit.testing.v1.local_script_runner import LocalScriptRunner

from timpora import paths
from timpora.intake import door
from timpora.intake.door import Outcome
from timpora.store import proof, publish, room
from timpora.web import loaded

# No test is about how busy the machine is, and none about luck: the same tries each time. Few of them in the ordinary
# run; CI tries four times as many, by --hypothesis-profile=thorough, where a test names no number of its own.
settings.register_profile("untimed", deadline=None, derandomize=True, max_examples=25)
settings.register_profile("thorough", settings.get_profile("untimed"), max_examples=100)
settings.load_profile("untimed")
# Each page that is tried out would look through all installed packages again, half a second, for components.
manifest_scanner.scan_component_manifests = cache(manifest_scanner.scan_component_manifests)


def _waited_for(runner: LocalScriptRunner, timeout: float) -> None:
    """A page that is tried out would be asked a thousand times a second whether it is drawn, and draws meanwhile."""
    runner._script_thread.join(timeout)
    if not runner.script_stopped():
        runner.request_stop()
        runner.join()
        raise RuntimeError(f"the page was not drawn within {timeout} s")


local_script_runner.require_widgets_deltas = _waited_for
# A sixth of a small publication would be importing what its proof needs.
proof.subprocess = proving
# Each tenth page that is opened would look for garbage in all there is: a fifth of what opening one costs.
loaded.EVERY = 1000
WITA = ZoneInfo("Asia/Makassar")
KEY = "000102030405060708090a0b0c0d0e0f"
PERMITS = "PERIODE;KAB/KOTA;KECAMATAN;BVK;VOA;ITK;ITK PERALIHAN;ITAS;ITAP;TOTAL"


class House:
    """An empty data folder. What is drawn in a test is written to a file and walks in through the one door."""

    def __init__(self, folder: Path, drawn_once: Callable[[Callable[["House"], object]], Path] | None = None):
        self.folder = folder
        self.count = 0
        self._drawn_once = drawn_once

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

    def published(self, draw: Callable[["House"], object]) -> Path:
        """What `draw` loads is loaded and published, as a copy of a house where that was done once; the file served."""
        shutil.copytree(self._drawn_once(draw), paths.data(), symlinks=True, dirs_exist_ok=True)
        return room.served()


@pytest.fixture(scope="session")
def drawn_once(tmp_path_factory) -> Callable[[Callable[[House], object]], Path]:
    """The data folder of a house of its own in which this was drawn and published; nobody writes to it again.

    Once for all workers, where what draws it has a name of its own.
    """
    of_all = tmp_path_factory.getbasetemp()
    of_all = (of_all.parent if "PYTEST_XDIST_WORKER" in os.environ else of_all) / "sekali"
    of_all.mkdir(exist_ok=True)

    @cache
    def drawn_once(draw: Callable[[House], object]) -> Path:
        if "<" in draw.__qualname__:
            return drawn(draw, tmp_path_factory.mktemp("sekali"))
        place = of_all / f"{draw.__module__}.{draw.__qualname__}"
        with (of_all / f"{place.name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)  # whoever comes second waits for the first
            if not place.exists():
                aside = tmp_path_factory.mktemp("sekali")
                drawn(draw, aside)
                aside.rename(place)
        return place / "data"

    def drawn(draw: Callable[[House], object], folder: Path) -> Path:
        with pytest.MonkeyPatch.context() as patch:
            draw(_furnished(folder, patch))
            publish.publish()
            return paths.data()

    return drawn_once


@pytest.fixture
def house(tmp_path, monkeypatch, drawn_once) -> House:
    """Answers with exact numbers, which tests can reckon; the key is fixed, so that what is published never varies."""
    return _furnished(tmp_path, monkeypatch, drawn_once)


def _furnished(folder: Path, patch: pytest.MonkeyPatch, drawn_once: Callable | None = None) -> House:
    patch.setenv("TIMPORA_DATA", str(folder / "data"))
    patch.setenv("TIMPORA_VIEW", "exact")
    fix_key(folder, patch)
    return House(folder, drawn_once)


def fix_key(folder: Path, patch: pytest.MonkeyPatch) -> None:
    """What is published of counts of people is the same in every run: the key that rounds them is not drawn."""
    key = folder / "rounding.key"
    key.write_text(KEY)
    key.chmod(0o600)
    patch.setenv("TIMPORA_ROUNDING_KEY_FILE", str(key))
