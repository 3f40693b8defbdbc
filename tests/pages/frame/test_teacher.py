"""A teacher's link: what it fixes comes along to other chapters with its value, and stands in each page's address."""

import re
from urllib.parse import parse_qsl, urlsplit

import pytest

from tests.opening import open_at

WRITING = "chapters/writing/page.py"


def walk(app, *chapters):
    for chapter in chapters:
        app.switch_page(f"chapters/{chapter}/page.py").run()
        assert not app.exception
    return app


def reloaded(slug, app):
    return open_at(slug, {name: value for name, value in app.query_params.items()})


@pytest.mark.parametrize("way", [("writing",), ("tokens", "writing"), ("gan", "tokens", "writing")])
def test_a_locked_value_comes_along_and_survives_a_reload(visit, way):
    app = walk(visit("next-token", lock="temperature", temperature="0.3"), *way)
    for page in (app, reloaded("writing", app)):
        slider = page.slider(key="temperature")
        assert (slider.value, slider.disabled) == (0.3, True)


def test_a_hidden_text_comes_along_and_back_and_survives_a_reload(visit, words):
    app = walk(visit("next-token", hide="prompt", prompt="Paris is", question="Why?"), "writing", "next_token")
    for page in (app, reloaded("next-token", app)):
        assert "“Paris is”" in words(page) and "Why?" in words(page)
        assert "prompt" not in [area.key for area in page.text_area]


def test_on_a_chapter_without_the_control_a_reload_loses_nothing(visit):
    app = reloaded(
        "tokens", walk(visit("next-token", lock="temperature", temperature="0.3", question="Why?"), "tokens")
    )
    assert walk(app, "writing").slider(key="temperature").value == 0.3
    assert any("Why?" in info.value for info in app.info)


def test_a_name_that_means_something_else_keeps_its_value_for_where_it_means_the_same(visit, words):
    app = walk(visit("next-token", lock="prompt", prompt="Paris is"), "text_to_image")
    assert app.text_area(key="prompt").value != "Paris is"
    assert walk(app, "next_token").text_area(key="prompt").value == "Paris is"


@pytest.mark.parametrize("slug", ["next-token", "gan", ""])
def test_controls_of_the_frame_can_be_locked_and_hidden(slug):
    app = open_at(slug, {"lock": "lang,large", "hide": "depth"})
    assert not app.warning and not app.exception
    assert app.toggle(key="large").disabled
    assert [group.disabled for group in app.get("button_group") if "lang" in group.proto.id] == [True]
    assert not [group for group in app.get("button_group") if "depth" in group.proto.id]


def test_the_depth_can_be_locked_at_a_value():
    app = open_at("gan", {"lock": "depth", "depth": "deep"})
    (depth,) = [group for group in app.get("button_group") if "-depth" in group.proto.id]
    assert depth.disabled and depth.value == "deep" and not app.warning


def test_a_locked_tab_stays_open():
    app = open_at("gan", {"lock": "look", "look": "walk"})
    app.session_state["look"] = "Faces"
    app.run()
    assert app.query_params["look"] == "walk"


@pytest.mark.parametrize("what", ["lock", "hide"])
def test_a_name_of_no_control_is_told_with_the_names_there_are(what):
    app = open_at("tokens", {what: "filters"})
    (warning,) = app.warning
    shown = warning.value.replace("\\", "")
    assert f"There is no control “filters” to {what} here. Controls: show, sentence, compare, " in shown
    assert shown.endswith("depth, lang, large.")


def test_the_link_that_is_described_for_teachers_does_what_is_said_of_it(root):
    (link,) = re.findall(r"^https://host/(\S+)$", (root / "docs" / "teaching.md").read_text("utf-8"), re.MULTILINE)
    address = urlsplit(link)
    app = open_at(address.path, dict(parse_qsl(address.query)))
    assert not app.warning and not app.exception
    slider = app.slider(key="temperature")
    assert (slider.value, slider.disabled) == (0.2, True)
    assert not [toggle for toggle in app.toggle if toggle.key == "draws"]
    assert any("how sure is the model?" in info.value for info in app.info)
