"""Attention: where each head looks in the visitor's text, what each depth would write, what changes without a head."""

import numpy as np
import streamlit as st

from models.text import sampling, tokenizer
from models.text.architecture import architecture
from models.text.kinds import Attend
from pages.basics import memo
from pages.basics.language import _
from pages.chapters.attention import first_token, heads_off, logit_lens, prediction
from pages.chapters.attention import heads as attention_heads
from pages.figures.components.attention_view import attention_view, thumbnails
from pages.figures.components.bars import Bar, probability_bars
from pages.frame import controls, frame

SHOWN = 10  # bars

page = frame.open("attention", heads=architecture().all_heads)
with page.first:
    prompt = controls.draw("prompt")
with page.controls:
    chosen = controls.draw("layer", "head")
    with st.expander(_("Switch heads off…"), expanded=bool(controls.value("off")), icon=":material/toggle_off:"):
        off = page.ask(heads_off.Ablation, off=controls.draw("off")).off
        st.button(_("Switch all on"), on_click=controls.put, kwargs={"off": ""}, disabled=not off, width="stretch")

with page.stage:
    trace = page.run(page.ask(Attend, prompt=prompt, ablated_heads=heads_off.read(off)[0]))
    request, step = trace.request, trace.last
    whole = page.run(Attend(prompt=request.prompt)).last if request.ablated_heads else step
    layers, per_layer = step.attentions.shape[:2]
    layer, head = min(chosen["layer"], layers - 1), min(chosen["head"], per_layer - 1)
    pieces = [tokenizer.visible(i) for i in step.input_ids.tolist()]
    shares = step.attentions[layer, head].astype(np.float32)
    pairs = [(q, k) for q in range(len(pieces)) for k in range(q + 1)]
    kinds, counts = memo.of(trace, "kinds", lambda: attention_heads.kinds(step))
    attention_view(
        pieces,
        memo.of(trace, "thumbnails", lambda: thumbnails(step.attentions)),
        shares,
        layer=layer,
        head=head,
        key="attention",
        label=_("Where each head looks"),
        ablated=request.ablated_heads,
        kinds=kinds,
        on_pick=lambda layer, head: controls.put(layer=layer, head=head),
        on_toggle=attention_heads.toggle,
    )
    page.line(
        trace,
        lambda: {
            _("query"): [pieces[q] for q, _k in pairs],
            _("key"): [pieces[k] for _q, k in pairs],
            _("share of attention (%)"): [round(100 * float(shares[pair]), 2) for pair in pairs],
        },
        view={"layer": layer, "head": head},
    )

with page.controls:
    probs, before = sampling.softmax(step.logits), sampling.softmax(whole.logits)
    order = np.argsort(-before, kind="stable")[:SHOWN].tolist()
    risen = [i for i in np.argsort(-probs, kind="stable")[:3].tolist() if i not in order]
    compared = bool(request.ablated_heads)
    probability_bars(
        [
            Bar(id=i, text=tokenizer.visible(i), prob=float(probs[i]), second=float(before[i]) if compared else None)
            for i in [*order, *risen]
        ],
        key="after",
        label=_("Next token"),
        first_label=_("with heads off") if compared else "",
        second_label=_("with all heads") if compared else "",
        pickable=False,
    )

last, top = int(shares[-1].argmax()), int(before.argmax())
leads = np.flatnonzero(whole.lens_ids[:, 0] != top)
values = dict(
    prompt=request.prompt,
    layer=layer,
    head=head,
    heads=layers * per_layer,
    layers=layers,
    per_layer=per_layer,
    length=len(pieces),
    last=pieces[-1],
    looked_at=pieces[last],
    looked_share=float(shares[-1, last]),
    row_sum=float(shares[-1].sum()),
    top=tokenizer.visible(top),
    top_prob=float(before[top]),
    base_prob=float(before[top]),
    now_prob=float(probs[top]),
    off_count=len(request.ablated_heads),
    lens_depth=int(leads.max()) + 1 if len(leads) else 0,
    **counts,
)


def without_layer_0() -> tuple[str, dict[str, object]]:
    """The prediction's answer, from one more run: the same text without the heads of layer 0."""
    layer_0 = tuple((0, head) for head in range(per_layer))
    ablated = sampling.softmax(page.run(Attend(prompt=request.prompt, ablated_heads=layer_0)).last.logits)
    return prediction.answer(before, ablated), {
        "ablated_top": tokenizer.visible(int(ablated.argmax())),
        "ablated_prob": float(ablated.max()),
    }


if compared:
    with page.controls:
        page.words.say("off", **values)
page.words.say("run", **values)
page.predict(without_layer_0, **values)
page.views("look").fill({"lens": lambda: logit_lens.draw(page, trace), "parked": lambda: first_token.draw(page, trace)})
page.words.rest(page.deep, **values)
