"""Machines that learn while one watches: their losses and texts are those of plain torch and numpy."""

import ast
import dataclasses
import re

import numpy as np
import pytest
import torch

from models.engine.errors import InvalidRequest
from models.engine.local.batching import Batch
from models.engine.local.messages import Made, Start
from models.history import hidden, infer, judging, machines, watched
from models.history.kinds import (
    BEGINNING,
    LEARNERS,
    ROUNDS,
    UPDATES,
    Judge,
    JudgedStep,
    LearningStep,
    LearnMachine,
    SourceStep,
)
from models.history.shared import corpus
from models.history.sizes import QUESTIONS, STATES
from models.prepared import prepared
from tests.arrays import assert_array_equal
from tests.models.tiny_transformer.test_train import OWN

NETWORKS = ("elman", "lstm", "transformer")


def steps_of(request, kind):
    return [step for step in watched.learn(request) if isinstance(step, kind)]


def own(machine, **fields):
    return LearnMachine(machine=machine, corpus="own", text=OWN, prompt="The harbour", updates=4, rounds=3, **fields)


@pytest.mark.parametrize("machine", LEARNERS)
def test_the_python_to_take_away_learns_a_visitor_s_text_with_the_same_losses_and_words(machine, script):
    """Written anew: one row at a time, a cell out of torch.nn or sums over states."""
    request = own(machine, seed=5)
    compare(steps_of(request, LearningStep), script(request).lines)


def test_the_python_to_take_away_learns_the_stories_too(script):
    request = LearnMachine(machine="lstm", updates=2)
    compare(steps_of(request, LearningStep), script(request).lines)


def compare(steps, lines):
    losses = [re.findall(r"-?\d+\.?\d*", line) for line in lines if line.endswith(" new")]
    assert [step.number for step in steps] == [int(line[0]) for line in losses] and len(steps) > 2
    for step, line in zip(steps, losses, strict=True):
        assert [float(n) for n in line[1:]] == pytest.approx([step.train, step.new], abs=2e-4)
    words = [ast.literal_eval(line.partition(" writes: ")[2]) for line in lines if " writes: " in line]
    assert words == [step.text for step in steps]


@pytest.mark.parametrize("cell", ["elman", "lstm"])
def test_one_update_is_plain_torch_s_on_the_same_batch(cell):
    """The loss and every number after it."""
    request = own(cell)
    of = watched.data.of(request.training())
    runs = watched._updates(request, of)
    network = next(runs).logits
    ids, generator = of.train.ids, torch.Generator().manual_seed(request.seed)
    places = torch.randint(len(ids) - 128, (8,), generator=generator)
    rows = torch.stack([ids[i : i + 129] for i in places])
    plain = torch.nn.RNN(96, 400, batch_first=True) if cell == "elman" else torch.nn.LSTM(96, 192, batch_first=True)
    plain.load_state_dict(network.cell.state_dict())
    embedding, out = network.embedding.weight.detach().clone(), torch.nn.Linear(*network.out.weight.shape[::-1])
    out.load_state_dict(network.out.state_dict())
    numbers = [embedding.requires_grad_(), *plain.parameters(), *out.parameters()]
    states, _ = plain(embedding[rows[:, :-1]])
    loss = torch.nn.functional.nll_loss(
        (out(states) @ embedding.T).log_softmax(-1).flatten(0, 1), rows[:, 1:].flatten()
    )
    loss.backward()
    torch.nn.utils.clip_grad_norm_(numbers, 1.0)
    optimizer = torch.optim.AdamW(numbers, request.training().learning_rate / 50, (0.9, 0.98), weight_decay=0.05)
    optimizer.step()
    next(runs)
    torch.testing.assert_close(network.embedding.weight, embedding, atol=1e-6, rtol=1e-4)
    torch.testing.assert_close(network.out.weight, out.weight, atol=1e-6, rtol=1e-4)
    for name, weight in network.cell.named_parameters():
        torch.testing.assert_close(weight, getattr(plain, name), atol=1e-6, rtol=1e-4)


def test_each_round_makes_what_the_hidden_markov_model_reads_likelier():
    rows = watched.read(corpus().train.ids)[:20]
    machine, costs = hidden.drawn(corpus().pieces.count, STATES, 8, even=False), []
    for _ in range(8):
        machine, nats = hidden.round_of(machine, rows)
        costs.append(nats)
    assert np.all(np.diff(costs) < 0) and costs[-1] < 0.8 * costs[0]


@pytest.mark.parametrize("machine", ["markov", *LEARNERS])
def test_bits_are_measured_as_those_of_the_shipped_machines(machine):
    """On the same stories: a watched machine can be compared with the one that learned long."""
    rows, floor = judging.new_stories()
    shipped = prepared(Judge(machine=machine)).last
    assert rows.bits(machines.machine(machine, 2)) == pytest.approx(shipped.bits, rel=1e-4)
    assert floor == pytest.approx(shipped.floor)


@pytest.mark.parametrize("machine", LEARNERS)
def test_a_shipped_run_ends_as_it_is_judged_and_names_the_chain_s_bits(machine):
    steps = prepared(LearnMachine(machine=machine)).steps
    source, last = steps[0], steps[-1]
    assert isinstance(source, SourceStep) and isinstance(last, JudgedStep)
    end = steps[-2]
    assert end.number == (ROUNDS if machine == "hmm" else UPDATES) and end.new == pytest.approx(last.bits, rel=1e-6)
    assert source.chain == pytest.approx(prepared(Judge(machine="markov")).last.bits, rel=1e-9)
    assert source.numbers == last.numbers == prepared(Judge(machine=machine)).last.numbers
    assert source.floor == pytest.approx(last.floor)
    shipped = prepared(Judge(machine=machine)).last
    assert_array_equal(last.fact, shipped.fact[:QUESTIONS], "the same questions as the shipped machine's first ones")
    assert steps[1].new > end.new > source.floor


def test_of_an_own_text_nothing_is_asked_that_only_stories_have():
    steps = watched.learn(own("hmm"))
    source, *_learning, last = steps
    assert source.floor is None and isinstance(last, LearningStep)


def test_what_a_machine_does_not_use_makes_no_other_request():
    assert LearnMachine(machine="hmm", updates=50) == LearnMachine(machine="hmm")
    assert LearnMachine(rounds=50) == LearnMachine() != LearnMachine(updates=50)
    assert LearnMachine(text=OWN) == LearnMachine(prompt="") == LearnMachine()
    assert LearnMachine().prompt == BEGINNING
    assert own("lstm", seed=1) != dataclasses.replace(own("lstm", seed=1), prompt="")
    with pytest.raises(InvalidRequest):
        LearnMachine(corpus="own")


def test_a_stopped_run_goes_on_from_where_it_was():
    request, heard = own("lstm"), []
    whole = list(watched.learn(request))
    batch = Batch(infer, None, heard.append)
    batch.begin(Start(1, request))
    for _ in range(3):
        batch.turn({1})
    batch.turn(set())
    heard.clear()
    batch.begin(Start(2, request))
    while len(batch):
        batch.turn({2})
    resumed = [message.step for message in heard if isinstance(message, Made)]
    assert [getattr(s, "new", None) for s in resumed] == [getattr(s, "new", None) for s in whole]
    assert [getattr(s, "text", None) for s in resumed] == [getattr(s, "text", None) for s in whole]
