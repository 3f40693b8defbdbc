"""The Python to take away for an enlarged picture draws the page's."""

import pytest

from models.superres.kinds import Enlarge


@pytest.mark.parametrize("kind", ["sample", "png"])
def test_the_python_of_an_enlarged_picture_draws_the_page_s(kind, app, script, png):
    request = Enlarge(picture="sample:12" if kind == "sample" else png)
    [step], done = app(request), script(request)
    for name, most in {"original": 0, "small": 0, "bicubic": 1, "enlarged": 1}.items():
        assert done.off(f"{name}.png", getattr(step, name)) <= most
    printed = dict(line.removesuffix(" dB").split(": ") for line in done.lines)
    assert float(printed["bicubic"]) == pytest.approx(step.bicubic_psnr, abs=0.06)
    assert float(printed["enlarged"]) == pytest.approx(step.enlarged_psnr, abs=0.06)
