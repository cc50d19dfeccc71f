"""What the map can show: measures and indicators by one list, drawn in the right colours, honest on small bases."""

import json
import re
import tomllib
from datetime import date

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest
from test_maps import as_written, painted
from test_risk import judged

from timpora import paths
from timpora.draw import classes, geometry, legend, map_table, palettes, pictures, sentences
from timpora.draw.provenance import layer_links
from timpora.measure import method as methods
from timpora.store import publish, snapshot
from timpora.store.refused import PublicationError
from timpora.web import map_view

OKT = "2024-10-01"
MONTH = date(2024, 10, 1)
REFERENCE = paths.ROOT / "data" / "reference"
LAYERS = tomllib.loads((REFERENCE / "layers.toml").read_text("utf-8"))["layers"]
METHOD = methods.parse((REFERENCE / "indicators.toml").read_text("utf-8"))
INDICATORS = {one.id: one for one in METHOD.indicators}
OF_INDICATORS = [layer for layer in LAYERS if layer.get("indicator") in INDICATORS]
PAPARAN = {one.id for one in METHOD.indicators if one.pillar == "paparan"}
GROUPS = [
    "Keberadaan",
    "Cakupan & ketepatan",
    "Selisih antarinstansi",
    "Konteks pemilihan",
    "Kesiapan",
    "Indeks",
]
APOA = (
    "BULAN;KAB/KOTA;KECAMATAN;PENGINAPAN TERDAFTAR;PENGINAPAN MELAPOR;LAPOR MASUK;LAPOR KELUAR;"
    "TERLAMBAT >24 JAM;MASUK >30 HARI TANPA KELUAR"
)
READY = "TRIWULAN;KAB/KOTA;KECAMATAN;SK TIM;RAPAT TERAKHIR;PELATIHAN APOA;RT/RW ADA TIM;JUMLAH RT/RW"
PEOPLE = "TAHUN;KAB/KOTA;KECAMATAN;JUMLAH PENDUDUK"
REGISTRY = "Triwulan III 2024;;;\nKAB/KOTA;KECAMATAN;SKTT;KTP-EL OA\nParepare;Ujung;30;0"


def parepare(house):
    """Bases of 50, 20, 12, 4, 3 and none; Bacukiki Barat says nothing of its lodgings."""
    house.load(f"{PEOPLE}\n2024;Parepare;Ujung;40.000", "2024-02-10")
    house.permits(
        "Okt-24 | Parepare | Ujung | 42", "Okt-24 | Parepare | Soreang | -", "Okt-24 | Parepare | Bacukiki | 3"
    )
    house.load(REGISTRY, "2024-10-20")
    house.load(
        f"{READY}\nTriwulan III 2024;Parepare;Ujung;Ya;15/08/2024;Ya;40;50\n"
        "Triwulan III 2024;Parepare;Soreang;Tidak;-;Tidak;0;50\n"
        "Triwulan III 2024;Parepare;Bacukiki;Ya;-;Tidak;3;12\n"
        "Triwulan III 2024;Parepare;Bacukiki Barat;Ya;-;Ya;1;4"
    )
    house.load(
        f"{APOA}\nOkt-24;Parepare;Ujung;20;15;100;90;5;0\nOkt-24;Parepare;Soreang;10;4;100;90;60;30\n"
        "Okt-24;Parepare;Bacukiki;0;0;0;0;0;0\nOkt-24;Barru;Balusu;3;3;4;4;1;0"
    )


@pytest.fixture
def ask(house):
    house.published(parepare)
    return snapshot.current(None).ask


def described(ask, layer: str) -> pd.Series:
    return ask("layers").set_index("layer", drop=False).loc[layer]


def kecamatan(ask, layer: str) -> pd.DataFrame:
    """What the map is drawn from."""
    return pictures.of_kecamatan(ask("layer_values", layer=layer, period=OKT))


def parts(frame: pd.DataFrame, *columns: str) -> dict[str, tuple]:
    """Name → columns, for the kecamatan of Parepare; no number is None."""
    own = frame[frame["area_code"].str.startswith("73.72")].set_index("area_name")[list(columns)]
    return {name: tuple(None if pd.isna(cell) else cell for cell in row) for name, *row in own.itertuples()}


