"""The language of the page that a browser loads: Streamlit's says "en" until the first run, and components would draw
their first numbers in English."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs

from pages.basics import language


class PageLanguage:
    """ASGI middleware. Languages have names of two letters, so the page keeps its length."""

    def __init__(self, app: Any) -> None:
        self.app = app

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        headers = dict(scope.get("headers", ()))
        if scope["type"] != "http" or b"text/html" not in headers.get(b"accept", b""):
            await self.app(scope, receive, send)
            return
        lang = wanted(scope["query_string"].decode("latin-1"), headers.get(b"accept-language", b"").decode("latin-1"))

        async def send_in_language(message: Any) -> None:
            if message["type"] == "http.response.body":
                page = message.get("body", b"").replace(b'<html lang="en">', f'<html lang="{lang}">'.encode(), 1)
                message = {**message, "body": page}
            await send(message)

        plain = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
        await self.app({**scope, "headers": plain}, receive, send_in_language)


def wanted(query: str, accepted: str) -> str:
    """The language that the address names, else the browser's first, where it is one of ours; else English."""
    named = parse_qs(query).get("lang", [accepted.split(",")[0].split("-")[0].strip().lower()])[0]
    return named if named in language.available() else language.DEFAULT
