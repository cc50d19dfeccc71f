"""What a page gives to take along: four files of what this viewer sees, for whom may take them, and marked."""

import io
from datetime import date

import pytest
from matplotlib.image import imread
from python_calamine import CalamineWorkbook
from streamlit.testing.v1 import AppTest

from timpora.access import roles
from timpora.draw import map_export, pictures
from timpora.store import snapshot
from timpora.text import month
from timpora.web import map_view, take_along

PERIOD = date(2024, 10, 1)
PAREPARE = ("73.72",)


def drawn(house) -> None:
    house.permits("Okt-24 | Parepare | Ujung | 40", "Okt-24 | Barru | Balusu | 70001")


@pytest.fixture
def published(house, monkeypatch):
    """A house of rounded numbers, as a server has it."""
    house.published(drawn)
    monkeypatch.setenv("TIMPORA_VIEW", "protected")


def viewer(role: str = "analis", scope: tuple[str, ...] | None = None, through: str = "") -> roles.Viewer:
    return roles.Viewer("siti@kantor.example", role, scope, through)


def made(who: roles.Viewer) -> dict[str, bytes]:
    """All four files of the first layer, as the page would make them."""
    asked = snapshot.current(who.scope)
    layer = asked.ask("layers").iloc[0]
    values = pictures.of_kecamatan(asked.ask("layer_values", layer=layer.layer, period=PERIOD))
    part = map_export.Part(pictures.picture(values, map_view.described(layer), month(PERIOD)), values, layer)
    about = take_along.caption(who, [part], [PERIOD], "Di mana", "Izin tinggal aktif, Oktober 2024.")
    shapes = map_view.geometry(who)
    return {kind: make() for kind, make in take_along.files([part.picture], [part], shapes, about).items()}


def codes(xlsx: bytes) -> set[str]:
    rows = CalamineWorkbook.from_filelike(io.BytesIO(xlsx)).get_sheet_by_index(0).to_python()
    return {row[0] for row in rows[1:]}


def test_all_four_files_are_whole_and_say_where_they_are_from(published):
    files = made(viewer())
    assert imread(io.BytesIO(files["png"])).shape[:2] == (1440, 2560)
    for kind in ("csv", "html"):
        text = files[kind].decode("utf-8-sig")
        for words in ("Ujung", "≈40 orang", "Sumber: Imigrasi", "diterima 5 November 2024", snapshot.current(None).id):
            assert words in text
    assert len(codes(files["xlsx"])) == len(snapshot.current(None).ask("areas"))


def test_who_may_see_one_kabupaten_takes_that_one_along_and_nothing_of_the_others(published):
    files = made(viewer(scope=PAREPARE))
    assert codes(files["xlsx"]) and {code[:5] for code in codes(files["xlsx"])} == set(PAREPARE)
    for kind in ("csv", "html"):
        text = files[kind].decode("utf-8-sig")
        assert "Ujung" in text and "Balusu" not in text and "70.00" not in text


def page(role: str, through: str) -> None:
    """A page that offers the first layer, its box open, for an AppTest."""
    from datetime import date

    from timpora.access import roles
    from timpora.draw import map_export, pictures
    from timpora.text import month
    from timpora.web import map_view, take_along
    from timpora.web.answers import ask

    who, period = roles.Viewer("siti@kantor.example", role, None, through), date(2024, 10, 1)
    layer = ask(who, "layers").iloc[0]
    values = pictures.of_kecamatan(ask(who, "layer_values", layer=layer.layer, period=period))
    part = map_export.Part(pictures.picture(values, map_view.described(layer), month(period)), values, layer)
    about = take_along.caption(who, [part], [period], "Di mana", "Sekian.")
    name = take_along.file_name(layer.layer, [period], is_sample=bool(about.sample))
    if (box := take_along.box(who)) is not None:
        take_along.offer(box, [part.picture], [part], map_view.geometry(who), about, name)


def offered(role: str = "analis", through: str = "") -> list[str]:
    app = AppTest.from_function(page, kwargs={"role": role, "through": through}, default_timeout=60).run()
    assert not app.exception
    return [button.proto.label for button in app.get("download_button")]


@pytest.mark.parametrize("role", ["pimpinan", "penyaji", "petugas", "lokal"])
def test_four_files_are_offered_to_whom_may_take_them(published, role):
    assert [label[-5:] for label in offered(role)] == ["(PNG)", "XLSX)", "(CSV)", "HTML)"]


def test_nothing_is_offered_that_the_gate_would_refuse_nor_exact_numbers(published, monkeypatch):
    assert offered("admin") == []
    assert offered("analis", through="admin@kantor.example") == []
    monkeypatch.setenv("TIMPORA_VIEW", "exact")
    assert offered() == []


@pytest.mark.parametrize(
    ("what", "periods", "is_sample", "name"),
    [
        ("presence", [PERIOD], False, "peta-presence-2024-10"),
        ("presence", [PERIOD], True, "peta-presence-2024-10-contoh"),
        ("presence", [PERIOD, date(2023, 11, 1)], False, "peta-presence-2023-11-2024-10"),
        ("../../a b", [PERIOD], False, "peta-a-b-2024-10"),
    ],
)
def test_a_file_is_called_by_layer_and_month_and_whether_it_is_sample(what, periods, is_sample, name):
    assert take_along.file_name(what, periods, is_sample=is_sample) == name
