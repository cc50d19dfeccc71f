"""The page on the method prints all of the method's file, and an example that comes out as the published score."""

import re
from dataclasses import replace
from datetime import date
from html import unescape

import drafts
import pytest
from conftest import House
from streamlit.testing.v1 import AppTest

from timpora import paths
from timpora.draw import method, method_example, method_indicators
from timpora.draw.method import exact, percent
from timpora.intake.contracts import contracts
from timpora.measure import method as reading
from timpora.store import publish, snapshot
from timpora.store.queries import queries

FILE = paths.ROOT / "data" / "reference" / "indicators.toml"
METHOD = reading.parse(FILE.read_text("utf-8"))
RULES = METHOD.rules
UJUNG, SOREANG, OCTOBER = "73.72.02", "73.72.03", date(2024, 10, 1)
# The method before ours: another weight, another post, another rule, and no worker_mismatch.
BEFORE = (
    METHOD.text[: METHOD.text.index('[[indicators]]\nid = "worker_mismatch"')]
    + METHOD.text[METHOD.text.index('[[indicators]]\nid = "tps_flag_density"') :]
).replace('version = "2024.1"', 'version = "2017.1"')
for one, other in {
    "since = 2018-01-01": "since = 2017-01-01",
    "Metode pertama.": "Sebelum TKA dihitung.",
    "weight = 0.25\nwhy_weight = \"Dasar": "weight = 0.35\nwhy_weight = \"Dasar",
    "high = 10.0\n": "high = 12.5\n",
    "shift = 10.0": "shift = 5.0",
}.items():  # fmt: skip
    assert BEFORE.count(one) == 1
    BEFORE = BEFORE.replace(one, other)

PERMITS = "PERIODE;KAB/KOTA;KECAMATAN;BVK;VOA;ITK;ITK PERALIHAN;ITAS;ITAP;TOTAL;TANPA PERMOHONAN"
APOA = (
    "BULAN;KAB/KOTA;KECAMATAN;PENGINAPAN TERDAFTAR;PENGINAPAN MELAPOR;LAPOR MASUK;LAPOR KELUAR;"
    "TERLAMBAT >24 JAM;MASUK >30 HARI TANPA KELUAR"
)
READY = "PERIODE;KAB/KOTA;KECAMATAN;SK TIM;RAPAT TERAKHIR;PELATIHAN APOA;RT/RW ADA TIM;RT/RW"
REPORTS = "BULAN;KAB/KOTA;KECAMATAN;LAPORAN DITERIMA;LAPORAN DIVERIFIKASI;LAPORAN DITINDAKLANJUTI"


def fill(house: House) -> None:
    """Two kecamatan with enough for a score: of the pillars on reporting and on capacity, none on the election."""
    house.load(f"{PERMITS}\nOkt-24;Parepare;Ujung;0;0;0;0;12;0;12;1\nOkt-24;Parepare;Soreang;0;0;0;0;30;0;30;9")
    house.load(f"{APOA}\nOkt-24;Parepare;Ujung;10;8;40;30;4;3\nOkt-24;Parepare;Soreang;20;9;60;30;20;15")
    house.load("Triwulan III 2024;;;\nKAB/KOTA;KECAMATAN;SKTT;KTP-EL OA\nParepare;Ujung;10;0\nParepare;Soreang;12;0")
    ready = "Triwulan III 2024;Parepare;{}\n"
    house.load(f"{READY}\n{ready.format('Ujung;ada;01/09/2024;tidak;10;40')}{ready.format('Soreang;ada;;tidak;5;50')}")
    house.load(f"{REPORTS}\nOkt-24;Parepare;Ujung;5;5;4\nOkt-24;Parepare;Soreang;8;6;2")


def opened(**query: str) -> AppTest:
    app = AppTest.from_file(str(paths.ROOT / "timpora" / "web" / "frame.py"), default_timeout=60)
    for key, value in query.items():
        app.query_params[key] = value
    return app.switch_page(str(paths.PAGES / "metode.py")).run()


def html(app: AppTest) -> str:
    assert not app.exception, app.exception
    return "\n".join(part.proto.body for part in app.get("html"))


