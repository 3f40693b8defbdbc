"""The same text in many languages, fixed and with its source: assets/samples/languages.json."""

from __future__ import annotations

import json
from dataclasses import dataclass

from pages.basics.language import ASSETS


@dataclass(frozen=True)
class Sample:
    language: str  # its English name, which is also its word in the address
    own_name: str
    tag: str  # BCP 47
    script: str
    text: str


_FILE = ASSETS / "samples" / "languages.json"
SAMPLES = tuple(Sample(**sample) for sample in json.loads(_FILE.read_text(encoding="utf-8"))["samples"])
LANGUAGES = tuple(sample.language for sample in SAMPLES)
