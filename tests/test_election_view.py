"""The election view: which stage it is, what it makes urgent, the same phase of the election before, the IKP beside."""

import re
import tomllib
from datetime import date, timedelta

import duckdb
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from timpora import paths
from timpora.draw import election, stage_strip
from timpora.measure.ikp import ikp_class
from timpora.measure.stages import standing
from timpora.store import publish, snapshot
from timpora.store.queries import LAYERS, queries
from timpora.store.refused import PublicationError
from timpora.text import say

REFERENCE = paths.ROOT / "data" / "reference"
VOTES = tomllib.loads((REFERENCE / "elections.toml").read_text("utf-8"))
IKP = tomllib.loads((REFERENCE / "ikp.toml").read_text("utf-8"))
LATE, OPEN = "late_reporting", "early_reports_open"
SHOW = """
from datetime import date
from timpora.web import access, election_view, state
state.forget()
election_view.show(access.viewer(), date({year}, {month}, 1))
"""


def stages(*rows: str) -> pd.DataFrame:
    """Stages as answers/stages.sql gives them; a row is "Coklit | 2024-06-24 | 2024-07-24 | late_reporting"."""
    parts = [[part.strip() for part in row.split("|")] for row in rows]
    frame = pd.DataFrame([part[:3] for part in parts], columns=["stage_name", "starts", "ends"])
    looked_at = [part[3].split() if len(part) > 3 else None for part in parts]
    return frame.assign(
        starts=pd.to_datetime(frame["starts"]),
        ends=pd.to_datetime(frame["ends"]),
        urgent=[f"Yang mendesak pada {name}." for name in frame["stage_name"]],
        indicators=pd.Series(looked_at, dtype=object),
        why_urgent=[f"Alasan {name}." for name in frame["stage_name"]],
    )


PILKADA = stages(
    "Pendaftaran pemantau | 2024-02-27 | 2024-11-16 | apoa_coverage_gap",
    "Penyusunan daftar pemilih | 2024-05-31 | 2024-09-23 | open_roll_findings readiness_gap",
    "DPSHP | 2024-08-18 | 2024-09-13 | open_roll_findings registry_mismatch",
    "Pendaftaran paslon | 2024-08-27 | 2024-08-29 | readiness_gap",
    "Kampanye | 2024-09-25 | 2024-11-23 | late_reporting",
    "Masa tenang | 2024-11-24 | 2024-11-26 | stage_guest_surge",
    "Penghitungan dan rekapitulasi | 2024-11-27 | 2024-12-16 | overdue_followup",
)


def running(on: str) -> list[str]:
    return list(standing(PILKADA, date.fromisoformat(on)).running["stage_name"])


def vote(day: str, *, is_estimate: bool = False) -> pd.Series:
    return pd.Series({"election_name": "Pilkada", "voting_day": pd.Timestamp(day), "is_estimate": is_estimate})


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).strip()


# which stage it is


def test_a_stage_runs_on_its_first_day_and_on_its_last():
    assert running("2024-11-23") == ["Kampanye"]
    assert running("2024-11-24") == running("2024-11-26") == ["Masa tenang"]
    assert running("2024-11-27") == running("2024-12-16") == ["Penghitungan dan rekapitulasi"]
    assert "hari terakhir" in words(election.urgent(standing(PILKADA, date(2024, 11, 26))))
    assert "tersisa 2 hari, sampai 26 Nov" in words(election.urgent(standing(PILKADA, date(2024, 11, 24))))


def test_of_stages_that_overlap_all_are_named_the_shortest_first():
    named = ["Pendaftaran paslon", "DPSHP", "Penyusunan daftar pemilih", "Pendaftaran pemantau"]
    assert running("2024-08-28") == named
    assert election.stands(standing(PILKADA, date(2024, 8, 28))) == f"Sedang berjalan: {', '.join(named)}."
    assert running("2024-11-05") == ["Kampanye", "Pendaftaran pemantau"]  # although the shorter one ends later
    shown = words(election.urgent(standing(PILKADA, date(2024, 8, 28))))
    places = [shown.index(f"Yang mendesak pada {name}.") for name in [*named, "Kampanye", "Masa tenang"]]
    assert places == sorted(places)


