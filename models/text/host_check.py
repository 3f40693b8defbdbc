"""What a model of the host's own must have, or it is refused in a sentence that says what is missing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from models.engine.translation import N_
from models.text import host_files, tokenizer
from models.text.architecture import CONTEXT, read
from models.text.vocabulary import SAMPLES, Vocabulary
from models.weights.store import StoreError

EXPERTS = ("num_experts", "num_local_experts", "n_routed_experts", "moe_num_experts")


def check_settings(model: str, settings: Any) -> None:
    """settings: of transformers. Raises StoreError."""
    kept = settings.to_dict()
    if read(kept) is None or not any(isinstance(kept.get(name), int) for name in CONTEXT):
        raise StoreError(
            N_(
                "The config.json of {model} (setting MODEL) does not say how many layers, heads and tokens it has. "
                "Name a language model that reads text alone."
            ),
            model=model,
        )
    if any((kept.get(name) or 0) > 1 for name in EXPERTS):
        raise StoreError(
            N_(
                "The model {model} (setting MODEL) is a mixture of experts; what it costs is not counted here. Name "
                "one whose layers are all used."
            ),
            model=model,
        )


def check_tokenizer(model: str, rows: int) -> None:
    """rows: of the embeddings. Raises StoreError."""
    if host_files.path(model, "tokenizer.json") is None:
        raise StoreError(
            N_(
                "The model {model} (setting MODEL) has no tokenizer.json. Write one: AutoTokenizer.from_pretrained(…)"
                ".save_pretrained(folder)."
            ),
            model=model,
        )
    vocabulary = check_vocabulary(model)
    if vocabulary.size > rows:
        raise StoreError(
            N_(
                "The model {model} (setting MODEL) has {n:,} tokens, but only {rows:,} rows of embeddings. Add rows "
                "for the added tokens: model.resize_token_embeddings({n})."
            ),
            model=model,
            n=vocabulary.size,
            rows=rows,
        )
    _check_ids(model, vocabulary)


def check_vocabulary(model: str) -> Vocabulary:
    """Raises StoreError for a tokenizer that cannot be shown."""
    vocabulary = tokenizer.of_host(model)
    if vocabulary is None:
        raise StoreError(
            N_(
                "The tokenizer of {model} (setting MODEL) is of a kind that cannot be shown here: only byte-pair "
                "encoding that gives every text back."
            ),
            model=model,
        )
    return vocabulary


def _check_ids(model: str, vocabulary: Vocabulary) -> None:
    """The ids are those that transformers gives: some of its classes make a tokenizer anew and read no file."""
    from transformers import AutoTokenizer

    theirs = AutoTokenizer.from_pretrained(model, trust_remote_code=False)
    if any(theirs(text).input_ids != vocabulary.encode(text) for text in SAMPLES):
        raise StoreError(
            N_(
                "The tokenizer.json of {model} (setting MODEL) cuts texts differently from the tokenizer that "
                "transformers loads. Save it anew with transformers."
            ),
            model=model,
        )


def check_loaded(model: str, report: Mapping[str, Any]) -> None:
    """report: of from_pretrained. Raises StoreError for weights that transformers would draw at random."""
    missing = sorted({*report["missing_keys"], *(str(one[0]) for one in report.get("mismatched_keys", ()))})
    if missing:
        raise StoreError(
            N_("The files of {model} (setting MODEL) lack weights of its network: {n}, {name} for one."),
            model=model,
            n=len(missing),
            name=missing[0],
        )
