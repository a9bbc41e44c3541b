"""DuckDB: the pipeline as a function of SQL."""

from __future__ import annotations

from typing import Any

from duckdb.sqltypes import VARCHAR

from cleanpress.document import Format
from cleanpress.integrations.arrow import clean_array
from cleanpress.pipeline import Pipeline

__all__ = ["register"]


def register(
    connection: Any,
    name: str = "cleanpress",
    pipeline: Pipeline | None = None,
    *,
    urls: bool = False,
    format: Format = "text",  # noqa: A002 - the word of Pipeline.clean
) -> None:
    """Make the function ``name(text)`` for this connection, or ``name(text, url)`` with ``urls``; NULL gives NULL.

    With ``urls`` the host of each address is its text's own and never removed; an address may be NULL. DuckDB
    needs pyarrow and numpy for functions in Python.

    >>> import duckdb
    >>> with duckdb.connect() as connection:
    ...     register(connection)
    ...     connection.execute("SELECT cleanpress('Harga  naik.')").fetchone()
    ('Harga naik.',)
    """

    def clean(texts: Any, addresses: Any = None) -> Any:
        return clean_array(texts, pipeline, format=format, urls=None if addresses is None else addresses.to_pylist())

    one = lambda texts: clean(texts)  # noqa: E731 - DuckDB counts the parameters
    connection.create_function(
        name,
        clean if urls else one,
        [VARCHAR, VARCHAR] if urls else [VARCHAR],
        VARCHAR,
        type="arrow",
        null_handling="special",  # a NULL address must not make a NULL text
    )
