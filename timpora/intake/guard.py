"""What is not let in: the limits of a file, formulas that reach outside, and the error that says so.

Also used in the child that opens spreadsheets: only the standard library.
"""

import re

MAX_BYTES = 50_000_000
MAX_UNPACKED = 250_000_000  # a national ODS file of 87,000 rows unpacks to 150 MB
MAX_ROWS, MAX_COLUMNS, MAX_SHEETS, MAX_PARTS = 200_000, 400, 200, 2_000
MAX_TEXT = 100_000  # characters of one cell, and of one row of a CSV file
MAX_CELLS = 2_500_000  # of all sheets, blanks between included: a national file has 1.1 million

_ACTIVE = re.compile(
    r"\b(DDE|DDEAUTO|WEBSERVICE|FILTERXML|RTD|CALL|REGISTER(\.ID)?|EXEC|EXECUTE|INITIATE|POKE|SQL\.REQUEST"
    r"|IMPORT(DATA|XML|HTML|FEED|RANGE))\s*\(|\|",
    re.I,
)
_QUOTED = re.compile(r""""[^"]*"|'[^']*'|\{[^}]*\}""")  # texts, names of sheets, tables of constants
_LINK_FORMULA = re.compile(r'\bHYPERLINK\s*\(\s*(?!"(#|https?:|mailto:))', re.I)
_ELSEWHERE = re.compile(r"'(file|https?|ftp|smb):", re.I)


class UnreadableFile(ValueError):
    """A file that cannot be read; `rule` names the finding, `sheet` and `cell` the place where there is one."""

    def __init__(self, rule: str, *, sheet: str | None = None, cell: str | None = None):
        super().__init__(rule)
        self.rule, self.sheet, self.cell = rule, sheet, cell


def address(row: int, column: int) -> str:
    """Where a cell stands, as its sender sees it: row 13, column 5 (both from 0) is "F14"."""
    letters, column = "", column + 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"


def refuse_active(formula: str, **where: str | None) -> None:
    """Formulas are never run here; one that would fetch or start something elsewhere is not let in at all."""
    if _ACTIVE.search(_QUOTED.sub('""', formula)) or _LINK_FORMULA.search(formula):
        raise UnreadableFile("active_formula", **where)
    if _ELSEWHERE.search(formula):
        raise UnreadableFile("external_links", **where)
