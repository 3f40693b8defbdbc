"""The ends of the latent space chapter's scripts: walks, attributes added, faces from noise, and the map."""

from __future__ import annotations

from models.avatars.attributes import HATS
from models.avatars.reproduce import pixels, several
from models.classifier.kinds import SEEDS
from models.classifier.reproduce import row
from models.vae.kinds import (
    Arithmetic,
    Around,
    Change,
    CompareBetas,
    Encode,
    FromNoise,
    Interpolate,
    LatentMap,
    OpenFace,
    VaeSamples,
    Walk,
)

ENCODE = """
picture = {picture}
mu, logvar = encode(picture)
made = decode(mu)
error = ((made.astype(np.float32) - picture) ** 2).mean()
kl = 0.5 * (mu**2 + logvar.exp() - 1 - logvar).sum()
print("mu", mu[0].numpy().round(4), "sigma", (logvar[0] / 2).exp().numpy().round(4), sep="\\n")
print(f"error {{error:.1f}} squared levels of 255, KL {{kl:.1f}} nats")
Image.fromarray(made[0]).save("decoded.png")"""
DIRECTION = """
# A direction leads to a value from the one that this face shows; where it shows the value already, from the others.
means = load_file("models/vae/weights/beta/means.safetensors")

def direction(name, probs):
    attribute, value = name.split("/")
    now = values[attribute][probs[attribute].argmax()]
    others = [now] if now != value else [v for v in values[attribute] if v != value]
    return means[name] - sum(means[f"{attribute}/{v}"] for v in others) / len(others)
"""
ADD = """
[changed] = decode(mu + {amount} * direction({direction!r}, read(made[0])[1]))
print(said(read(changed)[1]))
Image.fromarray(changed).save("changed.png")"""
ARC = """
def arc(a, b, t):
    angle = torch.arccos(((a / a.norm()) * (b / b.norm())).sum().clamp(-1, 1))
    if angle.sin() < 1e-4:  # on one line the arc is not defined
        return (1 - t) * a + t * b
    return torch.sin((1 - t) * angle) / angle.sin() * a + torch.sin(t * angle) / angle.sin() * b
"""
INTERPOLATE = """
a, b = encode({first})[0], encode({second})[0]
for i, t in enumerate(np.linspace(0, 1, {frames}).tolist()):
    z = {between}
    [picture] = decode(z)
    print(f"{{t:.0%}} of the way: length {{z.norm():.1f}},", said(read({small})[1]))
    Image.fromarray(picture).save(f"frame-{{i:02}}.png")"""
WALK = """
faces = [{first}, {second}]
for name, face in zip(("first", "second"), faces):
    mu, logvar = encode(face)
    error = ((decode(mu).astype(np.float32) - face) ** 2).mean()
    kl = 0.5 * (mu**2 + logvar.exp() - 1 - logvar).sum()
    print(f"the {{name}} face: {{10 * np.log10(255**2 / max(error, 1e-3)):.1f}} dB, KL {{kl:.1f}} nats")
    print("mu", mu[0].numpy().round(4), "sigma", (logvar[0] / 2).exp().numpy().round(4), sep="\\n")
a, b = encode(faces[0])[0], encode(faces[1])[0]
for i, t in enumerate(np.linspace(0, 1, {frames}).tolist()):
    over = np.rint((1 - t) * faces[0] + t * faces[1]).astype(np.uint8)  # cross-faded: no decoder
    line, bow = (1 - t) * a + t * b, arc(a, b, t)
    for name, picture, z in (("over", over, encode(over)[0]), ("line", decode(line), line), ("arc", decode(bow), bow)):
        print(f"{{t:.0%}} of the way, {{name}}: length {{z.norm():.1f}},", said(read(picture[0])[1]))
        Image.fromarray(picture[0]).save(f"{{name}}-{{i:02}}.png")"""
