"""Browsers for visitors, lent out again and again.

Streamlit's scripts (5 MB) are compiled once a process, and a new context is a new process: a page that is loaded where
one was loaded before costs a fifth. What a visitor leaves behind (storage, cookies, permissions, history) is wiped.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from playwright.sync_api import Browser, Page

Kind = tuple[bool, bool]  # what a context cannot become later: is_mobile, has_touch


class Visitors:
    def __init__(self, browser: Browser):
        self.browser = browser
        self.free: dict[Kind, list[Page]] = {}
        self.kinds: dict[Page, Kind] = {}
        self.errors: list[str] = []
        """What scripts of the pages that are lent have thrown."""

    def come(
        self,
        width: int,
        *,
        is_mobile: bool = False,
        has_touch: bool = False,
        permissions: Sequence[str] = (),
        color_scheme: Literal["light", "dark"] = "light",
        reduced_motion: Literal["reduce", "no-preference"] = "no-preference",
    ) -> Page:
        """A page in a browser of its own, which nobody has used or which is as if nobody had."""
        kind = (is_mobile, has_touch)
        page = self.free[kind].pop() if self.free.get(kind) else self._new(kind)
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(media="screen", color_scheme=color_scheme, reduced_motion=reduced_motion)
        if permissions:
            page.context.grant_permissions(list(permissions))
        return page

    def _new(self, kind: Kind) -> Page:
        page = self.browser.new_context(is_mobile=kind[0], has_touch=kind[1]).new_page()
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("dialog", lambda dialog: self.errors.append(f"dialog: {dialog.message}"))
        self.kinds[page] = kind
        return page

    def leave(self, page: Page) -> None:
        page.evaluate("() => { localStorage.clear(); sessionStorage.clear(); }")
        page.mouse.move(-1, -1)  # the next page has no pointer over it
        page.goto("about:blank")
        page.context.clear_cookies()
        page.context.clear_permissions()
        devtools = page.context.new_cdp_session(page)
        devtools.send("Page.resetNavigationHistory")
        devtools.detach()
        self.free.setdefault(self.kinds[page], []).append(page)

    def send_away(self, page: Page) -> None:
        """Where a test failed, nobody knows what is left behind."""
        del self.kinds[page]
        page.context.close()
