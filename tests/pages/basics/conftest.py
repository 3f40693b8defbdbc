"""A language that does not exist here: Polish, of which only a few words are translated yet."""

import pytest

from pages.basics import language

HEAD = r"""msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\n"
"""
RULE = r"""
"Plural-Forms: nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);\n"
"""


@pytest.fixture
def polish(tmp_path, monkeypatch):
    """The visitor's language now. Returns a function that writes entries into one of its catalogues, before any text
    is asked for."""
    folder = tmp_path / "locale" / "pl"
    folder.mkdir(parents=True)

    def write(name, entries):
        head = HEAD + (RULE.lstrip() if name == "common" else "")
        (folder / f"{name}.po").write_text(f"{head}\n{entries}\n", encoding="utf-8")

    monkeypatch.setattr(language, "ASSETS", tmp_path)
    monkeypatch.setattr(language, "current", lambda: "pl")
    language._catalogue.cache_clear()
    yield write
    language._catalogue.cache_clear()
