"""The Python to take away for the filters takes as many documents as the page's."""

import pytest

from models.data_cleaning.kinds import CleanText, FilterStep

OWN = (
    'It\'s "mine" {x}\nA second document of mine, which is not short at all: it goes on and on, to the end of the line.'
)


@pytest.mark.parametrize(
    "request_",
    [CleanText(documents=120, seed=1), CleanText(documents=60, own=OWN, junk=False, similarity=0.3, least_words=5)],
    ids=["all", "own, without junk"],
)
def test_the_python_of_the_filters_prints_the_page_s_counts(request_, app, script):
    steps = app(request_)
    used = [step for step in steps if isinstance(step, FilterStep) and request_.uses(step.name)]
    lines = [f"{step.name}: {step.reached.sum()} came, {step.took.sum()} taken" for step in used]
    left = used[-1].reached & ~used[-1].took
    assert script(request_).lines == [
        *lines,
        f"{left.sum()} documents left, {steps[0].characters[left].sum()} characters",
    ]
