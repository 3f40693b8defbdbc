"""Pages know the model's layers and heads before it is loaded: they are those of the weights."""

import json

import pytest
from gguf import GGUFReader

from models.text import architecture
from models.weights import store


def test_the_shipped_numbers_are_those_in_the_weights_file():
    fields = GGUFReader(store.ensure(lambda *_, **__: None)).fields
    heads_of, lengths = ("attention.head_count", "attention.head_count_kv"), ("embedding_length", "feed_forward_length")
    names = ("block_count", *heads_of, *lengths)
    layers, heads, *widths = (int(fields[f"llama.{name}"].contents()) for name in names)
    assert architecture.SMOLLM2 == architecture.Architecture(layers, heads, *widths)
    assert architecture.SMOLLM2.all_heads == layers * heads


def test_the_shapes_of_a_layer_s_matrices_are_those_of_the_weights(plain):
    layer = plain.model.layers[0]
    for name, part in [*layer.self_attn.named_children(), *layer.mlp.named_children()]:
        if name.endswith("_proj"):
            assert architecture.SMOLLM2.shape(name) == tuple(part.weight.shape)


def test_another_model_of_the_host_has_its_own_layers_and_heads(tmp_path, monkeypatch):
    (tmp_path / "config.json").write_text(json.dumps({"num_hidden_layers": 6, "num_attention_heads": 4}))
    monkeypatch.setenv("MODEL", str(tmp_path))
    assert architecture.architecture() == architecture.Architecture(6, 4, 4, 576, 4 * 576, 144)


def test_a_model_whose_layers_and_heads_cannot_be_read_counts_as_the_shipped_one(tmp_path, monkeypatch):
    monkeypatch.setenv("MODEL", str(tmp_path))
    assert architecture.architecture() == architecture.SMOLLM2
    for text in ('{"n_layer": 6}', "{"):  # no heads; damaged
        (tmp_path / "config.json").write_text(text)
        assert architecture.architecture() == architecture.SMOLLM2


def test_a_model_that_comes_onto_this_machine_later_is_known_then(tmp_path, monkeypatch):
    monkeypatch.setenv("MODEL", str(tmp_path))
    assert architecture.architecture() == architecture.SMOLLM2
    (tmp_path / "config.json").write_text(json.dumps({"num_hidden_layers": 6, "num_attention_heads": 4}))
    assert architecture.architecture() == architecture.Architecture(6, 4, 4, 576, 4 * 576, 144)


@pytest.mark.parametrize("name", ["", "nobody/nothing", "/no/such/folder"])
def test_what_is_not_on_this_machine_counts_as_the_shipped_model(name, monkeypatch):
    monkeypatch.setenv("MODEL", name)
    assert architecture.architecture() == architecture.SMOLLM2
