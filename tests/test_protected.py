"""What is published of people is rounded and audited: small counts cannot be worked out, and exact ones stay apart."""

import functools
import hashlib
import itertools
import json
import random
import shutil
from collections import Counter
from pathlib import Path

import duckdb
import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from timpora import cli, paths
from timpora.disclosure.rounding import cell_id, rounded
from timpora.disclosure.verdicts import small_counts
from timpora.draw.pictures import of_kecamatan
from timpora.store import agreed, key, publish, room, snapshot
from timpora.store.publish import Leak, PublicationError
from timpora.store.snapshot import Snapshot
from timpora.store.verdict_book import Book

CERTIFICATES = "residence_certificates"
CODES = {"Bacukiki": "73.72.01", "Ujung": "73.72.02", "Soreang": "73.72.03", "Bacukiki Barat": "73.72.04"}
# Four ones that are shown as fives, and their total as none: nothing but ones add up to four or less.
ALL_ONES = {(code, 1): 5 for code in CODES.values()} | {("73.72", 4): 0}


def certificates(house, numbers: dict[str, int], **options):
    """Load a quarter's residence certificates of Parepare: kecamatan → number."""
    rows = [f"Triwulan III 2024;Parepare;{name};{number};0" for name, number in numbers.items()]
    return house.load("\n".join(["TRIWULAN;KABUPATEN/KOTA;KECAMATAN;SKTT;KTP-EL OA", *rows]), **options)


def september(house) -> None:
    house.permits("Sep-24 | Parepare | Ujung | 12")


def october(house) -> None:
    house.permits("Okt-24 | Parepare | Ujung | 12")


def with_key(drawn: dict[tuple[str, int], int], measures=(CERTIFICATES,)) -> None:
    """Publish from now on with a key that shows these counts so: (group, value) → shown."""
    key.file().write_text(_showing(tuple(drawn.items()), measures).hex())


@functools.cache  # the key that shows four ones as fives is one in some thousand
def _showing(drawn: tuple[tuple[tuple[str, int], int], ...], measures: tuple[str, ...]) -> bytes:
    wanted = [(value, cell_id(measure, "", group), shown) for (group, value), shown in drawn for measure in measures]
    secrets = (hashlib.sha256(str(number).encode()).digest() for number in itertools.count())
    return next(one for one in secrets if all(rounded([value], [cell], one)[0] == seen for value, cell, seen in wanted))


def protected() -> duckdb.DuckDBPyConnection:
    """The protected file that is served."""
    return duckdb.connect(str(room.served_in(paths.published())), read_only=True)


def shown(measure=CERTIFICATES) -> dict[str, tuple[float | None, str]]:
    """What the protected snapshot that is served says of each kecamatan, kabupaten and the office."""
    with protected() as con:
        rows = con.execute(
            "select area_code, value, state from marts.measures where measure = $measure union all "
            "select group_code, value, state from marts.totals where measure = $measure",
            {"measure": measure},
        ).fetchall()
    return {group: (value, state) for group, value, state in rows}


def test_a_small_count_that_could_be_worked_out_stops_publication_and_is_named_without_its_number(house):
    with_key(ALL_ONES)
    house.permits("Okt-24 | Barru | Balusu | 200")
    before = publish.publish()
    certificates(house, dict.fromkeys(CODES, 1))
    with pytest.raises(Leak) as stopped:
        publish.publish()
    cells, cuts = str(stopped.value).split("Potongan yang lebih kasar")
    for name in (*CODES, "Kota Parepare"):
        assert f"SKTT (untuk ITAS), {name}, September 2024" in cells
    assert "SKTT (untuk ITAS), Kota Parepare, September 2024: angka per kecamatan disamarkan" in cuts
    assert "KTP-el" not in str(stopped.value)
    assert {line for line in cells.splitlines() if ": 1" in line or " 1 " in line} == set()
    assert room.served() == before and list(room.snapshots()) == [before.stem]