def words(markup: str) -> str:
    """What a reader reads of it."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", markup)))


def part(page: str, name: str) -> str:
    """One section, from its heading to the next one's."""
    return re.search(rf'<h2 id="{name}">.*?(?=<h2 |$)', page, re.DOTALL)[0]


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """Open the page at an address, once each: on two kecamatan with a score, published by two methods."""
    folder = tmp_path_factory.mktemp("metode")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TIMPORA_DATA", str(folder / "data"))
        patch.setenv("TIMPORA_VIEW", "exact")
        fill(House(folder))
        paths.methods().mkdir(parents=True)
        (paths.methods() / "2017.1.toml").write_text(BEFORE, "utf-8")
        publish.publish()
        seen: dict[tuple, str] = {}

        def page(**query: str) -> str:
            key = tuple(sorted(query.items()))
            if key not in seen:
                seen[key] = html(opened(**query))
            return seen[key]

        yield page


@pytest.fixture(scope="module")
def page(pages) -> str:
    return pages()


@pytest.mark.parametrize("one", METHOD.indicators, ids=lambda one: one.id)
def test_every_indicator_stands_on_the_page_with_its_posts_weight_reasons_and_what_helps(page, one):
    article = re.search(rf'id="indikator-{one.id}".*?</article>', page, re.DOTALL)[0]
    own = words(article)
    for told in (one.name, one.formula, one.why_posts, one.why_weight, one.helps, one.agency, one.unit):
        assert told in own
    assert f"{exact(one.low)} → {exact(one.high)} {one.unit}" in own
    assert f"{exact(one.weight)} dalam pilar, " in own or (one.weight == 0 and "0: berdiri di samping indeks" in own)
    sql = next(query.sql for query in queries("indicators") if query.name == one.id)
    assert sql in unescape(article)


@pytest.mark.parametrize("one", METHOD.indicators, ids=lambda one: one.id)
def test_every_indicator_has_a_row_in_the_table_of_all(page, one):
    row = re.search(rf'<tr><th scope="row"><a href="#indikator-{one.id}">.*?</tr>', page, re.DOTALL)[0]
    cells = [words(cell).strip() for cell in re.findall(r"<t[hd].*?</t[hd]>", row)]
    assert cells[:3] == [one.name, one.formula, f"{exact(one.low)} → {exact(one.high)} {one.unit}"]
    assert cells[4:8] == [
        exact(one.weight),
        percent(METHOD.shares()[one.id]),
        exact(one.smallest_base),
        "ya" if one.shrink else "–",
    ]
    assert cells[9:] == [f"{one.shelf_life} bulan", one.agency, one.source]


@pytest.mark.parametrize("pillar", METHOD.pillars, ids=lambda pillar: pillar.id)
def test_every_pillar_stands_on_the_page_with_its_weight_and_its_reason(page, pillar):
    row = next(row for row in re.findall(r"<tr>.*?</tr>", part(page, "pilar")) if f">{pillar.name}<" in row)
    assert f">{exact(pillar.weight)}</td>" in row and pillar.why in words(row)


@pytest.mark.parametrize("name", [name for name in vars(RULES) if name.startswith("why_")])
def test_every_reason_of_a_rule_stands_among_the_steps(page, name):
    assert getattr(RULES, name) in words(part(page, "langkah"))


@pytest.mark.parametrize("name", [name for name in vars(RULES) if not name.startswith("why_")])
def test_a_rule_of_another_value_is_another_page(name):
    """No number of the steps is written by hand: each comes from the file."""
    value = getattr(RULES, name)
    changed = replace(METHOD, rules=replace(RULES, **{name: value + 1 if isinstance(value, int) else value * 0.9}))
    assert method.steps(changed) != method.steps(METHOD)


@pytest.mark.parametrize("name, why", METHOD.unused, ids=[name for name, _ in METHOD.unused])
def test_what_is_deliberately_not_used_is_told_with_its_reason(page, name, why):
    own = words(part(page, "tidak_dipakai"))
    assert name in own and why in own


def test_the_formula_of_the_index_has_the_weights_and_the_shift_of_the_file(page):
    formula = "skor = (Kepatuhan dan data + 10) 0,4 × (Konteks pemilihan + 10) 0,2 × (Kapasitas + 10) 0,4 − 10"
    assert formula in words(part(page, "langkah"))


def test_what_is_shrunk_is_named_and_nothing_else(page):
    told = re.search(r"Berlaku untuk: (.*?)\. ", words(part(page, "langkah")))[1]
    assert told.split(", ") == [one.name for one in METHOD.indicators if one.shrink]


def test_every_part_of_the_page_is_in_its_contents_and_every_link_within_it_leads_somewhere(page):
    contents = re.findall(r'href="#(\w+)"', re.search(r"<nav.*?</nav>", page, re.DOTALL)[0])
    assert contents == re.findall(r'<h2 id="(\w+)"', page) and len(contents) == 9
    assert set(re.findall(r'href="#([\w-]+)"', page)) <= set(re.findall(r'id="([\w-]+)"', page))


