"""The server: `streamlit run app.py`. The pages themselves begin in pages/front.py.

An ASGI entry, so that the model starts loading before the first visitor, and /healthz and /metrics answer without a
session. Nothing a page needs depends on it: `streamlit run pages/front.py` works too.
"""

from contextlib import asynccontextmanager
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware

from models.engine.ops import logs
from models.shared_engine import engine
from pages.basics import language
from pages.basics.base_path import base_path
from pages.frame import registry
from pages.server import browser_files, operations
from pages.server.flat_paths import FlatPaths
from pages.server.latency import import_ahead, send_at_once, watch_no_files
from pages.server.page_language import PageLanguage


@asynccontextmanager
async def lifespan(app):
    send_at_once()
    watch_no_files()
    for family in operations.WARMED:
        engine().warm_up(family)  # returns at once; loads in its own process
    language.read_ahead()
    import_ahead("pages.frame.frame", *(chapter.controls for chapter in registry.written()))
    logs.configure()  # last: it takes over the loggers of everything imported
    yield
    engine().close()


app = st.App(
    Path(__file__).parent / "pages" / "front.py",
    lifespan=lifespan,
    routes=[*operations.routes(base_path()), *browser_files.routes(base_path())],
    middleware=[
        Middleware(operations.SecurityHeaders),
        Middleware(FlatPaths, base=base_path()),
        Middleware(PageLanguage),
    ],
)