def test_once_a_person_agrees_the_coarser_cut_is_published_and_who_agreed_when_and_why_is_kept(house):
    with_key(ALL_ONES)
    certificates(house, dict.fromkeys(CODES, 1))
    publish.publish(agree="rapat 5 November", by="sari@kantor.id")
    assert {shown()[code] for code in CODES.values()} == {(None, "suppressed")}
    assert shown()["73.72"] == (0, "reported")
    file = paths.disclosure() / "agreed.json"
    (line,) = json.loads(file.read_text())
    assert (line["by"], line["why"]) == ("sari@kantor.id", "rapat 5 November") and line["at"].startswith("20")
    # It stays agreed, and the exact snapshot has what it had.
    assert publish.is_current()
    exact = snapshot.current(None).ask("area_profile", area=CODES["Ujung"], period="2024-10-01").set_index("measure")
    assert exact.loc[CERTIFICATES, "value"] == 1
    file.write_text("[{")
    with pytest.raises(PublicationError, match=r"agreed\.json rusak"):
        publish.publish()


def test_agreeing_needs_a_reason_and_works_from_the_command_line(house, capsys):
    with_key(ALL_ONES)
    certificates(house, dict.fromkeys(CODES, 1))
    assert cli.main(["publish"]) == 1 and "--agree" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        cli.main(["publish", "--agree", " "])
    assert cli.main(["publish", "--agree", "rapat"]) == 0
    assert "Potongan yang lebih kasar dicatat: 1." in capsys.readouterr().out


def test_on_the_upload_page_a_publication_that_leaks_asks_for_a_reason_and_goes_through_with_one(house):
    with_key(ALL_ONES)
    certificates(house, dict.fromkeys(CODES, 1))
    page = AppTest.from_file(str(paths.ROOT / "timpora" / "web" / "frame.py"), default_timeout=60)
    page.switch_page(str(paths.PAGES / "unggah.py")).run()
    page.button(key="terbitkan").click().run()
    assert "SKTT (untuk ITAS), Ujung, September 2024" in page.error[0].value
    agree = next(button for button in page.button if button.label == "Setujui potongan lebih kasar")
    agree.click().run()
    assert page.warning[0].value == "Tulis alasannya dahulu." and agreed.cuts() == []
    page.text_input(key="alasan_setuju").set_value("rapat")
    next(button for button in page.button if button.label == "Setujui potongan lebih kasar").click().run()
    assert publish.is_current() and len(agreed.cuts()) == 1 and not page.exception


def test_sample_data_agrees_by_itself(house):
    with_key(ALL_ONES)
    certificates(house, dict.fromkeys(CODES, 1), is_sample=True)
    publish.publish()
    assert shown()[CODES["Ujung"]] == (None, "suppressed")


def test_what_an_older_snapshot_showed_is_held_against_the_new_one(house):
    """First two and four are shown as none and their total as ten: two or more each. Then the four is corrected to

    none and one more reports a one: two and one are shown as none and five, their total as none: three or less. Each
    alone is safe; who has both knows that Ujung has two or three.
    """
    ujung, soreang, other = CODES["Ujung"], CODES["Soreang"], CODES["Bacukiki"]
    with_key({(soreang, 4): 0, (other, 1): 5, ("73.72", 6): 10, ("73.72", 3): 0, (ujung, 2): 0})
    corrected = {"Ujung": 2, "Soreang": 0, "Bacukiki": 1}
    certificates(house, {"Ujung": 2, "Soreang": 4})
    publish.publish()
    certificates(house, corrected, reason="pembetulan")
    with pytest.raises(Leak, match="Ujung, September 2024"):
        publish.publish()
    publish.publish(agree="rapat")
    assert shown()[ujung] == (None, "suppressed")
    # Alone it was safe: in a house that never showed the first.
    shutil.rmtree(paths.published())
    shutil.rmtree(paths.disclosure())
    publish.publish()
    assert shown()[ujung] == (0, "reported")


