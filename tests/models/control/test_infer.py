"""What is changed inside equals plain transformers with forward hooks that do the same; all numbers of a run."""

import numpy as np
import pytest
import torch

from models.control import sentences, steer_map
from models.control.kinds import (
    CLEAN,
    CORRUPT,
    DIRECTIONS,
    MAP_STRENGTHS,
    DirectionStep,
    EffectStep,
    HarmStep,
    HeadMap,
    HeadTest,
    Hide,
    Patch,
    Steer,
    SteeredStep,
    SteerMap,
    SteerMapStep,
    UnsteeredStep,
    first_difference,
    map_layers,
)
from models.control.measures import NEUTRAL, PROMPTS, TEMPERATURE, TOP_P
from models.engine.asking import steps_of
from models.engine.errors import InvalidRequest
from models.prepared import prepared
from models.text import sampling, tokenizer
from models.workers import text as worker
from tests.arrays import assert_allclose, assert_array_equal

PAIR = {"clean": "Paris is in France and Rome is in", "corrupt": "Paris is in France and Madrid is in"}


def ids_of(text):
    return torch.tensor([tokenizer.encode(text)])


@pytest.fixture(scope="module")
def run(net):
    return lambda request: list(steps_of(worker, net, request))


@pytest.fixture
def hooked(plain):
    """Logits of a plain pass, (n, vocab), with what modules give out, (1, n, width), changed by hooks."""

    def logits(ids, hooks=(), **options):
        handles = [
            module.register_forward_hook(lambda _m, _a, out, change=change: change(out.clone()))
            for module, change in hooks
        ]
        try:
            with torch.no_grad():
                return plain(ids, **options).logits[0].double()
        finally:
            for handle in handles:
                handle.remove()

    return logits


def module_before(plain, depth):
    """The module that gives the residual stream of a depth out."""
    return plain.model.embed_tokens if depth == 0 else plain.model.layers[depth - 1]


def test_patched_logits_equal_a_plain_model_with_the_clean_state_put_in(run, plain, hooked):
    given, *steps = run(Patch(**PAIR))
    clean, corrupt = ids_of(PAIR["clean"]), ids_of(PAIR["corrupt"])
    first, n = first_difference(Patch(**PAIR)), clean.shape[1]
    right, wrong = given.answers.tolist()
    for position, ids in ((0, clean), (1, corrupt)):
        row = hooked(ids)[-1]
        assert row.argmax() == given.answers[position]
        assert_allclose(given.probs[position], row.softmax(-1)[given.answers], atol=1e-4)
        assert float(given.differences[position]) == pytest.approx(float(row[right] - row[wrong]), abs=2e-3)
    assert [step.depth for step in steps] == list(range(31))
    for depth in (0, 1, 20, 24, 30):
        seen = []
        hooked(clean, [(module_before(plain, depth), lambda out, seen=seen: seen.append(out) or out)])
        expected = []
        for position in range(first, n):

            def put(out, position=position, seen=seen):
                out[0, position] = seen[0][0, position]
                return out

            row = hooked(corrupt, [(module_before(plain, depth), put)])[-1]
            expected.append(float(row[right] - row[wrong]))
        assert_allclose(steps[depth].differences, expected, atol=5e-3)


def test_patching_every_number_of_the_last_token_at_the_end_restores_the_clean_answer(run):
    given, *steps = run(Patch(**PAIR))
    assert steps[-1].differences[-1] == pytest.approx(given.differences[0], abs=1e-4)
    assert steps[0].differences[0] == pytest.approx(given.differences[0], abs=1e-4)  # the one token that differs


def test_where_both_prompts_have_one_answer_nothing_is_patched(run):
    [given] = run(Patch(clean="The opposite of hot is", corrupt="An opposite of hot is"))
    assert given.answers[0] == given.answers[1]


def without(heads):
    def hook(_module, args):
        mixed = args[0].clone()
        for head in heads:
            mixed[..., 64 * head : 64 * (head + 1)] = 0
        return (mixed,)

    return hook


