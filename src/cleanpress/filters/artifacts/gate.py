"""Which parts of a text are worth a closer look: cheap tests that a clean text passes at full speed.

The gate lets through every line that begins as some phrase begins, every spot with the anchor of an
inline phrase, and a text that ends as some glued phrase ends. It looks at a few characters a line and
never at the rest of it; what it misses is missed, what it lets through is judged by others. Its cost
does not depend on the number of phrases.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import NamedTuple

from cleanpress.filters.artifacts.heads import EDGE, HEAD, NUMBER, PREFIX, SEED, TAIL, GateTables
from cleanpress.filters.artifacts.shapes import COOKIE, KEYS, SCRIPT, WINDOW, lines
from cleanpress.filters.sight import ARTIFACT, CLOSE, HYPHEN, LABEL, Sight
from cleanpress.filters.sight import EDGE as AT_EDGE
from cleanpress.filters.sight import LINE as KNOWN_LINE
from cleanpress.lazy import cached_property
from cleanpress.lexicon import DECORATION, trim

__all__ = ["BEHIND", "PAGE", "SOFT", "TAIL_WINDOW", "Gate", "Suspects", "coded", "last_line"]

TAIL_WINDOW = 140
"""Code points at the end of a text in which anchors of glued endings are looked for: a site's name may follow."""

FEED_TAIL = 300
"""Code points at the end of a text in which the place is looked for where a feed cut it off."""

LINE = 80
"""Code points that lines have on average at most in a text that was broken into lines."""

PAGE = 2000
"""Code points of the longest text that may be a page that stands where an article should be."""

SOFT = "\u00ad"
"""The soft hyphen."""

_ENTITY = 12  # characters of the longest entity
_DECORATED = 16  # how much decoration a line may begin with
_HEADS = re.compile(rf"\n[{re.escape(EDGE)}]{{0,{_DECORATED}}}+(.{{1,{HEAD}}}+)")
_FIRST = re.compile(rf"[{re.escape(EDGE)}\n]{{0,{_DECORATED}}}+(.{{1,{HEAD}}}+)")
_NUMBER = re.compile(r"\d[\d.,]*[KMkm]?")
BEHIND = DECORATION + "\n»›"
_AROUND = EDGE + "\n"
_DIVIDED = re.compile(r"-\n(?<=\w-\n)")  # the literal first: twice as fast as a search for the string
_LOOKS = 40_000  # guards that are looked at one by one: as long as it takes to compile the expressions
_GUARDS = "】{<[(|%\\#_J/"  # characters that are rare in prose, the rarest first


def coded(text: str) -> bool:
    """Whether anything in the text looks like an entity; a fast search.

    >>> coded("Salt &amp; vinegar"), coded("Salt & vinegar")
    (True, False)
    """
    position = text.find("&")
    while position >= 0:
        if text.find(";", position + 2, position + _ENTITY) > 0:
            return True
        position = text.find("&", position + 1)
    return False


class Suspects(NamedTuple):
    """What in a text is worth a closer look.

    ``starts``: where lines begin as a phrase does (code points); ``anchors``: literals of phrases; ``ends``:
    whether the end looks glued; ``tags``, ``escapes``, ``divided``: whether tags, codes of characters, words
    divided at line ends are there.
    """

    starts: list[int]
    anchors: list[str]
    ends: bool
    tags: bool
    escapes: bool
    divided: bool


