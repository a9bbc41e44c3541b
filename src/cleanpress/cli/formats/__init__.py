"""Output formats: from findings to what people and other programs read, piece by piece.

A format is a function from findings, which come file by file, to pieces of text. All text of strangers is escaped.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cleanpress.cli.findings import Finding

__all__ = ["Renderer", "renderer"]

Renderer = Callable[[Iterable["Finding"]], Iterator[str]]

_HOME = {
    "concise": ("lines", "concise"),
    "full": ("lines", "full"),
    "github": ("lines", "github"),
    "json": ("plain_json", "json_array"),
    "json-lines": ("plain_json", "json_lines"),
    "gitlab": ("exchange", "gitlab"),
    "rdjson": ("exchange", "rdjson"),
    "sarif": ("sarif", "sarif"),
}


def renderer(name: str) -> Renderer:
    """The function that writes a format, by the name that ``--output-format`` takes.

    >>> list(renderer("json")([]))
    ['[', ']\\n']
    """
    module, function = _HOME[name]
    found: Renderer = getattr(import_module(f"cleanpress.cli.formats.{module}"), function)
    return found
