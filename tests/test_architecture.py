"""The rules of the house, held by code: rooms, SQL layers, short pages, one style, every sentence in the catalogue."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from timpora import paths
from timpora.store.queries import LAYERS, queries
from timpora.text import _catalogue

ROOT = paths.ROOT
# Each layer reads only the one before it; never a sibling.
READS = {
    "staging": {"raw"},
    "marts": {"staging"},
    "checks": {"staging", "marts"},
    "gate": {"marts"},
    "protected": {"marts", "gate"},
    "figures": {"marts", "figures"},
    "indicators": {"marts", "figures"},
    "answers": {"marts", "figures"},
}
EVERY_QUERY = [query for layer in LAYERS for query in queries(layer)]
SOURCES = [*ROOT.glob("timpora/**/*.py"), *ROOT.glob("pages/*.py"), ROOT / "dashboard.py"]


def run(*command: str) -> str:
    tool = Path(sys.executable).with_name(command[0])
    done = subprocess.run([tool, *command[1:]], cwd=ROOT, capture_output=True, text=True, check=False)
    return "" if done.returncode == 0 else done.stdout + done.stderr


def test_each_room_imports_only_those_before_it():
    assert run("lint-imports", "--no-cache") == ""


def test_the_style_is_ruffs():
    assert run("ruff", "check", "--no-cache", ".") == ""
    assert run("ruff", "format", "--check", "--no-cache", ".") == ""


@pytest.mark.parametrize("query", EVERY_QUERY, ids=lambda q: f"{q.layer}.{q.name}")
def test_a_query_reads_only_the_layer_before_it(query):
    body = re.sub(r"--.*", "", query.sql)
    read = set(re.findall(r"\b(raw|staging|marts|checks|gate|protected|figures|indicators|answers)\.\w+", body))
    if "getvariable('extracts')" in body:
        read.add("staging")  # the names of the staging tables of all contracts
    assert read <= READS[query.layer]
    assert "snapshot." not in body  # round the views that cut an answer to what somebody may see
    assert read or query.name == "snapshot"


@pytest.mark.parametrize("query", EVERY_QUERY, ids=lambda q: f"{q.layer}.{q.name}")
def test_a_query_says_what_it_is_in_lowercase_and_declares_its_parameters(query):
    body = re.sub(r"--.*|'[^']*'", "", query.sql)
    assert query.doc and (query.layer == "checks" or query.doc.startswith("One row"))
    assert body == body.lower()
    assert set(re.findall(r"\$(\w+)", body)) == set(query.parameters)


@pytest.mark.parametrize("query", queries("answers") + queries("checks"), ids=lambda q: q.name)
def test_an_answer_has_an_order(query):
    single = query.doc.startswith("One row:")
    assert single or re.search(r"order by [\w\s.,<>'!$():\[\]]+$", query.sql.strip())


@pytest.mark.parametrize("page", sorted(paths.PAGES.glob("*.py")), ids=lambda p: p.name)
def test_a_page_is_a_story_of_at_most_eighty_lines(page):
    text = page.read_text("utf-8")
    assert len(text.splitlines()) <= 80
    tree = ast.parse(text)
    assert ast.get_docstring(tree)
    arithmetic = [node for node in ast.walk(tree) if isinstance(node, ast.BinOp)]
    assert arithmetic == [] and "Path(" not in text and "select " not in text.lower()


def test_no_module_is_two():
    long = {
        str(file.relative_to(ROOT)): lines for file in SOURCES if (lines := len(file.read_text().splitlines())) > 250
    }
    assert long == {}


def test_every_sentence_asked_for_is_in_the_catalogue_and_none_is_idle():
    code = "\n".join(file.read_text("utf-8") for file in SOURCES)
    literal = set(re.findall(r'say\(\s*"([\w.]+)"', code))
    assert literal <= set(_catalogue())
    # A name may also be put together, or handed on: then its last part or its prefix stands in the code.
    idle = [
        name
        for name in _catalogue()
        if f'"{name}"' not in code
        and not re.search(rf'f"{re.escape(name.rpartition(".")[0])}\.\{{', code)
        and f'"{name.rpartition(".")[2]}"' not in code
    ]
    assert idle == []


def test_no_page_talks_past_the_catalogue():
    spoken = re.compile(r'st\.(?:title|caption|info|warning|subheader|header|write|markdown)\(\s*f?"')
    assert [str(file) for file in SOURCES if spoken.search(file.read_text("utf-8"))] == []


def test_nothing_is_loaded_from_outside():
    static = [*ROOT.glob("timpora/draw/static/*"), *SOURCES]
    outside = re.compile(r"https?://(?!127\.0\.0\.1|www\.w3\.org)")
    assert [str(file.relative_to(ROOT)) for file in static if outside.search(file.read_text("utf-8"))] == []
