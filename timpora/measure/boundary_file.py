"""A vector file → one layer of polygons in degrees, with its attributes as text. Any GeoJSON, GeoPackage, GeoParquet
or zipped Shapefile, in any CRS.

The file is opened in a child process with limits (`boundary_child`): whoever made it may have made it to harm its
reader. What it is says its content, not its name. geopandas is not needed here; shapely is imported when it is.
"""

from __future__ import annotations

import json
import os
import signal
import stat
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

import numpy as np
import pandas as pd

from timpora.measure.boundary_archive import MAX_BYTES

SECONDS = 120  # after which the child is ended; it may work for 60 of them
_CHILD = Path(__file__).with_name("boundary_child.py")
_TOO_HEAVY = {3, -signal.SIGABRT, -signal.SIGKILL, -signal.SIGXCPU, -signal.SIGSEGV, -signal.SIGBUS}


class UnreadableLayer(ValueError):
    """A file that is not let in; `rule` names the finding, `value` what it is about, `words` fill its sentence."""

    def __init__(self, rule: str, value: str | None = None, **words: object):
        super().__init__(rule)
        self.rule, self.value, self.words = rule, value, words


@dataclass(frozen=True)
class Layer:
    kind: str  # geojson | gpkg | parquet | shapefile
    name: str  # of the layer inside the file; "" where the format has none
    layers: tuple[str, ...]  # all that hold polygons, this one among them
    crs: str  # the name of the file's CRS; the geometry below is in EPSG:4326 whatever it was
    others: int  # features that are no polygons, left out
    nothing: int  # features without geometry, left out
    has_height: bool  # the third coordinate was dropped
    attributes: pd.DataFrame = field(repr=False)  # text, one row per polygon
    geometry: np.ndarray = field(repr=False)  # shapely polygons in EPSG:4326, as they were drawn: may be invalid


def read(path: Path, crs: str = "", layer: str = "") -> Layer:
    """The polygons of a file. crs: of a file that does not say it (or says it wrongly); layer: which one of several.

    Raises UnreadableLayer.
    """
    with _opened(Path(path)) as file:
        answer = _asked(file, crs, layer)
    if answer.startswith(b"{"):
        refused = json.loads(answer)
        raise UnreadableLayer(refused.pop("refused"), refused.pop("value", None), **refused)
    import pyarrow as pa
    import shapely

    table = pa.ipc.open_stream(answer).read_all()
    facts = json.loads(table.schema.metadata[b"facts"])
    forms = shapely.from_wkb(table.column("geometry").to_numpy())
    attributes = table.drop_columns(["geometry"]).to_pandas().reset_index(drop=True)
    return Layer(
        kind=facts["kind"],
        name=facts["layer"],
        layers=tuple(facts["layers"]),
        crs=facts["crs"],
        others=facts["others"],
        nothing=facts["nothing"],
        has_height=facts["has_height"],
        attributes=attributes.reindex(range(len(forms))),
        geometry=forms,
    )


def _opened(path: Path) -> BinaryIO:
    try:
        # What was a file a moment ago may be a pipe by now: opening must never wait for somebody to write.
        file = os.fdopen(os.open(path, os.O_RDONLY | os.O_NONBLOCK), "rb")
    except OSError as problem:
        raise UnreadableLayer("boundary_no_file", path.name) from problem
    status = os.fstat(file.fileno())
    if stat.S_ISREG(status.st_mode) and 0 < status.st_size <= MAX_BYTES:
        return file
    file.close()
    if not stat.S_ISREG(status.st_mode):
        raise UnreadableLayer("boundary_no_file", path.name)
    if status.st_size == 0:
        raise UnreadableLayer("boundary_empty", path.name)
    raise UnreadableLayer("boundary_too_large", path.name, most=MAX_BYTES // 1_000_000)


def _asked(file: BinaryIO, crs: str, layer: str) -> bytes:
    """What the child says of an open file; nothing counts before it has said all."""
    os.lseek(file.fileno(), 0, os.SEEK_SET)
    command = [sys.executable, "-I", str(_CHILD), crs, layer]
    environment = {"PROJ_NETWORK": "OFF", "OMP_NUM_THREADS": "1", "GDAL_NUM_THREADS": "1"}
    environment["OPENBLAS_NUM_THREADS"] = "1"  # a quarter of a start would go to threads that nothing is given to
    try:
        # What a reader of damaged files complains about may quote them: nobody reads that.
        quiet = subprocess.DEVNULL
        done = subprocess.run(
            command, stdin=file, stdout=subprocess.PIPE, stderr=quiet, env=environment, timeout=SECONDS, check=False
        )
    except subprocess.TimeoutExpired as slow:
        raise UnreadableLayer("boundary_too_heavy") from slow
    if done.returncode or not done.stdout:
        rule = "boundary_too_heavy" if done.returncode in _TOO_HEAVY else "boundary_unreadable"
        raise UnreadableLayer(rule)
    return done.stdout
