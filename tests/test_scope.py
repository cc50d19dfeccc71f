"""Somebody who may see some areas sees nothing of the others, whatever is asked, and "the office" is what they see."""

from collections.abc import Iterator
from itertools import product

import pandas as pd
import pytest

from timpora.store import snapshot
from timpora.store.queries import queries

PAREPARE, PINRANG, ONE = ("73.72",), ("73.15",), ("73.72.03",)
# Numbers and names that stand in no other place: of each kabupaten, and of its own kecamatan.
PLANTED = {"73.72": (70001, 70002), "73.15": (50001, 50002), "73.11": (30001, 30002)}
ASKED = {
    "layer": ["presence", "presence_density", "apoa_coverage"],
    "measure": ["active_permits", "limited_stay_permits", "foreign_nationals"],
    "beside": [None, "population"],
    "first": ["limited_stay_permits"],
    "second": ["active_permits"],
    "election": ["pilkada-2024"],
    "source": ["izin_tinggal", "kebangsaan"],
    "measures": [["active_permits", "limited_stay_permits"]],
    "area": ["kantor", "73.72", "73.72.03", "73.15", "73.15.08", "73.11.01"],
    "areas": [["kantor", "73.72", "73.15", "73.15.08", "73.11"], ["73.15.08", "73.72.03"]],
    "period": ["2024-10-01"],
    "since": ["2018-01-01"],
    "base": ["population"],
    "until": ["2024-10-01"],
    "before": [380],
    "after": [62],
    "today": ["2024-11-20"],
    "day": ["2024-11-20"],
    "months": [None],
    "revised": [["izin_tinggal"]],
    "revision_days": [[5]],
    "method": [None, "2024.1"],
    "smallest": [5],
    "allowed": [2],
    "share": [0.1],
    "indicators": [["late_reporting", "registry_mismatch"]],
}


@pytest.fixture
def planted(house):
    """Three kabupaten with numbers and items of their own, one of them corrected, and nationalities of two."""
    return house.published(draw)


def draw(house):
    house.permits("Okt-24 | Parepare | Soreang | 70001", "Okt-24 | Parepare | Ujung | 70002")
    house.permits("Okt-24 | Pinrang | Suppa | 50001", "Okt-24 | Pinrang | Cempa | 49999")
    house.permits("Okt-24 | Pinrang | Suppa | 50001", "Okt-24 | Pinrang | Cempa | 50002", reason="salah ketik")
    house.permits("Okt-24 | Barru | Balusu | 30001", "Okt-24 | Barru | Barru | 30002")
    house.load(
        "Bulan: Oktober 2024;;\nKABUPATEN/KOTA;Malaysia;RRT\nKota Parepare;70001;70002\nKab. Pinrang;50001;50002\n"
    )
    items = (
        f"{number};{place};Kanim;05/06/2024;05/07/2024;-\n"
        for place, number in {"Parepare;Soreang": 70001, "Pinrang;Suppa": 50002, "Barru;Barru": 30002}.items()
    )
    heads = "NOMOR;KAB/KOTA;KECAMATAN;INSTANSI;DISEPAKATI;JATUH TEMPO;SELESAI"
    house.load(f"Keadaan Oktober 2024;;;;;;\n{heads}\n" + "".join(items))


def everything(opened: snapshot.Snapshot) -> Iterator[str]:
    """Every answer to every question, with what belongs to others asked for too."""
    for question in queries("answers"):
        for values in product(*(ASKED[name] for name in question.parameters)):
            answer = opened.ask(question.name, **dict(zip(question.parameters, values, strict=True)))
            yield answer.to_csv(index=False)


@pytest.mark.parametrize(
    "scope", [PAREPARE, pytest.param(PINRANG, marks=pytest.mark.slow)], ids=["parepare", "pinrang"]
)
def test_no_answer_to_any_question_has_a_number_or_a_name_of_other_areas(planted, scope):
    seen = "\n".join(everything(snapshot.current(scope)))
    for kabupaten, numbers in PLANTED.items():
        is_own = kabupaten in scope
        assert all((str(number) in seen) == is_own for number in numbers), kabupaten
    assert ("Pinrang" in seen) == (scope == PINRANG) and ("Soreang" in seen) == (scope == PAREPARE)
    assert "Barru" not in seen


