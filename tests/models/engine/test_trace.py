"""Traces on disk: what comes back is what was saved, bit by bit; names are the same everywhere."""

import math
import subprocess
import sys

import numpy as np
import pytest

from models.classifier.kinds import PictureStep
from models.diffusion.kinds import DenoiseStep, PromptStep, TextToImage
from models.engine import ModelInfo, trace
from models.engine.trace import Trace
from models.superres.kinds import Enlarge, EnlargeStep
from models.text.kinds import Attend, AttendStep, NextToken, NextTokenStep, Score, ScoreStep, Write, WriteStep
from models.tokens.kinds import Tokens, TokensStep
from models.toys.kinds import FlowToy, GanToy, GanToyStep, ToyStep
from models.vae.kinds import Encode, EncodeStep
from tests.arrays import assert_array_equal

MODEL = ModelInfo(name="toy", sha256="ab", arithmetic="fp32")
rng = np.random.default_rng(0)
write = {
    "top_ids": rng.integers(0, 49152, 20),
    "top_probs": rng.random(20, dtype=np.float32),
    "entropy_bits": 0.1 + 0.2,
    "milliseconds": 1e-9,
    "passes": 1,
}
latents, points = rng.random((4, 16, 16), np.float32), rng.random((256, 2), np.float32)
picture = rng.integers(0, 256, (64, 64, 3), np.uint8)
denoise = {
    "passes": 2,
    "timestep": 999,
    "alpha_cumprod": 6e-8,
    "latents": latents,
    "noise_pred": latents,
    "pred_original_sample": latents,
    "prev_sample": latents,
}
TRACES = [
    Trace(Tokens(text=""), (TokensStep(passes=0, input_ids=np.zeros(0, np.int64)),), 0.0, MODEL),
    Trace(NextToken(), (NextTokenStep(passes=1, input_ids=np.arange(5), logits=rng.random(49, np.float32)),), 1, MODEL),
    Trace(
        Write(prompt='„Zitat“ "q" \\ \n\x00 猫', temperature=0.3),
        (
            WriteStep(token_id=3, logprob=-1e-30, filtered_prob=1.0, **write),
            WriteStep(
                token_id=4,
                logprob=-1.5,
                filtered_prob=np.float32(0.1),
                beam_ids=rng.integers(0, 9, (4, 2)),
                beam_scores=-np.ones(4, np.float32),
                finish="end token",
                output_ids=np.arange(2),
                **write,
            ),
        ),
        123.456,
        MODEL,
    ),
    Trace(
        Attend(ablated_heads=((3, 4), (29, 8))),
        (
            AttendStep(
                passes=2,
                input_ids=np.arange(2),
                attentions=rng.random((30, 9, 2, 2)).astype(np.float16),
                logits=rng.random(9, np.float32),
                lens_ids=rng.integers(0, 9, (31, 10)).T.copy().T,
                lens_probs=rng.random((31, 10), np.float32),
                lens_final_prob=rng.random(31, np.float32),
            ),
        ),
        7.0,
        MODEL,
    ),
    Trace(
        Score(),
        (
            ScoreStep(
                passes=1,
                input_ids=np.arange(2),
                logprobs=np.array([math.nan, -1], np.float32),
                ranks=np.array([0, 1]),
                top_ids=np.zeros((2, 5), np.int64),
                top_probs=np.zeros((2, 5), np.float32),
                perplexity=math.e,
            ),
        ),
        7.0,
        MODEL,
    ),
    Trace(
        TextToImage(prompt="a person with a hat"),
        (
            PromptStep(
                passes=2,
                input_ids=np.arange(48),
                prompt_embeds=rng.random((48, 192), np.float32),
                unknown_words="dragon “Größe”",
            ),
            DenoiseStep(**denoise, noise_pred_uncond=None, noise_pred_text=None),
            DenoiseStep(
                **denoise,
                noise_pred_uncond=-latents,
                noise_pred_text=latents,
                preview=picture,
                cross_attention=rng.random((7, 4, 16, 16, 5)).astype(np.float16),
            ),
            PictureStep(
                passes=1,
                picture=picture,
                latents=latents,
                read_values=np.arange(12),
                read_probs=np.ones(12, np.float32),
            ),
        ),
        7.0,
        MODEL,
    ),
    Trace(
        Encode(picture="sample:7", direction="glasses/sunglasses", amount=-0.3),
        (EncodeStep(passes=2, picture=picture, mu=latents, logvar=latents, recon=picture, mse=1.5, kl=0.1 + 0.2),),
        7.0,
        MODEL,
    ),
    Trace(
        Enlarge(),
        (
            EnlargeStep(
                passes=1,
                original=picture,
                small=picture[::4, ::4],
                bicubic=picture,
                enlarged=picture,
                bicubic_psnr=22.4,
                enlarged_psnr=78.0,
            ),
        ),
        7.0,
        MODEL,
    ),
    Trace(
        GanToy(drawn=((0.1, -0.5), (0.2, 0.3)), turns="10D 5G"),
        (
            GanToyStep(
                passes=1,
                number=1,
                samples=points,
                pull=-points,
                surface=rng.random((32, 32), np.float32),
                manifold=rng.random((13, 13, 2), np.float32),
                critic_loss=math.nan,
                generator_loss=0.7,
                modes=3,
            ),
        ),
        7.0,
        MODEL,
    ),
    Trace(
        FlowToy(),
        (
            ToyStep(passes=1, number=1, samples=points, paths=np.stack([points, -points]), loss=0.5, kl=None),
            ToyStep(passes=1, number=2, samples=points, paths=None, loss=0.5, kl=0.25),
        ),
        7.0,
        MODEL,
    ),
]


