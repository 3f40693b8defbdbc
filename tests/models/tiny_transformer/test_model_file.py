"""A model file gives back what was learned, goes on training, and is refused in a sentence where it is damaged."""

import base64
import json
import re

import numpy as np
import pytest
from safetensors.numpy import load, save

from models.engine.errors import InvalidRequest
from models.tiny_transformer import data, model_file, reproduce
from models.tiny_transformer.kinds import CheckpointStep, Continue, LearnedStep, WrittenStep
from models.tiny_transformer.shipped import shipped
from tests.arrays import assert_array_equal
from tests.models.tiny_transformer.conftest import SMALL
from tests.models.tiny_transformer.test_train import OWN, losses


@pytest.fixture
def learned(small):
    return small[LearnedStep][0]


@pytest.fixture
def packed(learned):
    return model_file.pack(learned.weights, learned.tokenizer)


def test_a_file_holds_the_weights_and_pieces_that_were_learned(packed, learned):
    file, of = model_file.read(packed), data.of(SMALL)
    assert_array_equal(file.weights, learned.weights.astype(np.float32))
    known = json.loads(of.pieces.json)["model"]
    assert file.vocabulary == known["vocab"] and [list(m) for m in file.merges] == [list(m) for m in known["merges"]]


def test_a_network_out_of_a_file_writes_what_it_wrote_at_the_end_of_its_run(packed, app, small):
    model = base64.b64encode(packed).decode()
    (step,) = app(Continue(model=model, prompt=SMALL.beginning, seed=SMALL.seed))
    last = small[CheckpointStep][-1].continuation
    assert isinstance(step, WrittenStep) and step.continuation[:60] == last[:60]


def test_the_python_writes_the_same(packed, app, script):
    request = Continue(
        model=base64.b64encode(packed).decode(), prompt="Clara “had”", pieces=12, seed=5, temperature=0.5
    )
    (step,) = app(request)
    assert script(request).lines == [repr(step.continuation)]


def test_the_script_to_go_on_starts_at_the_loss_of_the_file_and_learns(packed, _run, tmp_path, monkeypatch):
    text = "".join(data.texts(SMALL))
    (tmp_path / "model.safetensors").write_bytes(packed)
    (tmp_path / "text.txt").write_text(text, encoding="utf-8")
    code = [line for line in reproduce.go_on().splitlines() if line and not line.startswith("#")]
    assert len(code) <= 60, "short enough to be read"
    _run(reproduce.go_on().replace("range(201)", "range(21)"))
    lines = (tmp_path / "stdout.txt").read_text(encoding="utf-8").splitlines()
    first, last = (float(re.search(r"([\d.]+) bits", line)[1]) for line in lines)
    of = data.of(SMALL)
    held_out = text[len(text) * 9 // 10 :]
    part = data._part(of.pieces, held_out)
    expected = list(losses(model_file.read(packed).weights, data.Data(of.pieces, part, part, text)))[0]
    assert first == pytest.approx(expected, abs=2e-4) and last < first


def changed(packed, **metadata):
    about = {"format": model_file.FORMAT, "tokenizer": "{}", **metadata}
    return save(load(packed), about)


BAD = {
    "empty": lambda file: b"",
    "cut": lambda file: file[: len(file) // 2],
    "a pickle": lambda file: b"\x80\x04\x95" + b"x" * 100,
    "text": lambda file: b"hello",
    "a long head": lambda file: b"\xff" * 8 + file[8:],
    "too large": lambda file: file + b"\0" * 2**21,
    "another version": lambda file: changed(file, format="tiny-transformer-2"),
    "no tokenizer": lambda file: changed(file),
    "a tokenizer that is a list": lambda file: changed(file, tokenizer="[]"),
    "ids twice": lambda file: changed(file, tokenizer=json.dumps({"vocabulary": {"a": 0, "b": 0}, "merges": []})),
    "unknown merges": lambda file: changed(
        file, tokenizer=json.dumps({"vocabulary": {"a": 0, "b": 1}, "merges": [["a", "c"]]})
    ),
    "too few pieces": lambda file: changed(file, tokenizer=json.dumps({"vocabulary": {"a": 0, "b": 1}, "merges": []})),
    "NaN": lambda file: save(
        {name: np.full_like(tensor, np.nan) for name, tensor in load(file).items()},
        {"format": model_file.FORMAT, "tokenizer": model_file._metadata(file)["tokenizer"]},
    ),
}


@pytest.mark.parametrize("how", BAD)
def test_a_damaged_file_is_refused_in_a_sentence(how, packed):
    bad = BAD[how](packed)
    with pytest.raises(InvalidRequest, match="model file"):
        model_file.read(bad)
    if bad:
        with pytest.raises(InvalidRequest, match="model file"):
            Continue(model=base64.b64encode(bad).decode())


@pytest.mark.parametrize("text", ["not base64!", "é", "\ud800"])
def test_what_is_no_base64_is_refused(text):
    with pytest.raises(InvalidRequest, match="model file"):
        Continue(model=text)


@pytest.mark.parametrize("prompt", ["日本語", "<b>bold</b>", "\n", "سلام"])
def test_any_beginning_is_gone_on_from(prompt, app):
    assert len(app(Continue(prompt=prompt, pieces=5))) == 1 if prompt.strip() else True


def test_the_shipped_network_knows_names(app):
    (step,) = app(Continue(prompt="Once upon a time there was a girl called"))
    name = step.continuation.split()[0].strip(".,")
    assert name.istitle() and OWN and len(shipped()) < model_file.MOST_BYTES
