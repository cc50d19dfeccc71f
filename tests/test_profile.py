"""One kecamatan on one sheet: its place among the others, in pictures and in words, and nothing that is not known."""

import re
from collections import Counter
from datetime import date
from html import unescape
from types import SimpleNamespace
from urllib.parse import unquote

import drafts
import pandas as pd
import pytest
from conftest import House
from playwright.sync_api import expect
from served import served
from streamlit.testing.v1 import AppTest
from test_browser import browser, visit  # noqa: F401 (fixtures)
from test_risk import APOA, EARLY, READY

from timpora import paths
from timpora.access.people import Viewer
from timpora.draw import profile, profile_rows, small_pictures
from timpora.measure import middle
from timpora.store import publish, snapshot
from timpora.text import say
from timpora.web import profile_view

OCTOBER = date(2024, 10, 1)
BACUKIKI, UJUNG, SOREANG, BARAT, SUPPA = "73.72.01", "73.72.02", "73.72.03", "73.72.04", "73.15.02"
GAP, LATE = "early_detection_gap", "late_reporting"
ITEMS = "Keadaan Oktober 2024;;;;;\nNOMOR;KECAMATAN;INSTANSI;DISEPAKATI;JATUH TEMPO;SELESAI"
PEOPLE = "Tahun 2024;;;\nKAB/KOTA;KECAMATAN;JUMLAH PENDUDUK;LUAS (KM2)"


def neighbours(house: House) -> None:
    """Parepare's four kecamatan without a team in 0, 20, 40 and 100 % of neighbourhoods; Pinrang's Suppa in 60 %."""
    ready = "Triwulan III 2024;{};{};{};{};{};50"
    rows = [
        ready.format("Parepare", "Ujung", "Ya;15/08/2024", "Ya", 50),
        ready.format("Parepare", "Bacukiki", "Ya;15/08/2024", "Ya", 40),
        ready.format("Parepare", "Bacukiki Barat", "Ya;15/08/2024", "Tidak", 30),
        ready.format("Parepare", "Soreang", "Tidak;-", "Tidak", 0),
        ready.format("Pinrang", "Suppa", "Ya;15/08/2024", "Tidak", 20),
    ]
    outcomes = [
        house.load("\n".join([READY, *rows])),
        house.load(
            f"{APOA}\nAgu-24;Parepare;Soreang;20;8;100;90;60;30\nOkt-24;Parepare;Soreang;20;8;100;90;60;30\n"
            "Okt-24;Parepare;Ujung;20;18;100;90;5;0"
        ),
        house.load(f"{EARLY}\nOkt-24;Parepare;Ujung;10;10;10\nOkt-24;Parepare;Soreang;10;2;0"),
        house.permits("Okt-24 | Parepare | Ujung | 12", "Okt-24 | Parepare | Soreang | 33"),
        house.load(f"{PEOPLE}\nParepare;Soreang;39605;45,4"),
        house.load(
            f"{ITEMS}\nRTL-1;Soreang;Imigrasi;01/08/2024;30/09/2024;\nRTL-2;Soreang;KPU;01/10/2024;30/11/2024;\n"
            "RTL-3;Soreang;Camat;01/07/2024;15/08/2024;10/08/2024"
        ),
    ]
    assert [outcome.findings for outcome in outcomes if outcome.doubts or not outcome.is_accepted] == []


@pytest.fixture
def drawn(house):
    house.published(neighbours)


def opened(page: str = "kecamatan", **query: str) -> AppTest:
    app = AppTest.from_file(str(paths.ROOT / "timpora" / "web" / "frame.py"), default_timeout=60)
    for key, value in query.items():
        app.query_params[key] = value
    return app.switch_page(str(paths.PAGES / f"{page}.py")).run()


def html(app: AppTest) -> str:
    assert not app.exception, app.exception
    return "\n".join(part.proto.body for part in app.get("html"))


