"""The server: `streamlit run app.py`. The pages themselves begin in pages/front.py.

An ASGI entry, so that the model starts loading before the first visitor and /healthz answers without a session. Nothing
a page needs depends on it: `streamlit run pages/front.py` works too.
"""

from contextlib import asynccontextmanager
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware
from starlette.responses import JSONResponse
from starlette.routing import Route

from models.engine import engine
from pages.ui.flat_paths import FlatPaths
from pages.ui.no_waiting import import_ahead, send_at_once


@asynccontextmanager
async def lifespan(app):
    send_at_once()
    engine().warm_up("text")  # returns at once; loads in its own process
    import_ahead("pages.ui.frame")
    yield
    engine().close()


async def healthz(request):
    """200 as soon as pages can be drawn; says whether live results can be given yet."""
    status = engine().status("text")
    state = "ready" if status.state == "ready" else "warming"
    return JSONResponse({"status": state, "text": status.template.format(**status.values)})


app = st.App(
    Path(__file__).parent / "pages" / "front.py",
    lifespan=lifespan,
    routes=[Route("/healthz", healthz)],
    middleware=[Middleware(FlatPaths)],
)
