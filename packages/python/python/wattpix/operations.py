"""Operations of an image, counted from the architecture."""

from __future__ import annotations

from dataclasses import dataclass

from . import _native
from .given import Setting

__all__ = ["Flops", "Operations", "flops"]


@dataclass(frozen=True)
class Operations:
    """Floating-point operations by kind of layer, exact. A multiply-add is two."""

    attention: int
    """The two products of attention."""
    linear: int
    conv: int

    @property
    def total(self) -> int:
        """All kinds."""
        return self.attention + self.linear + self.conv

    @property
    def gflops(self) -> float:
        """All kinds, in GFLOP."""
        return self.total / 1e9


@dataclass(frozen=True)
class Flops:
    """Operations of an image: the text encoders once, the denoiser `passes` times, the decoder once."""

    model: str
    width: int
    height: int
    steps: int
    guidance: str
    text_tokens: int
    passes: int
    text_encoder: Operations
    denoiser_pass: Operations
    decoder: Operations
    denoising_share: float
    """Share of the denoiser in all operations, 0 to 1."""
    denoiser_parameters: int
    parameters: int

    @property
    def denoiser(self) -> int:
        """Operations of all denoiser passes."""
        return self.denoiser_pass.total * self.passes

    @property
    def total(self) -> int:
        """Operations of all components."""
        return self.text_encoder.total + self.denoiser + self.decoder.total

    @property
    def total_gflops(self) -> float:
        """Operations of all components, in GFLOP."""
        return self.total / 1e9

    @property
    def components(self) -> dict[str, int]:
        """Operations by component."""
        return {
            "text_encoder": self.text_encoder.total,
            "denoiser": self.denoiser,
            "decoder": self.decoder.total,
        }


def flops(
    model: Setting,
    *,
    width: Setting = None,
    height: Setting = None,
    steps: Setting = None,
    guidance: Setting = None,
    text_tokens: Setting = None,
) -> Flops:
    """Counts the operations of an image; what is not given is the model's default.

    >>> flux = flops("flux1-dev")
    >>> flux.denoiser_pass.total, flux.passes
    (74384653418496, 50)
    >>> sum(flux.components.values()) == flux.total
    True
    """
    settings = dict(
        model=model, width=width, height=height, steps=steps, guidance=guidance, text_tokens=text_tokens
    )
    counted = _native.flops(settings)
    for name in ("text_encoder", "denoiser_pass", "decoder"):
        counted[name] = Operations(**counted[name])
    return Flops(**counted)
