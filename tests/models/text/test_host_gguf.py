"""A GGUF file of the host's own (MODEL): its numbers and tokens are those of the model that it was written from."""

import json

import gguf
import numpy as np
import pytest
import torch
from gguf import GGMLQuantizationType, GGUFWriter
from tokenizers import Regex
from tokenizers.pre_tokenizers import Split
from transformers import AutoModelForCausalLM, AutoTokenizer
from transformers.models.qwen2.tokenization_qwen2 import PRETOKENIZE_REGEX

from models import reproduce
from models.engine.asking import steps_of
from models.text import host_files, infer, sampling, tokenizer
from models.text.architecture import architecture, opened
from models.text.kinds import NextToken
from models.text.net import Net
from models.weights import store
from models.workers import text as worker
from tests.arrays import assert_allclose, assert_array_equal
from tests.models.text import hosts

ODD = ["The cat sat", " a  1\n\tb", "Zürich, 2026!", "naïve 🍓 東京", "don't <|tool|>x"]
PARTS = {
    "self_attn.q_proj": "attn_q",
    "self_attn.k_proj": "attn_k",
    "self_attn.v_proj": "attn_v",
    "self_attn.o_proj": "attn_output",
    "mlp.gate_proj": "ffn_gate",
    "mlp.up_proj": "ffn_up",
    "mlp.down_proj": "ffn_down",
    "input_layernorm": "attn_norm",
    "post_attention_layernorm": "ffn_norm",
}


@pytest.fixture
def unpacked(tmp_path, monkeypatch):
    monkeypatch.setenv("GENERATIVE_AI_LIVE_CACHE", str(tmp_path / "cache"))


def in_blocks(weight):
    return weight.ndim == 2 and weight.shape[1] % 32 == 0  # numbers a block


def permuted(rows, heads):
    """As llama.cpp's converter: pairs (0, D/2, 1, D/2 + 1, …)."""
    return rows.reshape(heads, 2, -1, rows.shape[-1]).swapaxes(1, 2).reshape(rows.shape)


def write(folder, file, blocks=None, extra=None, leave_out=(), **changed):
    """The folder of a Llama as a GGUF file."""
    config = json.loads((folder / "config.json").read_text())
    document = json.loads((folder / "tokenizer.json").read_text())
    weights = AutoModelForCausalLM.from_pretrained(folder).state_dict()
    writer = GGUFWriter(file, changed.get("kind", "llama"))
    writer.add_block_count(config["num_hidden_layers"])
    writer.add_context_length(config["max_position_embeddings"])
    writer.add_embedding_length(config["hidden_size"])
    writer.add_feed_forward_length(config["intermediate_size"])
    writer.add_head_count(config["num_attention_heads"])
    writer.add_head_count_kv(config["num_key_value_heads"])
    writer.add_key_length(config["head_dim"])
    writer.add_rope_dimension_count(config["head_dim"])
    writer.add_layer_norm_rms_eps(config["rms_norm_eps"])
    writer.add_rope_freq_base(config["rope_parameters"]["rope_theta"])
    if changed.get("scaled"):
        writer.add_rope_scaling_type(gguf.RopeScalingType.LINEAR)
    _write_tokenizer(writer, folder, document, changed.get("pre", "gpt-2"))
    for name, weight in weights.items():
        parts = name.removesuffix(".weight").split(".", 3)
        ours = {"embed_tokens": "token_embd", "norm": "output_norm", "lm_head": "output"}.get(parts[-1])
        if ours is None:
            ours = f"blk.{parts[2]}.{PARTS[parts[3]]}"
        if ours in leave_out:
            continue
        rows = weight.numpy().astype(np.float32)
        if ours.endswith(("attn_q", "attn_k")):
            heads = "num_attention_heads" if ours.endswith("attn_q") else "num_key_value_heads"
            rows = permuted(rows, config[heads])
        raw = None
        if blocks and in_blocks(rows):
            rows, raw = gguf.quantize(rows, blocks), blocks
        writer.add_tensor(f"{ours}.weight", rows, raw_dtype=raw)
    for name in extra or ():
        writer.add_tensor(name, np.zeros(8, np.float32))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return file


def _write_tokenizer(writer, folder, document, pre):
    theirs = AutoTokenizer.from_pretrained(folder)
    tokens = theirs.convert_ids_to_tokens(range(len(theirs)))
    added = {token["id"]: token["special"] for token in document["added_tokens"]}
    merges = [m if isinstance(m, str) else " ".join(m) for m in document["model"]["merges"]]
    types = [gguf.TokenType.NORMAL] * len(tokens)
    for i, special in added.items():
        types[i] = gguf.TokenType.CONTROL if special else gguf.TokenType.USER_DEFINED
    of_bytes = "ByteLevel" in json.dumps(document["decoder"])
    writer.add_tokenizer_model("gpt2" if of_bytes else "llama")
    writer.add_token_list(tokens)
    writer.add_token_types(types)
    if of_bytes:
        writer.add_tokenizer_pre(pre)
        writer.add_token_merges(merges)
    else:
        order = {merge.replace(" ", ""): -float(n) for n, merge in reversed(list(enumerate(merges, 1)))}
        writer.add_token_scores([order.get(token, -1e6) for token in tokens])
        writer.add_bos_token_id(theirs.bos_token_id)
    writer.add_eos_token_id(theirs.eos_token_id)
    writer.add_chat_template(hosts.TEMPLATE)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return hosts.make("llama2", tmp_path_factory.mktemp("llama2"))


