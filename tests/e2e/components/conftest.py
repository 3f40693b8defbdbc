"""One server for the page of components."""

from pathlib import Path

import pytest

from tests.serving import server


@pytest.fixture(scope="package")
def address():
    with server(Path(__file__).with_name("app.py")) as (found, _):
        yield found


@pytest.fixture
def visit(open_page, address):
    """Opens one component, and waits until it is drawn and has told the page so."""

    def go(show, width=1280, **options):
        page = open_page(f"{address}/?show={show}", width, **options)
        page.locator(".component > *").first.wait_for()
        page.get_by_text("returned").wait_for()
        return page

    return go
