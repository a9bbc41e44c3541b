"""Links that are in a page but that nobody can see there, and how they are hidden.

Styles come from attributes and from the ``<style>`` elements of the page itself; sheets elsewhere are
unknown, and what is unknown hides nothing.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import TYPE_CHECKING, NamedTuple

from cleanpress.formats.css_rules import Element, Sheet
from cleanpress.formats.css_values import Colour, alike, colour, declarations, length
from cleanpress.formats.html_names import names
from cleanpress.formats.html_text import LAYOUT
from cleanpress.formats.html_tokens import Kind, attributes

if TYPE_CHECKING:
    from cleanpress.formats.html_reading import HtmlReading

__all__ = ["Hidden", "hidden", "hidden_links"]

_FAR = 500.0  # pixels: no screen ends so far from where text was put by mistake
_TINY = 1.0  # pixels
_FAINT = 0.05  # opacity
_MARQUEE = 3.0  # pixels
_RECT = re.compile(r"rect\(([^()]*)\)")
_NUMBERS = re.compile(r"-?\d+(?:\.\d+)?")
_WHITE: Colour = (255.0, 255.0, 255.0, 1.0)
SWITCHED = frozenset(("display", "visibility", "hidden", "opacity", "zero-box", "noscript", "content-visibility"))
"""Ways to hide that pages use for menus and folded text as well, which scripts then show."""


class Hidden(NamedTuple):
    """How a link is hidden: the technique, a sentence about it, and the element that hides it.

    ``start`` and ``end`` are code-point offsets into the source, of the whole element.
    """

    technique: str
    reason: str
    start: int
    end: int


class _State(NamedTuple):
    """What an element hands on to those inside of it."""

    cause: tuple[str, str, int] | None  # technique, reason, index: hidden for good
    invisible: tuple[str, str, int] | None  # by visibility, which can be restored
    ink: Colour
    ink_by: int  # the element that chose the colour of the text
    paper: Colour | None  # None when it is a picture
    font: float
    indent: tuple[float, int]
    opacity: float


_START = _State(None, None, (0.0, 0.0, 0.0, 1.0), -1, _WHITE, 16.0, (0.0, -1), 1.0)


def hidden_links(source: str) -> list[tuple[int, int, str]]:
    """The links of an HTML source that people cannot see: start, end and reason, in code points of the source.

    It says what is hidden, not what is spam.

    >>> hidden_links("<p>Rice <a href='//x.example' style='display:none'>slot</a> is dear.</p>")
    [(8, 59, 'display:none')]
    """
    from cleanpress.formats.html_reading import HtmlReading

    reading = HtmlReading(source)
    found = hidden(reading)
    return [
        (link.source_start, link.source_end, found[link.source_start].reason)
        for link in reading.links
        if link.source_start in found
    ]


def hidden(reading: HtmlReading, among: Collection[int] | None = None) -> dict[int, Hidden]:
    """The links of a page that nobody can see, by where they start in the source; of all, or only ``among`` these."""
    if not (reading.links if among is None else among) or not _may_hide(reading.source):
        return {}
    states = _States(reading)
    found = {}
    tokens, ends = reading.tokens, reading.structure.ends
    for index, name in enumerate(tokens.names):
        if name != "a" or tokens.kinds[index] is not Kind.OPEN or index not in ends:
            continue
        start = tokens.starts[index]
        if among is None or start in among:
            how = states.of_link(index)
            if how is not None:
                found[start] = how
    return found


def _may_hide(source: str) -> bool:
    lower = source.lower()
    return any(word in lower for word in ("style", "hidden", "<marquee", "<noscript", "<font", "bgcolor"))


class _States:
    """What can be seen of each element of a page; an element is looked at when a link stands in it."""

    def __init__(self, reading: HtmlReading) -> None:
        self.reading = reading
        self.source, self.tokens, self.structure = reading.source, reading.tokens, reading.structure
        self.sheet = Sheet(
            self.source[token.start : token.end]
            for token in self.tokens
            if token.kind is Kind.RAW and token.name == "style"
        )
        self.states: dict[int, _State] = {-1: _START}
        self.elements: dict[int, Element | None] = {-1: None}

    def of_link(self, index: int) -> Hidden | None:
        """How a link is hidden; None if any of its text or pictures can be seen, or it has none."""
        last = self.structure.ends[index]
        inner, how = index, None
        for at in range(index, last):
            token, following = self.tokens[at], self.tokens[at + 1]
            if token.kind is Kind.OPEN:
                inner = at if self.structure.stops[at] != at else inner
                shows = token.name in _PICTURES
            else:
                if token.kind is Kind.CLOSE:
                    inner = self._open_at(at, index)
                shows = False
            if shows or (
                token.kind is not Kind.RAW
                and self.source[token.end : following.start].strip(LAYOUT)
                and token.name not in ("script", "style")
            ):
                cause = self._hidden(at if shows else inner)
                if cause is None:
                    return None
                how = how or cause
        return self._described(how) if how else None

    def _open_at(self, at: int, top: int) -> int:
        """The innermost element that is open behind an end tag."""
        opened = self._opener.get(at)
        return self.structure.parents[opened] if opened is not None and opened > top else top

    @property
    def _opener(self) -> dict[int, int]:
        if self._openers is None:
            self._openers = {close: start for start, close in self.structure.ends.items()}
        return self._openers

    _openers: dict[int, int] | None = None

    def _described(self, cause: tuple[str, str, int]) -> Hidden:
        technique, reason, index = cause
        stop = self.structure.stops[index]
        if stop == len(self.tokens):
            end = len(self.source)
        else:
            closes = self.structure.ends.get(index) == stop or stop == index
            end = self.tokens[stop].end if closes else self.tokens[stop].start
        return Hidden(technique, reason, self.tokens[index].start, end)

    def _hidden(self, index: int) -> tuple[str, str, int] | None:
        state = self._state(index)
        if state.cause is not None:
            return state.cause
        if state.invisible is not None:
            return state.invisible
        if state.font <= _TINY:
            return "font-size", f"letters of {state.font:g} pixels", self._font_by(index)
        if state.indent[0] <= -_FAR:
            return "text-indent", f"text indented by {state.indent[0]:g} pixels", state.indent[1]
        if state.ink[3] <= _FAINT:
            return "colour", "transparent text", max(state.ink_by, 0)
        if state.paper is not None and state.ink_by >= 0 and alike(state.ink, state.paper):
            return "colour", "text in the colour of its background", state.ink_by
        return None

    def _font_by(self, index: int) -> int:
        """The outermost element around ``index`` whose letters nobody can read."""
        parent = self.structure.parents[index]
        while parent >= 0 and self._state(parent).font <= _TINY:
            index, parent = parent, self.structure.parents[parent]
        return index

    def _state(self, index: int) -> _State:
        """The state of an element, after those of its ancestors."""
        path = []
        while index not in self.states:
            path.append(index)
            index = self.structure.parents[index]
        state = self.states[index]
        for inner in reversed(path):
            state = self.states[inner] = self._inherit(inner, state)
        return state

    def _inherit(self, index: int, above: _State) -> _State:
        token = self.tokens[index]
        found = attributes(self.source, token) if token.end - token.start > len(token.name) + 2 else {}
        element = self.elements[index] = Element(
            token.name,
            found.get("id", ""),
            frozenset(found.get("class", "").split()),
            self.elements[self.structure.parents[index]],
        )
        inline = declarations(found["style"]) if "style" in found else []
        style = self.sheet.style(element, inline) if self.sheet or inline else {}
        if not style and not _SPEAKING.intersection(found) and token.name not in ("noscript", "marquee"):
            return above
        font = _font(style.get("font-size", ""), above.font)
        cause = above.cause or _cause(token.name, found, style, font)
        opacity = above.opacity * _number(style.get("opacity", ""), 1.0)
        if cause is None and opacity <= _FAINT:
            cause = ("opacity", f"opacity {opacity:g}")
        own = (*cause, index) if cause is not None and len(cause) == 2 else above.cause
        return _State(
            own,
            _invisible(style, above, index),
            *_ink(found, style, above, index),
            font,
            _indent(style, above, font, index),
            opacity,
        )


_PICTURES = names("img svg video audio iframe object embed canvas input button picture")
_SPEAKING = frozenset(("hidden", "bgcolor", "color", "text", "width", "height"))


def _font(value: str, above: float) -> float:
    if value.endswith("%"):
        number = length(value.replace("%", "px"), above)
        return above if number is None else above * number / 100
    size = length(value, above)
    return above if size is None or size < 0 else size


def _number(value: str, default: float) -> float:
    match = re.fullmatch(r"(\d{0,6}\.?\d{0,9})(%?)", value)
    if match is None or not any(map(str.isdigit, match[1])):
        return default
    return float(match[1]) / (100 if match[2] else 1)


def _invisible(style: dict[str, str], above: _State, index: int) -> tuple[str, str, int] | None:
    value = style.get("visibility", "")
    if value in ("hidden", "collapse"):
        return above.invisible or ("visibility", f"visibility:{value}", index)
    return None if value in ("visible", "initial") else above.invisible


def _indent(style: dict[str, str], above: _State, font: float, index: int) -> tuple[float, int]:
    value = length(style.get("text-indent", ""), font)
    if value is None:
        return above.indent
    if value <= -_FAR and style.get("background-image", "none") != "none":
        return (0.0, -1)  # a picture stands in for the words
    return (value, index)


def _ink(found: dict[str, str], style: dict[str, str], above: _State, index: int) -> tuple[Colour, int, Colour | None]:
    """Colour of the text, who chose it, colour of the background."""
    ink, ink_by, paper = above.ink, above.ink_by, above.paper
    chosen = colour(
        style.get("-webkit-text-fill-color") or style.get("color") or found.get("color") or found.get("text") or ""
    )
    if chosen is not None:
        ink, ink_by = chosen, index
    if style.get("background-image", "none") != "none":
        return ink, ink_by, None
    behind = colour(style.get("background-color") or found.get("bgcolor") or "")
    if behind is not None and behind[3] >= 0.5:
        paper = behind
        if chosen is None and alike(ink, paper):
            ink_by = index
    return ink, ink_by, paper


def _cause(name: str, found: dict[str, str], style: dict[str, str], font: float) -> tuple[str, str] | None:
    """Why nothing inside of an element can be seen, whatever is set there: technique and reason."""
    if name == "noscript":
        return "noscript", "inside noscript"
    display = style.get("display", "")
    if display == "none":
        return "display", "display:none"
    if "hidden" in found and not display:
        return "hidden", "the attribute hidden"
    if style.get("content-visibility") == "hidden":
        return "content-visibility", "content-visibility:hidden"
    return _clipped(style, font) or _tiny(name, found, style, font) or _off_screen(style, font)


def _clipped(style: dict[str, str], font: float) -> tuple[str, str] | None:
    rect = _RECT.fullmatch(style.get("clip", ""))
    if rect is not None:
        edges = [length(edge, font) for edge in re.split(r"[\s,]+", rect[1].strip())]
        if len(edges) == 4:
            top, right, bottom, left = edges
            if _no_room(top, bottom) or _no_room(left, right):
                return "clip", "clipped to nothing"
    path = style.get("clip-path", "")
    if path.startswith("inset("):
        shares = [float(n) for n in _NUMBERS.findall(path) if len(n) < 16]
        if shares and path.count("%") and max(shares) >= 50:
            return "clip-path", "clipped to nothing"
    if path.startswith(("circle(", "ellipse(", "polygon(")):
        sizes = _NUMBERS.findall(path.partition(" at ")[0])
        if sizes and all(float(n) == 0 for n in sizes if len(n) < 16):
            return "clip-path", "clipped to nothing"
    return None


def _no_room(low: float | None, high: float | None) -> bool:
    return low is not None and high is not None and high - low <= _TINY


def _tiny(name: str, found: dict[str, str], style: dict[str, str], font: float) -> tuple[str, str] | None:
    """A box with no room for a letter whose content does not show outside of it."""
    shut = any(style.get(key, "").startswith(("hidden", "clip")) for key in ("overflow", "overflow-x", "overflow-y"))
    limit = _TINY
    sizes = [length(style[key], font) for key in ("width", "height", "max-width", "max-height") if key in style]
    if name == "marquee":
        shut, limit = True, _MARQUEE
        sizes += [length(found[key].strip().lower(), font) for key in ("width", "height") if key in found]
    if shut and any(size is not None and 0 <= size <= limit for size in sizes):
        return ("marquee" if name == "marquee" else "zero-box"), "a box without room for a letter"
    scale = re.search(r"scale(?:x|y|3d)?\(\s{0,8}(?:0|0?\.0\d{0,8})[\s,)]", style.get("transform", ""))
    return ("scale", "scaled to nothing") if scale else None


def _off_screen(style: dict[str, str], font: float) -> tuple[str, str] | None:
    if style.get("position") in ("absolute", "fixed", "relative"):
        for key in ("left", "right", "top", "bottom"):
            value = length(style.get(key, ""), font)
            if value is not None and (value <= -_FAR or (value >= 5000 and key != "bottom")):
                return "off-screen", f"{key} at {value:g} pixels"
    for key in ("margin-left", "margin-top"):
        value = length(style.get(key, ""), font)
        if value is not None and value <= -_FAR:
            return "off-screen", f"{key} of {value:g} pixels"
    moved = re.search(r"translate(?:x|y|3d)?\(([^()]{1,64})\)", style.get("transform", ""))
    if moved is not None:
        for part in moved[1].split(","):
            value = length(part.strip(), font)
            if value is not None and value <= -_FAR and not part.strip().endswith("%"):
                return "off-screen", f"moved by {value:g} pixels"
    return None
