"""Laws fitted to measurements, and their predictions for measurements that were left out."""

from __future__ import annotations

import datetime
import hashlib
from dataclasses import dataclass
from importlib.metadata import version
from typing import Optional

from . import _native
from .catalogues import FitFile
from .observations import Paths, contents

__all__ = ["Validation", "ValidationGroup", "fit", "validate"]


@dataclass(frozen=True)
class ValidationGroup:
    """Agreement of predictions with the rows of a group that was left out."""

    group: str
    n: int
    r2: Optional[float]
    factor: float
    """Typical factor between predicted and measured energy."""
    mae_ln: float
    mae_wh: float
    bias_ln: float
    """Above 0: predicted too high."""
    mape: float
    spearman: Optional[float]
    pearson: Optional[float]
    inside: int
    """Measurements within their 90 % intervals."""
    half_width_factor: float
    interval_score: float


@dataclass(frozen=True)
class Validation:
    """A validation: group by group, and over all rows."""

    groups: tuple[ValidationGroup, ...]
    overall: Optional[ValidationGroup]
    """`None` where nothing could be predicted."""
    not_predicted: tuple[tuple[str, str], ...]
    """Groups that could not be predicted, with the reason."""


def fit(
    paths: Paths,
    *,
    id: str = "unnamed",
    law: str = "additive",
    boundary: str = "gross",
    title: str = "",
    notes: str = "",
    folds: int = 10,
    fake: bool = False,
    date: Optional[str] = None,
) -> FitFile:
    """Fits a law to measurements, as `measure fit` does. The fit is used by `estimate(..., fit=...)` and written by its `save`.

    Args:
        paths: Observation files (.jsonl) and tables (.csv).
        id: Identifier of the fit.
        law: `additive`, `paper`, `paper-totals`, `constant` or `time-and-power`.
        boundary: Energy of observation files that is fitted, `gross` or `net`.
        title: Title in one line; the id where not given.
        notes: Caveats for people.
        folds: Folds of the cross-validation that the file tells of; 0 for none.
        fake: True to take rows of the fake meter; the id of such a fit begins with `fake-`.
        date: Day of the fit, ISO 8601; today where not given.
    """
    files = contents(paths)
    statements = dict(
        id=id,
        title=title or id,
        notes=notes,
        date=date or datetime.date.today().isoformat(),
        tool=f"wattpix {version('wattpix')} (Python)",
        sha256=[hashlib.sha256(content).hexdigest() for _, content in files],
    )
    return FitFile(_native.fit(files, law, boundary, fake, folds, statements))


def validate(
    paths: Paths,
    *,
    law: str = "additive",
    by: str = "fold",
    boundary: str = "gross",
    folds: int = 10,
    fake: bool = False,
) -> Validation:
    """Fits a law to all rows but those of a group, predicts these, and goes on to the next group, as `measure validate` does.

    Args:
        paths: Observation files (.jsonl) and tables (.csv).
        law: `additive`, `paper`, `paper-totals`, `constant` or `time-and-power`.
        by: Group that is left out at a time: `fold`, `model`, `gpu`, `architecture` or `source`.
        boundary: Energy of observation files that is fitted, `gross` or `net`.
        folds: Folds where `by` is `fold`.
        fake: True to take rows of the fake meter too.
    """
    answer = _native.validate(contents(paths), law, by, boundary, fake, folds)
    groups = tuple(ValidationGroup(**group) for group in answer["groups"])
    overall = ValidationGroup(**answer["overall"]) if answer["overall"] else None
    return Validation(groups, overall, tuple(map(tuple, answer["not_predicted"])))
