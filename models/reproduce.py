"""The Python and the command line that give the numbers of a request, without this app or with it."""

from __future__ import annotations

import ast
import dataclasses
import shlex
from collections.abc import Mapping
from typing import Any

from models.engine.requests import Request
from models.families import FAMILIES

# Whose Python holds for every model that a host may name. That of the others knows Llama's layers by their names, and
# SmolLM2's tokens: there the command line gives the numbers, and so it does for a GGUF file.
ANY_MODEL = ("text", "tokens")


def command(request: Request) -> str:
    """The `python -m models …` line that runs the request; fields at their defaults are left out."""
    model = FAMILIES[request.family].host_model
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
    return (f"MODEL={shlex.quote(model)} " if model else "") + shlex.join(words)


def python(request: Request, view: Mapping[str, Any] | None = None) -> str:
    """Plain Python that computes what the page shows, by models/<family>/reproduce.py.

    view: what else the figure's numbers depend on, for the text model alone (see there). Texts of visitors are literals
    in the code: nothing in them runs.
    """
    host = FAMILIES[request.family].host_model
    if host and (request.family not in ANY_MODEL or host.endswith(".gguf")):
        return f"# {command(request)}"
    of_family = FAMILIES[request.family].reproduce.python
    code: str | None = of_family(request, view or {}) if request.family == "text" else of_family(request)
    return code or f"# {command(request)}"


def needs_files(request: Request) -> bool:
    """Whether that Python reads files of this project, and so runs in a copy of it: whether it names one, and not only
    because the visitor's text does."""
    nodes = ast.walk(ast.parse(python(request)))
    names = {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    written = {getattr(request, field.name) for field in dataclasses.fields(request)}
    return any(name.split("/")[0] == "models" for name in names - written)  # a file, or `python -m models`
