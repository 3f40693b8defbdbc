"""Every language says what the English source says: interface, lessons and Home, with the same numbers and links."""

import ast
import gettext
import json
import re
import string
import tomllib
from collections import Counter

import pytest

from pages.basics import language
from pages.basics.language import ASSETS, DEFAULT
from pages.frame import lesson, registry

ROOT = ASSETS.parent
LANGUAGES = [lang for lang in language.available() if lang != DEFAULT]
CHAPTERS = [chapter.slug for chapter in registry.written()]
LESSONS = sorted(path.stem for path in (ASSETS / "lessons" / DEFAULT).glob("*.md"))
SOURCES = sorted([*ROOT.glob("pages/**/*.py"), *ROOT.glob("models/**/*.py")])
PLACE = re.compile(r"(\\val\{[^{}]*\}|(?<![\\^_}a-z])\{[a-z][a-z0-9_]*(?::[^{}|]*)?)(?:\|[^{}]*)?\}?")
OPTION = re.compile(r"^- ([a-z_]+): ", re.MULTILINE)
LINK = re.compile(r"\]\(([^)]*)\)")


def calls(tree):
    return (n for n in ast.walk(tree) if isinstance(n, ast.Call) and getattr(n.func, "id", "") in ("_", "N_"))


def messages():
    """Every text that the source marks for translation, also inside f-strings, and the names in the samples."""
    found = {
        call.args[0].value
        for path in SOURCES
        for call in calls(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call.args[0], ast.Constant)
    }
    samples = json.loads((ASSETS / "samples" / "languages.json").read_text(encoding="utf-8"))["samples"]
    return found | {sample[name] for sample in samples for name in ("language", "script")}


def catalogue(lang):
    """Message → translation, from the text file: the lines of each entry are Python's literals too."""
    text = (ASSETS / "locale" / lang / "LC_MESSAGES" / "messages.po").read_text(encoding="utf-8")
    quoted = r'((?:\s*"(?:[^"\\]|\\.)*")+)'
    entries = re.findall(rf"^msgid{quoted}\nmsgstr{quoted}$", text, re.MULTILINE)
    assert len(entries) == len(re.findall(r"^msgid ", text, re.MULTILINE)), "an entry is written otherwise"
    return {ast.literal_eval(f"({message})"): ast.literal_eval(f"({said})") for message, said in entries}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_message_of_the_source_is_translated(lang):
    said = catalogue(lang)
    assert sorted(message for message in messages() if message and not said.get(message)) == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_translation_fills_the_same_values_as_its_message(lang):
    def names(text):
        return {name for _text, name, _spec, _conversion in string.Formatter().parse(text) if name}

    assert [m for m, said in catalogue(lang).items() if m and names(m) != names(said)] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_compiled_catalogue_is_that_of_the_text_file(lang):
    text = catalogue(lang)
    folder = ASSETS / "locale"
    compiled = gettext.translation("messages", folder, [lang])
    assert {m: compiled.gettext(m) for m in text if m} == {m: said for m, said in text.items() if m}


def test_no_text_is_translated_at_import_when_there_is_no_visitor_yet():
    for path in ROOT.glob("pages/**/*.py"):
        if path.name in ("page.py", "front.py"):
            continue  # Streamlit runs them anew for every visitor
        tree = ast.parse(path.read_text(encoding="utf-8"))
        inside = {id(n) for f in ast.walk(tree) if isinstance(f, ast.FunctionDef | ast.Lambda) for n in ast.walk(f)}
        early = [c.lineno for c in calls(tree) if c.func.id == "_" and id(c) not in inside]
        assert not early, f"{path.name} line {early}: the first visitor's language would stay for all"


def addresses(section):
    """Links of a section. A plain link opens a new visit, so it must name the language."""
    return Counter(link.replace("lang=de&", "").replace("?lang=de", "") for link in LINK.findall(section))


@pytest.mark.parametrize("slug", LESSONS)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_lesson_has_the_sections_values_options_and_links_of_the_english_one(lang, slug):
    english, other = lesson.sections(slug), lesson.sections(slug, lang)
    assert (ASSETS / "lessons" / lang / f"{slug}.md").exists()
    assert english.keys() == other.keys()
    for name, text in english.items():
        assert other[name] != text, f"{name} is not translated"
        assert Counter(PLACE.findall(other[name])) == Counter(PLACE.findall(text)), name
        assert addresses(other[name]) == addresses(text), name
        assert OPTION.findall(other[name]) == OPTION.findall(text), name
        plain = [link for link in LINK.findall(other[name]) if link.startswith("/")]
        assert all(f"?lang={lang}" in link for link in plain), name


