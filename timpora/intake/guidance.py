"""What a template says of its source: how often, until when, what each column holds, what must hold between them."""

from collections.abc import Iterator
from datetime import date

from timpora.intake.contracts import Column, Contract
from timpora.text import period_of, say

Line = tuple[str, list[str]]  # how it looks, and its cells


def guidance(contract: Contract) -> Iterator[Line]:
    """The lines of the sheet "Petunjuk", from top to bottom."""
    yield "title", [say("guide.title", source=contract.name, agency=contract.agency)]
    yield "sentence", [""]
    yield "sentence", [say("guide.rhythm", rhythm=say(f"rhythm.{contract.rhythm}"), days=contract.days_after_period)]
    yield "sentence", [say(f"guide.grain.{contract.grain}")]
    yield "sentence", [say("guide.period", heading=contract.period_headers[0], example=example(contract))]
    yield "sentence", [say("guide.zero")]
    yield "sentence", [say("guide.blank")]
    yield "sentence", [say("guide.personal")]
    if contract.must_not:
        yield "sentence", [say("guide.must_not", headings=", ".join(contract.must_not))]
    yield "sentence", [""]
    yield "label", [say(f"guide.head.{name}") for name in ("column", "kind", "unit", "required", "also")]
    for column in contract.columns:
        yield (
            "wrapped",
            [
                column.shown,
                say(f"kind.{column.kind}"),
                column.unit or "–",
                say("yes" if column.required else "no"),
                _allowed(column),
            ],
        )
    rules = list(_rules(contract))
    if rules:
        yield "sentence", [""]
        yield "label", [say("guide.rules")]
        yield from (("sentence", [rule]) for rule in rules)


def column_note(column: Column) -> str:
    """What hangs at the heading of a column."""
    unit = say("guide.note_unit", unit=column.unit) if column.unit else ""
    needed = say("guide.note_required" if column.required else "guide.note_optional")
    return " ".join(part for part in (column.shown + ":", say(f"kind.{column.kind}") + ".", unit, needed) if part)


def example(contract: Contract) -> str:
    """A period as it is written for this source."""
    stands_for = date(2024, {"last": 9, "first": 7}[contract.period_anchor], 1)
    return period_of(stands_for if contract.rhythm == "quarterly" else date(2024, 6, 1), contract.rhythm)


def _allowed(column: Column) -> str:
    if column.kind != "category":
        return ", ".join(column.headers[1:]) or "–"
    names = [value.name for value in column.values]
    return ", ".join(names) if len(names) <= 40 else say("guide.choose")


def _rules(contract: Contract) -> Iterator[str]:
    shown = {column.name: column.shown for column in contract.columns}
    kinds = {column.name: column.kind for column in contract.columns}
    for rule in contract.sums:
        parts = " + ".join(shown[part] for part in rule["parts"])
        yield say("guide.sum", parts=parts, total=shown[rule["total"]])
    for rule in contract.at_most:
        words = {"smaller": shown[rule["smaller"]], "larger": shown[rule["larger"]]}
        yield say("guide.not_later" if kinds[rule["smaller"]] == "date" else "guide.at_most", **words)
    for rule in contract.usually_at_most:
        yield say("guide.usually", smaller=shown[rule["smaller"]], larger=shown[rule["larger"]])
