"""Killed, crowded, damaged or out of room: what is served is the old snapshot or the new one, whole, and said so.

Everything here is real: processes of `python -m timpora`, SIGKILL, a small disk that is full, readers in the middle.
"""

import inspect
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic

import duckdb
import pytest

from timpora import paths
from timpora.draw.pictures import of_kecamatan
from timpora.intake import ledger
from timpora.store import alarm_book, build, journal, method_book, proof, publish, room
from timpora.store.snapshot import Snapshot
from timpora.text import number

pytestmark = pytest.mark.slow

PUBLISH_KILLS, LOAD_KILLS = 40, 30
TIMPORA = [sys.executable, "-m", "timpora"]
LOAD = ["load", "--reason", "pembetulan"]
MONTHS = {"Sep-24": "2024-09-01", "Okt-24": "2024-10-01"}
AREAS = {
    "73.72.02": ("Parepare", "Ujung"),
    "73.72.03": ("Parepare", "Soreang"),
    "73.11.03": ("Barru", "Barru"),
    "73.11.07": ("Barru", "Balusu"),
}


def told(reader: Snapshot) -> tuple[str, dict[str, int]]:
    """What a snapshot says: its id, and every number by month and kecamatan. Two questions must agree on them."""
    trend = reader.ask("trend", measure="active_permits", areas=list(AREAS)).dropna(subset="value")
    numbers = {f"{row.period:%Y-%m-%d} {row.group_code}": int(row.value) for row in trend.itertuples()}
    for period in MONTHS.values():
        shown = of_kecamatan(reader.ask("layer_values", layer="presence", period=period)).dropna(subset="value")
        once_more = {f"{period} {row.area_code}": int(row.value) for row in shown.itertuples()}
        assert once_more == {key: value for key, value in numbers.items() if key.startswith(period)}
    return reader.ask("snapshot").snapshot_id.item(), numbers


# Answers in a process of its own: once, again and again until its input is closed, or whenever it is asked.
READER = f"""
import json, select, sys
from timpora.draw.pictures import of_kecamatan
from timpora.store.snapshot import NoSnapshot, Snapshot, current
MONTHS, AREAS, is_asked = {MONTHS}, {list(AREAS)}, "asked" in sys.argv
{inspect.getsource(told)}
if is_asked:
    print(json.dumps([current(None).id, None]), flush=True)
while not is_asked or sys.stdin.readline():
    try:
        answer = told(current(None))
    except NoSnapshot as problem:
        answer = type(problem).__name__, None
    print(json.dumps(answer), flush=True)
    if "once" in sys.argv or not is_asked and select.select([sys.stdin], [], [], 0.2)[0]:
        break
"""

# Runs `python -m timpora` and gives it a signal, or fills its disk, just before the n-th thing that it does to a
# folder, counted from one that is named. Python tells an audit hook of every file opened, renamed, linked or removed.
AT = """
import os, runpy, signal, sys
folder, first, count, action = sys.argv[1:5]
seen = 0
def strike(name, arguments):
    global seen
    told = " ".join([name, *map(str, arguments)])
    if folder not in told or not name.startswith(("open", "os.", "shutil.", "subprocess.")):
        return
    told = told.replace(folder, "")
    seen += bool(seen) or told.startswith(first)
    os.write(2, f"{told}\\n".encode())
    if seen == int(count) and action.startswith("SIG"):
        os.kill(os.getpid(), signal.Signals[action])
    elif seen == int(count):
        disk = os.statvfs(folder)
        with open(action, "wb") as ballast:
            os.posix_fallocate(ballast.fileno(), 0, disk.f_bavail * disk.f_frsize)
sys.addaudithook(strike)
sys.argv[1:] = sys.argv[5:]
runpy.run_module("timpora", run_name="__main__")
"""


