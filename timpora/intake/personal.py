"""UU 27/2022: a file about persons is refused at the door, by the names of its columns. No value of it is repeated."""

from functools import cached_property

from timpora.intake.findings import REFUSE, Finding, address, finding
from timpora.intake.furniture import cell
from timpora.intake.personal_columns import area_names, looks_like
from timpora.intake.personal_headers import carried, header_rows_of, is_words, spans
from timpora.intake.personal_values import NUMBER, in_number, is_place_on_earth
from timpora.intake.personal_words import Forbidden, forbidden, normal
from timpora.intake.reading import Sheet

_HEADING = 60  # characters at most
_RULES = {NUMBER: "personal_value"}  # a NIK or a passport; what else has a shape of its own is a way to reach somebody


def personal_data(
    sheet: Sheet,
    header_rows: set[int],
    understood: set[int],
    *,
    may: tuple[str, ...] = (),
    must_not: tuple[str, ...] = (),
) -> list[Finding]:
    """What makes a sheet one about persons: at most one refusal per column, in the order of the columns.

    header_rows: the rows (from 0) that head columns; empty: they are looked for. understood: the columns a contract
    reads; there only headings and values with a shape of their own (NIK, passport, phone, e-mail) count. may, must_not:
    headings, as heading() writes them, that the contract allows or forbids beyond the rule.
    """
    search = _Search(sheet, sorted(header_rows), understood, frozenset(may), must_not)
    search.look_at_sheet_name()
    for row in search.heads:
        search.look_at_headings(row)
    search.look_at_cells()
    search.look_at_columns()
    return [search.found[column] for column in sorted(search.found)]


def speaks_of_somebody(cell: str) -> bool:
    """Whether one cell holds a person's name, number or contact: then no finding repeats it."""
    return personal_in_text(cell) or forbidden().is_name(cell)


def personal_in_text(text: str) -> bool:
    """Whether free text, such as a reason somebody types or the name of a file, speaks of a person."""
    rules = forbidden()
    return bool(rules.values.in_text(text)) or is_place_on_earth(text) or rules.names_somebody(text)