CHANGE = """
z = encode({picture})[0]
changes = {changes}
[before] = decode(z)
now = read(before)[1]
for name, amount in changes:
    z = z + amount * direction(name, now)
[changed] = decode(z)
then = read(changed)[1]
print("before:", said(now))
print("changed:", said(then))
for name, amount in changes:
    attribute, value = name.split("/")
    place = values[attribute].index(value)
    print(f"{{name}} × {{amount:+.1f}}: {{now[attribute][place]:.1%}} before, {{then[attribute][place]:.1%}} now")
Image.fromarray(before).save("decoded.png")
Image.fromarray(changed).save("changed.png")"""
ARITHMETIC = """
with np.load("models/avatars/sample.npz") as file:
    mu = encode(reduced(file["pictures"]))[0]
    of = {{name: np.array(values[name])[column] for name, column in zip(values, file["rows"].T)}}
face = encode({picture})[0]
attribute, value = {attribute!r}, {value!r}
now = values[attribute][read(decode(face)[0])[1][attribute].argmax()]
shown = of[attribute]
{hidden}without = (shown != value) & (shown != "") if now == value else shown == now
has, lacks = (mu[torch.tensor(np.flatnonzero(which)[:{count}])] for which in (shown == value, without))
total = face + {amount} * (has.mean(0) - lacks.mean(0))
faces = {{"with": has.mean(0, keepdim=True), "without": lacks.mean(0, keepdim=True), "face": face, "sum": total}}
print(f"with: the mean of {{len(has)}}, without: the mean of {{len(lacks)}}")
for name, z in faces.items():
    [picture] = decode(z)
    probs = read(picture)[1]
    print(f"{{name}}: {{probs[attribute][values[attribute].index(value)]:.1%}} {{value}},", said(probs))
    Image.fromarray(picture).save(f"{{name}}.png")"""
# Where an attribute cannot be seen, as models/avatars/attributes.py has it.
HIDDEN = {
    "hair_color": f"""\
bare = np.isin(of["top"], {["bald", *HATS]}) & (of["beard"] == "no beard")
shown = np.where(bare, "", shown)  # no hair is seen
""",
    "hat_color": f"""\
shown = np.where(np.isin(of["top"], {list(HATS)}), shown, "")  # without a hat none is seen
""",
    "eyes": """\
shown = np.where(np.isin(of["glasses"], ["sunglasses", "eye patch"]), "", shown)  # hidden
""",
    **dict.fromkeys(("clothes", "cloth_color"), 'shown = np.where(of["top"] == "hijab", "", shown)  # hidden\n'),
}
BELL = "torch.randn({count}, 32, generator=torch.Generator().manual_seed({seed}))"
FACES = """
seen = []
for i, row in enumerate({places}):
    [picture] = decode(row[None])
    probs = read(picture)[1]
    print(f"face {{i + 1}}: length {{row.norm():.1f}},", said(probs))
    seen.append(likeliest(probs))
    Image.fromarray(picture).save(f"face-{{i}}.png")
print(f"all agree in {{sum(len(set(readings)) == 1 for readings in zip(*seen))}} of 12 readings")"""
LATENT_MAP = """
mu = encode(sample)[0]  # where the pictures of the sample lie
low, high = mu.quantile(0.01, 0).tolist(), mu.quantile(0.99, 0).tolist()
across, up = torch.linspace(low[0], high[0], {side}), torch.linspace(low[1], high[1], {side})
rows = [decode(torch.stack([across, y.expand({side})], 1)) for y in up]
for y, pictures in zip(up, rows):
    for x, picture in zip(across, pictures):
        print(f"{{x:.4f}} {{y:.4f}}", said(read(picture)[1]))
page = np.concatenate([np.concatenate(list(pictures), 1) for pictures in rows[::-1]])  # the highest row on top
Image.fromarray(page).save("map.webp", quality=85)
np.savetxt("sample.csv", mu.numpy(), "%.4f", ",")"""

