"""The empty page behind a server set up as ours: what is left between the two is what our page itself costs."""

from contextlib import asynccontextmanager
from pathlib import Path

import streamlit as st

from pages.server.latency import import_ahead, send_at_once


@asynccontextmanager
async def lifespan(app):
    send_at_once()
    import_ahead()
    yield


app = st.App(Path(__file__).with_name("empty_page.py"), lifespan=lifespan)
