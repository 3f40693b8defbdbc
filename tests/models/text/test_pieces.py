import numpy as np

from models.engine import families
from models.engine.requests import Tokens
from models.text import pieces, tokenizer

TEXT = "Größe <|im_end|> 猫 12"


def test_a_run_gives_the_tokenizers_ids_in_one_step_without_a_forward_pass():
    (step,) = pieces.run(pieces.load(print), Tokens(text=TEXT))
    assert step.input_ids.dtype == np.int64
    assert step.input_ids.tolist() == tokenizer.encode(TEXT)
    assert step.passes == 0


def test_an_empty_text_has_no_tokens_and_a_second_run_is_the_same():
    for _ in range(2):
        (step,) = pieces.run(None, Tokens(text=""))
        assert step.input_ids.shape == (0,)


def test_no_weights_are_claimed():
    assert pieces.describe(None) == families.ModelInfo(name="SmolLM2 tokenizer", sha256="", arithmetic="")