def test_the_map_of_heads_is_what_switching_each_off_gives_in_a_plain_model(plain, hooked):
    """Of the shipped run, ten heads. Among them is 23.3, which Attention's own run switches off, too."""
    given, *steps = prepared(HeadMap()).steps
    right, wrong = given.answers.tolist()
    chosen = [(23, 3), (0, 0), (29, 1), (29, 0), (24, 4)]
    for layer, head in chosen:
        handle = plain.model.layers[layer].self_attn.o_proj.register_forward_pre_hook(without([head]))
        row = hooked(ids_of(CLEAN))[-1]
        handle.remove()
        assert float(steps[layer].differences[head]) == pytest.approx(float(row[right] - row[wrong]), abs=5e-3)


def test_head_23_3_equals_attentions_run(run):
    from models.text.kinds import Attend

    given, *steps = prepared(HeadMap()).steps
    logits = run(Attend(prompt=CLEAN, ablated_heads=((23, 3),)))[-1].logits
    right, wrong = given.answers
    assert float(steps[23].differences[3]) == pytest.approx(float(logits[right] - logits[wrong]), abs=1e-4)


def test_on_all_sentences_the_difference_is_that_of_a_plain_model(plain, hooked):
    """Of the shipped run: the first sentence of each group, with no head off, with 23.3 off."""
    none, chosen, *others = prepared(HeadTest()).steps
    assert (none.layer, chosen.layer, chosen.head) == (-1, 23, 3) and len(others) == 2
    assert (23, 3) not in {(step.layer, step.head) for step in others}
    groups = sentences.sentences()
    assert len(none.differences) == sum(map(len, groups)) == 32
    for step in (none, chosen):
        for number, group in enumerate(groups):
            handle = None
            if step.layer >= 0:
                handle = plain.model.layers[step.layer].self_attn.o_proj.register_forward_pre_hook(without([step.head]))
            row = hooked(ids_of(group[0].prompt))[-1]
            if handle:
                handle.remove()
            right, giver = (tokenizer.encode(f" {name}")[0] for name in (group[0].right, group[0].giver))
            assert float(step.differences[8 * number]) == pytest.approx(float(row[right] - row[giver]), abs=5e-3)


def test_in_the_sentences_who_gives_and_who_comes_first_is_balanced():
    every = [one for group in sentences.sentences() for one in group]
    assert all(one.prompt.count(one.giver) == 2 and one.prompt.count(one.right) == 1 for one in every)
    first = sum(one.prompt.index(one.right) < one.prompt.index(one.giver) for one in every)
    assert first == len(every) / 2
    for group in sentences.sentences():
        assert len({len(tokenizer.encode(one.prompt)) for one in group}) == 1
        assert all(len(tokenizer.encode(f" {name}")) == 1 for one in group for name in (one.right, one.giver))


def test_a_hidden_word_is_masked_for_every_later_token_in_every_layer(run, plain, hooked):
    seen, *steps = run(Hide(prompt=PAIR["clean"]))
    ids, n = ids_of(PAIR["clean"]), len(seen.input_ids)
    with torch.no_grad():
        out = plain(ids, output_attentions=True)
    assert_allclose(seen.attention, torch.stack(out.attentions)[:, 0, :, -1].mean(1), atol=1e-3)
    whole = out.logits[0, -1].double().log_softmax(-1)
    assert seen.answer == whole.argmax() and seen.logprob == pytest.approx(float(whole.max()), abs=1e-3)
    assert [step.position for step in steps] == list(reversed(range(n - 1)))
    least = torch.finfo(torch.float32).min
    for step in steps:
        mask = torch.full((n, n), least).triu(1)
        mask[step.position + 1 :, step.position] = least
        row = hooked(ids, attention_mask=mask[None, None])[-1].log_softmax(-1)
        assert step.logprob == pytest.approx(float(row[seen.answer]), abs=2e-3)
        assert step.top == row.argmax()


