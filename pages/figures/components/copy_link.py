"""Buttons that copy the page's address, with the result's short hash in it, or the HTML of a frame that shows it."""

from __future__ import annotations

from pages.figures.components.define import define

_mount = define("copy_link")


def copy_link(result: str, *, key: str, label: str, done: str, extra: dict[str, str] | None = None) -> None:
    """The copied link restores the page, and the page can then say whether its result is bit-identical.

    `extra` are parameters that no control holds, such as a teacher's; an empty value takes one out.
    """
    data = {"label": label, "done": done, "icon": "link", "params": {"result": result, **(extra or {})}, "frame": None}
    _mount(key=key, data=data, width="content")


def copy_embed(title: str, *, key: str, label: str, done: str, extra: dict[str, str] | None = None) -> None:
    """The copied HTML is a frame of the given title that shows the page as it is now, without what is around it."""
    params = {"result": "", **(extra or {}), "embed": "true"}
    _mount(
        key=key, data={"label": label, "done": done, "icon": "code", "params": params, "frame": title}, width="content"
    )
