"""Which area a row speaks of; the kabupaten carries down where merged cells, a section or the titles say it."""

from timpora.intake.areas import Area, Gazetteer, UnknownArea
from timpora.intake.findings import REFUSE, Finding, address, finding
from timpora.intake.furniture import cell, text
from timpora.intake.layout import Layout
from timpora.intake.personal import personal_in_text


class Places:
    """Reads the area columns of one table, row by row from top to bottom."""

    def __init__(self, layout: Layout, gazetteer: Gazetteer, of_titles: Area | None):
        self.columns, self.gazetteer, self.sheet = layout.area_columns, gazetteer, layout.sheet.name
        self.part = layout.contract.area_part
        self.column = self.columns.get(self.part, min(self.columns.values(), default=0))
        # Tables with a row per type or category: the area may stand in the first of its rows only.
        self.is_long = layout.long is not None or any(
            not c.is_part for c in layout.contract.keys if c.name in layout.key_columns
        )
        self.kabupaten: str | None = of_titles.code if of_titles else None
        self.kecamatan: str | None = None
        self._known: dict[tuple, Area] = {}
        self._systems: set[str] = set()  # of undotted kabupaten codes: BPS or Kemendagri

    def of(self, cells: list[object]) -> Area:
        """The area of a row. Raises UnknownArea."""
        names = {part: text(cell(cells, column)) for part, column in self.columns.items()}
        code, name = names.get("kabupaten_code"), names.get("kabupaten")
        if code or name:
            said = (code and self._kabupaten(code, name)) or name
            self.kabupaten, self.kecamatan = said, self.kecamatan if said == self.kabupaten else None
        if self.part == "kabupaten":
            return self.gazetteer.kabupaten_of(None, self.kabupaten)
        # In a long table the rows of one kecamatan follow each other, and its name may stand only in the first.
        self.kecamatan = names.get("kecamatan") or (self.kecamatan if self.is_long else None)
        key = (names.get("code"), self.kabupaten, self.kecamatan)
        if key not in self._known:
            self._known[key] = self.gazetteer.resolve(*key)
        return self._known[key]

    def _kabupaten(self, code: str, name: str | None) -> str:
        area = self.gazetteer.kabupaten_of(code, name)
        digits = code.strip()
        if "." not in digits and area.code.replace(".", "") != area.bps_code:
            self._systems.add("bps" if digits == area.bps_code else "kemendagri")
            if len(self._systems) > 1:
                raise UnknownArea("codes_mixed")
        return area.code

    def is_named(self, cells: list[object]) -> bool:
        """Whether the row itself names an area."""
        parts = ("kecamatan", "code") if self.part == "kecamatan" else ("kabupaten", "kabupaten_code")
        own = any(text(cell(cells, self.columns[part])) for part in parts if part in self.columns)
        carried = self.kecamatan if self.part == "kecamatan" else self.kabupaten
        return own or (self.is_long and carried is not None)

    def section(self, cells: list[object], labels: list[str], has_values: bool) -> str | None:
        """The code of the kabupaten that this row names instead of a kecamatan, and that heads the rows below."""
        if self.part != "kecamatan":
            return None
        name = text(cell(cells, self.columns["kecamatan"])) if "kecamatan" in self.columns else None
        area = self.gazetteer.kabupaten_called(name, must_say_so=True) if name else None
        if area is None and not has_values and len(labels) == 1 and "kabupaten" not in self.columns:
            area = self.gazetteer.kabupaten_called(labels[0])
        if area is None:
            return None
        if "kabupaten" not in self.columns:
            self.kabupaten, self.kecamatan = area.code, None
        return area.code

    def called(self, labels: list[str]) -> str | None:
        """The kabupaten whose total a row says it is ("JUMLAH KAB. BARRU")."""
        found = self.gazetteer.kabupaten_in(" ".join(labels))
        return found.code if found else None

    def where(self, number: int) -> str:
        return address(number, self.column)

    def finding(self, unknown: UnknownArea, number: int, cells: list[object]) -> Finding:
        """What is wrong with the area of a row, with the names to choose from."""
        rule = unknown.rule
        part = {
            "unknown_code": "code",
            "unknown_kabupaten": "kabupaten",
            "unknown_kabupaten_code": "kabupaten_code",
            "ambiguous_code": "kabupaten_code",
            "codes_mixed": "kabupaten_code",
        }.get(rule, "kecamatan" if self.part == "kecamatan" else "kabupaten")
        column = self.columns.get(part, self.column)
        value = text(cell(cells, column)) or (self.kabupaten if part == "kabupaten" else self._named_by(cells))
        if rule == "unknown_area" and not unknown.nearest:
            rule = "unknown_area_no_nearest"
        if value and personal_in_text(value):
            value = "…"
        words = {"nearest": " / ".join(unknown.nearest), "kabupaten": self._kabupaten_shown()}
        return finding(REFUSE, rule, sheet=self.sheet, cell=address(number, column), value=value, **words)

    def _named_by(self, cells: list[object]) -> str | None:
        """What else in the row names its area, where the name itself is blank."""
        return next((said for column in self.columns.values() if (said := text(cell(cells, column)))), None)

    def _kabupaten_shown(self) -> str | None:
        area = self.gazetteer.kabupaten.get(self.kabupaten or "")
        return area.name if area else self.kabupaten
