"""Sets over time: which one a month uses, what a part of the office leaves as it was, the way back, and the command."""

import json
from datetime import date, datetime

import geopandas
import pytest
import shapely
from boundary_files import BPS, PAREPARE, drawn, square, written

from timpora import cli, paths
from timpora.access import log
from timpora.draw import geometry
from timpora.intake.areas import reference
from timpora.measure import boundaries, boundary_import, boundary_sets
from timpora.measure.boundaries import BoundaryError
from timpora.measure.boundary_sets import NothingToUndo

NOW = datetime.fromisoformat("2024-11-05T09:00+08:00")
OCTOBER, NOVEMBER = date(2024, 10, 1), date(2024, 11, 1)


@pytest.fixture
def folder(house):
    return paths.boundaries()


@pytest.fixture
def take(folder, tmp_path):
    """Take a set of these shapes (by code; without any Parepare's squares), from a month on."""

    def take(shapes=None, since: date | None = None, **about: str):
        file = written(drawn(shapes), tmp_path / "batas.parquet")
        outcome = boundary_import.examine(file, valid_from=since)
        about = {"attribution": "Batas: resmi", "vintage": "2024", "by": "siti"} | about
        return boundary_import.keep(outcome, at=NOW, **about)

    return take


@pytest.fixture
def gadm(folder, tmp_path):
    """The default set: Parepare as four squares from west to east, a lake beside them, a kecamatan of nobody here."""
    shapes = [("7372010", "Bacukiki", 0), ("7372020", "Ujung", 1), ("7372030", "Soreang", 2)]
    shapes += [("7372011", "BacukikiBarat", 3), ("7313888", "DanauTempe", 5), ("7399010", "Tetangga", 6)]
    rows = {"CC_3": [code for code, *_ in shapes], "NAME_3": [name for _, name, _ in shapes]}
    frame = geopandas.GeoDataFrame(rows, geometry=[square(place) for *_, place in shapes], crs=4326)
    boundaries.import_file(written(frame, tmp_path / "gadm.geojson"), folder)
    return folder


def polygon(folder, code: str, period: date | None = None):
    """The shape of an area as it was cut in a month; None where it has none."""
    place = boundary_sets.in_force(folder, period)
    found = boundaries.load(place, [reference().areas[code].bps_code])
    return None if found is None or found.empty else found.geometry[0]


def test_a_month_uses_the_set_with_the_newest_first_month_that_is_not_later(gadm, take):
    take({"73.72.01": square(0, 0, 1, 0.9)}, date(2020, 1, 1))
    take({"73.72.01": square(0, 0, 1, 0.8)}, OCTOBER)
    take({"73.72.01": square(0, 0, 1, 0.7)}, date(2022, 6, 1))
    heights = {
        at: round(polygon(gadm, "73.72.01", date.fromisoformat(f"{at}-01")).area / 0.01, 2)
        for at in ("2019-12", "2020-01", "2022-05", "2022-06", "2024-09", "2024-10", "2030-01")
    }
    assert heights == {
        "2019-12": 1.0, "2020-01": 0.9, "2022-05": 0.9, "2022-06": 0.7, "2024-09": 0.7, "2024-10": 0.8, "2030-01": 0.8
    }  # fmt: skip
    assert round(polygon(gadm, "73.72.01").area / 0.01, 2) == 0.8


def test_of_two_sets_from_one_month_the_later_take_is_in_force(gadm, take):
    take({"73.72.01": square(0, 0, 1, 0.9)}, OCTOBER)
    take({"73.72.01": square(0, 0, 1, 0.8)}, OCTOBER)
    assert boundary_sets.in_force(gadm, OCTOBER).name == "0002"
    assert [span.set.id if span.set else None for span in boundary_sets.timeline(gadm)] == [None, "0002"]


def test_undo_takes_the_newest_take_away_and_deletes_nothing(gadm, take):
    take({"73.72.01": square(0, 0, 1, 0.9)}, OCTOBER)
    take({"73.72.01": square(0, 0, 1, 0.8)}, date(2020, 1, 1))
    assert boundary_sets.undo(gadm, by="siti", at=NOW).id == "0002"
    assert polygon(gadm, "73.72.01", date(2020, 1, 1)).area == pytest.approx(0.01)
    assert boundary_sets.undo(gadm, by="siti", at=NOW).id == "0001"
    with pytest.raises(NothingToUndo):
        boundary_sets.undo(gadm, by="siti", at=NOW)
    assert [next(iter(line)) for line in boundary_sets.history(gadm)] == ["take", "take", "undo", "undo"]
    assert sorted(place.name for place in (gadm / "sets").iterdir()) == ["0001", "0002"]
    assert take(since=OCTOBER).id == "0003"


def test_a_store_from_before_there_were_sets_goes_on_working(gadm):
    assert boundary_sets.in_force(gadm, OCTOBER) == boundary_sets.in_force(gadm) == gadm
    [span] = boundary_sets.timeline(gadm)
    assert (span.since, span.until, span.set) == (None, None, None)
    assert span.about["attribution"] == boundaries.ATTRIBUTION


