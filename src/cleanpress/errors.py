"""The exceptions cleanpress raises; each message names where, what and the remedy."""

from __future__ import annotations

__all__ = ["CleanpressError", "ConfigError", "DataError", "FilterError"]


class CleanpressError(Exception):
    """Base of every error cleanpress raises on purpose.

    >>> issubclass(ConfigError, CleanpressError)
    True
    """


class ConfigError(CleanpressError):
    """Settings are wrong: names the file, the key and the nearest valid key."""


class DataError(CleanpressError):
    """A data file or an input file is wrong: names the file, the place and the remedy."""


class FilterError(CleanpressError):
    """A filter failed or proposed an impossible edit: names the filter and the document."""
