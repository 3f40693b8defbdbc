"""What Home shows: events, families, applications and questions, from assets/home/<lang>/*.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TypeVar

from models.engine.translation import N_
from pages.basics.language import ASSETS, DEFAULT, current
from pages.figures.components.timeline import Lane

HOME = ASSETS / "home"
LANES = (  # of the timeline; the colours are those of the families everywhere
    Lane(id="ideas", label=N_("Ideas"), letter="I", colour="gray"),
    Lane(id="text", label=N_("Sequences"), letter="S", colour="blue"),
    Lane(id="energy", label=N_("Energy-based"), letter="E", colour="red"),
    Lane(id="vae", label=N_("VAE"), letter="V", colour="green"),
    Lane(id="gan", label=N_("GAN"), letter="G", colour="violet"),
    Lane(id="diffusion", label=N_("Diffusion"), letter="D", colour="orange"),
)
T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Event:
    year: int
    title: str
    text: str
    family: str  # the id of a lane
    source: str
    link: str
    chapter: str  # the one that shows it live; "" if none does


@dataclass(frozen=True, kw_only=True)
class Family:
    key: str  # the id of its lane, and the name of its picture
    drawing: str  # what is on the picture
    title: str
    does: str
    good: str
    bad: str
    known: str
    chapter: str


@dataclass(frozen=True, kw_only=True)
class Application:
    title: str
    text: str
    icon: str
    chapter: str  # "" means planned
    sets: Mapping[str, str] = field(default_factory=dict)  # the chapter's controls, as its address names them


@dataclass(frozen=True, kw_only=True)
class Question:
    ask: str
    answer: str
    show: str  # what the link to the experiment says
    chapter: str
    sets: Mapping[str, str] = field(default_factory=dict)


def events() -> tuple[Event, ...]:
    return _load(Event, _path("events", current()))


def families() -> tuple[Family, ...]:
    return _load(Family, _path("families", current()))


def applications() -> tuple[Application, ...]:
    return _load(Application, _path("applications", current()))


def questions() -> tuple[Question, ...]:
    return _load(Question, _path("questions", current()))


@cache
def drawing(family: str, colour: str, background: str) -> str:
    """The family's picture as SVG, in the given colours."""
    svg = (HOME / f"{family}.svg").read_text(encoding="utf-8")
    return svg.replace("currentColor", colour).replace("currentBackground", background)


def _path(name: str, lang: str) -> Path:
    """The file in a language; the English one where the language lacks it."""
    own = HOME / lang / f"{name}.toml"
    return own if own.exists() else HOME / DEFAULT / own.name


@cache
def _load(kind: type[T], path: Path) -> tuple[T, ...]:
    with path.open("rb") as file:
        return tuple(kind(**record) for record in tomllib.load(file)[path.stem])
