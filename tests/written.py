"""Writes one set of numbers the many ways agencies write them, so that tests can read them back."""

import csv
import io
from dataclasses import dataclass, field

import xlsxwriter
from hypothesis import strategies as st

from timpora.intake.areas import Area, gazetteer

FIELDS = ("bvk", "voa", "itk", "itk_peralihan", "itas", "itap")
HEADINGS = {
    "bvk": ("BVK", "Bebas Visa Kunjungan"),
    "voa": ("VOA", "VKSK"),
    "itk": ("ITK", "Izin Tinggal Kunjungan"),
    "itk_peralihan": ("ITK PERALIHAN", "ITK  Peralihanan"),
    "itas": ("ITAS", "KITAS", "Izin Tinggal Terbatas"),
    "itap": ("ITAP", "Kitap"),
}
MONTHS = {"2024-09-01": ("September", "Sep", "09"), "2024-10-01": ("Oktober", "Okt", "10")}
AREAS = [area for kabupaten in ("73.72", "73.11") for area in gazetteer().members(kabupaten)]

Numbers = dict[tuple[str, str], dict[str, int | None]]  # (period, area code) → field → number

counts = st.one_of(st.none(), st.just(0), st.integers(1, 99), st.integers(1_000, 250_000))
# A row with nothing in it would be no report at all: at least one number in each.
numbers = st.dictionaries(
    st.tuples(st.sampled_from(sorted(MONTHS)), st.sampled_from([area.code for area in AREAS])),
    st.fixed_dictionaries(dict.fromkeys(FIELDS, counts)).filter(lambda row: any(v is not None for v in row.values())),
    min_size=1,
    max_size=7,
)


@dataclass(frozen=True)
class Manner:
    """How one agency writes its table."""

    layout: str = "narrow"  # narrow · long · months (merged over the columns)
    period: str = "column"  # column · title · sheet · name: for tables of one month
    month: str = "long"  # Oktober 2024 · Okt-24 · 10/2024 · 31/10/2024
    place: str = "kabupaten"  # kabupaten · carried · section · code · bps
    prefix: str = ""
    titles: int = 0
    thousands: str = ""  # "" · "." · " "
    zero: str = "0"
    heading: int = 0
    has_numbering: bool = False
    has_total: bool = False
    has_footnotes: bool = False
    blank_columns: int = 0
    row_total: bool = False
    separator: str = ";"
    encoding: str = "utf-8"
    format: str = "csv"
    as_numbers: bool = True  # in a spreadsheet: numbers rather than text
    order: list = field(default_factory=lambda: list(FIELDS))


manners = st.builds(
    Manner,
    layout=st.sampled_from(["narrow", "narrow", "long", "months"]),
    period=st.sampled_from(["column", "title", "sheet", "name"]),
    month=st.sampled_from(["long", "short", "number", "day"]),
    place=st.sampled_from(["kabupaten", "carried", "section", "code", "bps"]),
    prefix=st.sampled_from(["", "Kec. ", "KECAMATAN "]),
    titles=st.integers(0, 6),
    thousands=st.sampled_from(["", ".", " "]),
    zero=st.sampled_from(["0", "-", "–", "nihil", "Nihil"]),
    heading=st.integers(0, 2),
    has_numbering=st.booleans(),
    has_total=st.booleans(),
    has_footnotes=st.booleans(),
    blank_columns=st.integers(0, 3),
    row_total=st.booleans(),
    separator=st.sampled_from([";", ",", "\t", "|"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]),
    as_numbers=st.booleans(),
    order=st.permutations(FIELDS),
)


def months_of(numbers: Numbers) -> list[str]:
    return sorted({period for period, _ in numbers})


def month_words(period: str, manner: str) -> str:
    long, short, number = MONTHS[period]
    last = {"09": "30", "10": "31"}[number]
    ways = {"long": f"{long} 2024", "short": f"{short}-24", "number": f"{number}/2024", "day": f"{last}/{number}/2024"}
    return ways[manner]


def grid(numbers: Numbers, manner: Manner) -> list[list[object]]:
    """The cells of the table, titles and footnotes included."""
    months = months_of(numbers)
    says_column = manner.layout != "months" and (len(months) > 1 or manner.period == "column")
    heads: list[list[object]] = [_place_heads(manner, says_column)]
    if manner.layout == "long":
        heads[0] += ["JENIS IZIN", "JUMLAH"]
    elif manner.layout == "months":
        upper = list(heads[0])
        for month in months:
            upper += [month_words(month, "long")] + [None] * (len(manner.order) - 1)
        heads = [upper, [None] * len(heads[0]) + [_head(name, manner) for _ in months for name in manner.order]]
    else:
        heads[0] += [_head(name, manner) for name in manner.order] + (["TOTAL"] if manner.row_total else [])
    rows = _titles(manner, months, says_column) + heads
    width = len(heads[0])
    rows += _body(numbers, manner, says_column, width)
    if manner.has_footnotes:
        rows += [[], ["Sumber: SIMKIM"], ["Catatan: tanda - berarti nihil"]]
    return [row + [None] * (width + manner.blank_columns - len(row)) for row in rows]


