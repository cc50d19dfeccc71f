"""What is read from eight metres: how small type may be on a slide, how many rows it has, what is said of the rest.

One rule for the full screen, PowerPoint, PDF and the picture for a phone. Each shows as many rows and sentences as have
room in type of that size, the first ones first, and says how many more there are and on which page.
"""

from math import ceil

from timpora.text import number, say

LEAST = 0.026  # of the height of a slide: type in which something is said
NAMES = 0.022  # names on a map, which have room or are not written
ROWS = 8  # of a table: of more none is listened to
_STEP = 2 / 3  # pixels: the half points in which PowerPoint counts


def least(high: float) -> float:
    """The smallest type of a slide so many pixels high."""
    return ceil(LEAST * high / _STEP) * _STEP


def rest(count: int | str, address: str, *, is_said: bool = False) -> str:
    """ "dan 5 lagi di Mutu data (/mutu-data)"; of sentences "dan 2 hal lagi …".

    address: of the exact view; count: "{n}" where a script puts it in.
    """
    path = address.partition("?")[0]
    page = say(f"page.{path.strip('/').replace('-', '_') or 'ringkasan'}")
    words = {"n": count if isinstance(count, str) else number(count), "page": page, "path": path}
    return say("slide.rest_said" if is_said else "slide.rest", **words)


def place(row) -> str:
    """ "Tanete Rilau, Barru"; a town keeps its kind: "Ujung, Kota Parepare". row: area_name, kabupaten_name."""
    return say("alarm.place", name=row.area_name, kabupaten=row.kabupaten_name.removeprefix("Kabupaten "))
