"""The election view: what each stage makes urgent, and the IKP beside."""

import re
import tomllib

import pandas as pd
import pytest

from timpora import paths
from timpora.measure.ikp import ikp_class
from timpora.store import publish, snapshot
from timpora.store.refused import PublicationError

REFERENCE = paths.ROOT / "data" / "reference"
VOTES = tomllib.loads((REFERENCE / "elections.toml").read_text("utf-8"))
IKP = tomllib.loads((REFERENCE / "ikp.toml").read_text("utf-8"))


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


def test_a_stage_of_an_unknown_name_stops_the_publication_by_name(house):
    house.permits("Okt-24 | Parepare | Ujung | 16")
    own = paths.data() / "reference"
    own.mkdir()
    for file in REFERENCE.iterdir():
        text = file.read_text("utf-8").replace('[[stage_kinds]]\nname = "Coklit"', '[[stage_kinds]]\nname = "Coklet"')
        (own / file.name).write_text(text, "utf-8")
    with pytest.raises(PublicationError, match=r"(?s)mend its name.*Coklit"):
        publish.publish()


def test_a_stage_comes_with_what_it_makes_urgent(house):
    house.permits("Okt-24 | Parepare | Ujung | 16")
    publish.publish()
    stages = snapshot.current(("73.72",)).ask("stages", election="pilkada-2024").set_index("stage_name")
    assert list(stages.loc["Coklit", "indicators"]) == ["open_roll_findings", "registry_mismatch"]
    assert len(stages) == 13 and stages["urgent"].notna().all()
