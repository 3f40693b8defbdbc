"""Deepfakes, consent, copyright and the law, in plain sentences with their sources."""

from __future__ import annotations

import streamlit as st

from models.engine.translation import N_
from pages.basics.language import _

RULES = (
    (
        N_("Generated media must be marked"),
        N_(
            "In the EU, whoever provides a system that generates sound, pictures, video or text has to mark what comes "
            "out so that a machine can tell; whoever publishes a deepfake has to say that it is one. The Act set 2 "
            "August 2026 for this; look up whether the date was moved."
        ),
        "https://eur-lex.europa.eu/eli/reg/2024/1689/oj",
        N_("EU AI Act, Regulation 2024/1689, Articles 50 and 113"),
    ),
    (
        N_("Your face is yours"),
        N_("In Germany a picture of a person may be published only with that person's consent, with few exceptions."),
        "https://www.gesetze-im-internet.de/kunsturhg/__22.html",
        N_("Kunsturhebergesetz, § 22"),
    ),
    (
        N_("Intimate deepfakes are a crime"),
        N_(
            "EU states have to make it one to share intimate or manipulated pictures of people without their consent, "
            "by June 2027."
        ),
        "https://eur-lex.europa.eu/eli/dir/2024/1385/oj",
        N_("Directive (EU) 2024/1385, Articles 5 and 49"),
    ),
    (
        N_("Platforms must take them down"),
        N_(
            "In the United States publishing them is a crime since 2025, generated ones too, and platforms have 48 "
            "hours to remove them after a request."
        ),
        "https://www.congress.gov/bill/119th-congress/senate-bill/146",
        N_("TAKE IT DOWN Act, Public Law 119-12"),
    ),
    (
        N_("Training on others' works"),
        N_(
            "In the EU anyone may mine works that are lawfully accessible, unless their owner has reserved that right, "
            "online in a form that machines can read."
        ),
        "https://eur-lex.europa.eu/eli/dir/2019/790/oj",
        N_("Directive (EU) 2019/790, Article 4"),
    ),
    (
        N_("Who owns what a model makes?"),
        N_(
            "For the US Copyright Office a prompt alone makes nobody an author: what a person adds, selects or "
            "arranges can be protected."
        ),
        "https://www.copyright.gov/ai/",
        N_("US Copyright Office, Copyright and Artificial Intelligence, Part 2, 2025"),
    ),
)
"""Title, what it says, address and name of the source."""


def draw() -> None:
    for title, text, address, source in RULES:
        st.markdown(f"**{_(title)}**  \n{_(text)}  \n:small[[{_(source)}]({address})]")
    note = _("Summaries, as of 2025, of long texts that change. They are no legal advice.")
    st.markdown(f":small[{note}]")
