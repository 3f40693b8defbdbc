"""A model of the host's own (MODEL): its numbers are those of transformers, and what is given away names it."""

import contextlib
import io
import json
import re
import shlex
import shutil
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load_file, save_file
from transformers import GPT2Config, GPT2LMHeadModel, LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

from models import prepared, reproduce
from models.engine.asking import steps_of
from models.families import FAMILIES
from models.fine_tuning import adapter_file
from models.fine_tuning import infer as fine_tuning
from models.fine_tuning.kinds import AdapterStep, FineTune
from models.text import infer, sampling, tokenizer, weights
from models.text.kinds import NextToken, Write
from models.text.net import forward, new_cache
from models.tokens.kinds import Tokens
from models.weights import store
from tests.arrays import assert_allclose, assert_array_equal


def save_tokenizer(folder):
    file = str(Path(tokenizer.__file__).with_name("tokenizer.json"))
    PreTrainedTokenizerFast(tokenizer_file=file).save_pretrained(folder)


def make(folder, **settings):
    """A tiny model, saved by transformers, with SmolLM2's tokenizer."""
    torch.manual_seed(0)
    usual = {
        "vocab_size": 49_152,
        "hidden_size": 48,
        "intermediate_size": 96,
        "num_hidden_layers": 2,
        "num_attention_heads": 4,
        "num_key_value_heads": 2,
        "head_dim": 12,
        "tie_word_embeddings": False,
        "rope_parameters": {"rope_type": "default", "rope_theta": 500.0},
    }
    LlamaForCausalLM(LlamaConfig(**{**usual, **settings})).save_pretrained(folder)
    save_tokenizer(folder)
    return folder


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return make(tmp_path_factory.mktemp("model"))


@pytest.fixture
def hosted(folder, monkeypatch):
    monkeypatch.setenv("MODEL", str(folder))
    return folder


@pytest.fixture
def copied(folder, tmp_path):
    return Path(shutil.copytree(folder, tmp_path / "copied"))


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"tie_word_embeddings": True, "hidden_act": "swish"},
        {"num_hidden_layers": 3, "num_attention_heads": 8, "head_dim": 16},
    ],
    ids=["usual", "tied", "other heads"],
)
def test_it_gives_its_own_numbers(settings, tmp_path, monkeypatch):
    folder = make(tmp_path / "model", **settings)
    monkeypatch.setenv("MODEL", str(folder))
    net = infer.load(lambda template, **values: None)
    assert infer.describe(net).name == str(folder)
    ids = [5, 300, 40_000, 7]
    hidden = forward(net, np.array([ids]), new_cache(net, 1, 4))
    with torch.no_grad():
        expected = LlamaForCausalLM.from_pretrained(folder)(torch.tensor([ids])).logits[0]
    assert_allclose(net.lm_head(hidden[0]), expected.numpy(), atol=1e-5)


def refusal(folder):
    with pytest.raises(store.StoreError) as refused:
        weights.from_transformers(str(folder))
    return str(refused.value).removeprefix(f"The model {folder} (setting MODEL) ")


OTHER_TOKENIZER = "has a different tokenizer from SmolLM2's. Name one that shares it."
BUILT_OTHERWISE = "is built differently from SmolLM2. Name a plain Llama-style model."
CANNOT_BE_LOADED = "cannot be loaded. Name a folder or a Hub id of transformers."


def test_other_tokens_are_refused(copied):
    file = copied / "tokenizer.json"
    content = json.loads(file.read_text())
    vocabulary = content["model"]["vocab"]
    vocabulary["Ġthe"], vocabulary["Ġcat"] = vocabulary["Ġcat"], vocabulary["Ġthe"]
    file.write_text(json.dumps(content))
    assert refusal(copied) == OTHER_TOKENIZER


def test_an_added_token_and_padded_rows_are_refused_for_what_they_are(copied, tmp_path):
    own = PreTrainedTokenizerFast.from_pretrained(copied)
    own.add_tokens(["<|tool|>"])
    own.save_pretrained(copied)
    end = "SmolLM2 has 49,152 of both. Name a model without added tokens or padding."
    assert refusal(copied) == f"has 49,153 tokens and 49,152 rows of embeddings; {end}"
    padded = make(tmp_path / "padded", vocab_size=49_280)
    assert refusal(padded) == f"has 49,152 tokens and 49,280 rows of embeddings; {end}"


@pytest.mark.parametrize(
    "settings",
    [
        {"model_type": "mistral", "architectures": ["MistralForCausalLM"]},
        {"hidden_act": "gelu"},
        {"attention_bias": True},
        {"rope_parameters": {"rope_type": "linear", "factor": 2.0, "rope_theta": 500.0}},
    ],
    ids=lambda settings: next(iter(settings)),
)
def test_another_architecture_is_refused(copied, settings):
    file = copied / "config.json"
    file.write_text(json.dumps(json.loads(file.read_text()) | settings))
    assert refusal(copied) == BUILT_OTHERWISE


