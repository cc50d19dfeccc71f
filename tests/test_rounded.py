"""The protected view drawn: rounded, withheld and missing numbers look like what they are, on every picture."""

import json
from datetime import date

import numpy as np
import pandas as pd
import pytest
from test_charts import NONE, YEAR
from test_maps import as_written, layer, painted, places, shapes, texts, values  # noqa: F401  places, shapes: fixtures
from test_sentences import PEOPLE, elections, series

from timpora.draw import (
    agreement,
    charts,
    classes,
    corrections,
    map_table,
    pictures,
    provenance,
    sentences,
    tables,
    trend_sentences,
    trend_words,
)
from timpora.draw.classes import Layer
from timpora.draw.legend import legend
from timpora.text import say

ROUNDED = layer(is_rounded=True)
DENSITY = layer(
    name="Kepadatan", unit="per 10.000", decimals=1, breaks=(1, 2, 5, 20), per=1e4, is_rate=True, is_rounded=True
)
PRESENCE = pd.Series(
    {
        "indicator": None,
        "layer_name": "Izin tinggal aktif",
        "unit": "orang",
        "decimals": 0,
        "per": 1.0,
        "denominator": None,
    }
)
OCTOBER = date(2024, 10, 1)


def shown(*cells) -> pd.DataFrame:
    """As `values` of the maps, with numbers that were rounded."""
    return values(*cells).assign(is_rounded=True)


def labels(frame: pd.DataFrame, drawn: Layer) -> list[str]:
    return [row.label for row in legend(classes.letters(frame, drawn), drawn)]


# map and legend


def test_no_class_of_the_legend_is_one_that_no_rounded_number_can_be_in():
    assert labels(shown(15), ROUNDED) == ["≥100", "≈25–95", "≈10–20", "≈5", "0–4"]
    assert labels(shown(15), layer(breaks=(5, 7, 9, 100), is_rounded=True)) == ["≥100", "≈10–95", "≈5", "0–4"]


def test_the_counts_of_the_legend_add_up_to_the_areas_in_every_view():
    for frame, drawn in ((shown(0, 5, 20, 100, "suppressed", 0), ROUNDED), (values(0, 1, 4, 5), layer())):
        assert sum(row.count for row in legend(classes.letters(frame, drawn), drawn)) == len(frame)


def test_a_rounded_zero_has_the_look_of_zero_and_says_that_it_may_be_four(shapes):  # noqa: F811
    table = painted(shown(0, 5, "suppressed"), ROUNDED, shapes)
    assert table["i"][0]["c"] == "z1s-----"
    assert texts(table)[:3] == ["0–4 orang", "≈5 orang", "disamarkan"]


def test_a_rate_of_a_rounded_zero_ends_where_its_own_base_says(shapes):  # noqa: F811
    frame = shown(0, 0, 2.5).assign(base_value=[20_000, 100_000, 20_000])
    table = painted(frame, DENSITY, shapes)
    assert table["i"][0]["c"] == "zz2-----"
    assert texts(table)[:3] == ["0–2 per 10.000", "0–0,4 per 10.000", "≈2,5 per 10.000"]
    assert labels(frame, DENSITY)[-1] == "jumlah 0–4"


def test_what_is_withheld_never_travels_whatever_stands_in_its_row(shapes):  # noqa: F811
    frame = shown("suppressed", "insufficient").assign(value=4321.0, base_value=8765.0)
    travels = json.dumps(painted(frame, DENSITY, shapes))
    assert "4321" not in travels and "4.321" not in travels and "8765" not in travels


def test_the_table_of_the_map_writes_as_the_map_does_and_ranks_by_what_is_written():
    named = shown(15, 15, 5, 0, "suppressed", "insufficient", "not_reported").assign(
        area_name=list("ABCDEFG"), kabupaten_name="Kota"
    )
    picture = pictures.picture(named, ROUNDED, "")
    table = as_written(map_table.of([picture], named, PRESENCE))
    assert table[say("table.rank")].tolist() == ["1", "1", "3", "4", "", "", ""]
    assert table[say("table.value", layer="Izin tinggal aktif", unit="orang")].tolist() == [
        "≈15",
        "≈15",
        "≈5",
        "0–4",
        "",
        "",
        "",
    ]
    assert table[say("table.state")].tolist() == [
        *["ada angka"] * 3,
        "nol atau di bawah lima",
        "disamarkan",
        "data tidak cukup",
        "belum dilaporkan",
    ]


