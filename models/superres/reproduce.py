"""The Python that enlarges a picture: the network is one formula on the shipped file."""

from __future__ import annotations

from models.avatars.reproduce import FUNCTIONAL, REDUCED, pixels, start
from models.engine.requests import Request
from models.superres.kinds import Enlarge

ENLARGE = """
s = weights("superres/weights/superres")

def conv(x, name, padding=1):
    return F.conv2d(x, s[f"{{name}}.weight"], s[f"{{name}}.bias"], padding=padding)

def linear(x, name):
    return F.linear(x, s[f"{{name}}.weight"], s[f"{{name}}.bias"])

def residual(x, name):
    return x + conv(F.silu(conv(x, f"{{name}}.first")), f"{{name}}.second")

def learned(x):  # what is added to the bicubic picture
    x = conv(x, "small.0")
    for k in range(1, 7):
        x = residual(x, f"small.{{k}}")
    whole = F.silu(linear(conv(x, "whole.0", padding=0).flatten(1), "whole.2"))  # tells each position about all others
    x = F.pixel_shuffle(conv(x + linear(whole, "spread")[..., None, None], "upper.0"), 2)
    x = residual(residual(x, "upper.2"), "upper.3")
    return F.pixel_shuffle(conv(F.silu(x), "last.1"), 2)

original = reduced({picture}[None])
small = reduced(original, 4)
x = numbers(small)
bicubic = F.interpolate(x, scale_factor=4, mode="bicubic")
made = {{"bicubic": drawn(bicubic), "enlarged": drawn(bicubic + learned(x))}}
for name, picture in made.items():
    error = ((picture.astype(np.float32) - original) ** 2).mean()
    print(f"{{name}}: {{10 * np.log10(255**2 / max(error, 1e-3)):.1f}} dB")
for name, picture in {{"original": original, "small": small, **made}}.items():
    Image.fromarray(picture[0]).save(f"{{name}}.png")"""


def python(request: Request) -> str | None:
    if not isinstance(request, Enlarge):
        return None
    begin = start(request.picture, more=FUNCTIONAL) + REDUCED
    return begin + ENLARGE.format(picture=pixels(request.picture))
