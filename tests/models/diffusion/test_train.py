import os
import subprocess
import sys

import pytest


@pytest.mark.parametrize("module", ["models.diffusion.train", "models.diffusion.distill"])
def test_the_whole_training_runs_small_and_a_second_start_has_nothing_left_to_do(module, root, tmp_path):
    environment = os.environ | {"GENERATIVE_AI_LIVE_CACHE": str(tmp_path), "HF_HUB_OFFLINE": "1"}
    for _ in range(2):
        command = [sys.executable, "-m", module, "--smoke", "--threads", "1"]
        done = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, timeout=500)
        assert done.returncode == 0, done.stderr[-2000:]
    assert list(tmp_path.rglob("*.safetensors"))
