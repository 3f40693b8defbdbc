"""One of a thing is called by its own form."""

import pytest


@pytest.mark.parametrize(
    ("lang", "sentences"),
    [("en", ("- 1 character\n", "- 1 byte: 61", "1 token,")), ("de", ("- 1 Zeichen\n", "- 1 Byte: 61", "1 Token,"))],
)
def test_a_text_of_one_letter_has_one_character_one_byte_and_one_token(visit, words, lang, sentences):
    app = visit("tokens", sentence="a", token="1", lang=lang)
    said = words(app)
    assert not app.exception
    for sentence in sentences:
        assert sentence in said
    assert [m.label for m in app.metric][:3] == {
        "en": ["character", "byte", "token"],
        "de": ["Zeichen", "Byte", "Token"],
    }[lang]
