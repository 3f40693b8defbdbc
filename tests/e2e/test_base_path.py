"""The app under a path of its host, in a browser."""

import re

from playwright.sync_api import expect

from tests.e2e.gestures import copied_link
from tests.serving import server


def test_chapters_open_and_their_links_stay_under_the_base(open_page):
    with server(base="school/live") as (root, _):
        page = open_page(f"{root}/school/live/gan", permissions=["clipboard-read", "clipboard-write"])
        title = page.locator("[data-testid=stMain] h1")
        expect(title).to_have_text("GAN")
        assert copied_link(page).path == "/school/live/gan"
        page.locator("[data-testid=stSidebar] a", has_text="Home").click()
        page.wait_for_url(re.compile("/school/live/?$"))
        follow = page.locator("a.follow").first
        expect(follow).to_have_attribute("href", re.compile("^/school/live/[a-z-]+$"))
