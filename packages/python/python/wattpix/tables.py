"""Estimates of whole tables, of the kind that was given."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Optional

from . import _native
from .given import FitChoice, fit_parts

__all__ = ["estimate_table"]


def estimate_table(table: Any, *, fit: FitChoice = None, coefficients: Optional[int] = None) -> Any:
    """Estimates every row of a table and returns a table of the same kind with the columns of `measure estimate --from` added.

    Takes a DataFrame of pandas or polars, a Table of pyarrow, a mapping of columns, and with pyarrow installed anything that offers Arrow's
    C stream, which comes back as a Table of pyarrow. Columns are named by the keys of `estimate`, `model` and `gpu` are needed, others are
    carried through. `fit` and `boundary` hold what answered. A row that cannot be estimated has its message in `error`.

    >>> table = {"model": ["sdxl", "sdxl"], "gpu": ["a100", "a101"], "mine": [1, 2]}
    >>> answer = estimate_table(table)
    >>> answer["wh_per_image"][0] > 0, answer["wh_per_image"][1], answer["mine"]
    (True, None, [1, 2])
    >>> answer["error"][1][:19]
    "unknown gpu 'a101';"
    """
    kind = _kind(table)
    names, columns = kind.columns(table)
    id, own = fit_parts(fit)
    if id is not None and "fit" not in names:
        rows = len(columns[0]) if columns else 0
        names, columns = [*names, "fit"], [*columns, [id] * rows]
    answers = _native.estimate_columns(list(zip(names, columns)), coefficients, own)
    return kind.with_answers(table, answers)


#: Columns of answers that hold text.
_TEXTS = ("fit", "boundary", "caveats", "error")


class _Columns:
    """A mapping of columns."""

    @staticmethod
    def columns(table: Mapping[str, Any]) -> tuple[list[str], list[list[Any]]]:
        columns = [list(column) for column in table.values()]
        if len({len(column) for column in columns}) > 1:
            raise _native.WattpixError("the columns differ in length; give as many values in each")
        return [str(name) for name in table], columns

    @staticmethod
    def with_answers(table: Mapping[str, Any], answers: dict[str, list[Any]]) -> dict[str, Any]:
        return {**{name: column for name, column in table.items() if name not in answers}, **answers}


class _Pandas:
    """A DataFrame of pandas."""

    @staticmethod
    def columns(table: Any) -> tuple[list[str], list[list[Any]]]:
        names = [str(name) for name in table.columns]
        # By place: names may be numbers, or appear twice and be refused.
        series = [table.iloc[:, place].astype(object) for place in range(len(names))]
        return names, [column.where(column.notna(), None).tolist() for column in series]

    @staticmethod
    def with_answers(table: Any, answers: dict[str, list[Any]]) -> Any:
        import pandas

        kept = table.drop(columns=[name for name in answers if name in table.columns])
        types = {name: "object" if name in _TEXTS else "float64" for name in answers}
        added = {name: pandas.Series(answers[name], index=table.index, dtype=types[name]) for name in answers}
        return pandas.concat([kept, pandas.DataFrame(added, index=table.index)], axis=1)


class _Polars:
    """A DataFrame of polars."""

    @staticmethod
    def columns(table: Any) -> tuple[list[str], list[list[Any]]]:
        return list(table.columns), [column.to_list() for column in table.get_columns()]

    @staticmethod
    def with_answers(table: Any, answers: dict[str, list[Any]]) -> Any:
        import polars

        kept = table.select([name for name in table.columns if name not in answers])
        types = {name: polars.String if name in _TEXTS else polars.Float64 for name in answers}
        return kept.with_columns([polars.Series(name, answers[name], dtype=types[name]) for name in answers])


class _Arrow:
    """A Table of pyarrow, or what offers Arrow's C stream."""

    @staticmethod
    def columns(table: Any) -> tuple[list[str], list[list[Any]]]:
        table = _Arrow.table(table)
        return list(table.column_names), [column.to_pylist() for column in table.columns]

    @staticmethod
    def with_answers(table: Any, answers: dict[str, list[Any]]) -> Any:
        import pyarrow

        table = _Arrow.table(table)
        kept = table.select([name for name in table.column_names if name not in answers])
        for name, values in answers.items():
            kind = pyarrow.string() if name in _TEXTS else pyarrow.float64()
            kept = kept.append_column(name, pyarrow.array(values, type=kind))
        return kept

    @staticmethod
    def table(given: Any) -> Any:
        import pyarrow

        return given if isinstance(given, pyarrow.Table) else pyarrow.table(given)


def _kind(table: Any) -> Any:
    """Finds the kind of a table by the module and name of its class, so that no library is imported that the caller does not use."""
    names = {(kind.__module__.split(".")[0], kind.__name__) for kind in type(table).__mro__}
    if ("pandas", "DataFrame") in names:
        return _Pandas
    if ("polars", "DataFrame") in names:
        return _Polars
    if ("polars", "LazyFrame") in names:
        raise _native.WattpixError("a LazyFrame holds no rows yet; call collect() on it first")
    if ("pyarrow", "Table") in names:
        return _Arrow
    if isinstance(table, Mapping):
        return _Columns
    if hasattr(table, "__arrow_c_stream__"):
        try:
            import pyarrow  # noqa: F401
        except ImportError:
            raise _native.WattpixError("a table by Arrow's C stream needs pyarrow; install it") from None
        return _Arrow
    raise _native.WattpixError(
        f"a {type(table).__name__} is no table that is known here; give a DataFrame of pandas or polars, "
        "a Table of pyarrow, or a mapping of columns"
    )
