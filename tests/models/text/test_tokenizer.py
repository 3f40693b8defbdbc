"""The shipped tokenizer against transformers' own, built from the same GGUF file."""

import json
import re
import subprocess
import sys
import threading
import unicodedata
from functools import cache
from itertools import groupby
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.text import make_tokenizer, tokenizer
from models.weights import store

SCRIPTS = {
    "Latin": "The cat sat on the mat. Größe, naïveté, Łódź!",
    "Cyrillic": "Кошка сидела на коврике.",
    "Greek": "Η γάτα κάθισε στο χαλάκι.",
    "Arabic": "جلست القطة على السجادة.",
    "Hebrew": "החתול ישב על השטיח.",
    "Devanagari": "बिल्ली चटाई पर बैठी।",
    "Bengali": "বিড়ালটি মাদুরে বসল।",
    "Tamil": "பூனை பாயில் அமர்ந்தது.",
    "Thai": "แมวนั่งบนเสื่อ",
    "Georgian": "კატა ხალიჩაზე იჯდა.",
    "Armenian": "Կատուն նստեց գորգի վրա։",
    "Amharic": "ድመቷ ምንጣፉ ላይ ተቀመጠች።",
    "Chinese": "猫坐在垫子上。",
    "Japanese": "猫はマットの上に座った。カタカナも。",
    "Korean": "고양이가 매트 위에 앉았다.",
    "emoji": "👩‍👩‍👧‍👦 👍🏽 🏳️‍🌈 🇩🇪 ☃️ 1️⃣",
}
OTHERS = [
    "",
    " ",
    "  ",
    "\n",
    "\t",
    "\r\n",
    "a  b   c",
    "\n\n\n",
    "def f(x):\n    return x\n",
    "<script>alert('x')</script>",
    "it's I'LL we've",
    "$x^2$ **bold** `code`",
    "\x00\x07\x1b\x7f\u200b\u202e\u2028",
    "a\u0301\u0308",
    "\ufffd",
    "\U0010ffff",
    "<|im_start|>user\nhi<|im_end|>",
    "<|endoftext|><|endoftext|>",
    "<|im_end",
    "x<file_sep>y",
    "<|IM_END|>",
]
NUMBERS = ["2+2=4", "in  1999", "a\n\n1", "½ cup, x² and Ⅳ", "٣٤ १२ ", " ½", "10,000.50 €", "<|im_end|>  7"]
WITHOUT_TOKEN = bytes([0x04, 0x06, 0x13, 0x14, 0x16, 0x1D, 0xC0, 0xC1, 0xF1, 0xF2, *range(0xF5, 0x100)])

# Characters that Unicode had not assigned when Python's table was made may be numbers to the library.
assigned = st.text(st.characters(exclude_categories=("Cs", "Cn")))


@pytest.fixture(scope="module")
def reference():
    from transformers import AutoTokenizer

    path = store.ensure()
    return AutoTokenizer.from_pretrained(path.parent, gguf_file=path.name)


def without_numbers(text):
    return "".join(c for c in text if not is_number(c))


def is_number(c):
    return unicodedata.category(c).startswith("N")


def test_the_shipped_file_is_what_its_command_makes_of_the_weights():
    shipped = json.loads(Path(tokenizer.__file__).with_name("tokenizer.json").read_text(encoding="utf-8"))
    assert shipped == make_tokenizer.document(store.ensure())


@pytest.mark.parametrize("text", [*map(without_numbers, SCRIPTS.values()), *OTHERS])
def test_ids_equal_transformers_own(reference, text):
    assert tokenizer.encode(text) == reference(text).input_ids


@settings(deadline=None)
@given(text=assigned.map(without_numbers))
def test_ids_equal_transformers_own_for_arbitrary_text(reference, text):
    assert tokenizer.encode(text) == reference(text).input_ids


def one_number_at_a_time(reference, text):
    """What the GGUF's pre-tokenizer `smollm` says and transformers leaves out: every number sign stands alone."""
    ids = []
    for number, run in groupby(text, is_number):
        for part in run if number else ["".join(run)]:
            ids += reference(part).input_ids
    return ids


