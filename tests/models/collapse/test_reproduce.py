"""The Python to take away for both models prints the page's numbers."""

import pytest

from models.collapse.kinds import CurveGenerations, TextGenerations


def test_the_python_of_the_curve_prints_the_page_s_variances(app, script):
    request = CurveGenerations(points=7, generations=6, chains=50, seed=4)
    steps, done = app(request)[1:], script(request)
    means = [step.replaced_variance.mean() for step in steps] + [step.accumulated_variance.mean() for step in steps]
    assert [done.numbers(n)[1] for n in range(12)] == pytest.approx(means, abs=2e-6)


@pytest.mark.parametrize(
    "request_",
    [
        TextGenerations(words=300, generations=4, seed=1),
        TextGenerations(source="stories", words=200, order=0, generations=3),
        TextGenerations(words=300, order=2, generations=3),
    ],
    ids=["novel", "stories", "two words back"],
)
def test_the_python_of_the_chain_prints_the_page_s_texts(request_, app, script):
    steps, lines = app(request_), script(request_).lines
    for name in ("replaced", "accumulated"):
        for step in steps:
            text = getattr(step, name)
            start = f"{name}, generation {step.generation}: {getattr(step, name + '_types')} different words, "
            assert f"{start}{' '.join(text.split()[:8])!r}" in lines
