"""A sentence as the title of a slide: what can be read from eight metres, and the rest of it beneath."""

MOST = 120  # characters that fit in two lines of large type


def split(sentence: str, most: int = MOST) -> tuple[str, tuple[str, ...]]:
    """As many whole sentences as fit, and the others; where the first is too long by itself, its first clauses.

    A clause ends at "; ". What has neither stays whole: nothing is cut off.
    """
    head, rest = _fitting(sentence, ". ", most)
    if len(head) <= most:
        return _ended(head), (rest,) if rest else ()
    first, more = _fitting(head, "; ", most)
    if not more:
        return head, (rest,) if rest else ()
    return first, tuple(part for part in (more[0].upper() + more[1:], rest) if part)


def _fitting(text: str, between: str, most: int) -> tuple[str, str]:
    """The first parts, at least one, that together fit, and what follows."""
    parts = text.split(between)
    count = next((n for n in range(len(parts), 1, -1) if len(between.join(parts[:n])) <= most), 1)
    return between.join(parts[:count]), between.join(parts[count:])


def _ended(head: str) -> str:
    """A title of one sentence has no full stop; one of several keeps those between them."""
    return head.removesuffix(".") if ". " not in head else f"{head.removesuffix('.')}."
