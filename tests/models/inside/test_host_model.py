"""A model of the host's own, of another shape: heads of another size, other widths, an output matrix of its own."""

import pytest
import torch

from models.engine.asking import steps_of
from models.inside.kinds import Broken, Inside
from models.text import host_weights, tokenizer
from models.workers import text as worker
from pages.chapters.inside import numbers
from tests.arrays import assert_allclose
from tests.models.text.test_host_model import make


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return make(tmp_path_factory.mktemp("model"), head_dim=16)


def test_it_opens_and_breaks_too(folder):
    from transformers import LlamaForCausalLM

    net = host_weights.from_transformers(str(folder))
    ours = {}
    for request in (Inside(prompt="cat sat"), Broken(prompt="cat sat", part="swap", layer=0)):
        [ours[type(request)]] = steps_of(worker, net, request)
    plain = LlamaForCausalLM.from_pretrained(folder).eval()
    with torch.no_grad():
        expected = plain(torch.tensor([tokenizer.encode("cat sat")])).logits[0, -1]
    step = ours[Inside]
    assert_allclose(step.logits, expected[step.candidates], atol=1e-4)
    assert step.parameters.sum() == sum(p.numel() for p in plain.parameters())
    assert numbers.parts(step, 0).total == pytest.approx(float(step.logits[0]), abs=1e-4)
    assert numbers.mixed(step, 1).shape == (4 * 16,)
