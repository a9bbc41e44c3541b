"""The repair of one stretch of text: readings are proposed, the clearest gain wins, layer by layer."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from cleanpress.edits import Change, apply, compose
from cleanpress.filters.mojibake import utf8
from cleanpress.filters.mojibake.gate import spotted
from cleanpress.filters.mojibake.judge import CLEAR, Judge, Origin, Reading
from cleanpress.filters.mojibake.proposals import (
    CONTROLS,
    control_proposal,
    ftfy_proposal,
    known_proposals,
    legacy_proposals,
    utf8_proposals,
    wide_proposals,
)
from cleanpress.filters.mojibake.proved import Layer, proved
from cleanpress.filters.mojibake.quoted import SHOWN, examples
from cleanpress.offsets import OffsetMap

__all__ = ["Finding", "Mender"]

LAYERS = 4
"""Layers of damage undone at most."""
_SHARE = 0.6
"""Share of the characters above ASCII that a reading explains when no other kind need be tried."""
_ALL = 0.95
"""Share from which on layers are undone one by one: ftfy's readings of several at once may leave pieces behind."""
_PLAIN = re.compile("encode [^,]+, decode utf-8")
"""One layer, and no byte guessed at."""
_LONG = 800
"""Code points looked at together."""
_BUDGET = 20_000
"""Code points of one document that all pages are tried on; after that only pages met before are."""
_VAIN = 10_000
"""Code points in a row that pages met before, or all pages, do not explain: then nothing but the plainest damage is."""
_FRUITLESS = 4
_HALF = 0.5
"""What text counts for in the budget of which less than so much could be explained."""
_NAMED = 6
"""Steps named in a reason at most."""
_REMEMBERED = 3
"""Pages remembered of one document."""
_USUAL = "cp1252"
"""A page that is always tried."""
_MET = 64
"""Stretches remembered of one document: those of tables and of hostile texts come again."""


class Finding(NamedTuple):
    """One damaged piece: where it stands, what it was, how it came about, and why it stays ("" if it is mended)."""

    start: int
    end: int
    replacement: str
    chain: str
    doubt: str = ""


class Mender:
    """Mends line after line of one document; remembers which page the damage came from."""

    def __init__(self) -> None:
        self._known: list[Origin] = []
        self._budget = _BUDGET
        self._vain = 0
        self._met: dict[str, list[Finding]] = {}

    def findings(self, line: str) -> list[Finding]:
        """What to change in a line that the gate opened for, in order; offsets are code points into the line."""
        if len(line) <= _LONG:
            return self.mend(line)
        found: list[Finding] = []
        for start, end in _stretches(line):
            if spotted(line[start:end]):
                found += [f._replace(start=f.start + start, end=f.end + start) for f in self.mend(line[start:end])]
        return found

    def at_once(self, text: str) -> list[Finding]:
        """What to change in several lines if all of it is beyond doubt; else nothing."""
        layers = proved(text, self._pages())
        return _undone(text, layers) if layers else []

    def _pages(self) -> list[str]:
        return [read for kind, read, _ in self._known if kind == "utf8"]

    def mend(self, text: str) -> list[Finding]:
        """What to change in a text of at most ``_LONG`` code points."""
        if layers := proved(text, self._pages()):
            if layers[0].page != _USUAL:
                self._remember(("utf8", layers[0].page, ""))
            return _undone(text, layers)
        if text not in self._met:
            if len(self._met) >= _MET:
                self._met.clear()
            self._met[text] = self._searched(text)
        return self._met[text]

    def _searched(self, text: str) -> list[Finding]:
        """What the clearest readings change, layer by layer."""
        current = text
        changes: list[Change] = []
        steps: list[tuple[int, int, str]] = []
        doubts: list[Finding] = []
        for layer in range(LAYERS):
            reading = self._reading(current, first=layer == 0)
            if reading is None:
                break
            back = OffsetMap(changes, len(text))
            for doubt in reading.doubts:
                start, end = back.span_to_original(doubt.start, doubt.end)
                if not doubts or all(start != other.start for other in doubts):
                    doubts.append(Finding(start, end, doubt.replacement, reading.chain, "a byte is lost"))
            for change in reading.changes:
                steps.append((*back.span_to_original(change.start, change.end), reading.chain))
            mended = apply(current, reading.changes)
            changes = compose(changes, reading.changes, text, current)
            current = mended
            if not reading.changes or not spotted(current):
                break
        found = _reported(text, changes, steps)
        taken = {position for change in changes for position in range(change.start, change.end)}
        found += [doubt for doubt in doubts if taken.isdisjoint(range(doubt.start, doubt.end))]
        return sorted(found)

    def _reading(self, text: str, first: bool) -> Reading | None:
        """The clearest reading: of pages met before in this document if they explain most, else of any."""
        judge = Judge(text)
        if first and only_controls(text):
            return _shown_controls(text)
        if self._vain > _VAIN:
            return None
        known = self._known if first else list(dict.fromkeys((*self._known[:1], ("utf8", _USUAL, ""))))
        reading = judge.most(known_proposals(text, known))
        if reading is not None and reading.gain >= CLEAR and reading.share >= _SHARE:
            self._vain = 0
            return reading
        self._vain += len(text)
        if self._budget <= 0:
            return reading if reading is not None and reading.gain >= CLEAR else None
        reading = _clearest(judge, first)
        explained = reading is not None and reading.share >= _HALF
        self._budget -= len(text) if explained else _FRUITLESS * len(text)
        if explained:
            self._vain = 0
        if reading is not None and reading.origin:
            self._remember(reading.origin)
        return reading

    def _remember(self, origin: Origin) -> None:
        if origin not in self._known:
            self._known = [origin, *self._known][:_REMEMBERED]


