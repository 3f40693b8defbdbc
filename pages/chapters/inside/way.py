"""The main figure: the token's way from box to box, and the vector that grows on it."""

from __future__ import annotations

import streamlit as st

from models.engine import Trace
from models.engine.translation import N_
from models.inside.kinds import Inside, InsideStep
from models.prepared import prepared
from models.shared_engine import engine
from models.text import tokenizer
from models.text.architecture import architecture
from pages.basics import memo
from pages.basics.language import _
from pages.chapters.inside import numbers
from pages.figures.components.token_way import WayPart, token_way
from pages.frame import controls
from pages.frame.frame import Frame
from pages.frame.table import Table

OPENED = "_inside_opened"
SHOWN = 3  # tokens that the lens shows at each depth

# Name, title, second line, stage, and whether it is one of the six in words.
BOXES = (
    ("tokens", N_("Tokens"), N_("the text in pieces"), "before", True),
    ("embedding", N_("Embedding"), N_("a piece becomes {width} numbers"), "before", True),
    ("norm_1", N_("Normalise"), N_("{width} numbers to one size"), "layer", False),
    ("attention", N_("Attention"), N_("takes from other tokens"), "layer", True),
    ("mix", N_("Mix, add back"), N_("{heads} heads become {width} numbers"), "layer", False),
    ("norm_2", N_("Normalise again"), N_("{width} numbers to one size"), "layer", False),
    ("mlp", N_("MLP"), N_("{mlp} neurons answer"), "layer", True),
    ("down", N_("Add back"), N_("{mlp} answers become {width} numbers"), "layer", False),
    ("stream", N_("Residual stream"), N_("the sum of all that was added"), "after", True),
    ("norm", N_("Last norm"), N_("{width} numbers to one size"), "after", False),
    ("logits", N_("Output matrix"), N_("{width} numbers become {vocab} logits"), "after", False),
    ("output", N_("Next token"), N_("a probability for each token"), "after", True),
)
PLAIN = {
    "norm_1": "attention",
    "mix": "attention",
    "norm_2": "mlp",
    "down": "mlp",
    "norm": "output",
    "logits": "output",
}


def run(page: Frame, request: Inside) -> Trace:
    """The shipped run as it is, or this text's own."""
    engine().warm_up(request.family)  # for a text of the visitor's own, which may come next
    return prepared(request) or page.run(request)


def of(trace: Trace) -> InsideStep:
    step = trace.last
    assert isinstance(step, InsideStep)
    return step


def asked(trace: Trace) -> Inside:
    assert isinstance(trace.request, Inside)
    return trace.request


def chosen(page: Frame) -> str:
    """The open box: in plain words, the one of the six that it belongs to."""
    box = str(controls.keep("box"))
    return box if page.deep else PLAIN.get(box, box)


def parts(deep: bool) -> list[WayPart]:
    model = architecture()
    named = {"width": model.width, "heads": model.heads, "mlp": f"{model.mlp_width:,}"}
    named["vocab"] = f"{tokenizer.vocab_size:,}"
    return [
        WayPart(name=name, title=_(title), sub=_(sub).format(**named), stage=stage)
        for name, title, sub, stage, plain in BOXES
        if plain or deep
    ]


def draw(page: Frame, trace: Trace) -> None:
    step = of(trace)
    token_way(
        parts(page.deep),
        memo.of(trace, "stream", lambda: numbers.stream(step)),
        [
            [(tokenizer.visible(i), p) for i, p in zip(ids[:SHOWN], probs[:SHOWN], strict=True)]
            for ids, probs in zip(step.lens_ids.tolist(), step.lens_probs.tolist(), strict=True)
        ],
        chosen=chosen(page),
        key="way",
        label=_("The way of one token through the network"),
        autoplay=page.shows(trace.request),
        on_pick=_open,
        on_depth=_stop_at,
    )


def _open(name: str) -> None:
    controls.put(box=name)
    st.session_state[OPENED] = opened() + 1


def _stop_at(depth: int) -> None:
    """The boxes of a layer show the one that the film stopped at."""
    if depth > 0:
        controls.put(inside_layer=depth - 1)


def opened() -> int:
    """How often this visit opened a box."""
    return int(st.session_state.get(OPENED, 0))


def table(trace: Trace) -> Table:
    step = of(trace)
    return {
        _("after layers"): list(range(len(step.lens_ids))),
        _("likeliest token, read out here"): [tokenizer.visible(i) for i in step.lens_ids[:, 0].tolist()],
        _("probability of it (%)"): (100 * step.lens_probs[:, 0]).round(2).tolist(),
        _("probability of the final favourite (%)"): (100 * step.lens_candidates[:, 0]).round(4).tolist(),
    }
