"""Where one is among the chapters, and the way to the next one, on screens too narrow for the sidebar."""

from __future__ import annotations

from pages.basics.language import _
from pages.figures.components.define import define

_mount = define("top_bar")


def top_bar(number: int, count: int, title: str, following: tuple[str, str] | None) -> None:
    """ "2/9 Next token ▾" opens the list of chapters; `following` is the next one's address and title, if any."""
    slug, name = following or ("", "")
    data = {
        "number": f"{number}/{count}",
        "title": title,
        "menu": _("Chapter {n} of {count}, {title}: all chapters").format(n=number, count=count, title=title),
        "next": slug,
        "next_label": _("Next: {chapter}").format(chapter=name),
    }
    _mount(key="_top_bar", data=data)
