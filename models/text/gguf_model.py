"""A GGUF file of the host's own (MODEL): a plain Llama's settings and tokenizer, as transformers would have them in a
folder. Torch-free: pages read them before the model is loaded. The weights are read in gguf_weights.py.

Source: github.com/ggml-org/ggml, docs/gguf.md; the patterns of words are those of llama.cpp, src/llama-vocab.cpp.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from models.engine.translation import N_
from models.weights.store import StoreError, folder

CONTROL, USER_DEFINED = 3, 4  # token types
NUMBERS_OF_THREE = r"\p{N}{1,3}"
WORDS = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{{L}}\p{{N}}]?\p{{L}}+|{numbers}| ?[^\s\p{{L}}\p{{N}}]+[\r\n]*"
    r"|\s*[\r\n]+|\s+(?!\S)|\s+"
)
# How texts are split into words before byte-pair encoding, by the name that the file gives it.
BEFORE: dict[str, list[Any]] = {
    "smollm": [{"type": "Digits", "individual_digits": True}],
    "gpt-2": [],
    "llama-bpe": [WORDS.format(numbers=NUMBERS_OF_THREE)],
    "qwen2": [WORDS.format(numbers=r"\p{N}")],
}


def folder_of(model: str) -> Path:
    """A folder in the cache with the file's config.json and tokenizer.json, made at the first call. Raises StoreError
    for another architecture than a plain Llama's, and for a tokenizer that is not known here."""
    path = Path(model)
    state = path.stat()
    name = hashlib.sha256(f"{path.resolve()} {state.st_size} {state.st_mtime_ns}".encode()).hexdigest()[:16]
    made = folder() / f"gguf-{name}"
    if not (made / "tokenizer.json").exists():
        _write(model, made)
    return made


def _write(model: str, made: Path) -> None:
    from gguf import GGUFReader  # takes seconds for the tokens of a large vocabulary: once for each file

    reader = GGUFReader(model)
    values = {name: field.contents() for name, field in reader.fields.items() if not name.startswith("GGUF.")}
    tied = all(tensor.name != "output.weight" for tensor in reader.tensors)
    made.mkdir(parents=True, exist_ok=True)
    _save(made / "config.json", settings(model, values, tied))
    _save(made / "tokenizer_config.json", _chat(values))
    _save(made / "tokenizer.json", tokenizer(model, values))  # last: with it the folder is whole


def _save(file: Path, content: dict[str, Any]) -> None:
    part = file.with_suffix(".part")
    part.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    part.replace(file)


