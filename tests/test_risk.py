"""The index as it is published and asked for: what it is made of, what it says when data lacks."""

import shutil

import drafts
import duckdb
import pandas as pd
import pytest

from timpora import paths
from timpora.measure import explain, index, method
from timpora.store import added, method_book, publish, room, scoring, snapshot

OKT = "2024-10-01"
READY = "TRIWULAN;KAB/KOTA;KECAMATAN;SK TIM;RAPAT TERAKHIR;PELATIHAN APOA;RT/RW ADA TIM;JUMLAH RT/RW"
APOA = (
    "BULAN;KAB/KOTA;KECAMATAN;PENGINAPAN TERDAFTAR;PENGINAPAN MELAPOR;LAPOR MASUK;LAPOR KELUAR;"
    "TERLAMBAT >24 JAM;MASUK >30 HARI TANPA KELUAR"
)
EARLY = "BULAN;KAB/KOTA;KECAMATAN;LAPORAN DITERIMA;LAPORAN DIVERIFIKASI;LAPORAN DITINDAKLANJUTI"
ROLL = "PERIODE;KAB/KOTA;KECAMATAN;TAHAPAN;TPS;L;P;TOTAL;TEMUAN TMS;TMS SELESAI;TEMUAN WNA;WNA SELESAI"


@pytest.fixture
def ask(house):
    def ask(question, **parameters):
        return drafts.current().ask(question, **parameters)

    return ask


def judged(house):
    """Two kecamatan that agencies know enough of, one ready and one not; of a third only permits."""
    house.permits(
        "Sep-24 | Parepare | Ujung | 12", "Okt-24 | Parepare | Ujung | 12", "Okt-24 | Parepare | Bacukiki | 3"
    )
    house.load(
        f"{READY}\nTriwulan III 2024;Parepare;Ujung;Ya;15/08/2024;Ya;40;50\n"
        "Triwulan III 2024;Parepare;Soreang;Tidak;-;Tidak;0;50"
    )
    house.load(
        f"{APOA}\nOkt-24;Parepare;Ujung;20;18;100;90;5;0\nOkt-24;Parepare;Soreang;20;8;100;90;60;30\n"
        "Sep-24;Parepare;Ujung;20;18;100;90;5;0"
    )
    house.load(
        f"{ROLL}\nSep-24;Parepare;Ujung;DPT;45;12.000;12.500;24.500;40;40;0;0\n"
        "Sep-24;Parepare;Soreang;DPT;60;16.000;16.500;32.500;200;100;0;0"
    )
    house.load(
        f"{EARLY}\nOkt-24;Parepare;Ujung;10;10;10\nOkt-24;Parepare;Soreang;10;2;0\nSep-24;Parepare;Ujung;10;10;10"
    )


@pytest.fixture
def parepare(house):
    return house.published(judged)


def scores(ask, period=OKT) -> pd.DataFrame:
    return ask("risk_scores", period=period, method=None).set_index("area_code")


def test_who_lacks_everything_has_the_high_class_who_has_all_the_low_and_of_who_said_nothing_there_is_no_score(
    parepare, ask
):
    found = scores(ask)
    assert len(found) == 68
    assert found.loc[["73.72.02", "73.72.03"], "class_code"].tolist() == ["low", "high"]
    assert found.loc["73.72.01", "state"] == "insufficient" and pd.isna(found.loc["73.72.01", "score"])
    known = found.loc[["73.72.02", "73.72.03"]]
    assert (known["score_low"] <= known["score"]).all() and (known["score"] <= known["score_high"]).all()
    assert known["rank"].tolist() == [2, 1] and (known["places_ranked"] == 2).all()
    assert found.loc["73.72.03", "class_share"] > 0.95


