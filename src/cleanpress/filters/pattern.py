"""A filter from one line: whole lines by pattern, or spans by regular expression."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from cleanpress.document import Document
from cleanpress.edits import Edit
from cleanpress.errors import ConfigError, FilterError
from cleanpress.filters.base import Phase

if TYPE_CHECKING:
    import regex

__all__ = ["PatternFilter"]

_SLOTS = {"{any}": ".*", "{n}": r"\d+", "{word}": r"\S+"}


@dataclass(frozen=True, init=False)
class PatternFilter:
    """Deletes whole lines that match a pattern, and spans that match a regular expression.

    ``lines`` are literal lines with slots: ``{any}`` (any text), ``{n}`` (digits), ``{word}`` (no
    white space); blanks at the line's edges do not count. ``regexes`` are searched in the whole
    text in the syntax of the ``regex`` library. A deletion leaves correct spacing behind.

    User patterns can be slow on hostile text: each document has ``timeout`` seconds, then a
    FilterError is raised. Raises ConfigError when a pattern is not valid or matches empty text.

    >>> from cleanpress import Pipeline
    >>> teasers = PatternFilter("mysite/read-also", lines=["Baca juga: {any}"])
    >>> Pipeline([teasers]).clean("Isi berita.\\nBaca juga: Harga cabai\\nLanjutan.")
    'Isi berita.\\nLanjutan.'
    """

    id: str
    lines: tuple[str, ...]
    regexes: tuple[str, ...]
    reason: str
    phase: Phase
    timeout: float

    def __init__(
        self,
        id: str,  # noqa: A002 - the word every caller expects
        *,
        lines: Iterable[str] = (),
        regexes: Iterable[str] = (),
        reason: str = "",
        phase: Phase = Phase.REMOVE,
        timeout: float = 1.0,
    ) -> None:
        if isinstance(lines, str) or isinstance(regexes, str):
            raise ConfigError(f"filter {id!r}: lines and regexes are lists of patterns, not one string")
        set_field = object.__setattr__
        set_field(self, "id", id)
        set_field(self, "lines", tuple(lines))
        set_field(self, "regexes", tuple(regexes))
        set_field(self, "reason", reason or f"matches a pattern of {id}")
        set_field(self, "phase", phase)
        set_field(self, "timeout", timeout)
        if not self.lines and not self.regexes:
            raise ConfigError(f"filter {id!r} has no pattern; give lines=[...] or regexes=[...]")
        _compiled(id, self.lines, self.regexes)

    def find(self, doc: Document) -> Iterable[Edit]:
        """Propose a deletion for each match; offsets are code points into ``doc.text``."""
        line_pattern, patterns = _compiled(self.id, self.lines, self.regexes)
        try:
            if line_pattern is not None:
                for line in doc.lines:
                    if line_pattern.fullmatch(line.text, timeout=self.timeout):
                        yield doc.delete(line.start, line.end, reason=self.reason)
            for pattern in patterns:
                for match in pattern.finditer(doc.text, timeout=self.timeout):
                    if match.start() < match.end():
                        yield doc.delete(match.start(), match.end(), reason=self.reason)
        except TimeoutError as error:
            raise FilterError(
                f"a pattern of filter {self.id!r} ran longer than {self.timeout} s; make it simpler or raise timeout"
            ) from error


@lru_cache(maxsize=64)
def _compiled(
    name: str, lines: tuple[str, ...], regexes: tuple[str, ...]
) -> tuple[regex.Pattern[str] | None, Sequence[regex.Pattern[str]]]:
    import regex

    patterns = []
    for source in regexes:
        try:
            pattern = regex.compile(source)
        except regex.error as error:
            raise ConfigError(f"filter {name!r}: {source!r} is not a valid regular expression: {error}") from error
        if pattern.fullmatch(""):
            raise ConfigError(f"filter {name!r}: {source!r} matches empty text; anchor it to something")
        patterns.append(pattern)
    if not lines:
        return None, patterns
    bodies = [_line_regex(name, line.strip()) for line in lines]
    return regex.compile(rf"\s*(?:{'|'.join(bodies)})\s*"), patterns


def _line_regex(name: str, line: str) -> str:
    import regex

    bare = line
    body = regex.escape(line, special_only=True, literal_spaces=True)
    for slot, meaning in _SLOTS.items():
        bare = bare.replace(slot, "")
        body = body.replace(regex.escape(slot, special_only=True, literal_spaces=True), meaning)
    if not bare.strip():
        raise ConfigError(f"filter {name!r}: the line pattern {line!r} would match every line; add literal text")
    return str(body)
