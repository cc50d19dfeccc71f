"""What each agency sends, as data: `data/contracts/<source>.toml`."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from timpora import paths


class ContractError(ValueError):
    """A contract file that contradicts itself; the message names the file."""


@dataclass(frozen=True)
class Column:
    name: str
    headers: tuple[str, ...]
    kind: str  # "count": whole people or things · "decimal": a measure with a decimal comma
    required: bool


@dataclass(frozen=True)
class Contract:
    id: str
    agency: str
    name: str
    rhythm: str  # monthly | quarterly | yearly
    period_anchor: str  # the month a quarter or year stands for: its first or its last
    shelf_life_months: int
    place: int  # in lists of sources
    period_headers: tuple[str, ...]
    area_headers: dict[str, tuple[str, ...]]  # code, kabupaten, kecamatan
    columns: tuple[Column, ...]
    sums: tuple[dict, ...]  # {total, parts}: the parts must add up to the total
    at_most: tuple[dict, ...]  # {smaller, larger}
    measures: tuple[dict, ...]  # {id, name, unit, counts}: what the staging query makes of it

    @property
    def required(self) -> tuple[Column, ...]:
        return tuple(column for column in self.columns if column.required)


@dataclass(frozen=True)
class Forbidden:
    """What may never enter (UU 27/2022): headings of personal data and values that look like a person's number."""

    headers: tuple[str, ...]
    allowed: tuple[str, ...]
    values: dict[str, re.Pattern]

    def heading(self, text: str) -> bool:
        words = heading(text)
        if words.startswith(self.allowed):
            return False
        return any(f" {bad} " in f" {words} " for bad in self.headers)

    def value(self, text: str) -> bool:
        return any(pattern.search(text) for pattern in self.values.values())


def heading(text: object) -> str:
    """A heading as it is compared: upper case, words only. "Akan jatuh tempo (≤30 hari)" is "… TEMPO 30 HARI"."""
    return " ".join(re.findall(r"[A-Z0-9]+", str(text).upper()))


def contracts() -> dict[str, Contract]:
    """Every contract by source id."""
    return _read(paths.contracts())


def forbidden() -> Forbidden:
    return _forbidden(paths.reference() / "forbidden.toml")


@cache
def _read(folder: Path) -> dict[str, Contract]:
    found = [_contract(path) for path in sorted(folder.glob("*.toml"))]
    return {contract.id: contract for contract in sorted(found, key=lambda each: (each.place, each.id))}


def _contract(path: Path) -> Contract:
    text = tomllib.loads(path.read_text("utf-8"))
    try:
        contract = Contract(
            id=text["id"],
            agency=text["agency"],
            name=text["name"],
            rhythm=text["rhythm"],
            period_anchor=text.get("period_anchor", "last"),
            shelf_life_months=text["shelf_life_months"],
            place=text["place"],
            period_headers=_headings(text["period"]["headers"]),
            area_headers={part: _headings(names) for part, names in text["area"].items()},
            columns=tuple(
                Column(c["name"], _headings(c["headers"]), c["kind"], c["required"]) for c in text["columns"]
            ),
            sums=tuple(text.get("sums", ())),
            at_most=tuple(text.get("at_most", ())),
            measures=tuple(text["measures"]),
        )
    except KeyError as missing:
        raise ContractError(f"{path.name}: {missing} is missing") from missing
    names = [contract.id, *(column.name for column in contract.columns)]
    if wrong := [name for name in names if not re.fullmatch(r"[a-z][a-z0-9_]*", name)]:
        raise ContractError(f"{path.name}: {wrong[0]!r} must be lower case letters, digits and _")
    if contract.id != path.stem:
        raise ContractError(f"{path.name}: id is {contract.id!r}; it must be the file's name")
    return contract


@cache
def _forbidden(path: Path) -> Forbidden:
    text = tomllib.loads(path.read_text("utf-8"))
    values = {name: re.compile(pattern) for name, pattern in text["values"].items()}
    return Forbidden(_headings(text["headers"]), _headings(text["allowed"]), values)


def _headings(names: list[str]) -> tuple[str, ...]:
    return tuple(heading(name) for name in names)