def words(markup: str) -> str:
    """What a reader reads of it, pictures by what is said of them left out."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<style>.*?</style>|<[^>]+>", " ", markup, flags=re.DOTALL))).strip()


def lines(markup: str) -> dict[str, str]:
    """The table of indicators, by name: the rest of the line."""
    table = re.search(r'<table class="facts indicators">.*?</table>', markup, re.DOTALL)[0]
    rows = re.findall(r'<th scope="row">(.*?)</th>(.*?)</tr>', table, re.DOTALL)
    return {unescape(name): row for name, row in rows}


def sheet(code: str, *, scope: tuple[str, ...] | None = None, period: date = OCTOBER) -> str:
    return profile.sheet(profile_view.read(Viewer("x@kantor.example", "analis", scope), code, period))


# Its place among the others


@pytest.mark.parametrize(
    ("value", "stray", "word"),
    [
        (100, 0, "higher"),
        (0, 0, "lower"),
        (20, 0, "similar"),
        (50, 0, "similar"),
        (50.1, 0, "higher"),
        (55, 25, "similar"),
    ],
)
def test_a_value_is_similar_to_a_median_from_which_it_lies_no_further_than_its_neighbours_or_rounding(
    value, stray, word
):
    assert middle.against(value, 30, 20, stray) == word


def test_the_median_is_of_the_kabupaten_and_so_is_how_far_from_it_its_kecamatan_lie(drawn):
    """Of 0, 20, 40, 100 the median is 30; they lie 30, 10, 10 and 70 from it, of which the median is 20."""
    found = snapshot.current(None).ask("indicator_medians", area=SOREANG, period=OCTOBER).set_index("indicator")
    assert found.loc[GAP, ["median", "deviation", "areas_known", "areas_all"]].tolist() == [30, 20, 4, 4]
    assert found.loc["tak_rate", "areas_known"] == 0 and pd.isna(found.loc["tak_rate", "median"])
    pinrang = snapshot.current(None).ask("indicator_medians", area=SUPPA, period=OCTOBER).set_index("indicator")
    assert pinrang.loc[GAP, ["median", "deviation", "areas_known", "areas_all"]].tolist() == [60, 0, 1, 12]


@pytest.mark.parametrize(
    ("code", "told"),
    [(UJUNG, "lebih rendah"), (BACUKIKI, "serupa"), (BARAT, "serupa"), (SOREANG, "lebih tinggi")],
)
def test_each_kecamatan_is_told_in_words_how_it_stands_to_the_median(drawn, code, told):
    assert f"{told} median 30" in words(lines(sheet(code))["Kesenjangan deteksi dini"])


def test_of_fewer_than_three_neighbours_there_is_no_median(drawn):
    late = words(lines(sheet(SOREANG))["Keterlambatan lapor"])
    assert "hanya 2 punya nilai" in late and "median" not in late
    assert "hanya 1 punya nilai" in words(lines(sheet(SUPPA))["Kesenjangan deteksi dini"])


def test_what_is_written_alike_is_never_called_different_and_neither_is_what_rounding_can_make():
    median = pd.Series({"median": 20.0, "deviation": 0.0})
    row = {"decimals": 0, "per": 100.0, "base": 40.0, "is_rounded": False}
    assert profile_rows.against(SimpleNamespace(value=20.4, **row), median) == "similar"
    assert profile_rows.against(SimpleNamespace(value=30.0, **row), median) == "higher"
    # Four persons of forty are ten per cent.
    assert profile_rows.against(SimpleNamespace(value=30.0, **row | {"is_rounded": True}), median) == "similar"
    assert profile_rows.against(SimpleNamespace(value=31.0, **row | {"is_rounded": True}), median) == "higher"


def test_the_strip_has_a_dot_for_every_kecamatan_that_has_a_value_and_for_no_other(drawn):
    spread = snapshot.current(None).ask("indicator_spread", area=SOREANG, period=OCTOBER)
    own = spread[spread["indicator"] == GAP]
    found = own[["place", "is_near", "areas"]].itertuples(index=False, name=None)
    assert list(found) == [(0, True, 1), (20, True, 1), (40, True, 1), (60, False, 1), (100, True, 1)]
    picture = pictures(lines(sheet(SOREANG))["Kesenjangan deteksi dini"])[0]
    assert picture.words == (
        "Kesenjangan deteksi dini: 5 kecamatan dari patokan baik (0) ke patokan buruk (100). "
        "Kecamatan ini di 100. Median kabupaten di 30."
    )
    assert picture.spots == Counter({small_pictures.OFFICE: 1, small_pictures.KABUPATEN: 4, "#ffffff": 1, "#993404": 1})


def test_many_kecamatan_on_one_spot_are_darker_than_one():
    spread = pd.DataFrame({"place": [0, 50, 100], "is_near": False, "areas": [1, 3, 60]})
    drawn = unquote(small_pictures.strip(spread, None, None, "#000000", ""))
    clear = [float(found) for found in re.findall(r"stroke-opacity=&#x27;([\d.]+)", drawn)]
    assert clear == sorted(clear) and len(set(clear)) == 3


class Picture:
    """What an image says in words, and the spots and lines that are drawn in it."""

    def __init__(self, source: str, said: str):
        self.words = unescape(said)
        drawn = unquote(unescape(source))
        paths = re.findall(r"<path d='(.*?)' stroke='(.*?)'", drawn)
        self.spots = Counter()
        for path, colour in paths:
            self.spots[colour] += path.count("h.01")
        self.spots = Counter({colour: n for colour, n in self.spots.items() if n})
        self.line = next(path for path, colour in paths if colour != small_pictures.GROUND)


def pictures(markup: str) -> list[Picture]:
    return [Picture(*found) for found in re.findall(r'<img src="(.*?)".*?alt="(.*?)"', markup)]


# Over the years


def test_a_month_without_a_value_is_a_gap_in_the_line_and_a_zero_is_not():
    shown = pictures(small_pictures.sparkline([2, 0, float("nan"), 1, float("nan"), 4], 5, "#993404", "x"))[0]
    runs = [run.count("L") + 1 for run in shown.line.split("M")[1:]]
    assert runs == [2, 1, 1]
    assert shown.spots["#993404"] == 1
    assert pictures(small_pictures.sparkline([2.0, float("nan")], 1, "#993404", "x"))[0].spots["#993404"] == 0


def test_a_line_of_nothing_and_one_of_zeros_can_be_drawn():
    assert pictures(small_pictures.sparkline([float("nan")], 0, "#993404", ""))[0].spots == {}
    assert pictures(small_pictures.sparkline([0, 0, 0], 2, "#993404", ""))[0].line.count("L") == 2


def test_the_years_of_a_kecamatan_have_a_row_for_every_month_and_say_why_there_is_no_value(drawn):
    found = snapshot.current(None).ask("indicator_history", area=SOREANG)
    own = found[found["indicator"] == LATE].set_index("period")
    assert own.loc["2024-08-01":, "state"].tolist() == ["reported", "not_reported", "reported"]
    assert own.loc["2024-08-01":, "value"].isna().tolist() == [False, True, False]
    told = pictures(lines(sheet(SOREANG))["Keterlambatan lapor"])[1]
    assert re.search(r"Agustus 2024 sampai Oktober 2024: antara \d+ dan \d+ %; \d+ bulan tanpa nilai\.", told.words)


# The sheet


def test_the_sheet_says_who_it_is_how_it_stands_why_what_is_open_and_what_would_move_it(drawn):
    own = html(opened(wilayah=SOREANG, periode="2024-10"))
    said = words(own)
    assert "Soreang Kota Parepare · 73.72.03 · keadaan Oktober 2024" in said
    assert re.search(r"Soreang berkelas (Tinggi|Sedang) \(\d+,\d poin", said)
    assert re.search(r"urutan \d+, antara \d+ dan \d+ dari \d+", said)
    assert "Di samping indeks: 33 orang dengan izin tinggal aktif, 8,3 per 10.000 penduduk." in said
    assert "Keberadaan adalah paparan, bukan ancaman." in said
    assert "Terbuka 2 butir, lewat tenggat 1 butir, selesai 1 butir; keadaan Oktober 2024." in said
    assert "Butir-butirnya: Tindak lanjut" in said
    assert re.search(r"Apa yang menurunkan skor .*Kesenjangan kesiapan Terbitkan SK tim.*? −\d", said)
    for page in ("peta?wilayah=73.72.03", "tren?wilayah=73.72.03", "risiko?bagian=penjelasan"):
        assert f'href="{page}' in own
    assert "asal=registered_lodgings" in own


def test_every_indicator_has_a_line_and_exposure_stands_last_and_in_its_own_colour(drawn):
    found = lines(sheet(SOREANG))
    values = snapshot.current(None).ask("risk_values", area=SOREANG, period=OCTOBER)
    exposure = values["share"] == 0
    assert list(found) == [*values.loc[~exposure, "indicator_name"], *values.loc[exposure, "indicator_name"]]
    own = pictures(found["Kepadatan keberadaan"])[0]
    assert own.spots["#08519c"] == 1 and own.spots["#993404"] == 0


def test_a_value_of_an_older_month_says_how_old_it_is_and_who_sent_it(drawn):
    said = words(lines(sheet(SOREANG))["Kesenjangan deteksi dini"])
    assert "Sep 2024 , 1 bln" in said and said.endswith("Kesbangpol; camat")
    assert "bln" not in words(lines(sheet(SOREANG))["Keterlambatan lapor"])


def test_what_is_not_known_says_why_and_has_no_dot(drawn):
    found = lines(sheet(BARAT))
    late = found["Keterlambatan lapor"]
    assert words(late).startswith("belum dilaporkan") and "#993404" not in unquote(late)
    assert "tanpa nilai di semua bulan" in words(late)


def test_the_protected_sheet_has_rounded_numbers_marked_and_none_that_was_counted(house, monkeypatch):
    neighbours(house)
    house.permits("Sep-24 | Parepare | Soreang | 31")  # another snapshot than the one of which answers are remembered
    publish.publish()
    monkeypatch.setenv("TIMPORA_VIEW", "protected")
    own = html(app := opened(wilayah=SOREANG))
    said = words(own)
    rounded = re.search(r"Di samping indeks: ≈(\d+) orang dengan izin tinggal aktif, ≈[\d,]+ per", said)
    assert int(rounded[1]) % 5 == 0
    assert not re.search(r"\b33\b", said) and "8,3" not in said
    assert "disamarkan" in said
    assert any(caption.value == say("figure.rounding") for caption in app.caption)


def test_what_nobody_has_said_anything_of_is_a_sentence_and_a_table_of_what_is_missing(house):
    house.permits("Okt-24 | Parepare | Ujung | 12")
    drafts.current()
    own = html(opened(wilayah=SUPPA))
    assert "Belum ada yang dilaporkan tentang Suppa sampai Oktober 2024." in words(own)
    assert "Daftar RTL belum dilaporkan." in words(own) and "Tanpa skor tidak dapat dihitung" in words(own)
    assert {words(line).split(" ")[0] for line in lines(own).values()} <= {"belum", "tidak"}


def test_a_month_without_an_index_has_its_indicators_and_says_why_there_is_no_score(drawn):
    said = words(html(opened(wilayah=SOREANG, periode="2024-08")))
    assert "Soreang tidak diberi skor" in said and "keadaan Agustus 2024" in said
    assert not re.search(r"urutan \d", said)


def test_before_anything_is_published_the_page_says_so(house):
    assert "Belum ada data yang terbit" in opened().info[0].value


# Choosing


def test_the_office_and_a_kabupaten_are_lists_to_choose_from_and_each_leads_to_a_sheet(drawn):
    every = re.findall(r'href="kecamatan\?wilayah=([\d.]+)&amp;periode=2024-10"', html(opened()))
    assert len(set(every)) == len(every) == 68
    own = html(opened(wilayah="73.72"))
    assert re.findall(r'href="kecamatan\?wilayah=([\d.]+)', own) == [BACUKIKI, UJUNG, SOREANG, BARAT]
    assert "Kota Parepare: pilih satu dari 4 kecamatan." in words(own)


def test_of_a_nation_the_kabupaten_are_chosen_first():
    def group(code: str, kind: str, parent: str) -> tuple:
        return code, f"nama {code}", kind, parent

    many = [group(f"11.01.{n:04}", "kecamatan", "Satu") for n in range(profile.MANY + 1)]
    columns = ["group_code", "group_name", "group_kind", "kabupaten_name"]
    groups = pd.DataFrame([group("11.01", "kabupaten", "Satu"), *many], columns=columns)
    office = pd.Series({"group_kind": "office", "group_name": "Kantor"})
    assert re.findall(r"wilayah=([\d.]+)", profile.choose(groups, office, OCTOBER)) == ["11.01"]


def test_an_area_that_there_is_not_is_said_and_there_is_a_list_to_choose_from(drawn):
    app = opened(wilayah="99.99.99")
    assert "99" in app.warning[0].value and "pilih satu dari 68 kecamatan" in words(html(app))


def test_the_kecamatan_is_found_by_name_and_stands_in_the_url(drawn):
    app = opened()
    app.selectbox(key="cari").select(UJUNG).run()
    assert "Ujung Kota Parepare · 73.72.02" in words(html(app))
    assert app.query_params["wilayah"] == UJUNG


# Of what somebody may see


def test_who_may_see_a_kabupaten_has_its_median_and_its_dots_and_is_told_that_there_are_no_others(drawn):
    own = sheet(SOREANG, scope=("73.72",))
    assert "lebih tinggi median 30" in words(lines(own)["Kesenjangan deteksi dini"])
    assert pictures(lines(own)["Kesenjangan deteksi dini"])[0].spots[small_pictures.OFFICE] == 0
    note = say("profile.note.scope")
    assert note in words(own) and note not in words(sheet(SOREANG))


def test_a_kabupaten_that_is_seen_in_part_has_no_median(drawn):
    own = lines(sheet(SOREANG, scope=(SOREANG, UJUNG, BACUKIKI)))["Kesenjangan deteksi dini"]
    assert "kabupaten tidak terlihat utuh" in words(own) and "median" not in words(own)


ONE_OWN = """
import streamlit as st
from timpora.access.people import Viewer
from timpora.web import profile_view, state

