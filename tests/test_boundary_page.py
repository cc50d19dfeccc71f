"""The page for boundaries: what is in force, a file understood, seen, taken, taken back, and what was cut anew."""

from datetime import date

import pytest
from boundary_files import drawn, square, written
from conftest import House
from streamlit.testing.v1 import AppTest
from test_upload import buttons, press, text

from timpora import paths
from timpora.access import log
from timpora.access.people import Viewer
from timpora.measure import boundaries, boundary_import, boundary_sets
from timpora.web import boundary_changes, map_view


@pytest.fixture
def page(house):
    """Open the page in a session of its own."""

    def open_page() -> AppTest:
        app = AppTest.from_file(str(paths.ROOT / "timpora" / "web" / "frame.py"), default_timeout=60)
        return app.switch_page(str(paths.PAGES / "batas.py")).run()

    return open_page


@pytest.fixture
def file(tmp_path):
    """The bytes of a GeoPackage of these shapes."""
    return lambda *given, **columns: written(drawn(*given, **columns), tmp_path / "batas.gpkg").read_bytes()


def bring(app: AppTest, name: str, content: bytes) -> AppTest:
    return app.file_uploader[0].set_value((name, content, "application/octet-stream")).run()


def choose(app: AppTest, label: str, value: object) -> AppTest:
    [box] = [box for box in app.selectbox if box.label == label]
    return box.select(value).run()


def take(app: AppTest) -> AppTest:
    [whose] = [box for box in app.text_input if box.label.startswith("Asal batas")]
    whose.set_value("Batas: resmi").run()
    app.checkbox[0].check().run()
    return press(app, "Ambil")


def test_without_boundaries_the_page_says_what_the_map_does(page):
    said = text(page())
    assert "Belum ada batas kecamatan; peta memakai ubin sama besar." in said
    assert "Hanya ada satu set batas" in said


def test_a_file_is_understood_seen_confirmed_and_taken(page, file):
    app = bring(page(), "resmi.gpkg", file())
    said = text(app)
    assert "Dapat diambil: 4 kecamatan dari berkas" in said and "data:image/svg+xml" in said
    chosen = {box.label: box.value for box in app.selectbox}
    assert (chosen["Kolom kunci"], chosen["Isinya"], chosen["Kolom nama"]) == ("KDCPUM", "kemendagri", "WADMKC")
    assert buttons(app, "Ambil")[0].disabled
    assert boundary_sets.history(paths.boundaries()) == []
    app = take(choose(app, "Berlaku sejak", date(2024, 10, 1)))
    assert "Set 0001 diambil dari" in text(app)
    [one] = boundary_sets.taken(paths.boundaries())
    assert (one.valid_from, one.attribution, one.named) == ("2024-10", "Batas: resmi", 4)
    [record] = log.read(action="batas")
    assert (record.who, record.details["step"], record.details["set"]) == (one.by, "ambil", "0001")


def test_a_wrong_file_gets_findings_and_changes_nothing(page):
    app = bring(page(), "teks.gpkg", b"bukan peta")
    said = text(app)
    assert "Belum dapat diambil" in said and "apa pun nama berkasnya" in said
    assert not buttons(app, "Ambil")


def test_columns_nobody_could_propose_are_set_by_a_person(page, file):
    app = bring(page(), "kode.gpkg", file(WADMKC=["A", "B", "C", "D"]))
    assert "tidak ada kolom yang isinya kode atau nama" in text(app).lower()
    app = choose(choose(app, "Kolom kunci", "KDCPUM"), "Isinya", "kemendagri")
    assert "Dapat diambil: 4 kecamatan" in text(app) and "tidak dapat diperiksa dengan nama" in text(app)


def test_a_file_without_a_crs_asks_for_it_there(page, tmp_path):
    written(drawn().to_crs(32750).set_crs(None, allow_override=True), tmp_path / "tanpa.zip")
    app = bring(page(), "tanpa.zip", (tmp_path / "tanpa.zip").read_bytes())
    assert "Isi sistem koordinatnya" in text(app)
    [box] = [box for box in app.text_input if box.label == "Sistem koordinat"]
    assert "Dapat diambil: 4 kecamatan" in text(box.set_value("EPSG:32750").run())


def test_what_is_chosen_for_one_file_is_not_chosen_for_the_next(page, file):
    app = bring(page(), "satu.gpkg", file(WADMKC=["A", "B", "C", "D"]))
    app = choose(choose(app, "Kolom kunci", "KDCPUM"), "Isinya", "kemendagri")
    app = bring(app, "dua.gpkg", file())
    assert {box.label: box.value for box in app.selectbox}["Kolom nama"] == "WADMKC"


def test_a_file_that_is_put_aside_is_gone(page, file):
    app = press(bring(page(), "resmi.gpkg", file()), "Singkirkan")
    assert "Dapat diambil" not in text(app)


