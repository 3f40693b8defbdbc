"""The Python that writes a function as the app does: plain transformers."""

from __future__ import annotations

from models.code.kinds import NEW_TOKENS, WriteCode
from models.engine.requests import Request
from models.text import reproduce

WRITE = """\
prompt, start = {prompt!r}, {start!r}
prompt_ids = tokenizer(prompt, return_tensors="pt").input_ids

def function(ids):  # all before the first line at the margin; and whether there is one
    text = tokenizer.decode(ids, skip_special_tokens=True)
    body, *rest = re.split(r"\\n(?=\\S)", {after!r} + text, maxsplit=1)
    return start + body, bool(rest)
{grammar}
def write(rng):  # None: the likeliest token each time
    ids = []
    while len(ids) < {tokens}:
        row = model(torch.cat([prompt_ids, torch.tensor([ids], dtype=torch.long)], 1)).logits[0, -1].double()
        while True:
            if rng is None:
                token = int(row.argmax())
            else:
                sums = ({softmax}).cumsum(-1).numpy()
                token = int(np.searchsorted(sums, rng.random() * sums[-1], side="right"))
            text, over = function(ids + [token])
            over = over or token in (0, 2)
            {check}
        ids.append(token)
        if over:
            break
    return function(ids)[0].rstrip() + "\\n"

for n in range({rows}):  # the first is greedy
    text = write(np.random.default_rng({first} + n - 1) if n else None)
    {cut}
    print(repr(text))
"""
GRAMMAR = """
def error(text):
    try:
        compile(text, "<text>", "exec", ast.PyCF_ONLY_AST | 0x4000)  # the last: a text may be unfinished
    except SyntaxError as found:
        return found
    except (ValueError, RecursionError, MemoryError) as found:
        return SyntaxError(str(found))

def fits(text):  # whether the last line has no error, or none before its end
    found, last = error(text), text.rpartition("\\n")[2]
    if found is None or "incomplete input" in found.msg:
        return True
    if found.lineno != text.count("\\n") + 1 or isinstance(found, IndentationError):
        return False
    unfinished = ("unterminated string literal", "expected 'else' after")
    return (found.offset or 0) > len(last) or found.msg.startswith(unfinished)

def possible(text):  # whether the text can still become Python
    lines, last = text.rpartition("\\n")[::2]
    if not last.strip():
        found = error(lines + "\\n")
        goes_on = ("incomplete input", "expected an indented block", "expected 'except' or 'finally'")
        return found is None or any(known in found.msg for known in goes_on)
    word = re.search(r"[^\\W\\d]\\w*$", text)
    longer = [name for name in keyword.kwlist if word and name.startswith(word[0]) and name != word[0]]
    return fits(text) or any(fits(text[:word.start()] + name) for name in longer)

def readable(text):  # the longest beginning, in whole lines, that is Python
    lines = text.splitlines(keepends=True)
    for count in range(len(lines), 2, -1):
        if not isinstance(error("".join(lines[:count])), SyntaxError):
            return "".join(lines[:count])
    return "".join(lines[:2])
"""


def python(request: Request) -> str | None:
    assert isinstance(request, WriteCode)
    warm = f"(row / {request.temperature}).softmax(-1)"
    coldest = "torch.nn.functional.one_hot(row.argmax(), len(row)).double()"
    check = 'if possible(text + "\\n" if over else text):\n                break\n            row[token] = -torch.inf'
    code = WRITE.format(
        prompt=request.prompt,
        start=request.prompt[request.prompt.rindex("\ndef ") + 1 :].rstrip("\n"),
        after="\n" if request.ending == "line" else "",
        tokens=NEW_TOKENS,
        rows=1 + request.samples,
        first=request.samples * request.seed,
        grammar=GRAMMAR if request.grammar else "",
        softmax=warm if request.temperature else coldest,
        check=check if request.grammar else "break",
        cut="text = readable(text)" if request.grammar else "",
    )
    code = code.replace("\n    \n", "\n")
    modules = "import ast\nimport keyword\nimport re\n" if request.grammar else "import re\n"
    return reproduce.load(first=f"{modules}import numpy as np\n") + code
