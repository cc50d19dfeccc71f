"""The method's file is read whole or refused by line, and what was published by it is kept."""

import pytest

from timpora import paths
from timpora.measure import method
from timpora.measure.method import MethodError
from timpora.store import publish, snapshot
from timpora.store.publish import PublicationError
from timpora.store.queries import queries

TEXT = (paths.ROOT / "data" / "reference" / "indicators.toml").read_text("utf-8")
COMPUTED = {query.name for query in queries("indicators")}


def within(table: str, name: str, old: str, new: str) -> str:
    """The shipped file with one line of one indicator or pillar turned into another."""
    start = TEXT.index(f'id = "{name}"', TEXT.index(f"[[{table}]]"))
    return TEXT[:start] + TEXT[start:].replace(old, new, 1)


def late(old: str, new: str) -> str:
    """The shipped file with one line about late reporting turned into another."""
    return within("indicators", "late_reporting", old, new)


def line_of(text: str, part: str, after: str = "") -> int:
    start = text.index(after) if after else 0
    return text[: text.index(part, start)].count("\n") + 1


WRONG = {
    "a negative weight": (late("weight = 0.15", "weight = -0.15"), "weight = -0.15", "-0.15"),
    "a missing goalpost": (late("low = 5.0\n", ""), '[[indicators]]\nid = "late_reporting"', "`low` belum ada"),
    "an unknown query": (
        late("late_reporting", "late_reports"),
        'id = "late_reports"',
        "queries/indicators/late_reports.sql",
    ),
    "two of the same name": (
        late('"late_reporting"', '"apoa_coverage_gap"'),
        'id = "apoa_coverage_gap"\nname = "Keterlambatan',
        "dua kali",
    ),
    "equal posts": (late("high = 50.0", "high = 5.0"), "high = 5.0", "dari 5.0 sampai 5.0"),
    "posts the wrong way round": (
        late("low = 5.0", "low = 95.0"),
        'high = 50.0\nwhy_posts = "Target',
        "`low` harus lebih kecil",
    ),
    "a post that is no number": (late("low = 5.0", 'low = "lima"'), 'low = "lima"', "harus berupa float"),
    "a post without end": (late("high = 50.0", "high = inf"), "high = inf", "patokan"),
    "no direction": (late("direction = 1", "direction = 0"), "direction = 0", "1 atau -1"),
    "an unknown pillar": (late('"kepatuhan"', '"kepatuan"'), '"kepatuan"', "kepatuan"),
    "a misspelt key": (late("decimals", "desimal"), "desimal = 0", "tidak dikenal"),
    "an unknown noise": (late('"share"', '"kuadrat"'), '"kuadrat"', "share, rate, none"),
    "classes the wrong way round": (TEXT.replace("medium = 25.0", "medium = 75.0"), "medium = 75.0", "medium < high"),
    "too few draws": (TEXT.replace("draws = 1000", "draws = 10"), "draws = 10", "1000"),
    "a share above one": (
        TEXT.replace("smallest_share = 0.6", "smallest_share = 60.0"),
        "smallest_share = 60.0",
        "di antara 0 dan 1",
    ),
    "a version that is no file's name": (
        TEXT.replace('version = "2024.1"', 'version = "../2024"'),
        'version = "../2024"',
        "huruf",
    ),
    "a weight for exposure": (
        within("indicators", "presence_surge", "weight = 0.0", "weight = 0.1"),
        "weight = 0.1",
        "paparan",
    ),
}


@pytest.mark.parametrize("text, place, words", WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_said_with_the_line_to_mend(text, place, words):
    with pytest.raises(MethodError) as refused:
        method.parse(text, COMPUTED)
    assert f"baris {line_of(text, place)}:" in str(refused.value) and words in str(refused.value)


def test_weights_that_are_all_zero_are_refused_in_a_pillar_and_in_the_whole():
    own = TEXT.replace("weight = 0.5\n", "weight = 0.0\n")
    with pytest.raises(MethodError, match="semua indikator pilar `konteks` berbobot nol"):
        method.parse(own, COMPUTED)
    nothing = TEXT
    for weight in ("0.4", "0.2"):
        nothing = nothing.replace(f"weight = {weight}\nwhy =", "weight = 0.0\nwhy =")
    with pytest.raises(MethodError, match="indeks tidak dapat dihitung"):
        method.parse(nothing, COMPUTED)


def test_a_query_that_nobody_describes_is_refused_by_name():
    with pytest.raises(
        MethodError, match=r"queries/indicators/shoe_size\.sql menghitung indikator yang tidak dijelaskan"
    ):
        method.parse(TEXT, COMPUTED | {"shoe_size"})


def test_every_fault_is_told_at_once_and_a_broken_file_is_one():
    text = late("weight = 0.15", "weight = -1.0").replace("draws = 1000", "draws = 1")
    with pytest.raises(MethodError) as refused:
        method.parse(text, COMPUTED)
    assert len(refused.value.faults) == 2
    with pytest.raises(MethodError, match="bukan TOML"):
        method.parse("version = ", COMPUTED)


def test_a_method_told_in_other_words_is_the_same_and_with_another_weight_it_is_not():
    shipped = method.parse(TEXT)
    assert method.parse(TEXT.replace("Dasar semua angka tamu", "Awal semua angka tamu")).essence() == shipped.essence()
    assert method.parse(late("weight = 0.15", "weight = 0.16")).essence() != shipped.essence()


@pytest.fixture
def reference(house):
    """Reference tables of the test's own, beside its data."""
    own = paths.data() / "reference"
    own.mkdir(parents=True)
    for file in (paths.ROOT / "data" / "reference").iterdir():
        (own / file.name).write_text(file.read_text("utf-8"), "utf-8")
    return own / "indicators.toml"


def september(house):
    house.permits("Sep-24 | Parepare | Ujung | 12")


def test_a_method_that_cannot_be_computed_stops_publication_and_the_old_snapshot_goes_on(house, reference):
    old = house.published(september)
    reference.write_text(late("weight = 0.15", "weight = -0.15"), "utf-8")
    with pytest.raises(PublicationError) as refused:
        publish.publish()
    assert "indicators.toml" in str(refused.value) and "baris" in str(refused.value)
    assert snapshot.current(None).id == old.stem
    assert not publish.is_current()


def test_another_method_of_the_same_version_is_refused_and_of_a_new_version_both_can_be_looked_at(house, reference):
    house.published(september)
    changed = late("weight = 0.15", "weight = 0.3")
    reference.write_text(changed, "utf-8")
    with pytest.raises(PublicationError, match=r"sudah pernah terbit sebagai versi 2024\.1 dengan isi lain"):
        publish.publish()
    reference.write_text(changed.replace('version = "2024.1"', 'version = "2024.2"'), "utf-8")
    publish.publish()
    known = snapshot.current(None).ask("methods")
    assert list(zip(known["method"], known["is_current"], strict=True)) == [("2024.2", True), ("2024.1", False)]
    assert known["text"].iloc[1] == TEXT
    again = publish.publish()
    assert snapshot.current(None).id == again.stem  # what is kept does not make it another snapshot each time