def test_an_indicator_links_to_the_files_behind_what_it_counts(page):
    article = re.search(r'id="indikator-apoa_coverage_gap".*?</article>', page, re.DOTALL)[0]
    links = re.findall(r'href="(mutu-data[^"]*)"', unescape(article))
    assert [re.search(r"asal=(\w+_\w+)", link)[1] for link in links] == ["reporting_lodgings", "registered_lodgings"]
    assert all("periode=2024-10" in link for link in links)


def test_what_else_is_judged_is_told_with_its_reasons(page):
    own = words(part(page, "putusan"))
    for layer in snapshot.current(None).ask("layers").itertuples():
        assert layer.why_breaks in own and layer.why_changes in own and layer.why_thirds in own
    for contract in contracts().values():
        assert contract.why_due in own and contract.why_shelf_life in own


# The example


def equations(example: str) -> list[tuple[float, float]]:
    """Left and right of every equation of the example, worked out from what is written."""
    found = []
    for equation in re.findall(r'<span class="sum">(.*?)</span>', example):
        text = re.sub(r"<sup>(.*?)</sup>", r"**(\1)", equation)
        text = text.replace(".", "").replace(",", ".").replace("×", "*").replace("÷", "/").replace("−", "-")
        left, right = text.split("=")
        assert re.fullmatch(r"[\d\s.()*/+-]+", left)
        found.append((eval(left), float(right)))
    return found


@pytest.mark.parametrize("code", [UJUNG, SOREANG])
def test_the_example_worked_out_by_hand_is_the_published_score(pages, code):
    scores = snapshot.current(None).ask("risk_scores", period=OCTOBER, method=None).set_index("area_code")
    published = float(scores.loc[code, "score"])
    sums = equations(pages(wilayah=code, periode="2024-10"))
    assert len(sums) > 15
    for left, right in sums:
        assert left == pytest.approx(right, abs=0.005)
    assert sums[-1][1] == pytest.approx(published, abs=0.0001)
    assert f"{sums[-1][0]:.1f}" == f"{published:.1f}"


def test_the_example_shows_the_published_pillars_and_what_does_not_count(pages):
    answers = snapshot.current(None)
    pillars = answers.ask("risk_pillars", area=UJUNG, period=OCTOBER)
    assert list(pillars["pillar"]) == ["kapasitas", "kepatuhan"]
    own = words(part(pages(wilayah=UJUNG), "contoh"))
    for points in pillars["points"]:
        assert f"= {points:.3f}".replace(".", ",") in own
    assert "Konteks pemilihan: hanya 0 % bobotnya diketahui, kurang dari 30 %; tidak dihitung." in own
    assert "0,4 ÷ 0,8" in own
    assert "Kepadatan TPS rawan belum dilaporkan ditinggalkan" in own


def test_a_value_beyond_its_posts_stops_at_the_end(pages):
    found = snapshot.current(None).ask("risk_values", area=SOREANG, period=OCTOBER).set_index("indicator")
    assert found.loc["permits_expiring", "value"] > 20
    row = next(row for row in re.findall(r"<tr>.*?</tr>", part(pages(wilayah=SOREANG), "contoh")) if "jatuh t" in row)
    assert words(row).strip().endswith("berhenti pada 100,000 0,1")


def test_without_a_chosen_kecamatan_the_example_is_the_middle_one(page):
    assert "Soreang, Kota Parepare, Oktober 2024, menurut metode 2024.1." in words(part(page, "contoh"))


def test_a_kecamatan_without_a_score_says_what_it_lacks(pages):
    own = words(part(pages(wilayah="73.11.03"), "contoh"))
    assert "Barru, Kabupaten Barru" in own
    assert "Tidak ada skor: 0 pilar dapat dihitung (perlu 2) dan 0 % bobot yang berlaku diketahui (perlu 60 %)." in own


# Versions


def test_two_methods_are_told_apart_with_what_changed_between_them(page):
    own = part(page, "versi")
    rows = [words(row).split(" ", 2)[2] for row in re.findall(r"<tr>.*?</tr>", own)]
    told = "\n".join(rows)
    assert "2024.1 Januari 2018 berlaku Metode pertama." in told
    assert "2017.1 Januari 2017 untuk dibandingkan Sebelum TKA dihitung." in told
    differing = own[own.index("Beda metode 2024.1 dari metode 2017.1") :]
    found = [
        tuple(words(cell).strip() for cell in re.findall(r"<t[hd].*?</t[hd]>", row))
        for row in re.findall(r"<tr>.*?</tr>", differing)[1:]
    ]
    assert found == [
        ("Aturan indeks", "Geseran", "5", "10"),
        ("Kesenjangan cakupan APOA", "Bobot", "0,35", "0,25"),
        ("Selisih TKA", "Indikator atau pilar", "tidak ada", "ada"),
        ("Kepadatan TPS rawan", "Patokan atas", "12,5", "10"),
    ]