@pytest.mark.parametrize("blocks", [None, GGMLQuantizationType.Q8_0], ids=["fp32", "8-bit blocks"])
def test_its_probabilities_and_tokens_are_its_own(blocks, folder, tmp_path, monkeypatch, unpacked):
    file = write(folder, tmp_path / "own.gguf", blocks)
    monkeypatch.setenv("MODEL", str(file))
    net = infer.load(lambda template, **values: None)
    assert isinstance(net, Net) and opened() and infer.describe(net).name == str(file)
    theirs, plain = AutoTokenizer.from_pretrained(folder), AutoModelForCausalLM.from_pretrained(folder)
    read = AutoTokenizer.from_pretrained(tmp_path, gguf_file=file.name)  # transformers' own reading of the file
    assert (architecture().layers, architecture().heads, architecture().head_dim) == (3, 4, 12)
    assert architecture().vocab == len(theirs) and tokenizer.end_ids == (theirs.eos_token_id,)
    for text in ODD:
        # llama.cpp and SentencePiece put a space before a text that begins with one, too; transformers does not.
        assert tokenizer.encode(text) == (theirs if text.startswith(" ") else read)(text).input_ids
    messages = [{"role": "user", "content": "Hi"}]
    filled = theirs.apply_chat_template(messages, add_generation_prompt=True, tokenize=False)
    assert tokenizer.chat_text("Hi") == filled
    if blocks:  # the model of the rounded weights
        for weight in plain.parameters():
            if in_blocks(weight):
                weight.data = torch.tensor(gguf.dequantize(gguf.quantize(weight.data.numpy(), blocks), blocks))
    *_, step = steps_of(worker, net, NextToken(prompt="The cat sat"))
    with torch.no_grad():
        expected = plain(torch.tensor(step.input_ids)[None]).logits[0, -1].softmax(-1)
    assert_allclose(sampling.softmax(step.logits), expected.numpy(), atol=1e-5)
    assert reproduce.python(NextToken()).startswith("# MODEL=")


@pytest.mark.parametrize(
    ("pre", "words"),
    [
        ("gpt-2", ["It", "'s", " 1234", ".", "\n", "\n", "Yes"]),
        ("llama-bpe", ["It", "'s", " ", "123", "4", ".\n\n", "Yes"]),
        ("qwen2", ["It", "'s", " ", "1", "2", "3", "4", ".\n\n", "Yes"]),
        ("smollm", ["It", "'s", " ", "1", "2", "3", "4", ".", "\n", "\n", "Yes"]),
    ],
)
def test_a_tokenizer_of_bytes_splits_words_as_its_file_says(pre, words, tmp_path, monkeypatch, unpacked):
    source = hosts.make("llama of bytes", tmp_path / "folder")
    monkeypatch.setenv("MODEL", str(write(source, tmp_path / "own.gguf", pre=pre)))
    vocabulary = tokenizer.of_host(host_files.host_model())
    assert [word.decode() for word in vocabulary.words("It's 1234.\n\nYes")] == words
    if pre == "qwen2":
        made = Split(Regex(PRETOKENIZE_REGEX), "isolated")  # transformers' own
        assert [word for word, _ in made.pre_tokenize_str("It's 1234.\n\nYes")] == words
    if pre == "gpt-2":
        for text in ODD:
            assert tokenizer.encode(text) == AutoTokenizer.from_pretrained(source)(text).input_ids


def test_the_shipped_file_named_as_one_s_own_gives_the_shipped_tokens_and_numbers(net, monkeypatch):
    path = store.ensure()
    shipped, request = tokenizer.shipped(), NextToken()
    *_, expected = steps_of(worker, net, request)
    monkeypatch.setenv("MODEL", str(path))
    for text in ODD:
        assert tokenizer.encode(text) == shipped.encode(text)
    *_, step = steps_of(worker, infer.load(lambda template, **values: None), request)
    assert_array_equal(step.input_ids, expected.input_ids)
    assert_allclose(sampling.softmax(step.logits), sampling.softmax(expected.logits), atol=1e-5)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"kind": "qwen2"}, "holds a model of the kind qwen2."),
        ({"scaled": True}, "Of GGUF files only a plain Llama's are read here, without scaled positions or experts."),
        (
            {"extra": ["blk.0.attn_q.bias"]},
            "is not a plain Llama's: blk.0.attn_q.bias is missing, or has no place in one.",
        ),
        ({"leave_out": ["blk.1.ffn_up"]}, "is not a plain Llama's: blk.1.ffn_up.weight is missing"),
    ],
    ids=["another kind", "scaled", "biases", "a piece missing"],
)
def test_what_is_not_a_plain_llama_is_refused(changed, said, folder, tmp_path, monkeypatch, unpacked):
    monkeypatch.setenv("MODEL", str(write(folder, tmp_path / "own.gguf", **changed)))
    with pytest.raises(store.StoreError) as refused:
        infer.load(lambda template, **values: None)
    assert said in str(refused.value)


def test_what_is_no_whole_gguf_file_is_refused(tmp_path, monkeypatch, unpacked):
    (tmp_path / "own.gguf").write_bytes(b"GGUF damaged")
    monkeypatch.setenv("MODEL", str(tmp_path / "own.gguf"))
    with pytest.raises(store.StoreError, match="is not a whole GGUF file"):
        infer.load(lambda template, **values: None)