def test_the_indicators_of_the_shortest_stage_come_first_and_each_once():
    assert standing(PILKADA, date(2024, 8, 28)).indicators == (
        "readiness_gap",
        "open_roll_findings",
        "registry_mismatch",
        "apoa_coverage_gap",
    )


@pytest.mark.parametrize(
    ("on", "sentence", "looked_at"),
    [
        (
            "2024-06-01",
            "Belum ada tahapan yang berjalan: Coklit mulai 23 hari lagi, 24 Juni 2024.",
            "registry_mismatch",
        ),
        ("2024-07-25", "Di antara dua tahapan: Kampanye mulai 62 hari lagi, 25 September 2024.", "late_reporting"),
        ("2024-12-01", "Semua tahapan selesai: Kampanye berakhir 8 hari lalu, 23 November 2024.", "late_reporting"),
    ],
)
def test_outside_the_stages_it_is_said_how_far_the_nearest_is_and_that_one_is_looked_at(on, sentence, looked_at):
    here = standing(
        stages(
            "Coklit | 2024-06-24 | 2024-07-24 | registry_mismatch",
            "Kampanye | 2024-09-25 | 2024-11-23 | late_reporting",
        ),
        date.fromisoformat(on),
    )
    assert election.stands(here) == sentence
    assert here.indicators == (looked_at,)
    assert "Mendesak sekarang" not in election.urgent(here)


def test_an_election_without_stages_says_so_and_asks_for_no_indicator():
    here = standing(stages(), date(2024, 11, 5))
    assert (election.stands(here), here.indicators) == ("Tahapan pemilihan ini belum dicatat.", ())
    assert words(election.urgent(here)) == ""


def test_coming_stages_beyond_three_open_with_a_click():
    shown = election.urgent(standing(PILKADA, date(2024, 1, 31)))
    before, _, later = shown.partition("<details>")
    assert words(later).startswith("4 tahapan lagi") and "Masa tenang" in later
    assert before.count("<li>") == 3 and "mulai 27 hari lagi, 27 Feb" in words(before)


@pytest.mark.parametrize(
    ("on", "said"),
    [
        ("2024-11-05", "22 hari menuju pemungutan suara Pilkada, 27 November 2024"),
        ("2024-11-27", "Hari ini pemungutan suara Pilkada, 27 November 2024"),
        ("2024-12-09", "12 hari sejak pemungutan suara Pilkada, 27 November 2024"),
    ],
)
def test_days_are_counted_to_voting_day_and_since(on, said):
    assert words(election.clock(vote("2024-11-27"), date.fromisoformat(on))) == said


def test_to_an_estimate_months_are_counted_and_it_is_called_one():
    said = words(election.clock(vote("2031-10-01", is_estimate=True), date(2024, 11, 5)))
    assert said == "≈83 bulan menuju Pilkada: perkiraan, paling cepat Oktober 2031"


# the strip


@given(st.lists(st.tuples(st.integers(0, 300), st.integers(0, 120), st.integers(1, 30)), min_size=1, max_size=14))
def test_in_a_lane_no_bar_lies_on_another_and_all_stay_on_the_strip(drawn):
    first = date(2024, 1, 1)
    frame = stages(
        *[
            f"{'n' * letters} | {first + timedelta(starts)} | {first + timedelta(starts + days)}"
            for starts, days, letters in sorted(drawn)
        ]
    )
    laid = stage_strip.bars(frame, date(2024, 11, 27), date(2024, 6, 1))
    assert len(laid) == len(drawn)
    for number, one in enumerate(laid):
        assert one.left >= 0 and one.left + one.width <= 100 + 1e-9
        for other in laid[number + 1 :]:
            if one.lane == other.lane:
                assert one.left + one.width <= other.left + 1e-9 or other.left + other.width <= one.left + 1e-9


def test_the_strip_marks_voting_day_and_the_day_that_is_looked_at_where_it_is_on_it():
    shown = stage_strip.strip(PILKADA, date(2024, 11, 27), date(2024, 11, 5))
    assert "Pemungutan suara 27 Nov" in shown and "Dilihat 5 Nov" in shown
    assert 'title="Masa tenang: 24 November 2024 sampai 26 November 2024"' in shown
    kinds = re.findall(r'<li class="(\w+)"', shown)
    assert kinds == ["running", "past", "past", "past", "running", "coming", "coming"]
    assert "Dilihat" not in stage_strip.strip(PILKADA, date(2024, 11, 27), date(2024, 1, 31))


