"""What others published: energy and size of models, each with its boundary, its year and its source.

A boundary says what a figure counts. Without it no two can be compared: the same prompt has two here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from models.engine.translation import N_

Boundary = Literal["cores", "counters", "chip", "machine", "data_centre", "not_stated", "physics"]
BOUNDARIES: dict[Boundary, str] = {
    "cores": N_("busy cores here, estimated"),
    "counters": N_("processors here, counted"),
    "chip": N_("AI chips alone"),
    "machine": N_("whole machine"),
    "data_centre": N_("data centre, cooling too"),
    "not_stated": N_("boundary not stated"),
    "physics": N_("heat alone"),
}
WATT_HOUR, KILOWATT_HOUR, MEGAWATT_HOUR = 3.6e3, 3.6e6, 3.6e9  # joules


@dataclass(frozen=True)
class Energy:
    name: str
    joules: float
    boundary: Boundary
    year: int
    source: str  # address
    note: str  # how it was got


GEMINI = "https://arxiv.org/abs/2508.15734"
LUCCIONI = "https://doi.org/10.1145/3630106.3658542"
LLAMA = "https://github.com/meta-llama/llama-models/blob/main/models/llama3_1/MODEL_CARD.md"

ENERGIES = (
    Energy(
        N_("A text, mean of many models"),
        0.047 * WATT_HOUR,
        "machine",
        2024,
        LUCCIONI,
        N_("processor, chips and memory of one server; 0.047 kWh for 1,000 texts"),
    ),
    Energy(
        N_("A Gemini prompt, chips"),
        0.10 * WATT_HOUR,
        "chip",
        2025,
        GEMINI,
        N_("median prompt; by the narrower method of the same report"),
    ),
    Energy(
        N_("A Gemini prompt, all"),
        0.24 * WATT_HOUR,
        "data_centre",
        2025,
        GEMINI,
        N_("median prompt; with host machines, idle spares and cooling"),
    ),
    Energy(
        N_("A ChatGPT query"),
        0.34 * WATT_HOUR,
        "not_stated",
        2025,
        "https://blog.samaltman.com/the-gentle-singularity",
        N_("average, told without a method"),
    ),
    Energy(
        N_("A picture, mean of models"),
        2.907 * WATT_HOUR,
        "machine",
        2024,
        LUCCIONI,
        N_("2.907 kWh for 1,000 pictures, much larger than those here"),
    ),
    Energy(
        N_("A litre of water, boiled"),
        4186 * 85,
        "physics",
        0,
        "https://en.wikipedia.org/wiki/Specific_heat_capacity",
        N_("4,186 J for each kilogram and kelvin, from 15 to 100 °C"),
    ),
    Energy(
        N_("Training BLOOM"),
        433_196 * KILOWATT_HOUR,
        "chip",
        2022,
        "https://arxiv.org/abs/2211.02001",
        N_("1,082,990 hours of chips at their design power of 400 W"),
    ),
    Energy(
        N_("Training GPT-3"),
        1287 * MEGAWATT_HOUR,
        "data_centre",
        2021,
        "https://arxiv.org/abs/2104.10350",
        N_("estimated by others from its operations, with cooling"),
    ),
    Energy(
        N_("Training Llama 3.1 405B"),
        30.84e6 * 700 * WATT_HOUR,
        "chip",
        2024,
        LLAMA,
        N_("30.84 million hours of chips at their design power of 700 W"),
    ),
)


@dataclass(frozen=True)
class Model:
    """A language model. Active: the parameters that one token passes through; of a mixture of experts not all."""

    name: str
    parameters: float
    active: float
    tokens: float  # that it was trained on
    year: int
    source: str
    cache_numbers: int = 0  # numbers that a token leaves in the cache: keys and values of all layers


SMOLLM2 = Model(
    "SmolLM2-135M", 134_515_008, 134_515_008, 2e12, 2025, "https://arxiv.org/abs/2502.02737", 2 * 30 * 3 * 64
)
GPT3 = Model("GPT-3", 175e9, 175e9, 300e9, 2020, "https://arxiv.org/abs/2005.14165", 2 * 96 * 96 * 128)
MODELS = (
    SMOLLM2,
    Model("LLaMA-7B", 6.7e9, 6.7e9, 1e12, 2023, "https://arxiv.org/abs/2302.13971", 2 * 32 * 32 * 128),
    GPT3,
    Model("Llama 3.1 405B", 405e9, 405e9, 15.6e12, 2024, "https://arxiv.org/abs/2407.21783", 2 * 126 * 8 * 128),
    Model("DeepSeek-V3", 671e9, 37e9, 14.8e12, 2024, "https://arxiv.org/abs/2412.19437"),
)
"""From this one to GPT-3 and to those of today that say how they were trained."""
