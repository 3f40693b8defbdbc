"""Prepared frames played like a film: pictures, texts, or a text written token by token with its likeliest tokens."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from models.engine.translation import N_
from pages.figures.components.define import define, finite, packed, translated

_mount_film = define("film", "player")
_mount_writing = define("writing_film", "player")

TEXTS = {
    "play": N_("Play"),
    "pause": N_("Pause"),
    "again": N_("Play again"),
    "back": N_("One frame back"),
    "forward": N_("One frame forward"),
    "frame": N_("Frame"),
    "speed": N_("Speed"),
    "place": N_("{at} of {n}"),
}

_WRITING_TEXTS = {
    **TEXTS,
    "frame": N_("Token"),
    "text": N_("The text so far"),
    "bars": N_("The likeliest next tokens"),
    "chosen": N_("chosen"),
    "other": N_("what might have been"),
}


def film(
    frames: Sequence[bytes] | Sequence[str], captions: Sequence[str], *, key: str, label: str, per_second: float = 4
) -> None:
    """Plays PNG pictures or texts, one caption each. It starts when the visitor presses Play.

    A picture's caption is also its text for those who cannot see it. Playing and scrubbing need no server.
    """
    if not frames or len(frames) != len(captions):
        raise ValueError(
            f"{len(frames)} frames and {len(captions)} captions: a film has one for each, and one at least."
        )
    pictures = [frame for frame in frames if isinstance(frame, bytes)]
    head = {
        "label": label,
        "captions": list(captions),
        "texts_shown": [frame for frame in frames if isinstance(frame, str)],
        "per_second": per_second,
        "autoplay": False,
        "texts": translated(TEXTS),
    }
    _mount_film(key=key, data=packed(head, *pictures))


@dataclass(frozen=True, kw_only=True)
class WritingFrame:
    """One written token, and what the model gave before it was chosen."""

    piece: str  # the chosen token, visible form, for its bar
    text: str  # the same as it stands in the text
    candidates: Sequence[tuple[str, float]]  # visible piece and probability in [0, 1], likeliest first
    chosen: int | None  # its place among the candidates; None: it was not one of them


def writing_film(
    prompt: str, steps: Sequence[WritingFrame], *, key: str, label: str, autoplay: bool = True, per_second: float = 1.5
) -> None:
    """Plays a recorded writing once; the visitor can stop, scrub and play again. No autoplay under reduced motion."""
    if not steps:
        raise ValueError("A writing of no token cannot be played.")
    data = {
        "label": label,
        "prompt": prompt,
        "steps": [_step(step) for step in steps],
        "per_second": per_second,
        "autoplay": autoplay,
        "texts": translated(_WRITING_TEXTS),
    }
    _mount_writing(key=key, data=data)


def _step(step: WritingFrame) -> dict[str, object]:
    candidates = [[piece, finite(prob, "candidate")] for piece, prob in step.candidates]
    return {"piece": step.piece, "text": step.text, "candidates": candidates, "chosen": step.chosen}
