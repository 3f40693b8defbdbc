"""The world of invented people: its counts, and what its network learns, made again."""

from collections import Counter

import numpy as np
import pytest
from scipy.special import softmax
from scipy.stats import norm

from models.invented_people import infer
from models.invented_people.kinds import EPOCHS, GROUPS, LAWS, TOWNS, AskedStep, LearnPeople, WorldStep
from models.invented_people.learned import learned
from models.prepared import prepared
from tests.arrays import assert_allclose, assert_array_equal

SHIPPED = [LearnPeople(spread=spread) for spread in LAWS]


def of(request):
    return learned(request, prepared(request).steps)


@pytest.mark.parametrize("request_", [*SHIPPED, LearnPeople(sentences=500, seed=3)], ids=lambda r: r.spread)
def test_the_counts_are_those_of_the_world(request_):
    world, step = infer.world(request_), next(iter(infer.learn(request_)))
    told = Counter(world.told.tolist())
    assert len(world.told) == request_.sentences
    assert step.once == sum(n == 1 for n in told.values())
    asked = [sum(low <= told[person] <= high for person in world.asked.tolist()) for low, high in GROUPS]
    assert_array_equal(step.asked, asked)


def test_a_run_is_read_as_it_is():
    steps = [
        WorldStep(passes=0, once=100, numbers=7, asked=np.array([4, 3, 2, 1, 0])),
        AskedStep(
            passes=1, readings=1, wrong=np.array([4, 3, 1, 0, 0]), confidence=np.array([0.5, 0.4, 0.3, 0.2, 0.0])
        ),
        AskedStep(
            passes=1, readings=2, wrong=np.array([4, 0, 1, 0, 0]), confidence=np.array([0.6, 0.5, 0.4, 0.3, 0.0])
        ),
    ]
    given = learned(LearnPeople(sentences=1000), steps)
    assert given.floor == pytest.approx(100 / 1000 * (TOWNS - 1) / TOWNS)
    assert (given.wrong_at_last, given.asked, given.sentences) == (5, (4, 3, 2, 1, 0), 1000)
    assert given.wrong[0] == (4, 3, 1, 0, 0) and given.confidence[1][:4] == (0.6, 0.5, 0.4, 0.3)


def test_answers_are_counted_by_how_often_their_person_was_read_of():
    """Against a network asked about one person at a time."""
    request = LearnPeople(sentences=500)
    world, net = infer.world(request), infer.drawn(5)
    groups = np.array([next(i for i, (a, b) in enumerate(GROUPS) if a <= world.times[p] <= b) for p in world.asked])
    step = infer.asked(net, world, groups, 1, 1)
    names = [net.first.weight[world.asked // infer.LAST], net.last.weight[world.asked % infer.LAST]]
    hidden = np.concatenate([part.detach().numpy() for part in names], 1, dtype=np.float64)
    one, _act, two = net.out
    x = hidden @ one.weight.detach().numpy().T.astype(np.float64) + one.bias.detach().numpy()
    given = softmax((x * norm.cdf(x)) @ two.weight.detach().numpy().T + two.bias.detach().numpy(), axis=1)
    wrong = given.argmax(1) != world.towns[world.asked]
    assert_array_equal(step.wrong, np.bincount(groups[wrong], minlength=len(GROUPS)))
    sums = np.bincount(groups, given.max(1), len(GROUPS))
    counts = np.bincount(groups, minlength=len(GROUPS))
    expected = np.array([s / n if n else 0.0 for s, n in zip(sums, counts, strict=True)])
    assert_allclose(step.confidence, expected, rtol=1e-5)


def test_whom_it_never_read_of_it_is_wrong_about_and_whom_it_read_of_it_knows():
    """What the lesson says."""
    for given in map(of, SHIPPED):
        assert len(given.wrong) == len(EPOCHS)
        never, *others = (k / n for k, n in zip(given.wrong[-1], given.asked, strict=True))
        assert never > 0.9 and max(others) < 0.02 and given.confidence[-1][0] > 0.5
