"""What of a book cannot be read, said on the page that shows the rest of it."""

from collections.abc import Callable, Sequence

import streamlit as st

from timpora.access.lines import Damage
from timpora.draw.markup import plain
from timpora.text import number, say

_TOLD = 3  # lines; a file that is no book at all has many


def tell(damages: Callable[[], Sequence[Damage]]) -> None:
    """damages: of a book of `timpora.store`. Nothing where all of it can be read; its other faults the page says."""
    try:
        found = damages()
    except (ValueError, OSError):
        return
    for line in sentences(found):
        st.warning(plain(line))


def sentences(found: Sequence[Damage]) -> list[str]:
    """A sentence a line, of the first few; how many more there are."""
    said = [str(damage) for damage in found[:_TOLD]]
    return [*said, say("book.more", n=number(len(found) - _TOLD))] if len(found) > _TOLD else said