# Bawaslu's index


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Kabupaten Pinrang", "low"),
        ("Kabupaten Soppeng", "low"),
        ("Kota Palopo", "medium"),
        ("Kabupaten Jeneponto", "high"),
    ],
)
def test_the_class_of_a_kabupaten_is_that_of_bawaslu(name, kind):
    (score,) = [place["score"] for place in IKP["kabupaten"] if place["name"] == name]
    assert ikp_class(score, IKP["medium_from"], IKP["high_from"]) == kind


@pytest.mark.parametrize(
    ("score", "kind"),
    [(0, "low"), (13.46, "low"), (13.47, "medium"), (49.32, "medium"), (49.33, "high"), (100, "high")],
)
def test_a_class_begins_where_bawaslu_lets_it_begin(score, kind):
    assert ikp_class(score, IKP["medium_from"], IKP["high_from"]) == kind


def test_all_23_scores_that_are_known_of_south_sulawesi_are_keyed_once_and_named_as_the_office_names_them():
    codes = {place["code"]: place["name"] for place in IKP["kabupaten"]}
    assert len(codes) == len(set(codes.values())) == len(IKP["kabupaten"]) == 23
    assert all(re.fullmatch(r"73\.\d\d", code) for code in codes)
    office = pd.read_csv(REFERENCE / "kabupaten.csv", dtype=str).set_index("kode_kemendagri")["kabupaten"].to_dict()
    assert {code: codes[code] for code in office} == office


def test_no_score_knows_the_ikp():
    knowing = {f"{query.layer}.{query.name}" for layer in LAYERS for query in queries(layer) if "ikp" in query.sql}
    assert knowing == {"staging.ikp", "marts.ikp", "answers.election_places"}
    method = tomllib.loads((REFERENCE / "indicators.toml").read_text("utf-8"))
    assert "IKP Bawaslu" in [each["name"] for each in method["unused"]]


# from a published snapshot


def one_number(house) -> None:
    house.permits("Okt-24 | Parepare | Ujung | 16")


@pytest.fixture
def published(house):
    """A published snapshot, opened with the indicators' values that are drawn here.

    A row is "late_reporting | 73.11.01 | 2024-10 | 12.5", "≈12.5" of rounded counts, or a state in a number's place.
    """

    def draw(*rows: str, scope: tuple[str, ...] | None = None) -> snapshot.Snapshot:
        file = house.folder / "gambar.duckdb"
        file.write_bytes(house.published(one_number).read_bytes())
        values = [_value(*[part.strip() for part in row.split("|")]) for row in rows]
        with duckdb.connect(str(file)) as con:
            con.execute("delete from marts.indicator_values")
            for value in values:
                con.execute(
                    "insert into marts.indicator_values (indicator, area_code, period, value, state, is_rounded, "
                    "source_period) values (?, ?, ?, ?, ?, ?, ?)",
                    value,
                )
        return snapshot.Snapshot(file, scope)

    return draw


def _value(indicator: str, area: str, month: str, shown: str) -> tuple:
    is_state = shown.isalpha() or "_" in shown
    value = None if is_state else float(shown.removeprefix("≈"))
    period = f"{month}-01"
    return indicator, area, period, value, shown if is_state else "reported", shown.startswith("≈"), period


def phases(
    opened: snapshot.Snapshot, month: str = "2024-10", vote: str = "pilkada-2024", asked=(LATE,)
) -> pd.DataFrame:
    return opened.ask("election_phase", election=vote, period=f"{month}-01", indicators=list(asked))


def places(opened: snapshot.Snapshot, month: str = "2024-10", vote: str = "pilkada-2024") -> pd.DataFrame:
    return opened.ask("election_places", election=vote, period=f"{month}-01").set_index("kabupaten_code", drop=False)


