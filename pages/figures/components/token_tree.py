"""A written text as a path through its alternatives; any token at any position can be picked to branch there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from models.engine.translation import N_
from pages.figures.components.define import define, finite, translated

_mount = define("token_tree")

_TEXTS = {
    "tree": N_("Right and left follow the text, up and down the alternatives. Enter branches there."),
    "on": N_("the text"),
    "other": N_("alternative"),
}


@dataclass(frozen=True, kw_only=True)
class TreeNode:
    """One token at one position. Children come in the order given: first what was written there, then alternatives."""

    id: int
    parent: int | None  # None for the one root, the end of the prompt
    text: str  # the visible piece
    prob: float | None = None  # in [0, 1], given its parent; None for the root
    on_path: bool = False  # part of the text on show


def token_tree(
    nodes: Sequence[TreeNode], *, key: str, label: str, on_pick: Callable[[int, int], None] | None = None
) -> tuple[int, int] | None:
    """Draws the tree; returns (parent id, id) of the node just picked, in this run only. `on_pick` gets it before.

    The root cannot be picked. The figure scrolls inside itself. Raises ValueError unless the nodes are one tree.
    """
    parents: dict[int, int | None] = {}
    for node in nodes:  # a parent before its children, so there can be no cycle
        if node.id in parents or (node.parent is None) != (not parents) or (parents and node.parent not in parents):
            raise ValueError(f"Node {node.id} does not fit: one root first, parents before children, ids once.")
        parents[node.id] = node.parent

    def valid(node_id: Any) -> tuple[int, int] | None:
        parent = parents.get(node_id) if type(node_id) is int else None
        return None if parent is None else (parent, node_id)

    def picked() -> None:
        pair = valid(st.session_state[key].picked)
        if on_pick and pair:
            on_pick(*pair)

    data = {"label": label, "nodes": [_node(node) for node in nodes], "texts": translated(_TEXTS)}
    return valid(_mount(key=key, data=data, on_picked_change=picked).picked)


def _node(node: TreeNode) -> dict[str, Any]:
    return {**vars(node), "prob": None if node.prob is None else finite(node.prob, "prob")}
