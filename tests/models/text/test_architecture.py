"""Pages know the model's layers and heads before it is loaded: they are those of the weights."""

import json

import pytest
from gguf import GGUFReader

from models.text import architecture
from models.weights import store


def test_the_shipped_numbers_are_those_in_the_weights_file():
    fields = GGUFReader(store.ensure(lambda *_, **__: None)).fields
    layers, heads = (int(fields[f"llama.{name}"].contents()) for name in ("block_count", "attention.head_count"))
    assert architecture.SMOLLM2 == architecture.Architecture(layers, heads)
    assert architecture.SMOLLM2.all_heads == layers * heads


def test_another_model_of_the_host_has_its_own_layers_and_heads(tmp_path, monkeypatch):
    (tmp_path / "config.json").write_text(json.dumps({"num_hidden_layers": 6, "num_attention_heads": 4}))
    monkeypatch.setenv("MODEL", str(tmp_path))
    assert architecture.architecture() == architecture.Architecture(6, 4)


def test_a_model_whose_layers_and_heads_cannot_be_read_counts_as_the_shipped_one(tmp_path, monkeypatch):
    monkeypatch.setenv("MODEL", str(tmp_path))
    assert architecture.architecture() == architecture.SMOLLM2
    for text in ('{"n_layer": 6, "n_head": 4}', "{"):  # as GPT-2 has it; damaged
        (tmp_path / "config.json").write_text(text)
        architecture._read.cache_clear()
        assert architecture.architecture() == architecture.SMOLLM2


def test_a_model_that_comes_onto_this_machine_later_is_known_then(tmp_path, monkeypatch):
    monkeypatch.setenv("MODEL", str(tmp_path))
    assert architecture.architecture() == architecture.SMOLLM2
    (tmp_path / "config.json").write_text(json.dumps({"num_hidden_layers": 6, "num_attention_heads": 4}))
    assert architecture.architecture() == architecture.Architecture(6, 4)


@pytest.mark.parametrize("name", ["", "nobody/nothing", "/no/such/folder"])
def test_what_is_not_on_this_machine_counts_as_the_shipped_model(name, monkeypatch):
    monkeypatch.setenv("MODEL", name)
    assert architecture.architecture() == architecture.SMOLLM2