class Town:
    """A house whose truth is kept beside it, in plain arithmetic: what each snapshot must answer, by its id."""

    def __init__(self, house):
        self.house = house
        self.loads: dict[str, tuple[set, dict[str, int]]] = {}
        self.states: dict[str, dict[str, int]] = {}
        self.number = 100  # larger than what is withheld: nothing here needs a coarser cut

    def file(self, chance: random.Random) -> tuple[str, set, dict[str, int]]:
        """A new file: its text, the months and kabupaten it speaks for, and its numbers; none was ever used before."""
        lines, covers, values = ["PERIODE;KAB/KOTA;KECAMATAN;BVK;VOA;ITK;ITK PERALIHAN;ITAS;ITAP;TOTAL"], set(), {}
        for month, area in chance.sample([(month, area) for month in MONTHS for area in AREAS], k=3):
            self.number += 1
            kabupaten, kecamatan = AREAS[area]
            lines.append(f"{month};{kabupaten};{kecamatan};0;0;0;0;{self.number};0;{self.number}")
            covers.add((MONTHS[month], area[:5]))
            values[f"{MONTHS[month]} {area}"] = self.number
        return "\n".join(lines), covers, values

    def load(self, chance: random.Random) -> str:
        """Load something new; returns the id of the snapshot that is right from now on."""
        text, covers, values = self.file(chance)
        self.loads[self.house.load(text, reason=LOAD[-1]).entry.id] = covers, values
        return self.note()

    def change(self, chance: random.Random) -> str:
        """Load something new, or take something back: never a state that was there before, and never many files."""
        if len(self.loads) < 3 or (len(self.loads) < 10 and chance.random() < 0.6):
            return self.load(chance)
        gone = chance.choice(list(self.loads)[:-1])
        ledger.undo(gone, by="uji", at=ledger.entries()[-1].received)
        del self.loads[gone]
        return self.note()

    def note(self) -> str:
        now = publish.identity(ledger.entries(), method_book.methods(), alarm_book.to_publish_by())
        self.states[now] = self.truth()
        return now

    def truth(self) -> dict[str, int]:
        """The last one to speak for a kabupaten and month speaks for all of it."""
        told: dict[str, int] = {}
        for covers, values in self.loads.values():
            spoken_for = {key for key in told for period, kab in covers if key.startswith(f"{period} {kab}")}
            told = {key: value for key, value in told.items() if key not in spoken_for} | values
        return told

    def served(self) -> str:
        """The id of what is served, opened anew; its answers must be those of that id, all of them."""
        name, numbers = told(Snapshot(room.served()))
        assert name == room.served().stem and numbers == self.states[name]
        if protected := room.served_in(paths.published()):
            other, rounded = told(Snapshot(protected))
            assert other == protected.stem and rounded.keys() == self.states[other].keys()
            assert all(abs(value - self.states[other][cell]) < 5 for cell, value in rounded.items())
        return name


@pytest.fixture
def town(house) -> Town:
    return Town(house)


