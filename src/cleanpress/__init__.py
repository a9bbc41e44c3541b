"""cleanpress gives back what the author wrote.

It strips injected spam links and scraper artifacts, repairs mojibake and normalises white space
and invisible characters. Every change is an edit with offsets, rule, reason and confidence.

>>> import cleanpress
>>> cleanpress.clean("Harga  beras naik.")
'Harga beras naik.'
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from cleanpress.config import Config, load_config
    from cleanpress.data import rules_version
    from cleanpress.document import Document, Format
    from cleanpress.edits import Change, Edit, apply
    from cleanpress.errors import CleanpressError, ConfigError, DataError, FilterError
    from cleanpress.filters.artifacts import ScraperArtifacts
    from cleanpress.filters.base import Filter, Phase, as_filter
    from cleanpress.filters.links import InjectedLinks
    from cleanpress.filters.mojibake import Mojibake
    from cleanpress.filters.pattern import PatternFilter
    from cleanpress.filters.whitespace import Whitespace
    from cleanpress.flags import Flag
    from cleanpress.offsets import OffsetMap
    from cleanpress.pipeline import Pipeline, clean
    from cleanpress.profile import CorpusProfile, SiteTemplates
    from cleanpress.result import Result

_HOME = {
    "Change": "edits",
    "CleanpressError": "errors",
    "Config": "config",
    "ConfigError": "errors",
    "CorpusProfile": "profile",
    "DataError": "errors",
    "Document": "document",
    "Edit": "edits",
    "Filter": "filters.base",
    "FilterError": "errors",
    "Flag": "flags",
    "Format": "document",
    "InjectedLinks": "filters.links",
    "Mojibake": "filters.mojibake",
    "OffsetMap": "offsets",
    "PatternFilter": "filters.pattern",
    "Phase": "filters.base",
    "Pipeline": "pipeline",
    "Result": "result",
    "ScraperArtifacts": "filters.artifacts",
    "SiteTemplates": "profile",
    "Whitespace": "filters.whitespace",
    "apply": "edits",
    "as_filter": "filters.base",
    "clean": "pipeline",
    "load_config": "config",
    "rules_version": "data",
}

__all__ = [
    "Change",
    "CleanpressError",
    "Config",
    "ConfigError",
    "CorpusProfile",
    "DataError",
    "Document",
    "Edit",
    "Filter",
    "FilterError",
    "Flag",
    "Format",
    "InjectedLinks",
    "Mojibake",
    "OffsetMap",
    "PatternFilter",
    "Phase",
    "Pipeline",
    "Result",
    "ScraperArtifacts",
    "SiteTemplates",
    "Whitespace",
    "__version__",
    "apply",
    "as_filter",
    "clean",
    "load_config",
    "rules_version",
]


def __getattr__(name: str) -> Any:
    """Load a public name when it is first used (PEP 562): ``import cleanpress`` itself loads nothing."""
    if name not in _HOME:
        raise AttributeError(f"module 'cleanpress' has no attribute {name!r}")
    value = getattr(import_module(f"cleanpress.{_HOME[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