# sentences


def office(**of) -> pd.Series:
    usual = {"value": 215.0, "state": "reported", "numerator_value": 215.0, "base_value": np.nan, "cells": 1}
    return pd.Series(
        usual | {"is_rounded": True, "is_small_base": False, "areas_reporting": 4, "areas_expected": 4} | of
    )


def test_the_sentence_of_a_rounded_map_does_not_say_that_nobody_is_where_it_shows_no_more_than_four():
    frame = shown(15, 5, 0, "suppressed")
    assert sentences.map_answer(frame, office(), PRESENCE, OCTOBER) == (
        "Izin tinggal aktif, Oktober 2024: ≈215 orang. 2 kecamatan ≈5 atau lebih, 1 kecamatan 0–4. "
        "1 kecamatan disamarkan."
    )


def test_a_rate_of_rounded_counts_names_its_rounded_part_and_its_exact_base():
    density = pd.Series({**PRESENCE, "unit": "per 10.000", "decimals": 1, "per": 1e4, "denominator": "population"})
    whole = office(value=4.0, numerator_value=65.0, base_value=163_314.0)
    assert (
        sentences.made_from(whole, density) == "Izin tinggal aktif · ≈65 dari 163.314 · 4 dari 4 kecamatan melaporkan"
    )


def rounded_series(*rows: str, cells: int = 1) -> pd.DataFrame:
    return series(*rows).assign(is_rounded=True, cells=cells)


@pytest.mark.parametrize(
    ("then", "now", "said"),
    [
        (10, 15, "Ujung: ≈15 orang pada Oktober 2024, setahun sebelumnya ≈10; selisihnya dalam ketelitian"),
        (5, 15, "Ujung: ≈15 orang pada Oktober 2024, naik dari ≈5 setahun sebelumnya."),
        (15, 0, "Ujung: 0–4 orang pada Oktober 2024, turun dari ≈15 setahun sebelumnya."),
    ],
)
def test_a_change_that_rounding_can_make_is_said_to_be_none(then, now, said):
    frame = rounded_series(f"Ujung | 2023-10 | {then} | 1/1", f"Ujung | 2024-10 | {now} | 1/1")
    assert trend_sentences.answer(frame, PEOPLE).startswith(said)


def test_the_same_change_of_a_sum_of_three_published_numbers_is_none():
    rows = ("Ujung | 2023-10 | 5 | 1/1", "Ujung | 2024-10 | 15 | 1/1")
    assert "ketelitian" not in trend_sentences.answer(rounded_series(*rows), PEOPLE)
    assert "ketelitian" in trend_sentences.answer(rounded_series(*rows, cells=3), PEOPLE)


def test_the_note_under_a_trend_says_what_its_diamonds_are():
    zero = rounded_series("Ujung | 2024-10 | 0 | 1/1")
    assert trend_sentences.marks(zero) == ["Belah ketupat: 0–4."]


# chart


def test_a_chart_says_rounded_numbers_and_its_axis_is_no_finer_than_they_are():
    frame = rounded_series("U | 2024-08 | 15 | 1/1", "U | 2024-09 | 0 | 1/1", "U | 2024-10 | * | 1/1")
    figure = charts.trend(frame, "orang", **YEAR, stages=NONE, elections=elections())
    assert [text for line in figure.data for text in line.customdata if text] == [
        "≈15 orang",
        "0–4 orang",
        "disamarkan",
        "disamarkan",
    ]
    assert figure.layout.yaxis.dtick == 5 and figure.layout.yaxis.range[1] > 15
    assert list(trend_words.table(frame, PEOPLE)["U"]) == ["disamarkan", "0–4", "≈15"]


def test_a_chart_of_larger_or_of_exact_numbers_has_the_axis_it_needs():
    for frame in (rounded_series("U | 2024-10 | 100 | 1/1"), series("U | 2024-10 | 3 | 1/1")):
        assert charts.trend(frame, "orang", **YEAR, stages=NONE, elections=elections()).layout.yaxis.dtick is None


