"""What is no number leaves no model: neither in a step, nor as a black picture."""

import pickle
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import pytest
import torch
from toy import Overflow, OverflowHere

from models.avatars.tensors import to_uint8
from models.engine.errors import NotFinite, RunFailed
from models.engine.steps import Step
from models.text.kinds import ScoreStep
from models.toys.kinds import GanToyStep

BAD = [float("nan"), float("inf"), -float("inf")]


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class MeasuredStep(Step):
    unmeasured: ClassVar[frozenset[str]] = frozenset({"maybe"})

    array: np.ndarray
    number: float = 0.0
    text: str = ""
    maybe: np.ndarray | None = None


@pytest.mark.parametrize("bad", BAD)
@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64])
def test_a_step_with_a_number_that_is_none_is_not_made(bad, dtype):
    array = np.ones((2, 3), dtype)
    MeasuredStep(passes=0, array=array, number=1.5, text="nan")
    array[1, 2] = bad
    with pytest.raises(NotFinite):
        MeasuredStep(passes=0, array=array)
    for number in (bad, np.float32(bad)):
        with pytest.raises(NotFinite):
            MeasuredStep(passes=0, array=np.arange(3), number=number)


def test_where_a_field_may_be_unmeasured_nan_stays_and_infinity_does_not():
    MeasuredStep(passes=0, array=np.arange(3), maybe=np.array([np.nan, 1.0]))
    with pytest.raises(NotFinite):
        MeasuredStep(passes=0, array=np.arange(3), maybe=np.array([np.inf, 1.0]))


def test_the_fields_that_may_be_unmeasured_are_those_of_two_steps():
    assert ScoreStep.unmeasured == {"logprobs"} and GanToyStep.unmeasured == {"critic_loss", "generator_loss"}


@pytest.mark.parametrize("bad", BAD)
def test_what_is_no_number_is_no_picture(bad):
    picture = torch.zeros(1, 3, 2, 2)
    assert to_uint8(picture).max() == 128
    picture[0, 0, 0, 0] = bad
    with pytest.raises(NotFinite):
        to_uint8(picture)


@pytest.mark.parametrize("request_", [Overflow(), OverflowHere()], ids=["in a process", "inline"])
def test_a_run_that_overflows_ends_with_its_sentence(engine, request_):
    run = engine.run(request_)
    with pytest.raises(RunFailed, match="Change a setting, or the seed") as failed:
        run.trace()
    assert str(pickle.loads(pickle.dumps(failed.value))) == str(run.error) == NotFinite.default
