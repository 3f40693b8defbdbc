"""A chapter's prose: assets/lessons/<lang>/<chapter>.md in named sections, filled with this run's numbers.

Sections start with `## name`: hook, predict, run, try, explain, deep, misconception, transfer, sources (design: the
chapter recipe). In **predict** each line `- key: label` is an option, and the lines after a `---` are the reveal.
In **try** each line `- [label](try:temperature=0.2&top_k=0) what to look for` is an experiment whose button sets
the controls. Text in other languages falls back to English where a section is missing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from models.engine.errors import InvalidRequest
from pages.basics.language import ASSETS, DEFAULT, _, current
from pages.basics.words import fill
from pages.figures.components.live_region import spoken
from pages.frame import controls, ending, headings, progress, rows, teacher

SECTIONS = ("hook", "predict", "run", "try", "explain", "deep", "misconception", "transfer", "sources", "seen")
_TRY = re.compile(r"^- \[([^\]]+)\]\(try:([^)]*)\)\s*(.*)$")
_OPTION = re.compile(r"^- ([a-z_]+): (.+)$")


@dataclass(frozen=True)
class Experiment:
    label: str
    sets: tuple[tuple[str, Any], ...]  # control name, value
    look: str  # what to look for


@cache
def _sections(path: Path) -> dict[str, str]:
    parts = re.split(r"^## +(\S+) *$", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return {name: body.strip() for name, body in zip(parts[1::2], parts[2::2], strict=True)}


def sections(slug: str, lang: str = DEFAULT) -> dict[str, str]:
    """Section name → Markdown, in English if the language lacks it."""
    english = _sections(ASSETS / "lessons" / DEFAULT / f"{slug}.md")
    other = ASSETS / "lessons" / lang / f"{slug}.md"
    return {**english, **_sections(other)} if lang != DEFAULT and other.exists() else english


@cache
def experiments(section: str, slug: str = "") -> list[Experiment]:
    """The experiments in a chapter's **try** section. Raises InvalidRequest for a value outside a control's limits."""
    return [_experiment(match, slug) for match in _lines(section)]


@cache
def possible(section: str, slug: str) -> list[Experiment]:
    """Those the host allows: its model may have fewer layers, and its limits may be lower."""
    allowed = []
    for match in _lines(section):
        with suppress(InvalidRequest):
            allowed.append(_experiment(match, slug))
    return allowed


def _lines(section: str) -> list[re.Match[str]]:
    return [match for line in section.splitlines() if (match := _TRY.match(line))]


def _experiment(match: re.Match[str], slug: str) -> Experiment:
    pairs = parse_qsl(match[2], keep_blank_values=True)
    sets = tuple((name, rows.of(name, slug).parse(raw) if rows.has(name, slug) else raw) for name, raw in pairs)
    return Experiment(match[1], sets, match[3])


@dataclass(frozen=True)
class Lesson:
    slug: str
    text: Mapping[str, str]
    places: Mapping[str, DeltaGenerator] = field(default_factory=dict)

    def beside(self, places: Mapping[str, DeltaGenerator]) -> Lesson:
        """The same lesson with sections that are drawn in containers of their own, section → container."""
        return replace(self, places=places)

    def part(self, section: str) -> AbstractContextManager[object]:
        """Where a section is drawn: in its container, if it has one, or else here."""
        return self.places.get(section) or nullcontext()

    def hook(self, **values: Any) -> None:
        """The question that the page answers, in larger type."""
        st.markdown(fill(self.text["hook"], values))

    def say(self, section: str, **values: Any) -> None:
        """One section, filled with values. The result of a run is announced to screen readers."""
        if section != "run":
            st.markdown(fill(self.text[section], values))
            return
        with self.part("run"):
            headings.unseen(_("What you see"), "run")
            with spoken("run"):
                st.markdown(fill(self.text[section], values))

    def predict(self, answer: str | Callable[[], tuple[str, Mapping[str, Any]]], **values: Any) -> None:
        """Asks before the change is made; `answer` is the key of the option that this run's own numbers confirm. If
        that takes a run of its own, it is a function, called once there is a guess: key, and values for the reveal."""
        question, options, reveal = _prediction(self.text["predict"])
        with st.container(border=True, key=f"predict-{self.slug}"):
            st.header(_("Predict"), anchor=False)
            st.markdown(fill(question, values))
            if st.session_state.get(f"_guess_{self.slug}") not in options:  # of a record that somebody has changed
                st.session_state.pop(f"_guess_{self.slug}", None)
            guess = st.pills(
                _("Your guess"),
                list(options),
                format_func=lambda k: options[k],
                key=f"_guess_{self.slug}",
                persist_state="session",
            )
            if guess is not None:
                key, more = (answer, {}) if isinstance(answer, str) else answer()
                self._score(guess, key)
                right = guess == key
                verdict = _("Yes.") if right else _("Good to know.") if guess == "not_sure" else _("Not this time.")
                with spoken("answer"):
                    st.markdown(f"**{verdict}** {fill(reveal, {**values, **more, 'answer': options[key]})}")

    @property
    def guessed(self) -> bool:
        """Whether the visitor has answered the prediction: until then nothing else on the page gives its answer."""
        return st.session_state.get(f"_guess_{self.slug}") is not None

    @property
    def experimented(self) -> bool:
        """Whether one of the chapter's experiments was begun in this visit."""
        return self.slug in _begun()

    def _score(self, guess: str, answer: str) -> None:
        """Only the first guess of a chapter counts, and "not sure" counts as no guess. The sidebar, which is drawn
        before the page, says it at once."""
        if progress.guessed(self.slug, guess, None if guess == "not_sure" else guess == answer):
            st.rerun()

    def experiments(self, **values: Any) -> None:
        """Three changes of one thing each, as buttons that set the controls."""
        with self.part("try"):
            self._experiments(values)

    def _experiments(self, values: Mapping[str, Any]) -> None:
        st.header(_("Try it"), anchor=False)
        for i, experiment in enumerate(possible(self.text["try"], self.slug)):
            with st.container(horizontal=True, vertical_alignment="center", key=f"try-{self.slug}-{i}"):
                st.button(
                    experiment.label,
                    key=f"_try_{self.slug}_{i}",
                    icon=":material/science:",
                    on_click=_try,
                    args=(self.slug, experiment),
                    disabled=any(name in teacher.fixed() for name, _value in experiment.sets),
                )
                st.markdown(fill(experiment.look, values))

    def rest(self, deep: bool, whole: bool = True, **values: Any) -> None:
        """Everything after the figure's first sentences: try, explain, deep, misconception, transfer, sources, and the
        end of the chapter. whole: whether the run was, so that the end may say what was seen."""
        self.change_and_why(**values)
        self.below(deep, whole, **values)

    def change_and_why(self, **values: Any) -> None:
        """The steps after the prediction: the experiments, and why it changed. A figure that is redrawn alone redraws
        these with it, as they are in its columns."""
        self.experiments(**values)
        with self.part("explain"):
            st.header(_("What is going on"), anchor=False)
            self.say("explain", **values)

    def below(self, deep: bool, whole: bool = True, **values: Any) -> None:
        """What is below the columns of figure and steps, to the end of the chapter."""
        with st.expander(_("In depth: the formula with these numbers"), icon=":material/functions:", expanded=deep):
            if r"\under{" in self.text["deep"]:
                st.markdown(f":small[{_('In blue, under the symbols: the numbers of this run.')}]")
            self.say("deep", **values)
        left, right = st.columns(2, gap="large")
        with left:
            st.header(_("Common misconception"), anchor=False)
            self.say("misconception", **values)
        with right:
            st.header(_("Where else you meet it"), anchor=False)
            self.say("transfer", **values)
        with st.expander(_("Sources"), icon=":material/menu_book:"):
            self.say("sources", **values)
        ending.draw(self.slug, fill(self.text["seen"], values) if whole else "")


def _try(slug: str, experiment: Experiment) -> None:
    """Sets the controls, and brings into view what they change."""
    progress.experimented(slug)
    controls.put(**dict(experiment.sets))
    _begun().append(slug)


def _begun() -> list[str]:
    """The chapters of the experiments that were begun in this visit, one after the other."""
    begun: list[str] = st.session_state.setdefault("_begun", [])
    return begun


def tried() -> int:
    """How many experiments were begun in this visit."""
    return len(_begun())


def _prediction(section: str) -> tuple[str, dict[str, str], str]:
    """Question, option key → label, and reveal of a **predict** section."""
    question, reveal = section.split("\n---\n", 1)
    options = {m[1]: m[2] for line in question.splitlines() if (m := _OPTION.match(line))}
    question = "\n".join(line for line in question.splitlines() if not _OPTION.match(line)).strip()
    return question, options, reveal.strip()


def open(slug: str) -> Lesson:
    """The lesson of a chapter in the visitor's language."""
    return Lesson(slug, sections(slug, current()))
