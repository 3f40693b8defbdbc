"""What the engine tells a visitor when there is no result: one sentence each, filled in and translated by the page."""

from __future__ import annotations

from typing import Any, ClassVar

from models.engine.translation import N_


class InvalidRequest(ValueError):
    """A request outside its limits. `template` and `values` make the sentence; the page translates and fills it."""

    def __init__(self, template: str, **values: Any) -> None:
        super().__init__(template.format(**values))
        self.template = template
        self.values = values

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuild_invalid, (self.template, self.values)


def _rebuild_invalid(template: str, values: dict[str, Any]) -> InvalidRequest:
    return InvalidRequest(template, **values)


class EngineError(Exception):
    """`template` and `values` make the sentence. It contains no traceback and nothing of the visitor's text."""

    default: ClassVar[str]

    def __init__(self, template: str | None = None, **values: Any) -> None:
        self.template = template or self.default
        self.values = values
        super().__init__(self.template.format(**values))

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuild, (type(self), self.template, self.values)


def _rebuild(error: type[EngineError], template: str, values: dict[str, Any]) -> EngineError:
    return error(template, **values)


class Busy(EngineError):
    """The queue is full. `waiting` runs are in it; `seconds` is when one that joined now would start."""

    default = N_("{waiting} runs are waiting, about {seconds:.0f} s of work. Try again in a moment.")


class TooOften(Busy):
    """This visitor asked for very many runs in a short time. `seconds` is how long to wait; nothing is lost."""

    default = N_("You asked for many runs in a short time. Try again in {seconds} s; your settings stay as they are.")


class RunFailed(EngineError):
    """The model raised, or its process died, while it worked on this run. The next run works."""

    default = N_("The model stopped while working on this; try again.")


class NotFinite(RunFailed):
    """The run made a NaN or an infinity where a number belongs."""

    default = N_("The numbers of this run grew beyond what the model can count with. Change a setting, or the seed.")


class ModelUnavailable(EngineError):
    """The model could not be loaded. The template is the loader's own if it gave one; `retry` tries again."""

    default = N_("The model could not be loaded on this machine. Try again, or ask the host to look at the log.")


class Cancelled(EngineError):
    """The run was stopped, its visitor asked for a different one, or the engine was closed."""

    default = N_("This run was stopped.")
