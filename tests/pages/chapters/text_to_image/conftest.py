import pytest

from models.diffusion.kinds import TextToImage


@pytest.fixture(scope="session")
def drawn(drawing):
    """A run of four steps."""
    prompt = "a sad person with sunglasses, yellow background"
    return drawing.run(TextToImage(prompt=prompt, num_inference_steps=4, seed=7)).trace()
