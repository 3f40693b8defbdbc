"""The Python and the command line that give the numbers of a request, without this app or with it."""

from __future__ import annotations

import dataclasses
import shlex

from models.engine.requests import Request
from models.families import FAMILIES


def command(request: Request) -> str:
    """The `python -m models …` line that runs the request; fields at their defaults are left out."""
    words = ["python", "-m", "models", request.kind]
    for field in dataclasses.fields(request):
        value = getattr(request, field.name)
        if value == field.default:
            continue
        flag = "--" + field.name.replace("_", "-")
        if isinstance(value, bool):
            words.append(flag if value else f"--no-{flag[2:]}")
        elif isinstance(value, tuple):
            words += [flag, *(str(n) for item in value for n in (item if isinstance(item, tuple) else (item,)))]
        else:
            words.append(f"{flag}={value}")  # one word, since a text may begin with dashes
    return shlex.join(words)


def python(request: Request) -> str:
    """Plain Python that computes what the page shows, by models/<family>/reproduce.py.

    Texts of visitors are literals in it: nothing in them runs.
    """
    code: str | None = FAMILIES[request.family].reproduce.python(request)
    return code or f"# {command(request)}"
