"""The file of what is watched: read whole or refused by line, and never about what a person is."""

from dataclasses import replace

import pytest

from timpora import paths
from timpora.intake.contracts import contracts
from timpora.measure import alarm_rules
from timpora.measure.alarm_rules import AlarmRulesError, parse

TEXT = (paths.ROOT / "data/reference/alarms.toml").read_text("utf-8")


def refused(text: str) -> list[str]:
    with pytest.raises(AlarmRulesError) as refusal:
        parse(text, contracts())
    return refusal.value.faults


def watching(measure: str) -> str:
    return TEXT.replace('measure = "check_ins"', f'measure = "{measure}"')


def test_what_is_watched_has_the_name_and_unit_of_its_contract_and_a_reason():
    rules = alarm_rules.alarm_rules()
    known = {measure["id"]: measure for source in contracts().values() for measure in source.measures}
    assert len(rules.watched) == 5
    for one in rules.watched:
        assert (one.name, one.unit) == (known[one.measure]["name"], known[one.measure]["unit"]) and one.why
    assert rules.whys.keys() == rules.parameters.keys() == alarm_rules.LIMITS.keys()


def test_the_rule_of_the_file_is_one_that_can_be_watched_by():
    parameters = alarm_rules.alarm_rules().parameters
    assert alarm_rules.faults(parameters) == []
    assert alarm_rules.rule(parameters).least_count == 5


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("alpha = 0.005", "alpha = 0.9", "`alpha` adalah 0.9; harus antara 0.0001 dan 0.2"),
        ("alpha = 0.005", 'alpha = "kecil"', "`alpha` harus berupa float"),
        ("years = 5\n", "", "`years` belum ada"),
        ("years = 5\n", "years = 5\ntahun = 5\n", "`tahun` tidak dikenal"),
        ('measure = "check_ins"', 'measure = "chek_ins"', "`chek_ins` bukan ukuran"),
        ('measure = "check_ins"', 'measure = "active_permits"', "`active_permits` ditulis dua kali"),
        ('measure = "check_ins"', 'measure = "foreign_workers"', "tidak dilaporkan setiap bulan"),
    ],
)
def test_a_file_that_cannot_be_watched_by_is_refused_with_line_and_remedy(old, new, said):
    faults = refused(TEXT.replace(old, new, 1))
    assert any(said in fault for fault in faults), faults
    line = int(faults[0].split()[1].rstrip(":"))
    wrong = TEXT.replace(old, new, 1).splitlines()[line - 1]
    assert (
        old.split(" = ")[0] in wrong or new.split(" = ")[0] in wrong or wrong.startswith("[rule]") or "tahun" in wrong
    )


def test_what_is_no_toml_is_refused():
    assert "bukan TOML" in refused("version = ")[0]


def test_a_reason_that_is_empty_is_refused():
    why = next(line for line in TEXT.splitlines() if line.startswith("why_alpha"))
    assert "tulis alasannya" in refused(TEXT.replace(why, 'why_alpha = " "'))[0]


def test_nothing_that_is_counted_by_nationality_can_be_watched():
    assert "kebangsaan" in refused(watching("foreign_nationals"))[0]


@pytest.mark.parametrize(
    "word", ["kebangsaan", "agama", "suku", "nationality", "religion", "pengungsi", "jenis_kelamin"]
)
def test_no_measure_is_watched_that_an_office_adds_about_what_people_are(word):
    permits = contracts()["izin_tinggal"]
    added = {"id": f"holders_by_{word}", "name": f"Pemegang menurut {word}", "unit": "orang", "counts": "people"}
    sources = contracts() | {"izin_tinggal": replace(permits, measures=(*permits.measures, added))}
    with pytest.raises(AlarmRulesError, match="tidak pernah tentang itu"):
        parse(watching(added["id"]), sources)


def test_every_measure_of_a_source_by_such_a_key_is_refused():
    refused_ones = {
        measure["id"]
        for source in contracts().values()
        for measure in source.measures
        if alarm_rules.is_about_what_people_are(source, measure)
    }
    assert "foreign_nationals" in refused_ones and "active_permits" not in refused_ones


def test_a_rule_in_an_address_is_read_and_what_cannot_be_is_said_and_left_out():
    changes, faults = alarm_rules.read_changes("alpha:0.01,least_count:8,years:99,warna:biru,baseline:tujuh")
    assert changes == {"alpha": 0.01, "least_count": 8}
    assert len(faults) == 2
    assert alarm_rules.read_changes(alarm_rules.written(changes)) == (changes, [])
