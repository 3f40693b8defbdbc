"""The adapter file: peft loads it as it stands, and what is no plain adapter is refused in a sentence."""

import base64
import io
import json
import pickle
import re
import warnings
import zipfile

import numpy as np
import pytest
import torch
from safetensors.numpy import load, save

from models.engine.errors import InvalidRequest
from models.fine_tuning import adapter_file
from models.fine_tuning.adapter_file import SETTINGS, WEIGHTS, pack, read
from models.fine_tuning.kinds import Chat
from tests.arrays import assert_allclose, assert_array_equal

LAYERS, RANK = 2, 3
SIZE = LAYERS * RANK * sum(sum(adapter_file.architecture().shape(name)) for name in adapter_file.NAMES)
UPDATE = np.random.default_rng(0).normal(0, 0.02, SIZE).astype(np.float16)
FILE = pack(UPDATE, LAYERS, RANK)


def changed(settings=None, tensors=lambda t: t, **files):
    with zipfile.ZipFile(io.BytesIO(FILE)) as folder:
        about, weights = json.loads(folder.read(SETTINGS)), load(folder.read(WEIGHTS))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as folder:
        folder.writestr(SETTINGS, json.dumps({**about, **(settings or {})}))
        folder.writestr(WEIGHTS, save(tensors(weights)))
        for name, data in files.items():
            folder.writestr(name, data)
    return out.getvalue()


def test_what_is_packed_is_read_again():
    file = read(FILE)
    assert (file.layers, file.rank) == (LAYERS, RANK)
    assert_array_equal(file.update, UPDATE.astype(np.float32))


def test_peft_loads_it_and_adds_the_same_to_each_matrix(plain, tmp_path):
    from peft import PeftModel

    with zipfile.ZipFile(io.BytesIO(FILE)) as folder:
        folder.extractall(tmp_path)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)  # peft asks transformers for what is renamed there
        tuned = PeftModel.from_pretrained(plain, tmp_path)
    try:
        at = 0
        for layer in tuned.base_model.model.model.layers[-LAYERS:]:
            for name, part in adapter_file.MODULES.items():
                module = getattr(getattr(layer, part), name)
                rows, columns = module.base_layer.weight.shape
                a = UPDATE[at : at + RANK * columns].reshape(RANK, columns).astype(np.float32)
                at += a.size
                b = UPDATE[at : at + rows * RANK].reshape(rows, RANK).astype(np.float32)
                at += b.size
                with torch.no_grad():
                    delta = module.get_delta_weight("default")
                assert_allclose(delta, adapter_file.SCALE * b @ a, atol=1e-6)
        assert at == SIZE
    finally:
        tuned.unload()


def test_an_update_of_another_alpha_counts_as_much_as_in_peft():
    doubled = read(changed({"lora_alpha": 4 * RANK}))
    last = RANK * adapter_file.architecture().shape("down_proj")[0]
    assert_allclose(doubled.update[-last:], 2 * UPDATE[-last:].astype(np.float32), rtol=1e-6)
    assert_array_equal(doubled.update[:RANK], UPDATE[:RANK].astype(np.float32))


def cut(tensors):
    name = next(iter(tensors))
    return {**tensors, name: tensors[name][:, 1:].copy()}


def with_nan(tensors):
    name = next(iter(tensors))
    return {**tensors, name: np.full_like(tensors[name], np.nan)}


def locked():
    """Marked as having a password, in the heads of both files and in the list at the end."""
    data = bytearray(FILE)
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        for at in (match.start() for match in re.finditer(mark, FILE)):
            data[at + flags] |= 1
    return bytes(data)


NONE, NOT_PLAIN = "This is no adapter file, or not the whole of it.", "This adapter is no plain LoRA"


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", NONE),
        (b"PK\x03\x04 cut", NONE),
        (FILE[: len(FILE) // 2], NONE),
        (locked(), NONE),
        (pickle.dumps({"lora": 1}), NONE),
        (save({"a": np.zeros(3, np.float32)}), NONE),
        (changed({"peft_type": "IA3"}), NOT_PLAIN),
        (changed({"use_rslora": True}), NOT_PLAIN),
        (changed({"use_dora": True}), NOT_PLAIN),
        (changed({"alpha_pattern": {"q_proj": 64}}), NOT_PLAIN),
        (changed({"r": 99}), NOT_PLAIN),
        (changed({"r": 0}), NOT_PLAIN),
        (changed({"r": "three"}), NOT_PLAIN),
        (changed({"lora_alpha": float("inf")}), NOT_PLAIN),
        (changed(tensors=lambda t: dict(list(t.items())[:-1])), NOT_PLAIN),
        (changed(tensors=lambda t: {**t, "other": np.zeros(1, np.float32)}), NOT_PLAIN),
        (changed(tensors=cut), NOT_PLAIN),
        (changed(tensors=with_nan), NOT_PLAIN),
        (b"0" * (adapter_file.MOST_BYTES + 1), "The adapter file has 4.0 MB; at most 4 MB are read."),
    ],
)
def test_what_is_no_plain_adapter_is_refused_in_a_sentence(data, sentence):
    with pytest.raises(InvalidRequest) as error:
        read(data)
    assert re.match(re.escape(sentence), error.value.template.format(**error.value.values))
    with pytest.raises(InvalidRequest):
        Chat(adapter=base64.b64encode(data).decode() or "A")


def test_a_file_that_would_grow_is_not_unpacked():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as folder:
        folder.writestr(SETTINGS, "{}")
        folder.writestr(WEIGHTS, b"0" * (adapter_file.MOST_BYTES + 1))
    assert len(out.getvalue()) < 100_000
    with pytest.raises(InvalidRequest, match="no adapter file"):
        read(out.getvalue())


def test_what_is_not_base64_is_refused():
    with pytest.raises(InvalidRequest, match="no adapter file"):
        Chat(adapter="not base64 ☃")
