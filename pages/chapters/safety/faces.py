"""Real or generated? Twenty faces to guess, a detector that beats everybody, and the JPEG that beats the detector."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

import numpy as np
import streamlit as st

from models.safety import flat, measured
from pages.basics import theme
from pages.basics.intervals import wilson
from pages.basics.language import _
from pages.basics.words import fill, show
from pages.chapters.safety import charts
from pages.frame.frame import Frame

TWENTY = 20
TUNED = 50  # real and generated pictures that set the detector's threshold; the others try it
GUESSED = "_safety_guessed"  # seed → the guesses so far: whether each face was called generated


@dataclass(frozen=True)
class Face:
    number: int
    kind: Literal["real", "made", "diffusion"]  # rendered, drawn by the GAN, drawn by diffusion

    @property
    def made(self) -> bool:
        return self.kind != "real"

    @property
    def picture(self) -> np.ndarray:
        picture: np.ndarray = measured.faces()[self.kind][self.number]
        return picture


def chosen(seed: int) -> list[Face]:
    """Ten real faces, five of the GAN and five by diffusion, of those that did not tune the detector, in a random
    order."""
    rng = np.random.default_rng(seed)
    real, made = ((TUNED + rng.permutation(TUNED)[: TWENTY // 2]).tolist() for _half in range(2))
    faces = [Face(number, "real") for number in real]
    faces += [Face(number, "made" if i < TWENTY // 4 else "diffusion") for i, number in enumerate(made)]
    return [faces[i] for i in rng.permutation(TWENTY).tolist()]


@cache
def flat_shares(quality: int | None) -> dict[str, np.ndarray]:
    """Of the real, the GAN's and the diffused pictures: (100,) shares of flat pixels, clean or saved as JPEG."""
    return {
        name: flat.share(pictures if quality is None else np.stack([flat.jpeg(p, quality) for p in pictures]))
        for name, pictures in measured.faces().items()
    }


@cache
def cut() -> float:
    """Below it the detector calls a picture generated."""
    shares = flat_shares(None)
    return flat.threshold(shares["real"][:TUNED], shares["made"][:TUNED])


@dataclass(frozen=True)
class Called:
    """How many pictures it calls generated, of those that did not tune it."""

    made: int  # of the GAN's
    diffusion: int
    real: int
    n: int  # of each kind


def caught(quality: int | None) -> Called:
    shares = flat_shares(quality)
    counts = {name: int((shares[name][TUNED:] < cut()).sum()) for name in ("made", "diffusion", "real")}
    return Called(**counts, n=len(shares["made"]) - TUNED)


def detector_right(faces: Sequence[Face], quality: int | None) -> int:
    shares = flat_shares(quality)
    return sum((shares[f.kind][f.number] < cut()) == f.made for f in faces)


def draw(page: Frame, seed: int, quality: int) -> None:
    _quiz(seed)
    st.subheader(_("A detector that looks at one number"), anchor=False)
    st.markdown(said(quality))
    for title, used, key in ((_("As they are"), None, "flat"), (_("Saved as JPEG, {q}"), quality, "flat_jpeg")):
        shares = flat_shares(used)
        groups = {
            _("real"): (False, shares["real"][TUNED:]),
            _("by the GAN"): (True, shares["made"][TUNED:]),
            _("by diffusion"): (True, shares["diffusion"][TUNED:]),
        }
        st.markdown(f"**{fill(title, {'q': quality})}**")
        page.figure(
            charts.sorted_by(groups, cut(), _("flat pixels (share)"), flip=True, palette=theme.palette()),
            key,
            alt=_("Share of flat pixels of real and generated faces, and the detector's threshold."),
            table_elsewhere=True,
        )
    page.table(
        {
            _("faces"): [_("as they are"), *(f"JPEG {q}" for q in (95, 75, 50, 25))],
            _("by the GAN, caught"): [_share(caught(q).made) for q in (None, 95, 75, 50, 25)],
            _("by diffusion, caught"): [_share(caught(q).diffusion) for q in (None, 95, 75, 50, 25)],
            _("real, called generated"): [_share(caught(q).real) for q in (None, 95, 75, 50, 25)],
        },
        label=_("The detector before and after JPEG"),
    )
    note = _(
        "A pixel is flat if the one to its right and the one below have exactly its colour. Left of the dashed line "
        "the detector says: generated. Filled: right, open: wrong. Threshold tuned on {tuned} others of the GAN and "
        "{tuned} real ones, on none by diffusion. Both drew with seeds {first} to {last}: the GAN, and text to image "
        "in four steps from as many captions. Real: rendered avatars. Prepared; JPEG is made here."
    )
    st.markdown(f":small[{fill(note, {'tuned': TUNED, 'first': TUNED, 'last': 2 * TUNED - 1})}]")


