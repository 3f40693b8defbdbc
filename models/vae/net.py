"""The picture codec of the diffusion model: diffusers' AutoencoderKL, 128x128x3 <-> 16x16x4."""

import torch
from diffusers import AutoencoderKL


def build_codec(channels: tuple[int, ...] = (16, 32, 64, 96), sample_size: int = 128) -> AutoencoderKL:
    """Four levels, so three halvings. Widths are multiples of 16, or CPU convolutions are slow."""
    codec = AutoencoderKL(
        in_channels=3,
        out_channels=3,
        latent_channels=4,
        sample_size=sample_size,
        norm_num_groups=4,
        down_block_types=("DownEncoderBlock2D",) * len(channels),
        up_block_types=("UpDecoderBlock2D",) * len(channels),
        block_out_channels=channels,
        layers_per_block=1,
        mid_block_add_attention=False,
        scaling_factor=1.0,
    )
    with torch.no_grad():  # start almost without noise, or the decoder learns to ignore the latent: the mean picture
        codec.quant_conv.bias[4:] = -6
    return codec.to(memory_format=torch.channels_last)


@torch.no_grad()
def fold(codec: AutoencoderKL, matrix: torch.Tensor, offset: torch.Tensor) -> None:
    """Give the codec the latents z' = matrix @ z + offset (4x4, 4) by rewriting its two 1x1 convolutions.

    Pictures stay as they are: the encoder's mean is mapped forward, the decoder's input back. The log-variances
    (used in training alone) are shifted by the size of the map's diagonal.
    """
    encoder, decoder = codec.quant_conv, codec.post_quant_conv
    weight, bias = encoder.weight[:4, :, 0, 0].clone(), encoder.bias[:4].clone()
    encoder.weight[:4, :, 0, 0], encoder.bias[:4] = matrix @ weight, matrix @ bias + offset
    encoder.bias[4:] += 2 * torch.linalg.norm(matrix, dim=1).log()
    back, weight = torch.linalg.inv(matrix), decoder.weight[:, :, 0, 0].clone()
    decoder.weight[:, :, 0, 0] = weight @ back
    decoder.bias -= weight @ back @ offset