def test_gpt_2_with_smollm2s_tokenizer_is_refused(tmp_path):
    GPT2LMHeadModel(GPT2Config(vocab_size=49_152, n_embd=16, n_layer=1, n_head=2)).save_pretrained(tmp_path)
    save_tokenizer(tmp_path)
    assert refusal(tmp_path) == BUILT_OTHERWISE


def test_what_is_not_there_or_not_whole_is_refused(copied, tmp_path):
    assert refusal(tmp_path / "nothing") == CANNOT_BE_LOADED
    file = copied / "model.safetensors"
    kept = load_file(file)
    del kept["model.layers.1.mlp.up_proj.weight"]  # transformers would draw it at random
    save_file(kept, file, metadata={"format": "pt"})
    assert refusal(copied) == CANNOT_BE_LOADED
    file.write_bytes(b"damaged")
    assert refusal(copied) == CANNOT_BE_LOADED


@pytest.mark.parametrize(
    "request_",
    [
        NextToken(),
        Write(method="greedy", max_new_tokens=5),
        Write(method="greedy", max_new_tokens=5, chat=True, prompt="Hi {x}"),
        Write(seed=3, max_new_tokens=5, top_k=9),
    ],
    ids=["next token", "greedy", "chat", "sample"],
)
def test_the_python_to_take_away_loads_it_and_prints_its_numbers(request_, hosted):
    net = infer.load(lambda template, **values: None)
    steps, out, trained = list(steps_of(infer, net, request_)), io.StringIO(), torch.is_grad_enabled()
    try:
        with contextlib.redirect_stdout(out):
            exec(reproduce.python(request_), {})
    finally:
        torch.set_grad_enabled(trained)
    if isinstance(request_, NextToken):
        shares = [float(line.partition("%")[0]) for line in out.getvalue().splitlines()]
        probs = sampling.softmax(steps[-1].logits)
        assert shares == pytest.approx((100 * np.sort(probs)[:-17:-1]).tolist(), abs=0.01)
    else:
        ids = [int(n) for n in re.findall(r"^(\d+) .*: [\d.]+%", out.getvalue(), re.MULTILINE)]
        assert ids == steps[-1].output_ids.tolist()


def test_the_command_line_names_it(hosted, monkeypatch):
    setting, *words = shlex.split(reproduce.command(NextToken(prompt="a b")))
    assert setting == f"MODEL={hosted}"
    assert words == ["python", "-m", "models", "next-token", "--prompt=a b"]
    assert reproduce.command(Tokens()).startswith("python ")
    monkeypatch.setenv("MODEL", "a folder/model")
    assert shlex.split(reproduce.command(NextToken()))[0] == "MODEL=a folder/model"


def test_its_card_says_whose_it_is_and_nothing_of_smollm2_stands_in_for_it(hosted):
    card = FAMILIES["text"].card_text
    assert f"This server runs `{hosted}` (setting `MODEL`)" in card and "{" not in card
    assert FAMILIES["tokens"].card_text.startswith("# SmolLM2-135M-Instruct"), "the tokenizer is SmolLM2's"
    assert prepared.prepared(NextToken()) is None


def test_without_one_all_is_of_the_shipped_model(monkeypatch):
    monkeypatch.setenv("MODEL", "")
    assert FAMILIES["text"].card_text.startswith("# SmolLM2-135M-Instruct")
    assert prepared.prepared(NextToken()) is not None
    assert reproduce.command(NextToken()) == "python -m models next-token"


def test_of_a_model_with_few_layers_all_learn_and_its_update_is_a_file_that_is_read_again(hosted):
    net = fine_tuning.load(lambda template, **values: None)
    request = FineTune(examples="What is this? | A test.", questions="What is this?", steps=2, rank=2)
    steps = list(fine_tuning.fine_tune(net, request))
    learned = next(step for step in steps if isinstance(step, AdapterStep))
    assert request.learning == 2
    # A and B of each of seven matrices: rank × (numbers in + numbers out), from the config in `make`.
    sides = [(48, 48), (48, 24), (48, 24), (48, 48), (48, 96), (48, 96), (96, 48)]
    assert learned.learned == 2 * 2 * sum(map(sum, sides))
    read = adapter_file.read(adapter_file.pack(learned.update, request.learning, request.rank))
    assert (read.layers, read.rank) == (2, 2)
    assert_array_equal(read.update, learned.update)
