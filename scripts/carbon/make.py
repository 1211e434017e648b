"""Writes core/intensities.csv: greenhouse gas of a kilowatt-hour of electricity, country by country and for the world.

Only the standard library is used. From the repository's root: python3 scripts/carbon/make.py

It reads two files of published packages, kept unchanged in tests/data/carbon/. To compare them with the packages, or to take newer ones:

    pip download --no-deps carbontracker==2.4.7      # carbontracker/data/carbon-intensities.csv
    npm pack @tgwf/co2@0.19.0                        # package/dist/esm/data/average-intensities.min.js

A figure of 0 is missing data (no electricity is made without any greenhouse gas over its life cycle): such rows are left out.
tests/tests/carbon.rs derives every row again from the same two files.
"""

import csv
import decimal
import pathlib
import re

ROOT = pathlib.Path(__file__).resolve().parents[2]
DATA = ROOT / "tests" / "data" / "carbon"
OUT = ROOT / "core" / "intensities.csv"

# The countries: Ember and the Energy Institute's Statistical Review, put together by Our World in Data, as carbontracker has them.
COUNTRIES = "owid"
# The world: Ember, as @tgwf/co2 has it. Its file gives no year; the one that it is made from does (thegreenwebfoundation/co2.js at
# b459b5e543c6cfb49ad429627e325e14c45697e1, data/output/average-intensities.json, "World").
WORLD, WORLD_YEAR = "ember", 2024

HUNDREDTH = decimal.Decimal("0.01")


def rounded(text):
    """Two decimals, as @tgwf/co2 has them; sources differ by far more."""
    return decimal.Decimal(text).quantize(HUNDREDTH).normalize()


def main():
    script = (DATA / "average-intensities.min.js").read_text(encoding="utf-8")
    world = re.search(r'"WORLD": ([0-9.]+)', script).group(1)
    rows = [("WORLD", "", rounded(world), WORLD_YEAR, WORLD, "World")]
    with open(DATA / "carbon-intensities.csv", encoding="utf-8", newline="") as file:
        countries = sorted(csv.DictReader(file), key=lambda row: row["Code"])
    for row in countries:
        grams = rounded(row["Carbon intensity of electricity (gCO2eq/kWh)"])
        if grams > 0:
            rows.append((row["Code"], row["alpha-2"], grams, row["Year"], COUNTRIES, row["Entity"]))
    with open(OUT, "w", encoding="utf-8", newline="\n") as file:
        file.write("alpha_3,alpha_2,g_per_kwh,year,source,name\n")
        for alpha_3, alpha_2, grams, year, source, name in rows:
            file.write(f"{alpha_3},{alpha_2},{grams:f},{year},{source},{name}\n")


if __name__ == "__main__":
    main()
