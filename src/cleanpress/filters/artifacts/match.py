"""What a suspicious line holds: one phrase, several in a row, or text with a phrase glued to it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple
from unicodedata import normalize

from cleanpress.filters.artifacts.gate import TAIL_WINDOW
from cleanpress.filters.artifacts.heads import ENDING, TAIL, TAIL_READ
from cleanpress.filters.artifacts.shapes import Shapes
from cleanpress.lazy import cached_property
from cleanpress.lexicon import DECORATION, OPENED, SERVICES, STOPS, Entry, PhraseTable, loose, opening, template

__all__ = ["LONGEST", "Found", "Matcher"]

LONGEST = 700
"""Code points of the longest line that may as a whole be an artifact; cookie banners are long."""

CUTS = ("[…]", "[...]", "[&hellip;]", "[&#8230;]")
"""What feeds put where they cut a text off."""

HEADING = 80
"""Code points of the longest heading that an edit link may follow."""

_WINDOW = 200  # how far before its anchor an inline phrase may begin
_OPENING = 8  # characters by which the beginning of a glued phrase is found
_START = 10  # characters by which phrases in a row are found
_TRIES = 8  # places from which a phrase is tried that ends where a text does
_LEAST = 4  # characters that such a phrase has at least, before a slot
_OPEN_ENDS = ("{any}", "{date}", "{handle}", "{host}", "{name}", "{site}", "{title}")
_ARROWS = ("→", "»", "›", "⇒", "➜", "...", "…")
_BETWEEN = DECORATION + STOPS
_TRAILING = _BETWEEN + "\n"
_NAMES = "|".join(re.escape(name) for name in sorted(SERVICES, key=len, reverse=True))
_FILLER = re.compile(rf"(?:{_NAMES}|\d{{1,5}})(?![a-z])")
_PLAIN = re.compile(r".[^{,.:;!?()'\"]*")


class Found(NamedTuple):
    """A phrase in a text: code-point offsets, the phrase, and whether it is all of its line."""

    start: int
    end: int
    entry: Entry
    whole: bool


class Matcher:
    """Finds phrases in the parts of a text that the gate let through."""

    def __init__(self, table: PhraseTable) -> None:
        self._table = table
        self._shapes = Shapes(list(table.rules))
        self._beginnings: dict[str, re.Pattern[str]] = {}

    @cached_property
    def _entries(self) -> list[Entry]:
        """Every phrase, the longest first."""
        return sorted(self._table.entries(), key=lambda entry: -len(entry.phrase))

    @cached_property
    def _anchored(self) -> dict[str, list[Entry]]:
        """Phrases that stand inside lines, by their anchors."""
        found: dict[str, list[Entry]] = {}
        for entry in self._entries:
            if entry.rule.where in ("inline", "glued"):
                found.setdefault(entry.rule.anchor or entry.phrase, []).append(entry)
        return found

    @cached_property
    def _tails(self) -> dict[str, list[Entry]]:
        """Phrases that may end a text, by their last characters."""
        found: dict[str, list[Entry]] = {}
        for entry in self._entries:
            if entry.rule.where in ENDING and entry.phrase[-1] != "}":
                found.setdefault(tail(entry.phrase), []).append(entry)
        return found

    @cached_property
    def _endings(self) -> dict[str, list[Entry]]:
        """Phrases that may end a text and have an anchor, by it."""
        found: dict[str, list[Entry]] = {}
        for entry in self._entries:
            if entry.rule.where == "suffix" and entry.rule.anchor:
                found.setdefault(entry.rule.anchor, []).append(entry)
        return found

    @cached_property
    def _behind_cut(self) -> dict[str, list[Entry]]:
        """Phrases that may end a text and end in a slot, by their first word: looked for behind ``[…]`` only."""
        found: dict[str, list[Entry]] = {}
        for entry in self._entries:
            if entry.rule.where == "suffix" and not entry.rule.anchor and "}" in entry.phrase[-2:]:
                found.setdefault(entry.phrase.partition(" ")[0], []).append(entry)
        return found

    @cached_property
    def _first(self) -> frozenset[str]:
        """The characters that such phrases have at least."""
        return frozenset(start[:_LEAST] for start in self._starts)

    @cached_property
    def _starts(self) -> dict[str, list[Entry]]:
        """Phrases by their first characters, the longest first; those that end in anything are left out."""
        starts: dict[str, list[Entry]] = {}
        for entry in self._entries:
            literal = entry.phrase.partition("{")[0][:_START]
            if len(literal) >= _LEAST and not entry.phrase.endswith(_OPEN_ENDS):
                starts.setdefault(literal.casefold(), []).append(entry)
        return starts

    def whole(self, line: str) -> Entry | None:
        """The phrase, or the strongest of several in a row, that a line consists of; None if it has other text."""
        if len(line) > LONGEST:
            return None
        entry = self._table.line(line)
        if entry is None:
            pieces, stop = self._row(line, 0, len(line))
            if pieces and stop == len(line) and _tells(line, pieces):
                return _strongest(pieces)
            return self._shapes.find(line)
        return entry

    def line(self, text: str, start: int) -> list[Found]:
        """What the line that begins at ``start`` is, or what stands glued to its start; empty if neither.

        Offsets are code points.
        """
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        entry = self.whole(text[start:end])
        if entry is not None:
            return [Found(start, end, entry, True)]
        pieces, _ = self._row(text, start, end)
        for last in reversed(pieces):
            rule = last.entry.rule
            glued = rule.where in ("prefix", "glued", "inline") and not last.entry.short
            if glued and _sentence_begins(text, last.end, end, glued=rule.where == "glued"):
                return [Found(start, last.end, last.entry, False)]
        return []

    def _row(self, text: str, start: int, end: int) -> tuple[list[Found], int]:
        """Phrases one behind the other from the start of a line, and where they stop."""
        pieces: list[Found] = []
        position = _skip(text, start, end)
        while position < end:
            piece = self._piece(text, position, end)
            if piece is not None:
                pieces.append(piece)
                position = _skip(text, piece.end, end)
                continue
            filler = _FILLER.match(text, position, end) if pieces else None
            if filler is None:
                return pieces, position
            position = _skip(text, filler.end(), end)
        return pieces, end

    def _piece(self, text: str, position: int, end: int) -> Found | None:
        start = text[position : min(position + _START, end)].casefold()
        if start[:_LEAST] not in self._first:
            return None
        begin = ""
        for length in range(len(start), _LEAST - 1, -1):
            for entry in self._starts.get(start[:length], ()):
                begin = begin or loose(text[position : min(position + OPENED, end)])
                if begin.startswith(opening(entry.phrase)):
                    match = template(entry.phrase).match(text, position, end)
                    if match and not _inside_word(text, match.end(), end):
                        return Found(position, match.end(), entry, False)
        return None

    def inline(self, text: str, anchor: str, lines: Mapping[int, int]) -> Iterator[Found]:
        """Every phrase around an occurrence of an anchor, but for those in lines that are all phrase.

        ``lines`` tells where such lines begin and end (code points).
        """
        position = text.find(anchor)
        while position >= 0:
            stop = position + len(anchor)
            if lines and (end := lines.get(text.rfind("\n", 0, position) + 1)):
                position = text.find(anchor, max(stop, end))
                continue
            found = None
            if self._begun(anchor).search(text, max(position - _WINDOW, 0), stop + _OPENING):
                found = _around(text, position, stop, self._anchored.get(anchor, ()))
            if found is not None and _stands_glued(text, found):
                yield found
                stop = max(stop, found.end)
            position = text.find(anchor, stop)

    def _begun(self, anchor: str) -> re.Pattern[str]:
        """How phrases with this anchor begin, as one expression."""
        if anchor not in self._beginnings:
            openings = {_opening(entry.phrase) for entry in self._anchored.get(anchor, ())}
            self._beginnings[anchor] = re.compile("|".join(map(re.escape, sorted(openings))))
        return self._beginnings[anchor]

    def ending(self, text: str, start: int, end: int) -> list[Found]:
        """Phrases glued to the end of the line ``text[start:end]``, last one first."""
        found: list[Found] = []
        while True:
            low = max(start, end - 2 * LONGEST)
            last = low + len(text[low:end].rstrip(_TRAILING))
            more = last < end and any(arrow in text[last:end] for arrow in _ARROWS)
            entries = self._ending_at(text, last)
            phrase = _before(text, low, last, [e for e in entries if more or not e.rule.company]) if entries else None
            if phrase is None:
                return found
            found.append(Found(phrase[0], end, phrase[1], False))
            end = phrase[0]

    def _ending_at(self, text: str, end: int) -> list[Entry]:
        """The phrases that may stand glued at the end of ``text[:end]``."""
        window = text[max(end - TAIL_WINDOW, 0) : end]
        found = self._tails.get(tail(window), [])
        for anchor, entries in self._endings.items():
            if anchor in window:
                found = found + entries
        if "]" not in text[max(end - LONGEST, 0) : end]:
            return found
        cut = max(text.rfind(mark, end - LONGEST, end) for mark in CUTS)
        if cut >= 0:
            first = text[cut:end].partition("]")[2].split(maxsplit=1)[:1]
            found = found + [entry for word in first for entry in self._behind_cut.get(word.replace("’", "'"), ())]
        return found


def tail(text: str) -> str:
    """The last characters, without marks and decoration, compatibility forms unified, case folded.

    >>> tail("View image in fullscreen."), tail("Sorry!")
    ('llscreen', 'sorry')
    """
    text = text[-TAIL_READ:]
    if not text.isascii():
        text = normalize("NFKC", text)
    return text.rstrip(_BETWEEN)[-TAIL:].casefold()


def _around(text: str, position: int, stop: int, entries: Sequence[Entry]) -> Found | None:
    """The longest of the phrases of this line that covers ``text[position:stop]``."""
    low = max(position - _WINDOW, 0)
    low = max(text.rfind("\n", low, position) + 1, low)
    end = text.find("\n", stop, stop + LONGEST)
    end = min(stop + LONGEST, len(text)) if end < 0 else end
    window = text[low : min(stop + _OPENING, end)]
    for entry in entries:
        start = window.rfind(_opening(entry.phrase)) - _led(entry.phrase)
        if start >= 0:
            match = template(entry.phrase).match(text, low + start, end)
            if match and match.end() >= stop:
                return Found(low + start, match.end(), entry, False)
            if entry.phrase[-1] == "." and text[low + start : end].find("!") > 0:  # some versions end in another mark
                match = template(f"{entry.phrase[:-1]}!").match(text, low + start, end)
                if match:
                    return Found(low + start, match.end(), entry, False)
    return None


def _before(text: str, low: int, end: int, entries: Sequence[Entry]) -> tuple[int, Entry] | None:
    """Where the first of the phrases that ends at ``end`` begins; the marks at its end are cut off already."""
    for entry in entries:
        phrase = entry.phrase.rstrip(_BETWEEN)
        if phrase[0] == "{":
            start = text.rfind("\n", low, end) + 1 or low
            if template(phrase).fullmatch(text, start, end):
                return start, entry
            continue
        opening, led, last = _opening(entry.phrase), _led(entry.phrase), end
        for _ in range(_TRIES):  # what fills a slot may hold the opening, too
            start = text.rfind(opening, low, last)
            if start < low + led:
                break
            if template(phrase).fullmatch(text, start - led, end):
                return start - led, entry
            last = start + len(opening) - 1
    return None


@cache
def _led(phrase: str) -> int:
    """How many marks a phrase begins with that a text may have in another width."""
    return len(phrase) - len(phrase.lstrip("(!?"))


@cache
def _opening(phrase: str) -> str:
    """The first characters of a phrase behind such marks, as far as they stand in any text as they do there."""
    lead = _led(phrase)
    plain = _PLAIN.match(phrase, lead, lead + _OPENING)
    return plain[0] if plain else phrase[lead:]


def _tells(line: str, pieces: Sequence[Found]) -> bool:
    """Whether pieces make a line an artifact.

    One of three words or more does, short ones as a row of labels do, and so does a label that tells
    something by itself with the names of services behind it.
    """
    if not all(piece.entry.short for piece in pieces):
        return True
    tells = not pieces[0].entry.rule.company
    if len(pieces) == 1:
        return tells and line.rstrip(_BETWEEN).endswith(SERVICES)
    return not any(mark in line[pieces[0].end if tells else 0 :] for mark in STOPS)


def _strongest(pieces: Sequence[Found]) -> Entry:
    """The piece that tells most: one that is cut anywhere before one that needs context."""
    return min((piece.entry for piece in pieces), key=lambda e: (e.rule.act != "delete", e.rule.company, e.short))


def _skip(text: str, position: int, end: int) -> int:
    while position < end and text[position] in _BETWEEN:
        position += 1
    return position


def _inside_word(text: str, position: int, end: int) -> bool:
    """Whether a phrase that ends here would end in the middle of a word."""
    return position < end and text[position - 1].isalnum() and text[position].islower()


def _stands_glued(text: str, found: Found) -> bool:
    """Whether a phrase that has to be glued to something is.

    A tag or a hint in brackets is glued to what stands before it, or ends a heading. A sentence is glued on
    either side, and the next one begins, or the line ends, where it ends.
    """
    if found.entry.rule.where != "glued":
        return True
    before, behind = text[found.start - 1 : found.start] if found.start else "", text[found.end : found.end + 1]
    glued = bool(before) and not before.isspace()
    ends = behind in ("", "\n", "\r")
    if found.entry.phrase[0].isalnum():
        return behind.isupper() if not glued else ends or behind.isupper()
    if glued:
        return True
    heading = text[text.rfind("\n", 0, found.start) + 1 : found.start].rstrip()
    return ends and 0 < len(heading) <= HEADING and not heading.endswith((".", ":"))


def _sentence_begins(text: str, position: int, end: int, *, glued: bool = False) -> bool:
    """Whether what follows a glued phrase reads as the beginning of something."""
    if not glued:
        position = _skip(text, position, end)
    return position < end and text[position].isalnum() and not text[position].islower()