def test_a_value_is_numerator_over_base_and_its_points_lie_between_the_posts(parepare, ask):
    found = ask("risk_values", area="73.72.03", period=OKT).set_index("indicator")
    assert found.loc["readiness_gap", ["value", "points"]].tolist() == [100, 100]
    assert found.loc["early_detection_gap", "value"] == 100
    assert found.loc["open_roll_findings", "value"] == pytest.approx(100 / 32500 * 10000)
    assert found.loc["open_roll_findings", "points"] == pytest.approx(100 / 32500 * 10000 / 50 * 100)
    assert found.loc["overdue_followup", "state"] == "not_reported"
    assert f"{found.loc['readiness_gap', 'source_period']:%Y-%m}" == "2024-09"


def test_parts_sum_to_the_score_and_changes_to_the_change(parepare, ask):
    parts = ask("risk_parts", period=OKT)
    found = scores(ask)
    for area in ("73.72.02", "73.72.03"):
        assert parts.loc[parts["area_code"] == area, "points"].sum() == pytest.approx(found.loc[area, "score"])
    changes = ask("risk_changes", area="73.72.02", period=OKT)
    row = found.loc["73.72.02"]
    assert changes["points"].sum() == pytest.approx(row.score - row.score_before, abs=1e-6)


def test_a_score_is_what_the_public_functions_make_of_the_published_values(parepare, ask):
    values = ask("risk_points", period=OKT).pivot(index="area_code", columns="indicator", values="value")
    current = method.parse(ask("methods")["text"].iloc[0])
    table = values.reindex(columns=[one.id for one in current.scored])
    made = index.score(table, current.description(), method=("arithmetic", "geometric"), shift=current.rules.shift)
    assert made["index"].to_dict() == pytest.approx(scores(ask)["score"].dropna().to_dict())


def test_scores_do_not_depend_on_what_somebody_may_see(parepare, ask):
    whole = scores(ask).loc["73.72.03", ["score", "score_low", "rank", "rank_low", "rank_high"]]
    own = snapshot.current(("73.72.03",)).ask("risk_scores", period=OKT, method=None)
    assert own["area_code"].tolist() == ["73.72.03"]
    assert own.iloc[0][whole.index].tolist() == whole.tolist()


def test_outside_the_year_before_a_vote_its_pillar_does_not_apply_and_takes_no_weight(house, ask):
    house.load(f"{READY}\nTriwulan III 2022;Parepare;Ujung;Ya;15/08/2022;Tidak;10;50")
    house.load(f"{APOA}\nSep-22;Parepare;Ujung;20;10;100;90;5;0")
    house.load(f"{EARLY}\nSep-22;Parepare;Ujung;10;10;10")
    found = ask("risk_values", area="73.72.02", period="2022-09-01").set_index("indicator")
    assert found.loc[["tps_flag_density", "open_roll_findings"], "state"].tolist() == ["not_applicable"] * 2
    assert scores(ask, "2022-09-01").loc["73.72.02", "state"] == "reported"


@pytest.mark.parametrize("counts", [(0, 4, 900), pytest.param((0, 1, 4, 5, 900), marks=pytest.mark.slow)])
def test_more_people_who_are_well_recorded_never_raise_a_score(house, ask, counts):
    """As many permits as Dukcapil's certificates, no action against anybody: none of them in Soreang, few, many.

    Its neighbours' permits and certificates differ, so that a small base drawn to the kabupaten would be drawn upwards.
    """
    judged(house)
    quarter = "TRIWULAN;KAB/KOTA;KECAMATAN;SKTT;KTP-EL OA"
    found = {}
    for people in counts:
        rows = [
            f"Okt-24 | Parepare | {place} | {n}" for place, n in (("Ujung", 60), ("Bacukiki", 80), ("Soreang", people))
        ]
        house.permits(*rows, reason="uji")
        house.load(
            f"{quarter}\nTriwulan III 2024;Parepare;Ujung;9;0\nTriwulan III 2024;Parepare;Bacukiki;9;0\n"
            f"Triwulan III 2024;Parepare;Soreang;{people};0",
            reason="uji",
        )
        found[people] = scores(ask).loc["73.72.03", "score"]
    assert {found[few] for few in counts if few < 5} == {found[0]} and max(found.values()) == found[0]
    assert (
        ask("risk_values", area="73.72.02", period=OKT).set_index("indicator").loc["registry_mismatch", "points"] == 100
    )


