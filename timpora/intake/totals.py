"""Total rows: left out of the data, and used. What one says must be what some group of rows beside it adds up to."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

Numbers = dict[int, float]  # column of the sheet → number


@dataclass
class Totals:
    """The rows of one sheet in their order, and the totals among them."""

    rows: list[tuple[str, date | None, Numbers]] = field(default_factory=list)  # kabupaten, month, numbers
    stated: list[tuple[int, int, str | None, Numbers]] = field(default_factory=list)  # rows before it, row number, …

    def add(self, kabupaten: str, period: date | None, numbers: Numbers) -> None:
        self.rows.append((kabupaten, period, numbers))

    def state(self, number: int, kabupaten: str | None, numbers: Numbers) -> None:
        """A total in row `number` of the sheet; kabupaten: the one it says it is of."""
        self.stated.append((len(self.rows), number, kabupaten, numbers))

    def disagreements(self) -> Iterator[tuple[int, int, float, float]]:
        """(row number, column, stated, computed) for every total that no group of rows adds up to.

        A total may stand below its rows or above them, and speaks of the rows since the last total, of a kabupaten,
        of a month, or of all: the group that fits best is the one it is compared with.
        """
        for place, (before, number, kabupaten, numbers) in enumerate(self.stated):
            wrong = [self._wrong(group, numbers) for group in self._groups(place, before, kabupaten) if group]
            for column, (value, added) in min(wrong, key=len, default={}).items():
                yield number, column, value, added

    def _wrong(self, group: list, numbers: Numbers) -> dict[int, tuple[float, float]]:
        wrong = {}
        for column, value in numbers.items():
            added = sum(row[2].get(column) or 0 for row in group)
            # Decimals are rounded row by row, so that their sum may be off by half a hundredth each.
            if abs(value - added) > (0.005 * len(group) if isinstance(added, float) else 0):
                wrong[column] = (value, added)
        return wrong

    def _groups(self, place: int, before: int, kabupaten: str | None) -> Iterator[list]:
        rows = self.rows
        if kabupaten and (own := [row for row in rows if row[0] == kabupaten]):
            yield own
            yield from ([row for row in own if row[1] == month] for month in {row[1] for row in own})
            return
        if before:
            last = rows[before - 1]
            yield rows[self.stated[place - 1][0] if place else 0 : before]
            yield rows[:before]
            for part in (0, 1):
                yield [row for row in rows[:before] if row[part] == last[part]]
        else:
            following = [stated[0] for stated in self.stated if stated[0] > before]
            yield rows[before : min(following, default=len(rows))]
            yield rows
