"""Greenhouse gas, cost and everyday comparisons of an energy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional, Union

from . import _native
from .catalogues import Source
from .estimates import Estimate
from .given import Setting

__all__ = ["Carbon", "Equivalence", "carbon", "cost", "equivalences"]

#: Watt-hours at the GPU, or an estimate, which counts as one image.
Energy = Union[float, Estimate]


@dataclass(frozen=True)
class Carbon:
    """Greenhouse gas of an energy, with the carbon intensity it rests on."""

    g_co2e: float
    """Grams of CO2 equivalent."""
    g_per_kwh: float
    zone: Optional[str]
    """`None` where the intensity is the caller's."""
    year: Optional[int]
    source: Optional[Source]
    pue: float
    basis: str
    """The intensity in half a sentence, with year and source."""


@dataclass(frozen=True)
class Equivalence:
    """An everyday use of as much energy."""

    id: str
    label: str
    unit: str
    """`count` or `hours`."""
    amount: float
    text: str
    """The amount in words."""
    wh_of_one: float
    """Watt-hours of one, or of an hour of it."""
    covers: str
    """Coverage, assumptions and age of the value."""
    source: Source


def _watt_hours(energy: Energy) -> float:
    return energy.wh_per_image if isinstance(energy, Estimate) else float(energy)


def carbon(energy: Energy, *, zone: Setting = None, intensity: Setting = None, pue: Setting = None) -> Carbon:
    """Returns the greenhouse gas of watt-hours at the GPU, or of one image of an estimate.

    Args:
        energy: Watt-hours, or an estimate.
        zone: Country of the data centre by ISO 3166 code or name; `zones()` lists them. The world's mean where not given.
        intensity: Grams of CO2 equivalent per kilowatt-hour, instead of a zone's.
        pue: Energy of the data centre over that of its computers; 1, the GPU alone, where not given.

    >>> france = carbon(1000, zone="FRA", pue=1.2)
    >>> round(france.g_co2e, 3), france.year
    (53.016, 2024)
    """
    answer = _native.carbon(_watt_hours(energy), dict(zone=zone, intensity=intensity, pue=pue))
    source = answer.pop("source")
    return Carbon(**answer, source=source and Source(**source))


def cost(energy: Energy, *, price: Setting, pue: Setting = None) -> float:
    """Returns the cost of watt-hours at the GPU, or of one image of an estimate, in the currency of the price of a kilowatt-hour.

    >>> cost(2000, price=0.25, pue=1.2)
    0.6
    """
    answer = _native.cost(_watt_hours(energy), dict(price=price, pue=pue))
    if answer is None:
        raise _native.WattpixError("price is missing; give the price of a kilowatt-hour")
    return answer


def equivalences(energy: Energy, *, pue: Setting = None) -> list[Equivalence]:
    """Compares watt-hours at the GPU, or one image of an estimate, with everyday uses of energy.

    >>> next(one.text for one in equivalences(4.5) if one.id == "led-lamp")
    '30 minutes of ...'
    """
    answers = _native.equivalences(_watt_hours(energy), dict(pue=pue))
    return [Equivalence(**{**answer, "source": Source(**answer["source"])}) for answer in answers]