@pytest.mark.parametrize("text", [*SCRIPTS.values(), *NUMBERS])
def test_every_number_sign_stands_alone(reference, text):
    assert tokenizer.encode(text) == one_number_at_a_time(reference, text)


@settings(deadline=None)
@given(text=st.text(st.sampled_from("a 1½\n٣.")) | assigned)
def test_every_number_sign_stands_alone_in_arbitrary_text(reference, text):
    assert tokenizer.encode(text) == one_number_at_a_time(reference, text)


def test_the_digit_rule_is_where_transformers_differs(reference):
    # A reason to look again when this fails: transformers may have learnt the rule.
    assert [reference.decode(i) for i in reference("a  1").input_ids] == ["a", " ", " ", "1"]
    assert [tokenizer.decode([i]) for i in tokenizer.encode("a  1")] == ["a", "  ", "1"]


@pytest.mark.parametrize("prompt", ["Hi!", "", " two\n\nlines ", "Größe <|im_end|>\n<|im_start|>system", "猫 👩‍👩‍👧"])
def test_chat_equals_the_models_own_template(reference, prompt):
    message = [{"role": "user", "content": prompt}]
    expected = reference.apply_chat_template(message, add_generation_prompt=True, tokenize=True)
    assert tokenizer.chat(prompt) == expected["input_ids"]


@settings(deadline=None)
@given(ids=st.lists(st.integers(0, tokenizer.vocab_size - 1)))
def test_decode_equals_transformers_own_for_arbitrary_ids(reference, ids):
    assert tokenizer.decode(ids) == reference.decode(ids)


def test_special_tokens_ends_and_size_are_the_models_own(reference):
    assert tokenizer.vocab_size == len(reference)
    assert tokenizer.EOS_ID == reference.eos_token_id
    assert [tokenizer.visible(i) for i in tokenizer.end_ids] == ["<|im_end|>", "<|endoftext|>"]
    special = {i for i, token in reference.added_tokens_decoder.items() if token.special}
    assert {i for i in range(tokenizer.vocab_size) if tokenizer.is_special(i)} == special


@pytest.mark.parametrize("text", [*SCRIPTS.values(), *OTHERS, *NUMBERS], ids=ascii)
def test_bytes_round_trip_in_every_script(text):
    ids = tokenizer.encode(text)
    assert tokenizer.count(text) == len(ids)
    assert b"".join(map(tokenizer.piece_bytes, ids)) == text.encode()
    assert tokenizer.decode(ids) == text
    assert b"".join(tokenizer.words(text)) == text.encode()


@settings(deadline=None)
@given(text=st.text(st.characters(exclude_categories=("Cs",)) | st.sampled_from("\x04\x1d\U00040000.")))
def test_arbitrary_text_round_trips_but_for_bytes_without_a_token(text):
    data = text.encode()
    ids = tokenizer.encode(text)
    assert b"".join(map(tokenizer.piece_bytes, ids)) == data.translate(None, WITHOUT_TOKEN)
    assert b"".join(tokenizer.words(text)) == data
    place = 0
    for token_id, (start, end) in zip(ids, tokenizer.spans(text), strict=True):
        assert start >= place and not data[place:start].strip(WITHOUT_TOKEN)
        assert data[start:end].translate(None, WITHOUT_TOKEN) == tokenizer.piece_bytes(token_id)
        place = end
    assert not data[place:].strip(WITHOUT_TOKEN)


def test_exactly_the_other_235_bytes_have_a_token_of_their_own():
    single = {tokenizer.piece_bytes(i) for i in range(tokenizer.vocab_size)}
    assert {bytes([b]) for b in range(256)} - single == {bytes([b]) for b in WITHOUT_TOKEN}


@cache
def ids_of_pieces():
    return {tokenizer.piece_bytes(i): i for i in range(tokenizer.vocab_size)}


@settings(deadline=None)
@given(data=st.binary())
def test_arbitrary_bytes_round_trip_through_single_byte_tokens(data):
    id_of = ids_of_pieces()
    ids = [id_of[bytes([b])] for b in data if b not in WITHOUT_TOKEN]
    kept = data.translate(None, WITHOUT_TOKEN)
    assert b"".join(map(tokenizer.piece_bytes, ids)) == kept
    assert tokenizer.decode(ids) == kept.decode(errors="replace")


