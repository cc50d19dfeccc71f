"""The audit log: everything that was seen or done is in it, no number is, and nobody takes a line out unnoticed."""

import csv
import io
import json
import re
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from timpora import paths
from timpora.access import book, chain, details, export, log
from timpora.access.areas import areas

WITA = ZoneInfo("Asia/Makassar")
OCTOBER, NOVEMBER, DECEMBER = (datetime(2026, month, 15, 9, tzinfo=WITA) for month in (10, 11, 12))
SITI, BUDI = "siti@kantor.go.id", "budi@kantor.go.id"
few = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


def files() -> list[Path]:
    return book.written()


def lines(file: Path | None = None) -> list[bytes]:
    return (file or files()[-1]).read_bytes().splitlines(keepends=True)


def rewrite(file: Path, content: list[bytes]) -> None:
    file.write_bytes(b"".join(content))


def write(at: datetime = NOVEMBER, who: str = SITI, page: str = "peta") -> None:
    """As log.write, at a moment of ours."""
    book.append(at, who, "lihat", {"page": page})


@pytest.fixture
def ten(house):
    """Five lines of October and five of November: two files."""
    for at in (OCTOBER, NOVEMBER):
        for page in ("peta", "tren", "ringkasan", "mutu-data", "unggah"):
            write(at, page=page)


# What it says


def test_a_line_says_who_did_what_to_which_view(house):
    log.write("lihat", SITI, page="peta", periode="2024-10", wilayah="73.72", lapisan="presence")
    log.write("muat", "petugas@kantor.go.id", load="000123", source="izin_tinggal")
    seen, loaded = log.read()
    assert (seen.seq, seen.who, seen.action) == (1, SITI, "lihat")
    assert seen.details == {"page": "peta", "periode": "2024-10", "wilayah": "73.72", "lapisan": "presence"}
    assert loaded.details == {"load": "000123", "source": "izin_tinggal"}
    assert seen.at.utcoffset() == timedelta(hours=8)
    assert log.verify() == []


def test_what_is_asked_of_the_log_is_found(ten):
    write(NOVEMBER, BUDI)
    assert len(log.read()) == 11
    assert [record.at.month for record in log.read(since=date(2026, 11, 1))] == [11] * 6
    assert [record.at.month for record in log.read(until=date(2026, 10, 15))] == [10] * 5
    assert log.read(since=date(2026, 10, 16), until=date(2026, 11, 14)) == []
    assert [record.who for record in log.read(who=BUDI)] == [BUDI]
    assert log.read(action="unduh") == []


@pytest.mark.parametrize("words", [{"action": "intip"}, {"nilai": "12"}, {"page": "peta", "jumlah": "x"}])
def test_what_the_log_was_not_made_for_is_an_error_of_the_caller(house, words):
    with pytest.raises(ValueError, match="the log k"):
        log.write(words.pop("action", "lihat"), SITI, **words)
    assert log.read() == []


NUMBERS = ["7", "1234", "1.234.567", "12,5 %", "-3", "≈15", "73.99", "73.720", "173.72", "2024", "2024-13", "(41)"]
TOLD = ["37 orang", "peta 8 dan 9", "itas: 41", "x=41", "\u0664\u0662", "\uff11\uff12", "1e3", "0x1f", "12/24", "n24"]


@pytest.mark.parametrize("action", details.ACTIONS)
def test_no_number_of_the_data_gets_into_the_log_through_any_detail(house, action):
    forms = details.ACTIONS[action]
    # A group of the login provider may be called "tim 7": its name alone may hold a number beside words.
    planted = {name: [*NUMBERS, *(TOLD if form != "person" else [])] for name, form in forms.items()}
    kept = [details.fit(action, {name: text})[name] for name, texts in planted.items() for text in texts]
    assert [text for text in kept if re.search(r"\d", text)] == []
    log.write(action, SITI, **{name: texts[-1] for name, texts in planted.items()})
    assert (
        not re.search(r"\d", "".join(log.read()[0].details.values())) and log.read()[0].details.keys() == forms.keys()
    )


def test_months_and_areas_and_names_of_things_stay_as_they_are(house):
    view = {"periode": "2024-10", "banding": "73.72 73.11.03", "rentang": "24", "pemilihan": "pilkada-2024"}
    log.write("lihat", SITI, page="mutu-data", through="analis", **view)
    log.write("unduh", SITI, what="peta-2024-10-73.72.csv")
    log.write("terbit", SITI, snapshot="2024-10-0123456789ab")
    log.write("ubah-akses", SITI, target="budi99@kantor.go.id", until="2027-01-31", scope="73.72")
    log.write("ubah-akses", SITI, target="grup 'tim 7'")
    seen, taken, published, changed, grouped = (record.details for record in log.read())
    assert seen == {"page": "mutu-data", "through": "analis", **view}
    assert taken == {"what": "peta-2024-10-73.72.csv"}
    assert published == {"snapshot": "2024-10-0123456789ab"}
    assert changed == {"target": "budi99@kantor.go.id", "until": "2027-01-31", "scope": "73.72"}
    assert grouped == {"target": "grup 'tim 7'"}


