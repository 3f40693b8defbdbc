"""The app under a path of its host, of one part or two, asked of a real server."""

import json
import re
import urllib.request

import pytest

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
