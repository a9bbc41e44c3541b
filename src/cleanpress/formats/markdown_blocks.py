"""Markdown line by line: what is code, front matter or a site generator's line, and what is prose.

When in doubt a line is protected: that costs a cleaning, the contrary would cost an author's code.
"""

from __future__ import annotations

import re
from itertools import accumulate
from typing import TypeAlias

from cleanpress.patterns import compiled

__all__ = ["Block", "find_blocks"]

# Most texts need few of these: those that stay strings are compiled when a text first asks, and kept by re.
_QUOTE = r" {0,3}>[ \t]?"
_QUOTES = r"[ >\t]*"
_ITEM = re.compile(r"([ \t]*)([-*+]|\d{1,9}[.)])(?:([ \t]+)|$)")
_FENCE = re.compile(r"[ \t]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)?(`{3,}|~{3,}|\${2}(?=[ \t]*$))")
_DEFINITION = r" {0,3}\[(?!\^)((?:[^\[\]\\]|\\.){1,999})\]:[ \t]*\S"
_TITLE = r"""[ \t]*(?:"[^"]*"|'[^']*'|\([^()]*\))[ \t]*$"""
_BREAK = r" {0,3}(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,}|=+[ \t]*)$"
_DELIMITERS = r"[ \t]*+\|?[ \t]*+:?-++:?[ \t]*+(?:\|[ \t]*+:?-++:?[ \t]*+)*+\|?[ \t]*+$"
_HEADING = re.compile(r" {0,3}#{1,6}(?:[ \t]|$)")
_OWN = r"(?i)[ \t]*(?::{3,}|\[\[?toc\]?\]|\[\[_toc_\]\]|#{2,4}region|\\(?:begin|end)\{)"
_LINE_MARKS = {
    "-": (_BREAK, _DELIMITERS),
    ":": (_OWN, _DELIMITERS),
    **dict.fromkeys("*_=", (_BREAK,)),
    **dict.fromkeys("[#\\", (_OWN,)),
    "|": (_DELIMITERS,),
}
"""What a line may be that is protected by itself, by its first character."""
_ADMONITION = r"([ \t]*)(?:!!!|\?\?\?\+?|===[!+]?)[ \t]+\S"
_MODULE = (
    r"import[ \t]+(?:[\w$*{}, \t]+[ \t]from[ \t]+)?['\"]|import[ \t]*\{[ \t]*$|"
    r"export[ \t]+(?:const|let|var|default|function|async|class|type|\{|\*)"
)
_META = re.compile(r"[A-Za-z][A-Za-z _-]{1,24}: \S")
_RAW_START = (
    r"\{%-?[ \t]*(raw|verbatim|highlight|comment|code|codeblock|mermaid|math|tikz|graphviz|plantuml)\b[^%\n]{0,500}%\}|"
    r"\{\{[<%][ \t]*(highlight|mermaid|math|katex|gist|raw|rawhtml|plantuml|code)\b[^}\n]{0,500}[>%]\}\}"
)
_SIGNS = frozenset(" \t#>-*+_=|:[\\`~$!?{")
"""What a mark of Markdown may begin with, beside digits."""
_ITEM_SIGNS = "-*+"
_OPENS = frozenset("[(<`\"'“‘«")
"""What the text of an item may begin with beside letters, and no block does."""
_PROSE, _TITLED = -1, 1
_LINE = r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+\Z"


Block: TypeAlias = tuple[int, int, bool]
"""A span of a Markdown source, start and end in code points, and whether it is protected; else it is prose to be
looked at by the inline reader."""


def _lines(source: str) -> tuple[list[str], list[int]]:
    """The lines of a source without their ends, and where each starts, less its number: that takes no time to sum."""
    if "\r" not in source:
        texts = source.split("\n")
        return texts, list(accumulate(map(len, texts), initial=0))
    found = list(compiled(_LINE).finditer(source))
    return [match[0].rstrip("\r\n") for match in found], [match.start() - n for n, match in enumerate(found)]


