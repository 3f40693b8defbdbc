"""What the page of components and its tests share."""

import numpy as np
from playwright.sync_api import expect

HOSTILE = ["The", "␣cat", "<img src=x onerror=alert(1)>", "سلام", "́", "⟨E2 98⟩", "**bold**", "👩‍👩‍👧"]


def shares() -> np.ndarray:
    """(30, 9, 8, 8): each head its own causal weights, the same in every run."""
    weights = np.exp(np.random.default_rng(7).normal(size=(30, 9, 8, 8)) * 2) * np.tril(np.ones((8, 8)))
    return (weights / weights.sum(-1, keepdims=True)).astype(np.float16)


def expect_told(page, text):
    """What the page says that the component gave back."""
    expect(page.get_by_text(text, exact=True)).to_be_visible()


def focused(page):
    """The text of the element that has the focus, inside the component."""
    return page.evaluate("document.activeElement.shadowRoot?.activeElement?.textContent")
