"""Every visit starts here; then the chosen chapter runs."""

import sys
from pathlib import Path

# `streamlit run pages/front.py` puts pages/ on the path; imports everywhere start from the project's folder.
ROOT = str(Path(__file__).resolve().parent.parent)
if ROOT not in sys.path:
    sys.path.insert(0, ROOT)

import streamlit as st  # noqa: E402

from pages.basics.language import _  # noqa: E402
from pages.frame import app_shell, not_found, registry  # noqa: E402

app_shell.configure()
home = st.Page("chapters/home/page.py", title=_("Home"), icon=":material/home:", default=True)
parts: dict[str, list] = {"": [home]}
for chapter in registry.written():
    page = st.Page(
        chapter.file, title=_(chapter.title), icon=chapter.icon, url_path=chapter.slug, help=_(chapter.question)
    )
    parts.setdefault(_(chapter.part), []).append(page)
lost = not_found.page()  # hidden, under the requested address, if no chapter has it
current = st.navigation({**parts, "": [home, *lost]}, expanded=True)
app_shell.enter(current.url_path)
app_shell.sidebar()
if current in lost:
    not_found.say(current.url_path)
current.run()
