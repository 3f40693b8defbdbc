"""The matrices of a layer beside which an update learns."""

from __future__ import annotations

MODULES = {
    "q_proj": "self_attn",
    "k_proj": "self_attn",
    "v_proj": "self_attn",
    "o_proj": "self_attn",
    "gate_proj": "mlp",
    "up_proj": "mlp",
    "down_proj": "mlp",
}
"""Each matrix, and the part of the layer it is in, as transformers names them."""
NAMES = tuple(MODULES)
SCALE = 2.0  # α / rank
