"""What a screen reader calls the parts of a page that Streamlit names badly, or not at all."""

from __future__ import annotations

from models.engine.translation import N_
from pages.figures.components.define import define, translated

_mount = define("spoken_names")

# Tokens that a screen reader skips.
SIGNS = {
    "␣": N_("space"),
    "↵": N_("new line"),
    "⇥": N_("tab"),
    ".": N_("full stop"),
    ",": N_("comma"),
    ":": N_("colon"),
    ";": N_("semicolon"),
    "!": N_("exclamation mark"),
    "?": N_("question mark"),
    "-": N_("hyphen"),
    "(": N_("opening bracket"),
    ")": N_("closing bracket"),
    '"': N_("quotation mark"),
    "'": N_("apostrophe"),
}


def spoken_names() -> None:
    """Once on each page. Help and stepping buttons get the name of what they belong to, charts are one picture each,
    icons are silent, what opens the sidebar is called a menu, a table's first column heads its rows, and punctuation
    in it is said in words."""
    words = {
        "help": N_("Help"),
        "link": N_("Link to heading"),
        "less": N_("less"),
        "more": N_("more"),
        "menu": N_("Menu"),
    }
    data = {**translated(words), "signs": translated(SIGNS)}
    _mount(key="spoken-names", data=data, width="content")
