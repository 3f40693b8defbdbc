"""What a run yields equals independent computations on the same text."""

import math
from collections import Counter
from dataclasses import replace
from difflib import SequenceMatcher

import numpy as np
import pytest
import torch

from models.engine import trace
from models.engine.errors import InvalidRequest
from models.engine.local.batching import Batch
from models.engine.local.messages import Made, Start
from models.prepared import prepared
from models.stories import corpus, moby_dick
from models.tiny_transformer import data, infer, learning, measure, net, opened
from models.tiny_transformer.kinds import (
    OFFSETS,
    CheckpointStep,
    DivergedStep,
    LearnedStep,
    ProgressStep,
    TextStep,
    Train,
    UpdateStep,
)
from models.tiny_transformer.kinds import prepared as prepared_requests
from tests.arrays import assert_allclose, assert_array_equal
from tests.models.tiny_transformer.conftest import SMALL

OWN = "The harbour was quiet, and nobody counted the boats. " + " ".join(str(n * n) for n in range(700))


def test_stories_held_out_are_none_of_those_learned_from():
    learned, held_out = data.texts(Train(characters=200_000))
    assert 200_000 <= len(learned) < 201_000 and 40_000 <= len(held_out) < 41_000
    assert not set(learned.splitlines()) & set(held_out.splitlines())


def test_of_the_novel_the_end_is_held_out():
    whole = moby_dick.text()
    learned, held_out = data.texts(Train(corpus="moby-dick"))
    assert (learned, held_out) == (whole[:500_000], whole[-40_000:])
    assert sum(map(len, data.texts(Train(corpus="moby-dick", characters=5_000_000)))) == len(whole)


def test_of_ones_own_text_the_last_tenth_is_held_out():
    request = Train(corpus="own", text=OWN)
    learned, held_out = data.texts(request)
    assert learned + held_out == request.text and len(held_out) == 600
    assert data.texts(Train(corpus="own", text=OWN, characters=2000))[0] == request.text[:2000]


def test_windows_lie_side_by_side_and_bits_are_of_their_own_characters():
    of = data.of(SMALL)
    part = of.held_out
    assert part.windows.shape == (data.MEASURED, net.CONTEXT + 1)
    ids = of.pieces.encode(data.texts(SMALL)[1])
    assert part.windows[:, 1:].flatten().tolist() == ids[1 : data.MEASURED * net.CONTEXT + 1]
    characters = len(of.pieces.decode(ids[1 : data.MEASURED * net.CONTEXT + 1]))
    assert part.bits == pytest.approx(data.MEASURED * net.CONTEXT / characters / math.log(2), rel=1e-12)


def test_the_pieces_spell_both_texts():
    of = data.of(SMALL)
    for text in data.texts(SMALL):
        assert of.pieces.decode(of.pieces.encode(text)) == text


def test_the_yardsticks_equal_a_count(small):
    (step,), of = small[TextStep], data.of(SMALL)
    ids, windows = of.train.ids.tolist(), of.held_out.windows
    size, seen = of.pieces.count, windows[:, 1:].flatten().tolist()
    counts = Counter(ids)
    once, twice = (sum(n == times for n in counts.values()) for times in (1, 2))
    discount = once / (once + 2 * twice) if once else 0.5
    p = [(max(counts[i] - discount, 0) + discount * len(counts) / size) / len(ids) for i in seen]
    assert step.ngrams[0] == pytest.approx(-np.log(p).mean() * of.held_out.bits, rel=1e-9)
    assert step.blind == pytest.approx(math.log(size) * of.held_out.bits, rel=1e-12)
    assert (step.length, step.pieces, step.characters) == (len(ids), size, len(of.text))
    assert step.floor == corpus.floor("en") and len(step.ngrams) == 6
    assert step.ngrams[0] > step.ngrams[1] > step.ngrams[2] > step.floor


