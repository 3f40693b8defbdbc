"""The formulas equal torch's counter on transformers' model and on diffusers' networks, and so does what is stored."""

import numpy as np
import pytest
import torch

from models.cost import arithmetic, measured
from models.cost.arithmetic import of_pass, of_text, total
from models.cost.counting import TEXT_PASSES, counted, layers_of, text_passes
from models.text.architecture import SMOLLM2


def test_the_formula_equals_torchs_counter_to_the_last_digit_and_the_stored_counts_are_those():
    stored = measured.text_passes()
    assert [(new, past) for new, past, _count in stored] == list(TEXT_PASSES)
    for new, past, count in stored:
        assert of_pass(SMOLLM2, new, past, causal=False).total == count
    assert [tuple(row) for row in text_passes(TEXT_PASSES[1:3])] == list(stored[1:3])


def test_a_causal_pass_costs_as_much_as_its_tokens_one_by_one():
    whole = of_pass(SMOLLM2, 7, 5, scored=7)
    assert total([of_pass(SMOLLM2, 1, 5 + i) for i in range(7)]) == whole


def test_a_text_without_a_cache_reads_everything_again_each_time():
    kept, again = (of_text(SMOLLM2, 4, 3, cache) for cache in (True, False))
    assert [p.total for p in again] == [of_pass(SMOLLM2, n).total for n in (4, 5, 6)]
    assert kept[0] == again[0] and kept[2] == of_pass(SMOLLM2, 1, 5)
    assert of_text(SMOLLM2, 4, 1, True) == of_text(SMOLLM2, 4, 1, False), "a single token needs no cache"


def test_parameters_and_the_rule_2n(plain):
    matrices = {p.data_ptr(): p.numel() for p in plain.parameters() if p.ndim == 2}
    assert arithmetic.matrix_numbers(SMOLLM2) == sum(matrices.values())
    everything = sum(p.numel() for p in plain.parameters())
    rule = arithmetic.flop_per_token(everything)
    assert rule == pytest.approx(arithmetic.FLOP * of_pass(SMOLLM2, 1).total, rel=1e-3)
    # GPT-3's own paper: 3.14e23 FLOP (arXiv:2005.14165, table D.1); Llama 3.1's: 3.8e25 (arXiv:2407.21783).
    assert arithmetic.flop_of_training(175e9, 300e9) == pytest.approx(3.14e23, rel=0.01)
    assert arithmetic.flop_of_training(405e9, 15.6e12) == pytest.approx(3.8e25, rel=0.01)


def test_the_cache_takes_what_torch_keeps(plain):
    with torch.no_grad():
        kept = plain(torch.ones(1, 6, dtype=torch.long), use_cache=True).past_key_values
    numbers = sum(layer.keys.numel() + layer.values.numel() for layer in kept.layers)
    assert 6 * arithmetic.cache_bytes_per_token(SMOLLM2) == 4 * numbers


def test_layers_and_counter_agree_on_a_picture_network_and_are_what_is_stored():
    from models.diffusion.net import load_pipeline

    pipe, stored = load_pipeline(), measured.networks()
    latents, words = torch.randn(1, 4, 16, 16), torch.randn(1, 48, 192)

    def call():
        pipe.unet(latents, torch.tensor(500), encoder_hidden_states=words)

    with torch.no_grad(), layers_of(pipe.unet) as found:
        call()
    assert sum(found) == stored["unet"].formula
    assert counted(call) == stored["unet"].counted
    assert stored["unet"].parameters == sum(p.numel() for p in pipe.unet.parameters())
    for network in stored.values():
        assert network.formula in (None, network.counted)


def test_an_update_of_the_tiny_transformer_costs_what_the_counter_counts():
    from torch.nn.attention import SDPBackend, sdpa_kernel
    from torch.utils.flop_counter import FlopCounterMode

    from models.cost.runs import BATCH, update_multiply_adds
    from models.tiny_transformer import net
    from models.tiny_transformer.shape import CONTEXT, LAYERS, WIDTH

    pieces = 320
    weights = net.drawn(0, pieces)
    windows = torch.from_numpy(np.random.default_rng(0).integers(0, pieces, (BATCH, CONTEXT + 1)))
    with sdpa_kernel(SDPBackend.MATH), FlopCounterMode(display=False) as counter:
        net.nats(weights, windows).mean().backward()
    # The counter's attention is that of all pairs; ours of those that a causal mask leaves.
    masked = 3 * BATCH * (CONTEXT * CONTEXT - CONTEXT * (CONTEXT + 1) // 2) * LAYERS * 2 * WIDTH
    assert counter.get_total_flops() // 2 == update_multiply_adds(pieces) + masked
