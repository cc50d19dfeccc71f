"""A deck with a slide of every kind, made in a house whose exact numbers are known and never published."""

from dataclasses import replace
from datetime import date, datetime

from conftest import WITA, House

from timpora.access.roles import LOCAL
from timpora.draw.slide import Chart, Deck, Figure, Series, Slide, Table
from timpora.store.stories import Scene, Story
from timpora.web import scenes

EXACT = {112_003, 114_714, 117_426}
AT = datetime(2024, 11, 5, 9, 0, tzinfo=WITA)
SAMPLE = "DATA CONTOH · angka buatan"
MONTHS = ("Jul 2024", "Agu 2024", "Sep 2024", "Okt 2024")
LINE = Chart(
    "line",
    MONTHS,
    (
        Series("Balusu", (5, None, 15, 20), "#0b6e99", ("≈5", "", "≈15", "≈20")),
        Series("=Ujung", (1, 2, 3, 4), "#b7522f"),
    ),
    "orang",
)
BARS = Chart("bar", ("Balusu", "Ujung"), (Series("Indeks", (72.5, None), "#0b6e99", ("72,5", "")),), "skor", 1)
ROWS = tuple((f"Kecamatan {n}", Figure(f"≈{5 * n} orang", 5.0 * n), date(2024, 11, n)) for n in range(1, 21))
TABLE = Table(("Kecamatan", "Angka", "Jatuh tempo"), ROWS)


def drawn(house: House) -> None:
    places = ("Parepare | Ujung", "Parepare | Soreang", "Barru | Balusu")
    rows = [f"Okt-24 | {place} | {number}" for place, number in zip(places, sorted(EXACT), strict=True)]
    assert house.permits(*rows, reason="uji").is_accepted


def made() -> Deck:
    """Map, two charts, a table, words, and what nobody should write; of the house that stands, as sample data."""
    who = scenes.shown_to(LOCAL)
    scene = Scene("peta", {"lapisan": ["presence"]}, note="Tunggu sampai tenang.", spotlight=("73.72.02",))
    mapped = scenes.slide(who, scene)
    bare = replace(mapped, map=None, points=(), cautions=(), table=None, note="")
    own: tuple[Slide, ...] = (
        mapped,
        replace(bare, title="Balusu naik.", chart=LINE, points=("Balusu ≈20 orang.",), cautions=("Agustus kosong.",)),
        replace(bare, title="Kesenjangan terbesar", chart=BARS),
        replace(bare, title="Yang perlu perhatian", table=TABLE, points=("Dua puluh kecamatan.",)),
        replace(bare, title="Yang kami minta", points=("Imigrasi: kirim Oktober.", "Polres: periksa Balusu.")),
        replace(
            bare,
            title="=1+1\x00\ud800 " + "sangat " * 60,
            filters=("中文", "العربية", "\x1b[0m"),
            points=("x" * 900, "Butir panjang. " * 200),
            table=Table(("=a", "+b"), (("@x", "-y"), (None, Figure("0–4", None)))),
            alt="",
        ),
    )
    deck = scenes.deck(who, Story("standar", "Rapat Timpora Oktober", ()), own, "http://127.0.0.1:8501")
    return replace(deck, sample=SAMPLE)
