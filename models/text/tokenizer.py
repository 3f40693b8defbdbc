"""The tokenizer of the model that runs here: text ↔ ids ↔ exact bytes, without torch; pages import it.

The shipped `tokenizer.json` holds the vocabulary, merges and special tokens of the weights' GGUF metadata, and its
pre-tokenizer `smollm`: every digit on its own, then GPT-2's word pattern on bytes. (transformers' GGUF loader leaves
the digit rule out; the two differ only where white space or some other number character comes before a number, as in
"a  1".) A model of the host's own (MODEL) brings its own tokenizer.json.

Three things to know:
- A text that spells a special token, such as "<|im_end|>", gives that token, as in transformers.
- 21 of the 256 bytes have no token of SmolLM2's: six control characters, and bytes that start no assigned character.
  The tokenizer leaves them out, as transformers does; `spans` shows the gap.
- A lone surrogate has no bytes in UTF-8: every function raises UnicodeEncodeError for it.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from models.text import host_files
from models.text.architecture import architecture
from models.text.host_files import host_model

if TYPE_CHECKING:
    from models.text.vocabulary import Vocabulary

    vocab_size: int  # ids that have a probability; some models have more of them than tokens
    end_ids: tuple[int, ...]  # writing ends at any of them; SmolLM2's are <|im_end|> and <|endoftext|>
    EOS_ID: int  # what ends an answer that is learned

_SYSTEM = "You are a helpful AI assistant named SmolLM, trained by Hugging Face"  # the template's own default
_FILE = Path(__file__).with_name("tokenizer.json")
FIRST_MERGED_ID = 252  # of SmolLM2: below it 17 structure tokens and 235 single bytes; the n-th merge made 251 + n
SHIPPED_ENDS = (2, 0)  # SmolLM2's <|im_end|>, <|endoftext|>
_lock = threading.Lock()
_read: dict[Path, Vocabulary | None] = {}


def __getattr__(name: str) -> Any:
    """The numbers above are looked up each time: they are those of the model that runs."""
    if name == "vocab_size":
        return architecture().vocab
    if name in ("end_ids", "EOS_ID"):
        model = host_model()
        ends = host_ends(model) if model and of_host(model) else SHIPPED_ENDS
        return ends if name == "end_ids" else next(iter(ends), -1)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def host_ends(model: str) -> tuple[int, ...]:
    """As transformers' generate() reads them: of generation_config.json, else of config.json."""
    files = ("generation_config.json", "config.json")
    named = (host_files.settings(model, file).get("eos_token_id") for file in files)
    ends: int | list[int] = next((ids for ids in named if ids is not None), [])
    return tuple(ends) if isinstance(ends, list) else (ends,)


def shipped() -> Vocabulary:
    """SmolLM2's, which what was measured ahead is told in."""
    vocabulary = _loaded(_FILE)
    assert vocabulary is not None
    return vocabulary


def of_host(model: str) -> Vocabulary | None:
    """None for a model whose tokenizer this cannot read: it is refused when it is loaded."""
    file = host_files.path(model, "tokenizer.json")
    return _loaded(file) if file else None


def current() -> Vocabulary:
    model = host_model()
    return (of_host(model) if model else None) or shipped()


def _loaded(file: Path) -> Vocabulary | None:
    """Loads at first use, so that importing this module costs nothing; other threads wait for it."""
    if file not in _read:
        with _lock:
            if file not in _read:
                from models.text.vocabulary import Vocabulary

                try:
                    _read[file] = Vocabulary(file)
                except Exception:  # a damaged file, another kind of tokenizer; the library raises plain Exceptions
                    _read[file] = None
    return _read[file]


def encode(text: str) -> list[int]:
    """The ids of a text from its beginning on, which some tokenizers mark with a token of its own."""
    text.encode()  # raises UnicodeEncodeError for a lone surrogate; the library would raise a TypeError
    return current().encode(text)