def test_a_correction_changes_only_what_it_corrects_in_what_is_published(house):
    numbers = dict(zip(CODES, (11, 12, 13, 14), strict=True))
    rows = [f"Okt-24 | Parepare | {name} | {number}" for name, number in numbers.items()]
    house.permits(*rows, "Okt-24 | Barru | Balusu | 33", "Okt-24 | Barru | Barru | 21")
    publish.publish()
    before = shown("active_permits")
    house.permits("Okt-24 | Barru | Balusu | 73", "Okt-24 | Barru | Barru | 21", reason="pembetulan")
    publish.publish()
    after = shown("active_permits")
    assert {group for group in before if before[group] != after[group]} == {"73.11.07", "73.11", "kantor"}


def test_one_more_month_audits_only_what_is_new(house):
    house.permits("Agu-24 | Parepare | Ujung | 3", "Sep-24 | Parepare | Ujung | 2", "Sep-24 | Barru | Balusu | 3")
    publish.publish()
    house.permits("Okt-24 | Parepare | Ujung | 3")
    said = []
    publish.publish(said.append)
    assert [line.strip() for line in said if "teruji" in line] == ["teruji 1 dari 1 pasangan bulan"]
    # A verdict nobody asked for in the last publications is forgotten.
    lines = json.loads((paths.disclosure() / "verdicts.json").read_text())
    assert sorted(line["unasked"] for line in lines.values()) == [0, 0]


def test_the_key_is_made_once_for_nobody_but_this_user(house, monkeypatch):
    monkeypatch.delenv("TIMPORA_ROUNDING_KEY_FILE")
    house.permits("Okt-24 | Parepare | Ujung | 12")
    publish.publish()
    first = key.file().read_text()
    assert key.file() == paths.disclosure() / "rounding.key" and len(bytes.fromhex(first)) == 32
    house.permits("Sep-24 | Parepare | Ujung | 12")
    publish.publish()
    assert key.file().read_text() == first
    modes = {file.name: oct(file.stat().st_mode & 0o777) for file in paths.disclosure().iterdir()}
    assert modes == {"rounding.key": "0o600", "verdicts.json": "0o600"}
    assert oct(paths.disclosure().stat().st_mode & 0o777) == "0o700"
    assert oct(paths.exact().stat().st_mode & 0o777) == "0o700"
    exact, open_to_all = room.pair(room.snapshots()[0])
    assert [oct(file.stat().st_mode & 0o777) for file in (exact, open_to_all)] == ["0o400", "0o444"]


def test_without_the_key_that_rounded_what_is_served_nothing_is_published(house):
    served = house.published(october)
    lost = key.file().rename(house.folder / "kunci")
    assert not publish.is_current()
    house.permits("Sep-24 | Parepare | Ujung | 12")
    with pytest.raises(PublicationError, match="Kembalikan kunci dari cadangan"):
        publish.publish()
    assert room.served() == served and not key.file().exists()
    # Nor where only a copy of the protected file lies, as on a web server of its own.
    aside = paths.exact().rename(house.folder / "persis")
    with pytest.raises(PublicationError, match="Kembalikan kunci dari cadangan"):
        publish.publish()
    assert not key.file().exists() and room.pair(served.stem)[1].exists()
    aside.rename(paths.exact())
    lost.rename(key.file())
    publish.publish()
    # Removed deliberately, everything is drawn anew.
    key.file().unlink()
    shutil.rmtree(paths.published())
    publish.publish()
    assert key.file().exists()


@pytest.mark.parametrize(
    ("text", "mode", "told"),
    [
        ("00" * 32, 0o600, "dapat ditebak"),
        ("0123456789", 0o600, "terlalu pendek"),
        ("bukan heksadesimal sama sekali!!", 0o600, "heksadesimal"),
        ("000102030405060708090a0b0c0d0e0f", 0o640, "chmod 600"),
    ],
)
def test_a_key_that_is_short_or_guessed_or_open_to_others_is_refused(house, text, mode, told):
    house.permits("Okt-24 | Parepare | Ujung | 12")
    key.file().write_text(text)
    key.file().chmod(mode)
    with pytest.raises(PublicationError, match=told):
        publish.publish()


