"""A login lasts eight hours, half an hour without a sign of life, and not a moment longer than its logout."""

import stat

import pytest

from timpora import paths
from timpora.access import sessions
from timpora.access.sessions import FRESH, IDLE, LIFE, Login

MONDAY = 1_700_000_000.0
SITI = Login("a1", "siti@kantor.example", MONDAY)
AGAIN = Login("a2", "siti@kantor.example", MONDAY + 60)
BUDI = Login("b1", "budi@kantor.example", MONDAY)

pytestmark = pytest.mark.usefixtures("house")


def test_a_login_is_new_once():
    assert sessions.state(SITI, MONDAY + 1) == "baru"
    assert sessions.begin(SITI, MONDAY + 1) and not sessions.begin(SITI, MONDAY + 1)
    assert sessions.state(SITI, MONDAY + 2) == "aktif"


def test_a_login_that_nobody_wrote_down_is_good_for_two_minutes_only():
    assert sessions.state(SITI, MONDAY + FRESH) == "baru"
    assert sessions.state(SITI, MONDAY + FRESH + 1) == "tidak-dikenal"


def test_what_was_used_stays_and_what_was_not_goes_idle():
    sessions.begin(SITI, MONDAY)
    assert sessions.state(SITI, MONDAY + IDLE) == "aktif"
    sessions.touch(SITI, MONDAY + IDLE)
    assert sessions.state(SITI, MONDAY + 2 * IDLE) == "aktif"
    assert sessions.state(SITI, MONDAY + 2 * IDLE + 1) == "diam"


def test_what_went_idle_is_not_woken():
    sessions.begin(SITI, MONDAY)
    sessions.touch(SITI, MONDAY + IDLE + 1)
    assert sessions.state(SITI, MONDAY + IDLE + 2) == "diam"


def test_a_login_ends_after_eight_hours_however_busy():
    sessions.begin(SITI, MONDAY)
    for quarter in range(1, 34):
        sessions.touch(SITI, MONDAY + quarter * 900)
    assert sessions.state(SITI, MONDAY + LIFE) == "aktif"
    assert sessions.state(SITI, MONDAY + LIFE + 1) == "lewat-masa"


def test_a_cookie_from_tomorrow_is_refused():
    assert sessions.state(SITI, MONDAY - 60) == "lewat-masa"


def test_logout_ends_this_login_and_no_other():
    for login in (SITI, AGAIN, BUDI):
        sessions.begin(login, MONDAY + 60)
    assert sessions.end(SITI, MONDAY + 70) and not sessions.end(SITI, MONDAY + 70)
    sessions.touch(SITI, MONDAY + 200)
    assert [sessions.state(login, MONDAY + 200) for login in (SITI, AGAIN, BUDI)] == ["keluar", "aktif", "aktif"]


def test_a_login_that_logs_out_before_it_is_seen_never_comes_in():
    sessions.end(SITI, MONDAY + 1)
    assert not sessions.begin(SITI, MONDAY + 2)
    assert sessions.state(SITI, MONDAY + 2) == "keluar"


def test_all_logins_of_a_person_end_and_later_ones_do_not():
    sessions.begin(SITI, MONDAY)
    sessions.begin(BUDI, MONDAY)
    assert sessions.end_all("Siti@kantor.example", MONDAY + 90) == 1
    assert sessions.state(SITI, MONDAY + 91) == "keluar" and sessions.state(BUDI, MONDAY + 91) == "aktif"
    assert sessions.state(AGAIN, MONDAY + 91) == "keluar"  # issued before, not seen by then
    assert sessions.state(Login("a3", SITI.email, MONDAY + 91), MONDAY + 92) == "baru"


def test_a_lost_file_lets_no_old_login_back_in():
    sessions.begin(SITI, MONDAY)
    (paths.access() / "sessions.sqlite").unlink()
    assert sessions.state(SITI, MONDAY + FRESH + 1) == "tidak-dikenal"


def test_the_file_is_the_owners_alone_and_does_not_grow_for_ever():
    for n in range(50):
        login = Login(f"n{n}", SITI.email, MONDAY + n * LIFE)
        sessions.begin(login, login.issued)
    kept = [
        n for n in range(50) if not sessions.begin(Login(f"n{n}", SITI.email, MONDAY + n * LIFE), MONDAY + 49 * LIFE)
    ]
    assert len(kept) <= 3
    file = paths.access() / "sessions.sqlite"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600 and stat.S_IMODE(file.parent.stat().st_mode) == 0o700
