"""Files of the repository that the tests compare with."""

import csv
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="session")
def root():
    return ROOT


@pytest.fixture(scope="session")
def rows():
    """Reads the rows of a CSV file of the repository."""

    def read(path):
        with open(ROOT / path, newline="", encoding="utf-8") as file:
            return list(csv.DictReader(file))

    return read
