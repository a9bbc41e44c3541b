"""What a damaged spot is: the signs by which the repair knows a line that is worth its search.

The conditions stand in two patterns, which are right but slow: one for signs and letters (:func:`condition`), one for
two scripts in one word (:func:`mixed`). They look at a line and nothing else, so that a line is damaged or not whatever
stands around it. Their sets are derived from ftfy's tables and the code pages by ``tools/build_mojibake_gate.py``. The
gate finds the same spots faster; tests compare the two.
"""

from __future__ import annotations

import re
from functools import lru_cache

__all__ = [
    "ACUTE", "EAST", "EXTRA", "FRAMES", "HALF_LEADS", "IN_ROWS", "LATIN", "ODD", "OTHERS", "SIGNS", "condition",
    "confirmed", "damaged", "either", "mixed", "table",
]  # fmt: skip

_SMALL = "a-zß-öø-ÿ"
LATIN = "A-Za-zÀ-ÖØ-öø-ÿ"
_ACCENTED = "À-ÖØ-öø-ÿ"
_LETTERS = "À-ÖØ-öø-ɏ"
ACUTE = "áéíóú"
SIGNS = "¡-¨ª¬®-³µ¶¸-º¼-¿×÷ƒ„†‡ˆ‰˜‚"  # no acute: many type it for an apostrophe
FRAMES = "\u2500-\u259f"
_THAI = "\u0e01-\u0e5b"
HALF_LEADS = "ﾎﾏﾐﾑﾗﾘﾙﾚﾛ"
"""Half-width katakana that are first bytes of Greek, Cyrillic, Hebrew and Arabic in UTF-8."""
OTHERS = f"\u0370-\u058f\u05b0-\u05f4\u0621-\u0652\u0670-\u06d5{_THAI}{FRAMES}"
"""Greek to Arabic, Thai, frames and blocks: what does not stand behind a Latin letter in one word."""

EAST = "\u4e00-\u9fff\uac00-\ud7a3\uff61-\uff9f"
"""Han, Hangul and half-width katakana: not one alone between two Latin small letters."""

