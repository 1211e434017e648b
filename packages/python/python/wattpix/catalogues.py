"""The catalogues: models, GPUs, fits, versions of the coefficients, and zones."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from typing import Any, Optional, Union

from . import _native

__all__ = [
    "FitFile",
    "Gpu",
    "Model",
    "Source",
    "Version",
    "Zone",
    "fits",
    "gpus",
    "models",
    "versions",
    "zones",
]


@dataclass(frozen=True)
class Source:
    """A document behind a number."""

    title: str
    locator: str
    """Place in the document."""
    url: str


def _sources(entry: dict[str, Any]) -> dict[str, Any]:
    """Turns the sources of an entry into values of their class."""
    return {**entry, "sources": tuple(Source(**source) for source in entry["sources"])}


@dataclass(frozen=True)
class Model:
    """A model of the catalogue, with its default settings."""

    id: str
    label: str
    """Name as its authors write it."""
    aliases: list[str]
    hub_ids: list[str]
    """Repositories of Hugging Face that hold its weights."""
    family: str
    parameters: int
    """Weights of all components."""
    denoiser_parameters: int
    width: int
    height: int
    steps: int
    guidance: str
    text_tokens: int
    frames: Optional[int]
    """Frames of a clip by default; `None` for models of images."""
    fps: Optional[int]
    """Frames shown in a second."""
    side_multiple: int
    """Number of which its sides are multiples, in pixels."""
    side_min: int
    side_max: int
    sources: tuple[Source, ...]


@dataclass(frozen=True)
class Gpu:
    """A GPU of the catalogue. Rates are dense, in TFLOP/s, from its data sheet."""

    id: str
    label: str
    aliases: list[str]
    maker: str
    architecture: str
    memory_gb: Optional[float]
    bandwidth_gb_per_s: float
    board_power_w: float
    idle_w: Optional[float]
    fp32_tflop_per_s: Optional[float]
    tf32_tflop_per_s: Optional[float]
    fp16_tflop_per_s: float
    fp8_tflop_per_s: Optional[float]
    precisions: list[str]
    sources: tuple[Source, ...]


@dataclass(frozen=True)
class Version:
    """A version of the shipped coefficients. Figures of a version never change."""

    number: int
    date: str
    change: str


@dataclass(frozen=True)
class Zone:
    """A country with the carbon intensity of its electricity."""

    id: str
    """ISO 3166 alpha-3, or WORLD."""
    alpha_2: Optional[str]
    name: str
    g_per_kwh: float
    year: int
    source: Source


class FitFile:
    """A fit: the coefficients of one law with what they cover, as in `fitted/` of the project.

    >>> paper = next(one for one in fits() if one.id == "paper-flux1-dev-a100")
    >>> paper.data["law"]["form"]
    'ln_linear'
    """

    def __init__(self, text: str) -> None:
        self.text = text
        """The file's text, as `wattpix.fit` and `measure fit` write it."""
        self.data: dict[str, Any] = json.loads(text)
        """The file's content; docs/law.md explains the fields."""

    @property
    def id(self) -> str:
        """Identifier."""
        return str(self.data["id"])

    @property
    def title(self) -> str:
        """Title in one line."""
        return str(self.data["title"])

    @property
    def models(self) -> list[str]:
        """Models whose runs were fitted."""
        return list(self.data["models"])

    @property
    def gpus(self) -> list[str]:
        """GPUs whose runs were fitted."""
        return list(self.data["gpus"])

    @property
    def quality(self) -> dict[str, Any]:
        """Agreement with the fitted rows, and with rows that were left out."""
        return dict(self.data["quality"])

    def save(self, path: Union[str, os.PathLike[str]]) -> None:
        """Writes the fit file. An existing file is not overwritten."""
        with open(path, "x", encoding="utf-8") as file:
            file.write(self.text)

    @classmethod
    def load(cls, path: Union[str, os.PathLike[str]]) -> FitFile:
        """Reads a fit file. Its content is checked when an estimate uses it."""
        with open(path, encoding="utf-8") as file:
            return cls(file.read())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, FitFile) and self.data == other.data

    def __hash__(self) -> int:
        return hash(self.id)

    def __repr__(self) -> str:
        return f"<FitFile {self.id}: {self.title}>"


def models() -> list[Model]:
    """Lists the models.

    >>> [model.id for model in models() if model.family == "U-Net"][:3]
    ['sd2.1', 'sdxl', 'sdxl-turbo']
    """
    return [Model(**_sources(entry)) for entry in _native.models()]


def gpus() -> list[Gpu]:
    """Lists the GPUs.

    >>> next(gpu.board_power_w for gpu in gpus() if gpu.id == "h100-sxm")
    700.0
    """
    return [Gpu(**_sources(entry)) for entry in _native.gpus()]


def fits() -> list[FitFile]:
    """Lists the fits that ship, the paper's among them."""
    return [FitFile(entry["json"]) for entry in _native.fits()]


def versions() -> list[Version]:
    """Lists the versions of the coefficients, the oldest first."""
    return [Version(**entry) for entry in _native.versions()]


def zones() -> list[Zone]:
    """Lists the zones with the carbon intensity of their electricity.

    >>> next(zone.name for zone in zones() if zone.id == "FRA")
    'France'
    """
    return [Zone(**{**entry, "source": Source(**entry["source"])}) for entry in _native.zones()]
