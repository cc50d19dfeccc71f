"""Another office by one command: its areas are those of the national lists, and what is not certain is said."""

import csv
import json
import os
import tomllib
from datetime import date

import pandas as pd
import pytest
from offices import OFFICES, carry, land, nation
from streamlit.testing.v1 import AppTest
from test_templates import fill, fill_titles, prepared, written

from timpora import cli, paths, settings
from timpora.draw import geometry, tiles
from timpora.draw.pictures import of_kecamatan
from timpora.intake import templates
from timpora.intake.areas import gazetteer
from timpora.intake.contracts import contracts
from timpora.intake.reading import read
from timpora.measure import boundary_import, boundary_sets, national, office_tables
from timpora.measure.boundary_columns import Mapping
from timpora.store import publish, snapshot

SHIPPED = paths.ROOT / "data" / "reference"


@pytest.fixture
def office(house, tmp_path, monkeypatch, capsys):
    """Sets up an office as its data officer does, on a computer without a network; returns what the command said."""
    packages = carry(tmp_path, monkeypatch)

    def set_up(codes: str, *more: str, has_land: bool = True) -> dict:
        paths.data().mkdir(exist_ok=True)
        if has_land and not (paths.boundaries() / "kecamatan.parquet").exists():
            land(tmp_path)
        capsys.readouterr()
        command = ["init", "--kabupaten", codes, "--packages", str(packages), "--json", *more]
        assert cli.main(command) == 0, capsys.readouterr().err
        return json.loads(capsys.readouterr().out)

    return set_up


def rows(name: str) -> dict[str, dict[str, str]]:
    with paths.reference(name).open(encoding="utf-8", newline="") as file:
        return {row["kode_kemendagri"]: row for row in csv.DictReader(file)}


def shown(**query: str) -> AppTest:
    app = AppTest.from_file(str(paths.ROOT / "timpora" / "web" / "frame.py"), default_timeout=60)
    app.switch_page(str(paths.PAGES / "peta.py"))
    for key, value in query.items():
        app.query_params[key] = value
    return app.run()


def test_codes_and_names_are_those_that_people_had_put_together_for_the_first_office(office):
    office("73.72,73.12")
    made = rows("kecamatan.csv")
    with (SHIPPED / "kecamatan.csv").open(encoding="utf-8", newline="") as file:
        known = {row["kode_kemendagri"]: row for row in csv.DictReader(file)}
    assert len(made) == 12
    for code, row in made.items():
        for column in ("kode_bps", "kode_kabupaten_bps", "kabupaten", "kecamatan"):
            assert row[column] == known[code][column], (code, column)


@pytest.mark.parametrize(
    ("codes", "of", "drawn", "clock", "rules"),
    [
        (OFFICES["sulawesi"], 12, 12, "Asia/Makassar", set()),
        (OFFICES["kepulauan"], 29, 24, "Asia/Jakarta", {"init_no_code", "init_splits"}),
        (
            OFFICES["papua"],
            39,
            30,
            "Asia/Jayapura",
            {"init_no_code", "init_no_polygon", "init_other_name", "init_splits"},
        ),
    ],
)
def test_three_offices_of_different_shape_say_how_many_have_boundaries(office, codes, of, drawn, clock, rules):
    told = office(codes, "--name", "Kantor Uji")
    assert (told["kecamatan"], told["with_boundaries"]) == (of, drawn)
    assert settings.office().timezone == told["timezone"] == clock
    assert settings.office().kabupaten == tuple(sorted(codes.split(",")))
    assert {found["rule"] for found in told["findings"]} == rules
    assert all(found["message"] for found in told["findings"])


def test_what_was_understood_is_said_in_a_sentence(office, capsys, tmp_path):
    office(OFFICES["kepulauan"])
    assert cli.main(["init", "--kabupaten", "21.71 21.03", "--packages", str(tmp_path), "--replace"]) == 0
    said = capsys.readouterr().out
    assert "24 dari 29 kecamatan punya batas; sisanya tampil di peta ubin." in said
    assert "Kabupaten Natuna: 5 kecamatan" in said and "Pulau Seluan" in said


def test_nothing_is_guessed_a_name_that_is_only_alike_has_no_code_and_is_offered(office):
    told = office(OFFICES["papua"])
    made = rows("kecamatan.csv")
    by_name = {row["kecamatan"]: row for row in made.values()}
    # BPS writes "Kolomdol" and "Epumek".
    assert (by_name["Kalomdol"]["kode_bps"], by_name["Eipumek"]["kode_bps"]) == ("", "")
    [unnamed] = [found["message"] for found in told["findings"] if found["rule"] == "init_no_code"]
    assert "Kalomdol (~ KOLOMDOL 9417024?)" in unnamed
    # The shape with the code of Oksamol is called Warasamo.
    assert by_name["Oksamol"]["kode_bps"] == ""
    assert any("9417055" in found["message"] and "Warasamo" in found["message"] for found in told["findings"])
    assert {row["letak_dari"] for row in made.values()} == {"batas", "kabupaten"}


