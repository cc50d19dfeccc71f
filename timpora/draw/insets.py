"""Which kabupaten are too small to click on the map of the whole, and in which corner they are drawn larger.

Pure functions on shapely geometries in degrees. A city beside wide country is a speck on the map at first view:
what decides is the size of its kecamatan on that view, not its name.
"""

from __future__ import annotations

import numpy as np

from timpora.draw.shapes import Bounds

SMALL = 0.035  # of the map's height: some 17 pixels of 500, less than a finger or a projected label needs
MOST = 3  # insets; more would cover the map they explain
FRAME = 1.25  # width over height of the map in its page
SHARE = 0.3  # of the map's height that an inset takes
CORNERS = {"bottomleft": (0, 0), "topright": (1, 1), "bottomright": (1, 0)}  # the fourth holds the map's buttons


def small(polygons: np.ndarray, kabupaten: np.ndarray, bounds: Bounds) -> list[str]:
    """Codes of the kabupaten whose median kecamatan is narrower than SMALL, the smallest first, at most MOST.

    `polygons` and `kabupaten` (codes) in the same order; bounds: of the first view, (west, south, east, north).
    """
    import shapely

    _, south, _, north = bounds
    widths = np.sqrt(shapely.area(polygons)) / (north - south)
    typical = {code: float(np.median(widths[kabupaten == code])) for code in np.unique(kabupaten)}
    narrow = sorted((width, code) for code, width in typical.items() if width < SMALL)
    return [str(code) for _, code in narrow[:MOST]]


def corner(polygons: np.ndarray, own: np.ndarray) -> str:
    """The corner of the map with the least of the `polygons` in it; of equals the one nearest to its `own`."""
    import shapely

    west, south, east, north = shapely.total_bounds(polygons)
    height = max(north - south, (east - west) / FRAME)
    width, middle = height * FRAME, ((west + east) / 2, (south + north) / 2)
    own_west, own_south, own_east, own_north = shapely.total_bounds(own)

    def cost(name: str) -> tuple[float, float]:
        right, top = CORNERS[name]
        x, y = middle[0] + (right - 0.5) * width, middle[1] + (top - 0.5) * height
        side = SHARE * height
        box = (x - right * side, y - top * side, x + (1 - right) * side, y + (1 - top) * side)
        covered = shapely.area(shapely.clip_by_rect(polygons, *box)).sum()
        away = np.hypot((own_west + own_east) / 2 - x, (own_south + own_north) / 2 - y)
        return round(float(covered), 4), float(away)

    return min(CORNERS, key=cost)
