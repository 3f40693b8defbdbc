"""The Python that gives the comparison's numbers: plain transformers."""

from __future__ import annotations

from models.bias.kinds import Compare
from models.engine.requests import Request
from models.text.reproduce import load

COMPARE = """\
prompts = {prompts!r}
continuations = {continuations!r}
for prompt in prompts:
    before = tokenizer(prompt, return_tensors="pt").input_ids
    for continuation in continuations:
        after = tokenizer(continuation, return_tensors="pt").input_ids
        logits = model(torch.cat([before, after], 1)).logits[0, before.shape[1] - 1 : -1]
        logprob = logits.log_softmax(-1).gather(1, after[0, :, None]).sum()
        print(f"{{logprob:.4f}} nats: {{prompt!r}} {{continuation!r}}")"""


def python(request: Request) -> str | None:
    match request:
        case Compare():
            return load() + COMPARE.format(prompts=list(request.prompts), continuations=list(request.continuations))
    return None
