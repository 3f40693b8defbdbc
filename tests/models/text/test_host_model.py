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
from tokenizers import Tokenizer, models
from transformers import (
    AutoModelForCausalLM,
    CLIPTextConfig,
    CLIPTextModel,
    LlamaConfig,
    LlamaForCausalLM,
    PreTrainedTokenizerFast,
)

from models import prepared, reproduce
from models.engine.asking import steps_of
from models.engine.errors import InvalidRequest, RunFailed
from models.families import FAMILIES
from models.fine_tuning import adapter_file
from models.fine_tuning import infer as fine_tuning
from models.fine_tuning.kinds import AdapterStep, FineTune
from models.text import host_weights, infer, sampling, tokenizer
from models.text.kinds import NextToken, Write
from models.text.net import Net, forward, new_cache
from models.tokens.kinds import Tokens
from models.weights import store
from tests.arrays import assert_allclose, assert_array_equal
from tests.models.text import hosts


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


def give_template(folder):
    (folder / "chat_template.jinja").write_text(hosts.TEMPLATE)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return make(tmp_path_factory.mktemp("model"))


@pytest.fixture
def hosted(copied, monkeypatch):
    monkeypatch.setenv("MODEL", str(copied))
    return copied


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
        host_weights.from_transformers(str(folder))
    return str(refused.value).replace(str(folder), "it")


def changed(folder, **settings):
    file = folder / "config.json"
    file.write_text(json.dumps(json.loads(file.read_text()) | settings))
    return folder


CANNOT_BE_LOADED = (
    "The model it (setting MODEL) cannot be loaded. Name a folder or a Hub id of transformers, with config.json, "
    "tokenizer.json and weights as safetensors."
)


@pytest.mark.parametrize(
    "settings",
    [
        {"model_type": "mistral", "architectures": ["MistralForCausalLM"]},
        {"hidden_act": "gelu"},
        {"rope_parameters": {"rope_type": "linear", "factor": 2.0, "rope_theta": 500.0}},
    ],
    ids=lambda settings: next(iter(settings)),
)
def test_what_our_network_does_not_compute_is_computed_by_transformers(copied, settings):
    net = host_weights.from_transformers(str(changed(copied, **settings)))
    ids = [5, 300, 40_000, 7]
    hidden = forward(net, np.array([ids]), new_cache(net, 1, 4))
    with torch.no_grad():
        expected = AutoModelForCausalLM.from_pretrained(copied)(torch.tensor([ids])).logits[0]
    assert not isinstance(net, Net)
    assert_allclose(net.lm_head(hidden[0]), expected.numpy(), atol=1e-5)


def test_more_tokens_than_rows_are_refused_and_more_rows_than_tokens_are_taken(copied, tmp_path, monkeypatch):
    own = PreTrainedTokenizerFast.from_pretrained(copied)
    own.add_tokens(["<|tool|>"])
    own.save_pretrained(copied)
    assert refusal(copied) == (
        "The model it (setting MODEL) has 49,153 tokens, but only 49,152 rows of embeddings. Add rows for the added "
        "tokens: model.resize_token_embeddings(49153)."
    )
    padded = make(tmp_path / "padded", vocab_size=49_280)
    monkeypatch.setenv("MODEL", str(padded))
    assert isinstance(host_weights.from_transformers(str(padded)), Net)
    assert tokenizer.vocab_size == 49_280 and tokenizer.visible(49_200) == "⟨unused 49200⟩"
    with pytest.raises(IndexError):
        tokenizer.piece_bytes(49_280)


def test_a_tokenizer_of_another_kind_is_refused_and_so_is_none(copied):
    file = copied / "tokenizer.json"
    made = Tokenizer(models.WordLevel({"a": 0, "<unk>": 1}, unk_token="<unk>"))
    made.save(str(file))
    kind = "is of a kind that cannot be shown here: only byte-pair encoding that gives every text back."
    assert refusal(copied) == f"The tokenizer of it (setting MODEL) {kind}"
    file.unlink()
    assert refusal(copied).startswith("The model it (setting MODEL) has no tokenizer.json. Write one:")


