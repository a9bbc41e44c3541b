"""Where characters that nobody sees do have a meaning: tables and questions about neighbours.

Every question takes single characters; the empty string stands for the edge of the text. Ranges
are those of Unicode 15; code points that Unicode had not assigned by then count as letters of the
block they lie in, so that newer characters are kept.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from functools import lru_cache

from cleanpress.document import residue
from cleanpress.patterns import compiled

__all__ = [
    "ACTIVE",
    "BIDI",
    "EIGHT_BIT",
    "FLAG",
    "HANGUL_JAMO",
    "INVISIBLE",
    "MONGOLIAN",
    "NONCHARACTERS",
    "SPACES",
    "TAGS",
    "breaks_invisibly",
    "code_page_1252",
    "has_braille",
    "is_east_asian",
    "is_edge",
    "is_han",
    "is_pictographic",
    "is_rtl_letter",
    "is_virama",
    "is_word",
    "joins_emoji",
    "joins_letters",
    "separates_letters",
    "takes_selector",
    "unusual",
    "visible",
    "within",
]

Bounds = tuple[int, ...]
"""Sorted code points where a set begins and ends by turns, for bisection."""

FLAG = "\U0001f3f4"
"""The black flag, base of the flags that are spelled with tag characters."""

# Members of regular-expression classes.
SPACES = "\t\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
"""Spaces of a line other than U+0020; the Ogham space mark is visible and none of them."""
BIDI = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
TAGS = "\U000e0001\U000e0020-\U000e007f"
_INVISIBLE = f"\u00ad\u034f\u115f\u1160\u180b-\u180f\u200b-\u200d\u2060-\u2064\ufe00-\ufe0f\ufeff{BIDI}"
INVISIBLE = f"{_INVISIBLE}{TAGS}\U000e0100-\U000e01ef"
EIGHT_BIT = (
    "\x9b[0-9;?]{0,32}[0-9][A-HJKSTfhlmsu]"
    "|\x9d[0-9]{1,4};[^\x07\x1b\x80-\x9f\n\r\u2801-\u28ff]{0,2048}(?:\x07|\x1b\\\\)"
    "|\x90[^\x07\x1b\x80-\x9f\n\r\u2801-\u28ff]{0,4096}\x1b\\\\"
)
"""Terminal sequences that begin with one C1 control, as a pattern.

