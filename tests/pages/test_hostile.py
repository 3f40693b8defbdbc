"""Nothing that an address or a widget says breaks a page. `python -m tests.fuzz` tries thousands."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fuzz import inputs
from tests.fuzz.pages import full_line, open_at, visit


@pytest.fixture(scope="module", autouse=True)
def nobody_gets_a_model():
    with full_line():
        yield


@pytest.mark.parametrize("slug", inputs.CHAPTERS, ids=lambda slug: slug or "home")
@settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True, database=None)
@given(data=st.data())
def test_no_address_and_no_widget_value_breaks_a_chapter(slug, data):
    address = data.draw(inputs.addresses(slug), label="address")
    app = visit(slug, address, data)
    assert not app.exception
    assert app.title or not slug


@pytest.mark.parametrize(("slug", "name"), [("gan", "face"), ("writing", "seed"), ("text-to-image", "steps")])
@pytest.mark.parametrize("raw", ["1e309", "-inf", "Infinity"])
def test_a_number_without_end_is_named_and_the_default_used(slug, name, raw):
    app = open_at(slug, {name: raw})
    assert not app.exception
    assert any(f"{name} is" in warning.value and "instead." in warning.value for warning in app.warning)


def test_two_quick_clicks_that_reach_one_run_open_one_dialog():
    app = open_at("next-token", {})
    app.button(key="_download_next-token").click()
    app.button(key="_card_next-token").click().run()
    assert not app.exception
    assert any("SmolLM2" in text.value for text in app.markdown)