def file_of(numbers: Numbers, manner: Manner) -> tuple[str, bytes]:
    """The name and the bytes of the file."""
    months = months_of(numbers)
    is_named = manner.period == "name" and manner.layout != "months" and len(months) == 1
    name = f"izin_tinggal_{months[0][:7]}" if is_named else "rekap"
    if manner.format == "csv":
        out = io.StringIO()
        csv.writer(out, delimiter=manner.separator, lineterminator="\r\n").writerows(grid(numbers, manner))
        return f"{name}.csv", out.getvalue().encode(manner.encoding)
    sheet = month_words(months[0], "long") if manner.period == "sheet" and len(months) == 1 else "Rekap"
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        page = book.add_worksheet(sheet)
        for number, row in enumerate(grid(numbers, manner)):
            page.write_row(number, 0, row)
    return f"{name}.xlsx", out.getvalue()


def _titles(manner: Manner, months: list[str], says_column: bool) -> list[list[object]]:
    lines = [
        ["REKAPITULASI IZIN TINGGAL"],
        [],
        ["SEKSI INTELIJEN DAN PENINDAKAN"],
        ["Dicetak: 5 November 2024"],
        [],
        [],
    ]
    titles: list[list[object]] = lines[: manner.titles]
    is_sheet = manner.period == "sheet" and manner.format != "csv"
    if not says_column and manner.layout != "months" and not is_sheet and manner.period != "name":
        titles.append([f"Bulan: {month_words(months[0], 'long')}"])
    return titles


def _place_heads(manner: Manner, says_column: bool) -> list[object]:
    heads = ["NO"] if manner.has_numbering else []
    heads += ["PERIODE"] if says_column else []
    if manner.place in ("code", "bps"):
        return [*heads, "KODE"]
    return [*heads, *([] if manner.place == "section" else ["KAB/KOTA"]), "KECAMATAN"]


def _head(name: str, manner: Manner) -> str:
    return HEADINGS[name][manner.heading % len(HEADINGS[name])]


def _body(numbers: Numbers, manner: Manner, says_column: bool, width: int) -> list[list[object]]:
    rows, before, count = [], None, 0
    by_area: dict[tuple[str, str], dict] = {}
    for (period, code), row in numbers.items():
        by_area.setdefault((code, "" if manner.layout == "months" else period), {})[period] = row
    areas = {area.code: area for area in AREAS}
    for (code, _), of_period in sorted(by_area.items(), key=lambda item: (item[0][1], item[0][0])):
        area, count = areas[code], count + 1
        if manner.place == "section" and area.kabupaten_code != before:
            rows.append([None] * (_area_column(manner, says_column)) + [area.kabupaten_name.upper()])
        lead = _lead(area, manner, says_column, count, next(iter(of_period)), area.kabupaten_code != before)
        before = area.kabupaten_code
        if manner.layout == "long":
            row = next(iter(of_period.values()))
            written = [name for name in manner.order if row[name] is not None]
            rows += [[*lead, _head(name, manner), _amount(row[name], manner)] for name in written]
        elif manner.layout == "months":
            months = months_of(numbers)
            rows.append(
                lead + [_amount(of_period.get(m, {}).get(name), manner) for m in months for name in manner.order]
            )
        else:
            row = next(iter(of_period.values()))
            total = [_amount(sum(row.values()), manner)] if None not in row.values() else [None]
            rows.append(lead + [_amount(row[name], manner) for name in manner.order] + total * manner.row_total)
    if manner.has_total and manner.layout == "narrow":
        rows.append(_total(numbers, manner, says_column))
    return rows


def _area_column(manner: Manner, says_column: bool) -> int:
    return manner.has_numbering + says_column


def _lead(area: Area, manner: Manner, says_column: bool, count: int, period: str, is_first: bool) -> list[object]:
    lead: list[object] = [str(count)] if manner.has_numbering else []
    lead += [month_words(period, manner.month)] if says_column else []
    if manner.place == "code":
        return [*lead, area.code]
    if manner.place == "bps":
        return [*lead, area.bps_code]
    kabupaten = area.kabupaten_name if manner.place == "kabupaten" or is_first else None
    return [*lead, *([] if manner.place == "section" else [kabupaten]), manner.prefix + area.name]


def _total(numbers: Numbers, manner: Manner, says_column: bool) -> list[object]:
    sums = {name: sum(row[name] or 0 for row in numbers.values()) for name in FIELDS}
    row: list[object] = [None] * len(_place_heads(manner, says_column))
    row[-1] = "JUMLAH"
    total = [sum(sum(row.values()) for row in numbers.values() if None not in row.values())] * manner.row_total
    return row + [_amount(value, manner) for value in [*(sums[name] for name in manner.order), *total]]


def _amount(value: int | None, manner: Manner) -> object:
    if value is None:
        return None
    if value == 0 and not (manner.format != "csv" and manner.as_numbers and manner.zero == "0"):
        return manner.zero
    if manner.format != "csv" and manner.as_numbers:
        return value
    return f"{value:,}".replace(",", manner.thousands)
