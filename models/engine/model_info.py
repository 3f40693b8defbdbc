"""What ran: shown in the run line, kept in traces."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ModelInfo:
    name: str  # "SmolLM2-135M-Instruct"
    sha256: str  # of the weights file, or of a folder's sha256.json; "" where no weights are involved
    arithmetic: str  # "fp32"; "" where no model runs
    device: str = "CPU"
