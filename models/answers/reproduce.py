"""The Python that asks a question as the app does: plain transformers."""

from __future__ import annotations

from models.answers.kinds import NEW_TOKENS, Ask
from models.engine.requests import Request
from models.text import reproduce

ASK = """\
prompt = {prompt!r}
start = tokenizer(prompt, return_tensors="pt").input_ids

def answer(rng):  # None: the likeliest token each time
    ids, logprob = start, 0.0
    for place in range({tokens}):
        row = model(ids).logits[0, -1].double().log_softmax(-1)
        sums = row.exp().cumsum(-1).numpy()
        token = int(row.argmax() if rng is None else np.searchsorted(sums, rng.random() * sums[-1], side="right"))
        ids, logprob = torch.cat([ids, torch.tensor([[token]])], 1), logprob + row[token]
        if token in (0, 2) or "\\n" in tokenizer.decode(token):
            break
    return tokenizer.decode(ids[0, start.shape[1]:], skip_special_tokens=True).strip().split("\\n")[0], logprob.exp()

for n in range({rows}):  # the first is greedy
    text, p = answer(np.random.default_rng({first} + n - 1) if n else None)
    print(f"{{p:.4%}} {{text!r}}")
"""


def python(request: Request) -> str | None:
    assert isinstance(request, Ask)
    code = ASK.format(
        prompt=request.prompt, tokens=NEW_TOKENS, rows=1 + request.samples, first=request.samples * request.seed
    )
    return reproduce.load(first="import numpy as np\n") + code
