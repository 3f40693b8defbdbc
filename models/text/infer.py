"""The text family, for the engine: load the weights, describe them, run a request alone or together with others."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from functools import partial

import numba
import numpy as np

from models.engine.families import ModelInfo
from models.engine.local.batching import alone
from models.engine.requests import N_, Attend, CompareCache, NextToken, Request, Score, Write
from models.engine.steps import Step
from models.text import weights
from models.text.attend import attend
from models.text.beam import beam_search
from models.text.compare_cache import compare_cache
from models.text.net import Net, forward, new_cache
from models.text.next_token import next_token
from models.text.score import score
from models.text.together import Asking, together
from models.text.write import write
from models.weights import store

MAX_THREADS = 4  # the matrices are small: more threads would wait for each other


def load(progress: Callable[..., None]) -> Net:
    path = store.ensure(progress)
    # Threads that wait for each other sleep. Where they spin instead, a token takes seconds as soon as pages or other
    # programs need the same processors; read when the first product starts the threads.
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")
    numba.set_num_threads(min(MAX_THREADS, numba.config.NUMBA_NUM_THREADS))
    progress(N_("Loading the model."))
    net = weights.from_transformers(os.environ["MODEL"]) if os.environ.get("MODEL") else weights.from_gguf(path)
    progress(N_("Fitting the arithmetic to this processor. This takes a few seconds at the very first start."))
    net.lm_head(forward(net, np.zeros((1, 1), np.int64), new_cache(net, 1, 1))[:, -1])
    return net


def describe(net: Net, request: Request | None = None) -> ModelInfo:
    return ModelInfo(name=net.name, sha256=net.sha256, arithmetic=net.arithmetic)


def run(net: Net, request: Request) -> Iterator[Step]:
    return alone(begin(net, request), partial(together, net))


def begin(net: Net, request: Request) -> Asking:
    match request:
        case NextToken():
            return next_token(net, request)
        case Write(method="beam"):
            return beam_search(net, request)
        case Write():
            return write(net, request)
        case Attend():
            return attend(net, request)
        case Score():
            return score(net, request)
        case CompareCache():
            return compare_cache(net, request)
    raise TypeError(f"The text family does not run {type(request).__name__} requests.")
