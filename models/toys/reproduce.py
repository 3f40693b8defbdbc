"""The Python that trains the models in the plane: plain torch and numpy, one operation after the other as in the app.

Small roundings grow in a game of two players. So the scripts compute in the same order and on one thread, and give the
same bits as the app on the same machine.
"""

from __future__ import annotations

from models.engine.requests import Request
from models.toys.kinds import FlowToy, Game2D, GanRound, GanToy, VaeToy

SOFTPLUS = "from torch.nn.functional import softplus\n"
START = """\
# pip install torch numpy
import numpy as np
import torch
from torch import nn
from torch.nn.functional import softplus

torch.set_num_threads(1)  # a different number of threads rounds differently

def network(inputs, outputs, width=48, layers=2):
    sizes = [inputs, *[width] * layers]
    hidden = [part for i, o in zip(sizes, sizes[1:]) for part in (nn.Linear(i, o), nn.LeakyReLU(0.2))]
    return nn.Sequential(*hidden, nn.Linear(width, outputs))

torch.manual_seed({seed})
rng = np.random.default_rng({seed})

def real(n):
{real}
"""
GAN = """
generator, critic = network({inputs}, 2), network(2, 1)
generator_adam = torch.optim.Adam(generator.parameters(), {generator_rate}, betas=(0.5, 0.99))
critic_adam = torch.optim.Adam(critic.parameters(), {critic_rate}, betas=(0.5, 0.99))

def noise(n):
    return torch.tensor({noise}, dtype=torch.float32)

z_shown = noise(256)
critic_loss = generator_loss = torch.tensor(torch.nan)
angle = np.arange(8) * np.pi / 4
spots = 0.75 * np.stack([np.cos(angle), np.sin(angle)], 1)  # the middles of the eight Gaussians
"""
PLAY = """\
groups, turn = [{groups}], 0
for group in groups:
    for i, player in enumerate(group, 1):
        turn += 1
        z = noise(128)
        if player == "D":
            x = torch.tensor(real(128), dtype=torch.float32, requires_grad=True)
            real_logits, made_logits = critic(x), critic(generator(z).detach())
            critic_loss = softplus(-real_logits).mean() + softplus(made_logits).mean()
            {slope}critic_adam.zero_grad()
            {loss}.backward()
            critic_adam.step()
        else:
            generator_loss = softplus(-critic(generator(z))).mean()
            generator_adam.zero_grad()
            generator_loss.backward()
            generator_adam.step()
        if i % max(1, len(group) // {reports}) == 0 or i == len(group):
            made = generator(z_shown).detach().requires_grad_()  # the points on the page
            pull = -torch.autograd.grad(softplus(-critic(made)).sum(), made)[0]  # where the critic would move them
            near = ((made.detach().numpy()[:, None] - spots) ** 2).sum(2) < 0.2**2
            print(f"turn {{turn}}: critic {{critic_loss.item():.4f}}, generator {{generator_loss.item():.4f}} nats,"
                  f" {{(near.mean(0) >= 0.02).sum()}} of 8 spots, mean pull {{pull.norm(dim=1).mean():.4f}}")
np.savetxt("points.csv", made.detach().numpy(), "%.4f", ",")"""
SLOPE = """\
slope, = torch.autograd.grad(real_logits.sum(), x, create_graph=True)
            """
VAE = """
encoder, decoder = network(2, {twice}), network({latent}, 2)
adam = torch.optim.Adam([*encoder.parameters(), *decoder.parameters()], 3e-3)
z_shown = torch.tensor(rng.standard_normal((256, {latent}), np.float32))
for step in range(1, {steps} + 1):
    x = torch.tensor(real(128), dtype=torch.float32)
    mu, logvar = encoder(x).chunk(2, 1)
    z = mu + (logvar / 2).exp() * torch.tensor(rng.standard_normal((128, {latent}), np.float32))
    error = (decoder(z) - x).square().sum(1).mean() / (2 * {sigma}**2)
    kl = 0.5 * (mu**2 + logvar.exp() - 1 - logvar).sum(1).mean()
    adam.zero_grad()
    (error + {beta} * kl).backward()
    adam.step()
    if step % {every} == 0 or step == {steps}:
        print(f"step {{step}}: loss {{(error + kl).item():.4f}}, KL {{kl.item():.4f}} nats a point")
made = decoder(z_shown).detach().numpy()  # the points on the page
np.savetxt("points.csv", made, "%.4f", ",")"""
FLOW = """
velocity = network(3, 2, width=64, layers=3)
adam = torch.optim.Adam(velocity.parameters(), 3e-3)
shown = torch.tensor(rng.standard_normal((256, 2), np.float32))
for step in range(1, {steps} + 1):
    x1 = torch.tensor(real(256), dtype=torch.float32)
    x0 = torch.tensor(rng.standard_normal((256, 2), np.float32))
    t = torch.tensor(rng.random((256, 1), np.float32))
    guess = velocity(torch.cat([(1 - t) * x0 + t * x1, t], 1))  # on the straight line from noise to data
    loss = (guess - (x1 - x0)).square().sum(1).mean()
    adam.zero_grad()
    loss.backward()
    adam.step()
    if step % {every} == 0 or step == {steps}:
        print(f"step {{step}}: loss {{loss.item():.4f}}")
path = [shown]  # from noise to the shape, as on the page
for i in range({flow_steps}):
    t = torch.full((256, 1), i / {flow_steps})
    path.append(path[-1] + velocity(torch.cat([path[-1], t], 1)).detach() / {flow_steps})
np.savetxt("points.csv", path[-1].numpy(), "%.4f", ",")"""