def cell(frame: pd.DataFrame, kabupaten: str, phase: str, indicator: str = LATE) -> pd.Series:
    keys = ["kabupaten_code", "phase", "indicator"]
    return frame.set_index(keys).loc[(kabupaten, phase, indicator)]


def test_the_index_has_no_indicator_that_speaks_of_the_ikp(published):
    described = published().ask("indicators")
    assert len(described) and not described.to_csv().lower().count("ikp")


def test_the_same_phase_is_as_many_days_before_the_vote_that_came_before_there(published):
    opened = published()
    before = {month: places(opened, month)["period_before"].dt.strftime("%Y-%m") for month in ("2024-10", "2023-12")}
    assert before["2024-10"].to_dict() == {
        "73.11": "2020-10",  # 43 days before 9 December
        "73.12": "2020-10",
        **dict.fromkeys(("73.13", "73.14", "73.15", "73.16", "73.72"), "2018-05"),
    }
    assert (before["2023-12"]["73.11"], before["2023-12"]["73.72"]) == ("2019-12", "2017-07")
    assert places(opened, "2024-12").loc["73.72", "period_before"] == pd.Timestamp("2018-07-01")


def test_the_election_before_is_the_nearest_one_and_the_first_one_has_none(published):
    opened = published()
    assert set(places(opened, vote="pilkada-2031")["election_before"]) == {"pilkada-2024"}
    first = places(opened, vote="pilkada-2018")
    assert list(first["kabupaten_code"]) == ["73.13", "73.14", "73.15", "73.16", "73.72"]
    assert first["election_before"].isna().all() and first["period_before"].isna().all()
    assert (phases(opened, vote="pilkada-2018").query("phase == 'before'")["state"] == "not_reported").all()


def test_a_kabupaten_has_the_median_of_its_kecamatan_that_have_a_number_now_and_then(published):
    opened = published(
        *[f"{LATE} | 73.72.0{n} | 2024-10 | {value}" for n, value in enumerate((10, 20, 90), start=1)],
        f"{LATE} | 73.72.04 | 2024-10 | suppressed",
        f"{LATE} | 73.72.01 | 2018-05 | 4",
        f"{LATE} | 73.72.02 | 2018-05 | ≈8",
        f"{LATE} | 73.72.03 | 2018-06 | 77",  # another month
        f"{LATE} | 73.11.01 | 2018-05 | 55",  # another kabupaten, where that month is no phase of the vote before
        f"{LATE} | 73.11.01 | 2020-10 | 66",
        f"{OPEN} | 73.72.01 | 2024-10 | 33",  # another indicator
    )
    found = phases(opened)
    now, then = cell(found, "73.72", "now"), cell(found, "73.72", "before")
    assert (now.value, now.areas_reported, now.areas_expected, now.areas_suppressed) == (20, 3, 4, 1)
    assert (then.value, then.areas_reported, then.is_rounded, now.is_rounded) == (6, 2, True, False)
    assert cell(found, "73.11", "before").value == 66
    assert cell(found, "73.11", "now").state == "not_reported" and pd.isna(cell(found, "73.11", "now").value)


@pytest.mark.parametrize(
    ("states", "state"),
    [
        (["suppressed", "insufficient"], "suppressed"),
        (["insufficient"], "insufficient"),
        (["not_applicable"] * 4, "not_applicable"),
        (["not_applicable"], "not_reported"),
        ([], "not_reported"),
    ],
)
def test_without_any_number_the_kind_of_empty_stays_what_it_is(published, states, state):
    rows = [f"{LATE} | 73.72.0{n} | 2024-10 | {each}" for n, each in enumerate(states, start=1)]
    assert cell(phases(published(*rows)), "73.72", "now").state == state


def test_indicators_stand_in_the_order_they_are_asked_for(published):
    opened = published()
    for asked in ((LATE, OPEN), (OPEN, LATE)):
        assert tuple(phases(opened, asked=asked)["indicator"].drop_duplicates()) == asked
    assert phases(opened, asked=()).empty


