"""The gate in front of mojibake repair: where could a text be damaged at all?

Proving that clean text is clean is nearly all the work of repairing a corpus: ftfy's own test reads
4 to 10 MB/s. Every place that test can fire holds one of a small set of *hot* characters beside
another of a larger set, or one of a few rare forms. What the repairer can mend beyond ftfy shows in
forms as rare: a sign inside a word, a capital behind a small letter, two scripts in one word, a
frame character beside a letter. Looking for those first costs a hundredth. The gate may open for
clean text; it never stays shut before what the repairer would change (tested by enumeration).
The sets are derived from ftfy's tables and the code pages by ``tools/build_mojibake_gate.py``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from cleanpress.document import residue

__all__ = ["damaged_lines", "spotted"]

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
    "(?<=[a-zý]þ)|(?<=þ)(?=[a-zý])|(?<=ð)(?=[ýþëá])|(?<=Ý)(?=[a-zþð])|(?<=ý)(?=[a-z]{0,3}ý)|(?<=[^\\W_]ð)(?=[a-z]*ý)",
    "(?<=[bdmnptv]ì)(?=[sštlkvdzžc])|(?<=è)(?=[aeijk])|(?<=ń)(?=[aeiou])|(?<=ă)(?=o)|(?<=ŕ)(?![a-zá-ž])|(?<=ø)(?=í)",
    f"(?<=õ)(?=[a-z]{{0,3}}[{_ACUTE}])|(?<=[{_ACUTE}]õ)|(?<=[{_ACUTE}][a-z]õ)|(?<=[{_ACUTE}][a-z][a-z]õ)",
    f"(?<=ą)(?=[a-z]{{0,3}}[ěřůý{_ACUTE}])|(?<=[ěřůý{_ACUTE}]ą)|(?<=ą)(?<![^\\W_]ą)(?=[a-z])",
)
"""Turkish, Baltic, Czech, Slavic, Hungarian read as Western; French, Spanish, Portuguese as Central European."""
_LETTER_SPOTS = (
    f"(?<=[{_SMALL}][À-ÖØ-ÞŠŽŸŒ])",  # a capital behind a small letter
    "(?<=[À-ÖØ-öø-ÿ]{4})",  # a row of Latin letters that are all accented
    "(?<=‚Ä)|(?<=[ÄĹĆĂ][ŤŠšŚśťŽžŹźĽľŁłĄąŞşŻż])",
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


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """(character that a damaged spot holds, spot in Latin text, spot in other text, two scripts in one word)."""
    from cleanpress.data import DATA, read_toml

    table = read_toml(DATA / "mojibake_gate.toml")
    sign, near, upper, small, beside = (table[name] for name in ("sign", "near", "upper", "small", "beside"))
    lower = table["lower"]
    between, quiet, strong, rare = (table[name] for name in ("between", "quiet", "strong", "rare_han"))
    # One class first, conditions behind: an alternation would be tried at every character.
    either = (
        f"(?<=[{upper}])(?=[{beside}])|(?<=[{strong}{lower}{_SMALL}][{upper}])",
        f"(?<=[{small}])(?=[{strong}]|[{quiet}][\\w{beside}])|(?<=[{strong}][{small}])",
        _BEHIND,
    )
    letter = (
        *either,
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
    mixed = f"(?<=[{_LATIN}][{_OTHERS}])"  # two scripts in one word
    among = f"(?<=[a-z][{_EAST}])(?=[a-z])"
    # The engine passes ASCII fastest when that is the first class; rows of Han leave at once.
    east = f"(?<=[{_EAST}])(?:{among}|(?<=[{rare}]))"
    return (
        re.compile(f"[{first}{_OTHERS}{_EAST}]"),
        re.compile(f"[^\x00-\x7f](?:{east}|(?<![{_EAST}])(?<=[{first}{_OTHERS}])(?:{conditions}|{mixed}))"),
        re.compile(f"[{first}](?:{conditions})"),
        re.compile(f"[{_LATIN}][{_OTHERS}]|[a-z][{_EAST}](?=[a-z])"),
    )


def spotted(text: str) -> bool:
    """Whether the gate opens anywhere in the text.

    >>> spotted("cafÃ©"), spotted("café")
    (True, False)
    """
    return next(damaged_lines(text), None) is not None


def damaged_lines(text: str, rare: str | None = None) -> Iterator[tuple[int, int]]:
    """The lines (code-point offsets, without the LF) that may hold mojibake, in order.

    ``rare`` is the text's :func:`~cleanpress.document.residue`, if the caller has it.

    >>> list(damaged_lines("fine\\ncafÃ© here\\nfine"))
    [(5, 15)]
    """
    if text.isascii():
        return
    anywhere, latin_spot, other_spot, mixed = _patterns()
    behind = 0
    for start, end in _blocks(text):
        if end <= behind:
            continue
        block = text[start:end] if end - start < len(text) else text
        if block.isascii():
            continue
        left = rare if rare is not None and block is text else residue(block)
        if not anywhere.search(left):
            continue
        spots = (other_spot, mixed) if left is block else (latin_spot,)
        position, stop = max(start, behind), min(len(text), end + 1)
        for at in _merged(spots, text, position, stop):
            if at < behind:
                continue
            first = text.rfind("\n", behind, at) + 1 or behind
            last = text.find("\n", at)
            behind = len(text) if last < 0 else last
            yield first, behind


def _merged(spots: tuple[re.Pattern[str], ...], text: str, start: int, end: int) -> Iterator[int]:
    """Where any of the patterns matches, the first match of each line at least, in order."""
    matches = [spot.search(text, start, end) for spot in spots]
    while any(matches):
        at = min(match.start() for match in matches if match)
        yield at
        line_end = text.find("\n", at, end)
        if line_end < 0:
            return
        matches = [
            spot.search(text, line_end, end) if match and match.start() < line_end else match
            for spot, match in zip(spots, matches, strict=True)
        ]


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
