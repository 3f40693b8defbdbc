"""Python to take away for the classifier: the command line alone, so far."""

from models.engine.requests import Request


def python(request: Request) -> str | None:
    return None