def test_the_table_says_a_gap_once_and_in_every_other_cell_of_how_many_kecamatan_it_is(published):
    opened = published(
        f"{LATE} | 73.72.01 | 2024-10 | ≈12",
        f"{LATE} | 73.72.02 | 2024-10 | insufficient",
        f"{LATE} | 73.11.01 | 2024-10 | ≈0",
        f"{LATE} | 73.11.01 | 2020-10 | 30",
    )
    shown = election.indicators(phases(opened), places(opened), date(2024, 10, 1))
    gaps = re.findall(r'<td rowspan="(\d)" class="n( then)? empty not_reported">belum dilaporkan</td>', shown)
    assert gaps == [("5", ""), ("6", " then")]  # from Soppeng to Enrekang now, to Parepare then
    lines = [words(line) for line in re.findall(r"<tr>(.*?)</tr>", shown)]
    assert lines[2].startswith("Barru Okt 2020 ≈0 1/7 30 1/7") and lines[8].startswith("Kota Parepare Mei 2018 ≈12 1/4")
    assert "Nilai tengah dari 1 di antara 4 kecamatan; 1 data tidak cukup; 2 belum dilaporkan" in shown
    assert [line.split(" ")[0] for line in lines[2:]] == [
        "Barru", "Soppeng", "Wajo", "Sidenreng", "Pinrang", "Enrekang", "Kota",
    ]  # fmt: skip


def test_what_is_withheld_in_a_whole_kabupaten_is_another_gap_than_what_nobody_reported(published):
    rows = [f"{LATE} | 73.{kabupaten}.0{n} | 2024-10 | suppressed" for kabupaten in (15, 72) for n in range(1, 5)]
    rows += [f"{LATE} | 73.15.{n:02} | 2024-10 | suppressed" for n in range(5, 13)]
    opened = published(*rows)
    shown = election.indicators(phases(opened), places(opened), date(2024, 10, 1))
    now = re.findall(r'<td rowspan="(\d)" class="n empty (\w+)">', shown)
    assert now == [("4", "not_reported"), ("1", "suppressed"), ("1", "not_reported"), ("1", "suppressed")]


def test_exposure_is_said_to_stand_beside_the_index(published):
    opened = published()
    found = phases(opened, asked=("stage_guest_surge", LATE))
    shown = election.indicators(found, places(opened), date(2024, 10, 1))
    surge, late, *_ = re.findall(r'class="group">(.*?)</th>', shown)
    assert "Lonjakan tamu" in surge and say("risk.beside") in surge and say("risk.beside") not in late


def test_beside_them_stands_the_ikp_with_its_vintage_its_class_and_what_it_is_not(published):
    opened = published()
    shown = words(election.indicators(phases(opened), places(opened), date(2024, 10, 1)))
    assert "IKP 2024 Bawaslu, Des 2022 konteks kabupaten, tidak diturunkan ke kecamatan" in shown
    assert "54,69 tinggi" in shown and "13,24 rendah *" in shown and "29,84 sedang" in shown
    notes = " ".join(election.notes(standing(PILKADA, date(2024, 11, 5)), places(opened), phases(opened)))
    assert "dirilis 16 Desember 2022" in notes and "tidak masuk skor mana pun" in notes
    assert "Kabupaten Soppeng*: peta kerawanan yang terbit kemudian menyebutnya rawan." in notes
    assert "Pilkada 2018 (27 Juni 2018) di Wajo, Sidenreng Rappang, Pinrang, Enrekang, Kota Parepare" in notes
    assert "Pilkada 2020 (9 Desember 2020) di Barru, Soppeng" in notes
    assert "Kampanye: Alasan Kampanye." in notes


def test_a_kabupaten_without_a_score_is_not_recorded_rather_than_low(published):
    opened = published()
    here = places(opened).assign(ikp_score=float("nan"))
    shown = words(election.indicators(phases(opened), here, date(2024, 10, 1)))
    assert shown.count("belum dicatat") == 7 and "rendah" not in shown
    assert not any("IKP" in note for note in election.notes(standing(PILKADA, date(2024, 11, 5)), here, phases(opened)))


def test_who_may_see_one_kabupaten_is_told_of_that_one(published):
    opened = published(f"{LATE} | 73.72.01 | 2024-10 | 12", f"{LATE} | 73.11.01 | 2024-10 | 77", scope=("73.72",))
    assert list(places(opened)["kabupaten_code"]) == ["73.72"]
    assert set(phases(opened)["kabupaten_code"]) == {"73.72"}
    assert "Soppeng" not in places(opened).to_csv() and len(opened.ask("stages", election="pilkada-2024")) == 13


