"""The shipped GAN reaches its report's figures on the shipped sample, where distances are larger: 400 pictures."""

from models.gan.evaluate import evaluate


def test_the_shipped_gan_is_near_the_sample_and_no_kind_is_missing():
    found = evaluate(n=400)
    assert found["against real"]["frechet"] <= 60  # 54.5 measured, and a tenth of margin; 28.7 for 2,000 against 5,000
    assert found["against real"]["precision"] >= 0.95
    assert found["no collapsed mode"]
