"""A document that was taken out of the house is still known here: its links say which of its numbers have changed."""

from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from timpora import paths
from timpora.access.lines import BookDamaged
from timpora.access.roles import LOCAL, Viewer
from timpora.measure.outdated import Changed, changed
from timpora.store import document_book, publish
from timpora.store.stories import Scene, Story
from timpora.web import documents, scenes, stale_view

MAP = Scene("peta", {"lapisan": ["presence"]})


def taken(who: Viewer = LOCAL, *scenes_of: Scene):
    """A document made now; its links."""
    story = Story("uji", "Rapat uji", scenes_of or (MAP,))
    deck = documents.made(who, story, "lokal", "http://127.0.0.1:8501", lambda done, of: None)
    return deck, [slide.address for slide in deck.slides]


def opened(address: str) -> AppTest:
    app = AppTest.from_file(str(paths.ROOT / "timpora" / "web" / "frame.py"), default_timeout=60)
    query = dict(part.split("=") for part in address.partition("?")[2].split("&"))
    app.query_params.update(query)
    return app.run()


def two_months(house):
    house.permits("Okt-24 | Parepare | Ujung | 40", "Okt-24 | Parepare | Soreang | 80")


@pytest.fixture
def taken_out(house, monkeypatch):
    """A protected document, and the house it was made in."""
    house.published(two_months)
    monkeypatch.setenv("TIMPORA_VIEW", "protected")
    return taken(scenes.shown_to(LOCAL))[1][0]


def said(app: AppTest) -> list[str]:
    return [element.value for element in [*app.success, *app.warning, *app.info]]


def test_a_link_holds_the_exact_view_with_its_month_and_the_document(taken_out):
    assert taken_out == "/peta?periode=2024-10&lapisan=presence&dokumen=000001-1"


def test_nothing_changed_is_said_too(taken_out):
    assert any("Belum ada angka yang berubah" in text for text in said(opened(taken_out)))


def test_a_correction_is_counted_and_named_with_the_old_and_the_new_number(taken_out, house):
    rows = ("Okt-24 | Parepare | Ujung | 60", "Okt-24 | Parepare | Soreang | 80")
    assert house.permits(*rows, received="2024-11-20").is_accepted
    publish.publish()
    app = opened(taken_out)
    assert any(text.startswith("1 angka berubah sejak dokumen ini dibuat") for text in said(app))
    table = next(html.proto.body for html in app.get("html") if "Di dokumen" in html.proto.body)
    assert "Ujung, Izin tinggal aktif, Oktober 2024" in table
    assert "≈40 orang" in table and "≈60 orang" in table


def test_a_document_of_another_server_is_said_to_be_unknown(taken_out):
    assert any("tidak tercatat" in text for text in said(opened("/?dokumen=000099-1")))
    assert any("tidak tercatat" in text for text in said(opened("/?dokumen=../../etc-1")))


def test_changes_of_exact_numbers_are_told_on_the_server_of_exact_numbers_only(house, monkeypatch):
    house.published(two_months)
    link = taken(LOCAL)[1][0]
    monkeypatch.setenv("TIMPORA_VIEW", "protected")
    assert any("server angka pasti" in text for text in said(opened(link)))


def test_who_sees_one_kabupaten_is_told_of_no_other_ones_numbers(house, monkeypatch):
    house.published(two_months)
    monkeypatch.setenv("TIMPORA_VIEW", "protected")
    taken(scenes.shown_to(LOCAL))
    document = document_book.find("000001")
    assert any(name.startswith("Barru,") for name in document.pages[0].figures)
    since = stale_view._since(Viewer("a@b.id", "pimpinan", ("73.72",)), document, 0)
    assert since == []  # what is missing for them is no change


def test_totals_over_other_areas_are_told_to_nobody_who_does_not_see_them(house, monkeypatch):
    house.published(two_months)
    monkeypatch.setenv("TIMPORA_VIEW", "protected")
    ours, theirs = (Viewer("a@b.id", "pimpinan", (code,)) for code in ("73.72", "73.11"))
    taken(scenes.shown_to(LOCAL), Scene("agenda", {"bagian": ["yakin"]}))
    taken(scenes.shown_to(ours), Scene("tren", {}))
    shown: list[str] = []
    monkeypatch.setattr(stale_view, "_say", lambda document, since: shown.append(f"{document.id} {len(since)}"))
    for who, link in [(ours, "000001-1"), (theirs, "000002-1"), (ours, "000002-1"), (LOCAL, "000002-1")]:
        monkeypatch.setattr(stale_view.state, "carried", lambda name, link=link: link)
        stale_view.strip(who)
    assert shown == ["000002 0", "000002 0"]  # whoever it was made for, and the office, which sees all of it


@pytest.mark.parametrize(
    ("now", "is_whole", "expected"),
    [
        ({"a": "1"}, True, []),
        ({"a": "2"}, True, [Changed("a", "1", "2")]),
        ({}, True, [Changed("a", "1", None)]),
        ({}, False, []),
        ({"a": "1", "b": "9"}, True, []),
    ],
)
def test_a_change_is_a_number_of_the_document_that_is_written_otherwise_now(now, is_whole, expected):
    assert changed({"a": "1"}, now, is_whole=is_whole) == expected


def test_a_broken_line_of_the_book_is_named(house):
    house.published(two_months)
    taken()
    (paths.documents() / "book.jsonl").write_text("kaki\n")
    with pytest.raises(BookDamaged, match="baris 1: isinya bukan JSON"):
        document_book.find("000001")


def test_what_is_written_down_is_read_back_as_it_was(house):
    house.published(two_months)
    scene = replace(MAP, title="Judul", spotlight=("73.72.02",), text=("a", "b"))
    deck, _ = taken(LOCAL, scene, scene)
    document = document_book.find("000001")
    assert document.pages[1].scene == replace(scene, choices={"periode": ["2024-10"], "lapisan": ["presence"]})
    assert document.pages[0].figures == dict(deck.slides[0].figures)
