"""One token's way through the text model, every number on it; and the same way with one part broken."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar, Literal

import numpy as np

from models.engine.errors import InvalidRequest
from models.engine.limits import Range
from models.engine.requests import Request
from models.engine.steps import Step
from models.engine.translation import N_
from models.text import tokenizer
from models.text.kinds import NextToken
from models.text.prompt import Prompt
from models.text.up_to import UpTo, last_head, last_layer

CAPITAL = "The capital of France is"
MOST = 64  # tokens
CANDIDATES = 10  # likeliest next tokens, whose logits are taken apart
GUESSES = 5  # tokens kept at each depth of the lens, and of what a neuron pushes
NEURONS = 6  # of each layer: those that change the likeliest token's logit most


@dataclass(frozen=True, kw_only=True, slots=True)
class Inside(Request):
    """What every part of the network makes of one token.

    Sources: Transformer, arXiv:1706.03762; logit lens, nostalgebraist 2020; direct logit attribution, Elhage et al.
    2021, transformer-circuits.pub/2021/framework; neurons as keys and values, Geva et al., arXiv:2012.14913.
    """

    kind: ClassVar[str] = "inside"
    family: ClassVar[str] = "inside"
    first_guess: ClassVar[float] = 1.0
    brief: ClassVar[bool] = True
    prompt: Annotated[str, Prompt(MOST)] = CAPITAL
    token: Annotated[int, Range(0, MOST)] = 0
    """Whose way is shown, counted from 1; 0: the last token's."""

    def __post_init__(self) -> None:
        Request.__post_init__(self)
        n = tokenizer.count(self.prompt)
        if self.token > n:
            raise InvalidRequest(N_("The text has {n} tokens; there is no token {token}."), n=n, token=self.token)


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class InsideStep(Step):
    """All of one token. L layers, H heads on G pairs of keys and values, D numbers each; n tokens in the text.

    What follows from these numbers is not kept: scores, weights and what is mixed come from queries, keys and values,
    the residual stream is the embedding plus what the parts add, and a neuron's answer is silu(gate) · up.
    """

    input_ids: np.ndarray  # (n,) int64
    position: int  # of the token, from 0
    rope_theta: float  # base of the rotation by position
    embedding: np.ndarray  # (width,) float32
    attention_inputs: np.ndarray  # (L, width) float32, normalised
    queries: np.ndarray  # (L, H, D) float32, before their rotation
    keys: np.ndarray  # (L, n, G, D) float32, before their rotation, of all tokens
    values: np.ndarray  # (L, n, G, D) float32
    attention_outputs: np.ndarray  # (L, width) float32, what attention adds
    mlp_inputs: np.ndarray  # (L, width) float32, normalised
    gates: np.ndarray  # (L, mlp_width) float32, before silu
    ups: np.ndarray  # (L, mlp_width) float32
    mlp_outputs: np.ndarray  # (L, width) float32, what the MLP adds
    final: np.ndarray  # (width,) float32, after the last norm
    candidates: np.ndarray  # (CANDIDATES,) int64, the likeliest next tokens
    logits: np.ndarray  # (CANDIDATES,) float32
    probs: np.ndarray  # (CANDIDATES,) float32
    mean_logit: float  # of the whole vocabulary
    directions: np.ndarray  # (CANDIDATES, width) float32: its product with a part of the stream is that part's logit
    lens_ids: np.ndarray  # (L + 1, GUESSES) int64, the likeliest at each depth
    lens_probs: np.ndarray  # (L + 1, GUESSES) float32
    lens_candidates: np.ndarray  # (L + 1, CANDIDATES) float32, probability of each candidate at each depth
    neurons: np.ndarray  # (L, NEURONS) int64: those that change the first candidate's logit most, either way
    neuron_logits: np.ndarray  # (L, NEURONS) float32: what each adds to it
    pushed: np.ndarray  # (L, NEURONS, GUESSES) int64, the tokens whose logits each raises most
    pushes: np.ndarray  # (L, NEURONS, GUESSES) float32, by how much, above the mean of the vocabulary
    parameters: np.ndarray  # (5,) int64: of embedding, attention, MLPs, norms and output matrix; 0: it is the embedding


Break = Literal["positions", "order", "queries", "keys", "values", "head", "attention", "mlp", "layer", "swap"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Broken(Request):
    """The next token where one part is broken.

    positions: no query or key is rotated. order: the tokens between the first and the last stand in reverse. queries:
    all zero, so that each token attends to all alike. keys, values: each stands with the token after its own, the last
    with the first. head: its output is zero. attention, mlp: the layer's adds nothing. layer: it is left out. swap: two
    layers change their order.
    """

    kind: ClassVar[str] = "broken"
    family: ClassVar[str] = "inside"
    first_guess: ClassVar[float] = 0.5
    brief: ClassVar[bool] = True
    prompt: Annotated[str, Prompt(MOST)] = CAPITAL
    part: Break = "positions"
    everywhere: bool = False
    """In all layers, where the part is in each: queries, keys, values, head, attention, mlp."""
    layer: Annotated[int, UpTo(last_layer)] = 0
    head: Annotated[int, UpTo(last_head)] = 0
    other: Annotated[int, UpTo(last_layer)] = 1
    """The layer that changes its order with the first."""


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class BrokenStep(Step):
    """What the broken network says next; what the whole one does is the text family's NextToken."""

    logits: np.ndarray  # (vocab_size,) float32


def prepared() -> tuple[Request, ...]:
    """The runs that are shipped: see models/prepared.py."""
    return Inside(), NextToken(prompt=CAPITAL), Broken()
