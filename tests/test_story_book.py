"""The book of stories and the file of one: choices and words, never a person or an exact count, whoever wrote it."""

import json
from dataclasses import replace
from datetime import datetime

import pytest
from conftest import WITA

from timpora import paths
from timpora.access.lines import BookDamaged
from timpora.store import story_book
from timpora.store.stories import Scene
from timpora.store.story_faults import StoryRefused
from timpora.store.story_file import MOST_BYTES, as_file, from_file

ANI, BIN = "ani@kantor.example", "bin@kantor.example"
AT = datetime(2024, 11, 5, 9, 0, tzinfo=WITA)
SCENES = (
    Scene("peta", {"lapisan": ["presence"], "periode": ["2024-10"]}, "Di mana", "Mulai dari Balusu", ("73.11.05",)),
    Scene("teks", {}, "Yang diminta", text=("Imigrasi: laporan November", "Dukcapil: selisih")),
)


@pytest.fixture(autouse=True)
def own_house(house):
    """A book of its own for every test."""


def keep(name="Rapat November", scenes=SCENES, by=ANI, **of):
    return story_book.keep(name, scenes, by, AT, **of)


def refused(**change) -> str:
    with pytest.raises(StoryRefused) as why:
        keep(scenes=(replace(SCENES[0], **change),))
    return str(why.value)


def test_a_story_is_kept_in_order_and_is_its_owners_only_until_it_is_shared():
    story = keep()
    assert story_book.get(story.id, ANI).story == story and story.scenes == SCENES
    assert story_book.get(story.id, BIN) is None and story_book.seen_by(BIN) == ([], [])
    story_book.share(story.id, ANI, AT)
    assert [kept.story for kept in story_book.seen_by(BIN)[1]] == [story]
    story_book.unshare(story.id, ANI, AT)
    assert story_book.get(story.id, BIN) is None


def test_a_new_version_takes_the_place_of_the_one_before_and_stays_shared():
    story = keep()
    story_book.share(story.id, ANI, AT)
    turned = keep("Rapat Desember", SCENES[::-1], of=story.id)
    assert turned.id == story.id
    assert story_book.get(story.id, BIN).story.scenes == SCENES[::-1]
    assert (
        len(story_book.seen_by(ANI)[0]) == 1 and len((paths.stories() / story_book.BOOK).read_text().splitlines()) == 3
    )


def test_nobody_changes_or_removes_a_story_of_somebody_else():
    story = keep()
    story_book.share(story.id, ANI, AT)
    for change in (
        lambda: keep(by=BIN, of=story.id),
        lambda: story_book.withdraw(story.id, BIN, AT),
        lambda: story_book.unshare(story.id, BIN, AT),
    ):
        with pytest.raises(StoryRefused, match="bukan milik Anda"):
            change()
    assert story_book.get(story.id, BIN).story == story


def test_the_number_of_a_story_that_was_removed_is_never_given_again():
    story_book.withdraw(keep().id, ANI, AT)
    assert story_book.seen_by(ANI) == ([], []) and keep().id == "0002"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"title": "Ada 12 orang di Balusu"}, "jumlah orang secara pasti"),
        ({"note": "tujuh WNA belum melapor"}, "jumlah orang secara pasti"),
        ({"title": "Hubungi 0812-3456-7890"}, "data pribadi"),
        ({"title": "x" * 161}, "paling banyak 160"),
        ({"note": "x" * 1001}, "paling banyak 1000"),
        ({"title": "terbalik \u202e"}, "tidak dapat dicetak"),
        ({"page": "akses"}, "jenisnya tidak dikenal"),
        ({"choices": {"nama": ["Ahmad"]}}, "nama"),
        ({"choices": {"lapisan": ["<script>"]}}, "pilihan tidak dikenal"),
        ({"spotlight": ("73.72",)}, "sorotan"),
    ],
)
def test_what_no_story_may_hold_is_refused_with_its_place(change, said):
    sentence = refused(**change)
    assert said in sentence and "Salindia 1" in sentence
    assert story_book.seen_by(ANI) == ([], [])


def test_a_title_may_speak_of_numbers_as_they_are_published():
    assert keep(scenes=(replace(SCENES[0], title="Balusu ≈190 orang, 44 kecamatan 0–4 orang"),))


@pytest.mark.parametrize("title", ["Balusu ≈187 orang", "Balusu ≈ 1.234 WNA", "Balusu 0–187 orang"])
def test_a_sign_before_a_number_that_no_rounding_gives_makes_it_no_published_one(title):
    assert "jumlah orang" in refused(title=title)


def test_a_damaged_line_is_named_and_nothing_is_written_after_it():
    keep()
    with (paths.stories() / story_book.BOOK).open("a") as book:
        book.write('{"keep": {"id": "0002", "scenes": 7}}\n')
    assert len(story_book.seen_by(ANI)[0]) == 1 and "baris 2" in str(story_book.damages()[0])
    with pytest.raises(BookDamaged, match="baris 2"):
        keep("Lain")


def test_a_file_brings_back_what_was_put_in_it_and_tells_nobody_who_made_it():
    story = keep()
    again = from_file(as_file(story))
    assert (again.name, again.scenes) == (story.name, story.scenes) and ANI.encode() not in as_file(story)


def changed(**change) -> bytes:
    return json.dumps(json.loads(as_file(keep("Berkas"))) | change).encode()


HOSTILE = {
    "empty": b"",
    "no text": b"\xff\xfe\x00PK",
    "too large": b" " * (MOST_BYTES + 1),
    "too deep": b"[" * 100_000,
    "a long number": b'{"timpora_story": ' + b"9" * 5000 + b"}",
    "a list": b"[]",
    "another file": b'{"version": 1}',
}


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE)
def test_a_file_that_is_no_story_gets_a_sentence(content):
    with pytest.raises(StoryRefused):
        from_file(content)


SCENE = {"page": "peta", "choices": {"lapisan": ["presence"]}}


@pytest.mark.parametrize(
    "change",
    [
        {"timpora_story": 2},
        {"name": 7},
        {"name": "x" * 61},
        {"lain": 1},
        {"scenes": {}},
        {"scenes": []},
        {"scenes": [SCENE] * 41},
        {"scenes": ["peta"]},
        {"scenes": [SCENE | {"numbers": [1]}]},
        {"scenes": [SCENE | {"choices": {"lapisan": "presence"}}]},
        {"scenes": [SCENE | {"choices": {"lapisan": [["presence"]]}}]},
        {"scenes": [SCENE | {"choices": []}]},
        {"scenes": [SCENE | {"title": None}]},
        {"scenes": [SCENE | {"title": "\ud800"}]},
        {"scenes": [SCENE | {"spotlight": "73.72.01"}]},
        {"scenes": [{"page": "agenda", "choices": {"bagian": ["lain"]}}]},
        {"scenes": [{"page": ["peta"]}]},
    ],
    ids=str,
)
def test_a_file_that_was_changed_by_hand_gets_a_sentence(change):
    content = changed(**change)
    with pytest.raises(StoryRefused):
        from_file(content)
