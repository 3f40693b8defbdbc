"""Deepfakes, consent, copyright and the law, in plain sentences with their sources."""

from __future__ import annotations

import streamlit as st

from models.engine.translation import N_
from pages.basics.language import _

EU, ACT = "https://eur-lex.europa.eu/eli", N_("EU AI Act, Regulation 2024/1689, 13 June 2024, Articles 50 and 113")
OMNIBUS = "https://www.srd-rechtsanwaelte.de/en/blog/digital-omnibus-ai-what-is-changing-in-the-ai-act"
REMOVAL = "https://www.xbiz.com/news/297811/fsc-take-it-down-act-provisions-take-effect-may-19"
GEMA = "https://www.taylorwessing.com/de/insights-and-events/insights/2025/11/gema-v-openai"
RULES = (
    (
        N_("Generated media must be marked"),
        N_(
            "In the EU, since 2 August 2026, whoever provides a system that generates sound, pictures, video or text "
            "has to mark what comes out so that a machine can tell; whoever publishes a deepfake has to say that it is "
            "one. An amendment that the Council adopted on 29 June 2026 leaves systems that were on the market before "
            "2 August until 2 December 2026 for the marking."
        ),
        ((ACT, f"{EU}/reg/2024/1689/oj"), (N_("on the amendment: a law firm's summary, July 2026"), OMNIBUS)),
    ),
    (
        N_("Your face is yours"),
        N_("In Germany a picture of a person may be published only with that person's consent, with few exceptions."),
        (
            (
                N_("Kunsturhebergesetz of 9 January 1907, §§ 22 and 23"),
                "https://www.gesetze-im-internet.de/kunsturhg/__22.html",
            ),
        ),
    ),
    (
        N_("Intimate deepfakes are a crime"),
        N_(
            "EU states have to make it one to publish intimate or manipulated pictures of people without their consent "
            "where serious harm is likely, by 14 June 2027."
        ),
        ((N_("Directive (EU) 2024/1385, 14 May 2024, Articles 5 and 49"), f"{EU}/dir/2024/1385/oj"),),
    ),
    (
        N_("Platforms must take them down"),
        N_(
            "In the United States publishing intimate pictures without consent is a crime since 19 May 2025, generated "
            "ones too; since 19 May 2026 platforms have 48 hours to remove them after a valid request."
        ),
        (
            (N_("TAKE IT DOWN Act, Public Law 119-12"), "https://www.congress.gov/bill/119th-congress/senate-bill/146"),
            (N_("on the dates: a trade press report, May 2026"), REMOVAL),
        ),
    ),
    (
        N_("Training on others' works"),
        N_(
            "In the EU anyone may mine works that are lawfully accessible, unless their owner has reserved that right, "
            "online in a form that machines can read. A Munich court held on 11 November 2025 that this does not cover "
            "song texts that a model knows by heart; when this was written the judgment was open to appeal."
        ),
        (
            (N_("Directive (EU) 2019/790, 17 April 2019, Article 4"), f"{EU}/dir/2019/790/oj"),
            (N_("LG München I, 42 O 14139/24: a law firm's summary, November 2025"), GEMA),
        ),
    ),
    (
        N_("Who owns what a model makes?"),
        N_(
            "For the US Copyright Office a prompt alone makes nobody an author: what a person adds, selects or "
            "arranges can be protected."
        ),
        (
            (
                N_("US Copyright Office, Copyright and Artificial Intelligence, Part 2, 29 January 2025"),
                "https://www.copyright.gov/ai/",
            ),
        ),
    ),
)
"""Title, what it says, and its sources: name with date, and address."""


def draw() -> None:
    for title, text, sources in RULES:
        links = " · ".join(f"[{_(name)}]({address})" for name, address in sources)
        st.markdown(f"**{_(title)}**  \n{_(text)}  \n:small[{links}]")
    note = _("Summaries, as of July 2026, of long texts that change. They are no legal advice.")
    st.markdown(f":small[{note}]")
