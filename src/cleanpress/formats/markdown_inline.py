"""Markdown inside a paragraph: code spans, links, tags, template marks, each with its place."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterable
from operator import itemgetter

from cleanpress.formats.base import Link
from cleanpress.formats.markdown_blocks import Block
from cleanpress.patterns import compiled

__all__ = ["InlineReader"]

_MARKS = "[\\`<{$&"
"""What begins anything; a closing bracket by itself ends nothing."""
_LINK = r"(?:(?![\^\[])([^\[\]\\`<{$&]*+)\]\([^\s()<>{]*+\))?+"
"""Behind an opening bracket: its link, if that holds nothing that asks for a second look, as nearly all do."""
_CODE = r"(?:([^`]++`)(?!`)|`*)"
"""Behind a backtick: code up to the next one, if both stand alone, else the rest of their run."""
_MARK = rf"(?s:[\[\]\\`<{{$&](?:(?<=\[){_LINK}|(?<=`){_CODE}|(?<=\\).|))"
"""A mark, with what it begins if that is plain. A set first: a search for it is several times as fast."""
_LINKED = 1
"""The group of a mark that is a whole link; one that is code has another."""
_ENTITY = r"&(?:[A-Za-z][A-Za-z0-9]{1,31}|#\d{1,7}|#[xX][0-9A-Fa-f]{1,6});"
_BACKTICKS = "`+"
_BRACES = r"\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\}"
_TAG = (
    rf"""</?[a-zA-Z][\w.:-]*+(?:[^<>="'{{}}]++|=[ \t\r\n]*+(?:"[^"]*+"|'[^']*+'|{_BRACES}|[^\s>"'{{]++)"""
    rf"""|{_BRACES}|["'{{=}}])*+>|</?>"""
)
_CLOSED = r"(?i)<(script|style|pre|textarea|code|kbd|samp|svg|math|iframe|noscript|object|template)\b"
_AUTOLINK = r"<([a-zA-Z][a-zA-Z0-9+.-]{1,31}:[^\s<>]*|[^\s<>@]+@[^\s<>@]+)>"
_TEMPLATE_ENDS = {"{{": "}}", "{%": "%}", "{#": "#}"}
_EITHER_BRACE = "[{}]"
_MATH = r"\$\$[^$]+\$\$|\$(?=[^\s$])[^$\n]{0,200}[^\s$\\]\$(?!\d)"
_MATH_SIGNS = r"[\\^_={}]"
_DESTINATION = (
    r"""\(\s*(<[^<>\n]*>|(?:\{\{[^\n]{0,500}?\}\}|\{%[^\n]{0,500}?%\}|[^\s()]|\((?:[^\s()]|\([^\s()]*\))*\))*)"""
    r"""(?:\s+(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\((?:[^()\\]|\\.)*\)))?\s*\)"""
)
_LOOSE = r"\([^()\n]{0,2000}\)"
_LABEL = r"\[((?:[^\[\]\\]|\\.){0,999})\]"
_LONGEST_TAG = 20_000


def _nearest(source: str, ahead: dict[str, int], start: int) -> int:
    """Where the next of the marks is that ``ahead`` knows a place of, from an offset on."""
    for mark, at in ahead.items():
        if at < start:
            at = source.find(mark, start)
            ahead[mark] = at if at >= 0 else len(source)
    return min(ahead.values())


class InlineReader:
    """Reads the paragraphs of one source; ``protected`` grows with each.

    ``labels`` are the labels that the source defines, casefolded.
    """

    def __init__(self, source: str, labels: Collection[str]) -> None:
        self.source = source
        self.labels = labels
        self.protected: list[tuple[int, int]] = []
        self._links: list[
            tuple[int, int, int, int, str | None]
        ] = []  # where it and its text are; the address, if known
        self._unclosed: set[str] = set()  # elements whose end has been searched for in vain
        self._lost: dict[str, int] = {}  # marks that are not to be found before an offset
        self._braces: dict[int, int] | None = None
        self._span = 0, 0  # of the paragraph
        self._runs: dict[int, list[int]] | None = None  # of its backticks, by length
        self._opened: list[tuple[int, bool]] = []  # brackets: offset behind, whether of a picture
        self._linked = -1  # where the text of the last link ended

    @property
    def any_link(self) -> bool:
        """Whether any link was found."""
        return bool(self._links)

    def links(self) -> tuple[Link, ...]:
        """What was found of links, in order."""
        source = self.source
        return tuple(
            Link(start, end, source[inner:at], source[at + 2 : end - 1] if href is None else href, "", start, end)
            for start, end, inner, at, href in sorted(self._links, key=itemgetter(0, 1))
        )

    def read(self, blocks: Iterable[Block]) -> None:
        """Find everything in the blocks of prose; those that are protected are noted as such."""
        source, protected, nothing = self.source, self.protected, len(self.source)
        ahead = {mark: source.find(mark) for mark in _MARKS if mark in source}  # where the next of each is
        if ahead.keys() == {"["}:
            self._read_links(blocks)
            return
        first = min(ahead.values(), default=nothing)
        match = compiled(_MARK).match if ahead else None
        for start, end, covered in blocks:
            if covered:
                protected.append((start, end))
                continue
            if first < start:
                first = _nearest(source, ahead, start)
            if first >= end or (protected and protected[-1][1] > start):  # inside of what goes on over lines
                continue
            while first < end and match and (mark := match(source, first)):
                at, kind = mark.end(), mark.lastindex
                if not kind or at > end:
                    self._paragraph(first, start, end)
                    at = end
                elif kind == _LINKED:
                    self._whole(mark, start)
                else:
                    protected.append((first, at))
                first = _nearest(source, ahead, at)

    def _read_links(self, blocks: Iterable[Block]) -> None:
        """The same for a source in which nothing begins but links: most texts hold no other mark."""
        protected, nothing = self.protected, len(self.source)
        source, search = self.source, compiled(rf"\[{_LINK}").search
        mark = search(source)
        first = mark.start() if mark else nothing
        for start, end, covered in blocks:
            if covered:
                protected.append((start, end))
                continue
            while first < end and mark:
                at = mark.end()
                if first < start:
                    at = start
                elif mark.lastindex and at <= end:
                    self._whole(mark, start)
                else:
                    self._paragraph(first, start, end)
                    at = end
                mark = search(source, at)
                first = mark.start() if mark else nothing

    def _whole(self, mark: re.Match[str], floor: int) -> None:
        """Note a whole link, or a picture if there is room for its sign behind the floor."""
        first, at = mark.span()
        behind = mark.end(1)
        self.protected.append((behind, at))
        if first >= self._linked and not (first > floor and self.source[first - 1] == "!"):
            self._linked = behind  # a link holds no other link
            self._links.append((first, at, first + 1, behind, None))

    def _paragraph(self, at: int, start: int, end: int) -> None:
        """Find everything in one paragraph, in which nothing is before ``at`` that asks for a second look."""
        source, search = self.source, compiled(_MARK).search
        self._span, self._runs, self._opened, self._braces = (start, end), None, [], None
        floor = start  # what is before the floor is dealt with
        while (mark := search(source, at, end)) is not None:
            first, at = mark.span()
            kind = mark.lastindex
            if kind == _LINKED:
                self._whole(mark, floor)
            elif kind:
                self.protected.append((first, at))
            else:
                at = max(self._found(mark, end, first > floor and source[first - 1] == "!"), at)
            floor = at

    def _found(self, mark: re.Match[str], end: int, picture: bool) -> int:
        """What begins at a mark, before whose bracket the sign of a picture may be; returns where to go on."""
        start, char = mark.start(), mark[0][0]
        if char == "`":
            return self._code(start, len(mark[0]))
        if char == "<":
            return self._angle(start, end)
        if char == "[":
            return self._open(start, end, picture)
        if char == "]":
            return self._close(start, end)
        if char == "&":  # a character that the author spelled so
            entity = compiled(_ENTITY).match(self.source, start, end)
            return self._protect(start, entity.end()) if entity else mark.end()
        if char in "{$":
            return self._braces_or_math(start, end)
        return mark.end()

    def _protect(self, start: int, end: int) -> int:
        self.protected.append((start, end))
        return end

    def _code(self, start: int, length: int) -> int:
        if self._runs is None:
            self._runs = {}
            for run in compiled(_BACKTICKS).finditer(self.source, *self._span):
                self._runs.setdefault(len(run[0]), []).append(run.start())
        runs = self._runs.get(length, [])
        index = bisect_right(runs, start)
        return self._protect(start, runs[index] + length) if index < len(runs) else start + length

    def _angle(self, start: int, end: int) -> int:
        source = self.source
        auto = compiled(_AUTOLINK).match(source, start, end)
        if auto:
            if ":" in auto[1]:
                self._links.append((start, auto.end(), auto.start(1), auto.end(1), auto[1]))
            return self._protect(start, auto.end())
        if source.startswith("<!--", start):
            return self._protect(start, self._behind("-->", start + 4, len(source)) or min(start + 4, end))
        if source.startswith(("<?", "<!"), start):
            stop = self._behind(">", start, end)
            return self._protect(start, stop) if stop else start + 1
        tag = compiled(_TAG).match(source, start, min(end, start + _LONGEST_TAG))
        if tag is None:
            return start + 1
        closed = compiled(_CLOSED).match(tag[0])
        if closed and not tag[0].endswith("/>"):
            stop = self._closing(closed[1].lower(), tag.end())
            return self._protect(start, stop or tag.end())
        return self._protect(start, tag.end())

    def _closing(self, name: str, start: int) -> int:
        """Where the end tag of a verbatim element ends; 0 when there is none."""
        if name not in self._unclosed:
            match = re.compile(rf"</{name}\s*>", re.IGNORECASE).search(self.source, start)
            if match:
                return match.end()
            self._unclosed.add(name)
        return 0

    def _braces_or_math(self, start: int, end: int) -> int:
        if self.source[start] == "$":
            math = compiled(_MATH).match(self.source, start, end)
            return self._protect(start, math.end()) if math and compiled(_MATH_SIGNS).search(math[0]) else start + 1
        ends = _TEMPLATE_ENDS.get(self.source[start : start + 2])
        stop = self._behind(ends, start + 2, end) if ends else 0
        stop = stop or self._pairs(start, end).get(start, 0)
        return self._protect(start, stop) if stop else start + 1

    def _behind(self, mark: str, start: int, end: int) -> int:
        """The offset behind the next mark; 0 when there is none, which is not asked again before ``end``."""
        if self._lost.get(mark, -1) >= end:
            return 0
        at = self.source.find(mark, start, end)
        if at < 0:
            self._lost[mark] = end
            return 0
        return at + len(mark)

    def _pairs(self, start: int, end: int) -> dict[int, int]:
        """The braces of the paragraph that have a partner: offset of the first to that behind the second."""
        if self._braces is None:
            self._braces, opened = {}, []
            for brace in compiled(_EITHER_BRACE).finditer(self.source, start, end):
                if brace[0] == "{":
                    opened.append(brace.start())
                elif opened:
                    self._braces[opened.pop()] = brace.end()
        return self._braces

    def _open(self, start: int, end: int, picture: bool) -> int:
        behind = start + 1
        if self.source.startswith(("^", "["), behind):  # a footnote, a wiki link
            close = self.source.find("]]" if self.source[behind] == "[" else "]", behind, min(end, behind + 1000))
            if close >= 0:
                return self._protect(start - picture, close + (2 if self.source[behind] == "[" else 1))
        self._opened.append((behind, picture))
        return behind

    def _close(self, at: int, end: int) -> int:
        """A closing bracket: what follows may make a link of it."""
        if not self._opened:
            return at + 1
        inner, picture = self._opened.pop()
        start = inner - (2 if picture else 1)
        source = self.source
        if source.startswith("(", at + 1):
            found = compiled(_DESTINATION).match(source, at + 1, end)
            loose = found or compiled(_LOOSE).match(source, at + 1, end)
            if loose:
                if found and not picture and inner > self._linked:  # a link holds no other link
                    self._linked = at
                    self._links.append((start, found.end(), inner, at, found[1].strip("<>")))
                return self._protect(at, loose.end())
        if source.startswith("[", at + 1):
            label = compiled(_LABEL).match(source, at + 1, end)
            if label:
                return self._protect(at, label.end())
        if " ".join(source[inner : min(at, inner + 1000)].split()).casefold() in self.labels:
            self._protect(start, at + 1)
        return at + 1
