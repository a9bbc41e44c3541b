"""How plausible a text is: costs of character pairs, in nats, by language.

A pair that a language writes often costs little, one it never writes much. The costs were learned
from running text (``tools/mojibake/build_pairs.py``). Scripts without a table are judged evenly:
letters of one script beside each other are plausible, anything else is not.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise

__all__ = [
    "EVERYDAY",
    "Costs",
    "best",
    "cheapest",
    "languages_of",
    "likeliest",
    "script",
    "total",
    "usual",
    "written_in",
]

_STEP = 0.25
"""Nats of one step of the table."""
_FIRST = 33
"""The character that stands for cost 0."""
_LIMIT = 60_000
"""Pairs remembered per language at most: hostile text has ever new ones."""
_WORDS = 4_000
_WORD = 40
"""Words remembered per language at most, and their length."""

_BACK_OFF = 1.5
"""Nats by which quotation marks and their like may cost more behind a certain letter than they cost anywhere."""
_CAPITAL = 7.0
"""Nats for a capital right behind a small letter."""
_USUAL = frozenset("’‘“”–—…«»„•€°™·¿¡½§©®£²³×º‹›№")
"""Symbols that turn up in good text of any language."""
_RARE = frozenset("¤¦¨¬¯¸ƒˆ˜´¶ª¹¼¾±µ÷¢¥†‡‰‚")
"""Symbols that turn up in good text now and then."""
_INNER = frozenset("’‘-–—·'…`\u200c\u200d\xad")
"""What may stand between two letters without a space."""


class Costs(dict[str, float]):
    """The cost in nats of the second character of a pair, worked out when first asked for.

    ``symbols`` are the characters the language is known to write, in lower case.
    """

    def __init__(self, language: str, script_name: str, symbols: str = "", table: str = "") -> None:
        super().__init__()
        self.language = language
        self.script = script_name
        self.symbols = symbols
        self._index = {char: n for n, char in enumerate(symbols)}
        self._table = table
        self._inner: dict[str, float] = {}
        self._single = len(table) == len(symbols)

    def __missing__(self, pair: str) -> float:
        if len(self) > _LIMIT:
            self.clear()
        value = self._cost(pair[0], pair[1])
        self[pair] = value
        return value

    def inner(self, text: str) -> float:
        """The cost of the characters of a text behind its first."""
        if len(text) == 1:
            return 0.0
        found = self._inner.get(text)
        if found is None:
            found = sum([self[pair] for pair in map("".join, pairwise(text))])
            if len(self._inner) > _WORDS:
                self._inner.clear()
            if len(text) <= _WORD:
                self._inner[text] = found
        return found

    def knows(self, char: str) -> bool:
        """Whether the language is known to write the character."""
        return _folded(char) in self._index

    def writes(self, char: str) -> bool:
        """Whether the character is no letter, or one the language is known to write; unknown languages write any."""
        return not self.symbols or not char.isalpha() or self.knows(char)

    def _cost(self, left: str, right: str) -> float:
        before, after = _folded(left), _folded(right)
        row, column = self._index.get(before), self._index.get(after)
        extra = _CAPITAL if left.islower() and right.isupper() and script(left) == script(right) else 0.0
        if right != " " and right.isspace():
            extra += 2.0
        if column is None:
            return extra + self._foreign(left, right)
        if self._single:
            extra += 4.0 if right.isalpha() and left.isalpha() and row is None else 0.0
            return extra + (ord(self._table[column]) - _FIRST) * _STEP
        size = len(self.symbols)
        cost = (ord(self._table[(size if row is None else row) * size + column]) - _FIRST) * _STEP
        if right > "\x7f" and not right.isalpha():  # quotation marks depend little on the letter before them
            cost = min(cost, (ord(self._table[size * size + column]) - _FIRST) * _STEP + _BACK_OFF)
        if after == " " and left in "“„«¿¡‹‚":
            extra += 3.0
        if row is None and right.isalpha() and not left.isspace():  # a letter behind what is not of the language
            extra += 4.0 if left.isalpha() or left not in _INNER else 1.0
        return extra + cost

    def _foreign(self, left: str, right: str) -> float:
        """The cost of a character that the language has no row for."""
        kind = script(right)
        if kind == "control":
            return 14.0
        if kind == "none":
            return 16.0
        if right == "\ufffd":
            return 12.0
        if kind == "symbol":
            return self._symbol(left, right)
        if not _everyday(right):
            return 14.0
        beside = script(left)
        if kind == self.script or (self.script == "Japanese" and kind == "Han"):
            if self.symbols:
                return 13.0 if self._single else 8.5
            return 4.5 if beside == kind or left.isspace() else 7.0
        if kind == "mark":
            return 9.0 if left.isalpha() else 14.0
        ascii_letter = right < "\x80"
        if beside == kind:
            return 4.0 if ascii_letter else _alone(right) if kind in _MANY else 6.0
        if left.isalpha() or beside == "mark":
            return 9.0 if ascii_letter or self._single else 13.0
        return 5.0 if ascii_letter else 9.0

    def _symbol(self, left: str, right: str) -> float:
        if right < "\x80":
            return 6.5 if right in _FREQUENT or right.isspace() else 7.5
        if right in _USUAL:
            opens, closes = right in "“„«¿¡‹", right in "”»™"
            return 7.5 + (4.0 if (opens and left.isalnum()) or (closes and left.isspace()) else 0.0)
        return 10.0 if right in _RARE else 11.0


_MANY = frozenset(("Han", "Japanese", "Hangul"))


@lru_cache(maxsize=8192)
def _alone(char: str) -> float:
    """The cost of a character of a script of thousands, in a text of another script."""
    own = _languages()["Hangul" if script(char) == "Hangul" else "Han"]
    return 1.0 + min(costs[" " + char] for costs in own)


_FREQUENT = frozenset(" .,-()\"'0:")


@lru_cache(maxsize=4096)
def _folded(char: str) -> str:
    if char.isspace() and char not in "\x85\x1c\x1d\x1e\x1f":
        return " "
    if char.isdigit() and char < "\x80":
        return "0"
    lowered = char.lower()
    return lowered if len(lowered) == 1 else "i"  # only İ has two


EVERYDAY = (
    "[a-zA-Z\xaa\xba\xc0-\u017f\u018f\u0192\u0253\u0254\u0256\u0257\u0259\u025b\u0263\u0269\u026f\u028b\u0186\u0189\u018a"
    "\u0181\u0190\u0194\u0198\u0199\u01a0\u01a1\u01af\u01b0\u01b3\u01b4\u01cd-\u01dc\u01e4-\u01e9\u0218-\u021b\u0300-\u0304\u0306-\u030c\u0323"
    "\u0327\u0328\u0331\u0386-\u03ce\u0400-\u045f\u0490-\u04ff\u0531-\u058f\u05b0-\u05ea\u0621-\u0652\u0670-\u06d3\u0901-\u0dff"
    "\u0e01-\u0e4e\u0e81-\u0edf\u0f40-\u0fbc\u1000-\u109f\u10d0-\u10ff\u1200-\u137f\u1780-\u17d3\u1820-\u18aa\u1e00-\u1ef9\u1f00-\u1ffc"
    "\u3041-\u30ff\u3105-\u312d\u4e00-\u9fff\uac00-\ud7a3\uff41-\uff9f]"
)
"""Letters and marks that people write with today, as a class; the rest is for scholars, or chance."""
_EVERYDAY = re.compile(EVERYDAY)


@lru_cache(maxsize=8192)
def _everyday(char: str) -> bool:
    return _EVERYDAY.match(char) is not None


_BY_NAME = {
    "LATIN": "Latin", "CYRILLIC": "Cyrillic", "GREEK": "Greek", "ARABIC": "Arabic", "HEBREW": "Hebrew",
    "CJK": "Han", "HIRAGANA": "Japanese", "KATAKANA": "Japanese", "KATAKANA-HIRAGANA": "Japanese",
    "HANGUL": "Hangul", "DEVANAGARI": "Devanagari", "THAI": "Thai", "ETHIOPIC": "Ethiopic",
}  # fmt: skip


@lru_cache(maxsize=8192)
def script(char: str) -> str:
    """The script of a letter or mark, or 'symbol', 'mark' (of several scripts), 'control', 'none'.

    >>> script("ж"), script("ä"), script("!"), script("\\x85"), script("\\ue000")
    ('Cyrillic', 'Latin', 'symbol', 'control', 'none')
    """
    kind = unicodedata.category(char)
    if kind == "Cc":
        return "symbol" if char in "\n\r\t" else "control"
    if kind in ("Cn", "Co", "Cs"):
        return "none"
    if kind[0] == "L" or kind[0] == "M":
        first = unicodedata.name(char, "?").split(" ", 1)[0]
        if first in ("COMBINING", "MODIFIER"):
            return "mark"
        return _BY_NAME.get(first, first.capitalize())
    return "symbol"


@lru_cache(maxsize=1)
def _languages() -> dict[str, list[Costs]]:
    """The languages by script."""
    from cleanpress.data import DATA

    found: dict[str, list[Costs]] = {}
    for line in (DATA / "mojibake" / "pairs.tsv").read_text(encoding="utf-8").split("\n"):
        if line and not line.startswith("# "):
            language, name, symbols, table = line.split("\t")
            found.setdefault(name, []).append(Costs(language, name, symbols, table))
    found["Han"] = found.pop("Han") + found.get("Japanese", [])
    return found


@lru_cache(maxsize=64)
def _even(name: str) -> list[Costs]:
    """The judge of a script nothing was learned for."""
    return [Costs("und", name)]


def languages_of(text: str) -> Sequence[Costs]:
    """The languages a text can be in, by its most frequent script; Latin counts for less.

    >>> sorted(costs.language for costs in languages_of("погода"))
    ['be', 'bg', 'mk', 'ru', 'sr', 'uk']
    """
    count: dict[str, float] = {}
    for char in text:
        if char > "\x7f":
            name = script(char)
            if name not in ("symbol", "control", "none", "mark"):
                count[name] = count.get(name, 0) + 1
    if not count:
        return _languages()["Latin"]
    ascii_letters = sum(map(text.count, "aeioutnrsl"))
    count["Latin"] = count.get("Latin", 0) + ascii_letters
    if "Japanese" in count:
        count["Japanese"] += count.pop("Han", 0)
    name = max(count, key=lambda name: count[name] * (0.5 if name == "Latin" else 1))
    return _languages().get(name) or _even(name)


_WRITTEN_IN = {
    "cp1250": "pl cs sk hu sl sh ro", "cp1254": "tr az", "cp1257": "lt lv", "cp1258": "vi",
    "cp1252": "de fr es pt it nl sv da no fi is ca en",
}  # fmt: skip
_FAMILY = {
    "iso8859-2": "cp1250", "cp852": "cp1250", "mac-latin2": "cp1250", "iso8859-16": "cp1250", "cp857": "cp1254",
    "mac-turkish": "cp1254", "iso8859-13": "cp1257", "cp775": "cp1257", "cp850": "cp1252", "cp437": "cp1252",
    "mac-roman": "cp1252",
}  # fmt: skip


@lru_cache(maxsize=64)
def _latin(name: str) -> list[Costs]:
    codes = _WRITTEN_IN[_FAMILY.get(name, name)].split()
    return [costs for costs in _languages()["Latin"] if costs.language in codes]


def written_in(name: str, text: str) -> Sequence[Costs]:
    """The languages that were written with a code page: by the script of the text, if that is not Latin."""
    found = languages_of(text)
    return _latin(name) if found is _languages()["Latin"] and _FAMILY.get(name, name) in _WRITTEN_IN else found


def usual(name: str, char: str) -> bool:
    """Whether a language that was written with a code page writes the character, or any does.

    >>> usual("cp1251", "ж"), usual("cp1250", "ж"), usual("cp1250", "“")
    (True, True, True)
    """
    return char in _USUAL or any(costs.knows(char) for costs in written_in(name, char))


def total(costs: Costs, text: str) -> float:
    """The cost of a text in nats, its first character taken as behind a space."""
    return sum(map(costs.__getitem__, map("".join, zip(" " + text, text, strict=False))))


def best(languages: Iterable[Costs], text: str, count: int = 2) -> list[Costs]:
    """The languages in which a text is cheapest, best first."""
    found = list(languages)
    if len(found) <= count:
        return found
    pairs = list(map("".join, zip(" " + text, text, strict=False)))
    for length, most in ((_GLANCE, _SHORT_LIST), (len(pairs), count)):
        found.sort(key=lambda costs: sum(map(costs.__getitem__, pairs[:length])))
        found = found[:most]
    return found


def cheapest(languages: Sequence[Costs], text: str) -> float:
    """About what a text costs in the language in which it is cheapest."""
    pairs = list(map("".join, zip(" " + text, text, strict=False)))
    if len(pairs) < _FEW:
        return min([sum(map(costs.__getitem__, pairs)) for costs in languages])
    glance = pairs[:: len(pairs) // _FEW + 1]
    few = sorted(languages, key=lambda costs: sum(map(costs.__getitem__, glance)))[:3]
    return min(sum(map(costs.__getitem__, pairs)) for costs in few)


_FEW = 24
_GLANCE = 64
"""Pairs by which a short list of languages is chosen."""
_SHORT_LIST = 8


@lru_cache(maxsize=512)
def likeliest(text: str) -> tuple[Costs, ...]:
    """The two languages in which a text is cheapest, best first.

    >>> [costs.language for costs in likeliest("słowa, które")][:1]
    ['pl']
    """
    return tuple(best(languages_of(text), text))
