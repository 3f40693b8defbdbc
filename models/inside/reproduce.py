"""The Python that gives the numbers of the family inside: plain transformers with forward hooks."""

from __future__ import annotations

from models.engine.requests import Request
from models.inside.kinds import NEURONS, Broken, Inside
from models.text.reproduce import load

INSIDE = """\
ids = tokenizer({prompt!r}, return_tensors="pt").input_ids
at = ({token} or ids.shape[1]) - 1
seen = {{}}  # name of a module → what went in and what came out for this token

def note(name):
    def hook(module, args, kept, out):
        first = args[0] if args else kept["hidden_states"]
        seen[name] = first[0, at], (out[0] if isinstance(out, tuple) else out)[0, at]
    return hook

for name, module in model.named_modules():
    if name.startswith("model.layers.") or name == "model.norm":
        module.register_forward_hook(note(name), with_kwargs=True)
logits = model(ids).logits[0, at]
for i in logits.topk(10).indices:
    print(f"{{tokenizer.decode(i)!r}}: logit {{logits[i]:.3f}}, {{logits.softmax(-1)[i]:.2%}}")

# What each part adds to the logit of the favourite, with the last norm's scale of the finished stream.
top, norm = logits.argmax(), model.model.norm
stream = seen["model.norm"][0]
direction = model.lm_head.weight[top] * norm.weight / (stream.square().mean() + norm.variance_epsilon).sqrt()
print(f"embedding: {{seen['model.layers.0'][0] @ direction:+.3f}}")
for i, layer in enumerate(model.model.layers):
    name = f"model.layers.{{i}}"
    attention, mlp = seen[name + ".self_attn.o_proj"][1], seen[name + ".mlp"][1]
    effects = direction @ layer.mlp.down_proj.weight * seen[name + ".mlp.down_proj"][0]
    print(f"layer {{i}}: attention {{attention @ direction:+.3f}}, MLP {{mlp @ direction:+.3f}},",
          "strongest neurons", effects.abs().topk({neurons}).indices.tolist())"""
BROKEN = """\
ids = tokenizer({prompt!r}, return_tensors="pt").input_ids
config, layers = model.config, model.model.layers
heads, dim = config.num_attention_heads, layers[0].self_attn.head_dim

def show(name):
    p = model(ids, use_cache=False).logits[0, -1].double().softmax(-1)
    print(name, ", ".join(f"{{tokenizer.decode(i)!r}} {{p[i]:.2%}}" for i in p.topk(8).indices))
    return p

before = show("whole:")
{change}
after = show("broken:")
print(f"moved: {{(before - after).abs().sum() / 2:.2%}}")"""
IN = "for layer in {where}:"
CHANGES = {
    "positions": "model.model.rotary_emb.register_forward_hook("
    "lambda m, args, out: (torch.ones_like(out[0]), torch.zeros_like(out[1])))",
    "order": "ids[0, 1:-1] = ids[0, 1:-1].flip(0)",
    "queries": f"{IN}\n    layer.self_attn.q_proj.register_forward_hook(lambda m, args, out: 0 * out)",
    "keys": f"{IN}\n    layer.self_attn.k_proj.register_forward_hook(lambda m, args, out: out.roll(1, 1))",
    "values": f"{IN}\n    layer.self_attn.v_proj.register_forward_hook(lambda m, args, out: out.roll(1, 1))",
    "head": "def off(module, args):\n    x = args[0].clone()\n"
    "    x[..., dim * {head} : dim * ({head} + 1)] = 0\n    return (x,)\n\n"
    f"{IN}\n    layer.self_attn.o_proj.register_forward_pre_hook(off)",
    "attention": f"{IN}\n    layer.self_attn.o_proj.register_forward_hook(lambda m, args, out: 0 * out)",
    "mlp": f"{IN}\n    layer.mlp.register_forward_hook(lambda m, args, out: 0 * out)",
    "layer": "model.model.layers = torch.nn.ModuleList(l for i, l in enumerate(layers) if i != {layer})\n"
    "config.num_hidden_layers -= 1",
    "swap": "order = list(layers)\norder[{layer}], order[{other}] = order[{other}], order[{layer}]\n"
    "model.model.layers = torch.nn.ModuleList(order)",
}


def python(request: Request) -> str | None:
    match request:
        case Inside():
            return load() + INSIDE.format(prompt=request.prompt, token=request.token, neurons=NEURONS)
        case Broken():
            where = "layers" if request.everywhere else f"[layers[{request.layer}]]"
            named = {"where": where, "layer": request.layer, "head": request.head, "other": request.other}
            return load() + BROKEN.format(prompt=request.prompt, change=CHANGES[request.part].format(**named))
    return None
