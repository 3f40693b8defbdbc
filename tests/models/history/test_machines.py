"""What each machine writes and remembers is what plain computations give."""

import dataclasses
import itertools

import numpy as np
import pytest
import torch
from scipy import stats

from models.history import infer, machines, measured, memory
from models.history.kinds import NEW, Judge, Tell
from models.history.learned_from import READ, read
from models.history.shared import corpus
from models.prepared import prepared
from models.stories import corpus as world
from models.stories.corpus import END
from tests.arrays import assert_allclose, assert_array_equal

MACHINES = ("markov", "hmm", "elman", "lstm", "transformer")
STORY = END + "Tom had red curls and was never without a plan. His favourite food was fruit."


@pytest.mark.parametrize("name", MACHINES)
def test_the_cost_of_a_row_is_that_of_each_piece_after_those_before(name):
    machine, ids = machines.machine(name, 3), corpus().pieces.encode(STORY)
    alone = [-np.log(machine.next(ids[:i])[ids[i]]) for i in range(1, len(ids))]
    [nats, short] = machine.nats([ids, ids[:2]])
    assert_allclose(nats, alone, rtol=2e-4, atol=1e-5)
    assert_allclose(short, alone[:1], rtol=2e-4, atol=1e-5)
    assert machine.next(ids).sum() == pytest.approx(1, abs=1e-6)


def test_the_lstm_is_its_formula():
    """Gates by hand, in float64: Hochreiter and Schmidhuber 1997, with a forget gate."""
    network = machines.machine("lstm", 2)
    weights = {name: tensor.detach().double().numpy() for name, tensor in network.logits.state_dict().items()}
    ids = corpus().pieces.encode(STORY)
    state, memory_cell = np.zeros(192), np.zeros(192)
    for piece in ids:
        sums = weights["cell.weight_ih_l0"] @ weights["embedding.weight"][piece] + weights["cell.bias_ih_l0"]
        sums += weights["cell.weight_hh_l0"] @ state + weights["cell.bias_hh_l0"]
        take, forget, new, give = np.split(sums, 4)
        memory_cell = sigmoid(forget) * memory_cell + sigmoid(take) * np.tanh(new)
        state = sigmoid(give) * np.tanh(memory_cell)
    logits = weights["embedding.weight"] @ (weights["out.weight"] @ state + weights["out.bias"])
    shares = np.exp(logits - logits.max())
    assert_allclose(network.next(ids), shares / shares.sum(), rtol=1e-3, atol=1e-7)


def test_elman_s_network_is_its_formula():
    network = machines.machine("elman", 2)
    weights = {name: tensor.detach().double().numpy() for name, tensor in network.logits.state_dict().items()}
    ids = corpus().pieces.encode(STORY)
    state = np.zeros(400)
    for piece in ids:
        sums = weights["cell.weight_ih_l0"] @ weights["embedding.weight"][piece] + weights["cell.bias_ih_l0"]
        state = np.tanh(sums + weights["cell.weight_hh_l0"] @ state + weights["cell.bias_hh_l0"])
    logits = weights["embedding.weight"] @ (weights["out.weight"] @ state + weights["out.bias"])
    shares = np.exp(logits - logits.max())
    assert_allclose(network.next(ids), shares / shares.sum(), rtol=1e-3, atol=1e-7)


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


REQUESTS = [Tell(machine=machine, pieces=25, prompt='Mia had a "dog"\nand') for machine in (*MACHINES, "eliza")]
REQUESTS += [Tell(machine="markov", order=order, pieces=25) for order in (0, 1, 5)]


@pytest.mark.parametrize("request_", REQUESTS, ids=lambda request: f"{request.machine} {request.order}")
def test_the_python_to_take_away_writes_the_same(request_, script):
    [step] = infer.tell(request_)
    assert script(request_).lines == [repr(step.text)]


def test_the_python_to_take_away_measures_the_same_bits(script):
    [step] = infer.judge(Judge(machine="hmm", questions=20))
    assert script(Judge(machine="hmm")).lines == [f"{step.bits:.4f} bits per character"]


