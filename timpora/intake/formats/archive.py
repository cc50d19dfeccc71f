"""The archive that XLSX and ODS files are: opened, looked at part by part, and read to its end once."""

import re
import struct
import zipfile
from collections.abc import Iterator
from typing import BinaryIO

from timpora.intake.guard import MAX_PARTS, MAX_UNPACKED, UnreadableFile

_NESTED = (
    b"PK\x03\x04",
    b"Rar!\x1a\x07",
    b"7z\xbc\xaf\x27\x1c",
    b"\x1f\x8b",
    b"\xfd7zXZ",
    b"\xd0\xcf\x11\xe0",
    b"MZ",
    b"\x7fELF",
)
_FIRST = ("xl/workbook.xml", "xl/_rels/workbook.xml.rels", "meta-inf/manifest.xml")
_ABOUT = ("customxml/", "docprops/")  # what other programs remember about the file, in whatever encoding
_MACROS = re.compile(r"vbaproject|^xl/macrosheets/|^xl/dialogsheets/|^scripts/|^basic/.*(?<!script-lb|script-lc)\.xml$")
_LINKS = re.compile(r"^xl/externallinks/|^xl/connections\.|^xl/querytables/")
_EMBEDDED = re.compile(r"^xl/(embeddings|activex)/")
_PATH_TRICK = re.compile(r"^/|\\|:|(^|/)\.\.?(/|$)")


def open_archive(file: BinaryIO) -> zipfile.ZipFile:
    """The archive, once its directory is known to be small and whole. Raises UnreadableFile or what zipfile raises."""
    entries, tail = 0, b""
    file.seek(0)
    while block := file.read(1 << 20):
        # The last bytes are seen twice, cut short of a whole signature.
        entries += (tail + block).count(b"PK\x01\x02")
        tail = block[-3:]
        if entries > MAX_PARTS:
            raise UnreadableFile("odd_archive")
    archive = zipfile.ZipFile(file)
    if len(archive.infolist()) != _entries_claimed(file):
        raise UnreadableFile("unreadable_file")
    return archive


def _entries_claimed(file: BinaryIO) -> int:
    """How many parts the archive's end says it has: one whose entry was damaged away would be missed by nobody."""
    size = file.seek(0, 2)
    file.seek(max(0, size - 65_557))
    end = file.read()
    return struct.unpack_from("<H", end, end.rindex(b"PK\x05\x06") + 10)[0]


def safe_parts(archive: zipfile.ZipFile) -> Iterator[tuple[str, Iterator[bytes]]]:
    """Name and content, in blocks, of every XML part that says something about cells; the others are left behind.

    Every part is read to its end, so that its checksum is known to be right. Raises UnreadableFile.
    """
    seen: set[str] = set()
    for part in archive.infolist():
        name = part.filename.lower()
        if name in seen or part.orig_filename != part.filename or _PATH_TRICK.search(name):
            raise UnreadableFile("odd_archive")
        seen.add(name)
        if part.flag_bits & 0x1:
            raise UnreadableFile("password_file")
        for forbidden, rule in ((_MACROS, "macro_file"), (_LINKS, "external_links"), (_EMBEDDED, "embedded_file")):
            if forbidden.search(name):
                raise UnreadableFile(rule)
    left = [MAX_UNPACKED]
    # First what says which sheets there are, whether their formulas were calculated, whether there is a password.
    for part in sorted(archive.infolist(), key=lambda part: not part.filename.lower().startswith(_FIRST)):
        blocks, name = _blocks(archive, part, left), part.filename.lower()
        if name.endswith((".xml", ".rels")) and not name.startswith(_ABOUT):
            yield part.filename, blocks
        elif next(blocks, b"").startswith(_NESTED):
            raise UnreadableFile("embedded_file")
        for _ in blocks:
            pass


def _blocks(archive: zipfile.ZipFile, part: zipfile.ZipInfo, left: list[int]) -> Iterator[bytes]:
    # Counted as it comes out: what the archive says about its sizes need not be so.
    with archive.open(part) as content:
        while block := content.read(1 << 20):
            left[0] -= len(block)
            if left[0] < 0:
                raise UnreadableFile("unpacked_too_large")
            yield block
