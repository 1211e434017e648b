"""Writes tests/data/statistics/reference.json: regressions and their figures by statsmodels, scipy and scikit-learn, and beside it
mixed_images.csv, made-up rows of different numbers of images for the paper's regression on totals and on single images.

From the repository's root, in an environment with scripts/statistics/requirements.txt: python3 scripts/statistics/make.py
"""

import csv
import json
import pathlib

import numpy
import scipy
import scipy.stats
import sklearn
import sklearn.metrics
import statsmodels
import statsmodels.api

OUT = pathlib.Path(__file__).resolve().parents[2] / "tests" / "data" / "statistics" / "reference.json"

random = numpy.random.default_rng(20251117)
n = 48
ln_gflops = random.uniform(8.0, 18.0, n)
design = numpy.column_stack([
    numpy.ones(n),
    ln_gflops,
    random.integers(0, 2, n).astype(float),
    numpy.log(random.choice([256, 512, 768, 1024], n).astype(float) ** 2 / 256.0),
])
truth = numpy.array([-20.61, 0.989, 2.04, -0.043])
# The spread grows with the operations, so that the plain and the robust errors differ.
measured = design @ truth + random.normal(0.0, 0.02 * (ln_gflops - 6.0))
measured[11] += 1.5

fitted = statsmodels.api.OLS(measured, design).fit()
robust = fitted.get_robustcov_results("HC3")
influence = fitted.get_influence()
probe = numpy.array([1.0, 13.5, 1.0, 7.0])
predicted = fitted.get_prediction(probe[None, :])

energies = 3.6e6 * numpy.exp(measured)
energies[3] = energies[4]
guesses = numpy.round(3.6e6 * numpy.exp(fitted.fittedvalues), 3)
guesses[20] = guesses[21]
ln_energies, ln_guesses = numpy.log(energies), numpy.log(guesses)
coefficients = 4
r2 = sklearn.metrics.r2_score(ln_energies, ln_guesses)

reference = {
    "made_by": {
        "script": "scripts/statistics/make.py",
        "numpy": numpy.__version__, "scipy": scipy.__version__,
        "scikit_learn": sklearn.__version__, "statsmodels": statsmodels.__version__,
    },
    "regression": {
        "design": design.tolist(), "measured": measured.tolist(),
        "coefficients": fitted.params.tolist(), "std_errors": fitted.bse.tolist(),
        "covariance": fitted.cov_params().tolist(),
        "std_errors_hc3": robust.bse.tolist(), "covariance_hc3": robust.cov_params().tolist(),
        "leverage": influence.hat_matrix_diag.tolist(),
        "studentised": influence.resid_studentized_external.tolist(),
        "variance": float(fitted.mse_resid), "degrees_of_freedom": int(fitted.df_resid),
        "r2": float(fitted.rsquared), "adjusted_r2": float(fitted.rsquared_adj),
        "probe": probe.tolist(), "predicted": float(predicted.predicted_mean[0]),
        "predicted_variance": float(predicted.var_pred_mean[0] + fitted.mse_resid),
        "bonferroni_outliers": [int(row) for row, p in enumerate(fitted.outlier_test("bonferroni")[:, 2]) if p < 0.05],
    },
    "agreement": {
        "measured": energies.tolist(), "predicted": guesses.tolist(), "coefficients": coefficients,
        "r2": float(r2), "adjusted_r2": float(1 - (1 - r2) * (n - 1) / (n - coefficients)),
        "mae_ln": float(sklearn.metrics.mean_absolute_error(ln_energies, ln_guesses)),
        "rms_ln": float(sklearn.metrics.root_mean_squared_error(ln_energies, ln_guesses)),
        "mae": float(sklearn.metrics.mean_absolute_error(energies, guesses)),
        "mape": float(sklearn.metrics.mean_absolute_percentage_error(energies, guesses)),
        "pearson": float(scipy.stats.pearsonr(ln_energies, ln_guesses).statistic),
        "spearman": float(scipy.stats.spearmanr(energies, guesses).statistic),
    },
}


def mixed_images():
    """The paper's law of FLUX.1-dev on rows of 1, 10 and 100 images: on the energy of all images, and of one."""
    with open(OUT.parents[1] / "flops_ground_truth.csv", newline="") as file:
        passes = {
            int(row["width"]): (float(row["linear_gflops"]) + float(row["conv_gflops"]), float(row["attention_gflops"]))
            for row in csv.DictReader(file) if row["model"] == "flux1-dev" and row["component"] == "denoiser"
        }
    random = numpy.random.default_rng(20260512)
    lines, total, single, joules = [], [], [], []
    for side in (256, 512, 768, 1024):
        for steps in (10, 30, 50):
            for precision in ("fp16", "fp32"):
                for guidance in ("off", "on"):
                    images = int(random.choice([1, 10, 100]))
                    rest, attention = passes[side]
                    # Half of the attention products, as the published coefficients count.
                    gflops = (rest + attention / 2) * steps * (2 if guidance == "on" else 1)
                    fp32, resolution = float(precision == "fp32"), numpy.log(side * side / 256)
                    ln_kwh = -20.61 + 0.93 * numpy.log(gflops * images) + 2.04 * fp32 - 0.043 * resolution + random.normal(0.0, 0.05)
                    if (side, steps, precision, guidance) == (768, 30, "fp16", "on"):
                        ln_kwh += 0.5
                    energy = float(f"{3.6e6 * numpy.exp(ln_kwh):.9g}")
                    total.append([1.0, numpy.log(gflops * images), fp32, resolution])
                    single.append([1.0, numpy.log(gflops), fp32, resolution])
                    joules.append((energy, images))
                    lines.append(f"flux1-dev,a100-sxm4-80gb,{side},{side},{steps},{precision},{guidance},{images},1,{energy!r},net,made up")
    heads = "model,gpu,width,height,steps,precision,guidance,images,batch,energy_j,boundary,source"
    (OUT.parent / "mixed_images.csv").write_text("\n".join([heads, *lines]) + "\n")
    energy, images = numpy.array(joules).T
    responses = {"total": (total, energy), "image": (single, energy / images)}
    return {name: of_law(numpy.array(design), numpy.log(energy / 3.6e6)) for name, (design, energy) in responses.items()}


def of_law(design, measured):
    fitted = statsmodels.api.OLS(measured, design).fit()
    influence = fitted.get_influence()
    return {
        "coefficients": fitted.params.tolist(), "std_errors_hc3": fitted.get_robustcov_results("HC3").bse.tolist(),
        "r2": float(fitted.rsquared), "adjusted_r2": float(fitted.rsquared_adj), "mae_ln": float(numpy.abs(fitted.resid).mean()),
        "pearson": float(scipy.stats.pearsonr(measured, fitted.fittedvalues).statistic),
        "residuals": fitted.resid.tolist(), "leverage": influence.hat_matrix_diag.tolist(),
        "studentised": influence.resid_studentized_external.tolist(),
        "bonferroni_outliers": [int(row) for row, p in enumerate(fitted.outlier_test("bonferroni")[:, 2]) if p < 0.05],
    }


reference["mixed_images"] = mixed_images()
OUT.write_text(json.dumps(reference, indent=1) + "\n")
print(OUT)
