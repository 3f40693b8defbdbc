"""Runs of the text model: loads and describes the weights, and has what answers each request."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence

import numba
import numpy as np

from models.engine.model_info import ModelInfo
from models.engine.requests import Request
from models.engine.translation import N_
from models.text import weights
from models.text.architecture import host_model
from models.text.attend import attend
from models.text.beam import beam_search
from models.text.benchmark import benchmark
from models.text.compare_cache import compare_cache
from models.text.kinds import Attend, Benchmark, CompareCache, NextToken, Score, Write
from models.text.net import AnyNet, forward, new_cache
from models.text.next_token import next_token
from models.text.score import score
from models.text.together import Ask, answers
from models.text.write import write
from models.weights import store

MAX_THREADS = 4  # the matrices are small: more threads would wait for each other


def load(progress: Callable[..., None]) -> AnyNet:
    path = store.ensure(progress)
    # Threads that wait for each other sleep. Where they spin instead, a token takes seconds as soon as pages or other
    # programs need the same processors; read when the first product starts the threads.
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")
    numba.set_num_threads(min(MAX_THREADS, numba.config.NUMBA_NUM_THREADS))
    progress(N_("Loading the model."))
    model = host_model()
    net = _of_host(model) if model else weights.from_gguf(path)
    progress(N_("Fitting the arithmetic to this processor. This takes a few seconds at the very first start."))
    cache = new_cache(net, 1, 3)
    for n in (2, 1):  # a prompt and a token after it are read by functions of their own
        net.lm_head(forward(net, np.zeros((1, n), np.int64), cache)[:, -1])
    return net


def _of_host(model: str) -> AnyNet:
    # With torch, transformers and gguf, which the shipped model does without.
    if model.endswith(".gguf"):
        from models.text import gguf_weights

        return gguf_weights.from_gguf_of_host(model)
    from models.text import host_weights

    return host_weights.from_transformers(model)


def describe(net: AnyNet, request: Request | None = None) -> ModelInfo:
    return ModelInfo(name=net.name, sha256=net.sha256, arithmetic=net.arithmetic)


def together(net: AnyNet, asks: Sequence[Ask]) -> list[np.ndarray]:
    return answers(net, asks)


RUNS = {
    NextToken: next_token,
    Write: lambda net, request: (beam_search if request.method == "beam" else write)(net, request),
    Attend: attend,
    Score: score,
    Benchmark: benchmark,
    CompareCache: compare_cache,
}
