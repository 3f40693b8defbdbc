"""What a host may set: read once, checked, documented in one table, and in force in every request."""

import dataclasses
import os
import subprocess
import sys
from pathlib import Path

import pytest

from models.engine.errors import InvalidRequest
from models.engine.limits import TextLimit, limits
from models.engine.ops.settings import PREFIX, Settings, read
from models.families import kinds
from models.text.kinds import NextToken, Write
from models.tokens.kinds import Tokens

ROOT = Path(__file__).resolve().parents[4]


def in_a_server_with(code, **settings):
    env = os.environ | {PREFIX + name: value for name, value in settings.items()}
    return subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=env, capture_output=True, text=True, timeout=60)


def test_the_table_of_the_documentation_is_the_code_s():
    lines = (ROOT / "docs" / "limits.md").read_text(encoding="utf-8").splitlines()
    rows = [[cell.strip() for cell in line.split("|")[1:4]] for line in lines if line.startswith(f"| `{PREFIX}")]
    expected = [
        [
            f"`{PREFIX}{one.name.upper()}`",
            str(one.default),
            f"{one.metadata['low']} to {one.metadata['high']}" if one.metadata else "a path",
        ]
        for one in dataclasses.fields(Settings)
    ]
    assert rows == expected


def test_nothing_set_gives_the_defaults_and_what_is_set_is_taken():
    assert read({}) == read({PREFIX + "TEXT_RUNS": " "}) == Settings()
    assert read({PREFIX + "TEXT_RUNS": "4", PREFIX + "FILTER_WORDS": "/w"}) == Settings(text_runs=4, filter_words="/w")


@pytest.mark.parametrize("value", ["0", "65", "-1", "x", "1.5", "１", "9" * 400])
def test_a_slip_is_said_with_what_is_allowed(value):
    with pytest.raises(ValueError, match="GENERATIVE_AI_LIVE_TEXT_RUNS is “.*”; give a whole number from 1 to 64."):
        read({PREFIX + "TEXT_RUNS": value})


def test_a_server_with_a_slip_in_its_settings_does_not_start():
    done = in_a_server_with("import models.engine", TEXT_RUNS="many")
    assert done.returncode != 0 and "GENERATIVE_AI_LIVE_TEXT_RUNS is “many”" in done.stderr


def test_a_host_s_caps_hold_for_widgets_and_for_requests():
    code = """
from models.diffusion.kinds import TextToImage
from models.engine.errors import InvalidRequest
from models.engine.limits import limits
from models.text.kinds import NextToken, Write
from models.tokens.kinds import Tokens
print(limits(Write)["max_new_tokens"].high, limits(TextToImage)["num_inference_steps"].high,
      limits(NextToken)["prompt"].max_tokens, limits(Tokens)["text"].max_tokens, limits(Write)["stop"].max_tokens)
for ask in (lambda: Write(max_new_tokens=51), lambda: TextToImage(num_inference_steps=31),
            lambda: NextToken(prompt="a " * 99)):
    try:
        ask()
    except InvalidRequest as error:
        print(error)
"""
    done = in_a_server_with(code, MAX_NEW_TOKENS="50", MAX_STEPS="30", MAX_PROMPT_TOKENS="70")
    assert done.stdout.splitlines() == [
        "50 30 70 4096 16",
        "max_new_tokens is 51; it goes from 1 to 50.",
        "num_inference_steps is 31; it goes from 1 to 30.",
        "The text has 100 tokens; at most 70 fit here. Shorten it by 30.",
    ]


def test_without_settings_the_limits_are_the_requests_own():
    assert limits(Write)["max_new_tokens"].high == 128
    assert limits(Tokens)["text"].max_tokens == 4096
    assert len(NextToken(prompt="a " * 255).prompt) == 510
    with pytest.raises(InvalidRequest):
        Write(max_new_tokens=129)


def test_the_lowest_caps_leave_every_default_valid():
    lowest = {one.name.upper(): str(one.metadata["low"]) for one in dataclasses.fields(Settings) if one.metadata}
    code = "from models.families import kinds; print(len([kind() for kind in kinds().values()]))"
    done = in_a_server_with(code, **lowest)
    assert done.stdout.strip() == str(len(kinds())), done.stderr


def test_every_text_that_a_visitor_types_has_a_prompt_s_limits():
    found = 0
    for kind in kinds().values():
        for one in dataclasses.fields(kind):
            if not isinstance(getattr(kind(), one.name), str):
                continue
            if isinstance(limits(kind).get(one.name), TextLimit):
                found += 1
            else:  # a choice, a picture or a schedule: no free text
                with pytest.raises(InvalidRequest):
                    kind(**{one.name: "any words"})
    assert found >= 10
