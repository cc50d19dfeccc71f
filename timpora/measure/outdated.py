"""What of a document is no longer so: figures as it wrote them, and as they are written now."""

from collections.abc import Mapping
from typing import NamedTuple


class Changed(NamedTuple):
    figure: str  # what the number is of
    then: str
    now: str | None  # None where there is no such number any more


def changed(then: Mapping[str, str], now: Mapping[str, str], *, is_whole: bool) -> list[Changed]:
    """Every figure that is written otherwise now, in the order of the document.

    is_whole: whether `now` is asked for all that `then` was. If not, what is missing in it says nothing. A figure that
    only `now` has is no change of the document.
    """
    return [
        Changed(figure, written, now.get(figure))
        for figure, written in then.items()
        if (figure in now or is_whole) and now.get(figure) != written
    ]
