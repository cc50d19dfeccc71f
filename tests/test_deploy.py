"""What an office installs: units, image and the page that tells how, held against the product as it is."""

import json
import re
import shlex
import shutil
import subprocess

import pytest

from timpora import cli, paths
from timpora.web import replicas

PAGE = "docs/operations.md"
UNITS = paths.ROOT / "deploy" / "systemd"
HOME = "/opt/timpora"


def text(name: str) -> str:
    return (paths.ROOT / name).read_text("utf-8")


def joined(name: str) -> list[list[str]]:
    """The instructions of a Dockerfile, as words."""
    lines = text(name).replace("\\\n", " ").splitlines()
    return [line.split() for line in lines if line.strip() and not line.startswith("#")]


# --- the page


def test_every_command_of_the_page_is_one_that_the_product_understands():
    named = ("serve", "publish", "status", "check", "undo", "restore", "log", "init", "sample")
    commands = re.findall(rf"(?:python|\b)(?: -m)? ?timpora ((?:{'|'.join(named)}) ?[^`\n]*)", text(PAGE))
    found = [shlex.split(command, comments=True) for command in commands]
    assert {command[0] for command in found} == set(named)
    for command in found:
        cli._parser().parse_args(command)  # exits where it does not


def test_every_file_unit_test_and_target_that_is_named_exists():
    page = text(PAGE)
    tests = re.findall(r"(tests/\w+\.py)::(\w+)", page)
    assert tests and not [name for file, name in tests if f"def {name}(" not in text(file)]
    for name in re.findall(r"(?<![\w/.])(?:tests|deploy|benchmarks|docs)/[\w/.-]*\w|\]\(([\w.]+)\)", page):
        assert not name or (paths.ROOT / "docs" / name).exists(), name
    for name in re.findall(rf"(?:{HOME}/|`)(deploy/[\w/.-]*\w|requirements\.txt|CHANGELOG\.md|Dockerfile)", page):
        assert (paths.ROOT / name).exists(), name
    units = {
        f"{re.sub('@[^.]*', '@', unit)}" for unit in re.findall(r"timpora[\w-]*@[\w-]+\.\w+|timpora\.target", page)
    }
    assert units and not [unit for unit in units if not (UNITS / unit).exists()]
    makefile = text("Makefile")
    for target, told in re.findall(r"(?:^    |`)make (\w+)([^\n`#]*)", page, re.MULTILINE):
        assert f"\n{target}:" in makefile
        assert not [word for word in re.findall(r"([A-Z_]+)=", told) if f"$({word})" not in makefile]


# --- systemd


def test_systemd_finds_nothing_wrong_with_the_units(tmp_path):
    if shutil.which("systemd-analyze") is None:
        pytest.skip("perlu systemd-analyze: apt install systemd")
    for unit in UNITS.iterdir():
        # As installed, with this checkout in the place of theirs: what a unit starts must be there.
        name = unit.name.replace("timpora@.", "timpora@8502.").replace("backup@.", "backup@timpora-web.")
        (tmp_path / name).write_text(unit.read_text().replace(HOME, str(paths.ROOT)))
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", "--recursive-errors=no", *sorted(tmp_path.iterdir())],
        capture_output=True,
        text=True,
        check=False,
    )
    ours = [line for line in done.stderr.splitlines() if "timpora" in line]
    assert (done.returncode, ours) == (0, [])


def test_a_unit_starts_a_replica_as_serve_does():
    line = re.search(r"^ExecStart=(.+)$", (UNITS / "timpora@.service").read_text(), re.MULTILINE)[1]
    told = line.replace("%i", "8502").replace("${TIMPORA_NAME}", "peta.kantor.example").split()
    ours = replicas.replica(8502, 443, "peta.kantor.example", [])
    assert options(told) == options(ours) and "dashboard.py" in told


def options(command: list[str]) -> dict[str, str]:
    flags = [n for n, word in enumerate(command) if word.startswith("--")]
    return {command[n]: command[n + 1] for n in flags}


# --- the image


def test_what_the_image_copies_exists_and_nothing_else_gets_near_it():
    copied = {
        source.rstrip("/")
        for word, *rest in joined("Dockerfile")
        if word == "COPY" and not rest[0].startswith("--from")
        for source in rest[:-1]
    }
    assert copied and not [source for source in copied if not (paths.ROOT / source).exists()]
    first, *others = [line for line in text(".dockerignore").splitlines() if line and not line.startswith("#")]
    assert first == "*" and {line[1:] for line in others if line.startswith("!")} == copied


def test_the_image_runs_the_products_own_command_as_nobody_special():
    lines = joined("Dockerfile")
    words = [line[0] for line in lines]
    entry, command = (json.loads(" ".join(lines[words.index(name)][1:])) for name in ("ENTRYPOINT", "CMD"))
    assert entry[-2:] == ["-m", "timpora"]
    told = cli._parser().parse_args(command)
    user = next(line[1] for line in lines if line[0] == "USER")
    assert user != "root" and user in text("Dockerfile").split("useradd", 1)[1].split("\n", 1)[0]
    health = " ".join(next(line for line in lines if line[0] == "HEALTHCHECK"))
    assert f":{told.first_port or told.port + 1}/healthz" in health
