"""Colours of data: two families of classes, the five kinds of empty, and what lies around the data.

Presence is exposure and not threat, so it is blue; layers that ask for attention are brown. Both are ColorBrewer
families (Blues, YlOrBr: colour-blind safe, darker in step in greyscale) without their palest steps, which a poor
projector turns into white and which would pass for water. Empty is never a step of a family: zero has a
pale colour of another hue, the other four are patterns without hue. Colours are '#rrggbb'.
"""

from collections.abc import Sequence

from timpora import theme

BLUES = {
    2: ["#9ecae1", "#08519c"],
    3: ["#9ecae1", "#4292c6", "#08519c"],
    4: ["#9ecae1", "#6baed6", "#2171b5", "#08306b"],
    5: ["#9ecae1", "#6baed6", "#4292c6", "#2171b5", "#08306b"],
    6: ["#9ecae1", "#6baed6", "#4292c6", "#2171b5", "#08519c", "#08306b"],
}
YELLOW_ORANGE_BROWN = {
    2: ["#fee391", "#993404"],
    3: ["#fee391", "#fe9929", "#993404"],
    4: ["#fee391", "#fec44f", "#ec7014", "#8c2d04"],
    5: ["#fee391", "#fec44f", "#fe9929", "#d95f0e", "#993404"],
    6: ["#fee391", "#fec44f", "#fe9929", "#ec7014", "#cc4c02", "#8c2d04"],
}
FAMILIES = {"exposure": BLUES, "attention": YELLOW_ORANGE_BROWN}
# Differences, largest decrease first: "judged" from better (purple) to worse (orange), ColorBrewer's PuOr; "neutral"
# from fewer (Greys) to more (Blues), which calls neither good. Pale in the middle; what rounding hides is no step.
DIVERGING = {
    "judged": {
        3: ["#998ec3", "#f7f7f7", "#f1a340"],
        5: ["#5e3c99", "#b2abd2", "#f7f7f7", "#fdb863", "#e66101"],
        7: ["#542788", "#998ec3", "#d8daeb", "#f7f7f7", "#fee0b6", "#f1a340", "#b35806"],
    },
    "neutral": {
        3: ["#969696", "#f7f7f7", "#4292c6"],
        5: ["#525252", "#a8a8a8", "#f7f7f7", "#6baed6", "#2171b5"],
        7: ["#3b3b3b", "#7d7d7d", "#bdbdbd", "#f7f7f7", "#9ecae1", "#4292c6", "#08519c"],
    },
}
UNTOLD = "#dcd7c9"
# Two layers at once, row by row from the lower left: blue grows to the right, orange upwards, both together go dark.
BIVARIATE = (
    ("#fbf3dd", "#98c0e0", "#2986cd"),
    ("#f0b677", "#9d948f", "#445f88"),
    ("#d76b17", "#8a4f31", "#342c2e"),
)
# Clusters: beyond chance or not, the area first and its neighbours second. No red: many is no alarm.
CLUSTERS = {"none": "#f7f7f7", "LH": "#f5c98a", "LL": "#6fa8d6", "HL": "#b8570f", "HH": "#3b1d66"}
ZERO = {"exposure": "#fbf3dd", "attention": "#e0eed8"}

# Pattern and ground of the kinds of empty that are not a number; zero is its layer's own colour.
EMPTY = {
    "not_reported_ground": "#f1f1ef",
    "not_reported_line": "#8d9297",
    "suppressed_ground": "#e3e1e6",
    "suppressed_dot": "#3f4349",
    "insufficient_ground": "#fafaf8",
    "insufficient_grid": "#bcc1c5",
    "not_applicable_ground": "#ffffff",
    "not_applicable_dash": "#9aa1a8",
}
# A number on a small base: lines over the colour of its class, cased, so that they are seen on pale and on dark.
SMALL_BASE = {"small_base_line": "#4a4038", "small_base_case": "#ffffff"}