class Gate:
    """The tests for one catalogue. Threads may share it: what it learns is how to look, not what it finds."""

    def __init__(self, tables: GateTables, prefixes: Callable[[], Sequence[str]]) -> None:
        self._load_prefixes = prefixes
        self._near: dict[str, dict[str, tuple[str, ...]]] = {}
        self._heads = tables.heads
        self._edges = tables.edges
        self._openers = tables.openers
        self._labels = tables.labels
        self._tails = tables.tails
        self._endings = tuple(tables.endings)
        self._flags = tables.flags
        self._tags, self._escapes = tables.tags, tables.escapes
        guarded: dict[str, list[str]] = {}
        self._inside: list[tuple[str, str]] = []
        for literal in sorted(tables.anchors | tables.tags | tables.escapes):
            guard = next((char for char in _GUARDS if char in literal), literal)
            if literal[0] == guard:
                guarded.setdefault(guard, []).append(literal)
            else:
                self._inside.append((guard, literal))
        self._guarded = [(guard, tuple(literals)) for guard, literals in guarded.items()]
        self._expressions: dict[str, tuple[re.Pattern[str], int]] = {}  # compiled when a text may have a literal
        self._behind: dict[str, dict[str, tuple[str, ...]]] = {}  # literals by what follows their guard
        for guard, literals in guarded.items():
            behind: dict[str, list[str]] = {}
            for literal in literals:
                behind.setdefault(literal[1:2], []).append(literal)
            self._behind[guard] = {char: tuple(found) for char, found in behind.items()}
        self._looks = _LOOKS

    def suspects(self, text: str) -> Suspects | None:
        """What in the text is worth a closer look; None, for nearly every clean text, if nothing is.

        Short phrases that want company are looked for in the first and the last line only: elsewhere they
        are found beside the artifact that is their company.
        """
        heads = _line_heads(text)
        starts = list(self._edge_starts(text))
        if heads:
            if not self._heads.isdisjoint(heads):
                starts += _line_starts(text, self._heads.intersection(heads), heads)
            together = "" if text.isascii() else "\n".join(["", *heads])  # few languages do with ASCII
            if (": " in together or not together.isascii()) and (labels := self._label.findall(together)):
                starts += _line_starts(text, {head for head in heads if head.startswith(tuple(labels))}, heads)
        anchors = [literal for guard, literal in self._inside if guard in text and literal in text]
        for guard, literals in self._guarded:
            begin = text.find(guard)
            if begin < 0:
                continue
            if len(literals) == 1:
                if _holds(text, literals[0], begin):
                    anchors.append(literals[0])
            elif guard in self._expressions or not self._is_free(text, guard, begin):
                # A search between the first and the last one is shorter than one of the whole text.
                expression, longest = self._expressions.get(guard) or self._compiled(guard, literals)
                if found := expression.findall(text, begin, text.rfind(guard) + longest):
                    anchors += dict.fromkeys(found)
        ends = self._ends(text)
        if starts:
            starts = [start for start in {*starts} if self._begins(text, start)]
        if SCRIPT in anchors or _may_show_shapes(text):
            starts += lines(text)
        divided = LINE * (len(heads) + 1) > len(text) and _DIVIDED.search(text) is not None
        if not (starts or anchors or ends or divided):
            return None
        tags, escapes = self._tags.intersection(anchors), self._escapes.intersection(anchors)
        anchors = [anchor for anchor in anchors if anchor not in tags and anchor not in escapes]
        return Suspects(sorted({*starts}), anchors, ends, bool(tags), bool(escapes), divided)

    @staticmethod
    def sees_all(text: str, seen: Sight) -> bool:
        """Whether a text holds no phrase but at its ends and at the beginnings of lines that are in sight."""
        if seen.lines is None or seen.bits & (ARTIFACT | LABEL):
            return False
        if not seen.bits & HYPHEN or LINE * (text.count("\n") + 1) <= len(text):
            return True
        return _DIVIDED.search(text) is None

    def suspects_in_sight(self, text: str, seen: Sight) -> Suspects | None:
        """The same for a text of which :meth:`sees_all` is true."""
        bits = seen.bits
        starts = [start for start in seen.lines or () if self._begins(text, start)] if bits & KNOWN_LINE else []
        if bits & AT_EDGE:
            starts += [start for start in self._edge_starts(text) if self._begins(text, start)]
        ends = False
        if bits & CLOSE:
            ends = self._ends(text)
            if _may_show_shapes(text):
                starts += lines(text)
        return Suspects(sorted({*starts}), [], ends, False, False, False) if starts or ends else None

    def _edge_starts(self, text: str) -> Iterator[int]:
        """Where the first and the last line begin, if they begin as phrases do."""
        first = _FIRST.match(text)
        if first and self._at_edge(first[1].rstrip("\r")):
            yield text.rfind("\n", 0, first.start(1)) + 1
        start = text.rfind("\n", 0, len(text.rstrip(_AROUND)))
        if start >= 0 and (last := _HEADS.match(text, start)) and self._at_edge(last[1].rstrip("\r")):
            yield start + 1

    def _ends(self, text: str) -> bool:
        """Whether a text ends as a phrase does that is glued to its end, or where a feed may have cut it off."""
        end = text[-TAIL_WINDOW:]
        if end.rstrip(BEHIND)[-TAIL:] in self._tails or any(map(end.__contains__, self._endings)):
            return True
        if "]" not in (end := text[-FEED_TAIL:]) or "[" not in text:
            return False
        return "…]" in end or "...]" in end or ";]" in end

    def _is_free(self, text: str, guard: str, position: int) -> bool:
        """Whether none of the literals begins where a guard stands, as far as a short look can tell.

        That takes longer than a search, but a process with few texts is done before an expression is compiled.
        """
        behind, looks = self._behind[guard], self._looks
        if "" in behind:
            return False  # the guard is a literal itself
        while looks > 0 and position >= 0:
            looks -= 1
            literals = behind.get(text[position + 1 : position + 2])
            if literals and text.startswith(literals, position):
                return False
            position = text.find(guard, position + 1)
        self._looks = looks
        return looks > 0

    def _compiled(self, guard: str, literals: Sequence[str]) -> tuple[re.Pattern[str], int]:
        """The expression for the literals with this guard, and the length of the longest of them (code points)."""
        self._expressions[guard] = _any_of(literals), max(map(len, literals))
        return self._expressions[guard]

    def _at_edge(self, head: str) -> bool:
        """Whether the first or the last line begins as a phrase does; numbers are looked at as such there."""
        if "  " in head or "\u00a0" in head:
            head = " ".join(head.split())
        if head in self._heads or head in self._edges or head.partition(" ")[0] in self._openers:
            return True
        if not (head[:1].isdigit() or head[-1:].isdigit()):
            return False
        masked = _NUMBER.sub(NUMBER, head)
        return any(one in self._heads or one in self._edges for one in self._with_number(masked))

    @staticmethod
    def _with_number(masked: str) -> Iterator[str]:
        """Beginnings of a head in which a number was masked; a shorter number leaves room for more of the phrase."""
        return (masked[:length] for length in range(len(masked), 4, -1))

    def _begins(self, text: str, start: int) -> bool:
        """Whether more of the line than its head is like a phrase."""
        begin = text[start : start + 64].lstrip(EDGE).partition("\n")[0]
        head = begin[:HEAD]
        plain = len(head) == HEAD and head.isprintable() and begin[: HEAD + 1].isascii() and "  " not in head
        if plain and head[0].isalpha() and head[-1].isalnum():  # trimming leaves that as it is, and takes longer
            folded = head.lower()
            known = self._prefixes(folded[:SEED])
            if folded not in known and folded[:SEED] not in known:
                return False
            more = begin[:PREFIX]
            if len(begin) > PREFIX and more.isascii() and more.isprintable() and "  " not in more:
                return more.lower().startswith(known.get(folded, ()) + known.get(folded[:SEED], ()))
        folded = trim(begin).casefold()
        if folded[:1].isdigit():
            folded = _NUMBER.sub(NUMBER, folded, count=1)
        if len(folded) < SEED:
            return True
        known = self._prefixes(folded[:SEED])
        return folded.startswith(known.get(folded[:HEAD], ()) + known.get(folded[:SEED], ()))

    @cached_property
    def _label(self) -> re.Pattern[str]:
        """The labels behind a line feed; most lines fail at the first character."""
        first = "".join(re.escape(char) for char in sorted({label[0] for label in self._labels})) or "\\n"
        return re.compile(f"\n(?=[{first}])({'|'.join(map(re.escape, sorted(self._labels, reverse=True)))})")

    @cached_property
    def _all_prefixes(self) -> Sequence[str]:
        """Longer beginnings of phrases, case folded and sorted."""
        return self._load_prefixes()

    def _prefixes(self, seed: str) -> dict[str, tuple[str, ...]]:
        """Those that begin with a seed, by their first characters: as many as a head has, or few."""
        known = self._near.get(seed)
        if known is None:
            found: dict[str, list[str]] = {}
            prefixes = self._all_prefixes
            for index in range(bisect_left(prefixes, seed), len(prefixes)):
                prefix = prefixes[index]
                if not prefix.startswith(seed):
                    break
                found.setdefault(prefix[: HEAD if len(prefix) >= HEAD else SEED], []).append(prefix)
            known = {first: tuple(prefixes) for first, prefixes in found.items()}
            if found:  # what no phrase begins with is not remembered: texts have no end of it
                self._near[seed] = known
        return known

    def flagged(self, text: str) -> bool:
        """Whether a line begins as one of a page does that is no article."""
        return not self._flags.isdisjoint(_line_heads(f"\n{text}"))


