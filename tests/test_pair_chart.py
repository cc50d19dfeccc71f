"""Two agencies drawn together: marks in their own months, a band where a difference says nothing, when they parted."""

import pandas as pd
import pytest
from test_disagreement import found, months, registry

from timpora.draw import pair_chart, pair_words
from timpora.measure.quality import judgement
from timpora.store import snapshot

PAIR = judgement().pairs["itas-sktt"]
LIMITS = {"smallest": PAIR.smallest, "allowed": PAIR.allowed, "share": PAIR.share}
NAMES = ("ITAS", "SKTT")


def asked(question: str, scope: tuple[str, ...] | None = None, **more) -> pd.DataFrame:
    found("2024-06-01")  # publishes
    of = {"first": PAIR.first, "second": PAIR.second, **LIMITS}
    return snapshot.current(scope).ask(question, **of, **more)


def course(area: str = "73.11", until: str = "2024-06-01") -> pd.DataFrame:
    return asked("pair_trend", area=area, until=until).set_index("month", drop=False)


def parting(area: str = "73.11", until: str = "2024-06-01"):
    return next(asked("pair_parting", areas=[area], period=until).itertuples(), None)


def drawn(rows: pd.DataFrame, since: str | None = None):
    return pair_chart.pair(rows, pair_chart.Names(*NAMES, "orang", pd.Timestamp(since) if since else None))


def said(area: str = "73.11", until: str = "2024-06-01") -> str:
    return pair_words.answer(course(area, until), parting(area, until), NAMES, "Barru", "orang")


def draw_parted(house):
    months(house, "Barru | Balusu | 41 40 42 70 71 72")
    registry(house, "I 2024 | Barru | Balusu | 40", "II 2024 | Barru | Balusu | 40")


@pytest.fixture
def parted(house):
    house.published(draw_parted)
    return house


# the answers


def test_the_course_says_of_each_month_what_the_finding_says_of_it(parted):
    rows = course()
    for month in ("2024-03-01", "2024-04-01", "2024-06-01"):
        finding = found(month).loc["73.11"]
        own = rows.loc[month]
        assert (own.state, own.first_value, own.second_value) == (
            finding.state,
            finding.first_value,
            finding.second_value,
        )
    assert rows["state"].tolist() == ["not_reported"] * 2 + ["agrees"] + ["differs"] * 3


def test_the_parting_of_a_place_is_that_of_the_finding_and_the_office_has_one_too(parted):
    finding, own = found("2024-06-01").loc["73.11"], parting()
    assert (own.since, own.months_differing, own.agreed_in) == (
        finding.since,
        finding.months_differing,
        pd.Timestamp("2024-03-01"),
    )
    assert finding.agreed_in == own.agreed_in and parting("kantor").since == own.since
    assert parting(until="2024-03-01") is None


def test_a_limit_is_the_one_by_which_a_month_is_judged(parted):
    rows = course()
    apart = (rows["first_value"] - rows["second_value"]).abs()
    judged = rows["state"].isin(["agrees", "differs", "too_small"])
    assert ((apart <= rows["silent_within"]) == (rows["state"] != "differs"))[judged].all()
    assert ((apart <= rows["agrees_within"]) == (rows["state"] == "agrees"))[judged].all()


def test_a_report_is_of_its_own_month_and_counts_on_after_it(parted):
    rows = course()
    assert rows.loc[rows["is_second_own"], "month"].dt.month.tolist() == [3, 6]
    assert rows.loc["2024-05-01", ["second_value", "second_newest"]].tolist() == [40, pd.Timestamp("2024-03-01")]
    assert rows["is_first_own"].tolist() == [False, False, True, True, True, True]


def test_who_may_see_another_kabupaten_has_no_course_of_this_one(parted):
    assert asked("pair_trend", scope=("73.72",), area="73.11", until="2024-06-01").empty
    assert asked("pair_parting", scope=("73.72",), areas=["73.11"], period="2024-06-01").empty


# the picture


