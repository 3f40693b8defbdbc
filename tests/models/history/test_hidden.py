"""The hidden Markov model against a sum over all paths of states."""

import itertools

import numpy as np
import pytest

from models.history import hidden
from models.history.hidden import HiddenMarkov
from tests.arrays import assert_allclose

MACHINE = hidden.drawn(size=3, states=2, seed=4)
ROWS = np.array([[0, 2, 1, 1], [2, 2, 0, 1]])


def paths(row, machine=MACHINE):
    """Every path of states with its probability together with the row."""
    for states in itertools.product(range(len(machine.first)), repeat=len(row)):
        p = machine.first[states[0]] * machine.pieces[states[0], row[0]]
        for before, state, piece in zip(states, states[1:], row[1:], strict=False):
            p *= machine.moves[before, state] * machine.pieces[state, piece]
        yield states, p


def likelihood(row, machine=MACHINE):
    return sum(p for _states, p in paths(row, machine))


def test_the_likelihood_is_the_sum_over_all_paths():
    _, likely = MACHINE.forward(ROWS)
    assert_allclose(likely.prod(1), [likelihood(row) for row in ROWS], rtol=1e-12)
    after = [likelihood([0, 2, piece]) / likelihood([0, 2]) for piece in range(3)]
    assert_allclose(MACHINE.next([0, 2]), after, rtol=1e-12)
    assert MACHINE.next([]).sum() == pytest.approx(1)


def test_costs_of_rows_of_different_lengths_are_those_of_each_alone():
    rows = [[0, 1, 2, 2], [2, 1], [1, 1, 0, 0]]
    for row, nats in zip(rows, MACHINE.nats(rows), strict=True):
        whole = [-np.log(likelihood(row[: i + 1]) / likelihood(row[:i])) for i in range(1, len(row))]
        assert_allclose(nats, whole, rtol=1e-12)


def test_a_round_of_baum_welch_counts_what_is_expected_over_all_paths():
    first, moves, pieces = np.zeros(2), np.zeros((2, 2)), np.zeros((2, 3))
    for row in ROWS:
        for states, p in paths(row):
            share = p / likelihood(row)
            first[states[0]] += share
            for state, piece in zip(states, row, strict=True):
                pieces[state, piece] += share
            for before, state in itertools.pairwise(states):
                moves[before, state] += share
    better, nats = hidden.round_of(MACHINE, ROWS)
    assert nats == pytest.approx(-np.log([likelihood(row) for row in ROWS]).sum() / ROWS.size)
    moves, pieces = moves + hidden.LEAST_MOVE, pieces + hidden.LEAST_PIECE
    assert_allclose(better.first, first / first.sum(), rtol=1e-9)
    assert_allclose(better.moves, moves / moves.sum(1, keepdims=True), rtol=1e-9)
    assert_allclose(better.pieces, pieces / pieces.sum(1, keepdims=True), rtol=1e-9)


def test_the_likelihood_rises_with_every_round():
    rows = np.random.default_rng(0).integers(0, 6, (20, 30))
    rows[:, 1::2] = (rows[:, ::2] + 1) % 6  # something to learn
    machine, costs = hidden.drawn(6, 4, seed=1), []
    for _ in range(12):
        machine, nats = hidden.round_of(machine, rows)
        costs.append(nats)
    assert all(later < earlier for earlier, later in itertools.pairwise(costs))
    assert isinstance(machine, HiddenMarkov)
