"""The main figure: one written text, what a token of it cost, and where that stands on a scale to GPT-3's training."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from models.cost import arithmetic
from models.cost.energy import HIGH_WATTS, LOW_WATTS
from models.cost.kinds import Meter, MeterStep
from models.cost.published import ENERGIES, GPT3, MODELS
from models.cost.runs import multiply_adds
from models.diffusion.kinds import FewSteps, TextToImage
from models.engine import Step, Trace
from models.engine.requests import Request
from models.prepared import prepared
from models.shared_engine import engine
from models.text import tokenizer
from models.text.architecture import architecture
from models.tiny_transformer.kinds import Train
from pages.basics import memo, theme
from pages.basics.language import _
from pages.basics.words import escape, fill, milliseconds, show
from pages.chapters.cost import charts
from pages.chapters.cost.charts import Rung
from pages.chapters.cost.numbers import Spent, of_wall, ratio_option, spent
from pages.chapters.cost.units import between, digits, si
from pages.frame import registry
from pages.frame import spent as spent_elsewhere
from pages.frame.frame import Frame
from pages.frame.table import Table

TILE = 145  # pixels: two beside each other on a phone, four on a screen
OTHERS: dict[str, Request] = {"picture": TextToImage(), "student": FewSteps(), "training": Train()}
"""Shipped runs of other chapters."""


def run(page: Frame, request: Meter) -> Trace:
    """The shipped run as it is; any other is written token by token."""
    engine().warm_up(request.family)  # for a text of the visitor's own, which may come next
    known = prepared(request)
    trace = known or page.watch(request, _growing, MeterStep, planned=request.max_new_tokens)
    if spent(trace.steps) is None:  # stopped before its first token
        page.say_stopped(trace)
        trace = prepared(Meter()) or st.stop()
    return trace


def _growing(steps: Sequence[Step]) -> None:
    tokens = [step for step in steps if isinstance(step, MeterStep)]
    st.text(f"{tokenizer.decode([step.token_id for step in tokens])} ▌")
    if tokens:
        st.markdown(f":small[{milliseconds(tokens[-1].milliseconds)}]")


def of(trace: Trace) -> Spent:
    given = memo.of(trace, "spent", lambda: spent(trace.steps))
    assert given is not None, "run gives a trace that has a token"
    return given


def text_of(trace: Trace) -> str:
    """What was written; line ends as ↵, so that a poem does not push the figure away."""
    ids = [step.token_id for step in trace.steps if isinstance(step, MeterStep)]
    return tokenizer.decode([i for i in ids if i not in tokenizer.end_ids]).replace("\n", "↵")


def draw(page: Frame, trace: Trace, scale: str) -> None:
    given, request = of(trace), trace.request
    assert isinstance(request, Meter)
    st.text(f"{request.prompt}▸{text_of(trace)}")
    page.say_stopped(trace)
    tiles(given)
    rungs, unit = (energies(given), "J") if scale == "energy" else (operations(given), "FLOP")
    page.figure(
        charts.ladder(rungs, unit, theme.palette()),
        f"ladder-{scale}",
        alt=_(
            "What runs here and elsewhere take, on a logarithmic scale from a token to the training of large models."
        ),
        table_elsewhere=True,
    )
    st.markdown(f":small[{method(given) if scale == 'energy' else _counting()}]")


def tiles(given: Spent) -> None:
    """What a token cost, in four numbers."""
    energy = si(given.token_joules[0], "J") if given.counted else between(*given.token_joules, "J")
    rows = (
        (milliseconds(given.milliseconds), _("time a token")),
        (si(given.token_multiply_adds, ""), _("multiply-adds a token")),
        (si(given.token_bytes, "B"), _("from memory a token, at least")),
        (energy, _("energy a token, measured") if given.counted else _("energy a token, estimated")),
    )
    with st.container(horizontal=True, gap="small", key="cost-tiles"):
        for value, name in rows:
            st.markdown(f"**{escape(value)}**  \n:small[{name}]", width=TILE)


def method(given: Spent) -> str:
    """How the joules here were got."""
    if given.counted:
        text = _(
            "Blue: read from the energy counters of {n:,|processor|processors}, with whatever else they did meanwhile. "
            "Pictures and training: estimated as a range."
        )
        return fill(text, {"n": given.machine.counted})
    text = _(
        "Blue: estimated. This machine shows no energy counter, so processor time is multiplied by {low} to {high} W "
        "for a busy core, without memory, idle and cooling. Points of different boundaries count different things."
    )
    return fill(text, {"low": show(LOW_WATTS, ".2f"), "high": show(HIGH_WATTS, ".1f")})


def _counting() -> str:
    return _("One multiply-add is two operations (FLOP). Other models: formulas 2N and 6ND with their published sizes.")


def energies(given: Spent) -> list[Rung]:
    """Here: a token, this text, shipped runs of other chapters and the visit's last; elsewhere: what others
    published."""
    boundary = "counters" if given.counted else "cores"
    rungs = [Rung(_("A token here"), *given.token_joules, boundary), Rung(_("This text here"), *given.joules, boundary)]
    for key, name in (("student", _("A picture here, 4 steps")), ("training", _("A training here"))):
        trace = prepared(OTHERS[key])
        if trace is not None:
            rungs.append(Rung(name, *of_wall(trace.milliseconds, given.machine.cores), "cores"))
    last = spent_elsewhere.last()
    if last:
        rungs.append(Rung(_yours(last[0]), *of_wall(last[1].milliseconds, given.machine.cores), "cores"))
    return rungs + [Rung(_(e.name), e.joules, e.joules, e.boundary, _(e.note)) for e in ENERGIES]


def _yours(slug: str) -> str:
    return _("Your last run: {chapter}").format(chapter=_(registry.chapter(slug).title))


def operations(given: Spent) -> list[Rung]:
    """The same in operations."""
    here = [
        (_("A token here"), given.token_multiply_adds),
        (_("This text here"), given.multiply_adds.total),
        (_("A picture here, 4 steps"), count_of("student")),
        (_("A training here"), count_of("training")),
    ]
    last = spent_elsewhere.last()
    if last:
        here.append((_yours(last[0]), last[1].multiply_adds))
    rungs = [Rung(name, *2 * (arithmetic.FLOP * count,), "here") for name, count in here if count]
    token = arithmetic.flop_per_token(GPT3.active)
    rungs.append(Rung(_("A token of {model}").format(model=GPT3.name), token, token, "formula"))
    for model in MODELS:
        flop = arithmetic.flop_of_training(model.active, model.tokens)
        rungs.append(Rung(_("Training {model}").format(model=model.name), flop, flop, "formula"))
    return rungs


def count_of(key: str) -> int | None:
    """Multiply-adds of a shipped run of another chapter."""
    trace = prepared(OTHERS[key])
    return None if trace is None else multiply_adds(trace)


def table(trace: Trace, scale: str) -> Table:
    given = of(trace)
    rungs, unit = (energies(given), "J") if scale == "energy" else (operations(given), "FLOP")
    ordered = sorted(rungs, key=lambda rung: rung.high)
    sources = {_(e.name): f"{e.source}, {e.year}" if e.year else e.source for e in ENERGIES}
    sources |= {_("Training {model}").format(model=m.name): f"{m.source}, {m.year}" for m in MODELS}
    sources |= {_("A token of {model}").format(model=GPT3.name): f"{GPT3.source}, {GPT3.year}"}
    return {
        _("run"): [rung.name for rung in ordered],
        _("low ({unit})").format(unit=unit): [f"{rung.low:.3g}" for rung in ordered],
        _("high ({unit})").format(unit=unit): [f"{rung.high:.3g}" for rung in ordered],
        _("boundary"): [charts.name_of(rung.boundary) for rung in ordered],
        _("how"): [rung.note or "–" for rung in ordered],
        _("source"): [sources.get(rung.name, "–") for rung in ordered],
    }


def values(trace: Trace) -> dict[str, object]:
    """What the lesson's sentences name."""
    given, low_high = of(trace), of(trace).joules
    gemini = next(e for e in ENERGIES if e.boundary == "data_centre")
    chips = next(e for e in ENERGIES if e.name == "A Gemini prompt, chips")
    water = next(e for e in ENERGIES if e.boundary == "physics")
    parts = given.passes()[-1]
    return {
        "prompt_tokens": given.prompt,
        "written": given.written,
        "time": milliseconds(given.milliseconds),
        "fastest": milliseconds(given.fastest),
        "slowest": milliseconds(given.slowest),
        "n": len(given.later),
        "multiply_adds": si(given.token_multiply_adds, ""),
        "moved": si(given.token_bytes, "B"),
        "weights": si(given.machine.weight_bytes, "B"),
        "energy": si(low_high[0], "J") if given.counted else between(*low_high, "J"),
        "how": _("measured") if given.counted else _("estimated"),
        "texts_low": digits(water.joules / low_high[1]),
        "texts_high": digits(water.joules / low_high[0]),
        "ratio": given.without_cache,
        "option": ratio_option(given.without_cache),
        "with_cache": si(given.multiply_adds.total, ""),
        "without": si(given.multiply_adds.total * given.without_cache, ""),
        "attention_share": parts.attention / parts.total,
        "output_share": parts.output / parts.total,
        "width": architecture().width,
        "gemini_ratio": gemini.joules / chips.joules,
        "layers": architecture().layers,
        "last": parts.total,
        "last_attention": parts.attention,
    }
