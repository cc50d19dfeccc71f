"""The files of a deck, by what they are wanted for: a projector, a reader, a phone, a spreadsheet."""

from collections.abc import Callable, Iterator

from timpora.draw import deck_briefing, deck_pdf, deck_png, deck_pptx, deck_template, deck_xlsx
from timpora.draw.slide import Deck
from timpora.text import say

FORMATS = ("pptx", "pdf", "briefing", "png", "xlsx", "csv")


def files(deck: Deck, form: str) -> Iterator[tuple[str, bytes]]:
    """(file name, content), one after another as they are made: one file, or of "png" and "csv" one per slide.

    form: one of FORMATS. Beside each picture for a phone goes its text to paste. Raises deck_template.TemplateFault,
    OSError for a template that cannot be read.
    """
    if form == "png":
        for number, slide in enumerate(deck.slides, start=1):
            own = say("deck.file", n=f"{number:02d}")
            yield name(deck, f"-{own}.png"), deck_png.phone(deck, slide)
            yield name(deck, f"-{own}.txt"), deck_png.alternative(slide, deck).encode("utf-8", "replace")
    elif form == "csv":
        for number, content in deck_xlsx.every_csv(deck):
            yield name(deck, f"-{say('deck.file', n=f'{number:02d}')}.csv"), content
    else:
        make: dict[str, Callable[[Deck], bytes]] = {
            "pptx": lambda own: deck_pptx.pptx(own, deck_template.shipped()),
            "pdf": deck_pdf.storyboard,
            "briefing": deck_briefing.briefing,
            "xlsx": deck_xlsx.xlsx,
        }
        ending = "-briefing.pdf" if form == "briefing" else f".{form}"
        yield name(deck, ending), make[form](deck)


def name(deck: Deck, ending: str) -> str:
    """ "paparan-2024-10-contoh.pptx": the newest month of what was published; of sample data with "-contoh"."""
    return "-".join(["paparan", deck.snapshot[:7], *([say("take.sample")] if deck.sample else [])]) + ending
