"""The app in a real browser over a real server and the real model; one server for all browser tests."""

import pytest
from playwright.sync_api import expect

from tests.serving import chromium, server, wait_ready

WAIT = 90_000  # milliseconds: not a wish, the machine may be busy
expect.set_options(timeout=WAIT)


@pytest.fixture(scope="session")
def app():
    with server() as (address, _):
        wait_ready(address)
        yield address


@pytest.fixture(scope="session")
def chrome():
    with chromium() as browser:
        yield browser


@pytest.fixture
def visitor(chrome, app):
    """Opens a path in a browser of its own (no shared storage); fails if the page logs an error."""
    opened, errors = [], []

    def go(path, width=1280, **options):
        context = chrome.new_context(viewport={"width": width, "height": 900}, **options)
        page = context.new_page()
        page.set_default_timeout(WAIT)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("dialog", lambda dialog: errors.append(f"dialog: {dialog.message}"))
        page.goto(app + path)
        page.locator("[data-testid=stMain] h1").wait_for()
        opened.append(context)
        return page

    yield go
    for context in opened:
        context.close()
    assert errors == []
