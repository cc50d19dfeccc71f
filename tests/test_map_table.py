"""The table under the map: what is a level has a rank, what is not has none; maps side by side are told apart."""

from dataclasses import replace

import pandas as pd
from test_bivariate import OF_PEOPLE
from test_differences import PEOPLE, frame, people

from timpora.draw import bivariate, map_table, tables
from timpora.draw.pictures import picture

ROW = pd.Series({"layer_name": PEOPLE.name, "indicator": None, "decimals": 0})


def placed(*cells) -> pd.DataFrame:
    return frame(*cells).assign(kabupaten_name="Kota Parepare")


def test_a_difference_has_no_rank_because_it_is_no_level():
    values = placed(15, 25)
    plain = map_table.of([picture(values, PEOPLE, "Oktober 2024")], values, ROW).data
    assert list(plain["Peringkat"]) == [1, 2] and list(plain["Kecamatan"]) == ["Kecamatan 1", "Kecamatan 0"]
    change = map_table.of([people((25, 15), (15, 25))], values, ROW).data
    assert "Peringkat" not in change and list(change["Kecamatan"]) == ["Kecamatan 0", "Kecamatan 1"]


def test_compared_kecamatan_stand_under_the_month_or_the_layer_whichever_differs():
    values = placed(15, 25)
    october, september = (picture(values, PEOPLE, when) for when in ("Oktober 2024", "September 2024"))
    codes = list(values["area_code"])
    assert "<th>September 2024</th>" in tables.compared([september, october], values, codes).replace(' scope="col"', "")
    other = picture(values, replace(PEOPLE, name="Tenaga kerja"), "Oktober 2024")
    layers = tables.compared([october, other], values, codes)
    assert "Izin" in layers and "Tenaga kerja" in layers and "Oktober 2024" not in layers


def test_where_no_number_is_known_or_nothing_is_kept_there_is_a_table_all_the_same():
    values = placed(15, 25)
    unknown = values.assign(value=float("nan"), state="not_reported")
    grid = map_table.of([picture(unknown, PEOPLE, "Oktober 2024")], unknown, ROW).data
    assert len(grid) == 2 and list(grid["Keterangan"]) == ["belum dilaporkan"] * 2
    assert map_table.of([picture(values, PEOPLE, "Oktober 2024")], values.head(0), ROW).data.empty


def test_a_number_is_read_aloud_as_it_is_and_alike_numbers_said_differently_keep_their_texts():
    values = placed(15, 15, 25)
    drawn = picture(values, PEOPLE, "Oktober 2024")
    column = map_table.numbers([drawn])[0]
    assert list(map_table.of([drawn], values, ROW).data[column]) == [25, 15, 15]
    said = replace(drawn, texts=pd.Series(["15 orang", "0–15 orang", "25 orang"], index=drawn.texts.index))
    written = map_table.of([said], values, ROW).to_string()
    assert "0–15" in written and " 15 " in written


def test_two_layers_at_once_are_read_in_words():
    values = placed(15, 25)
    both = bivariate.both((values, values), (OF_PEOPLE, OF_PEOPLE), (PEOPLE, PEOPLE), "Oktober 2024")
    grid = map_table.of([both], values, ROW).data
    assert grid.iloc[:, 2].str.endswith("≈15 orang · ≈15 orang").sum() == 1
