"""Python to take away for the super-resolution network: the command line alone, so far."""

from models.engine.requests import Request


def python(request: Request) -> str | None:
    return None
