"""One publication under way. It runs beside the page: leaving the page, or clicking on, does not break it off."""

from collections.abc import Iterator
from threading import Condition, Thread

from timpora.intake import ledger
from timpora.store import publish
from timpora.text import keeping, say
from timpora.web import access


class Publication:
    """Begins at once, in the name of `by`; `lines` tells of every step, from the first one on, to whoever looks."""

    def __init__(self, by: str = "", agree: str | None = None):
        """agree: why the coarser cuts are agreed to that small counts may need."""
        self._by = by or ledger.person()
        self.problem: str | None = None  # why nothing was published
        self.is_leak = False  # whether agreeing to the coarser cuts would mend it
        self._agree = agree
        self.is_over = False
        self._said: list[str] = []
        self._news = Condition()
        Thread(target=keeping(self._run), daemon=True).start()

    def lines(self) -> Iterator[str]:
        """What is being done, line by line; ends when the publication does."""
        told = 0
        while True:
            with self._news:
                while not self.is_over and len(self._said) == told:
                    self._news.wait()
                fresh, is_over = self._said[told:], self.is_over
            yield from fresh
            told += len(fresh)
            if is_over:
                return

    def _run(self) -> None:
        problem = say("upload.publish.broke_off")  # unless something is known
        try:
            file = publish.publish(self._say, agree=self._agree, by=self._by)
            access.record("terbit", self._by, snapshot=file.stem)
            problem = None
        except publish.PublicationError as error:
            problem, self.is_leak = str(error), isinstance(error, publish.Leak)
        except OSError as error:
            problem = say("cli.system", problem=error)
        finally:
            with self._news:
                self.problem, self.is_over = problem, True
                self._news.notify_all()

    def _say(self, line: str) -> None:
        with self._news:
            self._said.append(line)
            self._news.notify_all()
