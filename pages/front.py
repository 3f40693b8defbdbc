"""Every visit starts here; then the chosen chapter runs."""

import sys
from pathlib import Path

# `streamlit run pages/front.py` puts pages/ on the path; imports everywhere start from the project's folder.
ROOT = str(Path(__file__).resolve().parent.parent)
if ROOT not in sys.path:
    sys.path.insert(0, ROOT)

import streamlit as st  # noqa: E402

from pages.basics.language import _  # noqa: E402
from pages.frame import app_shell, not_found, progress, registry, stored_progress  # noqa: E402

app_shell.configure()
home = st.Page("chapters/home/page.py", title=_("Home"), icon=":material/home:", default=True)
parts: dict[str, list] = {"": [home]}
for n, chapter in enumerate(registry.written(), start=1):
    done = progress.done(chapter.slug)
    title = f"{n} · {_(chapter.title)}" + (" ✓" if done else "")
    page = st.Page(chapter.file, title=title, icon=chapter.icon, url_path=chapter.slug)
    parts.setdefault(_(chapter.part), []).append(page)
passport = st.Page(
    registry.PASSPORT_FILE, title=_("Your passport"), icon=registry.PASSPORT_ICON, url_path=registry.PASSPORT
)
lost = not_found.page()  # hidden, under the requested address, if no chapter has it
current = st.navigation({**parts, "": [home, passport, *lost]}, expanded=True)
app_shell.enter(current.url_path)
app_shell.sidebar()
if current in lost:
    not_found.say(current.url_path)
current.run()
stored_progress.keep()
