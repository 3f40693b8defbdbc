"""Nothing that an address or a widget says breaks a page. `python -m tests.fuzz` tries thousands."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fuzz import inputs
from tests.fuzz.pages import full_line, visit


@pytest.fixture(scope="module", autouse=True)
def nobody_gets_a_model():
    with full_line():
        yield


@pytest.mark.parametrize("slug", inputs.CHAPTERS, ids=lambda slug: slug or "home")
@settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True, database=None)
@given(data=st.data())
def test_no_address_and_no_widget_value_breaks_a_chapter(slug, data):
    address = data.draw(inputs.addresses(slug), label="address")
    visit(slug, address, data)
