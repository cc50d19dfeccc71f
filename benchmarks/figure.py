"""One line of the table: what was measured, beside what, and their ratio."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass

COUNTED = "counted"  # unit of samples that are yes or no: shown as "80 of 80", without a ratio


@dataclass(frozen=True)
class Measured:
    """Samples of one quantity, in `unit` ("ms", "s", "kB" of 1000 bytes, "MB" of 1000 kB, or COUNTED)."""

    samples: Sequence[float]
    unit: str

    def __post_init__(self) -> None:
        if not self.samples:
            raise ValueError("nothing was measured")

    @property
    def median(self) -> float:
        return statistics.median(self.samples)

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
        if len(self.samples) == 1:
            return f"{_written(self.median)} {self.unit}"
        low, high = self.spread
        return f"{_written(self.median)} {self.unit} ({_written(low)}–{_written(high)})"


@dataclass(frozen=True)
class Figure:
    """`ours` beside `beside`; `what` names the latter. The ratio is that of the medians: below 1 ours is less."""

    name: str
    ours: Measured
    beside: Measured
    what: str

    @property
    def ratio(self) -> float | None:
        if self.ours.unit == COUNTED or not self.beside.median:
            return None
        return self.ours.median / self.beside.median

    def row(self) -> list[str]:
        ratio = "" if self.ratio is None else f"{_written(self.ratio)} ×"
        return [self.name, str(self.ours), str(len(self.ours.samples)), self.what, str(self.beside), ratio]


def _written(value: float) -> str:
    """Three digits that count, never fewer than the whole number: 0.0123, 1.23, 12.3, 1234."""
    for limit, decimals in ((100, 0), (10, 1), (1, 2)):
        if abs(value) >= limit:
            return f"{value:.{decimals}f}"
    return f"{value:.3f}"
