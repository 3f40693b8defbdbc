"""Asks every shipped question, alone and with facts in the prompt, and writes measured.json. About half an hour.

python -m models.answers.measure
"""

from __future__ import annotations

import json
import sys

from models.answers.kinds import Ask, AskStep
from models.answers.measured import FILE, VARIANTS
from models.answers.questions import false_fact, irrelevant_fact, known, questions, text_of
from models.answers.retrieval import hits
from models.engine.asking import steps_of
from models.text import infer as text
from models.text.net import Net
from models.workers import text as worker


def main() -> None:
    net = text.load(lambda template, **values: None)
    asked = []
    for number, question in enumerate(questions()):
        step = answered(net, Ask(question=question.question, seed=number))
        row = {"answers": [text_of(ids) for ids in step.output_ids], "logprob": round(float(step.logprobs[0]), 6)}
        if question.answers:
            row["with"] = {
                variant: text_of(answered(net, Ask(question=question.question, fact=fact, samples=0)).output_ids[0])
                for variant, fact in facts(number).items()
            }
        asked.append(row)
        print(f"{number + 1} of {len(questions())}", file=sys.stderr, flush=True)
    FILE.write_text(json.dumps(asked, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")


def facts(number: int) -> dict[str, str]:
    """What stands above a known question in each of VARIANTS."""
    question = known()[number]
    found = hits(question.question, 1)
    nearest = hits(question.question, 1, without=question.fact)
    given = (
        question.fact,
        irrelevant_fact(number),
        false_fact(number)[0],
        found[0].fact if found else "",
        nearest[0].fact if nearest else "",
    )
    return dict(zip(VARIANTS, given, strict=True))


def answered(net: Net, request: Ask) -> AskStep:
    [step] = steps_of(worker, net, request)
    assert isinstance(step, AskStep)
    return step


if __name__ == "__main__":
    main()
