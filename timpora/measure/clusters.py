"""Where neighbours are alike beyond chance: local Moran's I (Anselin 1995) and Gi* (Ord and Getis 1995), by PySAL.

Significance is by conditional permutation with a fixed seed, two-sided, and after control of the false discovery rate
at ALPHA (Benjamini and Hochberg 1995; Caldas de Castro and Singer 2006), because as many tests are made as there are
areas. Rates with a numerator and a base are standardised by empirical Bayes first (Assunção and Reis 1999), or the
smallest bases would make the clusters. esda is imported inside: it takes a second and 120 MB.
"""

from __future__ import annotations

import threading
import warnings
from dataclasses import dataclass

import numpy as np
import pandas as pd

from timpora.measure.neighbours import Neighbours

MORAN, GI_STAR = "moran", "gi"
METHODS = (MORAN, GI_STAR)
ALPHA = 0.05
NO_NEIGHBOUR = "no_neighbour"  # a state: a value, and none beside it
FEWEST = 20  # areas; on fewer, what is local is nearly all there is
SEED = 20241127
# Of one area among many p must come below ALPHA ÷ areas before anything is found, and no p is below 2 ÷ (draws + 1):
# 999 draws could not find a single area among a hundred.
DRAWS, DRAWS_OF_MANY, MANY = 9_999, 999, 500
QUADRANTS = {1: "HH", 2: "LH", 3: "LL", 4: "HL"}  # as esda numbers them; the area first, then its neighbours
_one_at_a_time = threading.Lock()  # esda seeds NumPy's global generator


@dataclass(frozen=True)
class Clusters:
    """What was found. `reason`: why nothing was computed, "few" or "alike"; "" where it was."""

    found: pd.DataFrame  # by area_code: state, kind, statistic, p, is_significant
    areas: int  # with a value and a neighbour that has one
    draws: int
    reason: str = ""


def local(values: pd.DataFrame, neighbours: Neighbours, method: str = MORAN, is_rate: bool = False) -> Clusters:
    """Clusters of one layer in one month.

    values: answers/layer_values.sql (area_code, value, state, numerator_value, base_value); is_rate: its value is its
    numerator over its base, and Moran's is taken of that rate standardised. Areas without a value are left out; one
    none of whose neighbours has a value has the state no_neighbour. kind: HH, LL, HL, LH (the area first, then its
    neighbours), or hot, cold; None where not computed. Raises ValueError for another method.
    """
    if method not in METHODS:
        raise ValueError(f"no method {method!r}; methods: {METHODS}")
    found = pd.DataFrame(
        {"state": values["state"].to_numpy(), "kind": None, "statistic": np.nan, "p": np.nan, "is_significant": False},
        index=values["area_code"].to_numpy(),
    )
    known = set(found.index[found["state"] == "reported"])
    among = {code: tuple(each for each in neighbours.get(code, ()) if each in known) for code in found.index}
    codes = [code for code in found.index if code in known and among[code]]
    found.loc[sorted(known - set(codes)), "state"] = NO_NEIGHBOUR
    draws = DRAWS if len(codes) <= MANY else DRAWS_OF_MANY
    if len(codes) < FEWEST:
        return Clusters(found, len(codes), draws, "few")
    own = values.set_index("area_code").loc[codes]
    numbers = own["value"].to_numpy(float)
    if method == MORAN and is_rate:
        numbers = standardised(own["numerator_value"].to_numpy(float), own["base_value"].to_numpy(float))
    if np.ptp(numbers) < 1e-9 * max(1.0, np.abs(numbers).max()):
        return Clusters(found, len(codes), draws, "alike")
    kind, statistic, p = (local_moran if method == MORAN else gi_star)(
        numbers, {code: among[code] for code in codes}, draws
    )
    found.loc[codes, "kind"] = kind
    found.loc[codes, "statistic"] = statistic
    found.loc[codes, "p"] = p
    found.loc[codes, "is_significant"] = is_found(p)
    return Clusters(found, len(codes), draws)


def standardised(numerator: np.ndarray, base: np.ndarray) -> np.ndarray:
    """Rates in deviations from the rate of all, each by what its own base lets it vary (Assunção and Reis 1999)."""
    from esda.moran import assuncao_rate

    if np.ptp(numerator / base) == 0:
        return np.zeros(len(base))
    return assuncao_rate(numerator, base)


def is_found(p: np.ndarray) -> np.ndarray:
    """Whether each of many tests stands once false discoveries are kept to a share of ALPHA."""
    from esda import fdr

    return p < fdr(p, ALPHA)


def local_moran(numbers: np.ndarray, among: Neighbours, draws: int) -> tuple[list[str], np.ndarray, np.ndarray]:
    """Quadrant, local I and p of each area. numbers: in the order of `among`, whose areas all have a neighbour."""
    from esda.moran import Moran_Local

    made = _drawn(Moran_Local, numbers, among, draws)
    return [QUADRANTS[int(each)] for each in made.q], made.Is, two_sided(made.Is, made.sim)


def gi_star(numbers: np.ndarray, among: Neighbours, draws: int) -> tuple[list[str], np.ndarray, np.ndarray]:
    """Hot or cold, Gi* as a standard score, and p of each area; as `local_moran`."""
    from esda.getisord import G_Local

    # Every area counts as one, itself too.
    made = _drawn(G_Local, numbers, among, draws, transform="B", star=True)
    return ["hot" if each > 0 else "cold" for each in made.Zs], made.Zs, two_sided(made.Gs, made.sim)


def two_sided(observed: np.ndarray, simulated: np.ndarray) -> np.ndarray:
    """Pseudo p of each area: twice the share of draws at least as far out on the nearer side, itself among them.

    observed: (areas,); simulated: (draws, areas). A draw that equals what was observed is on both sides. esda's own
    `p_sim` has it on the upper side only, which among many equal numbers, as rounded counts are, finds "cold" areas
    everywhere.
    """
    near = 1e-6 * np.abs(simulated).max()
    above, below = (simulated >= observed - near).sum(axis=0), (simulated <= observed + near).sum(axis=0)
    return np.minimum(2 * (np.minimum(above, below) + 1) / (len(simulated) + 1), 1.0)


def _drawn(statistic: type, numbers: np.ndarray, among: Neighbours, draws: int, **more):
    from libpysal.weights import W

    # Of its p we make no use, and a map in several pieces is a map.
    for message in ("The alternative hypothesis", "The weights matrix is not fully connected"):
        warnings.filterwarnings("ignore", message=message)
    weights = W({code: list(others) for code, others in among.items()}, id_order=list(among), silence_warnings=True)
    with _one_at_a_time, np.errstate(all="ignore"):
        before = np.random.get_state()
        try:
            return statistic(numbers, weights, permutations=draws, seed=SEED, n_jobs=1, **more)
        finally:
            np.random.set_state(before)
