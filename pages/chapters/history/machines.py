"""The seven machines: their names and years, what each is given, and what is known of it."""

from __future__ import annotations

from dataclasses import dataclass
from math import log

from models.engine import Trace
from models.engine.requests import Request
from models.engine.translation import N_
from models.history.kinds import (
    ORDER_OF_AGE,
    ORDERS,
    Judge,
    JudgedStep,
    Tell,
    ToldStep,
    pretrained,
    pretrained_judged,
    side_by_side,
)
from models.prepared import prepared
from models.text import tokenizer
from models.text.architecture import host_model, model_name
from models.text.kinds import ScoreStep, WriteStep
from pages.basics.language import _

PRETRAINED = "smollm2"
PARAMETERS = 134_515_008  # of SmolLM2-135M; a test counts them
BITS = 1.246  # of SmolLM2-135M, per character, for where another model runs; a test computes it


@dataclass(frozen=True)
class Age:
    title: str
    year: str
    idea: str


AGES = {
    "markov": Age(N_("Markov chain"), "1913", N_("Counts what follows the last few pieces.")),
    "eliza": Age("ELIZA", "1966", N_("Turns what you say into a question, by 37 rules.")),
    "hmm": Age(N_("Hidden Markov model"), "1966", N_("Goes from one hidden state to the next; each writes a piece.")),
    "elman": Age(N_("Elman network"), "1990", N_("A network that hands its state on to itself.")),
    "lstm": Age("LSTM", "1997", N_("The same, with gates that decide what to keep.")),
    "transformer": Age(N_("Transformer"), "2017", N_("Looks back at every piece at once.")),
    PRETRAINED: Age(
        "SmolLM2", "2025", N_("A transformer 500 times as large, which read the web instead of these stories.")
    ),
}
NAMES = (*ORDER_OF_AGE, PRETRAINED)


def requests(told: Tell) -> dict[str, Request]:
    """The same text for every machine, the oldest first. told: as the visitor asked for it."""
    ours = side_by_side(told.prompt, told.order, told.seed)
    return {**ours, PRETRAINED: pretrained(told.prompt, told.seed)}


def text(trace: Trace) -> str:
    """What it wrote after the beginning, or answered."""
    step = trace.last
    if isinstance(step, ToldStep):
        return step.text
    return tokenizer.decode([s.token_id for s in trace.steps if isinstance(s, WriteStep)])


def told(trace: Trace) -> ToldStep | None:
    """None of SmolLM2, of whose texts is not known what is copied."""
    return trace.last if isinstance(trace.last, ToldStep) else None


def judged(name: str, order: int = 2) -> JudgedStep:
    """How a machine did on new stories, as it is shipped."""
    request = Judge(machine=name, order=order)  # type: ignore[arg-type]
    trace = prepared(request)
    assert trace is not None and isinstance(trace.last, JudgedStep)
    return trace.last


def title(name: str) -> str:
    """A model of the host's own has SmolLM2's place."""
    own = host_model()
    return model_name() if own and name == PRETRAINED else _(AGES[name].title)


def named(name: str) -> str:
    """With its year."""
    return title(name) if host_model() and name == PRETRAINED else f"{title(name)}, {AGES[name].year}"


def idea(name: str) -> str:
    """When it came up, and what it does, in one line."""
    if host_model() and name == PRETRAINED:
        return _("The model of this server's host. Nothing is measured of it here.")
    return _(AGES[name].idea)


def bits_of_pretrained() -> float:
    """Bits per character of SmolLM2 on two of the stories; their first token is not rated."""
    if host_model():
        return BITS
    trace = prepared(pretrained_judged())
    assert trace is not None and isinstance(trace.last, ScoreStep)
    step = trace.last
    rated = tokenizer.decode(step.input_ids[1:].tolist())
    return float(-step.logprobs[1:].sum() / log(2) / len(rated))


def measured() -> list[tuple[str, int]]:
    """The machines that are measured, (name, order): the chains of all orders, then the others by age."""
    return [("markov", k) for k in ORDERS] + [(name, 2) for name in ORDER_OF_AGE if name not in ("markov", "eliza")]


def label(name: str, order: int) -> str:
    return _("Markov chain, {n} back").format(n=order) if name == "markov" else _(AGES[name].title)