def assert_same(mine, theirs):
    assert type(mine) is type(theirs)
    for name, value in trace.fields(theirs).items():
        got = getattr(mine, name)
        if value is None or isinstance(value, str):
            assert got == value, name
        else:
            assert_array_equal(got, value, name, unmeasured=name in type(theirs).unmeasured)
        if isinstance(value, np.ndarray):
            assert got.dtype == value.dtype, name


@pytest.mark.parametrize("saved", TRACES, ids=lambda t: t.request.kind)
def test_a_trace_comes_back_from_disk_bit_by_bit(saved, tmp_path):
    trace.save(saved, tmp_path / "trace.safetensors")
    loaded = trace.load(tmp_path / "trace.safetensors")
    assert loaded.request == saved.request
    assert (loaded.milliseconds, loaded.model, loaded.provenance) == (saved.milliseconds, MODEL, "prepared")
    assert loaded.forward_passes == saved.forward_passes
    for mine, theirs in zip(loaded.steps, saved.steps, strict=True):
        assert_same(mine, theirs)


def test_a_step_of_more_than_ten_keeps_its_own_arrays(tmp_path):
    steps = tuple(TokensStep(passes=0, input_ids=np.full(n, n)) for n in range(12))
    trace.save(Trace(Tokens(), steps, 0.0, MODEL), tmp_path / "t")
    assert [step.input_ids.tolist() for step in trace.load(tmp_path / "t").steps] == [[n] * n for n in range(12)]


def test_keys_are_the_same_in_every_process_and_for_equal_requests():
    code = "from models.engine import trace; from models.text.kinds import Write; print(trace.key(Write(seed=3)))"
    keys = {subprocess.check_output([sys.executable, "-c", code], text=True).strip() for _ in range(2)}
    assert keys == {trace.key(Write(seed=3))}
    assert Write(temperature=1) == Write(temperature=1.0)
    assert trace.key(Write(temperature=1)) == trace.key(Write(temperature=1.0))


def test_a_published_key_never_changes():
    assert trace.key(NextToken()) == "next-token-20eb8fafdefe0dfc"
    assert trace.key(Write(method="greedy")) == "write-d23610dd5410bfb9"


def test_different_requests_have_different_keys():
    requests = [NextToken(), NextToken(prompt="a"), NextToken(prompt="1"), Write(), Write(seed=1), Write(chat=True)]
    requests += [Score(), Attend(), Attend(ablated_heads=((0, 0),)), Attend(ablated_heads=((0, 1),)), Tokens()]
    assert len({trace.key(request) for request in requests}) == len(requests)


def test_a_key_is_a_file_name_that_tells_the_kind():
    key = trace.key(NextToken(prompt="../../etc/passwd\n"))
    assert key.startswith("next-token-") and key.replace("-", "").isalnum()


def test_a_trace_counts_the_bytes_of_all_its_arrays():
    attend = TRACES[3]
    arrays = [value.nbytes for value in trace.fields(attend.last).values() if isinstance(value, np.ndarray)]
    assert sum(arrays) <= attend.nbytes <= sum(arrays) + 2048