def test_who_was_given_which_of_many_areas_is_told_whole(house):
    scope = " ".join(areas())
    log.write("ubah-akses", SITI, target=BUDI, scope=scope)
    assert log.read()[0].details["scope"] == scope


@few
@given(st.text(max_size=400), st.text(max_size=400))
def test_whatever_strangers_send_is_one_bounded_line_that_reads_back(house, who, reason):
    before = len(log.read())
    log.write("ditolak", who, reason=reason)
    assert len(log.read()) == before + 1 == len(lines())
    assert len(log.read()[-1].who) <= 254 and len(log.read()[-1].details.get("reason", "")) <= 200
    assert log.verify() == [] and export.as_csv(log.read())
    assert all(32 <= byte < 127 for byte in lines()[-1][:-1])


def test_half_a_letter_is_no_traceback(house):
    log.write("ditolak", "\ud800siti", reason="\udfff")
    assert log.read()[0].who == "?siti" and log.read()[0].details == {"reason": "?"}


def test_only_its_owner_reads_it(house):
    write()
    assert {stat.S_IMODE(file.stat().st_mode) for file in book.folder().iterdir()} == {0o600}
    assert stat.S_IMODE(book.folder().stat().st_mode) == stat.S_IMODE(paths.access().stat().st_mode) == 0o700


# Whether it is whole


def test_a_log_that_nobody_touched_is_whole(ten):
    assert log.examine() == log.Verdict(10, (), ())
    assert [file.name for file in files()] == ["2026-10-001.jsonl", "2026-11-001.jsonl"]


def test_no_log_is_no_fault_and_looking_makes_none(house):
    assert log.examine() == log.Verdict(0, (), ()) and log.read() == []
    assert not paths.access().exists()


def change(n: int, old: bytes, new: bytes) -> Callable[[], None]:
    def attack() -> None:
        content = lines(files()[0])
        assert old in content[n]
        content[n] = content[n].replace(old, new)
        rewrite(files()[0], content)

    return attack


def forge(file: int, n: int) -> Callable[[], None]:
    """Another line in the place of one, with a hash of its own that is right."""

    def attack() -> None:
        content = lines(files()[file])
        true = chain.record(content[n][:-1])
        content[n] = chain.line(chain.seal(true.seq, true.at, BUDI, true.action, true.details, true.prev))
        rewrite(files()[file], content)

    return attack


def order(*numbers: int, file: int = 0) -> Callable[[], None]:
    return lambda: rewrite(files()[file], [lines(files()[file])[n] for n in numbers])


def head(**other: object) -> Callable[[], None]:
    def attack() -> None:
        path = book.folder() / "head.json"
        path.write_text(json.dumps(json.loads(path.read_text()) | other))

    return attack


def cut_by(size: int) -> Callable[[], None]:
    return lambda: files()[-1].write_bytes(files()[-1].read_bytes()[:-size])


