"""Opens the vector file on its standard input in a process of its own, with limits, and prints its features as Arrow.

Run by boundary_file.py, and may die without taking anything with it. The answer is one Arrow stream (attributes as
text, `geometry` as WKB in degrees), its facts in the schema's metadata; or one JSON object saying why the file is
refused. Only polygons are handed on.
"""

import io
import json
import resource
import sys
import warnings
from pathlib import Path

if __name__ == "__main__":

    class Unasked:
        """What pyogrio and pyarrow take along where it is there, and nobody here asks for: half a start."""

        @staticmethod
        def find_spec(name: str, path: object = None, target: object = None) -> None:
            if name in ("geopandas", "pandas"):
                raise ModuleNotFoundError(name)

    sys.meta_path.insert(0, Unasked)

import numpy as np
import pyarrow as pa
import pyarrow.parquet
import pyogrio
import pyproj
import shapely

sys.path.append(str(Path(__file__).parents[2]))  # started alone, it would not find its own package

from timpora.measure.boundary_archive import MAX_BYTES, Refused, unpacked

MEMORY, SECONDS = 3_000_000_000, 60
MAX_FEATURES = 20_000  # the nation has 7,285 kecamatan and 83,000 desa: more than this is another layer
MAX_VERTICES = 3_000_000  # some 45 seconds of work
MAX_COLUMNS, MAX_TEXT = 80, 200
TOO_HEAVY = 3  # exit code: the limit on memory was reached
_POLYGONS = (3, 6)  # shapely's numbers for Polygon and MultiPolygon


