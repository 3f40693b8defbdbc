"""The Python to take away gives the app's answers."""

from models.answers.kinds import Ask
from models.answers.questions import text_of


def test_the_script_gives_the_same_answers_and_probabilities(script, app):
    request = Ask(samples=2, seed=1)
    [step] = app(request)
    lines = script(request).lines
    assert len(lines) == 3
    for line, ids, logprob in zip(lines, step.output_ids, step.logprobs, strict=True):
        share, text = line.split("% ", 1)
        assert text == repr(text_of(ids))
        assert abs(float(share) / 100 - 2.718281828459045**logprob) < 2e-4
