"""One theme, light and dark: colours stand in one place, every stylesheet knows both, and words can be read in both."""

import re
from itertools import product

import pytest

from timpora import paths, theme
from timpora.draw import looks, maps, palettes

ROOT = paths.ROOT
SOURCES = [
    *ROOT.glob("timpora/**/*.py"),
    *ROOT.glob("timpora/draw/static/*.css"),
    *ROOT.glob("timpora/draw/static/*.js"),
    *ROOT.glob("pages/*.py"),
    ROOT / "dashboard.py",
]
# Where colours are said: of data, and the names by which the browser puts the theme's into a chart.
PLACES = {"palettes.py", "on_screen.py"}
COLOUR = re.compile(r"#(?:[0-9a-f]{8}|[0-9a-f]{6}|[0-9a-f]{3,4})\b(?!;)|\brgba?\(|%23[0-9a-f]{6}", re.IGNORECASE)
WORDS = ("ink", "muted", "accent")
GROUNDS = ("ground", "shade")


def contrast(one: str, other: str) -> float:
    """As WCAG 2 has it, 1 to 21."""
    lights = sorted((light(one), light(other)))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def light(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(part * share for part, share in zip(linear, (0.2126, 0.7152, 0.0722), strict=True))


@pytest.mark.parametrize("file", SOURCES, ids=lambda file: file.name)
def test_no_colour_is_said_outside_the_theme(file):
    if file.name not in PLACES:
        assert COLOUR.findall(file.read_text("utf-8")) == []


@pytest.mark.parametrize("kind", theme.KINDS)
def test_words_can_be_read_on_every_ground_of_the_theme(kind):
    own = theme.colours(kind)
    pairs = {pair: contrast(*(own[name] for name in pair)) for pair in product(WORDS, GROUNDS)}
    for hue in theme.HUES:  # a warning on its own ground, and as a word on the page's
        pairs |= {(hue, ground): contrast(own[hue], own[ground]) for ground in ("ground", f"{hue}-ground")}
    assert {pair: round(ratio, 2) for pair, ratio in pairs.items() if ratio < 4.5} == {}


@pytest.mark.parametrize("kind", theme.KINDS)
def test_lines_edges_and_marks_stand_out_from_the_ground(kind):
    own = theme.colours(kind)
    marks = {name: own[name] for name in ("rule", *(f"{hue}-edge" for hue in theme.HUES))}
    marks |= {f"line {place}": colour for place, colour in enumerate(theme.series(kind))}
    faint = {name: round(contrast(colour, own["ground"]), 2) for name, colour in marks.items()}
    assert {name: ratio for name, ratio in faint.items() if ratio < 3} == {}


def test_small_pictures_are_seen_on_the_grounds_of_both_themes():
    drawn = [palettes.SMALL["line"], palettes.SMALL["kabupaten"], palettes.ALARM["month"]]
    grounds = [theme.colours(kind)["ground"] for kind in theme.KINDS]
    assert min(contrast(*pair) for pair in product(drawn, grounds)) >= 3


@pytest.mark.parametrize("kind", theme.KINDS)
def test_what_is_written_and_drawn_on_the_map_is_seen_in_both_themes(kind):
    around = palettes.around(kind)
    assert contrast(around["text"], around["halo"]) >= 7 and contrast(around["selected"], around["halo"]) >= 7
    assert contrast(around["water_text"], around["halo"]) >= 4.5
    for state in ("not_reported", "suppressed", "insufficient", "not_applicable"):
        ground, mark = [colour for name, colour in around.items() if name.startswith(state)]
        assert contrast(ground, mark) >= 1.7, state
    grounds = [colour for name, colour in around.items() if name.endswith("_ground")]
    assert len(set(grounds)) == 4


def test_the_page_and_each_stylesheet_know_every_colour_they_name():
    page, frame = looks.variables("light"), set(palettes.around("light"))
    known = set(re.findall(r"--([\w-]+):", page)) | frame
    own = {"u", "small", "least", "fit", "size", "class", "lane", "lanes", "medium", "high", "timpora-font"}
    asked = {}
    for file in SOURCES:
        named = set(re.findall(r"var\(--([\w-]+)", file.read_text("utf-8")))
        if missing := named - known - own:
            asked[file.name] = missing
    assert asked == {}


def test_a_stylesheet_is_served_with_both_themes_before_it():
    for file in maps.STATIC.glob("*.css"):
        served = maps.styled(file).decode()
        assert served.startswith(looks.variables()) and served.endswith(file.read_text("utf-8"))
    light_ink, dark_ink = (theme.colours(kind)["ink"] for kind in theme.KINDS)
    assert f"--ink:light-dark({light_ink},{dark_ink});" in looks.variables()
    # A browser that does not know light-dark() has the theme of the session.
    assert looks.variables("dark").partition("@supports")[0].count(f"--ink:{dark_ink};") == 1


def test_what_the_map_measures_text_by_is_what_it_is_written_in():
    assert f'const FACE = "{theme.FACE}";' in (maps.STATIC / "peta-theme.js").read_text("utf-8")
    faces = [file.name for file in SOURCES if "Segoe" in file.read_text("utf-8")]
    assert sorted(faces) == ["peta-theme.js", "show_sheet.py", "theme.py"]
