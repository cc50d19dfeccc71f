"""Boundaries before and after as one picture, and as tables: what is in force, and what was cut anew.

The picture is an SVG inside an `img` (see small_pictures). Old outlines are grey and dashed, new ones solid blue, and
what belongs to another area than before is shaded. Frames have bps_code, name, geometry in degrees.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import quote

import numpy as np

from timpora import theme
from timpora.draw import palettes, shapes
from timpora.draw.markup import Markup, join, table, tag
from timpora.intake.areas import Area
from timpora.measure.boundary_overlay import Change
from timpora.measure.boundary_sets import Span
from timpora.text import moment, month, number, say

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

# It lies on paper in both themes.
OLD, NEW, DIFFERING = palettes.TEXT_MUTED, theme.PAPER["accent"], palettes.YELLOW_ORANGE_BROWN[4][1]
GROUND, INK, PAPER = (theme.PAPER[name] for name in ("shade", "ink", "ground"))
WIDTH, HEIGHT = 800, 720  # of the picture's own coordinates; the page scales it
_EDGE = 40  # what lies beside is seen too
_LETTER = 6.6  # width of one in a name
MOST = 40  # rows of a table


def before_and_after(old: GeoDataFrame | None, new: GeoDataFrame, words: str) -> Markup:
    """`new`, as large as fits, over what of `old` lies there; words: what the picture says, for who cannot see it."""
    import shapely

    after = np.asarray(new.geometry)
    west, south, east, north = shapely.total_bounds(after)
    # A degree of longitude is shorter than one of latitude: hardly near the equator, by 2 % at either end of the land.
    scale = min((WIDTH - 2 * _EDGE) / max(east - west, 1e-6), (HEIGHT - 2 * _EDGE) / max(north - south, 1e-6))
    left, top = (WIDTH - (east - west) * scale) / 2, (HEIGHT - (north - south) * scale) / 2
    seen = shapely.box(west - left / scale, south - top / scale, east + left / scale, north + top / scale)
    before = np.array([]) if old is None else shapely.intersection(np.asarray(old.geometry), seen.buffer(5 / scale))

    def placed(at: np.ndarray) -> np.ndarray:
        return np.column_stack((left + (at[:, 0] - west) * scale, top + (north - at[:, 1]) * scale))

    def path(drawn: Iterable) -> str:
        return "".join(_rings(shapely.transform(shapely.simplify(form, 0.3 / scale), placed)) for form in drawn)

    marks = [f"<path d='{path(after)}' fill='{GROUND}'/>"]
    if old is not None and (differing := _differing(old, new, smallest=1.5 / scale)):
        marks.append(f"<path d='{path(differing)}' fill='{DIFFERING}' fill-opacity='.75'/>")
    # The new ones last: where both are the same, one line is seen.
    marks.append(f"<path d='{path(before)}' fill='none' stroke='{OLD}' stroke-width='1.4' stroke-dasharray='5 3.5'/>")
    marks.append(f"<path d='{path(after)}' fill='none' stroke='{NEW}' stroke-width='1.5'/>")
    for name, form in zip(new["name"], after, strict=True):
        lon, lat, half_width, _ = shapes.label_place(form)
        if 2 * half_width * scale > _LETTER * len(name):
            marks.append(_name(name, *placed(np.array([[lon, lat]]))[0]))
    head = f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {WIDTH} {HEIGHT}' stroke-linejoin='round'>"
    source = "data:image/svg+xml," + quote(f"{head}{''.join(marks)}</svg>", safe=" '=/:,.")
    return tag("img", src=source, alt=words, class_="batas-gambar")


def key() -> Markup:
    """What the three marks of the picture mean."""
    marks = (
        ("new", f"border-top:3px solid {NEW}"),
        ("old", f"border-top:2px dashed {OLD}"),
        ("differing", f"background:{DIFFERING};height:.8rem"),
    )
    items = [join([tag("i", style=style), say(f"boundary.key.{name}")], " ") for name, style in marks]
    return tag("p", *[tag("span", item) for item in items], class_="batas-kunci")


def in_force(spans: Sequence[Span], *, names_people: bool) -> Markup:
    """One row a set, the newest first: since when, whose, of what year, from which file, taken when and by whom."""
    names = ["months", "attribution", "vintage", "areas", "file", "taken"]
    rows = [_span(span, names_people) for span in reversed(spans)]
    return table([say(f"boundary.head.{name}") for name in names], rows)


def _span(span: Span, names_people: bool) -> list[Markup]:
    about, one = span.about, span.set
    areas = say("boundary.areas", named=number(one.named), inherited=number(one.inherited)) if one else "–"
    came = moment(one.received) if one else "–"
    by = f" · {one.by}" if one and names_people else ""
    words = (months(span.since, span.until), about.get("attribution", "–"), about.get("vintage") or "–", areas)
    return [tag("td", text) for text in (*words, f"{one.file} ({one.id})" if one else "–", came + by)]


def months(since: date | None, until: date | None) -> str:
    """The months a set is in force, in words; until is the first month that is not its own any more."""
    if until is None:
        return say("boundary.from", since=month(since)) if since else say("boundary.always")
    last = date(until.year - (until.month == 1), until.month - 1 or 12, 1)
    if since is None:
        return say("boundary.to", until=month(last))
    return month(since) if since == last else say("boundary.between", since=month(since), until=month(last))


def cut_anew(changes: Sequence[Change], names: dict[str, str]) -> Markup:
    """One row a pair: from which area, to which, km², and what that was. names: BPS code → name."""
    heads = [
        tag("th", say(f"boundary.cut.{name}"), scope="col", class_="n" if name == "km2" else None)
        for name in ("from", "to", "km2", "how")
    ]
    rows = [
        [
            tag("td", names.get(change.source, change.source)),
            tag("td", names.get(change.target, change.target)),
            tag("td", number(change.km2, 1), class_="n"),
            tag("td", say(f"boundary.how.{change.how}")),
        ]
        for change in changes[:MOST]
    ]
    drawn = table(heads, rows)
    rest = changes[MOST:]
    if not rest:
        return drawn
    words = {"n": number(len(rest)), "km2": number(sum(change.km2 for change in rest), 1)}
    return join([drawn, tag("p", say("boundary.cut.rest", **words), class_="muted")])


def cut_of_one(own: str, since: date, changes: Sequence[Change], names: dict[str, str]) -> str:
    """One sentence on what an area gave and got; own: its BPS code, which is in each of the changes.

    names: BPS code → name, of the areas that may be named.
    """
    told = []
    for change in changes:
        is_giving = change.source == own
        name = names.get(change.target if is_giving else change.source) or say("boundary.one.other")
        told.append(say(f"boundary.one.{'gave' if is_giving else 'got'}", name=name, km2=number(change.km2, 1)))
    return say("boundary.one", since=month(since), told="; ".join(told))


def names_of(areas: Iterable[Area]) -> dict[str, str]:
    """BPS code → name with its kabupaten, for there is more than one Barru."""
    return {area.bps_code: f"{area.name}, {area.kabupaten_name}" for area in areas}


def _differing(old: GeoDataFrame, new: GeoDataFrame, smallest: float) -> list:
    """Land that is another area's than before, or newly somebody's, without what is narrower than 2 × smallest."""
    import shapely

    before = dict(zip(old["bps_code"], old.geometry, strict=True))
    gained = [
        shapely.difference(form, before[code]) if code in before else form
        for code, form in zip(new["bps_code"], new.geometry, strict=True)
    ]
    opened = shapely.buffer(shapely.buffer(np.array(gained, dtype=object), -smallest), smallest)
    return [form for form in opened if not form.is_empty]


def _rings(form) -> str:
    import shapely

    path = ""
    for polygon in shapely.get_parts(form):
        for ring in (polygon.exterior, *polygon.interiors) if polygon.geom_type == "Polygon" else ():
            points = np.round(shapely.get_coordinates(ring)[:-1], 1)
            if len(points) > 2:
                path += "M" + "L".join(f"{x:g} {y:g}" for x, y in points) + "Z"
    return path


def _name(name: str, x: float, y: float) -> str:
    halo = f"paint-order='stroke' stroke='{PAPER}' stroke-width='3'"
    style = f"font-family='sans-serif' font-size='13' text-anchor='middle' fill='{INK}'"
    return f"<text x='{x:.0f}' y='{y:.0f}' {style} {halo}>{join([name])}</text>"