def losses(weights, of):
    """Bits per character of both parts, from weights to take along."""
    flat, named = torch.from_numpy(weights.astype(np.float32)), {}
    for name, tensor in net.drawn(0, of.pieces.count).items():
        named[name], flat = flat[: tensor.numel()].view(tensor.shape), flat[tensor.numel() :]
    assert not len(flat)
    with torch.no_grad():
        for part in (of.train, of.held_out):
            logits = net.logits(named, part.windows[:, :-1])
            nats = torch.nn.functional.cross_entropy(logits.flatten(0, 1), part.windows[:, 1:].flatten())
            yield nats.item() * part.bits


def test_losses_are_of_the_numbers_that_were_learned(small):
    """From the weights to take along, half as exact as those of the run."""
    (learned,), last = small[LearnedStep], small[ProgressStep][-1]
    assert last.number == SMALL.steps
    assert list(losses(learned.weights, data.of(SMALL))) == pytest.approx([last.train, last.held_out], abs=2e-3)


KEPT = [request for request in prepared_requests() if isinstance(request, Train)]  # those with their weights


@pytest.mark.parametrize("request_", KEPT, ids=lambda request: trace.key(request))
def test_a_shipped_run_ends_at_the_losses_of_its_weights(request_):
    steps = prepared(request_).steps
    last = [step for step in steps if isinstance(step, ProgressStep)][-1]
    if isinstance(steps[-1], DivergedStep):
        assert last.number < steps[-1].number <= request_.steps
        return
    assert last.number == request_.steps
    found = list(losses(steps[-1].weights, data.of(request_)))
    assert found == pytest.approx([last.train, last.held_out], rel=0.02, abs=2e-3)


def test_losses_are_measured_and_texts_written_when_the_request_says(small):
    assert [step.number for step in small[ProgressStep]] == SMALL.measured_at()
    assert [step.number for step in small[CheckpointStep]] == SMALL.checkpoints() == [0, 1, 2, 5, 8, 12]
    assert [step.number for step in small[UpdateStep]] == SMALL.checkpoints()[1:]
    assert small[ProgressStep][-1].train < 0.9 * small[ProgressStep][0].train


def test_to_open_an_update_changes_nothing():
    plain, looked_at = (learning.start(SMALL, data.of(SMALL)) for _ in range(2))
    plain.gradient()
    plain.change()
    opened.update(looked_at)
    assert all(torch.equal(plain.weights[name], looked_at.weights[name]) for name in plain.weights)


@pytest.mark.parametrize("fields", [{}, {"optimizer": "sgd", "learning_rate": 0.5}])
def test_a_number_s_slope_by_backpropagation_equals_the_finite_difference(fields, app):
    steps = [s for s in app(Train(characters=5_000, steps=6, seed=1, **fields)) if isinstance(s, UpdateStep)]
    less, more = OFFSETS.index(-0.001), OFFSETS.index(0.001)
    for step in steps:
        assert abs(step.slope) > 1e-5
        assert (step.nearby[more] - step.nearby[less]) / 0.002 == pytest.approx(step.slope, rel=1e-3)
        assert min(step.nearby[less], step.nearby[more]) < step.here < max(step.nearby[less], step.nearby[more])


def test_the_predicted_drop_of_plain_descent_is_the_rate_times_the_squared_gradient(app):
    request = Train(characters=5_000, steps=6, optimizer="sgd", learning_rate=0.1, clip=False)
    steps = [s for s in app(request) if isinstance(s, UpdateStep)]
    for step in steps:
        assert step.predicted == pytest.approx(step.learning_rate * (step.gradient_norms**2).sum(), rel=1e-4)
        assert step.before - step.after == pytest.approx(step.predicted, rel=0.1), "a small step is nearly straight"
        assert_allclose(step.changes, step.learning_rate * step.gradient_norms, rtol=1e-2)


