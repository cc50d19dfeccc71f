"""Work handed to processes of our own: they import this room only, whatever program asked for it.

The standard library's pools start the asking program's main module again in every child, and in a web server that is
a page.
"""

import pickle
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import ExitStack
from queue import SimpleQueue

from timpora import paths


def each(work: Callable, asked: Iterable[tuple], processes: int) -> Iterator[object]:
    """work(*arguments) of every one, in order, `processes` at once. work: a function of a module, by its name.

    asked is read only a little ahead of the work: what it makes when it is asked need not be held all at once. Answers
    that come before their turn are.
    Raises what the work raised, and ChildProcessError where a process ended before its answer.
    """
    with ExitStack() as stack:
        idle: SimpleQueue[subprocess.Popen] = SimpleQueue()
        for _ in range(processes):
            idle.put(stack.enter_context(_child()))

        def ask(arguments: tuple) -> object:
            child = idle.get()
            try:
                pickle.dump((work, arguments), child.stdin)
                child.stdin.flush()
                return pickle.load(child.stdout)
            except (EOFError, BrokenPipeError) as problem:
                raise ChildProcessError(f"a process of {work.__name__} ended before its answer") from problem
            finally:
                idle.put(child)

        def told(answer: object) -> object:
            if isinstance(answer, Exception):
                raise answer
            return answer

        pool = ThreadPoolExecutor(processes)
        stack.callback(pool.shutdown, cancel_futures=True)  # before the children's input is closed
        waiting: deque[Future] = deque()
        for arguments in asked:
            waiting.append(pool.submit(ask, arguments))
            # One that takes long holds up the answers behind it, but not the work.
            while len(open_ := [one for one in waiting if not one.done()]) > 2 * processes:
                for one in wait(open_, return_when=FIRST_COMPLETED).done:
                    told(one.result())  # what went wrong is said at once
            while waiting and waiting[0].done():
                yield told(waiting.popleft().result())
        while waiting:
            yield told(waiting.popleft().result())


def _child() -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "-m", __name__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=paths.ROOT
    )


def _serve() -> None:
    while True:
        try:
            work, arguments = pickle.load(sys.stdin.buffer)
        except EOFError:
            return
        try:
            answer = work(*arguments)
        except Exception as problem:  # it is raised where it was asked for
            answer = problem
        pickle.dump(answer, sys.stdout.buffer)
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    _serve()
