"""What else goes when text goes: elements that are left empty. Tags go in pairs or stay."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from cleanpress.edits import Change
from cleanpress.formats.base import joined
from cleanpress.formats.html_names import BLOCKS, BORDERS, INLINE, VOID, names
from cleanpress.formats.html_text import LAYOUT
from cleanpress.formats.html_tokens import Kind, Token, Tokens

if TYPE_CHECKING:
    from cleanpress.formats.html_reading import HtmlReading

__all__ = ["Structure", "simple_end", "structure", "without_empty"]

_SCOPES = names("applet button caption html marquee object table td template th")
_P_ENDERS = (BLOCKS - names("dd dt li summary")) | names("dir fieldset form hr listing menu pre table xmp")
_CELLS, _ROWS = ("td", "th"), ("td", "th", "tr")
_ENDERS: dict[str, tuple[tuple[str, ...], frozenset[str]]] = {
    "li": (("li",), frozenset(("ul", "ol", "menu", "dir"))),
    "dt": (("dt", "dd"), frozenset(("dl",))),
    "dd": (("dt", "dd"), frozenset(("dl",))),
    "option": (("option",), frozenset(("select", "datalist"))),
    "a": (("a",), frozenset()),
    "td": (_CELLS, frozenset(("table", "tr"))),
    "th": (_CELLS, frozenset(("table", "tr"))),
    "tr": (_ROWS, frozenset(("table",))),
    "tbody": ((*_ROWS, "thead", "tbody", "tfoot", "caption"), frozenset(("table",))),
    "tfoot": ((*_ROWS, "thead", "tbody", "tfoot", "caption"), frozenset(("table",))),
    **dict.fromkeys(_P_ENDERS, (("p",), frozenset())),
}


class Structure(NamedTuple):
    """How the tags of a page belong together; everything by index into its tokens."""

    ends: dict[int, int]
    """The start tags that have an end tag, and where that is."""
    stops: dict[int, int]
    """Where each element ends, with an end tag or without one."""
    parents: dict[int, int]
    """The start tag of the element that a start tag stands in; -1 at the top."""


def structure(tokens: Tokens) -> Structure:
    """Pair the tags of a page, as browsers do in the main.

    An end tag closes the nearest open element of its name; what is open inside that ends without an end tag.
    The time is in proportion to the number of tags, however they are nested.

    >>> from cleanpress.formats.html_tokens import tokenize
    >>> structure(tokenize("<p><a><b></a></p>")).ends
    {1: 3, 0: 4}
    """
    ends: dict[int, int] = {}
    stops: dict[int, int] = {}
    parents: dict[int, int] = {}
    stack: list[int] = []
    names = tokens.names
    open_by_name: defaultdict[str, list[int]] = defaultdict(list)

    def pop_to(index: int, at: int) -> None:
        while stack and stack[-1] >= index:
            stops[stack[-1]] = at
            open_by_name[names[stack.pop()]].pop()

    opens, closes = Kind.OPEN, Kind.CLOSE
    for index, (kind, name) in enumerate(zip(tokens.kinds, names, strict=True)):
        if kind is opens:
            if name in _ENDERS:
                ended, borders = _ENDERS[name]
                nearest = -1
                for one in ended:  # inside of the loop: nearly every block asks, and hardly one finds
                    if (row := open_by_name[one]) and row[-1] > nearest:
                        nearest = row[-1]
                if nearest >= 0 and nearest > _last(open_by_name, borders or _SCOPES):
                    pop_to(nearest, index)
            parents[index] = stack[-1] if stack else -1
            if name in VOID:
                stops[index] = index
            else:
                stack.append(index)
                open_by_name[name].append(index)
        elif kind is closes and (opened := open_by_name[name]):
            first = opened[-1]
            ends[first] = index
            if stack[-1] == first:  # as in all pages whose tags go in pairs
                stops[stack.pop()] = index
                opened.pop()
            else:
                pop_to(first, index)
    pop_to(0, len(tokens))
    return Structure(ends, stops, parents)


def _last(open_by_name: dict[str, list[int]], names: Iterable[str]) -> int:
    last = -1
    for name in names:
        if (row := open_by_name[name]) and row[-1] > last:
            last = row[-1]
    return last


def simple_end(tokens: Tokens, index: int) -> int:
    """Where the element of a start tag ends, if all in it is inline and goes in pairs; else -1, which says nothing.

    What :func:`structure` would find, without a look at the rest of the page.

    >>> from cleanpress.formats.html_tokens import tokenize
    >>> simple_end(tokenize("<a><b></b></a>"), 0), simple_end(tokenize("<a><p></a>"), 0)
    (3, -1)
    """
    rows = tokens.rows
    name = rows[index][1]
    inner: list[str] = []
    for at in range(index + 1, len(rows)):
        kind, other = rows[at][:2]
        if kind == Kind.CLOSE:
            if not inner:
                return at if other == name else -1
            if inner.pop() != other:
                return -1
        elif kind == Kind.OPEN:
            if other in _ENDERS or other == name:
                return -1
            if other not in VOID:
                inner.append(other)
    return -1


@dataclass(slots=True)
class _Frame:
    """An element while its content is gone through."""

    index: int
    changed: bool = False
    solid: bool = False  # something but white space and empty inline elements is left in it
    idle: list[tuple[int, int]] = field(default_factory=list)  # inline elements that were empty before, as ranges


def without_empty(reading: HtmlReading, changes: list[Change]) -> list[Change]:
    """The changes, and with them the elements that they leave without text.

    An inline element leaves the white space around its text. A block goes unless it parts running text.
    """
    if not any(change.start < change.end and not change.replacement for change in changes):
        return changes
    if _leave_text(reading, changes):
        return changes
    sweep = _Sweep(reading, changes)
    sweep.run()
    return _merged(sweep, reading) if sweep.tags or sweep.blocks else changes


def _leave_text(reading: HtmlReading, changes: Sequence[Change]) -> bool:
    """Whether each of the changes lies between two tags where other text stays: then no element is left empty.

    So it is nearly always, and the rest of the page need not be looked at.
    """
    source, starts, rows = reading.source, reading.tokens.starts, reading.tokens.rows
    index = 0
    while index < len(changes):
        at = bisect_right(starts, changes[index].start)
        left = starts[at - 1] + rows[at - 1][3] if at else 0
        right = starts[at] if at < len(starts) else len(source)
        stays = last = False
        while not last:
            start, end, _ = changes[index]
            if start < left or end > right:
                return False  # it begins or ends in a tag
            stays = stays or bool(source[left:start].strip(LAYOUT))
            left, index = end, index + 1
            last = index == len(changes) or changes[index].start >= right
        if not (stays or source[left:right].strip(LAYOUT)):
            return False
    return True


class _Sweep:
    """One walk over the markup of a page whose texts are about to change."""

    def __init__(self, reading: HtmlReading, changes: list[Change]) -> None:
        self.source, self.tokens = reading.source, reading.tokens
        self.changes = changes
        self.starts = [change.start for change in changes]
        self.pairs = reading.structure.ends
        self.tags: list[tuple[int, int]] = []
        self.idle: list[tuple[int, int]] = []
        self.blocks: list[tuple[int, int]] = []
        self.gone: dict[int, int] = {}  # removed blocks: index of one tag to that of the other

    def run(self) -> None:
        """Find the elements that go: ``tags`` of inline ones in pairs, tags inside of them, and ``blocks``."""
        stack = [_Frame(-1)]
        position = 0
        for index, token in enumerate(self.tokens):
            self._text(stack[-1], position, token.start)
            position = max(position, token.end)
            if self._deleted(token):
                stack[-1].changed = True
            elif index in self.pairs:
                stack.append(_Frame(index))
            elif stack[-1].index >= 0 and self.pairs[stack[-1].index] == index:
                frame = stack.pop()
                self._close(frame, stack[-1])
            elif token.name not in ("br", "wbr"):
                stack[-1].solid = True

    def _deleted(self, token: Token) -> bool:
        index = bisect_right(self.starts, token.start) - 1
        return index >= 0 and token.end <= self.changes[index].end

    def _text(self, frame: _Frame, start: int, end: int) -> None:
        """What is left of the text between two tags."""
        if frame.solid and frame.changed:
            return
        for left, right in self._left(start, end):
            frame.solid = frame.solid or bool(self.source[left:right].strip(LAYOUT))
        index = bisect_left(self.starts, end)
        if index and self.changes[index - 1].end > start:
            frame.changed = True
            low = bisect_right(self.starts, start)
            frame.solid = frame.solid or any(
                change.replacement.strip() for change in self.changes[max(low - 1, 0) : index]
            )

    def _left(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """The parts of a span that no change covers."""
        index = max(bisect_right(self.starts, start) - 1, 0)
        while start < end:
            while index < len(self.changes) and self.changes[index].end <= start:
                index += 1
            if index == len(self.changes) or self.changes[index].start >= end:
                yield start, end
                return
            if self.changes[index].start > start:
                yield start, self.changes[index].start
            start = self.changes[index].end

    def _close(self, frame: _Frame, parent: _Frame) -> None:
        first, last = frame.index, self.pairs[frame.index]
        name = self.tokens[first].name
        if frame.solid:
            parent.solid, parent.changed = True, parent.changed or frame.changed
        elif not frame.changed:
            if name in INLINE:
                parent.idle.append((first, last))
            else:
                parent.solid = True
        elif name in INLINE or name in _WRAPPERS:
            self.tags += [self._span(first), self._span(last)]
            for low, high in frame.idle:
                self.idle += [self._span(i) for i in range(low, high + 1) if self.tokens[i].name != "br"]
            parent.changed = True
        elif name in BLOCKS and not (self._runs(last, 1) and self._runs(first, -1)):  # on the right nothing is gone yet
            self.blocks.append((self.tokens[first].start, self.tokens[last].end))
            self.gone[first], self.gone[last] = last, first
            parent.changed = True
        else:
            parent.solid = parent.changed = True

    def _span(self, index: int) -> tuple[int, int]:
        return self.tokens[index].start, self.tokens[index].end

    def _runs(self, index: int, step: int) -> bool:
        """Whether running text is next to a block on one side; when in doubt it is."""
        starts, ends, names = self.tokens.starts, self.tokens.ends, self.tokens.names
        for _ in range(_NEIGHBOURS):
            other = index + step
            if not 0 <= other < len(starts):
                low, high = (0, starts[0]) if step < 0 else (ends[-1], len(self.source))
            else:
                low, high = (ends[other], starts[index]) if step < 0 else (ends[index], starts[other])
            if low < high and any(self.source[left:right].strip(LAYOUT) for left, right in self._left(low, high)):
                return True
            if other in self.gone:
                index = self.gone[other]
                continue
            if not 0 <= other < len(starts) or names[other] in BORDERS or names[other] == "br":
                return False
            index = other
        return True


_NEIGHBOURS = 64
_WRAPPERS = frozenset(("marquee", "noscript"))


def _merged(sweep: _Sweep, reading: HtmlReading) -> list[Change]:
    """One sorted list of disjoint changes; white space that an emptied element hid goes with its tags."""
    parts = [*sweep.changes, *(Change(start, end, "") for start, end in sweep.tags + sweep.idle)]
    for opened, closed in zip(sweep.tags[::2], sweep.tags[1::2], strict=True):
        low = bisect_left(reading.absorbed, opened[0], key=_source_start)
        high = bisect_left(reading.absorbed, closed[1], key=_source_start)
        parts += [Change(left, right, "") for _, left, right in reading.absorbed[low:high]]
    parts += [Change(*_whole_lines(reading.source, start, end), "") for start, end in sweep.blocks]
    parts.sort()
    return joined(parts)


def _source_start(blank: tuple[int, int, int]) -> int:
    return blank[1]


def _whole_lines(source: str, start: int, end: int) -> tuple[int, int]:
    """A removed block and, if it stood alone on its lines, the indentation and the line end."""
    left = start
    while left and source[left - 1] in " \t":
        left -= 1
    right = end
    while right < len(source) and source[right] in " \t":
        right += 1
    if (left and source[left - 1] not in "\r\n") or (right < len(source) and source[right] not in "\r\n"):
        return start, end
    if right < len(source):
        return left, right + (2 if source.startswith("\r\n", right) else 1)
    return left, right