def test_what_was_cut_anew_is_listed_with_its_month_and_goes_with_the_set(page, file, tmp_path):
    squares = drawn().rename(columns={"WADMKC": "NAME_3"}).assign(CC_3=["7372010", "7372020", "7372030", "7372011"])
    boundaries.import_file(written(squares, tmp_path / "gadm.geojson"), paths.boundaries())
    app = bring(page(), "resmi.gpkg", file({"73.72.01": square(0, 0, 1.5)}))
    app = take(choose(app, "Berlaku sejak", date(2024, 10, 1)))
    said = text(app)
    assert "Sejak **Oktober 2024**: tanah berpindah antara 1 pasang kecamatan, seluruhnya 61,4 km²" in said
    assert "<td>Ujung, Kota Parepare</td><td>Bacukiki, Kota Parepare</td>" in said
    assert "sampai September 2024" in said and "sejak Oktober 2024" in said
    app = press(app, "Batalkan")
    assert "Set 0001 dibatalkan" in text(app) and "Hanya ada satu set batas" in text(app)


def test_a_set_that_another_person_took_meanwhile_stops_the_take(page, file, tmp_path):
    app = bring(page(), "resmi.gpkg", file())
    [whose] = [box for box in app.text_input if box.label.startswith("Asal batas")]
    whose.set_value("Batas: resmi").run()
    app.checkbox[0].check().run()
    other = boundary_import.examine(written(drawn({"73.72.01": square(0)}), tmp_path / "lain.gpkg"))
    boundary_import.keep(other, attribution="Batas: lain", vintage="", by="budi", at=boundary_import.settings.now())
    app = press(app, "Ambil")
    assert [one.by for one in boundary_sets.taken(paths.boundaries())] == ["budi"]
    assert "Periksa sekali lagi" in text(app)
    press(app, "Ambil")
    assert len(boundary_sets.taken(paths.boundaries())) == 2


# With something published


PEOPLE = "Tahun 2024;;;\nKAB/KOTA;KECAMATAN;JUMLAH PENDUDUK;LUAS (KM2)\n"


def parepare(house: House) -> None:
    """Inhabitants and km² of two kecamatan: one as large as its square, one half of it."""
    house.load(f"{PEOPLE}Parepare;Ujung;33000;122,5\nParepare;Soreang;45000;61,4")
    house.permits("Okt-24 | Parepare | Ujung | 12", "Okt-24 | Parepare | Soreang | 33")


def test_the_area_of_a_kecamatan_is_compared_with_the_one_its_agency_reported(house, page, file):
    house.published(parepare)
    said = text(bring(page(), "resmi.gpkg", file()))
    assert "Luas Soreang 122,8 km², menurut data penduduk 61,4 km² (selisih +100 %)." in said
    assert "Luas 1 kecamatan cocok dengan yang dilaporkan" in said


def test_the_sheet_of_a_kecamatan_says_that_it_was_cut_anew_and_names_only_what_its_reader_sees(house, tmp_path):
    house.published(parepare)
    for shapes, since in ((None, None), ({"73.72.02": square(0.5, 0, 1.5)}, date(2024, 10, 1))):
        outcome = boundary_import.examine(written(drawn(shapes), tmp_path / "b.gpkg"), valid_from=since)
        boundary_import.keep(outcome, attribution="A", vintage="", by="siti", at=boundary_import.settings.now())
    [whole] = boundary_changes.notes(Viewer("x@kantor.example", "analis", None), "73.72.02")
    assert whole.startswith("Sejak Oktober 2024 batasnya berubah: 61,4 km² dari Bacukiki.")
    [own] = boundary_changes.notes(Viewer("x@kantor.example", "analis", ("73.72.02",)), "73.72.02")
    assert "61,4 km² dari kecamatan lain" in own and "Bacukiki" not in own
    assert boundary_changes.notes(Viewer("x@kantor.example", "analis", None), "73.72.03") == []
    app = AppTest.from_file(str(paths.ROOT / "timpora" / "web" / "frame.py"), default_timeout=60)
    app.query_params["wilayah"] = "73.72.02"
    app = app.switch_page(str(paths.PAGES / "kecamatan.py")).run()
    assert "batasnya berubah" in text(app)


def test_the_map_of_a_month_has_the_shapes_of_its_set(house, tmp_path):
    house.published(parepare)
    who = Viewer("x@kantor.example", "analis", None)
    for shapes, since in ((None, None), ({"73.72.02": square(0.5, 0, 1.5)}, date(2024, 10, 1))):
        outcome = boundary_import.examine(written(drawn(shapes), tmp_path / "b.gpkg"), valid_from=since)
        boundary_import.keep(outcome, attribution="A", vintage="", by="siti", at=boundary_import.settings.now())
    before, after, now = (
        map_view.geometry(who, "polygons", period).version for period in (date(2024, 9, 1), date(2024, 10, 1), None)
    )
    assert before != after == now
    boundary_sets.undo(paths.boundaries(), by="siti", at=boundary_import.settings.now())
    assert map_view.geometry(who, "polygons", date(2024, 10, 1)).version == before
