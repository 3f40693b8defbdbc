"""What a finished run cost in multiply-adds, by formula: texts from their lengths, pictures from their passes, a
training from its windows. None for kinds that have no formula here."""

from __future__ import annotations

from models.classifier.kinds import PictureStep
from models.cost import beams, faces, measured
from models.cost.arithmetic import BACKWARD, of_pass, of_text, total
from models.cost.kinds import MachineStep, Meter
from models.diffusion.kinds import Denoise, DenoiseStep, FewSteps, PromptStep, TextToImage
from models.engine import Trace
from models.text import tokenizer
from models.text.architecture import architecture
from models.text.kinds import Attend, AttendStep, CompareCache, NextToken, Score, ScoreStep, Write
from models.tiny_transformer.kinds import DivergedStep, TextStep, Train
from models.tiny_transformer.shape import CONTEXT, LAYERS, WIDTH

BATCH = 8  # windows of an update (models/tiny_transformer)


def multiply_adds(trace: Trace) -> int | None:
    match trace.request:
        case Meter() | Write() | NextToken() | Attend() | Score() | CompareCache():
            return _of_text(trace)
        case TextToImage() | Denoise() | FewSteps():
            return _of_pictures(trace)
        case Train():
            return _of_training(trace)
    return faces.multiply_adds(trace.request)


def _of_text(trace: Trace) -> int | None:
    shape, request, n = architecture(), trace.request, len(trace.steps)
    match request:
        case Meter():
            first = trace.steps[0]
            assert isinstance(first, MachineStep)
            return total(of_text(shape, len(first.input_ids), n - 1)).total
        case Write(method="beam"):
            return beams.multiply_adds(shape, trace)
        case Write():
            ids = tokenizer.chat(request.prompt) if request.chat else tokenizer.encode(request.prompt)
            # Given tokens are read with the prompt, and each is scored.
            read = len(ids) + max(0, len(request.forced_ids) - 1)
            passes = trace.forward_passes
            later = [of_pass(shape, 1, read + i, scored=0) for i in range(passes - 1)]
            return total([of_pass(shape, read, scored=n), *later]).total
        case NextToken():
            return of_pass(shape, len(trace.last.input_ids)).total
        case Attend():
            step = trace.last
            assert isinstance(step, AttendStep)
            return of_pass(shape, len(step.input_ids), scored=len(step.lens_ids)).total
        case Score():
            step = trace.last
            assert isinstance(step, ScoreStep)
            return of_pass(shape, len(step.input_ids), scored=len(step.input_ids) - 1).total
        case CompareCache():
            prompt = tokenizer.count(request.prompt)
            both = [*of_text(shape, prompt, n), *of_text(shape, prompt, n, cache=False)]
            return total(both).total
    return None


def _of_pictures(trace: Trace) -> int:
    """Passes of the text encoder and of the UNet; a decoded picture for each preview, and the last, which the
    classifier reads."""
    cost = {name: network.counted for name, network in measured.networks().items()}
    found = 0
    for step in trace.steps:
        if isinstance(step, PromptStep):
            found += step.passes * cost["text_encoder"]
        elif isinstance(step, DenoiseStep):
            found += step.passes * cost["unet"] + (step.preview is not None) * cost["decoder"]
        elif isinstance(step, PictureStep):
            found += cost["decoder"] + cost["classifier"]
    return found


def update_multiply_adds(pieces: int) -> int:
    """One update of the tiny transformer: forward and back, over windows of CONTEXT tokens. A token of `pieces`."""
    matrices = LAYERS * 12 * WIDTH * WIDTH + pieces * WIDTH
    pairs = CONTEXT * (CONTEXT + 1) // 2
    window = CONTEXT * matrices + pairs * LAYERS * 2 * WIDTH
    return (1 + BACKWARD) * BATCH * window


def _of_training(trace: Trace) -> int | None:
    """Its updates alone, not what is measured and written in between."""
    pieces = next((step.pieces for step in trace.steps if isinstance(step, TextStep)), None)
    assert isinstance(trace.request, Train)
    ended = next((step.number for step in trace.steps if isinstance(step, DivergedStep)), trace.request.steps)
    return None if pieces is None else ended * update_multiply_adds(pieces)
