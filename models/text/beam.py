"""Write with beam search: the num_beams likeliest texts so far are continued together. As in transformers' generate().

A text's score is the sum of its new tokens' log-probabilities. Texts that have ended are compared by score / length;
the search ends when no running text can still pass the worst of num_beams ended ones, or at the length limit.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np

from models.text import sampling, tokenizer
from models.text.kinds import Write, WriteStep
from models.text.net import AnyNet, Cache, Pass, new_cache
from models.text.together import Asking, Logits
from models.text.write import finished, own_distribution, prompt_ids


@dataclass(frozen=True)
class Beam:
    written: list[int]
    score: float  # natural log
    parent: int  # the row of the last pass that it continues

    @property
    def mean(self) -> float:
        return self.score / len(self.written)


def beam_search(net: AnyNet, request: Write) -> Asking:
    prompt = prompt_ids(request)
    cache = new_cache(net, 1, len(prompt) + request.max_new_tokens)
    given = yield from given_tokens(request, prompt, cache)
    if given.written and finished(given.written, request):
        return
    running, ended = [given], []
    unread = np.array([[*prompt, *running[0].written][cache.length :]])
    best = None
    while best is None:
        start = time.perf_counter()
        hidden_states = yield Pass(unread, cache)
        logits = yield Logits(hidden_states[:, -1])
        candidates = continuations(logits, prompt, running, request)
        # Only the first num_beams may end here; the rest are in reserve to keep enough texts running.
        ended += [beam for beam in candidates[: request.num_beams] if finished(beam.written, request)]
        ended = sorted(ended, key=lambda beam: -beam.mean)[: request.num_beams]
        running = [beam for beam in candidates if not finished(beam.written, request)][: request.num_beams]
        if not running or (len(ended) == request.num_beams and running[0].mean <= ended[-1].mean):
            best = ended[0]
        shown = running or candidates[: request.num_beams]
        yield WriteStep(
            passes=1,  # of all beams together
            token_id=shown[0].written[-1],
            filtered_prob=1.0,
            **own_distribution(logits[shown[0].parent], shown[0].written[-1]),
            milliseconds=1000 * (time.perf_counter() - start),
            beam_ids=np.array([beam.written for beam in shown]),
            beam_scores=np.array([beam.score for beam in shown], np.float32),
            finish=finished(best.written, request) if best else None,
            output_ids=np.array(best.written) if best else None,
        )
        cache.pick(np.array([beam.parent for beam in running], np.int64))
        unread = np.array([beam.written[-1:] for beam in running])


def given_tokens(request: Write, prompt: list[int], cache: Cache) -> Asking:
    """One text through the given tokens, all scored in one pass, up to the beam from which the others branch off."""
    given, beam = list(request.forced_ids), Beam([], 0.0, 0)
    if not given:
        return beam
    start = time.perf_counter()
    [hidden_states] = yield Pass(np.array([[*prompt, *given[:-1]]]), cache)
    for n, (token_id, state) in enumerate(zip(given, hidden_states[len(prompt) - 1 :], strict=True)):
        [logits] = yield Logits(state[None])
        gained = penalised(logits, [*prompt, *beam.written], request)[token_id]
        beam = Beam([*beam.written, token_id], beam.score + float(gained), 0)
        finish = finished(beam.written, request)
        yield WriteStep(
            passes=int(n == 0),
            token_id=token_id,
            filtered_prob=1.0,
            **own_distribution(logits, token_id),
            milliseconds=1000 * (time.perf_counter() - start),
            beam_ids=np.array([beam.written]),
            beam_scores=np.array([beam.score], np.float32),
            finish=finish,
            output_ids=np.array(beam.written) if finish else None,
        )
        if finish:
            break
        start = time.perf_counter()
    return beam


def penalised(logits: np.ndarray, ids: list[int], request: Write) -> np.ndarray:
    """Log-probabilities after the repetition penalty: transformers' beam search penalises these, not the logits."""
    return sampling.repetition_penalty(sampling.log_softmax(logits), ids, request.repetition_penalty)


def continuations(logits: np.ndarray, prompt: list[int], running: list[Beam], request: Write) -> list[Beam]:
    """The likeliest texts one token longer, best first: enough that num_beams can continue even if all others end."""
    keep = (1 + len(tokenizer.end_ids)) * request.num_beams
    pairs = zip(running, logits, strict=True)
    scores = np.stack([beam.score + penalised(row, [*prompt, *beam.written], request) for beam, row in pairs])
    best = sampling.top(scores.ravel(), keep)
    rows, ids = np.divmod(best, scores.shape[1])
    return [
        Beam([*running[row].written, int(token_id)], float(scores[row, token_id]), int(row))
        for row, token_id in zip(rows, ids, strict=True)
    ]
