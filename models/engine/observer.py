"""The one that watches what the engine does: it is passed in, so that the engine counts and logs nothing itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from models.engine.steps import Step

if TYPE_CHECKING:
    from models.engine.run import Computation

Answer = Literal["new", "shared", "cached", "busy", "limited"]


class Observer:
    """Records nothing; a subclass overrides what it wants to know. Called under the engine's lock, so be brief."""

    def requested(self, kind: str, answer: Answer) -> None:
        """A visitor asked. new: a run was started; shared: with others who asked the same; cached; busy: the line was
        full; limited: this visitor asked too often."""

    def cache_hit(self, kind: str) -> None:
        """A finished run was looked up and found; one visit may look it up several times."""

    def began(self, computation: Computation) -> None:
        """A run has stopped waiting."""

    def made_step(self, computation: Computation, step: Step) -> None: ...

    def ended(self, computation: Computation) -> None:
        """A run was done, failed, or was cancelled."""

    def worker_started(self, module: str) -> None: ...

    def worker_died(self, module: str) -> None: ...
