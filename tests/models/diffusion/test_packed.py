import pytest
import torch
from torch import nn

from models.diffusion.infer import lay_out
from models.diffusion.net import load_pipeline
from models.diffusion.packed import pack


def networks():
    torch.manual_seed(0)
    net = nn.Sequential(nn.Conv2d(4, 16, 3, padding=1), nn.SiLU(), nn.Conv2d(16, 8, 3, stride=2)).eval()
    return net.to(memory_format=torch.channels_last), torch.randn(2, 4, 16, 16)


@torch.no_grad()
def test_packed_weights_give_the_same_bits_and_another_shape_goes_the_plain_way():
    net, x = networks()
    single, pair = net(x[:1]), net(x)
    assert pack(net, lambda: net(x))
    assert torch.equal(net(x), pair)
    assert torch.equal(net(x[:1]), single)


@torch.no_grad()
@pytest.mark.parametrize("wrong", ["other bits", "no such operator"])
def test_where_packing_does_not_work_the_network_stays_as_it_was(monkeypatch, wrong):
    def reorder(conv, shape):
        if wrong == "no such operator":
            raise AttributeError("'_OpNamespace' 'mkldnn' object has no attribute '_reorder_convolution_weight'")
        return conv.weight * 1.001

    net, x = networks()
    expected = net(x)
    monkeypatch.setattr("models.diffusion.packed._blocks", reorder)
    assert not pack(net, lambda: net(x))
    assert torch.equal(net(x), expected)
    assert not any("forward" in vars(module) for module in net.modules())


@torch.no_grad()
def test_the_shipped_network_keeps_its_bits_for_one_and_for_two_pictures():
    plain, packed = load_pipeline(), load_pipeline()
    lay_out(packed)
    generator = torch.Generator().manual_seed(1)
    for rows in (1, 2, 4):
        x = torch.randn(rows, 4, 16, 16, generator=generator)
        words = torch.randn(rows, 48, 192, generator=generator)
        a, b = (pipe.unet(x, 321, encoder_hidden_states=words).sample for pipe in (plain, packed))
        assert torch.equal(a, b)
        a, b = (pipe.vae.decode(x).sample for pipe in (plain, packed))
        assert torch.equal(a, b)