def town(house) -> None:
    """Every kind of count of people, with numbers that are found nowhere by chance; a correction, and a reason."""
    rows = [f"Okt-24 | Parepare | {name} | {number}" for name, number in zip(CODES, (12371, 87131, 3, 12), strict=True)]
    house.permits(*rows)
    house.load("PERIODE;KECAMATAN;BVK;VOA;ITK;ITK PERALIHAN;ITAS;ITAP;TOTAL\nSep-24;Ujung;64373;0;0;0;3;0;64376\n")
    house.permits("Okt-24 | Barru | Balusu | 11232")
    house.permits("Okt-24 | Barru | Balusu | 11293", reason="semula 11232")
    house.load("Bulan: Oktober 2024;;\nKABUPATEN/KOTA;Malaysia;RRT\nKota Parepare;21191;4\n")
    house.load("PERIODE;TAHAPAN;KECAMATAN;TPS;L;P;TOTAL\nOkt-24;DPT;Ujung;47;1003;1009;2012\n")


EXACT = ("12371", "87131", "64373", "64376", "11232", "11293", "21191", "99517")  # the last is a total


def test_no_exact_count_of_people_is_anywhere_in_the_protected_file(house):
    house.published(town)
    with protected() as con:
        tables = con.execute("select schema_name, table_name from duckdb_tables() order by all").fetchall()
        assert {schema for schema, _ in tables} == {"marts"}
        text = {name: con.table(f"marts.{name}").df().astype(str).to_csv() for _, name in tables}
        found = {(name, number) for name, rows in text.items() for number in EXACT if number in rows}
        assert found == set()
        people = con.execute("select measure from marts.measures_described where counts = 'people'").df()["measure"]
        for mart in ("measures", "totals", "kabupaten_measures"):
            rows = con.table(f"marts.{mart}").df()
            values = rows.loc[rows["measure"].isin(people), "value"].dropna()
            assert len(values) and (values % 5 == 0).all()
        assert con.execute("select count(reason) from marts.loads").fetchone() == (0,)
        corrections = con.execute("select is_withheld, old_value, new_value from marts.corrections").fetchall()
        assert set(corrections) == {(True, None, None)}
        finest = con.execute("select value, state from marts.measures where measure = 'visa_free_visits'").fetchall()
        assert (None, "suppressed") in finest
    with duckdb.connect(str(room.served())) as con:
        assert "12371" in con.table("marts.measures").df().astype(str).to_csv()


def test_a_nationality_of_few_people_and_one_of_nobody_look_alike(house):
    house.load("Bulan: Oktober 2024;;;\nKABUPATEN/KOTA;Malaysia;RRT;India\nKota Parepare;50;4;0\n")
    house.permits("Okt-24 | Parepare | Ujung | 54")
    publish.publish()
    with protected() as con:
        shown = con.execute("select category, value from marts.kabupaten_measures order by all").fetchall()
        assert shown == [("MY", 50)]
        rows = con.execute("select source, row_count from marts.loads order by source").fetchall()
        assert rows == [("izin_tinggal", 1), ("kebangsaan", None)]
        # That the report came is no secret.
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TIMPORA_VIEW", "protected")
        fresh = snapshot.current(None).ask("freshness").set_index("source")
        assert fresh.loc["kebangsaan", "areas_reporting"] == 1


def test_things_are_exact_and_totals_of_people_are_rounded_on_their_own(house):
    house.published(town)
    assert shown("polling_stations")["73.72.02"] == (47, "reported")
    assert shown("voters")["73.72"] == (2012, "reported")
    numbers = shown("active_permits")
    secret = bytes.fromhex(key.file().read_text())
    with protected() as con:
        october = con.execute(
            "select value from marts.totals where measure = 'active_permits' and group_code = '73.72' "
            "and period = '2024-10-01'"
        ).fetchone()
    assert october == (rounded([99517], [cell_id("active_permits", "", "73.72")], secret)[0],)
    assert numbers[CODES["Bacukiki Barat"]][0] in (10, 15)


