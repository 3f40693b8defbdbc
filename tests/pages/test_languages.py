"""Every language says what the English source says: interface, lessons and Home, with the same numbers and links."""

import ast
import io
import json
import re
import string
import tomllib
from collections import Counter, defaultdict
from functools import cache
from typing import NamedTuple

import pytest
from babel.messages.pofile import read_po

from pages.basics import language
from pages.basics.language import ASSETS, DEFAULT
from pages.frame import lesson, registry

ROOT = ASSETS.parent
LANGUAGES = [lang for lang in language.available() if lang != DEFAULT]
CHAPTERS = [chapter.slug for chapter in registry.written()]
LESSONS = sorted(path.stem for path in (ASSETS / "lessons" / DEFAULT).glob("*.md"))
SOURCES = sorted([*ROOT.glob("pages/**/*.py"), *ROOT.glob("models/**/*.py")])
QUOTED = r'(?:\s*"(?:[^"\\\n]|\\.)*")+'
ENTRY = re.compile(rf"(?:^#.*\n)*^msgid(?P<message>{QUOTED})\nmsgstr(?P<said>{QUOTED})$", re.MULTILINE)
FORMS = re.compile(r"(?<![\\^_}a-z])\{[a-z][a-z0-9_]*(?::[^{}|]*)?((?:\|[^{}|]*)+)\}")
PLACE = re.compile(r"(\\val\{[^{}]*\}|(?<![\\^_}a-z])\{[a-z][a-z0-9_]*(?::[^{}|]*)?)(?:\|[^{}]*)?\}?")
OPTION = re.compile(r"^- ([a-z_]+): ", re.MULTILINE)
LINK = re.compile(r"\]\(([^)]*)\)")


def calls(tree):
    return (n for n in ast.walk(tree) if isinstance(n, ast.Call) and getattr(n.func, "id", "") in ("_", "N_"))


def home(path):
    """The catalogue of a source file: its chapter's, or the common one."""
    chapter = re.match(r"pages/chapters/(\w+)/", path.relative_to(ROOT).as_posix())
    return f"{chapter[1].replace('_', '-')}.po" if chapter else "common.po"


