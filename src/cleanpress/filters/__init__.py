"""The built-in filters. A new one is a module here and one line in :data:`BUILTIN`."""

from __future__ import annotations

from cleanpress.filters.artifacts import ScraperArtifacts
from cleanpress.filters.base import Builtin
from cleanpress.filters.links import InjectedLinks
from cleanpress.filters.mojibake import Mojibake
from cleanpress.filters.whitespace import Whitespace

__all__ = ["BUILTIN"]

BUILTIN: dict[str, type[Builtin]] = {
    filter_class.id: filter_class for filter_class in (Mojibake, InjectedLinks, ScraperArtifacts, Whitespace)
}
"""The built-in filters by id, in the order the default pipeline lists them."""
