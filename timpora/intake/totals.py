"""Total rows: left out of the data, and used. What one says must be what some group of rows above it adds up to."""

from dataclasses import dataclass, field


@dataclass
class Totals:
    """The rows a total may speak of: since the last total, of this kabupaten, of this month, or all of them."""

    rows: list[dict] = field(default_factory=list)
    since: int = 0  # rows up to here were summed by an earlier total

    def add(self, row: dict, kabupaten: str) -> None:
        self.rows.append(row | {"kabupaten": kabupaten})

    def disagreements(self, stated: dict[str, float]) -> dict[str, tuple[float, float]]:
        """Field → (stated, computed) for the group of rows that fits best; empty when one fits exactly.

        stated: the numbers of the total row by field. A total closes its group: the next one starts after it.
        """
        groups = self._groups()
        self.since = len(self.rows)
        if not groups:
            return {}
        wrong = [
            {
                name: (value, added)
                for name, value in stated.items()
                # Decimals are rounded row by row, so that their sum may be off by half a hundredth each.
                if abs(value - (added := sum(row[name] or 0 for row in group))) > 0.005 * len(group)
            }
            for group in groups
        ]
        return min(wrong, key=len)

    def _groups(self) -> list[list[dict]]:
        if not self.rows:
            return []
        last = self.rows[-1]
        groups = [self.rows[self.since :], self.rows]
        groups += [[row for row in self.rows if row[part] == last[part]] for part in ("kabupaten", "period")]
        return [group for group in groups if group]
