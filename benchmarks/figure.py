"""One line of the table: what was measured, beside what, their ratio, and the budget it is held to."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

COUNTED = "counted"  # unit of samples that are yes or no: shown as "80 of 80", without a ratio


@dataclass(frozen=True)
class Measured:
    """Samples of one quantity, in `unit` ("ms", "s", "kB" of 1000 bytes, "MB" of 1000 kB, or COUNTED).

    share: of the samples that are at most `middle`; half of them, unless the slowest of twenty is what is asked for.
    """

    samples: Sequence[float]
    unit: str
    share: float = 0.5

    def __post_init__(self) -> None:
        if not self.samples:
            raise ValueError("nothing was measured")

    @property
    def median(self) -> float:
        return statistics.median(self.samples)

    @property
    def middle(self) -> float:
        """The median, or the sample that `share` of all are at most."""
        if self.share == 0.5:
            return self.median
        return sorted(self.samples)[min(len(self.samples) - 1, int(self.share * len(self.samples)))]

    @property
    def spread(self) -> tuple[float, float]:
        """The quartiles; the extremes where there are too few samples for quartiles to mean anything."""
        if len(self.samples) < 5:
            return min(self.samples), max(self.samples)
        low, _, high = statistics.quantiles(self.samples, n=4, method="inclusive")
        return low, high

    def __str__(self) -> str:
        if self.unit == COUNTED:
            return f"{int(sum(self.samples))} of {len(self.samples)}"
        if self.share != 0.5:
            return f"p{self.share * 100:.0f} {_written(self.middle)} {self.unit} (median {_written(self.median)})"
        if len(self.samples) == 1:
            return f"{_written(self.median)} {self.unit}"
        low, high = self.spread
        return f"{_written(self.median)} {self.unit} ({_written(low)}–{_written(high)})"


@dataclass(frozen=True)
class Budget:
    """What a figure may be at most: its ratio, or ours in its own unit; or that all of what was counted went well."""

    limit: float
    of: Literal["ratio", "ours", "all"]

    def holds(self, figure: "Figure") -> bool:
        """Whether this figure keeps within it. Raises ValueError where the figure has nothing to be held to."""
        if self.of == "all":
            return sum(figure.ours.samples) == len(figure.ours.samples)
        value = figure.ours.middle if self.of == "ours" else figure.ratio
        if value is None or figure.ours.unit == COUNTED:
            raise ValueError(f"{figure.name}: there is no {self.of} to hold to a budget")
        return value <= self.limit

    def written(self, unit: str) -> str:
        return "all" if self.of == "all" else f"≤ {self.limit:g} {'×' if self.of == 'ratio' else unit}"


def at_most(limit: float, of: Literal["ratio", "ours"] = "ours") -> Budget:
    return Budget(limit, of)


ALL = Budget(1, "all")


@dataclass(frozen=True)
class Figure:
    """`ours` beside `beside`; `what` names the latter. The ratio is that of the medians: below 1 ours is less."""

    name: str
    ours: Measured
    beside: Measured
    what: str
    budget: Budget | None = None

    @property
    def ratio(self) -> float | None:
        if self.ours.unit == COUNTED or not self.beside.middle:
            return None
        return self.ours.middle / self.beside.middle

    @property
    def is_past(self) -> bool:
        return self.budget is not None and not self.budget.holds(self)

    @property
    def verdict(self) -> str:
        """Nothing without a budget; else whether it is held, and what it is."""
        if self.budget is None:
            return ""
        return f"{'PAST' if self.is_past else 'held'}, {self.budget.written(self.ours.unit)}"

    def row(self) -> list[str]:
        ratio = "" if self.ratio is None else f"{_written(self.ratio)} ×"
        return [
            self.name,
            str(self.ours),
            str(len(self.ours.samples)),
            self.what,
            str(self.beside),
            ratio,
            self.verdict,
        ]


def past(figures: Sequence[Figure]) -> list[str]:
    """A line for every figure that is past its budget."""
    lines = []
    for figure in figures:
        if figure.is_past:
            found = f"{_written(figure.ratio)} ×" if figure.budget.of == "ratio" else str(figure.ours)
            lines.append(f"past its budget: {figure.name}: {found}, {figure.budget.written(figure.ours.unit)}")
    return lines


def _written(value: float) -> str:
    """Three digits that count, never fewer than the whole number: 0.0123, 1.23, 12.3, 1234."""
    for limit, decimals in ((100, 0), (10, 1), (1, 2)):
        if abs(value) >= limit:
            return f"{value:.{decimals}f}"
    return f"{value:.3f}"
