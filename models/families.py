"""The families of models: one row each. A new family is its folder and its row."""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from models.engine.local.estimate import Seats
from models.engine.ops.settings import SETTINGS
from models.engine.requests import KINDS, Request
from models.text.architecture import architecture, host_model, opened

HERE = Path(__file__).parent
TEXTS = Seats(SETTINGS.text_runs, SETTINGS.brief_runs)
LEARNING = Seats(2)  # a second run keeps none waiting for minutes behind a long one
PICTURES = Seats(SETTINGS.image_runs, SETTINGS.brief_runs)


@dataclass(frozen=True)
class Family:
    name: str  # also its folder under models/, with kinds.py: requests, steps and prepared requests, torch-free
    runner: str  # the module that loads and runs it (engine/local/worker.py); families of one module share a process
    card: str  # the model card, relative to models/
    host_card: str = ""  # the same where the host runs a model of their own (MODEL) instead; "{model}" is its name
    seats: Seats | None = None  # how many runs its process has in hand; None: it needs no process, and runs here
    warmed: bool = False  # whether a server loads it before anybody asks; the others start with their first request

    @property
    def kinds(self) -> ModuleType:
        return importlib.import_module(f"models.{self.name}.kinds")

    @property
    def reproduce(self) -> ModuleType:
        """Plain Python that gives a request's numbers without this project."""
        return importlib.import_module(f"models.{self.name}.reproduce")

    @property
    def host_model(self) -> str | None:
        """The host's own model that runs in place of the shipped one; None where that runs."""
        return host_model() if self.host_card else None

    @property
    def card_text(self) -> str:
        model = self.host_model
        text = (HERE / (self.host_card if model else self.card)).read_text(encoding="utf-8")
        if model is None:
            return text
        for name, value in {"model": model, **host_facts()}.items():
            text = text.replace(f"{{{name}}}", value)
        return text


def host_facts() -> dict[str, str]:
    """What a card says of the host's own text model."""
    shape = architecture()
    return {
        "shape": f"{shape.layers} layers, {shape.heads} heads in each, width {shape.width:,}",
        "tokens": f"{shape.vocab:,}",
        "context": f"{shape.context:,}",
        "network": "this project's own network" if opened() else "the network that transformers has for it",
    }


FAMILIES = {
    family.name: family
    for family in (
        Family("tokens", "models.tokens.infer", card="text/card.md", host_card="text/host_card.md"),
        Family("data_cleaning", "models.data_cleaning.infer", card="data_cleaning/card.md", seats=Seats()),
        Family("collapse", "models.collapse.infer", card="collapse/card.md"),
        Family("text", "models.workers.text", "text/card.md", "text/host_card.md", TEXTS, warmed=True),
        Family("answers", "models.workers.text", "answers/card.md", "text/host_card.md", TEXTS),
        Family("bias", "models.workers.text", "text/card.md", "text/host_card.md", TEXTS),
        Family("code", "models.workers.text", "text/card.md", "text/host_card.md", TEXTS),
        Family("inside", "models.workers.text", "text/card.md", "text/host_card.md", TEXTS),
        Family("control", "models.workers.text", "control/card.md", "text/host_card.md", TEXTS),
        Family("safety", "models.workers.text", "text/card.md", "text/host_card.md", TEXTS),
        Family("cost", "models.workers.text", "text/card.md", "text/host_card.md", TEXTS),
        Family("fine_tuning", "models.fine_tuning.infer", "fine_tuning/card.md", "text/host_card.md", Seats()),
        Family("tiny_transformer", "models.workers.learning", card="tiny_transformer/card.md", seats=LEARNING),
        Family("tiny_flow", "models.workers.learning", card="tiny_flow/card.md", seats=LEARNING),
        Family("skewed_flow", "models.workers.learning", card="skewed_flow/card.md", seats=LEARNING),
        Family("invented_people", "models.workers.learning", card="invented_people/card.md", seats=LEARNING),
        Family("few_pictures", "models.workers.learning", card="few_pictures/card.md", seats=LEARNING),
        Family("history", "models.workers.learning", card="history/card.md", seats=LEARNING),
        Family("diffusion", "models.workers.pictures", card="diffusion/card.md", seats=PICTURES),
        Family("vae", "models.workers.pictures", card="vae/card.md", seats=PICTURES),
        # These need no diffusers: their process starts in a third of the time, and the toys train for seconds.
        Family("gan", "models.workers.small", card="gan/card.md", seats=PICTURES),
        Family("toys", "models.workers.small", card="toys/card.md", seats=PICTURES),
        Family("superres", "models.workers.small", card="superres/card.md", seats=PICTURES),
        Family("shapes", "models.workers.small", card="shapes/card.md", seats=PICTURES),
        Family("classifier", "models.workers.small", card="classifier/card.md", seats=PICTURES),
    )
}


def kinds() -> dict[str, type[Request]]:
    """Every kind of request by its name, in the order of the families. To call it makes all kinds of requests and steps
    known to the engine (engine/requests.py: KINDS, engine/steps.py: STEPS)."""
    for family in FAMILIES.values():
        family.kinds  # noqa: B018 (importing is what it does)
    order = list(FAMILIES)
    ours = (kind for kind in KINDS.values() if kind.family in FAMILIES)
    return {kind.kind: kind for kind in sorted(ours, key=lambda kind: order.index(kind.family))}
