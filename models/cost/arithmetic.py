"""How many multiply-adds a text costs, and how many bytes have to come from memory: formulas, torch-free.

One multiply-add is two floating-point operations (FLOP). Norms, softmax and rotary positions are left out, as everybody
does who counts: they are under one per cent. Sources: Kaplan et al., arXiv:2001.08361, appendix on 2N and 6ND; bytes,
Pope et al., arXiv:2211.05102.
"""

from __future__ import annotations

from dataclasses import dataclass

from models.text.architecture import Architecture

FLOP = 2  # floating-point operations in a multiply-add
FP32_BYTES = 4
BACKWARD = 2  # a training step goes forward once, and back at twice that price


@dataclass(frozen=True)
class MultiplyAdds:
    """Of a pass or of several, by part of the network."""

    projections: int = 0  # queries, keys, values and the output of the heads
    attention: int = 0  # queries with keys, weights with values: the only part that grows with the text
    mlp: int = 0
    output: int = 0  # a score for each token of the vocabulary

    @property
    def total(self) -> int:
        return self.projections + self.attention + self.mlp + self.output

    def __add__(self, other: MultiplyAdds) -> MultiplyAdds:
        return MultiplyAdds(
            self.projections + other.projections,
            self.attention + other.attention,
            self.mlp + other.mlp,
            self.output + other.output,
        )


def of_pass(shape: Architecture, new: int, past: int = 0, scored: int = 1, causal: bool = True) -> MultiplyAdds:
    """A pass over `new` tokens after `past` ones in the cache; the next token is scored after `scored` of them.

    Causal: no token looks at later ones, so those products are not computed. Many libraries compute and discard them.
    """
    heads_width, kv_width = shape.heads * shape.head_dim, shape.kv_heads * shape.head_dim
    pairs = sum(past + i + 1 for i in range(new)) if causal else new * (past + new)
    return MultiplyAdds(
        projections=new * shape.layers * 2 * shape.width * (heads_width + kv_width),
        attention=pairs * shape.layers * 2 * heads_width,
        mlp=new * shape.layers * (3 if shape.gated else 2) * shape.width * shape.mlp_width,
        output=scored * shape.width * shape.vocab,
    )


def of_text(shape: Architecture, prompt: int, written: int, cache: bool = True) -> list[MultiplyAdds]:
    """Of each written token. With a cache the first reads the prompt, each later one a single token; without, each
    reads the whole text again."""
    if cache:
        return [of_pass(shape, prompt), *(of_pass(shape, 1, prompt + i) for i in range(written - 1))]
    return [of_pass(shape, prompt + i) for i in range(written)]


def total(passes: list[MultiplyAdds]) -> MultiplyAdds:
    return sum(passes, MultiplyAdds())


def matrix_numbers(shape: Architecture) -> int:
    """Parameters in matrices, the embeddings counted once: they are the output too. Without the norms' vectors."""
    per_token = of_pass(shape, 1, scored=1)
    return per_token.projections + per_token.mlp + per_token.output


def cache_bytes_per_token(shape: Architecture) -> int:
    """A key and a value in each layer, in fp32."""
    return 2 * shape.layers * shape.kv_heads * shape.head_dim * FP32_BYTES


def bytes_of_pass(shape: Architecture, weight_bytes: int, new: int, past: int = 0) -> int:
    """Least that has to come from memory: each weight once a pass, whatever the number of tokens in it; keys and
    values of earlier tokens read, those of new ones written. Processors with large caches may need less from outside
    them, and no program needs less in all."""
    return weight_bytes + (past + new) * cache_bytes_per_token(shape)


def bytes_of_text(shape: Architecture, weight_bytes: int, prompt: int, written: int) -> int:
    later = (bytes_of_pass(shape, weight_bytes, 1, prompt + i) for i in range(written - 1))
    return bytes_of_pass(shape, weight_bytes, prompt) + sum(later)


def flop_per_token(parameters: float) -> float:
    """2N: each parameter is multiplied and added once."""
    return FLOP * parameters


def flop_of_training(parameters: float, tokens: float) -> float:
    """6ND: 2N forward and 4N back for each token."""
    return FLOP * (1 + BACKWARD) * parameters * tokens
