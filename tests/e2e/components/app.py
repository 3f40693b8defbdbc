"""A page with one component, named in the address (?show=…), and what it gave back. The browser tests drive it."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

import streamlit as st  # noqa: E402

from pages.figures.components.anatomy import AnatomyPart, anatomy  # noqa: E402
from pages.figures.components.attention_view import HeadKind, attention_view, thumbnails  # noqa: E402
from pages.figures.components.bars import Bar, probability_bars  # noqa: E402
from pages.figures.components.cloud import Cloud, Lines, cloud  # noqa: E402
from pages.figures.components.funnel import DotKind, funnel  # noqa: E402
from pages.figures.components.gallery import gallery  # noqa: E402
from pages.figures.components.latent_map import Kind, Mark, latent_map  # noqa: E402
from pages.figures.components.picture_film import PictureLane, picture_film  # noqa: E402
from pages.figures.components.plane import Arrows, Paths, Points, Surface, plane  # noqa: E402
from pages.figures.components.text_film import TextFrame, text_film  # noqa: E402
from pages.figures.components.timeline import Event, Lane, timeline  # noqa: E402
from pages.figures.components.token_strip import Legend, TokenCell, token_strip  # noqa: E402
from pages.figures.components.token_tree import TreeNode, token_tree  # noqa: E402
from pages.figures.components.word_maps import word_maps  # noqa: E402
from pages.figures.components.writing_film import WritingFrame, writing_film  # noqa: E402
from tests.e2e.components.common import HOSTILE, shares  # noqa: E402


def remember(value: object) -> None:
    st.session_state.setdefault("told", []).append(value)


def strip() -> object:
    tokens = [TokenCell(text=t, sub=str(i), title=f"token {i}", strength=i / 10) for i, t in enumerate(HOSTILE)]
    tokens += [TokenCell(text=f"␣word{i}") for i in range(30)]
    legend = Legend(title="surprise", low="0 bits", high="12 bits")
    told = st.session_state.get("told", [None])
    return token_strip(tokens, key="it", label="Tokens", selected=told[-1], legend=legend, on_pick=remember)


def bars() -> object:
    shift = st.checkbox("shift")
    probs = [0.0713, 0.0496, 0.0375, 0.00004, *[0.01] * 16]
    rows = [
        Bar(id=100 + i, text=HOSTILE[i % 8], prob=p / (2 if shift else 1), kept=i < 3, second=p)
        for i, p in enumerate(probs)
    ]
    return probability_bars(rows, key="it", label="Next token", second_label="before", on_pick=remember)


def attention() -> object:
    st.session_state.runs = st.session_state.get("runs", 0) + 1
    st.text(f"run {st.session_state.runs}")
    layer, head = chosen = st.session_state.setdefault("chosen", (3, 4))
    off = st.session_state.setdefault("off", set())

    def pick(layer: int, head: int) -> None:
        st.session_state.chosen = (layer, head)

    return attention_view(
        HOSTILE,
        thumbnails(shares()),
        shares()[chosen],
        layer=layer,
        head=head,
        ablated=off,
        kinds={(3, 4): HeadKind(look="previous", share=0.92, text="previous token, 92 %")},
        key="it",
        label="Attention",
        on_pick=pick,
        on_toggle=lambda *pair: off.symmetric_difference_update({pair}),
    )


def tree() -> object:
    """A text of three tokens with two alternatives each; a pick writes two tokens more under what was picked."""
    if "nodes" not in st.session_state:
        st.session_state.nodes = [TreeNode(id=0, parent=None, text="The", on_path=True)]
        for place in range(3):
            first = 1 + 3 * place
            parent = first - 3 if place else 0
            st.session_state.nodes += [
                TreeNode(id=first + i, parent=parent, text=f"␣{place}{i}<b>", prob=0.5 / (i + 1), on_path=i == 0)
                for i in range(3)
            ]

    def branch(parent: int, node: int) -> None:
        remember((parent, node))
        nodes = st.session_state.nodes
        new = len(nodes)
        nodes.append(TreeNode(id=new, parent=node, text="␣new", prob=0.25))
        nodes.append(TreeNode(id=new + 1, parent=new, text="␣end", prob=0.125))

    return token_tree(st.session_state.nodes, key="it", label="The text and its alternatives", on_pick=branch)


def png(shade: int) -> bytes:
    import io

    from PIL import Image

    file = io.BytesIO()
    Image.new("RGB", (8, 8), (shade, 0, 0)).save(file, "PNG")
    return file.getvalue()


def lanes() -> None:
    """Three lanes of five frames; the frame told comes back as `at`, and a button asks for the second frame."""
    st.session_state.runs = st.session_state.get("runs", 0) + 1
    st.text(f"run {st.session_state.runs}")
    st.button("second", on_click=lambda: st.session_state.update(at=1))
    names = ["x_t <b>", "noise", "x̂₀"]

    def shown(at: int) -> None:
        st.session_state.at = at
        remember(at)

    picture_film(
        [
            PictureLane(
                title=name,
                frames=[png(50 * i + 10 * lane) for i in range(5)],
                captions=[f"frame {i} of {HOSTILE[2]}" for i in range(5)],
                pixels=lane < 2,
            )
            for lane, name in enumerate(names)
        ],
        [f"signal {25 * i} %" for i in range(5)],
        key="it",
        label="From noise to a picture",
        at=st.session_state.get("at", -1),
        autoplay="autoplay" in st.query_params,
        per_second=8,
        on_show=shown,
    )


def points() -> None:
    """A point goes from left to right in five frames, over a surface that is low on the left and high on the right."""
    import numpy as np

    way = np.stack([np.linspace(-0.8, 0.8, 5), np.zeros(5)], 1)[:, None]
    plane(
        [
            Surface(
                name="height",
                frames=np.tile(np.linspace(0, 1, 8), (8, 1)),
                low=0,
                high=1,
                low_name="low",
                high_name="high",
                signed=True,
            ),
            Arrows(name="wind", places=np.array([[-0.5, 0.5]]), moves=np.array([[0.0, -0.25]]), colour="gray"),
            Paths(name="way", frames=way, colour="gray"),
            Points(name="<b>point</b>", frames=way, colour="orange"),
        ],
        [f"step {i}" for i in range(5)],
        [f"the point is at {x:.1f}" for x in way[:, 0, 0]],
        key="it",
        label="A plane",
        reach=1.0,
        per_second=8,
        on_draw=remember,
    )


def turned() -> None:
    """A point goes towards the middle in three frames, and comes back to its place; another stands still."""
    import numpy as np

    way = np.array([[[0.9, 0.5, 0.2]], [[0.1, 0.5, 0.2]], [[0.9, 0.5, 0.2]]])
    still = np.array([[-0.5, -0.5, 0.0]])
    cloud(
        [
            Lines(name="line", ends=np.array([[[-0.5, -0.5, 0.0], [0.0, 0.0, 0.0]]])),
            Cloud(name="<b>one</b>", frames=way, colour="orange"),
            Cloud(name="height", frames=still, colour="height"),
        ],
        [f"step {i}" for i in range(3)],
        [f"the point at step {i}" for i in range(3)],
        key="it",
        label="A cloud",
        autoplay="autoplay" in st.query_params,
        on_show=remember,
    )


def writing() -> None:
    steps = [
        WritingFrame(piece="␣cat", text=" cat", candidates=[("␣cat", 0.0713), ("␣moon", 0.0496)], chosen=0),
        WritingFrame(piece="␣<i>", text=" <i>", candidates=[(".", 0.4), ("␣and", 0.2)], chosen=None),
        WritingFrame(piece=".", text="." + " It goes on." * 9, candidates=[(",", 0.4), (".", 0.2)], chosen=1),
    ]
    writing_film("On the", steps, key="it", label="A text is written", per_second=4)


def texts() -> None:
    def shown(at: int) -> None:
        st.session_state.at = at
        remember(at)

    frames = [
        TextFrame(parts=[("given", "The cat"), ("written", " qvzzk")], value="update 0"),
        TextFrame(
            parts=[("given", "The cat"), ("written", " was "), ("marked", "<i>a cat</i>"), ("written", " and سلام")],
            value="update 1",
        ),
        TextFrame(parts=[("given", "The cat"), ("written", " sat. " + "It goes on. " * 10)], value="update 2"),
    ]
    at = st.session_state.get("at", 1)
    text_film(frames, mark="copied", key="it", label="Texts", at=at, per_second=4, on_show=shown)


def heap() -> None:
    kinds = [DotKind("good", "blue"), DotKind("<b>junk</b>", "red square"), DotKind("odd", "blue hollow")]
    kind = [0, 1, 2] * 20
    bin = [0 if k == 1 else -1 for k in kind]
    bin[0] = 1
    funnel(kinds, ["Junk", "Copies"], kind, bin, key="it", label="A heap")


def years() -> object:
    lanes = [
        Lane(id="text", label="Text", letter="T", colour="blue"),
        Lane(id="image", label="Images", letter="I", colour="orange"),
    ]

    def event(year: int, lane: str, title: str, page: str = "") -> Event:
        return Event(
            year=year,
            lane=lane,
            title=title,
            text=f"{title} came. Two sentences <b>say</b> what changed.",
            source="A paper",
            source_url="https://example.org/paper",
            page=page,
            page_label="Open the chapter" if page else "",
        )

    events = [
        event(2017, "text", "Transformer", "/attention"),
        event(1950, "text", "Turing test"),
        event(2014, "image", "GAN"),
        event(2014, "text", "Attention"),
        event(2020, "image", "Diffusion"),
    ]
    return timeline(events, lanes, key="it", label="From 1950 to today", on_pick=remember)


def parts() -> None:
    def pick(name: str) -> None:
        st.session_state.part = name
        remember(name)

    anatomy(
        [
            AnatomyPart(name="words", title="Words", sub="<b>3</b>", words=" · ".join(HOSTILE)),
            AnatomyPart(name="noise", title="Noise", sub="4 numbers", picture=png(80), leads="20 ×"),
            AnatomyPart(name="curve", title="Curve", sub="from 0 to 1", curve=[0, 0.5, 1]),
        ],
        chosen=st.session_state.get("part", "noise"),
        key="it",
        label="A model",
        on_pick=pick,
    )


def sheet(shades: "list[int]", columns: int) -> bytes:
    """Squares of 8 pixels in one shade of red each, row by row, as one WebP file."""
    import io

    import numpy as np
    from PIL import Image

    red = np.array(shades, np.uint8).reshape(-1, columns).repeat(8, 0).repeat(8, 1)
    file = io.BytesIO()
    Image.fromarray(np.stack([red, 0 * red, 0 * red], -1)).save(file, "WEBP", lossless=True)
    return file.getvalue()


def faces() -> None:
    """Six pictures to pick from."""
    names = [f"{i} {HOSTILE[i % 8]}" for i in range(6)]
    gallery(sheet([0, 40, 80, 120, 160, 200], 3), names, columns=3, key="it", label="Faces", chosen=1, on_pick=remember)


def places() -> None:
    """A map of 3 × 3 pictures, the lowest row the darkest; two points, and a mark in the lower left corner."""
    import numpy as np

    reads = [f"row {row}, column {column} <b>" for row in range(3) for column in range(3)]
    grid = np.array([[-1.0, 0.0, 1.0], [-2.0, 0.0, 2.0]])
    kinds = [Kind(name="<b>one</b>", colour="#E69F00"), Kind(name="two", colour="#0072B2", square=True)]
    latent_map(
        sheet([180, 200, 220, 100, 120, 140, 20, 40, 60], 3),
        reads,
        grid,
        np.array([[0.0, 0.0], [1.0, 2.0]]),
        [0, 1],
        kinds,
        [Mark(name="here", x=-1, y=-2)],
        key="it",
        label="A map",
        faces="faces" in st.query_params,
    )


def maps() -> None:
    """Three steps; "hat" is looked at from the first row alone, half in step 1, a quarter after it; the rest pads.

    The step told comes back as `at`, and a button asks for the first step.
    """
    import numpy as np

    st.button("first", on_click=lambda: st.session_state.update(at=0))

    def shown(at: int) -> None:
        st.session_state.at = at
        remember(at)

    shares = np.zeros((3, 16, 16, 3), np.float16)
    shares[:, 0, :, 1] = [[0.5], [0.25], [0.25]]
    shares[..., 2] = 0.125
    shares[:, 0, 15, 0] = 0.25
    word_maps(
        ["<b>", "hat", "سلام"],
        shares,
        [png(s) for s in (0, 80, 160)],
        word=1,
        at=st.session_state.get("at", 1),
        key="it",
        label="Words and places",
        on_show=shown,
    )


SHOWS = {
    "parts": parts,
    "maps": maps,
    "faces": faces,
    "places": places,
    "strip": strip,
    "bars": bars,
    "attention": attention,
    "tree": tree,
    "lanes": lanes,
    "points": points,
    "cloud": turned,
    "writing": writing,
    "texts": texts,
    "heap": heap,
    "years": years,
}

st.set_page_config(page_title="Components", layout="wide")
st.title("One component")
returned = SHOWS[st.query_params["show"]]()
st.text(f"returned {returned}; told {st.session_state.get('told', [])}")
