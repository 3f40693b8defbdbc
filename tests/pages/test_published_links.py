"""What a link asked for once, it asks for always: links recorded at version 0.1, each with the requests it led to.

No model runs here: a page that asks for something else than its prepared default gets the default, and is asked what it
had wanted; where that depends on what a model answers (a branch, a face from noise), only that it runs is checked.
That equal requests give equal results, bit for bit, is the truth tests' promise.
"""

import json
from pathlib import Path

import pytest

from models import prepared
from models.engine import Engine
from models.engine.trace import key, load
from models.families import FAMILIES, kinds
from models.prepared import path_of
from pages.frame import export, registry, running
from tests.opening import open_at

LINKS = json.loads(Path(__file__).with_name("published_links.json").read_text(encoding="utf-8"))
# The results that are shipped, by the short hash that links carry.
RESULTS = json.loads(Path(__file__).with_name("published_results.json").read_text(encoding="utf-8"))

# Chapters whose untouched page shows what is shipped, and runs nothing until a visitor wants it.
NEVER_ASKS = ("control", "cost", "fine-tuning", "history", "inside")


@pytest.fixture
def wanted(monkeypatch):
    """The keys of the requests whose figures a page waits for; lower ones come aside."""
    keys = set()
    run = running.get

    def get(request, draw=None):
        keys.add(key(request))
        needs_no_model = FAMILIES[request.family].seats is None
        return run(request) if needs_no_model else prepared.prepared(request) or prepared.prepared(type(request)())

    monkeypatch.setattr(Engine, "cached", lambda engine, request: None)  # what earlier tests ran is asked for, too
    monkeypatch.setattr(running, "get", get)
    monkeypatch.setattr(running, "aside", lambda request, draw=None: prepared.prepared(request))
    return keys


@pytest.mark.parametrize("link", LINKS, ids=lambda link: f"{link['slug']}?{'&'.join(link['params'])}")
def test_a_published_link_asks_for_what_it_asked_for(wanted, link):
    app = open_at(link["slug"], link["params"])
    assert not app.exception
    assert set(link["asks"]) <= wanted
    assert bool(app.warning) == link["named"], [warning.value for warning in app.warning]


def test_the_results_that_are_shipped_are_those_that_links_were_made_from():
    shipped = {path_of(request).stem: export.digest(load(path_of(request))) for request in prepared.requests()}
    assert shipped.items() >= RESULTS.items()


@pytest.mark.parametrize("slug", [chapter.slug for chapter in registry.written()])
def test_a_chapter_opened_untouched_asks_for_nothing_that_is_not_shipped(wanted, slug):
    """So that its first figure is there before any model is loaded."""
    app = open_at(slug, {})
    shipped = {key(request) for request in prepared.requests()}
    no_model = tuple(name for name, kind in kinds().items() if FAMILIES[kind.family].seats is None)
    missing = {name for name in wanted - shipped if not name.startswith(no_model)}
    assert not missing and not app.exception
    assert wanted or slug in NEVER_ASKS
