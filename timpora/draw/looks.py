"""The colours of both themes for stylesheets: custom properties, of which the browser takes those of the page's theme.

`color: var(--ink)` in any of our stylesheets is the ink of the theme that is on; Streamlit sets `color-scheme` where it
draws, and the map's script in its frame. A browser from before `light-dark()` has the theme it came with.
"""

from functools import cache

from timpora import theme
from timpora.draw import palettes

PALE = 0.4  # of a class's colour, laid on the ground: under something that is to be seen on it


@cache
def variables(kind: str = "light") -> str:
    """CSS. kind: the theme where the browser cannot be asked, and of what lies outside a page's own element."""
    named = {one: _named(one) for one in theme.KINDS}
    alone = "".join(f"--{name}:{colour};" for name, colour in named[kind].items())
    both = "".join(f"--{name}:light-dark({colour},{named['dark'][name]});" for name, colour in named["light"].items())
    first = f":root{{color-scheme:{kind};--face:{theme.FACE};{alone}}}"
    return f"{first}@supports(color:light-dark(red,red)){{:root{{{both}}}}}"


def _named(kind: str) -> dict[str, str]:
    """Every custom property of a theme, without its dashes in front."""
    own = theme.colours(kind)
    scale = dict(zip(("low", "medium", "high"), palettes.YELLOW_ORANGE_BROWN[3], strict=True))
    classes = {f"class-{word}": colour for word, colour in scale.items()}
    pale = {f"{name}-pale": theme.mixed(colour, own["ground"], PALE) for name, colour in classes.items()}
    on = {f"on-{name}": palettes.ink(colour) for name, colour in classes.items()}
    lines = {f"series-{place}": colour for place, colour in enumerate(theme.series(kind)[:2], start=1)}
    marks = {"note": theme.series(kind)[7], "alarm": palettes.ALARM["month"], "alarm-other": palettes.ALARM["other"]}
    marks |= {"paper": theme.PAPER["ground"], "shadow": theme.PAPER["ink"] + "38"}
    return own | classes | pale | on | lines | marks | palettes.around(kind) | palettes.INKS
