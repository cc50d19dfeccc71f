"""The methods of the index: the one that is in force, and what was published by before it.

data/methods/<version>.toml    every method that was ever published by, kept by itself
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from timpora import paths
from timpora.measure import method as reading
from timpora.measure.method import Method, MethodError
from timpora.store import private
from timpora.store.queries import queries
from timpora.store.refused import PublicationError
from timpora.text import say


@dataclass(frozen=True)
class Methods:
    """Scores are published by the current method, and by the one before it so that both can be looked at."""

    current: Method
    before: Method | None

    @property
    def all(self) -> list[Method]:
        return [one for one in (self.before, self.current) if one]

    def in_force(self, month: date) -> Method:
        """By which one leaders were shown a month when it was new."""
        return self.before if self.before and month < self.current.since else self.current


def methods() -> Methods:
    """Raises PublicationError with every fault of the current one's file, and its line."""
    file = paths.reference("indicators.toml")
    try:
        current = reading.parse(file.read_text("utf-8"), {query.name for query in queries("indicators")})
    except MethodError as problem:
        faults = "\n".join(f"– {fault}" for fault in problem.faults)
        raise PublicationError(say("method.refused", file=file.name, faults=faults)) from problem
    kept = list(_kept())
    for other in kept:
        if other.version == current.version and other.essence() != current.essence():
            raise PublicationError(say("method.same_version", file=file.name, version=current.version))
    others = sorted((one for one in kept if one.version != current.version), key=lambda one: (one.since, one.version))
    return Methods(current, others[-1] if others else None)


def keep(method: Method) -> None:
    """Remember that something was published by it."""
    file = paths.methods() / f"{method.version}.toml"
    if not file.exists() or file.read_text("utf-8") != method.text:
        private.write(file, method.text)


def _kept() -> Iterator[Method]:
    for file in sorted(paths.methods().glob("*.toml")):
        with suppress(MethodError):  # of a time when the file had other keys: it stays, and can be read by a person
            yield reading.parse(file.read_text("utf-8"))