@pytest.mark.parametrize(
    ("attack", "said"),
    [
        (change(2, SITI.encode(), BUDI.encode()), "2026-10-001.jsonl, baris 3 (nomor 3): isinya diubah"),
        (change(0, b'"seq":1', b'"seq": 1'), "baris 1 (nomor 1): isinya diubah"),
        (change(1, b'"seq":2', b'"seq":1000'), "baris 2 (nomor 1000): isinya diubah"),
        (change(4, b"{", b""), "baris 5: bukan baris catatan lagi"),
        (change(4, b"{", b"[" * 100_000), "baris 5: bukan baris catatan lagi"),
        (change(4, b"+08:00", b""), "baris 5: bukan baris catatan lagi"),
        (change(4, b'{"action"', b'{"x":1,"action"'), "baris 5: bukan baris catatan lagi"),
        (change(4, b'"seq":5', b'"seq":true'), "baris 5: bukan baris catatan lagi"),
        (change(4, b'"unggah"', b"7"), "baris 5: bukan baris catatan lagi"),
        (lambda: rewrite(files()[0], [*lines(files()[0])[:4], b"[]\n"]), "baris 5: bukan baris catatan lagi"),
        (change(4, b"\n", b"\n\n"), "baris 6: bukan baris catatan lagi"),
        (forge(0, 2), "baris 4 (nomor 4): tidak menyambung pada nomor 3"),
        (forge(0, 4), "2026-11-001.jsonl, baris 1 (nomor 6): tidak menyambung pada nomor 5"),
        (forge(1, 4), "baris 5 (nomor 10): bukan baris terakhir yang ditulis"),
        (order(0, 1, 3, 4), "baris 3 (nomor 4): nomor 3 sampai 3 sebelum baris ini hilang"),
        (order(1, 2, 3, 4), "baris 1 (nomor 2): nomor 1 sampai 1 sebelum baris ini hilang"),
        (order(0, 2, 1, 3, 4), "baris 3 (nomor 2): tidak pada tempatnya"),
        (order(0, 1, 2, 2, 3, 4), "baris 4 (nomor 3): tidak pada tempatnya"),
        (order(0, 1, 2, 3, file=1), "Akhir catatan hilang: nomor 10 sampai 10"),
        (order(file=1), "Akhir catatan hilang: nomor 6 sampai 10"),
        (cut_by(40), "Akhir catatan hilang: nomor 10 sampai 10"),
        (cut_by(1), "Akhir catatan hilang: nomor 10 sampai 10"),
        (lambda: files()[0].unlink(), "2026-11-001.jsonl, baris 1 (nomor 6): nomor 1 sampai 5"),
        (lambda: files()[1].unlink(), "Akhir catatan hilang: nomor 6 sampai 10"),
        (lambda: [file.unlink() for file in files()], "Akhir catatan hilang: nomor 1 sampai 10"),
        (lambda: (book.folder() / "head.json").unlink(), "head.json hilang atau rusak"),
        (lambda: (book.folder() / "head.json").write_text("{"), "head.json hilang atau rusak"),
        (lambda: (book.folder() / "head.json").write_text("[]"), "head.json hilang atau rusak"),
        (head(seq=5), "head.json lebih lama daripada catatan (nomor 5, catatan sampai 10)"),
        (head(hash="0" * 64), "baris 5 (nomor 10): bukan baris terakhir"),
    ],
)
def test_an_attack_is_found_and_stays_found_when_the_log_goes_on(ten, attack, said):
    attack()
    assert said in "\n".join(log.verify())
    write(DECEMBER)
    write(DECEMBER)
    assert log.verify() != []
    assert [record.at for record in log.read()[-2:]] == [DECEMBER, DECEMBER]


def test_any_single_byte_that_changes_is_found(house):
    for page in ("peta", "tren", "unggah"):
        write(page=page)
    file = files()[0]
    whole = file.read_bytes()
    missed = []
    for at in range(len(whole)):
        file.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        if log.verify() == []:
            missed.append(at)
    assert missed == []


def test_a_file_full_of_nonsense_is_told_in_few_words(ten):
    files()[0].write_bytes(b"\n" * 100_000)
    faults = log.verify()
    assert len(faults) == 51 and "temuan lagi" in faults[-1]


@few
@given(st.binary(max_size=600), st.binary(max_size=60))
def test_no_content_of_its_files_is_a_traceback(house, content, its_head):
    shutil.rmtree(book.folder(), ignore_errors=True)
    write()
    with files()[0].open("ab") as file:
        file.write(content)
    (book.folder() / "head.json").write_bytes(its_head)
    assert log.verify() != []
    assert log.read()[0].who == SITI
    write(who=BUDI)
    assert log.read()[-1].who == BUDI and log.verify() != []


# Power failures, full disks, many at once


@pytest.mark.parametrize("piece", [1, 2, 60, 200, "nol"])
def test_a_line_that_the_power_cut_short_is_kept_as_a_piece_and_is_no_attack(ten, piece):
    before, of_head = files()[-1].read_bytes(), (book.folder() / "head.json").read_bytes()
    write()
    cut = b"\0" * 300 if piece == "nol" else files()[-1].read_bytes()[len(before) :][:piece]
    files()[-1].write_bytes(before + cut)
    (book.folder() / "head.json").write_bytes(of_head)
    assert log.verify() == [] and "terputus waktu ditulis" in log.examine().notes[0]
    assert len(log.read()) == 10
    write(DECEMBER, BUDI)
    *_, torn, after = log.read()
    assert torn.action == "torn" and torn.details["piece"].encode("latin-1") == cut[:300]
    assert (after.seq, after.who) == (12, BUDI)
    assert log.verify() == []
    assert "2026-12-001.jsonl, baris 1 (nomor 11): sebelum ini sebuah baris terputus" in log.examine().notes[0]


def test_a_crash_between_a_line_and_its_head_is_no_attack(ten):
    of_head = (book.folder() / "head.json").read_bytes()
    write()
    (book.folder() / "head.json").write_bytes(of_head)
    assert log.examine() == log.Verdict(11, (), ())
    write()
    assert log.examine() == log.Verdict(12, (), ())