def test_the_method_before_is_printed_as_it_was(pages):
    before = pages(metode="2017.1", wilayah=UJUNG)
    assert "Kepatuhan dan data + 5" in words(before) and 'id="indikator-worker_mismatch"' not in before
    assert "0,35 dalam pilar" in words(before)
    # The example stays that of the method in force, by which values are published.
    assert equations(before) == equations(pages(wilayah=UJUNG))
    assert "menurut metode 2024.1." in words(part(before, "contoh"))


def test_the_version_is_chosen_in_the_url(pages):
    app = opened(metode="2017.1")
    assert app.selectbox(key="metode").value == "2017.1" and app.query_params["metode"] == "2017.1"
    assert any("untuk dibandingkan" in caption.value for caption in app.caption)


# Little or nothing


def test_without_data_the_page_is_a_sentence(house):
    assert "Belum ada data yang terbit" in opened().info[0].value


def test_where_no_kecamatan_has_a_score_the_method_is_told_and_the_example_says_so(house):
    house.permits("Okt-24 | Parepare | Ujung | 12")
    drafts.current()
    app = opened()
    own = html(app)
    assert "Oktober 2024: belum ada kecamatan yang punya skor" in words(own)
    assert METHOD.indicators[0].why_posts in words(own)
    assert "metode" not in [box.key for box in app.selectbox]  # one method: nothing to choose


def test_the_limits_say_which_view_the_reader_sees(house, monkeypatch, page):
    fill(house)
    publish.publish()
    monkeypatch.setenv("TIMPORA_VIEW", "protected")
    own = html(opened(wilayah=UJUNG))
    assert "Anda melihat tampilan terlindung" in words(part(own, "batas"))
    assert "Izin jatuh tempo disamarkan ditinggalkan" in words(part(own, "contoh"))
    assert "Anda melihat tampilan angka pasti" in words(part(page, "batas"))


@pytest.fixture
def worked(pages):
    """row, values and pillars of Ujung, as the example is drawn from."""
    answers = snapshot.current(None)
    scores = answers.ask("risk_scores", period=OCTOBER, method=None)
    points = answers.ask("risk_pillars", area=UJUNG, period=OCTOBER).set_index("pillar")["points"].to_dict()
    row = next(scores[scores["area_code"] == UJUNG].itertuples())
    return row, answers.ask("risk_values", area=UJUNG, period=OCTOBER), points


def test_a_number_made_of_rounded_counts_is_marked_in_the_example(worked):
    row, values, points = worked
    exact_ones = method_example.example(row, values, points, METHOD, OCTOBER)
    values["is_rounded"] = values["indicator"] == "permits_expiring"
    marked = method_example.example(row, values, points, METHOD, OCTOBER)
    assert "≈" not in exact_ones
    assert "Izin jatuh tempo ≈ 1 ÷ 12 × 100" in words(marked) and words(marked).count("≈") == 2


def test_an_indicator_of_which_less_asks_for_attention_is_told_the_other_way_round(worked):
    row, values, points = worked
    turned = tuple(replace(one, direction=-1) if one.id == "late_reporting" else one for one in METHOD.indicators)
    is_turned = values["indicator"] == "late_reporting"
    values.loc[is_turned, "points"] = 100 - values.loc[is_turned, "points"]
    of_points = method_example.example(row, values, points, replace(METHOD, indicators=turned), OCTOBER)
    late = next(line for line in re.findall(r"<tr>.*?</tr>", of_points) if "Keterlambatan" in line)
    assert ">100 − 100 × (" in late
    for left, right in equations(late):
        assert left == pytest.approx(right, abs=0.005)
    posts = method_indicators.posts(next(one for one in turned if one.id == "late_reporting"))
    assert posts == "50 → 5 %"


def test_an_indicator_that_this_installation_no_longer_counts_says_so():
    told = method_indicators.indicators(METHOD, {}, {}, "2024-10")
    assert "queries/indicators/tak_rate.sql tidak ada lagi di pemasangan ini." in words(told)