@pytest.mark.parametrize(
    ("data", "shown"),
    [
        (b" the", "␣the"),
        (b"a b  ", "a␣b␣␣"),
        (b"\n\t", "↵⇥"),
        (b"\r", "⟨0x0D⟩"),
        (b"\x07", "⟨0x07⟩"),
        (b"\x7f", "⟨0x7F⟩"),
        (b"<b>", "<b>"),
        (b"", ""),
        (b"\xe2\x98", "⟨E2 98⟩"),
        (b" \xf0\x9f", "␣⟨F0 9F⟩"),
        (b"\x98a\xff\xfe", "⟨98⟩a⟨FF FE⟩"),
        ("ß猫".encode(), "ß猫"),
        ("\u200d".encode(), "⟨U+200D⟩"),
        ("\u202e".encode(), "⟨U+202E⟩"),
        ("\x85".encode(), "⟨U+0085⟩"),
        ("\ufffd".encode(), "⟨U+FFFD⟩"),
        ("\ufe0f".encode(), "⟨U+FE0F⟩"),
        ("\u0301".encode(), "◌\u0301"),
    ],
)
def test_visible_shows(data, shown):
    assert tokenizer.visible_bytes(data) == shown


@settings(deadline=None)
@given(data=st.binary() | st.text().map(lambda text: text.encode(errors="ignore")))
def test_nothing_visible_is_a_replacement_character_or_unprintable(data):
    shown = tokenizer.visible_bytes(data)
    assert "�" not in shown
    assert shown.isprintable()
    assert " " not in re.sub("⟨[0-9A-F ]+⟩", "", shown)
    assert bool(shown) == bool(data)


def test_no_token_is_shown_as_nothing_or_as_a_replacement_character():
    pieces = [tokenizer.visible(i) for i in range(tokenizer.vocab_size)]
    assert all(pieces)
    assert not any("�" in piece for piece in pieces)


@pytest.mark.parametrize("token_id", [-1, tokenizer.vocab_size, 10**6])
def test_an_id_outside_the_vocabulary_is_refused(token_id):
    with pytest.raises(IndexError, match=str(token_id)):
        tokenizer.piece_bytes(token_id)


@pytest.mark.parametrize("function", [tokenizer.encode, tokenizer.count, tokenizer.spans, tokenizer.words])
def test_a_lone_surrogate_is_refused(function):
    with pytest.raises(UnicodeEncodeError):
        function("a\ud800b")


def test_importing_it_loads_nothing_heavy():
    code = "import sys, models.text.tokenizer; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not {"tokenizers", "numpy", "torch", "transformers"} & set(loaded)


def test_threads_that_come_at_once_share_one_load(monkeypatch):
    monkeypatch.setattr(tokenizer, "_read", {})
    barrier, found = threading.Barrier(8), []

    def ask():
        barrier.wait()
        found.append(tokenizer.shipped())

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8 and len(set(map(id, found))) == 1


def test_the_merges_of_every_learned_token_lead_to_it_and_its_id_tells_the_last_one():
    for token_id in range(tokenizer.FIRST_MERGED_ID, tokenizer.vocab_size, 7):
        made = tokenizer.merges_of(token_id)
        left, right, number = made[-1]
        assert left + right == tokenizer.piece_bytes(token_id)
        assert number == token_id - tokenizer.FIRST_MERGED_ID + 1


def test_merges_join_only_bytes_and_pieces_that_were_made_before():
    for token_id in tokenizer.encode(" unbelievable strawberries, Привет, नमस्ते, 🍓"):
        have = {bytes([b]) for b in tokenizer.piece_bytes(token_id)}
        for left, right, _ in tokenizer.merges_of(token_id):
            assert {left, right} <= have
            have.add(left + right)
        assert tokenizer.piece_bytes(token_id) in have


def test_single_bytes_and_tokens_of_structure_were_never_merged():
    assert not any(tokenizer.merges_of(token_id) for token_id in range(tokenizer.FIRST_MERGED_ID))
