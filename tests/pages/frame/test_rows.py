"""Rows: found in the chapters that the registry names; what they set of a request follows from their own fields."""

from importlib import import_module

import pytest

from models.diffusion.kinds import Denoise
from models.engine.errors import InvalidRequest
from models.text.kinds import NextToken, Write
from models.vae.kinds import VaeSamples
from pages.frame import registry, rows
from pages.frame.shared_rows import PROMPT, SEED

CHAPTERS = registry.written()


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda chapter: chapter.slug)
def test_a_chapter_has_the_rows_of_its_own_module_each_name_once(chapter):
    own = import_module(chapter.controls).ROWS
    assert len({row.name for row in own}) == len(own)
    assert all(rows.of(row.name, chapter.slug) is row for row in own)
    assert all(row.parse(str(row.default)) == row.default for row in own), "a default is within its limits"


@pytest.mark.parametrize("slug", ["", "no-such-chapter"])
def test_home_has_the_names_that_every_address_may_hold_and_no_others(slug):
    assert rows.of("prompt", slug) is PROMPT
    assert not rows.has("guidance", slug) and not rows.has("at", slug)


def test_a_name_that_every_address_may_hold_is_one_row():
    everywhere = {id(row): row.name for c in CHAPTERS for row in import_module(c.controls).ROWS if row.everywhere}
    assert len(set(everywhere.values())) == len(everywhere)


def test_values_come_along_where_both_chapters_mean_the_same():
    assert rows.same("prompt", "next-token", "attention") and rows.same("show", "tokens", "gan")
    assert not rows.same("prompt", "next-token", "text-to-image")
    assert not rows.same("look", "next-token", "attention")


def test_rows_set_the_fields_that_they_name_whatever_the_order():
    values = {"seed": 3, "eta": 0.5, "steps": 7}
    assert Denoise(**rows.fields(Denoise, values, "diffusion")) == Denoise(num_inference_steps=7, eta=0.5, seed=3)
    values = {"min_p": 0.1, "top_p": 0.9, "temperature": 0.5, "penalty": 1.5, "tokens": 8}
    expected = Write(temperature=0.5, top_p=0.9, min_p=0.1, repetition_penalty=1.5, max_new_tokens=8)
    assert Write(**rows.fields(Write, values, "writing")) == expected


def test_a_row_of_another_request_counts_where_the_field_has_its_name():
    assert rows.of("seed", "writing") is SEED and SEED.owner is Write
    assert rows.fields(Denoise, {"seed": 4}, "writing") == {"seed": 4}
    assert rows.fields(VaeSamples, {"heat": 0.5, "count": 2}, "families") == {"temperature": 0.5, "count": 2}


@pytest.mark.parametrize(
    ("kind", "values", "slug", "named"),
    [
        (NextToken, {"prompt": "a", "temperature": 0.5}, "next-token", "temperature"),
        (Denoise, {"look": "plane"}, "diffusion", "look"),
        (VaeSamples, {"heat": 0.5, "psi": 0.5}, "families", "psi"),
    ],
)
def test_a_control_that_sets_nothing_of_the_request_is_an_error_of_the_program(kind, values, slug, named):
    with pytest.raises(TypeError, match=f"{named} sets .*which {kind.__name__} does not have"):
        rows.fields(kind, values, slug)


def test_two_controls_that_set_the_same_are_an_error_of_the_program():
    with pytest.raises(TypeError, match="face sets seed of Write, as one before it does"):
        rows.fields(Write, {"seed": 1, "face": 2}, "gan")


@pytest.mark.parametrize(
    ("slug", "name", "raw", "sentence"),
    [
        ("diffusion", "steps", "1e3", "steps is “1e3”, which cannot be read."),
        ("diffusion", "eta", "1e3", "eta is 1e3; it goes from 0 to 1."),
        ("writing", "chat", "maybe", "chat is “maybe”, which cannot be read."),
        ("writing", "branch", "0.3.12-x", "branch contains “x”, which is not a text, a position and a token."),
        ("writing", "at", "1000", "at is “1000”, which cannot be read."),
        ("gan", "look", "plane", "look is “plane”; choose one of faces, walk, truncation, mix, enlarge."),
    ],
)
def test_a_value_outside_the_limits_is_named_as_the_address_writes_it(slug, name, raw, sentence):
    with pytest.raises(InvalidRequest) as error:
        rows.of(name, slug).parse(raw)
    assert str(error.value).startswith(sentence)
