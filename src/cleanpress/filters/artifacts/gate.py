"""Which parts of a text are worth a closer look: cheap tests that a clean text passes at full speed.

The gate lets through every line that begins as some phrase begins, every spot with the anchor of an
inline phrase, and a text that ends as some glued phrase ends. It looks at a few characters a line and
never at the rest of it; what it misses is missed, what it lets through is judged by others.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property

from cleanpress.lexicon import DECORATION, SERVICES, SLOT, STOPS, Entry, PhraseTable, trim

__all__ = ["EDGE", "Gate", "tail"]

HEAD = 10
"""How many characters of a line tell whether a phrase may begin it."""

PREFIX = 20
"""How many characters of a line have to agree with a phrase before the line is looked up."""

TAIL = 6
"""How many characters at the end of a text tell whether a phrase may end it."""

TAIL_WINDOW = 400
"""Code points at the end of a text in which anchors of glued endings are looked for."""

EDGE = DECORATION + "«»‹›"
"""What may stand before the first character of a phrase in its line."""

_HEADS = re.compile("\n[" + re.escape(EDGE) + "]{0,16}+(.{1,%d}+)" % HEAD)
_AFTER = DECORATION + STOPS + "\n：，；！"
_GUARDS = "[]<>|_%/†"  # characters that are rare in prose and found by a single fast search
_MARKED = re.compile("^.*[',.:!?(].*$", re.MULTILINE)
_WIDE = str.maketrans(",:!?(", "，：！？（")
_CAPITALS = "ABCDEFGHIJKLMNOPQRSTUVWXYZÀÁÂÄÅÆÇÈÉÊËÍÎÓÔÖØÚÜŚŠŻŽ0123456789\"'“‘«אבגדהוזחטיכלמנסעפצקרשת"
_MAIN_SERVICES = ("Email", "Facebook", "LinkedIn", "Pinterest", "Telegram", "Twitter", "WhatsApp", "X")


class Gate:
    """The tests for one table of phrases. Built once, then only read."""

    def __init__(self, table: PhraseTable) -> None:
        self._table = table
        short = {phrase[:HEAD] for _, phrases, _ in table.split for phrase in phrases}
        others = {phrase[:HEAD] for _, _, phrases in table.split for phrase in phrases}
        self._heads = {head for head in (*_variants(short), *_variants(others, cases=True)) if "{" not in head}
        glued = [rule for rule, _, _ in table.split if rule.where in ("suffix", "inline")]
        self._tails = {tail(form) for rule in glued for phrase in rule.phrases for form in _ends(phrase)}
        self._endings = {rule.anchor for rule in glued if rule.where == "suffix" and rule.anchor}
        for rule, _, _ in table.split:
            for phrase in rule.phrases:
                if len(phrase) < HEAD:
                    self._heads.update((phrase + "\r", phrase + " "))
                elif "{" in phrase and "{" in phrase[:HEAD]:
                    self._heads.update(_slot_heads(phrase, rule.company))
        by_guard: dict[str, list[str]] = {}
        for anchor in dict.fromkeys(rule.anchor for rule in glued if rule.where == "inline"):
            guard = next((char for char in anchor if char in _GUARDS), anchor)
            by_guard.setdefault(guard, []).append(anchor)
        self._guarded = [(guard, tuple(anchors)) for guard, anchors in by_guard.items()]

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
            if entry.rule.where in ("suffix", "inline"):
                for end in {tail(form) for form in _ends(entry.phrase)}:
                    found.setdefault(end, []).append(entry)
        return found

    @cached_property
    def _prefixes(self) -> dict[str, tuple[str, ...]]:
        """Longer beginnings of phrases by their first four characters, case folded."""
        found: dict[str, set[str]] = {}
        for entry in self._table.entries():
            for phrase in _filled(entry.phrase, entry.rule.company):
                prefix = phrase[:PREFIX].partition("{")[0].rstrip().casefold()
                found.setdefault(prefix[:4], set()).add(prefix)
        return {first: tuple(prefixes) for first, prefixes in found.items()}

    def closed(self, text: str) -> bool:
        """Whether nothing in the text is worth a closer look: the answer for nearly every clean text."""
        if not self._heads.isdisjoint(_HEADS.findall("\n" + text)):
            return False
        for guard, anchors in self._guarded:
            if guard in text and any(anchor in text for anchor in anchors):
                return False
        return not self.ending(text, len(text))

    def lines(self, text: str) -> Iterator[tuple[int, int]]:
        """Start and end (code points) of the lines that begin as some phrase does."""
        heads = self._heads
        for match in _HEADS.finditer("\n" + text):
            if match[1] in heads:
                yield from self._line(text, match.start())

    def _line(self, text: str, start: int) -> Iterator[tuple[int, int]]:
        """The line, if more of it than its head is like a phrase."""
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        begin = text[start : min(start + 64, end)].lstrip(EDGE)
        if not begin.isascii():
            begin = trim(begin)
        begin = begin.casefold()
        if begin.startswith(self._prefixes.get(begin[:4], ())) or len(begin) < 4:
            yield start, end

    def anchors(self, text: str) -> list[str]:
        """The anchors of inline phrases that occur in the text."""
        found = []
        for guard, anchors in self._guarded:
            if guard in text:
                found += [anchor for anchor in anchors if anchor in text]
        return found

    def ending(self, text: str, end: int) -> list[Entry]:
        """The phrases that may stand glued at the end of ``text[:end]``."""
        window = text[max(end - TAIL_WINDOW, 0) : end]
        last = tail(window)
        found = self._by_tail[last] if last in self._tails else []
        for anchor in self._endings:
            if anchor in window:
                found = found + self._by_ending[anchor]
        return found


def tail(text: str) -> str:
    """The last characters, without marks and decoration, case folded.

    >>> tail("View image in fullscreen."), tail("Sorry!")
    ('screen', 'sorry')
    """
    return text[-4 * TAIL :].rstrip(_AFTER)[-TAIL:].casefold()


def _ends(phrase: str) -> tuple[str, ...]:
    """How a phrase may end in a text; a phrase that ends in a slot is found through its anchor."""
    if phrase[-1] == "}":
        return ()
    return (phrase,) if phrase.isascii() else (phrase, phrase.translate(_WIDE))


def _variants(heads: set[str], *, cases: bool = False) -> set[str]:
    """The heads, with typographic marks, and in other cases if these do not count."""
    heads = heads | {head.replace("'", "’").replace("...", "…") for head in _MARKED.findall("\n".join(heads))}
    heads |= {head.translate(_WIDE) for head in _MARKED.findall("\n".join(heads)) if not head.isascii()}
    if cases:
        heads = heads.union(*(map(form, heads) for form in (str.upper, str.title)))
    return heads


def _slot_heads(phrase: str, company: bool) -> set[str]:
    """Beginnings of lines for a phrase whose slot stands among its first characters."""
    return {filled[:HEAD] for filled in _filled(phrase, company)}


def _filled(phrase: str, company: bool) -> Iterable[str]:
    """The phrase with what its first slot may hold, if that slot is early and holds one of few things.

    Other phrases with an early slot are only found beside other artifacts.
    """
    slot = SLOT.search(phrase, 0, HEAD + 12) if "{" in phrase else None
    if slot is None or slot.start() >= HEAD:
        return (phrase,)
    before, after = phrase[: slot.start()], phrase[slot.end() :]
    if slot[1] == "n" and not company:
        return [f"{before}{number}{after}" for number in range(100)]
    if slot[1] in ("title", "site") and len(before) == HEAD - 1:
        return [before + first for first in _CAPITALS]
    if slot[1] == "service" and len(before) >= 4:
        return [f"{before}{name}{after}" for name in SERVICES]
    if slot[1] == "service" and after.startswith("{service}"):
        rest = after.removeprefix("{service}")
        return [f"{before}{name}{other}{rest}" for name in _MAIN_SERVICES for other in SERVICES]
    return ()
