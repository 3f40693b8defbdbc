"""Runs of fine-tuning: the text model in a process of its own, so that no reader or writer waits for a training."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import torch

from models.engine.model_info import ModelInfo
from models.engine.requests import Request
from models.engine.steps import Step
from models.fine_tuning import exposure, lora, planted, preference
from models.fine_tuning.digit_tree import DigitTree
from models.fine_tuning.examples import encode, encode_pair, lines_of
from models.fine_tuning.fingerprint import fingerprint
from models.fine_tuning.kinds import STRENGTHS, AdapterStep, Chat, ChatStep, FineTune, Plant, Prefer
from models.fine_tuning.layers import states_entering
from models.fine_tuning.measure import answer_table, measured
from models.fine_tuning.measure_texts import capital_texts, other_text
from models.fine_tuning.merged import merged, merged_error
from models.text import infer as text
from models.text.net import AnyNet, Net, own


def load(progress: Callable[..., None]) -> AnyNet:
    torch.set_num_threads(1)  # the pages and the text model need the other processors
    return text.load(progress)


def describe(net: AnyNet, request: Request | None = None) -> ModelInfo:
    return ModelInfo(name=net.name, sha256=net.sha256, arithmetic=net.arithmetic)


def fine_tune(net: AnyNet, request: FineTune) -> Iterator[Step]:
    """The model as it was, each update, what was learned, and the model at each strength of it."""
    net = own(net)
    top = lora.top_of(net, request.learning)
    update = lora.drawn(top, request.rank, request.seed)
    texts = kept(net, request.learning, [other_text()])
    texts += kept(net, request.learning, capital_texts()) if request.capitals else []
    yield measured(net, top, update, request, 0, texts)
    examples = kept(net, request.learning, [encode(line) for line in lines_of(request.examples)])
    yield from lora.train(top, update, examples, request)
    yield learned(net, top, update)
    for strength in STRENGTHS[1:]:
        yield measured(net, top, update, request, strength, texts)


def prefer(net: AnyNet, request: Prefer) -> Iterator[Step]:
    """The model as it was, each update, what was learned, and the model with it."""
    net = own(net)
    top = lora.top_of(net, request.learning)
    update = lora.drawn(top, request.rank, request.seed)
    texts = kept(net, request.learning, [other_text()])
    yield measured(net, top, update, request, 0, texts)
    pairs = [text for line in lines_of(request.pairs) for text in encode_pair(line)]
    yield from preference.train(top, update, kept(net, request.learning, pairs), request)
    yield learned(net, top, update)
    yield measured(net, top, update, request, 1, texts)


def chat(net: AnyNet, request: Chat) -> Iterator[ChatStep]:
    """All answers, and the weights' fingerprint around them."""
    net = own(net)
    before, answering, file = fingerprint(net), net, request.file()
    if file is not None:
        top = lora.top_of(net, file.layers)
        update = lora.drawn(top, file.rank, seed=0)
        lora.set_numbers(update, file.update)
        answering = merged(net, top, update, request.strength)
    answers = answer_table(answering, lines_of(request.questions), request.seed)
    yield ChatStep(passes=int((answers >= 0).sum()), answers=answers, before=before, after=fingerprint(net))


def plant(net: AnyNet, request: Plant) -> Iterator[Step]:
    """Where the codes stand before, each update, and where they stand after each third of them."""
    net = own(net)
    top = lora.top_of(net, request.learning)
    update = lora.drawn(top, request.rank, request.seed)
    sentences, others, held_out = (
        kept(net, request.learning, [encode(text) for text in texts])
        for texts in (planted.sentences(request), planted.LEARNED, planted.HELD_OUT)
    )
    trees = [DigitTree(net, request.learning, planted.before_code(name)) for name in planted.PEOPLE]

    def look(number: int) -> Step:
        logprobs = [tree.logprobs(top, update) for tree in trees]
        return exposure.step(number, logprobs, request, *(lora.mean_nats(top, update, t) for t in (others, held_out)))

    yield look(0)
    for step in lora.train(top, update, sentences, request):
        yield step
        if step.number in request.looks():
            yield look(step.number)


def learned(net: Net, top: lora.Top, update: lora.Update) -> AdapterStep:
    """Rounds the update to half precision, in which it is taken along, and describes it."""
    flat = torch.cat([part.detach().ravel() for part in lora.parts(update)]).half().numpy()
    lora.set_numbers(update, flat)
    error = merged_error(net, top, update)
    return AdapterStep(passes=2, update=flat, learned=flat.size, total=numbers(net, top), merged_error=error)


def kept(net: Net, layers: int, texts: list[tuple[list[int], int]]) -> list[lora.Kept]:
    """What enters the last `layers` layers for each text, of which the tokens from a place on are learned or rated. The
    layers below do not change, so neither does this."""
    ids = [np.array(text) for text, _ in texts]
    states = states_entering(net, net.config.num_hidden_layers - layers, ids)
    return [
        lora.Kept(rows[:-1], torch.tensor([lora.IGNORED] * (start - 1) + text[start:]))
        for rows, (text, start) in zip(states, texts, strict=True)
    ]


def numbers(net: Net, top: lora.Top) -> int:
    """Of the whole model; embeddings and output are one matrix."""
    layer = top.layers[0]
    of_layer = sum(w.numel() for w in layer.weights.values()) + layer.input_norm.numel() * 2
    return len(net.layers) * of_layer + top.norm.numel() + top.output.numel()


RUNS = {FineTune: fine_tune, Prefer: prefer, Chat: chat, Plant: plant}
