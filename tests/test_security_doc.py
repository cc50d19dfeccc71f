"""What docs/security.md and docs/asvs.md promise: that what they name is there, and that no requirement is left out."""

import re
import shlex

import pytest

from timpora import cli, paths

DOCS = ("docs/security.md", "docs/asvs.md", "docs/monitoring.md")
# ASVS 5.0.0: each section with its last requirement of level 1 or 2; those of level 3 come after it.
ASVS = """
    1.1:2 1.2:9 1.3:11 1.4:3 1.5:2   2.1:3 2.2:3 2.3:4 2.4:1   3.2:2 3.3:4 3.4:6 3.5:5 3.7:2   4.1:3 4.2:1 4.3:2 4.4:4
    5.1:1 5.2:3 5.3:2 5.4:3   6.1:3 6.2:12 6.3:4 6.4:4 6.5:5 6.6:3 6.8:4   7.1:3 7.2:4 7.3:2 7.4:5 7.5:2 7.6:2
    8.1:2 8.2:3 8.3:1 8.4:1   9.1:3 9.2:4   10.1:2 10.2:2 10.3:4 10.4:11 10.5:5 10.6:2 10.7:3
    11.1:2 11.2:3 11.3:3 11.4:4 11.5:1 11.6:1   12.1:3 12.2:2 12.3:4   13.1:1 13.2:5 13.3:2 13.4:5
    14.1:2 14.2:4 14.3:3   15.1:3 15.2:3 15.3:7   16.1:1 16.2:5 16.3:4 16.4:3 16.5:3   17.1:1 17.2:4 17.3:2
"""
LEVELS_1_AND_2 = 253
STATES = {"met", "partly", "not met", "does not apply"}
_NAMED = re.compile(
    r"(?<![\w/])(?:(?:tests|timpora|pages|queries|benchmarks|data|docs|deploy)/[\w/.-]*\w|[\w-]+\.(?:py|md|txt))"
)
_TEST = re.compile(r"(tests/\w+\.py)::(\w+)")


def text(doc: str) -> str:
    return (paths.ROOT / doc).read_text("utf-8")


def requirements() -> list[tuple[str, str, str]]:
    """Id, state and reason of every requirement; a line may stand for several in a row."""
    found = []
    for line in re.findall(r"^\| (\d+\.\d+\.\d+.*) \|$", text("docs/asvs.md"), re.MULTILINE):
        ids, _, state, reason = line.split(" | ")
        section, first = ids.split("–")[0].rsplit(".", 1)
        last = ids.split("–")[-1].rsplit(".", 1)[1]
        found += [(f"{section}.{n}", state, reason) for n in range(int(first), int(last) + 1)]
    return found


@pytest.mark.parametrize("doc", DOCS)
def test_every_test_that_is_named_as_a_proof_exists(doc):
    named = _TEST.findall(text(doc))
    missing = [
        f"{file}::{name}" for file, name in named if f"def {name}(" not in (paths.ROOT / file).read_text("utf-8")
    ]
    assert named and not missing


@pytest.mark.parametrize("doc", DOCS)
def test_every_file_that_is_named_exists(doc):
    beside = (paths.ROOT, paths.ROOT / "docs")
    named = set(_NAMED.findall(text(doc)))
    assert named and not [name for name in named if not any((place / name).exists() for place in beside)]


def test_the_checklist_has_every_requirement_of_levels_1_and_2_once_and_in_order():
    wanted = [
        f"{section}.{n}"
        for section, last in (each.split(":") for each in ASVS.split())
        for n in range(1, int(last) + 1)
    ]
    assert [name for name, _, _ in requirements()] == wanted
    assert len(wanted) == LEVELS_1_AND_2


def test_each_has_a_state_and_what_is_met_names_where_it_is_seen():
    for name, state, reason in requirements():
        assert state in STATES, name
        assert state != "met" or "§" in reason or _NAMED.search(reason) or "security.md" in reason, name


def test_every_command_of_the_page_is_one_that_the_product_understands():
    commands = re.findall(r"python -m timpora (.+)", text("docs/security.md"))
    for command in commands:
        cli._parser().parse_args(shlex.split(command, comments=True))  # exits where it does not
    assert commands
