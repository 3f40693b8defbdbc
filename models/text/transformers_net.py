"""Any causal language model of transformers, behind the same calls as our own network: its arithmetic is the library's.

What a pass records or changes is taken at the borders of its layers, by hooks: there all these architectures have the
same residual stream, (B, n, width).
"""

from __future__ import annotations

import contextlib
import inspect
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from torch import Tensor, nn
from transformers import DynamicCache

from models.engine.translation import N_

if TYPE_CHECKING:
    from models.text.net import Pass, Watch

# What architectures call the norm after the last layer, and the matrix after a layer's heads.
FINAL_NORMS = ("norm", "ln_f", "final_layernorm", "final_layer_norm", "norm_f")
AFTER_HEADS = ("o_proj", "c_proj", "out_proj", "dense")


NO_POSITIONS = N_(
    "The positions of {model} (setting MODEL) cannot be set one by one, as hiding a word needs it. Name a model whose "
    "network takes position_ids."
)
NOT_FOUND = N_(
    "The layers, heads or last norm of {model} (setting MODEL) are not found where other models have them. Name one "
    "that is built of plain attention layers."
)
OTHER_NUMBERS = N_(
    "The model {model} (setting MODEL) would give other numbers here than transformers alone, so it is not run. Name "
    "another one."
)


class Unfit(ValueError):
    """A model of which these pages cannot show what they promise. Its text is a template, {model} the name."""


@dataclass(frozen=True)
class Shape:
    """As net.Config, so far as the runs of all chapters need it."""

    num_hidden_layers: int
    num_attention_heads: int
    head_dim: int


class TorchCache:
    """Keys and values of the tokens so far; the same calls as attention.Cache."""

    def __init__(self) -> None:
        self.kept = DynamicCache()  # without the settings: sliding layers keep all, too, and the masks do the rest

    @property
    def length(self) -> int:
        return int(self.kept.get_seq_length())

    @length.setter
    def length(self, n: int) -> None:
        for layer in self.kept.layers:
            layer.keys, layer.values = layer.keys[..., :n, :], layer.values[..., :n, :]

    @property
    def nbytes(self) -> int:
        return sum(part.nbytes for layer in self.kept.layers for part in (layer.keys, layer.values))

    def pick(self, texts: np.ndarray) -> None:
        for layer in self.kept.layers:
            index = torch.from_numpy(np.asarray(texts, np.int64))
            layer.keys, layer.values = layer.keys[index], layer.values[index]

    def copy(self) -> Any:
        return [(layer.keys, layer.values) for layer in self.kept.layers]  # torch.cat makes new ones, never writes here

    def restore(self, copied: Any) -> None:
        for layer, (keys, values) in zip(self.kept.layers, copied, strict=True):
            layer.keys, layer.values = keys, values


