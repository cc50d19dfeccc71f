"""A contract is data: every source of the domain has one, and another is added without touching the program."""

import drafts
import pytest

from timpora import paths
from timpora.intake.contracts import ContractError, contracts
from timpora.store import publish, snapshot
from timpora.store.queries import queries

EXPECTED = (
    *("izin_tinggal", "kebangsaan", "tak", "apoa", "adminduk", "tka", "pelajar"),
    *("dpt", "tps_rawan", "kesiapan", "deteksi_dini", "rtl", "penduduk"),
)

NEW = """
id = "kos"
agency = "Kelurahan"
name = "Rumah kos yang menerima orang asing"
rhythm = "monthly"
place = 99
due_days = 10
shelf_life_months = 0

[period]
headers = ["BULAN"]

[[columns]]
name = "rumah_kos"
headers = ["RUMAH KOS"]
kind = "count"
unit = "rumah"
required = true

[[measures]]
id = "boarding_houses"
name = "Rumah kos"
unit = "rumah"
counts = "things"
"""
STAGING = """-- One row per measure, kecamatan and month: boarding houses that take foreign guests.
select area_code, period, load_id, sheet, source_row, 'boarding_houses' as measure, rumah_kos::double as value
from raw.kos
"""


def test_every_source_of_the_domain_has_a_contract_and_a_staging_query():
    assert set(contracts()) == set(EXPECTED)
    assert set(EXPECTED) <= {query.name for query in queries("staging")}


def test_every_contract_says_when_it_is_due_and_how_long_it_serves_and_why():
    for file in paths.layered("contracts", "[a-z]*.toml").values():
        text = file.read_text("utf-8")
        assert "why_due" in text and "why_shelf_life" in text, file.name


def test_nationality_is_known_per_kabupaten_and_never_reaches_the_measures_of_a_kecamatan(house):
    house.load("Bulan: Oktober 2024;;\nKABUPATEN/KOTA;Malaysia;RRT\nKota Parepare;3;2\nKab. Barru;0;7\n")
    house.permits("Okt-24 | Parepare | Ujung | 1")
    con = drafts.current(is_judged=False)._con
    found = con.execute("select kabupaten_code, category, value from marts.kabupaten_measures order by all").fetchall()
    assert found == [("73.11", "CN", 7), ("73.11", "MY", 0), ("73.72", "CN", 2), ("73.72", "MY", 3)]
    assert con.execute("select count(*) from marts.measures where measure = 'foreign_nationals'").fetchone() == (0,)
    columns = {row[0] for row in con.execute("describe marts.measures").fetchall()}
    assert "category" not in columns


def test_adding_a_source_is_a_toml_file_and_a_staging_query_and_nothing_else(house):
    (paths.data() / "contracts").mkdir(parents=True)
    (paths.data() / "queries" / "staging").mkdir(parents=True)
    (paths.data() / "contracts" / "kos.toml").write_text(NEW)
    (paths.data() / "queries" / "staging" / "kos.sql").write_text(STAGING)
    assert house.load("BULAN;KAB/KOTA;KECAMATAN;RUMAH KOS\nOkt-24;Parepare;Ujung;7\n").source == "kos"
    publish.publish()
    profile = snapshot.current(None).ask("area_profile", area="73.72.02", period="2024-10-01").set_index("measure")
    assert profile.loc["boarding_houses", "value"] == 7
    assert profile.loc["boarding_houses", "measure_name"] == "Rumah kos"


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ('rhythm = "monthly"', 'rhythm = "mingguan"', "rhythm 'mingguan' is none of"),
        ('kind = "count"', 'kind = "angka"', "kind 'angka' is none of"),
        ("due_days = 10\n", "", "'due_days' is missing"),
        ('id = "kos"', 'id = "kost"', "it must be the file's name"),
        ("[period]", "[[at_most]]\nsmaller = 'kamar'\nlarger = 'rumah_kos'\n\n[period]", "'kamar', which is no column"),
        ('kind = "count"', 'kind = "category"', "a category needs `values`"),
        ("place = 99", "place = ", "kos.toml"),
    ],
)
def test_a_contract_that_contradicts_itself_is_named_with_what_is_wrong(house, before, after, told):
    (paths.data() / "contracts").mkdir(parents=True)
    (paths.data() / "contracts" / "kos.toml").write_text(NEW.replace(before, after, 1))
    with pytest.raises(ContractError, match=r"kos\.toml") as problem:
        contracts()
    assert told in str(problem.value)


def test_a_contract_without_its_staging_query_stops_publication_by_name(house):
    (paths.data() / "contracts").mkdir(parents=True)
    (paths.data() / "contracts" / "kos.toml").write_text(NEW)
    house.permits("Okt-24 | Parepare | Ujung | 1")
    with pytest.raises(publish.PublicationError, match="kos"):
        publish.publish()


@pytest.mark.parametrize(
    ("sheet", "expected"),
    [
        (
            "Keadaan Oktober 2024;;;;;\nNOMOR;KECAMATAN;INSTANSI;DISEPAKATI;JATUH TEMPO;SELESAI\n"
            "1/2024;Ujung;Dukcapil;05/06/2024;05/07/2024;-\n2/2024;Ujung;KPU;05/06/2024;05/12/2024;-\n"
            "3/2024;Ujung;KPU;05/06/2024;05/09/2024;01/09/2024\n",
            {"followups_open": 2, "followups_overdue": 1, "followups_done": 1},
        ),
        (
            "Triwulan III 2024;;;;;;\nKECAMATAN;SK TIM;RAPAT TERAKHIR;PELATIHAN APOA;RT/RW BERTIM;RT/RW\n"
            "Ujung;ada;29/03/2024;belum;10;40\n",
            {"team_decree": 1, "met_within_6_months": 0, "apoa_training": 0, "neighbourhoods_with_team": 10},
        ),
        (
            "BULAN;KECAMATAN;DPTb;Disabilitas;TMS\nSep-24;Ujung;12;-;\n",
            {"polling_station_flags": 12, "flag_indicators_assessed": 2},
        ),
        (
            "PERIODE;TAHAPAN;KECAMATAN;TPS;L;P;TOTAL\nSep-24;DPT;Ujung;4;100;100;200\nSep-24;DPSHP;Ujung;4;100;110;210\n",
            {"voters": 200, "polling_stations": 4},
        ),
    ],
)
def test_staging_counts_what_the_rows_say(house, sheet, expected):
    assert house.load(sheet).entry
    answer = drafts.current(is_judged=False).ask("area_profile", area="73.72.02", period="2024-10-01")
    profile = answer.set_index("measure")["value"]
    assert {measure: profile[measure] for measure in expected} == expected


def test_a_list_of_follow_up_items_speaks_for_the_kecamatan_that_have_none(house):
    house.load(
        "Keadaan Oktober 2024;;;;;\nNOMOR;KECAMATAN;INSTANSI;DISEPAKATI;JATUH TEMPO;SELESAI\n"
        "1/2024;Ujung;Dukcapil;05/06/2024;05/07/2024;-\n"
    )
    answer = drafts.current(is_judged=False).ask("area_profile", area="73.11.01", period="2024-10-01")
    profile = answer.set_index("measure")["value"]
    assert profile["followups_open"] == 0
