"""A document: the source, what people read of it, and cuts that leave correct spacing."""

from __future__ import annotations

from collections.abc import Callable
from itertools import accumulate
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias, TypeVar, get_args

from cleanpress.edits import Edit
from cleanpress.formats import read
from cleanpress.frozen import frozen
from cleanpress.lazy import cached_property
from cleanpress.patterns import compiled
from cleanpress.seams import seam

__all__ = ["FOREIGN", "LONG", "Document", "Format", "Line", "ascii_shadow", "residue", "rows"]

if TYPE_CHECKING:
    from cleanpress.formats import Link, Reading

_T = TypeVar("_T")
Format: TypeAlias = Literal["text", "html", "markdown"]
"""The formats this version reads."""

LONG = 1_000_000
"""Code points of the longest plain text that is cleaned as a whole; a longer one is cleaned window by window."""

_FORMATS = get_args(Format)
_PLAIN_ASCII = bytes((10, *range(32, 127)))
_CONTROLS = bytes((*range(10), *range(11, 32), 127))
_SHADOW = bytes.maketrans(b"0123456789{<&>#dtnl" + _CONTROLS, b"0000000000[[[[[cmas" + b"\x01" * len(_CONTROLS))
"""Digits, brackets and marks, controls: one of each. And letters that are one to save searches, of which each costs as
much as this table: " dot " and " com ", and the middles of "online" and "casino", are the same with it."""
FOREIGN = "[^\x00-\u024f\u2010-\u2027\u2030-\u203a\u20a0-\u20bf\u2122]"
"""What is no Latin letter and no common mark; a short search."""
_LINE_BREAK = "[\n\r\x0b\x0c\x85\u2028\u2029]"
_BEHIND_BREAK = (1).__add__  # where a line begins, from where the one before it ends
_RARE_BREAKS = "\r\x0b\x0c\x85\u2028\u2029"


class Line(NamedTuple):
    """One line of a document: code-point offsets of its text, without the line break, and the text."""

    start: int
    end: int
    text: str


def residue(text: str) -> str:
    """What :attr:`Document.residue` is, for any text."""
    if text.isascii():
        if text.isprintable():
            return ""  # a text without lines
    elif _little_ascii(text):
        return text
    return text.encode("utf-8", "surrogatepass").translate(None, _PLAIN_ASCII).decode("utf-8", "surrogatepass")


def _little_ascii(text: str) -> bool:
    middle = len(text) // 2
    sample = text[middle : middle + 64]
    return len(sample.encode("utf-8", "surrogatepass")) * 4 > len(sample) * 5


def ascii_shadow(text: str) -> bytes:
    """What :attr:`Document.shadow` is, with question marks for other characters, so that offsets are the same."""
    return text.encode("ascii", "replace").translate(_SHADOW)


def rows(document: Document) -> tuple[list[int], list[str]]:
    """Where the lines of a text begin, and the lines: what :attr:`Document.lines` pairs, for a fifth of the time."""
    text = document.text
    if not any(map(text.__contains__, _RARE_BREAKS)):
        texts = text.split("\n")
        return list(accumulate(map(_BEHIND_BREAK, map(len, texts[:-1])), initial=0)), texts
    starts, texts = [0], []
    for match in compiled(_LINE_BREAK).finditer(text):
        end = match.start()
        if end and text[end] == "\n" and text[end - 1] == "\r":
            starts[-1] = end + 1
            continue
        texts.append(text[starts[-1] : end])
        starts.append(match.end())
    return starts, [*texts, text[starts[-1] :]]


