"""Values of style properties: lengths, colours, and the declarations that can hide something."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple, TypeAlias

from cleanpress.data import DATA, entries, read_toml
from cleanpress.formats.html_names import names

__all__ = ["Colour", "Declaration", "alike", "colour", "declarations", "length", "uncommented"]

Colour: TypeAlias = tuple[float, float, float, float]
"""Red, green and blue in 0..255, opacity in 0..1."""

_KNOWN = names(
    "display visibility opacity position left right top bottom text-indent width height max-width max-height "
    "overflow overflow-x overflow-y clip clip-path font font-size color background background-color "
    "background-image transform margin-left margin-top margin content-visibility -webkit-text-fill-color"
)
_DECLARATION = re.compile(
    r"""(?<![a-zA-Z-])([a-zA-Z-]++)\s{0,16}:((?:[^;"'()]++|"[^"]*+"|'[^']*+'|\([^()]*+\)|["'()])*+)"""
)
_LENGTH = re.compile(r"([+-]?(?:\d{1,9}(?:\.\d{0,9})?|\.\d{1,9}))(px|em|rem|ex|ch|pt|pc|in|cm|mm|vw|vh|%)?")
_PIXELS = {"": 1, "px": 1, "rem": 16, "pt": 4 / 3, "pc": 16, "in": 96, "cm": 37.8, "mm": 3.78, "vw": 12.8, "vh": 8}
_ESCAPE = re.compile(r"\\(?:([0-9a-fA-F]{1,6})[ \t\n\r\f]?|(.))", re.DOTALL)
_FUNCTION = re.compile(r"(rgba?|hsla?)\(([^()]*)\)")
_NOT_COLOURS = names(
    "none no-repeat repeat repeat-x repeat-y scroll fixed local center left right top bottom cover contain"
)


class Declaration(NamedTuple):
    """One property of a style, lower-case, and whether it is important."""

    name: str
    value: str
    important: bool


def uncommented(css: str) -> str:
    """Style text without its comments; an unclosed one ends with the text.

    >>> uncommented("a/* b */c/* d")
    'a c'
    """
    if "/*" not in css:
        return css
    parts, position = [], 0
    while (start := css.find("/*", position)) >= 0:
        parts.append(css[position:start])
        end = css.find("*/", start + 2)
        if end < 0:
            return " ".join(parts)
        position = end + 2
    return " ".join([*parts, css[position:]])


def declarations(css: str) -> list[Declaration]:
    """The declarations of a style that may hide something, shorthands taken apart.

    >>> [tuple(each) for each in declarations("color: RED; border: 0; overflow:hidden !important")]
    [('color', 'red', False), ('overflow', 'hidden', True)]
    """
    if "\\" in css:
        css = _ESCAPE.sub(_unescaped, css)
    found = []
    for match in _DECLARATION.finditer(uncommented(css)):
        name = match[1].lower()
        if name in _KNOWN:
            value, mark, _ = match[2].lower().partition("!important")
            if not mark:
                value, mark, _ = value.partition("! important")
            found += [Declaration(*part, bool(mark)) for part in _longhand(name, " ".join(value.split()))]
    return found


def _unescaped(match: re.Match[str]) -> str:
    if match[1] is None:
        return match[2]
    code = int(match[1], 16)
    return chr(code) if 31 < code < 0x110000 else " "


def _longhand(name: str, value: str) -> list[tuple[str, str]]:
    if name == "background":
        image = "url" if "url(" in value or "gradient(" in value else "none"
        found = next((word for word in _words(value) if colour(word)), "transparent")
        return [("background-color", value if value == "inherit" else found), ("background-image", image)]
    if name == "font":
        size = next(
            (word.partition("/")[0] for word in value.split() if length(word.partition("/")[0], 16) is not None), ""
        )
        return [("font-size", size)] if size and not value.isdigit() else []
    if name == "margin":
        parts = (value.split() * 4)[:4] if value else []
        return (
            [("margin-top", parts[0]), ("margin-left", value.split()[-1] if len(value.split()) != 3 else parts[1])]
            if parts
            else []
        )
    return [(name, value)]


def _words(value: str) -> list[str]:
    return re.findall(r"(?:rgba?|hsla?)\([^()]*\)|[^\s(),/]+", value)


def length(value: str, font: float) -> float | None:
    """A length in pixels where ``font`` is the size of the letters; percentages are of a window of 1280 pixels.

    >>> length("-9999px", 16), length("2em", 16), length("auto", 16)
    (-9999.0, 32.0, None)
    """
    match = _LENGTH.fullmatch(value)
    if match is None:
        return None
    number, unit = float(match[1]), match[2] or ""
    if unit in ("em", "ex", "ch"):
        return number * font * (1 if unit == "em" else 0.5)
    return number * (12.8 if unit == "%" else _PIXELS[unit])


def colour(value: str) -> Colour | None:
    """A colour by name, number or function; None when it is no colour, or one of somewhere else.

    >>> colour("#FFF"), colour("white") == colour("rgb(255, 255, 255)"), colour("inherit")
    ((255.0, 255.0, 255.0, 1.0), True, None)
    """
    return _colour(value.strip().lower()) if len(value) < 64 else None


@lru_cache(maxsize=1024)
def _colour(value: str) -> Colour | None:
    if value == "transparent":
        return (0.0, 0.0, 0.0, 0.0)
    if value.startswith("#") or (len(value) == 6 and value.isalnum() and any(map(str.isdigit, value))):
        return _by_number(value.lstrip("#"))
    function = _FUNCTION.fullmatch(value)
    if function:
        return _by_function(function[1], re.split(r"[\s,/]+", function[2].strip()))
    if value in _NOT_COLOURS:
        return None
    number = _named().get(value)
    return _by_number(number) if number else None


def _by_number(digits: str) -> Colour | None:
    if len(digits) in (3, 4):
        digits = "".join(digit * 2 for digit in digits)
    if len(digits) not in (6, 8) or not all(digit in "0123456789abcdef" for digit in digits):
        return None
    red, green, blue = (float(int(digits[i : i + 2], 16)) for i in (0, 2, 4))
    return (red, green, blue, int(digits[6:] or "ff", 16) / 255)


def _by_function(name: str, parts: list[str]) -> Colour | None:
    numbers = []
    for index, part in enumerate(parts[:4]):
        match = re.fullmatch(r"([+-]?\d{0,6}\.?\d{0,9})(%|deg)?", part)
        if match is None or not any(map(str.isdigit, match[1])):
            return None
        number = float(match[1])
        if match[2] == "%":
            number = number / 100 * (255 if name.startswith("rgb") and index < 3 else 1)
        numbers.append(number)
    if len(numbers) < 3:
        return None
    alpha = numbers[3] if len(numbers) > 3 else 1.0
    if name.startswith("hsl"):
        import colorsys

        red, green, blue = colorsys.hls_to_rgb(numbers[0] % 360 / 360, min(numbers[2], 1.0), min(numbers[1], 1.0))
        return (red * 255, green * 255, blue * 255, alpha)
    return (numbers[0], numbers[1], numbers[2], alpha)


@lru_cache(maxsize=1)
def _named() -> dict[str, str]:
    lines = entries(read_toml(DATA / "formats" / "colors.toml")["named"])
    return dict(line.split(maxsplit=1) for line in lines)


def alike(one: Colour, other: Colour) -> bool:
    """Whether nobody can tell two colours apart on a page.

    >>> alike((255, 255, 255, 1), (250, 250, 252, 1)), alike((255, 255, 255, 1), (0, 0, 0, 1))
    (True, False)
    """
    return max(abs(a - b) for a, b in zip(one[:3], other[:3], strict=True)) <= _UNSEEN_DIFFERENCE


_UNSEEN_DIFFERENCE = 12
