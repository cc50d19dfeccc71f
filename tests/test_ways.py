"""Ways of looking, reckoned by hand: what is missing stays missing, what rounding hides is not told."""

import pandas as pd
import pytest
from test_sentences import series

from timpora.draw import figures
from timpora.intake.contracts import contracts
from timpora.measure import own_groups, ways
from timpora.measure.own_groups import OwnGroup

HATCHED = 20


def months(*values: object, first: str = "2023-01", group: str = "U", share: str = "1/1", rounded: bool = False):
    """One group, month after month; - was not reported, * is withheld."""
    periods = pd.date_range(f"{first}-01", periods=len(values), freq="MS")
    rows = [
        f"{group} | {period:%Y-%m} | {value} | {'0' + share[1:] if value == '-' else share}"
        for period, value in zip(periods, values, strict=True)
    ]
    return series(*rows).assign(is_rounded=rounded)


def seen(frame: pd.DataFrame) -> list[object]:
    """The numbers, and the states of what has none."""
    return [row.value if row.state == "reported" else row.state for row in frame.itertuples()]


# change


def test_a_change_is_the_number_less_that_of_the_month_before_and_the_first_month_has_none():
    assert seen(ways.change(months(3, 7, 5, 5), 1, HATCHED)) == ["not_reported", 4, -2, 0]


def test_a_change_on_a_year_before_meets_the_same_month():
    changed = ways.change(months(*range(1, 14)), 12, HATCHED)
    assert seen(changed)[-1] == 12 and set(seen(changed)[:-1]) == {"not_reported"}


def test_a_change_across_a_gap_is_missing_and_one_from_what_is_withheld_is_withheld():
    changed = ways.change(months(3, "-", 5, "*", 6), 1, HATCHED)
    assert seen(changed) == ["not_reported", "not_reported", "not_reported", "suppressed", "suppressed"]


def test_months_behind_which_other_kecamatan_stand_are_not_compared():
    frame = series("P | 2024-09 | 40 | 4/4", "P | 2024-10 | 12 | 1/4")
    assert seen(ways.change(frame, 1, HATCHED)) == ["not_reported", "insufficient"]


@pytest.mark.parametrize("then", [0, 5, 10, 15, 40])
@pytest.mark.parametrize("now", [0, 5, 10, 15, 40])
@pytest.mark.parametrize("cells", [1, 3])
def test_what_is_told_of_a_change_is_what_is_told_of_two_published_numbers(then, now, cells):
    frame = months(then, now, rounded=True).assign(cells=cells)
    one, other = frame.itertuples()
    assert ways.change(frame, 1, HATCHED)["is_told"].iloc[1] == figures.is_told(one, other)


def test_a_change_has_per_cent_only_where_what_was_before_is_surely_large_enough_and_the_change_is_told():
    def percent(then, now, rounded):
        return ways.change(months(then, now, rounded=rounded), 1, HATCHED)["percent"].iloc[1]

    assert percent(20, 25, False) == 25 and pd.isna(percent(19, 25, False))
    assert percent(25, 50, True) == 100
    assert pd.isna(percent(20, 50, True))  # may have been sixteen
    assert pd.isna(percent(100, 105, True))  # rounding alone can make that


# index


def test_an_index_is_100_in_its_month():
    index = ways.index(months(40, 50, "-", 20), pd.Timestamp("2023-01-01"), HATCHED)
    assert seen(index) == [100, 125, "not_reported", 50] and not index["is_small_base"].any()


def test_an_index_on_zero_does_not_apply_and_on_a_rounded_zero_or_four_is_not_enough():
    at = pd.Timestamp("2023-01-01")
    assert seen(ways.index(months(0, 9), at, HATCHED)) == ["not_applicable"] * 2
    assert seen(ways.index(months(0, 10, rounded=True), at, HATCHED)) == ["insufficient"] * 2
    assert seen(ways.index(months(4, 9), at, HATCHED)) == ["insufficient"] * 2
    assert seen(ways.index(months(5, 10), at, HATCHED)) == [100, 200]


