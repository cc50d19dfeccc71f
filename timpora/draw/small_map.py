"""A map the size of a palm, as a link to the large one: areas in their classes, outlines of kabupaten, lakes, no names.

An SVG inside an `img`, as `timpora.draw.small_pictures` has it: drawn in a millisecond without a library, and light,
because what lies closer together than a pixel is one point.
"""

from urllib.parse import quote

import numpy as np

from timpora.draw import image_fills, image_map, image_shapes
from timpora.draw.classes import OUTSIDE, SMALL
from timpora.draw.geometry import Geometry
from timpora.draw.image_map import Fit
from timpora.draw.image_shapes import Shape
from timpora.draw.markup import Markup, tag
from timpora.draw.palettes import EMPTY, MAP, SMALL_BASE
from timpora.draw.pictures import Picture

_FINE = 2  # units of the drawing in one pixel of the screen
_NEAR = 3  # units closer than which two points are one
_START = 1  # of a ring, as in matplotlib.path.Path
# Kind of empty → what is laid over its ground.
_PATTERNS = {
    "n": (14, f"<path d='M-2 16L16 -2M-2 2L2 -2M12 16L16 12' stroke='{EMPTY['not_reported_line']}' stroke-width='2'/>"),
    "s": (14, f"<circle cx='7' cy='7' r='2.4' fill='{EMPTY['suppressed_dot']}'/>"),
    "i": (14, f"<path d='M0 7H14M7 0V14' stroke='{EMPTY['insufficient_grid']}' stroke-width='1.6'/>"),
    "x": (24, f"<path d='M2 7H14M14 19H26' stroke='{EMPTY['not_applicable_dash']}' stroke-width='2'/>"),
    "h": (20, f"<path d='M-2 -2L22 22' stroke='{SMALL_BASE['small_base_line']}' stroke-width='2'/>"),
}


def img(picture: Picture, geometry: Geometry, size: tuple[int, int], words: str) -> Markup:
    """The map as a picture in a page. size: pixels it may take, of which it leaves empty what it does not need;

    words: what it says, for whoever does not see it.
    """
    plane = image_shapes.read(geometry.path)
    west, south, east, north = plane.bounds
    across = min(size[0] / (east - west), size[1] / (north - south))
    width, height = round(across * (east - west)), round(across * (north - south))
    fit = image_map.fitted(plane.bounds, (0, 0, _FINE * width, _FINE * height), pad=_FINE)
    marks = picture.marks.reindex(list(plane.codes), fill_value=OUTSIDE).to_numpy()
    drawn = []
    for mark in sorted(set(marks)):
        path = _path(image_shapes.together([plane.areas[i] for i in np.flatnonzero(marks == mark)]), fit)
        drawn.append(f"<path d='{path}' fill='{image_fills.ground(mark, picture)}'/>")
        if (pattern := "h" if mark in SMALL else mark) in _PATTERNS:
            drawn.append(f"<path d='{path}' fill='url(#{pattern})'/>")
    water = _path(image_shapes.together([lake.shape for lake in plane.water]), fit)
    edges = _path(image_shapes.together([one.shape for one in plane.kabupaten]), fit)
    drawn.append(f"<path d='{water}' fill='{MAP['water']}'/>")
    drawn.append(f"<path d='{edges}' fill='none' stroke='{MAP['outline']}' stroke-width='2'/>")
    head = f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {_FINE * width} {_FINE * height}'>"
    thin = f"<g stroke='{MAP['edge']}' stroke-width='1' stroke-linejoin='round'>"
    svg = f"{head}<defs>{''.join(map(_pattern, _PATTERNS))}</defs>{thin}{''.join(drawn)}</g></svg>"
    return tag("img", src="data:image/svg+xml," + quote(svg, safe=" '=/:,.()"), width=width, height=height, alt=words)


def _pattern(kind: str) -> str:
    step, marks = _PATTERNS[kind]
    size = f"width='{step}' height='{step}' patternUnits='userSpaceOnUse'"
    return f"<pattern id='{kind}' {size}>{marks}</pattern>"


def _path(shape: Shape, fit: Fit) -> str:
    """In whole units, from point to point; rings that are smaller than a pixel are left out."""
    points = np.rint(fit.at(shape.points)).astype(int)
    starts = np.flatnonzero(shape.codes == _START)
    return "".join(_ring(ring) for ring in np.split(points, starts[1:])) if len(starts) else ""


def _ring(ring: np.ndarray) -> str:
    kept = [ring[0]]
    for point in ring[1:]:
        if np.abs(point - kept[-1]).max() >= _NEAR:
            kept.append(point)
    if len(kept) < 3:
        return ""
    steps = np.diff(np.array(kept), axis=0)
    return f"M{kept[0][0]} {kept[0][1]}l" + " ".join(f"{x} {y}" for x, y in steps) + "z"