def encode_within(text: str) -> list[int]:
    """The ids of a text that stands after another one, such as the word " cat"."""
    text.encode()
    return current().encode_within(text)


def count(text: str) -> int:
    return len(encode(text))


def decode(ids: list[int], vocabulary: Vocabulary | None = None) -> str:
    """The text of ids, special tokens spelled out. Bytes that make no character become "�"; show `visible` instead.
    vocabulary: whose ids they are, where it is not the current one."""
    return b"".join(piece_bytes(i, vocabulary) for i in ids).decode(errors="replace")


def chat(prompt: str, system: str | None = None) -> list[int]:
    """The ids of a chat in which the user says `prompt` and the assistant is about to answer (the model's template)."""
    return encode_chat(chat_text(prompt, system))


def encode_chat(text: str) -> list[int]:
    """The ids of a filled template, which holds all of its special tokens."""
    text.encode()
    return current().encode_chat(text)


def chat_text(prompt: str, system: str | None = None) -> str:
    """system: the order that the model is under; None: the template's own. Raises InvalidRequest for a model that has
    no template, or none that takes an order."""
    model = host_model()
    if model is None:
        return (
            f"<|im_start|>system\n{system or _SYSTEM}<|im_end|>\n<|im_start|>user\n{prompt}<|im_end|>\n"
            "<|im_start|>assistant\n"
        )
    from models.text import chat_template  # reads as much as the pages: only where a host names a model

    order = [] if system is None else [{"role": "system", "content": system}]
    return chat_template.fill(model, [*order, {"role": "user", "content": prompt}])


def piece_bytes(token_id: int, vocabulary: Vocabulary | None = None) -> bytes:
    """The exact bytes of a token; they may be part of a character. Raises IndexError outside the vocabulary."""
    vocabulary = vocabulary or current()
    last = vocabulary.size - 1 if vocabulary is not current() else architecture().vocab - 1
    if not 0 <= token_id <= last:
        raise IndexError(f"There is no token {token_id}; ids go from 0 to {last}.")
    return _piece(vocabulary, token_id)


@cache
def _piece(vocabulary: Vocabulary, token_id: int) -> bytes:
    return vocabulary.piece_bytes(token_id)


def merges_of(token_id: int) -> list[tuple[bytes, bytes, int]]:
    """The merges that make a token of its bytes, as (left, right, number), in the order in which they are made; merge 1
    was learned first. Empty for a single byte and for a structure token."""
    return current().merges_of(token_id)


def learned() -> int:
    """How many merges the tokenizer learned."""
    return current().learned


def words(text: str) -> list[bytes]:
    """The text split as before byte-pair encoding: a word with its leading space, a digit, a run of punctuation. No
    piece of ordinary text crosses a boundary. Special tokens are split like any text; joined, they are the text. As
    SmolLM2 does it, whatever model runs: a tokenizer of one's own is trained on them."""
    text.encode()
    return shipped().words(text)


def is_special(token_id: int) -> bool:
    """Whether the token marks structure (end of text, whose turn it is) and is never made from ordinary bytes."""
    return token_id in current().special


def spans(text: str) -> list[tuple[int, int]]:
    """Where each token is in the UTF-8 bytes of the text, as (start, end). Bytes without a token are in no span,
    or inside one where the tokenizer joined what stood on both sides."""
    text.encode()
    return current().spans(text)


def bytes_without_token(text: str) -> int:
    """How many bytes of the text its tokens leave out."""
    text.encode()
    return current().bytes_without_token(text)


def visible(token_id: int) -> str:
    """How a token is shown: " the" as "␣the", byte pieces as "⟨E2 98⟩", special tokens as they are spelled, and an id
    that no text gives as "⟨unused 50300⟩"."""
    return _visible(current(), token_id)


@cache
def _visible(vocabulary: Vocabulary, token_id: int) -> str:
    return visible_bytes(piece_bytes(token_id, vocabulary)) or f"⟨unused {token_id}⟩"


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
