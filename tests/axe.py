"""What axe finds on a page. Its script (500 kB) goes there once, and of its report only what is needed comes back."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

RUN = """context => axe.run(context, { resultTypes: ["violations"] })
    .then(({ violations, passes }) => ({ violations, passed: passes.length }))"""


def violations(page: Page, context: str = "html") -> list[dict[str, Any]]:
    """Each with its id, impact and nodes. `context`: a selector; where it matches nothing, that is an error."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    report = page.evaluate(RUN, context)
    assert report["passed"], "axe looked at nothing"
    found: list[dict[str, Any]] = report["violations"]
    return found
