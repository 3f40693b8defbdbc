import pytest


@pytest.mark.parametrize("module", ["models.shapes.train"])
def test_the_whole_training_runs_small_and_a_second_start_has_nothing_left_to_do(module, train_small):
    assert train_small(module)
