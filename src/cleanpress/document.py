"""A document: the source, what people read of it, and cuts that leave correct spacing."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias, get_args

from cleanpress.edits import Edit
from cleanpress.frozen import frozen
from cleanpress.lazy import cached_property
from cleanpress.patterns import compiled
from cleanpress.seams import seam

__all__ = ["LONG", "Document", "Format", "Line", "residue", "rows"]

if TYPE_CHECKING:
    from cleanpress.formats import Link, Reading

Format: TypeAlias = Literal["text", "html", "markdown"]
"""The formats this version reads."""

LONG = 1_000_000
"""Code points of the longest plain text that is cleaned as a whole; a longer one is cleaned window by window."""

_FORMATS = get_args(Format)
_PLAIN_ASCII = bytes((10, *range(32, 127)))
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
    else:
        middle = len(text) // 2
        sample = text[middle : middle + 64]
        if len(sample.encode("utf-8", "surrogatepass")) * 4 > len(sample) * 5:
            return text  # little of it is ASCII
    return text.encode("utf-8", "surrogatepass").translate(None, _PLAIN_ASCII).decode("utf-8", "surrogatepass")


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

    @cached_property
    def text(self) -> str:
        """What a person reads, and what filters look at; offsets of edits point into it.

        Of plain text it is the source itself, the same object.
        """
        return self.reading.text

    @cached_property
    def reading(self) -> Reading:
        """What the format makes of the source: text, links, protected parts and the way back to the source."""
        from cleanpress.formats import read

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
        return residue(self.text)

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
