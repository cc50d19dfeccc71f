"""An office's logo: a PNG or JPEG of its own, made small and drawn anew, so that nothing else in the file goes on.

No SVG: it may carry scripts and addresses, and what cleans one is never finished.
"""

import base64
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path

from timpora.text import say

MOST_BYTES = 1_000_000
_MOST_PIXELS = 4_000  # of either side: more is no logo, and would have to be held unpacked
_KEPT = (480, 120)  # pixels that are kept: sharp where it is largest


class LogoFault(ValueError):
    """The file is no logo; the message says why and what would be one."""


@dataclass(frozen=True)
class Logo:
    """A PNG, and its size in pixels."""

    png: bytes
    width: int
    height: int

    def within(self, width: float, height: float) -> tuple[float, float]:
        """Its size where it has so much room."""
        scale = min(width / self.width, height / self.height)
        return self.width * scale, self.height * scale

    @property
    def address(self) -> str:
        """As a picture in a page, which then asks nobody for it."""
        return "data:image/png;base64," + base64.b64encode(self.png).decode()


def read(file: Path) -> Logo:
    """The logo in a file. Raises LogoFault."""
    try:
        known = file.stat()
        if known.st_size > MOST_BYTES:
            raise LogoFault(say("logo.large", file=file.name, n=MOST_BYTES // 1000))
        return _read(file, known.st_mtime_ns)
    except OSError as problem:
        raise LogoFault(say("logo.missing", file=file.name)) from problem


@cache
def _read(file: Path, stamp: int) -> Logo:
    from PIL import Image

    try:
        image = Image.open(BytesIO(file.read_bytes()), formats=("PNG", "JPEG"))
        if max(image.size) > _MOST_PIXELS:
            raise LogoFault(say("logo.pixels", file=file.name, n=_MOST_PIXELS))
        image = image.convert("RGBA")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as problem:
        if isinstance(problem, LogoFault):
            raise
        raise LogoFault(say("logo.unreadable", file=file.name)) from problem
    image.thumbnail(_KEPT)
    content = BytesIO()
    image.save(content, "PNG", optimize=True)
    return Logo(content.getvalue(), *image.size)