# The list


def test_every_indicator_of_the_index_is_a_layer_and_so_is_the_index():
    assert INDICATORS.keys() <= {layer["id"] for layer in LAYERS}
    assert [layer["id"] for layer in LAYERS if layer.get("indicator") == "index"] == ["index"]


def test_addresses_that_were_shared_before_still_name_a_layer_and_the_first_is_presence():
    assert {"presence", "presence_density", "apoa_coverage"} <= {layer["id"] for layer in LAYERS}
    assert LAYERS[0]["id"] == "presence"


def test_layers_stand_in_groups_in_the_order_that_a_reader_looks_for_them(ask):
    assert list(dict.fromkeys(ask("layers")["layer_group"])) == GROUPS


def test_every_layer_says_what_it_means_in_what_unit_from_whom_and_what_of_it_asks_for_attention(ask):
    for layer in ask("layers").itertuples():
        assert layer.meaning and layer.unit and layer.agency and layer.why_breaks, layer.layer
        assert 40 < len(layer.meaning) < 150 and layer.meaning.endswith("."), layer.layer
        assert layer.direction in ("none", "more", "less")
    assert described(ask, "registry_mismatch").agency == "Dukcapil, Imigrasi"
    note = sentences.layer_note(described(ask, "apoa_coverage"))
    assert "Makin rendah, makin meminta perhatian. Dari: Imigrasi (APOA)." in note


@pytest.mark.parametrize("layer", OF_INDICATORS, ids=lambda layer: layer["id"])
def test_the_classes_of_an_indicator_ascend_and_lie_between_its_posts(layer):
    one, breaks = INDICATORS[layer["indicator"]], layer["breaks"]
    assert breaks == sorted(set(breaks)) and 2 <= len(breaks) <= 5
    assert one.low <= breaks[0] and breaks[-1] <= one.high
    # The palest and the darkest class are what the posts call good and bad, to a third of the way between them.
    reach = (one.high - one.low) / 3
    assert breaks[0] <= one.low + reach and breaks[-1] >= one.high - reach
    # As it is written, or the legend would say another bound than the one that is drawn.
    assert [round(each, one.decimals) for each in breaks] == breaks


# Colours


def test_no_layer_of_presence_is_drawn_in_the_colours_of_attention(ask):
    attention = {colour for steps in palettes.YELLOW_ORANGE_BROWN.values() for colour in steps}
    exposure = {colour for steps in palettes.BLUES.values() for colour in steps}
    of_presence = []
    for _, layer in ask("layers").iterrows():
        drawn = set(map_view.described(layer).palette)
        if layer.layer_group == "Keberadaan":
            of_presence.append(layer.layer)
            assert drawn <= exposure and not drawn & attention and layer.direction == "none"
        else:
            assert drawn <= attention
    assert set(of_presence) > PAPARAN


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ('palette = "exposure"', 'palette = "attention"', r"presence_surge\s+none\s+attention"),
        ('indicator = "late_reporting"', 'indicator = "late"', r"late_reporting\s+late"),
        ('group = "Selisih antarinstansi"', 'group = "Keberadaan"', r"Keberadaan\s+0"),
        ("smallest_base = 5", "smallest_base = 4", r"apoa_coverage\s+registered_lodgings\s+4"),
    ],
)
def test_a_layer_file_that_contradicts_itself_is_never_published_and_says_what_to_mend(house, before, after, says):
    house.permits("Okt-24 | Parepare | Ujung | 12")
    own = paths.data() / "reference"
    own.mkdir(parents=True)
    for file in REFERENCE.iterdir():
        text = file.read_text("utf-8")
        (own / file.name).write_text(text.replace(before, after) if file.name == "layers.toml" else text, "utf-8")
    with pytest.raises(PublicationError, match=f"(?s)mend data/reference/layers.toml|move them.*{says}"):
        publish.publish()


# Numbers


