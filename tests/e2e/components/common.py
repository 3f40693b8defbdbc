"""What the page of components and its tests share."""

import numpy as np
from playwright.sync_api import expect

from pages.figures.components.define import script

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


def draw_alone(page, name, data):
    """Calls a component's own function without Streamlit around it, in the same place at each call. `data` are packed
    bytes, or what travels as JSON."""
    page.evaluate(
        """async ([script, data, packed]) => {
          const url = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
          window.draw ??= (await import(url)).default;
          window.place ??= document.body.appendChild(document.createElement("div"));
          const given = packed ? Uint8Array.from(data) : data;
          window.draw({ data: given, parentElement: window.place, setTriggerValue() {} });
        }""",
        [script(name), list(data) if isinstance(data, bytes) else data, isinstance(data, bytes)],
    )
