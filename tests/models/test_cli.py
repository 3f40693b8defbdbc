"""`python -m models`, as a user calls it: in a process of its own, judged by its output and its exit status."""

import base64
import hashlib
import io
import json
import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from models import __main__ as cli
from models import reproduce
from models.diffusion import infer as diffusion
from models.diffusion import prompts
from models.diffusion.kinds import Denoise, TextToImage
from models.diffusion.net import PIPELINE, load_pipeline
from models.engine import trace
from models.engine.errors import InvalidRequest
from models.families import kinds
from models.gan.kinds import Gan
from models.stories import corpus
from models.text import tokenizer
from models.text.kinds import Attend, NextToken, Write
from models.tokens import bpe
from models.tokens.kinds import Tokens, TrainBPE
from models.toys.kinds import GanToy
from models.vae.kinds import Encode
from models.weights import store

ROOT = Path(cli.__file__).parents[1]
LONG = "The cat sat on the mat. " * 40


def png(size=(128, 128), mode="RGB"):
    file = io.BytesIO()
    Image.new(mode, size).save(file, "PNG")
    return "png:" + base64.b64encode(file.getvalue()).decode()


def run(*arguments, **environment):
    return subprocess.run(
        [sys.executable, "-m", "models", *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=ROOT,
        env=os.environ | environment,
    )


def lines(*arguments):
    result = run(*arguments)
    assert result.returncode == 0, result.stderr
    return [json.loads(line) for line in result.stdout.splitlines()]


def refusal(*arguments, **environment):
    """What is said on stderr; nothing is printed as if it were a result."""
    result = run(*arguments, **environment)
    assert result.returncode == 2
    assert result.stdout == "" and "Traceback" not in result.stderr
    return result.stderr.strip()


@pytest.fixture
def here(monkeypatch, capsys):
    """The same in this process, which has torch already: its exit status, what it prints and what it says."""
    monkeypatch.setattr(torch, "set_num_threads", lambda n: None)  # not for all tests after this

    def call(*arguments):
        status = cli.main(list(arguments))
        return status, *capsys.readouterr()

    return call


def test_tokens_prints_a_step_and_then_the_cost_and_where_it_comes_from():
    step, cost = lines("tokens", "--text", "Größe <|im_end|> 猫")
    ids = tokenizer.encode("Größe <|im_end|> 猫")
    assert step == {
        "step": 0,
        "type": "TokensStep",
        "passes": 0,
        "input_ids": ids,
        "input_pieces": ["Gr", "ö", "ß", "e", "␣", "<|im_end|>", *map(tokenizer.visible, ids[6:])],
    }
    assert cost.pop("milliseconds") >= 0
    assert cost == {
        "kind": "tokens",
        "request": {"text": "Größe <|im_end|> 猫"},
        "forward_passes": 0,
        "model": {"name": "SmolLM2 tokenizer", "sha256": "", "arithmetic": "", "device": "CPU"},
        "provenance": "live",
    }


def test_one_line_a_step_in_their_order():
    *steps, cost = lines("train-bpe", "--text", "low low lower", "--n-merges", "3")
    assert [step["step"] for step in steps] == [0, 1, 2, 3]
    pairs = [(bytes(step["left"]), bytes(step["right"])) for step in steps[1:]]
    assert pairs == [merge.pair for merge in bpe.train("low low lower", 3)]
    assert cost["request"]["n_merges"] == 3


def test_long_arrays_are_summarised_unless_full():
    ids = tokenizer.encode(LONG)
    step, _ = lines("tokens", "--text", LONG)
    assert step["input_ids"] == {
        "shape": [len(ids)],
        "dtype": "int64",
        "min": min(ids),
        "max": max(ids),
        "argmax": int(np.argmax(ids)),
        "first": ids[:5],
    }
    step, _ = lines("tokens", "--text", LONG, "--full")
    assert step["input_ids"] == ids
    assert step["input_pieces"] == [tokenizer.visible(i) for i in ids]


def test_values_that_json_cannot_write_become_null():
    array = np.array([np.nan, 1.5, np.inf, -np.inf] * 50, np.float32)
    assert cli._json(array[:4]) == [None, 1.5, None, None]
    summary = cli._summary(array[:3])
    assert summary["min"] == 1.5 and summary["first"] == [None, 1.5, None]
    json.dumps([summary, cli._summary(np.full((2, 3), np.nan))], allow_nan=False)


def test_save_writes_a_trace_that_loads_as_it_was(tmp_path):
    path = tmp_path / "new" / "trace.safetensors"
    lines("tokens", "--text", LONG, "--save", str(path))
    loaded = trace.load(path)
    assert loaded.request == Tokens(text=LONG)
    assert loaded.last.input_ids.tolist() == tokenizer.encode(LONG)


def test_steps_to_writes_the_arrays_of_every_step(tmp_path):
    lines("train-bpe", "--text", "low low lower", "--n-merges", "2", "--steps-to", str(tmp_path / "new"))
    assert [path.name for path in sorted((tmp_path / "new").iterdir())] == ["0000.npz", "0001.npz", "0002.npz"]
    merge = bpe.train("low low lower", 2)[1]
    with np.load(tmp_path / "new" / "0002.npz") as arrays:
        assert (arrays["left"].tobytes(), arrays["right"].tobytes()) == merge.pair


def test_pictures_of_the_steps_are_written_as_png_and_image_tokens_named_by_their_own_tokenizer(tmp_path):
    arguments = ["--prompt", "a person with a Hat!", "--num-inference-steps", "2", "--steps-to", str(tmp_path)]
    first, *_, cost = lines("text-to-image", *arguments)
    pieces = ["a</w>", "person</w>", "with</w>", "a</w>", "hat</w>", "!</w>"]
    assert first["input_pieces"] == ["<|startoftext|>", *pieces, *["<|endoftext|>"] * 41]
    assert first["input_ids"][1:7] == [piece.token_id for piece in prompts.pieces("a person with a Hat!")]
    assert cost["forward_passes"] == 2 + 2 * 2 + 1
    assert sorted(path.name for path in tmp_path.glob("*.png")) == [
        "0001-preview.png",
        "0002-preview.png",
        "0003-picture.png",
    ]
    with np.load(tmp_path / "0003.npz") as arrays:
        assert np.array_equal(np.asarray(Image.open(tmp_path / "0003-picture.png")), arrays["picture"])


@pytest.mark.parametrize(
    ("arguments", "pictures", "model"),
    [
        (["encode", "--model", "codec"], ["0000-picture.png", "0000-recon.png"], "Avatars codec"),
        (
            ["interpolate", "--model", "codec", "--frames", "2"],
            ["0000-picture.png", "0001-picture.png"],
            "Avatars codec",
        ),
        (
            ["enlarge"],
            [f"0000-{name}.png" for name in ("bicubic", "enlarged", "original", "small")],
            "Avatars super-resolution",
        ),
        (["denoise", "--num-inference-steps", "1", "--no-film"], ["0002-picture.png"], "Avatars text-to-image"),
        (["few-steps", "--num-inference-steps", "1"], ["0002-picture.png"], "Avatars few-step student"),
        (
            ["gan-toy", "--turns", "5DG", "--drawn", "0.1", "-0.5", "0.2", "0.3"],
            [],
            "no pretrained weights: trained in this run",
        ),
        (["vae-toy", "--steps", "3"], [], "no pretrained weights: trained in this run"),
        (["flow-toy", "--steps", "3"], [], "no pretrained weights: trained in this run"),
    ],
    ids=lambda value: value[0] if isinstance(value, list) and value else None,
)
def test_every_image_kind_runs_and_says_what_ran(arguments, pictures, model, tmp_path, here):
    status, out, _ = here(*arguments, "--steps-to", str(tmp_path))
    assert status == 0
    assert json.loads(out.splitlines()[-1])["model"]["name"] == model
    assert sorted(path.name for path in tmp_path.glob("*.png")) == pictures


@pytest.mark.parametrize("kind", ["encode", "interpolate", "gan"])
def test_kinds_whose_weights_may_be_missing_run_or_say_so(kind, here):
    status, _, said = here(kind)
    assert status == 0 or (status == 2 and "are not here yet" in said)


def test_damaged_weights_are_one_sentence(tmp_path, monkeypatch, here):
    folder = tmp_path / "pipeline"
    shutil.copytree(PIPELINE, folder)
    file = folder / "unet" / "diffusion_pytorch_model.safetensors"
    data = bytearray(file.read_bytes())
    data[-1] ^= 1
    file.write_bytes(data)
    monkeypatch.setattr(diffusion, "load_pipeline", lambda: load_pipeline(folder))
    sentence = f"The weights file {file} is damaged. Get the repository again."
    assert here("denoise") == (2, "", f"Loading the model.\n{sentence}\n")
    (folder / "sha256.json").write_text("{")
    assert "sha256.json is damaged" in here("denoise")[2]


def test_alone_and_with_help_it_names_every_kind():
    alone, asked = run(), run("--help")
    assert alone.returncode == asked.returncode == 0
    assert alone.stdout == asked.stdout
    assert all(name in alone.stdout for name in [*kinds(), "fetch", "traces"])
    text = " ".join(alone.stdout.replace("│", " ").split())
    toys = "toys: gan-toy, gan-round, vae-toy, flow-toy"
    assert f"gan: gan, gan-samples, gan-distance, gan-readings {toys} superres: enlarge" in text
    assert "• gan-samples Pictures of single seeds." in text
    assert not [name for name, kind in kinds().items() if f"{kind.__name__}(" in text], "a signature for a sentence"


def test_help_of_a_kind_gives_each_field_its_text_limits_and_default():
    text = " ".join(run("write", "--help").stdout.replace("│", " ").split())
    assert "--top-k INT Keep the k likeliest tokens; 0 keeps all. (0 to 1000; default: 0)" in text
    assert "--seed INT (0 to 2147483647; default: 0)" in text
    assert "--prompt STR (at most 256 tokens; default: 'The cat sat on the')" in text
    assert "--method {greedy,beam,sample}" in text
    text = " ".join(run("text-to-image", "--help").stdout.replace("│", " ").split())
    assert "(at most 48 tokens; default: 'a smiling person" in text
    assert "(1 to 100; default: 20)" in text


@pytest.mark.parametrize(
    ("arguments", "make"),
    [
        (["write", "--temperature", "99"], lambda: Write(temperature=99.0)),
        (["write", "--temperature", "nan"], lambda: Write(temperature=float("nan"))),
        (["next-token", "--prompt", ""], lambda: NextToken(prompt="")),
        (["next-token", "--prompt", LONG], lambda: NextToken(prompt=LONG)),
        (["attend", "--ablated-heads", "30", "0"], lambda: Attend(ablated_heads=((30, 0),))),
        (["text-to-image", "--prompt", "Żółw 😀"], lambda: TextToImage(prompt="Żółw 😀")),
        (["text-to-image", "--prompt", "a " * 5000], lambda: TextToImage(prompt="a " * 5000)),
        (["text-to-image", "--negative-prompt", "a hat, " * 40], lambda: TextToImage(negative_prompt="a hat, " * 40)),
        (["text-to-image", "--prompt", os.fsdecode(b"a\xffb")], lambda: TextToImage(prompt=os.fsdecode(b"a\xffb"))),
        (["text-to-image", "--guidance-scale", "nan"], lambda: TextToImage(guidance_scale=float("nan"))),
        (["denoise", "--num-inference-steps", "0"], lambda: Denoise(num_inference_steps=0)),
        (["denoise", "--num-inference-steps", "1000000"], lambda: Denoise(num_inference_steps=10**6)),
        (["encode", "--picture", png((64, 64))], lambda: Encode(picture=png((64, 64)))),
        (["encode", "--picture", png(mode="RGBA")], lambda: Encode(picture=png(mode="RGBA"))),
        (["gan-toy", "--turns", "9000D"], lambda: GanToy(turns="9000D")),
        (["tokens", "--text", os.fsdecode(b"a\xffb")], lambda: Tokens(text=os.fsdecode(b"a\xffb"))),
    ],
    ids=[
        "too large",
        "not a number",
        "empty",
        "too long",
        "no such head",
        "unknown letters",
        "a book",
        "too long a negative prompt",
        "half a character in a picture's prompt",
        "guidance not a number",
        "no steps",
        "a million steps",
        "a small picture",
        "a picture with transparency",
        "too many turns",
        "half a character",
    ],
)
def test_a_request_outside_its_limits_is_refused_in_its_own_sentence(arguments, make):
    with pytest.raises(InvalidRequest) as expected:
        make()
    assert refusal(*arguments) == str(expected.value)


@pytest.mark.parametrize("arguments", [["paint"], ["tokens", "--txt", "a"], ["write", "--top-k", "many"], ["--full"]])
def test_words_it_does_not_know_are_refused_without_a_traceback(arguments):
    assert refusal(*arguments)


def test_weights_that_cannot_be_had_are_one_sentence():
    sentence = refusal("fetch", GENERATIVE_AI_LIVE_CACHE="/dev/null/cache", MODEL="")
    assert sentence.startswith("The cache folder /dev/null/cache cannot be used (")
    assert "\n" not in sentence


@pytest.mark.parametrize("option", ["--save", "--steps-to"])
def test_a_place_that_cannot_be_written_to_is_said(option):
    assert refusal("tokens", option, "/dev/null/folder/file").startswith("/dev/null/folder")


def test_stories_are_printed_with_their_hash():
    result = run("stories", "--language", "de", "--characters", "2000", "--seed", "3")
    assert result.returncode == 0 and result.stdout == corpus.text("de", 2000, 3)
    assert result.stderr.strip() == f"sha256 {hashlib.sha256(result.stdout.encode()).hexdigest()}"
    assert refusal("stories", "--characters", "0") == "characters is 0; it goes from 1 to 50,000,000."


def test_an_own_text_is_printed_or_refused(tmp_path):
    file = tmp_path / "a.txt"
    file.write_text(corpus.text("de", 2500), encoding="utf-8")
    assert run("own-text", str(file)).stdout == corpus.text("de", 2500)
    file.write_text("too little")
    assert refusal("own-text", str(file)).startswith("The text has 10 characters; a network needs")
    assert refusal("own-text", str(tmp_path / "none")).endswith("No such file or directory")


def test_traces_of_another_model_do_not_replace_the_shipped_ones():
    assert "MODEL names another model" in refusal("traces", MODEL="owner/name")


def test_fetch_prints_where_the_weights_are():
    result = run("fetch", MODEL="owner/name")
    assert (result.returncode, result.stdout) == (0, "owner/name\n")


def test_a_reader_who_has_seen_enough_ends_it_quietly():
    command = [sys.executable, "-m", "models", "train-bpe"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT) as process:
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""


# A few control characters have no token, and a text of them alone is refused.
texts = st.text(min_size=1, max_size=20).filter(
    lambda text: "\0" not in text and not text.startswith("--") and tokenizer.count(text) > 0
)
requests = st.one_of(
    st.builds(Tokens, text=texts),
    st.builds(TrainBPE, text=texts, n_merges=st.integers(0, 200)),
    st.builds(
        Write,
        prompt=texts,
        chat=st.booleans(),
        method=st.sampled_from(["greedy", "beam", "sample"]),
        temperature=st.floats(0, 5),
        top_k=st.integers(0, 1000),
        seed=st.integers(0, 2**31 - 1),
        forced_ids=st.lists(st.integers(0, tokenizer.vocab_size - 1), max_size=3).map(tuple),
    ),
    st.builds(
        Attend,
        prompt=texts,
        ablated_heads=st.lists(st.tuples(st.integers(0, 29), st.integers(0, 8)), max_size=3).map(tuple),
    ),
    st.builds(
        TextToImage,
        prompt=st.text("abc ,.-'", max_size=20).filter(lambda text: not text.startswith("--")),
        guidance_scale=st.floats(0, 15),
        scheduler=st.sampled_from(["dpm++", "ddim"]),
        film=st.booleans(),
    ),
    st.builds(
        GanToy,
        drawn=st.lists(st.tuples(st.floats(-1.5, 1.5), st.floats(-1.5, 1.5)), max_size=3).map(tuple),
        turns=st.sampled_from(["5DG", "10D 5G"]),
    ),
    st.builds(Gan, frames=st.integers(1, 33), truncation_psi=st.floats(0, 1.5)),
)


@settings(deadline=None, max_examples=50)
@given(request=requests)
def test_the_line_that_the_app_shows_asks_for_the_same_request(request):
    words = shlex.split(reproduce.command(request))
    assert words[:3] == ["python", "-m", "models"]
    asked = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cli, "run", lambda request, output: asked.append((request, output)))
        cli._chosen(words[3:])()
    assert asked == [(request, cli.Output())]


def test_a_run_of_the_model_says_which_weights_gave_the_numbers(tmp_path):
    path = tmp_path / "trace.safetensors"
    step, cost = lines("next-token", "--save", str(path))
    assert cost["model"]["sha256"] == store.SMOLLM2.sha256
    assert cost["forward_passes"] == step["passes"] == 1
    assert tokenizer.visible(step["logits"]["argmax"]) == "␣cat"
    logits = trace.load(path).last.logits.astype(np.float64)
    probs = np.exp(logits - logits.max()) / np.exp(logits - logits.max()).sum()
    # By a plain transformers forward pass of the same file in fp32.
    expected = {" cat": 0.0713, " moon": 0.0496, " cou": 0.0375, " golden": 0.0275, " sun": 0.0254}
    for piece, p in expected.items():
        assert probs[tokenizer.encode(piece)[0]] == pytest.approx(p, abs=1e-4)


def test_traces_prints_what_was_made_anew(monkeypatch, capsys):
    monkeypatch.setattr(cli, "remake", lambda: [Path("assets/traces/a.safetensors")])
    cli.traces()
    assert capsys.readouterr().out == "assets/traces/a.safetensors\n"
