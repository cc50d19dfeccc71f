"""A file → sheets of cells, each cell where the sender sees it.

CSV is read here. Spreadsheets are opened in a child process with limits: a file of 1.7 kB can abort whatever opens it.
What a file is says its content; its name is only repeated to whoever sent it.
"""

import json
import os
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from threading import Timer
from typing import BinaryIO

from timpora.intake.formats.csv_text import read_rows
from timpora.intake.formats.kinds import kind_of
from timpora.intake.guard import MAX_BYTES, UnreadableFile
from timpora.intake.numbers import BrokenCell

SECONDS = 60  # after which a spreadsheet's child is ended; it may work for 20 of them
_CHILD = Path(__file__).with_name("spreadsheet_child.py")
_TOO_HEAVY = {3, -signal.SIGABRT, -signal.SIGKILL, -signal.SIGXCPU}  # how a child ends that meets its limits


@dataclass(frozen=True)
class Sheet:
    name: str | None  # None for a CSV file, which has no sheets
    is_hidden: bool
    # From the first row and column on: str, int, float, bool, date, BrokenCell or None.
    rows: list[list[object]] = field(default_factory=list)


def read(path: Path) -> list[Sheet]:
    """All sheets of a CSV, XLSX, XLS or ODS file. Raises UnreadableFile."""
    with _opened(path) as file:
        if kind_of(file) == "csv":
            return [Sheet(None, False, read_rows(file))]
        return _spreadsheet(file)


def kind(path: Path) -> str:
    """What the file is by its content: csv, xlsx, xls or ods, the suffix to keep it under. Raises UnreadableFile."""
    with _opened(path) as file:
        return kind_of(file)


@contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    try:
        is_file = stat.S_ISREG(path.stat().st_mode)
        # What was a file a moment ago may be a pipe by now: opening must never wait for somebody to write.
        file = os.fdopen(os.open(path, os.O_RDONLY | os.O_NONBLOCK), "rb") if is_file else None
    except PermissionError as problem:
        raise UnreadableFile("no_permission") from problem
    except (OSError, ValueError) as problem:
        raise UnreadableFile("no_file") from problem
    if file is None:
        raise UnreadableFile("not_a_file")
    with file:
        status = os.fstat(file.fileno())
        if not stat.S_ISREG(status.st_mode):
            raise UnreadableFile("not_a_file")
        if status.st_size == 0:
            raise UnreadableFile("empty_file")
        if status.st_size > MAX_BYTES:
            raise UnreadableFile("file_too_large")
        yield file


def _spreadsheet(file: BinaryIO) -> list[Sheet]:
    """Ask a child for the cells of an open file. Nothing that the child says counts before it has said all."""
    os.lseek(file.fileno(), 0, os.SEEK_SET)
    command = [sys.executable, "-I", str(_CHILD)]
    # What a reader of damaged files complains about may quote them: nobody reads that.
    with subprocess.Popen(command, stdin=file, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env={}) as child:
        end = Timer(SECONDS, child.kill)
        end.start()
        try:
            sheets = _answer(child.stdout)
            child.wait()
        except BaseException:
            child.kill()
            raise
        finally:
            end.cancel()
    if sheets is None:
        raise UnreadableFile("too_heavy" if child.returncode in _TOO_HEAVY else "unreadable_file")
    return sheets


def _answer(lines: BinaryIO) -> list[Sheet] | None:
    """The sheets, or None where the child fell silent before it was done."""
    sheets: list[Sheet] = []
    for line in lines:
        try:
            said = json.loads(line)
        except ValueError:  # killed in the middle of a line
            return None
        if "refused" in said:
            raise UnreadableFile(said["refused"], sheet=said["sheet"], cell=said["cell"])
        if "done" in said:
            return sheets
        if "sheet" in said:
            sheets.append(Sheet(said["sheet"], said["is_hidden"]))
            continue
        rows, before = said["rows"], len(sheets[-1].rows)
        for row, column in said["special"]:
            rows[row - before][column] = _special(rows[row - before][column])
        sheets[-1].rows.extend(rows)
    return None


def _special(value: dict[str, str]) -> object:
    return BrokenCell(value["broken"]) if "broken" in value else date.fromisoformat(value["date"])
