"""What visitors do with a hand: draw on a canvas, stop a long run, copy the link."""

import re
from urllib.parse import SplitResult, urlsplit


def drag(page, canvas, start, end, steps=8):
    """Presses, moves and lets go; start and end as shares (x, y) of the canvas from its upper left corner."""
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    place = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in (start, end)]
    page.mouse.move(*place[0])
    page.mouse.down()
    page.mouse.move(*place[1], steps=steps)
    page.mouse.up()


def stop(page, planned):
    """Presses Stop while the run goes on, and gives the number of steps that the page says were made."""
    page.get_by_text(re.compile(f"Step [0-9]+ of {planned}: the picture it predicts")).wait_for()
    page.get_by_role("button", name="Stop").click()
    again = page.get_by_role("button", name=re.compile(f"Stopped at step [0-9]+ of {planned}"))
    again.wait_for()
    return int(re.search("step ([0-9]+)", again.inner_text())[1])


def copied_link(page, copy="Copy link", copied="Copied") -> SplitResult:
    """Presses the button that copies the page's link, and gives what the clipboard then holds."""
    page.get_by_role("button", name=copy).click()
    # Not the button's own ✓: it stands for a second and a half, and on a busy machine nobody looks in that time.
    page.locator("[role=status]", has_text=copied).wait_for()
    return urlsplit(page.evaluate("navigator.clipboard.readText()"))
