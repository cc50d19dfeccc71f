"""Any vector file is read as polygons in degrees; what is wrong with one is a finding in words, never a traceback."""

import json
import os
import zipfile
from pathlib import Path

import geopandas
import numpy as np
import pytest
import shapely
from boundary_files import PAREPARE, drawn, square, written, zipped
from shapely import LineString, Point

from timpora.measure import boundary_archive, boundary_file, boundary_import
from timpora.measure.boundary_file import UnreadableLayer


@pytest.mark.parametrize("crs", [4326, 32750])
@pytest.mark.parametrize("name", ["batas.geojson", "batas.gpkg", "batas.parquet", "batas.zip"])
def test_the_same_land_comes_out_of_every_format_and_crs(name, crs, tmp_path):
    frame = drawn()
    file = written(frame.to_crs(crs), tmp_path / name)
    layer = boundary_file.read(file)
    assert layer.attributes["KDCPUM"].tolist() == list(PAREPARE)
    assert shapely.area(shapely.symmetric_difference(layer.geometry, np.asarray(frame.geometry))).max() < 1e-9


def test_what_a_file_is_says_its_content_and_not_its_name(tmp_path):
    file = written(drawn(), tmp_path / "batas.gpkg").rename(tmp_path / "batas.geojson")
    assert boundary_file.read(file).kind == "gpkg"


def test_a_shapefile_without_prj_asks_for_the_crs_and_is_read_with_it(tmp_path):
    written(drawn().to_crs(32750), tmp_path / "a.zip")
    file = zipped(tmp_path / "tanpa.zip", *(tmp_path / f"a.{suffix}" for suffix in ("shp", "shx", "dbf")))
    assert rule(file) == "boundary_no_crs"
    layer = boundary_file.read(file, crs="EPSG:32750")
    assert shapely.total_bounds(layer.geometry) == pytest.approx((119.6, -4.0, 120.0, -3.9), abs=0.001)


@pytest.mark.parametrize(("crs", "expected"), [("EPSG:abc", "boundary_bad_crs"), ("EPSG:4326", "boundary_not_degrees")])
def test_a_crs_that_does_not_fit_is_told(crs, expected, tmp_path):
    written(drawn().to_crs(32750), tmp_path / "a.zip")
    file = zipped(tmp_path / "tanpa.zip", *(tmp_path / f"a.{suffix}" for suffix in ("shp", "shx", "dbf")))
    assert rule(file, crs=crs) == expected


def test_metres_in_a_geojson_without_crs_are_not_taken_for_degrees(tmp_path):
    file = tmp_path / "meter.geojson"
    metres = drawn().to_crs(32750)
    file.write_text(json.dumps({k: v for k, v in json.loads(metres.to_json()).items() if k != "crs"}))
    assert rule(file) == "boundary_not_degrees"


def test_of_several_layers_the_one_with_polygons_is_read_and_the_others_are_named(tmp_path):
    file = tmp_path / "semua.gpkg"
    geopandas.GeoDataFrame({"NAMA": ["kantor"]}, geometry=[Point(119.6, -4)], crs=4326).to_file(file, layer="kantor")
    drawn().to_file(file, layer="kecamatan")
    drawn(KDCPUM=list("abcd")).to_file(file, layer="lama")
    layer = boundary_file.read(file)
    assert (layer.name, layer.layers) == ("kecamatan", ("kecamatan", "lama"))
    assert boundary_file.read(file, layer="lama").attributes["KDCPUM"].tolist() == list("abcd")
    assert rule(file, layer="baru") == "boundary_no_such_layer"


def test_points_lines_heights_and_nothing_are_left_out_and_counted(tmp_path):
    shapes = [shapely.force_3d(square(0), 12.0), LineString([(119, -4), (120, -4)]), None, Point(119, -4)]
    frame = geopandas.GeoDataFrame({"KDCPUM": list(PAREPARE)}, geometry=shapes, crs=4326)
    layer = boundary_file.read(written(frame, tmp_path / "campur.geojson"))
    assert (len(layer.geometry), layer.others, layer.nothing, layer.has_height) == (1, 2, 1, True)
    assert not shapely.has_z(layer.geometry).any()


def empty(folder: Path) -> Path:
    return made(folder / "kosong.geojson", b"")


def text_as_gpkg(folder: Path) -> Path:
    return made(folder / "batas.gpkg", b"KODE;NAMA\n73.72.01;Bacukiki\n")


def half_a_gpkg(folder: Path) -> Path:
    return made(folder / "separuh.gpkg", written(drawn(), folder / "a.gpkg").read_bytes()[:50_000])


def half_a_geojson(folder: Path) -> Path:
    return made(folder / "separuh.geojson", written(drawn(), folder / "a.geojson").read_bytes()[:700])


def half_a_parquet(folder: Path) -> Path:
    return made(folder / "separuh.parquet", written(drawn(), folder / "a.parquet").read_bytes()[:900])


def half_a_zip(folder: Path) -> Path:
    return made(folder / "separuh.zip", written(drawn(), folder / "a.zip").read_bytes()[:400])