class _Search:
    """One sheet, gone through once for each kind of sign; a column that is found out is left alone from then on."""

    def __init__(self, sheet: Sheet, given: list[int], understood: set[int], may: frozenset[str], must_not: tuple):
        self.rules: Forbidden = forbidden()
        self.rows, self.understood, self.may = sheet.rows, understood, may
        self.must_not = [f" {phrase} " for phrase in must_not]
        self.is_given, self.heads = bool(given), given or header_rows_of(sheet.rows)
        self.is_sheet_personal = bool(self.rules.values.in_text(sheet.name or ""))
        self.sheet = None if self.is_sheet_personal else sheet.name
        self.found: dict[int, Finding] = {}

    @cached_property
    def areas(self) -> frozenset[str]:
        return area_names()

    def look_at_sheet_name(self) -> None:
        if self.is_sheet_personal:
            self.found[-1] = finding(REFUSE, "personal_sheet_name")

    def look_at_headings(self, row: int) -> None:
        """The headings of one row, each by itself and below the line above where a header has two lines."""
        upper = carried(self.rows[row - 1], self.rows[row]) if row - 1 in self.heads else {}
        lower = self.rows[row + 1] if row + 1 in self.heads else []
        headings = {c: v for c, v in enumerate(self.rows[row]) if isinstance(v, str) and normal(v)}
        nations = {c for c, v in headings.items() if self.rules.is_country(v)}
        for column, text in headings.items():
            if column in self.found or normal(text) in self.may or self.rules.values.in_text(text):
                continue
            above, below = upper.get(column, ""), cell(lower, column)
            if normal(above) in self.may:
                above = ""
            if self._must_not_stand(f"{above} {text}"):
                self._refuse("column_not_here", row, column, text, normal(text))
            elif len(nations) > 1 and column in nations and not self.rules.allows_nationality(self.may):
                self._refuse("personal_column", row, column, text, text)
            elif isinstance(below, str) and (spans(self.rows[row], lower, column) or self._is_cleared(text, below)):
                continue  # the headings below it say what the columns are
            elif phrase := self._about_a_person(above, text):
                self._refuse("personal_column", row, column, f"{above} {text}".strip(), phrase)

    def _must_not_stand(self, text: str) -> bool:
        return any(bad in f" {normal(text)} " for bad in self.must_not) and not self.rules.is_count(text)

    def _about_a_person(self, above: str, text: str) -> str | None:
        if self.rules.is_count(text) or self.rules.is_count(above):
            return None
        if phrase := self.rules.anywhere_in(f"{above} {text}"):
            return phrase
        return None if self._is_cleared(above, text) else self.rules.heading(text)

    def _is_cleared(self, above: str, text: str) -> bool:
        """Whether only both lines together name a place or an office: NAMA above KECAMATAN."""
        is_innocent = self.rules.is_innocent
        return is_innocent(f"{above} {text}") and not is_innocent(above) and not is_innocent(text)

    def look_at_cells(self) -> None:
        """Every cell, wherever it stands: values with the shape of a number or an address, and headings astray."""
        seen: dict[str, tuple[str | None, bool]] = {}
        found, heads = self.found, set(self.heads)
        for row, cells in enumerate(self.rows):
            like = []
            for column, value in enumerate(cells):
                if column in found:
                    continue
                kind = type(value)
                if kind is str:
                    known = seen.get(value)
                    if known is None:
                        known = seen[value] = self._look_at(value)
                    shape, is_like_heading = known
                    if is_like_heading:
                        like.append(column)
                elif kind is int or kind is float:
                    shape = in_number(value)
                else:
                    continue
                if shape:
                    self._refuse(_RULES.get(shape, "personal_contact"), row, column)
            if like and row not in heads and self._is_header(row, like):
                self.look_at_headings(row)

    def _look_at(self, text: str) -> tuple[str | None, bool]:
        is_like_heading = len(text) <= _HEADING and self.rules.is_like_heading(text)
        # There is a kecamatan called Negara.
        return self.rules.values.in_text(text), is_like_heading and normal(text) not in self.areas

    def _is_header(self, row: int, like: list[int]) -> bool:
        """Whether a row outside the known header is one all the same: of a second table, or a line nobody expected.

        like: the columns where it has words that head a column about persons.
        """
        if self.is_given and row < self.heads[0]:
            return len(like) > 2  # a letterhead has ALAMAT and TELEPON too
        return len(like) > 1 or is_words(self.rows[row], fewest=1 if row - 1 in self.heads else 3)

    def look_at_columns(self) -> None:
        """The columns that nobody reads, by what their cells look like together."""
        first = self.heads[0] if self.heads else -1
        body = [cells for row, cells in enumerate(self.rows) if row > first and row not in self.heads]
        width = max(map(len, self.rows), default=0)
        ignored = [c for c in range(width) if c not in self.understood and c not in self.found]
        headings = self._heading_texts(ignored)
        columns = {}
        for column in ignored:
            cells = (row[column] for row in body if column < len(row))
            columns[column] = [value for value in cells if value is not None and value != ""]
            if not self.is_given and self.rules.is_name(headings[column]):
                columns[column].append(headings[column])  # a list without headings: its first row is data too
        for column, rule in looks_like(columns, headings, self.rules, self.may).items():
            self._refuse(rule, None, column)

    def _heading_texts(self, columns: list[int]) -> dict[int, str]:
        rows = [self.rows[row] for row in (self.heads if self.is_given else self.heads[:1])]
        found = {}
        for column in columns:
            texts = [value for row in rows if isinstance(value := cell(row, column), str)]
            found[column] = texts[-1] if texts else ""
        return found

    def _refuse(self, rule: str, row: int | None, column: int, text: str | None = None, phrase: str = "") -> None:
        """text: the heading; where it is more than words of ours, only the forbidden phrase of it is repeated."""
        if text is None:
            below = row is None or (self.heads and row > self.heads[0])
            shown = self._repeatable(self._heading_texts([column])[column]) or None if below else None
        else:
            shown = text if self.rules.is_known(text) else phrase
        letter = address(0, column)[:-1]
        where = address(row, column) if row is not None else None
        named = f"'{shown}'" if shown else letter
        self.found[column] = finding(REFUSE, rule, sheet=self.sheet, cell=where, value=shown, column=named)

    def _repeatable(self, text: str) -> str | None:
        """A heading if it is one. Where header rows had to be looked for, the first row may be data."""
        if self.rules.is_known(text):
            return text
        return text if self.is_given and not self.rules.is_name(text) and not any(map(str.isdigit, text)) else None