def limit() -> None:
    """From here on: so much memory and time, and no file is written."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))  # PROJ opens its tables when it is asked
    for forbidden in (resource.RLIMIT_FSIZE, resource.RLIMIT_CORE):
        resource.setrlimit(forbidden, (0, 0))


def main(wanted_crs: str, wanted_layer: str) -> None:
    limit()
    warnings.simplefilter("ignore")
    try:
        content = sys.stdin.buffer.read(MAX_BYTES + 1)
        kind, content = unpacked(content)
        table, facts = _parquet(content) if kind == "parquet" else _ogr(kind, content, wanted_layer)
        answer = _answer(table, facts | {"kind": kind}, wanted_crs)
        with pa.ipc.new_stream(sys.stdout.buffer, answer.schema) as stream:
            stream.write_table(answer)
    except Refused as refused:
        print(json.dumps(refused.words))
    except MemoryError:
        sys.exit(TOO_HEAVY)


def _ogr(kind: str, content: bytes, wanted: str) -> tuple[pa.Table, dict]:
    try:
        # Only a GeoPackage names its layers; of the others the one there is comes first.
        layers = [(str(name), str(shape)) for name, shape in pyogrio.list_layers(content)] if kind == "gpkg" else []
        drawn = [name for name, shape in layers if "Polygon" in shape or shape in ("Unknown", "Geometry")]
        if wanted and wanted not in dict(layers):
            raise Refused("boundary_no_such_layer", value=wanted[:60], present=", ".join(dict(layers))[:200] or "–")
        if kind == "gpkg" and not drawn:
            raise Refused("boundary_no_polygons")
        layer = wanted or (drawn[0] if drawn else 0)
        found = pyogrio.read_info(content, layer=layer, force_feature_count=True)
        _bound_features(found["features"])
        about, table = pyogrio.read_arrow(content, layer=layer, columns=list(found["fields"])[:MAX_COLUMNS])
    except (Refused, MemoryError):
        raise
    except Exception as broken:  # GDAL and Arrow raise their own: to the reader it is one thing
        raise Refused("boundary_unreadable") from broken
    shape = about["geometry_name"] or "wkb_geometry"
    if shape not in table.column_names:
        raise Refused("boundary_no_polygons")
    # pyogrio names the column of the geometry last, whatever the layer calls it.
    facts = {"crs": about["crs"], "layer": layer or "", "layers": drawn}
    return table.rename_columns([*table.column_names[:-1], "geometry"]), facts


def _parquet(content: bytes) -> tuple[pa.Table, dict]:
    try:
        file = pyarrow.parquet.ParquetFile(io.BytesIO(content))
        geo = json.loads((file.schema_arrow.metadata or {}).get(b"geo", b"{}"))
        _bound_features(file.metadata.num_rows)
        shape = geo.get("primary_column", "geometry")
        if shape not in file.schema_arrow.names or shape not in geo.get("columns", {}):
            raise Refused("boundary_parquet_no_geo")
        about = geo["columns"][shape]
        if about.get("encoding") != "WKB":
            raise Refused("boundary_parquet_no_geo")
        others = [name for name in file.schema_arrow.names if name != shape][:MAX_COLUMNS]
        table = file.read(columns=[*others, shape], use_threads=False)
    except (Refused, MemoryError):
        raise
    except Exception as broken:
        raise Refused("boundary_unreadable") from broken
    # The format's own rule: nothing said about the CRS is longitude and latitude.
    crs = json.dumps(about["crs"]) if about.get("crs") else ("" if "crs" in about else "OGC:CRS84")
    table = table.select([*others, shape]).rename_columns([*others, "geometry"])
    return table, {"crs": crs, "layer": "", "layers": []}


def _bound_features(count: int) -> None:
    if count == 0:
        raise Refused("boundary_no_features")
    if count > MAX_FEATURES:
        raise Refused("boundary_too_many_features", n=int(count), most=MAX_FEATURES)


def _answer(table: pa.Table, facts: dict, wanted_crs: str) -> pa.Table:
    """Attributes as text, polygons in degrees, and what was left out on the way."""
    raw = table.column("geometry").combine_chunks().to_numpy(zero_copy_only=False)
    forms = shapely.from_wkb(raw, on_invalid="ignore")
    kinds = shapely.get_type_id(forms)
    is_polygon = np.isin(kinds, _POLYGONS) & ~shapely.is_empty(forms)
    if not is_polygon.any():
        raise Refused("boundary_no_polygons")
    facts["nothing"] = int(((kinds == -1) | shapely.is_empty(forms)).sum())
    facts["others"] = int((~is_polygon).sum()) - facts["nothing"]
    polygons = forms[is_polygon]
    facts["has_height"] = bool(shapely.has_z(polygons).any())
    if (vertices := int(shapely.get_num_coordinates(polygons).sum())) > MAX_VERTICES:
        raise Refused("boundary_too_many_vertices", n=vertices, most=MAX_VERTICES)
    degrees, facts["crs"] = _in_degrees(shapely.force_2d(polygons), wanted_crs or facts["crs"] or "")
    columns = {
        str(name)[:60]: [_text(value) for value in table.column(place).to_pylist()]
        for place, name in enumerate(table.column_names)
        if name != "geometry" and not pa.types.is_nested(table.column(place).type)
    }
    texts = {name: pa.array(values, pa.string()).filter(pa.array(is_polygon)) for name, values in columns.items()}
    answer = pa.table(texts | {"geometry": pa.array(shapely.to_wkb(degrees), pa.binary())})
    return answer.replace_schema_metadata({"facts": json.dumps(facts)})


def _in_degrees(polygons: np.ndarray, crs: str) -> tuple[np.ndarray, str]:
    if not crs:
        raise Refused("boundary_no_crs")
    try:
        known = pyproj.CRS.from_user_input(crs)
        west, south, east, north = shapely.total_bounds(polygons)
        if known.is_geographic and (max(-west, east) > 360 or max(-south, north) > 180):
            raise Refused("boundary_not_degrees", value=f"{east:.0f}, {north:.0f}")
        if known.is_geographic and known.equals(pyproj.CRS(4326), ignore_axis_order=True):
            return polygons, known.name
        to_degrees = pyproj.Transformer.from_crs(known, 4326, always_xy=True).transform
        moved = shapely.transform(polygons, lambda at: np.column_stack(to_degrees(at[:, 0], at[:, 1])))
    except pyproj.exceptions.ProjError as broken:
        raise Refused("boundary_bad_crs", value=crs[:60]) from broken
    if not np.isfinite(shapely.total_bounds(moved)).all():
        raise Refused("boundary_bad_crs", value=known.name[:60])
    return moved, known.name


def _text(value: object) -> str | None:
    if value is None:
        return None
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value)[:MAX_TEXT].strip()


if __name__ == "__main__":
    main(*sys.argv[1:3])
