"""The folders inside an OLE2 file, which XLS files are, and encrypted ones, and those of old Word and PowerPoint."""

import struct
from typing import BinaryIO

from timpora.intake.guard import MAX_PARTS, UnreadableFile

_CUTOFF = 4096  # streams shorter than this lie together in small sectors
_END = 0xFFFFFFFC  # from here on a number is no sector: the chain ends, the sector is free


class Container:
    """Names of streams and folders, and the content of one stream. Raises UnreadableFile or struct.error."""

    def __init__(self, file: BinaryIO):
        self._file = file
        self._size = file.seek(0, 2)
        file.seek(0)
        header = file.read(512)
        self._sector, self._small = (1 << struct.unpack_from("<H", header, at)[0] for at in (30, 32))
        directory, _, cutoff, self._small_table, _, more, _ = struct.unpack_from("<IIIIIII", header, 48)
        if (self._sector, self._small, cutoff) not in ((512, 64, _CUTOFF), (4096, 64, _CUTOFF)):
            raise UnreadableFile("unreadable_file")
        table = list(struct.unpack_from("<109I", header, 76))
        # A table of this many sectors spans the whole file; a longer one repeats itself.
        most = self._size // self._sector * 4 // self._sector + 110
        while more < _END and len(table) <= most:
            *numbers, more = self._numbers(self._read(more))
            table += numbers
        table = [number for number in table if number < _END]
        if len(table) > most:
            raise UnreadableFile("unreadable_file")
        self._next = [number for at in table for number in self._numbers(self._read(at))]
        entries = self._chain(directory, most=MAX_PARTS * 128)
        if len(entries) == MAX_PARTS * 128:
            raise UnreadableFile("odd_archive")
        self._entries = [entries[at : at + 128] for at in range(0, len(entries), 128)]

    @property
    def names(self) -> set[str]:
        return {self._name(entry) for entry in self._entries}

    def stream(self, name: str) -> bytes:
        """The content of the one stream of this name."""
        (entry,) = (entry for entry in self._entries if self._name(entry) == name)
        start, size = struct.unpack_from("<II", entry, 116)
        if size >= _CUTOFF:
            return self._chain(start, most=size)[:size]
        small = self._chain(struct.unpack_from("<I", self._entries[0], 116)[0], most=MAX_PARTS * _CUTOFF)
        following = self._numbers(self._chain(self._small_table, most=MAX_PARTS * _CUTOFF))
        found = b""
        while start < _END and len(found) < size:
            found += small[start * self._small : (start + 1) * self._small]
            start = following[start]
        return found[:size]

    @staticmethod
    def _name(entry: bytes) -> str:
        return entry[: max(0, struct.unpack_from("<H", entry, 64)[0] - 2)].decode("utf-16-le", "replace")

    def _chain(self, at: int, *, most: int) -> bytes:
        """The sectors from this one on, up to so many bytes: a chain may bite its own tail."""
        found = bytearray()
        while at < _END and len(found) < most:
            found += self._read(at)
            at = self._next[at]
        return bytes(found)

    def _read(self, number: int) -> bytes:
        self._file.seek((number + 1) * self._sector)
        sector = self._file.read(self._sector)
        if not sector:
            raise UnreadableFile("unreadable_file")
        return sector.ljust(self._sector, b"\x00")

    @staticmethod
    def _numbers(content: bytes) -> tuple[int, ...]:
        return struct.unpack(f"<{len(content) // 4}I", content[: len(content) // 4 * 4])