Their bytes are those of damaged text as well, so they must look like nothing else. Braille patterns are never part
of one: whether a text has any decides about their blank."""
NONCHARACTERS = "\ufdd0-\ufdef" + "".join(chr(p << 16 | c) for p in range(17) for c in (0xFFFE, 0xFFFF))
# One wide range beyond U+FFFF instead of nineteen narrow ones: the engine tries them one by one.
_ACTIVE = f"{_INVISIBLE}\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u206a-\u206f\u2800\u3164\ud800-\udfff"
_ACTIVE += "\ue000-\ue0ff\ue900-\ueaff\uf000-\uf8fe\ufdd0-\ufdef\uffa0\ufff9-\ufffc\ufffe\uffff\U0001fffe-\U0010ffff"

ACTIVE = f"[{_ACTIVE}]"
"""The pattern of any character, but for spaces, that may mean nothing in some place; some others lie between them."""
_UNUSUAL = f"[{_ACTIVE}{SPACES}]"  # compiled when a text is not plain ASCII
_BRAILLE = re.compile("[\u2801-\u28ff]")
# Members of that class that str.isprintable() calls printable, those beyond U+FFFF left out.
_PRINTABLE = "\u034f\u115f\u1160\u180b\u180c\u180d\u180f\u2800\u3164\uffa0\ufffc"
_SELECTORS = "".join(map(chr, range(0xFE00, 0xFE10)))


def _bounds(ranges: str) -> Bounds:
    """Bounds of a list of hexadecimal ranges, both ends included."""
    out: list[int] = []
    for item in ranges.split():
        first, _, last = item.partition("-")
        out += (int(first, 16), int(last or first, 16) + 1)
    return tuple(out)


# Extended_Pictographic of emoji-data.txt.
_PICTOGRAPHIC = _bounds(
    "A9 AE 203C 2049 2122 2139 2194-2199 21A9-21AA 231A-231B 2328 2388 23CF 23E9-23F3 23F8-23FA 24C2 "
    "25AA-25AB 25B6 25C0 25FB-25FE 2600-2605 2607-2612 2614-2685 2690-2705 2708-2712 2714 2716 271D 2721 "
    "2728 2733-2734 2744 2747 274C 274E 2753-2755 2757 2763-2767 2795-2797 27A1 27B0 27BF 2934-2935 "
    "2B05-2B07 2B1B-2B1C 2B50 2B55 3030 303D 3297 3299 1F000-1F0FF 1F10D-1F10F 1F12F 1F16C-1F171 "
    "1F17E-1F17F 1F18E 1F191-1F19A 1F1AD-1F1E5 1F201-1F20F 1F21A 1F22F 1F232-1F23A 1F23C-1F23F "
    "1F249-1F3FA 1F400-1F53D 1F546-1F64F 1F680-1F6FF 1F774-1F77F 1F7D5-1F7FF 1F80C-1F80F 1F848-1F84F "
    "1F85A-1F85F 1F888-1F88F 1F8AE-1F8FF 1F90C-1F93A 1F93C-1F945 1F947-1FAFF 1FC00-1FFFD"
)
# Scripts whose letters change shape with their neighbours (ArabicShaping.txt).
_CURSIVE = "600-74F 7C0-7FF 840-8FF 1800-18AF A840-A87F FB50-FDFF FE70-FEFC 10AC0-10AFF 10B80-10BAF "
_CURSIVE += "10D00-10D3F 10EC0-10EFF 10F30-10FDF 1E900-1E95F 1EE00-1EEFF"
# Brahmic scripts, in which joiners choose between conjuncts, half forms and chillus.
_INDIC = "900-109F 1700-17FF 1900-19FF 1A00-1AAF 1B00-1CFF A800-A82F A880-A9FF AA00-AADF AAE0-AAFF "
_INDIC += "ABC0-ABFF 10A00-10A5F 11000-11FFF"
_JOINED = tuple(sorted(_bounds(_CURSIVE) + _bounds(_INDIC)))
_CURSIVE_BOUNDS = _bounds(_CURSIVE)
# Scripts written without spaces in which a zero width space marks word ends: Thai, Lao, Tibetan,
# Myanmar, Khmer, Tai Le, New Tai Lue, Tai Tham, Balinese, Javanese, Cham, Tai Viet.
_UNSPACED = _bounds("E00-FFF 1000-109F 1780-17FF 1950-19FF 1A20-1AAF 1B00-1B7F A980-A9FF AA00-AADF")
# Balinese and Javanese, in which it stands beside spaces, too.
_ALWAYS = _bounds("1B00-1B7F A980-A9DF")
_HAN = _bounds("3400-4DBF 4E00-9FFF F900-FAFF 20000-3FFFF")
HANGUL_JAMO = _bounds("1100-115E 1161-11FF A960-A97C D7B0-D7FB")
MONGOLIAN = _bounds("1807 180A 1820-18AF 11660-1167F")

# StandardizedVariants.txt without Han, emoji and Mongolian: the bases of each selector. Egyptian
# hieroglyphs may be turned by any selector: each version of Unicode lists more of them.
_SCRIPT_CAPITALS = (
    "\U0001d49c\u212c\U0001d49e\U0001d49f\u2130\u2131\U0001d4a2\u210b\u2110\U0001d4a5\U0001d4a6\u2112\u2133"
    "\U0001d4a9\U0001d4aa\U0001d4ab\U0001d4ac\u211b\U0001d4ae\U0001d4af\U0001d4b0\U0001d4b1\U0001d4b2"
    "\U0001d4b3\U0001d4b4\U0001d4b5"
)
_CJK_MARKS = "\u3001\u3002\uff01\uff0c\uff0e\uff1a\uff1b\uff1f"
_VARIANTS = {
    "\ufe00": frozenset(
        _SCRIPT_CAPITALS + _CJK_MARKS + "0\uff10∅∩∪≨≩≲≳⊊⊋⊓⊔⊕⊗⊜⋚⋛⨼⨽⪝⪞⪬⪭⫋⫌"
        "\u1000\u1002\u1004\u1010\u1011\u1015\u1019\u101a\u101c\u101d\u1022\u1031\u1075\u1078\u107a\u1080"
        "\uaa60\uaa61\uaa62\uaa63\uaa64\uaa65\uaa66\uaa6b\uaa6c\uaa6f\uaa7a\ua856\ua85c\ua85e\ua85f\ua860\ua868"
        "\U00010ac5\U00010ac6\U00010ad6\U00010ad7\U00010ae1"
    ),
    "\ufe01": frozenset(_SCRIPT_CAPITALS + _CJK_MARKS),
}


def unusual(text: str, rare: str | None = None) -> str:
    r"""The spaces and invisible characters of a text that may have to go, each once.

    ``rare`` is the text's :func:`~cleanpress.document.residue`, if the caller has it. The gate that clean
    text passes: a few passes at the speed of memory, no loop over characters.

    >>> unusual("Harga beras naik."), unusual("Harga\u200b beras\u200b naik.")
    ('', '\u200b')
    """
    rare = residue(text) if rare is None else rare
    if not rare:
        return ""
    if rare is not text:
        found = compiled(_UNUSUAL).findall(rare)
    elif text.replace("\n", "").isprintable() and len(units := text.encode("utf-16-le")) == 2 * len(text):
        signs = _PRINTABLE + _SELECTORS if b"\xfe" in units else _PRINTABLE
        found = [char for char in signs if char in text]
    else:
        found = compiled(_UNUSUAL).findall(text)
    return "".join(sorted(set(found))) if found else ""


def visible(text: str) -> int:
    """How many characters of a text a reader can see: no space, control, format or unassigned character.

    >>> visible("a\u200b b")
    2
    """
    compact = "".join(text.split())
    return len(compact) if compact.isprintable() else sum(map(str.isprintable, compact))


def has_braille(text: str) -> bool:
    r"""Whether the text uses Braille patterns and their blank, U+2800, as the Braille space.

    >>> has_braille("⠓⠊\u2800"), has_braille("\u2800 hi \u2800")
    (True, False)
    """
    return "\u2800" in text and _BRAILLE.search(text) is not None


def within(bounds: Bounds, char: str) -> bool:
    r"""Whether the character lies in the ranges; False for the empty string.

    >>> within(MONGOLIAN, "\u1820"), within(MONGOLIAN, "a"), within(MONGOLIAN, "")
    (True, False, False)
    """
    return bool(char) and bisect_right(bounds, ord(char)) % 2 == 1


def is_edge(char: str) -> bool:
    r"""Whether there is no text here: white space, a line break, the end of the text.

    >>> is_edge(""), is_edge("\n"), is_edge("\u00a0"), is_edge("a")
    (True, True, True, False)
    """
    return not char or char.isspace()


def is_word(char: str) -> bool:
    r"""Whether the character is a letter or a mark, or not yet assigned.

    >>> is_word("a"), is_word("\u0301"), is_word("1"), is_word("")
    (True, True, False, False)
    """
    return bool(char) and (char.isalpha() or unicodedata.category(char) in {"Mn", "Mc", "Me", "Cn"})


def is_virama(char: str) -> bool:
    r"""Whether the mark silences the vowel of the letter before it (canonical combining class 9).

    >>> is_virama("\u094d"), is_virama("a")
    (True, False)
    """
    return bool(char) and unicodedata.combining(char) == 9


def is_han(char: str) -> bool:
    """Whether the character is a Han ideograph.

    >>> is_han("葛"), is_han("か")
    (True, False)
    """
    return within(_HAN, char)


def is_east_asian(char: str) -> bool:
    """Whether the character is a letter of Chinese, Japanese or Korean, or their punctuation.

    >>> is_east_asian("字"), is_east_asian("か"), is_east_asian("a")
    (True, True, False)
    """
    return "\u2e80" <= char <= "\ud7ff" or "\uf900" <= char <= "\ufaff" or "\U00020000" <= char <= "\U0003ffff"


def is_pictographic(char: str) -> bool:
    """Whether the character can be part of an emoji sequence (Extended_Pictographic).

    >>> is_pictographic("❤"), is_pictographic("a")
    (True, False)
    """
    return within(_PICTOGRAPHIC, char)


def is_rtl_letter(char: str) -> bool:
    """Whether the character is a letter written from right to left (bidi class R or AL).

    >>> is_rtl_letter("א"), is_rtl_letter("a"), is_rtl_letter("١")
    (True, False, False)
    """
    return char.isalpha() and unicodedata.bidirectional(char) in {"R", "AL"}


def separates_letters(before: str, behind: str) -> bool:
    """Whether a zero width non-joiner between the two characters changes how the text is read.

    It does beside letters of joining and Brahmic scripts inside a word, behind a virama, and at
    the end of a word behind an Arabic heh.

    >>> separates_letters("ی", "خ"), separates_letters("F", "ه"), separates_letters("a", "b")
    (True, True, False)
    """
    if is_virama(before) or (before == "\u0647" and is_edge(behind)):
        return True
    if is_edge(before) or is_edge(behind):
        return False
    return _in_word(_JOINED, before) or _in_word(_JOINED, behind)


def joins_letters(before: str, behind: str) -> bool:
    r"""Whether a zero width joiner between the two characters changes the shape of one of them.

    >>> joins_letters("\u094d", " "), joins_letters("ه", " "), joins_letters("a", "b")
    (True, True, False)
    """
    if is_virama(before) or _in_word(_CURSIVE_BOUNDS, before) or _in_word(_CURSIVE_BOUNDS, behind):
        return True
    return _in_word(_JOINED, before) and not is_edge(behind)


def joins_emoji(before: str, behind: str) -> bool:
    """Whether a zero width joiner between the two, selectors left out, is part of an emoji sequence.

    >>> joins_emoji("👩", "🚒"), joins_emoji("👩", " ")
    (True, False)
    """
    return is_pictographic(behind) and (is_pictographic(before) or "\U0001f3fb" <= before <= "\U0001f3ff")


def breaks_invisibly(before: str, behind: str) -> bool:
    """Whether a zero width space between the two marks the end of a word: scripts without spaces.

    >>> breaks_invisibly("ก", "ข"), breaks_invisibly("a", "b"), breaks_invisibly("ก", " ")
    (True, False, False)
    """
    if is_edge(before) or is_edge(behind):
        return within(_ALWAYS, before) or within(_ALWAYS, behind)
    return within(_UNSPACED, before) or within(_UNSPACED, behind)


def takes_selector(base: str, selector: str) -> bool:
    r"""Whether a variation selector right behind the base asks for a shape that exists.

    >>> takes_selector("❤", "\ufe0f"), takes_selector("a", "\ufe0f"), takes_selector("葛", "\U000e0100")
    (True, False, True)
    """
    if not base:
        return False
    if selector in "\ufe0e\ufe0f":
        # Symbols that no list names are given the benefit of the doubt, letters and punctuation not.
        return (
            is_pictographic(base)
            or base in "#*0123456789"
            or "\U0001f3fb" <= base <= "\U0001f3ff"
            or unicodedata.category(base) in {"So", "Sm"}
        )
    if selector >= "\U000e0100":
        return is_han(base)
    if is_han(base):
        return ord(selector) - 0xFE00 < _compatibility_forms().get(base, 0)
    if "\U00013000" <= base <= "\U000143ff":
        return selector <= "\ufe06"
    return base in _VARIANTS.get(selector, ())


@lru_cache(maxsize=1)
def _compatibility_forms() -> dict[str, int]:
    """How many compatibility ideographs each Han ideograph has: they became its first variants."""
    forms: dict[str, int] = {}
    for code in (*range(0xF900, 0xFB00), *range(0x2F800, 0x2FA20)):
        base = unicodedata.normalize("NFC", chr(code))
        if base != chr(code):
            forms[base] = forms.get(base, 0) + 1
    return forms


@lru_cache(maxsize=64)
def code_page_1252(char: str) -> str:
    r"""What a C1 control stands for when it is a byte of code page 1252; empty for the five unused ones.

    >>> code_page_1252("\x93"), code_page_1252("\x81")
    ('“', '')
    """
    return bytes((ord(char),)).decode("cp1252", "ignore")


def _in_word(bounds: Bounds, char: str) -> bool:
    return within(bounds, char) and is_word(char)
