"""Figures of the families whose measurements and runs are shipped: shares with n and their 95 % interval (Wilson),
means with theirs (Student). Nothing is run: the files are those that each family's own commands write."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from scipy import stats

from models.answers.measured import FILE as ANSWERS
from models.answers.measured import VARIANTS, measured
from models.answers.questions import declines, normal
from models.bias.lists import occupations
from models.bias.measured import FILE as BIAS
from models.bias.measured import measured as measured_bias
from models.code.measured import FILE as CODE
from models.code.measured import SAMPLES, pass_at
from models.code.measured import measured as measured_code
from models.control.kinds import EffectStep, HarmStep, HeadTest, HeadTestStep, Steer
from models.data_cleaning.heap import GOOD, KINDS
from models.data_cleaning.kinds import CleanText, FilterStep, HeapStep
from models.engine.requests import Request
from models.engine.steps import Step
from models.few_pictures.kinds import HELD_OUT, UPDATES, ClassifiedStep, FewPictures
from models.few_pictures.kinds import prepared as few_pictures_runs
from models.history.kinds import Judge, JudgedStep
from models.history.kinds import prepared as history_runs
from models.invented_people.kinds import LearnPeople
from models.invented_people.kinds import prepared as people_runs
from models.invented_people.learned import learned
from models.prepared import path_of, prepared
from models.safety.measured import CONDITIONS, KEY, NUMBERS, numbers, perplexity, texts
from models.safety.sentences import SENTENCES
from models.safety.watermark import read
from models.skewed_flow.counted import drawn, half_and_half
from models.skewed_flow.kinds import TrainSkewed
from models.skewed_flow.kinds import prepared as skewed_runs
from models.text import tokenizer
from models.text.kinds import TESTS, AnswerStep, Benchmark
from models.text.questions import chance, questions

SURE, STRICT = 7, 0.001  # of ten samples that agree; the p from which on a mark counts as found
MEANT = {
    "length": ["fragment"],
    "language": ["foreign"],
    "junk": ["junk"],
    "copies": ["copy"],
    "near": ["copy", "near"],
}
S = TypeVar("S", bound=Step)

Figures = dict[str, Any]


def share(k: int, n: int) -> Figures:
    """k of n."""
    ends = stats.binomtest(k, n).proportion_ci(method="wilson")
    return {"share": k / n, "low": float(ends.low), "high": float(ends.high), "n": n}


def mean(values: Sequence[float] | np.ndarray) -> Figures:
    """Of two values at least."""
    x = np.asarray(values, np.float64)
    low, high = stats.t.interval(0.95, len(x) - 1, x.mean(), stats.sem(x))
    return {"mean": float(x.mean()), "low": float(low), "high": float(high), "n": len(x)}


def steps(request: Request, kind: type[S]) -> list[S]:
    trace = prepared(request)
    assert trace is not None, request
    return [step for step in trace.steps if isinstance(step, kind)]


def traces(requests: Sequence[Request]) -> tuple[Path, ...]:
    """The files of shipped runs, which the figures depend on."""
    return tuple(path_of(request) for request in requests)


def answers() -> Figures:
    known = [row for row in measured() if row.question.answers]
    nothing = [row for row in measured() if not row.question.answers]
    sure = [row for row in known if sum(normal(s) == normal(row.greedy) for s in row.samples) >= SURE]
    return {
        "right, without a fact": share(sum(row.right for row in known), len(known)),
        f"right, of those on which {SURE} of ten agree": share(sum(row.right for row in sure), len(sure)),
        "declined, of questions that nothing answers": share(sum(declines(r.greedy) for r in nothing), len(nothing)),
        **{f"right, fact: {v}": share(sum(row.right_with(v) for row in known), len(known)) for v in VARIANTS},
        "repeats a false fact": share(sum(row.repeats_the_lie for row in known), len(known)),
    }


def code() -> Figures:
    rows = measured_code()
    figures: Figures = {}
    for variant in ("free", "grammar", "hot", "hot_grammar"):
        drawn = [one for row in rows for one in row.drawn(variant)]
        counts = [sum(one.right for one in row.drawn(variant)) for row in rows]
        figures[variant.replace("_", ", ")] = {
            "greedy, right": share(sum(row.greedy(variant).right for row in rows), len(rows)),
            "drawn, readable": share(sum(one.parses for one in drawn), len(drawn)),
            "drawn, right": mean([count / SAMPLES for count in counts]),
            f"one of {SAMPLES} right": mean([pass_at(SAMPLES, count, SAMPLES) for count in counts]),
        }
    after = [row.greedy("line") for row in rows]
    figures["prompt that ends after the line break"] = {
        "greedy, empty": share(sum(one.verdict == "empty" for one in after), len(after))
    }
    return figures


def bias() -> Figures:
    gaps = measured_bias().occupations
    by_word = (gaps[..., 0] - gaps[..., 1]).mean(1)
    women = np.array([o.women for o in occupations()])
    known = np.isfinite(women)
    found = stats.pearsonr(by_word[known], women[known])
    low, high = found.confidence_interval()
    base = measured_bias().neutral
    return {
        "correlation of gap and share of women": {
            "r": float(found.statistic),
            "low": float(low),
            "high": float(high),
            "n": int(known.sum()),
        },
        "base rate, he over she, nats, by sentence": mean((base[..., 0] - base[..., 1]).mean(0)),
    }


def control() -> Figures:
    whole, *without = steps(HeadTest(), HeadTestStep)
    odds = np.array([step.odds for step in steps(Steer(), EffectStep)], np.float64)
    losses = np.array([step.losses for step in steps(Steer(), HarmStep)], np.float64)
    chosen = HeadTest()
    return {
        "difference with all heads, nats": mean(whole.differences),
        f"lost without head {chosen.layer}.{chosen.head}, nats": mean(whole.differences - without[0].differences),
        **{
            f"lost without head {step.layer}.{step.head}, drawn, nats": mean(whole.differences - step.differences)
            for step in without[1:]
        },
        "steering: shift of the odds, nats": mean(odds[:, 1] - odds[:, 0]),
        "steering: its opposite, nats": mean(odds[:, 2] - odds[:, 0]),
        "steering: a random direction, nats": mean(odds[:, 3] - odds[:, 0]),
        "steering: loss on neutral sentences above that of none, nats per token": mean(losses[:, 1] - losses[:, 0]),
    }


def safety() -> Figures:
    figures: Figures = {}
    for name, (scheme, _strength, _temperature) in CONDITIONS.items():
        stories, looked_for = texts(name), "green" if scheme == "none" else scheme
        found = sum(read(ids, looked_for, KEY).evidence().p <= STRICT for ids in stories)
        figures[f"found at p ≤ {STRICT}, {name}"] = share(found, len(stories))
        figures[f"perplexity, {name}"] = perplexity(name)
    unkind = np.array([sentence.unkind for sentence in SENTENCES])
    right = (numbers()["scores.probe"] > 0.5) == unkind
    figures["probe: sentences told right, held out"] = share(int(right.sum()), len(right))
    return figures


def history() -> Figures:
    figures: Figures = {}
    for request in history_runs():
        if isinstance(request, Judge):
            [step] = steps(request, JudgedStep)
            name = f"markov, {request.order} back" if request.machine == "markov" else request.machine
            remembers = share(int(step.right.sum()), len(step.right))
            figures[name] = {"bits per character": step.bits, "stories": step.stories, "remembers": remembers}
            figures["floor of these stories, bits per character"] = step.floor
    return figures


def few_pictures() -> Figures:
    figures = {}
    for request in few_pictures_runs():
        assert isinstance(request, FewPictures)
        last = [step.right for step in steps(request, ClassifiedStep) if step.number == UPDATES]
        altered = "" if request.altered == "none" else f", {request.altered}"
        name = f"told right of {HELD_OUT}: {request.pictures} real, {request.generated} generated{altered}"
        figures[name] = mean(np.array(last) / HELD_OUT)
    return figures


def data_cleaning() -> Figures:
    [heap] = steps(CleanText(), HeapStep)
    kinds = np.array(KINDS)[heap.truth]
    bad, figures = ~np.isin(kinds, GOOD), {}
    for step in steps(CleanText(), FilterStep):
        meant = np.isin(kinds, MEANT[step.name])
        figures[step.name] = {
            "precision": share(int((step.took & bad).sum()), int(step.took.sum())),
            "recall": share(int((step.took & meant).sum()), int((step.reached & meant).sum())),
        }
    return figures


def benchmark() -> Figures:
    figures = {}
    for request in TESTS:
        assert isinstance(request, Benchmark)
        given = [tokenizer.decode(step.output_ids.tolist()) for step in steps(request, AnswerStep)]
        right = sum(q.answered_by(text) for q, text in zip(questions(request), given, strict=True))
        name = "capitals" if request.task == "capitals" else f"sums of {request.digits} digits"
        figures[name] = share(right, len(given)) | {"one answer for all": chance(request)}
    return figures


def invented_people() -> Figures:
    figures = {}
    for request in people_runs():
        assert isinstance(request, LearnPeople)
        trace = prepared(request)
        assert trace is not None
        given = learned(request, trace.steps)
        wrong = share(given.wrong_at_last, sum(given.asked))
        figures[f"wrong, {request.spread} people mentioned once"] = wrong | {"estimate": given.floor}
    return figures


def skewed_flow() -> Figures:
    figures: Figures = {}
    for request in skewed_runs():
        assert isinstance(request, TrainSkewed)
        trace = prepared(request)
        assert trace is not None
        given = drawn(trace.steps)
        captions = "" if request.named else ", captions without hats"
        repair = "" if request.repair == "none" else f", {request.repair}"
        name = f"{request.hats} % hats{repair}{captions}"
        asked = {"a person": given["person"], "half and half": half_and_half(given)}
        figures[name] = {
            f"hats, asked for {text}": share(pictures.hats, pictures.n) for text, pictures in asked.items()
        } | {
            "clear": share(given["person"].sure, given["person"].n),
            "distance to the nearest picture learned from, new real ones = 1": given["person"].nearest,
        }
    return figures


FILES: dict[str, tuple[Path, ...]] = {
    "answers": (ANSWERS,),
    "bias": (BIAS,),
    "code": (CODE,),
    "control": traces((HeadTest(), Steer())),
    "safety": (NUMBERS,),
    "history": traces([request for request in history_runs() if isinstance(request, Judge)]),
    "few_pictures": traces(few_pictures_runs()),
    "data_cleaning": traces((CleanText(),)),
    "benchmark": traces(TESTS),
    "invented_people": traces(people_runs()),
    "skewed_flow": traces(skewed_runs()),
}
"""What each of them reads."""
