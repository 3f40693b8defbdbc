"""A chapter opened through AppTest at once, as by a browser that follows a link: not by way of Home."""

from __future__ import annotations

from collections.abc import Mapping

from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from tests.serving import ROOT


def open_at(slug: str, address: Mapping[str, str]) -> AppTest:
    """The page after its first run; "" or "home" is Home."""
    app = AppTest.from_file(str(ROOT / "pages" / "front.py"), default_timeout=60)
    app._page_hash = calc_hash(slug) if slug not in ("", "home") else ""  # switch_page would need a run before it
    for name, value in address.items():
        app.query_params[name] = value
    return app.run()
