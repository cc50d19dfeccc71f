"""The server's own log on stderr: one line an event, and no word of a person, a file or a number in it.

`TIMPORA_LOG=json` writes one JSON object a line for whoever collects them: time, level, event, and of page, part,
seconds, snapshot, reference what there is. `text`, the default, is for reading. A failure tells its kinds and places,
not its message, which may quote what somebody typed or what a file holds; a library's line tells where it was said.
Only on a terminal, where somebody sits and nothing is kept, messages are written too.
"""

import json
import logging
import re
import sys
import traceback
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import streamlit.logger

from timpora import paths, settings

_LOGGER = logging.getLogger(__name__)
OURS = ("timpora", "pages", "dashboard")
# What Streamlit says of a failure before it asks us; we say it with its code.
_SAID_BY_US = ("streamlit.error_util", "Uncaught app execution")
_PLACE = re.compile(r'File "([^"]+)", line (\d+), in (\S+)')
_MOST_PLACES = 40


def begin() -> None:
    """From here on every logger of this process speaks this way. To be called again once the server runs: it sets up
    its own loggers when it starts.
    """
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Json() if settings.log_form() == "json" else _Text())
    handler.addFilter(_is_told)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger("timpora").setLevel(logging.INFO if settings.log_form() == "json" else logging.WARNING)
    logging.captureWarnings(True)
    # Streamlit gives each logger a handler of its own when it is first asked for, also later.
    streamlit.logger.setup_formatter = _through_root
    for logger in list(logging.root.manager.loggerDict.values()):
        if isinstance(logger, logging.Logger):
            _through_root(logger)


@asynccontextmanager
async def while_serving(app: object) -> AsyncIterator[None]:
    """The life of a server, as st.App wants it."""
    begin()
    _LOGGER.info("serving", extra={"told": {"view": settings.view()}})
    yield
    _LOGGER.info("ended")


def _through_root(logger: logging.Logger) -> None:
    logger.handlers.clear()
    logger.propagate = True


def places(text: str) -> list[str]:
    """Of what a process of ours said when it broke off: where, and nothing of what."""
    return [f"{_short(file)}:{line} {name}" for file, line, name in _PLACE.findall(text)][-_MOST_PLACES:]


def _is_told(record: logging.LogRecord) -> bool:
    is_ours = record.name.partition(".")[0] in OURS
    return (is_ours or record.levelno >= logging.WARNING) and (record.name, record.msg) != _SAID_BY_US


def _fields(record: logging.LogRecord) -> dict[str, object]:
    """What a line tells: of a line of ours its name and what was given with it, of any other where it was said."""
    at = datetime.fromtimestamp(record.created, ZoneInfo(settings.office().timezone))
    told: dict[str, object] = {"time": at.isoformat("T", "milliseconds"), "level": record.levelname}
    if record.name.partition(".")[0] in OURS:
        told |= {"event": record.msg if not record.args else "said", **getattr(record, "told", {})}
        if record.args:
            told["at"] = f"{record.name}:{record.lineno}"
    else:
        told |= {"event": "library", "at": f"{record.name}:{Path(record.pathname).name}:{record.lineno}"}
    problem = record.exc_info[1] if record.exc_info else None
    return told | (_failure(problem) if problem else {})


def _failure(problem: BaseException) -> dict[str, object]:
    chain = list(_chain(problem))
    return {"error": " < ".join(_kind(each) for each in chain), "trace": [at for each in chain for at in _trace(each)]}


def _chain(problem: BaseException | None) -> Iterator[BaseException]:
    """A failure, and those it came from."""
    seen: set[int] = set()
    while problem is not None and id(problem) not in seen:
        seen.add(id(problem))
        yield problem
        problem = problem.__cause__ or (None if problem.__suppress_context__ else problem.__context__)


def _kind(problem: BaseException) -> str:
    """Its class; of what the system refused, also why ("No space left on device")."""
    name = type(problem).__qualname__
    return f"{name}: {problem.strerror}" if isinstance(problem, OSError) and problem.strerror else name


def _trace(problem: BaseException) -> list[str]:
    frames = traceback.extract_tb(problem.__traceback__)[-_MOST_PLACES:]
    return [f"{_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames]


def _short(file: str) -> str:
    """A file by its name within the product or within its library."""
    for root in (paths.ROOT, Path(sys.prefix), Path(sys.base_prefix)):
        if Path(file).is_relative_to(root):
            return str(Path(file).relative_to(root)).rpartition("site-packages/")[2]
    return Path(file).name


class _Json(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        return json.dumps(_fields(record), ensure_ascii=False, default=str)


class _Text(logging.Formatter):
    """`13.10 ERROR failed page=peta reference=K7M2QX`, and under it where it came from."""

    def format(self, record: logging.LogRecord) -> str:
        fields = _fields(record)
        trace = fields.pop("trace", [])
        head = [str(fields.pop(name)) for name in ("time", "level", "event")]
        line = " ".join([*head, *(f"{name}={value}" for name, value in fields.items() if value != "")])
        if sys.stderr.isatty():
            line += "" if record.msg == head[2] else f" {record.getMessage()}"
            return line + ("\n" + self.formatException(record.exc_info) if record.exc_info else "")
        return "\n".join([line, *(f"  {place}" for place in trace)])
