"""The exceptions cleanpress raises; each message names where, what and the remedy."""

from __future__ import annotations

from typing import Literal

__all__ = ["CleanpressError", "ConfigError", "DataError", "FileError", "FileTrouble", "FilterError"]

FileTrouble = Literal[
    "missing", "unreadable", "irregular", "undecodable", "binary", "pointer", "conflict", "format",
    "unencodable", "hard-linked", "changed", "unwritable", "damaged", "records",
]  # fmt: skip
"""What can be wrong with a file, in one word; the message of a :class:`FileError` says the rest."""

_NO_TEXT = frozenset(("binary", "pointer", "conflict"))


class CleanpressError(Exception):
    """Base of every error cleanpress raises on purpose.

    >>> issubclass(ConfigError, CleanpressError)
    True
    """


class ConfigError(CleanpressError):
    """Settings are wrong: names the file, the key and the nearest valid key."""


class DataError(CleanpressError):
    """A data file or an input file is wrong: names the file, the place and the remedy."""


class FileError(DataError):
    """A file is left as it is: names the file, what is wrong with it, where, and the remedy.

    ``path`` is the name as given, ``trouble`` the kind of trouble, ``problem`` the message without the name.

    >>> str(FileError("a.md", "missing", "no such file; check the name"))
    'a.md: no such file; check the name'
    """

    def __init__(self, path: str, trouble: FileTrouble, problem: str) -> None:
        super().__init__(f"{path}: {problem}")
        self.path = path
        self.trouble = trouble
        self.problem = problem

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (self.path, self.trouble, self.problem)

    @property
    def skippable(self) -> bool:
        """Whether the file is no text to clean, so that a run over many files may go on and only count it."""
        return self.trouble in _NO_TEXT


class FilterError(CleanpressError):
    """A filter failed or proposed an impossible edit: names the filter and the document."""
