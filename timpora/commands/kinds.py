"""What a command takes as a month, a day, a reason, a number. For anything else each raises ArgumentTypeError."""

import argparse
import re
from datetime import date

from timpora.text import say


def period(text: str) -> date:
    """A month, "2024-10", as its first day."""
    if not re.fullmatch(r"(19|20)\d\d-(0[1-9]|1[0-2])", text):
        raise argparse.ArgumentTypeError(say("cli.bad_period", value=text))
    return date.fromisoformat(f"{text}-01")


def reason(text: str) -> str:
    """Words that say why."""
    if not text.strip():
        raise argparse.ArgumentTypeError(say("agreed.no_reason"))
    return text.strip()


def stated(text: str) -> str:
    """Words that say where something is from, on one line."""
    if not text.strip():
        raise argparse.ArgumentTypeError(say("cli.boundaries.no_attribution"))
    return " ".join(text.split())


def day(text: str) -> date:
    """A day, "2024-10-05"."""
    # fromisoformat takes weeks and dates without dashes too.
    try:
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise argparse.ArgumentTypeError(say("cli.bad_day", value=text))


def count(text: str) -> int:
    """How many months, 1 to 600."""
    if not text.isdecimal() or not 1 <= int(text) <= 600:
        raise argparse.ArgumentTypeError("1–600")
    return int(text)
