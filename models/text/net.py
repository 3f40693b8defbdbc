"""SmolLM2's forward pass, a Llama-style Transformer, in numpy: each function is one formula.

Shapes: B texts, n new tokens, T tokens so far and new, H heads of width D, N rows: the new tokens of all texts that go
through together, one below the other, nothing padded. Everything is fp32.
Sources: Transformer, arXiv:1706.03762; RMS norm, arXiv:1910.07467; rotary positions, arXiv:2104.09864; SwiGLU,
arXiv:2002.05202; grouped queries, arXiv:2305.13245; Llama, arXiv:2302.13971.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np
from numba import float32

from models.engine.errors import RunFailed
from models.engine.translation import N_
from models.text.architecture import architecture, model_name
from models.text.attention import Cache, attend
from models.text.compiled import compiled


class Matrix(Protocol):
    """W, (rows, width)."""

    def __call__(self, x: np.ndarray) -> np.ndarray:
        """x @ W.T for x (n, width)."""

    def dense(self) -> np.ndarray:
        """W itself in fp32."""


@dataclass(frozen=True)
class Config:
    num_hidden_layers: int
    num_attention_heads: int
    num_key_value_heads: int
    head_dim: int
    rms_norm_eps: float
    rope_theta: float


@dataclass(frozen=True)
class Layer:
    input_layernorm: np.ndarray  # (width,)
    qkv_proj: Matrix  # q, k and v of all heads in one matrix: one product instead of three
    o_proj: Matrix
    post_attention_layernorm: np.ndarray
    gate_up_proj: Matrix
    down_proj: Matrix


@dataclass(frozen=True)
class Net:
    config: Config
    embed_tokens: Any  # embed_tokens.take(ids) → (n, width)
    layers: tuple[Layer, ...]
    norm: np.ndarray
    lm_head: Matrix  # for SmolLM2 the embeddings again ("tied")
    name: str
    sha256: str
    arithmetic: str


@dataclass
class Watch:
    """What a pass records on its way, and the heads it switches off."""

    ablated_heads: frozenset[tuple[int, int]] = frozenset()
    attentions: list[np.ndarray] = field(default_factory=list)  # of each layer (H, n, T) float16: the first text's
    hidden_states: list[np.ndarray] = field(default_factory=list)  # embedding and each layer's output, (n, width)


class Other(Protocol):
    """A network with arithmetic of its own (transformers_net.py), which offers the same."""

    name: str
    sha256: str
    arithmetic: str

    @property
    def config(self) -> Any:
        """num_hidden_layers, num_attention_heads, head_dim."""

    @property
    def weight_bytes(self) -> int: ...

    def new_cache(self) -> Any:
        """See attention.Cache: length, pick, copy, restore, nbytes."""

    def forward_together(self, passes: Sequence[Pass]) -> list[np.ndarray]: ...

    def final_norm(self, x: np.ndarray) -> np.ndarray: ...

    def lm_head(self, hidden_states: np.ndarray) -> np.ndarray: ...


AnyNet = Net | Other


def own(net: AnyNet) -> Net:
    """Our own network. Raises RunFailed for a model that runs in another: its matrices are not laid open."""
    if isinstance(net, Net):
        return net
    raise RunFailed(
        N_(
            "This server's model, {model}, cannot be opened up here: its layers are built differently from Llama's. "
            "Chapters that ask for its answers, attention or states work with it."
        ),
        model=model_name(),
    )


def new_cache(net: AnyNet, batch: int, capacity: int) -> Any:
    """For at most `capacity` tokens of each of `batch` texts. Raises RunFailed where the model reads fewer."""
    limit = architecture().context
    if capacity > limit:
        raise RunFailed(
            N_("With what follows, this text can have {n:,} tokens; this server's model reads {limit:,}. Shorten it."),
            n=capacity,
            limit=limit,
        )
    if not isinstance(net, Net):
        return net.new_cache()
    config = net.config
    return Cache(config.num_hidden_layers, batch, config.num_key_value_heads, config.head_dim, capacity)


Edit = Callable[[int, np.ndarray], None]


@dataclass(frozen=True)
class Pass:
    """New tokens of a text, or of several of equal length (such as beams), after those in the cache."""

    input_ids: np.ndarray  # (B, n)
    cache: Any  # of `new_cache`
    watch: Watch | None = None
    edit: Edit | None = None  # changes the residual stream, (B·n, width), in place: of depth 0, 1, … (see `record`)
    start: int | None = None  # the first new token's position, where that is not the number of tokens in the cache
    stride: int = 1  # from one new token's position to the next; 0: all of them stand at the first
    depth: int = 0  # layers that another pass went through already; it left `states`, (B·n, width), after them
    states: np.ndarray | None = None  # None: the embeddings, of depth 0. The cache then gets nothing of those layers


def forward(net: AnyNet, input_ids: np.ndarray, cache: Any, watch: Watch | None = None) -> np.ndarray:
    """(B, n) token ids → (B, n, width) hidden states after the final norm. Appends to the cache."""
    return forward_together(net, [Pass(input_ids, cache, watch)])[0]


def forward_together(net: AnyNet, passes: Sequence[Pass]) -> list[np.ndarray]:
    """The hidden states of each pass, bit for bit as if alone: a row's sums do not depend on the rows beside it."""
    if not isinstance(net, Net):
        return net.forward_together(passes)
    eps = net.config.rms_norm_eps
    ordered = sorted(passes, key=lambda p: p.depth)  # those that begin at a later layer join below the others
    cos, sin = rotary(net.config, np.concatenate([positions(p) for p in ordered]))
    x = np.empty((0, len(net.norm)), np.float32)  # the residual stream, (N, width)
    for i, layer in enumerate(net.layers):
        x = np.concatenate([x, *(begin(net, p) for p in ordered if p.depth == i)])
        if not len(x):
            continue
        under_way = [p for p in ordered if p.depth <= i]
        record(under_way, i, x)
        qkv = layer.qkv_proj(rms_norm(x, layer.input_layernorm, eps))
        x = x + layer.o_proj(attention(net.config, i, qkv, (cos[: len(x)], sin[: len(x)]), under_way))
        gate_up = layer.gate_up_proj(rms_norm(x, layer.post_attention_layernorm, eps))
        half = gate_up.shape[1] // 2
        x = x + layer.down_proj(silu(gate_up[:, :half]) * gate_up[:, half:])
    x = np.concatenate([x, *(begin(net, p) for p in ordered if p.depth == len(net.layers))])
    record(ordered, len(net.layers), x)
    hidden_states = rms_norm(x, net.norm, eps)
    for p in passes:
        p.cache.length += p.input_ids.shape[1]
    of_pass = {id(p): hidden_states[rows] for p, rows in zip(ordered, slices_of(ordered), strict=True)}
    return [of_pass[id(p)].reshape(*p.input_ids.shape, -1) for p in passes]


