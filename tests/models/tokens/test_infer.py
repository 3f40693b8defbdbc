import numpy as np

from models.engine import ModelInfo
from models.engine.asking import steps_of
from models.text import tokenizer
from models.tokens import bpe, infer
from models.tokens.kinds import Tokens, TrainBPE

TEXT = "Größe <|im_end|> 猫 12"


def test_a_run_gives_the_tokenizers_ids_in_one_step_without_a_forward_pass():
    (step,) = steps_of(infer, infer.load(print), Tokens(text=TEXT))
    assert step.input_ids.dtype == np.int64
    assert step.input_ids.tolist() == tokenizer.encode(TEXT)
    assert step.passes == 0


def test_an_empty_text_has_no_tokens_and_a_second_run_is_the_same():
    for _ in range(2):
        (step,) = steps_of(infer, None, Tokens(text=""))
        assert step.input_ids.shape == (0,)


def test_no_weights_are_claimed():
    assert infer.describe(None) == ModelInfo(name="SmolLM2 tokenizer", sha256="", arithmetic="")


def test_training_is_one_step_a_merge_with_the_pieces_of_both_texts():
    request = TrainBPE(text="low low low lower lower newest newest", other="slow 猫")
    first, *steps = steps_of(infer, None, request)
    merges = bpe.train(request.text, 200)
    assert (first.left.size, first.count, first.vocab_size) == (0, 0, 256)
    assert (first.tokens, first.other_tokens) == (len(request.text.encode()), len(request.other.encode()))
    assert [(s.left.tobytes(), s.right.tobytes()) for s in steps] == [m.pair for m in merges]
    assert [s.count for s in steps] == [m.count for m in merges]
    for n, step in enumerate(steps, 1):
        assert step.vocab_size == 256 + n
        assert step.tokens == len(bpe.apply(request.text, merges[:n]))
        assert step.other_tokens == len(bpe.apply(request.other, merges[:n]))


def test_training_on_an_empty_text_learns_nothing():
    (step,) = steps_of(infer, None, TrainBPE(text="", other="abc"))
    assert (step.tokens, step.other_tokens) == (0, 3)


def test_training_stops_at_the_merges_asked_for():
    assert len(list(steps_of(infer, None, TrainBPE(n_merges=5)))) == 6
