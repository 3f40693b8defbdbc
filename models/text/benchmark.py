"""Benchmark: the questions one after another, each gone on with greedily."""

from __future__ import annotations

from models.engine.steps import Step
from models.text.kinds import ANSWER_TOKENS, AnswerStep, Benchmark, Write, WriteStep
from models.text.net import AnyNet
from models.text.questions import questions
from models.text.together import Asking
from models.text.write import write


def benchmark(net: AnyNet, request: Benchmark) -> Asking:
    for number, question in enumerate(questions(request), 1):
        steps = yield from _written(net, question.prompt)
        yield AnswerStep(passes=sum(s.passes for s in steps), number=number, output_ids=steps[-1].output_ids)


def _written(net: AnyNet, prompt: str) -> Asking:
    """What `write` asks of the network is passed on; its steps are returned."""
    run = write(net, Write(prompt=prompt, method="greedy", max_new_tokens=ANSWER_TOKENS))
    steps: list[WriteStep] = []
    answer = None
    while True:
        try:
            item = run.send(answer)
        except StopIteration:
            return steps
        answer = None
        if isinstance(item, Step):
            assert isinstance(item, WriteStep)
            steps.append(item)
        else:
            answer = yield item
