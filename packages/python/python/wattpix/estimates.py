"""The energy of an image."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import Any, Mapping, Optional

from . import _native
from .given import FitChoice, Setting, fit_parts

__all__ = ["Caveat", "Estimate", "PaperEstimate", "estimate", "largest_side", "largest_steps"]


@dataclass(frozen=True)
class Caveat:
    """A caveat of an estimate. `code` is stable; `message` is for people."""

    code: str
    message: str
    axis: Optional[str]
    """Setting that the caveat is about, where it is about one."""
    interval_factor: Optional[float]
    """Factor by which it widens the interval to either side, where it does."""

    def __str__(self) -> str:
        return f"{self.code}: {self.message}"


@dataclass(frozen=True)
class PaperEstimate:
    """Answer of the paper's own law (arXiv:2511.17031), where it applies."""

    fit: str
    wh_per_image: float
    wh_low: float
    wh_high: float


@dataclass(frozen=True)
class Estimate:
    """The energy of an image with its interval, caveats, and the settings it holds for.

    >>> answer = estimate("flux1-dev", "a100", guidance=True)
    >>> print(answer)
    FLUX.1-dev on NVIDIA A100-SXM4-80GB: 4.4 Wh an image, 3.5 to 5.5 Wh (90 % interval, net of idle power)
    >>> answer.caveats[0].code
    'distilled-guidance'
    """

    model: str
    model_label: str
    gpu: str
    gpu_label: str
    width: int
    height: int
    steps: int
    precision: str
    guidance: str
    execution: str
    batch: int
    text_tokens: int
    frames: Optional[int]
    """Frames of the clip; `None` for an image. Figures an image are those of the whole clip."""
    fps: Optional[int]
    set_up: Mapping[str, str]
    """Settings in which the run is set up that differ from their defaults: `weights`, `gpu_count` and the like."""
    boundary: str
    """`net` is less the GPU's idle power over the duration, `gross` is all that it draws."""
    images: int
    """Images of `wh_total`; the figures per image do not depend on it."""
    fit: str
    coefficients: int
    """Version of the shipped coefficients."""
    wh_per_image: float
    wh_low: float
    wh_high: float
    interval: float
    """Probability that the interval promises."""
    joules_per_image: float
    wh_per_second: Optional[float]
    """Energy of a second of the clip."""
    wh_total: float
    seconds_per_image: Optional[float]
    watts: Optional[float]
    memory_gb_needed: float
    """Memory that the weights take; activations come on top."""
    paper: Optional[PaperEstimate]
    caveats: tuple[Caveat, ...]

    @property
    def settings(self) -> dict[str, Any]:
        """The settings by their keys, as `estimate` and `chart` take them; the fit is left out."""
        keys = (
            "model gpu width height steps precision guidance execution batch text_tokens boundary images".split()
        )
        if self.frames is not None:
            keys += ["frames", "fps"]
        return {**{key: getattr(self, key) for key in keys}, **self.set_up}

    def __str__(self) -> str:
        energy, low, high = map(_native.rounded, (self.wh_per_image, self.wh_low, self.wh_high))
        return (
            f"{self.model_label} on {self.gpu_label}: {energy} Wh an image, {low} to {high} Wh "
            f"({100 * self.interval:.0f} % interval, {self.boundary} of idle power)"
        )

    def __repr__(self) -> str:
        return f"<Estimate {self}>"

    def _repr_html_(self) -> str:
        low, high = _native.rounded(self.wh_low), _native.rounded(self.wh_high)
        rows = [
            ("energy of an image", f"{_native.rounded(self.wh_per_image)} Wh"),
            (f"{100 * self.interval:.0f} % interval", f"{low} to {high} Wh"),
            (f"{self.images} images", f"{_native.rounded(self.wh_total)} Wh"),
        ]
        if self.seconds_per_image is not None and self.watts is not None:
            seconds, watts = _native.rounded(self.seconds_per_image), _native.rounded(self.watts)
            rows.append(("time and power", f"{seconds} s at {watts} W"))
        if self.paper is not None:
            rows.append(("the paper's law", f"{_native.rounded(self.paper.wh_per_image)} Wh"))
        rows.append(("fit", self.fit))
        head = (
            f"{self.model_label} on {self.gpu_label}: {self.width} × {self.height} px, {self.steps} steps, "
            f"{self.precision}, guidance {self.guidance}, {self.boundary} of idle power"
        )
        cells = "".join(f"<tr><th>{escape(name)}</th><td>{escape(value)}</td></tr>" for name, value in rows)
        notes = "".join(f"<li><code>{escape(c.code)}</code> {escape(c.message)}</li>" for c in self.caveats)
        return f"<table><caption>{escape(head)}</caption>{cells}</table>" + (f"<ul>{notes}</ul>" if notes else "")


def _answer(given: dict[str, Any]) -> Estimate:
    paper = given.pop("paper")
    caveats = tuple(Caveat(**caveat) for caveat in given.pop("caveats"))
    return Estimate(**given, paper=paper and PaperEstimate(**paper), caveats=caveats)


