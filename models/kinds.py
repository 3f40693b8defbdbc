"""Every kind of request by its name on the command line and in traces, and every type of step by its name."""

from __future__ import annotations

from models.engine import image_requests as images
from models.engine import image_steps, latent_steps, requests, samples, steps
from models.engine import latent_requests as latent
from models.engine.requests import Request
from models.engine.steps import Step
from models.toys import kinds

KINDS: dict[str, type[Request]] = {
    r.kind: r
    for r in (
        requests.Tokens,
        requests.TrainBPE,
        requests.NextToken,
        requests.Write,
        requests.Attend,
        requests.Score,
        requests.CompareCache,
        images.TextToImage,
        images.FewSteps,
        images.Denoise,
        images.AddNoise,
        images.Encode,
        images.Interpolate,
        images.Gan,
        images.Enlarge,
        latent.Walk,
        latent.Change,
        latent.Arithmetic,
        latent.FromNoise,
        latent.Around,
        latent.Anomaly,
        latent.Compress,
        latent.Clean,
        latent.Blur,
        latent.LatentMap,
        samples.RealSamples,
        samples.VaeSamples,
        samples.GanSamples,
        samples.DiffusionSamples,
        kinds.GanToy,
        kinds.VaeToy,
        kinds.FlowToy,
    )
}
STEPS: dict[str, type[Step]] = {
    c.__name__: c
    for c in (
        steps.TokensStep,
        steps.TrainBPEStep,
        steps.NextTokenStep,
        steps.WriteStep,
        steps.AttendStep,
        steps.ScoreStep,
        steps.CompareCacheStep,
        image_steps.PromptStep,
        image_steps.DenoiseStep,
        image_steps.NoisedStep,
        image_steps.PictureStep,
        image_steps.EncodeStep,
        image_steps.EnlargeStep,
        samples.OnTheWayStep,
        samples.SampleStep,
        kinds.GanToyStep,
        kinds.ToyStep,
        latent_steps.ChangedStep,
        latent_steps.AnomalyStep,
        latent_steps.CompressStep,
        latent_steps.CleanStep,
        latent_steps.BlurStep,
        latent_steps.MapStep,
    )
}
