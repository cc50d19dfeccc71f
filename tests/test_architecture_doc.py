"""What docs/architecture.md tells a newcomer: what it names is there, and its walk is the one the code takes."""

import ast
import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from test_architecture import READS

from timpora import paths
from timpora.disclosure.rounding import rounded
from timpora.draw import figures, legend
from timpora.draw.classes import Layer, classify
from timpora.intake.numbers import parse_count
from timpora.store.queries import LAYERS

DOC = (paths.ROOT / "docs/architecture.md").read_text("utf-8")
ROOMS = {file.stem for file in (paths.ROOT / "timpora").glob("[a-z]*") if file.name != "__main__.py"} | {"pages"}
STATIC = paths.ROOT / "timpora/draw/static"
_ITEM = re.compile(r"^( *)- `([^`]+)` — (.*)$", re.MULTILINE)
_FILE = re.compile(r"`((?:tests|timpora|pages|queries|benchmarks|data|docs)/[\w/.-]+|[\w-]+\.(?:py|toml))`")
_IN_BROWSER = re.compile(r"`(peta-\w+\.js)`\s\(`(\w+)`(?:, `(\w+)`)?\)")
PROCESS = "in a process of its own"  # what the parent starts it by is no call


@dataclass(frozen=True)
class Step:
    name: str
    said: str
    above: tuple[str, ...]  # what it is indented under, the outermost first
    before: str | None  # what comes before it under the same parent

    @property
    def parent(self) -> str | None:
        return self.above[-1] if self.above else None

    @property
    def is_query(self) -> bool:
        return self.name.endswith(".sql")


def steps() -> list[Step]:
    """The items of the walk, each with the one it is indented under."""
    found: list[Step] = []
    above: list[str] = []
    children: dict[tuple[str, ...], str] = {}
    for indent, name, said in _ITEM.findall(DOC):
        depth = len(indent) // 2
        del above[depth:]
        last = children.get((*above,))
        found.append(Step(name, said, (*above,), last))
        children[(*above,)] = name
        above.append(name)
    return found


STEPS = steps()
CALLS = [step for step in STEPS if step.parent and not step.is_query]


def names() -> list[str]:
    """Everything in the text that is named as `room.module.function`."""
    return sorted({name for name in re.findall(r"`(\w+(?:\.\w+)+)`", DOC) if name.split(".")[0] in ROOMS})


@cache
def tree(file: Path) -> ast.Module:
    return ast.parse(file.read_text("utf-8"))


@cache
def found(name: str) -> tuple[Path, ast.AST] | None:
    """The file of `intake.rows.Reader.read` and the node that defines it; of a module the whole of it."""
    parts = name.split(".")
    folder = paths.ROOT if parts[0] == "pages" else paths.ROOT / "timpora"
    for length in range(len(parts), 0, -1):
        file = folder.joinpath(*parts[:length]).with_suffix(".py")
        if file.is_file():
            node = tree(file)
            for part in parts[length:]:
                node = next((each for each in node.body if getattr(each, "name", None) == part), None)
                if node is None:
                    return None
            return file, node
    return None


def module(name: str) -> str:
    """`intake.rows.Reader.read` → timpora.intake.rows."""
    file, _ = found(name)
    return ".".join(file.relative_to(paths.ROOT).with_suffix("").parts)


def imports(file: Path) -> set[str]:
    """Dotted names that a file imports: modules, and what is taken out of them."""
    every = [node for node in ast.walk(tree(file)) if isinstance(node, ast.ImportFrom)]
    return {each for node in every for alias in node.names for each in (node.module, f"{node.module}.{alias.name}")}


def mention(node: ast.AST, name: str) -> tuple[int, int] | None:
    """Where in a definition a function is first called, or handed on, by its own name or as `module.name`."""
    *_, of, own = name.split(".")
    # The end of a call, because what stands inside its brackets is called before it.
    ends = {each.func: (each.end_lineno, each.end_col_offset) for each in ast.walk(node) if isinstance(each, ast.Call)}
    qualified, bare = [], []
    for each in ast.walk(node):
        at = ends.get(each, (getattr(each, "end_lineno", 0), getattr(each, "end_col_offset", 0)))
        if isinstance(each, ast.Attribute) and each.attr == own:
            (qualified if isinstance(each.value, ast.Name) and each.value.id == of else bare).append(at)
        elif isinstance(each, ast.Name) and each.id == own:
            bare.append(at)
    return min(qualified or bare, default=None)


def calls(step: Step) -> tuple[int, int] | None:
    """Where the parent calls a step; also through a table, or a last line, of its module."""
    file, node = found(step.parent)
    loose = [each for each in tree(file).body if isinstance(each, ast.Assign | ast.AnnAssign | ast.If)]
    return mention(node, step.name) or next(filter(None, (mention(each, step.name) for each in loose)), None)


@pytest.mark.parametrize("name", names())
def test_every_function_that_is_named_exists(name):
    assert found(name) or (paths.ROOT / "timpora" / name.replace(".", "/")).is_dir()


