"""Arguments that several functions take, as the compiled half reads them."""

from __future__ import annotations

import os
from typing import Any, Optional, Union

from .catalogues import FitFile

#: A setting: text, a number, a truth value for guidance, or anything whose text a person would write, such as `torch.float16`.
Setting = Any

#: The id of a shipped fit, a fit, or the path of a fit file.
FitChoice = Union[str, "os.PathLike[str]", FitFile, None]


def fit_parts(fit: FitChoice) -> tuple[Optional[str], Optional[tuple[str, str]]]:
    """Splits a choice into the id of a shipped fit, or the name and text of a fit file; text that ends in `.json` is a path."""
    if fit is None:
        return None, None
    if isinstance(fit, FitFile):
        return None, (f"{fit.id}.json", fit.text)
    path = os.fspath(fit)
    if not isinstance(fit, str) or path.endswith(".json"):
        return None, (os.path.basename(path), FitFile.load(path).text)
    return path, None