def test_without_any_boundaries_nothing_is_in_force(folder):
    assert boundary_sets.timeline(folder) == []
    assert boundaries.load(boundary_sets.in_force(folder, OCTOBER), ["7372010"]) is None


def test_areas_the_file_does_not_name_keep_their_land_and_whose_lines_those_are_is_said(gadm, take):
    one = take({"73.72.01": square(0), "73.72.02": square(1)}, OCTOBER)
    assert (one.named, one.inherited) == (2, 2)
    assert polygon(gadm, "73.72.03", OCTOBER).equals(polygon(gadm, "73.72.03"))
    about = boundaries.source(boundary_sets.in_force(gadm, OCTOBER))
    assert about["attribution"] == "Batas: resmi; Batas: GADM 4.1 (non-komersial)"
    place = boundary_sets.in_force(gadm, OCTOBER)
    assert boundaries.water(place, (119, -5, 121, -3))["name"].tolist() == ["Danau Tempe"]
    assert "Tetangga" in set(boundaries.around(place, (119, -5, 121, -3))["name"])


def test_land_that_a_named_area_takes_is_no_longer_the_others_and_is_told(gadm, take, tmp_path):
    outcome = boundary_import.examine(written(drawn({"73.72.01": square(0, 0, 1.5)}), tmp_path / "b.gpkg"))
    [takes] = [found for found in outcome.findings if found.rule == "boundary_takes"]
    assert "dari Ujung" in takes.message and "61,4 km²" in takes.message
    take({"73.72.01": square(0, 0, 1.5)}, OCTOBER)
    bacukiki, ujung = polygon(gadm, "73.72.01", OCTOBER), polygon(gadm, "73.72.02", OCTOBER)
    assert bacukiki.area == pytest.approx(0.015, rel=0.01) and ujung.area == pytest.approx(0.005, rel=0.01)
    assert shapely.coverage_is_valid([bacukiki, ujung])
    assert polygon(gadm, "73.72.02", date(2024, 9, 1)).area == pytest.approx(0.01)


def test_an_area_whose_land_is_all_taken_is_gone_from_that_month(gadm, take, tmp_path):
    outcome = boundary_import.examine(written(drawn({"73.72.01": square(0, 0, 2)}), tmp_path / "b.gpkg"))
    assert "Ujung tidak ada di berkas dan seluruh wilayahnya" in " ".join(f.message for f in outcome.findings)
    take({"73.72.01": square(0, 0, 2)}, OCTOBER)
    assert polygon(gadm, "73.72.02", OCTOBER) is None
    assert polygon(gadm, "73.72.02", date(2024, 9, 1)) is not None


def test_what_was_examined_is_not_taken_when_what_it_lies_over_has_changed(gadm, take, tmp_path):
    outcome = boundary_import.examine(written(drawn(), tmp_path / "b.gpkg"), valid_from=OCTOBER)
    take({"73.72.01": square(0, 0, 1, 0.9)}, date(2020, 1, 1))
    assert boundary_import.keep(outcome, attribution="A", vintage="", by="siti", at=NOW) is None
    assert outcome.findings[-1].rule == "boundary_moved_on"
    assert len(boundary_sets.taken(gadm)) == 1
    early = boundary_import.examine(written(drawn(), tmp_path / "b.gpkg"))
    other = drawn().rename(columns={"KDCPUM": "CC_3", "WADMKC": "NAME_3"}).assign(CC_3=list(BPS.values()))
    boundaries.import_file(written(other, tmp_path / "lain.geojson"), gadm)  # fetched anew meanwhile
    assert boundary_import.keep(early, attribution="A", vintage="", by="siti", at=NOW) is None


def test_a_file_in_the_wrong_zone_lies_elsewhere_and_is_refused(gadm, tmp_path):
    shifted = drawn().to_crs(32750).set_crs(32751, allow_override=True)
    outcome = boundary_import.examine(written(shifted, tmp_path / "b.gpkg"))
    assert "boundary_elsewhere" in {found.rule for found in outcome.findings if found.severity == "refuse"}


def test_a_kecamatan_that_changed_its_size_is_asked_about(gadm, tmp_path):
    outcome = boundary_import.examine(written(drawn({"73.72.01": square(0, 0, 1, 0.7)}), tmp_path / "b.gpkg"))
    [area] = [found for found in outcome.findings if found.rule == "boundary_area"]
    assert area.message == "Luas Bacukiki 86,0 km², pada batas sebelumnya 122,8 km² (-30 %)."


