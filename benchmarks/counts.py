"""Made-up monthly counts of one place: chance, more than chance, a season, a stock; quiet or doubled."""

import numpy as np

MEANS = (0.3, 2, 10, 40)  # people
SHARES = (0.6, 0.25, 0.1, 0.05)  # of the series of an office, about so many people
SURVIVES = 0.92  # share of a stock that is still there the month after: a permit of a year


def chance(mean: float, rises: np.ndarray, random: np.random.Generator) -> np.ndarray:
    return random.poisson(mean * rises)


def more_than_chance(mean: float, rises: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """Variance twice the mean: people come in families and crews."""
    return random.negative_binomial(mean * rises, 0.5)


def season(mean: float, rises: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """From half of the mean to half as much again, with its peak in a month of its own."""
    months = np.arange(rises.shape[1]) + random.integers(0, 12, (len(rises), 1))
    return random.poisson(mean * rises * (1 + 0.5 * np.sin(2 * np.pi * months / 12)))


def stock(mean: float, rises: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """Births and deaths: who is there mostly stays. A rise comes at once, as a crew does, and is then kept up."""
    there = random.poisson(mean, len(rises))
    before = np.ones(len(rises))
    counts = np.empty(rises.shape)
    for month, rise in enumerate(rises.T):
        there = random.binomial(there, SURVIVES) + random.poisson(mean * (1 - SURVIVES) * rise)
        there += random.poisson(mean * np.maximum(rise - before, 0))
        counts[:, month], before = there, rise
    return counts


KINDS = {"chance": chance, "more than chance": more_than_chance, "season": season, "stock": stock}
CELLS = [(kind, mean) for kind in KINDS for mean in MEANS]


def are_stocks(series: int) -> np.ndarray:
    """Which of so many series are stocks, that have as many of every cell and follow each other as the cells do."""
    return np.repeat([kind == "stock" for kind, _ in CELLS], series // len(CELLS))


def rises(series: int, months: int, since: np.ndarray | None = None) -> np.ndarray:
    """1 in every month, 2 from the month `since` of each series on."""
    if since is None:
        return np.ones((series, months))
    return np.where(np.arange(months) < since[:, None], 1.0, 2.0)


def rounded(counts: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """Randomly to base 5, as counts are published; the variance of that is 4 on average."""
    rest = counts % 5
    return counts - rest + 5 * (random.random(counts.shape) < rest / 5)


def of_people(count: int, months: int, random: np.random.Generator) -> np.ndarray:
    """Counts of `count` series such as a nation has: most of nobody or a few people, some of many."""
    return random.poisson(random.choice(MEANS, (count, 1), p=SHARES), (count, months)).astype(float)
