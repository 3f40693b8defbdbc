"""The frame of every chapter: title and hook, the first field, the figure with its downloads, and its three steps.

The order in the code is the order on a phone. On a wide screen the figure is on the right and stays in view, while the
steps Predict → Change → Why pass by on its left: the prediction, the controls and experiments, the explanation.

page = frame.open("diffusion")
with page.first:
    choice = controls.draw("steps", "seed")
with page.controls:
    choice |= controls.draw("scheduler")
with page.stage:
    trace = page.run(page.ask(Denoise, choice))
    page.figure(charts.film(...), key="film", alt="…")
    page.line(trace, table=lambda: {"step": […], "timestep": […]})
views = page.views("look")
page.words.rest(page.deep)
views.fill({"changes": lambda: changes.draw(page, trace), "plane": …})
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import plotly.graph_objects as go
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from models.engine import Step, Trace
from models.engine.errors import InvalidRequest
from models.engine.requests import Checked, Request
from models.engine.translation import N_
from models.prepared import prepared
from models.text.architecture import host_model, model_name, opened
from pages.basics import theme
from pages.basics.language import _
from pages.basics.words import escape, fill
from pages.figures.components.into_view import into_view
from pages.figures.components.stepper import ChapterStep, stepper
from pages.figures.components.top_bar import top_bar
from pages.frame import (
    address,
    app_shell,
    export,
    figure_table,
    headings,
    lesson,
    registry,
    rows,
    running,
    tabs,
    teacher,
    watching,
    widgets,
)
from pages.frame.table import Table
from pages.frame.table import draw as draw_table

R = TypeVar("R", bound=Checked)
S = TypeVar("S", bound=Step)
PAINT_SECONDS = 0.6


@dataclass(frozen=True)
class Frame:
    slug: str
    words: lesson.Lesson
    first: DeltaGenerator  # above the figure: the field to begin with, and its button
    notes: DeltaGenerator  # under it: what is wrong with what was typed
    stage: DeltaGenerator  # the wide column: the figure
    prediction: DeltaGenerator  # at the top of the narrow column
    controls: DeltaGenerator  # under it: all controls but the first
    actions: DeltaGenerator  # under the figure: the run line, and what to take away
    key: str = "stage"  # of the wide column; none of a head alone

    @property
    def deep(self) -> bool:
        """Whether the visitor chose "in depth"."""
        return bool(st.session_state.get("depth") == "deep")

    def ask(self, kind: type[R], choice: Mapping[str, Any] | None = None, /, **fields: Any) -> R:
        """A valid request, of a choice that controls gave (name → value) and of fields that no control sets as it is.
        Where the visitor's input is outside the limits: the sentence that says so, above the figure, and the last
        valid request of this page instead. The input itself stays where it was typed. A page that asks for a kind in
        several figures asks `for_figure`, so that none shows another one's last request.
        Raises TypeError for a control that sets no field of the request."""
        return self._ask("", kind, choice, fields)

    def for_figure(self, name: str, kind: type[R], choice: Mapping[str, Any] | None = None, /, **fields: Any) -> R:
        """As `ask`, with a memory of its own for each name of a figure."""
        return self._ask(f"_{name}", kind, choice, fields)

    def _ask(self, figure: str, kind: type[R], choice: Mapping[str, Any] | None, fields: Mapping[str, Any]) -> R:
        kept = f"_asked_{self.slug}_{kind.__name__}{figure}"
        chosen = rows.fields(kind, choice or {}, self.slug)
        try:
            request = kind(**chosen, **fields)
        except InvalidRequest as error:
            last = self._last_valid(kept, kind)
            with self.notes:
                note = _("Your text is kept; the figure shows the last one that could be run.")
                st.warning(f"{running.sentence(error)} {note if last else ''}", icon=":material/edit:")
            if last is None:
                st.stop()
            return last
        st.session_state[kept] = request
        return request

    def _last_valid(self, kept: str, kind: type[R]) -> R | None:
        """None where a model of the host's own takes not even the default: it may cut the text otherwise."""
        try:
            return st.session_state.get(kept) or kind()
        except InvalidRequest:
            return None

    def run(self, request: Request, draw: running.Draw | None = None) -> Trace:
        """The trace of the request: live, cached or prepared. After an error, which is said in a sentence, the
        chapter's prepared default, so that the page still teaches; read the prompt from `trace.request`."""
        return self._or_default(running.get(request, draw), request)

    def watch(
        self,
        request: Request,
        draw: Callable[[Sequence[S]], None],
        of: type[S],
        *,
        planned: int = 0,
        place: DeltaGenerator | None = None,
        becomes: watching.Becomes | None = None,
        count: Callable[[Sequence[S]], int] = len,
    ) -> Trace:
        """As `run`, but drawn while it runs, with a button that stops it within one step.

        `draw` gets the steps of the kind `of` so far and draws them into `place`, refilled each time: the one given, or
        its own, which is empty again at the end. The button appears with the first such step. If the figure of this
        request is on the page already (see `shows`), nothing is drawn over it.

        A stopped run is returned as it is, a watching.Stopped, whenever the same is requested, until it is run again
        (see `say_stopped`; `planned` is the number of steps of the whole run, `count` tells how many were made).
        `becomes` gives the controls, name → value, with which the steps so far are a whole run: they are set, unless a
        teacher fixed one of them.
        """
        return self._or_default(watching.watch(self.slug, request, draw, of, planned, place, becomes, count), request)

    def shows(self, request: Request) -> bool:
        """Notes that the chapter's figure is this request's. True while the visit has seen it show no other: then it
        may play by itself."""
        return watching.shows(self.slug, request)

    def say_stopped(self, trace: Trace) -> None:
        """For a stopped run: how far it got, and a button that runs it to the end. For a complete one: nothing."""
        watching.say_stopped(trace)

    def say_run(self, trace: Trace, **values: Any) -> None:
        """The lesson's sentences on a run; of one that was stopped, how far it came."""
        if isinstance(trace, watching.Stopped):
            with self.words.part("run"):
                watching.say_unfinished(trace)
        else:
            self.words.say("run", **values)

    def _or_default(self, trace: Trace | None, request: Request) -> Trace:
        trace = trace or prepared(type(request)())
        if trace is None:
            st.stop()
        return trace

    def figure(
        self,
        figure: go.Figure,
        key: str,
        alt: str,
        on_pick: Callable[[int], None] | None = None,
        table_elsewhere: bool = False,
    ) -> None:
        """A Plotly figure with alternative text, without a mode bar, zoom kept over reruns, and its numbers as a table,
        unless the page shows them in one of its own (`table_elsewhere`). `on_pick` gets the place of a clicked bar or
        dot; as a click needs a mouse, a control must do the same."""
        drawn = figure
        if theme.large():
            figure = go.Figure(figure)  # a copy: figures are shared between visitors
            figure.update_layout(font_size=18)
            figure.update_xaxes(title_font_size=18)
            figure.update_yaxes(title_font_size=18)
            figure.update_annotations(font_size=17)
        chart = f"_chart_{key}"

        def picked() -> None:
            points = st.session_state[chart]["selection"]["points"]
            if on_pick and points:
                on_pick(int(points[0]["point_index"]))

        st.plotly_chart(
            figure,
            key=chart,
            theme=None,
            alt=alt,
            config={"displayModeBar": False},
            on_select=picked if on_pick else "ignore",
            selection_mode="points",
        )
        if not table_elsewhere:
            self.table(figure_table.numbers(drawn), caption=alt)

    def table(self, table: Table, label: str | None = None, caption: str = "") -> None:
        """The numbers of a lower figure as a table, for reading aloud and for looking up. The caption names it to
        screen readers; without one, its label does."""
        label = label or _("The figure as a table")
        with st.expander(label, icon=":material/table:", type="compact"):
            draw_table(table, caption or label)

    def line(self, trace: Trace, table: Callable[[], Table], view: Mapping[str, Any] | None = None) -> None:
        """Run line, link, downloads, model card and table, in one row under the figure. view: what the figure's numbers
        depend on beside the request."""
        with self.actions:
            export.line(trace, self.slug, table, f"st-key-{self.key}", view or {})

    def predict(self, answer: str | Callable[[], tuple[str, Mapping[str, Any]]], **values: Any) -> None:
        """The lesson's prediction, beside the figure, as in Lesson.predict. It ends the first screen:
        on arrival the browser gets a moment to paint that, because the charts that follow keep it busy."""
        with self.prediction:
            self.words.predict(answer, **values)
        arrived: set[str] = st.session_state.setdefault("_arrived", set())
        if self.slug not in arrived:
            arrived.add(self.slug)
            time.sleep(PAINT_SECONDS)

    def views(self, name: str, widgets: Mapping[str, Callable[[], Any]] | None = None) -> tabs.Views:
        """Tabs, one for each word of a control, so that the link restores the open one. `widgets` are drawn at once in
        each tab; the figures come with `.fill`, the open tab's alone."""
        return tabs.draw(name, widgets or {})

    def beside(self, name: str, wide: tuple[int, int] = (3, 7)) -> Frame:
        """The same chapter with its own columns here, for a different view of it in a tab. In a chapter that is a head
        alone these are its figure and steps: say the lesson with the words of this frame."""
        return _columns(self.slug, self.words, wide, f"-{name}", main=not self.key)


