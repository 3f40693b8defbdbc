"""What a host asks the server: is it well (/healthz), what is it doing (/metrics); and the headers for browsers."""

from __future__ import annotations

import os
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from streamlit.runtime import Runtime

from models.engine.ops import metrics
from models.families import FAMILIES
from models.shared_engine import engine

WARMED = tuple(family.name for family in FAMILIES.values() if family.warmed)

# Nothing is loaded from elsewhere, and nothing smuggled in by a text can be. Streamlit's own page needs inline styles
# and evaluates code for its charts. Who may frame the page is the host's choice: teachers embed chapters.
POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; media-src 'self' data: blob:; worker-src 'self' blob:; "
    "connect-src 'self' data: blob: ws: wss:; object-src 'none'; base-uri 'self'; form-action 'self'; "
    "frame-ancestors {frames}"
)


async def healthz(request: Request) -> Response:
    """200 as soon as pages can be drawn. `missing` says what live results still wait for, a sentence a family."""
    families = engine().waiting()
    states = {family: engine().status(family) for family in families}
    missing = {family: s.sentence for family, s in states.items() if family in WARMED and s.state != "ready"}
    failed = {family: s.sentence for family, s in states.items() if s.state == "failed"}
    asleep = [family for family, s in states.items() if family not in WARMED and s.state == "cold"]
    status = "failed" if failed else "warming" if missing else "ready"
    # "failed" is 200, too: the pages still teach with their prepared results, and a restart would not help.
    return JSONResponse({"status": status, "missing": {**missing, **failed}, "starts_when_asked": asleep})


async def show_metrics(request: Request) -> Response:
    families = engine().waiting()
    text = metrics.text(families, {f: engine().status(f).state == "ready" for f in families})
    return Response(text + _sessions(), media_type="text/plain; version=0.0.4; charset=utf-8")


def _sessions() -> bytes:
    """Streamlit counts the visits with a browser connected; /_stcore/metrics has more."""
    counted = Runtime.instance().stats_mgr.get_stats(["active_sessions"])["active_sessions"]
    value = sum(int(stat.to_metric_str().rsplit(" ", 1)[1]) for stat in counted)
    name = "generative_ai_sessions"
    return f"# HELP {name} Visits with a connected browser.\n# TYPE {name} gauge\n{name} {value}\n".encode()


def routes(base: str) -> list[Route]:
    """At the root, where the machine itself asks, and under the path at which the app is served, as base_path() gives
    it, for who asks through a proxy."""
    roots = dict.fromkeys(("", base))
    answers = {"/healthz": healthz, "/metrics": show_metrics}
    return [Route(root + path, answer) for root in roots for path, answer in answers.items()]


class SecurityHeaders:
    """ASGI middleware: the headers of every HTTP response."""

    def __init__(self, app: Any) -> None:
        self.app = app
        policy = POLICY.format(frames=os.environ.get("GENERATIVE_AI_LIVE_FRAMES", "*"))
        headers = {
            "content-security-policy": policy,
            "x-content-type-options": "nosniff",
            "referrer-policy": "same-origin",  # addresses hold what visitors typed
            "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=()",
        }
        self.headers = [(name.encode(), value.encode()) for name, value in headers.items()]

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        async def send_with_headers(message: Any) -> None:
            if message["type"] == "http.response.start":
                ours = {name for name, _ in self.headers}
                theirs = [(name, value) for name, value in message.get("headers", []) if name.lower() not in ours]
                message = {**message, "headers": [*theirs, *self.headers]}
            await send(message)

        await self.app(scope, receive, send_with_headers if scope["type"] == "http" else send)
