"""The Python to take away for real pictures reads them as the app does."""

import pytest
from scipy.spatial.distance import pdist

from models.classifier.kinds import Fault, RealSamples


def test_the_python_of_real_pictures_reads_them_as_the_page_does(app, script):
    done, steps = script(RealSamples(count=3, seed=798)), app(RealSamples(count=3, seed=798))
    for place, (number, step) in enumerate(zip((398, 399, 0), steps, strict=True)):  # after the last comes the first
        assert done.lines[place].startswith(f"{number} ") and done.says(place, step)
        assert done.off(f"picture-{number}.png", step.picture) == 0
    apart = pdist([step.features for step in steps]).mean()
    top, background = (len({step.read_values[i] for step in steps}) for i in (1, 11))
    assert done.numbers(-1) == [pytest.approx(apart, abs=2e-3), top, background]


@pytest.mark.parametrize("fault", ["noise", "dropped", "copies", "showcase"])
def test_the_python_of_a_fault_judges_it_as_the_page_does(fault, app, script):
    request = Fault(fault=fault, strength=0.35, seed=2)
    [step], done = app(request), script(request)
    for split, (clean, faulty) in enumerate(zip(step.clean, step.faulty, strict=True)):
        number, *printed = done.numbers(split)
        assert number == split
        expected = [value for pair in zip(clean, faulty, strict=True) for value in pair]
        assert printed == pytest.approx(expected, rel=2e-3, abs=6e-3)  # a neighbour more or less is 0.005
