"""One table of figures: everything, or one group of them; in full, or as a smoke run.

Exit 0 when every figure asked for could be measured (or there is no Chromium to measure it in), else 1.
"""

import argparse
import signal
import sys
import time

from benchmarks import interactions, memory, naive_shapes, publishing, questions, report, reruns, starting
from benchmarks.browser import NoBrowser
from benchmarks.figure import Figure
from benchmarks.house import furnished
from benchmarks.scale import FULL, SMOKE

GROUPS = {
    "map": interactions.measure,
    "rerun": reruns.measure,
    "publish": publishing.measure,
    "memory": memory.measure,
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
    started = time.monotonic()
    figures: list[Figure] = []
    left_out: list[str] = []
    failed: list[str] = []
    with furnished(SMOKE if options.smoke else FULL) as house:
        if naive_shapes.write(house) == "tiles":
            left_out.append("no boundaries are installed: both maps were drawn from tiles")
        for name in [options.only] if options.only else GROUPS:
            try:
                figures += GROUPS[name](house)
            except NoBrowser as problem:
                left_out.append(f"{name}: left out, {problem}")
            except Exception as problem:  # whatever it was, the other figures are still wanted
                failed.append(f"{name}: could not be measured: {type(problem).__name__}: {problem}")
                report.progress(failed[-1])
    seconds = time.monotonic() - started
    print(report.table(figures))
    for line in [*report.conditions(), f"measured in {seconds:.0f} s", *left_out, *failed]:
        print(line)
    if options.write and not failed:
        report.write(figures, left_out, seconds)
        print(f"written: {report.RESULTS}")
    return 1 if failed else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="What the product costs, in figures.")
    parser.add_argument("--smoke", action="store_true", help="everything once, to see that it can be measured")
    parser.add_argument("--only", choices=GROUPS, help="one group of figures")
    parser.add_argument("--write", action="store_true", help="rewrite benchmarks/RESULTS.md")
    return parser


if __name__ == "__main__":
    sys.exit(main())
