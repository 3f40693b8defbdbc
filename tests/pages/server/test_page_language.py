"""The page says its language before anything is drawn on it."""

import urllib.request

import pytest

from pages.server.page_language import wanted
from tests.serving import server


@pytest.mark.parametrize(
    ("query", "accepted", "lang"),
    [
        ("", "", "en"),
        ("", "de-DE,de;q=0.9,en;q=0.8", "de"),
        ("lang=en", "de-DE", "en"),
        ("a=1&lang=de", "en-US", "de"),
        ("lang=%22%3E", "de", "en"),
        ("", "fr-FR,de", "en"),
    ],
)
def test_the_address_decides_then_the_browser(query, accepted, lang):
    assert wanted(query, accepted) == lang


def test_the_loaded_page_says_its_language_and_is_whole():
    with server() as (address, _):
        pages = {}
        for lang in ("en", "de"):
            headers = {"Accept": "text/html", "Accept-Encoding": "gzip", "Accept-Language": f"{lang},en;q=0.5"}
            with urllib.request.urlopen(urllib.request.Request(f"{address}/gan", headers=headers)) as answer:
                pages[lang] = answer.read().decode()
                assert len(pages[lang].encode()) == int(answer.headers["content-length"])
    assert '<html lang="de">' in pages["de"]
    assert pages["de"].replace('lang="de"', 'lang="en"') == pages["en"]
