"""Runs the scripts that arrive on stdin as JSON, each in a process of its own that nothing of the project is known to.

What a script imports is imported here first: the next one, forked from this process, then has it at once. Answers with
the exit status of each. Started with -I, so that neither the project nor the folder of the scripts is on the path.
"""

import ast
import contextlib
import json
import os
import runpy
import sys

IMPORTS = (ast.Import, ast.ImportFrom)


def run(folder):
    os.chdir(folder)
    with open("stdout.txt", "w") as out, open("stderr.txt", "w") as err:
        os.dup2(out.fileno(), 1)
        os.dup2(err.fileno(), 2)
    status = 1
    try:
        runpy.run_path("script.py", run_name="__main__")
        status = 0
    except BaseException:
        sys.excepthook(*sys.exc_info())
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)


for line in sys.stdin:
    folder = json.loads(line)
    with open(f"{folder}/script.py", encoding="utf-8") as file:
        tree = ast.parse(text := file.read())
    ahead = ast.Module([node for node in tree.body if isinstance(node, IMPORTS)], [])
    with contextlib.suppress(ImportError):  # it is the script's to say what is missing
        exec(compile(ahead, "imports", "exec"), {})
        if "torch.optim" in text:
            import torch._dynamo  # noqa: F401 (an optimiser's first step imports it, for a second)
    child = os.fork() or run(folder)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
