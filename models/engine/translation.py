"""Texts of the models that pages translate."""


def N_(text: str) -> str:
    """Marks a text for translation; it is translated when drawn, in the language of the visitor who reads it."""
    return text
