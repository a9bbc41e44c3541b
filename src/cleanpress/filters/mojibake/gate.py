"""The gate in front of mojibake repair: where could a text be damaged at all?

Proving that clean text is clean is nearly all the work of repairing a corpus: ftfy's own test reads
4 to 10 MB/s. Every place that test can fire holds one of a small set of *hot* characters beside
another of a larger set, or one of a few rare forms. What the repairer can mend beyond ftfy shows in
forms as rare: a sign inside a word, a capital behind a small letter, two scripts in one word, a
frame character beside a letter.

The conditions stand in one pattern (:func:`_condition`), which is right but slow. It is tried only where
something quicker finds a suspect: in Latin text each hot character that the text has is looked for by
itself, at the speed of memory, with the least its neighbours must be; other text is searched once for
what such text hardly has. The sets are derived from ftfy's tables and the code pages by
``tools/build_mojibake_gate.py``; tests compare the gate with the badness test and with the pattern
alone, by enumeration and at random.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from functools import lru_cache

from cleanpress.document import residue

__all__ = ["USUAL", "damaged_lines", "hot_class", "just_spotless", "spotted"]

_BLOCK = 8192
"""Code points judged at once: 4 to 16 kB ran fastest, one hot spot opens only its own block."""
_SMALL = "a-zß-öø-ÿ"
_LATIN = "A-Za-zÀ-ÖØ-öø-ÿ"
_LETTERS = "À-ÖØ-öø-ɏ"
_ACUTE = "áéíóú"
_SIGNS = "¡-¨ª¬®-³µ¶¸-º¼-¿×÷ƒ„†‡ˆ‰˜‚"  # no acute: many type it for an apostrophe
_FRAMES = "\u2500-\u259f"
_OTHERS = "\u0370-\u058f\u05b0-\u05f4آأؤإئ\u0e01-\u0e5b" + _FRAMES
"""Greek to Hebrew, Thai, frames and blocks: what does not stand behind a Latin letter in one word."""

_EAST = "\u4e00-\u9fff\uac00-\ud7a3\uff66-\uff9f"
"""Han, Hangul and half-width katakana: not one alone between two Latin small letters."""

_CONFUSED = (
    "(?<=[a-zý]þ)|(?<=þ)(?=[a-zý])|(?<=ð)(?=[ýþëá])|(?<=Ý)(?=[a-zþð])|(?<=ý)(?=[a-z]{0,3}ý)|(?<=[^\\W_]ð)(?=[a-z]{0,12}ý)",
    "(?<=[bdmnptv]ì)(?=[sštlkvdzžc])|(?<=è)(?=[aeijk])|(?<=ń)(?=[aeiou])|(?<=ă)(?=o)|(?<=ŕ)(?![a-zá-ž])|(?<=ø)(?=í)",
    f"(?<=õ)(?=[a-z]{{0,3}}[{_ACUTE}])|(?<=[{_ACUTE}]õ)|(?<=[{_ACUTE}][a-z]õ)|(?<=[{_ACUTE}][a-z][a-z]õ)",
    f"(?<=ą)(?=[a-z]{{0,3}}[ěřůý{_ACUTE}])|(?<=[ěřůý{_ACUTE}]ą)|(?<=ą)(?<![^\\W_]ą)(?=[a-z])",
)
"""Turkish, Baltic, Czech, Slavic, Hungarian read as Western; French, Spanish, Portuguese as Central European."""
_LETTER_SPOTS = (
    f"(?<=[{_SMALL}][À-ÖØ-ÞŠŽŸŒ])",  # a capital behind a small letter
    "(?<=[À-ÖØ-öø-ÿ]{4})",  # a row of Latin letters that are all accented
    "(?<=‚[Äâó])|(?<=[ÄĹĆĂ][ŤŠšŚśťŽžŹźĽľŁłĄąŞşŻż])",
    f"(?<=[þýðÝìèńăŕøõą])(?:{'|'.join(_CONFUSED)})",
    "(?<=[âÂÃ])(?![A-Za-zÀ-ÿ])|(?<=â)(?=[A-Z0-9])",  # what is left of a quotation mark
)
_SIGN_SPOTS = (
    f"(?<=[{_LATIN}][{_SIGNS}])(?=[{_SMALL}])",  # a sign inside a word
    "(?<=[a-z][¡-¦±])|(?<=[a-z][a-z][¹³¿])|(?<=[a-z]§)",  # or right behind one
    "(?<=¦)(?=[a-z])",
)
_ODD = "¡-¦¨-ª¬®-¶¸-º¼-¿€‚ƒ„†‡‰‹ˆ˜ŒœŠŽ™×÷"
"""Signs that stand behind no letter of a script without code page 1252."""
_BEHIND = f"(?<=[\u0386-\u04ff\u05b0-\u05f4\u0621-\u06d5][{_ODD}])"  # a sign behind a letter
_OTHER_SPOTS = (
    "(?<=[а-яё][А-ЯЁЂ-Џ])",
    "(?<=[^\\s─-▟][─-▟√≈≤≥⌠⌡∙])(?=[^\\s─])|(?<=[─-▟])(?=[^\\s\\d─-▟])",  # a frame in a word
    "(?<=เ[ธน])(?=.เ[ธน])|(?<=[\u0e01-\u0e5b]€)",
    "(?<=[^\x00-\x7f\ufffd]\ufffd)|(?<=\ufffd)(?=[^\x00-\x7f\ufffd])",  # alone among ASCII it cannot be told
)


_FIRST = "ВГРСΒΓΞΟЂþÞýÝðâìèńăŕąõò-öø-üŠŽŸА-ЯЁЂ-Џ√≈≤≥⌠⌡∙ธน\ufffd"
"""What else the conditions above begin with."""
_CAPITALS = "А-ЯЁЂ-ЏΒΓΞΟ"
"""Capitals of other scripts that conditions begin with: frequent, so they are looked at together."""
_IN_ROWS = "ðþýìîòùûÿåæïøë"
"""Small letters of which every row of accented ones holds some when it is no Latin text."""
_BEYOND = 24
"""Code points behind a block that conditions may look at."""


@lru_cache(maxsize=1)
def _table() -> dict[str, str]:
    from cleanpress.data import DATA, read_toml

    return read_toml(DATA / "mojibake_gate.toml")


@lru_cache(maxsize=1)
def _condition() -> re.Pattern[str]:
    """What a damaged spot is, in full: at the character it matches."""
    sign, near, upper, small, beside = (_table()[name] for name in ("sign", "near", "upper", "small", "beside"))
    lower = _table()["lower"]
    between, quiet, strong, rare = (_table()[name] for name in ("between", "quiet", "strong", "rare_han"))
    # One class first, conditions behind: an alternation would be tried at every character.
    either = (
        f"(?<=[{upper}])(?=[{beside}])|(?<=[{strong}{lower}{_SMALL}][{upper}])",
        f"(?<=[{small}])(?=[{strong}]|[{quiet}](?:[{beside}]|(?<!\xa0)\\w))|(?<=[{strong}][{small}])",
        _BEHIND,
    )
    letter = (
        *either,
        "(?<=[ØÙ])(?=[ŠŸ][ØÙ])",  # Arabic
        f"(?<=ƒ)(?:(?=[{near}])|(?<=[{near}]ƒ))",  # a letter, and a sign of damage
        "(?<=[Œœ])(?=[^A-Za-z])|(?<=[ÂÃÎÐ])(?=[œŠšŸž])|(?<=[ÂÃ])(?=[ \xa0])",
        *_LETTER_SPOTS,
    )
    others = (
        "(?<=[\x80-\x9f])",
        f"(?<=[{sign}])(?:(?=[{near}])|(?<=[{near}][{sign}]))",
        *either,
        f"(?<=[ВГРС])(?=[{between}][ВГРС])",
        f"(?<=[ΒΓΞΟ])(?=[{between}][ΒΓΞΟ])",
        "(?<=[вВ]Ђ)",
        *_SIGN_SPOTS,
        *_OTHER_SPOTS,
        f"(?<=[{rare}])",
    )
    conditions = f"(?<=[{_LETTERS}])(?:{'|'.join(letter)})|(?<![{_LETTERS}])(?:{'|'.join(others)})"
    first = f"\x80-\x9f{sign}{upper}{small}{_SIGNS}{_ODD}{_FRAMES}{rare}{_FIRST}"
    return re.compile(f"[{first}](?:{conditions})")


@lru_cache(maxsize=1)
def _telling() -> re.Pattern[str]:
    """What every damaged spot in mostly ASCII text holds beside quotation marks, dashes and bullets."""
    condition = _condition().pattern
    first = condition[1 : condition.index("]")]
    return re.compile(f"[{first}À-ÖØ-öø-ÿ{_OTHERS}{_EAST}Ґґ\ufb01\ufb02]")


@lru_cache(maxsize=1)
def _mixed() -> re.Pattern[str]:
    """Two scripts in one word: Latin and another. One class first: an alternation would be tried at every character."""
    return re.compile(f"[{_OTHERS}{_EAST}](?<=[{_LATIN}].)(?:(?<=[{_OTHERS}])|(?<=[a-z].)(?=[a-z]))")


def hot_class(table: dict[str, str]) -> str:
    """Every character that a suspect place in Latin text holds, as a class; the data file has it without the usual."""
    signs = f"\x80-\x9f{table['beside']}{_SIGNS}{_ODD}{table['upper']}{''.join(_CLOSE)}{_IN_ROWS}{_FRAMES}"
    return f"[{signs}√≈≤≥⌠⌡∙{table['rare_han']}]"


@lru_cache(maxsize=1)
def _hot() -> re.Pattern[str]:
    return re.compile(f"[{_table()['hot']}]")


USUAL = "’“”–—…«»\xa0°·•€èâîùòýìøåëïăąńõœÉÎĐŞÖÜÄÅ"
"""Hot characters that clean text is full of: each is looked for by itself."""


@lru_cache(maxsize=1)
def _dense() -> re.Pattern[str]:
    """The suspects in text of other scripts than Latin: what it hardly holds."""
    return _script_suspects(f"\x80-\x9f{_table()['sign']}{_ODD}À-ɏ{_FRAMES}{_table()['rare_han']}√≈≤≥⌠⌡∙")


@lru_cache(maxsize=1)
def _capitals() -> re.Pattern[str]:
    """The suspects among what Latin text holds of other scripts."""
    return _script_suspects("")


def _script_suspects(rare: str) -> re.Pattern[str]:
    between = f"(?=[{_table()['between']}][ВГРСΒΓΞΟ])"
    conditions = f"(?<![{_CAPITALS}ธน])|(?<=[а-яё].)|{between}|(?<=ВЂ)|(?<=เ[ธน])(?=.เ[ธน])"
    return re.compile(f"[{rare}Ґґ\ufb01\ufb02ธน{_CAPITALS}](?:{conditions})", re.S)


_ROW = re.compile("[À-ÖØ-öø-ÿ]{4}")
_ACCENTED = "(?=[À-ÿ]{2})|(?<=[À-ÿ].)"
_CLOSE = {
    "â": "(?![a-zà-ÿ])",
    "Â": "(?![A-Za-z])|(?<=[^\x00-`{-\x7f].)",
    "Ã": "(?![A-Za-z])|(?<=[^\x00-`{-\x7f].)",
    "œ": "(?![A-Za-z])|(?<=[^\x00-\x7f].)",
    "Œ": "(?![A-Za-z])|(?<=[^\x00-`{-\x7f].)",
    "è": "(?=[aeijk])",
    "ń": "(?=[aeiou])",
    "ă": "(?=o)",
    "ŕ": "(?![a-zá-ž])",
    "þ": f"(?=[a-zý])|(?<=[a-zý].)|{_ACCENTED}",
    "ð": f"(?=[ýþëá]|[a-z]{{0,12}}ý)|{_ACCENTED}",
    "Ý": f"(?=[a-zþð])|(?<=[^\x00-`{{-\x7f].)|{_ACCENTED}",
    "ý": f"(?=[a-z]{{0,3}}ý)|{_ACCENTED}",
    "ì": f"(?=[sštlkvdzžc])|{_ACCENTED}",
    "ø": f"(?=í)|{_ACCENTED}",
    "õ": f"(?=[a-z]{{0,3}}[{_ACUTE}])|(?<=[{_ACUTE}].)|(?<=[{_ACUTE}][a-z].)|(?<=[{_ACUTE}][a-z][a-z].)",
    "ą": f"(?=[a-z]{{0,3}}[ěřůý{_ACUTE}])|(?<=[ěřůý{_ACUTE}].)|(?<![^\\W_].)(?=[a-z])",
}
"""Letters that good text has, and what must stand beside them."""


@lru_cache(maxsize=2048)
def _suspect(char: str) -> re.Pattern[str]:
    """Where a hot character is a suspect: a literal first, then the least that its neighbours must be."""
    table = _table()
    if char in _CLOSE:
        beside = _CLOSE[char]
    elif char in _IN_ROWS:
        beside = _ACCENTED
    elif re.match(f"[{table['upper']}]", char):
        beside = "(?<=[^\x00-`{-\x7f].)"
        beside += "|(?=[^\x00-\x7f])" if char in "ÄĹĆĂÎÐ" else "|(?=[À-ÿ]{2})" if char < "\u0100" else ""
    elif re.match(f"[{table['quiet']}]", char) and not re.match(f"[{table['strong']}{_SIGNS}{_ODD}]", char):
        beside = "(?<=[^\x00-\x7f].)"
    elif re.match(f"[{table['beside']}{_SIGNS}{_ODD}]", char) and not re.match(f"[¦{_FRAMES}√≈≤≥⌠⌡∙]", char):
        beside = "(?=[^\x00-\x7f])|(?<=[^\x00-@\\[-`{-\x7f].)"
    else:
        beside = ""
    return re.compile(f"{re.escape(char)}(?:{beside})", re.S)


class _Search:
    """A pattern on its way through a text: where it matches next, judged by the full condition if it must be.

    Matches begin at offsets from ``low`` up to ``high``.
    """

    __slots__ = ("at", "high", "low", "pattern", "sure")

    def __init__(self, pattern: re.Pattern[str], sure: bool = False, low: int = 0, high: int = sys.maxsize) -> None:
        self.pattern = pattern
        self.sure = sure
        self.low = low
        self.high = high
        self.at = -1

    def seek(self, text: str, start: int, stop: int) -> int:
        """The next match at or behind ``start``; the length of the text if there is none before ``stop``."""
        if self.at < start:
            self.at = len(text)
            for match in self.pattern.finditer(text, max(start, self.low), min(stop, self.high + _BEYOND)):
                if self.sure or _confirmed(text, match.start()):
                    self.at = match.start()
                    break
        return self.at


def _confirmed(text: str, at: int) -> bool:
    """Whether the full condition holds at a suspect or right beside it."""
    condition = _condition()
    if condition.match(text, at) or condition.match(text, at + 1) or (at and condition.match(text, at - 1)):
        return True
    return text[at] <= "ÿ" and _ROW.search(text, max(0, at - 3), at + 4) is not None


def spotted(text: str) -> bool:
    """Whether the gate opens anywhere in the text.

    >>> spotted("cafÃ©"), spotted("café")
    (True, False)
    """
    global _CLEAN
    if text.isascii():
        return False
    size = len(text)
    left = residue(text)
    telling = left and (left is text or _telling().search(left))
    if telling and any(search.seek(text, 0, size) < size for search in _searches(text, 0, size, left)):
        return True
    if size <= _BLOCK:
        _CLEAN = text
    return False


_CLEAN = ""
"""The text of at most ``_BLOCK`` code points that was last found without a spot."""


def just_spotless(text: str) -> bool:
    """Whether this is the text that was last found without a spot: what repair leaves comes back in the next pass.

    >>> spotted("It’s late"), just_spotless("It’s late"), just_spotless("It’s")
    (False, True, False)
    """
    return text == _CLEAN


def damaged_lines(text: str, rare: str | None = None) -> Iterator[tuple[int, int]]:
    """The lines (code-point offsets, without the LF) that may hold mojibake, in order.

    ``rare`` is the text's :func:`~cleanpress.document.residue`, if the caller has it.

    >>> list(damaged_lines("fine\\ncafÃ© here\\nfine"))
    [(5, 15)]
    """
    if text.isascii():
        return
    behind = 0
    for start, end in _blocks(text):
        if end <= behind:
            continue
        block = text[start:end] if end - start < len(text) else text
        left = rare if rare is not None and block is text else residue(block)
        if not left or (left is not block and not _telling().search(left)):
            continue
        if block is text and "\n" not in text and _condition().search(text, 0, _PROBE):
            yield 0, len(text)  # one line, and damaged: most damaged lines show it at once
            return
        if len(_hot().findall(left[:_PROBE])) * 8 > _PROBE:
            found = _one_by_one(text, max(start, behind), end)
        else:
            found = _opened(text, max(start, behind), end, list(_searches(text, start, end, left)))
        for line in found:
            behind = line[1]
            yield line


def _one_by_one(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The damaged lines of a block that is full of hot characters: nearly all of them."""
    while start < end:
        stop = text.find("\n", start)
        stop = len(text) if stop < 0 else stop
        if _condition().search(text, start, min(stop, start + _PROBE)) or spotted(text[start:stop]):
            yield start, stop
        start = stop + 1


