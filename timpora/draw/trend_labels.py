"""Names that stand beside what they name, moved apart where they would lie on one another."""

from collections.abc import Sequence


def spread(wanted: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Places at least `gap` apart, as near to the wanted ones as that allows, between low and high while they fit.

    In the order of `wanted`. Labels that must make room for one another share the way (pool adjacent violators).
    """
    order = sorted(range(len(wanted)), key=lambda place: wanted[place])
    pools: list[list[float]] = []  # mean of (wanted - rank × gap), and how many
    for rank, place in enumerate(order):
        pools.append([wanted[place] - rank * gap, 1])
        while len(pools) > 1 and pools[-2][0] >= pools[-1][0]:
            mean, many = pools.pop()
            pools[-1][0] = (pools[-1][0] * pools[-1][1] + mean * many) / (pools[-1][1] + many)
            pools[-1][1] += many
    starts = [mean for mean, many in pools for _ in range(int(many))]
    # All of them together from low to high: the first no lower, the last no higher.
    room = max(high - low - gap * (len(order) - 1), 0)
    places = [0.0] * len(order)
    for rank, (place, start) in enumerate(zip(order, starts, strict=True)):
        places[place] = low + min(max(start - low, 0), room) + rank * gap
    return places
