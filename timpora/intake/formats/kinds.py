"""What a file is, told by its content and never by its name."""

import re
from typing import BinaryIO

from timpora.intake.formats.archive import open_archive
from timpora.intake.formats.container import Container
from timpora.intake.guard import UnreadableFile

_HEAD = 4096
_BEGINS = (
    (b"%PDF-", "pdf_file"),
    (b"Rar!\x1a\x07", "archive_file"),
    (b"7z\xbc\xaf\x27\x1c", "archive_file"),
    (b"\x1f\x8b", "archive_file"),
    (b"\xfd7zXZ", "archive_file"),
    (b"\x89PNG", "picture_file"),
    (b"\xff\xd8\xff", "picture_file"),
    (b"GIF8", "picture_file"),
    (b"{\\rtf", "document_file"),
    # Sheets of Excel 2 to 5 that stand alone, without the container that later versions put around them.
    (b"\x09\x00\x04\x00", "old_excel"),
    (b"\x09\x02\x06\x00", "old_excel"),
    (b"\x09\x04\x06\x00", "old_excel"),
    (b"\x09\x08\x08\x00", "old_excel"),
)
_ARCHIVE = (b"PK\x03\x04", b"PK\x05\x06")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PAGE = re.compile(rb"<(!--|(!doctype|html|head|meta|style|table|body|div|center|title|script|link|font|br)\b)")
_ODS = b"application/vnd.oasis.opendocument.spreadsheet"


def kind_of(file: BinaryIO) -> str:
    """csv, xlsx, xls or ods. Raises UnreadableFile for everything else, by what it is."""
    head = _head(file)
    for begin, rule in _BEGINS:
        if head.startswith(begin):
            raise UnreadableFile(rule)
    if head[:4] in _ARCHIVE:
        return _whole(_kind_of_archive, file)
    if head.startswith(_OLE):
        return _whole(_kind_of_container, file)
    # A web page in UTF-16 reads like one in ASCII once its zeros are gone.
    text = head.replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    if text.startswith(b"<?xml") and b"<html" not in text:
        raise UnreadableFile("xml_file")
    if _PAGE.match(text) or b"<html" in text:
        raise UnreadableFile("web_page")
    if text.startswith(b"mime-version:") and b"multipart/related" in text:
        raise UnreadableFile("web_page")
    return "csv"


def _whole(look, file: BinaryIO) -> str:
    try:
        return look(file)
    except UnreadableFile:
        raise
    # A damaged archive fails in the archive's own many ways; to the sender it is one thing.
    except Exception as problem:
        raise UnreadableFile("unreadable_file") from problem


def _head(file: BinaryIO) -> bytes:
    file.seek(0)
    return file.read(_HEAD)


def _kind_of_archive(file: BinaryIO) -> str:
    with open_archive(file) as archive:
        names = {part.filename.lower() for part in archive.infolist()}
        if "xl/workbook.xml" in names:
            return "xlsx"
        if "xl/workbook.bin" in names:
            raise UnreadableFile("binary_excel")
        if "encrypted-package" in names:
            raise UnreadableFile("password_file")
        if "content.xml" in names:
            with archive.open("mimetype") as part:
                if part.read(100).startswith(_ODS):
                    return "ods"
            raise UnreadableFile("document_file")
        if any(name.startswith(("word/", "ppt/")) for name in names):
            raise UnreadableFile("document_file")
    raise UnreadableFile("archive_file")


def _kind_of_container(file: BinaryIO) -> str:
    names = Container(file).names
    if any(name.startswith(("_VBA_PROJECT", "VBA")) for name in names):
        raise UnreadableFile("macro_file")
    if "EncryptedPackage" in names:
        raise UnreadableFile("password_file")
    if names & {"WordDocument", "PowerPoint Document"}:
        raise UnreadableFile("document_file")
    if any(name.startswith("MBD") for name in names):
        raise UnreadableFile("embedded_file")
    if "Workbook" in names:
        return "xls"
    raise UnreadableFile("old_excel" if "Book" in names else "unreadable_file")
