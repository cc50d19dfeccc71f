"""The map as a picture for a slide: every pixel that tells something is looked at, as a person would look at it."""

import gc
import html
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from urllib.parse import unquote

import numpy as np
import pytest
from matplotlib.ft2font import FT2Font
from PIL import Image
from test_maps import CODES, EVERY_KIND, import_land, layer, places, row_of_places, shapes, values  # noqa: F401 (fixtures)

from timpora import paths
from timpora.draw import geometry, image_column, image_shapes, map_image, palettes, pictures, readable, show_map
from timpora.draw.image_sheet import face
from timpora.draw.map_caption import Caption
from timpora.draw.slide import Map

CAPTION = Caption(
    title="Di mana orang asing berada",
    sentence="Izin tinggal aktif, Oktober 2024: ≈345 orang. 27 kecamatan ≈5 atau lebih.",
    source_note="Sumber: Imigrasi, Izin tinggal, Oktober 2024, diterima 4 November 2024 (umur 1 hari)",
    snapshot="2024-10-0123456789ab",
)
SAMPLE = replace(CAPTION, sample="DATA CONTOH · angka buatan")
MAP_LEFT = map_image.COLUMN + 2 * map_image.MARGIN  # right of it there is only map
SWATCH = map_image.MARGIN + 6  # a column of pixels through the swatches of the legend


@pytest.fixture(scope="module")
def land(tmp_path_factory) -> geometry.Geometry:
    """Seven squares in a row, from west to east in the order of CODES."""
    folder = tmp_path_factory.mktemp("gambar")
    return geometry.script(row_of_places(), import_land(folder), folder / "cache")


def picture(*cells, **changes) -> pictures.Picture:
    return pictures.picture(values(*cells), layer(**changes), "Oktober 2024")


def pixels(png: bytes) -> np.ndarray:
    """(height, width, 3) of 0 to 255."""
    return np.asarray(Image.open(BytesIO(png)).convert("RGB"))


def drawn(some: pictures.Picture | list, land: geometry.Geometry, caption: Caption = CAPTION, **how) -> np.ndarray:
    some = some if isinstance(some, list) else [some]
    return pixels(map_image.png(some, land, caption, **{"scale": 1} | how))


def of(image: np.ndarray, colour: str) -> np.ndarray:
    """Where a picture has exactly this colour."""
    red, green, blue = (image[..., place] == int(colour[at : at + 2], 16) for place, at in enumerate((1, 3, 5)))
    return red & green & blue


def on_map(image: np.ndarray, colour: str) -> int:
    return int(of(image[:, MAP_LEFT:], colour).sum())


def runs(column: np.ndarray) -> int:
    """How many pieces the true ones of a row are in."""
    return int((np.diff(column.astype(int), prepend=0) == 1).sum())


def test_a_slide_is_filled_at_twice_its_size(land):
    assert pixels(map_image.png([picture(1, 5)], land, CAPTION)).shape == (1440, 2560, 3)
    assert drawn(picture(1, 5), land, size=(1920, 1080)).shape == (1080, 1920, 3)


def test_areas_have_the_colours_of_their_classes_from_west_to_east(land):
    some = picture(0, 1, 5, 10, 25, 100)
    image = drawn(some, land)
    colours = [some.zero_colour, *some.palette]
    middles = [np.flatnonzero(of(image[:, MAP_LEFT:], colour).any(axis=0)).mean() for colour in colours]
    assert middles == sorted(middles)
    assert np.diff(middles) == pytest.approx([np.diff(middles).mean()] * 5, rel=0.05)
    assert min(on_map(image, colour) for colour in colours) > 2500


@pytest.mark.parametrize(
    ("kind", "ground", "mark"),
    [
        ("not_reported", "not_reported_ground", "not_reported_line"),
        ("suppressed", "suppressed_ground", "suppressed_dot"),
        ("insufficient", "insufficient_ground", "insufficient_grid"),
        ("not_applicable", "not_applicable_ground", "not_applicable_dash"),
    ],
)
def test_each_kind_of_empty_has_its_own_ground_and_its_own_marks(land, kind, ground, mark):
    image = drawn(picture(*[kind] * 7), land)
    others = {palettes.EMPTY[name] for name in palettes.EMPTY if name not in (ground, mark)} - {"#ffffff"}
    assert on_map(image, palettes.EMPTY[ground]) > 5000 and on_map(image, palettes.EMPTY[mark]) > 120
    assert max(on_map(image, colour) for colour in others) < 25
    assert of(image[:, :MAP_LEFT], palettes.EMPTY[ground]).sum() > 25  # the legend wears it too


