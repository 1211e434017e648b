"""Readers of observation files and tables of measurements."""

from __future__ import annotations

import gzip
import os
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Optional, Union

from . import _native

__all__ = ["LeftOut", "Observation", "Observations", "read_observations"]

#: One path, or several.
Paths = Union[str, "os.PathLike[str]", Iterable[Union[str, "os.PathLike[str]"]]]

_GZIP = b"\x1f\x8b"
_ZSTD = b"\x28\xb5\x2f\xfd"


@dataclass(frozen=True)
class Observation:
    """A measured run that a law can be fitted to."""

    model: str
    gpu: str
    width: int
    height: int
    steps: int
    precision: str
    guidance: str
    batch: int
    text_tokens: int
    boundary: str
    images: int
    joules_per_image: float
    wh_per_image: float
    seconds_per_image: Optional[float]
    source: str
    """Who measured."""
    place: str
    """File and line."""


@dataclass(frozen=True)
class LeftOut:
    """A row that no fit can use, with the reason."""

    place: str
    line: int
    reason: str


@dataclass(frozen=True)
class Observations:
    """Rows of files: those that can be used, and those that cannot. Nothing is dropped in silence."""

    rows: tuple[Observation, ...]
    left_out: tuple[LeftOut, ...]
    timings: int
    """Rows of tables with seconds and no energy."""
    twice: int
    """Rows that were given before and are counted once."""
    fake: bool
    """True if rows of the fake meter are among them."""


def contents(paths: Paths) -> list[tuple[str, bytes]]:
    """Reads files, packed by gzip or not, as names and bytes."""
    several = [paths] if isinstance(paths, (str, os.PathLike)) else list(paths)
    return [(os.fspath(path), _unpacked(os.fspath(path))) for path in several]


def _unpacked(path: str) -> bytes:
    with open(path, "rb") as file:
        content = file.read()
    if content.startswith(_GZIP):
        return gzip.decompress(content)
    if content.startswith(_ZSTD):
        raise _native.WattpixError(f"{path} is packed by zstd; unpack it first (`zstd -d`)")
    return content


def read_observations(paths: Paths, *, boundary: str = "gross", fake: bool = False) -> Observations:
    """Reads observation files of `measure` (.jsonl) and tables of measurements (.csv).

    Args:
        paths: One file, or several.
        boundary: Energy that is taken of observation files, `gross` or `net`; tables state it row by row.
        fake: True to take rows of the fake meter too, to try the tools.
    """
    read: dict[str, Any] = _native.observations(contents(paths), boundary, fake)
    rows = tuple(Observation(**row) for row in read.pop("rows"))
    left_out = tuple(LeftOut(**row) for row in read.pop("left_out"))
    return Observations(rows=rows, left_out=left_out, **read)
