"""What the timeline refuses: links that are not its own, lanes that are not there."""

import pytest

from pages.figures.components.timeline import Event, Lane, timeline

LANES = [Lane(id="text", label="Text", letter="T", colour="blue")]
GOOD = {
    "year": 2017,
    "lane": "text",
    "title": "Transformer",
    "text": "It came.",
    "source": "A paper",
    "source_url": "https://example.org",
}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"source_url": "javascript:alert(1)"}, "no https address"),
        ({"source_url": "http://example.org"}, "no https address"),
        ({"page": "https://example.org", "page_label": "Open"}, "page of this app"),
        ({"page": "//example.org", "page_label": "Open"}, "page of this app"),
        ({"page": "/attention"}, "page of this app"),
        ({"lane": "sound"}, "lane that is not there"),
    ],
)
def test_an_event_with_a_bad_address_or_lane_is_refused(change, message):
    with pytest.raises(ValueError, match=message):
        timeline([Event(**(GOOD | change))], LANES, key="k", label="l")
