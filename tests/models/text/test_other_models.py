"""Models of other architectures (MODEL), with their own tokenizers: all that they show is what transformers gives."""

import contextlib
import io
import re

import numpy as np
import pytest
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

from models import reproduce
from models.control.kinds import Hide, Patch
from models.engine.asking import steps_of
from models.text import host_files, infer, sampling, tokenizer
from models.text.architecture import architecture, opened
from models.text.kinds import Attend, NextToken, Score, Write
from models.text.layer_names import layer_names
from models.text.net import Net
from models.tokens.kinds import Tokens
from models.workers import text as worker
from tests.arrays import assert_allclose
from tests.models.text import hosts

TEXT = "The cat sat on the mat"
ODD = ["a", " a", "a  1\n\tb", "Zürich, 2026!", "naïve 🍓 東京", "<|tool|> x", "e\u0301", "don't 'x'"]


@pytest.fixture(scope="module", params=hosts.HOSTS)
def host(request, tmp_path_factory):
    """Its folder, transformers' model and tokenizer, and what the app loads."""
    folder = hosts.make(request.param, tmp_path_factory.mktemp(request.param))
    patch = pytest.MonkeyPatch()
    patch.setenv("MODEL", str(folder))
    plain = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32, attn_implementation="eager").eval()
    yield request.param, AutoTokenizer.from_pretrained(folder), plain, infer.load(lambda template, **values: None)
    patch.undo()


def last(net, request):
    *_, step = steps_of(worker, net, request)
    return step


@torch.no_grad()
def run(plain, ids, **more):
    return plain(torch.tensor([list(ids)]), **more)


def test_its_shape_is_known_without_it(host):
    name, theirs, plain, net = host
    settings = plain.config
    assert architecture().layers == settings.num_hidden_layers == net.config.num_hidden_layers
    assert architecture().heads == settings.num_attention_heads
    assert architecture().vocab == tokenizer.vocab_size == plain.get_output_embeddings().weight.shape[0]
    assert architecture().context == settings.max_position_embeddings
    assert tokenizer.end_ids == (theirs.eos_token_id,)
    assert isinstance(net, Net) == opened() == (name == "llama2")


@pytest.mark.parametrize("text", [TEXT, *ODD])
def test_a_text_has_the_ids_of_transformers_and_its_tokens_are_its_bytes(host, text):
    _, theirs, _, _ = host
    ids = tokenizer.encode(text)
    assert ids == theirs(text).input_ids
    own = [i for i in ids if not tokenizer.is_special(i)]
    assert tokenizer.decode(own).lstrip() == theirs.decode(own).lstrip()
    assert tokenizer.bytes_without_token(text) == 0 or "\u0301" in text
    whole = text.encode()
    assert b"".join(whole[start:end] for start, end in tokenizer.spans(text)) == whole or "\u0301" in text


def test_a_chat_is_that_of_its_own_template(host):
    _, theirs, _, _ = host
    messages = [{"role": "system", "content": "Be kind."}, {"role": "user", "content": "Hi {x}"}]
    for chosen, system in ((messages[1:], None), (messages, "Be kind.")):
        expected = theirs.apply_chat_template(chosen, add_generation_prompt=True, return_dict=True).input_ids
        assert tokenizer.chat("Hi {x}", system) == expected


def test_probabilities_are_those_of_transformers(host):
    _, _, plain, net = host
    step = last(net, NextToken(prompt=TEXT))
    expected = run(plain, step.input_ids).logits[0, -1].softmax(-1).numpy()
    assert_allclose(sampling.softmax(step.logits), expected, atol=1e-5)
    assert expected.max() > 3 / len(expected), "the distribution is not flat"


def test_attention_and_lens_are_those_of_transformers(host):
    _, _, plain, net = host
    step = last(net, Attend(prompt=TEXT))
    out = run(plain, step.input_ids, output_attentions=True)
    assert_allclose(step.attentions, torch.stack(out.attentions)[:, 0].numpy(), atol=1e-3)
    probs = out.logits[0, -1].softmax(-1)
    assert step.lens_final_prob[-1] == pytest.approx(float(probs.max()), abs=1e-5)
    assert len(step.lens_probs) == 1 + plain.config.num_hidden_layers


def test_a_head_that_is_off_gives_nothing_to_its_layer(host):
    name, _, plain, net = host
    step = last(net, Attend(prompt=TEXT, ablated_heads=((1, 2),)))
    width = architecture().head_dim
    layer = next(part for part in plain.base_model.modules() if isinstance(part, torch.nn.ModuleList))[1]
    after = {"gpt2": "attn.c_proj", "phi": "self_attn.dense"}.get(name, "self_attn.o_proj")

    def off(_module, args):
        x = args[0].clone()
        x[..., 2 * width : 3 * width] = 0
        return (x,)

    hook = layer.get_submodule(after).register_forward_pre_hook(off)
    try:
        expected = run(plain, step.input_ids).logits[0, -1].softmax(-1).numpy()
    finally:
        hook.remove()
    assert_allclose(sampling.softmax(step.logits), expected, atol=1e-5)
    assert np.abs(expected - run(plain, step.input_ids).logits[0, -1].softmax(-1).numpy()).max() > 1e-4


