"""The app under a path of its host, of one part or two, asked of a real server."""

import gzip
import json
import re
import urllib.error
import urllib.request

import pytest

from pages.basics import browser_files
from pages.figures.components.code_tries import PYODIDE
from pages.frame import registry
from tests.serving import server


@pytest.fixture(scope="module", params=["live", "/school/live/"])
def site(request):
    with server(base=request.param) as (root, _):
        yield root, f"{root}/{request.param.strip('/')}"


def read(address):
    """Where it led to, and what stood there, as a browser that opens a page."""
    with urllib.request.urlopen(urllib.request.Request(address, headers={"Accept": "text/html"}), timeout=10) as answer:
        return answer.url, answer.read().decode()


def test_home_and_chapters_lie_under_the_base(site):
    _, base = site
    for path in ("/", *(f"/{chapter.slug}" for chapter in registry.written())):
        address, body = read(base + path)
        assert address == base + path
        assert "<title>Streamlit</title>" in body
        script = re.search(r'<script[^>]* src="\./(static/[^"]+)"', body)[1]
        assert "function" in read(f"{base}/{script}")[1]


def test_a_deeper_address_is_led_to_one_segment_under_the_base(site):
    _, base = site
    assert read(f"{base}/a/b?x=1")[0] == f"{base}/a-b?x=1"


def test_a_host_asks_under_the_base_or_at_the_root(site):
    for at in site:
        assert json.loads(read(f"{at}/healthz")[1])["status"] in ("ready", "warming")
        assert "generative_ai_sessions" in read(f"{at}/metrics")[1]


def test_programs_for_the_browser_are_unpacked_by_it_and_kept(site):
    for at in site:
        with urllib.request.urlopen(f"{at}/browser/{PYODIDE}/pyodide-lock.json", timeout=10) as answer:
            packed, headers = answer.read(), answer.headers
        assert headers["content-encoding"] == "gzip" and "immutable" in headers["cache-control"]
        assert headers["content-type"].startswith("application/json")
        unpacked = gzip.decompress(packed)
        assert json.loads(unpacked)["info"]["platform"].startswith("emscripten")
        assert len(unpacked) == browser_files.unpacked_size(PYODIDE, "pyodide-lock.json")
        with urllib.request.urlopen(f"{at}/browser/{PYODIDE}/pyodide.asm.wasm", timeout=10) as answer:
            assert answer.headers["content-type"] == "application/wasm"
        for nothing in ("nothing.js", "..%2f..%2ftraces", "%2e%2e"):
            with pytest.raises(urllib.error.HTTPError, match="40[04]"):
                urllib.request.urlopen(f"{at}/browser/{PYODIDE}/{nothing}", timeout=10)
