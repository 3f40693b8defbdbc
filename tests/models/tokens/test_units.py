from hypothesis import given, settings
from hypothesis import strategies as st

from models.tokens import units

text = st.text()  # without lone surrogates: they have no bytes


@settings(deadline=None)
@given(text)
def test_bytes_round_trip(text):
    assert b"".join(units.byte_pieces(text)) == text.encode()
    assert len(units.byte_pieces(text)) == len(text.encode())
    assert all(len(piece) == 1 for piece in units.byte_pieces(text))


@settings(deadline=None)
@given(text)
def test_characters_round_trip(text):
    assert b"".join(units.character_pieces(text)) == text.encode()
    assert [piece.decode() for piece in units.character_pieces(text)] == list(text)


def test_one_family_emoji_is_seven_characters_and_twenty_five_bytes():
    family = "👩‍👩‍👧‍👦"
    assert len(units.character_pieces(family)) == 7
    assert len(units.byte_pieces(family)) == 25


def test_the_character_vocabulary_is_every_code_point_that_utf_8_can_write():
    def is_writable(code_point):
        try:
            return bool(chr(code_point).encode())
        except UnicodeEncodeError:
            return False

    assert sum(map(is_writable, range(0x110000))) == units.CHARACTER_VOCAB_SIZE