SMALL_DISK = """
import resource, sys
from timpora.access import log
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]), resource.RLIM_INFINITY))
try:
    log.write("lihat", "siti@kantor.go.id", page="peta")
except OSError as problem:
    print(problem)
"""


@pytest.mark.parametrize("room", [-1, 0, 1, 60])
def test_a_full_disk_is_said_with_the_folder_and_leaves_the_log_as_it_was(house, room):
    log.write("buka", "lokal")
    size = files()[-1].stat().st_size
    writer = [sys.executable, "-c", SMALL_DISK, str(size + room)]
    done = subprocess.run(writer, cwd=paths.ROOT, capture_output=True, text=True, check=True)
    assert str(book.folder()) in done.stdout
    assert files()[-1].stat().st_size == size and log.examine() == log.Verdict(1, (), ())
    log.write("buka", "lokal")
    assert log.examine() == log.Verdict(2, (), ())


def test_a_line_whose_head_cannot_be_written_is_not_there(ten):
    (book.folder() / "head.json.part").mkdir()
    with pytest.raises(OSError, match=re.escape(str(book.folder()))):
        log.write("lihat", SITI, page="peta")
    assert len(log.read()) == 10 and log.verify() == []
    (book.folder() / "head.json.part").rmdir()
    write()
    assert log.examine() == log.Verdict(11, (), ())


MANY = """
import sys
from timpora.access import log
for n in range(20):
    log.write("lihat", f"orang{sys.argv[1]}@kantor.go.id", page="peta")
"""


def test_servers_and_commands_that_write_at_once_make_one_chain(house):
    writers = [subprocess.Popen([sys.executable, "-c", MANY, str(n)], cwd=paths.ROOT) for n in range(4)]
    assert [writer.wait() for writer in writers] == [0] * 4
    assert log.examine() == log.Verdict(80, (), ())
    assert [record.seq for record in log.read()] == [*range(1, 81)]
    assert {len(log.read(who=f"orang{n}@kantor.go.id")) for n in range(4)} == {20}


def test_writers_that_are_killed_leave_a_log_that_goes_on(house):
    for _ in range(6):
        writer = subprocess.Popen([sys.executable, "-c", MANY.replace("20", "10**6"), "0"], cwd=paths.ROOT)
        before = len(log.read())
        while len(log.read()) <= before:
            assert writer.poll() is None
        writer.kill()
        writer.wait()
    write(DECEMBER, BUDI)
    assert log.verify() == [] and log.read()[-1].who == BUDI


# New files


def test_a_full_file_is_followed_by_another_one_and_the_chain_goes_on(house):
    write()
    record = chain.record(lines()[0][:-1])
    full = []
    while sum(map(len, full[:1])) * len(full) < book.FULL:
        record = chain.seal(record.seq + 1, record.at, SITI, "lihat", {"page": "peta"}, record.hash)
        full.append(chain.line(record))
    with files()[0].open("ab") as file:
        file.writelines(full)
    (book.folder() / "head.json").write_text(json.dumps({"seq": record.seq, "hash": record.hash}))
    write()
    assert [file.name for file in files()] == ["2026-11-001.jsonl", "2026-11-002.jsonl"]
    assert log.examine() == log.Verdict(len(full) + 2, (), ())


def test_a_clock_that_is_set_back_hides_nothing(ten):
    write(OCTOBER, BUDI)
    assert len(files()) == 2 and log.verify() == []
    assert [record.who for record in log.read(date(2026, 10, 1), date(2026, 10, 31))] == [SITI] * 5 + [BUDI]


# As a spreadsheet


def test_the_log_as_csv_has_a_row_for_each_line(ten):
    rows = list(csv.DictReader(io.StringIO(export.as_csv(log.read()).decode("utf-8-sig"))))
    assert len(rows) == 10
    told = {"seq": "1", "at": "2026-10-15T09:00:00+08:00", "who": SITI, "action": "lihat", "details": "page=peta"}
    assert rows[0] == told | {"hash": log.read()[0].hash}


@pytest.mark.parametrize("start", [*"=+-@\t\r\n", "\uff1d", "\uff0b"])
def test_no_cell_is_a_formula(house, start):
    log.write("ditolak", f"{start}HYPERLINK(1)", reason=f"{start}x")
    row = list(csv.reader(io.StringIO(export.as_csv(log.read()).decode("utf-8-sig"), newline="")))[1]
    assert row[2] == f"'{start}HYPERLINK(1)"
    assert not any(cell.startswith((start, "=")) for cell in row)
