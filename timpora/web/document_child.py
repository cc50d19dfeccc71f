"""One document is made here, in a process of its own: the server's pages wait for nothing, and it can be broken off.

Told on standard input as JSON: who, story, form, by, origin, language. Writes "3/10" for each slide that is made,
and the files into the folder it is given; on exit 3 why there are none is on standard error, in a sentence.
"""

import json
import sys
from pathlib import Path

from timpora.web import quiet

quiet.hush()

from timpora.draw import deck_files  # noqa: E402
from timpora.intake import disk  # noqa: E402
from timpora.store.snapshot import NoSnapshot, OtherForm  # noqa: E402
from timpora.store.stories import Scene, Story  # noqa: E402
from timpora.text import say, speak  # noqa: E402
from timpora.web import documents  # noqa: E402
from timpora.web.access import Viewer  # noqa: E402
from timpora.web.document_jobs import TOLD  # noqa: E402


def main(told: dict, out: Path) -> int:
    with speak(told["language"]):
        return _made(told, out)


def _made(told: dict, out: Path) -> int:
    scope = told["who"].pop("scope")
    who = Viewer(**told["who"], scope=None if scope is None else tuple(scope))
    scenes = tuple(
        Scene(**each | {name: tuple(each[name]) for name in ("spotlight", "text")}) for each in told["scenes"]
    )
    story = Story("", told["name"], scenes)
    try:
        deck = documents.made(who, story, told["by"], told["origin"], _progress)
        for name, content in deck_files.files(deck, told["form"]):
            disk.write(out / name, content)
    except OtherForm as problem:
        return _told(str(problem))
    except NoSnapshot:
        return _told(say("cli.export.none"))
    except ValueError as problem:
        return _told(str(problem))
    except OSError as problem:  # without the path: whoever waits is not at this machine
        return _told(say("cli.system", problem=problem.strerror or problem))
    return 0


def _told(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return TOLD


def _progress(done: int, of: int) -> None:
    print(f"{done}/{of}", flush=True)


if __name__ == "__main__":
    sys.exit(main(json.load(sys.stdin), Path(sys.argv[1])))