def test_the_map_shows_of_an_indicator_what_the_page_on_the_index_shows(ask):
    risk = {code: ask("risk_values", area=code, period=OKT).set_index("indicator") for code in ("73.72.02", "73.72.03")}
    known = 0
    for layer in [*OF_INDICATORS, {"id": "presence_density", "indicator": "presence_density"}]:
        values = kecamatan(ask, layer["id"]).set_index("area_code")
        for code, found in risk.items():
            own = found.loc[layer["indicator"]]
            assert values.loc[code, "state"] == own["state"]
            if own["state"] == "reported":
                known += 1
                assert values.loc[code, "value"] == own["value"], layer["id"]
    assert known > 10


def test_the_layer_of_the_index_has_its_scores_and_the_classes_of_the_method(house):
    house.published(judged)
    ask = snapshot.current(None).ask
    scores = ask("risk_scores", period=OKT, method=None).set_index("area_code")
    values = kecamatan(ask, "index").set_index("area_code")
    assert values["state"].eq(scores["state"]).all() and values["state"].eq("reported").sum() >= 2
    assert values["value"].dropna().to_dict() == scores["score"].dropna().to_dict()
    layer = described(ask, "index")
    assert (list(layer.breaks), layer.layer_name) == ([METHOD.rules.medium, METHOD.rules.high], METHOD.name)
    drawn = classes.letters(values.reset_index(), map_view.described(layer))
    of_the_index = scores["class_code"].map({"low": "0", "medium": "1", "high": "2"}).fillna("i")
    assert drawn.to_dict() == of_the_index.to_dict()


def test_every_kind_of_empty_stays_what_it_is(ask):
    assert parts(kecamatan(ask, "apoa_coverage_gap"), "state") == {
        "Bacukiki": ("not_applicable",),
        "Ujung": ("reported",),
        "Soreang": ("reported",),
        "Bacukiki Barat": ("not_reported",),
    }
    late = kecamatan(ask, "early_detection_gap")
    assert len(late) == 68 and parts(late, "state")["Bacukiki Barat"] == ("insufficient",)


def test_the_number_of_a_kabupaten_or_the_office_is_the_median_of_its_kecamatan_that_have_one(ask):
    known = kecamatan(ask, "readiness_gap")["value"].dropna()
    assert sorted(known.round(1)) == [0, 33.3, 66.7, 100]
    for area in ("73.72", "kantor"):
        whole = ask("layer_value", layer="readiness_gap", area=area, period=OKT).iloc[0]
        assert whole.value == pytest.approx(50) and whole.areas_reporting == 4
    assert ask("layer_value", layer="early_detection_gap", area="73.72", period=OKT)["value"].item() == 75  # 20 75 100
    said = sentences.made_from(whole, described(ask, "readiness_gap"))
    assert said == "Kesenjangan kesiapan · median dari 4 kecamatan yang punya nilai, dari 68"


def test_a_group_in_which_nobody_has_a_value_says_why(ask):
    states = {
        (layer, area): ask("layer_value", layer=layer, area=area, period=OKT)["state"].item()
        for layer, area in (
            ("overdue_followup", "kantor"),
            ("apoa_coverage_gap", "73.72.01"),
            ("early_detection_gap", "73.72.04"),
            ("early_detection_gap", "73.11"),
            ("late_reporting", "73.72"),
        )
    }
    assert list(states.values()) == ["not_reported", "not_applicable", "insufficient", "not_reported", "reported"]


def test_who_sees_one_kabupaten_gets_the_median_of_that(house, ask):
    own = snapshot.current(("73.72.02", "73.72.03")).ask
    whole = own("layer_value", layer="readiness_gap", area="kantor", period=OKT).iloc[0]
    assert (whole.value, whole.areas_expected) == (50, 2)
    assert kecamatan(own, "index")["area_code"].tolist() == ["73.72.02", "73.72.03"]


