"""The open box, with this run's numbers. To open one costs no pass of the model."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import streamlit as st

from models.engine import Trace
from models.inside.kinds import InsideStep
from models.text import tokenizer
from pages.basics.language import _
from pages.basics.words import fill, show
from pages.chapters.inside import mlp, numbers, score, stream, way
from pages.figures.components.bars import Bar, probability_bars
from pages.figures.components.into_view import into_view
from pages.figures.components.token_strip import TokenCell, token_strip
from pages.figures.components.vectors import Vector, vectors
from pages.frame import controls
from pages.frame.frame import Frame

IN_LAYER = ("norm_1", "attention", "mix", "norm_2", "mlp", "down")


def draw(page: Frame, trace: Trace) -> None:
    step, box = way.of(trace), way.chosen(page)
    title = next(title for name, title, *_rest in way.BOXES if name == box)
    with st.container(key="open-box"):
        st.header(_("Open box: {name}").format(name=_(title)), anchor=False)
    layer = 0
    if box in IN_LAYER:
        layer = min(int(controls.draw("inside_layer")), len(step.gates) - 1)
    drawn: dict[str, Callable[[], None]] = {
        "tokens": lambda: _tokens(step),
        "embedding": lambda: _embedding(step),
        "norm_1": lambda: _norm(step.attention_inputs[layer], stream.before(step, layer)),
        "attention": lambda: score.draw(page, step, layer),
        "mix": lambda: _mix(step, layer),
        "norm_2": lambda: _norm(step.mlp_inputs[layer], stream.before(step, layer) + step.attention_outputs[layer]),
        "mlp": lambda: mlp.draw(page, step, layer),
        "down": lambda: _down(step, layer),
        "stream": lambda: stream.draw(page, trace),
        "norm": lambda: _norm(step.final, numbers.stream(step)[-1]),
        "logits": lambda: _logits(page, step),
        "output": lambda: _output(step),
    }
    with st.container(key=f"box-{box}"):
        drawn[box]()
    into_view("open-box", way.opened(), narrow=True)


def piece(step: InsideStep) -> str:
    """The token whose way it is."""
    return tokenizer.visible(int(step.input_ids[step.position]))


def _tokens(step: InsideStep) -> None:
    cells = [
        TokenCell(text=tokenizer.visible(i), sub=str(i), title=_("position {n}").format(n=place))
        for place, i in enumerate(step.input_ids.tolist())
    ]
    token_strip(cells, key="inside-tokens", label=_("The tokens of your text"), selected=step.position, pickable=False)
    text = _(
        "The text is cut into {n} tokens; under each is its number in the list of {vocab:,}. All of them go through "
        "the network at once. The one followed here is **{piece}**, number {place}."
    )
    values = {"n": len(step.input_ids), "vocab": tokenizer.vocab_size, "piece": piece(step), "place": step.position + 1}
    st.markdown(fill(text, values))


def _embedding(step: InsideStep) -> None:
    text = _(
        "Row {row} of a table with {vocab:,} rows: the {width} numbers that stand for **{piece}** in every text. They "
        "were learned. Nothing in them says where the token stands, or what stands around it."
    )
    row = int(step.input_ids[step.position])
    values = {"row": row, "vocab": tokenizer.vocab_size, "width": len(step.embedding), "piece": piece(step)}
    st.markdown(fill(text, values))
    shape = f"{tokenizer.vocab_size:,} × {len(step.embedding)}"
    _show("embedding", _("embedding"), step.embedding, _("one row of {shape}").format(shape=shape))


def _show(key: str, name: str, vector: np.ndarray, shape: str = "") -> None:
    vectors(
        [Vector(name=name, shape=shape or _("{n} numbers").format(n=len(vector)), numbers=vector)],
        key=f"vector-{key}",
        label=name,
    )


def _norm(after: np.ndarray, before: np.ndarray) -> None:
    size = float(np.sqrt(np.mean(before.astype(np.float64) ** 2)))
    text = _(
        "Before it is read, the vector is brought to one size: each number is divided by {size:.3g}, the root of the "
        "mean square of all {n}, and multiplied by a number of its own that was learned. The stream itself stays as it "
        "is."
    )
    st.markdown(fill(text, {"size": size, "n": len(before)}))
    shape = _("{n} numbers").format(n=len(after))
    vectors(
        [
            Vector(name=_("residual stream"), shape=shape, numbers=before),
            Vector(name=_("normalised"), shape=shape, numbers=after),
        ],
        key="vector-norm",
        label=_("Before and after"),
    )


def _mix(step: InsideStep, layer: int) -> None:
    heads, dim = step.queries.shape[1:]
    width = len(step.embedding)
    mixed = numbers.mixed(step, layer)
    text = _(
        "The {heads} heads lay down {dim} numbers each, side by side. A matrix of {width} × {inner} mixes them, and "
        "the result is added to the stream: this is what attention of layer {layer} has to say about **{piece}**."
    )
    values = {"heads": heads, "dim": dim, "width": width, "inner": len(mixed), "layer": layer, "piece": piece(step)}
    st.markdown(fill(text, values))
    rows = [_("head {n}").format(n=n) for n in range(heads)]
    before = stream.before(step, layer)
    numbers_of = _("{n} numbers")
    vectors(
        [
            Vector(name=_("from all heads"), shape=f"{heads} × {dim}", numbers=mixed, row=dim, rows=rows),
            Vector(
                name=_("what attention adds"), shape=numbers_of.format(n=width), numbers=step.attention_outputs[layer]
            ),
            Vector(
                name=_("stream after that"),
                shape=numbers_of.format(n=width),
                numbers=before + step.attention_outputs[layer],
            ),
        ],
        key="vector-mix",
        label=_("Mix and add back"),
    )


def _down(step: InsideStep, layer: int) -> None:
    answers, width = numbers.answers(step, layer), len(step.embedding)
    text = _(
        "Each of the {mlp:,} neurons has a direction of {width} numbers. The directions are added up, each times its "
        "neuron's answer: a matrix of {width} × {mlp:,}. The result is added to the stream."
    )
    st.markdown(fill(text, {"mlp": len(answers), "width": width}))
    shape = _("{n} numbers").format(n=width)
    vectors(
        [
            Vector(name=_("what the MLP adds"), shape=shape, numbers=step.mlp_outputs[layer]),
            Vector(name=_("stream after that"), shape=shape, numbers=stream.before(step, layer + 1)),
        ],
        key="vector-down",
        label=_("Add back"),
    )


def _logits(page: Frame, step: InsideStep) -> None:
    width = len(step.final)
    text = _(
        "A matrix of {vocab:,} × {width} holds a direction for each token; here it is the embedding once more. A "
        "token's logit is the product of its direction with the vector: number by number, then summed. For **{top}** "
        "it is {logit:.2f}; the mean over all tokens is {mean:.2f}."
    )
    if step.parameters[-1]:
        text = _(
            "A matrix of {vocab:,} × {width} holds a direction for each token. A token's logit is the product of its "
            "direction with the vector: number by number, then summed. For **{top}** it is {logit:.2f}; the mean over "
            "all tokens is {mean:.2f}."
        )
    values = {"vocab": tokenizer.vocab_size, "width": width, "top": tokenizer.visible(int(step.candidates[0]))}
    st.markdown(fill(text, values | {"logit": float(step.logits[0]), "mean": step.mean_logit}))
    _show("final", _("after the last norm"), step.final)
    page.table(
        {
            _("token"): [tokenizer.visible(i) for i in step.candidates.tolist()],
            _("its logit"): step.logits.round(3).tolist(),
            _("probability (%)"): (100 * step.probs).round(2).tolist(),
        },
        caption=_("Logits of the likeliest tokens"),
    )


def _output(step: InsideStep) -> None:
    text = _(
        "{vocab:,} logits become {vocab:,} probabilities: e to the power of each, divided by the sum of all. **{top}** "
        "gets {prob:.1%}. One logit more multiplies the odds by e, about 2.7."
    )
    top = tokenizer.visible(int(step.candidates[0]))
    values = {"vocab": tokenizer.vocab_size, "top": top, "prob": float(step.probs[0])}
    st.markdown(fill(text, values))
    probability_bars(
        [
            Bar(id=i, text=tokenizer.visible(i), prob=p, title=_("logit {z}").format(z=show(z, ".2f")))
            for i, p, z in zip(step.candidates.tolist(), step.probs.tolist(), step.logits.tolist(), strict=True)
        ],
        key="inside-output",
        label=_("Next token"),
        pickable=False,
    )
