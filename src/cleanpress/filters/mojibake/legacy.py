"""Text of one old code page that was read with another."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice

from cleanpress.filters.mojibake.pages import Page, page
from cleanpress.filters.mojibake.plausible import usual
from cleanpress.filters.mojibake.utf8 import Cell

__all__ = ["WIDE_PAGES", "byte_text", "narrow_cells", "narrow_pairs", "turnable", "turned", "wide_cells"]

_CYRILLIC = ("cp1251", "koi8-r", "koi8-u", "cp866", "iso8859-5", "mac-cyrillic")
_LATIN = (
    "cp1252", "cp1250", "iso8859-2", "cp852", "cp1254", "cp857", "cp1257", "iso8859-13", "cp850", "cp437",
    "mac-roman", "mac-latin2", "mac-turkish", "cp1258", "iso8859-16", "cp775",
)  # fmt: skip
_OTHER = (
    "cp1253", "iso8859-7", "cp737", "mac-greek", "cp1255", "iso8859-8", "cp862", "cp1256", "iso8859-6", "cp874",
)  # fmt: skip

_WRITTEN = {
    "cp1252": (*_CYRILLIC, *_LATIN[1:], *_OTHER),
    "cp1250": (*_CYRILLIC, "cp1252", "iso8859-2", "cp852", "mac-latin2", "cp1254"),
    "cp1251": (*_CYRILLIC[1:], "cp1252", "cp1250", "cp1254"),
    "koi8-r": ("cp1251", "cp866", "iso8859-5", "mac-cyrillic"),
    "cp866": ("cp1251", "koi8-r", "iso8859-5", "cp1252"),
    "iso8859-5": ("cp1251", "koi8-r", "cp866"),
    "mac-cyrillic": ("cp1251", "koi8-r", "cp866", "cp1252"),
    "mac-roman": ("cp1252", "cp1250", "cp1251", "cp1254", "cp850"),
    "cp437": ("cp1252", "cp1251", "cp1250", "cp1253"),
    "cp850": ("cp1252", "cp1251", "cp1250", "cp1254", "cp866"),
    "cp852": ("cp1250", "iso8859-2", "cp1251"),
    "cp1253": ("cp1252", "cp737"),
    "cp1254": ("cp857", "cp1251", "cp1256"),
    "cp1256": ("cp1252", "iso8859-6", "cp1251"),
    "cp874": ("cp1252",),
}
"""For each page a text may have been read with, those it may have been written with."""


def narrow_pairs(text: str) -> Iterator[tuple[Page, Page]]:
    """Pairs of single-byte pages (read with, written with) that turn a text into letters that languages write."""
    counts = Counter(filter("\x7f".__lt__, text))
    present = counts.keys()

    def count(chars: Iterable[str]) -> int:
        return sum(map(counts.__getitem__, chars))

    for name, written in _WRITTEN.items():
        source = page(name)
        if present.isdisjoint(source.byte):
            continue
        for other in written:
            changed, unknown = _turned(name, other)
            if new := present & changed:
                odd = present & unknown
                if not odd or count(odd) <= _UNKNOWN * count(new):
                    yield source, page(other)


_UNKNOWN = 0.2
"""Share of the characters that change which may become what no language of the page writes."""


@lru_cache(maxsize=512)
def _turned(read: str, written: str) -> tuple[frozenset[str], frozenset[str]]:
    """The characters that another page reads otherwise, and those that become nothing a language writes."""
    turned = {chr(code): right for code, right in _table(read, written).items()}
    unknown = frozenset(char for char, right in turned.items() if not usual(written, right))
    return frozenset(turned), unknown


@lru_cache(maxsize=512)
def _table(read: str, written: str) -> dict[int, str]:
    source, target = page(read), page(written)
    return {
        ord(char): target.char[code]
        for char, code in source.byte.items()
        if code in target.char and target.char[code] != char
    }


_WORD = re.compile(r"[^ \t\r\n]{1,200}")
_WORDS = 12
_RANKED = 200
"""Words by which pairs of pages are ranked, and their characters at most."""


def turnable(text: str) -> list[str]:
    """The first words of a text that may read otherwise with another page."""
    return [word for word in _WORD.findall(text) if not word.isascii() and not _RULE.search(word)][: 2 * _WORDS]


def turned(words: Sequence[str], source: Page, target: Page) -> tuple[str, str]:
    """The first of these words that read otherwise when written with one page and read with the other, and how.

    >>> turned(["Ïðèâåò", "“", "âñåì"], page("cp1252"), page("cp1251"))
    ('Ïðèâåò âñåì', 'Привет всем')
    """
    if not words:
        return "", ""
    rights = " ".join(words).translate(_table(source.name, target.name)).split(" ")
    both = list(islice(((word, right) for word, right in zip(words, rights, strict=True) if word != right), _WORDS))
    return " ".join([word for word, _ in both])[:_RANKED], " ".join([right for _, right in both])[:_RANKED]


def narrow_cells(text: str, source: Page, target: Page) -> list[Cell]:
    """The words that read otherwise when written with one page and read with the other.

    >>> narrow_cells("Ïðèâåò all", page("cp1252"), page("cp1251"))
    [(0, 6, (('Ïðèâåò', 0.0), ('Привет', 0.0)))]
    """
    table = _table(source.name, target.name)
    turned = text.translate(table)
    if turned == text:
        return []
    cells: list[Cell] = []
    for match in _WORD.finditer(text):
        start, end = match.span()
        if turned[start:end] != match.group() and not _RULE.search(match.group()):
            cells.append((start, end, ((match.group(), 0.0), (turned[start:end], 0.0))))
    return cells


_RULE = re.compile("[─═]{2}")
"""Lines drawn with frame characters: tables and directory trees, no letters of KOI8 or code page 866."""

WIDE_PAGES = ("gbk", "big5", "cp932", "cp949", "euc-jp")
_DOUBLE = {
    "gbk": re.compile("(?:[\x81-\xfe][\x40-\x7e\x80-\xfe])+"),
    "big5": re.compile("(?:[\xa1-\xf9][\x40-\x7e\xa1-\xfe])+"),
    "cp932": re.compile("(?:[\x81-\x9f\xe0-\xfc][\x40-\x7e\x80-\xfc]|[\xa1-\xdf])+"),
    "cp949": re.compile("(?:[\x81-\xfe][\x41-\x5a\x61-\x7a\x81-\xfe])+"),
    "euc-jp": re.compile("(?:[\xa1-\xfe][\xa1-\xfe]|\x8e[\xa1-\xdf])+"),
}


def byte_text(text: str) -> str:
    """The text with each character replaced by that of its cp1252 byte; U+0100 for characters without one."""
    return text.translate(_bytes_of_cp1252())


@lru_cache(maxsize=1)
def _bytes_of_cp1252() -> dict[int, str]:
    class Missing(dict[int, str]):
        def __missing__(self, code: int) -> str:
            return chr(code) if code < 0x100 and chr(code) in known else "\u0100"

    known = {chr(code) for code in range(0x80)} | set(page("cp1252").byte)
    return Missing({ord(char): chr(code) for char, code in page("cp1252").byte.items()})


def wide_cells(text: str, as_bytes: str, name: str) -> list[Cell]:
    """Runs that a page of two bytes a character reads as its own letters.

    >>> wide_cells("ÖÐÎÄ", byte_text("ÖÐÎÄ"), "gbk")
    [(0, 4, (('ÖÐÎÄ', 0.0), ('中文', 2.0)))]
    """
    cells: list[Cell] = []
    for match in _DOUBLE[name].finditer(as_bytes):
        try:
            right = match.group().encode("latin-1").decode(name)
        except UnicodeDecodeError:
            continue
        start, end = match.span()
        if (
            len(right) < end - start
            and len(set(text[start:end])) > 1
            and not (len(right) == 1 and start and text[start - 1] != " ")
        ):
            beside = text[start - 1 : start] + text[end : end + 1]
            prior = 6.0 if beside.isascii() and any(map(str.isalpha, beside)) else 2.0
            cells.append((start, end, ((text[start:end], 0.0), (right, prior))))
    return cells
