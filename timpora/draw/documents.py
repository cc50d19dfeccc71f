"""What has changed since a document was made, as a table."""

from collections.abc import Sequence

from timpora.draw.markup import Markup, table, tag
from timpora.measure.outdated import Changed
from timpora.text import say


def changes(since: Sequence[Changed]) -> Markup:
    """One row per number: what it is of, how the document has it, how it is now."""
    heads = [say(f"documents.{name}") for name in ("figure", "then", "now")]
    rows = [(one.figure, one.then, say("documents.gone") if one.now is None else one.now) for one in since]
    return table(heads, ([tag("td", cell) for cell in row] for row in rows))
