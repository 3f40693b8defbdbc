"""The Python that draws the picture GAN's faces and asks its critic: each layer is one formula on the shipped file."""

from __future__ import annotations

from models.avatars.reproduce import FUNCTIONAL, REDUCED, SAMPLE, several, start
from models.classifier.kinds import SEEDS
from models.classifier.reproduce import CLASSIFIER, DISTANCE, FEATURES, row
from models.engine.requests import Request
from models.gan.kinds import Gan, GanDistance, GanReadings, GanSamples

GENERATOR = """
g = weights("gan/weights/generator")

def style(seed, psi):  # 64 numbers of noise → w, drawn towards the mean one where ψ is below 1
    w = 8 * F.normalize(torch.randn(1, 64, generator=torch.Generator().manual_seed(seed)))
    for k in (0, 2, 4):
        w = F.linear(w if k == 0 else F.leaky_relu(w, 0.2), g[f"mapping.{k}.weight"], g[f"mapping.{k}.bias"])
    return g["w_mean"] + psi * (w - g["w_mean"])

def generate(styles):  # a w for each of the seven layers
    x = g["constant"]
    for k, w in enumerate(styles):
        if k % 2:
            x = F.interpolate(x, scale_factor=2)
        x = F.conv2d(x, g[f"layers.{k}.conv.weight"], g[f"layers.{k}.conv.bias"], padding=1)
        scale_shift = F.linear(w, g[f"layers.{k}.style.weight"], g[f"layers.{k}.style.bias"])
        scale, shift = scale_shift[..., None, None].chunk(2, 1)
        x = F.instance_norm(F.leaky_relu(x, 0.2)) * (1 + scale) + shift
    return F.pixel_shuffle(F.conv2d(x, g["to_rgb.weight"], g["to_rgb.bias"], padding=1), 2)
"""
CRITIC = """
c = weights("gan/weights/critic")

def critic(x):
    x = F.pixel_unshuffle(x, 2)
    for k, stride in ((1, 1), (3, 2), (5, 2), (7, 2)):
        x = F.leaky_relu(F.conv2d(x, c[f"body.{k}.weight"], c[f"body.{k}.bias"], stride, padding=1), 0.2)
    x = torch.cat([x.flatten(1), torch.zeros(len(x), 1)], 1)  # the spread of a batch, which one picture does not have
    x = F.leaky_relu(F.linear(x, c["head.1.weight"], c["head.1.bias"]), 0.2)
    return F.linear(x, c["head.3.weight"], c["head.3.bias"])[:, 0]
"""
WALK = """
real = critic(numbers(reduced(sample[:64])))
first, second = style({seed}, {psi}), style({second_seed}, {psi})
for i, t in enumerate(np.linspace(0, 1, {frames}).tolist()):  # one frame: the first seed alone
    w = (1 - t) * first + t * second
    x = generate([w if k < {mix_from_layer} else second for k in range(7)])
    [picture], [logit] = drawn(x), critic(x)
    preferred = torch.sigmoid(logit - real).mean()  # to a real one, over 64
    away = (w - g["w_mean"]).norm()
    print(f"{{t:.0%}} of the way: logit {{logit:+.2f}}, preferred in {{preferred:.1%}},",
          f"{{away:.1f}} from the mean style,", said(read(picture)[1]))
    Image.fromarray(picture).save(f"face-{{i:02}}.png")"""

BY_NUMBER = """
real = np.load("models/classifier/real_features.npz")
made = np.concatenate([judged(drawn(generate(7 * [style(seed, {psi})])))[0] for seed in {seeds}])
for count in (50, 100, 200, 500, 1000):
    for name, features in (("GAN", made), ("real", real["compared"].astype(float))):
        sets = features.reshape(-1, count, 256)
        distances = [frechet(real["mean"].astype(float), real["covariance"].astype(float), part) for part in sets]
        print(f"{{count}} pictures, {{name}}, mean of {{len(sets)}}: {{np.mean(distances):.3f}}")"""

COUNTED = """
counts = {{name: dict.fromkeys(names, 0) for name, names in values.items()}}
for seed in {seeds}:
    for name, value in zip(values, likeliest(read(drawn(generate(7 * [style(seed, {psi})]))[0])[1])):
        counts[name][value] += 1
for name, seen in counts.items():
    print(name, seen)"""


def python(request: Request) -> str | None:
    begin = start(more=FUNCTIONAL)
    match request:
        case Gan():
            return (begin + REDUCED + GENERATOR + CRITIC + CLASSIFIER + "\n" + SAMPLE).rstrip("\n") + WALK.format(
                seed=request.seed,
                second_seed=request.second_seed,
                psi=request.truncation_psi,
                frames=request.frames,
                mix_from_layer=request.mix_from_layer,
            )
        case GanSamples():
            picture = f"drawn(generate(7 * [style(number, {request.truncation_psi})]))[0]"
            return begin + GENERATOR + CLASSIFIER + row(several(request.seed, request.count, SEEDS), picture)
        case GanReadings():
            seeds = several(request.seed, request.count, SEEDS)
            return begin + GENERATOR + CLASSIFIER + COUNTED.format(psi=request.truncation_psi, seeds=seeds)
        case GanDistance():
            judge = CLASSIFIER + FEATURES + DISTANCE
            seeds = several(request.seed, 1000, SEEDS)
            return begin + GENERATOR + judge + BY_NUMBER.format(psi=request.truncation_psi, seeds=seeds)
    return None
