"""A visitor's own text to learn from: pasted, or out of a .txt or .docx file; checked, and in one plain form."""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
import zlib
from xml.etree import ElementTree

from models.engine.errors import InvalidRequest
from models.engine.limits import check_whole_characters
from models.engine.translation import N_

MOST_BYTES = 2**20  # of a file
LEAST, MOST = 2_000, 1_000_000  # characters
LEAST_LEFT = 0.02  # of the text's bytes after compression; less: it repeats itself
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_BREAKS = {f"{_WORD}p": "\n", f"{_WORD}br": "\n", f"{_WORD}cr": "\n", f"{_WORD}tab": "\t"}


def read_file(data: bytes) -> str:
    """The text of a .txt file (UTF-8, UTF-16 with its mark, or Windows' western one) or a .docx file, checked. Raises
    InvalidRequest; a .docx that would unpack to more than 20 times the limit is not read."""
    if len(data) > MOST_BYTES:
        raise InvalidRequest(
            N_("The file has {n:.1f} MB; at most {limit} MB are read. Make it smaller."),
            n=len(data) / 2**20,
            limit=MOST_BYTES // 2**20,
        )
    return checked(_docx(data) if data.startswith(b"PK\x03\x04") else _decoded(data))


def checked(text: str) -> str:
    """The text in composed characters (NFC), with plain line ends and no control characters. Raises InvalidRequest if
    there is too little to learn from, or too much."""
    check_whole_characters(text)
    text = unicodedata.normalize("NFC", re.sub(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]", "\n", text.removeprefix("\ufeff")))
    text = "".join(c for c in text if c in "\n\t" or unicodedata.category(c) != "Cc").strip()
    if not text:
        raise InvalidRequest(N_("There is no text to learn from. Paste some, or choose a file."))
    if len(text) > MOST:
        raise InvalidRequest(
            N_("The text has {n:,} characters; at most {limit:,} can be learned from. Shorten it."),
            n=len(text),
            limit=MOST,
        )
    if len(text) < LEAST:
        raise InvalidRequest(
            N_("The text has {n:,} characters; a network needs at least {least:,} to learn from. Add more."),
            n=len(text),
            least=LEAST,
        )
    if len(zlib.compress(text.encode(), 9)) < LEAST_LEFT * len(text.encode()):
        raise InvalidRequest(N_("The text repeats the same few characters: there is hardly anything to learn from it."))
    return text


def _decoded(data: bytes) -> str:
    try:
        if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
            return data.decode("utf-16")
        if b"\0" not in data:
            return _utf8_or_western(data)
    except UnicodeDecodeError:
        pass
    raise InvalidRequest(N_("This file is not a text. Choose a .txt or .docx file."))


def _utf8_or_western(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252")  # in which some bytes mean nothing
    controls = sum(unicodedata.category(c) == "Cc" and c not in "\n\r\t" for c in text)
    if controls:
        raise UnicodeDecodeError("cp1252", data, 0, 1, "control characters")
    return text


def _docx(data: bytes) -> str:
    """The words of a document, paragraph by paragraph."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if archive.getinfo("word/document.xml").file_size > 20 * MOST_BYTES:
                raise ValueError("a bomb")
            document = archive.read("word/document.xml")
        if b"<!DOCTYPE" in document:  # Word writes none; entities could grow without end
            raise ValueError("a document type")
        return "".join(_pieces(document))
    except Exception as error:  # a damaged archive may make its readers raise anything
        raise InvalidRequest(N_("This file is not a complete Word document. Choose a .txt or .docx file.")) from error


def _pieces(document: bytes) -> list[str]:
    pieces = []
    for _event, element in ElementTree.iterparse(io.BytesIO(document)):
        if element.tag == f"{_WORD}t":
            pieces.append(element.text or "")
        elif element.tag in _BREAKS:
            pieces.append(_BREAKS[element.tag])
    return pieces
