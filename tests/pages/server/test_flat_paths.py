"""Paths deeper than one segment lead to a page that says something."""

import pytest

from pages.server.flat_paths import flattened

PAGE = [(b"accept", b"text/html,*/*")]


@pytest.mark.parametrize(
    ("path", "flat"),
    [
        ("/a/b", "/a-b"),
        ("/next-token/x/", "/next-token-x"),
        ("/<i>/b", "/%3Ci%3E-b"),
        ("//evil.example/x", "/evil.example-x"),
    ],
)
def test_a_deeper_page_is_led_to_one_segment_on_this_server(path, flat):
    assert flattened(path, PAGE) == flat


@pytest.mark.parametrize(
    "path", ["/", "/next-token", "/next-token/", "/_stcore/health", "/next-token/_stcore/health", "/media/x.png"]
)
def test_pages_and_streamlits_own_files_are_left_alone(path):
    assert flattened(path, PAGE) is None


@pytest.mark.parametrize("base", ["/live", "/school/live"])
def test_under_a_base_path_only_what_comes_after_it_counts(base):
    for path in (base, f"{base}/", f"{base}/gan", f"{base}/gan/_stcore/health", "/elsewhere/x", f"{base}ly/x"):
        assert flattened(path, PAGE, base) is None
    assert flattened(f"{base}/a/b", PAGE, base) == f"{base}/a-b"


def test_what_is_no_page_is_left_alone():
    assert flattened("/a/b", [(b"accept", b"*/*")]) is None