state.forget()
st.text(profile_view.chosen(Viewer("x@kantor.example", "analis", ("73.72.03",))).group_name)
"""


def test_who_may_see_one_kecamatan_has_nothing_to_choose(drawn):
    assert AppTest.from_string(ONE_OWN).run().text[0].value == "Soreang"
    own = words(sheet(SOREANG, scope=(SOREANG,)))
    assert "kabupaten tidak terlihat utuh" in own and "Ujung" not in own


# The ways to it


@pytest.mark.parametrize(
    ("page", "query"),
    [
        ("peta", {"wilayah": SOREANG}),
        ("risiko", {"wilayah": SOREANG}),
        ("risiko", {"wilayah": SOREANG, "bagian": "penjelasan"}),
        ("risiko", {}),
    ],
)
def test_the_map_and_the_index_lead_to_the_profile(drawn, page, query):
    own = html(opened(page, periode="2024-10", **query))
    assert f'href="kecamatan?wilayah={SOREANG}&amp;periode=2024-10"' in own


# In a real browser


@pytest.mark.browser
def test_the_sheet_prints_on_one_a4_and_its_pictures_are_seen(house, visit):  # noqa: F811
    house.published(neighbours)
    with served(paths.data()) as address:
        page = visit(f"{address}/kecamatan?wilayah={SOREANG}&periode=2024-10")
        expect(page.locator(".profile h2")).to_have_text("Soreang")
        shown = page.locator(".profile img").evaluate_all("all => all.map(one => one.naturalWidth > 0)")
        assert len(shown) > 6 and all(shown)
        printed = page.pdf(format="A4", prefer_css_page_size=True)
        assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1
        assert re.search(rb"/MediaBox\s*\[0 0 59[45](\.\d+)? 84[12]", printed)
        page.emulate_media(media="print")
        expect(page.locator(".stAppHeader")).to_be_hidden()
        expect(page.get_by_role("combobox").first).to_be_hidden()