def _line_heads(text: str) -> list[str]:
    """The first characters, decoration aside, of the lines behind the first one; blank lines have none."""
    heads = _HEADS.findall(text)
    return [head.rstrip("\r") for head in heads] if "\r" in text else heads


def _may_show_shapes(text: str) -> bool:
    """Whether a notice about cookies or keys may stand near an end of the text."""
    foot = text[-WINDOW:]
    return COOKIE in foot or KEYS in foot or COOKIE in text[:WINDOW]


def _holds(text: str, literal: str, position: int) -> bool:
    """Whether the literal is in the text; its first character stands at ``position``. A search for all takes longer."""
    while position >= 0:
        if text.startswith(literal, position):
            return True
        position = text.find(literal[0], position + 1)
    return False


def last_line(text: str) -> tuple[int, int]:
    """Start and end (code points) of the last line that is not blank."""
    end = len(text.rstrip()) if text[-1:].isspace() else len(text)
    return text.rfind("\n", 0, end) + 1, end


def _any_of(literals: Sequence[str]) -> re.Pattern[str]:
    """Literals that begin with the same rare character as one expression, the longest first.

    Those that go on alike are tried together: there are hundreds of them.
    """
    groups: dict[str, list[str]] = {}
    for literal in sorted(literals, key=len, reverse=True):
        groups.setdefault(literal[1:2], []).append(literal[2:])
    branches = (f"{re.escape(second)}(?:{'|'.join(map(re.escape, rests))})" for second, rests in groups.items())
    return re.compile(f"{re.escape(literals[0][0])}(?:{'|'.join(branches)})")


def _line_starts(text: str, heads: Collection[str], found: list[str]) -> Iterator[int]:
    """Where lines begin whose first characters, decoration aside, are one of these.

    ``found`` are those of all lines, so that it is known how often each has to turn up.
    """
    for head in heads:
        missing = found.count(head)
        position = -1
        while missing and (position := text.find(f"\n{head}", position + 1)) >= 0:
            behind = position + 1 + len(head)
            if len(head) < HEAD and text[behind : behind + 1] not in ("", "\n", "\r"):
                continue  # a longer line that begins with a short one
            missing -= 1
            yield position + 1
        position = text.find(head) if missing else -1
        while position >= 0:  # lines with decoration
            start = text.rfind("\n", max(position - _DECORATED - 1, 0), position) + 1
            if start and start < position and not text[start:position].strip(EDGE):
                yield start
            position = text.find(head, position + 1)