def _opened(text: str, start: int, end: int, searches: Sequence[_Search]) -> Iterator[tuple[int, int]]:
    """The damaged lines of a block, or of what is left of it, for which these searches were chosen."""
    stop = min(len(text), end + _BEYOND)
    while searches and start < stop:
        at = min([search.seek(text, start, stop) for search in searches])
        if at >= len(text):
            return
        first = text.rfind("\n", start, at) + 1 or start
        last = text.find("\n", at)
        start = len(text) if last < 0 else last
        yield first, start


_PROBE = 160
"""Characters by which it is told that a block is full of hot ones, and a line damaged."""


def _searches(text: str, start: int, end: int, left: str) -> Iterator[_Search]:
    """The searches that a block with this residue needs."""
    if 2 * len(left) > end - start and not _is_latin(left):
        yield _Search(_dense())
        return
    for char in USUAL:
        if char in left:
            yield _Search(_suspect(char))
    rare = _rare().search(left)
    if not rare:
        return
    if (first := _foreign().search(left, rare.start())) and (last := _foreign().search(left[::-1])):
        low, high = text.index(first.group(), start), text.rindex(last.group(), start, end)
        yield _Search(_mixed(), True, low, high)
        yield _Search(_capitals(), False, low, high)
    seen: set[str] = set()
    for match in _hot().finditer(left, rare.start()):
        char = match.group()
        if char not in seen:
            seen.add(char)
            yield _Search(_suspect(char))