_CONFUSED = (
    "(?<=[a-zý]þ)|(?<=þ)(?=[a-zý])|(?<=ð)(?=[ýþëá])|(?<=Ý)(?=[a-zþð])|(?<=ý)(?=[a-z]{0,3}ý)|(?<=[^\\W_]ð)(?=[a-z]{0,12}ý)",
    "(?<=[bdmnptv]ì)(?=[sštlkvdzžc])|(?<=è)(?=[aeijk])|(?<=ń)(?=[aeiouÀ-ÖØ-öø-ɏ])|(?<=ă)(?=o)|(?<=ŕ)(?![a-zá-ž])|(?<=ø)(?=í)",
    f"(?<=õ)(?=[a-z]{{0,3}}[{ACUTE}])|(?<=[y{ACUTE}]õ)|(?<=[{ACUTE}][a-z]õ)|(?<=[{ACUTE}][a-z][a-z]õ)",
    "(?<=ĺ)(?:(?<![^\\W_]ĺ)|(?!\\w))|(?<=ľ)(?=[ei])|(?<=đ)(?!\\w)",
    "(?<=đ)(?=[a-z]{0,2}[çöü])|(?<=[çöüý]đ)|(?<=[çöüý][a-z]đ)",
    f"(?<=ą)(?=[a-z]{{0,3}}[ěřůý{ACUTE}])|(?<=[ěřůý{ACUTE}]ą)|(?<=ą)(?<![^\\W_]ą)(?=[a-z])",
)
"""Turkish, Baltic, Czech, Slavic, Hungarian read as Western; French, Spanish, Portuguese as Central European."""
IN_ROWS = "ðþýìîòùûÿåæïøë"
"""Small letters of which every row of accented ones holds some when it is no Latin text; or it holds capitals."""
_ROW = "|".join(f"(?<=[{_ACCENTED}]{{{n}}})(?=[{_ACCENTED}]{{{4 - n}}})" for n in (1, 2, 3, 4))
_LETTER_SPOTS = (
    f"(?<=[{_SMALL}][À-ÖØ-ÞŠŽŸŒ])|(?<=[A-Z][À-ÖØ-ÞŠŽŸŔ])(?=[a-z])",  # a capital inside a word
    f"(?<=[{IN_ROWS}À-ÖØ-Þ])(?:{_ROW})",  # a row of Latin letters that are all accented
    "(?<=‚[Äâó])|(?<=[ÄĹĆĂ][ŤŠšŚśťŽžŹźĽľŁłĄąŞşŻż])|(?<=[ÔŌ][ÇĆ])|(?<=Ô)(?=[äåéê])|(?<=Ň)(?=[À-ÖØ-öø-ɏ])",
    f"(?<=[þýðÝìèńăŕøõąĺľđ])(?:{'|'.join(_CONFUSED)})",
    "(?<=‚[ÇÑÜ])(?=[^\x00-\x7f])",  # a quotation mark before a letter, but for German and its Ü
    "(?<=[âÂÃ])(?![A-Za-zÀ-ÿ])|(?<=â)(?=[A-Z0-9])",  # what is left of a quotation mark
    "(?<=[ľûŠ])(?<!\\S[ľûŠ])(?!\\S)",  # a dash, or a word of one letter
)
_SIGN_SPOTS = (
    f"(?<=[{LATIN}][{SIGNS}])(?=[{_SMALL}])",  # a sign inside a word
    "(?<=[a-z][¡-¦¯±])|(?<=[a-z][a-z][¹³¿])|(?<=[a-z]§)",  # or right behind one
    "(?<=¦)(?=[a-z])|(?<=[§×])(?=[a-z][a-z])|(?<=¨)(?<!\\S¨)(?=[a-z])|(?<=[a-z]‚)(?!\\S)",
    "(?<=[a-z]›)(?=[a-z])|(?<=[A-Z]‹)(?=[a-z])|(?<=„)(?=„)",
)
ODD = "¡-¦¨-ª¬®-¶¸-º¼-¿€‚ƒ„†‡‰‹ˆ˜ŒœŠŽ™×÷"
"""Signs that stand behind no letter of a script without code page 1252."""
EXTRA = "√≈≤≥⌠⌡∙窶\uf8f0‹›"
"""More signs that conditions begin with."""
_BEHIND = f"(?<=[\u0386-\u04ff\u05b0-\u05f4\u0621-\u06d5ōŌūŪŕŔ][{ODD}])"  # a sign behind a letter
_OTHER_SPOTS = (
    "(?<=[а-яё][А-ЯЁЂ-Џ])|(?<=[ά-ώ][Α-Ω])|(?<=[бвгджзклмнпрстфхцчшщ]ґ)(?=[бвгджзклмнпрстфхцчшщ])|(?<=[бвгджзклмпстфхцчшщ]ґ)(?!\\w)",
    "(?<=[^\\s─-▟][─-▟√≈≤≥⌠⌡∙])(?=[^\\s─])|(?<=[─-▟])(?=[^\\s\\d─-▟])|(?<=⌠)(?=\\w)",  # a frame in a word
    f"(?<=เ[ธน])(?=.เ[ธน])|(?<=[{_THAI}]€)",
    "(?<=[^\x00-\x7f\ufffd]\ufffd)|(?<=\ufffd)(?=[^\x00-\x7f\ufffd])",  # alone among ASCII it cannot be told
    # Rows of first bytes: three-byte letters read as Thai, two-byte ones as Cyrillic and as half-width katakana.
    "(?<=เ)(?=(?P<one>.).เ(?P=one).เ(?P=one))|(?<=[ЮЯ])(?=.[ЮЯ].[ЮЯ])",
    "(?<=[ﾎﾏ])(?=[｡-ｿ][ﾎﾏ])|(?<=[ﾐﾑ])(?=[｡-ｿ][ﾐﾑ])|(?<=ﾗ)(?=[｡-ｿ]ﾗ)|(?<=[ﾘﾙﾚﾛ])(?=[｡-ｿ][ﾘﾙﾚﾛ])",
    f"(?<=窶)(?=[{EAST}])|(?<=[{EAST}]\uf8f0)|(?<=\uf8f0)(?=[{EAST}])",  # bytes E2 80 and A0 read as Shift-JIS
)


