"""Energy of generated images: estimates with intervals, exact operation counts, and metering.

>>> import wattpix
>>> answer = wattpix.estimate(model="flux1-dev", gpu="h100", steps=28)
>>> answer.wh_low < answer.wh_per_image < answer.wh_high
True
>>> [caveat.code for caveat in wattpix.estimate("sdxl", "t4").caveats]
['gpu-not-in-fit']

Names are taken as people write them: ids, aliases, repositories of Hugging Face, `torch.float16`. A value that cannot be used raises
`WattpixError` with what was given, what is allowed and what to do.
"""

from importlib.metadata import version as _version

from . import marks
from ._native import WattpixError
from .catalogues import (
    FitFile,
    Gpu,
    Model,
    Source,
    Version,
    Zone,
    fits,
    gpus,
    models,
    versions,
    zones,
)
from .charts import Chart, chart
from .consequences import Carbon, Equivalence, carbon, cost, equivalences
from .estimates import Caveat, Estimate, PaperEstimate, estimate, largest_side, largest_steps
from .metering import Meter, meter
from .observations import LeftOut, Observation, Observations, read_observations
from .operations import Flops, Operations, flops
from .pipelines import from_pipeline
from .regression import Validation, ValidationGroup, fit, validate
from .tables import estimate_table

__version__ = _version("wattpix")

__all__ = [
    "Carbon",
    "Caveat",
    "Chart",
    "Equivalence",
    "Estimate",
    "FitFile",
    "Flops",
    "Gpu",
    "LeftOut",
    "Meter",
    "Model",
    "Observation",
    "Observations",
    "Operations",
    "PaperEstimate",
    "Source",
    "Validation",
    "ValidationGroup",
    "Version",
    "WattpixError",
    "Zone",
    "carbon",
    "chart",
    "cost",
    "equivalences",
    "estimate",
    "estimate_table",
    "fit",
    "fits",
    "flops",
    "from_pipeline",
    "gpus",
    "largest_side",
    "largest_steps",
    "marks",
    "meter",
    "models",
    "read_observations",
    "validate",
    "versions",
    "zones",
]
