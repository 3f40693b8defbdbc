"""ELIZA: no numbers at all, but rules that turn what was said into a question. nltk's version, with its 37 rules.

Source: Weizenbaum, ELIZA, a computer program for the study of natural language communication between man and machine,
Communications of the ACM 9, 1966.
"""

from __future__ import annotations

import random
import re


def answer(text: str, seed: int) -> tuple[str, str]:
    """What it answers, and the pattern of the rule that fitted: the first one that does."""
    from nltk.chat.eliza import eliza_chatbot, pairs  # takes a second

    said = text.strip().rstrip("!.")
    rule = next(pattern for pattern, _ in pairs if re.match(pattern, said, re.IGNORECASE))
    state = random.getstate()
    random.seed(seed)  # nltk picks among a rule's answers with this generator
    try:
        return str(eliza_chatbot.respond(said)), rule
    finally:
        random.setstate(state)
