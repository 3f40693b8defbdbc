"""The shipped traces: there for every default, and what the model gives today."""

import numpy as np
import pytest

from models.control.kinds import HeadMap, HeadTest, SteerMap
from models.engine.trace import fields
from models.few_pictures.kinds import FewPictures
from models.fine_tuning.kinds import RANKS, FineTune, MeasureStep, Plant, Prefer, TuneStep
from models.history.kinds import LearnMachine
from models.invented_people.kinds import LearnPeople
from models.prepared import FOLDER, path_of, prepared, requests
from models.shared_engine import engine
from models.skewed_flow.kinds import TrainSkewed
from models.text.kinds import NextToken
from models.tiny_flow.kinds import TrainFlow
from models.tiny_transformer.kinds import Train, TrainOnHeap
from models.toys.kinds import GanToy
from tests.arrays import assert_allclose, assert_array_equal

# Steps of a long run that are made again: of a text, the losses before it and after its first updates and its first two
# texts; of pictures, the first three sheets, with captions the first; of few pictures, the first 50 updates; of
# invented people, two readings; of fine-tuning, the model before it and the first updates; of heads, those of two
# layers, and one that is off on all sentences; of steering by layer and strength, the model before it; of a machine of
# History, what it is before its first update.
BEGINNING = {Train: 8, TrainOnHeap: 4, TrainFlow: 3, FewPictures: 1, LearnPeople: 3, FineTune: 3, Prefer: 3}
BEGINNING |= {HeadMap: 3, HeadTest: 2, SteerMap: 1, TrainSkewed: 1, LearnMachine: 3}
NAMES = [path_of(request).stem for request in requests()]


def test_every_request_of_the_list_has_its_trace_and_nothing_else_is_shipped():
    assert sorted(path.stem for path in FOLDER.glob("*.safetensors")) == sorted(NAMES)


LONG = [request for request in requests() if type(request) in BEGINNING and request not in RANKS]
LONG = [request for request in LONG if not (isinstance(request, TrainOnHeap) and request.start)]
# Planted codes begin as the model does: tests/models/fine_tuning/test_plant.py.
WHOLE = [request for request in requests() if type(request) not in {*BEGINNING, Plant}]


@pytest.mark.parametrize("request_", WHOLE, ids=[path_of(request).stem for request in WHOLE])
def test_a_shipped_trace_is_what_the_model_gives(request_):
    shipped, live = prepared(request_), engine().run(request_).trace()
    assert shipped.provenance == "prepared"
    assert (shipped.request, shipped.model, shipped.forward_passes) == (request_, live.model, live.forward_passes)
    compare(request_, shipped.steps, live.steps)


@pytest.mark.parametrize("request_", LONG, ids=[path_of(request).stem for request in LONG])
def test_a_long_shipped_run_begins_as_the_model_does(request_):
    """All of them would take minutes. That their ends are those of their weights: tests/models/tiny_transformer."""
    shipped, run, count = prepared(request_), engine().run(request_), BEGINNING[type(request_)]
    while not run.ended and len(run.steps) < count:
        run.wait(0.5)
    run.leave()
    assert (shipped.request, shipped.provenance) == (request_, "prepared")
    compare(request_, shipped.steps[:count], run.steps[:count])


@pytest.mark.parametrize("request_", RANKS, ids=lambda request: f"rank {request.rank}")
def test_three_ranks_begin_as_the_shipped_run_of_another_rank(request_):
    """B is zero at first: the model before, and the first loss, are those of the default, which is made again above."""
    shipped, default = prepared(request_), prepared(FineTune())
    for kind in (MeasureStep, TuneStep):
        ours, theirs = (next(s for s in trace.steps if isinstance(s, kind)) for trace in (shipped, default))
        name = "perplexity" if kind is MeasureStep else "loss"
        assert_allclose(getattr(ours, name), getattr(theirs, name), rtol=1e-6)
    assert_array_equal(shipped.steps[0].answers, default.steps[0].answers)


def compare(request_, shipped, live):
    for place, (ours, theirs) in enumerate(zip(shipped, live, strict=True)):
        assert type(ours) is type(theirs)
        if isinstance(request_, GanToy) and place > 0:
            # Two players amplify rounding: a millionth at the start is 0.005 after 200 turns and 0.1 after 1,000.
            assert ours.number == theirs.number
            continue
        for name, value in fields(theirs).items():
            if "milliseconds" in name or name in type(ours).of_the_machine:
                continue
            if isinstance(value, float) or (isinstance(value, np.ndarray) and value.dtype.kind == "f"):
                # Another processor adds in another order; attentions are float16.
                unmeasured = name in type(ours).unmeasured
                assert_allclose(getattr(ours, name), value, atol=2e-3, rtol=1e-3, err_msg=name, unmeasured=unmeasured)
            elif isinstance(value, np.ndarray) and value.dtype == np.uint8:  # and so a pixel may round otherwise
                assert_allclose(getattr(ours, name).astype(int), value, atol=2, err_msg=name)
            else:
                assert_array_equal(getattr(ours, name), value, name)


def test_the_shipped_game_ends_as_the_live_one_does_though_its_points_may_differ():
    shipped, live = prepared(GanToy()).last, engine().run(GanToy()).trace().last
    assert abs(shipped.modes - live.modes) <= 1
    assert_allclose(shipped.critic_loss, live.critic_loss, atol=0.05)
    assert_allclose(shipped.generator_loss, live.generator_loss, atol=0.05)


def test_other_requests_have_no_prepared_trace():
    assert prepared(NextToken(prompt="not shipped")) is None


def test_a_prepared_trace_is_read_once():
    assert prepared(requests()[0]) is prepared(requests()[0])
