"""Code pages: which byte a character stands for, and what UTF-8 looks like when read with them."""

from __future__ import annotations

import codecs
import re
from functools import lru_cache

__all__ = ["NARROW", "NEAR", "RUN", "SEQUENCE", "Page", "page"]

NARROW = (
    "cp1252", "latin-1", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp1258", "cp874",
    "mac-roman", "mac-cyrillic", "mac-greek", "mac-turkish", "mac-latin2", "cp437", "cp850", "cp852", "cp857", "cp862",
    "cp866", "cp737", "cp775", "koi8-r", "koi8-u", "iso8859-2", "iso8859-5", "iso8859-7", "iso8859-8", "iso8859-9",
    "iso8859-13", "iso8859-15",
)  # fmt: skip
"""Pages of one byte a character that UTF-8 is read with by mistake, the usual ones first."""

_ONE_RUN = {2: 0xE0, 3: 0xF0, 4: 0xF8}
"""First bytes below which a run of so many characters is one sequence."""


_SEQUENCE = b"(?:[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3})"
SEQUENCE = re.compile(_SEQUENCE)
"""One character in UTF-8, overlong forms and surrogates included."""
RUN = re.compile(_SEQUENCE + b"+")
"""Such characters in a row."""
NEAR = re.compile(b"[\x80-\xff]+(?:[\x20-\x7e]{1,8}[\x80-\xff]+)*")
"""Rows of such characters with little ASCII between, in bytes that are UTF-8."""


_REFUSED_BY_1252 = b"\x81\x8d\x8f\x90\x9d"


class Page:
    """One single-byte code page: ``byte`` maps each character above ASCII to its byte.

    The C1 controls stand for their own bytes in every page, as browsers and sloppy decoders leave them.
    ``lost`` are the continuation bytes 80..BF that the page gives no character but perhaps a control; ``refused`` those
    it, or Windows-1252 that is meant by Latin-1, has nothing for at all, where decoders put a mark.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.byte: dict[str, int] = {}
        self.char: dict[int, str] = {}
        for code in range(0x80, 0x100):
            try:
                char = bytes([code]).decode(name)
            except UnicodeDecodeError:
                continue
            if char >= "\x80":
                self.byte[char] = code
                self.char[code] = char
        assigned = {code for code in range(0x80, 0xC0) if self.char.get(code, "\x80") > "\x9f"}
        self.lost = bytes(code for code in range(0x80, 0xC0) if code not in assigned)
        self.refused = bytes(code for code in self.lost if code not in self.char or code in _REFUSED_BY_1252)
        self.lost_in = frozenset(map(chr, self.lost))
        for code in range(0x80, 0xA0):
            self.byte.setdefault(chr(code), code)
            self.char.setdefault(code, chr(code))
        self._map = codecs.charmap_build("".join(map(chr, range(0x80))) + "".join(map(self._at, range(0x80, 0x100))))
        self.lead = self._members(0xC2, 0xF4)
        self.tail = self._members(0x80, 0xBF)
        self._signs = {code: self.char[code] for code in range(0x80, 0xA0) if self.char[code] != chr(code)}
        self._plain = all(self.char.get(code) == chr(code) for code in range(0xA0, 0x100))
        controls = "".join(map(chr, self._signs))
        self._control = re.compile(f"[{controls}]" if controls else "(?!)")

    def _at(self, code: int) -> str:
        return self.char.get(code, "\ufffe")

    def _members(self, low: int, high: int) -> frozenset[str]:
        return frozenset(char for char, code in self.byte.items() if low <= code <= high)

    def weak(self, run: str) -> bool:
        """Whether a run is one sequence that could be a word: nothing but letters of another script than Latin.

        Capitals behind a small letter are in no word.

        >>> page("cp1251").weak("Рё"), page("cp1251").weak("Р°"), page("cp866").weak("тАЩ")
        (True, False, False)
        """
        if len(run) > 4 or min(run) < "\u0370" or not run.isalpha() or self.byte[run[0]] >= _ONE_RUN[len(run)]:
            return False
        return run[1:] == run[1:].lower() or run.isupper()

    def as_bytes(self, text: str) -> bytes:
        """A byte for each character: a question mark for those the page does not have.

        >>> page("cp1252").as_bytes("Ã©ж\x99")
        b'\\xc3\\xa9?\\x99'
        """
        if (data := self._like_latin_1(text)) is not None:
            return data
        return codecs.charmap_encode(self._without_controls(text), "replace", self._map)[0]

    def _like_latin_1(self, text: str) -> bytes | None:
        """The bytes of a text that this page and Latin-1 write alike, controls and all, at the speed of memory."""
        if not self._plain:
            return None
        try:
            return text.encode("latin-1")
        except UnicodeEncodeError:
            return None

    def _without_controls(self, text: str) -> str:
        """The text with this page's signs for the C1 controls of their bytes."""
        return text.translate(self._signs) if self._control.search(text) else text

    def decoded(self, text: str) -> str | None:
        """What a text is as UTF-8 written with this page; None where it is not UTF-8, or not all of this page.

        >>> page("cp1252").decoded("Ã© Ã¨"), page("cp1252").decoded("Ã©Ã")
        ('é è', None)
        """
        both = self.undone(text)
        return both[1] if both else None

    def undone(self, text: str) -> tuple[bytes, str] | None:
        """The bytes of a text in this page and what they are as UTF-8; None where they are not, or not all of it."""
        try:
            data = self._like_latin_1(text)
            if data is None:
                data = codecs.charmap_encode(self._without_controls(text), "strict", self._map)[0]
            return data, data.decode("utf-8")
        except UnicodeError:
            return None


@lru_cache(maxsize=64)
def page(name: str) -> Page:
    """The page of this name, built once.

    >>> page("cp1252").lost
    b'\\x81\\x8d\\x8f\\x90\\x9d'
    """
    return Page(name)