def _share(k: int) -> str:
    low, high = wilson(k, TUNED)
    return f"{k} / {TUNED} ({show(low, '.0%')} – {show(high, '.0%')})"


def said(quality: int) -> str:
    before, after = caught(None), caught(quality)
    n = before.n
    text = _(
        "Clean pictures: it catches {made} of {n} faces of the GAN, on which it was tuned, and accuses {real} of {n} "
        "real ones. Of faces by diffusion, which it has never seen, it catches {diffusion} of {n} ({low} to {high})"
    )
    low, high = wilson(before.diffusion, n)
    if high < wilson(before.made, n)[0]:
        text += _(": fewer. ")
    else:
        text += _(": no fewer, as far as {n} tell. ")
    text += _("After JPEG {quality}: {after_made}, {after_diffusion} and **{accused}** real ones.")
    values = {"made": before.made, "n": n, "real": before.real, "diffusion": before.diffusion, "quality": quality}
    values |= {"low": show(low, ".0%"), "high": show(high, ".0%")}
    accused, real = after.real, before.real
    values |= {"after_made": after.made, "after_diffusion": after.diffusion, "accused": accused}
    if accused > n / 2:
        text += " " + _("The trace that it looked at is gone, so it takes most real pictures for fakes.")
    elif accused > real:
        text += " " + _("It now accuses real pictures that it had let pass.")
    else:
        text += " " + _("At this quality its judgement on real pictures is the same.")
    return fill(text, values)


@st.fragment  # a guess redraws the quiz alone
def _quiz(seed: int) -> None:
    kept: dict[int, list[bool]] = st.session_state.setdefault(GUESSED, {})
    guesses, faces = kept.setdefault(seed, []), chosen(seed)
    if len(guesses) < TWENTY:
        number = len(guesses)
        title = _("Face {i} of {n}: real or generated?")
        st.markdown(f"**{fill(title, {'i': number + 1, 'n': TWENTY})}**")
        with st.container(horizontal=True, gap="large", vertical_alignment="center"):
            st.image(_large(faces[number].picture), width=192, alt=fill(_("Face {i}"), {"i": number + 1}))
            with st.container(width=200):
                for made, label in ((False, _("Real")), (True, _("Generated"))):
                    st.button(
                        label, key=f"_face_{made}_{number}", on_click=_guess, args=(seed, number, made), width="stretch"
                    )
        st.progress(number / TWENTY, fill(_("{k} of {n} guessed"), {"k": number, "n": TWENTY}))
        return
    st.markdown(score(faces, guesses))
    for kind, title in (("real", _("Real")), ("made", _("By the GAN")), ("diffusion", _("By diffusion"))):
        row = [(face, guess) for face, guess in zip(faces, guesses, strict=True) if face.kind == kind]
        st.markdown(f":small[{title}]")
        with st.container(horizontal=True, gap="small"):
            for face, guess in row:
                mark = "✓" if guess == face.made else "✗"
                st.image(_large(face.picture), width=72, caption=mark, alt=f"{title}, {mark}")
    st.button(_("Guess again"), key="_faces_again", icon=":material/refresh:", on_click=_forget, args=(seed,))


def score(faces: Sequence[Face], guesses: Sequence[bool]) -> str:
    """The visitor's hit rate beside the detector's on the same faces."""
    right = sum(face.made == guess for face, guess in zip(faces, guesses, strict=True))
    n = len(faces)
    low, high = wilson(right, n)
    text = _("**You: {k} of {n} right**, {share}, 95 % interval {low} to {high}. The detector: {detector} of {n}. ")
    if low > 0.5:
        text += _("A coin lies below the interval: you can tell them apart.")
    elif high < 0.5:
        text += _("A coin lies above the interval: you tell them apart, but call them by the wrong name.")
    else:
        text += _("A coin lies inside the interval: this does not show that you can tell them apart.")
    values = {"k": right, "n": n, "share": show(right / n, ".0%"), "low": show(low, ".0%"), "high": show(high, ".0%")}
    return fill(text, values | {"detector": detector_right(faces, None)})


def _large(picture: np.ndarray) -> np.ndarray:
    return picture.repeat(3, 0).repeat(3, 1)


def _guess(seed: int, number: int, made: bool) -> None:
    """Nothing for a button of an earlier face, pressed twice."""
    guesses = st.session_state[GUESSED][seed]
    if len(guesses) == number:
        guesses.append(made)


def _forget(seed: int) -> None:
    st.session_state[GUESSED].pop(seed, None)
