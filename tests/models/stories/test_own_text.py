"""A visitor's own text: what is read, in which form, and the sentence where it cannot be learned from."""

import io
import re
import zipfile

import pytest

from models.engine.errors import InvalidRequest
from models.stories import corpus
from models.stories.own_text import LEAST, MOST, checked, read_file

TEXT = corpus.text("de", 3000, seed=1).strip()
HEBREW = " ".join(f"שלום {n} עולם" for n in range(300))
NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def docx(body, name="word/document.xml", head=""):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, f'{head}<w:document xmlns:w="{NAMESPACE}"><w:body>{body}</w:body></w:document>')
    return file.getvalue()


def paragraphs(text):
    return "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in text.split("\n"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_text_file_is_read_in_any_usual_encoding(encoding):
    assert read_file(TEXT.encode(encoding)) == TEXT


def test_a_word_document_is_read_paragraph_by_paragraph():
    assert read_file(docx(paragraphs(TEXT))) == TEXT
    assert read_file(
        docx(paragraphs(TEXT) + "<w:p><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t></w:r></w:p>")
    ).endswith("\na\tb\nc")


def test_the_text_has_one_form():
    assert checked(TEXT.replace("\n", "\r\n").replace("ü", "u\u0308") + "\0\x1b") == TEXT
    assert checked(HEBREW) == HEBREW, "any script may be learned from"
    assert checked(TEXT + "<b>&amp;</b>").endswith("<b>&amp;</b>"), "markup is text"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "There is no text"),
        (" \n\t\x00", "There is no text"),
        ("word", "The text has 4 characters; a network needs at least 2,000"),
        ("a" * 5000, "repeats the same few characters"),
        ("ab " * 5000, "repeats the same few characters"),
        (TEXT + "\ud800", f"Character {len(TEXT) + 1} of the text is half a character"),
        (corpus.text("en", MOST + 1), "at most 1,000,000 can be learned from"),
    ],
)
def test_what_cannot_be_learned_from_is_refused_in_a_sentence(text, sentence):
    with pytest.raises(InvalidRequest, match=re.escape(sentence)):
        checked(text)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"x" * (10 * 2**20), "The file has 10.0 MB; at most 1 MB"),
        (bytes(range(256)) * 20, "This file is not a text"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(128, 256)) * 20, "This file is not a text"),
        (b"\xff\xfe\x00", "This file is not a text"),
        (docx(paragraphs(TEXT))[:-30], "not a complete Word document"),
        (docx(paragraphs(TEXT), name="other.xml"), "not a complete Word document"),
        (docx("<w:p>", head=""), "not a complete Word document"),
        (docx(paragraphs("&a;" * 9), head='<!DOCTYPE a [<!ENTITY a "aaaa">]>'), "not a complete Word document"),
        (docx(paragraphs("a" * (21 * 2**20))), "not a complete Word document"),
    ],
    ids=range(9),
)
def test_a_file_that_is_no_text_is_refused_in_a_sentence(data, sentence):
    with pytest.raises(InvalidRequest, match=re.escape(sentence)):
        read_file(data)


def test_the_least_is_enough():
    assert len(checked(TEXT[:LEAST].strip().ljust(LEAST, "x"))) == LEAST
