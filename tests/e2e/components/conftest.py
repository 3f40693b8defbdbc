"""One server for the page of components; a browser of its own for each visit."""

from pathlib import Path

import pytest

from tests.serving import server


@pytest.fixture(scope="package")
def address():
    with server(Path(__file__).with_name("app.py")) as (found, _):
        yield found


@pytest.fixture
def visit(chrome, address):
    """Opens one component; at the end no script error may have happened."""
    opened, errors = [], []

    def go(show, width=1280, **options):
        context = chrome.new_context(viewport={"width": width, "height": 900}, **options)
        opened.append(context)
        page = context.new_page()
        page.set_default_timeout(60_000)  # a wait, not a wish: the machine may be busy
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("dialog", lambda dialog: errors.append(f"dialog: {dialog.message}"))
        page.goto(f"{address}/?show={show}")
        page.locator(".component > *").first.wait_for()
        page.get_by_text("returned").wait_for()
        return page

    yield go
    for context in opened:
        context.close()
    assert errors == []
