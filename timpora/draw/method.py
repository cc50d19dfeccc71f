"""How a score comes about, told from the file that it was computed by: steps and formulas, pillars, limits, sources.

Whatever a method states (weights, posts, bounds, reasons) is read from it; the catalogue has the words between.
"""

from collections.abc import Iterable

from timpora.draw import risk
from timpora.draw.markup import Markup, join, table, tag
from timpora.measure.method import Method, Pillar
from timpora.text import month, number, say

SECTIONS = ("langkah", "contoh", "pilar", "indikator", "versi", "putusan", "batas", "tidak_dipakai", "pustaka")
_NUMBERS = ("weight", "share", "indicators", "smallest_base")
_VARIED = ("weights", "posts", "mean", "left_out", "chance")
_TOLD = ("middle", "moved")
_LIMITS = (
    "judgement",
    "people",
    "forecast",
    "protected",
    "withheld",
    "small",
    "missing",
    "corrected",
    "self_reported",
    "enforcement",
    "unseen",
    "boundaries",
    "certainty",
)
_WORKS = ("oecd", "coinr", "inform", "undp", "marshall", "ang", "farrington", "saisana")


def exact(value: float) -> str:
    """A number of the file with all its decimals and no more: 0.25 is "0,25", 10000.0 is "10.000"."""
    decimals = len(f"{value:.6f}".rstrip("0").partition(".")[2])
    return number(value, decimals)


def percent(share: float) -> str:
    return say("risk.percent", n=exact(round(100 * share, 6)))


def section(name: str, *content: object) -> Markup:
    """A part of the page under its heading; the table of contents leads to it."""
    return tag("section", tag("h2", say(f"metode.section.{name}"), id=name), *content, class_="method")


def heads(*names: str) -> list[Markup]:
    """Headings of a table; that of a column of numbers stands above their last digits."""
    return [
        tag("th", say(f"metode.head.{name}"), scope="col", class_="n" if name in _NUMBERS else None) for name in names
    ]


def because(why: str) -> Markup:
    """A reason, as the file gives it."""
    return tag("p", say("metode.why", why=why), class_="because")


def answer(method: Method) -> str:
    """The one sentence under the title."""
    counts = {"n": number(len(method.scored)), "pillars": number(len(scored_pillars(method)))}
    return say("metode.answer", name=method.name, **counts)


def printed_from(method: Method, snapshot_id: str) -> str:
    words = {"version": method.version, "since": month(method.since)}
    return say("metode.printed_from", snapshot=snapshot_id, **words)


def contents() -> Markup:
    """The parts of the page, each a link to its heading."""
    links = [tag("li", tag("a", say(f"metode.section.{name}"), href=f"#{name}")) for name in SECTIONS]
    return tag("nav", tag("ol", *links), class_="contents", aria_label=say("metode.contents"))


def scored_pillars(method: Method) -> list[Pillar]:
    """The pillars that a score is made of, in the order of the file."""
    scored = {one.pillar for one in method.scored}
    return [pillar for pillar in method.pillars if pillar.id in scored]