STEER = Steer(
    towards="The cat purrs.\nMy kitten sleeps.",
    away="The man talks.\nMy brother works.",
    words="cat fur",
    other_words="man work",
    layer=20,
    strength=0.3,
    seed=3,
)


@pytest.fixture(scope="module")
def steered(run):
    return run(STEER)


@pytest.fixture(scope="module")
def vectors(steered, plain):
    """The direction by plain hooks, and what is added for each of DIRECTIONS."""
    layer, states = plain.model.layers[STEER.layer], {}
    for side in (STEER.towards, STEER.away):
        states[side] = []
        for line in side.splitlines():
            handle = layer.register_forward_hook(
                lambda _m, _a, out, kept=states[side]: kept.append(out[0, 1:].double())
            )
            with torch.no_grad():
                plain(ids_of(line))
            handle.remove()
    towards, away = (torch.stack([one.mean(0) for one in kept]).mean(0) for kept in states.values())
    usual = torch.cat([one for kept in states.values() for one in kept]).norm(dim=1).mean()
    step = steered[0]
    assert isinstance(step, DirectionStep)
    assert_allclose(step.direction, towards - away, atol=2e-2)
    assert step.usual == pytest.approx(float(usual), rel=1e-4)
    unit = (towards - away) / (towards - away).norm()
    drawn = torch.tensor(np.random.default_rng(STEER.seed).standard_normal(len(unit)))
    return [STEER.strength * usual * v for v in (0 * unit, unit, -unit, drawn / drawn.norm())]


def adding(vector):
    def change(out):
        out[:, 1:] += vector.float()
        return out

    return change


def test_steered_odds_and_losses_equal_a_plain_model_with_the_vector_added(steered, vectors, plain, hooked):
    layer = plain.model.layers[STEER.layer]
    effects = [step for step in steered if isinstance(step, EffectStep)]
    harms = [step for step in steered if isinstance(step, HarmStep)]
    assert (len(effects), len(harms)) == (len(PROMPTS), len(NEUTRAL)) == (10, 5)
    sides = [[tokenizer.encode(f" {word}")[0] for word in words.split()] for words in (STEER.words, STEER.other_words)]
    for prompt, step in list(zip(PROMPTS, effects, strict=True))[:3]:
        rows = [hooked(ids_of(prompt), [(layer, adding(v))])[-1].softmax(-1) for v in vectors]
        expected = [float((row[sides[0]].sum() / row[sides[1]].sum()).log()) for row in rows]
        assert_allclose(step.odds, expected, atol=5e-3)
    for sentence, step in list(zip(NEUTRAL, harms, strict=True))[:2]:
        ids = ids_of(sentence)
        rows = [hooked(ids, [(layer, adding(v))])[:-1].log_softmax(-1) for v in vectors]
        expected = [-float(row.gather(1, ids[0, 1:, None]).mean()) for row in rows]
        assert_allclose(step.losses, expected, atol=2e-3)


def test_the_map_of_steering_equals_a_plain_model_with_the_vectors_added(run, vectors, plain, hooked, monkeypatch):
    """One layer, fewer prompts and sentences: the vectors of this layer at strength 0.3 are known from above."""
    monkeypatch.setattr(steer_map, "map_layers", lambda: (STEER.layer,))
    monkeypatch.setattr(steer_map, "PROMPTS", PROMPTS[:2])
    monkeypatch.setattr(steer_map, "NEUTRAL", NEUTRAL[:1])
    sides = {name: getattr(STEER, name) for name in ("towards", "away", "words", "other_words", "seed")}
    base, *steps = run(SteerMap(**sides))
    assert isinstance(base, UnsteeredStep) and all(isinstance(step, SteerMapStep) for step in steps)
    assert [(step.layer, step.strength) for step in steps] == [(STEER.layer, strength) for strength in MAP_STRENGTHS]
    ids = [[tokenizer.encode(f" {word}")[0] for word in words.split()] for words in (STEER.words, STEER.other_words)]
    layer, sentence = plain.model.layers[STEER.layer], ids_of(NEUTRAL[0])
    places = [(base.odds, base.losses, 0 * vectors[1])]
    for i in (0, 3):
        for which, vector in ((0, vectors[1]), (1, vectors[3])):
            scaled = MAP_STRENGTHS[i] / STEER.strength * vector
            places.append((steps[i].odds[:, which], steps[i].losses[:, which], scaled))
    for odds, losses, vector in places:
        rows = [hooked(ids_of(prompt), [(layer, adding(vector))])[-1].softmax(-1) for prompt in PROMPTS[:2]]
        expected = [float((row[ids[0]].sum() / row[ids[1]].sum()).log()) for row in rows]
        assert_allclose(odds, expected, atol=1e-2)
        logprobs = hooked(sentence, [(layer, adding(vector))])[:-1].log_softmax(-1)
        assert_allclose(losses, [-float(logprobs.gather(1, sentence[0, 1:, None]).mean())], atol=5e-3)