def test_an_index_on_five_that_was_rounded_is_not_enough_for_it_may_have_been_one():
    at = pd.Timestamp("2023-01-01")
    assert seen(ways.index(months(5, 10, rounded=True), at, HATCHED)) == ["insufficient"] * 2
    index = ways.index(months(10, 30, rounded=True), at, HATCHED)
    assert seen(index) == [100, 300] and index["is_small_base"].all()


def test_the_noise_of_an_index_holds_every_count_that_rounding_may_have_come_from():
    index = ways.index(months(50, 60, rounded=True), pd.Timestamp("2023-01-01"), HATCHED)
    value, noise = index["value"].iloc[1], index["noise"].iloc[1]
    possible = [100 * now / then for then in range(46, 55) for now in range(56, 65)]
    assert value - noise <= min(possible) and max(possible) <= value + noise
    assert list(index["is_told"]) == [True, True]
    near = ways.index(months(50, 55, rounded=True), pd.Timestamp("2023-01-01"), HATCHED)
    assert not near["is_told"].iloc[1]


def test_an_index_whose_month_is_missing_is_missing():
    assert seen(ways.index(months("-", 50), pd.Timestamp("2023-01-01"), HATCHED)) == ["not_reported"] * 2
    assert seen(ways.index(months("*", 50), pd.Timestamp("2023-01-01"), HATCHED)) == ["suppressed"] * 2
    assert seen(ways.index(months(30, 50), pd.Timestamp("2019-01-01"), HATCHED)) == ["not_reported"] * 2


def test_each_group_has_its_own_base():
    both = pd.concat([months(40, 50), months(20, 10, group="S")], ignore_index=True)
    assert seen(ways.index(both, pd.Timestamp("2023-01-01"), HATCHED)) == [100, 125, 100, 50]


# twelve months


def test_a_sum_of_twelve_months_counts_all_twelve_and_its_cells():
    summed = ways.over_year(months(*range(1, 14), rounded=True), ways.Rhythm())
    assert seen(summed)[:11] == ["not_reported"] * 11 and seen(summed)[11:] == [78, 90]
    assert list(summed["cells"])[11:] == [12, 12] and list(summed["noise"])[11:] == [48, 48]


def test_a_sum_with_a_missing_month_is_missing_and_with_a_withheld_one_withheld():
    assert seen(ways.over_year(months(*[1] * 6, "-", *[1] * 6), ways.Rhythm()))[-2:] == ["not_reported"] * 2
    assert seen(ways.over_year(months(*[1] * 11, "*"), ways.Rhythm()))[-1] == "suppressed"
    assert seen(ways.over_year(months(*[1] * 10, "-", "*"), ways.Rhythm()))[-1] == "not_reported"


def test_a_month_that_has_no_row_is_missing_from_a_sum_too():
    frame = months(*[1] * 13).drop(index=5)
    assert set(seen(ways.over_year(frame, ways.Rhythm()))) == {"not_reported"}


def test_the_sums_of_two_groups_do_not_mix():
    both = pd.concat([months(*[1] * 12), months(*[2] * 12, group="S")], ignore_index=True)
    assert [value for value in seen(ways.over_year(both, ways.Rhythm())) if value != "not_reported"] == [12, 24]


def test_a_quarterly_source_has_its_year_in_four_reports():
    frame = months(*[0] * 12).iloc[2::3].assign(value=[1.0, 2.0, 3.0, 4.0])
    assert seen(ways.over_year(frame, ways.Rhythm(3))) == ["not_reported"] * 3 + [10]
    mean = ways.over_year(frame, ways.Rhythm(3), is_mean=True)
    assert seen(mean)[-1] == 2.5 and mean["one"].iloc[-1] == 0.25


# per so many


