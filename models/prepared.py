"""Traces that are shipped: what a page draws before any model is loaded."""

from __future__ import annotations

from pathlib import Path

from models.engine import trace
from models.engine.engine import engine
from models.engine.image_requests import AddNoise, Denoise, FewSteps, TextToImage
from models.engine.latent_requests import LatentMap, Walk
from models.engine.requests import Attend, CompareCache, NextToken, Request, Score, Write
from models.engine.samples import DiffusionSamples, GanSamples, RealSamples, VaeSamples
from models.engine.single_flight import once
from models.engine.trace import Trace
from models.toys.kinds import GanToy

FOLDER = Path(__file__).parents[1] / "assets" / "traces"


@once
def requests() -> tuple[Request, ...]:
    """What traces are shipped of. A function, for to make a request reads the tokenizer, which not everybody needs."""
    race = (Write(method="beam"), Write(top_k=40), Write(top_p=0.9), Write(min_p=0.1))
    judged = (Score(), Score(text="The mat sat on the cat."))
    return (
        NextToken(),
        Write(),
        Write(method="greedy"),
        *race,
        Attend(),
        *judged,
        CompareCache(max_new_tokens=32),
        Denoise(),
        Denoise(seed=1, num_inference_steps=1),
        AddNoise(),
        TextToImage(),
        FewSteps(),
        *(FewSteps(prompt=TextToImage().prompt, num_inference_steps=n) for n in (1, 2, 4)),
        *(TextToImage(num_inference_steps=n, film=False) for n in (1, 2, 4)),
        Walk(),
        LatentMap(),
        GanToy(),
        RealSamples(),
        VaeSamples(),
        GanSamples(),
        DiffusionSamples(),
    )


def path_of(request: Request) -> Path:
    return FOLDER / f"{trace.key(request)}.safetensors"


def prepared(request: Request) -> Trace | None:
    """The shipped trace of a request, if there is one. Only the list's own are kept, so memory is bounded."""
    return _load(request) if request in requests() else None


@once
def _load(request: Request) -> Trace | None:
    path = path_of(request)
    return trace.load(path) if path.exists() else None


def remake() -> list[Path]:
    """Runs every request of the list, writes its trace and removes traces that are not in the list."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for request in requests():
        trace.save(engine().run(request).trace(), path_of(request))
    paths = [path_of(request) for request in requests()]
    for old in set(FOLDER.glob("*.safetensors")) - set(paths):
        old.unlink()
    _load.cache_clear()  # type: ignore[attr-defined]
    return paths