def settings(model: str, values: dict[str, Any], tied: bool) -> dict[str, Any]:
    """config.json of a Llama. Raises StoreError for any other, and for scaled positions."""
    kind = values.get("general.architecture")
    if kind != "llama" or values.get("llama.rope.scaling.type", "none") != "none" or values.get("llama.expert_count"):
        raise StoreError(
            N_(
                "The file {model} (setting MODEL) holds a model of the kind {kind}. Of GGUF files only a plain Llama's "
                "are read here, without scaled positions or experts. Name the model's folder for transformers instead."
            ),
            model=model,
            kind=str(kind),
        )
    heads, width = values["llama.attention.head_count"], values["llama.embedding_length"]
    head_dim = values.get("llama.attention.key_length", width // heads)
    return {
        "model_type": "llama",
        "hidden_act": "silu",
        "num_hidden_layers": values["llama.block_count"],
        "num_attention_heads": heads,
        "num_key_value_heads": values.get("llama.attention.head_count_kv", heads),
        "head_dim": values.get("llama.rope.dimension_count", head_dim),
        "hidden_size": width,
        "intermediate_size": values["llama.feed_forward_length"],
        "max_position_embeddings": values["llama.context_length"],
        "rms_norm_eps": values["llama.attention.layer_norm_rms_epsilon"],
        "rope_parameters": {"rope_type": "default", "rope_theta": values.get("llama.rope.freq_base", 10_000.0)},
        "vocab_size": len(values["tokenizer.ggml.tokens"]),
        "tie_word_embeddings": tied,
        "eos_token_id": values.get("tokenizer.ggml.eos_token_id", []),
    }


def _chat(values: dict[str, Any]) -> dict[str, Any]:
    tokens = values["tokenizer.ggml.tokens"]
    named = {name: values.get(f"tokenizer.ggml.{name}_token_id") for name in ("bos", "eos")}
    kept = {f"{name}_token": tokens[i] for name, i in named.items() if i is not None}
    return kept | {"chat_template": values.get("tokenizer.chat_template")}


def tokenizer(model: str, values: dict[str, Any]) -> dict[str, Any]:
    """tokenizer.json, for the library `tokenizers`."""
    tokens, types = values["tokenizer.ggml.tokens"], values["tokenizer.ggml.token_type"]
    kind, before = values["tokenizer.ggml.model"], values.get("tokenizer.ggml.pre", "gpt-2")
    if kind == "llama":
        made = _of_characters(tokens, values)
    elif kind == "gpt2" and before in BEFORE:
        made = _of_bytes(tokens, values["tokenizer.ggml.merges"], before)
    else:
        raise StoreError(
            N_(
                "The file {model} (setting MODEL) splits texts as {kind}, {before}, which is not known here. Name the "
                "model's folder for transformers instead."
            ),
            model=model,
            kind=str(kind),
            before=str(before),
        )
    flags = {"single_word": False, "lstrip": False, "rstrip": False, "normalized": False}
    made["added_tokens"] = [
        {"id": i, "content": token, "special": type_ == CONTROL} | flags
        for i, (token, type_) in enumerate(zip(tokens, types, strict=True))
        if type_ in (CONTROL, USER_DEFINED)
    ]
    if values.get("tokenizer.ggml.add_bos_token", kind == "llama"):
        made["post_processor"] = _beginning(tokens, values["tokenizer.ggml.bos_token_id"])
    return {"version": "1.0", "truncation": None, "padding": None, "post_processor": None} | made


def _beginning(tokens: list[str], first: int) -> dict[str, Any]:
    """Each text begins with this token."""
    token, text = {"SpecialToken": {"id": tokens[first], "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}}
    other = {"Sequence": {"id": "B", "type_id": 1}}
    special = {tokens[first]: {"id": tokens[first], "ids": [first], "tokens": [tokens[first]]}}
    pair = [token, text, other]
    return {"type": "TemplateProcessing", "single": [token, text], "pair": pair, "special_tokens": special}


def _bpe(tokens: list[str], merges: list[Any], **more: Any) -> dict[str, Any]:
    usual: dict[str, Any] = {
        "dropout": None,
        "unk_token": None,
        "continuing_subword_prefix": None,
        "end_of_word_suffix": None,
    }
    usual |= {"fuse_unk": False, "byte_fallback": False, "ignore_merges": False}
    return {"type": "BPE", **usual, **more, "vocab": {token: i for i, token in enumerate(tokens)}, "merges": merges}


def _of_bytes(tokens: list[str], merges: list[str], before: str) -> dict[str, Any]:
    parts = BEFORE[before]
    by_pattern = any(isinstance(part, str) for part in parts)
    splits = [
        {"type": "Split", "pattern": {"Regex": part}, "behavior": "Isolated", "invert": False}
        if isinstance(part, str)
        else part
        for part in parts
    ]
    level = {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": True, "use_regex": not by_pattern}
    return {
        "normalizer": {"type": "NFC"} if before == "qwen2" else None,
        "pre_tokenizer": {"type": "Sequence", "pretokenizers": [*splits, level]},
        "decoder": level,
        "model": _bpe(tokens, merges, ignore_merges=before == "llama-bpe"),
    }


def _of_characters(tokens: list[str], values: dict[str, Any]) -> dict[str, Any]:
    """SentencePiece's: the file holds no merges, but scores, and the pair with the highest one is joined first."""
    ids, scores = {token: i for i, token in enumerate(tokens)}, values["tokenizer.ggml.scores"]
    merges: list[Any] = [
        (-scores[i], ids[token[:n]], ids[token[n:]], [token[:n], token[n:]])
        for i, token in enumerate(tokens)
        for n in range(1, len(token))
        if token[:n] in ids and token[n:] in ids
    ]
    replaced = {"type": "Replace", "pattern": {"String": " "}, "content": "▁"}
    prefixed = values.get("tokenizer.ggml.add_space_prefix", True)
    start: list[Any] = [{"type": "Prepend", "prepend": "▁"}] if prefixed else []
    back = {"type": "Replace", "pattern": {"String": "▁"}, "content": " "}
    unknown = tokens[values.get("tokenizer.ggml.unknown_token_id", 0)]
    return {
        "normalizer": {"type": "Sequence", "normalizers": [*start, replaced]},
        "pre_tokenizer": None,
        "decoder": {"type": "Sequence", "decoders": [back, {"type": "ByteFallback"}, {"type": "Fuse"}]},
        "model": _bpe(tokens, [m[3] for m in sorted(merges)], unk_token=unknown, fuse_unk=True, byte_fallback=True),
    }
