"""Boundary files drawn in a test: squares beside one another, written by the writers that offices use."""

import zipfile
from pathlib import Path

import geopandas
from shapely import Polygon, box

# Kota Parepare as four squares of 0.1° in a row, by Kemendagri code; and a neighbour in Barru to their south.
PAREPARE = {"73.72.01": "Bacukiki", "73.72.02": "Ujung", "73.72.03": "Soreang", "73.72.04": "Bacukiki Barat"}
BPS = {"73.72.01": "7372010", "73.72.02": "7372020", "73.72.03": "7372030", "73.72.04": "7372011"}
WEST, SOUTH, SIZE = 119.6, -4.0, 0.1


def square(place: float, row: float = 0, width: float = 1, height: float = 1) -> Polygon:
    """So many squares east and north of the first one."""
    west, south = WEST + SIZE * place, SOUTH + SIZE * row
    return box(west, south, west + SIZE * width, south + SIZE * height)


def drawn(shapes: dict[str, Polygon] | None = None, **columns: list) -> geopandas.GeoDataFrame:
    """One row per code with its name; without shapes Parepare's squares. columns: further ones, or other ones."""
    shapes = shapes if shapes is not None else {code: square(place) for place, code in enumerate(PAREPARE)}
    rows = {"KDCPUM": list(shapes), "WADMKC": [PAREPARE.get(code, code) for code in shapes]} | columns
    return geopandas.GeoDataFrame(rows, geometry=list(shapes.values()), crs=4326)


def written(frame: geopandas.GeoDataFrame, path: Path, **options) -> Path:
    """The file by its suffix: .geojson, .gpkg, .parquet, or .zip for a zipped Shapefile."""
    if path.suffix == ".parquet":
        frame.to_parquet(path)
    elif path.suffix == ".zip":
        shape = path.with_suffix(".shp")
        frame.to_file(shape, **options)
        zipped(path, *(shape.with_suffix(f".{suffix}") for suffix in ("shp", "shx", "dbf", "prj", "cpg")))
    else:
        frame.to_file(path, **options)
    return path


def zipped(path: Path, *files: Path) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in files:
            if file.exists():
                archive.write(file, file.name)
    return path
