"""What a new installation has done already, from facts: each step of the list on / ticks itself."""

from dataclasses import dataclass

from timpora import paths, settings
from timpora.access import entries, log
from timpora.intake import ledger
from timpora.intake.contracts import Contract, contracts
from timpora.measure import boundary_sets, office_files
from timpora.measure.boundaries import BoundaryError
from timpora.store import room
from timpora.text import day, number, say
from timpora.web import logins

STEPS = ("office", "boundaries", "files", "published", "people", "backup")
PAGES = {"boundaries": "batas", "files": "unggah", "published": "unggah", "people": "akses"}  # where a step is done
_BACKUP = ".tar.gz"  # what the log says was taken along by `backup`


@dataclass(frozen=True)
class Step:
    name: str  # of STEPS
    is_done: bool
    words: str  # what is there, or what is to be done and by which command


def steps(*, with_backup: bool = True) -> list[Step]:
    """The steps in their order; `people` only where there is a login.

    with_backup: whether a backup was ever made is looked for in the whole log, which takes a while in an old one.
    """
    found = [_office(), _boundaries(), _files(), _published()]
    if logins.asked():
        found.append(_people())
    if with_backup:
        found.append(_backup())
    return found


def open_steps() -> int:
    """How many steps are still to be done, without the backup."""
    return sum(not step.is_done for step in steps(with_backup=False))


def in_order() -> list[Contract]:
    """Every source, those that come each month first."""
    return sorted(contracts().values(), key=lambda one: one.rhythm != "monthly")


def taken() -> set[str]:
    """Sources of which a file was taken in."""
    return {entry.source for entry in ledger.entries()}


def _office() -> Step:
    # In the checkout's own folder the office is the shipped one, and no other can be set up there.
    is_done = office_files.is_set() or paths.data().resolve() == (paths.ROOT / "data").resolve()
    return _step("office", is_done, name=settings.office().name)


def _boundaries() -> Step:
    try:
        attribution = boundary_sets.source(boundary_sets.in_force(paths.boundaries())).get("attribution")
    except BoundaryError:
        attribution = None
    return _step("boundaries", bool(attribution), attribution=attribution)


def _files() -> Step:
    there, monthly = taken(), [one.id for one in contracts().values() if one.rhythm == "monthly"]
    lacking = [one for one in monthly if one not in there]
    return _step("files", not lacking, n=number(len(there)), all=number(len(contracts())), monthly=number(len(lacking)))


def _published() -> Step:
    served = room.served()
    return _step("published", served is not None, id=served.stem if served else "")


def _people() -> Step:
    known = [entry for entry in entries.listing().entries if entry.role != "admin"]
    return _step("people", bool(known), n=number(len(known)))


def _backup() -> Step:
    try:
        made = [one for one in log.read(action="unduh") if one.details.get("what", "").endswith(_BACKUP)]
    except OSError:  # of a log that cannot be read /catatan says so
        made = []
    return _step("backup", bool(made), day=day(made[-1].at) if made else "")


def _step(name: str, is_done: bool, /, **words: object) -> Step:
    return Step(name, is_done, say(f"first.{name}.{'done' if is_done else 'open'}", **words))
