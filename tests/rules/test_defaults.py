"""Published defaults never change: addresses leave defaults out, so a new default would change old links.

They stand beside each chapter's tests, in published.json. That file only grows: old links still hold what it names.
"""

import json
from importlib import import_module
from pathlib import Path

import pytest

from pages.frame import registry, rows

ROOT = Path(__file__).resolve().parents[2]
CHAPTERS = {chapter.folder: chapter for chapter in registry.written()}
PUBLISHED = {
    file.parent.name: json.loads(file.read_text(encoding="utf-8"))
    for file in (ROOT / "tests" / "pages" / "chapters").glob("*/published.json")
}
# The first four chapters had one table for all, so a link to any chapter may hold these. No others need to join them.
EVERYWHERE = {
    "tokens": "show sentence compare token measure language merges corpus other",
    "next_token": "prompt temperature top_k top_p min_p seed draws",
    "writing": "text method tokens beams penalty stop chat panel against branch",
    "attention": "layer head off",
}


@pytest.mark.parametrize("folder", PUBLISHED)
def test_published_defaults_have_not_changed(folder):
    slug, published = CHAPTERS[folder].slug, PUBLISHED[folder]
    assert {name: rows.of(name, slug).default for name in published} == published


@pytest.mark.parametrize("folder", CHAPTERS)
def test_every_control_is_published(folder):
    names = {row.name for row in import_module(CHAPTERS[folder].controls).ROWS}
    new = names - set(PUBLISHED.get(folder, {}))
    assert not new, f"add to tests/pages/chapters/{folder}/published.json, each with its default: {sorted(new)}"
    assert names == set(PUBLISHED[folder]), "a published control is gone: old links still name it"


@pytest.mark.parametrize("slug", ["", *(chapter.slug for chapter in registry.written())])
def test_a_link_to_any_chapter_may_hold_the_names_of_the_first_four(slug):
    published = {name: PUBLISHED[folder][name] for folder, names in EVERYWHERE.items() for name in names.split()}
    assert set(published) <= rows.names(slug)
    if slug == "":
        assert {name: rows.of(name, slug).default for name in published} == published
        assert rows.names(slug) == set(published)
