"""Catalogues against the repository's files."""

import json

import wattpix


def test_fits_are_their_files(root):
    for fit in wattpix.fits():
        assert fit.data == json.loads((root / "fitted" / f"{fit.id}.json").read_text())
    assert {fit.id for fit in wattpix.fits()} == {path.stem for path in (root / "fitted").glob("*.json")}


def test_versions_are_those_of_the_numbers(rows):
    assert [one.number for one in wattpix.versions()] == sorted({int(row["version"]) for row in rows("docs/numbers.csv")})


def test_every_model_and_gpu_has_a_source_and_answers():
    for model in wattpix.models():
        assert model.sources and wattpix.estimate(model.id, "a100").steps == model.steps
    for gpu in wattpix.gpus():
        assert gpu.sources and wattpix.estimate("sdxl", gpu.id).gpu == gpu.id


def test_zones_have_sources():
    zones = {zone.id: zone for zone in wattpix.zones()}
    assert len(zones) > 200 and zones["WORLD"].g_per_kwh > zones["FRA"].g_per_kwh
    assert wattpix.carbon(1000, zone="France").g_co2e == zones["FRA"].g_per_kwh
    own = wattpix.carbon(1000, intensity=30)
    assert (own.g_co2e, own.zone, own.source) == (30.0, None, None)
