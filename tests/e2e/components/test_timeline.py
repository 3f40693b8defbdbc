"""The timeline in a browser: order, cards, links."""

from tests.e2e.components.common import expect_told, focused


def test_events_stand_in_the_order_of_time_and_long_gaps_are_named(visit):
    page = visit("years")
    names = page.get_by_role("button").evaluate_all("all => all.map(e => e.getAttribute('aria-label'))")
    assert [name.split(",")[0] for name in names if name[:2] in ("19", "20")] == [
        "1950",
        "2014",
        "2014",
        "2017",
        "2020",
    ]
    assert page.locator(".skipped").all_text_contents() == ["⋯ 63 years"]


def test_an_event_opens_its_card_and_escape_closes_it(visit):
    page = visit("years")
    page.get_by_role("button", name="2017, Transformer").click()
    card = page.get_by_role("region", name="Transformer")
    assert "Two sentences <b>say</b>" in card.text_content()
    assert card.get_by_role("link", name="Source").get_attribute("href") == "https://example.org/paper"
    page.keyboard.press("Escape")
    assert card.is_hidden()
    assert focused(page) == "TTransformer"


def test_an_open_card_follows_the_arrow_keys(visit):
    page = visit("years")
    page.get_by_role("button", name="1950").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowRight")
    assert page.get_by_role("region").text_content().startswith("Attention")
    page.keyboard.press("ArrowDown")
    assert page.get_by_role("region").text_content().startswith("GAN")


def test_the_chapters_link_tells_the_page_without_leaving_it(visit):
    page = visit("years")
    page.get_by_role("button", name="2017, Transformer").click()
    page.get_by_role("link", name="Open the chapter").click()
    expect_told(page, "returned /attention; told ['/attention']")
    page.get_by_role("button", name="1950, Turing test").click()
    assert page.get_by_role("link", name="Open the chapter").count() == 0


def test_a_map_of_the_years_shows_which_are_in_sight_and_leads_to_others(visit):
    page = visit("years")
    page.set_viewport_size({"width": 390, "height": 800})
    assert page.locator(".bars i").count() == 2020 - 1950 + 1, "one bar a year"
    heights = page.locator(".bars i").evaluate_all("all => all.map(e => e.style.getPropertyValue('--height'))")
    assert {1950 + i: h for i, h in enumerate(heights) if h != "0"} == {
        1950: "0.5",
        2014: "1",
        2017: "0.5",
        2020: "0.5",
    }
    scrolled = (
        "document.querySelector('[data-testid=stBidiComponentIsolated]').shadowRoot.querySelector('.scroll').scrollLeft"
    )
    before = page.evaluate(scrolled)
    page.locator(".bars i").last.click()
    page.wait_for_function(f"{scrolled} > {before} + 50")
    assert page.locator(".frame.before").count() == 1, "an arrow where it goes on"
