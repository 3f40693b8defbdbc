"""Back and Forward show what was there: text, settings and tabs, on every chapter, one entry for each act."""

import re
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from playwright.sync_api import expect

MAIN = "[data-testid=stMain]"
QUIET = """() => {
    const app = document.querySelector('[data-testid=stApp]');
    const now = `${location.href} ${app && app.dataset.testScriptState}`;
    if (now !== window.seen || !now.endsWith('notRunning')) [window.seen, window.since] = [now, Date.now()];
    return Date.now() - window.since > 700;
}"""


def address(page):
    """Path and parts, once the page has run and the address has come to rest."""
    page.evaluate("window.seen = ''")
    page.wait_for_function(QUIET)
    parts = urlsplit(page.url)
    return parts.path, {name: values[0] for name, values in parse_qs(parts.query).items()}


def come(visitor, app, slug, **link):
    """A chapter opened by a link, after Home."""
    page = visitor("/")
    page.goto(f"{app}/{slug}?{urlencode(link)}")
    page.locator(f"{MAIN} h1").wait_for()
    assert address(page) == (f"/{slug}", link)
    return page


def follow(page, title):
    page.locator("[data-testid=stSidebarNavLink]", has_text=re.compile(f"^.*{title}( ✓)?$")).click()
    page.locator(f"{MAIN} h1", has_text=re.compile(f"^{title}$")).wait_for()


def field(page, name):
    return page.locator(f".st-key-{name}").locator("textarea, input").first


def type_in(page, name, text):
    box = field(page, name)
    if box.get_attribute("type") == "range":  # a slider tells where it is when a key is let go
        box.fill(str(int(text) - 1))
        box.press("ArrowRight")
        return
    box.fill(text)
    box.press("Control+Enter")


# Each chapter: what makes its run short, and a field, what is typed there, and how the address writes it.
TYPED = {
    "tokens": ({}, "sentence", "Ein Satz"),
    "next-token": ({}, "prompt", "Paris is"),
    "writing": ({"tokens": "4"}, "prompt", "Paris is"),
    "attention": ({}, "prompt", "Paris is"),
    "latent-space": ({}, "first", "7"),
    "gan": ({"turns": "2DG"}, "face", "7"),
    "diffusion": ({"steps": "2"}, "seed", "7"),
    "text-to-image": ({"steps": "2"}, "prompt", "a man with a hat"),
    "families": ({"count": "2", "steps": "2"}, "seed", "7"),
}
# Each chapter, what its first experiment sets.
EXPERIMENTS = {
    "tokens": {"sentence": "THE CAT UNBELIEVABLY ATE 2026 STRAWBERRIES 🍓"},
    "next-token": {"temperature": "0.2"},
    "writing": {"method": "greedy"},
    "attention": {"off": "0.*"},
    "latent-space": {"sunglasses": "1.5"},
    "gan": {"turns": "900DG", "g_rate": "0.01", "r1": "0.0"},
    "diffusion": {"at": "1", "steps": None},
    "text-to-image": {"guidance": "0.0"},
    "families": {"psi": "0.3", "look": "variety", "steps": None},
}


@pytest.mark.parametrize("slug", TYPED)
def test_back_shows_what_was_typed_and_undoes_an_experiment_in_one_step(visitor, app, slug):
    """A text, an experiment, another chapter: all the way back, and forward once."""
    quick, name, text = TYPED[slug]
    link = quick | ({"mesh": "true"} if slug == "gan" else {})
    page = come(visitor, app, slug, **link)
    type_in(page, name, text)
    page.wait_for_url(re.compile(f"{name}="))
    typed = {**link, name: text}
    assert address(page) == (f"/{slug}", typed)
    page.locator(f".st-key-try-{slug}-0 button").click()
    page.wait_for_function("before => location.href !== before", arg=page.url)
    path, changed = address(page)
    sets = EXPERIMENTS[slug]
    assert path == f"/{slug}" and {name: changed.get(name) for name in sets} == sets
    follow(page, "Tokens" if slug != "tokens" else "Latent space")
    path, there = address(page)
    assert name not in there, "what means nothing there, or stands there by itself, is not in its address"
    for move, expected in (
        (page.go_back, (f"/{slug}", changed)),
        (page.go_forward, (path, there)),
        (page.go_back, (f"/{slug}", changed)),
        (page.go_back, (f"/{slug}", typed)),
    ):
        move()
        assert address(page) == expected
    expect(field(page, name)).to_have_value(text)
    page.go_back()
    assert address(page) == ("/", {})


def test_back_and_forward_show_a_linked_text_and_an_experiment(visitor, app):
    link = {"prompt": "Paris is"}
    page = come(visitor, app, "next-token", **link)
    page.locator(".st-key-try-next-token-0 button").click()
    page.wait_for_function("before => location.href !== before", arg=page.url)
    changed = address(page)
    for move, expected in (
        (page.go_back, ("/next-token", link)),
        (page.go_forward, changed),
        (page.go_back, ("/next-token", link)),
    ):
        move()
        assert address(page) == expected
        expect(field(page, "prompt")).to_have_value("Paris is")


def test_a_text_comes_along_to_the_next_chapter_in_one_entry(visitor, app):
    page = come(visitor, app, "next-token")
    type_in(page, "prompt", "Paris is")
    page.wait_for_url(re.compile("prompt="))
    follow(page, "Writing")
    assert address(page) == ("/writing", {"prompt": "Paris is"})
    expect(field(page, "prompt")).to_have_value("Paris is")
    page.go_back()
    assert address(page) == ("/next-token", {"prompt": "Paris is"})
    expect(field(page, "prompt")).to_have_value("Paris is")
    page.go_forward()
    assert address(page) == ("/writing", {"prompt": "Paris is"})
    expect(field(page, "prompt")).to_have_value("Paris is")


def test_a_chosen_word_a_tab_and_the_depth_go_back_and_forward(visitor, app):
    page = come(visitor, app, "writing", tokens="4")
    page.get_by_role("radio", name="Greedy").click()
    page.wait_for_url(re.compile("method=greedy"))
    page.get_by_role("tab", name="Rate a text").click()
    page.wait_for_url(re.compile("panel=surprise"))
    page.get_by_role("radio", name="In depth").click()
    page.wait_for_url(re.compile("depth=deep"))
    steps = [{"tokens": "4"}, {"tokens": "4", "method": "greedy"}]
    steps.append({**steps[1], "panel": "surprise"})
    steps.append({**steps[2], "depth": "deep"})
    moves = [page.go_back] * 3 + [page.go_forward] * 3
    for parts, move in zip((*steps[::-1], *steps[1:]), [*moves, None], strict=True):
        assert address(page) == ("/writing", parts)
        expect(page.get_by_role("radio", name="Greedy" if "method" in parts else "Sampling")).to_be_checked()
        tab = page.get_by_role("tab", name="Rate a text" if "panel" in parts else "The tree")
        expect(tab).to_have_attribute("aria-selected", "true")
        if move:
            move()
