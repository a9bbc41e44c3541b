"""Which parts of a text are worth a closer look: cheap tests that a clean text passes at full speed.

The gate lets through every line that begins as some phrase begins, every spot with the anchor of an
inline phrase, and a text that ends as some glued phrase ends. It looks at a few characters a line and
never at the rest of it; what it misses is missed, what it lets through is judged by others.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import NamedTuple
from unicodedata import normalize

from cleanpress.lexicon import DECORATION, SERVICES, SLOT, STOPS, Entry, PhraseTable, trim

__all__ = ["EDGE", "Gate", "tail"]

HEAD = 10
"""How many characters of a line tell whether a phrase may begin it."""

PREFIX = 20
"""How many characters of a line have to agree with a phrase before the line is looked up."""

TAIL = 8
"""How many characters at the end of a text tell whether a phrase may end it."""

TAIL_READ = 24
"""How many characters at the end are read for that: some are marks and blanks."""

TAIL_WINDOW = 400
"""Code points at the end of a text in which anchors of glued endings are looked for."""

EDGE = DECORATION + "«»‹›"
"""What may stand before the first character of a phrase in its line."""

MANY = 8
"""From how many different heads on one walk over the lines is cheaper than a search for each."""

_DECORATED = 16  # how much decoration a line may begin with
_HEADS = re.compile(rf"\n[{re.escape(EDGE)}]{{0,{_DECORATED}}}+(.{{1,{HEAD}}}+)")
_AFTER = DECORATION + STOPS
_GUARDS = "†{}|_%<>[]/"  # characters that are rare in prose, the rarest first, found by one fast search
_MARKED = re.compile("^.*[',.:!?(].*$", re.MULTILINE)
_WIDE = str.maketrans(",:!?(", "，：！？（")
_CAPITALS = "ABCDEFGHIJKLMNOPQRSTUVWXYZÀÁÂÄÅÆÇÈÉÊËÍÎÓÔÖØÚÜŚŠŻŽ0123456789\"'“‘«אבגדהוזחטיכלמנסעפצקרשת"
_MAIN_SERVICES = ("Email", "Facebook", "LinkedIn", "Pinterest", "Telegram", "Twitter", "WhatsApp", "X")


class Suspects(NamedTuple):
    """Lines (start and end, code points) that begin as a phrase does, anchors, and whether the end looks glued."""

    lines: list[tuple[int, int]]
    anchors: list[str]
    ends: bool


class Gate:
    """The tests for one table of phrases. Built once, then only read."""

    def __init__(self, table: PhraseTable) -> None:
        self._table = table
        self._heads = _heads([((), others) if rule.company else (short, others) for rule, short, others in table.split])
        self._edges = self._heads | _heads([(short, ()) for rule, short, _ in table.split if rule.company])
        self._openers = {opener for rule, *both in table.split if not rule.company for opener in _openers(both)}
        glued = [rule for rule, _, _ in table.split if rule.where in ("suffix", "inline")]
        self._tails = _tails(phrase for rule in glued for phrase in rule.phrases)
        self._endings = tuple({rule.anchor for rule in glued if rule.where == "suffix" and rule.anchor})
        self._guarded = [
            (next((char for char in _GUARDS if char in anchor), anchor), anchor)
            for anchor in dict.fromkeys(rule.anchor for rule in glued if rule.where == "inline")
        ]

    @cached_property
    def inline(self) -> dict[str, list[Entry]]:
        """Inline phrases by their anchors, the longest first."""
        return self._by_anchor("inline")

    @cached_property
    def _by_ending(self) -> dict[str, list[Entry]]:
        return self._by_anchor("suffix")

    def _by_anchor(self, where: str) -> dict[str, list[Entry]]:
        found: dict[str, list[Entry]] = {}
        for entry in sorted(self._table.entries(), key=lambda entry: -len(entry.phrase)):
            if entry.rule.where == where and entry.rule.anchor:
                found.setdefault(entry.rule.anchor, []).append(entry)
        return found

    @cached_property
    def _by_tail(self) -> dict[str, list[Entry]]:
        """Phrases that may end a text, by their last characters, the longest first."""
        found: dict[str, list[Entry]] = {}
        for entry in sorted(self._table.entries(), key=lambda entry: -len(entry.phrase)):
            if entry.rule.where in ("suffix", "inline") and entry.phrase[-1] != "}":
                found.setdefault(tail(entry.phrase), []).append(entry)
        return found

    @cached_property
    def _prefixes(self) -> dict[str, tuple[str, ...]]:
        """Longer beginnings of phrases by their first four characters, case folded."""
        found: dict[str, set[str]] = {}
        for entry in self._table.entries():
            for phrase in _filled(entry.phrase):
                prefix = phrase.lstrip(EDGE)[:PREFIX].partition("{")[0].rstrip().casefold()
                found.setdefault(prefix[:4], set()).add(prefix)
        return {first: tuple(prefixes) for first, prefixes in found.items()}

    def suspects(self, text: str) -> Suspects | None:
        """What in the text is worth a closer look; None, for nearly every clean text, if nothing is.

        Short phrases that want company are looked for in the first and the last line only: elsewhere they
        are found beside the artifact that is their company.
        """
        heads = _HEADS.findall(text)
        starts: list[int] = []
        if text[:HEAD] in self._edges:
            starts.append(0)
        if heads and (heads[-1] in self._edges or heads[-1].partition(" ")[0] in self._openers):
            starts.append(self.last_line(text)[0])
        if not self._heads.isdisjoint(heads):
            starts += _line_starts(text, self._heads.intersection(heads))
        anchors = []
        for guard, anchor in self._guarded:
            if guard in text and anchor in text:
                anchors.append(anchor)
        ends = text[-TAIL:] in self._tails
        for anchor in self._endings:
            ends = ends or text.find(anchor, -TAIL_WINDOW) >= 0
        if not (starts or anchors or ends):
            return None
        return Suspects([line for start in sorted({*starts}) for line in self._line(text, start)], anchors, ends)

    @staticmethod
    def last_line(text: str) -> tuple[int, int]:
        """Start and end (code points) of the last line that is not blank."""
        end = len(text.rstrip()) if text[-1:].isspace() else len(text)
        return text.rfind("\n", 0, end) + 1, end

    def _line(self, text: str, start: int) -> Iterator[tuple[int, int]]:
        """The line, if more of it than its head is like a phrase."""
        end = _line_end(text, start)
        begin = text[start : min(start + 64, end)].lstrip(EDGE)
        if not begin.isascii():
            begin = trim(begin)
        begin = begin.casefold()
        known = begin.startswith(self._prefixes.get(begin[:4], ())) or len(begin) < 4
        if known or text[start:end].partition(" ")[0] in self._openers:
            yield start, end

    def ending(self, text: str, end: int) -> list[Entry]:
        """The phrases that may stand glued at the end of ``text[:end]``."""
        window = text[max(end - TAIL_WINDOW, 0) : end]
        found = self._by_tail.get(tail(window), [])
        for anchor in self._endings:
            if anchor in window:
                found = found + self._by_ending[anchor]
        return found


def _line_end(text: str, start: int) -> int:
    end = text.find("\n", start)
    return len(text) if end < 0 else end


def _line_starts(text: str, heads: set[str]) -> Iterator[int]:
    """Where lines begin whose first characters, decoration aside, are one of these."""
    if len(heads) >= MANY:
        yield from (match.start() + 1 for match in _HEADS.finditer(text) if match[1] in heads)
        return
    for head in heads:
        position = text.find(head)
        while position >= 0:
            start = text.rfind("\n", max(position - _DECORATED - 1, 0), position) + 1
            if (start or position <= _DECORATED) and not text[start:position].strip(EDGE):
                yield start
            position = text.find(head, position + 1)


def tail(text: str) -> str:
    """The last characters, without marks and decoration, compatibility forms unified, case folded.

    >>> tail("View image in fullscreen."), tail("Sorry!")
    ('llscreen', 'sorry')
    """
    text = text[-TAIL_READ:]
    if not text.isascii():
        text = normalize("NFKC", text)
    return text.rstrip(_AFTER)[-TAIL:].casefold()


def _heads(rules: Iterable[tuple[Sequence[str], Sequence[str]]]) -> set[str]:
    """The beginnings of lines that phrases may be: the short ones and the others of each rule."""
    short = {phrase.lstrip(EDGE)[:HEAD] for phrases, _ in rules for phrase in phrases}
    others = {phrase.lstrip(EDGE)[:HEAD] for _, phrases in rules for phrase in phrases}
    heads = {head for head in (*_variants(short), *_variants(others, cases=True)) if "{" not in head}
    heads.update(head + after for head in short if len(head) < HEAD for after in " \r")
    for both in rules:
        for phrase in (phrase for phrases in both for phrase in phrases if "{" in phrase):
            if phrase.find("{") < HEAD:
                heads.update(filled[:HEAD] for filled in _filled(phrase))
    return heads


def _openers(both: Iterable[Sequence[str]]) -> Iterable[str]:
    """The first words of phrases whose slot comes too early for them to be told by their heads."""
    return {phrase.partition(" ")[0] for phrases in both for phrase in phrases if 4 <= phrase.find("{") < HEAD}


def _tails(phrases: Iterable[str]) -> set[str]:
    """How a text may end in a phrase; those that end in a slot are found through their anchors."""
    ends = {phrase[-TAIL_READ:] for phrase in phrases if phrase[-1] != "}"}
    ends |= {end.rstrip(STOPS) for end in ends}
    ends |= {end.translate(_WIDE) for end in _MARKED.findall("\n".join(ends)) if not end.isascii()}
    return {end[-TAIL:] for end in ends} | {end[1 - TAIL :] + "\n" for end in ends}


def _variants(heads: set[str], *, cases: bool = False) -> set[str]:
    """The heads, with typographic marks, and in other cases if these do not count."""
    heads = heads | {head.replace("'", "’").replace("...", "…") for head in _MARKED.findall("\n".join(heads))}
    heads |= {head.translate(_WIDE) for head in _MARKED.findall("\n".join(heads)) if not head.isascii()}
    if cases:
        heads = heads.union(*(map(form, heads) for form in (str.upper, str.title)))
    return heads


def _filled(phrase: str) -> Iterable[str]:
    """The phrase with what its first slot may hold, if that slot is early and holds one of few things.

    Other phrases with an early slot are only found beside other artifacts.
    """
    slot = SLOT.search(phrase, 0, HEAD + 12) if "{" in phrase else None
    if slot is None or slot.start() >= HEAD:
        return (phrase,)
    before, after = phrase[: slot.start()], phrase[slot.end() :]
    if slot[1] == "n":
        return [f"{before}{number}{after}" for number in range(1, 31)]
    if slot[1] in ("title", "site") and len(before) == HEAD - 1:
        return [before + first for first in _CAPITALS]
    if slot[1] == "service" and len(before) >= 4:
        return [f"{before}{name}{after}" for name in SERVICES]
    if slot[1] == "service" and after.startswith("{service}"):
        rest = after.removeprefix("{service}")
        return [f"{before}{name}{other}{rest}" for name in _MAIN_SERVICES for other in SERVICES]
    return ()