def test_a_quarters_report_is_a_mark_and_no_line_leads_from_one_to_the_next(parted):
    traces = {trace.name: trace for trace in drawn(course()).data if trace.name}
    second = traces["SKTT"]
    assert list(second.y) == [None, None, 40, None, None, 40] and second.connectgaps is False
    assert list(traces["ITAS"].y)[2:] == [42, 70, 71, 72]
    (carried,) = [trace for trace in drawn(course()).data if trace.line.dash == "dot"]
    assert carried.line.shape == "hv" and list(carried.y)[2:5] == [40, 40, 40]


def test_below_stands_the_second_less_the_first_within_its_band(parted):
    figure = drawn(course())
    difference = figure.data[-1]
    assert list(difference.y)[2:] == [-2, -30, -31, -32]
    bands = [trace for trace in figure.data if trace.fill == "toself"]
    assert [trace.yaxis for trace in bands] == ["y2", "y2"]
    assert max(bands[-1].y) == pytest.approx(7.2) and bands[-1].x[0] == "2024-03-01"
    assert len(set(difference.marker.color[2:])) == 2 and "berbeda" in difference.customdata[-1]


def test_the_month_of_parting_is_marked_through_both_pictures(parted):
    marked = drawn(course(), "2024-04-01")
    (line,) = marked.layout.shapes
    assert (line.x0, line.yref) == ("2024-04-01", "paper")
    assert any("berbeda sejak April 2024" in each.text for each in marked.layout.annotations)
    assert not drawn(course()).layout.shapes and not drawn(course(), "2023-01-01").layout.shapes


def test_a_withheld_month_is_a_sign_and_never_a_height(parted):
    rows = course()
    rows.loc["2024-05-01", ["state", "first_state"]] = "suppressed"
    rows.loc["2024-05-01", "first_value"] = None
    figure = drawn(rows)
    difference, sign = figure.data[-2:]
    assert (list(sign.x), sign.yaxis, sign.name) == (["2024-05-01"], "y3", "disamarkan")
    assert not figure.layout.yaxis3.visible and difference.y[4] is None


# in words


def test_the_sentence_says_since_when_and_when_they_last_agreed(parted):
    assert said() == (
        "Barru: ITAS dan SKTT berbeda sejak April 2024, 3 bulan; terakhir sejalan Maret 2024. "
        "Juni 2024: ITAS 72 orang, SKTT 40 orang, selisih −32 (1 dari 7 kecamatan melaporkan). "
        "Mana yang benar belum diketahui."
    )
    assert said(until="2024-03-01").startswith("Barru: ITAS dan SKTT sejalan pada Maret 2024.")


def test_what_cannot_be_judged_says_why_and_what_was_last(parted, house):
    assert said(until="2024-02-01") == (
        "Barru: ITAS dan SKTT tidak dapat dinilai pada Februari 2024 (belum dapat dibandingkan)."
    )
    rows = course()
    rows.loc["2024-06-01", ["state", "first_state"]] = "suppressed"
    words = pair_words.answer(rows, None, NAMES, "Barru", "orang")
    assert "Juni 2024 (disamarkan). Terakhir dapat dinilai Mei 2024: berbeda." in words


def test_times_apart_that_have_ended_are_named(house):
    months(house, "Barru | Balusu | 41 40 70 71 40 41 72")
    registry(house, "IV 2023 | Barru | Balusu | 40", "I 2024 | Barru | Balusu | 40", "II 2024 | Barru | Balusu | 40")
    assert "Pernah berbeda: Mar 2024–Apr 2024." in said(until="2024-07-01")
    assert "berbeda sejak Juli 2024, 1 bulan; terakhir sejalan Juni 2024" in said(until="2024-07-01")


def test_the_table_says_of_which_month_an_older_number_is(parted):
    written = pair_words.table(course(), NAMES)
    assert written.index[0] == "Juni 2024"
    assert written.loc["Mei 2024"].tolist() == ["71", "40 (dari Mar 2024)", "−31", "berbeda"]
    assert written.loc["Januari 2024"].tolist()[:3] == ["belum dilaporkan", "belum dilaporkan", "–"]