def estimate(
    model: Setting,
    gpu: Setting,
    *,
    width: Setting = None,
    height: Setting = None,
    steps: Setting = None,
    precision: Setting = None,
    guidance: Setting = None,
    execution: Setting = None,
    batch: Setting = None,
    text_tokens: Setting = None,
    frames: Setting = None,
    fps: Setting = None,
    references: Setting = None,
    reference_size: Setting = None,
    strength: Setting = None,
    weights: Setting = None,
    sampler: Setting = None,
    offload: Setting = None,
    vae_tiling: Setting = None,
    skipped: Setting = None,
    gpu_count: Setting = None,
    parallel: Setting = None,
    boundary: Setting = None,
    images: Setting = None,
    fit: FitChoice = None,
    coefficients: Optional[int] = None,
) -> Estimate:
    """Estimates the energy of an image.

    What is not given is the model's default: its size, steps and guidance, at fp16, net of idle power.

    Args:
        model: Id, alias or repository of Hugging Face; `models()` lists them. A changed architecture is `flux1-dev~joint_blocks:10`.
        gpu: Id or a name as drivers and shops write it; `gpus()` lists them.
        width: Pixels along a row.
        height: Rows of pixels.
        steps: Denoising steps.
        precision: `fp16`, `bf16`, `tf32`, `fp32` or `fp8`; a dtype of PyTorch is taken too.
        guidance: `"on"` or `"off"`, or a truth value: two denoiser passes a step, or one.
        execution: `"eager"` or `"compiled"`.
        batch: Images generated together.
        text_tokens: Text tokens that the denoiser sees.
        frames: Frames of a clip, for models of video.
        fps: Frames shown in a second, for models of video.
        references: Reference images, for models that edit them.
        reference_size: Size of a reference such as `"1920x1080"`, which the pipeline may resize.
        strength: Share of the steps that run from an image on (img2img, inpainting).
        weights: Format of the weights: `fp16`, `fp8`, `int8`, `nf4`, `q8`, `q6`, `q5`, `q4` or `nvfp4`.
        sampler: Sampler, of which some make two passes a step.
        offload: `"none"`, `"model"` or `"sequential"`.
        vae_tiling: `"on"` or `"off"`, or a truth value.
        skipped: Share of the denoiser passes that a step cache leaves out.
        gpu_count: GPUs that make one image together; energy and power are those of all.
        parallel: `"ulysses"` or `"ring"`.
        boundary: `"net"` or `"gross"`.
        images: Images of the total.
        fit: A shipped fit by its id, a `FitFile`, or the path of one.
        coefficients: Version of the shipped coefficients; older ones answer as they did.

    Raises:
        WattpixError: A value that cannot be used.

    >>> estimate("black-forest-labs/FLUX.1-dev", "NVIDIA H100 80GB HBM3", steps=28).model
    'flux1-dev'
    >>> estimate("wan2.1-t2v-14b", "h100", frames=81, fps=16).frames
    81
    >>> estimate("sdxl", "a100", width=1001)
    Traceback (most recent call last):
    ...
    wattpix.WattpixError: width 1001 does not fit sdxl, which takes multiples of 8 from 128 to 4096 pixels; the nearest is 1000
    """
    id, own = fit_parts(fit)
    settings = dict(
        model=model,
        gpu=gpu,
        width=width,
        height=height,
        steps=steps,
        precision=precision,
        guidance=guidance,
        execution=execution,
        batch=batch,
        text_tokens=text_tokens,
        frames=frames,
        fps=fps,
        references=references,
        reference_size=reference_size,
        strength=strength,
        weights=weights,
        sampler=sampler,
        offload=offload,
        vae_tiling=vae_tiling,
        skipped=skipped,
        gpu_count=gpu_count,
        parallel=parallel,
        boundary=boundary,
        images=images,
        fit=id,
    )
    return _answer(_native.estimate(settings, coefficients, own))


def largest_steps(
    wh: float, model: Setting, gpu: Setting, *, fit: FitChoice = None, coefficients: Optional[int] = None, **settings: Setting
) -> Optional[int]:
    """Returns the most denoising steps whose image takes at most `wh` watt-hours; `None` where even one step takes more.

    >>> steps = largest_steps(1.0, "sd3.5-large", "h100")
    >>> estimate("sd3.5-large", "h100", steps=steps).wh_per_image <= 1.0
    True
    """
    id, own = fit_parts(fit)
    return _native.largest("steps", wh, dict(settings, model=model, gpu=gpu, fit=id), coefficients, own)


def largest_side(
    wh: float, model: Setting, gpu: Setting, *, fit: FitChoice = None, coefficients: Optional[int] = None, **settings: Setting
) -> Optional[int]:
    """Returns the longest side in pixels of a square image that takes at most `wh` watt-hours; `None` where even the shortest takes more.

    >>> side = largest_side(1.0, "sd3.5-large", "h100", steps=28)
    >>> estimate("sd3.5-large", "h100", steps=28, width=side, height=side).wh_per_image <= 1.0
    True
    """
    id, own = fit_parts(fit)
    return _native.largest("side", wh, dict(settings, model=model, gpu=gpu, fit=id), coefficients, own)