OPEN_FACE = """
face = {picture}
mu = encode(face)[0]
for half, network, x in (("encoder", encoder, numbers(face)), ("decoder", decoder, mu)):
    for i, layer in enumerate(network):
        x = layer(x)
        if x.ndim == 4 and isinstance(layer, (nn.Conv2d, nn.Sequential, nn.Unflatten)):
            shown = x[0].var((1, 2)).argsort(descending=True)[:4]  # the channels on the page
            means = " ".join(f"{{value:.4f}}" for value in x[0, shown].mean((1, 2)))
            print(f"{{half}} {{i}}: {{x.shape[1]}} channels, {{shown.tolist()}} have means {{means}}")
with torch.enable_grad():
    x = numbers(face).requires_grad_()
    rows = [torch.autograd.grad(number, x, retain_graph=True)[0][0].sum(0) for number in encoder(x)[0, :32]]
np.save("slopes.npy", 2 / 255 * torch.stack(rows).numpy())  # of each mean, per level of 255"""
COMPARE_BETAS = """
face = {picture}
for beta in ("0.1", "10", "100", "1000"):
    both.load_state_dict(weights(f"vae/weights/small/{{beta}}/beta"))
    for name, those in (("face", face), ("sample", sample)):
        mu, logvar = encode(those)
        error = ((decode(mu).astype(float) - those) ** 2).mean()
        kl = 0.5 * (mu**2 + logvar.exp() - 1 - logvar).sum(1).mean()
        print(f"β {{beta}}, {{name}}: squared error {{error:.2f}}, KL {{kl:.2f}} nats")
    made = decode(torch.randn(6, 32, generator=torch.Generator().manual_seed(0)))
    Image.fromarray(np.concatenate(list(made), 1)).save(f"made-{{beta}}.png")"""


def _face(picture: str) -> str:
    return f"reduced({pixels(picture)}[None])"


def _input(picture: str, model: str) -> str:
    return f"{pixels(picture)}[None]" if model == "codec" else _face(picture)


def encode(request: Encode) -> str:
    code = ENCODE.format(picture=_input(request.picture, request.model))
    if not request.direction:
        return code
    return code + "\n" + DIRECTION + ADD.format(amount=request.amount, direction=request.direction)


def interpolate(request: Interpolate) -> str:
    straight = request.path == "linear"
    return ("" if straight else ARC) + INTERPOLATE.format(
        first=_input(request.first, request.model),
        second=_input(request.second, request.model),
        frames=request.frames,
        between="(1 - t) * a + t * b" if straight else "arc(a, b, t)",
        small="reduced(picture[None])[0]" if request.model == "codec" else "picture",
    )


def walk(request: Walk) -> str:
    return ARC + WALK.format(first=_face(request.first), second=_face(request.second), frames=request.frames)


def change(request: Change) -> str:
    return DIRECTION + CHANGE.format(picture=_face(request.picture), changes=list(request.changes))


def arithmetic(request: Arithmetic) -> str:
    attribute, value = request.direction.split("/")
    return ARITHMETIC.format(
        picture=_face(request.picture),
        attribute=attribute,
        value=value,
        hidden=HIDDEN.get(attribute, ""),
        count=request.count,
        amount=request.amount,
    )


def from_noise(request: FromNoise | VaeSamples) -> str:
    if isinstance(request, FromNoise):
        return FACES.format(places=f"{request.scale} * {BELL.format(count=request.count, seed=request.seed)}")
    drawn = f"decode({request.temperature} * {BELL.format(count=1, seed='number')})[0]"
    return row(several(request.seed, request.count, SEEDS), drawn)


def around(request: Around) -> str:
    bell = BELL.format(count=request.count, seed=request.seed)
    return f"\nmu, logvar = encode({_face(request.picture)})" + FACES.format(
        places=f"mu + {request.times} * (logvar / 2).exp() * {bell}"
    )


def open_face(request: OpenFace) -> str:
    return OPEN_FACE.format(picture=_face(request.picture))


def compare_betas(request: CompareBetas) -> str:
    return COMPARE_BETAS.format(picture=_face(request.picture))


def latent_map(request: LatentMap) -> str:
    return LATENT_MAP.format(side=request.side)
