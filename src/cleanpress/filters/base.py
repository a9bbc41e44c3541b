"""What a filter is, and two ways to make one without a class."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterable, Sequence
from enum import IntEnum
from typing import ClassVar, Protocol, runtime_checkable

from cleanpress.document import Document
from cleanpress.edits import Edit, Span
from cleanpress.errors import ConfigError
from cleanpress.flags import Flag
from cleanpress.frozen import frozen
from cleanpress.names import nearest

__all__ = ["Builtin", "Filter", "FunctionFilter", "Phase", "Rule", "as_filter", "check_ids"]


class Phase(IntEnum):
    """When a filter runs. Inside a phase every filter sees the same text, so their order is free.

    >>> Phase.REPAIR < Phase.REMOVE < Phase.TIDY
    True
    """

    REPAIR = 1
    REMOVE = 2
    TIDY = 3


@runtime_checkable
class Filter(Protocol):
    """Reads a document and proposes edits; never changes text, does no I/O, keeps no state."""

    @property
    def id(self) -> str:
        """A stable name, such as ``links`` or ``mysite/read-also``."""
        ...

    @property
    def phase(self) -> Phase:
        """When the filter runs."""
        ...

    def find(self, doc: Document) -> Iterable[Edit]:
        """Propose edits: offsets are code points into ``doc.text``; an empty rule means the filter's id."""
        ...


@frozen
class Rule:
    """One named reason inside a filter, with what a user wants to know about it."""

    id: str
    summary: str
    explanation: str


class Builtin:
    """Base of the filters that come with cleanpress: they propose the engine's tuples, which are cheap."""

    id: ClassVar[str]
    phase: ClassVar[Phase]

    @abstractmethod
    def scan(self, doc: Document) -> Sequence[Span]:
        """The proposed edits as (start, end, replacement, rule, reason, confidence)."""

    @classmethod
    @abstractmethod
    def rules(cls) -> Sequence[Rule]:
        """Every rule the filter can name in an edit."""

    def flags(self, doc: Document) -> Sequence[Flag]:
        """What speaks against the document as a whole; none unless a filter says otherwise."""
        return ()

    def find(self, doc: Document) -> list[Edit]:
        """The proposed edits; offsets are code points into ``doc.text``."""
        return [Edit(*span) for span in self.scan(doc)]


class FunctionFilter:
    """A function as a filter; made by :func:`as_filter`."""

    __name__: str
    __qualname__: str

    def __init__(self, function: Callable[[Document], Iterable[Edit]], id: str, phase: Phase) -> None:  # noqa: A002
        for attribute in ("__module__", "__name__", "__qualname__", "__doc__"):
            setattr(self, attribute, getattr(function, attribute))
        self.id = id
        self.phase = phase
        self._function = function

    def find(self, doc: Document) -> Iterable[Edit]:
        """Propose what the function proposes."""
        return self._function(doc)

    def __reduce__(self) -> str:
        """Pickle by name, as functions do: the function must be importable where it is loaded."""
        return self.__qualname__

    def __repr__(self) -> str:
        return f"<filter {self.id!r} from {self.__qualname__}>"


def as_filter(
    id: str,  # noqa: A002 - the word every caller expects
    phase: Phase = Phase.REMOVE,
) -> Callable[[Callable[[Document], Iterable[Edit]]], FunctionFilter]:
    """Turn a function from document to edits into a filter.

    >>> @as_filter("mysite/read-also")
    ... def read_also(doc):
    ...     for line in doc.lines:
    ...         if line.text.startswith("Baca juga:"):
    ...             yield doc.delete(line.start, line.end, reason="teaser for a related article")
    >>> [edit.start for edit in read_also.find(Document("Baca juga: X\\nIsi berita."))]
    [0]
    """

    def wrap(function: Callable[[Document], Iterable[Edit]]) -> FunctionFilter:
        return FunctionFilter(function, id, phase)

    return wrap


def check_ids(ids: Iterable[str], filters: Iterable[Filter]) -> None:
    """Raise ConfigError for an id that is no filter, rule or family of rules among these filters."""
    known: set[str] = set()
    open_ended: list[str] = []
    for f in filters:
        known.add(f.id)
        if isinstance(f, Builtin):
            for rule in f.rules():
                parts = rule.id.split("/")
                known.update("/".join(parts[:n]) for n in range(1, len(parts) + 1))
        else:
            open_ended.append(f"{f.id}/")
    for name in ids:
        if name not in known and not name.startswith(tuple(open_ended)):
            raise ConfigError(f"unknown rule {name!r}; {nearest(name, known)}")
