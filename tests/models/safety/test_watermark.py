"""Watermarks: the texts and evidence are those of transformers and scipy, and a mark is where one was made."""

import ast
import contextlib
import io

import numpy as np
import pytest
import torch
from scipy.stats import binom, binomtest
from transformers import SynthIDTextWatermarkLogitsProcessor, WatermarkDetector, WatermarkingConfig
from transformers.generation import WatermarkLogitsProcessor

from models import reproduce
from models.engine.asking import steps_of
from models.prepared import prepared
from models.safety import measured, watermark
from models.safety.kinds import Mark
from models.text import tokenizer
from models.workers import text
from tests.arrays import assert_allclose, assert_array_equal

KEY, SHORT = 42, 12
EVERY_TOKEN = np.arange(tokenizer.vocab_size, dtype=np.uint64)
RNG = np.random.default_rng(0)


@pytest.fixture(scope="module")
def run(net):
    return lambda request: list(steps_of(text, net, request))


@pytest.fixture(scope="module")
def written(run):
    """Scheme → the steps of a short text."""
    return {scheme: run(Mark(scheme=scheme, max_new_tokens=SHORT + 8)) for scheme in ("none", "green", "tournament")}


def listed(processor):
    """Gives a processor of transformers our lists, in place of those that torch's generator shuffles."""
    every = EVERY_TOKEN
    processor._get_greenlist_ids = lambda ids: torch.from_numpy(
        np.flatnonzero(watermark.green(KEY, ids[-1].numpy(), every))
    )
    return processor


@pytest.mark.parametrize("scheme", ["none", "green", "tournament"])
def test_a_text_is_drawn_from_what_plain_transformers_gives(plain, written, scheme):
    steps, request = written[scheme], Mark(scheme=scheme)
    ids = tokenizer.chat(request.prompt)
    start = len(ids)
    whole = torch.tensor([[*ids, *(s.token_id for s in steps)]])
    with torch.no_grad():
        logits = plain(whole[:, :-1]).logits[0, start - 1 :].double()
    uniform = np.random.default_rng(request.seed).random(len(steps))
    synth = SynthIDTextWatermarkLogitsProcessor(5, [1] * 30, 2**16, 0, 1024, device=torch.device("cpu"))
    greens = listed(WatermarkLogitsProcessor(tokenizer.vocab_size, "cpu", bias=request.strength))
    for i, step in enumerate(steps):
        before = whole[:, : start + i]
        assert step.logprob == pytest.approx(logits[i].log_softmax(-1)[step.token_id].item(), abs=2e-3)
        scores = logits[i : i + 1]
        if scheme == "green":
            scores = greens(before, scores)
        if scheme == "tournament":
            context = watermark.folded(before[:, -4:].numpy())
            g = watermark.wins(KEY, context, EVERY_TOKEN)
            scores = synth.update_scores(scores, torch.from_numpy(g.T[None].astype(float)))
        total = scores[0].softmax(-1).cumsum(-1)
        low, high = total[step.token_id - 1], total[step.token_id]
        assert low - 2e-4 <= uniform[i] <= high + 2e-4
    assert steps[-1].finish == ("length" if len(steps) == SHORT + 8 else "end token")


def test_the_evidence_of_a_green_list_is_that_of_transformers_detector(plain, written):
    config = WatermarkingConfig(greenlist_ratio=0.25, seeding_scheme="lefthash", context_width=1)
    detector = WatermarkDetector(plain.config, "cpu", config, ignore_repeated_ngrams=True)
    listed(detector.processor)
    repeating = [5, 6, 7, 5, 6, 8, 5, 6, 7]
    for ids in ([s.token_id for s in written["green"]], [s.token_id for s in written["none"]], repeating):
        theirs = detector(torch.tensor([ids]), return_dict=True)
        ours = watermark.read(ids, "green", KEY).evidence()
        assert (ours.hits, ours.tosses) == (theirs.num_green_tokens[0], theirs.num_tokens_scored[0])
        assert ours.z == pytest.approx(theirs.z_score[0])
    assert watermark.read(repeating, "green", KEY).evidence().tosses == 5  # (5, 6), (6, 7) and so on, each once


COUNTS = [(0, 0, 0.25), (0, 9, 0.25), (1, 1, 0.25), (46, 77, 0.25), (77, 77, 0.25)]