def find_blocks(source: str) -> tuple[list[Block], set[str]]:
    """The blocks of a source in order, without blank lines, and the labels that it defines, folded.

    Consecutive lines of one paragraph, item or cell row are one block.

    >>> blocks, labels = find_blocks("Text\\n\\n```\\ncode\\n```\\n[a]: /b")
    >>> blocks, labels
    ([(0, 4, False), (6, 18, True), (19, 26, True)], {'a'})
    """
    reader = _Reader(source)
    return reader.blocks(), reader.labels


class _Reader:
    """The lines of a source with what the ones before say about the next."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.lines, self.sums = _lines(source)
        self.labels: set[str] = set()
        self.found: list[Block] = []
        self.index = 0
        self.open = -1  # where the open paragraph starts, if there is one
        self.items: list[int] = []  # where the contents of the open list items begin, in columns
        self.blank = True  # whether the line before is blank, or ends a paragraph
        self.code = False  # whether the line before is indented code
        self.depth = 0  # of quotation marks
        self._unended: set[str] = set()  # verbatim blocks whose end has been searched for in vain

    def blocks(self) -> list[Block]:
        self.index = self._front_matter()
        if self.index:
            self.found.append((0, self._end(self.index - 1), True))
        unlike = "|" in self.source or "{" in self.source  # what prose does not hold
        while self.index < len(self.lines):
            if not self.depth:
                self._prose(unlike)
                if self.index == len(self.lines):
                    break
            self._line(self.lines[self.index])
        self._close(len(self.lines))
        return self.found

    def _prose(self, unlike: bool) -> None:
        """Take in the lines up to one that asks for a second look: blank ones, prose, plain items and headings."""
        lines, sums, found = self.lines, self.sums, self.found
        opened, blank = self.open, self.blank
        for index in range(self.index, len(lines)):
            text = lines[index]
            if not text:
                if opened >= 0:
                    found.append((opened, sums[index - 1] + index - 1 + len(lines[index - 1]), False))
                    opened = -1
                blank = True
                continue
            first = text[0]
            if unlike and ("|" in text or "{" in text):
                break
            kind = _PROSE
            if not first.isalpha() and (first in _SIGNS or first.isdecimal()) and not (kind := _kind(text, blank)):
                break
            if kind == _PROSE:
                if not blank:
                    if opened < 0:
                        opened = sums[index] + index
                    continue
                if first in "ie" and compiled(_MODULE).match(text):
                    break
            if opened >= 0:
                found.append((opened, sums[index - 1] + index - 1 + len(lines[index - 1]), False))
            opened = sums[index] + index
            if kind > _TITLED:
                self.items = [kind]
            elif blank and self.items:
                self.items.clear()
            blank = kind == _TITLED
        else:
            index = len(lines)
        if index > self.index:
            self.index, self.open, self.blank, self.code = index, opened, blank, False

    def _close(self, number: int) -> None:
        """End the open paragraph, if there is one, before a line."""
        if self.open >= 0:
            self.found.append((self.open, self._end(number - 1), False))
            self.open = -1

    def _line(self, text: str) -> None:
        """Take in a line that is not plain prose, with all of the protected block if one begins in it."""
        start = self.sums[self.index] + self.index
        text = self._unquoted(text)
        body = text.lstrip(" \t")
        stop, new = self._begun(text, body)
        if not stop:
            self._goes_on(text, body)
        if new:
            self._close(self.index)
        if stop:
            self.found.append((start, self._end(stop - 1), True))
            self.index = stop
            self.blank = True
            return
        if body and self.open < 0:
            self.open = start
        self.index += 1

    def _end(self, number: int) -> int:
        """Where a line ends, its line end left out."""
        return self.sums[number] + number + len(self.lines[number])

    def _begun(self, text: str, body: str) -> tuple[int, bool]:
        """The index behind a protected block that begins in this line, 0 if none does; whether any block begins."""
        if not body:
            return 0, True
        if body[0].isalpha() and not self.blank:  # a paragraph goes on
            stop = self._raw(text) if "{" in text else 0
            return stop, bool(stop) or "|" in text
        stop = self._protected(text, body)
        return stop, bool(stop) or self.blank or "|" in text or self._begins(text)

    def _goes_on(self, text: str, body: str) -> None:
        """Note what a line that is not protected says about the next one."""
        if not body:
            self.blank, self.code = True, False
        elif body[0].isalpha():
            self.blank = "|" in text
        else:
            self._enter(text)
            self.blank = (body[0] == "#" and _HEADING.match(text) is not None) or "|" in text

    def _unquoted(self, text: str) -> str:
        """A line without its quotation marks; another depth of them begins anew."""
        depth = position = 0
        while ">" in text[position : position + 4] and depth < 16:
            match = compiled(_QUOTE).match(text, position)
            if match is None:
                break
            depth, position = depth + 1, match.end()
        if depth != self.depth:
            self.items.clear()
            self.blank, self.depth = True, depth
        return text[position:]

    def _front_matter(self) -> int:
        """The number of lines of front matter."""
        lines = self.lines
        first = lines[0].removeprefix("\ufeff").rstrip() if lines else ""
        ends = {"---": ("---", "..."), "+++": ("+++",), ";;;": (";;;",), "{": ("}",)}.get(first)
        if ends and (first != "---" or (len(lines) > 1 and lines[1].strip())):
            for number, line in enumerate(lines[1:], 2):
                if line.rstrip() in ends:
                    return number
        if ends:
            return 0
        number = 0
        while number < len(lines) and _META.match(lines[number]):
            number += 1
        closed = number == len(lines) or not lines[number].strip()
        return number if number >= 2 and closed else 0

    def _protected(self, text: str, body: str) -> int:
        """The index behind a protected block that begins in this line; 0 if none does."""
        fence = _FENCE.match(text)
        if fence and not (fence[1][0] == "`" and "`" in text[fence.end() :]):
            return self._fenced(fence[1])
        stop = self._raw(text) if "{" in text else 0
        if stop:
            return stop
        indent = _columns(text) if body is not text else 0
        if indent - self._base(indent) >= 4 and (self.blank or self.code):
            self.code = True
            return self.index + 1
        self.code = False
        definition = compiled(_DEFINITION).match(text) if body[0] == "[" else None
        if definition:
            self.labels.add(" ".join(definition[1].split()).casefold())
            following = self.lines[self.index + 1] if self.index + 1 < len(self.lines) else ""
            return self.index + (2 if compiled(_TITLE).match(following) else 1)
        for mark in _LINE_MARKS.get(body[0], ()):
            if compiled(mark).match(text):
                return self.index + 1
        if not indent and self.blank and body[0] in "ie" and compiled(_MODULE).match(text):
            return self._until_blank()
        return 0

    def _raw(self, text: str) -> int:
        """The index behind a template's verbatim block that begins in this line; 0 if none does."""
        raw = compiled(_RAW_START).search(text)
        return self._until_tag(raw[1] or raw[2], raw.end()) if raw else 0

    def _fenced(self, fence: str) -> int:
        for number in range(self.index + 1, len(self.lines)):
            text = self.lines[number]
            if self.depth and compiled(_QUOTES).match(text)[0].count(">") < self.depth:  # type: ignore[index]
                return number
            if fence in text:
                text = text.lstrip("> \t") if self.depth else text.lstrip(" \t")
                if text.startswith(fence) and not text.rstrip(" \t").strip(fence[0]):
                    return number + 1
        return len(self.lines)

    def _until_tag(self, name: str, behind: int) -> int:
        """The index behind the line that holds the end tag of a template's verbatim block."""
        end = re.compile(rf"\{{%-?[ \t]*end{name}\b|\{{\{{[<%][ \t]*/[ \t]*{name}\b")
        if name in self._unended or end.search(self.lines[self.index], behind):
            return 0
        for number in range(self.index + 1, len(self.lines)):
            if end.search(self.lines[number]):
                return number + 1
        self._unended.add(name)
        return 0

    def _until_blank(self) -> int:
        number = self.index
        while number < len(self.lines) and self.lines[number].strip():
            number += 1
        return number

    def _base(self, indent: int) -> int:
        """Where the contents of the innermost item begin that a line indented so far belongs to."""
        if self.blank:
            while self.items and indent < self.items[-1]:
                self.items.pop()
        inside = [column for column in self.items if column <= indent]
        return inside[-1] if inside else 0

    def _begins(self, text: str) -> bool:
        """Whether a line begins a block of its own, also right behind a paragraph."""
        return bool(_ITEM.match(text) or _HEADING.match(text)) or "|" in text or self._admonition(text) is not None

    def _admonition(self, text: str) -> re.Match[str] | None:
        """The mark of an admonition, or of a tab of contents, that begins in this line."""
        return compiled(_ADMONITION).match(text) if "!!!" in text or "???" in text or "===" in text else None

    def _enter(self, text: str) -> None:
        """Note the list items that begin in a line."""
        admonition = self._admonition(text)
        if admonition:
            indent = _columns(admonition[1] + "x")
            self.items = [*(c for c in self.items if c <= indent), indent + 4]
            return
        position = 0
        while (match := _ITEM.match(text, position)) is not None and len(self.items) < 64:
            start = _width(text[: match.end(1)])
            gap = _width(match[3] or " ")
            content = start + len(match[2]) + (gap if gap <= 4 else 1)
            if not position:
                self.items = [c for c in self.items if c <= start]
            self.items.append(content)
            position = match.end()
            if not match[3]:
                break