def test_a_damaged_set_or_book_is_noticed_and_draws_tiles(gadm, take, tmp_path):
    take(since=OCTOBER)
    place = boundary_sets.in_force(gadm, OCTOBER)
    (place / "kecamatan.parquet").write_bytes(b"PAR1" + bytes(100))
    with pytest.raises(BoundaryError, match="rusak atau terganti"):
        boundaries.load(place, ["7372010"])
    outcome = boundary_import.examine(written(drawn(), tmp_path / "b.gpkg"), valid_from=NOVEMBER)
    assert "boundary_store" in {found.rule for found in outcome.findings if found.severity == "refuse"}
    (gadm / "sets.json").write_text("[{")
    with pytest.raises(BoundaryError, match=r"Catatan set batas sets\.json rusak"):
        boundary_sets.timeline(gadm)
    assert boundaries.load(boundary_sets.in_force(gadm, OCTOBER), ["7372010"]) is None


def test_the_script_of_the_map_is_another_one_where_the_land_was_cut_anew(gadm, take, tmp_path):
    take({"73.72.01": square(0, 0, 1.5)}, OCTOBER)
    rows = [
        (area.code, area.name, area.kabupaten_code, area.kabupaten_name, area.bps_code, -4.0, 119.65)
        for area in reference().members("73.72")
    ]
    places = geopandas.pd.DataFrame(rows, columns=geometry.COLUMNS)
    scripts = {
        at: geometry.script(places, boundary_sets.in_force(gadm, at), tmp_path / "cache")
        for at in (date(2024, 9, 1), OCTOBER, NOVEMBER)
    }
    versions = [made.version for made in scripts.values()]
    assert versions[1] == versions[2] != versions[0]
    assert [made.attribution.count(";") for made in scripts.values()] == [0, 1, 1]


# The command


@pytest.fixture
def command(house, tmp_path, capsys):
    """Run `boundaries …`; returns the exit code and what was printed."""
    file = written(drawn(), tmp_path / "resmi.gpkg")

    def run(*arguments: str, of=file) -> tuple[int, str]:
        words = [str(of) if word == "FILE" else word for word in arguments]
        code = cli.main(["boundaries", *words])
        return code, capsys.readouterr().out

    return run


TAKE = ("import", "FILE", "--attribution", "Batas: resmi")


def test_a_dry_run_checks_and_changes_nothing(command):
    code, said = command(*TAKE, "--dry-run")
    assert code == 0 and "Dapat diambil: resmi.gpkg, 4 kecamatan dari berkas" in said
    assert "Kolom kunci: 'KDCPUM' as" not in said and "'KDCPUM' sebagai kode Kemendagri" in said
    assert boundary_sets.history(paths.boundaries()) == []


def test_the_proposed_columns_wait_to_be_confirmed(command):
    code, said = command(*TAKE)
    assert code == 1 and "Usulan kolom belum dipastikan" in said
    assert boundary_sets.history(paths.boundaries()) == []
    assert command(*TAKE, "--code-column", "KDCPUM", "--coding", "kemendagri", "--name-column", "WADMKC")[0] == 0
    assert command(*TAKE, "--yes", "--valid-from", "2024-10")[0] == 0
    assert [one.valid_from for one in boundary_sets.taken(paths.boundaries())] == [None, "2024-10"]
    assert command("list")[1].splitlines() == [
        "0001  sejak awal  Batas: resmi", "0002  Oktober 2024  Batas: resmi"
    ]  # fmt: skip


def test_json_is_one_object_of_the_shape_that_load_prints(command, tmp_path):
    code, said = command(*TAKE, "--yes", "--json", "--valid-from", "2024-10")
    answer = json.loads(said)
    assert code == 0 and answer["accepted"] is True
    assert {"accepted", "source", "period", "rows", "findings"} <= set(answer)
    assert (answer["source"], answer["period"], answer["rows"], answer["set"]) == ("boundaries", "2024-10", 4, "0001")
    assert set(answer["findings"][0]) == {"severity", "rule", "sheet", "cell", "value", "message"}
    assert answer["mapping"]["coding"] == "kemendagri"
    (tmp_path / "teks.gpkg").write_text("bukan peta")
    code, said = command(*TAKE, "--json", "--lang", "en", of=tmp_path / "teks.gpkg")
    answer = json.loads(said)
    assert (code, answer["accepted"], answer["rows"]) == (1, False, 0)
    assert answer["findings"][0]["message"].startswith("What teks.gpkg holds is not GeoJSON")


def test_wrong_usage_is_another_exit_code_than_a_refusal(command):
    for wrong in (("import", "FILE"), (*TAKE, "--coding", "pos"), (*TAKE, "--valid-from", "Oktober")):
        with pytest.raises(SystemExit) as ended:
            command(*wrong)
        assert ended.value.code == 2


def test_undo_says_what_is_in_force_again_and_the_log_tells_of_both(command):
    command(*TAKE, "--yes", "--valid-from", "2024-10")
    code, said = command("undo")
    assert code == 0 and "Dibatalkan: set 0001 (resmi.gpkg)" in said
    assert command("undo")[0] == 1
    told = [record.details for record in log.read(action="batas")]
    assert told == [{"set": "0001", "since": "2024-10", "step": "ambil"}, {"set": "0001", "step": "tarik"}]


def test_names_of_parepare_are_those_of_the_reference_tables():
    assert {code: reference().areas[code].name for code in PAREPARE} == PAREPARE