def open(slug: str, wide: tuple[int, int] = (3, 7), **values: Any) -> Frame:
    """Draws the head of a chapter. `wide` gives the widths of controls and stage; the values are for its hook."""
    return _columns(slug, _head(slug, **values), wide)


def head(slug: str) -> Frame:
    """Only the head, for a chapter that puts `beside` figures into tabs."""
    words, same = _head(slug), st.container()
    return Frame(slug, words, same, same, same, same, same, same, key="")


def _columns(slug: str, words: lesson.Lesson, wide: tuple[int, int], name: str = "", main: bool = True) -> Frame:
    above = st.container(key=f"begin{name}")
    narrow, broad = wide
    figure, steps = st.columns((broad, narrow), gap="large")  # the second one is on the left: see style.css
    stage, actions = figure.container(key=f"stage{name}"), figure.container(key=f"actions{name}")
    with steps:
        if main:
            _stepper(words, name)
        prediction, inputs = st.container(key=f"prediction{name}"), st.container(key=f"controls{name}")
        if main:
            words = words.beside({s: st.container(key=f"part-{s}{name}") for s in ("run", "try", "explain")})
    if main:
        into_view(f"stage{name}", lesson.tried())  # what experiments change
        with stage:
            headings.unseen(_("The figure"), f"figure{name}")
        with inputs:
            headings.unseen(_("Controls"), f"controls{name}")
    return Frame(
        slug,
        words,
        first=above.container(horizontal=True, vertical_alignment="bottom"),
        notes=above.container(),
        stage=stage,
        prediction=prediction,
        controls=inputs,
        actions=actions,
        key=f"stage{name}",
    )