def test_a_kabupaten_that_was_renamed_or_is_written_otherwise_is_found():
    found = nation().kabupaten
    assert (found["12.12"].name, found["12.12"].bps_code) == ("Kabupaten Toba", "1206")
    assert (found["73.72"].bps_code, found["31.01"].bps_code) == ("7372", "3101")
    [thousand] = [one for one in found["31.01"].members if one.name == "Kepulauan Seribu Utara"]
    assert thousand.bps_code.startswith("3101")


@pytest.mark.parametrize("codes", OFFICES.values(), ids=OFFICES)
@pytest.mark.parametrize("has_land", [True, False], ids=["with land", "without"])
def test_every_kecamatan_has_a_tile_of_its_own(office, monkeypatch, codes, has_land):
    if not has_land:
        monkeypatch.setenv("PATH", "")  # no npm that could fetch boundaries
    office(codes, has_land=has_land)
    names = {"kode_kemendagri": "area_code", "kode_kabupaten_kemendagri": "kabupaten_code"}
    areas = pd.read_csv(paths.reference("kecamatan.csv"), dtype=str).rename(columns=names)
    areas = areas.astype({"lat": float, "lon": float})
    cells = tiles.grid(areas)
    assert len(set(cells.values())) == len(areas) == len(cells)
    assert tiles.squares(areas, cells).keys() == set(areas["area_code"])


@pytest.mark.parametrize(
    "codes",
    [
        pytest.param(codes, id=name, marks=[] if name == "sulawesi" else pytest.mark.slow)
        for name, codes in OFFICES.items()
    ],
)
def test_a_filled_in_template_walks_in_is_published_and_on_the_map(office, house, codes):
    told = office(codes)
    contract = contracts()["izin_tinggal"]
    sheets = read(house.file(templates.template(contract, today=date(2024, 11, 5)), "templat.xlsx"))
    fill_titles(contract, sheets[0])
    fill(contract, sheets[0], range(prepared(contract, sheets[0])))
    outcome = house.load(written(house, sheets))
    assert outcome.entry and outcome.entry.rows == told["kecamatan"], [f.message for f in outcome.findings]
    publish.publish()
    page = shown()
    assert not page.exception and not page.error
    captions = [caption.value for caption in page.caption]
    bare = told["kecamatan"] - told["with_boundaries"]
    said = [place for place, caption in enumerate(captions) if f"{bare} kecamatan" in caption]
    assert bool(said) == bool(bare), captions
    # Beside the map, where it is seen: the sources stand under it.
    assert all(place < next(n for n, one in enumerate(captions) if "Sumber: " in one) for place in said)
    assert not shown(bentuk="ubin").exception


def test_an_official_layer_draws_a_kecamatan_that_has_no_bps_code(office, house, tmp_path):
    office(OFFICES["kepulauan"])
    known = gazetteer()
    bare = [area for area in known.areas.values() if area.code == area.bps_code]
    assert len(bare) == 5
    ring = [[108.0, 3.0], [108.1, 3.0], [108.1, 3.1], [108.0, 3.1], [108.0, 3.0]]
    features = [
        {
            "type": "Feature",
            "properties": {"kode": area.code, "nama": area.name},
            "geometry": {"type": "Polygon", "coordinates": [[[x + n, y] for x, y in ring]]},
        }
        for n, area in enumerate(bare)
    ]
    file = house.file(json.dumps({"type": "FeatureCollection", "features": features}), "resmi.geojson")
    outcome = boundary_import.examine(file, mapping=Mapping("kode", "kemendagri", "nama"), reported={})
    assert boundary_import.keep(outcome, attribution="BIG", vintage="2024", by="s@k.id", at=settings.now())
    house.permits(f"Okt-24 | Natuna | {bare[0].name} | 12")
    publish.publish()
    areas = snapshot.current(None).ask("areas")
    shapes = geometry.script(areas, boundary_sets.in_force(paths.boundaries()), tmp_path / "cache")
    assert shapes.kind == "polygons" and shapes.missing == ()


def test_the_vote_everybody_has_is_kept_and_who_voted_before_is_left_to_the_office(office):
    office(OFFICES["kepulauan"])
    votes = tomllib.loads(paths.reference("elections.toml").read_text("utf-8"))
    held = {vote["id"]: vote["kabupaten"] for vote in votes["elections"]}
    assert held == {"pilkada-2024": ["21.03", "21.71"], "pilkada-2031": ["21.03", "21.71"]}
    shipped = tomllib.loads((SHIPPED / "elections.toml").read_text("utf-8"))
    assert votes["stage_kinds"] == shipped["stage_kinds"]
    assert votes["elections"][0]["stages"] == shipped["elections"][0]["stages"]


def test_an_office_says_its_name_and_the_rest_as_it_is_shipped(office):
    office("21.71", "--name", 'Kantor "Imigrasi" Kelas I Khusus TPI Batam')
    ours = settings.office()
    assert (ours.name, ours.short_name) == ('Kantor "Imigrasi" Kelas I Khusus TPI Batam', "Kantor Batam")
    assert (ours.classification, ours.kabupaten) == ("TERBATAS", ("21.71",))


