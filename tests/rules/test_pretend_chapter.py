"""A chapter is its folder, one line of the registry and its lesson: one is added to a copy of the tree, and served."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

LINE = '    Chapter("echo", "Echo", TEXT, "Does it come back?", ":material/graphic_eq:"),\n'
CONTROLS = """
from dataclasses import dataclass
from typing import Literal

from models.engine.requests import Checked
from models.tokens.kinds import Tokens
from pages.frame.control import Control


@dataclass(frozen=True, kw_only=True, slots=True)
class EchoView(Checked):
    look: Literal["once", "twice"] = "once"


ROWS = (
    Control("call", Tokens, "text", "Call", "Any text."),
    Control("look", EchoView, "look", "Look closer", names={"once": "Once", "twice": "Twice"}),
)
"""
PAGE = """
import streamlit as st

from models.tokens.kinds import Tokens
from pages.frame import controls, frame

page = frame.open("echo")
with page.controls:
    call = controls.draw("call")
with page.stage:
    trace = page.run(page.ask(Tokens, text=call))
    page.line(trace, lambda: {"id": trace.last.input_ids.tolist()})
page.words.say("run", call=trace.request.text)
page.words.predict("yes")
page.views("look").fill({"once": lambda: st.text(call), "twice": lambda: st.text(call + call)})
page.words.rest(page.deep)
"""
LESSON = """
## hook
Call, and listen.
## predict
Will it come back?
- yes: yes
- no: no
---
The answer: {answer}.
## run
You called “{call}”.
## try
- [Call ho](try:call=ho) Listen.
- [Call hey](try:call=hey) Listen.
- [Call twice](try:look=twice) Listen.
## explain
It comes back.
## deep
It comes back.
## misconception
It answers.
## transfer
In the mountains.
## sources
Ovid.
## seen
- It came back.
"""
VISIT = """
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

app = AppTest.from_file("pages/front.py", default_timeout=60)
app._page_hash = calc_hash("echo")  # at once, as a browser that follows a link
app.query_params["look"] = "twice"
app.query_params["call"] = "ho"
app.run()
assert not app.exception, app.exception
assert not app.warning, app.warning
assert app.title[0].value == "Echo"
assert [text.value for text in app.text] == ["hoho"]
assert any("You called" in line.value for line in app.markdown)
next(button for button in app.button if button.label == "Call hey").click().run()
assert [text.value for text in app.text] == ["heyhey"]
"""


@pytest.fixture
def tree(root, tmp_path):
    """A copy of the pages and of what belongs to each chapter; all else is linked."""
    for name in ("pages", "assets/lessons", "tests/rules"):
        shutil.copytree(root / name, tmp_path / name)
    for published in (root / "tests" / "pages" / "chapters").glob("*/published.json"):
        copy = tmp_path / published.relative_to(root)
        copy.parent.mkdir(parents=True)
        shutil.copy(published, copy)
    for path in (root / "models", root / "pyproject.toml", *(root / "assets").iterdir()):
        if not (tmp_path / path.relative_to(root)).exists():
            (tmp_path / path.relative_to(root)).symlink_to(path)
    add_chapter(tmp_path)
    return tmp_path


def add_chapter(tree):
    folder = tree / "pages" / "chapters" / "echo"
    folder.mkdir()
    for name, text in {"__init__.py": "", "controls.py": CONTROLS, "page.py": PAGE}.items():
        (folder / name).write_text(text, encoding="utf-8")
    (tree / "assets" / "lessons" / "en" / "echo.md").write_text(LESSON, encoding="utf-8")
    registry = tree / "pages" / "frame" / "registry.py"
    text = registry.read_text(encoding="utf-8")
    assert text.count("\nCHAPTERS = (\n") == 1
    registry.write_text(text.replace("\nCHAPTERS = (\n", f"\nCHAPTERS = (\n{LINE}"), encoding="utf-8")


def python(tree, *arguments):
    return subprocess.run([sys.executable, *arguments], cwd=tree, capture_output=True, text=True)


def test_a_new_chapter_is_served_with_its_controls_tabs_and_experiments(tree):
    done = python(tree, "-c", VISIT)
    assert done.returncode == 0, done.stderr[-3000:]


def test_the_rules_say_where_its_defaults_are_to_be_published(tree):
    rule = ("-m", "pytest", "-q", "-n0", "tests/rules/test_defaults.py")
    done = python(tree, *rule)
    assert done.returncode == 1
    assert "add to tests/pages/chapters/echo/published.json, each with its default: ['call', 'look']" in done.stdout
    published = Path(tree, "tests/pages/chapters/echo/published.json")
    published.parent.mkdir()
    published.write_text('{"call": "The cat unbelievably ate 2026 strawberries 🍓", "look": "once"}', encoding="utf-8")
    done = python(tree, *rule)
    assert done.returncode == 0, done.stdout[-3000:]
