"""Colours that must be told apart can be: on a poor projector, by colour-blind readers, and in greyscale print.

Distances are CIE 1976 ΔE*ab in CIELAB (D65). A just noticeable difference is 2.3 (Mahy, Van Eycken and Oosterlinck,
Color Research and Application 19, 1994) between two patches side by side; classes lie apart on a map and a legend must
be matched, so we ask for four times that, 10. Greyscale is L* alone: steps of 8, of a hundred. Colour-blind sight is
simulated with the matrices of severity 1 of Machado, Oliveira and Fernandes (IEEE TVCG 15, 2009) on linear RGB.
"""

from itertools import combinations, pairwise

import numpy as np
import pytest

from timpora.draw import palettes

APART, STEP, OF_GROUND = 10.0, 8.0, 5.0
SIGHT = {
    "all colours": np.eye(3),
    "protanopia": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deuteranopia": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
}
TO_XYZ = [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
WHITE = [0.95047, 1.0, 1.08883]
SEQUENTIAL = {
    f"{family} {classes}": colours for family, sizes in palettes.FAMILIES.items() for classes, colours in sizes.items()
}
DIVERGING = {
    f"{family} {classes}": colours for family, sizes in palettes.DIVERGING.items() for classes, colours in sizes.items()
}


def lab(colour: str, sight: str = "all colours") -> np.ndarray:
    """L*, a*, b* of '#rrggbb' as somebody sees it."""
    parts = np.array([int(colour[at : at + 2], 16) for at in (1, 3, 5)]) / 255
    linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    seen = np.clip(np.asarray(SIGHT[sight]) @ linear, 0, 1)
    ratio = np.asarray(TO_XYZ) @ seen / WHITE
    f = np.where(ratio > 216 / 24389, np.cbrt(ratio), (24389 / 27 * ratio + 16) / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def apart(one: str, other: str, sight: str = "all colours") -> float:
    return float(np.linalg.norm(lab(one, sight) - lab(other, sight)))


def lightness(colour: str) -> float:
    return float(lab(colour)[0])


def test_the_measure_is_that_of_the_textbook():
    # Of pure red, as Lindbloom's calculator gives it (sRGB, D65).
    assert lab("#ff0000") == pytest.approx([53.24, 80.09, 67.20], abs=0.02)
    assert apart("#000000", "#ffffff") == pytest.approx(100, abs=0.01)
    # Who has no red cones sees red and a dark olive almost alike.
    assert apart("#ff0000", "#5e4e00", "protanopia") < apart("#ff0000", "#5e4e00") / 4


@pytest.mark.parametrize("sight", SIGHT)
@pytest.mark.parametrize("colours", [*SEQUENTIAL.values(), *DIVERGING.values()], ids=[*SEQUENTIAL, *DIVERGING])
def test_no_two_classes_of_a_palette_look_alike(colours, sight):
    close = {pair: apart(*pair, sight) for pair in combinations(colours, 2) if apart(*pair, sight) < APART}
    assert close == {}


@pytest.mark.parametrize("colours", SEQUENTIAL.values(), ids=SEQUENTIAL)
def test_in_greyscale_every_class_is_a_step_darker_than_the_one_before(colours):
    assert all(lightness(paler) - lightness(darker) >= STEP for paler, darker in pairwise(colours))


@pytest.mark.parametrize("colours", DIVERGING.values(), ids=DIVERGING)
def test_in_greyscale_a_difference_is_darker_the_larger_it_is_on_either_side(colours):
    # Which side it is, the sign on the area says.
    middle = len(colours) // 2
    for side in (colours[middle:], colours[middle::-1]):
        assert all(lightness(paler) - lightness(darker) >= 4 for paler, darker in pairwise(side))


@pytest.mark.parametrize("sight", SIGHT)
@pytest.mark.parametrize("family", palettes.FAMILIES)
def test_zero_is_taken_for_no_class(family, sight):
    for colours in palettes.FAMILIES[family].values():
        assert min(apart(palettes.ZERO[family], colour, sight) for colour in colours) >= APART


@pytest.mark.parametrize("sight", SIGHT)
def test_what_rounding_hides_is_taken_for_no_difference(sight):
    for colours in DIVERGING.values():
        assert min(apart(palettes.UNTOLD, colour, sight) for colour in colours) >= APART


@pytest.mark.parametrize("ground", ["sea", "water"])
def test_no_colour_of_an_area_is_taken_for_water(ground):
    areas = {colour for colours in (*SEQUENTIAL.values(), *DIVERGING.values()) for colour in colours}
    areas |= {*palettes.ZERO.values(), palettes.UNTOLD}
    assert {colour for colour in areas if apart(colour, palettes.MAP[ground]) < OF_GROUND} == set()


@pytest.mark.parametrize("sight", SIGHT)
def test_no_two_cells_of_two_layers_look_alike(sight):
    cells = [colour for line in palettes.BIVARIATE for colour in line]
    assert len(set(cells)) == 9
    assert min(apart(*pair, sight) for pair in combinations(cells, 2)) >= 2 * APART


def test_in_greyscale_two_layers_go_dark_along_each_axis_and_along_the_diagonal():
    lightnesses = np.array([[lightness(colour) for colour in line] for line in palettes.BIVARIATE])
    assert (np.diff(lightnesses, axis=0) <= -STEP).all() and (np.diff(lightnesses, axis=1) <= -STEP).all()
    assert (np.diff(np.diag(lightnesses)) <= -3 * STEP).all()


@pytest.mark.parametrize("line", palettes.BIVARIATE)
def test_a_number_can_be_read_on_every_cell(line):
    for colour in line:
        # Relative luminance is Y; WCAG 2 asks of text for 4.5 : 1.
        lights = [((lightness(each) + 16) / 116) ** 3 for each in (colour, palettes.ink(colour))]
        assert (max(lights) + 0.05) / (min(lights) + 0.05) >= 4.5


@pytest.mark.parametrize("sight", SIGHT)
def test_no_two_kinds_of_cluster_look_alike(sight):
    assert min(apart(*pair, sight) for pair in combinations(palettes.CLUSTERS.values(), 2)) >= 2 * APART


def test_in_greyscale_every_kind_of_cluster_has_a_darkness_of_its_own():
    tones = sorted(lightness(colour) for colour in palettes.CLUSTERS.values())
    assert min(np.diff(tones)) >= STEP