# Around and above the data.
MAP = {
    "sea": "#e3eff1",
    "land": "#eceae5",
    "land_edge": "#cfccc4",
    "water": "#c3e6ea",
    "water_edge": "#2b8ca3",
    "water_text": "#12667a",
    "edge": "#5b6670",
    "outline": "#2f3a44",
    "selected": "#111111",
    "halo": "#ffffff",
    "text": "#37424c",
}
# The same in the dark theme. The sea is lighter than the darkest class, so that both ends of a scale stand out.
DARK = {
    "sea": "#33434e",
    "land": "#454b4f",
    "land_edge": "#5c6468",
    "water": "#1d4f5e",
    "water_edge": "#5fb7cc",
    "water_text": "#a5dfec",
    "edge": "#aab6be",
    "outline": "#eef3f6",
    "selected": "#ffffff",
    "halo": "#0d1318",
    "text": "#eef3f6",
    "not_reported_ground": "#53595d",
    "not_reported_line": "#a3abb0",
    "suppressed_ground": "#575362",
    "suppressed_dot": "#d9d6df",
    "insufficient_ground": "#474d50",
    "insufficient_grid": "#7f878b",
    "not_applicable_ground": "#33383c",
    "not_applicable_dash": "#98a1a8",
}
INKS = {"light": "#ffffff", "dark": "#000000"}  # on a class's colour, which is the same in both themes


def around(kind: str) -> dict[str, str]:
    """What is empty, what lies on a number and what around it, in a theme: "light" or "dark"."""
    return MAP | EMPTY | SMALL_BASE | (DARK if kind == "dark" else {})


def palette(family: str, classes: int, darkest: str = "high") -> list[str]:
    """Colours of `classes` classes, lowest class first. `family`: "exposure" or "attention"; 2 to 6 classes.

    `darkest`: the end of the scale that is dark, "high" or "low" (where little is what asks for attention).
    Raises ValueError for a family or a number of classes we have not chosen colours for.
    """
    try:
        pale_to_dark = FAMILIES[family][classes]
        return pale_to_dark[::-1] if darkest == "low" else list(pale_to_dark)
    except KeyError:
        raise ValueError(f"no palette for {classes} classes of {family!r}; families: {sorted(FAMILIES)}") from None


def ink(ground: str) -> str:
    """Black or white, whichever is read better on a colour (relative luminance as WCAG 2 has it)."""
    parts = [int(ground[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    luminance = sum(part * share for part, share in zip(linear, (0.2126, 0.7152, 0.0722), strict=True))
    # At 0.179 both have a contrast of 4.6 : 1.
    return INKS["dark" if luminance > 0.179 else "light"]


def diverging(family: str, bounds: int, worse: str = "high") -> list[str]:
    """Colours of a difference with `bounds` bounds (1 to 3) on either side, largest decrease first.

    `family`: "judged" or "neutral"; `worse`: the end that is orange, "high" or "low". Raises ValueError as `palette`.
    """
    try:
        down_to_up = DIVERGING[family][2 * bounds + 1]
        return down_to_up[::-1] if worse == "low" else list(down_to_up)
    except KeyError:
        raise ValueError(f"no palette for {bounds} bounds of {family!r}; families: {sorted(DIVERGING)}") from None


def resized(colours: Sequence[str], classes: int) -> list[str]:
    """The colours of another number of classes, of the same family and with the same dark end.

    Raises ValueError for colours that are not a `palette`, and as `palette` does.
    """
    for family, sizes in FAMILIES.items():
        for darkest in ("high", "low"):
            if len(colours) in sizes and list(colours) == palette(family, len(colours), darkest):
                return palette(family, classes, darkest)
    raise ValueError(f"no palette of ours: {list(colours)}")


# Lines of a chart on paper; on the screen on_screen.py has those of the page's theme.
SERIES = list(theme.series("light")[:6])
# Parts on one another: the same, and two pale ones between, so that neighbours differ in darkness too.
STACK = ["#08519c", "#e69f00", "#007a5a", "#d98cb8", "#8c6d00", "#56b4e9", "#a3387a", "#b5b5b5"]
STAGE_BAR = "#9db4c0"
TEXT_MUTED = theme.PAPER["muted"]
# Small pictures cannot be asked which theme they stand in: their colours are seen on both grounds.
SMALL = {"office": "#9fb0bb", "kabupaten": "#6b7c88", "line": "#6b7c87", "ground": "#a9b6be", "halo": "#ffffff"}
# Early warning: what is usual as a band, the month that is not in a brown of attention, and no red.
ALARM = {"band": "#e9c973", "expected": "#b99a4b", "month": "#c8500f", "other": "#8d9aa3"}
