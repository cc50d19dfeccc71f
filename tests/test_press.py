"""A press that changes a book: a right that is gone, a refusal and a full disk leave a sentence and no change."""

from dataclasses import replace

import pytest
import streamlit as st

from timpora.access.roles import LOCAL
from timpora.store.followup_book import FollowupRefused
from timpora.store.notes import NoteRefused
from timpora.web import access, press


def failing(problem: Exception):
    def change(who):
        raise problem

    return change


def pressed(monkeypatch, change, error=FollowupRefused, who=LOCAL, right="menilai"):
    monkeypatch.setattr(access, "viewer", lambda: who)
    press.done("_uji", change, error, right, "Bukan milik Anda.")
    return st.session_state["_uji"]


@pytest.mark.parametrize("error", [FollowupRefused, NoteRefused])
def test_what_a_book_refuses_is_said_and_what_it_takes_too(monkeypatch, error):
    assert pressed(monkeypatch, lambda who: f"Tersimpan oleh {who.role}.", error)[0]
    assert pressed(monkeypatch, failing(error("Terlalu panjang.")), error) == (False, "Terlalu panjang.")
    is_done, said = pressed(monkeypatch, failing(OSError(28, "No space left on device")), error)
    assert not is_done and "No space left" in said


@pytest.mark.parametrize("who", [replace(LOCAL, role="pimpinan"), replace(LOCAL, through="admin@k.id")])
def test_who_may_not_or_looks_through_anothers_eyes_changes_nothing(monkeypatch, who):
    done = []
    assert pressed(monkeypatch, done.append, who=who) == (False, "Bukan milik Anda.") and done == []


def test_another_fault_is_not_swallowed(monkeypatch):
    with pytest.raises(KeyError):
        pressed(monkeypatch, failing(KeyError("x")))
