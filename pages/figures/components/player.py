"""The labels of a player's buttons, slider and speed; player.js draws them under every film."""

from __future__ import annotations

from models.engine.translation import N_

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
