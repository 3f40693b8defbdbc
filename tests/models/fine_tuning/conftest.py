"""What the Python of a fine-tuning prints, run over the model that other tests have loaded too."""

import ast
import contextlib
import io
import warnings

import pytest
import torch

from models import reproduce


@pytest.fixture
def printed(script_start):
    """What the Python of a request prints, run here over the model that other tests have loaded too."""

    def run(request):
        head, _found, code = reproduce.python(request).partition(".eval()\n")
        imports = [node for node in ast.parse(head + ".eval()").body if isinstance(node, ast.Import | ast.ImportFrom)]
        names, out = dict(script_start), io.StringIO()
        exec(compile(ast.Module(imports, []), "imports", "exec"), names)
        try:
            with contextlib.redirect_stdout(out), torch.enable_grad(), warnings.catch_warnings():
                warnings.simplefilter("ignore", FutureWarning)  # peft asks transformers for what is renamed there
                exec(code, names)
        finally:
            if names["model"] is not script_start["model"]:
                names["model"].unload()
        return out.getvalue().splitlines()

    return run
