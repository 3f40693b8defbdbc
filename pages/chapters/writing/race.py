"""The race: six ways to choose the next token on one prompt and seed, run one after another, drawn as each arrives."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from models.engine import Trace
from models.engine.steps import Step
from models.engine.translation import N_
from models.prepared import prepared
from models.text import tokenizer
from models.text.kinds import Write
from pages.basics import theme
from pages.basics.language import _
from pages.basics.words import escape, fill, show
from pages.chapters.writing import charts
from pages.chapters.writing import text as writing_text
from pages.chapters.writing.live import so_far
from pages.chapters.writing.text import Floats, Ids
from pages.frame import later, running
from pages.frame.frame import Frame

RELEVANT = {
    "greedy": (),
    "beam": ("num_beams",),
    "sample": ("temperature", "top_k", "top_p", "min_p", "seed"),
}  # what has no effect stays at its default, so that equal experiments are one request
ALWAYS = ("prompt", "chat", "max_new_tokens", "repetition_penalty", "stop")
K, P, MIN_P = 40, 0.9, 0.1  # of the racers, where the visitor's own filter is off
SOON = 20  # tokens


def relevant(settings: Mapping[str, Any]) -> dict[str, Any]:
    """Of all the fields of Write, those that matter for the method."""
    return {name: settings[name] for name in ("method", *ALWAYS, *RELEVANT[settings["method"]])}


def racers(settings: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Label → fields of its Write. Each filter runs alone, at the visitor's value or, where it is off, a usual one."""
    k, p = settings["top_k"] or K, settings["top_p"] if settings["top_p"] < 1 else P
    min_p = settings["min_p"] or MIN_P
    sample = relevant({**settings, "method": "sample", "top_k": 0, "top_p": 1.0, "min_p": 0.0})
    return {
        _("Greedy"): relevant({**settings, "method": "greedy"}),
        _("Beam search, {n}").format(n=settings["num_beams"]): relevant({**settings, "method": "beam"}),
        _("Top-k {k}").format(k=k): {**sample, "top_k": k},
        _("Top-p {p:g}").format(p=p): {**sample, "top_p": p},
        _("Min-p {p:g}").format(p=min_p): {**sample, "min_p": min_p},
        _("Sampling"): sample,
    }


@dataclass(frozen=True, eq=False)
class Racer:
    """What the race compares. Log-probabilities are natural, in the model's own distribution."""

    ids: Ids
    logprobs: Floats
    speed: float  # tokens per second

    @property
    def text(self) -> str:
        return writing_text.text(self.ids)

    @property
    def numbers(self) -> dict[str, float]:
        return {
            "tokens": len(self.ids),
            "total": float(self.logprobs.sum()),
            "mean": float(self.logprobs.mean()),
            "repeated": writing_text.repetition(self.ids),
            "distinct": writing_text.distinct(self.ids),
            "speed": self.speed,
        }


def repeats_when(again: int | None) -> str:
    """Which option of the prediction is right. again: after how many tokens a run occurs a second time, if it does."""
    return "never" if again is None else "soon" if again <= SOON else "late"


def is_greedy(request: Write) -> bool:
    """Whether this text is the very one that the prediction asks about."""
    method = "greedy" if request.method == "sample" and request.temperature == 0 else request.method
    return method == "greedy" and request.repetition_penalty == 1


def greedy_repeats(request: Write) -> tuple[str, dict[str, Any]]:
    """The answer to the chapter's prediction, under the text that gives it: when greedy search first repeats itself."""
    usual = Write(method="greedy")
    trace = running.aside(replace(usual, prompt=request.prompt, chat=request.chat)) or prepared(usual)
    if trace is None:
        st.stop()
    ids = writing_text.new_ids(trace.steps)
    st.text(f"{trace.request.prompt}{writing_text.text(ids)}")  # type: ignore[attr-defined]
    again = writing_text.first_repeat(ids)
    if again is None:
        return repeats_when(again), {"repeat": _("No run of three tokens occurs twice.")}
    run = "".join(tokenizer.visible(int(i)) for i in ids[again - writing_text.NGRAM : again])
    repeats = _("With token {n}, {run} occurs a second time.").format(n=again, run=run)
    return repeats_when(again), {"repeat": repeats}


