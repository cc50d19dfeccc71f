"""One table of figures: everything, or one group of them; in full, or as a smoke run.

Exit 0 when every figure asked for could be measured (or there is no Chromium to measure it in) and is within its
budget, else 1. A smoke run has one sample of each on a machine that does other things too: it says what is past its
budget and is not held to it.
"""

import argparse
import signal
import sys
import time

from benchmarks import (
    alarms,
    disclosure,
    documents,
    growth,
    importing,
    intake,
    interactions,
    load,
    memory,
    naive_shapes,
    nation,
    opening,
    pages,
    publishing,
    questions,
    report,
    reruns,
    risk,
    starting,
    taking,
    trends,
)
from benchmarks.browser import NoBrowser
from benchmarks.figure import Figure, past
from benchmarks.house import furnished
from benchmarks.scale import FULL, SMOKE

GROUPS = {
    "map": interactions.measure,
    "opening": opening.measure,
    "pages": pages.measure,
    "nation": nation.measure,
    "rerun": reruns.measure,
    "trends": trends.measure,
    "files": taking.measure,
    "documents": documents.measure,
    "boundaries": importing.measure,
    "intake": intake.measure,
    "publish": publishing.measure,
    "disclosure": disclosure.measure,
    "index": risk.measure,
    "alarms": alarms.measure,
    "growth": growth.measure,
    "memory": memory.measure,
    "load": load.measure,
    "question": questions.measure,
    "start": starting.measure,
}


def main() -> int:
    parser = _parser()
    options = parser.parse_args()
    if options.write and (options.only or options.smoke):
        parser.error("--write is for a full run: RESULTS.md holds every figure, measured in full")
    # A run that is told to stop takes its servers with it.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    started, facts, product = time.monotonic(), report.conditions(), report.product()
    figures, left_out, failed, given_up = _measure([options.only] if options.only else list(GROUPS), options.smoke)
    if report.product() != product:
        failed.append("the product was changed in the middle of the run: these are figures of two products")
    facts += [f"measured in {time.monotonic() - started:.0f} s", *left_out]
    print(report.table(figures))
    over = [*past(figures), *given_up]
    print("\n".join([*facts, *failed, *over]))
    if options.write and not failed:
        report.write(figures, [*facts, *over])
        print(f"written: {report.RESULTS}")
    return code(failed, over, options.smoke)


def code(failed: list[str], over: list[str], is_smoke: bool) -> int:
    """The exit code: 1 where a figure is missing or, except in a smoke run, past its budget."""
    return 1 if failed or (over and not is_smoke) else 0


def _measure(groups: list[str], is_smoke: bool) -> tuple[list[Figure], list[str], list[str], list[str]]:
    """The figures of these groups; what was left out for a reason; what should have been measured and was not; and

    what is past its budget without a figure.
    """
    figures: list[Figure] = []
    left_out: list[str] = []
    failed: list[str] = []
    with furnished(SMOKE if is_smoke else FULL) as house:
        if naive_shapes.write(house) == "tiles":
            left_out.append("no boundaries are installed: both maps were drawn from tiles")
        for name in groups:
            try:
                figures += GROUPS[name](house)
            except NoBrowser as problem:
                left_out.append(f"{name}: left out, {problem}")
            except Exception as problem:  # whatever it was, the other figures are still wanted
                failed.append(f"{name}: could not be measured: {type(problem).__name__}: {problem}")
                report.progress(failed[-1])
        left_out += house.left_out
    return figures, left_out, failed, house.given_up


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="What the product costs, in figures.")
    parser.add_argument("--smoke", action="store_true", help="everything once, to see that it can be measured")
    parser.add_argument("--only", choices=GROUPS, help="one group of figures")
    parser.add_argument("--write", action="store_true", help="rewrite benchmarks/RESULTS.md")
    return parser


if __name__ == "__main__":
    sys.exit(main())
