import numpy as np

from models.avatars.attributes import (
    ATTRIBUTES,
    HELD_OUT,
    NAMES,
    held_out,
    labels,
    options,
    sample_person,
    to_person,
    to_row,
    visible,
)


def people(n=3000, **settings):
    rng = np.random.default_rng(0)
    return [sample_person(rng, **settings) for _ in range(n)]


def test_a_person_and_its_row_are_the_same_thing():
    for person in people(50):
        assert to_person(to_row(person)) == person


def test_every_value_occurs_in_the_balanced_world():
    seen = {(a, p[a]) for p in people() for a in ATTRIBUTES}
    assert seen == {(a, n) for a in ATTRIBUTES for n in NAMES[a]}


def test_unlisted_attributes_are_uniform():
    tops = [p["top"] for p in people()]
    assert all(abs(tops.count(n) / 3000 - 1 / 15) < 0.02 for n in NAMES["top"])


def test_in_the_skewed_world_clothes_go_with_skin_and_light_skin_is_most_common():
    world = people(skewed=True)
    skins = [p["skin"] for p in world]
    blazers = {s: np.mean([p["clothes"] == "blazer" for p in world if p["skin"] == s]) for s in ("pale", "dark")}
    assert skins.count("pale") > 5 * skins.count("dark")
    assert blazers["pale"] > 0.5 > 0.2 > blazers["dark"]


def test_what_is_hidden_has_no_label():
    rows = np.array([to_row(p) for p in people(300)])
    hidden = labels(rows) < 0
    for row, dark in zip(rows, hidden, strict=True):
        person = to_person(row)
        assert dark[ATTRIBUTES.index("hat_color")] == (person["top"] not in ("hat", "hijab", "turban", "winter hat"))
        assert dark[ATTRIBUTES.index("eyes")] == (person["glasses"] in ("sunglasses", "eye patch"))


def test_a_held_out_pair_counts_only_where_both_can_be_seen():
    base = dict(to_person([0] * 12), clothes="hoodie", cloth_color="yellow")
    assert held_out(base) == [HELD_OUT.index(("clothes", "hoodie", "cloth_color", "yellow"))]
    assert held_out(base | {"top": "hijab"}) == []


def test_every_option_of_the_renderer_is_set_for_everyone():
    keys = {frozenset(options(p)) for p in people(100)}
    assert len(keys) == 1
    assert all(visible(p)["skin"] for p in people(10))
