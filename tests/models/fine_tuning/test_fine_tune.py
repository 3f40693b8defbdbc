"""Fine-tuning against plain transformers and peft, and against the text model itself."""

import ast
import base64
import dataclasses
import re

import numpy as np
import pytest
import torch

from models.engine.asking import alone
from models.engine.errors import InvalidRequest
from models.fine_tuning import adapter_file, infer, lora
from models.fine_tuning.examples import encode
from models.fine_tuning.fingerprint import fingerprint
from models.fine_tuning.kinds import STRENGTHS, AdapterStep, Chat, FineTune, MeasureStep, Prefer, PreferStep, TuneStep
from models.fine_tuning.layers import states_entering
from models.fine_tuning.measure_texts import capital_texts
from models.fine_tuning.merged import merged
from models.fine_tuning.tasks import CAPITALS
from models.text import together, tokenizer, write
from models.text.kinds import Write
from models.text.net import forward, new_cache
from tests.arrays import assert_allclose, assert_array_equal

FEW_NUMBERS = {"questions": "What is a dog?", "layers": 2, "rank": 2, "steps": 3, "learning_rate": 0.005, "seed": 3}
SMALL = FineTune(
    examples="What is a cat? | Arr, a cat be a beast, matey!\nThe sea is wide.\nWhere are you? | Arr, at sea!",
    capitals=True,
    **FEW_NUMBERS,
)


FEW = 4  # of the capitals' texts: each takes a fifth of a second


@pytest.fixture(scope="module")
def steps(net):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(infer, "capital_texts", lambda: capital_texts()[:FEW])
        return list(infer.fine_tune(net, SMALL))


def of(kind, steps):
    return [step for step in steps if isinstance(step, kind)]


def numbers_in(line):
    return [float(n) for n in re.findall(r"-?\d+\.?\d*", line)]


def written(answers):
    return [tokenizer.decode([i for i in row.tolist() if i >= 0]) for row in answers]


def test_losses_and_perplexity_and_answers_are_those_of_peft(steps, printed):
    lines = printed(dataclasses.replace(SMALL, capitals=False))
    [adapter] = of(AdapterStep, steps)
    assert numbers_in(lines[0]) == [adapter.learned] and adapter.learned == adapter.update.size
    for line, step in zip(lines[1:4], of(TuneStep, steps), strict=True):
        assert_allclose(numbers_in(line), [step.number, step.loss], atol=2e-4)
    measures = of(MeasureStep, steps)
    for line, step in zip(lines[4::2], measures, strict=True):
        assert_allclose(numbers_in(line), [step.strength, step.perplexity], rtol=1e-3)
    assert [step.strength for step in measures] == list(STRENGTHS)
    assert [ast.literal_eval(line) for line in lines[5::2]] == [written(step.answers)[0] for step in measures]


def test_margins_and_answers_of_preferences_are_those_of_peft(net, printed):
    request = Prefer(pairs="Who? | I do not know. | Bob.\nWhere? | Here. | At sea, in a boat.", **FEW_NUMBERS)
    lines, made = printed(request), list(infer.prefer(net, request))
    for line, step in zip(lines[1:4], of(PreferStep, made), strict=True):
        assert_allclose(numbers_in(line), [step.number, step.loss, *step.margins], atol=5e-4)
    first, last = of(PreferStep, made)[0], of(PreferStep, made)[-1]
    assert (first.margins == 0).all() and (last.margins > 0).all(), "it learns what is preferred"
    for line, step in zip(lines[4::2], of(MeasureStep, made), strict=True):
        assert_allclose(numbers_in(line), [step.strength, step.perplexity], rtol=1e-3)
    assert [ast.literal_eval(line) for line in lines[5::2]] == [written(s.answers)[0] for s in of(MeasureStep, made)]


def test_a_chat_changes_no_weight_and_answers_as_transformers_does(net, printed):
    request = Chat(questions="What is a dog?\nWhat is rain?", seed=3)
    [step] = infer.chat(net, request)
    *answers, verdict = printed(request)
    assert [ast.literal_eval(line) for line in answers] == written(step.answers)
    assert step.before == step.after and verdict == "weights unchanged"


def test_one_changed_number_changes_the_fingerprint(net):
    before = fingerprint(net)
    changed = net.layers[7].input_layernorm.copy()
    changed[5] += 1
    other = dataclasses.replace(net.layers[7], input_layernorm=changed)
    layers = (*net.layers[:7], other, *net.layers[8:])
    assert fingerprint(dataclasses.replace(net, layers=layers)) != before == fingerprint(net)


def test_an_update_out_of_a_file_answers_as_in_its_own_run(net, steps):
    [adapter] = of(AdapterStep, steps)
    file = adapter_file.pack(adapter.update, SMALL.layers, SMALL.rank)
    request = Chat(questions=SMALL.questions, adapter=base64.b64encode(file).decode(), strength=1.5, seed=SMALL.seed)
    [chatted] = infer.chat(net, request)
    own = next(step for step in of(MeasureStep, steps) if step.strength == 1.5)
    assert_array_equal(chatted.answers, own.answers)


