"""Pages have paths of one segment. A browser that asks for a deeper one would get an empty page, as Streamlit's files
are addressed relative to it; it is led to the same words with dashes, where Home says that there is no such chapter."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from starlette.responses import RedirectResponse

STREAMLITS = ("_stcore", "media", "component", "static")


class FlatPaths:
    """ASGI middleware. `base` is the path under which the app is served, as base_path() gives it."""

    def __init__(self, app: Any, base: str = "") -> None:
        self.app, self.base = app, base

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if (
            scope["type"] == "http"
            and scope["method"] == "GET"
            and (flat := flattened(scope["path"], scope["headers"], self.base))
        ):
            query = scope["query_string"].decode("latin-1")
            await RedirectResponse(flat + ("?" + query if query else ""))(scope, receive, send)
        else:
            await self.app(scope, receive, send)


def flattened(path: str, headers: list[tuple[bytes, bytes]], base: str = "") -> str | None:
    """The path in one segment, where a browser asks for a page under a deeper one; else None."""
    if base and not path.startswith(f"{base}/"):
        return None
    segments = [segment for segment in path.removeprefix(base).split("/") if segment]
    page = any(name == b"accept" and b"text/html" in value for name, value in headers)
    if not page or len(segments) < 2 or set(segments) & set(STREAMLITS):
        return None
    return f"{base}/" + quote("-".join(segments), safe="")
