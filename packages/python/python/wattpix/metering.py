"""Marks for `measure exec` around the images of a program.

`marks` is the module that `measure mark --python` writes; `meter` is one image phase of it in one call. Without `measure exec` around the
program both do nothing, so they can stay in it.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any, Optional

from . import marks

__all__ = ["Meter", "meter"]


class Meter:
    """What `meter` gives to the work inside it."""

    def __init__(self, steps: marks.Steps) -> None:
        self._steps = steps
        self._counts = False
        self.ran: dict[str, Any] = {}
        """Settings that only the work can tell; they are reported at its end."""

    @property
    def active(self) -> bool:
        """True if `measure exec` runs this program and takes its marks."""
        return marks.active()

    @property
    def callback(self) -> marks.Steps:
        """For `callback_on_step_end` of a diffusers pipeline: it counts steps and passes, which are then reported."""
        self._counts = True
        return self._steps


@contextlib.contextmanager
def meter(*, images: int, stage: str = "image", then: Optional[Any] = None, **settings: Any) -> Iterator[Meter]:
    """Meters the images that are made inside it, when `measure exec` runs the program.

    Args:
        images: Images that are made.
        stage: `image`, or `text`, `denoise` or `decode` for a part of the work.
        then: A step callback of your own, called by `callback`.
        settings: What runs, by the keys of docs/exec.md: `model`, `width`, `steps`, `engine` and so on. A dtype of PyTorch is taken for `precision`.

    >>> with meter(images=4, model="sdxl", width=1024, height=1024, engine="diffusers") as metered:
    ...     pass  # pipe("a lighthouse", callback_on_step_end=metered.callback)
    >>> metered.active
    False
    """
    steps = marks.Steps(then)
    metered = Meter(steps)
    marks.begin(stage, images=images, **settings)
    yield metered
    # Like marks.phase: an exception leaves the phase open, so that its row says so.
    counted = steps.ran() if metered._counts and marks.active() else {}
    marks.end(stage, **{**counted, **metered.ran})
