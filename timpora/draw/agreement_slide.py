"""What a slide of all comparisons shows: where two agencies' numbers are apart, since when, which file to ask for."""

from collections.abc import Sequence

from timpora.draw import agreement, disagreement, figures
from timpora.draw.disagreement import Compared
from timpora.draw.slide import Table
from timpora.text import say, short_month

_HEADS = ("disagreement.place", "slide.agreement.numbers", "disagreement.since", "disagreement.ask_for")


def places(found: Sequence[Compared]) -> Table | None:
    """A row a difference; the comparison with the most of them first, in it the places in which it is widest."""
    rows = [
        (row.group_name, _numbers(each, row), short_month(row.since), "; ".join(disagreement.asked(each, row)))
        for each in disagreement.most_first(found)
        for row in each.apart.itertuples()
    ]
    return Table(tuple(map(say, _HEADS)), tuple(rows)) if rows else None


def _numbers(each: Compared, row) -> str:
    """ "ITAS ≈40, SKTT ≈25"."""
    sides = zip((each.first, each.second), agreement.numbers(row), strict=True)
    return ", ".join(f"{side.measure_name} {figures.text(shown)}" for side, shown in sides)


def written(found: Sequence[Compared], when: str) -> dict[str, str]:
    """ "Kabupaten Barru, ITAS dan SKTT, Oktober 2024" → "ITAS ≈40, SKTT ≈25"."""
    apart = [(each, row) for each in found for row in each.apart.itertuples()]
    return {f"{row.group_name}, {each.name}, {when}": _numbers(each, row) for each, row in apart}
