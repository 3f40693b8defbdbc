"""The tiny transformer's tokenizer: byte-pair encoding of 512 pieces, learned on the text that it trains on."""

from __future__ import annotations

from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers

COUNT = 512


class Pieces:
    """A piece is a word with the space before it, a part of one, or a mark. Every character of the texts that it was
    made with can be written in pieces; others are left out by `encode`."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        tokenizer.pre_tokenizer = _split()
        tokenizer.decoder = decoders.ByteLevel()
        self._tokenizer = tokenizer

    @classmethod
    def learned(cls, text: str, also: str = "") -> Pieces:
        """Learned on `text`. `also`: characters that must be known too, of texts that are not learned from."""
        pieces = cls(Tokenizer(models.BPE()))
        characters = "".join(sorted(set(text) | set(also)))
        known = sorted({byte for word, _ in _split().pre_tokenize_str(characters) for byte in word})
        trainer = trainers.BpeTrainer(vocab_size=max(COUNT, len(known)), show_progress=False, initial_alphabet=known)
        pieces._tokenizer.train_from_iterator(_lines(text), trainer)
        return pieces

    @classmethod
    def of(cls, vocabulary: dict[str, int], merges: list[tuple[str, str]]) -> Pieces:
        """Those that a model file names."""
        return cls(Tokenizer(models.BPE(vocabulary, merges)))

    @property
    def count(self) -> int:
        """How many different pieces there are: at most 512, fewer if the text is too short to learn so many."""
        return int(self._tokenizer.get_vocab_size())

    def encode(self, text: str) -> list[int]:
        """Line by line, so that no piece reaches over the end of one."""
        return [piece for line in self._tokenizer.encode_batch(_lines(text)) for piece in line.ids]

    def decode(self, ids: list[int]) -> str:
        return str(self._tokenizer.decode(ids))

    @property
    def json(self) -> str:
        """As the `tokenizers` library reads it."""
        return str(self._tokenizer.to_str())


def _split() -> pre_tokenizers.ByteLevel:
    return pre_tokenizers.ByteLevel(add_prefix_space=False)


def _lines(text: str) -> list[str]:
    return text.splitlines(keepends=True)