def test_a_small_base_is_hatched_over_the_colour_of_its_class(land):
    frame = values(7, 7, 7)
    small = pictures.picture(frame.assign(is_small_base=True), layer(), "")
    # At the size of a slide: a line of one pixel is mixed with its neighbours.
    image, plain = (drawn(one, land, scale=2) for one in (small, pictures.picture(frame, layer(), "")))
    line, colour = palettes.SMALL_BASE["small_base_line"], small.palette[1]
    assert on_map(image, line) > 500 and on_map(plain, line) == 0
    assert on_map(plain, colour) > on_map(image, colour) > 0.4 * on_map(plain, colour)


def test_an_area_outside_the_view_is_plain_land(land):
    assert on_map(drawn(picture(7), land), palettes.MAP["land"]) > on_map(
        drawn(picture(7, 7, 7, 7, 7, 7, 7), land), palettes.MAP["land"]
    )


def test_sample_data_is_marked_across_the_map_and_no_colour_of_an_area_changes(land):
    some = picture(0, 1, 5, 10, 25, 100, "suppressed")
    # The mark across the top takes a strip of the map; what is compared has one, too.
    real, sample = drawn(some, land, replace(CAPTION, marks=("Angka eksak",))), drawn(some, land, SAMPLE)
    assert (real[map_image.STRIP :, MAP_LEFT:] != sample[map_image.STRIP :, MAP_LEFT:]).any(axis=-1).mean() > 0.02
    for colour in (some.zero_colour, *some.palette, palettes.EMPTY["suppressed_ground"]):
        assert on_map(real, colour) == on_map(sample, colour) > 250
    assert of(sample[: map_image.STRIP], map_image.SAMPLE_GROUND).mean() > 0.7
    assert not of(real, map_image.SAMPLE_GROUND).any()


def test_a_scale_that_is_not_the_fixed_one_is_said_loudly(land):
    loud = replace(picture(1, 5), warning="Skala bebas: warna tidak dapat dibandingkan dengan peta lain.")
    assert of(drawn(loud, land), image_column.WARNING_GROUND).sum() > 10_000
    assert not of(drawn(picture(1, 5), land), image_column.WARNING_GROUND).any()


def test_pictures_on_one_scale_share_a_legend_and_others_have_their_own(land):
    one, other = picture(0, 30), picture(30, 0)
    colour = one.palette[3]
    shared, apart = drawn([one, other], land), drawn([one, picture(30, 0, breaks=(5, 10, 20, 50))], land)
    assert runs(of(shared[:, SWATCH], colour)) == 1
    assert runs(of(apart[:, SWATCH], colour)) == 2
    assert runs(of(drawn([one, picture(0, name="Lain")], land)[:, SWATCH], colour)) == 1


def test_with_more_scales_than_have_room_each_map_has_its_own_legend_and_that_is_said_loudly(land):
    some = [picture(30, 0, breaks=(5, 10, 20, last)) for last in range(100, 106)]
    image, colour = drawn(some, land), some[0].palette[4]  # a colour that no area has
    column = map_image.MARGIN + map_image.COLUMN
    assert not of(image[:, :column], colour).any() and of(image[:, column:], colour).sum() > 6 * 60
    assert of(image, image_column.WARNING_GROUND).sum() > 5000


def test_a_kind_of_empty_that_only_the_second_picture_has_is_in_the_shared_legend(land):
    image = drawn([picture(5, 7), picture(5, "suppressed")], land)
    assert of(image[:, SWATCH - 4 : SWATCH + 4], palettes.EMPTY["suppressed_ground"]).any()


def test_twelve_pictures_are_twelve_maps_and_thirteen_are_refused(land):
    image = drawn([picture(100)] * 12, land)
    dark = of(image[:, MAP_LEFT:], picture(100).palette[4])
    assert runs(dark.any(axis=0)) * runs(dark.any(axis=1)) == 12
    with pytest.raises(ValueError, match="12 pictures"):
        map_image.png([picture(100)] * 13, land, CAPTION)


def test_tiles_are_drawn_with_a_name_in_each(shapes):  # noqa: F811
    image = drawn(picture(*[0] * 8), shapes)
    assert on_map(image, picture(0).zero_colour) > 12_000
    assert on_map(image, palettes.INKS["dark"]) > 100


def test_what_is_chosen_has_a_ring(land):
    some = picture(*[5] * 7)
    assert on_map(drawn(some, land, selected=CODES[2]), palettes.MAP["selected"]) > 250
    assert on_map(drawn(some, land, selected="kantor"), palettes.MAP["selected"]) == 0