@pytest.mark.parametrize("method", ["greedy", "beam"])
def test_texts_are_those_of_generate(host, method):
    _, theirs, plain, net = host
    steps = list(steps_of(worker, net, Write(prompt=TEXT, method=method, max_new_tokens=12)))
    ids = torch.tensor([theirs(TEXT).input_ids])
    out = plain.generate(
        ids,
        attention_mask=torch.ones_like(ids),
        do_sample=False,
        max_new_tokens=12,
        num_beams=4 if method == "beam" else 1,
        pad_token_id=theirs.eos_token_id,
    )
    assert steps[-1].output_ids.tolist() == out[0, ids.shape[1] :].tolist()


def test_a_text_s_surprises_are_those_of_transformers(host):
    _, _, plain, net = host
    step = last(net, Score(text=TEXT))
    logprobs = run(plain, step.input_ids).logits[0, :-1].log_softmax(-1)
    expected = logprobs.gather(1, torch.tensor(step.input_ids)[1:, None])[:, 0].numpy()
    assert_allclose(step.logprobs[1:], expected, atol=1e-4)


def test_a_hidden_word_is_out_of_sight_of_all_later_ones(host):
    """Its key and value are not there: as where an attention mask covers it for the tokens after it."""
    _, _, plain, net = host
    seen, *hidden = steps_of(worker, net, Hide(prompt=TEXT))
    ids = torch.tensor(seen.input_ids)[None]
    at = 2
    step = next(step for step in hidden if step.position == at)
    with torch.no_grad():
        before = plain(ids[:, :at], use_cache=True)
        positions = torch.arange(at + 1, ids.shape[1])[None]
        after = plain(ids[:, at + 1 :], past_key_values=before.past_key_values, position_ids=positions)
    assert step.logprob == pytest.approx(float(after.logits[0, -1].log_softmax(-1)[seen.answer]), abs=1e-4)


def test_a_patched_state_is_put_where_it_says(host):
    _, _, plain, net = host
    # Of two prompts that are continued with the same token there is nothing to patch.
    runs = (list(steps_of(worker, net, Patch(clean="The cat 1", corrupt=f"The cat {n}"))) for n in range(2, 10))
    pair, *steps = next(run for run in runs if len(run) > 1)
    assert len(steps) == 1 + architecture().layers
    # With the clean state after the last layer in place of the last token's, the answer is the clean one.
    assert_allclose(steps[-1].differences[-1], pair.differences[0], atol=1e-3)


@pytest.mark.parametrize(
    "request_",
    [
        NextToken(prompt="cat"),
        Write(method="greedy", prompt="cat", max_new_tokens=5),
        Write(method="beam", prompt="cat", max_new_tokens=5),
        Write(seed=3, prompt="cat", max_new_tokens=5, top_k=9),
        Attend(prompt="cat sat", ablated_heads=((1, 2),)),
        Tokens(text="a  Zürich 🍓"),
    ],
    ids=["next token", "greedy", "beam", "sample", "attend", "tokens"],
)
def test_the_python_to_take_away_prints_its_numbers(host, request_):
    _, _, _, net = host
    out, trained = io.StringIO(), torch.is_grad_enabled()
    code = reproduce.python(request_)
    if isinstance(request_, Attend) and architecture_is_capped():
        assert code.startswith("# MODEL="), "the command line then, which knows what is done to the logits"
        return
    try:
        with contextlib.redirect_stdout(out):
            exec(code, {})
    finally:
        torch.set_grad_enabled(trained)
    if isinstance(request_, Tokens):
        assert out.getvalue().startswith(str(tokenizer.encode(request_.text)))
        return
    step, lines = last(net, request_), out.getvalue().splitlines()
    if isinstance(request_, NextToken):
        shares = [float(line.partition("%")[0]) for line in lines]
        assert shares == pytest.approx((100 * np.sort(sampling.softmax(step.logits))[:-17:-1]).tolist(), abs=0.01)
    elif isinstance(request_, Write):
        ids = [int(n) for n in re.findall(r"^(\d+) .*: [\d.]+%", out.getvalue(), re.MULTILINE)]
        assert ids == step.output_ids.tolist()
    else:
        finals = [float(re.search(r": .* ([\d.]+)%; likeliest", line)[1]) for line in lines]
        assert finals == pytest.approx((100 * step.lens_final_prob).tolist(), abs=0.06)


def architecture_is_capped():
    return layer_names(host_files.settings(host_files.host_model())) is None


def test_a_request_whose_python_knows_smollm2_alone_gives_the_command_line(host):
    assert reproduce.python(Hide()).startswith("# MODEL=")