def test_a_mixture_of_experts_and_what_is_no_text_model_are_refused(copied, tmp_path):
    settings = changed(copied, model_type="mixtral", num_local_experts=4, num_experts_per_tok=2)
    assert "is a mixture of experts" in refusal(settings)
    CLIPTextModel(CLIPTextConfig(hidden_size=16, num_hidden_layers=1)).save_pretrained(tmp_path / "clip")
    save_tokenizer(tmp_path / "clip")
    assert refusal(tmp_path / "clip") == CANNOT_BE_LOADED


def test_what_is_not_there_or_not_whole_is_refused(copied, tmp_path):
    assert refusal(tmp_path / "nothing") == CANNOT_BE_LOADED
    file = copied / "model.safetensors"
    kept = load_file(file)
    del kept["model.layers.1.mlp.up_proj.weight"]  # transformers would draw it at random
    save_file(kept, file, metadata={"format": "pt"})
    name = "model.layers.1.mlp.up_proj.weight"
    assert refusal(copied) == f"The files of it (setting MODEL) lack weights of its network: 1, {name} for one."
    file.write_bytes(b"damaged")
    assert refusal(copied) == CANNOT_BE_LOADED


def test_pickles_and_code_that_comes_with_a_model_are_not_read(copied):
    weights = load_file(copied / "model.safetensors")
    (copied / "model.safetensors").unlink()
    torch.save(weights, copied / "pytorch_model.bin")
    assert refusal(copied) == CANNOT_BE_LOADED
    save_file(weights, copied / "model.safetensors", metadata={"format": "pt"})
    ran = copied / "ran"
    (copied / "own.py").write_text(f"open({str(ran)!r}, 'w')")
    changed(copied, model_type="own", auto_map={"AutoConfig": "own.C", "AutoModelForCausalLM": "own.M"})
    assert refusal(copied) == CANNOT_BE_LOADED and not ran.exists()


def test_a_text_longer_than_the_model_reads_is_refused_in_a_sentence(copied, monkeypatch):
    monkeypatch.setenv("MODEL", str(changed(copied, max_position_embeddings=8)))
    with pytest.raises(InvalidRequest, match="at most 8 fit here. Shorten it by 1."):
        NextToken(prompt="a b c d e f g h i")
    net = infer.load(lambda template, **values: None)
    with pytest.raises(RunFailed, match="can have 11 tokens; this server's model reads 8"):
        list(steps_of(infer, net, Write(prompt="a b c", max_new_tokens=8)))
    assert list(steps_of(infer, net, Write(prompt="a b c", max_new_tokens=5, method="greedy")))


def test_without_a_chat_template_there_is_no_chat(hosted):
    with pytest.raises(InvalidRequest, match="has no chat template"):
        tokenizer.chat("Hi")


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
    if getattr(request_, "chat", False):
        give_template(hosted)
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
    assert reproduce.command(Tokens()).startswith(f"MODEL={hosted} python ")
    monkeypatch.setenv("MODEL", "a folder/model")
    assert shlex.split(reproduce.command(NextToken()))[0] == "MODEL=a folder/model"


def test_its_card_says_whose_it_is_and_nothing_of_smollm2_stands_in_for_it(hosted):
    card = FAMILIES["text"].card_text
    assert f"This server runs `{hosted}` (setting `MODEL`)" in card and "{" not in card
    assert "2 layers, 4 heads in each, width 48, 49,152 rows of output" in card
    assert FAMILIES["tokens"].card_text == card, "it brings its own tokenizer"
    assert prepared.prepared(NextToken()) is None


def test_without_one_all_is_of_the_shipped_model(monkeypatch):
    monkeypatch.setenv("MODEL", "")
    assert FAMILIES["text"].card_text.startswith("# SmolLM2-135M-Instruct")
    assert prepared.prepared(NextToken()) is not None
    assert reproduce.command(NextToken()) == "python -m models next-token"


def test_of_a_model_with_few_layers_all_learn_and_its_update_is_a_file_that_is_read_again(hosted):
    give_template(hosted)
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
