"""Fits and validations of the published rows that ship, against those of `measure` where it was built."""

import gzip
import json
import os
import subprocess

import pytest

import wattpix

ROWS = "fitted/observations/mlenergy-v2.csv"


@pytest.fixture(scope="module")
def fitted(root):
    return wattpix.fit(root / ROWS, id="mine", title="Mine", date="2026-01-31")


def test_a_fit_answers_and_is_kept(fitted, tmp_path):
    assert fitted.id == "mine" and fitted.quality["n"] > 10
    fitted.save(tmp_path / "mine.json")
    read = wattpix.FitFile.load(tmp_path / "mine.json")
    assert read == fitted
    with pytest.raises(FileExistsError):
        fitted.save(tmp_path / "mine.json")
    model, gpu = fitted.models[0], fitted.gpus[0]
    answers = [wattpix.estimate(model, gpu, fit=fit) for fit in (fitted, read, tmp_path / "mine.json")]
    assert answers[0] == answers[1] == answers[2] and answers[0].fit == "mine"
    with pytest.raises(wattpix.WattpixError, match="broken.json"):
        broken = tmp_path / "broken.json"
        broken.write_text(fitted.text.replace('"schema"', '"schemas"'))
        wattpix.estimate(model, gpu, fit=broken)


def test_a_fit_is_that_of_the_command_line(fitted, root):
    """`measure fit` on the same file gives the same coefficients; `cargo xtask test python` says where the program is."""
    program = os.environ.get("WATTPIX_MEASURE")
    if program is None:
        pytest.skip("WATTPIX_MEASURE does not say where `measure` is")
    run = subprocess.run([program, "fit", ROWS, "--json"], cwd=root, capture_output=True, check=True)
    theirs = json.loads(run.stdout)
    assert theirs["law"] == fitted.data["law"] and theirs["quality"] == fitted.quality


def test_validation_leaves_models_out(root):
    validation = wattpix.validate(root / ROWS, by="model")
    assert validation.overall.n == sum(group.n for group in validation.groups)
    assert 1.0 < validation.overall.factor < 2.0 and validation.overall.inside <= validation.overall.n
    with pytest.raises(wattpix.WattpixError, match="architecture"):
        wattpix.validate(root / ROWS, by="month")
    with pytest.raises(wattpix.WattpixError, match="additive"):
        wattpix.validate(root / ROWS, law="linear")


def test_tables_are_read_with_reasons(tmp_path, root):
    table = tmp_path / "mine.csv"
    table.write_text("model,gpu,steps,images,energy_j\nsdxl,a100,20,2,2000\nsdxl,a100,none at all,2,2000\n")
    read = wattpix.read_observations(table)
    assert [(row.steps, row.joules_per_image) for row in read.rows] == [(20, 1000.0)]
    assert read.left_out[0].line == 3 and "steps" in read.left_out[0].reason
    packed = tmp_path / "mine.csv.gz"
    packed.write_bytes(gzip.compress(table.read_bytes()))
    both = wattpix.read_observations([table, packed])
    assert (len(both.rows), both.twice) == (1, 1)
    with pytest.raises(wattpix.WattpixError, match="zstd"):
        (tmp_path / "mine.zst").write_bytes(b"\x28\xb5\x2f\xfd")
        wattpix.read_observations(tmp_path / "mine.zst")
    with pytest.raises(wattpix.WattpixError, match="no usable row"):
        table.write_text("model,gpu,energy_j\nnothing,a100,1\n")
        wattpix.fit(table)
