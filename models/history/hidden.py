"""A hidden Markov model: each state writes a piece and passes on to the next state. Learned by Baum-Welch.

Source: Baum et al., A maximization technique occurring in the statistical analysis of probabilistic functions of Markov
chains, Ann. Math. Statist. 41, 1970; scaled as in Rabiner, A tutorial on hidden Markov models, Proc. IEEE 77, 1989.
Shapes: b rows of n pieces, k states, v different pieces.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

LEAST_MOVE, LEAST_PIECE = 1e-6, 1e-3  # counts that every move and every piece of a state has from the start


@dataclass(frozen=True)
class HiddenMarkov:
    first: Floats  # (k,) the probability of each state at the first piece
    moves: Floats  # (k, k) from the row's state to the column's
    pieces: Floats  # (k, v) what each state writes

    @property
    def numbers(self) -> int:
        """How many numbers were learned."""
        return self.first.size + self.moves.size + self.pieces.size

    def forward(self, rows: Ints) -> tuple[Floats, Floats]:
        """(b, n, k) the probability of each state after each piece, and (b, n) that of the piece after those before."""
        written = self.pieces.T[rows]
        states, likely = np.empty_like(written), np.empty(rows.shape)
        state = np.broadcast_to(self.first, written[:, 0].shape)
        for t in range(rows.shape[1]):
            joint = state * written[:, t]
            likely[:, t] = joint.sum(1)
            states[:, t] = joint / likely[:, t, None]
            state = states[:, t] @ self.moves
        return states, likely

    def next(self, ids: Sequence[int]) -> Floats:
        """The probability of each piece after these: (v,)."""
        state = self.first
        if len(ids):
            states, _ = self.forward(np.array([ids]))
            state = states[0, -1] @ self.moves
        result: Floats = state @ self.pieces
        return result

    def nats(self, rows: Sequence[Sequence[int]]) -> list[Floats]:
        """As models/history/shared.py says; rows of equal length are read at once."""
        result: list[Floats] = [np.empty(0)] * len(rows)
        for length in {len(row) for row in rows}:
            which = [i for i, row in enumerate(rows) if len(row) == length]
            _, likely = self.forward(np.array([rows[i] for i in which]))
            for i, line in zip(which, likely, strict=True):
                result[i] = -np.log(line[1:])
        return result


def drawn(size: int, states: int, seed: int, even: bool = True) -> HiddenMarkov:
    """Probabilities to begin with, nearly even or, with each row as likely as any other, uneven. Wholly even ones would
    stay so, and nearly even ones hardly move for the first rounds."""
    generator = np.random.default_rng(seed)

    def rows(*shape: int) -> Floats:
        numbers = generator.random(shape) + 0.5 if even else generator.exponential(size=shape)
        result: Floats = numbers / numbers.sum(-1, keepdims=True)
        return result

    return HiddenMarkov(rows(states), rows(states, states), rows(states, size))


def round_of(machine: HiddenMarkov, rows: Ints) -> tuple[HiddenMarkov, float]:
    """One round of Baum-Welch over rows (b, n), and the mean of −ln p of their pieces before it, nats per piece."""
    states, likely = machine.forward(rows)
    written = machine.pieces.T[rows]
    later = np.ones_like(states[:, 0])
    counts = np.zeros((machine.pieces.shape[1], len(machine.first)))
    moved = np.zeros_like(machine.moves)
    first = machine.first
    for t in range(rows.shape[1] - 1, -1, -1):
        here = states[:, t] * later  # the probability of each state at this piece, given the whole row
        np.add.at(counts, rows[:, t], here)
        if t == 0:
            first = here.mean(0)
        else:
            towards = later * written[:, t] / likely[:, t, None]
            moved += states[:, t - 1].T @ towards
            later = towards @ machine.moves.T
    moves = moved * machine.moves + LEAST_MOVE
    pieces = counts.T + LEAST_PIECE
    better = HiddenMarkov(
        first / first.sum(), moves / moves.sum(1, keepdims=True), pieces / pieces.sum(1, keepdims=True)
    )
    return better, float(-np.log(likely).mean())
