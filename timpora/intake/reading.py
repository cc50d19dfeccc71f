"""A file → sheets of cells, each cell where the sender sees it.

CSV is read here. Spreadsheets are opened in a child process with limits: a file of 1.7 kB can abort whatever opens it.
"""

import csv
import io
import itertools
import json
import os
import signal
import subprocess
import sys
import zipfile
from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from timpora.intake.numbers import BrokenCell
from timpora.intake.spreadsheet_child import MAX_COLUMNS, MAX_ROWS, TOO_WIDE

MAX_BYTES = 50_000_000
MAX_UNPACKED = 150_000_000
_CHILD = Path(__file__).with_name("spreadsheet_child.py")
_SPREADSHEETS = {".xlsx", ".xls", ".ods", ".xlsm"}


class UnreadableFile(ValueError):
    """A file that cannot be read; `rule` names the finding."""

    def __init__(self, rule: str):
        super().__init__(rule)
        self.rule = rule


@dataclass(frozen=True)
class Sheet:
    name: str | None  # None for a CSV file, which has no sheets
    is_hidden: bool
    rows: list[list[object]]  # from the first row and column on: str, int, float, bool, date or None


def read(path: Path) -> list[Sheet]:
    """All sheets of a CSV, XLSX, XLS or ODS file. Raises UnreadableFile."""
    if not path.is_file():
        raise UnreadableFile("not_a_file" if path.exists() else "no_file")
    if not os.access(path, os.R_OK):
        raise UnreadableFile("no_permission")
    size = path.stat().st_size
    if size == 0:
        raise UnreadableFile("empty_file")
    if size > MAX_BYTES:
        raise UnreadableFile("file_too_large")
    if path.suffix.lower() in _SPREADSHEETS:
        return _spreadsheet(path)
    return [Sheet(None, False, _csv_rows(_decode(path.read_bytes())))]


def _spreadsheet(path: Path) -> list[Sheet]:
    try:
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as parts:
                if sum(part.file_size for part in parts.infolist()) > MAX_UNPACKED:
                    raise UnreadableFile("file_too_large")
        child = subprocess.run(
            [sys.executable, "-I", str(_CHILD), str(path)], capture_output=True, timeout=60, check=False
        )
        if child.returncode in (TOO_WIDE, -signal.SIGABRT):
            raise UnreadableFile("sheet_too_wide")
        if child.returncode != 0:
            raise UnreadableFile("unreadable_file")
        sheets = json.loads(child.stdout)
    except UnreadableFile:
        raise
    # A damaged archive fails in the archive's own many ways; to the sender it is one thing.
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError, subprocess.TimeoutExpired) as problem:
        raise UnreadableFile("unreadable_file") from problem
    return [Sheet(s["name"], s["is_hidden"], [[_cell(c) for c in row] for row in s["rows"]]) for s in sheets]


def _cell(value: object) -> object:
    if not isinstance(value, dict):
        return value
    return BrokenCell(value["broken"]) if "broken" in value else date.fromisoformat(value["date"])


def _decode(content: bytes) -> str:
    is_utf16 = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ["utf-16"] if is_utf16 else ["utf-8-sig", "cp1252"]:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" in text:
            break
        return text
    raise UnreadableFile("unreadable_file")


def _csv_rows(text: str) -> list[list[str | None]]:
    # Strict: a quotation mark that is never closed would swallow every row below it.
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    rows: list[list[str | None]] = []
    try:
        for row in reader:
            if len(rows) == MAX_ROWS or len(row) > MAX_COLUMNS:
                raise UnreadableFile("sheet_too_wide")
            rows.append([value.strip() or None for value in row])
    except csv.Error as problem:
        raise UnreadableFile("csv_quotes") from problem
    return rows


def _delimiter(text: str) -> str:
    """The separator that cuts most of the first lines into the same number of columns, more than one."""

    first = [line[:10_000] for line in itertools.islice(io.StringIO(text), 60)]

    def evenness(delimiter: str) -> int:
        widths = Counter(line.count(delimiter) for line in first if line.count(delimiter))
        return max((width * lines for width, lines in widths.items()), default=0)

    return max(";\t|,", key=evenness)
