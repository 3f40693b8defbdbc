"""What holds for every component: accessible in both themes, readable and touchable on a phone."""

import numpy as np
import pytest

from pages.basics import words
from pages.figures.components.define import HERE
from tests.axe import violations

SHOWS = ["strip", "bars", "attention", "tree", "lanes", "points", "writing", "years"]
SHOWS += ["parts", "maps", "faces", "places", "texts", "heap", "cloud"]


@pytest.mark.parametrize("show", SHOWS)
def test_axe_finds_nothing_to_mend_in_either_theme(visit, show):
    page = visit(show, reduced_motion="reduce", color_scheme="light")
    for scheme, colour in [("light", "rgb(27, 36, 48)"), ("dark", "rgb(232, 236, 242)")]:
        page.emulate_media(color_scheme=scheme)
        page.wait_for_function(f"""() => [...document.querySelectorAll('*')].some((host) => host.shadowRoot
            && getComputedStyle(host.shadowRoot.querySelector('.component')).color === '{colour}')""")
        found = violations(page, ".stBidiComponent")
        assert [(v["id"], [n["html"] for n in v["nodes"]]) for v in found] == []


@pytest.mark.parametrize("show", SHOWS)
def test_a_phone_scrolls_no_page_sideways_and_reads_every_word(visit, show):
    page = visit(show, width=360)
    assert page.evaluate("(m => m.scrollWidth - m.clientWidth)(document.querySelector('[data-testid=stMain]'))") <= 0
    small = """() => [...document.querySelectorAll('*')].filter((host) => host.shadowRoot)
        .flatMap((host) => [...host.shadowRoot.querySelectorAll('.component *')])
        .filter((e) => [...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim()))
        .filter((e) => e.offsetParent && parseFloat(getComputedStyle(e).fontSize) < 11).map((e) => e.outerHTML)"""
    assert page.evaluate(small) == []


TARGETS = {
    "strip": ".chip",
    "bars": ".row",
    "attention": ".cell, .token, button",
    "tree": ".node",
    "lanes": "button, input, select",
    "points": "button, input, select",
    "cloud": "button, input, select",
    "writing": "button, input, select",
    "years": ".event",
    "texts": "button, input, select",
    "heap": "button, input, select",
    "parts": ".part",
    "maps": "button, input, select",
    "faces": ".pictures button",
}


@pytest.mark.parametrize(("show", "item"), TARGETS.items())
def test_targets_are_at_least_24_pixels_high_and_wide(visit, show, item):
    page = visit(show, width=360, reduced_motion="reduce")  # nothing is small while it arrives
    boxes = page.locator(item).evaluate_all("all => all.map(e => e.getBoundingClientRect().toJSON())")
    assert min(box["width"] for box in boxes) >= 24
    assert min(box["height"] for box in boxes) >= 24


def test_numbers_are_decoded_and_written_digit_for_digit_as_in_python(chrome):
    """All float16 numbers from 0 to 1, which are the shares of attention, and others at or near a tie."""
    near_ties = [
        0.0125,
        0.0375,
        0.0625,
        0.3125,
        0.00025,
        0.00015,
        0.0015,
        *np.random.default_rng(0).random(5000).tolist(),
    ]
    halves = np.arange(0x3C01, dtype=np.uint16).view(np.float16)
    module = (HERE / "shared.js").read_text("utf-8")
    page = chrome.new_page()
    decoded, written, ties = page.evaluate(
        """async ([script, bytes, ties]) => {
          const module = await import(URL.createObjectURL(new Blob([script], { type: "text/javascript" })));
          const numbers = [...module.halves(Uint8Array.from(bytes))];
          return [numbers, numbers.map(module.percent), ties.map(module.percent)];
        }""",
        [module, list(halves.tobytes()), near_ties],
    )
    page.close()
    assert decoded == halves.astype(float).tolist()
    assert written == [words.percent(float(share)) for share in halves]
    assert ties == [words.percent(p) for p in near_ties]


DELAYS = "all => all.map(e => e.getAnimations().map(a => a.effect.getComputedTiming().delay)).flat()"


@pytest.mark.parametrize(("show", "item"), [("strip", ".chip"), ("bars", ".row")])
def test_what_a_visitor_finds_comes_piece_by_piece_within_four_seconds_and_at_once_where_motion_is_unwanted(
    visit, show, item
):
    delays = visit(show).locator(item).evaluate_all(DELAYS)
    assert len(delays) >= 5 and delays == sorted(set(delays)) and delays[-1] < 4000
    assert visit(show, reduced_motion="reduce").locator(item).evaluate_all(DELAYS) == []
