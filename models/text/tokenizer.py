"""SmolLM2's tokenizer: text ↔ ids ↔ exact bytes, without torch; pages import it.

`tokenizer.json` holds the vocabulary, merges and special tokens of the weights' GGUF metadata, and its pre-tokenizer
`smollm`: every digit on its own, then GPT-2's word pattern on bytes. (transformers' GGUF loader leaves the digit rule
out; the two differ only where white space or some other number character comes before a number, as in "a  1".)

Three things to know:
- A text that spells a special token, such as "<|im_end|>", gives that token, as in transformers.
- 21 of the 256 bytes have no token: six control characters, and bytes that start no assigned character.
  The tokenizer leaves them out, as transformers does; `spans` shows the gap.
- A lone surrogate has no bytes in UTF-8: every function raises UnicodeEncodeError for it.
"""

from __future__ import annotations

import json
import re
import threading
import unicodedata
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tokenizers import Tokenizer

vocab_size = 49_152
FIRST_MERGED_ID = 252  # below it 17 structure tokens and 235 single bytes; the n-th merge made token 251 + n
EOS_ID = 2  # <|im_end|>
end_ids = (EOS_ID, 0)  # <|im_end|>, <|endoftext|>: writing ends at either

_SYSTEM = "You are a helpful AI assistant named SmolLM, trained by Hugging Face"  # the template's own default
_FILE = Path(__file__).with_name("tokenizer.json")
_lock = threading.Lock()
_loaded: Tokenizer | None = None


def _tokenizer() -> Tokenizer:
    """Loads at first use, so that importing this module costs nothing; other threads wait for it."""
    global _loaded
    if _loaded is None:
        with _lock:
            if _loaded is None:
                from tokenizers import Tokenizer

                _loaded = Tokenizer.from_file(str(_FILE))
    return _loaded


def encode(text: str) -> list[int]:
    text.encode()  # raises UnicodeEncodeError for a lone surrogate; the library would raise a TypeError
    ids: list[int] = _tokenizer().encode(text).ids
    return ids


def count(text: str) -> int:
    return len(encode(text))


def decode(ids: list[int]) -> str:
    """The text of ids, special tokens spelled out. Bytes that make no character become "�"; show `visible` instead."""
    return b"".join(piece_bytes(i) for i in ids).decode(errors="replace")


def chat(prompt: str) -> list[int]:
    """The ids of a chat in which the user says `prompt` and the assistant is about to answer (the model's template)."""
    return encode(chat_text(prompt))


def chat_text(prompt: str) -> str:
    return f"<|im_start|>system\n{_SYSTEM}<|im_end|>\n<|im_start|>user\n{prompt}<|im_end|>\n<|im_start|>assistant\n"


@cache
def piece_bytes(token_id: int) -> bytes:
    """The exact bytes of a token; they may be part of a character. Raises IndexError outside the vocabulary."""
    piece = _tokenizer().id_to_token(token_id) if token_id >= 0 else None
    if piece is None:
        raise IndexError(f"There is no token {token_id}; ids go from 0 to {vocab_size - 1}.")
    return bytes(_BYTE_OF[c] for c in piece)


def merges_of(token_id: int) -> list[tuple[bytes, bytes, int]]:
    """The merges that make a token of its bytes, as (left, right, number), in the order in which they are made; merge 1
    was learned first. Empty for a single byte and for a structure token."""
    numbers, made = _merge_numbers(), []
    pieces = [piece_bytes(token_id)] if is_special(token_id) else [bytes([b]) for b in piece_bytes(token_id)]
    while known := [pair for pair in pairwise(pieces) if pair in numbers]:
        left, right = pair = min(known, key=numbers.__getitem__)
        made.append((left, right, numbers[pair]))
        at = list(pairwise(pieces)).index(pair)
        pieces[at : at + 2] = [left + right]
    return made


def words(text: str) -> list[bytes]:
    """The text split as before byte-pair encoding: a word with its leading space, a digit, a run of punctuation. No
    piece of ordinary text crosses a boundary. Special tokens are split like any text; joined, they are the text."""
    text.encode()
    cut = _tokenizer().pre_tokenizer.pre_tokenize_str(text)
    return [bytes(_BYTE_OF[c] for c in word) for word, _ in cut]


def is_special(token_id: int) -> bool:
    """Whether the token marks structure (end of text, whose turn it is) and is never made from ordinary bytes."""
    return token_id in _special_ids()


def spans(text: str) -> list[tuple[int, int]]:
    """Where each token is in the UTF-8 bytes of the text, as (start, end). Bytes without a token are in no span,
    or inside one where the tokenizer joined what stood on both sides."""
    data = text.encode()
    byte_tokens, position = [], 0
    for token_id in encode(text):
        start = None
        for byte in piece_bytes(token_id):
            position = data.index(byte, position) + 1  # steps only over bytes without a token
            start = position - 1 if start is None else start
        byte_tokens.append((position if start is None else start, position))
    return byte_tokens


@cache
def visible(token_id: int) -> str:
    """How a token is shown: " the" as "␣the", byte pieces as "⟨E2 98⟩", special tokens as they are spelled."""
    return visible_bytes(piece_bytes(token_id))


def visible_bytes(data: bytes) -> str:
    """How bytes are shown so that nothing is invisible, moves its neighbours or becomes "�"."""
    text = data.decode(errors="surrogateescape")  # a byte outside any character becomes U+DC00 + byte
    shown = re.sub("[\udc80-\udcff]+|.", _shown, text, flags=re.DOTALL)
    return f"◌{shown}" if shown and unicodedata.combining(shown[0]) else shown


def _shown(match: re.Match[str]) -> str:
    c = match[0]
    if "\udc80" <= c[0] <= "\udcff":
        return f"⟨{c.encode(errors='surrogateescape').hex(' ').upper()}⟩"
    if c in _SIGNS:
        return _SIGNS[c]
    if ord(c) < 0x80 and not c.isprintable():
        return f"⟨0x{ord(c):02X}⟩"
    # isprintable is false for controls, separators, format characters (joiners, directions) and unassigned ones.
    if not c.isprintable() or c == "\ufffd" or "\ufe00" <= c <= "\ufe0f":
        return f"⟨U+{ord(c):04X}⟩"
    return c


_SIGNS = {" ": "␣", "\n": "↵", "\t": "⇥"}


@cache
def _special_ids() -> frozenset[int]:
    return frozenset(i for i, token in _tokenizer().get_added_tokens_decoder().items() if token.special)


@cache
def _merge_numbers() -> dict[tuple[bytes, bytes], int]:
    merges = json.loads(_FILE.read_text(encoding="utf-8"))["model"]["merges"]
    pairs = ((bytes(_BYTE_OF[c] for c in side) for side in merge.split(" ")) for merge in merges)
    return {(left, right): n for n, (left, right) in enumerate(pairs, 1)}


def _byte_alphabet() -> dict[str, int]:
    """GPT-2's character for each byte: itself where it prints, else the next free one from U+0100."""
    printing = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    others = [b for b in range(256) if b not in printing]
    return {chr(b): b for b in printing} | {chr(0x100 + n): b for n, b in enumerate(others)}


_BYTE_OF = _byte_alphabet()
