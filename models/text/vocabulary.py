"""A tokenizer read from its tokenizer.json: text ↔ ids ↔ exact bytes, for byte-pair encoding of bytes (GPT-2, Llama 3,
Qwen) and of characters with byte fallback (SentencePiece's: Llama 2, Gemma).

Torch-free; pages import it. Sources: Sennrich et al., arXiv:1508.07909; Kudo & Richardson, arXiv:1808.06226.
"""

from __future__ import annotations

import json
import re
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any

SPACE = "▁"  # SentencePiece's sign for a space
BYTE = re.compile(r"<0x([0-9A-F]{2})>")  # a byte of a character that has no token
SAMPLES = ("Hello world", " a  1\n\tb", "Zürich, 2026!", "naïve 🍓 東京", 'if x == 3: print("ok")')


class Vocabulary:
    """Raises ValueError for another kind of tokenizer, and for one whose tokens do not give back what they were made
    from. Its methods are explained in tokenizer.py, where pages call them."""

    def __init__(self, file: Path) -> None:
        from tokenizers import Tokenizer

        text = file.read_text(encoding="utf-8")
        self.document: dict[str, Any] = json.loads(text)
        model, outside = self.document["model"], {**self.document, "model": None, "added_tokens": None}
        kinds = json.dumps(outside, ensure_ascii=False)
        if model.get("type", "BPE") != "BPE" or not ("ByteLevel" in kinds or SPACE in kinds):
            raise ValueError(f"{file} holds another kind of tokenizer: {model.get('type')}")
        self.of_bytes = "ByteLevel" in kinds
        self.tokenizer = Tokenizer.from_str(text)
        self.tokenizer.no_truncation()  # some files keep the settings of their training
        self.tokenizer.no_padding()
        added = self.tokenizer.get_added_tokens_decoder()
        self.added = {i: token.content for i, token in added.items()}
        self.special = frozenset(i for i, token in added.items() if token.special)
        self.size = max(self.tokenizer.get_vocab(with_added_tokens=True).values()) + 1
        # SentencePiece puts a space before the first word, so that a word has one token wherever it stands.
        self.begins_with_space = self._join(self.tokenizer.encode("a", add_special_tokens=False).ids) == b" a"
        self._check()

    def _check(self) -> None:
        normal = self.tokenizer.normalizer
        for sample in SAMPLES if self._covers_all_bytes() else SAMPLES[:1]:
            ids = self.tokenizer.encode(sample, add_special_tokens=False).ids
            expected = sample if normal is None or not self.of_bytes else normal.normalize_str(sample)
            if self._join(ids).removeprefix(b" " if self.begins_with_space else b"") != expected.encode():
                raise ValueError(f"the tokens of {sample!r} do not give it back")

    def _covers_all_bytes(self) -> bool:
        """Whether every character of the samples has tokens; a small vocabulary may lack some."""
        known = self.tokenizer.get_vocab()
        signs = {sign for sample in SAMPLES for byte in sample.encode() for sign in [_SIGN_OF[byte]]}
        return signs <= known.keys() if self.of_bytes else {f"<0x{byte:02X}>" for byte in range(256)} <= known.keys()

    def _join(self, ids: list[int]) -> bytes:
        return b"".join(map(self.piece_bytes, ids))

    def encode(self, text: str) -> list[int]:
        ids: list[int] = self.tokenizer.encode(text).ids
        return ids

    def encode_within(self, text: str) -> list[int]:
        text = text.removeprefix(" ") if self.begins_with_space else text
        ids: list[int] = self.tokenizer.encode(text, add_special_tokens=False).ids
        return ids

    def encode_chat(self, text: str) -> list[int]:
        ids: list[int] = self.tokenizer.encode(text, add_special_tokens=False).ids
        return ids

    def piece_bytes(self, token_id: int) -> bytes:
        """Empty for an id below the largest that has no token."""
        if token_id in self.special or (self.of_bytes and token_id in self.added):
            return self.added[token_id].encode()
        return self._bytes_of(self.tokenizer.id_to_token(token_id) or "")

    def _bytes_of(self, piece: str) -> bytes:
        if self.of_bytes:
            return b"".join(bytes([BYTE_OF[c]]) if c in BYTE_OF else c.encode() for c in piece)
        byte = BYTE.fullmatch(piece)
        return bytes.fromhex(byte[1]) if byte else piece.replace(SPACE, " ").encode()

    def words(self, text: str) -> list[bytes]:
        normal, cutter = self.tokenizer.normalizer, self.tokenizer.pre_tokenizer
        text = normal.normalize_str(text) if normal else text
        return [self._bytes_of(word) for word, _ in cutter.pre_tokenize_str(text)] if cutter else [text.encode()]

    def merges_of(self, token_id: int) -> list[tuple[bytes, bytes, int]]:
        piece = self.tokenizer.id_to_token(token_id) or ""
        if token_id in self.added or BYTE.fullmatch(piece):
            return []
        made, pieces = [], list(piece)
        while known := [pair for pair in pairwise(pieces) if pair in self._merge_numbers]:
            left, right = pair = min(known, key=self._merge_numbers.__getitem__)
            made.append((self._bytes_of(left), self._bytes_of(right), self._merge_numbers[pair]))
            at = list(pairwise(pieces)).index(pair)
            pieces[at : at + 2] = [left + right]
        return made

    @property
    def learned(self) -> int:
        return len(self._merge_numbers)

    @cached_property
    def _merge_numbers(self) -> dict[tuple[str, str], int]:
        merges = self.document["model"]["merges"]  # "a b", or ["a", "b"], which newer files have
        pairs = (tuple(merge.split(" ") if isinstance(merge, str) else merge) for merge in merges)
        return {(left, right): n for n, (left, right) in enumerate(pairs, 1)}

    def spans(self, text: str) -> list[tuple[int, int]]:
        encoding = self.tokenizer.encode(text)
        try:
            return self._walked(text.encode(), encoding.ids, encoding.special_tokens_mask)
        except ValueError:  # a normaliser has changed the text: its own offsets, in characters
            return [(len(text[:start].encode()), len(text[:end].encode())) for start, end in encoding.offsets]

    def _walked(self, data: bytes, ids: list[int], given: list[int]) -> list[tuple[int, int]]:
        """given: 1 for a token that the tokenizer puts in of its own. Raises ValueError for bytes that are missing."""
        found, position = [], 0
        for token_id, is_given in zip(ids, given, strict=True):
            piece = b"" if is_given else self.piece_bytes(token_id)
            if self.begins_with_space and not data.startswith(piece, position):
                piece = piece.removeprefix(b" ")
            start = None
            for byte in piece:
                position = data.index(byte, position) + 1  # steps only over bytes without a token
                start = position - 1 if start is None else start
            found.append((position if start is None else start, position))
        return found

    def bytes_without_token(self, text: str) -> int:
        covered = {i for start, end in self.spans(text) for i in range(start, end)}
        if self.tokenizer.normalizer or self.begins_with_space:
            return len(text.encode()) - len(covered)
        encoding = self.tokenizer.encode(text)
        own = [i for i, given in zip(encoding.ids, encoding.special_tokens_mask, strict=True) if not given]
        return len(text.encode()) - len(self._join(own))


def _byte_alphabet() -> dict[str, int]:
    """GPT-2's character for each byte: itself where it prints, else the next free one from U+0100."""
    printing = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    others = [b for b in range(256) if b not in printing]
    return {chr(b): b for b in printing} | {chr(0x100 + n): b for n, b in enumerate(others)}


BYTE_OF = _byte_alphabet()
_SIGN_OF = {byte: sign for sign, byte in BYTE_OF.items()}
