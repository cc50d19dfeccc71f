"""The one place for colours and type, as Python reads it: both themes of .streamlit/config.toml, by names of ours.

Streamlit draws its own part by that file. Everything else asks here: our stylesheets and the map (draw/looks.py, both
themes at once), charts (draw/on_screen.py), and what is printed or presented, which is always PAPER. Data has
colours of its own, the same in both themes (draw/palettes.py). Colours are '#rrggbb'.
"""

import tomllib
from functools import cache

from timpora import paths

# Ours → the theme's. Of seven hues there is one for words, one for the ground behind them, one for edges and marks.
NAMES = {
    "ink": "textColor",
    "ground": "backgroundColor",
    "shade": "secondaryBackgroundColor",  # a second ground: what is pointed at, heads of tables
    "line": "borderColor",
    "hair": "dataframeBorderColor",  # between the rows of a table
    "accent": "linkColor",
    "muted": "grayTextColor",  # words beside the point
    "faint": "grayBackgroundColor",
    "rule": "grayColor",  # an outline that carries meaning
}
HUES = {"notice": "yellow", "danger": "red", "doubt": "orange", "good": "green", "info": "blue", "apart": "violet"}
NAMES |= {name: f"{hue}TextColor" for name, hue in HUES.items()}
NAMES |= {f"{name}-ground": f"{hue}BackgroundColor" for name, hue in HUES.items()}
NAMES |= {f"{name}-edge": f"{hue}Color" for name, hue in HUES.items()}
KINDS = ("light", "dark")
FACE = "system-ui, 'Segoe UI', Roboto, 'Noto Sans', 'DejaVu Sans', sans-serif"  # of the map and of slides


@cache
def colours(kind: str) -> dict[str, str]:
    """Every name of ours and its colour. kind: of KINDS. Raises KeyError where config.toml leaves one out."""
    said = _said()[kind]
    return {name: said[theirs] for name, theirs in NAMES.items()}


@cache
def series(kind: str) -> tuple[str, ...]:
    """Colours of lines in a chart: six to tell apart, then voting day, a note, words, the month of an alarm."""
    return tuple(_said()[kind]["chartCategoricalColors"])


def mixed(colour: str, ground: str, share: float) -> str:
    """A colour as it looks on a ground when only `share` of it is laid on, 0 to 1."""
    parts = [(int(colour[at : at + 2], 16), int(ground[at : at + 2], 16)) for at in (1, 3, 5)]
    return "#" + "".join(f"{round(share * one + (1 - share) * other):02x}" for one, other in parts)


@cache
def _said() -> dict:
    return tomllib.loads((paths.ROOT / ".streamlit" / "config.toml").read_text("utf-8"))["theme"]


PAPER = colours("light")
