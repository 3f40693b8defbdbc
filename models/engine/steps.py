"""What a run yields: one frozen dataclass of numpy arrays a step. `eq=False`: comparing arrays by == means nothing."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Step:
    """The base of all steps. Fields are numpy arrays, numbers, strings or None, so that every step can be stored."""

    passes: int
    """Forward passes of the model that this step cost (0 for steps that only reshape)."""


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class TokensStep(Step):
    input_ids: np.ndarray  # (n,) int64


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class TrainBPEStep(Step):
    """The tokenizer after one more merge; the first step is the state before any."""

    left: np.ndarray  # (bytes,) uint8, the first piece of the pair that this merge joins; empty in the first step
    right: np.ndarray  # (bytes,) uint8
    count: int  # how often the pair stood in the text; 0 in the first step
    vocab_size: int  # 256 bytes and the merges so far
    tokens: int  # pieces of the text with the merges so far
    other_tokens: int  # the same for the other text


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class NextTokenStep(Step):
    input_ids: np.ndarray  # (n,) int64, the prompt
    logits: np.ndarray  # (vocab_size,) float32, for the place after the last token


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class WriteStep(Step):
    """One written token (greedy, sample), or one step of all beams (beam)."""

    token_id: int
    """The chosen token; for beams the last token of the best beam so far."""
    logprob: float  # natural log of the token's probability in the model's own distribution, before any filter
    filtered_prob: float  # its probability after temperature and filters, in [0, 1]; 1.0 for greedy
    top_ids: np.ndarray  # (20,) int64, the model's likeliest tokens here, likeliest first
    top_probs: np.ndarray  # (20,) float32, their probabilities in the model's own distribution
    entropy_bits: float  # of the model's own distribution
    milliseconds: float  # wall time of this step
    beam_ids: np.ndarray | None = None  # (num_beams, new_tokens) int64, best first; None unless beam
    beam_scores: np.ndarray | None = None  # (num_beams,) float32, sum of log-probabilities over the new tokens
    finish: str | None = None  # "end token" | "length" | "stop text" on the last step, else None
    output_ids: np.ndarray | None = (
        None  # (m,) int64 on the last step: the whole new text (for beams the returned beam)
    )


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class AttendStep(Step):
    input_ids: np.ndarray  # (n,) int64
    attentions: np.ndarray  # (30, 9, n, n) float16: layer, head, query, key; each row sums to 1
    logits: np.ndarray  # (vocab_size,) float32, for the place after the last token, with the ablation if any
    lens_ids: np.ndarray  # (31, 10) int64: likeliest next tokens read off after the embedding and each layer
    lens_probs: np.ndarray  # (31, 10) float32, their probabilities
    lens_final_prob: np.ndarray  # (31,) float32: probability at each depth of the token the last depth puts first


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class ScoreStep(Step):
    input_ids: np.ndarray  # (n,) int64
    logprobs: np.ndarray  # (n,) float32, natural log; the first is NaN: nothing stands before it
    ranks: np.ndarray  # (n,) int64, 1 = the model's first choice; the first is 0: not judged
    top_ids: np.ndarray  # (n, 5) int64: what the model would have put there; the first row is of no meaning
    top_probs: np.ndarray  # (n, 5) float32
    perplexity: float  # exp of the mean negative log-probability; no unit


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class CompareCacheStep(Step):
    token_id: int
    cached_milliseconds: float
    uncached_milliseconds: float