@pytest.mark.parametrize("slug", LESSONS)
@pytest.mark.parametrize("lang", language.available())
def test_values_outside_formulas_and_code_are_written_without_val_which_would_be_read_as_it_stands(lang, slug):
    for name, text in lesson.sections(slug, lang).items():
        outside = re.sub(r"\$\$.*?\$\$|\$[^$\n]+\$|```.*?```", "", text, flags=re.DOTALL)
        assert "\\val" not in outside, name


@pytest.mark.parametrize("name", ["events", "families", "applications", "questions"])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_home_has_the_same_records_with_the_same_links(lang, name):
    same = ("year", "family", "chapter", "link", "key", "icon", "sets")
    english, other = (
        tomllib.loads((ASSETS / "home" / tag / f"{name}.toml").read_text(encoding="utf-8"))[name]
        for tag in (DEFAULT, lang)
    )
    assert [{k: r[k] for k in same if k in r} for r in english] == [{k: r[k] for k in same if k in r} for r in other]
    assert [r.keys() for r in english] == [r.keys() for r in other]


def shown(app):
    """Every text and label on the page that Streamlit itself draws."""
    texts = [e.value for k in (app.markdown, app.warning, app.info, app.title, app.header, app.subheader) for e in k]
    kinds = (app.button, app.toggle, app.slider, app.text_area, app.text_input, app.number_input, app.selectbox)
    texts += [text for kind in kinds for e in kind for text in (e.label, getattr(e, "help", ""))]
    texts += [e.label for kind in (app.expander, app.tabs, app.metric) for e in kind]
    return [str(text) for text in texts if text]


VIEWS = [
    *(("home", {}), *((slug, {}) for slug in CHAPTERS)),
    *(("tokens", {"show": view, "depth": "deep"}) for view in ("languages", "training")),
    *(("writing", {"panel": panel, "depth": "deep"}) for panel in ("race", "surprise", "cache")),
    ("next-token", {"draws": "true", "depth": "deep"}),
    ("attention", {"off": "3.2", "depth": "deep"}),
]


@pytest.mark.parametrize(("slug", "view"), VIEWS, ids=[" ".join([slug, *view.values()]) for slug, view in VIEWS])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_english_of_the_interface_is_left_on_a_page(visit, lang, slug, view):
    app = visit(slug, lang=lang, **view)
    assert not app.exception
    page = "\n".join(shown(app))
    said = catalogue(lang)
    phrases = [m for m in said if len(m.split()) > 2 and "{" not in m and said[m] != m]
    assert [m for m in phrases if m in page] == []
    if slug != "home":
        assert app.title[0].value == said[registry.chapter(slug).title]
        assert said["Change one thing"] in [header.value for header in app.header]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_language_survives_a_link_to_another_page_and_stands_in_its_address(visit, lang):
    app = visit("next-token", lang=lang)
    app.query_params.clear()
    app.switch_page("chapters/attention/page.py").run()
    assert app.title[0].value == catalogue(lang)["Attention"]
    assert app.query_params["lang"] in (lang, [lang])


def test_a_teachers_link_works_in_german_too(visit, words):
    app = visit("next-token", lang="de", lock="prompt", hide="temperature", question="Warum?")
    assert not app.exception
    assert next(area for area in app.text_area if area.key == "prompt").disabled
    assert not [slider for slider in app.slider if slider.key == "temperature"]
    assert "Deine Lehrkraft fragt:" in words(app)


def test_what_an_address_says_wrongly_is_named_in_german(visit):
    app = visit("next-token", lang="de", temperature="1e9")
    assert any("Stattdessen gilt der Standardwert" in warning.value for warning in app.warning)


def test_german_has_a_narrow_space_where_english_has_a_comma_between_thousands(visit, words):
    assert "49,152" in words(visit("next-token"))
    german = words(visit("next-token", lang="de"))
    assert "49\u202f152" in german and "49,152" not in german
