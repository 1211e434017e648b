"""Writes tests/data/statistics/reference.json: a regression and its figures by statsmodels, scipy and scikit-learn.

From the repository's root, in an environment with scripts/statistics/requirements.txt: python3 scripts/statistics/make.py
"""

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
OUT.write_text(json.dumps(reference, indent=1) + "\n")
print(OUT)
