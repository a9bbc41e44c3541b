"""Kinds of damage that text suffers between programs, each a function from right text to damaged text.

A kind returns None where it does not apply: the page has no such letters, or nothing would change.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeAlias

Damage: TypeAlias = Callable[[str], str | None]

CENTRAL = "pl cs sk hu sl hr ro sq"
CYRILLIC = "ru uk be bg mk sr"
WESTERN = "en fr de es pt it nl ca gl sv da no fi is ga"
ALL = "*"


def sloppy(data: bytes, page: str) -> str:
    """Decode as browsers do: a byte without a character becomes the control of its number."""
    return "".join(bytes([byte]).decode(page, "ignore") or chr(byte) for byte in data)


def utf8_as(*pages: str) -> Damage:
    """UTF-8 read with a page, several times if several are named."""

    def damage(text: str) -> str:
        for page in pages:
            text = sloppy(text.encode("utf-8"), page)
        return text

    return damage


def utf8_as_strict(page: str, mark: str) -> Damage:
    """UTF-8 read with a page, bytes without a character replaced by a mark (or dropped)."""

    def damage(text: str) -> str | None:
        data = text.encode("utf-8")
        right = "".join(bytes([byte]).decode(page, "ignore") or mark for byte in data)
        return right if right != sloppy(data, page) else None

    return damage


def legacy_as(written: str, read: str) -> Damage:
    """Text of one page read with another."""

    def damage(text: str) -> str | None:
        try:
            return sloppy(straight(text, written).encode(written), read)
        except UnicodeEncodeError:
            return None

    return damage


def straight(text: str, page: str) -> str:
    """The text with typographic marks the page lacks as their plain forms."""
    for mark, plain in (
        ("“", '"'),
        ("”", '"'),
        ("„", '"'),
        ("’", "'"),
        ("–", "-"),
        ("…", "..."),
        ("«", '"'),
        ("»", '"'),
    ):
        try:
            mark.encode(page)
        except UnicodeEncodeError:
            text = text.replace(mark, plain)
    return text


def wide_as(written: str, read: str) -> Damage:
    """Text of a page of two bytes a character read with a page of one."""

    def damage(text: str) -> str | None:
        try:
            return sloppy(text.encode(written), read)
        except UnicodeEncodeError:
            return None

    return damage


def utf8_as_wide(page: str) -> Damage:
    """UTF-8 read with a page of two bytes a character, only where no byte is lost."""

    def damage(text: str) -> str | None:
        try:
            return text.encode("utf-8").decode(page)
        except UnicodeDecodeError:
            return None

    return damage


def then(first: Damage, change: Callable[[str], str]) -> Damage:
    """A second accident on top of the first; None where it changes nothing."""

    def damage(text: str) -> str | None:
        once = first(text)
        if once is None or once == text:
            return None
        twice = change(once)
        return twice if twice != once else None

    return damage


def some_words(first: Damage, keep: Callable[[int], bool]) -> Damage:
    """Damage in some words only: the others are right."""

    def damage(text: str) -> str | None:
        words = text.split(" ")
        mixed = [word if keep(n) else first(word) for n, word in enumerate(words)]
        return None if None in mixed else " ".join(filter(None, mixed))

    return damage


CP1252, LATIN1 = utf8_as("cp1252"), utf8_as("latin-1")
CP1251 = utf8_as("cp1251")

_PLAIN = {
    "cp1252": ALL, "latin-1": ALL, "cp1250": CENTRAL + " fr de ru el vi", "cp1251": CYRILLIC + " kk fr de en pl",
    "cp1253": "el fr de en", "cp1254": "tr az de fr en", "cp1255": "he fr en", "cp1256": "ar fa ur fr en de",
    "cp1257": "lv lt et de fr", "cp1258": "vi fr en", "cp874": "th fr en de", "mac-roman": WESTERN + " ru ar tr",
    "mac-cyrillic": "ru uk bg", "mac-greek": "el", "mac-turkish": "tr", "mac-latin2": "pl cs hu",
    "cp437": WESTERN + " ru zh", "cp850": "de fr es pt da ru", "cp852": CENTRAL, "cp866": CYRILLIC + " de",
    "cp857": "tr", "cp862": "he", "cp775": "lv lt", "cp737": "el", "koi8-r": "ru bg de", "koi8-u": "uk",
    "iso8859-2": CENTRAL, "iso8859-5": "ru sr", "iso8859-7": "el", "iso8859-8": "he", "iso8859-9": "tr",
    "iso8859-15": "fr fi de et",
}  # fmt: skip

_LEGACY = {
    ("cp1251", "latin-1"): CYRILLIC, ("cp1251", "cp1252"): CYRILLIC, ("koi8-r", "latin-1"): "ru bg",
    ("koi8-r", "cp1251"): "ru bg", ("cp1251", "koi8-r"): "ru bg", ("cp866", "cp1251"): "ru",
    ("cp1251", "cp866"): "ru bg",
    ("cp866", "cp1252"): "ru", ("iso8859-5", "latin-1"): "ru sr mk", ("iso8859-5", "cp1251"): "ru",
    ("mac-cyrillic", "cp1252"): "ru uk", ("mac-cyrillic", "cp1251"): "ru", ("cp1251", "mac-cyrillic"): "ru uk",
    ("koi8-u", "cp1251"): "uk", ("cp1250", "cp1252"): CENTRAL, ("iso8859-2", "latin-1"): CENTRAL,
    ("iso8859-2", "cp1250"): "pl cs sk", ("cp852", "cp1252"): CENTRAL, ("cp852", "cp1250"): "pl cs hu",
    ("mac-latin2", "cp1252"): "pl cs", ("cp1253", "cp1252"): "el", ("iso8859-7", "latin-1"): "el",
    ("cp1254", "latin-1"): "tr", ("cp1254", "cp1252"): "tr az", ("cp857", "cp1254"): "tr", ("cp1255", "cp1252"): "he",
    ("iso8859-8", "latin-1"): "he", ("cp1256", "cp1252"): "ar fa", ("iso8859-6", "latin-1"): "ar",
    ("cp1257", "cp1252"): "lv lt et", ("cp874", "cp1252"): "th", ("cp874", "latin-1"): "th",
    ("mac-roman", "cp1252"): "fr de es pt it", ("cp1252", "mac-roman"): "fr de es pt sv",
    ("cp850", "cp1252"): "fr de es pt",
    ("cp437", "cp1252"): "fr de es sv", ("cp1252", "cp850"): "fr de es pt no", ("cp1252", "cp437"): "fr de es",
    ("cp1252", "cp1250"): "fr es pt", ("cp1252", "cp1251"): "fr de es pt", ("cp1250", "cp1251"): "pl cs",
}  # fmt: skip

_WIDE = {
    ("gbk", "latin-1"): "zh", ("gbk", "cp1252"): "zh", ("big5", "latin-1"): "zh-Hant", ("big5", "cp1252"): "zh-Hant",
    ("cp932", "latin-1"): "ja", ("cp932", "cp1252"): "ja", ("euc-jp", "latin-1"): "ja", ("cp949", "latin-1"): "ko",
    ("cp949", "cp1252"): "ko", ("euc-kr", "cp1252"): "ko",
}  # fmt: skip

_TWICE = {
    ("cp1252", "cp1252"): ALL, ("latin-1", "latin-1"): ALL, ("cp1252", "cp1252", "cp1252"): "en fr de pl ru ar th zh",
    ("cp1251", "cp1251"): CYRILLIC + " en", ("cp1251", "cp1252"): "ru uk fr", ("cp1252", "cp1251"): "fr de ru en",
    ("cp1252", "mac-roman"): "en fr de", ("mac-roman", "cp1252"): "fr en pt", ("cp1250", "cp1252"): "pl cs hu",
    ("latin-1", "cp1252"): "ru fr vi id", ("cp437", "cp1252"): "fr de en", ("cp1256", "cp1252"): "ar fa",
}  # fmt: skip


def _catalogue() -> dict[str, tuple[Damage, str]]:
    kinds: dict[str, tuple[Damage, str]] = {}
    for page, languages in _PLAIN.items():
        kinds[f"utf8-{page}"] = utf8_as(page), languages
    for pages, languages in _TWICE.items():
        kinds[f"utf8-{'-then-'.join(pages)}"] = utf8_as(*pages), languages
    for (written, read), languages in _LEGACY.items():
        kinds[f"{written}-as-{read}"] = legacy_as(written, read), languages
    for (written, read), languages in _WIDE.items():
        kinds[f"{written}-as-{read}"] = wide_as(written, read), languages
    for name in ("gbk", "cp932", "big5", "cp949"):
        kinds[f"utf8-{name}"] = utf8_as_wide(name), "zh ja ko zh-Hant fr en de ru"
    for mark, label in (("\ufffd", "replaced"), ("?", "questioned"), ("", "dropped")):
        kinds[f"utf8-cp1252-{label}"] = utf8_as_strict("cp1252", mark), ALL
        kinds[f"utf8-cp1251-{label}"] = utf8_as_strict("cp1251", mark), CYRILLIC
    kinds["utf8-cp1250-replaced"] = utf8_as_strict("cp1250", "\ufffd"), CENTRAL
    kinds["utf8-cp1254-dropped"] = utf8_as_strict("cp1254", ""), "tr az en"
    kinds["utf8-latin-1-c1-stripped"] = (
        then(LATIN1, lambda t: re.sub("[\x80-\x9f]", "", t)),
        "en id fr de es pt it ms sw",
    )
    kinds["utf8-cp1252-a0-space"] = then(CP1252, lambda t: t.replace("\xa0", " ")), ALL
    kinds["utf8-cp1252-a0-collapsed"] = then(CP1252, lambda t: re.sub(" +", " ", t.replace("\xa0", " "))), ALL
    kinds["utf8-cp1251-a0-space"] = then(CP1251, lambda t: t.replace("\xa0", " ")), CYRILLIC
    kinds["utf8-cp1252-soft-hyphen-gone"] = then(CP1252, lambda t: t.replace("\xad", "")), ALL
    kinds["utf8-cp1252-some-words"] = some_words(CP1252, lambda n: n % 3 == 0), ALL
    kinds["utf8-cp1251-some-words"] = some_words(CP1251, lambda n: n % 3 == 0), CYRILLIC
    kinds["utf8-latin-1-first-half"] = some_words(LATIN1, lambda n: n > 4), ALL
    kinds["utf8-cp1252-twice-some-words"] = some_words(utf8_as("cp1252", "cp1252"), lambda n: n % 2 == 0), ALL
    kinds["cp1252-as-latin-1"] = legacy_as("cp1252", "latin-1"), "en fr de id it sv"
    return kinds


KINDS = _catalogue()
"""Every kind by name, with the languages it is likely in ('*': all)."""

HELD_KINDS = frozenset(
    (
        "utf8-cp1257",
        "utf8-cp852",
        "utf8-cp857",
        "utf8-mac-latin2",
        "utf8-iso8859-7",
        "utf8-koi8-u",
        "utf8-cp775",
        "koi8-r-as-latin-1",
        "cp1251-as-mac-cyrillic",
        "iso8859-2-as-latin-1",
        "cp852-as-cp1250",
        "iso8859-7-as-latin-1",
        "cp1254-as-cp1252",
        "cp1252-as-cp437",
        "cp850-as-cp1252",
        "euc-jp-as-latin-1",
        "big5-as-cp1252",
        "utf8-cp1251-questioned",
        "utf8-cp1254-dropped",
        "utf8-cp1252-then-mac-roman",
        "utf8-cp1256-then-cp1252",
        "utf8-cp1252-a0-collapsed",
        "utf8-latin-1-first-half",
        "utf8-cp1250-replaced",
        "iso8859-8-as-latin-1",
    )
)
"""Kinds that nothing was tuned on."""