def test_the_quality_page_can_say_what_the_audit_found(house):
    house.published(town)
    with protected() as con:
        table = con.table("marts.disclosure").df().set_index("source")
    assert list(table.columns) == ["months_audited", "small_cells", "possible_3", "possible_4", "possible_5", "cuts"]
    assert table.loc["izin_tinggal", "months_audited"] == 2 and table.loc["izin_tinggal", "small_cells"] > 0
    assert (table[["small_cells", "possible_3", "possible_4", "possible_5"]] % 5 == 0).all(axis=None)
    assert "dpt" not in table.index or table.loc["dpt", "small_cells"] == 0


@pytest.mark.parametrize("filters", [30, pytest.param(500, marks=pytest.mark.slow)])
def test_many_filters_tell_two_houses_apart_only_where_their_published_cells_differ(house, monkeypatch, filters):
    """Two offices with different people, of which the same cells are published, answer everything the same."""
    monkeypatch.setenv("TIMPORA_VIEW", "protected")
    areas = [CODES[name] for name in ("Ujung", "Soreang", "Bacukiki")]
    here, there = (23, 46, 64), (24, 48, 62)
    drawn = {
        (area, value): 25 if value < 30 else 45 if value < 50 else 60 for area, value in zip(areas, here, strict=True)
    }
    drawn |= {(area, value): drawn[area, own] for area, value, own in zip(areas, there, here, strict=True)}
    drawn |= {(group, sum(numbers)): 135 for group in ("73.72", "kantor") for numbers in (here, there)}
    with_key(drawn, ("active_permits", "limited_stay_permits"))
    answers = []
    for number, values in enumerate((here, there)):
        monkeypatch.setenv("TIMPORA_DATA", str(house.folder / f"rumah-{number}"))
        rows = zip(("Ujung", "Soreang", "Bacukiki"), values, strict=True)
        house.permits(*(f"Okt-24 | Parepare | {name} | {value}" for name, value in rows))
        publish.publish()
        answers.append(_asked(snapshot.current(None), random.Random(5), filters))
    assert len(answers[0]) == len(answers[1]) > filters + 50
    assert all(one.equals(other) for one, other in zip(*answers, strict=True))
    assert Counter(answer["value"].notna().any() for answer in answers[0] if "value" in answer)[True] > 0.8 * filters


def _asked(reader: Snapshot, chance: random.Random, filters: int) -> list[pd.DataFrame]:
    places = [*CODES.values(), "73.72", "73.11.07", "kantor"]
    layers = list(reader.ask("layers")["layer"])
    found = [of_kecamatan(reader.ask("layer_values", layer=layer, period="2024-10-01")) for layer in layers]
    found += [reader.ask("area_profile", area=area, period="2024-10-01") for area in places]
    places_of_layers = list(itertools.product(layers, places))
    found += [
        reader.ask("layer_value", layer=layer, area=area, period="2024-10-01")
        for layer, area in chance.sample(places_of_layers, min(filters, len(places_of_layers)))
    ]
    for _ in range(filters):
        measure = chance.choice(["active_permits", "limited_stay_permits"])
        found.append(reader.ask("trend", measure=measure, areas=chance.sample(places, chance.randint(1, 5))))
    return found