ROUND = """\
def turn(player):
    # The loss without R1, what the player minimises, generated points, their logits, and how to measure again.
    z = noise(128)
    x = torch.tensor(real(128), dtype=torch.float32, requires_grad=True) if player == "D" else None

    def forward():
        made = generator(z) if player == "G" else generator(z).detach()
        logits = critic(made)
        if player == "G":
            loss = softplus(-logits).mean()
            return made, logits, loss, loss
        real_logits = critic(x)
        loss = softplus(-real_logits).mean() + softplus(logits).mean()
        {slope}return made, logits, loss, {loss}

    made, logits, loss, objective = forward()
    for tensor in (made, logits):
        if tensor.requires_grad:
            tensor.retain_grad()  # what arrives there on the way back
    adam = critic_adam if player == "D" else generator_adam
    adam.zero_grad()
    objective.backward()
    adam.step()
    return loss, objective, made, logits, forward

def size(parameters):
    return torch.cat([p.flatten() for p in parameters]).norm().item()

for _ in range({rounds}):
    turn("D"), turn("G")
for player, network in (("D", critic), ("G", generator)):
    before = [p.detach().clone() for p in network.parameters()]
    loss, objective, made, logits, forward = turn(player)
    gradients = [p.grad for p in network.parameters()]
    moves = [p.detach() - old for p, old in zip(network.parameters(), before)]
    expected = sum((g * m).sum() for g, m in zip(gradients, moves))
    print(f"{{player}}: loss {{loss.item():.4f}} nats, gradient at the logits {{logits.grad.norm():.5f}},"
          f" in the weights {{size(gradients):.5f}}, step {{size(moves):.5f}},"
          f" expected change {{expected:.5f}}, change {{(forward()[3] - objective).item():.5f}}")
    if made.grad is not None:
        print(f"gradient at the generated points {{made.grad.norm():.5f}}")
np.savetxt("points.csv", generator(z_shown).detach().numpy(), "%.4f", ",")"""
NOISE = {
    "gaussian": "rng.standard_normal((n, 2), np.float32)",
    "uniform": "rng.uniform(-(3**0.5), 3**0.5, (n, 2))",
    "line": "rng.standard_normal((n, 1), np.float32)",
}
REAL = {
    "ring": """\
    angle, radius = rng.uniform(0, 2 * np.pi, n), 0.75 + 0.04 * rng.standard_normal(n)
    return np.stack([radius * np.cos(angle), radius * np.sin(angle)], 1)""",
    "gaussians": """\
    angle = rng.integers(8, size=n) * np.pi / 4
    return 0.75 * np.stack([np.cos(angle), np.sin(angle)], 1) + 0.04 * rng.standard_normal((n, 2))""",
    "spiral": """\
    t = rng.uniform(0.15, 1, n)
    x = 0.9 * t * np.stack([np.cos(3 * np.pi * t), np.sin(3 * np.pi * t)])
    return x.T + 0.02 * rng.standard_normal((n, 2))""",
    "moons": """\
    angle, upper = rng.uniform(0, np.pi, n), rng.random(n) < 0.5
    x = np.stack([np.cos(angle) * 0.6, np.sin(angle) * 0.6], 1)
    return np.where(upper[:, None], x + [-0.3, -0.15], -x + [0.3, 0.15]) + 0.03 * rng.standard_normal((n, 2))""",
    "drawn": """\
    drawn = np.array({drawn}, np.float32)
    return drawn[rng.integers(len(drawn), size=n)] + 0.02 * rng.standard_normal((n, 2))""",
}


def python(request: Request) -> str | None:
    match request:
        case GanToy():
            return _start(request) + _game(request)
        case GanRound():
            return _start(request) + _round(request)
        case VaeToy():
            return _start(request).replace(SOFTPLUS, "") + VAE.format(
                latent=request.latent,
                twice=2 * request.latent,
                beta=request.beta,
                sigma=request.sigma,
                steps=request.steps,
                every=max(1, request.steps // request.reports),
            )
        case FlowToy():
            return _start(request).replace(SOFTPLUS, "") + FLOW.format(
                steps=request.steps, flow_steps=request.flow_steps, every=max(1, request.steps // request.reports)
            )
    return None


def _start(request: Game2D | VaeToy | FlowToy) -> str:
    real = REAL["drawn"].format(drawn=list(request.drawn)) if request.drawn else REAL[request.shape]
    return START.format(seed=request.seed, real=real)


def _players(request: Game2D) -> str:
    return GAN.format(
        inputs=1 if request.noise == "line" else 2,
        noise=NOISE[request.noise],
        generator_rate=request.generator_rate,
        critic_rate=request.critic_rate,
    )


def _game(request: GanToy) -> str:
    words = []
    for word, group in zip(request.turns.split(), request.groups(), strict=True):
        letters = word.lstrip("0123456789")
        words.append(f'"{letters}" * {len(group) // len(letters)}')
    steep = f"(critic_loss + {request.r1_weight} / 2 * slope.square().sum(1).mean())"  # at real points
    return _players(request) + PLAY.format(
        groups=", ".join(words),
        reports=request.reports,
        slope=SLOPE if request.r1_weight else "",
        loss=steep if request.r1_weight else "critic_loss",
    )


def _round(request: GanRound) -> str:
    slope = SLOPE.replace(" " * 12, " " * 8) if request.r1_weight else ""
    loss = f"loss + {request.r1_weight} / 2 * slope.square().sum(1).mean()" if request.r1_weight else "loss"
    return _players(request) + ROUND.format(rounds=request.rounds, slope=slope, loss=loss)
