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