@frozen
class Document:
    r"""An immutable text with what is known about it.

    ``source`` is the text as given, ``format`` how to read it: ``text``, ``html`` or ``markdown``. ``language`` (a
    BCP 47 tag), ``url`` and ``id`` are hints, never requirements: a url tells which host is the document's own.

    Raises TypeError when the source is not a str, ValueError when the format is unknown.

    >>> document = Document("First line\nSecond line")
    >>> [line.text for line in document.lines]
    ['First line', 'Second line']
    """

    source: str
    format: Format = "text"
    language: str | None = None
    url: str | None = None
    id: str | None = None

    def __init__(
        self,
        source: str,
        format: Format = "text",  # noqa: A002 - the word callers expect
        language: str | None = None,
        url: str | None = None,
        id: str | None = None,  # noqa: A002
    ) -> None:
        if not isinstance(source, str):
            kind = type(source).__name__
            raise TypeError(f"a document is text, got {kind}; decode bytes first, e.g. data.decode('utf-8')")
        if format not in _FORMATS:
            raise ValueError(f"unknown format {format!r}; known: {', '.join(_FORMATS)}")
        fields = self.__dict__  # three times as fast as the way round a frozen __setattr__
        fields["source"], fields["format"], fields["language"], fields["url"], fields["id"] = (
            source, format, language, url, id,
        )  # fmt: skip
        if format == "text":
            fields["text"] = source  # every filter asks for it

    def __reduce__(self) -> tuple[object, ...]:
        return Document, (self.source, self.format, self.language, self.url, self.id)  # not what was worked out

    @cached_property
    def text(self) -> str:
        """What a person reads, and what filters look at; offsets of edits point into it.

        Of plain text it is the source itself, the same object.
        """
        return self.reading.text

    @cached_property
    def reading(self) -> Reading:
        """What the format makes of the source: text, links, protected parts and the way back to the source."""
        return read(self.source, self.format)

    @property
    def links(self) -> tuple[Link, ...]:
        """The links that the markup states, in order; none in plain text."""
        return () if self.format == "text" else self.reading.links

    def is_protected(self, start: int, end: int) -> bool:
        """Whether ``text[start:end]`` touches what no edit may change: code, addresses of links, front matter.

        >>> Document("Run `x  y` now.", "markdown").is_protected(5, 6)
        True
        """
        return self.format != "text" and self.reading.is_protected(start, end)

    @cached_property
    def residue(self) -> str:
        r"""What the text holds beside printable ASCII and line feeds, in order; all of it when that is most of it.

        Made at the speed of memory, and short where the text is plain: what gates look at first.

        >>> Document("Caf\u00e9\tau lait").residue
        'é\t'
        """
        return self._look()[0]

    @cached_property
    def shadow(self) -> bytes:
        r"""The text as bytes, in which plain letters are looked for: as fast in text with wide characters as in ASCII.

        All that is ASCII stands there in order, but what no search need tell apart is one: digits are ``0``,
        ``{<&>#`` are ``[``, ``dtnl`` are ``cmas``, control characters but line feeds are ``\x01``. Anything else is
        UTF-8 or question marks, so offsets are the same only where the lengths are.

        >>> Document("Caf\u00e9 <no 37>").shadow.isascii(), Document("<at 37>").shadow
        (False, b'[am 00[')
        """
        return self._look()[1]

    @cached_property
    def foreign(self) -> bool:
        """Whether a text holds more than Latin letters and common marks: other writing, dressed letters, pictures.

        >>> Document("Caf\u00e9 \u201cX\u201d \u2026").foreign, Document("\U0001f449 X").foreign
        (False, True)
        """
        return self._look()[2]

    def _look(self) -> tuple[str, bytes, bool]:
        """The residue, the shadow and whether there is anything foreign, made of the same bytes; all are kept."""
        text = self.text
        foreign = False
        if text.isascii():
            shadow = text.encode().translate(_SHADOW)
            rare = residue(text) if b"\x01" in shadow else ""
        else:
            if _little_ascii(text):
                rare, shadow = text, ascii_shadow(text)
            else:
                data = text.encode("utf-8", "surrogatepass")
                shadow = data.translate(_SHADOW)
                rare = data.translate(None, _PLAIN_ASCII).decode("utf-8", "surrogatepass")
            foreign = compiled(FOREIGN).search(rare) is not None
        known = self.__dict__
        known["residue"], known["shadow"], known["foreign"] = rare, shadow, foreign
        return rare, shadow, foreign

    @cached_property
    def small_words(self) -> list[str]:
        """The words in small letters, parted at blanks, commas and stops: in a short text the first to look at.

        >>> Document("One, two.Three").small_words
        ['one', 'two', 'three']
        """
        return self.text.lower().replace(",", " ").replace(".", " ").split()

    def once(self, look: Callable[[Document], _T]) -> _T:
        """What a function says of this document: it is called the first time that somebody asks.

        >>> Document("one two").once(lambda document: document.text.split())
        ['one', 'two']
        """
        told: dict[Callable[[Document], _T], _T] = self.__dict__.setdefault("_told", {})
        if look not in told:
            told[look] = look(self)
        return told[look]

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """The lines of :attr:`text`, without their line breaks (LF, CR LF, CR and Unicode's others)."""
        starts, texts = rows(self)
        return tuple([Line(start, start + len(text), text) for start, text in zip(starts, texts, strict=True)])

    def delete(self, start: int, end: int, *, rule: str = "", reason: str = "", confidence: float = 1.0) -> Edit:
        """The edit that cuts ``text[start:end]`` and leaves correct spacing behind.

        It takes along one adjoining space, or the line break of a line that becomes empty; it
        never joins two words. Raises ValueError when the span leaves the text.

        >>> document = Document("He must spam.example act.")
        >>> document.delete(8, 20, rule="mine/spam").end
        21
        """
        if not 0 <= start <= end <= len(self.text):
            raise ValueError(f"span {start}..{end} leaves the text of {len(self.text)} code points")
        start, end, replacement = seam(self.text, start, end)
        return Edit(start, end, replacement, rule, reason, confidence)