@pytest.mark.parametrize("order", [1, 3, 5])
def test_a_chain_of_order_k_sees_no_further_back_than_k_pieces(order):
    machine = machines.machine("markov", order)
    ids = corpus().pieces.encode(STORY)
    assert_array_equal(machine.next(ids), machine.next(ids[-order:]))
    other = corpus().pieces.encode(END + "Anna was a shy girl with pink hair.") + ids[-order:]
    assert_array_equal(machine.next(other), machine.next(ids))


def test_questions_of_memory_are_true_to_their_stories():
    for recall in memory.questions(60):
        named = [ending for ending in recall.endings if ending == recall.endings[recall.right]]
        assert len(named) == 1 and recall.distance >= 1
        [value] = {w.strip(".,") for w in named[0].split()} - {
            w.strip(".,") for ending in recall.endings if ending != named[0] for w in ending.split()
        } or [""]
        assert value in recall.before


def shipped(machine):
    return prepared(Judge(machine=machine)).last


@pytest.mark.parametrize("machine", ["markov", "hmm", "elman", "lstm"])
def test_before_the_transformer_nothing_remembers_the_town(machine):
    """Within what chance gives: a binomial test at one in a thousand for each."""
    step = shipped(machine)
    town = step.fact == memory.FACTS.index("town")
    right, n, chance = int(step.right[town].sum()), int(town.sum()), float((1 / step.options[town]).mean())
    assert stats.binomtest(right, n, chance, alternative="greater").pvalue > 0.001


def test_the_transformer_remembers_the_town():
    step = shipped("transformer")
    town = step.fact == memory.FACTS.index("town")
    chance = float((1 / step.options[town]).mean())
    assert stats.binomtest(int(step.right[town].sum()), int(town.sum()), chance, alternative="greater").pvalue < 1e-6


def test_the_order_means_something_to_the_chain_alone():
    assert Tell(machine="lstm", order=5) == Tell(machine="lstm")
    assert Judge(machine="hmm", order=0) == Judge(machine="hmm")
    assert Tell(order=5) != Tell()


def test_the_same_request_writes_the_same_and_another_seed_something_else():
    request = Tell(machine="lstm", pieces=30)
    [one], [again], [other] = (infer.tell(r) for r in (request, request, dataclasses.replace(request, seed=2)))
    assert one.text == again.text != other.text


def test_what_is_copied_is_counted_by_stretches_of_forty_characters():
    text = corpus().text[1000:1100]
    assert infer.share_copied(text, corpus().text) == 1
    assert infer.share_copied(text[:50] + "#" + text[51:], corpus().text) == pytest.approx((11 + 10) / 61)
    assert infer.share_copied("short", corpus().text) == 0


def test_what_is_copied_is_looked_for_in_all_that_a_machine_learned_from():
    assert read("lstm").startswith(corpus().text[:400_000]) and len(read("lstm")) > 9 * len(corpus().text)
    assert corpus().text.startswith(read("hmm")) and len(corpus().pieces.encode(read("hmm"))) == READ * 256
    [step] = infer.tell(Tell(machine="lstm", pieces=30))
    assert step.copied in step.text and step.copied in read("lstm")
    stand = [step.text[i : i + 40] in read("lstm") for i in range(len(step.text) - 39)]
    assert step.share_copied == pytest.approx(np.mean(stand))


@pytest.mark.parametrize("name", ["markov", "transformer"])
def test_how_much_the_world_repeats_itself_is_what_was_measured(name):
    new = [story.text for story in itertools.islice(world.stories("en", NEW), 50)]
    stretches = [text[i : i + 40] for text in new for i in range(0, len(text) - 39, 20)]
    assert len(stretches) == measured.STRETCHES
    assert np.mean([s in read(name) for s in stretches]) == pytest.approx(measured.NEW_THAT_STANDS_IN[name])


def test_torch_s_generator_is_left_alone():
    before = torch.random.get_rng_state()
    machines.learned.cache_clear()
    machines.machine("elman", 2)
    assert torch.equal(before, torch.random.get_rng_state())
