"""Bawaslu's index of how vulnerable an election is (IKP): context of a kabupaten, and never part of a score."""


def ikp_class(score: float, medium_from: float, high_from: float) -> str:
    """ "low", "medium" or "high": the class of a score of 0 to 100.

    medium_from, high_from: where the classes begin, as data/reference/ikp.toml has them; a score on one belongs to the
    class that begins there. No kabupaten is ranked by it, and nothing below a kabupaten has one.
    """
    if score >= high_from:
        return "high"
    return "medium" if score >= medium_from else "low"