def test_a_rate_is_per_so_many_and_hidden_or_hatched_on_a_small_base():
    frame = months(5, 5, 5, 5).assign(base_value=[10_000.0, 50.0, 10.0, 0.0])
    rate = ways.per_base(frame, 10_000, 20, 100)
    assert seen(rate) == [5, 1000, "insufficient", "not_applicable"]
    assert list(rate["is_small_base"]) == [False, True, False, False] and rate["one"].iloc[0] == 1


def test_a_rate_on_a_base_nobody_knows_is_not_reported():
    assert seen(ways.per_base(months(5).assign(base_value=float("nan")), 1e4, 20, 100)) == ["not_reported"]


# breaks, and what is possible


def test_no_way_reaches_across_a_break_in_the_series():
    frame = months(*[30] * 14).assign(segment=[1] * 12 + [2] * 2)
    assert seen(ways.change(frame, 1, HATCHED))[11:] == [0, "not_applicable", 0]
    assert seen(ways.index(frame, pd.Timestamp("2023-12-01"), HATCHED))[11:] == [
        100,
        "not_applicable",
        "not_applicable",
    ]
    assert seen(ways.over_year(frame, ways.Rhythm()))[11:] == [360, "not_applicable", "not_applicable"]


def test_a_sum_of_a_stock_over_months_is_refused_and_its_mean_is_not():
    with pytest.raises(ways.NotComputable) as refused:
        ways.possible(ways.SUM, over_time="stock", rhythm=ways.Rhythm())
    assert refused.value.reason == "stock"
    ways.possible(ways.SUM, over_time="flow", rhythm=ways.Rhythm())
    ways.possible(ways.MEAN, over_time="stock", rhythm=ways.Rhythm())


@pytest.mark.parametrize("way", [ways.MONTH, ways.YEAR, ways.MEAN])
def test_a_source_that_reports_by_stage_has_no_months_to_compare(way):
    with pytest.raises(ways.NotComputable):
        ways.possible(way, over_time="stock", rhythm=ways.Rhythm(by_stage=True))


def test_contracts_say_which_measures_add_up_over_months():
    flows = {m["id"] for c in contracts().values() for m in c.measures if m.get("over_time") == "flow"}
    assert {"check_ins", "deportations", "early_reports_received"} <= flows
    assert not flows & {"active_permits", "registered_lodgings", "population", "open_check_ins_30d"}


# groups of one's own


def test_groups_are_read_as_they_are_written_and_a_name_holds_no_markup():
    groups = own_groups.read("Pesisir:73.72.02 73.72.01;<b>Darat</b>:73.15.02")
    assert groups == [OwnGroup("Pesisir", ("73.72.01", "73.72.02")), OwnGroup("bDarat/b", ("73.15.02",))]
    assert own_groups.read(own_groups.written(groups)) == groups
    assert own_groups.read("tanpa kode;:73.72.01;A:;A:1;A:2") == [OwnGroup("A", ("1",))]
    assert len(own_groups.read(";".join(f"K{place}:1" for place in range(9)))) == own_groups.MOST


def test_what_is_out_of_reach_is_left_out_of_a_group_and_named():
    groups = own_groups.read("A:1 2;B:9")
    assert own_groups.within(groups, {"1", "2"}) == ([OwnGroup("A", ("1", "2"))], ["9"])


def test_a_group_is_the_sum_of_the_published_numbers_of_its_kecamatan():
    frame = pd.concat([months(5, "-", 10, "-"), months(0, 15, "*", "-", group="S")]).assign(is_rounded=True)
    summed = own_groups.summed(frame, [OwnGroup("Pesisir", ("U", "S"))])
    assert seen(summed) == [5, 15, "suppressed", "not_reported"]
    assert list(summed["cells"]) == [2, 1, 2, 1] and list(summed["areas_reporting"]) == [2, 1, 2, 0]
    assert set(summed["areas_expected"]) == {2} and set(summed["group_name"]) == {"Pesisir"}