def other_json(folder: Path) -> Path:
    return made(folder / "lain.json", b'{"nama": "bukan peta", "isi": [1, 2]}')


def no_features(folder: Path) -> Path:
    return made(folder / "nol.geojson", b'{"type": "FeatureCollection", "features": []}')


def bare_shape(folder: Path) -> Path:
    written(drawn(), folder / "a.zip")
    return folder / "a.shp"


def without_dbf(folder: Path) -> Path:
    written(drawn(), folder / "a.zip")
    return zipped(folder / "b.zip", folder / "a.shp", folder / "a.shx", folder / "a.prj")


def two_shapes(folder: Path) -> Path:
    for name in ("a", "b"):
        written(drawn(), folder / f"{name}.zip")
    return zipped(folder / "dua.zip", *folder.glob("[ab].[sdp]*"))


def zip_of_texts(folder: Path) -> Path:
    return zipped(folder / "teks.zip", made(folder / "baca.txt", b"halo"))


def only_lines(folder: Path) -> Path:
    frame = geopandas.GeoDataFrame({"A": [1]}, geometry=[LineString([(119, -4), (120, -4)])], crs=4326)
    return written(frame, folder / "garis.geojson")


def plain_parquet(folder: Path) -> Path:
    drawn().drop(columns="geometry").to_parquet(folder / "tabel.parquet")
    return folder / "tabel.parquet"


def half_a_gigabyte(folder: Path) -> Path:
    with (folder / "besar.geojson").open("wb") as file:
        file.truncate(500_000_000)
    return folder / "besar.geojson"


def a_pipe(folder: Path) -> Path:
    os.mkfifo(folder / "pipa.geojson")
    return folder / "pipa.geojson"


def a_bomb(folder: Path) -> Path:
    """Two megabytes that unpack to 501 MB."""
    with zipfile.ZipFile(folder / "bom.zip", "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        with archive.open("a.shp", "w", force_zip64=True) as part:
            for _ in range(501):
                part.write(bytes(1_000_000))
        archive.writestr("a.shx", b"")
        archive.writestr("a.dbf", b"")
    return folder / "bom.zip"


def made(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


HOSTILE = {
    empty: "boundary_empty",
    text_as_gpkg: "boundary_unknown_format",
    half_a_gpkg: "boundary_unreadable",
    half_a_geojson: "boundary_unreadable",
    half_a_parquet: "boundary_unreadable",
    half_a_zip: "boundary_unreadable",
    other_json: "boundary_unreadable",
    no_features: "boundary_no_features",
    bare_shape: "boundary_bare_shp",
    without_dbf: "boundary_shp_incomplete",
    two_shapes: "boundary_zip_several",
    zip_of_texts: "boundary_zip_without",
    only_lines: "boundary_no_polygons",
    plain_parquet: "boundary_parquet_no_geo",
    half_a_gigabyte: "boundary_too_large",
    a_pipe: "boundary_no_file",
    a_bomb: "boundary_unpacks_too_large",
}


@pytest.mark.parametrize("draw", HOSTILE, ids=lambda draw: draw.__name__)
def test_a_file_that_is_no_map_is_refused_with_one_finding_in_words(draw, house, tmp_path):
    outcome = boundary_import.examine(draw(tmp_path))
    assert [(found.severity, found.rule) for found in outcome.findings] == [("refuse", HOSTILE[draw])]
    assert len(outcome.findings[0].message) > 20 and "{" not in outcome.findings[0].message


def test_a_name_inside_an_archive_decides_nothing_outside_it(tmp_path):
    written(drawn(), tmp_path / "a.zip")
    with zipfile.ZipFile(tmp_path / "luar.zip", "w") as archive:
        for suffix in ("shp", "shx", "dbf", "prj"):
            archive.write(tmp_path / f"a.{suffix}", f"../../luar/a.{suffix}")
    before = sorted(tmp_path.parent.iterdir())
    assert len(boundary_file.read(tmp_path / "luar.zip").geometry) == 4
    assert sorted(tmp_path.parent.iterdir()) == before


def test_an_archive_may_hold_another_format(tmp_path):
    file = zipped(tmp_path / "kirim.zip", written(drawn(), tmp_path / "a.gpkg"))
    assert boundary_file.read(file).kind == "gpkg"


def test_more_features_than_a_nation_has_kecamatan_is_another_layer(tmp_path):
    many = geopandas.GeoDataFrame({"A": range(20_001)}, geometry=[square(0)] * 20_001, crs=4326)
    many.to_parquet(tmp_path / "desa.parquet")
    assert rule(tmp_path / "desa.parquet") == "boundary_too_many_features"


@pytest.mark.parametrize("head", [b"", b"<html>", b"%PDF-1.7", b"MZ", b"\xd0\xcf\x11\xe0", b"GIF89a"])
def test_other_kinds_of_file_are_none_of_ours(head):
    assert boundary_archive.kind_of(head) is None


def rule(file: Path, **said: str) -> str:
    with pytest.raises(UnreadableLayer) as refused:
        boundary_file.read(file, **said)
    return refused.value.rule
