"""The ordered list of chapters. Navigation, Home, the frame's "Text · 2 of 4" and the tests all read it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from models.engine.translation import N_

PAGES = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Chapter:
    slug: str  # the address, and the name of its prose in assets/lessons/<lang>/<slug>.md
    title: str
    part: str
    question: str  # what it answers, in one line
    icon: str
    accent: str = "blue"  # the palette's colour of its family of models

    @property
    def folder(self) -> str:
        return self.slug.replace("-", "_")

    @property
    def file(self) -> str:
        """Relative to pages/, as st.Page wants it."""
        return f"chapters/{self.folder}/page.py"

    @property
    def controls(self) -> str:
        """The module that holds its rows."""
        return f"pages.chapters.{self.folder}.controls"

    @property
    def written(self) -> bool:
        """Planned chapters have no file yet; Home shows them without a link."""
        return (PAGES / self.file).exists()


# The pages that are no chapters.
HOME_FILE = "chapters/home/page.py"
PASSPORT, PASSPORT_FILE, PASSPORT_ICON = "passport", "passport/page.py", ":material/badge:"

TEXT, IMAGES, MAKING, RISKS = N_("Text"), N_("Images"), N_("How it is made"), N_("Risks and limits")
MEDIA = N_("Other media")
PARTS = (TEXT, IMAGES, MAKING, RISKS, MEDIA)

CHAPTERS = (
    Chapter("tokens", N_("Tokens"), TEXT, N_("What does a language model read?"), ":material/segment:"),
    Chapter("next-token", N_("Next token"), TEXT, N_("What comes after this?"), ":material/bar_chart:"),
    Chapter("inside", N_("Inside"), TEXT, N_("What happens to a token on its way?"), ":material/account_tree:"),
    Chapter("writing", N_("Writing"), TEXT, N_("How do single tokens become a text?"), ":material/edit_note:"),
    Chapter("attention", N_("Attention"), TEXT, N_("Which words does it look at?"), ":material/hub:"),
    Chapter("latent-space", N_("Latent space"), IMAGES, N_("Can a picture be 32 numbers?"), ":material/scatter_plot:",
            accent="teal"),
    Chapter("gan", N_("GAN"), IMAGES, N_("What if two networks play against each other?"), ":material/swords:",
            accent="violet"),
    Chapter("diffusion", N_("Diffusion"), IMAGES, N_("How does noise become a picture?"), ":material/grain:",
            accent="orange"),
    Chapter("text-to-image", N_("Text to image"), IMAGES, N_("How do words steer a picture?"), ":material/image:",
            accent="orange"),
    Chapter("families", N_("Three families"), IMAGES, N_("Blur, collapse or many steps?"), ":material/compare:"),
    Chapter("data", N_("Data"), MAKING, N_("What is worth learning from?"), ":material/filter_alt:"),
    Chapter("training", N_("Training"), MAKING, N_("How does a network learn?"), ":material/fitness_center:"),
    Chapter("fine-tuning", N_("Fine-tuning"), MAKING, N_("How is it taught one more thing?"), ":material/tune:"),
    Chapter("evaluation", N_("Evaluation"), MAKING, N_("Can a number tell what is good?"), ":material/rule:"),
    Chapter("history", N_("History"), MAKING, N_("Which machines wrote before?"), ":material/history:"),
    Chapter("hallucination", N_("Hallucination"), RISKS, N_("Why is it sure and wrong?"), ":material/psychology_alt:"),
    Chapter("bias", N_("Bias"), RISKS, N_("Whom does the model expect?"), ":material/balance:"),
    Chapter("memorisation", N_("Memorisation"), RISKS, N_("Does it copy what it saw?"), ":material/content_copy:"),
    Chapter("control", N_("Control"), RISKS, N_("Can you reach in and steer it?"), ":material/explore:"),
    Chapter("safety", N_("Safety"), RISKS, N_("What holds a model back?"), ":material/shield:"),
    Chapter("cost", N_("Cost"), RISKS, N_("What does an answer cost?"), ":material/bolt:"),
    Chapter("shapes", N_("Shapes"), MEDIA, N_("How does noise become a chair?"), ":material/chair:", accent="orange"),
    Chapter("code", N_("Code"), MEDIA, N_("Is it right, or does it only look right?"), ":material/code:"),
)  # fmt: skip


@cache
def written() -> tuple[Chapter, ...]:
    return tuple(c for c in CHAPTERS if c.written)


def chapter(slug: str) -> Chapter:
    return next(c for c in CHAPTERS if c.slug == slug)


def following(slug: str) -> Chapter | None:
    """The written chapter after this one; None after the last."""
    chapters = written()
    later = chapters[chapters.index(chapter(slug)) + 1 :]
    return later[0] if later else None


def number(slug: str) -> int:
    """Its place among all written chapters, counted from 1."""
    return written().index(chapter(slug)) + 1


def accent(slug: str) -> str:
    """The palette's colour of a page; blue of one that is no chapter."""
    return next((c.accent for c in CHAPTERS if c.slug == slug), "blue")


def place(slug: str) -> tuple[str, int, int]:
    """Part, place in the part counted from 1, and how many chapters of the part are written."""
    part = chapter(slug).part
    slugs = [c.slug for c in written() if c.part == part]
    return part, slugs.index(slug) + 1, len(slugs)
