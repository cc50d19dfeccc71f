"""A story as files, from a scheduled job: as the page makes them, always of the protected view."""

import argparse
import sys
from pathlib import Path

from timpora import settings
from timpora.access import log
from timpora.access.roles import LOCAL, Viewer
from timpora.intake import disk, ledger
from timpora.store.stories import Story
from timpora.text import say
from timpora.web import quiet

FORMATS = ("pptx", "pdf", "briefing", "png", "xlsx", "csv")  # of draw.deck_files, which is heavy to import
STANDARD = "standar"


class UnknownStory(ValueError):
    """No story of this name is kept; the message says where they are."""


def run(options: argparse.Namespace) -> int:
    quiet.hush()
    from timpora.draw import deck_files
    from timpora.store.snapshot import NoSnapshot, OtherForm
    from timpora.web import documents, scenes

    person, who = ledger.person(), scenes.shown_to(LOCAL)
    try:
        story = story_of(options.story, who)
        deck = documents.made(who, story, person, options.address or settings.office().address, _progress)
        options.out.mkdir(parents=True, exist_ok=True)
        for name, content in deck_files.files(deck, options.format):
            log.write("unduh", person, what=name)
            disk.write(options.out / name, content)
            print(say("cli.export.written", file=options.out / name), flush=True)
    except OtherForm as problem:
        print(problem, file=sys.stderr)
        return 1
    except NoSnapshot:
        print(say("cli.export.none"), file=sys.stderr)
        return 1
    except ValueError as problem:  # a story, a book or a template that cannot be used says why
        print(problem, file=sys.stderr)
        return 1
    return 0


def story_of(word: str, who: Viewer) -> Story:
    """The story that is made from the data, one that is kept by its number, or one from a file.

    Raises UnknownStory, StoryRefused, OSError.
    """
    if word == STANDARD:
        from timpora.web import standard_story
        from timpora.web.answers import held

        return standard_story.standard(held(who))
    if word.lower().endswith(".json"):
        from timpora.store import story_file

        return story_file.from_file(Path(word).read_bytes())
    from timpora.store import story_book

    kept = story_book.get(word, ledger.person())
    if kept is None:
        raise UnknownStory(say("cli.export.unknown", story=word))
    return kept.story


def _progress(done: int, of: int) -> None:
    print(say("cli.export.slide", n=done, of=of), flush=True)