def test_a_folder_with_data_of_an_office_is_not_made_anothers(office, house, capsys, tmp_path):
    house.permits("Okt-24 | Parepare | Ujung | 12")
    command = ["init", "--kabupaten", "21.71", "--packages", str(tmp_path)]
    assert cli.main(command) == 1
    said = capsys.readouterr().err
    assert "--replace" in said and "backup" in said and "TIMPORA_DATA" in said
    assert not paths.own_reference().exists()


def test_tables_mended_by_hand_are_not_overwritten_unasked_and_kept_when_asked(office, capsys, tmp_path):
    office("21.71")
    table = paths.own_reference() / "kecamatan.csv"
    mended = table.read_text("utf-8").replace("Batu Ampar", "Batu Ampar Baru")
    table.write_text(mended, "utf-8")
    command = ["init", "--kabupaten", "21.71,21.03", "--packages", str(tmp_path)]
    assert cli.main(command) == 1 and table.read_text("utf-8") == mended
    assert "--replace" in capsys.readouterr().err
    assert cli.main([*command, "--replace"]) == 0
    [before] = paths.data().glob("reference-*")
    assert (before / "kecamatan.csv").read_text("utf-8") == mended and len(rows("kecamatan.csv")) == 29


def test_an_office_that_became_smaller_publishes_what_is_still_its_own(office, house):
    office(OFFICES["kepulauan"])
    house.permits("Okt-24 | Batam | Batu Ampar | 40", "Okt-24 | Natuna | Serasan | 20")
    publish.publish()
    office("21.71", "--replace")
    publish.publish()
    seen = of_kecamatan(snapshot.current(None).ask("layer_values", layer="presence", period="2024-10-01"))
    assert len(seen) == 12 and seen["value"].sum() == 40


def test_sample_data_goes_first(house, capsys):
    assert cli.main(["sample", "--months", "1"]) == 0
    assert cli.main(["init", "--kabupaten", "21.71"]) == 1
    assert "sample --remove" in capsys.readouterr().err


def test_the_shipped_tables_are_never_overwritten(monkeypatch, capsys):
    monkeypatch.delenv("TIMPORA_DATA", raising=False)
    before = {file.name: file.read_bytes() for file in SHIPPED.iterdir()}
    assert cli.main(["init", "--kabupaten", "21.71"]) == 1
    assert "TIMPORA_DATA" in capsys.readouterr().err
    assert {file.name: file.read_bytes() for file in SHIPPED.iterdir()} == before


def test_the_shipped_office_is_taken_by_the_same_command_without_codes(house, capsys):
    assert cli.main(["init"]) == 0
    assert "Parepare" in capsys.readouterr().out
    assert paths.reference("office.toml").parent == paths.own_reference()
    assert paths.reference("kecamatan.csv").parent == SHIPPED


@pytest.mark.parametrize("codes", ["73.99", "99"])
def test_a_code_that_nobody_has_is_refused_and_nothing_is_written(house, tmp_path, monkeypatch, capsys, codes):
    option = "--kabupaten" if "." in codes else "--province"
    assert cli.main(["init", option, codes, "--packages", str(carry(tmp_path, monkeypatch))]) == 1
    assert codes in capsys.readouterr().err and not paths.own_reference().exists()


@pytest.mark.parametrize("codes", ["7372", "Parepare", "73.72.01"])
def test_what_is_no_kemendagri_code_of_a_kabupaten_is_wrong_usage(house, codes):
    with pytest.raises(SystemExit) as stopped:
        cli.main(["init", "--kabupaten", codes])
    assert stopped.value.code == 2


def test_without_npm_and_network_it_is_said_how_the_lists_are_carried_here(house, monkeypatch, capsys, tmp_path):
    monkeypatch.setenv("PATH", "")
    assert cli.main(["init", "--kabupaten", "21.71"]) == 1
    said = capsys.readouterr().err
    assert "npm tidak ditemukan" in said and "--packages" in said and "idn-area-data-4.0.1.tgz" in said
    assert cli.main(["init", "--kabupaten", "21.71", "--packages", str(tmp_path)]) == 1
    assert "idn-area-data-4.0.1.tgz" in capsys.readouterr().err
    assert not paths.own_reference().exists()


@pytest.mark.skipif("TIMPORA_NPM" not in os.environ, reason="asks the npm registry; TIMPORA_NPM=1 to try")
def test_the_real_lists_are_the_whole_nation(tmp_path):
    whole = national.fetch()
    offices = list(whole.kabupaten.values())
    members = [one for kabupaten in offices for one in kabupaten.members]
    assert (len(whole.provinces), len(offices), len(members)) == (38, 514, 7285)
    assert sum(bool(one.bps_code) for one in members) == 6851
    assert all(one.bps_code for one in offices)
    if known := office_tables.polygons(paths.ROOT / "data" / "boundaries", offices):
        assert office_tables.tables(offices, known).drawn == 6260
