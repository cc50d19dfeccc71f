"""axe-core, which finds what of a page somebody cannot see, hear, read or reach; and what of that is the framework's.

The engine is Deque's own, from npm, pinned with its sum in tests/axe-core. It is put into a page by the browser, not by
the page, so that our Content-Security-Policy stands as it is served.
"""

from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass
from pathlib import Path

import node
from playwright.sync_api import Page

from timpora import paths

WCAG = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")  # axe's names for WCAG 2.2 AA and what it contains
GRAVE = ("serious", "critical")


@dataclass(frozen=True)
class Theirs:
    """A violation in what Streamlit draws itself, where no option of ours reaches."""

    rule: str
    selector: str
    issue: str  # where it is known upstream


FRAMEWORK: tuple[Theirs, ...] = ()

_FAULTS = """async ([tags, grave, theirs]) => {
  const found = await axe.run(document, {
    runOnly: {type: "tag", values: tags}, rules: {"heading-order": {enabled: true}},
    resultTypes: ["violations"], elementRef: true });
  const isTheirs = (rule, node) => theirs.some((one) => one.rule === rule && node.element?.closest(one.selector));
  return found.violations
    .filter(({id, impact}) => grave.includes(impact) || id === "heading-order")
    .flatMap(({id, nodes}) => nodes.filter((node) => !isTheirs(id, node)).map((node) => {
      const [why] = [...node.any, ...node.all, ...node.none];
      return `${id}: ${node.target.flat().join(" > ")} ${node.html.slice(0, 160)} (${why?.message})`;
    }));
}"""


def script() -> Path:
    return node.installed(paths.ROOT / "tests" / "axe-core") / "axe-core" / "axe.min.js"


def brought(page: Page) -> AbstractContextManager:
    """Whatever this page shows, and every frame of it, has the engine within."""
    return page.add_init_script(path=script())


def faults(page: Page) -> list[str]:
    """What is serious or critical by WCAG 2.2 AA in a page and its frames, and a heading that skips a level."""
    return page.evaluate(_FAULTS, [WCAG, GRAVE, [asdict(one) for one in FRAMEWORK]])
