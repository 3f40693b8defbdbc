"""The chat template of the host's own model: how its text says who speaks, as transformers fills it in.

A template is a program that comes with the model, so it runs in Jinja's sandbox, as it does in transformers
(utils/chat_template_utils.py).
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Sequence
from typing import Any, NoReturn

from jinja2 import TemplateError
from jinja2.ext import loopcontrols
from jinja2.sandbox import ImmutableSandboxedEnvironment

from models.engine.errors import InvalidRequest
from models.engine.translation import N_
from models.text import host_files

Messages = Sequence[dict[str, str]]  # "role" and "content" each
FILES = ("tokenizer_config.json", "special_tokens_map.json")


def template_of(model: str) -> str | None:
    """None for a model that has none: it was not taught to chat."""
    file = host_files.path(model, "chat_template.jinja")
    if file:
        return file.read_text(encoding="utf-8")
    template = host_files.settings(model, FILES[0]).get("chat_template")
    if isinstance(template, list):  # several, by name
        template = next((one["template"] for one in template if one.get("name") == "default"), None)
    return template if isinstance(template, str) else None


def fill(model: str, messages: Messages) -> str:
    """The chat up to where the assistant is about to answer. Raises InvalidRequest for a model that has no template, or
    one that takes no such chat."""
    template = template_of(model)
    if template is None:
        raise InvalidRequest(
            N_("This server's model has no chat template: it goes on with a text, and answers no messages.")
        )
    environment = ImmutableSandboxedEnvironment(trim_blocks=True, lstrip_blocks=True, extensions=[loopcontrols])
    environment.filters["tojson"] = _json
    environment.globals["raise_exception"] = _refuse
    environment.globals["strftime_now"] = lambda form: datetime.datetime.now().strftime(form)
    given = {"messages": list(messages), "add_generation_prompt": True, "tools": None, "documents": None}
    try:
        filled: str = environment.from_string(template).render(**given, **_special(model))
    except TemplateError as error:
        raise InvalidRequest(N_("The chat template of this server's model does not take such a chat.")) from error
    return filled


def _special(model: str) -> dict[str, str]:
    """bos_token, eos_token and their like."""
    found: dict[str, Any] = {}
    for name in reversed(FILES):
        found |= {key: value for key, value in host_files.settings(model, name).items() if key.endswith("_token")}
    return {
        key: value["content"] if isinstance(value, dict) else value
        for key, value in found.items()
        if isinstance(value, (str, dict))
    }


def _json(value: Any, indent: int | None = None, **_more: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=indent)


def _refuse(message: str) -> NoReturn:
    raise TemplateError(message)
