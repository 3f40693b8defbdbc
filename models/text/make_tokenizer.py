"""Makes tokenizer.json from the metadata of the weights' GGUF file; run once, the result is shipped.

python -m models.text.make_tokenizer
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from gguf import GGUFReader

from models.weights import store

CONTROL = 3  # the token type of <|im_end|> and its like in GGUF


def document(path: Path) -> dict[str, Any]:
    """The tokenizer of a GGUF file in the format of the library `tokenizers`. Raises ValueError for another kind."""
    reader = GGUFReader(path)

    def metadata(name: str) -> Any:
        field = reader.get_field(f"tokenizer.ggml.{name}")
        return None if field is None else field.contents()

    kind = [metadata(name) for name in ("model", "pre", "add_space_prefix", "add_bos_token")]
    if kind != ["gpt2", "smollm", False, False]:
        raise ValueError(f"{path} holds another kind of tokenizer: {kind}")
    tokens, types = metadata("tokens"), metadata("token_type")
    byte_level = {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": True, "use_regex": True}
    flags = {"single_word": False, "lstrip": False, "rstrip": False, "normalized": False, "special": True}
    special = [
        {"id": i, "content": token} | flags
        for i, (token, type_) in enumerate(zip(tokens, types, strict=True))
        if type_ == CONTROL
    ]
    # "smollm" in llama.cpp: split off every \p{N}, then GPT-2's pattern.
    digits = {"type": "Digits", "individual_digits": True}
    return {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": special,
        "normalizer": None,
        "pre_tokenizer": {"type": "Sequence", "pretokenizers": [digits, byte_level]},
        "post_processor": None,
        "decoder": byte_level,
        "model": {
            "type": "BPE",
            "dropout": None,
            "unk_token": None,
            "continuing_subword_prefix": None,
            "end_of_word_suffix": None,
            "fuse_unk": False,
            "byte_fallback": False,
            "ignore_merges": False,
            "vocab": {token: i for i, token in enumerate(tokens)},
            "merges": metadata("merges"),
        },
    }


if __name__ == "__main__":
    text = json.dumps(document(store.ensure()), ensure_ascii=False, separators=(",", ":"))
    Path(__file__).with_name("tokenizer.json").write_text(text + "\n", encoding="utf-8")