def test_a_total_over_areas_that_one_may_not_see_is_nowhere(planted):
    whole = 70001 + 70002 + 50001 + 50002 + 30001 + 30002
    assert any(str(whole) in answer for answer in everything(snapshot.current(None)))
    assert not any(str(whole) in answer for answer in everything(snapshot.current(PAREPARE + PINRANG)))


def test_who_may_see_one_kecamatan_sees_neither_its_neighbours_nor_what_their_sum_would_tell(planted):
    seen = "\n".join(everything(snapshot.current(ONE)))
    assert "70001" in seen and "Ujung" not in seen
    assert "70002" not in seen and str(70001 + 70002) not in seen
    opened = snapshot.current(ONE)
    assert opened.ask("trend", measure="active_permits", areas=["73.72"]).empty
    # Whoever sent a report for the kabupaten, and that there will be an election, is no count of people.
    assert not opened.ask("elections", areas=["kantor"]).empty


def test_the_office_of_somebody_with_a_scope_is_their_areas_added_up_and_called_so(planted):
    opened = snapshot.current(tuple(sorted(PAREPARE + ONE + ("73.15.08",))))
    groups = opened.ask("groups").set_index("group_code")
    assert groups.loc["kantor", "group_name"] == "Wilayah Anda" and groups.loc["kantor", "area_count"] == 5
    value = opened.ask("layer_value", layer="presence", area="kantor", period="2024-10-01").iloc[0]
    assert value.areas_expected == 5 and value.cells == value.areas_reporting


def test_a_scope_that_names_nothing_here_sees_no_row_of_any_area(planted):
    seen = "\n".join(everything(snapshot.current(("31.71",))))
    assert not any(name in seen for name in ("Soreang", "Pinrang", "Barru", "70001", "50001", "30001"))


def test_items_agreed_elsewhere_are_not_there_whatever_a_question_joins_them_with(planted):
    items = "select item from marts.followups"
    assert snapshot.current(PAREPARE)._con.execute(items).fetchall() == [("70001",)]
    assert len(snapshot.current(None)._con.execute(items).fetchall()) == 3


def test_a_table_that_nobody_thought_of_is_closed_to_a_scope(planted, tmp_path):
    import duckdb

    file = tmp_path / "lain.duckdb"
    file.write_bytes(planted.read_bytes())
    with duckdb.connect(str(file)) as con:
        con.execute("create table marts.novelty as select '73.11' as somewhere, 30001 as number")
    opened = snapshot.Snapshot(file, PAREPARE)
    assert opened._con.execute("from marts.novelty").fetchall() == []
    assert len(snapshot.Snapshot(file)._con.execute("from marts.novelty").fetchall()) == 1


def test_a_snapshot_reads_no_file_and_writes_nothing_once_it_is_open(planted, tmp_path):
    import duckdb

    (tmp_path / "lain.duckdb").write_bytes(planted.read_bytes())
    con = snapshot.current(PAREPARE)._con
    for forbidden in (
        "from read_csv('/etc/passwd')",
        f"attach '{tmp_path / 'lain.duckdb'}' as other (read_only)",
        "copy (select 1) to '/tmp/out.csv'",
        "set enable_external_access = true",
        "create table snapshot.marts.more as select 1",
    ):
        with pytest.raises(duckdb.Error):
            con.execute(forbidden)


def test_each_scope_keeps_to_itself_when_many_ask_at_once(planted):
    from concurrent.futures import ThreadPoolExecutor

    def presence(scope) -> pd.DataFrame:
        return snapshot.current(scope).ask("layer_value", layer="presence", area="kantor", period="2024-10-01")

    scopes = [PAREPARE, PINRANG, ONE, None] * 8
    with ThreadPoolExecutor(8) as pool:
        values = [answer["value"].iloc[0] for answer in pool.map(presence, scopes)]
    assert values == [140003, 100003, 70001, 300009] * 8