def test_every_file_that_is_named_exists():
    named = set(_FILE.findall(DOC))
    beside = (paths.ROOT, paths.ROOT / "docs")
    assert len(named) > 30
    assert [name for name in named if not any((place / name).exists() for place in beside)] == []
    assert [link for link in re.findall(r"\]\(([^)#]+)\)", DOC) if not (paths.ROOT / "docs" / link).exists()] == []


@pytest.mark.parametrize("step", CALLS, ids=lambda step: f"{step.parent}>{step.name}")
def test_a_step_of_the_walk_is_called_by_the_one_it_stands_under(step):
    file, _ = found(step.parent)
    if PROCESS in step.said and module(step.name) != module(step.parent):
        assert f"{module(step.name).rpartition('.')[2]}.py" in file.read_text("utf-8")
        return
    assert calls(step)
    assert module(step.name) == module(step.parent) or any(
        each == module(step.name) or each.startswith(f"{module(step.name)}.") for each in imports(file)
    )


@pytest.mark.parametrize("step", CALLS, ids=lambda step: f"{step.parent}>{step.name}")
def test_steps_stand_in_the_order_in_which_they_are_called(step):
    before = next((one for one in CALLS if (one.name, one.above) == (step.before, step.above)), None)
    _, parent = found(step.parent)
    if isinstance(parent, ast.ClassDef):
        return  # its methods call each other in an order of their own
    if before and (first := calls(before)) and (then := calls(step)):
        assert first <= then


@pytest.mark.parametrize("step", [each for each in STEPS if each.is_query], ids=lambda step: step.name)
def test_a_query_of_the_walk_is_read_or_run_by_what_it_stands_under(step):
    layer, name = step.name.removesuffix(".sql").split("/")[1:]
    if step.parent.endswith(".sql"):
        assert f"{layer}.{name}" in (paths.ROOT / step.parent).read_text("utf-8")
    else:
        text = "\n".join(ast.unparse(found(name)[1]) for name in step.above)
        runs_all = "queries(" in ast.unparse(found(step.parent)[1])
        assert layer in text and (runs_all or name in text)


def test_the_walk_goes_from_a_command_to_the_view_without_a_gap():
    chapters = DOC.split("\n### ")[1:]
    assert [int(part[0]) for part in chapters] == [1, 2, 3]
    assert all(_ITEM.search(part) for part in chapters)
    assert len(STEPS) > 90


def test_what_happens_in_the_browser_is_in_the_scripts():
    named = _IN_BROWSER.findall(DOC)
    assert len(named) == 4
    for file, *functions in named:
        text = (STATIC / file).read_text("utf-8")
        for function in filter(None, functions):
            assert re.search(rf"(function {function}\(|\b{function}: \(|\b{function}\b.*timpora)", text), function


def test_the_rooms_are_those_of_the_contract_from_above_to_below():
    contracts = tomllib.loads((paths.ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    rows = dict(re.findall(r"^\| `([\w.]+)` \|.*\| (.*?)\|$", DOC, re.MULTILINE))
    layers = next(each["layers"] for each in contracts if each["type"] == "layers")
    assert [name for name in rows if name in layers] == layers
    for word, module_name in (("database", "duckdb"), ("Streamlit", "streamlit")):
        kept_from = {
            source
            for each in contracts
            if each["type"] == "forbidden" and module_name in each["forbidden_modules"]
            for source in each["source_modules"]
        }
        assert {name for name, cannot in rows.items() if name in layers and word in cannot} == kept_from


def test_the_layers_of_sql_read_what_the_table_says():
    rows = re.findall(r"^\| `(\w+)` \| ((?:`\w+` ?)+)\|", DOC, re.MULTILINE)
    assert [name for name, _ in rows] == list(LAYERS)
    assert {name: set(re.findall(r"\w+", reads)) for name, reads in rows} == READS


def test_the_numbers_of_the_walk_are_what_the_functions_make_of_them():
    parts = [parse_count(cell) for cell in ("2", "3", "6", "-", "31", 0.0)]
    assert sum(parts) == 42
    secrets = [bytes([n]) * 16 for n in range(60)]
    shown = {int(rounded([42], ["active_permits||73.72.01"], secret)[0]) for secret in secrets}
    assert shown == {40, 45}
    read = tomllib.loads(paths.reference("layers.toml").read_text("utf-8"))["layers"]
    presence = next(layer for layer in read if layer["id"] == "presence")
    assert "breaks {}, {}, {}, {} and".format(*map(int, presence["breaks"])) in DOC
    layer = Layer("", "orang", 0, tuple(presence["breaks"]), ("",) * 5, "#", is_rounded=True)
    place = int(classify(np.array([40]), layer.breaks)[0])
    assert f'— "{place}", the fourth class' in DOC
    assert f'"{legend.class_labels(layer)[place]}"' in DOC
    assert f'"{figures.written(40, is_rounded=True)} orang"' in DOC
