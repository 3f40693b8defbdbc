"""Every opened number equals a forward hook on plain transformers; what is broken equals the same broken there."""

import numpy as np
import pytest
import torch

from models.engine.asking import steps_of
from models.engine.errors import InvalidRequest
from models.inside.kinds import NEURONS, Broken, Inside
from models.prepared import prepared
from models.text import sampling, tokenizer
from models.text.kinds import NextToken
from models.workers import text as worker
from pages.chapters.inside import numbers
from tests.arrays import assert_allclose, assert_array_equal

PROMPT = "Paris is in France and Rome is in"
AT = 6  # of PROMPT's tokens, counted from 1: some come later


@pytest.fixture(scope="module")
def run(net):
    def last(request):
        *_, step = steps_of(worker, net, request)
        return step

    return last


@pytest.fixture(scope="module")
def step(run):
    return run(Inside(prompt=PROMPT, token=AT))


@pytest.fixture(scope="module")
def hooked(plain):
    """Name of a module → what goes in and comes out for all tokens, (n, …); and the logits, (n, vocab)."""
    seen, handles = {}, []
    for name, module in plain.named_modules():

        def note(_module, args, kept, out, name=name):
            given = args[0] if args else kept.get("hidden_states")
            seen[name] = given, out[0] if isinstance(out, tuple) else out

        handles.append(module.register_forward_hook(note, with_kwargs=True))
    ids = torch.tensor([tokenizer.encode(PROMPT)])
    with torch.no_grad():
        logits = plain(ids, output_attentions=True)
    for handle in handles:
        handle.remove()
    return seen, logits


def close(ours, theirs):
    """To 1e-4 of the tensor's range."""
    theirs = np.asarray(theirs, np.float64)
    assert_allclose(ours, theirs, rtol=0, atol=1e-4 * float(np.ptp(theirs)))


def test_every_tensor_on_the_way_equals_a_hook_on_plain_transformers(step, hooked, plain):
    seen, _out = hooked
    at, layers = AT - 1, range(30)
    assert step.position == at and step.input_ids.tolist() == tokenizer.encode(PROMPT)
    assert step.rope_theta == plain.config.rope_parameters["rope_theta"]
    close(step.embedding, seen["model.embed_tokens"][1][0, at])
    heads, groups, dim = 9, 3, 64
    for i in layers:
        name = f"model.layers.{i}."
        close(step.attention_inputs[i], seen[name + "input_layernorm"][1][0, at])
        close(step.queries[i], seen[name + "self_attn.q_proj"][1][0, at].reshape(heads, dim))
        close(step.keys[i], seen[name + "self_attn.k_proj"][1][0].reshape(-1, groups, dim))
        close(step.values[i], seen[name + "self_attn.v_proj"][1][0].reshape(-1, groups, dim))
        close(step.attention_outputs[i], seen[name + "self_attn.o_proj"][1][0, at])
        close(step.mlp_inputs[i], seen[name + "post_attention_layernorm"][1][0, at])
        close(step.gates[i], seen[name + "mlp.gate_proj"][1][0, at])
        close(step.ups[i], seen[name + "mlp.up_proj"][1][0, at])
        close(step.mlp_outputs[i], seen[name + "mlp"][1][0, at])
    close(step.final, seen["model.norm"][1][0, at])


def test_what_the_page_computes_of_them_equals_plain_transformers(step, hooked):
    seen, out = hooked
    at = AT - 1
    for i in range(30):
        close(numbers.mixed(step, i), seen[f"model.layers.{i}.self_attn.o_proj"][0][0, at])
        close(numbers.answers(step, i), seen[f"model.layers.{i}.mlp.down_proj"][0][0, at])
        close(numbers.stream(step)[i], seen[f"model.layers.{i}"][0][0, at])
        weights = [numbers.head(step, i, h).weights for h in range(9)]
        assert_allclose(weights, out.attentions[i][0, :, at], atol=1e-4)
    close(numbers.stream(step)[30], seen["model.norm"][0][0, at])