# what is judged, in data/reference


def test_every_stage_names_what_institutions_do_and_why():
    kinds = {kind["name"]: kind for kind in VOTES["stage_kinds"]}
    assert len(kinds) == len(VOTES["stage_kinds"])
    assert {stage["name"] for vote in VOTES["elections"] for stage in vote.get("stages", ())} == set(kinds)
    institutions = ("KPU", "Bawaslu", "Dukcapil", "Imigrasi", "Kesbangpol", "Desa")
    for kind in kinds.values():
        assert kind["urgent"].startswith(institutions) and kind["urgent"].count(".") == 1, kind["name"]
        assert kind["indicators"] and kind["why"].endswith("."), kind["name"]
    assert "tidak ada sumber" in kinds["Kampanye"]["why"].lower()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"open_checkouts"]', '"salah_tulis"]', r"(?s)mend one.*Masa tenang.*salah_tulis"),
        ('[[stage_kinds]]\nname = "Coklit"', '[[stage_kinds]]\nname = "Coklet"', r"(?s)mend its name.*Coklit"),
    ],
)
def test_a_stage_that_names_what_is_not_there_stops_the_publication_by_name(house, old, new, said):
    house.permits("Okt-24 | Parepare | Ujung | 16")
    own = paths.data() / "reference"
    own.mkdir()
    for file in REFERENCE.iterdir():
        (own / file.name).write_text(file.read_text("utf-8").replace(old, new), "utf-8")
    with pytest.raises(PublicationError, match=said):
        publish.publish()


def test_a_stage_comes_with_what_it_makes_urgent(published):
    found = published().ask("stages", election="pilkada-2024").set_index("stage_name")
    assert list(found.loc["Coklit", "indicators"]) == ["open_roll_findings", "registry_mismatch"]
    assert len(found) == 13 and found["urgent"].notna().all()


# on the screen


def three_months(house) -> None:
    house.permits("Jan-24 | Parepare | Ujung | 9", "Jul-24 | Parepare | Ujung | 9", received="2024-08-05")
    house.permits("Okt-24 | Parepare | Ujung | 16")


@pytest.fixture
def view(house):
    """The view as a page shows it, of a month that is not the newest: it is looked at as of its last day."""
    house.published(three_months)

    def show(year: int, month: int, **query: str) -> AppTest:
        app = AppTest.from_string(SHOW.format(year=year, month=month), default_timeout=60)
        for key, value in query.items():
            app.query_params[key] = value
        return app.run()

    return show


def told(app: AppTest) -> str:
    assert not app.exception, app.exception
    return words(" ".join([part.proto.body for part in app.get("html")] + [part.value for part in app.caption]))


def test_an_older_month_is_looked_at_as_of_its_last_day(view):
    said = told(view(2024, 7, pemilihan="pilkada-2024"))
    assert "119 hari menuju pemungutan suara Pilkada 2024, 27 November 2024" in said
    assert "Dilihat pada 31 Juli 2024" in said
    assert "Sedang berjalan: DPS, Dukungan perseorangan, Penyusunan daftar pemilih, Pendaftaran pemantau." in said
    assert "Daftar pemilih belum tuntas" in said and "54,69 tinggi" in said and "Feb 2018" in said


def test_before_the_first_stage_it_is_looked_at_what_that_one_will_need(view):
    said = told(view(2024, 1, pemilihan="pilkada-2024"))
    assert "Pendaftaran pemantau mulai 27 hari lagi" in said and "Kesenjangan cakupan APOA" in said


def test_an_election_without_stages_shows_where_it_was_held_and_the_ikp(view):
    said = told(view(2024, 7, pemilihan="pilkada-2020"))
    assert "diadakan di 2 dari 7 kabupaten/kota: Barru, Soppeng" in said
    assert "Tahapan pemilihan ini belum dicatat." in said and "29,84 sedang" in said and "54,69" not in said
    assert "perkiraan" in told(view(2024, 7, pemilihan="pilkada-2031"))