def test_a_server_without_the_right_to_the_exact_folder_and_the_key_serves_and_says_what_it_serves(
    house, monkeypatch, capsys
):
    served = house.published(october).stem
    # Root may read everything, so what is out of reach is put out of the way.
    paths.exact().rename(house.folder / "persis")
    monkeypatch.setenv("TIMPORA_VIEW", "protected")
    assert room.served() == paths.published() / f"{served}.duckdb"
    assert snapshot.current(None).id == served
    assert cli.main(["status", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["snapshot"], told["view"], told["unpublished"]) == (served, "protected", False)
    assert cli.main(["check"]) == 0


@pytest.mark.slow
def test_a_publication_that_died_between_its_two_links_is_mended_by_the_next(house):
    old = house.published(september)
    house.permits("Okt-24 | Parepare | Ujung | 12")
    new = publish.publish()
    link = paths.published() / "current"
    link.unlink()
    link.symlink_to(old.name)
    said = []
    publish.publish(said.append)
    assert said == [f"Terbitan {new.stem} sudah ada dan utuh; sekarang dilayani."]
    assert {room.served_in(place).name for place in (paths.exact(), paths.published())} == {new.name}


@pytest.mark.slow
def test_where_either_file_is_damaged_or_they_are_exchanged_both_are_built_again(house):
    files = room.pair(house.published(october).stem)
    contents = [file.read_bytes() for file in files]
    for broken in ((b"x" * 5000, contents[1]), (contents[0], b"x" * 5000), tuple(reversed(contents))):
        for file, content in zip(files, broken, strict=True):
            _overwrite(file, content)
        said = []
        publish.publish(said.append)
        assert len(said) > 1  # it is built, and not found to be there and whole
        assert [Snapshot(file).view for file in files] == ["exact", "protected"]
    assert publish.is_sound()
    _overwrite(files[1], b"x" * 5000)
    assert not publish.is_sound()


def _overwrite(file: Path, content: bytes) -> None:
    file.chmod(0o644)
    file.write_bytes(content)


@pytest.mark.slow
def test_cuts_made_in_the_middle_of_a_publication_are_those_of_one_that_began_with_them(house):
    with_key(ALL_ONES)
    certificates(house, dict.fromkeys(CODES, 1))
    publish.publish(agree="rapat")
    pair, tables = room.pair(room.served().stem), []
    for _ in range(2):
        tables.append([everything(file) for file in pair])
        for file in pair:
            file.unlink()
        publish.publish()
    assert tables[0] == tables[1] and agreed.cuts()


def test_what_changed_while_cuts_were_agreed_to_is_for_the_next_publication(house):
    with_key(ALL_ONES)
    certificates(house, dict.fromkeys(CODES, 1))
    own = paths.data() / "reference" / "layers.toml"

    def progress(line):
        if "dicatat" in line:
            own.parent.mkdir(exist_ok=True)
            own.write_text(paths.layered("reference", "layers.toml")["layers.toml"].read_text() + "# later\n")

    publish.publish(progress, agree="rapat")
    assert own.exists() and not publish.is_current()


def test_what_was_audited_is_remembered_whole_and_an_older_book_is_begun_anew(house):
    with_key(ALL_ONES)
    certificates(house, dict.fromkeys(CODES, 1))
    publish.publish(agree="rapat")
    before, file = Book(), paths.disclosure() / "verdicts.json"
    verdicts = [before[digest] for digest in before]
    assert {cut for one in verdicts for cut in one.cuts} == set(agreed.cuts())
    assert {cell[3] for one in verdicts for cell in one.leaking} == {*CODES.values(), "73.72", "kantor"}
    before.keep()
    after = Book()
    assert list(after) == list(before)
    for one, other in zip(verdicts, (after[digest] for digest in after), strict=True):
        assert (one.cuts, one.leaking) == (other.cuts, other.leaking)
        pd.testing.assert_frame_equal(small_counts([one]), small_counts([other]))
    assert len(small_counts(verdicts)) == 6
    file.write_text(json.dumps({"x": {"small": [], "cuts": [], "leaking": [], "unasked": 0}}))
    assert not Book()


def everything(file: Path) -> dict[str, list[tuple]]:
    with duckdb.connect(str(file), read_only=True) as con:
        tables = con.execute("select schema_name || '.' || table_name from duckdb_tables() order by all").fetchall()
        return {name: sorted(con.table(name).fetchall(), key=repr) for (name,) in tables}
