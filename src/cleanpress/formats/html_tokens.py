"""HTML markup with its place in the source. Never loses a character: what is no markup is text.

The rules are those of browsers (the HTML standard), except where those throw text away: a tag, a
comment or a ``<title>`` that is never closed hides nothing behind it. The time is in proportion to
the length for any input: nothing that was searched for in vain is searched for again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import IntEnum
from typing import NamedTuple, TypeAlias, overload

from cleanpress.formats.html_names import BORDERS, RAW_TEXT, SPECIAL
from cleanpress.formats.html_text import LAYOUT, decoded
from cleanpress.lazy import cached_property

__all__ = [
    "BLANK",
    "BREAK",
    "BREAK_TEXT",
    "ELSEWHERE",
    "INSIDE",
    "NOTHING",
    "OTHERWISE",
    "TEXT",
    "Kind",
    "Token",
    "Tokens",
    "attributes",
    "tokenize",
]

NOTHING, TEXT, BLANK, BREAK, BREAK_TEXT, OTHERWISE = range(6)
"""What a tag and the text behind it are to a reader: nothing, text, white space, the border of a line, that and text;
or what has to be looked at more closely."""
ELSEWHERE, INSIDE = 1, 2
"""Where an anchor may lead: its tag holds two slashes, as such or as references, or a mark of a place in the page."""


class Kind(IntEnum):
    """What a piece of markup is."""

    OPEN = 1
    CLOSE = 2
    RAW = 3
    """The content of a script, a style sheet, a text area: no tags in it."""
    OTHER = 4
    """A comment, a document type, a processing instruction."""


class Token(NamedTuple):
    """A piece of markup: code-point offsets into the source, and a lower-case element name, else empty.

    Whatever lies between two tokens is text.
    """

    start: int
    end: int
    kind: Kind
    name: str


Row: TypeAlias = tuple[int, str, int, int, str, int]
"""A token but for its place: its kind, its name, what it and the text behind it are to a reader, its length in code
points, that text, up to the next ``<`` (behind what has to be looked at more closely it is not known), and where an
anchor may lead: :data:`ELSEWHERE`, :data:`INSIDE`, both or neither."""


class Tokens(Sequence[Token]):
    """The markup of a source, in order and disjoint.

    Kept as rows: a page has tens of thousands of tokens, and objects of their own would keep the garbage
    collector busy for longer than reading the page takes. What stands there again is the same row again.
    """

    def __init__(self) -> None:
        self.starts: list[int] = []
        self.rows: list[Row] = []

    def append(self, token: Token, leads: int) -> None:
        """Add one behind the others, with where it may lead."""
        start, end, kind, name = token
        self.starts.append(start)
        self.rows.append((int(kind), name, OTHERWISE, end - start, "", leads))

    @cached_property
    def ends(self) -> list[int]:
        """Where each ends, in code points of the source."""
        return [start + row[3] for start, row in zip(self.starts, self.rows, strict=True)]

    @cached_property
    def kinds(self) -> list[Kind]:
        """What each is."""
        return [_KINDS[row[0]] for row in self.rows]

    @cached_property
    def names(self) -> list[str]:
        """The element of each, else an empty string."""
        return [row[1] for row in self.rows]

    def __len__(self) -> int:
        return len(self.starts)

    @overload
    def __getitem__(self, index: int) -> Token: ...
    @overload
    def __getitem__(self, index: slice) -> list[Token]: ...
    def __getitem__(self, index: int | slice) -> Token | list[Token]:
        if isinstance(index, slice):
            return [self[at] for at in range(*index.indices(len(self.starts)))]
        start, row = self.starts[index], self.rows[index]
        return Token(start, start + row[3], _KINDS[row[0]], row[1])

    def __iter__(self) -> Iterator[Token]:
        return map(Token, self.starts, self.ends, self.kinds, self.names)


_COMMENT = int(Kind.OTHER), "", NOTHING
_PARTING = BORDERS - SPECIAL
_KINDS = (Kind.OPEN, *Kind)  # by number; there is none that is 0
_MARKUP = re.compile(
    r"""<(?:(/?)([a-zA-Z][^ \t\n\r\f/>]*+)(?:[^>=]++|=[ \t\n\r\f]*+(?:"[^"]*+"|'[^']*+'|[^ \t\n\r\f>]*+))*+>"""
    r"""|(?=[a-zA-Z!?/]))"""
)
_PLAIN = re.compile(
    r"""(/?[a-zA-Z][^ \t\n\r\f/"'=>]*+)(?!["'=])"""
    r"""(?:[^"'=>]*+=(?:"[^"]*+"|[ \t\n\r\f]*+(?:"[^"]*+"|'[^']*+'|[^ \t\n\r\f"'>][^ \t\n\r\f>]*+)))*+[^"'=>]*+>"""
)
"""What stands behind a ``<`` when that is a whole tag: quotation marks go in pairs, no value holds a ``<``."""
_UNQUOTED = re.compile(r"<(?=[a-zA-Z!?/])")
_NAME = re.compile(r"</?([a-zA-Z][^ \t\n\r\f/>]*+)")
_END = re.compile(r"</(iframe|noembed|noframes|script|style|textarea|title|xmp)(?=[ \t\n\r\f/>])", re.IGNORECASE)
_ATTRIBUTE = re.compile(
    r"""([^ \t\n\r\f/>=]++)(?:[ \t\n\r\f]*+=[ \t\n\r\f]*+(?:"([^"]*+)"|'([^']*+)'|([^ \t\n\r\f>]*+)))?+"""
)


def tokenize(source: str) -> Tokens:
    """All markup of a source, in order and disjoint.

    >>> [(t.kind.name, t.name, t.start, t.end) for t in tokenize("a<b>c</b> 1<2")]
    [('OPEN', 'b', 1, 4), ('CLOSE', 'b', 5, 9)]
    """
    return _Scanner(source).tokens()


class _Scanner:
    """One walk through a source, with what has been searched for in vain."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.found = Tokens()
        self.last_close = source.rfind(">")
        self.quoted = True  # whether quotation marks are believed
        self.lost: set[str] = set()  # ends that are not to be found behind here
        self.xml = source[:256].lstrip("\ufeff \t\r\n").startswith("<?xml")
        self.known: dict[str, tuple[int, str, int]] = {}

    def tokens(self) -> Tokens:
        """All of them. Most of a page stands there more than once: each piece is read once, and known from then on."""
        found, known = self.found, dict[str, Row]()
        add_start, add_row, row_of = found.starts.append, found.rows.append, known.get
        pieces = iter(self.source.split("<"))
        behind = len(next(pieces))
        for piece in pieces:
            row = row_of(piece)
            if row is None:
                row = self._row(piece)
                if row is None:
                    resume = self._careful(behind)
                    if not self.quoted:
                        return self._unquoted(resume)
                    behind += len(piece) + 1
                    while behind < resume:  # part of that token
                        behind += len(next(pieces)) + 1
                    continue
                known[piece] = row
            add_start(behind)
            add_row(row)
            behind += len(piece) + 1
        return found

    def _row(self, piece: str) -> Row | None:
        """What stands between one ``<`` and the next: a tag and text. None where more than that has to be looked at."""
        match = _PLAIN.match(piece)
        if match is not None:
            spelled, end = match[1], match.end()
            known = self.known.get(spelled)
            if known is None:
                known = self.known[spelled] = _known(spelled.lower())
            kind, name, does = known
            if not kind:
                return None
        else:
            end = _comment_end(piece)
            if not end:
                return None
            kind, name, does = _COMMENT
        text = piece[end:]
        if text and does is not OTHERWISE:
            if text.strip(LAYOUT):
                does = BREAK_TEXT if does is BREAK else TEXT
            elif does is NOTHING:
                does = BLANK
        return kind, name, does, end + 1, text, _leads(piece[:end]) if name == "a" else 0

    def _careful(self, start: int) -> int:
        """Read what begins at a ``<``, whatever it is; where reading goes on."""
        match = _MARKUP.match(self.source, start)
        if match is None:
            return self._stray(start)
        name = match[2]
        if name is not None:
            kind = Kind.CLOSE if match[1] else Kind.OPEN
            token = Token(start, match.end(), kind, name.lower())
        elif start > self.last_close:
            self._stray(start)
            return len(self.source)
        else:
            odd = self._odd(start)
            if odd is None:
                return self._stray(start)
            token = odd
        return self._add(token)

    def _stray(self, start: int) -> int:
        """A ``<`` that is text, as is what stands before it; where reading goes on."""
        rows = self.found.rows
        if rows:
            kind, name, _, length, _, leads = rows[-1]
            rows[-1] = kind, name, OTHERWISE, length, "", leads
        return start + 1

    def _add(self, token: Token) -> int:
        """Take in a token, and the content that is no markup with it; where reading goes on."""
        self.found.append(token, _leads(self.source[token.start : token.end]) if token.name == "a" else 0)
        if token.kind is Kind.OPEN and token.name in RAW_TEXT:
            raw = self._raw(token.name, token.end)
            if raw is not None:
                self.found.append(raw, 0)
                return raw.end
        return token.end

    def _unquoted(self, position: int) -> Tokens:
        """All tokens, those from a position on without regard to quotation marks."""
        while match := _UNQUOTED.search(self.source, position):
            start = match.start()
            if start > self.last_close:
                break
            token = self._odd(start)
            position = start + 1 if token is None else self._add(token)
        return self.found

    def _odd(self, start: int) -> Token | None:
        """What begins at a ``<`` that is no common tag: comments and the like, a tag that is not closed."""
        source = self.source
        letter = source[start + 1 : start + 3].lstrip("/")[:1]
        if letter.isascii() and letter.isalpha():
            # The rest of the source is one tag, by its quotation marks: from here on, tags end at the next ">".
            self.quoted = False
            end = source.find(">", start) + 1
            name = _NAME.match(source, start, end)
            kind = Kind.CLOSE if source[start + 1] == "/" else Kind.OPEN
            return Token(start, end, kind, name[1].lower() if name else "")
        end = self._other_end(start)
        return Token(start, end, Kind.OTHER, "") if end > start + 1 else None

    def _raw(self, name: str, start: int) -> Token | None:
        """The content of a raw text element; None when it hides nothing."""
        if self.xml and self.source[start - 2] == "/":
            return None
        end = self._raw_end(name, start)
        return Token(start, end, Kind.RAW, name) if end > start else None

    def _raw_end(self, name: str, start: int) -> int:
        """Where the end tag of a raw text element begins; ``start`` when the element hides nothing."""
        if name not in self.lost:
            for match in _END.finditer(self.source, start):
                if match[1].lower() == name:
                    return match.start()
            self.lost.add(name)
        return len(self.source) if name in ("script", "style") else start

    def _other_end(self, start: int) -> int:
        """Where a comment or the like ends; right behind its first character when it does not."""
        source = self.source
        if source.startswith("<!--", start):
            if source.startswith((">", "->"), start + 4):
                return source.index(">", start) + 1
            return self._behind(("-->", "--!>"), start + 4) or start + 4
        if source.startswith("<![CDATA[", start):
            return self._behind(("]]>",), start) or source.find(">", start) + 1
        if source.startswith(("<?php", "<?="), start):
            return self._behind(("?>",), start) or source.find(">", start) + 1
        if source.startswith("</", start) and source[start + 2 : start + 3] in ("", "<"):
            return start + 1
        return source.find(">", start) + 1

    def _behind(self, ends: tuple[str, ...], start: int) -> int:
        """The nearest offset behind one of these ends; 0 when there is none."""
        behind, limit = 0, len(self.source)
        for end in ends:
            at = -1 if end in self.lost else self.source.find(end, start, limit)
            if at >= 0:
                behind, limit = at + len(end), at
            elif not behind:
                self.lost.add(end)
        return behind


def _known(spelled: str) -> tuple[int, str, int]:
    """Kind and name of a tag and what it is to a reader, by its name with its slash; no kind if raw text follows."""
    name = spelled.removeprefix("/")
    if spelled in RAW_TEXT:
        return 0, "", OTHERWISE
    does = OTHERWISE if spelled in SPECIAL else BREAK if name in _PARTING else NOTHING
    return int(Kind.CLOSE if spelled[0] == "/" else Kind.OPEN), name, does


def _leads(tag: str) -> int:
    """Where an anchor with this tag may lead."""
    found = ELSEWHERE if "//" in tag else 0
    if "#" in tag or "&" in tag:
        if "&#" in tag or "&sol;" in tag:
            found = ELSEWHERE
        if "#" in tag or "&num;" in tag:
            found |= INSIDE
    return found


def _comment_end(piece: str) -> int:
    """Where a common comment ends that begins with the ``!`` of this piece; 0 if that has to be looked at closely."""
    if not piece.startswith("!--") or piece.startswith((">", "->"), 3) or "--!>" in piece:
        return 0
    at = piece.find("-->", 3)
    return at + 3 if at >= 0 else 0


def attributes(source: str, tag: Token) -> dict[str, str]:
    """The attributes of a start tag by lower-case name, character references decoded; the first of a name counts.

    >>> source = "<a HREF='x?a=1&amp;b=2' rel=nofollow hidden>"
    >>> attributes(source, tokenize(source)[0])
    {'href': 'x?a=1&b=2', 'rel': 'nofollow', 'hidden': ''}
    """
    found: dict[str, str] = {}
    for match in _ATTRIBUTE.finditer(source, tag.start + 1 + len(tag.name), tag.end - 1):
        name, double, single, bare = match.groups("")
        name = name.lower()
        if name not in found:
            value = double or single or bare
            found[name] = decoded(value) if "&" in value else value
    return found
