"""The limits of a text for the text model, in tokens."""

from __future__ import annotations

from dataclasses import dataclass

from models.engine.errors import InvalidRequest
from models.engine.limits import TextLimit, check_whole_characters
from models.engine.translation import N_
from models.text import tokenizer
from models.text.architecture import architecture


@dataclass(frozen=True)
class Prompt(TextLimit):
    """At most so many of the model's tokens, and no more than it reads. Raises InvalidRequest in `check`."""

    def check_text(self, text: str) -> None:
        if not text and not self.empty:
            raise InvalidRequest(
                N_("The prompt is empty. Type at least one character; the model continues from there.")
            )
        check_whole_characters(text)
        n = tokenizer.count(text)
        if n == 0 and not self.empty:
            raise InvalidRequest(
                N_(
                    "This text has no token: the model's vocabulary leaves out a few control characters. "
                    "Type something else."
                )
            )
        limit = min(self.max_tokens, architecture().context) if self.host_limited else self.max_tokens
        if n > limit:
            raise InvalidRequest(
                N_("The text has {n} tokens; at most {limit} fit here. Shorten it by {over}."),
                n=n,
                limit=limit,
                over=n - limit,
            )
