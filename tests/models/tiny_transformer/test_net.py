"""The tiny transformer against transformers' GPT-NeoX, which has the same formulas and biases besides: zero here."""

import pytest
import torch
from transformers import GPTNeoXConfig, GPTNeoXForCausalLM

from models.tiny_transformer import net
from tests.arrays import assert_allclose


@pytest.fixture(scope="module")
def weights():
    return net.drawn(5, 300)


@pytest.fixture(scope="module")
def theirs(weights):
    config = GPTNeoXConfig(
        vocab_size=300,
        hidden_size=net.WIDTH,
        num_hidden_layers=net.LAYERS,
        num_attention_heads=net.HEADS,
        intermediate_size=4 * net.WIDTH,
        hidden_act="gelu_pytorch_tanh",
        max_position_embeddings=net.CONTEXT,
        layer_norm_eps=1e-5,
        use_parallel_residual=False,
        tie_word_embeddings=True,
        rope_parameters={"rope_type": "default", "rope_theta": net.BASE, "partial_rotary_factor": 1.0},
        bos_token_id=0,
        eos_token_id=0,
    )
    model = GPTNeoXForCausalLM(config).eval()
    state = {name: torch.zeros_like(tensor) for name, tensor in model.state_dict().items()}
    state["gpt_neox.embed_in.weight"] = state["lm_head.weight"] = weights["embedding"]
    for n in range(net.LAYERS):
        layer, attention, mlp = f"gpt_neox.layers.{n}", f"layer {n + 1} attention", f"layer {n + 1} mlp"
        by_head = weights[f"{attention} in"].view(3, net.HEADS, -1, net.WIDTH).transpose(0, 1)
        state[f"{layer}.attention.query_key_value.weight"] = by_head.reshape(3 * net.WIDTH, net.WIDTH)
        state[f"{layer}.attention.dense.weight"] = weights[f"{attention} out"]
        state[f"{layer}.mlp.dense_h_to_4h.weight"] = weights[f"{mlp} in"]
        state[f"{layer}.mlp.dense_4h_to_h.weight"] = weights[f"{mlp} out"]
        state[f"{layer}.input_layernorm.weight"] = weights[f"{attention} scale"]
        state[f"{layer}.post_attention_layernorm.weight"] = weights[f"{mlp} scale"]
    state["gpt_neox.final_layer_norm.weight"] = weights["norm scale"]
    model.load_state_dict(state)
    return model


@torch.no_grad()
def test_logits_and_losses_equal_those_of_transformers(weights, theirs):
    ids = torch.randint(300, (3, net.CONTEXT + 1), generator=torch.Generator().manual_seed(0))
    expected = theirs(ids[:, :-1]).logits
    assert expected.std() > 0.1
    assert_allclose(net.logits(weights, ids[:, :-1]).numpy(), expected.numpy(), atol=2e-5)
    loss = torch.nn.functional.cross_entropy(expected.flatten(0, 1), ids[:, 1:].flatten())
    assert net.nats(weights, ids).mean().item() == pytest.approx(loss.item(), abs=1e-6)


def test_it_learns_as_many_numbers_as_it_says_and_parts_name_all_of_them():
    weights = net.drawn(0, 512)
    assert sum(weight.numel() for weight in weights.values()) == 271_296
    assert all(sum(name.startswith(part) for part in net.parts()) == 1 for name in weights)


def test_a_seed_gives_the_same_numbers_and_another_gives_others():
    assert torch.equal(net.drawn(1, 50)["embedding"], net.drawn(1, 50)["embedding"])
    assert not torch.equal(net.drawn(1, 50)["embedding"], net.drawn(2, 50)["embedding"])
