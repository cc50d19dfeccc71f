"""A line of the server's own log: what happened, where, and not a word of whom or what it was about."""

import json
import logging
import sys

import pytest

from timpora import settings
from timpora.web import log_lines, starting

SECRET = "Budi Santoso 0812345678"


def record(name: str, level: int, message: str, *values: object, problem: BaseException | None = None, **told: object):
    problem = (type(problem), problem, problem.__traceback__) if problem else None
    made = logging.LogRecord(name, level, __file__, 7, message, values, problem)
    made.told = told
    return made


def raised(inner: Exception, outer: Exception) -> Exception:
    try:
        try:
            raise inner
        except Exception as problem:
            raise outer from problem
    except Exception as problem:
        return problem


def of_json(made: logging.LogRecord) -> dict:
    return json.loads(log_lines._Json().format(made))


@pytest.mark.parametrize("form", [log_lines._Json, log_lines._Text])
def test_a_failure_tells_its_kinds_and_places_and_not_its_words(form):
    problem = raised(KeyError(SECRET), ValueError(SECRET))
    line = form().format(record("timpora.web.failing", logging.ERROR, "failed", problem=problem, reference="K7M2QX"))
    assert "ValueError < KeyError" in line and "K7M2QX" in line and "tests/test_log_lines.py" in line
    assert "Budi" not in line and "0812" not in line


def test_what_the_system_refused_says_why_and_not_which_file():
    line = of_json(record("timpora.web.access", logging.ERROR, "log_unwritable", problem=OSError(28, "Penuh", SECRET)))
    assert line["error"] == "OSError: Penuh" and SECRET not in str(line)


def test_a_line_of_a_library_tells_where_it_was_said_alone():
    said = record("uvicorn.error", logging.WARNING, '%s - "WebSocket %s" 403', SECRET, "/?nama=Budi")
    assert of_json(said) | {"time": ""} == {
        "time": "", "level": "WARNING", "event": "library", "at": "uvicorn.error:test_log_lines.py:7"
    }  # fmt: skip
    assert not log_lines._is_told(record("uvicorn.error", logging.INFO, "x"))


def test_a_value_that_is_put_into_a_sentence_of_ours_is_not_written():
    line = of_json(record("timpora.web.tray", logging.ERROR, "unread: %s", SECRET))
    assert line["event"] == "said" and line["at"] == "timpora.web.tray:7" and SECRET not in str(line)


def test_of_a_process_that_broke_off_the_places_are_kept():
    said = (
        f'Traceback:\n  File "{__file__}", line 12, in made\n    raise ValueError("{SECRET}")\nValueError: {SECRET}\n'
    )
    assert log_lines.places(said) == ["tests/test_log_lines.py:12 made"]


def test_a_person_at_a_terminal_reads_the_words_too(monkeypatch):
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    line = log_lines._Text().format(
        record("timpora.x", logging.ERROR, "failed", problem=raised(KeyError("a"), ValueError("b")))
    )
    assert "Traceback (most recent call last)" in line and "ValueError: b" in line


def test_a_server_is_not_started_with_a_log_nobody_knows(monkeypatch, capsys):
    monkeypatch.setenv("TIMPORA_LOG", "xml")
    with pytest.raises(settings.UnknownLog, match="TIMPORA_LOG=xml"):
        settings.log_form()
    with pytest.raises(SystemExit):
        starting.insist()
    assert "TIMPORA_LOG=xml: yang dikenal text dan json." in capsys.readouterr().err