def _undone(text: str, layers: Sequence[Layer]) -> list[Finding]:
    """The changes of all layers as findings."""
    if len(layers) == 1:
        return _reported(text, layers[0].changes, [], f"encode {layers[0].page}, decode utf-8")
    changes: list[Change] = []
    steps: list[tuple[int, int, str]] = []
    current = text
    for layer in layers:
        chain = f"encode {layer.page}, decode utf-8"
        back = OffsetMap(changes, len(text))
        steps += [(*back.span_to_original(start, end), chain) for start, end, _ in layer.changes]
        changes = compose(changes, layer.changes, text, current)
        current = layer.result
    return _reported(text, changes, steps)


def _reported(
    text: str, changes: Sequence[Change], steps: Sequence[tuple[int, int, str]], chain: str = ""
) -> list[Finding]:
    """Each change with its chain, ``chain`` if all have the same, and whether it is but an example."""
    chains = [chain] * len(changes) if chain else _chains(changes, steps)
    kept = examples(text, changes)
    return [
        Finding(
            start, end, right, _named(names, text[start:end]), SHOWN if kept and (start, end, right) in kept else ""
        )
        for (start, end, right), names in zip(changes, chains, strict=True)
    ]


def _named(chain: str, damaged: str) -> str:
    """The chain with Latin-1 by its own name."""
    if chain.startswith(_AS_1252) and not _BEYOND_LATIN_1.search(damaged):
        return chain.replace(_AS_1252, "encode latin-1, decode utf-8", 1)
    return chain


_AS_1252 = "encode cp1252, decode utf-8"
_BEYOND_LATIN_1 = re.compile("[^\x00-\xff]")


def _stretches(line: str) -> Iterator[tuple[int, int]]:
    """A long line in pieces that end at blanks where there are any."""
    start = 0
    while start < len(line):
        end = min(start + _LONG, len(line))
        if end < len(line):
            end = line.rfind(" ", start + _LONG // 2, end) + 1 or end
        yield start, end
        start = end


def _chains(changes: Sequence[Change], steps: Sequence[tuple[int, int, str]]) -> list[str]:
    """For each change the encodings it went through, outermost first."""
    found: list[list[tuple[int, str]]] = [[] for _ in changes]
    index = 0
    for rank, (start, end, chain) in sorted(enumerate(steps), key=lambda step: step[1][0]):
        while index < len(changes) and changes[index].end <= start:
            index += 1
        behind = index
        while behind < len(changes) and changes[behind].start < end:
            found[behind].append((rank, chain))
            behind += 1
    return [", ".join([chain for _, chain in sorted(steps)[:_NAMED]]) for steps in found]


def only_controls(text: str) -> bool:
    r"""Whether a text is well as soon as its C1 controls are the signs that browsers show for them.

    >>> only_controls("it\x92s late"), only_controls("Å\x81Ã³dÅº"), only_controls("fine")
    (True, False, False)
    """
    if not _C1.search(text):
        return False
    shown_as = text.translate(CONTROLS)
    return shown_as != text and not spotted(shown_as)


_C1 = re.compile("[\x80-\x9f]")


def _shown_controls(text: str) -> Reading:
    """C1 controls as the signs that browsers show for them: what a page says of them is no guess."""
    changes = [
        Change(start, end, options[1][0]) for cells, *_ in control_proposal(text) for start, end, options in cells
    ]
    return Reading(CLEAR, changes, "encode latin-1, decode cp1252", [], 1.0, None)


def _clearest(judge: Judge, first: bool) -> Reading | None:
    """The reading that gains most, if that is clear; old code pages only at first and where UTF-8 explains little."""
    text = judge.text
    found = judge.most(utf8_proposals(text, utf8.pages_of(text)))
    several = found is None or found.gain < CLEAR or found.share < _ALL
    found = judge.most((one for one in ftfy_proposal(text) if several or _PLAIN.fullmatch(one.chain)), found)
    if first and (found is None or found.share < _SHARE) and judge.doubtful():
        found = judge.most(wide_proposals(text), found)
        found = judge.most(legacy_proposals(judge), found)
    if found is None or found.gain < CLEAR:
        found = judge.most(control_proposal(text))
    return found if found is not None and found.gain >= CLEAR else None
