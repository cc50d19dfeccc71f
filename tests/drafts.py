"""What is loaded, asked at once: an exact snapshot in service without what only publishing adds and a question about

its answers need not wait for, the audit, the protected half and the proof. Whoever asks the protected view publishes.
"""

import duckdb

from timpora import paths, settings
from timpora.intake import ledger
from timpora.store import added, alarm_book, alarming, build, method_book, publish, room, scoring, snapshot
from timpora.store.snapshot import Snapshot

DISCLOSURE = (
    "source varchar, months_audited int, small_cells int, possible_3 int, possible_4 int, possible_5 int, cuts int"
)


def current(scope: tuple[str, ...] | None = None, *, is_judged: bool = True) -> Snapshot:
    """What answers of all that is loaded now, as somebody with this scope sees it; is_judged: with index and alarms."""
    if settings.view() == "exact":
        _draft(is_judged)
    elif not publish.is_current():
        publish.publish()
    return snapshot.current(scope)


def _draft(is_judged: bool) -> None:
    entries, methods, alarms = ledger.entries(), method_book.methods(), alarm_book.to_publish_by()
    name = publish.identity(entries, methods, alarms)
    if room.served() == room.pair(name)[0]:
        return
    name = name if is_judged else f"{name}-angka"
    file, link = paths.exact() / f"draf-{name}.duckdb", paths.exact() / "current"
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        with duckdb.connect(config={"threads": 1}) as con:
            build.gather(con, name, entries, methods)
            con.execute(f"create table marts.disclosure ({DISCLOSURE})")
            build.write(con, file, {f"marts.{mart}": f"marts.{mart}" for mart in build.tables(con, "marts")})
        with added.opened(file, scoring.MARTS, alarming.MARTS) as con:
            if is_judged:
                scoring.add(con, methods)
                alarming.add(con, alarms)
    link.unlink(missing_ok=True)
    link.symlink_to(file.name)
