"""Boundaries: a GADM-like file drawn in the test, what is kept of it, and what is said when there is none."""

import base64
import hashlib
import io
import json
import os
import tarfile

import pytest

from timpora.measure import boundaries, gadm
from timpora.measure.boundaries import BoundaryError


def square(code: str, name: str, west: float, south: float, size: float = 1.0) -> dict:
    east, north = west + size, south + size
    return feature(code, name, [[west, south], [east, south], [east, north], [west, north], [west, south]])


def feature(code: str, name: str, ring: list) -> dict:
    geometry = {"type": "MultiPolygon", "coordinates": [[ring]]}
    return {"type": "Feature", "properties": {"CC_3": code, "NAME_3": name}, "geometry": geometry}


@pytest.fixture
def gadm_like(tmp_path):
    """Two kecamatan, one of them in two features; a lake in two; a forest; no code; and a bow tie."""
    features = [
        square("7372010", "BacukikiBarat", 119, -4),
        square("7315010", "Suppa", 120, -4),
        square("7315010", "Supa", 121, -4),
        square("7313888", "DanauTempe", 122, -4),
        square("7313888", "Danau/Rawa", 124, -4),
        square("1703999", "Hutan", 102, -4),
        square("NA", "Bunyu", 117, 3),
        feature("9401010", "Kimaam", [[138, -8], [139, -7], [139, -8], [138, -7], [138, -8]]),
    ]
    path = tmp_path / "gadm.json"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    return path


@pytest.fixture
def store(gadm_like, tmp_path):
    boundaries.import_file(gadm_like, tmp_path / "store")
    return tmp_path / "store"


def test_an_import_reports_what_it_kept_joined_repaired_and_left_out(gadm_like, tmp_path):
    report = boundaries.import_file(gadm_like, tmp_path / "store")
    assert (report.features, report.kecamatan, report.water, report.forest) == (8, 3, 2, 1)
    assert report.without_code == 1
    assert report.merged_codes == ("7315010",)
    assert report.repaired == ("Kimaam",)
    assert "8 fitur dibaca: 3 kecamatan, 2 perairan, 1 hutan; 1 tanpa kode" in report.sentence


def test_features_with_one_code_become_one_area(store):
    [suppa] = boundaries.load(store, ["7315010"]).itertuples()
    assert suppa.geometry.area == pytest.approx(2)


def test_an_office_gets_its_own_kecamatan_and_no_others(store):
    found = boundaries.load(store, ["7372010", "7399999"])
    assert found["bps_code"].tolist() == ["7372010"]
    assert found["name"].tolist() == ["Bacukiki Barat"]
    assert found.crs.to_epsg() == 4326


def test_a_lake_is_water_and_never_a_kecamatan(store):
    lakes = boundaries.water(store, (119, -5, 126, 0))
    assert lakes["name"].tolist() == ["Danau Tempe", "Danau/Rawa"]
    assert boundaries.load(store, ["7313888"]).empty


def test_context_is_what_touches_the_window(store):
    assert set(boundaries.around(store, (101, -5, 103, 0))["kind"]) == {"forest"}


def test_a_bow_tie_is_repaired_into_polygons(store):
    [kimaam] = boundaries.load(store, ["9401010"]).geometry
    assert kimaam.is_valid
    assert kimaam.geom_type == "MultiPolygon"
    assert kimaam.area == pytest.approx(0.5)


def test_coordinates_keep_four_decimals(tmp_path):
    path = tmp_path / "fine.json"
    shape = square("7372010", "Ujung", 119.123456789, -4)
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [shape]}), "utf-8")
    boundaries.import_file(path, tmp_path / "store")
    [ujung] = boundaries.load(tmp_path / "store", ["7372010"]).geometry
    assert ujung.bounds[0] == 119.1235


def test_the_source_says_whose_boundaries_these_are_and_their_sum(store):
    about = boundaries.source(store)
    assert about["attribution"] == "Batas: GADM 4.1 (non-komersial)"
    assert about["vintage"] == "sekitar 2015"
    assert about["sha256"] == hashlib.sha256((store / "kecamatan.parquet").read_bytes()).hexdigest()


def test_a_metric_file_with_numeric_codes_comes_out_in_degrees(gadm_like, tmp_path):
    import geopandas

    frame = geopandas.read_file(gadm_like).iloc[:2].to_crs(32750).assign(KODE=[7372010.0, 7315010.0])
    frame[["KODE", "geometry"]].to_file(tmp_path / "resmi.gpkg")
    boundaries.import_file(tmp_path / "resmi.gpkg", tmp_path / "store", code_column="KODE")
    [bacukiki] = boundaries.load(tmp_path / "store", ["7372010"]).geometry
    assert bacukiki.bounds == pytest.approx((119, -4, 120, -3), abs=0.01)


def test_nothing_imported_is_none_and_no_error(tmp_path):
    assert boundaries.load(tmp_path, ["7372010"]) is None
    assert boundaries.water(tmp_path, (95, -11, 141, 6)) is None
    assert boundaries.fingerprint(tmp_path) == ""