def test_the_size_of_the_gradient_is_that_of_all_parts(small):
    sizes = {s.number: s.gradient_norm for s in small[ProgressStep]}
    for step in small[UpdateStep]:
        assert sizes[step.number] == pytest.approx(math.sqrt((step.gradient_norms**2).sum()), rel=1e-5)
        assert step.clipped == (sizes[step.number] > 1)


@pytest.mark.parametrize("text", ["abcabcx", "zzz", "", "The harbour was noisy, and nobody counted 441 484 ships"])
def test_the_longest_copied_stretch_is_the_one_difflib_finds(text):
    match = SequenceMatcher(None, text, OWN, autojunk=False).find_longest_match()
    assert measure.longest_copied(text, OWN) == text[match.a : match.a + match.size]


def test_a_run_that_diverges_says_when_and_ends(app):
    steps = app(Train(characters=5_000, steps=40, optimizer="sgd", learning_rate=100.0, clip=False))
    assert isinstance(steps[-1], DivergedStep) and 1 <= steps[-1].number <= 40
    assert not any(isinstance(step, LearnedStep) for step in steps)


def test_the_same_request_gives_the_same_bits():
    first, second = ([s.held_out for s in infer.train(SMALL) if isinstance(s, ProgressStep)] for _ in range(2))
    assert first == second


def test_what_it_goes_on_from_fits_the_text_it_learns():
    assert Train().beginning != Train(corpus="stories-de").beginning
    for corpus_, language in (("stories-en", "en"), ("stories-de", "de")):
        assert Train(corpus=corpus_).beginning in corpus.text(language, 100_000)
    assert Train(corpus="moby-dick").beginning.split()[-1] in moby_dick.text()
    assert Train(corpus="own", text=OWN).beginning == "The harbour was quiet, and"
    assert Train(prompt="She saw").beginning == "She saw" and Train(prompt=" ").beginning == Train().beginning


def test_the_text_of_a_run_that_learns_stories_is_no_part_of_the_request():
    assert Train(text=OWN) == Train()


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"learning_rate": 1e9}, "learning_rate"),
        ({"learning_rate": 0}, "learning_rate"),
        ({"learning_rate": float("nan")}, "learning_rate"),
        ({"steps": 0}, "steps"),
        ({"prompt": "x" * 121}, "121 characters"),
        ({"prompt": "\ud800"}, "half a character"),
        ({"corpus": "own"}, "no text to learn from"),
        ({"corpus": "own", "text": "word"}, "4 characters"),
        ({"corpus": "own", "text": "a" * 5000}, "repeats"),
        ({"corpus": "own", "text": "x y" * 10**6}, "3,000,000"),
    ],
)
def test_what_cannot_be_learned_is_refused_in_a_sentence(fields, says):
    with pytest.raises(InvalidRequest, match=says):
        Train(**fields)


@pytest.mark.parametrize("alphabet", ["日本語学校山川田中大小上下", "אבגדהוזחט", "😀😃😄😁"])
def test_a_text_in_another_script_is_learned_and_written(alphabet, app):
    rng = np.random.default_rng(0)
    text = "".join(" ".join(rng.choice(list(alphabet), 5)) + "\n" for _ in range(300))
    steps = app(Train(corpus="own", text=text, steps=2, prompt="Hello, <b>you</b>"))
    assert isinstance(steps[-1], LearnedStep)
    assert all(math.isfinite(s.held_out) for s in steps if isinstance(s, ProgressStep))


def test_a_stopped_run_goes_on_to_the_bits_of_a_whole_one():
    request, heard = replace(SMALL, steps=6), []
    batch = Batch(infer, None, heard.append)
    batch.begin(Start(1, request))
    for _ in range(7):
        batch.turn({1})
    batch.turn(set())
    heard.clear()
    batch.begin(Start(2, request))
    while len(batch):
        batch.turn({2})
    resumed = [message.step for message in heard if isinstance(message, Made)]
    for ours, whole in zip(resumed, infer.train(request), strict=True):
        for name, value in trace.fields(whole).items():
            assert_array_equal(getattr(ours, name), value, name)