def written(shown: Map) -> dict[str, float]:
    """What is written on the map of a slide → its size, in hundredths of the least height that a screen has for it."""
    drawn = unquote(show_map.image(shown, "peta", is_sample=False))
    found = re.findall(r'<text [^>]*font-size="(\d+)"[^>]*>([^<]+)</text>', html.unescape(drawn))
    return {text: int(size) / 10 / show_map._ONE[1] * 100 * show_map._HIGH for size, text in found}


def test_on_a_slide_who_is_in_the_light_is_named_and_nothing_on_the_map_is_too_small_to_be_read(land):
    some = picture(*[5] * 7)
    plain, lit = (written(Map((some,), land, light)) for light in ((), (CODES[0], CODES[3])))
    plane = image_shapes.read(land.path)
    wanted = {plane.names[plane.codes.index(code)] for code in (CODES[0], CODES[3])}
    assert wanted <= lit.keys() and not wanted & plain.keys()
    assert min([*plain.values(), *lit.values()]) >= 100 * readable.NAMES - 0.05


def test_the_same_pictures_are_the_same_bytes_in_four_threads_at_once(land):
    some = [pictures.picture(EVERY_KIND, layer(), "Oktober 2024")]
    alone = map_image.png(some, land, SAMPLE, scale=1)
    with ThreadPoolExecutor(4) as threads:
        at_once = list(threads.map(lambda _: map_image.png(some, land, SAMPLE, scale=1), range(4)))
    assert set(at_once) == {alone}


@pytest.mark.parametrize(
    "name",
    [
        "<script>alert(1)</script>",
        "=cmd|' /C calc'!A0",
        "$\\frac{1}{2",
        "Ka\nti\x00",
        pytest.param("W" * 4000, marks=pytest.mark.slow),
    ],
)
def test_no_name_and_no_sentence_breaks_a_picture(places, tmp_path, name):  # noqa: F811
    strange = geometry.script(places.assign(area_name=name, kabupaten_name=name), tmp_path / "none", tmp_path / "c")
    caption = Caption(name, name, name, name, name, (name,), (name,))
    frame = values(0, 5, "suppressed").assign(area_name=name)
    some = pictures.picture(frame, layer(name=name, unit=name), name)
    assert drawn([some, replace(some, warning=name)], strange, caption).shape == (720, 1280, 3)


def test_a_long_note_on_sources_stands_under_the_whole_sheet_and_the_map_gives_way(land):
    some = picture(*[100] * 7)
    long = replace(CAPTION, source_note="Sumber: " + "Dinas Kependudukan, Administrasi, Triwulan III 2024 · " * 20)
    foot = slice(-60, None)
    assert not of(drawn(some, land, long)[foot], palettes.MAP["sea"]).any()
    assert of(drawn(some, land)[foot], palettes.MAP["sea"]).any()


def test_a_number_that_is_withheld_is_in_no_pixel(land):
    withheld = values(7, "suppressed")
    told = withheld.assign(value=[7.0, 83.0])  # as if an answer had carried it along
    one, other = (map_image.png([pictures.picture(f, layer(), "")], land, CAPTION, scale=1) for f in (withheld, told))
    assert one == other


def test_the_signs_that_numbers_are_written_with_are_in_the_font():
    for bold in (True, False):
        font = FT2Font(str(face(bold)))
        assert [sign for sign in "≈–≥−<·×…" if not font.get_char_index(ord(sign))] == []


def test_a_slide_that_was_made_leaves_no_pixels_behind(land):
    def megabytes() -> int:
        return int(re.search(r"VmRSS:\s+(\d+)", Path("/proc/self/status").read_text())[1]) // 1024

    map_image.png([picture(1)], land, CAPTION)
    gc.disable()
    try:
        before = megabytes()
        for _ in range(5):
            map_image.png([picture(1)], land, CAPTION)
        assert megabytes() - before < 40  # of 5 times 15 MB
    finally:
        gc.enable()


def test_what_starts_a_server_does_not_import_matplotlib():
    code = "import sys, timpora.draw.map_image; sys.exit('matplotlib' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=paths.ROOT, check=False).returncode == 0


def test_no_state_that_threads_would_share_is_used(land, monkeypatch):
    monkeypatch.delitem(sys.modules, "matplotlib.pyplot", raising=False)  # another test's library may have asked for it
    map_image.png([picture(1)], land, CAPTION, scale=1)
    assert "matplotlib.pyplot" not in sys.modules