def begin(net: Net, p: Pass) -> np.ndarray:
    """(B·n, width): what the pass begins with."""
    return net.embed_tokens.take(p.input_ids.ravel()) if p.states is None else p.states


def final_norm(net: AnyNet, x: np.ndarray) -> np.ndarray:
    """(n, width) of the residual stream → (n, width), as after the last layer."""
    normed: np.ndarray = rms_norm(x, net.norm, net.config.rms_norm_eps) if isinstance(net, Net) else net.final_norm(x)
    return normed


def slices_of(passes: Sequence[Pass]) -> list[slice]:
    """Which rows are whose."""
    ends = np.cumsum([p.input_ids.size for p in passes]).tolist()
    return [slice(end - p.input_ids.size, end) for p, end in zip(passes, ends, strict=True)]


def positions(p: Pass) -> np.ndarray:
    """Each new token's position in its text, (B·n,)."""
    batch, n = p.input_ids.shape
    start = p.cache.length if p.start is None else p.start
    return np.tile(start + p.stride * np.arange(n), batch)


def record(passes: Sequence[Pass], depth: int, x: np.ndarray) -> None:
    """Edits and notes the residual stream of depth 0, the embeddings, or of depth n, after n layers."""
    for p, rows in zip(passes, slices_of(passes), strict=True):
        if p.edit:
            p.edit(depth, x[rows])
        if p.watch:
            p.watch.hidden_states.append(x[rows])


def silu(x: np.ndarray) -> np.ndarray:
    """x · sigmoid(x)"""
    # exp overflows to infinity for x below −88: the quotient is then 0, as it should be.
    with np.errstate(over="ignore"):
        return x / (1 + np.exp(-x))


@compiled
def rms_norm(x, weight, eps):
    """x / √(mean x² + ε) · weight for each row of x."""
    y = np.empty_like(x)
    for i in range(x.shape[0]):
        total = float32(0)
        for j in range(x.shape[1]):
            total += x[i, j] * x[i, j]
        scale = float32(1 / np.sqrt(total / float32(x.shape[1]) + float32(eps)))
        for j in range(x.shape[1]):
            y[i, j] = x[i, j] * scale * weight[j]
    return y


def rotary(config: Config, positions: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """cos and sin of position · theta^(−2i/D), each (N, 1, D): the angles by which queries and keys turn."""
    inv_freq = 1 / config.rope_theta ** (np.arange(0, config.head_dim, 2) / config.head_dim)
    angles = positions[:, None] * inv_freq
    angles = np.concatenate([angles, angles], axis=-1)[:, None]
    return np.cos(angles).astype(np.float32), np.sin(angles).astype(np.float32)


def rotate(x: np.ndarray, rotation: tuple[np.ndarray, np.ndarray]) -> np.ndarray:
    """Turns the pairs (x[i], x[i + D/2]) by their position's angles. x: (N, heads, D)."""
    cos, sin = rotation
    half = x.shape[-1] // 2
    return x * cos + np.concatenate([-x[..., half:], x[..., :half]], axis=-1) * sin


def attention(
    config: Config, i: int, qkv: np.ndarray, rotation: tuple[np.ndarray, np.ndarray], passes: Sequence[Pass]
) -> np.ndarray:
    """Self-attention of layer i, all heads: (N, …) → (N, H·D). Each text looks at its own tokens alone."""
    heads, kv_heads = config.num_attention_heads, config.num_key_value_heads
    by_head = qkv.reshape(len(qkv), heads + 2 * kv_heads, config.head_dim)
    rotated = rotate(by_head[:, : heads + kv_heads], rotation)
    mixed = np.empty((len(qkv), heads, config.head_dim), np.float32)
    for p, rows in zip(passes, slices_of(passes), strict=True):
        batch, n = p.input_ids.shape
        q_and_k = rotated[rows].reshape(batch, n, -1, config.head_dim)
        v = by_head[rows, heads + kv_heads :].reshape(batch, n, -1, config.head_dim)
        p.cache.write(i, q_and_k[:, :, heads:], v)
        weights = np.empty((batch, heads, n, p.cache.length + n), np.float32)
        out = mixed[rows].reshape(batch, n, heads, config.head_dim)  # a view: filled in place
        attend(q_and_k, p.cache.keys[i], p.cache.values[i], weights, out)
        if p.watch:
            p.watch.attentions.append(weights[0].astype(np.float16))
            out[:, :, [head for layer, head in p.watch.ablated_heads if layer == i]] = 0
    return mixed.reshape(len(qkv), -1)