class TransformersNet:
    """Raises Unfit for a model in which layers, heads or the last norm are not found."""

    def __init__(self, model: Any, name: str) -> None:
        self.model, self.body, settings = model, model.base_model, model.config
        self.name, self.sha256, self.arithmetic = name, "", N_("fp32, by transformers")
        if "position_ids" not in inspect.signature(self.body.forward).parameters:
            raise Unfit(NO_POSITIONS)
        self.layers = self._layers(settings.num_hidden_layers)
        self.norm = self._child_of_body(FINAL_NORMS)
        self.after_heads = [_after_heads(layer) for layer in self.layers]
        heads = settings.num_attention_heads
        self.config = Shape(len(self.layers), heads, self._mixed_width() // heads)
        self._check()

    def _layers(self, count: int) -> Sequence[nn.Module]:
        lists = (part for part in self.body.modules() if isinstance(part, nn.ModuleList) and len(part) == count)
        found = next(lists, None)
        if found is None:
            raise Unfit(NOT_FOUND)
        return list(found)

    def _child_of_body(self, names: Sequence[str]) -> nn.Module:
        owner = next(part for part in self.body.modules() if any(child is self.layers[0] for child in _within(part)))
        found = next((child for name, child in owner.named_children() if name in names), None)
        if found is None:
            raise Unfit(NOT_FOUND)
        return found

    def _mixed_width(self) -> int:
        """Numbers that a token's heads give together."""
        weight: Tensor = self.after_heads[0].weight  # type: ignore[assignment]
        return int(weight.shape[0] if type(self.after_heads[0]).__name__ == "Conv1D" else weight.shape[1])

    @property
    def weight_bytes(self) -> int:
        return sum(weight.nbytes for weight in self.model.parameters())  # each once: a tied matrix is one parameter

    def new_cache(self) -> TorchCache:
        return TorchCache()

    def forward_together(self, passes: Sequence[Pass]) -> list[np.ndarray]:
        """One after the other, each as if alone."""
        return [self._forward(p) for p in passes]

    @torch.no_grad()
    def _forward(self, p: Pass) -> np.ndarray:
        from models.text.net import positions

        assert isinstance(p.cache, TorchCache)
        where = torch.from_numpy(positions(p).reshape(p.input_ids.shape).astype(np.int64))
        with self._watched(p):
            out = self.body(
                input_ids=torch.from_numpy(np.ascontiguousarray(p.input_ids, np.int64)),
                position_ids=where,
                past_key_values=p.cache.kept,
                use_cache=True,
                output_attentions=p.watch is not None,
            )
        if p.watch is not None:
            p.watch.attentions += [shares[0].numpy().astype(np.float16) for shares in out.attentions]
        states: np.ndarray = out.last_hidden_state.numpy()
        return states

    @contextlib.contextmanager
    def _watched(self, p: Pass) -> Iterator[None]:
        hooks = []
        if p.edit or p.watch or p.states is not None:
            for depth, part in enumerate([*self.layers, self.norm]):
                hooks.append(part.register_forward_pre_hook(_at_depth(p, depth), with_kwargs=True))
        if p.watch and p.watch.ablated_heads:
            for i, part in enumerate(self.after_heads):
                hooks.append(part.register_forward_pre_hook(_without_heads(p.watch, i, self.config.head_dim)))
        try:
            yield
        finally:
            for hook in hooks:
                hook.remove()

    @torch.no_grad()
    def final_norm(self, x: np.ndarray) -> np.ndarray:
        normed: np.ndarray = self.norm(torch.from_numpy(x)).numpy()
        return normed

    @torch.no_grad()
    def lm_head(self, hidden_states: np.ndarray) -> np.ndarray:
        """(n, width) → (n, vocab_size) logits, with what some architectures do to them in the end: Gemma 2 caps them
        (arXiv:2408.00118), Granite and Cohere scale them."""
        logits = self.model.get_output_embeddings()(torch.from_numpy(np.ascontiguousarray(hidden_states)))
        settings = self.model.config
        logits = (
            logits / (getattr(settings, "logits_scaling", None) or 1) * (getattr(settings, "logit_scale", None) or 1)
        )
        if cap := getattr(settings, "final_logit_softcapping", None):
            logits = cap * torch.tanh(logits / cap)
        found: np.ndarray = logits.numpy()
        return found

    @torch.no_grad()
    def _check(self) -> None:
        """The logits of a text read in two parts are the library's own of the whole, and the parts are where they are
        looked for: a model of which this does not hold is refused."""
        from models.text.net import Pass, Watch

        ids = np.arange(6)[None] % self.model.config.vocab_size
        whole = self.model(torch.from_numpy(ids)).logits[0].numpy()
        if not np.isfinite(whole).all():
            raise Unfit(OTHER_NUMBERS)
        cache, watch = self.new_cache(), Watch()
        first, last = (self._forward(Pass(part, cache, watch)) for part in (ids[:, :4], ids[:, 4:]))
        ours = self.lm_head(np.concatenate([first[0], last[0]]))
        if not np.allclose(ours, whole, atol=1e-4 * max(1.0, float(np.abs(whole).max()))):
            raise Unfit(OTHER_NUMBERS)
        shapes = {shares.shape for shares in watch.attentions}
        if shapes != {(self.config.num_attention_heads, 4, 4), (self.config.num_attention_heads, 2, 6)}:
            raise Unfit(NOT_FOUND)
        if len(watch.hidden_states) != 2 * (1 + len(self.layers)):
            raise Unfit(NOT_FOUND)
        if not np.allclose(self.final_norm(watch.hidden_states[-1]), last[0], atol=1e-4):
            raise Unfit(NOT_FOUND)


def _within(part: nn.Module) -> list[nn.Module]:
    """The layers that a module holds in a list of its own."""
    return [layer for child in part.children() if isinstance(child, nn.ModuleList) for layer in child]


def _after_heads(layer: nn.Module) -> nn.Module:
    for name, part in layer.named_modules():
        owner, _, own = name.rpartition(".")
        if own in AFTER_HEADS and "att" in owner:
            return part
    raise Unfit(NOT_FOUND)


def _at_depth(p: Pass, depth: int) -> Callable[..., Any]:
    """Edits and notes what enters a layer, or the last norm. A pass that begins at a later layer goes through those
    below all the same, from the embeddings: what it begins with takes the place of what they give."""

    def hook(_module: nn.Module, args: tuple[Any, ...], kept: dict[str, Any]) -> Any:
        given = args[0] if args else kept["hidden_states"]
        x = given.detach().reshape(-1, given.shape[-1]).numpy().copy()
        if depth < p.depth:
            return None
        begins = p.states is not None and depth == p.depth
        if begins:
            x = p.states.copy()  # type: ignore[union-attr]
        if p.edit:
            p.edit(depth, x)
        if p.watch:
            p.watch.hidden_states.append(x)
        if not p.edit and not begins:
            return None
        changed = torch.from_numpy(x).reshape(given.shape)
        return ((changed, *args[1:]), kept) if args else (args, {**kept, "hidden_states": changed})

    return hook


def _without_heads(watch: Watch, layer: int, width: int) -> Callable[..., Any]:
    heads = [head for i, head in watch.ablated_heads if i == layer]

    def hook(_module: nn.Module, args: tuple[Any, ...]) -> Any:
        x = args[0].clone()
        for head in heads:
            x[..., width * head : width * (head + 1)] = 0
        return (x, *args[1:])

    return hook
