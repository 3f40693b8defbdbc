"""A button that copies the page's address, with the result's short hash in it."""

from __future__ import annotations

from pages.figures.components.define import define

_mount = define("copy_link")


def copy_link(result: str, *, key: str, label: str, done: str, extra: dict[str, str] | None = None) -> None:
    """The copied link restores the page, and the page can then say whether its result is bit-identical.

    `extra` are parameters that no control holds, such as a teacher's; an empty value takes one out.
    """
    _mount(key=key, data={"label": label, "done": done, "params": {"result": result, **(extra or {})}}, width="content")
