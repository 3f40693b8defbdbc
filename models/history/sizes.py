"""Sizes and rates of the machines, for who needs no torch."""

from __future__ import annotations

WIDTH = 96  # numbers of a piece, of the recurrent networks
HIDDEN = {"elman": 400, "lstm": 192}  # numbers of the state, so that both have about as many numbers as the transformer
STATES = 64  # of the hidden Markov model
RATES = {"elman": 0.002, "lstm": 0.005, "transformer": 0.005}  # the highest learning rates
WATCHED, ROW = 100, 256  # rows that the hidden Markov model reads while one watches, and pieces in each
SEEN = 60  # stories at the beginning of the text learned from, of which those that fit are measured
LONG = {"hmm": 60, "elman": 4000, "lstm": 4000, "transformer": 5000}  # rounds or updates of the shipped ones
QUESTIONS = 100  # of memory, to a machine that learned while one watched
WRITTEN, TEMPERATURE = 60, 0.8  # pieces that it writes at each checkpoint