def test_the_sources_behind_an_indicator_are_those_its_query_counts_from(ask):
    rows = ask("layer_sources", layer="registry_mismatch", period=OKT, areas=["73.72.02"])
    assert rows["source"].tolist() == ["adminduk", "izin_tinggal"]
    assert rows["newest_period"].dt.strftime("%Y-%m").tolist() == ["2024-09", "2024-10"]
    whole = ask("layer_sources", layer="index", period=OKT, areas=["73.72.02"])
    assert {"rtl", "tps_rawan", "kesiapan"} < set(whole["source"]) and "penduduk" not in set(whole["source"])


# Small bases


def test_a_value_on_a_base_below_twenty_is_marked_and_below_five_withheld_unless_it_is_shrunk(ask):
    found = parts(kecamatan(ask, "early_detection_gap"), "value", "state", "is_small_base")
    assert found == {
        "Ujung": (pytest.approx(20), "reported", False),
        "Soreang": (100, "reported", False),
        "Bacukiki": (75, "reported", True),
        "Bacukiki Barat": (None, "insufficient", False),
    }
    shrunk = kecamatan(ask, "apoa_coverage_gap").set_index("area_name")
    assert shrunk.loc[["Ujung", "Soreang", "Balusu"], "is_small_base"].tolist() == [False, True, True]
    measure = kecamatan(ask, "apoa_coverage").set_index("area_name")
    assert measure.loc[["Ujung", "Soreang", "Balusu"], "is_small_base"].tolist() == [False, True, False]
    assert measure.loc["Balusu", "state"] == "insufficient"


def test_what_stands_on_no_count_of_cases_has_no_small_base(ask):
    for layer in ("presence", "presence_density", "presence_surge", "readiness_gap", "index"):
        assert not kecamatan(ask, layer)["is_small_base"].any(), layer


def test_a_small_base_is_hatched_said_counted_and_named_in_the_table(ask, tmp_path):
    layer, values = described(ask, "early_detection_gap"), kecamatan(ask, "early_detection_gap")
    drawn = map_view.described(layer)
    shapes = geometry.script(ask("areas"), tmp_path / "none", tmp_path)
    table = painted(values, drawn, shapes)
    assert table["i"][0]["c"][shapes.codes.index("73.72.01")] == "D"
    assert "75 % (basis kecil)" in table["i"][0]["t"] and "20 %" in table["i"][0]["t"]
    assert len(json.dumps(table)) < 1200
    rows = {row.mark: row for row in legend.legend(classes.letters(values, drawn), drawn)}
    assert (rows["3"].count, rows["4"].count, rows["h"].count) == (1, 1, 1)
    assert sum(row.count for row in rows.values() if row.mark != "h") == 68
    grid = map_table.of([pictures.picture(values, drawn, "")], values, layer)
    written = as_written(grid).set_index("Kecamatan")
    assert written.loc["Bacukiki", "Keterangan"] == "basis kecil"
    own = ask("layer_value", layer=layer.layer, area="73.72.01", period=OKT).iloc[0]
    assert sentences.made_from(own, layer) == "Kesenjangan deteksi dini · basis kecil"


def test_estimates_have_no_rank_in_the_table_and_stand_by_name(ask):
    for name, is_ranked in (("presence", True), ("late_reporting", False), ("index", False)):
        values = kecamatan(ask, name)
        layer = described(ask, name)
        picture = pictures.picture(values, map_view.described(layer), "")
        table = map_table.of([picture], values, layer).data
        assert ("Peringkat" in table.columns) == is_ranked and len(table) == 68
    assert table["Kabupaten/kota"].is_monotonic_increasing


# Rounded


def test_a_protected_indicator_says_what_is_withheld_and_what_a_rounded_zero_may_be(house, monkeypatch):
    house.published(parepare)
    monkeypatch.setenv("TIMPORA_VIEW", "protected")
    ask = snapshot.current(None).ask
    assert kecamatan(ask, "registry_mismatch")["state"].eq("reported").sum() == 0
    for name in ask("layers")["layer"]:
        layer, values = described(ask, name), kecamatan(ask, name)
        assert len(legend.legend(classes.letters(values, map_view.described(layer)), map_view.described(layer))) >= 2
        sentences.map_answer(values, ask("layer_value", layer=name, area="kantor", period=OKT).iloc[0], layer, MONTH)
    for code in ("73.72.02", "73.72.03"):
        shown = ask("risk_values", area=code, period=OKT).set_index("indicator")
        for layer in OF_INDICATORS:
            own = ask("layer_value", layer=layer["id"], area=code, period=OKT).iloc[0]
            assert own.state == shown.loc[layer["indicator"], "state"]
            assert bool(own.is_rounded) == bool(shown.loc[layer["indicator"], "is_rounded"] and own.state == "reported")


