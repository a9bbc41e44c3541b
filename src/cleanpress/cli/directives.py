"""``cleanpress: ignore[rule]`` in the comments of a text: what its author wants left alone.

A comment counts for its own line (``ignore``), the next one (``ignore-next-line``), the lines between two
(``ignore-start`` and ``ignore-end``) or the file (``ignore-file``). Without ids in brackets it means every rule.
Directives are found anew before each pass, because edits move lines.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from cleanpress.document import Document
from cleanpress.edits import Span
from cleanpress.filters.base import Builtin, Filter, Rule
from cleanpress.flags import Flag
from cleanpress.formats.html_tokens import Kind
from cleanpress.pipeline import Pipeline

__all__ = ["MARK", "Directives", "find_directives", "heeding"]

MARK = "cleanpress:"
"""What every directive holds; a text without it has none."""

_DIRECTIVE = re.compile(rf"{MARK}[ \t]*(ignore(?:-next-line|-start|-end|-file)?)(?:\[([^\]\n]{{0,400}})\])?(?![\w\[-])")
_OPENING = re.compile(r"(?:<!--|\{/\*|(?<!\S)(?://|#))[ \t]*\Z")
_CLOSINGS = {"<!--": re.compile(r"[^\n]{0,200}?-->"), "{/*": re.compile(r"[^\n]{0,200}?\*/\}")}
_TO_LINE_END = re.compile(r"[ \t]*(?=\r?\n|\r|\Z)")
_LOOK_BACK = 16
_SIGNS = {"html": ("<!--",), "markdown": ("<!--", "{/*"), "text": ("<!--", "{/*", "//", "#")}
"""How comments that hold directives begin, by format. Those without an end of their own end with the line."""


class _Region(NamedTuple):
    """Where edits are not made: code points of the source, and the ids that are meant; none means all."""

    start: int
    end: int
    ids: tuple[str, ...]

    def holds(self, start: int, end: int, rule: str) -> bool:
        inside = self.start <= start <= self.end if start == end else start < self.end and end > self.start
        if not inside:
            return False
        return not self.ids or rule in self.ids or rule.startswith(tuple(f"{name}/" for name in self.ids))


class Directives(NamedTuple):
    """What the comments of one text ask for."""

    regions: tuple[_Region, ...] = ()
    file_ids: tuple[str, ...] = ()
    """What the file as a whole leaves out."""
    whole_file: bool = False
    """Whether the file is to be left alone."""
    ids: tuple[str, ...] = ()
    """Every id that is named."""

    def hold(self, start: int, end: int, rule: str) -> bool:
        """Whether an edit of the source touches a line that is to be left alone."""
        return any(region.holds(start, end, rule) for region in self.regions)


_NONE = Directives()


def find_directives(document: Document) -> Directives:
    r"""The directives in the comments of a document; those in code say nothing.

    >>> found = find_directives(Document("a  b <!-- cleanpress: ignore -->\nc  d", "markdown"))
    >>> found.hold(1, 2, "whitespace/space-run"), found.hold(34, 35, "whitespace/space-run")
    (True, False)
    """
    if MARK not in document.source:
        return _NONE
    return _find(document)


@lru_cache(maxsize=8)
def _find(document: Document) -> Directives:
    source = document.source
    regions: list[_Region] = []
    file_ids: list[str] = []
    named: list[str] = []
    whole_file = False
    opened: list[tuple[int, tuple[str, ...]]] = []
    for start, end, verb, ids in _comments(document):
        named += ids
        if verb == "ignore-file":
            whole_file = whole_file or not ids
            file_ids += ids
        elif verb == "ignore-start":
            opened.append((_line_start(source, start), ids))
        elif verb == "ignore-end":
            if opened:
                begin, begun = opened.pop()
                regions.append(_Region(begin, _line_end(source, end), begun))
        elif verb == "ignore":
            regions.append(_Region(_line_start(source, start), _line_end(source, end), ids))
        else:
            below = _below(source, end)
            regions.append(_Region(below, _line_end(source, below), ids))
    # A block that is never closed reaches to the end: missing evidence means keep.
    regions += [_Region(begin, len(source), begun) for begin, begun in opened]
    return Directives(tuple(regions), tuple(dict.fromkeys(file_ids)), whole_file, tuple(dict.fromkeys(named)))


def _comments(document: Document) -> Iterator[tuple[int, int, str, tuple[str, ...]]]:
    """Start and end of each comment that is a directive, its verb and its ids."""
    source = document.source
    is_comment = _comment_test(document)
    for found in _DIRECTIVE.finditer(source):
        opening = _OPENING.search(source[max(0, found.start() - _LOOK_BACK) : found.start()])
        if opening is None:
            continue
        sign = opening[0].rstrip(" \t")
        closing = _CLOSINGS.get(sign, _TO_LINE_END).match(source, found.end())
        start = found.start() - len(opening[0])
        if closing is not None and sign in _SIGNS[document.format] and is_comment(start):
            yield start, closing.end(), found[1], tuple(filter(None, map(str.strip, (found[2] or "").split(","))))


def _comment_test(document: Document) -> Callable[[int], bool]:
    """What tells whether a comment begins at an offset: inside of code or of a script it is none."""
    reading = document.reading
    if document.format == "html":
        tokens = reading.tokens  # type: ignore[attr-defined]
        return frozenset(token.start for token in tokens if token.kind == Kind.OTHER).__contains__
    if document.format == "markdown":
        return lambda at: reading.is_protected(at, at + 1) and not reading.is_protected(at, at)
    return lambda at: True


def _line_start(source: str, at: int) -> int:
    return max(source.rfind("\n", 0, at), source.rfind("\r", 0, at)) + 1


def _line_end(source: str, at: int) -> int:
    ends = [end for end in (source.find("\n", at), source.find("\r", at)) if end >= 0]
    return min(ends, default=len(source))


def _below(source: str, at: int) -> int:
    """Where the line below begins; the end of the text if there is none."""
    end = _line_end(source, at)
    return end + (2 if source.startswith("\r\n", end) else 1) if end < len(source) else end


def heeding(pipeline: Pipeline) -> Pipeline:
    """The pipeline with filters that leave alone what the directives of a document say."""
    return pipeline.including(*(_heeding(f) for f in pipeline.filters if isinstance(f, Builtin)))


def _heeding(inner: Builtin) -> Filter:

    class Heeding(Builtin):
        """One of the built-in filters, which heeds directives."""

        id = inner.id
        phase = inner.phase

        def scan(self, doc: Document) -> Sequence[Span]:
            directives = find_directives(doc)
            reading = doc.reading

            def held(span: Span) -> bool:
                return directives.hold(*reading.span_to_source(span[0], span[1]), span[3])

            return [span for span in inner.scan(doc) if not held(span)]

        def flags(self, doc: Document) -> Sequence[Flag]:
            return inner.flags(doc)

        @classmethod
        def rules(cls) -> Sequence[Rule]:
            return inner.rules()

    return Heeding()