@pytest.mark.parametrize(("k", "n", "chance"), [*COUNTS, (1450, 2400, 0.5), (1200, 2400, 0.5), (2400, 2400, 0.5)])
def test_p_is_exact(k, n, chance):
    theirs = binomtest(k, n, chance, alternative="greater").pvalue if n else 1.0
    assert watermark.Evidence(k, n, chance).p == pytest.approx(theirs, rel=1e-9)


def test_only_the_key_that_marked_a_text_finds_it():
    plain_ids = [s.token_id for s in prepared(Mark(scheme="none")).steps]
    texts = {"green": [s.token_id for s in prepared(Mark()).steps], "tournament": measured.texts("tournament")[0]}
    for scheme, ids in texts.items():
        assert watermark.read(ids, scheme, KEY).evidence().p < 0.001
        assert watermark.read(ids, scheme, KEY + 1).evidence().p > 0.02
        assert watermark.read(plain_ids, scheme, KEY).evidence().p > 0.02


@pytest.mark.parametrize("scheme", ["green", "tournament"])
def test_texts_without_a_mark_are_accused_as_often_as_p_says(scheme):
    texts = RNG.integers(0, tokenizer.vocab_size, (400, 60)).tolist()
    given = [watermark.read(ids, scheme, key).evidence() for key, ids in enumerate(texts)]
    accused = sum(evidence.p <= 0.05 for evidence in given)
    assert binom.cdf(accused, 400, 0.05) > 0.001 and accused <= 400 * 0.05 + 4 * 4.4
    assert abs(np.mean([evidence.z for evidence in given])) < 0.25


def test_a_hash_puts_a_quarter_of_the_vocabulary_on_every_list_and_tosses_fair_coins():
    for before in RNG.integers(0, tokenizer.vocab_size, 5):
        share = watermark.green(KEY, before, EVERY_TOKEN).mean()
        assert share == pytest.approx(0.25, abs=0.01)
    coins = watermark.wins(KEY, np.uint64(9), EVERY_TOKEN)
    assert_allclose(coins.mean(1), np.full(30, 0.5), atol=0.012)
    assert abs(np.corrcoef(coins) - np.eye(30)).max() < 0.03


def test_a_tournament_leaves_the_average_over_keys_as_it_was():
    logits = np.array([2.0, 1.0, 0.0, -1.0])
    mean = np.mean([watermark.next_probs(logits, [1, 2, 3, 4], "tournament", 0, 1, key) for key in range(3000)], axis=0)
    assert_allclose(mean, np.exp(logits) / np.exp(logits).sum(), atol=0.03)


def test_a_context_that_comes_again_is_neither_marked_nor_counted():
    logits = RNG.normal(size=50)
    ids = [1, 2, 3, 4, 9, 1, 2, 3, 4]
    unmarked = np.exp(logits) / np.exp(logits).sum()
    assert_allclose(watermark.next_probs(logits, ids, "tournament", 0, 1, KEY), unmarked)
    assert np.abs(watermark.next_probs(logits, ids[1:], "tournament", 0, 1, KEY) - unmarked).max() > 0.01
    assert_array_equal(watermark.read([*ids, 7], "tournament", KEY).tosses, [0] * 4 + [30] * 5 + [0])


def test_a_text_too_short_for_evidence_has_none():
    for scheme in ("green", "tournament"):
        given = watermark.read([3], scheme, KEY).evidence()
        assert (given.hits, given.tosses, given.z, given.p) == (0, 0, 0, 1) and np.isnan(given.share)
        assert watermark.read([], scheme, KEY).evidence().p == 1


@pytest.mark.parametrize("scheme", ["green", "tournament"])
def test_the_python_to_take_away_writes_the_same(script_start, written, scheme):
    first, _loaded, rest = reproduce.python(Mark(scheme=scheme, max_new_tokens=10)).partition(".eval()\n")
    names, out = dict(script_start) | {"np": np}, io.StringIO()
    assert "from models" not in first
    with contextlib.redirect_stdout(out), torch.no_grad(), np.errstate():
        exec(rest, names)
    for line, step in zip(out.getvalue().splitlines(), written[scheme][:10], strict=True):
        piece, logprob = line.rsplit(" ", 1)
        assert ast.literal_eval(piece) == tokenizer.decode([step.token_id])
        assert float(logprob) == pytest.approx(step.logprob, abs=2e-3)
