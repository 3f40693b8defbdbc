"""The registry is the one list of chapters: it equals the files and the prose."""

from pathlib import Path

from pages.frame import lesson, registry
from pages.frame.lesson import SECTIONS

ROOT = Path(__file__).resolve().parents[2]


def test_registry_equals_the_chapter_files():
    files = {f"chapters/{f.parent.name}/page.py" for f in (ROOT / "pages" / "chapters").glob("*/page.py")}
    assert files == {c.file for c in registry.written()} | {"chapters/home/page.py"}


def test_every_written_chapter_has_every_section_of_the_recipe():
    for chapter in registry.written():
        assert set(SECTIONS) <= set(lesson.sections(chapter.slug)), chapter.slug


def test_every_chapter_has_three_experiments_whose_values_are_valid():
    for chapter in registry.written():
        found = lesson.experiments(lesson.sections(chapter.slug)["try"], chapter.slug)
        assert len(found) == 3, chapter.slug
        assert all(e.sets and e.look for e in found), chapter.slug


def test_chapter_files_stay_short_enough_to_read_as_their_lesson():
    for file in (ROOT / "pages" / "chapters").glob("*/page.py"):
        assert file.read_text().count("\n") <= 120, file
