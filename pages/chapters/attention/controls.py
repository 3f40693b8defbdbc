"""Controls of Attention: the text, the head shown, the heads that are off, and the lower figures."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated, Literal

from models.engine.requests import Checked
from models.engine.translation import N_
from models.text.architecture import architecture
from models.text.up_to import UpTo, last_head, last_layer
from pages.chapters.attention.heads_off import Ablation
from pages.frame.control import Control
from pages.frame.shared_rows import PROMPT


@dataclass(frozen=True, kw_only=True, slots=True)
class AttentionView(Checked):
    """What the figures show. No model sees it, so changing it costs no forward pass."""

    layer: Annotated[int, UpTo(last_layer)] = field(default_factory=lambda: min(16, last_layer()))
    head: Annotated[int, UpTo(last_head)] = 0
    look: Literal["lens", "parked"] = "lens"


ROWS = (
    PROMPT,
    Control("layer", AttentionView, "layer", N_("Layer"), N_("Counted from 0, the layer that sees the text first."),
            everywhere=True),
    Control("head", AttentionView, "head", N_("Head"), N_("Each layer has {n} heads, counted from 0."),
            numbers=lambda: {"n": architecture().heads}, everywhere=True),
    Control("off", Ablation, "off", N_("Heads switched off"),
            N_("Written as layer.head, for example 3.2; 0.* is the whole layer 0."), live=True, one_line=True,
            everywhere=True),
    Control("look", AttentionView, "look", N_("Look closer"), N_("What the lower figure shows."),
            {"lens": N_("Logit lens: what each layer would write"),
             "parked": N_("How much goes to the first token")}),
)  # fmt: skip
