"""The one place for colours: two families of classes, the five kinds of empty, and what lies around the data.

Presence is exposure and not threat, so it is blue; layers that ask for attention are brown. Both are ColorBrewer
families (Blues, YlOrBr: colour-blind safe, darker in step in greyscale) without their palest steps, which a poor
projector turns into white and which would pass for water. Empty is never a step of a family: zero has a
pale colour of another hue, the other four are patterns without hue. Colours are '#rrggbb'.
"""

BLUES = {
    3: ["#9ecae1", "#4292c6", "#08519c"],
    4: ["#9ecae1", "#6baed6", "#2171b5", "#08306b"],
    5: ["#9ecae1", "#6baed6", "#4292c6", "#2171b5", "#08306b"],
    6: ["#9ecae1", "#6baed6", "#4292c6", "#2171b5", "#08519c", "#08306b"],
}
YELLOW_ORANGE_BROWN = {
    3: ["#fee391", "#fe9929", "#993404"],
    4: ["#fee391", "#fec44f", "#ec7014", "#8c2d04"],
    5: ["#fee391", "#fec44f", "#fe9929", "#d95f0e", "#993404"],
    6: ["#fee391", "#fec44f", "#fe9929", "#ec7014", "#cc4c02", "#8c2d04"],
}
FAMILIES = {"exposure": BLUES, "attention": YELLOW_ORANGE_BROWN}
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


def palette(family: str, classes: int, darkest: str = "high") -> list[str]:
    """Colours of `classes` classes, lowest class first. `family`: "exposure" or "attention"; 3 to 6 classes.

    `darkest`: the end of the scale that is dark, "high" or "low" (where little is what asks for attention).
    Raises ValueError for a family or a number of classes we have not chosen colours for.
    """
    try:
        pale_to_dark = FAMILIES[family][classes]
        return pale_to_dark[::-1] if darkest == "low" else list(pale_to_dark)
    except KeyError:
        raise ValueError(f"no palette for {classes} classes of {family!r}; families: {sorted(FAMILIES)}") from None


# Charts: lines told apart by hue and by darkness (Okabe and Ito, darkened for white paper), and what stands behind.
SERIES = ["#08519c", "#d55e00", "#007a5a", "#a3387a", "#8c6d00", "#4b4b4b"]
STAGE_BAR = "#9db4c0"
STAGE_BAND = "#e6eef2"
VOTING_DAY = "#9b1c1c"
TEXT_MUTED = "#51606b"
