"""Where a number stands against the middle of its neighbours, in one word."""

FEWEST = 3  # neighbours with a value: of fewer the middle says nothing


def against(value: float, median: float, deviation: float, stray: float = 0.0) -> str:
    """'higher', 'lower', or 'similar': no further from the median than its neighbours usually are.

    deviation: the median of their distances from it (median absolute deviation), as ONS tells places of the United
    Kingdom apart (Subnational indicators explorer); stray: what rounding alone can make of the value. All four are in
    the same unit.
    """
    if abs(value - median) <= max(deviation, stray):
        return "similar"
    return "higher" if value > median else "lower"
