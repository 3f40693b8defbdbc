"""What a run gave: its request, its text as tokens, its steps, and its picture."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from models.classifier.kinds import PictureStep
from models.diffusion import prompts
from models.diffusion.kinds import DenoiseStep, PromptStep, TextToImage
from models.engine import Step, Trace
from pages.basics.language import _


def request_of(trace: Trace) -> TextToImage:
    """The request of a trace of this chapter."""
    assert isinstance(trace.request, TextToImage)
    return trace.request


def text_of(trace: Trace) -> PromptStep:
    """What the text encoder made of the prompt."""
    first = trace.steps[0]
    assert isinstance(first, PromptStep)
    return first


def tokens(trace: Trace) -> list[str]:
    """The tokens of the prompt with the start and the end token, as written in the vocabulary."""
    ids = text_of(trace).input_ids[: prompts.count(request_of(trace).prompt)]
    names = [prompts.visible(int(i)).removesuffix("</w>") for i in ids]
    return [_("start"), *names[1:-1], _("end")]


def frames(steps: Sequence[Step]) -> list[DenoiseStep]:
    return [step for step in steps if isinstance(step, DenoiseStep)]


def finished(trace: Trace) -> bool:
    """False of a stopped run."""
    return isinstance(trace.last, PictureStep)


def final(trace: Trace) -> np.ndarray:
    """The finished picture; of a stopped run the last prediction. (128, 128, 3) uint8."""
    picture: np.ndarray = trace.last.picture if finished(trace) else trace.last.preview
    return picture
