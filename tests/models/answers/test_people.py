"""The world of invented people: its counts, and what its network learns, made again."""

from collections import Counter

import numpy as np
import pytest
import torch

from models.answers import people
from models.answers.learned import EPOCHS, GROUPS, LAWS, TOWNS, learned


@pytest.mark.parametrize("name", LAWS)
def test_the_counts_are_those_of_the_world(name):
    world, given = people.world(LAWS[name]), learned()[name]
    told = Counter(world.told.tolist())
    assert given.once == sum(n == 1 for n in told.values())
    for (low, high), n in zip(GROUPS, given.asked, strict=True):
        assert n == sum(low <= told[person] <= high for person in world.asked.tolist())
    assert given.floor == pytest.approx(given.once / len(world.told) * (TOWNS - 1) / TOWNS)


def test_the_network_learns_again_what_is_shipped(monkeypatch):
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    monkeypatch.setattr(people, "EPOCHS", EPOCHS[:2])
    again = people.learn(LAWS["middle"])
    torch.set_num_threads(threads)
    for ours, theirs in zip(again["epochs"], learned()["middle"].wrong, strict=False):
        assert np.abs(np.array(ours["wrong"]) - theirs).max() <= 25  # another processor rounds otherwise


def test_whom_it_never_read_of_it_is_wrong_about_and_whom_it_read_of_it_knows():
    """What the lesson says."""
    for given in learned().values():
        never, *others = (k / n for k, n in zip(given.wrong[-1], given.asked, strict=True))
        assert never > 0.9 and max(others) < 0.02 and given.confidence[-1][0] > 0.5