# The page


@pytest.fixture
def peta(house):
    def open_page(draw=parepare, is_table: bool = False, **query: str) -> AppTest:
        if not snapshot_is_there():
            house.published(draw)
        app = AppTest.from_file(str(paths.ROOT / "timpora" / "web" / "frame.py"), default_timeout=60)
        for key, value in query.items():
            app.query_params[key] = value
        if is_table:
            app.session_state["tabel_peta"] = True
        return app.switch_page(str(paths.PAGES / "peta.py")).run()

    return open_page


def snapshot_is_there() -> bool:
    return (paths.exact() / "current").exists()


def text(app: AppTest) -> str:
    assert not app.exception, app.exception
    parts = [*app.title, *app.caption, *app.info, *app.warning, *app.get("html")]
    return " ".join(str(getattr(part, "value", None) or part.proto.body) for part in parts)


def sent_to_the_map(app: AppTest) -> str:
    return json.loads(app.get("component_instance")[0].proto.json_args)["feature_group"]


def test_the_choice_of_layer_names_the_group_first(peta):
    names = peta().selectbox(key="lapisan").options
    assert names[0] == "Keberadaan · Izin tinggal aktif" and "Kesiapan · Kesenjangan deteksi dini" in names
    assert len(names) == len(LAYERS)
    assert list(dict.fromkeys(name.partition(" · ")[0] for name in names)) == GROUPS


def test_the_map_of_an_indicator_says_its_median_links_to_why_and_how_and_names_its_sources(peta):
    app = peta(lapisan="early_detection_gap", wilayah="73.72", periode="2024-10")
    words = text(app)
    assert "Kesenjangan deteksi dini, Oktober 2024: median 75 % dari 3 kecamatan yang punya nilai." in words
    assert "64 kecamatan belum melaporkan. 1 kecamatan: data tidak cukup." in words
    assert "di antaranya basis kecil" in sent_to_the_map(app) and "Makin tinggi, makin meminta perhatian." in words
    assert 'href="risiko?bagian=penjelasan&amp;wilayah=73.72&amp;periode=2024-10"' in words
    assert 'href="metode"' in words and "Sumber: Kesbangpol / kecamatan, " in words
    assert app.title[0].value == "Di mana perlu dibenahi"
    assert app.query_params["lapisan"] == "early_detection_gap"


def test_presence_keeps_its_question_and_its_way_to_the_files(peta):
    app = peta(lapisan="presence")
    assert app.title[0].value == "Di mana orang asing berada" and "mutu-data?bagian=asal" in text(app)
    presence = described(snapshot.current(None).ask, "presence")
    assert "risiko" not in layer_links(presence, "kantor", pd.Timestamp(OKT))


def test_the_map_of_the_index_says_a_score_with_its_class_and_interval(peta):
    app = peta(judged, lapisan="index", wilayah="73.72.03")
    words = text(app)
    assert re.search(r"Indeks perhatian pra-pemilihan, Oktober 2024: median \d+,\d poin dari 2 kecamatan", words)
    sent = sent_to_the_map(app)
    assert "Tinggi, 50 ke atas" in sent and "Skor 0–100" in words
    assert re.search(r"Tinggi, \d+,\d \(\d+–\d+\)", sent)


@pytest.mark.parametrize("layer", [layer["id"] for layer in LAYERS])
def test_every_layer_opens_and_its_table_too(peta, layer):
    app = peta(lapisan=layer, is_table=True)
    text(app)
    assert len(app.dataframe[0].value) == 68
    assert app.query_params["lapisan"] == layer
