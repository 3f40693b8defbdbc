import numpy as np
import pytest
import torch

from models.text import sampling, tokenizer
from models.text.kinds import Attend
from tests.arrays import assert_allclose, assert_array_equal

PROMPT = "When Mary and John went to the shop, John gave a drink to"


def probabilities(plain, hidden):
    return plain.lm_head(plain.model.norm(hidden)).double().softmax(-1)


@pytest.fixture(scope="module")
def truth(plain):
    """A plain pass, and what hooks see on its way: each layer's input and output."""
    seen = []
    hooks = [plain.model.layers[0].register_forward_pre_hook(lambda module, args: seen.append(args[0]))]
    hooks += [layer.register_forward_hook(lambda module, args, out: seen.append(out)) for layer in plain.model.layers]
    with torch.no_grad():
        output = plain(torch.tensor([tokenizer.encode(PROMPT)]), output_attentions=True)
    for hook in hooks:
        hook.remove()
    return output, [hidden[0, -1] for hidden in seen]


def test_the_attention_of_every_layer_and_head_equals_a_plain_pass(last_step, truth):
    step = last_step(Attend(prompt=PROMPT))
    n = len(tokenizer.encode(PROMPT))
    assert step.attentions.shape == (30, 9, n, n) and step.attentions.dtype == np.float16
    expected = torch.stack(truth[0].attentions)[:, 0]
    assert_allclose(step.attentions, expected, atol=1e-3)  # float16 keeps three digits
    assert_allclose(step.attentions.astype(np.float64).sum(-1), 1, atol=5e-3)


def test_no_token_attends_to_a_later_one(last_step):
    attentions = last_step(Attend(prompt=PROMPT)).attentions
    assert (np.triu(attentions, 1) == 0).all()


def test_the_logit_lens_equals_hooks_on_a_plain_model_at_every_depth(last_step, plain, truth):
    step = last_step(Attend(prompt=PROMPT))
    with torch.no_grad():
        probs = torch.stack([probabilities(plain, hidden) for hidden in truth[1]])
    assert step.lens_ids.shape == step.lens_probs.shape == (31, 10)
    best = probs.topk(10)
    assert_allclose(step.lens_probs, best.values, atol=1e-4)
    assert_allclose(step.lens_probs, probs.gather(1, torch.tensor(step.lens_ids)), atol=1e-4)
    assert_array_equal(step.lens_ids[:, 0], best.indices[:, 0])
    assert_allclose(step.lens_final_prob, probs[:, best.indices[-1, 0]], atol=1e-4)


def test_the_last_depth_of_the_lens_is_the_models_answer(last_step, truth):
    step = last_step(Attend(prompt=PROMPT))
    probs = sampling.softmax(step.logits)
    assert_allclose(probs, truth[0].logits[0, -1].double().softmax(-1), atol=1e-4)
    assert_array_equal(step.lens_ids[-1], sampling.top(probs, 10))


@pytest.mark.parametrize("heads", [((0, 0),), ((3, 8), (3, 2), (17, 5)), tuple((29, head) for head in range(9))])
def test_switching_heads_off_equals_zeroing_their_output_in_a_plain_model(last_step, plain, heads):
    def zero(layer):
        def hook(module, args):
            mixed = args[0].clone()
            for head in [h for at, h in heads if at == layer]:
                mixed[..., 64 * head : 64 * (head + 1)] = 0
            return (mixed,)

        return hook

    hooks = [
        plain.model.layers[layer].self_attn.o_proj.register_forward_pre_hook(zero(layer))
        for layer in {layer for layer, _ in heads}
    ]
    with torch.no_grad():
        expected = plain(torch.tensor([tokenizer.encode(PROMPT)])).logits[0, -1]
    for hook in hooks:
        hook.remove()
    step = last_step(Attend(prompt=PROMPT, ablated_heads=heads))
    assert_allclose(sampling.softmax(step.logits), expected.double().softmax(-1), atol=1e-4)
    assert np.abs(step.logits - last_step(Attend(prompt=PROMPT)).logits).max() > 1e-3


def test_a_prompt_of_256_tokens_is_accepted_and_the_second_call_gives_the_same_bits(last_step):
    request = Attend(prompt=" the" * 256)
    first, second = last_step(request), last_step(request)
    assert first.attentions.shape == (30, 9, 256, 256)
    assert_array_equal(first.attentions, second.attentions)
    assert_array_equal(first.logits, second.logits)
