"""A blank template per source: what an agency fills in walks back through the door; what stays blank says nothing."""

import io
import re
import shutil
import zipfile
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from timpora import paths, settings
from timpora.intake import guidance, templates
from timpora.intake.areas import gazetteer
from timpora.intake.contracts import Column, Contract, contracts, heading
from timpora.intake.reading import Sheet, read

TODAY = date(2024, 11, 5)
SOURCES = list(contracts())
FORESTRY = """
id = "kehutanan"
agency = "Balai Hutan"
name = "Izin masuk kawasan"
rhythm = "semester"
shelf_life_months = 5
due_days = 30
place = 90
[period]
headers = ["SEMESTER"]
[[columns]]
name = "izin"
headers = ["IZIN MASUK"]
kind = "count"
unit = "izin"
required = true
[[measures]]
id = "forest_permits"
name = "Izin masuk kawasan"
unit = "izin"
counts = "things"
"""


@pytest.fixture
def blank(house):
    """The template of a source as its sheets of cells, and its contract."""

    def open_template(source: str) -> tuple[Contract, list[Sheet]]:
        contract = contracts()[source]
        return contract, read(house.file(templates.template(contract, today=TODAY), "templat.xlsx"))

    return open_template


def head_of(form: Sheet) -> int:
    return next(n for n, cells in enumerate(form.rows) if {"KECAMATAN", "KODE KAB/KOTA"} & {str(c) for c in cells})


def written(house, sheets: list[Sheet]) -> Path:
    """The sheets as a workbook again, as a spreadsheet program would save them."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        for sheet in sheets:
            page = book.add_worksheet(sheet.name)
            if sheet.is_hidden:
                page.hide()
            for row, cells in enumerate(sheet.rows):
                for column, value in enumerate(cells):
                    if isinstance(value, date):
                        page.write_datetime(row, column, value, day)
                    elif value is not None:
                        page.write(row, column, value)
    return house.file(content.getvalue(), "isian.xlsx")


def put(cells: list, column: int, value: object) -> None:
    cells.extend([None] * (column + 1 - len(cells)))
    cells[column] = value


def fill_titles(contract: Contract, form: Sheet) -> None:
    for number, cells in enumerate(form.rows[: head_of(form)]):
        if cells and cells[0] == contract.period_headers[0]:
            put(form.rows[number], 1, guidance.example(contract))
        for column in contract.keys:
            if cells and cells[0] == column.shown:
                put(form.rows[number], 1, column.values[-1].name)


def plausible(contract: Contract, column: Column, row: int) -> object:
    """A value that keeps the contract's rules: parts add up, what is part of something is smaller."""
    if column.kind == "date":
        return date(2024, 2 + (column.name != contract.at_most[0]["smaller"]), 10)
    if column.kind == "yes_no":
        return ("ada", "tidak")[row % 2]
    if column.kind == "category":
        return column.values[row % len(column.values)].name
    if column.kind == "label":
        return f"RTL-2024/{row}"
    for rule in contract.sums:
        if column.name == rule["total"]:
            return len(rule["parts"]) * (5 + row)
    return 5 + row - 2 * any(rule["smaller"] == column.name for rule in contract.at_most)


def fill(contract: Contract, form: Sheet, rows: range) -> None:
    """Fill these rows (counted from the first below the header) in every column but the areas' own."""
    head = head_of(form)
    by_header = {header: column for column in contract.columns for header in column.headers}
    areas = [area for code in settings.office().kabupaten for area in gazetteer().members(code)]
    for row in rows:
        form.rows.extend([] for _ in range(head + 2 + row - len(form.rows)))
        cells = form.rows[head + 1 + row]
        for place, name in enumerate(form.rows[head]):
            column = by_header.get(heading(name)) or next((c for c in contract.fields if c.is_number), None)
            if name == "KECAMATAN" and contract.grain == "item":
                put(cells, place, areas[row].name)
            elif name == "KAB/KOTA" and contract.grain == "item":
                put(cells, place, areas[row].kabupaten_name)
            elif name not in ("KODE", "KODE KAB/KOTA", "KAB/KOTA", "KECAMATAN"):
                put(cells, place, plausible(contract, column, row))


def prepared(contract: Contract, form: Sheet) -> int:
    """How many rows stand ready with an area in them; of a list of items as many as there are areas to choose from."""
    return sum(any(cells) for cells in form.rows[head_of(form) + 1 :]) or len(gazetteer().areas)


@pytest.mark.parametrize("source", SOURCES)
def test_a_filled_template_is_accepted_with_every_number_in_its_place(house, blank, source):
    contract, sheets = blank(source)
    form = sheets[0]
    fill_titles(contract, form)
    fill(contract, form, range(prepared(contract, form)))
    outcome = house.load(written(house, sheets), "2024-11-05")
    assert [found.message for found in outcome.findings] == []
    assert outcome.source == source and outcome.entry
    rows = outcome.table.rows
    assert {row["area_code"] for row in rows} == (
        set(settings.office().kabupaten) if contract.grain == "kabupaten" else set(gazetteer().areas)
    )
    for row in rows:
        number = row["source_row"] - head_of(form) - 2
        for column in contract.fields:
            expected = plausible(contract, column, number)
            understood = {"ada": True, "tidak": False}.get(expected, expected)
            ids = {value.name: value.id for value in column.values}
            assert row[column.name] == ids.get(understood, understood)


