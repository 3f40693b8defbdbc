"""The path under which a host serves the app (`server.baseUrlPath`), such as live.school.example/ai."""

from __future__ import annotations

import streamlit as st


def base_path() -> str:
    """ "" at the root of a host, else as "/ai" or "/school/ai"."""
    base = str(st.get_option("server.baseUrlPath")).strip("/")
    return f"/{base}" if base else ""
