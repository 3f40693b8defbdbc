"""Inside: one pass with all that its matrices take in and give out."""

from __future__ import annotations

from collections.abc import Generator

import numpy as np

from models.inside.kinds import CANDIDATES, GUESSES, NEURONS, Inside, InsideStep
from models.inside.recorded import recorded
from models.text import sampling, tokenizer
from models.text.net import AnyNet, Net, Watch, forward, new_cache, own, rms_norm
from models.text.together import Asking, Logits


def inside(net: AnyNet, request: Inside) -> Asking:
    ids = np.array(tokenizer.encode(request.prompt), np.int64)
    at = (request.token or len(ids)) - 1
    net = own(net)
    config, noted, watch = net.config, recorded(net), Watch()
    final = forward(noted, ids[None], new_cache(net, 1, len(ids)), watch)[0, at]
    heads, kv_heads = config.num_attention_heads, config.num_key_value_heads
    attention_inputs, qkv = through(noted, "qkv_proj")
    mixed, attention_outputs = through(noted, "o_proj")
    mlp_inputs, gate_up = through(noted, "gate_up_proj")
    answers, mlp_outputs = through(noted, "down_proj")
    by_head = qkv.reshape(*qkv.shape[:2], heads + 2 * kv_heads, config.head_dim)
    gates, ups = np.split(gate_up[:, at], 2, axis=-1)

    # The lens reads every depth as if it were the last: the final norm, then the output matrix.
    stream = np.stack([depth[at] for depth in watch.hidden_states])
    lens = yield Logits(rms_norm(stream, net.norm, config.rms_norm_eps))
    lens_probs = np.stack([sampling.softmax(row) for row in lens])
    candidates = sampling.top(lens_probs[-1], CANDIDATES)
    lens_ids = np.stack([sampling.top(row, GUESSES) for row in lens_probs])
    # The last norm's scale is that of the finished stream, so that the parts' logits sum to the whole one.
    scale = net.norm / np.sqrt(np.mean(stream[-1] ** 2) + config.rms_norm_eps)
    directions = rows_of(net, candidates) * scale
    neurons, added, pushed, pushes = yield from strongest_neurons(net, answers[:, at], directions[0], scale)
    yield InsideStep(
        passes=1,
        input_ids=ids,
        position=at,
        rope_theta=float(config.rope_theta),
        embedding=stream[0],
        attention_inputs=attention_inputs[:, at],
        queries=by_head[:, at, :heads],
        keys=by_head[:, :, heads : heads + kv_heads],
        values=by_head[:, :, heads + kv_heads :],
        attention_outputs=attention_outputs[:, at],
        mlp_inputs=mlp_inputs[:, at],
        gates=gates,
        ups=ups,
        mlp_outputs=mlp_outputs[:, at],
        final=final,
        candidates=candidates,
        logits=lens[-1, candidates],
        probs=lens_probs[-1, candidates].astype(np.float32),
        mean_logit=float(lens[-1].mean(dtype=np.float64)),
        directions=directions,
        lens_ids=lens_ids,
        lens_probs=np.take_along_axis(lens_probs, lens_ids, 1).astype(np.float32),
        lens_candidates=lens_probs[:, candidates].astype(np.float32),
        neurons=neurons,
        neuron_logits=added,
        pushed=pushed,
        pushes=pushes,
        parameters=parameters(net, qkv.shape[-1], mixed.shape[-1], answers.shape[-1], lens.shape[-1]),
    )


def through(noted: Net, matrix: str) -> tuple[np.ndarray, np.ndarray]:
    """What went in and came out of a matrix of each layer, (L, n, …)."""
    went_in, came_out = zip(*(getattr(layer, matrix).kept for layer in noted.layers), strict=True)
    return np.stack(went_in), np.stack(came_out)


def strongest_neurons(
    net: Net, answers: np.ndarray, direction: np.ndarray, scale: np.ndarray
) -> Generator[Logits, np.ndarray, tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]]:
    """The neurons of each layer that change the favourite's logit most, by how much, which tokens they push most, and
    by how much more than the mean token. answers (L, mlp_width) of the neurons, direction (width,) of the favourite's
    logit, scale (width,) of the last norm; gives (L, NEURONS) twice and (L, NEURONS, GUESSES) twice."""
    rows = []
    for layer, answer in zip(net.layers, answers, strict=True):
        outputs = layer.down_proj.dense()  # (width, mlp_width): a column is what a neuron adds for an answer of 1
        effects = direction @ outputs * answer
        strongest = np.argsort(-np.abs(effects), kind="stable")[:NEURONS]
        raised = yield Logits((outputs[:, strongest] * answer[strongest]).T * scale)
        raised = raised - raised.mean(1, keepdims=True)
        most = np.stack([sampling.top(row, GUESSES) for row in raised])
        rows.append((strongest, effects[strongest], most, np.take_along_axis(raised, most, 1)))
    neurons, added, pushed, pushes = (np.stack(column) for column in zip(*rows, strict=True))
    return neurons, added.astype(np.float32), pushed, pushes.astype(np.float32)


def tied(net: Net) -> bool:
    """Whether the output matrix is the embedding again."""
    return net.lm_head is net.embed_tokens


def rows_of(net: Net, ids: np.ndarray) -> np.ndarray:
    """The output matrix's rows of some tokens, (k, width)."""
    rows: np.ndarray = net.embed_tokens.take(ids) if tied(net) else net.lm_head.dense()[ids]
    return rows


def parameters(net: Net, qkv: int, mixed: int, mlp: int, vocab: int) -> np.ndarray:
    """Numbers that were learned, by part (see InsideStep), of the widths that went through the matrices."""
    width, layers = len(net.norm), len(net.layers)
    attention, up_and_down, norms = width * (qkv + mixed), 3 * width * mlp, 2 * width
    output = 0 if tied(net) else vocab * width
    return np.array([vocab * width, layers * attention, layers * up_and_down, layers * norms + width, output], np.int64)