@cache
def marked():
    """Every text that the source marks for translation, also inside f-strings, with the places where it does; and the
    names in the samples, which the chapter on tokens translates."""
    found = defaultdict(list)
    for path in SOURCES:
        for call in calls(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(call.args[0], ast.Constant) and call.args[0].value:
                found[call.args[0].value].append((home(path), f"{path.relative_to(ROOT)}:{call.lineno}"))
    samples = json.loads((ASSETS / "samples" / "languages.json").read_text(encoding="utf-8"))["samples"]
    for name in (sample[key] for sample in samples for key in ("language", "script")):
        found[name].append(("tokens.po", "assets/samples/languages.json"))
    return found


@cache
def wanted():
    """Message → the catalogue where it belongs: that of the only chapter which says it, else the common one."""
    homes = {message: {file for file, _place in places} for message, places in marked().items()}
    return {message: min(found) if len(found) == 1 else "common.po" for message, found in homes.items()}


class Entry(NamedTuple):
    file: str
    place: str  # path:line
    message: str
    said: str


def files(lang):
    return sorted((ASSETS / "locale" / lang).glob("*.po"))


@cache
def entries(lang):
    """What the catalogues of a language say, read without a library: each quoted line is Python's literal, too."""
    found = []
    for path in files(lang):
        text = path.read_text(encoding="utf-8")
        for entry in ENTRY.finditer(text):
            line = text.count("\n", 0, entry.start("message")) + 1
            message, said = (ast.literal_eval(f"({entry[part]})") for part in ("message", "said"))
            if message:  # not the head
                found.append(Entry(path.name, f"{path.relative_to(ROOT)}:{line}", message, said))
    return found


def catalogue(lang):
    return {entry.message: entry.said for entry in entries(lang)}


def po(text):
    """As a catalogue writes it."""
    return json.dumps(text, ensure_ascii=False)


def listed(problems):
    """One problem a line; "" if there is none."""
    return "\n".join(problems)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_catalogue_can_be_read(lang):
    for path in files(lang):
        left = ENTRY.sub("", path.read_text(encoding="utf-8")).strip()
        assert not left, f"{path.relative_to(ROOT)}: these lines are no entry:\n{left[:300]}"
        with path.open("rb") as lines:
            read_po(lines, abort_invalid=True)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_message_of_the_source_is_translated_in_the_catalogue_where_it_belongs(lang):
    said, there = language._catalogue(lang).said, {(entry.message, entry.file) for entry in entries(lang)}
    assert not listed(
        f"assets/locale/{lang}/{file} wants msgid {po(message)} ({marked()[message][0][1]})"
        for message, file in sorted(wanted().items(), key=lambda item: item[::-1])
        if message not in said or (message, file) not in there
    )


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_catalogue_has_a_message_that_nobody_uses_or_that_belongs_elsewhere_or_stands_there_twice(lang):
    seen, problems = set(), []
    for file, place, message, _said in entries(lang):
        if (right := wanted().get(message)) is None:
            problems.append(f"{place}: nothing in the source says {po(message)}")
        elif right != file:
            problems.append(f"{place}: belongs to {right}: {po(message)}")
        elif (file, message) in seen:
            problems.append(f"{place}: stands in this file twice: {po(message)}")
        seen.add((file, message))
    assert not listed(problems)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_app_says_what_the_catalogues_say(lang):
    assert language._catalogue(lang).said == catalogue(lang)


def test_catalogues_are_text_files_side_by_side():
    inside = [path for path in (ASSETS / "locale").rglob("*") if path.is_file()]
    assert not listed(
        f"{path.relative_to(ROOT)}" for path in inside if path.suffix != ".po" or path.parent.parent.name != "locale"
    )


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_translation_fills_the_same_values_as_its_message(lang):
    def names(text):
        return {name.split("|")[0] for _text, name, _spec, _conversion in string.Formatter().parse(text) if name}

    assert not listed(
        f"{place}: {po(message)} has {sorted(names(message))}, its translation {sorted(names(said))}"
        for _file, place, message, said in entries(lang)
        if names(message) != names(said)
    )


def number_of_forms(lang):
    """Of a word behind a number, from the head of the common catalogue."""
    if lang == DEFAULT:
        return 2
    path = ASSETS / "locale" / lang / "common.po"
    head = re.search(r'"Plural-Forms: nplurals=(\d+); plural=.+;\\n"', path.read_text(encoding="utf-8"))
    assert head, f"{path.relative_to(ROOT)} wants a line Plural-Forms in its head"
    return int(head[1])


@pytest.mark.parametrize("lang", language.available())
def test_a_languages_rule_has_a_form_for_every_number(lang):
    rule = language._catalogue(lang)
    assert rule.forms == number_of_forms(lang)
    assert {rule.form(n) for n in range(1001)} <= set(range(rule.forms))


@pytest.mark.parametrize("lang", language.available())
def test_a_word_behind_a_number_has_as_many_forms_as_its_language(lang):
    """`{n:,|token|tokens}` in English."""
    said = [(path.relative_to(ROOT), path.read_text("utf-8")) for path in (ASSETS / "lessons" / lang).glob("*.md")]
    if lang == DEFAULT:
        said += [(places[0][1], message) for message, places in marked().items()]
    else:
        said += [(place, translation) for _file, place, _message, translation in entries(lang)]
    assert not listed(
        f"{place}: {word[0]} has {word[1].count('|')} forms, the language has {number_of_forms(lang)}"
        for place, text in said
        for word in FORMS.finditer(text)
        if word[1].count("|") != number_of_forms(lang)
    )


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
        assert said["Try it"] in [header.value for header in app.header]


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
    assert any("Stattdessen gilt" in warning.value for warning in app.warning)


def test_german_prose_has_no_decimal_point_and_no_blank_between_thousands():
    kept = (
        r"\]\([^)]*\)|`[^`]*`|\{[^}]*\}|https?://\S+|arXiv:\S+|doi:\S+|Unicode [\d.]+|Llama 3\.1|"
        r"zum Beispiel 3\.2|\(\(0\.1.*?\)\)"
    )
    texts = [line for path in ASSETS.glob("lessons/de/*.md") for line in path.read_text("utf-8").splitlines()]
    texts += [
        str(m.string) for path in ASSETS.glob("locale/de/*.po") for m in read_po(io.BytesIO(path.read_bytes())) if m.id
    ]
    wrong = re.compile(
        r"(?<![\d.])(\d+\.(?!\d{3}(?!\d))|0\.)\d+(?![\d.]*\.\d)|\d[\u202f\u00a0 ]\d{3}(?!\d)|\d,\d{3},\d"
    )
    assert [text for text in texts if wrong.search(re.sub(kept, "", text))] == []


def test_german_numbers_have_german_signs(visit, words):
    english, german = visit("next-token"), visit("next-token", lang="de")
    assert "49,152" in words(english)
    assert "49.152" in words(german).replace("\\", "") and "49,152" not in words(german)
    assert not re.search(r"\d\\?\.\d+\W%", words(german)) and re.search(r"\d,\d+\W%", words(german))