def test_turned_queries_and_keys_equal_transformers_own_rotation(step, hooked, plain):
    from transformers.models.llama.modeling_llama import apply_rotary_pos_emb

    seen, _out = hooked
    n = len(step.input_ids)
    q, k = (
        seen[f"model.layers.7.self_attn.{m}"][1].reshape(1, n, -1, 64).transpose(1, 2) for m in ("q_proj", "k_proj")
    )
    cos, sin = plain.model.rotary_emb(q, torch.arange(n)[None])
    q, k = apply_rotary_pos_emb(q, k, cos, sin)
    for number in range(9):
        at = numbers.head(step, 7, number)
        close(at.turned_query, q[0, number, AT - 1])
        close(at.turned_keys, k[0, number // 3])
        close(at.scores, k[0, number // 3] @ q[0, number, AT - 1] / 8)
        assert at.weights[AT:].max() == 0 and at.weights.sum() == pytest.approx(1)


def test_logits_and_what_each_depth_would_say_are_those_of_plain_transformers(step, hooked, plain):
    seen, out = hooked
    logits = out.logits[0, AT - 1].double().numpy()
    probs = sampling.softmax(logits)
    assert_array_equal(step.candidates, sampling.top(logits, 10))
    close(step.logits, logits[step.candidates])
    assert_allclose(step.probs, probs[step.candidates], atol=1e-4)
    assert step.mean_logit == pytest.approx(logits.mean(), abs=1e-3)
    for depth in (0, 3, 20, 29):
        with torch.no_grad():
            row = plain.lm_head(plain.model.norm(seen[f"model.layers.{depth}"][0][0, AT - 1])).double().softmax(-1)
        assert_array_equal(step.lens_ids[depth, 0], int(row.argmax()))
        assert_allclose(step.lens_candidates[depth], row[step.candidates], atol=1e-4)


@pytest.mark.parametrize("candidate", [0, 9])
def test_the_parts_of_a_logit_sum_to_it_and_each_is_its_own_product(step, hooked, plain, candidate):
    seen, out = hooked
    given, token = numbers.parts(step, candidate), int(step.candidates[candidate])
    assert given.total == pytest.approx(float(out.logits[0, AT - 1, token]), abs=2e-3)
    x = seen["model.norm"][0][0, AT - 1]
    scale = (x.square().mean() + plain.model.norm.variance_epsilon).sqrt()
    direction = (plain.model.norm.weight * plain.lm_head.weight[token] / scale).detach()
    for i in (0, 23, 29):
        attention = seen[f"model.layers.{i}.self_attn.o_proj"][1][0, AT - 1] @ direction
        mlp = seen[f"model.layers.{i}.mlp"][1][0, AT - 1] @ direction
        assert_allclose([given.attention[i], given.mlp[i]], [float(attention), float(mlp)], atol=2e-3)


def test_the_strongest_neurons_and_what_they_push(step, hooked, plain):
    seen, _out = hooked
    x = seen["model.norm"][0][0, AT - 1]
    scale = (x.square().mean() + plain.model.norm.variance_epsilon).sqrt()
    for i in (0, 17, 29):
        answers = seen[f"model.layers.{i}.mlp.down_proj"][0][0, AT - 1]
        with torch.no_grad():
            outputs = plain.model.layers[i].mlp.down_proj.weight
            direction = plain.model.norm.weight * plain.lm_head.weight[int(step.candidates[0])] / scale
            effects = (direction @ outputs) * answers
            first = int(step.neurons[i, 0])
            alone = answers[first] * outputs[:, first]
            raised = (plain.lm_head.weight @ (alone * plain.model.norm.weight / scale)).double()
        assert set(step.neurons[i].tolist()) == set(effects.abs().topk(NEURONS).indices.tolist())
        assert_allclose(step.neuron_logits[i], effects[step.neurons[i]], atol=1e-4)
        assert float(effects.sum()) == pytest.approx(float(numbers.parts(step, 0).mlp[i]), abs=2e-3)
        raised = raised - raised.mean()
        assert_allclose(step.pushes[i, 0], raised.topk(5).values, atol=2e-3)
        assert_allclose(raised[step.pushed[i, 0]], raised.topk(5).values, atol=2e-3)


def test_the_map_of_the_weights_counts_every_parameter_once(step, plain):
    counted = dict.fromkeys(("embed", "attn", "mlp", "norm"), 0)
    for name, parameter in plain.named_parameters():  # the output matrix is the embedding: named once
        part = next(part for part in ("norm", "embed", "attn", "mlp") if part in name)
        counted[part] += parameter.numel()
    assert step.parameters.tolist() == [*(counted[part] for part in ("embed", "attn", "mlp", "norm")), 0]
    assert step.parameters.sum() == 134_515_008


def patched(plain, request):
    """Handles of hooks that break the same part of plain transformers."""
    layers, out = plain.model.layers, []
    for layer in layers if request.everywhere else [layers[request.layer]]:
        attention = layer.self_attn
        if request.part == "queries":
            out.append(attention.q_proj.register_forward_hook(lambda m, a, y: 0 * y))
        if request.part in ("keys", "values"):
            matrix = attention.k_proj if request.part == "keys" else attention.v_proj
            out.append(matrix.register_forward_hook(lambda m, a, y: y.roll(1, 1)))
        if request.part == "head":

            def off(_module, args):
                x = args[0].clone()
                x[..., 64 * request.head : 64 * (request.head + 1)] = 0
                return (x,)

            out.append(attention.o_proj.register_forward_pre_hook(off))
        if request.part == "attention":
            out.append(attention.o_proj.register_forward_hook(lambda m, a, y: 0 * y))
        if request.part == "mlp":
            out.append(layer.mlp.register_forward_hook(lambda m, a, y: 0 * y))
    if request.part == "positions":
        still = plain.model.rotary_emb.register_forward_hook(
            lambda m, a, y: (torch.ones_like(y[0]), torch.zeros_like(y[1]))
        )
        out.append(still)
    return out


BROKEN = [
    Broken(prompt=PROMPT),
    Broken(prompt=PROMPT, part="order"),
    Broken(prompt=PROMPT, part="queries", layer=5),
    Broken(prompt=PROMPT, part="keys", everywhere=True),
    Broken(prompt=PROMPT, part="values", layer=20),
    Broken(prompt=PROMPT, part="head", layer=23, head=3),
    Broken(prompt=PROMPT, part="attention", layer=0),
    Broken(prompt=PROMPT, part="mlp", layer=15),
    Broken(prompt=PROMPT, part="layer", layer=10),
    Broken(prompt=PROMPT, part="swap", layer=10, other=11),
]


@pytest.mark.parametrize("request_", BROKEN, ids=lambda request: request.part)
def test_what_is_broken_equals_the_same_broken_in_plain_transformers(run, plain, request_):
    ids, layers = torch.tensor([tokenizer.encode(PROMPT)]), plain.model.layers
    order = list(range(30))
    if request_.part == "layer":
        order.remove(request_.layer)
    if request_.part == "swap":
        order[request_.layer], order[request_.other] = request_.other, request_.layer
    if request_.part == "order":
        ids = torch.cat([ids[:, :1], ids[:, 1:-1].flip(1), ids[:, -1:]], 1)
    handles = [] if order != list(range(30)) else patched(plain, request_)
    plain.model.layers = torch.nn.ModuleList(layers[i] for i in order)
    plain.config.num_hidden_layers = len(order)
    try:
        with torch.no_grad():
            expected = plain(ids, use_cache=False).logits[0, -1]
    finally:
        plain.model.layers, plain.config.num_hidden_layers = layers, len(layers)
        for handle in handles:
            handle.remove()
    logits = run(request_).logits
    close(logits, expected)
    assert np.abs(logits - run(NextToken(prompt=PROMPT)).logits).max() > 0.01, "nothing was broken"


def test_recording_changes_no_bit_and_breaking_leaves_the_network_whole(run, net):
    before = run(NextToken(prompt=PROMPT)).logits
    step = run(Inside(prompt=PROMPT))
    for part in ("queries", "values", "mlp", "swap", "layer"):
        run(Broken(prompt=PROMPT, part=part))
    assert_array_equal(step.logits, before[step.candidates])
    assert_array_equal(run(NextToken(prompt=PROMPT)).logits, before)
    assert len(net.layers) == net.config.num_hidden_layers == 30


def test_a_single_token_is_its_own_whole_text(run):
    step = run(Inside(prompt="cat"))
    assert numbers.head(step, 0, 0).weights.tolist() == [1.0]
    assert run(Broken(prompt="cat", part="keys")).logits.shape == (49_152,)


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda: Inside(prompt=""), "empty"),
        (lambda: Inside(prompt="word " * 2000), "at most 64"),
        (lambda: Inside(prompt="two words", token=9), "no token 9"),
        (lambda: Inside(token=-1), "token"),
        (lambda: Broken(part="soul"), "part"),
        (lambda: Broken(part="mlp", layer=30), "layer"),
        (lambda: Broken(part="head", head=9), "head"),
    ],
)
def test_what_cannot_be_run_is_told(make, sentence):
    with pytest.raises(InvalidRequest) as error:
        make()
    assert sentence in error.value.template.format(**error.value.values)


def test_the_shipped_run_is_what_the_lesson_tells():
    """Attention of layer 23 brings France to the last token; late MLPs make Paris of it."""
    step = prepared(Inside()).last
    given = numbers.parts(step, 0)
    assert tokenizer.decode([int(step.candidates[0])]) == " Paris"
    assert int(given.attention.argmax()) == 23 and given.largest[:2] == ("mlp", 29)
    assert given.total == pytest.approx(float(step.logits[0]), abs=1e-3)