@pytest.mark.parametrize("source", SOURCES)
def test_an_empty_template_is_refused_as_an_empty_table(house, blank, source):
    contract, sheets = blank(source)
    fill_titles(contract, sheets[0])
    outcome = house.load(written(house, sheets), "2024-11-05")
    assert [found.rule for found in outcome.findings] == ["empty_table"]
    assert "'Isian'" in outcome.findings[0].message and outcome.entry is None


@pytest.mark.parametrize("source", SOURCES)
def test_a_template_without_its_period_says_so(house, blank, source):
    contract, sheets = blank(source)
    fill(contract, sheets[0], range(1))
    outcome = house.load(written(house, sheets), "2024-11-05")
    assert "no_period" in {found.rule for found in outcome.findings} and outcome.entry is None


@pytest.mark.parametrize("source", [source for source in SOURCES if contracts()[source].grain == "kecamatan"])
def test_prepared_rows_that_stay_blank_are_not_taken_for_reports(house, blank, source):
    contract, sheets = blank(source)
    fill_titles(contract, sheets[0])
    fill(contract, sheets[0], range(2))
    outcome = house.load(written(house, sheets), "2024-11-05")
    assert outcome.entry and {found.rule for found in outcome.findings} <= {"area_absent"}
    first = settings.office().kabupaten[0]
    assert {row["area_code"] for row in outcome.table.rows} == {f"{first}.01", f"{first}.02"}
    assert {kabupaten for _, kabupaten, _ in outcome.table.covers} == {first}


def test_a_template_has_the_kecamatan_of_the_office_and_no_others(house, blank):
    shutil.copytree(paths.ROOT / "data" / "reference", paths.data() / "reference")
    office = paths.data() / "reference" / "office.toml"
    office.write_text(re.sub(r'"73\.1[2-6]",.*\n', "", office.read_text("utf-8")))
    _, (form, *_) = blank("izin_tinggal")
    codes = [cells[0] for cells in form.rows[head_of(form) + 1 :]]
    assert codes == sorted(code for code in gazetteer().areas if code.startswith(("73.11", "73.72")))


def test_the_newest_periods_to_choose_from_have_begun_and_are_in_the_rhythm_of_the_source(house):
    known = contracts()
    newest = {source: templates.periods(known[source], TODAY)[0] for source in ("izin_tinggal", "adminduk", "penduduk")}
    assert newest == {
        "izin_tinggal": date(2024, 11, 1),
        "adminduk": date(2024, 9, 1),
        "penduduk": date(2024, 1, 1),
    }
    assert templates.periods(known["pelajar"], TODAY)[:3] == [date(2024, 6, 1), date(2023, 12, 1), date(2023, 6, 1)]


def sheet_xml(contract: Contract) -> str:
    book = zipfile.ZipFile(io.BytesIO(templates.template(contract, today=TODAY)))
    return book.read("xl/worksheets/sheet1.xml").decode()


@pytest.mark.parametrize("source", SOURCES)
def test_every_column_of_the_contract_has_its_place_under_the_contracts_first_heading(house, blank, source):
    contract, (form, *_) = blank(source)
    above = [cells[0] for cells in form.rows[: head_of(form)] if cells and cells[0]]
    across = form.rows[head_of(form)]
    if source == "tps_rawan":  # one column per indicator
        assert across[3:] == [value.name for value in contract.keys[0].values]
    else:
        areas = {"KODE", "KODE KAB/KOTA", "KAB/KOTA", "KECAMATAN"}
        assert [*above[2:], *(name for name in across if name not in areas)] == [c.shown for c in contract.columns]
    assert above[1] == contract.period_headers[0]


def test_cells_take_only_what_their_column_holds(house):
    counts = re.findall(r'<dataValidation type="(\w+)" operator="(\w+)"', sheet_xml(contracts()["izin_tinggal"]))
    assert counts == [("whole", "greaterThanOrEqual")] * 10
    assert sheet_xml(contracts()["kesiapan"]).count('<formula1>"ada,tidak"</formula1>') == 2
    assert 'type="date"' in sheet_xml(contracts()["kesiapan"])
    items = sheet_xml(contracts()["rtl"])
    assert items.count('type="date"') == 3 and 'type="textLength"' in items
    # Two hundred countries are more than a cell's own list may hold.
    assert "'Pilihan'!$A$41:$A$" in sheet_xml(contracts()["kebangsaan"])


def test_the_guide_names_every_column_rule_and_what_must_not_be_in_the_file(house, blank):
    for source in SOURCES:
        contract, sheets = blank(source)
        words = "\n".join(" | ".join(map(str, cells)) for cells in sheets[1].rows)
        assert all(column.shown in words and column.unit in words for column in contract.columns)
        assert contract.agency in words and f"{contract.days_after_period} hari" in words and "UU 27/2022" in words
        assert all(name in words for name in contract.must_not)
    permits = "\n".join(str(cells[0]) for cells in blank("izin_tinggal")[1][1].rows if cells)
    assert "BVK + VOA + ITK + ITK PERALIHAN + ITAS + ITAP = TOTAL" in permits
    assert "ITAS KERJA tidak lebih besar daripada ITAS" in permits


def test_a_source_added_as_a_contract_alone_has_its_template(house, blank):
    folder = paths.data() / "contracts"
    folder.mkdir(parents=True)
    (folder / "kehutanan.toml").write_text(FORESTRY)
    contract, sheets = blank("kehutanan")
    fill_titles(contract, sheets[0])
    fill(contract, sheets[0], range(prepared(contract, sheets[0])))
    outcome = house.load(written(house, sheets), "2024-11-05")
    assert outcome.findings == [] and outcome.rows == 68 and outcome.periods == ["2024-06"]