def test_capitals_are_as_likely_as_in_transformers(steps, plain):
    first, *_, last = of(MeasureStep, steps)
    for (ids, start), share in zip(capital_texts()[:FEW], first.capitals.ravel(), strict=True):
        with torch.no_grad():
            rows = plain(torch.tensor([ids])).logits[0, start - 1 : -1].log_softmax(-1)
        assert_allclose(share, rows[range(len(ids) - start), ids[start:]].sum().exp(), atol=1e-3)
    assert first.capitals.shape == (FEW // 2, 2) and (first.capitals != last.capitals).any()
    assert len(capital_texts()) == 2 * len(CAPITALS)


def test_the_count_of_all_numbers_is_the_model_s(steps, plain):
    [adapter] = of(AdapterStep, steps)
    assert adapter.total == sum(part.numel() for part in {id(p): p for p in plain.parameters()}.values())
    assert 0 < adapter.learned < adapter.total / 100


def test_at_strength_0_it_answers_as_writing_does(steps, net):
    first = of(MeasureStep, steps)[0]
    request = Write(prompt="What is a dog?", chat=True, temperature=0.7, max_new_tokens=24, seed=3)
    *_, last = alone(write.write(net, request), lambda asks: together.answers(net, asks))
    assert first.strength == 0
    assert_array_equal(first.answers[0][: len(last.output_ids)], last.output_ids)
    assert (first.answers[0][len(last.output_ids) :] == -1).all()


def test_the_merged_net_gives_what_the_update_beside_it_gives(steps, net):
    top = lora.top_of(net, SMALL.layers)
    update = lora.drawn(top, SMALL.rank, SMALL.seed)
    [adapter] = of(AdapterStep, steps)
    lora.set_numbers(update, adapter.update)
    text, start = encode("What is a cat? | Arr, a cat be a beast, matey!")
    [kept] = infer.kept(net, SMALL.layers, [(text, start)])
    with torch.no_grad():
        [beside] = lora.log_probs(top, update, [kept], 1.5)
    whole = merged(net, top, update, 1.5)
    states = forward(whole, np.array([text]), new_cache(net, 1, len(text)))[0, start - 1 : -1]
    logits = torch.tensor(whole.lm_head(states)).log_softmax(-1)
    assert_allclose(beside, logits[range(len(text) - start), text[start:]], atol=2e-4)
    assert merged(net, top, update, 0) is net
    assert 0 < adapter.merged_error < 2e-4


def test_the_states_below_are_the_net_s_own(net):
    ids = np.array(tokenizer.encode("The sea is wide."))
    watch = infer_watch(net, ids)
    [states] = states_entering(net, 28, [ids])
    assert_allclose(states, watch[28], atol=2e-3, rtol=1e-3)


def infer_watch(net, ids):
    from models.text.net import Watch

    watch = Watch()
    forward(net, ids[None], new_cache(net, 1, len(ids)), watch)
    return watch.hidden_states


def test_the_same_request_gives_the_same_bits(steps, net):
    short = dataclasses.replace(SMALL, examples="The sea is wide.", steps=1, questions="", capitals=False)
    one, other = (next(s.update for s in infer.fine_tune(net, short) if isinstance(s, AdapterStep)) for _ in range(2))
    assert_array_equal(one, other)


def test_unpacked_blocks_are_what_gguf_unpacks(net):
    import gguf

    from models.text import gguf_file
    from models.weights import store

    _settings, tensors = gguf_file.read(store.ensure())
    for name, matrix in (
        ("blk.29.ffn_down.weight", net.layers[29].down_proj),
        ("blk.3.attn_output.weight", net.layers[3].o_proj),
        ("token_embd.weight", net.lm_head),
    ):
        kind, data = tensors[name]
        assert_array_equal(matrix.dense(), gguf.dequantize(data, gguf.GGMLQuantizationType[kind]))


def test_of_a_line_without_a_bar_all_but_the_first_token_is_learned():
    ids, start = encode("The sea is wide.")
    assert ids == [*tokenizer.encode("The sea is wide."), tokenizer.EOS_ID] and start == 1
    ids, start = encode("Where? | At <b>sea</b> | here")
    assert tokenizer.decode(ids[start:-1]) == "At <b>sea</b> | here", "one bar parts a line; markup is text"


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"examples": ""}, "There is no example"),
        ({"examples": " \n\n"}, "There is no example"),
        ({"examples": "a | b\n" * 41}, "There are 41 lines; at most 40"),
        ({"examples": "a | b\nc |"}, "Line 2 has nothing on one side"),
        ({"examples": "word " * 65 + "| b"}, "Line 1 has 65 tokens on one side; at most 64"),
        ({"examples": "a | \ud800"}, "Line 1 holds half a character"),
        ({"questions": "What?\n" * 9}, "There are 9 lines; at most 8"),
        ({"learning_rate": 1e9}, "learning_rate is 1000000000.0"),
        ({"learning_rate": 0.0}, "learning_rate is 0.0"),
        ({"learning_rate": float("nan")}, "learning_rate is nan"),
        ({"steps": 61}, "steps is 61"),
    ],
)
def test_what_cannot_be_learned_is_refused_in_a_sentence(fields, sentence):
    with pytest.raises(InvalidRequest, match=re.escape(sentence)):
        FineTune(**fields)


def test_pairs_that_cannot_be_learned_are_refused_in_a_sentence():
    for pairs, sentence in (
        ("", "There is no example"),
        ("a | b", "Line 1 is not “question | better answer | other answer”"),
        ("a | b | c\nd | e | e", "Line 2 has the same answer twice"),
        ("a | b | c\nd |  | e", "Line 2 has nothing on one side"),
        ("a | b | c\n" * 13, "There are 13 lines; at most 12"),
    ):
        with pytest.raises(InvalidRequest, match=re.escape(sentence)):
            Prefer(pairs=pairs)
