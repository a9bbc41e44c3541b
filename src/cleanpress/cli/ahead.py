"""The inputs of a run in their order: known ones left out, the next ones read ahead, and what scouts say of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, repeat
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from cleanpress.cli.inputs import Cleaned, Source, cleaned, digest_of, document_of, read_ahead
from cleanpress.edits import Change, apply
from cleanpress.errors import FileError, FilterError
from cleanpress.flags import Flag
from cleanpress.result import Result

if TYPE_CHECKING:
    from cleanpress.cli.arguments import Arguments
    from cleanpress.cli.cache import Cache
    from cleanpress.cli.settings import Settings

__all__ = ["Inputs", "Met"]

_AHEAD = 16
"""Files that are read before the first of them is cleaned: taking turns costs each an eighth more."""
_FIRST = 16
"""Files that a run looks at by itself before it sends scouts: those find the tables read."""
_MANY = 400
"""Files for which it pays to send scouts."""
_BATCH = 20_000
"""Files for which scouts are sent at a time."""

_Said: TypeAlias = tuple[bytes, str, tuple[Any, ...]]
"""What a scout says of a file: the digest of its bytes, its mark for the cache, and what cleaning it gave; that is
empty if there is nothing to tell."""


class Met(NamedTuple):
    """An input whose turn has come.

    ``mark`` is that for the cache, None if it is not remembered. ``source`` is what was read of it, or the error; None
    for what is read in its turn. ``digest`` is what it is known by if a scout says that there is nothing to tell, else
    empty. ``found`` is what a scout found in these very bytes; None if it has to be cleaned yet.
    """

    name: str | FileError
    mark: str | None = None
    source: Source | FileError | None = None
    digest: bytes = b""
    found: Cleaned | None = None


class Inputs:
    """The inputs of one run, but for those in which an earlier run found nothing."""

    def __init__(self, args: Arguments, settings: Settings, cache: Cache | None) -> None:
        self._args = args
        self._settings = settings
        self._cache = cache
        self._whole = args.field is None  # or they are read as records
        self._all = args.report or args.report_json is not None  # also what has nothing to tell is asked for

    def __iter__(self) -> Iterator[Met]:
        waiting = self._scouted() if self._whole else zip(self._unknown(), repeat(None))
        while batch := list(islice(waiting, _AHEAD)):
            names = [name if isinstance(name, str) and (said is None or said[2]) else "" for name, said in batch]
            sources = self._sources(names)
            marks = map(self._mark, names, sources)  # all of them now: the first files may be written before the last
            for (name, said), mark, source in zip(batch, list(marks), sources, strict=True):
                yield self._met(name, mark, source, said)

    def known_by(self, item: Cleaned) -> bytes:
        """By what an input is known that has nothing that anybody is told of, nor asks for anything; else nothing."""
        result, file = item.result, item.source.file
        if result.edits or result.flags or result.notice or file.notice or self._asks(item.source):
            return b""
        return b"\0" if self._cache is None else digest_of(file.data)

    def _asks(self, source: Source) -> bool:
        return self._settings.config.inline_ignores and "cleanpress:" in source.file.text

    def _met(
        self, name: str | FileError, mark: str | None, source: Source | FileError | None, said: _Said | None
    ) -> Met:
        if said is None:
            return Met(name, mark, source)
        digest, seen, found = said
        if not found:
            return Met(name, seen, digest=digest)
        if not isinstance(source, tuple) or digest_of(source.file.data) != digest:
            return Met(name, mark, source)  # it is not any more what it was
        return Met(name, mark, source, found=_cleaned(source, *found))

    def _mark(self, name: str, source: Source | FileError | None) -> str | None:
        """The mark for the cache of an input that was read, or will be in its turn."""
        if self._cache is None or not name or isinstance(source, FileError):
            return None
        status = source.file.status if source else None
        return self._cache.mark(name) if status is None else self._cache.mark_of(status)

    def _sources(self, names: Sequence[str]) -> list[Source | FileError | None]:
        """What is read of files, or the error; None for what is read in its turn, as a whole or not."""
        if not self._whole:
            return [None] * len(names)
        found: list[Source | FileError | None] = []
        files = set()
        for name in names:
            source: Source | FileError | None = None
            if name and name != "-":
                try:
                    source = read_ahead(name, self._args)
                except FileError as error:
                    source = error
                else:
                    status = source.file.status if source else None
                    if status and (status.st_dev, status.st_ino) in files:  # by another name: written before, perhaps
                        source = None
                    elif status:
                        files.add((status.st_dev, status.st_ino))
            found.append(source)
        return found

    def _unknown(self) -> Iterator[str | FileError]:
        """The inputs, but for those in which an earlier run found nothing."""
        names = self._settings.selection.files(self._args.files or ["-"])
        cache = self._cache
        if not cache:
            return names
        return (name for name in names if not (isinstance(name, str) and cache.knows(name)))

    def _scouted(self) -> Iterator[tuple[str | FileError, _Said | None]]:
        """The same, with what scouts say of them."""
        waiting, jobs = self._unknown(), self._args.jobs
        yield from zip(islice(waiting, _FIRST), repeat(None))
        while batch := list(islice(waiting, _BATCH)):
            said: Iterable[_Said | None] = repeat(None, len(batch))
            if jobs is None and len(batch) >= _MANY:
                from cleanpress.cli.scouts import cores

                jobs = cores()
            if jobs is not None and jobs > 1:
                from cleanpress.cli.scouts import scouted

                said = scouted([name if isinstance(name, str) else "" for name in batch], self._look, jobs)
            yield from zip(batch, said, strict=True)

    def _look(self, names: Sequence[str]) -> Iterator[_Said | None]:
        """What a scout says of inputs; None for those that the run has to look at itself."""
        for name, source in zip(names, self._sources(names), strict=True):
            yield self._said(source, self._mark(name, source) or "") if isinstance(source, tuple) else None

    def _said(self, source: Source, mark: str) -> _Said | None:
        if self._asks(source):
            return None
        try:
            item = cleaned(source, self._settings)
        except FilterError:
            return None  # the run meets the same, and names it
        known = b"" if self._all else self.known_by(item)
        return (known, mark, ()) if known else (digest_of(source.file.data), "", _told(item))


def _told(item: Cleaned) -> tuple[Any, ...]:
    """What cleaning gave, as scouts tell it."""
    result = item.result
    applied, withheld = result.spans
    flags = [(flag.rule, flag.reason, flag.confidence) for flag in result.flags]
    return list(map(tuple, result.changes)), list(map(tuple, applied)), list(map(tuple, withheld)), result.notice, flags


def _cleaned(source: Source, changes: Sequence[Any], applied: Any, withheld: Any, notice: str, flags: Any) -> Cleaned:
    """What scouts told, as cleaning gives it."""
    document = document_of(source)
    made = [Change(*change) for change in changes]
    text = apply(document.source, made)
    return Cleaned(source, Result(document, text, made, applied, withheld, notice, [Flag(*flag) for flag in flags]))
