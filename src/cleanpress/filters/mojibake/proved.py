"""Damage that bytes alone prove: UTF-8 read with a usual page, all of it, and good text behind it.

Most damage is of this kind, and needs no weighing of readings: every run of the text is UTF-8 when written
with the page, enough of it is more than chance, what comes out are letters and marks that people write
today, and nothing in the result looks damaged any more. Whatever is less clear is left to the full search.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from cleanpress.edits import Change, apply
from cleanpress.filters.mojibake.gate import spotted
from cleanpress.filters.mojibake.marks import LEADS, marks_in
from cleanpress.filters.mojibake.pages import NEAR, RUN, Page, page
from cleanpress.filters.mojibake.plausible import EVERYDAY, script
from cleanpress.filters.mojibake.standing import SIGNED
from cleanpress.filters.mojibake.utf8 import pages_of, strange

__all__ = ["Layer", "proved"]

_DEPTH = 4
"""Layers undone at most."""
_MUCH = 5
"""Characters of sure runs from which on the others are believed, too; a page other than cp1252 needs as many."""
_LITTLE = 2
"""Characters of sure runs that are enough where there are no others."""
_USUAL = "cp1252"
_GAP = 8
"""Runs as close as this make one change."""
_REMEMBERED = 4096
"""Runs remembered of a page at most."""
_PLAUSIBLE = re.compile(
    "[\t\n\r\x20-\x7e\xa0·¿¡«»°№©®²³½§£×\ufffd\u0600-\u06ff\u0800-\ud7ff\uf900-\ufdcf\ufdf0-\uffef\U00010000-\U0001faff"
    + EVERYDAY[1:-1]
    + "]+"
)
"""What people write today, and whatever takes three bytes or more: those are no chance."""
_ENDS = frozenset("”»’›“«‘„‹–—…™®°¡¿ªº·‚†•\xa0ŒœŠšŽžŸƒ")
"""Signs and letters that good text has behind a capital."""


class Layer(NamedTuple):
    """One layer of damage undone: what changes, the page, and the text that this leaves."""

    changes: list[Change]
    page: str
    result: str


def proved(text: str, known: Sequence[str] = ()) -> list[Layer]:
    """The layers that turn a text into good text beyond doubt, outermost first; none where there is doubt.

    ``known`` names pages that damage of the document was already read with; any other page must explain all of the
    text, and all that do must agree. Linear in the text.

    >>> [layer.changes for layer in proved("Saya suka cafÃ© ini")]
    [[Change(start=13, end=15, replacement='é')]]
    >>> proved("MAÇÃ» E CAFÉ¡")
    []
    """
    tried = (_USUAL, *known) if _USUAL not in known else known
    for name in tried:
        if layers := _layers(text, name):
            return (_cut_short(text, layers[0]) and _marks(text)) or layers
    names = [source.name for source in pages_of(text) if source.name not in tried and _whole(text, source)]
    found = list(filter(None, [_layers(text, name) for name in names]))
    if len({layers[-1].result for layers in found}) == 1:
        return found[0]
    return _marks(text)


def _cut_short(text: str, layer: Layer) -> bool:
    """Whether a change may be a typographic mark of another page, or the end of one.

    Two of a mark's three characters may be a letter in the usual page, which has a sign for the control before Š.
    """
    return "\x80Š" in text or any(
        text[change.start - 1 : change.start] in LEADS for change in layer.changes if change.start
    )


def _marks(text: str) -> list[Layer]:
    """Typographic marks put in their places, if the text is good then."""
    changes, name = marks_in(text)
    if not changes:
        return []
    result = apply(text, changes)
    return [] if spotted(result) else [Layer(changes, name, result)]


def _layers(text: str, name: str) -> list[Layer]:
    """The layers of one page that turn a text into good text beyond doubt, if they do."""
    layers: list[Layer] = []
    current = text
    while len(layers) < _DEPTH and (undone := _undone(current, page(name))):
        layer, believed = undone
        layers.append(layer)
        current = layer.result
        if not spotted(_without_odd(current)):
            return layers if believed else []
    return []


def _whole(text: str, source: Page) -> bool:
    """Whether all of a text, and much of it, is UTF-8 when written with a page."""
    undone = source.undone(text)
    return undone is not None and len(text) - len(undone[1]) >= _MUCH


_TREE = re.compile("^[│ \xa0]*[├└]──+", re.MULTILINE)
"""Frames before the names of a directory tree."""


def _without_odd(text: str) -> str:
    """The text without what looks damaged and is right: frames of a tree, and marks of bytes that were lost before."""
    text = _TREE.sub("", text) if "──" in text else text
    return text.replace("\ufffd", "?") if "\ufffd" in text else text


class _Run(NamedTuple):
    """What a run of damage was: the text, and whether that needs no look at what stands around it."""

    right: str
    sure: bool
    mild: bool


@lru_cache(maxsize=64)
def _memory(name: str) -> dict[str, _Run | None]:
    """What is known of the runs of a page that were met before."""
    return {}


def _known(run: str, source: Page) -> _Run | None:
    right = source.decoded(run)
    if right is None:
        return None
    sure = not source.weak(run) if len(run) > 2 else run[1] not in _ENDS and not SIGNED.match(run)
    return _Run(right, sure, right.isalpha() and right.islower() and script(right[0]) == script(right[-1]) == "Latin")


def _undone(text: str, source: Page) -> tuple[Layer, bool] | None:
    """One layer undone, and whether what comes out is believed.

    None if there is no run, or one that is not UTF-8, or if what begins runs stands elsewhere, too.
    """
    undone = source.undone(text)
    if undone is None or len(text) - len(undone[1]) < _MUCH:
        return _piecewise(text, source, undone[0] if undone else source.as_bytes(text))
    data, whole = undone
    changes = [Change(*match.span(), match.group().decode("utf-8")) for match in NEAR.finditer(data)]
    return Layer(changes, source.name, whole), _PLAUSIBLE.fullmatch(whole) is not None


_NO_LEAD = bytes((*range(0xC2), *range(0xF5, 0x100)))
"""Bytes that do not begin a sequence of several."""


def _piecewise(text: str, source: Page, data: bytes) -> tuple[Layer, bool] | None:
    """The same for a text that holds other things, or little damage."""
    memory = _memory(source.name)
    if len(memory) > _REMEMBERED:
        memory.clear()
    changes: list[Change] = []
    pieces: list[str] = []
    behind = 0
    sure = other = 0
    good = True
    outside: list[bytes] = []
    for match in RUN.finditer(data):
        start, end = match.span()
        run = text[start:end]
        known = memory[run] if run in memory else memory.setdefault(run, _known(run, source))
        if known is None:
            return None
        right = known.right
        if good:
            before = text[start - 1] if start else ""
            if not (known.mild and before < "\x80" and not text[start - 2 : start].isupper()):
                good = not strange(text, start, end, right) and not (before.islower() and right[0].isupper())
            if known.sure or _sure(text, start, end):
                sure += end - start
            else:
                other += 1
        pieces += text[behind:start], right
        outside.append(data[behind:start])
        if changes and start - changes[-1].end <= _GAP:
            first, last, replacement = changes.pop()
            changes.append(Change(first, end, replacement + text[last:start] + right))
        else:
            changes.append(Change(start, end, right))
        behind = end
    pieces.append(text[behind:])
    outside.append(data[behind:])
    if not changes or b"".join(outside).translate(None, _NO_LEAD):
        return None
    enough = _LITTLE if not other and source.name == _USUAL else _MUCH
    good = good and sure >= enough and _PLAUSIBLE.fullmatch("".join(pieces[1::2])) is not None
    return Layer(changes, source.name, "".join(pieces)), good


def _sure(text: str, start: int, end: int) -> bool:
    """Whether a single sequence is hardly chance: not a capital with a sign behind it as good text has them."""
    if end - start > 2:
        return False
    before, sign = text[start - 1 : start], text[start + 1]
    if sign == "\xa0":
        return before.islower() or not before.isalpha()
    return sign not in "ŒœŠšŽžŸƒ" and (before.islower() or text[end : end + 1].islower())
