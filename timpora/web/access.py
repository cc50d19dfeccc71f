"""Who asks. On loopback there is one local user, who may see everything; every answer is asked in somebody's name."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Viewer:
    name: str
    scope: tuple[str, ...] | None = None

    def may(self, right: str) -> bool:
        return True


def viewer() -> Viewer:
    """The person this session belongs to."""
    return Viewer("lokal")
