"""The texts of Writing: the first one and its branches. The tree lives in the address (`branch`, `at`)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np
import streamlit as st

from models.engine import Trace
from models.engine.errors import InvalidRequest
from models.text import tokenizer
from models.text.kinds import Write
from pages.basics.language import _
from pages.basics.words import fill
from pages.chapters.writing import path as writing_path
from pages.chapters.writing.path import PLACES, Path
from pages.chapters.writing.presets import SETS
from pages.chapters.writing.text import Written, power_of_ten, scoring_request, written
from pages.figures.components.token_tree import TreeNode, token_tree
from pages.frame import controls

OTHERS = 3  # alternatives drawn at each position of the shown text
ALTERNATIVE = 10**6  # ids of such nodes start here
WRITTEN_WITH = (*SETS, "beams", "branch")  # controls
Meaning = dict[int, tuple[int, int, int]]  # id of a node → text, place, token


@dataclass(frozen=True, eq=False)
class Text:
    trace: Trace
    written: Written  # of beams: the returned one


def read(base: Write) -> Path:
    """The tree of the address. A different experiment starts with a new tree: the first text alone."""
    # Fewer or more tokens of the same text leave the tree as it is; beams choose again.
    text = base if base.method == "beam" else replace(base, max_new_tokens=PLACES)
    before = st.session_state.get("_writing_base")
    st.session_state["_writing_base"] = text
    if before not in (None, text):
        keep(Path())
    return writing_path.parse(controls.value("branch"))


def keep(path: Path, at: int | None = None) -> None:
    """Puts the tree, and the token inspected, into the address."""
    for name, value in (("branch", str(path)), ("at", "" if at is None else str(at))):
        if value:
            st.query_params[name] = value
        elif name in st.query_params:
            del st.query_params[name]


def only_here(act: Callable[..., None]) -> Callable[..., None]:
    """A callback that does this for the texts that it was drawn with. Where the settings or the tree are others by the
    time of the click, its places and tokens would be those of other texts: then it does nothing."""
    drawn = _written_with()

    def callback(*args: Any) -> None:
        if _written_with() == drawn:
            act(*args)

    return callback


def _written_with() -> list[Any]:
    return [controls.value(name) for name in WRITTEN_WITH]


def place(path: Path, length: int) -> int:
    """The token inspected, counted from 0 among the new ones: what the address says, else where the text branches."""
    at = controls.value("at")
    return min(int(at) if at else path.place, length - 1)


def grow(base: Write, path: Path, run: Callable[[Write], Trace]) -> tuple[Path, list[Text]]:
    """The texts of the tree, written now or known already, and the part of the tree that could be written."""
    texts: list[Text] = []
    for n in range(len(path.branches) + 1):
        try:
            branch = path.branches[n - 1] if n else None
            request = (
                writing_path.request_of(base, branch, texts[branch.parent].written.ids.tolist()) if branch else base
            )
        except InvalidRequest as error:
            st.warning(fill(_(error.template), error.values), icon=":material/link_off:")
            break
        trace = run(request)
        failed = trace.request != request  # said in a sentence by the frame, which gives the default's trace instead
        if n == 0 or not failed:
            texts.append(_text(trace, run))
        if failed:
            break
    return path.first(len(texts) - 1), texts


def _text(trace: Trace, run: Callable[[Write], Trace]) -> Text:
    """The text of a trace. That of beams is scored once more, for the probabilities at each position."""
    if trace.last.beam_ids is None:
        return Text(trace, written(trace.steps))
    request = scoring_request(trace)
    scored = run(request)
    if scored.request != request:
        st.stop()
    return Text(trace, written(scored.steps))


def take(path: Path, texts: Sequence[Text], at: int, token_id: int) -> None:
    """Picks a different token in the shown text; for callbacks. Goes to the text that has it there, or makes one."""
    owner = path.owner(at)
    ids = texts[owner].written.ids
    try:
        same = at < len(ids) and int(ids[at]) == token_id
        keep(Path(path.branches, owner) if same else path.taken(at, token_id), at)
    except InvalidRequest as error:
        st.toast(fill(_(error.template), error.values))


def undo(path: Path) -> None:
    """A button that undoes the newest branch; drawn only if there is one."""
    if path.branches:
        label = _("Undo the newest branch")
        act = only_here(partial(keep, path.undone()))
        st.button(label, on_click=act, icon=":material/undo:", key="_undo_branch")


def draw(path: Path, texts: Sequence[Text]) -> None:
    """The tree as a figure; a click branches there, or goes to the text that has the token."""
    nodes, meaning = nodes_of(path, texts)
    st.markdown(_("Click an outlined token to branch off there. Click a filled one to inspect it."))
    token_tree(
        nodes,
        key="tree",
        label=_("The written texts as a tree of tokens, with alternatives"),
        on_pick=only_here(partial(_picked, path, texts, meaning, {node.id for node in nodes if node.on_path})),
    )
    for n, text in enumerate(texts):
        _line(path, n, text)


def _line(path: Path, n: int, text: Text) -> None:
    """One text of the tree: where it begins, how likely it is, and a button that shows it."""
    start = path.branches[n - 1].place if n else 0
    begins = tokenizer.visible(int(text.written.ids[start]))
    line = fill(
        _("from token {place}, **{begins}**: probability **{probability}**, log-probability {total:.1f}"),
        {
            "place": start + 1,
            "begins": begins,
            "probability": power_of_ten(text.written.total),
            "total": text.written.total,
        },
    )
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.button(
            _("Text {n}").format(n=n + 1),
            key=f"_show_text_{n}",
            on_click=only_here(partial(keep, Path(path.branches, n))),
            type="primary" if n == path.shown else "secondary",
        )
        st.markdown(line)


def _picked(
    path: Path, texts: Sequence[Text], meaning: Meaning, filled: Collection[int], _parent: int, node: int
) -> None:
    text, at, token_id = meaning[node]
    if node >= ALTERNATIVE:
        take(path, texts, at, token_id)
    else:
        keep(path if node in filled else Path(path.branches, text), at)


def nodes_of(path: Path, texts: Sequence[Text]) -> tuple[list[TreeNode], Meaning]:
    """Nodes, parents first, and for each id its text, position and token. What texts share is drawn once."""
    line = path.ancestors()
    shown = texts[path.shown].written
    nodes = [TreeNode(id=0, parent=None, text="…")]
    meaning: Meaning = {}

    def node_of(text: int, at: int) -> int:
        """The node of a text's token, which may belong to one of its ancestors."""
        while text and at < path.branches[text - 1].place:
            text = path.branches[text - 1].parent
        return 1 + text * PLACES + at if at >= 0 else 0

    for text, its in enumerate(texts):
        start = path.branches[text - 1].place if text else 0
        for at in range(start, len(its.written.ids)):
            on_path = text in line and node_of(path.shown, at) == node_of(text, at) and at < len(shown.ids)
            token_id = int(its.written.ids[at])
            node = node_of(text, at)
            meaning[node] = (text, at, token_id)
            nodes.append(
                TreeNode(
                    id=node,
                    parent=node_of(text, at - 1),
                    text=tokenizer.visible(token_id),
                    prob=float(np.exp(its.written.logprobs[at])),
                    on_path=on_path,
                )
            )
    for at in range(len(shown.ids)):
        parent = node_of(path.shown, at - 1)
        there = {meaning[n.id][2] for n in nodes if n.parent == parent and n.id}
        others = [r for r in range(shown.top_ids.shape[1]) if int(shown.top_ids[at, r]) not in there][:OTHERS]
        for rank in others:
            token_id, prob = int(shown.top_ids[at, rank]), float(shown.top_probs[at, rank])
            node = ALTERNATIVE + at * 100 + rank
            meaning[node] = (path.shown, at, token_id)
            nodes.append(TreeNode(id=node, parent=parent, text=tokenizer.visible(token_id), prob=prob))
    return nodes, meaning
