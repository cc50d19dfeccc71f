"""What a line of a book must be, by the dataclass it is kept as: each fault is a sentence that names the field."""

import json
import re
from collections.abc import Collection, Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from timpora.text import say

_Kind = TypeVar("_Kind")
_LARGEST = 1e12  # no number of a book is near it
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_YEARS = range(1900, 3000)  # what can be reckoned with, and is no slip of the hand


class LineFault(ValueError):
    """What is wrong with a line, as a part of a sentence."""


def parsed(text: bytes) -> dict[str, Any]:
    """A line as an object. Raises LineFault."""
    try:
        told = json.loads(text)
    except (json.JSONDecodeError, UnicodeDecodeError, RecursionError) as broken:
        raise LineFault(say("book.fault.json")) from broken
    except ValueError as broken:  # more digits than Python reads
        raise LineFault(say("book.fault.large")) from broken
    if not isinstance(told, dict):
        raise LineFault(say("book.fault.object", field="…"))
    return told


def built(kind: type[_Kind], told: object, field: str) -> _Kind:
    """A dataclass from an object whose fields are of the types it states; lists become tuples.

    field: how the object is called in a fault. Raises LineFault.
    """
    if not isinstance(told, dict):
        raise LineFault(say("book.fault.object", field=field))
    hints = get_type_hints(kind)
    own = fields(kind)  # type: ignore[arg-type]
    for one in own:
        if one.name not in told and one.default is MISSING and one.default_factory is MISSING:
            raise LineFault(say("book.fault.missing", field=f"{field}.{one.name}"))
    if strange := sorted(told.keys() - {one.name for one in own}):
        raise LineFault(say("book.fault.strange", names=", ".join(strange)[:100]))
    return kind(**{name: _fitting(hints[name], value, f"{field}.{name}") for name, value in told.items()})


def text(told: Mapping[str, Any], name: str) -> str:
    """A text that is there and is not empty. Raises LineFault."""
    if name not in told:
        raise LineFault(say("book.fault.missing", field=name))
    value = _fitting(str, told[name], name)
    if not value.strip():
        raise LineFault(say("book.fault.empty", field=name))
    return value


def day(value: str, field: str) -> date:
    """ "2024-10-31" as a day. Raises LineFault."""
    try:
        read = date.fromisoformat(value) if _DAY.fullmatch(value) else None
    except ValueError:
        read = None
    if read is None or read.year not in _YEARS:
        raise LineFault(say("book.fault.day", field=field))
    return read


def moment(value: str, field: str) -> datetime:
    """ "2024-10-31T09:00:00+08:00" as a moment. Raises LineFault."""
    try:
        read = datetime.fromisoformat(value)
    except ValueError as broken:
        raise LineFault(say("book.fault.moment", field=field)) from broken
    if read.tzinfo is None or read.year not in _YEARS:
        raise LineFault(say("book.fault.moment", field=field))
    return read


def signed(told: Mapping[str, Any]) -> None:
    """By whom and when. Raises LineFault where that is not said."""
    text(told, "by")
    moment(text(told, "at"), "at")


def code(value: str, form: str, field: str) -> str:
    """A text of a form, as a regular expression. Raises LineFault."""
    must(bool(re.fullmatch(form, value, re.ASCII)), field)
    return value


def known(value: str, options: Collection[str], field: str) -> str:
    """One of some words. Raises LineFault."""
    must(value in options, field)
    return value


def must(is_so: bool, field: str) -> None:
    """Raises LineFault where a field has no value that can be used."""
    if not is_so:
        raise LineFault(say("book.fault.value", field=field))


def act(told: Mapping[str, Any], acts: tuple[str, ...]) -> str:
    """Which of these fields a line has: what it says was done. Raises LineFault."""
    found = [one for one in acts if one in told]
    if len(found) != 1:
        raise LineFault(say("book.fault.act", acts=", ".join(acts)))
    return found[0]


def _fitting(hint: Any, value: Any, field: str) -> Any:
    origin, inside = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        if value is None and NoneType in inside:
            return None
        return _fitting(next(one for one in inside if one is not NoneType), value, field)
    if origin is tuple:
        _must_be(isinstance(value, list), field, "list")
        return tuple(_fitting(inside[0], one, f"{field}[{place}]") for place, one in enumerate(value, start=1))
    if origin is list:
        _must_be(isinstance(value, list), field, "list")
        return [_fitting(inside[0], one, f"{field}[{place}]") for place, one in enumerate(value, start=1)]
    if origin in (dict, Mapping):
        _must_be(isinstance(value, dict), field, "object")
        return {_fitting(str, name, field): _fitting(inside[1], one, f"{field}.{name}") for name, one in value.items()}
    if is_dataclass(hint):
        return built(hint, value, field)
    if hint is float:
        _must_be(isinstance(value, int | float) and not isinstance(value, bool), field, "number")
        if not abs(value) < _LARGEST:  # nor is NaN
            raise LineFault(say("book.fault.too_large", field=field))
        return value
    _must_be(isinstance(value, hint), field, {str: "text", bool: "truth"}[hint])
    if hint is str and any("\ud800" <= letter <= "\udfff" for letter in value):
        raise LineFault(say("book.fault.letters", field=field))
    return value


def _must_be(is_so: bool, field: str, kind: str) -> None:
    if not is_so:
        raise LineFault(say("book.fault.kind", field=field, kind=say(f"book.kind.{kind}")))