# what agencies say


def pair(*rows: str) -> pd.DataFrame:
    """Kabupaten "name | first | second | state"; a number is rounded, * is withheld, - was not reported."""
    table = []
    for place, row in enumerate(rows):
        name, first, second, state = (part.strip() for part in row.split("|"))
        found = {"group_code": f"73.{place + 11}", "group_name": name, "kabupaten_name": name, "state": state}
        for side, text in (("first", first), ("second", second)):
            found[f"{side}_state"] = {"*": "suppressed", "-": "not_reported"}.get(text, "reported")
            found[f"{side}_value"] = float(text) if found[f"{side}_state"] == "reported" else np.nan
            found |= {f"{side}_areas": int(text != "-"), f"{side}_period": pd.Timestamp("2024-09-01")}
        table.append(found)
    usual = {"group_kind": "kabupaten", "areas_compared": 1, "areas_differing": 0}
    usual |= {"first_rounded": True, "second_rounded": True, "first_cells": 1, "second_cells": 1}
    return pd.DataFrame(table).assign(**usual)


SIDES = [agreement.Side("itas", "ITAS", "Imigrasi", "monthly"), agreement.Side("sktt", "SKTT", "Dukcapil", "quarterly")]


def drawn_row(*rows: str) -> list[str]:
    """The texts of the first row's cells, without markup."""
    markup = agreement.by_kabupaten(pair(*rows), *SIDES, pd.Timestamp("2024-09-01"))
    cells = markup.split("<tbody>")[1].split("</tr>")[0].split("<td")[1:]
    return ["".join(part.split(">", 1)[1] for part in cell.split("<") if ">" in part) for cell in cells]


def test_two_rounded_numbers_are_told_apart_with_about_before_the_difference():
    assert drawn_row("Barru | 155 | 85 | differs")[:4] == ["≈155", "≈85", "≈−70", "≈55 %"]


def test_a_difference_within_rounding_is_grey_has_no_share_and_is_called_so():
    cells = drawn_row("Soppeng | 5 | 10 | too_small")
    assert cells[2:4] == ["≈+5", "–"] and cells[-1] == "tidak dapat dibedakan dari pembulatan"
    markup = agreement.by_kabupaten(pair("Soppeng | 5 | 10 | too_small"), *SIDES, pd.Timestamp("2024-09-01"))
    assert '<td class="n muted">≈+5</td>' in markup


def test_a_share_of_a_rounded_zero_is_a_range():
    assert drawn_row("Wajo | 200 | 0 | differs")[:4] == ["≈200", "0–4", "≈−200", "0–2 %"]
    assert drawn_row("Wajo | 0 | 200 | differs")[3] == "–"


def test_where_one_side_is_withheld_it_says_so_and_nothing_is_compared():
    assert drawn_row("Wajo | 20 | * | suppressed") == ["≈20", "disamarkan", "–", "–", "", "0 dari 1", "disamarkan"]


def test_the_sentence_counts_apart_what_is_withheld_too_small_and_within_rounding():
    rows = pair(
        "Barru | 155 | 85 | differs",
        "Soppeng | 5 | 10 | too_small",
        "Wajo | 20 | * | suppressed",
        "Pinrang | - | 5 | not_reported",
    )
    assert agreement.answer(rows, "ITAS dan SKTT", pd.Timestamp(OCTOBER)) == (
        "ITAS dan SKTT, Oktober 2024: di 1 dari 4 kabupaten/kota berbeda melebihi batas (Barru). "
        "1 tidak dapat dibedakan dari pembulatan. 1 disamarkan. 1 belum dapat dibandingkan. "
        "Mana yang benar belum diketahui."
    )


def test_where_everything_is_withheld_nobody_is_said_to_agree():
    rows = pair("Wajo | 20 | * | suppressed", "Pinrang | - | 5 | not_reported")
    said = agreement.answer(rows, "ITAS dan SKTT", pd.Timestamp(OCTOBER))
    assert said == "ITAS dan SKTT, Oktober 2024: tidak dapat dibandingkan, karena angkanya disamarkan."


