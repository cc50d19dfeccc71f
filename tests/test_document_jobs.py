"""A document that is made beside the page: it ends, it can be broken off, and it says why there is none."""

import pytest

from timpora.access.people import LOCAL
from timpora.store.stories import Scene, Story
from timpora.web import document_jobs, made_slides
from timpora.web.document_jobs import Job

WORDS = Story("", "Rapat", (Scene("teks", {}, "Di mana"),))


def begun() -> Job:
    return Job(LOCAL, WORDS, "csv", "lokal", "http://127.0.0.1:8501")


def test_much_that_is_said_beside_the_answer_stops_nothing_and_the_last_sentence_is_the_answer(house, monkeypatch):
    monkeypatch.setenv("PYTHONPROFILEIMPORTTIME", "1")  # more than a pipe holds
    job = begun()
    job._thread.join(60)
    assert job.is_over and job.file is None
    assert job.problem == "Belum ada terbitan yang dapat dibuka. Jalankan: python -m timpora publish"


def test_whoever_waits_for_a_turn_and_gives_up_is_free_at_once_and_nothing_is_begun(house):
    document_jobs._AT_ONCE.acquire()
    document_jobs._AT_ONCE.acquire()
    try:
        job = begun()
        assert not job.is_over
        job.cancel()
        assert job.is_over and job.is_cancelled
    finally:
        document_jobs._AT_ONCE.release(2)
    job._thread.join(60)
    assert job._child is None and (job.problem, job.file) == ("", None)


@pytest.mark.parametrize(("book", "is_told"), [("documents", False), ("followups", True)])
def test_a_document_taken_out_makes_no_slide_anew_but_what_slides_tell_of_does(house, book, is_told):
    before = made_slides.books()
    folder = house.folder / "data" / book
    folder.mkdir(parents=True)
    (folder / "book.jsonl").write_text("{}\n")
    assert (made_slides.books() != before) == is_told