def _kind(text: str, blank: bool) -> int:
    """What a line is that begins with a sign or a digit, outside of quotations and without a bar or a brace.

    The column of its text if it is a plain item (2 or more), ``_TITLED`` for a heading, ``_PROSE`` for what reads on
    as a paragraph does; 0 if that takes a second look. ``blank`` is whether the line before is blank.
    """
    first, second = text[0], text[1:2]
    if first in _ITEM_SIGNS:
        body = text[1:].lstrip(" ")
        gap = len(text) - 1 - len(body)
        if 0 < gap <= 4:
            return gap + 1 if _opens(body) else 0
        return _PROSE if not gap and _opens(text) else 0
    if first == "#":
        body = text.lstrip("#")
        return _TITLED if body[:1] == " " and len(text) - len(body) <= 6 else 0
    if first == " " or first == "\t":
        return 0 if blank or not text.lstrip(" \t")[:1].isalpha() else _PROSE
    if first == "[":
        return 0 if second in "[tT" or "]:" in text else _PROSE
    if first in "`$~":
        return _PROSE if second != first else 0
    if first == "_":
        return _PROSE if _opens(text) else 0
    if first == "!":
        return _PROSE if second == "[" else 0
    if first == "\\":
        return _PROSE
    if not first.isdecimal():
        return 0
    match = _ITEM.match(text)
    if match is None:
        return _PROSE
    gap = len(match[3] or "")
    return match.end() if 0 < gap <= 4 and "\t" not in match[3] and _opens(text[match.end() :]) else 0


def _opens(body: str) -> bool:
    """Whether the text of a line begins as prose does, and as no block, be it with emphasis or code."""
    body = body.lstrip("*_")
    return body[:1].isalpha() or (body[:1] in _OPENS and body[:2] != "``")


def _columns(text: str) -> int:
    """The columns of white space before the text of a line; tabs go on to multiples of four."""
    width = 0
    for char in text:
        if char == " ":
            width += 1
        elif char == "\t":
            width += 4 - width % 4
        else:
            break
    return width


def _width(text: str) -> int:
    return len(text.expandtabs(4))
