"""The ends of the latent space chapter's scripts: strange pictures, bytes against error, noise taken away, and blur."""

from __future__ import annotations

from models.avatars.reproduce import pixels
from models.vae.kinds import Blur, Clean, Compress

ANOMALY = """
mu, logvar = encode(sample)
errors = ((decode(mu).astype(np.float32) - sample) ** 2).mean((1, 2, 3))
kls = 0.5 * (mu**2 + logvar.exp() - 1 - logvar).sum(1)
for number, (error, kl) in enumerate(zip(errors, kls)):
    score = error * (2 / 255) ** 2 * (64 * 64 * 3) / (2 * 0.25**2) + kl  # what training kept low, in nats
    print(f"{number}: error {error:.1f} squared levels of 255, KL {kl:.1f} nats, score {score:.1f}")"""
PSNR = """
def psnr(a, b):  # dB
    return 10 * np.log10(255**2 / max(((a.astype(np.float32) - b) ** 2).mean(), 1e-3))
"""
ROUNDED = """
def rounded(z, bits):  # each number as the middle of one of 2^bits equal steps from −4 to 4
    width = 8 / 2**bits
    return ((z.clamp(-4, 4) + 4) / width).floor().clamp(max=2**bits - 1) * width + width / 2 - 4
"""
JPEG = """
picture = {picture}
for quality in (1, 5, 10, 20, 35, 50, 75, 90, 95):
    Image.fromarray(picture).save("stored.jpg", quality=quality, optimize=True)
    data = open("stored.jpg", "rb").read()
    scan = data.index(b"\\xff\\xda") + 2  # before the pixels' own bytes lie tables, and this last header
    tables = scan + int.from_bytes(data[scan : scan + 2], "big")
    stored = np.array(Image.open("stored.jpg"))
    print(f"jpeg {{quality}}: {{len(data)}} bytes, {{tables}} of them tables, {{psnr(stored, picture):.2f}} dB")
"""
CODEC = """
mu = encode(picture[None])[0]
for bits in (1, 2, 3, 4, 5, 6, 8):
    [stored] = decode(rounded(mu, bits))
    print(f"codec {bits}: {mu.numel() * bits // 8} bytes, {psnr(stored, picture):.2f} dB")
    Image.fromarray(stored).save(f"codec-{bits}.png")
"""
FACE = """
mu = encode(reduced(picture[None]))[0]
for bits in (1, 2, 3, 4, 6, 8, 16):
    stored = Image.fromarray(decode(rounded(mu, bits))[0]).resize((128, 128), Image.Resampling.BICUBIC)
    print(f"face {bits}: {mu.numel() * bits // 8} bytes, {psnr(np.array(stored), picture):.2f} dB")
    stored.save(f"face-{bits}.png")"""
CLEAN = """
def smooth(picture):  # the mean of each 3×3 places; the border is repeated
    wide = np.pad(picture.astype(np.float32), ((1, 1), (1, 1), (0, 0)), mode="edge")
    return np.rint(sum(wide[i : i + 64, j : j + 64] for i in range(3) for j in range(3)) / 9).astype(np.uint8)

[picture] = reduced({picture}[None])
noise = torch.randn(picture.shape, generator=torch.Generator().manual_seed({seed})).numpy()
for i, sigma in enumerate(np.linspace(0, 128, {frames}).tolist()):
    noisy = np.clip(np.rint(picture + sigma * noise), 0, 255).astype(np.uint8)
    made = {{"noisy": noisy, "cleaned": decode(encode(noisy[None])[0])[0], "smoothed": smooth(noisy)}}
    print(f"noise {{sigma:.1f}}:", ", ".join(f"{{name}} {{psnr(x, picture):.2f}} dB" for name, x in made.items()))
    for name, x in made.items():
        Image.fromarray(x).save(f"{{name}}-{{i:02}}.png")"""
BLUR = """
def error(a, b):
    return ((a.astype(np.float32) - b) ** 2).mean()

def edges(x):  # mean step between neighbouring pixels
    x = x.astype(np.float32)
    return (np.abs(np.diff(x, axis=0)).mean() + np.abs(np.diff(x, axis=1)).mean()) / 2

[picture] = reduced({picture}[None])
z = encode(picture[None])[0]
distance = (encode(sample)[0] - z).norm(dim=1).numpy()
others = np.flatnonzero((sample != picture).any((1, 2, 3)))
nearest = others[np.argsort(distance[others], kind="stable")[:{neighbours}]]
near = sample[nearest]
mean = np.rint(near.mean(0, dtype=np.float32)).astype(np.uint8)
for number, guess in zip(nearest, near):
    cost = np.mean([error(guess, x) for x in near])
    print(f"picture {{number}}: distance {{distance[number]:.2f}}, as a guess {{cost:.0f}}")
print(f"their mean as a guess: {{np.mean([error(mean, x) for x in near]):.0f}}")
for name, x in {{"picture": picture, "decoded": decode(z)[0], "mean": mean}}.items():
    print(f"{{name}}: edges {{edges(x):.1f}}")
    Image.fromarray(x).save(f"{{name}}.png")"""


def compress(request: Compress, codec: str, face: str) -> str:
    """codec, face: what defines the one network, and then the other in its place."""
    jpeg = JPEG.format(picture=pixels(request.picture))
    return PSNR + ROUNDED + codec + jpeg + CODEC + face + FACE


def clean(request: Clean) -> str:
    return PSNR + CLEAN.format(picture=pixels(request.picture), seed=request.seed, frames=request.frames)


def blur(request: Blur) -> str:
    return BLUR.format(picture=pixels(request.picture), neighbours=request.neighbours)