def draw(page: Frame, settings: Mapping[str, Any]) -> None:
    """The race of the settings it was opened with. Moving a slider starts no new one: a button does."""
    now = {label: Write(**its) for label, its in racers(settings).items()}
    if later.granted("race"):
        st.session_state["_race"] = now
    started: dict[str, Write] = st.session_state.setdefault("_race", now)
    if started != now:
        st.button(
            _("Run the race with the new settings"),
            type="primary",
            icon=":material/sports_score:",
            on_click=later.wish,
            args=("race",),
            key="_run_race",
        )
    finished = _run(started)
    if len(finished) == len(started):
        _compare(page, finished)


def _run(started: Mapping[str, Write]) -> dict[str, Racer]:
    cards = _cards(list(started))
    finished: dict[str, Racer] = {}
    for label, request in started.items():
        card, text, numbers = cards[label]
        with card:
            trace = running.aside(request, _follow(text, request))
            racer = None if trace is None else _racer(trace)
        if racer is None:
            break
        finished[label] = racer
        text.text(racer.text.strip() or _("(nothing: it stopped at once)"))
        numbers.markdown(f":small[{fill(_(NUMBERS), racer.numbers)}]")
    return finished


NUMBERS = N_(
    "{tokens:,|token|tokens}: log-probability **{total:.1f}**, {mean:.2f} per token · repeated **{repeated:.0%}** · "
    "distinct **{distinct:.0%}** · {speed:.0f} tokens/s"
)


def _racer(trace: Trace) -> Racer | None:
    gains = writing_text.logprobs(trace)
    assert isinstance(trace.request, Write)
    penalised = trace.request.method == "beam" and trace.request.repetition_penalty != 1
    if penalised or np.isnan(gains).any():
        # The scores of beams include the penalty, and the beginnings of one that ended early are gone: score its text.
        scored = running.aside(writing_text.scoring_request(trace))
        if scored is None:
            return None
        gains = writing_text.logprobs(scored)
    return Racer(writing_text.new_ids(trace.steps), gains, writing_text.tokens_per_second(trace))


def _follow(text: DeltaGenerator, request: Write) -> Callable[[Sequence[Step]], None]:
    def follow(steps: Sequence[Step]) -> None:
        text.text(so_far(request, steps))

    return follow


def _cards(labels: Sequence[str]) -> dict[str, tuple[DeltaGenerator, DeltaGenerator, DeltaGenerator]]:
    cards = {}
    for start in range(0, len(labels), 3):
        for column, label in zip(st.columns(3), labels[start : start + 3], strict=False):
            card = column.container(border=True, height="stretch")
            card.markdown(f"**{escape(label)}**")
            cards[label] = (card, card.empty(), card.empty())
    return cards


def _compare(page: Frame, finished: Mapping[str, Racer]) -> None:
    numbers = {label: racer.numbers for label, racer in finished.items()}

    def best(name: str) -> str:
        return max(numbers, key=lambda label: numbers[label][name])

    repeats = _("No text repeats a run of three tokens.")
    if numbers[best("repeated")]["repeated"] > 0:
        repeats = fill(_("**{again}** repeats itself most."), {"again": best("repeated")})
    likeliest = fill(_("**{likely}** has the highest log-probability per token."), {"likely": best("mean")})
    varied = fill(_("**{varied}** is the most diverse."), {"varied": best("distinct")})
    st.markdown(f"{likeliest} {repeats} {varied}")
    page.figure(
        charts.race({label: racer.logprobs for label, racer in finished.items()}, theme.palette()),
        key="race",
        alt=_("Log-probability so far of the six texts, token by token; the table below has the totals."),
        table_elsewhere=True,
    )
    page.table(
        {
            _("method"): list(finished),
            _("log-probability"): [show(m["total"], ".2f") for m in numbers.values()],
            _("per token"): [show(m["mean"], ".3f") for m in numbers.values()],
            _("repeated runs of three (%)"): [show(100 * m["repeated"], ".1f") for m in numbers.values()],
            _("distinct pairs (%)"): [show(100 * m["distinct"], ".1f") for m in numbers.values()],
            _("tokens/s"): [show(m["speed"], ".1f") for m in numbers.values()],
        },
        label=_("The race as a table"),
    )