def test_the_map_goes_over_layers_of_the_model_that_runs():
    assert map_layers() == (1, 5, 9, 13, 17, 21, 25, 29)
    shipped = prepared(SteerMap()).steps
    assert [step.layer for step in shipped[1:]] == [layer for layer in map_layers() for _strength in MAP_STRENGTHS]


def test_each_steered_token_is_drawn_from_a_plain_steered_distribution(steered, vectors, plain, hooked):
    layer = plain.model.layers[STEER.layer]
    drawn = np.stack([step.token_ids for step in steered if isinstance(step, SteeredStep)], 1)
    assert drawn.shape == (len(DIRECTIONS), 24)
    begin = tokenizer.encode(STEER.prompt)
    seeds = np.random.default_rng(STEER.seed).integers(2**31, size=24).tolist()
    for row, vector in zip(drawn.tolist(), vectors, strict=True):
        rows = hooked(torch.tensor([begin + row]), [(layer, adding(vector))])[len(begin) - 1 : -1]
        expected = [
            int(sampling.draw(sampling.probs(logits.numpy(), TEMPERATURE, top_p=TOP_P), 1, seed)[0])
            for logits, seed in zip(rows, seeds, strict=True)
        ]
        assert_array_equal(row, expected)


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda: Patch(clean="One cat sat", corrupt="One cat sat down"), "equally many"),
        (lambda: Patch(clean="Twice the same", corrupt="Twice the same"), "the same"),
        (lambda: Patch(clean="a" + " x" * 13, corrupt="b" + " x" * 13), "at most 12"),
        (lambda: Hide(prompt="cat"), "three tokens"),
        (lambda: Patch(clean="cat", corrupt="dog"), "three tokens"),
        (lambda: Steer(towards="\n\n"), "sentences"),
        (lambda: Steer(towards="a\n" * 13), "13 sentences"),
        (lambda: Steer(towards="cat"), "single token"),
        (lambda: Steer(words="cat dog", other_words="cat"), "both sides"),
        (lambda: Steer(words=" "), "at least one word"),
        (lambda: Steer(layer=30), "layer"),
        (lambda: Steer(strength=float("nan")), "strength"),
        (lambda: HeadTest(head=9), "head"),
    ],
)
def test_what_cannot_be_run_is_told(make, sentence):
    with pytest.raises(InvalidRequest) as error:
        make()
    assert sentence in error.value.template.format(**error.value.values)


def test_the_shipped_pair_is_patched_as_the_lesson_tells(run):
    """The answer is in the second name up to layer 18, and at the last token after layer 23."""
    given, *steps = prepared(Patch()).steps
    assert [tokenizer.decode([i]) for i in given.answers] == [" Mary", " John"]
    restored = (np.stack([s.differences for s in steps]) - given.differences[1]) / np.subtract(*given.differences)
    assert restored[1:20, 0].min() > 0.9 and restored[25:, 0].max() < 0.15
    assert restored[1:18, -1].max() < 0.1 and restored[24:, -1].min() > 0.8
    assert CORRUPT != CLEAN
