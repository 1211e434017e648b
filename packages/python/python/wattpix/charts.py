"""Charts as SVG."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any, Optional, Union

from . import _native
from .estimates import Estimate
from .given import FitChoice, fit_parts

__all__ = ["Chart", "chart"]


class Chart:
    """A chart: `svg` is a file of its own, and notebooks show it."""

    def __init__(self, svg: str) -> None:
        self.svg = svg

    def _repr_html_(self) -> str:
        return self.svg

    def _repr_svg_(self) -> str:
        return self.svg

    def save(self, path: Union[str, os.PathLike[str]]) -> None:
        """Writes the chart as an SVG file."""
        with open(path, "w", encoding="utf-8") as file:
            file.write(self.svg)

    def __repr__(self) -> str:
        return f"<Chart of {len(self.svg)} bytes>"


def chart(
    *configurations: Union[Estimate, Mapping[str, Any]],
    id: str = "energy-by-steps",
    theme: str = "light",
    width: int = 720,
    fit: FitChoice = None,
    coefficients: Optional[int] = None,
) -> Chart:
    """Draws a chart of one or more configurations.

    Args:
        configurations: Estimates, or settings by the keys of `estimate`; up to six.
        id: `energy-by-steps`, `energy-by-side` or `flops-by-component`, as on the page.
        theme: `light` or `dark`.
        width: Width in CSS pixels.
        fit: A shipped fit by its id, a `FitFile`, or the path of one.
        coefficients: Version of the shipped coefficients.

    >>> chart({"model": "sdxl", "gpu": "h100"}, {"model": "flux1-dev", "gpu": "h100"}).svg[:4]
    '<svg'
    """
    if not configurations:
        raise _native.WattpixError("no configuration; give an estimate, or settings such as {'model': 'sdxl', 'gpu': 'h100'}")
    name, own = fit_parts(fit)
    given = [dict(one.settings if isinstance(one, Estimate) else one) for one in configurations]
    if name is not None:
        given = [{"fit": name, **one} for one in given]
    return Chart(_native.chart(id, given, theme, width, coefficients, own))
