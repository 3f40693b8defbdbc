"""A chapter in a frame of another page: the code to copy, and what it shows."""

import html
import re
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import expect


@contextmanager
def page_with(body):
    """The address of a page of another server that holds this HTML."""

    class Page(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(f"<!doctype html><title>Blog</title><link rel=icon href=data:,>{body}".encode())

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Page)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def copied_code(page):
    page.get_by_role("button", name="Download").click()
    page.get_by_role("button", name="Copy embed code").click()
    page.get_by_role("dialog").locator("[role=status]", has_text="Copied").wait_for()
    return page.evaluate("navigator.clipboard.readText()")


def test_the_copied_code_frames_this_experiment_without_what_is_around_it(visitor, open_page):
    clipboard = ["clipboard-read", "clipboard-write"]
    page = visitor("/next-token?prompt=Say+%22%3Cb%3E%22+%26&temperature=0.5", permissions=clipboard)
    page.locator(".st-key-bars .row").first.wait_for()
    code = copied_code(page)
    source = html.unescape(
        re.fullmatch(r'<iframe src="([^"<]+)" title="[^"<]+" width="100%" height="760"[^<]*></iframe>', code)[1]
    )
    said = parse_qs(urlsplit(source).query)
    assert said["prompt"] == ['Say "<b>" &'] and said["temperature"] == ["0.5"] and said["embed"] == ["true"]
    with page_with(code) as address:
        blog = open_page(address)
        frame = blog.frame_locator("iframe")
        rows = frame.locator(".st-key-bars .row")
        expect(rows).to_have_count(16)
        expect(frame.get_by_role("textbox", name="Your text")).to_have_value('Say "<b>" &')
        for around in ("[data-testid=stSidebar]", ".st-key-depth", ".st-key-hook"):
            expect(frame.locator(around)).to_be_hidden()
        expect(frame.get_by_text("Text · 2 of 5")).to_be_hidden()
        top, last = blog.locator("iframe").bounding_box(), rows.last.bounding_box()
        assert last["y"] + last["height"] <= top["y"] + 760, "the figure fits the frame"
