"""A document under way. It is made beside the page: leaving the page, or clicking on, does not break it off."""

import io
import json
import logging
import subprocess
import sys
import zipfile
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryFile
from threading import BoundedSemaphore, Lock, Thread
from typing import IO

from timpora.store.stories import Story
from timpora.text import keeping, language, say
from timpora.web import document_folders, log_lines
from timpora.web.access import Viewer

_LOGGER = logging.getLogger(__name__)
_AT_ONCE = BoundedSemaphore(2)  # a server has other things to do; who comes third waits
_LONGEST = 600  # seconds
TOLD = 3  # exit status of a child that says, in a sentence, why there is no file


class Job:
    """Begins at once. `done` of `of` slides are made; when `is_over`, `file` is there, or `problem` says why not."""

    def __init__(self, who: Viewer, story: Story, form: str, by: str, origin: str):
        """who: see protection.shown_to; form: of deck_files.FORMATS; by, origin: see documents.made."""
        self.form, self.done, self.of = form, 0, len(story.scenes)
        self.file: tuple[str, bytes] | None = None  # name, content
        self.problem = ""
        self.is_over = self.is_waiting = self.is_cancelled = False
        told = {"who": asdict(who), "name": story.name, "scenes": [asdict(scene) for scene in story.scenes]}
        self._told = json.dumps(told | {"form": form, "by": by, "origin": origin, "language": language()})
        self._lock = Lock()
        self._child: subprocess.Popen | None = None
        self._thread = Thread(target=keeping(self._run), daemon=True)
        self._thread.start()

    def cancel(self) -> None:
        """Break it off; nothing of it is left, and nobody need wait for its turn."""
        with self._lock:
            self.is_cancelled = self.is_over = True
            if self._child:
                self._child.kill()

    def _run(self) -> None:
        self.is_waiting = not _AT_ONCE.acquire(blocking=False)
        if self.is_waiting:
            _AT_ONCE.acquire()
            self.is_waiting = False
        try:
            # What it says goes into a file: a pipe that nobody empties would stop it.
            with document_folders.opened() as out, TemporaryFile("w+") as said:
                self.problem = self._make(out, said)
        except OSError as problem:
            self.problem = say("cli.system", problem=problem.strerror or problem)
        finally:
            _AT_ONCE.release()
            self.is_over = True

    def _make(self, out: Path, said: IO[str]) -> str:
        """Why there is no file; "" where there is one."""
        arguments = [sys.executable, "-m", "timpora.web.document_child", str(out)]
        pipe = subprocess.PIPE
        with self._lock:
            if self.is_cancelled:
                return ""
            self._child = subprocess.Popen(arguments, stdin=pipe, stdout=pipe, stderr=said, text=True)
        with self._child as child:
            watch = Thread(target=self._follow, args=(child,), daemon=True)
            watch.start()
            child.stdin.write(self._told)
            child.stdin.close()
            try:
                child.wait(_LONGEST)
            except subprocess.TimeoutExpired:
                child.kill()
            watch.join()
        if self.is_cancelled:
            return ""
        if child.returncode:
            said.seek(0)
            told = said.read().strip()
            if child.returncode == TOLD and told:
                return told.splitlines()[-1]
            _LOGGER.error("document_not_made", extra={"told": {"trace": log_lines.places(told)}})
            return say("documents.broke_off")
        self.file = _one(sorted(out.iterdir()))
        return ""

    def _follow(self, child: subprocess.Popen) -> None:
        for line in child.stdout:
            if (done := line.partition("/")[0]).isdecimal():
                self.done = int(done)


def _one(files: list[Path]) -> tuple[str, bytes]:
    """Several files go as one archive, whose members are read by name alone."""
    if len(files) == 1:
        return files[0].name, files[0].read_bytes()
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in files:
            archive.writestr(zipfile.ZipInfo(file.name), file.read_bytes())
    return f"{files[0].stem.rstrip('-0123456789')}.zip", content.getvalue()