def run(*command: str | Path) -> str:
    done = subprocess.run(command, cwd=paths.ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
    return done.stdout


def start(*command: str | Path) -> subprocess.Popen:
    pipe = subprocess.PIPE
    return subprocess.Popen(command, cwd=paths.ROOT, stdin=pipe, stdout=pipe, stderr=pipe, text=True)


def at(
    first: str, count: int, action: str | Path, *command: str | Path, folder: Path | None = None
) -> list[str | Path]:
    return [sys.executable, "-c", AT, folder or paths.published(), first, str(count), action, *command]


def answers(lines: str) -> list[tuple[str, dict[str, int]]]:
    return [tuple(json.loads(line)) for line in lines.splitlines()]


def killed(process: subprocess.Popen, is_time: Callable[[], bool] | None = None, after: float = 60) -> str | None:
    """Kill it after so many seconds, or as soon as it is time; what it said till then, None if it ended by itself."""
    end = monotonic() + after
    while process.poll() is None and monotonic() < end and not (is_time and is_time()):
        try:
            process.wait(timeout=0.001 if is_time else max(0.0, end - monotonic()))
        except subprocess.TimeoutExpired:
            continue
    process.kill()
    said = "".join(process.communicate())
    if process.returncode == -signal.SIGKILL:
        return said
    assert process.returncode == 0, said
    return None


@contextmanager
def readers(town: Town, folder: Path) -> Iterator[None]:
    """Two readers in the middle: one that stays, and a new process each time. Both are judged at the end."""
    staying, coming = folder / "reads-staying", folder / "reads-coming"
    is_over, failures = threading.Event(), []

    def come_and_go() -> None:
        with coming.open("w") as file:
            while not is_over.wait(1.5):
                done = subprocess.run(
                    [sys.executable, "-c", READER, "once"],
                    cwd=paths.ROOT,
                    stdout=file,
                    stderr=subprocess.PIPE,
                    check=False,
                )
                failures.append(done.stderr)

    with staying.open("w") as file:
        stays = subprocess.Popen(
            [sys.executable, "-c", READER], cwd=paths.ROOT, stdin=subprocess.PIPE, stdout=file, stderr=subprocess.PIPE
        )
        comes = threading.Thread(target=come_and_go)
        comes.start()
        try:
            yield
        finally:
            is_over.set()
            comes.join()
            _, said = stays.communicate()
    assert (stays.returncode, said, set(failures)) == (0, b"", {b""})
    for file in (staying, coming):
        read = answers(file.read_text())
        assert len(read) > 20
        assert [answer for answer in read if answer[1] != town.states.get(answer[0])] == []


def test_killed_at_random_moments_the_old_snapshot_or_the_new_one_is_served_and_nothing_twice(town, tmp_path):
    chance = random.Random(20241127)
    town.change(chance)
    begin = monotonic()
    run(*TIMPORA, "publish")
    life = monotonic() - begin
    folder = paths.published()
    watched = [
        lambda: any(folder.glob("stage-*.duckdb")),
        lambda: (folder / f"{after}.duckdb").exists(),
        *(
            lambda step=step: f'"{step}"' in _text(folder / "publishing.json")
            for step in ("marts", "verifying", "swapping")
        ),
    ]
    kills, told_of, before, left = 0, 0, town.served(), None
    with readers(town, tmp_path):
        while kills < PUBLISH_KILLS:
            after, begin = town.change(chance), monotonic()
            process = start(*TIMPORA, "publish")
            if kills % 4 == 3:
                said = killed(process, watched[kills // 4 % len(watched)])
            else:
                said = killed(process, after=chance.uniform(0, life))
                life = life if said is not None else monotonic() - begin  # on a machine that is less busy by now
            now = town.served()
            assert now in (before, after)
            # The next one to start says what became of the last; and what it left is said until then.
            assert not left or not said or left in said
            if left := journal.interrupted():
                assert now in left and any(each in left for each in town.states)
                told_of += 1
            kills, before = kills + (said is not None), now
            if kills % 10 == 0:
                assert left in run(*TIMPORA, "publish") if left else run(*TIMPORA, "publish")
                before, left = town.served(), journal.interrupted()
                assert (before, left) == (after, None)
    assert told_of > PUBLISH_KILLS // 3
    run(*TIMPORA, "publish")
    assert town.served() == town.note()
    assert sorted(file.name for file in folder.iterdir() if file.suffix != ".duckdb") == [
        "current",
        "exact",
        "publish.lock",
    ]
    assert [file.name for file in paths.exact().iterdir() if file.suffix != ".duckdb"] == ["current"]
    other = published_anew(tmp_path)
    for place in (paths.exact(), folder):
        assert everything(room.served_in(place)) == everything(room.served_in(other / place.relative_to(folder)))


def _text(file: Path) -> str:
    try:
        return file.read_text()
    except FileNotFoundError:
        return ""


def published_anew(tmp_path: Path) -> Path:
    """The same extracts in another folder, published there for the first time; returns where."""
    other = tmp_path / "lain"
    shutil.copytree(paths.extracts(), other / "extracts")
    done = subprocess.run(
        [*TIMPORA, "publish"],
        cwd=paths.ROOT,
        env=os.environ | {"TIMPORA_DATA": str(other)},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0
    return other / "published"


def everything(file: Path) -> dict[str, list[str]]:
    """Every row of every table of a file, and its name."""
    with duckdb.connect(str(file), read_only=True) as con:
        names = con.execute("select schema_name || '.' || table_name from duckdb_tables() order by all").fetchall()
        return {"id": [file.stem]} | {name: sorted(map(str, con.table(name).fetchall())) for (name,) in names}


def test_killed_before_each_thing_it_does_to_the_disk_publication_is_done_or_not_begun(town):
    chance = random.Random(1)
    before, struck = town.load(chance), []
    run(*TIMPORA, "publish")
    # Its journal's third to fifth steps are written like the second.
    for count in [*range(1, 7), *range(16, 200)]:
        after = town.load(chance)
        said = killed(start(*at("open /publishing.json.part", count, "SIGKILL", "publish")))
        now, sentence = town.served(), journal.interrupted()
        if said is None:
            break
        *done, last = [line for line in said.splitlines() if line.startswith(("open", "os.", "subprocess."))]
        struck.append((last, sentence))
        # The exact one, of which this test asks, is swapped in first; then the protected one, and all is done.
        is_exact_swapped, is_swapped = (
            any(line.startswith(f"os.rename {place}/current.part {place}/current") for line in done)
            for place in ("/exact", "")
        )
        assert now == (after if is_exact_swapped else before)
        assert not sentence or ("tidak ada yang perlu diulang" in sentence) == is_swapped
        before = now
    assert now == after and sentence is None
    renamed = (f"os.rename {place}/{name}" for place in ("/exact", "") for name in ("stage", "current.part"))
    for moment in (*renamed, "subprocess", "os.symlink ", "os.remove /publishing"):
        assert any(last.startswith(moment) and sentence for last, sentence in struck), moment
    assert len(struck) > 20


def test_a_publication_killed_before_the_swap_is_found_whole_and_served_by_the_next(town):
    before = town.load(random.Random(2))
    run(*TIMPORA, "publish")
    after = town.load(random.Random(3))
    assert killed(start(*at("os.symlink", 1, "SIGKILL", "publish")))
    assert town.served() == before and "langkah «menukar»" in journal.interrupted()
    said = run(*TIMPORA, "publish")
    assert f"Terbitan {after} sudah ada dan utuh; sekarang dilayani." in said and "Membaca" not in said
    assert town.served() == after


def test_killed_while_it_sweeps_the_next_one_sweeps_and_says_so_again(town):
    town.load(random.Random(2))
    assert killed(start(*at("os.chmod /stage", 1, "SIGKILL", "publish")))
    (left,) = paths.published().glob("stage-*")
    (paths.published() / "tmp").mkdir()
    (paths.published() / "tmp" / "duckdb_temp_block-1.block").write_bytes(b"half")
    (paths.published() / "catatan.txt").write_text("bukan sisa")
    assert killed(start(*at("os.remove /stage", 1, "SIGKILL", "publish")))
    said = run(*TIMPORA, "publish")
    assert (
        "terputus pada langkah «membandingkan dengan biasanya»" in said and "Belum ada terbitan yang dilayani" in said
    )
    assert left.name in said and "tmp" in said
    assert {file.name for file in paths.published().iterdir()} == {
        "catatan.txt",
        "current",
        "exact",
        "publish.lock",
        room.served().name,
    }
    assert {file.name for file in paths.exact().iterdir()} == {"current", room.served().name}


def test_every_start_says_what_became_of_a_publication_that_was_killed(town):
    before = town.load(random.Random(2))
    run(*TIMPORA, "publish")
    town.load(random.Random(3))
    assert killed(start(*at("os.chmod /stage", 1, "SIGKILL", "publish")))
    sentence = journal.interrupted()
    assert "langkah «membandingkan dengan biasanya»" in sentence and f"Yang dilayani tetap {before}" in sentence
    assert sentence in run(*TIMPORA, "status")
    assert json.loads(run(*TIMPORA, "status", "--json"))["interrupted"] == sentence
    server = start(sys.executable, "-c", "import dashboard")
    assert sentence in server.communicate()[1]
    assert sentence in _set_up() and town.served() == town.note()
    assert json.loads(run(*TIMPORA, "status", "--json"))["interrupted"] is None
    assert _set_up() == ""


def test_a_damaged_snapshot_is_built_again_by_the_next_start_and_if_it_cannot_be_the_one_before_is_served(town):
    old = town.load(random.Random(2))
    run(*TIMPORA, "publish")
    new = town.load(random.Random(3))
    run(*TIMPORA, "publish")
    damage(room.served())
    assert f"Terbit: {new}" in _set_up() and town.served() == new
    damage(room.served())
    ledger.entries()[-1].understood_file().unlink()
    done = start(*TIMPORA, "setup")
    complaint = done.communicate()[1]
    assert done.returncode == 0 and "rusak atau hilang. Untuk sementara" in complaint
    assert town.served() == old


def _set_up() -> str:
    """What `make setup` says after its first words, in a house that was asked for boundaries before."""
    paths.boundaries().mkdir(exist_ok=True)
    (paths.boundaries() / "tried").touch()
    return "\n".join(run(*TIMPORA, "setup").splitlines()[1:])


def test_two_publishers_at_once_the_second_waits_says_so_and_serves_the_newest(town):
    town.load(random.Random(2))
    first = start(*at("os.chmod /stage", 1, "SIGSTOP", "publish"))
    try:
        os.waitid(os.P_PID, first.pid, os.WSTOPPED)
        # One that is at work, however slowly, is not one that died, and nothing of it is swept away.
        assert journal.interrupted() is None and "membandingkan dengan biasanya" in journal.running()
        newest = town.load(random.Random(3))
        second = start(*TIMPORA, "publish")
        assert second.stdout.readline() == "Menunggu penerbitan lain selesai …\n"
        assert len(list(paths.published().glob("stage-*"))) == 1 and room.served() is None
    finally:
        first.send_signal(signal.SIGCONT)
    said = first.communicate()[0], second.communicate()[0]
    assert (first.returncode, second.returncode) == (0, 0)
    assert "Terbit:" in said[0] and f"Terbit: {newest}" in said[1] and "terputus" not in "".join(said)
    assert town.served() == newest and journal.running() is None


def test_many_publishers_of_the_same_files_make_one_snapshot(town):
    newest = town.load(random.Random(2))
    crowd = [start(*TIMPORA, "publish") for _ in range(4)]
    said = [process.communicate()[0] for process in crowd]
    assert [process.returncode for process in crowd] == [0] * 4
    assert sorted(f"Terbit: {newest}" in each for each in said) == [False, False, False, True]
    assert town.served() == newest and room.snapshots() == [room.served().stem]


def damage(file: Path, *, every: int = 4096) -> None:
    """Damaged where it lies, as a bad disk does it: who has it open has the damage too."""
    file.chmod(0o644)
    with file.open("r+b") as content:
        for place in range(12_288, file.stat().st_size, every):
            content.seek(place)
            content.write(b"\xff" * 64)


def ask(reader: subprocess.Popen) -> list:
    reader.stdin.write("\n")
    reader.stdin.flush()
    return json.loads(reader.stdout.readline())


def test_a_snapshot_damaged_while_readers_have_it_open_gives_no_wrong_number_and_is_built_again(town):
    served = town.load(random.Random(2))
    run(*TIMPORA, "publish")
    right, damaged = [served, town.truth()], ["DamagedSnapshot", None]
    asked, idle = (start(sys.executable, "-c", READER, "asked") for _ in range(2))
    assert [json.loads(reader.stdout.readline())[0] for reader in (asked, idle)] == [served, served]
    assert ask(asked) == right
    damage(room.served())
    assert ask(asked) in (right, damaged) and ask(idle) == damaged
    assert answers(run(sys.executable, "-c", READER, "once")) == [tuple(damaged)]
    assert f"Terbit: {served}" in run(*TIMPORA, "publish")
    assert town.served() == served
    # A server that has the damaged file open is well again without a new start.
    assert [ask(asked), ask(idle), ask(idle)] == [right] * 3
    for reader in (asked, idle):
        reader.communicate()


def blocks(file: Path) -> list[int]:
    """The blocks of a snapshot's file in which something is kept, in their order."""
    with duckdb.connect(str(file), read_only=True) as con:
        used = {block for (block,) in con.execute("select block_id from pragma_metadata_info()").fetchall()}
        for (table,) in con.execute("select schema_name || '.' || table_name from duckdb_tables()").fetchall():
            told = con.execute("select block_id, additional_block_ids from pragma_storage_info(?)", [table]).fetchall()
            used |= {block for own, others in told for block in (own, *(others or [])) if block is not None}
    return sorted(block for block in used if block >= 0)


def test_a_bit_that_flipped_anywhere_in_a_snapshot_is_found(town):
    town.load(random.Random(2))
    files = room.pair(publish.publish().stem)
    for file in files:
        whole = file.read_bytes()
        file.chmod(0o644)
        used = blocks(file)
        assert len(used) > 60
        for place in [12_288 + block * build.SMALL_BLOCK + 77 for block in used[::4]]:
            file.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
            assert proof.fault(file.stem, *files), place
        file.write_bytes(whole)
    assert proof.fault(files[0].stem, *files) is None


def test_a_load_killed_at_any_moment_is_in_the_ledger_whole_or_not_at_all_and_never_twice(town):
    chance, kills = random.Random(20241127), 0
    moments = [at("open /ledger.lock", count, "SIGKILL", *LOAD, folder=paths.extracts()) for count in range(1, 40)]
    while kills < LOAD_KILLS:
        text, covers, values = town.file(chance)
        file = town.house.file(text)
        if moments:
            said = killed(start(*moments.pop(0), file))
            moments = [] if said is None else moments
        else:
            said = killed(start(*TIMPORA, *LOAD, file), after=chance.uniform(0, 0.4))
        kills += said is not None
        # What it said it took in, it did take in; what it did not come to say may be there all the same.
        is_sure = said is None or "Diterima" in said
        assert len([e for e in _whole_entries() if e.sha256 == ledger.digest(file)]) in ((1,) if is_sure else (0, 1))
        assert town.house.load(file, reason=LOAD[-1]).is_accepted
        (entry,) = [e for e in _whole_entries() if e.sha256 == ledger.digest(file)]
        town.loads[entry.id] = covers, values
    town.note()
    publish.publish()
    assert town.served() and list(town.loads) == [entry.id for entry in ledger.entries()]
    kept = {file for entry in ledger.entries() for file in (entry.received_file(), entry.understood_file())}
    assert set(paths.extracts().glob("*/*")) == kept


def _whole_entries() -> list[ledger.Entry]:
    entries = ledger.entries()
    for entry in entries:
        assert ledger.digest(entry.understood_file()) == entry.understood_sha256
        assert ledger.digest(entry.received_file()) == entry.sha256
    return entries


class Disk:
    """A small disk where the data lie, in a mount namespace of its own: it is gone when this process is."""

    SIZE = 120 * 2**20

    def __init__(self, folder: Path):
        folder.mkdir()
        as_root = [] if os.geteuid() == 0 else ["--map-root-user"]
        mount = 'mount -t tmpfs -o size="$1" tmpfs "$0" && echo ready && exec cat'
        self._holder = start("unshare", "--mount", *as_root, "sh", "-c", mount, folder, str(self.SIZE))
        if not self._holder.stdout.readline():
            pytest.skip(f"no right to mount a small disk here: {self._holder.communicate()[1].strip()}")
        self.folder = Path(f"/proc/{self._holder.pid}/root{folder}")
        user = ["--user", "--preserve-credentials"] if as_root else []
        inside = f'cd "{paths.ROOT}" && exec "$@"'
        self._enter = ["nsenter", "--target", str(self._holder.pid), *user, "--mount", "sh", "-c", inside, "sh"]

    def run(self, *command: str | Path) -> tuple[int, str, str]:
        """Exit code, what it said, and what it complained of."""
        done = subprocess.run([*self._enter, *command], capture_output=True, text=True, check=False)
        complaints = [line for line in done.stderr.splitlines() if not line.startswith(("open ", "os.", "subprocess."))]
        return done.returncode, done.stdout, "\n".join(complaints)

    def close(self) -> None:
        self._holder.communicate()

    def published(self) -> set[str]:
        return {file.name for file in (self.folder / "published").iterdir()}

    def answers(self) -> dict[str, int]:
        return answers(self.run(sys.executable, "-c", READER, "once")[1])[0][1]

    def free(self) -> int:
        return shutil.disk_usage(self.folder).free

    def fill(self, but: int) -> None:
        with (self.folder / "ballast").open("wb") as ballast:
            os.posix_fallocate(ballast.fileno(), 0, self.free() - but)

    def clear(self) -> None:
        (self.folder / "ballast").unlink()


@pytest.fixture
def disk(house) -> Iterator[Disk]:
    disk = Disk(paths.data())
    yield disk
    disk.close()


def load_on(disk: Disk, town: Town, chance: random.Random) -> None:
    text, covers, values = town.file(chance)
    assert disk.run(*TIMPORA, *LOAD, town.house.file(text))[0] == 0
    town.loads[str(len(town.loads))] = covers, values


def test_a_disk_that_fills_up_at_any_step_keeps_the_old_snapshot_and_recovers(town, disk):
    chance = random.Random(5)
    load_on(disk, town, chance)
    assert disk.run(*TIMPORA, "publish")[0] == 0
    old, before = town.truth(), disk.published()
    load_on(disk, town, chance)
    room_before = disk.free()
    for first, count in (
        ("open /publishing.json.part", 1),  # before the journal has a word
        ("open /publishing.json.part", 3),  # between its first step and its second
        ("open /publishing.json.part", 18),  # just before the snapshot itself is written
    ):
        code, _, complaint = disk.run(*at(first, count, paths.data() / "ballast", "publish"))
        assert code == 1 and complaint.count("\n") == 0
        assert complaint.startswith("Disk penuh saat menerbitkan, terbitan lama tetap dipakai")
        assert (disk.answers(), disk.published()) == (old, before)
        disk.clear()
        assert abs(disk.free() - room_before) < 100_000
    assert disk.run(*TIMPORA, "publish")[0] == 0
    assert disk.answers() == town.truth() != old
    # Damaged besides, and no room to build it again: the one before is served, and both are said.
    damage(disk.folder / "published" / (disk.folder / "published" / "current").readlink())
    code, _, complaint = disk.run(*at("open /publishing.json.part", 3, paths.data() / "ballast", "publish"))
    assert code == 1 and "Disk penuh" in complaint and "rusak atau hilang" in complaint
    assert disk.answers() == old


def test_a_disk_short_of_room_lets_old_snapshots_go_first_and_else_says_how_much_it_lacks(town, disk):
    chance, served = random.Random(6), []
    for _ in range(5):
        load_on(disk, town, chance)
        assert disk.run(*TIMPORA, "publish")[0] == 0
        served.append((disk.folder / "published" / "current").readlink().name)
    old = town.truth()
    size = sum((disk.folder / "published" / part / served[-1]).stat().st_size for part in ("exact", ""))
    needed = max(room.FREE_AT_LEAST, room.TIMES * size)
    load_on(disk, town, chance)
    disk.fill(but=needed - 5 * size // 2)  # more than what two snapshots give back
    code, said, complaint = disk.run(*TIMPORA, "publish")
    assert code == 1 and "2 terbitan lama dihapus" in said
    assert complaint.startswith(f"Ruang disk kurang untuk menerbitkan: perlu {number(needed / 1e6, 1)} MB, tersedia ")
    assert disk.answers() == old
    # What was shown lately can be shown again all the same.
    assert set(served[-3:]) < disk.published() and not set(served[:2]) & disk.published()
    disk.clear()
    for _ in range(2):
        assert disk.run(*TIMPORA, "publish")[0] == 0
        assert disk.answers() == town.truth()
        load_on(disk, town, chance)
    disk.fill(but=needed - size // 2)  # what one snapshot gives back is enough
    code, said, complaint = disk.run(*TIMPORA, "publish")
    assert (code, complaint) == (0, "") and "1 terbitan lama dihapus" in said
    assert disk.answers() == town.truth() and set(served[-2:]) < disk.published()


def test_a_file_loaded_on_a_full_disk_is_refused_whole_and_accepted_once_there_is_room(town, disk):
    chance = random.Random(7)
    load_on(disk, town, chance)
    text, covers, values = town.file(chance)
    file = town.house.file(text)
    disk.fill(but=0)
    code, said, complaint = disk.run(*TIMPORA, *LOAD, file)
    assert code == 1 and "No space left on device" in said and complaint == ""
    code, said, _ = disk.run(*TIMPORA, "status", "--json")
    assert code == 0 and len(json.loads(said)["loads"]) == 1
    disk.clear()
    for _ in range(2):  # and loading it twice changes nothing
        assert disk.run(*TIMPORA, *LOAD, file)[0] == 0
    town.loads["2"] = covers, values
    assert disk.run(*TIMPORA, "publish")[0] == 0
    assert disk.answers() == town.truth()
