"""Right answers of the small test, and published scores of this model on large ones. No Streamlit."""

from __future__ import annotations

from dataclasses import dataclass

from models.engine import Trace
from models.engine.translation import N_
from models.text import tokenizer
from models.text.kinds import AnswerStep, Benchmark
from models.text.questions import Question, chance, questions
from pages.basics.intervals import wilson


@dataclass(frozen=True)
class Result:
    name: str
    right: int
    count: int
    chance: float

    @property
    def share(self) -> float:
        return self.right / self.count

    @property
    def interval(self) -> tuple[float, float]:
        return wilson(self.right, self.count)


@dataclass(frozen=True)
class Published:
    """A public test. The number of right answers is the published share times the number of questions, rounded."""

    name: str
    what: str
    share: float
    count: int  # questions of the part that is scored
    chance: float


SOURCE = "https://huggingface.co/lldois/SmolLM2-135M-Reasoning-SLERP-Champion"
PUBLISHED = (
    Published("PIQA", N_("everyday physics, 2 options"), 0.6692, 1838, 0.5),
    Published("ARC-Easy", N_("school science, mostly 4 options"), 0.5412, 2376, 0.25),
    Published("HellaSwag", N_("how a scene goes on, 4 options"), 0.4299, 10042, 0.25),
    Published("ARC-Challenge", N_("harder school science, mostly 4 options"), 0.2773, 1172, 0.25),
    Published("GSM8K", N_("word problems, a free number"), 0.0038, 1319, 0.0),
)
"""SmolLM2-135M-Instruct without examples in the prompt, as measured with lm-eval: column "Baseline" of SOURCE."""


def published() -> list[Result]:
    return [Result(test.name, round(test.share * test.count), test.count, test.chance) for test in PUBLISHED]


def answers(trace: Trace) -> list[tuple[Question, str, bool]]:
    """Question, what the model wrote, whether that is right."""
    request = trace.request
    assert isinstance(request, Benchmark)
    written = [
        tokenizer.decode([i for i in step.output_ids.tolist() if i not in tokenizer.end_ids])
        for step in trace.steps
        if isinstance(step, AnswerStep)
    ]
    asked = questions(request)[: len(written)]
    return [(question, text, question.answered_by(text)) for question, text in zip(asked, written, strict=True)]


def result(trace: Trace, name: str) -> Result:
    assert isinstance(trace.request, Benchmark)
    given = answers(trace)
    return Result(name, sum(right for _question, _text, right in given), len(given), chance(trace.request))
