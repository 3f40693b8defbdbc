"""The app in a real browser over a real server and the real model; one server and one browser for all of them."""

import pytest
from playwright.sync_api import expect

from tests.serving import chromium, server, wait_ready
from tests.visitors import Visitors

WAIT = 90_000  # milliseconds: not a wish, the machine may be busy
FAILED = pytest.StashKey[bool]()
PAGES = pytest.StashKey[list]()
expect.set_options(timeout=WAIT)


def pytest_collection_modifyitems(items):
    """One click in thousands is lost, where a page draws itself anew in that very moment: a test that fails is tried
    once more, and the report says so."""
    for item in items:
        if item.nodeid.startswith("tests/e2e/"):
            item.add_marker(pytest.mark.flaky(reruns=1))


@pytest.fixture(scope="session")
def app():
    with server() as (address, _):
        wait_ready(address)
        yield address


@pytest.fixture(scope="session")
def chrome():
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="session")
def visitors(chrome):
    return Visitors(chrome)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    item.stash[FAILED] = report.failed or item.stash.get(FAILED, False)
    if report.failed and call.when == "call":
        report.sections += [(f"what {page.url} showed", shown(page)) for page in item.stash.get(PAGES, [])]
    return report


def shown(page, most=2000):
    """What a test that failed saw, for who reads its report only."""
    try:
        state = page.locator("[data-testid=stApp]").get_attribute("data-test-script-state", timeout=2000)
        return f"[{state}] {page.locator('[data-testid=stMain]').inner_text(timeout=2000)[:most]}"
    except Exception as error:  # a page that has crashed, or is on its way to another address
        return repr(error)


@pytest.fixture
def open_page(visitors, request):
    """Opens an address in a browser of its own (no shared storage); fails if the page logs an error."""
    opened = request.node.stash[PAGES] = []
    request.node.stash[FAILED] = False

    def go(address, width=1280, **options):
        page = visitors.come(width, **options)
        opened.append(page)
        page.set_default_timeout(WAIT)
        page.goto(address)
        return page

    yield go
    errors = list(visitors.errors)
    for page in opened:
        visitors.send_away(page) if request.node.stash[FAILED] else visitors.leave(page)
    visitors.errors.clear()
    assert errors == []


@pytest.fixture
def visitor(open_page, app):
    """Opens a path of the app, and waits for its title."""

    def go(path, width=1280, **options):
        page = open_page(app + path, width, **options)
        page.locator("[data-testid=stMain] h1").wait_for()
        return page

    return go
