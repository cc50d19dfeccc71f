"""A document that is made beside the page: it ends, it can be broken off, and it says why there is none."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from timpora.access.people import LOCAL
from timpora.store.stories import Scene, Story
from timpora.web import document_folders, document_jobs, made_slides
from timpora.web.document_jobs import Job

WORDS = Story("", "Rapat", (Scene("teks", {}, "Di mana"),))


def begun() -> Job:
    return Job(LOCAL, WORDS, "csv", "lokal", "http://127.0.0.1:8501")


def test_much_that_is_said_beside_the_answer_stops_nothing_and_the_last_sentence_is_the_answer(house, monkeypatch):
    monkeypatch.setenv("PYTHONPROFILEIMPORTTIME", "1")  # more than a pipe holds
    job = begun()
    job._thread.join(60)
    assert job.is_over and job.file is None
    assert job.problem == "Belum ada terbitan yang dapat dibuka. Jalankan: .venv/bin/python -m timpora publish"


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


OWNER = """
import os, sys
from timpora.web import document_folders
with document_folders.opened() as out:
    (out / "paparan.pptx").write_bytes(b"x")
    print(out.parent, flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def passing(tmp_path, monkeypatch):
    """A folder of passing files of its own, also for processes that are begun."""
    folder = tmp_path / "tmp"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setattr(tempfile, "tempdir", None)
    yield folder
    tempfile.tempdir = None


def test_the_folder_of_a_killed_server_is_swept_by_the_next_one_and_that_of_a_living_one_stays(passing):
    pipe = subprocess.PIPE
    killed, living = (subprocess.Popen([sys.executable, "-c", OWNER], stdin=pipe, stdout=pipe, text=True) for _ in "12")
    try:
        left, used = (Path(one.stdout.readline().strip()) for one in (killed, living))
        killed.kill()
        killed.wait()
        assert left.is_dir() and used.is_dir() and left.parent == passing
        assert document_folders.sweep() == 1
        assert not left.exists() and (used / "berkas" / "paparan.pptx").exists()
    finally:
        living.communicate("")
    assert not used.exists()


def test_what_is_no_folder_of_a_document_or_is_only_being_made_is_not_swept(passing):
    outside = passing / "lain"
    outside.mkdir()
    (passing / "timpora-dokumen-tautan").symlink_to(outside)
    (passing / "timpora-dokumen-baru").mkdir()
    old = passing / "timpora-dokumen-lama"
    old.mkdir()
    os.utime(old, (0, 0))
    assert document_folders.sweep() == 1
    assert not old.exists() and outside.exists() and (passing / "timpora-dokumen-baru").exists()
