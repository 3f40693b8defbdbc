"""What runs cost by formula is what torch's counter counts while they run, and beams are the passes that are made."""

import pytest

from models.classifier.net import load_classifier
from models.cost import beams, faces
from models.cost.arithmetic import of_pass
from models.cost.counting import counted, text_passes
from models.engine.model_info import ModelInfo
from models.engine.steps import Step
from models.engine.trace import Trace
from models.gan import infer as gan
from models.gan.kinds import Gan, GanDistance, GanReadings, GanSamples
from models.text import infer as text
from models.text.architecture import SMOLLM2
from models.text.kinds import Write
from models.text.net import Pass
from models.text.together import Logits
from models.vae import infer as vae
from models.vae.kinds import Around, Change, Encode, FromNoise, Interpolate, VaeSamples, Walk

FACES = [
    Gan(),
    Gan(frames=3, mix_from_layer=2),
    GanSamples(count=2),
    GanReadings(count=50),
    VaeSamples(count=2),
    FromNoise(count=3),
    Walk(frames=3),
    Around(count=2),
    Change(changes=(("glasses/sunglasses", 1.0),)),
    Encode(),
    Encode(direction="glasses/sunglasses"),
    Interpolate(frames=4),
]


@pytest.fixture(scope="module")
def loaded():
    classifier = load_classifier()
    faces_of_gan = gan.load(classifier)
    for network in (faces_of_gan.generator, faces_of_gan.critic):  # the counter wants to follow gradients otherwise
        network.requires_grad_(False)
    return {"gan": faces_of_gan, "vae": vae.load(None, "", classifier)}  # no codec: none of these asks for it


@pytest.mark.parametrize("request_", FACES, ids=lambda request: f"{request.kind}-{FACES.index(request)}")
def test_a_run_of_faces_costs_what_torchs_counter_counts_while_it_runs(loaded, request_):
    module = {"gan": gan, "vae": vae}[request_.family]
    run = module.RUNS[type(request_)]
    assert counted(lambda: list(run(loaded[request_.family], request_))) == faces.multiply_adds(request_)


def test_what_has_no_formula_says_so():
    assert faces.multiply_adds(GanDistance()) is None
    assert faces.multiply_adds(Encode(model="codec")) is None


BEAMS = [
    Write(method="beam", num_beams=3, max_new_tokens=5),
    Write(method="beam", num_beams=2, max_new_tokens=6, forced_ids=(198, 220, 1)),
    Write(method="beam", num_beams=4, max_new_tokens=12, prompt="Say yes.", chat=True),
]


def driven(net, request):
    """The trace of a run, and what it asked of the network: (texts, new, past, scored) of each pass."""
    run, steps, asked, answer = text.RUNS[Write](net, request), [], [], None
    while True:
        try:
            item = run.send(answer)
        except StopIteration:
            break
        answer = None
        if isinstance(item, Step):
            steps.append(item)
            continue
        if isinstance(item, Pass):
            asked.append([*item.input_ids.shape, item.cache.length, 0])
        if isinstance(item, Logits):
            asked[-1][3] += len(item.hidden_states)
        [answer] = text.together(net, [item])
    return Trace(request, tuple(steps), ModelInfo(name="", sha256="", arithmetic=""), 1.0), asked


@pytest.mark.parametrize("request_", BEAMS, ids=["plain", "given tokens", "chat"])
def test_beams_cost_the_passes_that_the_search_makes(net, request_):
    trace, asked = driven(net, request_)
    formula = beams.passes(trace)
    assert [[p.texts, p.new, p.past, p.texts * p.scored] for p in formula] == asked
    assert len(formula) == trace.forward_passes
    expected = sum(p.texts * of_pass(SMOLLM2, p.new, p.past, p.scored).total for p in formula)
    assert beams.multiply_adds(SMOLLM2, trace) == expected


def test_a_pass_of_the_beams_is_what_torchs_counter_counts_on_transformers_model(net):
    """Attention counted whole there; a pass of several texts costs as many times that of one."""
    formula = beams.passes(driven(net, BEAMS[0])[0])
    for new, past, count in text_passes([(p.new, p.past) for p in formula[:3]]):
        assert of_pass(SMOLLM2, new, past, causal=False).total == count