_FIRST = "ВГРСΒΓΞΟЂþÞýÝðâìèńăŕąõò-öø-üŠŽŸÿА-ЯЁЂ-ЏΑ-ΩŔľđธนเ\ufffd" + HALF_LEADS + EXTRA
"""What else the conditions above begin with."""


@lru_cache(maxsize=1)
def table() -> dict[str, str]:
    """The derived sets, as the insides of classes."""
    from cleanpress.data import DATA, read_toml

    return read_toml(DATA / "mojibake_gate.toml")


@lru_cache(maxsize=1)
def condition() -> re.Pattern[str]:
    """What a damaged spot of signs and letters is: at the character it matches."""
    sign, near, upper, small, beside = (table()[name] for name in ("sign", "near", "upper", "small", "beside"))
    lower = table()["lower"]
    between, quiet, strong, rare = (table()[name] for name in ("between", "quiet", "strong", "rare_han"))
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
        "(?<=[Œœ])(?![A-Za-z])|(?<=[ÂÃÅÎÐ])(?=[œŠšŸž])|(?<=[ÂÃ])(?=[ \xa0])",
        *_LETTER_SPOTS,
    )
    others = (
        "(?<=[\x80-\x9f])",
        f"(?<=[{sign}])(?:(?=[{near}])|(?<=[{near}][{sign}]))",
        *either,
        f"(?<=[ВГРС])(?=[{between}][ВГРС])",
        f"(?<=[ΒΓΞΟ])(?=[{between}][ΒΓΞΟ])",
        "(?<=Γ)(?=[Çäåéê])",
        "(?<=[вВ]Ђ)",
        *_SIGN_SPOTS,
        *_OTHER_SPOTS,
        f"(?<=[{rare}])",
    )
    conditions = f"(?<=[{_LETTERS}])(?:{'|'.join(letter)})|(?<![{_LETTERS}])(?:{'|'.join(others)})"
    first = f"\x80-\x9f{sign}{upper}{small}{SIGNS}{ODD}{FRAMES}{rare}{_FIRST}"
    return re.compile(f"[{first}](?:{conditions})")


@lru_cache(maxsize=1)
def mixed() -> re.Pattern[str]:
    """Two scripts in one word, Latin and another for the most part; one class first here, too."""
    east = table()["east"]
    conditions = (
        f"(?<=[{LATIN}][{OTHERS}])",
        f"(?<=[a-z][{EAST}])(?=[a-z])",
        f"(?<=[A-Za-z][{east}])(?=[{east}]{{0,2}}[a-z])|(?<=[a-z][{east}])(?=[{east}]{{0,2}}(?![^\\s.,;:!?]))",
        "(?<=[a-z][ﾂ-ﾟ])(?=[｡-ｿ\u4e00-\u9fff])|(?<=[ﾂ-ﾟ][｡-ｿ])(?=[a-z])",
        "(?<=[\u4e00-\u9fff][ｦ-ﾟ])(?=[\u4e00-\u9fff])",  # one between two Han characters
    )
    return re.compile(f"[{OTHERS}{EAST}](?:{'|'.join(conditions)})")


def damaged(line: str) -> bool:
    """Whether a line holds a damaged spot: what the gate is to find, slowly.

    >>> damaged("cafÃ©"), damaged("café"), damaged("Mﾃ､dchen")
    (True, False, True)
    """
    return condition().search(line) is not None or mixed().search(line) is not None


def confirmed(text: str, at: int) -> bool:
    """Whether a damaged spot of signs and letters lies at a place of a text or right beside it."""
    found = condition().match
    return bool(found(text, at) or found(text, at + 1) or (at and found(text, at - 1)))


def either(text: str, at: int) -> bool:
    """Whether a damaged spot of any kind lies there."""
    return confirmed(text, at) or bool(mixed().match(text, at) or mixed().match(text, at + 1))