def steps(method: Method) -> Markup:
    """From the counts to the score, its class, how sure it is and why it is what it is."""
    rules = method.rules
    shift = exact(rules.shift)
    shrunk = ", ".join(one.name for one in method.indicators if one.shrink)
    needs = {
        "smallest_pillar": percent(rules.smallest_pillar),
        "smallest_pillars": number(rules.smallest_pillars),
        "smallest_share": percent(rules.smallest_share),
    }
    outside = (1 - rules.interval) / 2
    draws = {
        "draws": number(rules.draws),
        "seed": str(rules.seed),
        "interval": percent(rules.interval),
        "low": percent(outside),
        "high": percent(1 - outside),
    }
    varied = {"weights": percent(rules.weights_vary), "posts": percent(rules.posts_vary)}
    return section(
        "langkah",
        tag(
            "ol",
            _step("value", say("metode.formula.value")),
            _step("enough", None, rules.why_largest_deviation, largest=percent(rules.largest_deviation)),
            _step("shrink", say("metode.formula.shrink"), names=shrunk),
            _step("points", say("metode.formula.points")),
            _step("pillar", say("metode.formula.pillar")),
            _step("index", index_formula(method), rules.why_shift, shift=shift),
            _step(
                "enough_for_score",
                None,
                rules.why_smallest_pillar,
                rules.why_smallest_pillars,
                rules.why_smallest_share,
                **needs,
            ),
            _step("classes", _classes(method), rules.why_classes),
            _step("attention", None, rules.why_attention, share=percent(rules.attention)),
            _step("uncertainty", None, rules.why_uncertainty, parts=_bullets("varied", _VARIED, **varied), **draws),
            _step("why", say("metode.formula.why"), parts=_bullets("told", _TOLD), shift=shift),
            _step("gain", say("metode.formula.gain", shift=shift)),
            class_="steps",
        ),
    )


def index_formula(method: Method) -> Markup:
    """The shifted geometric mean, with the weights and the shift of the file."""
    pillars, shift = scored_pillars(method), exact(method.rules.shift)
    whole = sum(pillar.weight for pillar in pillars)
    factors = [
        join([f"({pillar.name} + {shift})", tag("sup", exact(round(pillar.weight / whole, 6)))]) for pillar in pillars
    ]
    return join([say("metode.formula.index"), " = ", join(factors, " × "), f" − {shift}"])


def pillars(method: Method) -> Markup:
    """Every pillar with its weight and its reason."""
    whole = sum(pillar.weight for pillar in method.pillars)
    body = [
        [
            tag("th", pillar.name, scope="row"),
            tag("td", exact(pillar.weight), class_="n"),
            tag("td", percent(pillar.weight / whole), class_="n"),
            tag("td", number(sum(one.pillar == pillar.id for one in method.indicators)), class_="n"),
            tag("td", pillar.why),
        ]
        for pillar in method.pillars
    ]
    return section("pilar", table(heads("pillar", "weight", "share", "indicators", "why"), body))


def limits(rounding_is_on: bool) -> Markup:
    """What the index cannot say. rounding_is_on: whether the reader looks at rounded numbers."""
    here = say("metode.view.protected" if rounding_is_on else "metode.view.exact")
    return section("batas", tag("p", here), _bullets("limit", _LIMITS))


def unused(method: Method) -> Markup:
    """What is deliberately not used, and why."""
    body = [[tag("th", name, scope="row"), tag("td", why)] for name, why in method.unused]
    return section("tidak_dipakai", tag("p", say("metode.unused")), table(heads("unused", "why"), body))


def literature(method: Method) -> Markup:
    """Which work each step follows, and the sources of the indicators."""
    sources = dict.fromkeys(f"{one.agency}: {one.source}" for one in method.indicators)
    return section(
        "pustaka",
        _bullets("work", _WORKS),
        tag("h3", say("metode.sources")),
        tag("ul", *[tag("li", source) for source in sources]),
    )


def _step(name: str, formula: str | None, *reasons: str, parts: str = "", **words: str) -> Markup:
    """One step: what is done, its formula, in words, and why."""
    return tag(
        "li",
        tag("h3", say(f"metode.step.{name}")),
        tag("p", formula, class_="formula") if formula else "",
        tag("p", say(f"metode.how.{name}", **words)),
        parts,
        *map(because, reasons),
    )


def _classes(method: Method) -> Markup:
    bounds = {"medium": exact(method.rules.medium), "high": exact(method.rules.high)}
    chips = [tag("span", say(f"risk.legend.{name}", **bounds), class_=f"chip {name}") for name in risk.CLASSES]
    return join(chips, " ")


def _bullets(group: str, names: Iterable[str], **told: str) -> Markup:
    """A sentence each; told: name → the number that its sentence tells."""
    return tag("ul", *[tag("li", say(f"metode.{group}.{name}", n=told.get(name))) for name in names])