def test_presence_stands_beside_a_score_and_moves_none(house, ask):
    judged(house)
    before = scores(ask)
    house.load("TAHUN;KAB/KOTA;KECAMATAN;JUMLAH PENDUDUK\n2024;Parepare;Ujung;40.000\n2024;Parepare;Soreang;50.000")
    after = scores(ask)
    assert after["presence_value"].notna().sum() == 1 and before["presence_value"].isna().all()
    assert after["score"].dropna().to_dict() == before["score"].dropna().to_dict()


def test_a_protected_score_is_made_of_what_the_protected_file_holds_and_of_nothing_else(parepare, tmp_path):
    _, protected = room.pair(parepare.stem)
    alone = tmp_path / "alone.duckdb"
    shutil.copy(protected, alone)
    alone.chmod(0o600)
    with duckdb.connect(str(alone)) as con:
        shown = con.execute(
            "select distinct value from marts.measures join marts.measures_described using (measure) "
            "where counts = 'people'"
        ).fetchall()
        assert all(value is None or value % 5 == 0 for (value,) in shown)
        for mart in scoring.MARTS:
            con.execute(f"drop table marts.{mart}")
    with added.opened(alone, scoring.MARTS) as con:
        scoring.add(con, method_book.methods())
    for mart in scoring.MARTS:
        assert rows(alone, mart) == rows(protected, mart), mart


def rows(file, mart) -> list[str]:
    with duckdb.connect(str(file), read_only=True) as con:
        return [str(row) for row in con.execute(f"from marts.{mart} order by all").fetchall()]


def test_the_method_that_leaders_were_shown_a_month_by_is_a_part_of_the_change_of_the_next(house, ask, parepare):
    own = paths.data() / "reference"
    own.mkdir()
    for file in (paths.ROOT / "data" / "reference").iterdir():
        (own / file.name).write_text(file.read_text("utf-8"), "utf-8")
    text = (own / "indicators.toml").read_text("utf-8")
    changed = text.replace('version = "2024.1"', 'version = "2024.2"').replace(
        "since = 2018-01-01", "since = 2024-10-01"
    )
    (own / "indicators.toml").write_text(changed.replace("shift = 10.0", "shift = 40.0"), "utf-8")
    publish.publish()
    old, new = (
        ask("risk_scores", period="2024-09-01", method=name).set_index("area_code").loc["73.72.02", "score"]
        for name in ("2024.1", "2024.2")
    )
    now = scores(ask).loc["73.72.02", "score"]
    changes = ask("risk_changes", area="73.72.02", period=OKT).groupby("kind")["points"].sum()
    assert changes["method"] == pytest.approx(new - old) and changes["method"] != 0
    assert changes.sum() == pytest.approx(now - old)


def test_a_month_of_which_nothing_is_known_has_no_scores_and_no_parts(house, ask):
    house.permits("Okt-24 | Parepare | Ujung | 12")
    assert scores(ask)["score"].isna().all() and ask("risk_parts", period=OKT).empty
    coverage = ask("risk_coverage", period=OKT).set_index("indicator")
    assert coverage.loc["readiness_gap", ["areas_reporting", "areas_lacking"]].tolist() == [0, 68]


def test_explain_and_the_published_pillars_agree(parepare, ask):
    current = method.parse(ask("methods")["text"].iloc[0])
    table = ask("risk_points", period=OKT).pivot(index="area_code", columns="indicator", values="points")
    points = table.reindex(columns=[one.id for one in current.scored]).to_numpy(float)
    assert explain.scores(points, current) == pytest.approx(scores(ask)["score"].dropna().to_numpy())