# where a number is from, and what was corrected


def member(name: str, value: float | None, state: str = "reported", **of) -> dict:
    moment = pd.Timestamp("2024-10-05 09:00")
    usual = {"area_name": name, "kabupaten_name": "Kota Parepare", "value": np.nan if value is None else value}
    usual |= {"state": state, "is_rounded": True, "cells": 1, "is_counted": state != "not_reported"}
    return (
        usual
        | {
            "source_period": moment,
            "load_id": "000001",
            "original_name": "a.csv",
            "received_at": moment,
            "received_by": "budi",
            "sheet": None,
            "source_row": 2,
        }
        | of
    )


ITAS = pd.Series({"measure": "itas", "measure_name": "ITAS", "unit": "orang", "rhythm": "monthly"})


def test_an_origin_shows_the_number_of_the_area_itself_and_not_a_sum_of_rounded_rows():
    rows = pd.DataFrame([member("Ujung", 20), member("Soreang", None, "suppressed"), member("Bacukiki", 15)])
    own = pd.Series({"value": 40.0, "state": "reported", "is_rounded": True, "cells": 1})
    assert provenance.origin_answer(rows, own, ITAS, "Kota Parepare", OCTOBER, None) == (
        "ITAS, Kota Parepare, Oktober 2024: ≈40 orang. Jumlah 3 dari 3 kecamatan, dari 1 berkas."
    )
    markup = provenance.origin(rows, own, ITAS, names_people=True)
    assert '<td class="n">≈40 orang</td>' in markup and "35" not in markup and "Seluruh wilayah" in markup
    assert '<td class="n empty">disamarkan</td>' in markup and "catatan 000001" in markup
    assert provenance.is_rounded_apart(rows, own) and not provenance.is_rounded_apart(rows.head(1), own)


def test_a_profile_says_of_each_number_whether_it_is_rounded_withheld_or_missing():
    facts = pd.DataFrame(
        [
            ("a", "ITAS", 20.0, "reported", True),
            ("b", "ITAP", np.nan, "suppressed", True),
            ("c", "ITK", 0.0, "reported", True),
            ("d", "BVK", np.nan, "not_reported", True),
            ("e", "TPS", 7.0, "reported", False),
        ],
        columns=["measure", "measure_name", "value", "state", "is_rounded"],
    ).assign(
        source="izin", unit="orang", cells=1, areas_reporting=1, areas_expected=1, oldest_period=pd.Timestamp(OCTOBER)
    )
    sources = pd.DataFrame({"source": ["izin"], "agency_name": ["Imigrasi"], "rhythm": ["monthly"]})
    markup = tables.profile(facts, sources, "73.72.02", OCTOBER)
    written = [text.split("<")[0] for text in markup.replace("</a>", "<").split(">") if text.split("<")[0].strip()]
    assert written == [
        "Imigrasi",
        "ITAS",
        "≈20 orang",
        "ITAP",
        "disamarkan",
        "ITK",
        "0–4 orang",
        "BVK",
        "belum dilaporkan",
        "TPS",
        "7 orang",
    ]


def test_a_correction_of_a_count_of_people_says_that_it_changed_and_not_how():
    moment = pd.Timestamp("2024-10-05 09:00")
    usual = {
        "load_id": "000002",
        "period": moment,
        "received_at": moment,
        "original_name": "b.csv",
        "rhythm": "monthly",
    }
    usual |= {"replaced_load_id": "000001", "replaced_name": "a.csv", "agency_name": "Imigrasi", "source_name": "Izin"}
    usual |= {"area_name": "Ujung", "kabupaten_name": "Kota Parepare", "key_name": None, "value_kind": "count"}
    cells = pd.DataFrame(
        [
            usual | {"column_name": "ITAS", "is_withheld": True, "old_value": None, "new_value": None},
            usual | {"column_name": "TPS", "is_withheld": False, "old_value": "16", "new_value": "14"},
        ]
    ).assign(cells_corrected=2)
    markup = corrections.log(cells, names_files=True)
    assert 'ITAS: <span class="muted">angka berubah; disamarkan</span>' in markup and "16 → 14" in markup