def _stepper(words: lesson.Lesson, name: str) -> None:
    with st.container(key=f"stepper{name}"):
        stepper(
            (
                ChapterStep(_("Predict"), f"prediction{name}", done=words.guessed),
                ChapterStep(_("Change"), f"controls{name}", done=words.experimented),
                ChapterStep(_("Why"), f"part-explain{name}"),
            ),
            key=f"_steps{name}",
        )


def _head(slug: str, **values: Any) -> lesson.Lesson:
    chapter = registry.chapter(slug)
    part, number, count = registry.place(slug)
    st.set_page_config(f"{_(chapter.title)} · {app_shell.NAME}", layout="wide")
    _top_bar(slug)
    words = lesson.open(slug)
    address.draw_faults(slug)
    with st.container(horizontal=True, vertical_alignment="bottom", horizontal_alignment="distribute", key="page-head"):
        with st.container(gap=None, width="content", key="page-title"):
            st.markdown(f":small[{_(part)} · {_('{n} of {count}').format(n=number, count=count)}]")
            st.title(_(chapter.title), anchor=False)
        widgets.choose(
            "depth",
            _("Depth"),
            ("plain", "deep"),
            {"plain": N_("Plain"), "deep": N_("In depth")},
            label_visibility="collapsed",
        )
    with st.container(key="hook"):
        words.hook(**values)
    if chapter.part != registry.IMAGES and host_model():
        _say_whose_model()
    if teacher.question():
        st.info(f"**{_('Your teacher asks:')}** {escape(teacher.question())}", icon=":material/school:")
    return words


def _say_whose_model() -> None:
    """The lessons tell of the shipped text model, which does not run here."""
    computed = _("by the network of this project") if opened() else _("by transformers")
    said = _(
        "The text model of this server is **{model}**, computed {computed}. What a lesson tells of SmolLM2-135M need "
        "not hold for it."
    )
    st.info(fill(said, {"model": model_name(), "computed": computed}), icon=":material/badge:")


def _top_bar(slug: str) -> None:
    following = registry.following(slug)
    with st.container(key="top-bar"):
        top_bar(
            registry.number(slug),
            len(registry.written()),
            _(registry.chapter(slug).title),
            (following.slug, _(following.title)) if following else None,
        )
