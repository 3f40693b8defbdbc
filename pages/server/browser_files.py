"""Programs that run in the visitor's browser, served from here: RDKit, Pyodide. What is in assets/browser is packed
(gzip), as it travels; browsers unpack it, and keep it for good: the folder's name has the version."""

from __future__ import annotations

import mimetypes

from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import Route

from pages.basics.browser_files import NAME, path_of

_TYPES = {".mjs": "text/javascript", ".wasm": "application/wasm"}


async def send(request: Request) -> Response:
    file = path_of(request.path_params["folder"], request.path_params["name"])
    if file is None:
        return PlainTextResponse("No such file.", 404)
    suffix = file.name.removesuffix(".gz").rpartition(".")[2]
    kind = _TYPES.get(f".{suffix}") or mimetypes.types_map.get(f".{suffix}", "application/octet-stream")
    headers = {"content-encoding": "gzip", "cache-control": "public, max-age=31536000, immutable"}
    return FileResponse(file, media_type=kind, headers=headers)


def routes(base: str) -> list[Route]:
    """At the root, and under the path at which the app is served, as base_path() gives it."""
    return [Route(f"{root}/{NAME}/{{folder}}/{{name}}", send) for root in dict.fromkeys(("", base))]