@lru_cache(maxsize=1)
def _foreign() -> re.Pattern[str]:
    """What Latin text holds of other scripts that may stand in a Latin word."""
    return re.compile(f"[{_OTHERS}{_EAST}Ґґ\ufb01\ufb02]")


@lru_cache(maxsize=1)
def _rare() -> re.Pattern[str]:
    return re.compile(f"[{_table()['hot']}{_OTHERS}{_EAST}Ґґ\ufb01\ufb02]")


_LATIN_BYTES = bytes((*range(0xCD), 0xE2, *range(0xEF, 0x100)))
"""What does not begin a character of another script in UTF-8 (E2 begins punctuation)."""


def _is_latin(text: str) -> bool:
    """Whether the middle of a text is Latin for the most part: a quarter of it letters of other scripts is not."""
    middle = len(text) // 2
    sample = text[middle : middle + 64]
    return 4 * len(sample.encode("utf-8", "surrogatepass").translate(None, _LATIN_BYTES)) < len(sample)


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    """Blocks of about 8,192 code points; they may cut a line, spots are looked for across the cut."""
    if len(text) <= 2 * _BLOCK:
        yield 0, len(text)
        return
    start = 0
    while start < len(text):
        end = text.find("\n", start + _BLOCK, start + 2 * _BLOCK)
        end = min(start + 2 * _BLOCK, len(text)) if end < 0 else end + 1
        yield start, end
        start = end