def test_a_damaged_store_is_noticed(store):
    content = bytearray((store / "kecamatan.parquet").read_bytes())
    content[len(content) // 2] ^= 1
    (store / "kecamatan.parquet").write_bytes(content)
    with pytest.raises(BoundaryError, match="rusak atau terganti"):
        boundaries.load(store, ["7372010"])


def test_a_refused_file_leaves_the_old_boundaries_in_place(store, tmp_path):
    before = boundaries.fingerprint(store)
    (tmp_path / "bukan.json").write_text("bukan peta", "utf-8")
    with pytest.raises(BoundaryError, match=r"bukan\.json tidak dapat dibaca"):
        boundaries.import_file(tmp_path / "bukan.json", store)
    assert boundaries.fingerprint(store) == before


def test_a_file_without_the_code_column_is_told_which_columns_it_has(gadm_like, tmp_path):
    with pytest.raises(BoundaryError, match=r"tidak punya kolom kode 'KODE_BPS'\. Kolom yang ada: CC_3, NAME_3"):
        boundaries.import_file(gadm_like, tmp_path / "store", code_column="KODE_BPS")


def test_a_column_without_bps_codes_is_refused(gadm_like, tmp_path):
    with pytest.raises(BoundaryError, match=r"'NAME_3' di gadm\.json tidak berisi kode BPS"):
        boundaries.import_file(gadm_like, tmp_path / "store", code_column="NAME_3")


def test_a_file_without_crs_is_refused(gadm_like, tmp_path):
    import geopandas

    frame = geopandas.read_file(gadm_like).set_crs(None, allow_override=True)
    frame.to_file(tmp_path / "tanpa.shp")
    with pytest.raises(BoundaryError, match=r"tanpa\.shp tidak menyebut sistem koordinatnya"):
        boundaries.import_file(tmp_path / "tanpa.shp", tmp_path / "store")


def test_a_table_without_polygons_is_refused(tmp_path):
    (tmp_path / "tabel.csv").write_text("CC_3,NAME_3\n7372010,Ujung\n", "utf-8")
    with pytest.raises(BoundaryError, match=r"tabel\.csv tidak berisi poligon"):
        boundaries.import_file(tmp_path / "tabel.csv", tmp_path / "store")


# Fetching by npm


def packed(path, member: str, content: bytes):
    with tarfile.open(path, "w:gz") as archive:
        entry = tarfile.TarInfo(member)
        entry.size = len(content)
        archive.addfile(entry, io.BytesIO(content))
    return path


def sum_of(path) -> str:
    return base64.b64encode(hashlib.sha512(path.read_bytes()).digest()).decode()


def npm_that(script: str, tmp_path, monkeypatch):
    """A program called npm, first on the PATH, that does what `script` says."""
    program = tmp_path / "bin" / "npm"
    program.parent.mkdir()
    program.write_text(f"#!/bin/sh\n{script}\n", "utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}{os.defpath}")


def test_the_polygons_are_taken_out_of_the_package(tmp_path):
    tarball = packed(tmp_path / "paket.tgz", gadm.MEMBER, b'{"type": "FeatureCollection"}')
    path = gadm.unpack(tarball, tmp_path / "batas", sha512=sum_of(tarball))
    assert path == tmp_path / "batas" / "gadm41_IDN_3.json"
    assert path.read_bytes() == b'{"type": "FeatureCollection"}'


def test_a_package_without_the_polygons_is_refused(tmp_path):
    tarball = packed(tmp_path / "paket.tgz", "package/readme.md", b"")
    with pytest.raises(BoundaryError, match=r"tidak memuat package/geojson.*peta ubin\.$"):
        gadm.unpack(tarball, tmp_path / "batas", sha512=sum_of(tarball))


def test_a_package_with_another_sum_is_refused_and_nothing_is_left_behind(tmp_path, monkeypatch):
    packed(tmp_path / "paket.tgz", gadm.MEMBER, b"{}")
    npm_that(f"cp {tmp_path}/paket.tgz .", tmp_path, monkeypatch)
    with pytest.raises(BoundaryError, match=r"tidak cocok dengan sidik sha512-nya.*peta ubin\.$"):
        gadm.fetch(tmp_path / "batas")
    assert not (tmp_path / "batas").exists()


def test_without_npm_one_line_says_that_the_product_goes_on(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", "")
    with pytest.raises(BoundaryError, match=r"^npm tidak ditemukan.*peta ubin\.$") as caught:
        gadm.fetch(tmp_path)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "script, timeout, says",
    [
        ("echo 'npm error code ENOTFOUND' >&2; exit 1", 60, "npm gagal mengunduh"),
        ("exit 0", 60, "npm selesai tanpa memberi berkas"),
        ("exec tail -f /dev/null", 0.3, "melewati 0.3 detik"),
    ],
)
def test_an_npm_that_fails_says_so_in_one_line(script, timeout, says, tmp_path, monkeypatch):
    npm_that(script, tmp_path, monkeypatch)
    with pytest.raises(BoundaryError, match=says + r".*peta ubin\.$"):
        gadm.fetch(tmp_path / "batas", timeout)
