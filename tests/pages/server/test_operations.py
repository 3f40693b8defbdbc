"""What a host asks of the server, asked of a real one."""

import json
import re
import urllib.request
from urllib.parse import quote, urlencode

import pytest

from models.text import tokenizer
from models.tokens import kinds
from pages.server import operations
from tests.serving import server, wait_ready


def read(address):
    with urllib.request.urlopen(address, timeout=10) as answer:
        return answer.status, answer.headers, answer.read().decode()


@pytest.fixture(scope="module")
def address():
    with server() as (address, _):
        yield address


def test_health_is_200_at_once_says_what_is_missing_and_then_that_it_is_ready(address):
    status, _, body = read(f"{address}/healthz")
    early = json.loads(body)
    assert status == 200
    assert (early["status"] == "ready") == (not early["missing"])
    wait_ready(address)
    late = json.loads(read(f"{address}/healthz")[2])
    assert late["status"] == "ready" and late["missing"] == {}
    assert "diffusion" in late["starts_when_asked"]


def test_health_names_what_live_results_wait_for(monkeypatch):
    import asyncio

    from models.shared_engine import new_engine

    cold = new_engine()  # nothing started: its text model is missing
    monkeypatch.setattr(operations, "engine", lambda: cold)
    body = json.loads(asyncio.run(operations.healthz(None)).body)
    assert body["status"] == "warming"
    assert body["missing"] == {"text": "The model has not started yet."}


def test_metrics_are_prometheus_text_with_queue_models_and_sessions(address):
    from prometheus_client.parser import text_string_to_metric_families

    _, headers, body = read(f"{address}/metrics")
    found = {family.name: family for family in text_string_to_metric_families(body)}
    assert headers["content-type"].startswith("text/plain")
    assert {s.labels["family"] for s in found["generative_ai_waiting"].samples} >= {"text", "diffusion", "gan"}
    assert found["generative_ai_worker_starts"].samples[0].labels == {"module": "models.workers.text"}
    assert found["generative_ai_sessions"].samples[0].value == 0


def test_a_connected_visitor_is_a_session(address):
    from websockets.sync.client import connect

    with connect(address.replace("http", "ws") + "/_stcore/stream", subprotocols=["streamlit"]):
        assert "generative_ai_sessions 1\n" in read(f"{address}/metrics")[2]


@pytest.mark.parametrize("path", ["/", "/next-token", "/healthz", "/_stcore/health"])
def test_every_answer_tells_browsers_to_load_nothing_from_elsewhere(address, path):
    headers = read(address + path)[1]
    policy = dict(part.strip().split(" ", 1) for part in headers["content-security-policy"].split(";"))
    assert policy["default-src"] == "'self'" and policy["object-src"] == "'none'"
    assert "http" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert len(headers.get_all("content-security-policy")) == 1


def test_a_link_with_the_longest_texts_opens_directly_and_through_the_shipped_proxy(address, root):
    """Both texts of Train your own, in prose as long as the page allows."""
    prose = " ".join(path.read_text("utf-8") for path in sorted((root / "assets" / "lessons" / "en").glob("*.md")))
    text = prose[: len(prose) * kinds.LONG_TEXT.max_tokens // tokenizer.count(prose)]
    link = "/tokens?" + urlencode({"corpus": text, "other": text}, quote_via=quote)
    assert len(link) > 35_000
    assert read(address + link)[0] == 200
    (size,) = re.findall(r"large_client_header_buffers \d+ (\d+)k;", (root / "hosting" / "nginx.conf").read_text())
    assert len(f"GET {link} HTTP/1.1\r\n") < 1024 * int(size)


def test_the_host_says_who_may_frame_the_page(monkeypatch):
    monkeypatch.setenv("GENERATIVE_AI_LIVE_FRAMES", "'self' https://school.example")
    (policy,) = [v for n, v in operations.SecurityHeaders(None).headers if n == b"content-security-policy"]
    assert policy.endswith(b"frame-ancestors 'self' https://school.example")
