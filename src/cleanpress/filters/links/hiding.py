"""Whether a text may hold hosts in disguise, or anchors: a few cheap looks that nearly every clean text passes.

What the disguises are is told by :mod:`obfuscated`, what anchors are by :mod:`anchors`; their tables are read only for
a text of which this is true.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from cleanpress.characters import SPACES
from cleanpress.data import FOLDER
from cleanpress.document import Document, ascii_shadow
from cleanpress.filters.sight import ANCHOR, BROKEN, SPOKEN, Sight
from cleanpress.hosts import suffixes
from cleanpress.patterns import compiled

if TYPE_CHECKING:
    from cleanpress.filters.links.anchors import Anchor
    from cleanpress.filters.links.obfuscated import Disguise

__all__ = [
    "HIDDEN",
    "SHORT",
    "STYLED",
    "OtherForms",
    "dot_words",
    "may_be_disguised",
    "may_have_anchors",
    "may_stand_at_an_edge",
    "shows_plain_hosts",
]

HIDDEN = "\u200b-\u200d\u2060\ufeff"
"""Characters nobody sees, as the body of a regular-expression class."""

STYLED = (
    "\u2460-\u2468\u24b6-\u24ea\u1d00-\u1d22\u0262\u026a\u0274\u0280\u028f\u0299\u029c\u029f\ua730\ua731"
    "\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\U0001d400-\U0001d7ff\U0001f130-\U0001f149\U0001f150-\U0001f169"
    "\U0001f170-\U0001f189"
)
"""Letters and digits in another dress: circled, small capitals, full width, mathematical, squared."""

SHORT = 600
"""Code points: a text as short as this is searched for every word for a dot, others where a suffix follows."""

_HOSTLIKE = (
    "[0-9A-Za-z\u200b-\u200d\u2060\u0262-\u029f\u1d00-\u1d22\u2460-\u24ea\ua730\ua731\ufeff\uff10-\uff5a"
    "\U0001d400-\U0001f189]"
)
_SUFFIX = "(?= ?(?:[A-Za-z\u0370-\u06ff\u0900-\u0dff]|คอม|コム|컴|콤))"
_STOPS = (
    *((stop, f"{stop}(?={_HOSTLIKE})(?<={_HOSTLIKE}{stop})") for stop in "。．｡"),
    *((word, word + _SUFFIX) for word in ("点", "點", "จุด", "ดอท", "ドット", "닷", "쩜")),
)
"""Stops, and words for a dot in writing without blanks, where what stands beside them may be a part of a host."""
_FOREIGN_STOPS = frozenset(stop[0] for stop, _ in _STOPS)
_SPOKEN = ascii_shadow(" dot ")
_WINDOW = 40  # code points on each side of a dot
_DOTS = frozenset(".,·。．｡")
_BLANKS = f" \n\r\x0b\x0c\x85\u2028\u2029{SPACES}"
_INSIDE = 16  # code points between brackets
_LINES, _LINE = 40, 400  # lines looked at from each end for a block, and code points of one; longer are paragraphs
_TAIL = 12  # code points at the end of a line in which it is seen that a sentence ends
_SENTENCE = r"[.?…。？؟।]['\"”’»)]*\s*\Z"
_STOP = frozenset(".?…。؟")  # no host and no path ends in one of these
# A pattern that begins with one literal character is searched fastest; this one wants a target that names a host.
_MARKDOWN = (
    r"\](?=\((?!(?!www\.)[^\s()/<>#]{0,600}\.md(?:#[^\s()/<>]{0,600})?[) ])"
    r"[\s<>]{0,600}+(?:[^ /)]{0,600}\.|(?:[hH][tT][tT][pP][sS]?:)?//))"
)
_BBCODE = r"\[(?=[uU][rR][lL][=\]])"
_TAG = r"<(?=[aA]\s)"
_ESCAPED_TAG = r"&(?=lt;[aA]\s)"


class OtherForms(NamedTuple):
    """The hosts of a text that are not plainly written; blocks are looked for when its plain hosts are known."""

    disguises: tuple[Disguise, ...]
    anchors: tuple[Anchor, ...]


@lru_cache(maxsize=1)
def dot_words() -> frozenset[str]:
    """The words for the dot of a host, in all languages, in small letters."""
    with open(f"{FOLDER}/links/dot_words.txt", encoding="utf-8") as file:  # noqa: PTH123 - paths are slow to import
        return frozenset(line for line in file.read().split("\n") if line and not line.startswith("#"))


@lru_cache(maxsize=1)
def _in_brackets() -> frozenset[str]:
    """What a broken dot in brackets begins with: a blank, a dot, a word for it."""
    letters = {word[0] for word in dot_words()}
    return frozenset({*_DOTS, *_BLANKS, *letters, *map(str.upper, letters)})


@lru_cache(maxsize=1)
def _dressing() -> frozenset[str]:
    """What is not ASCII and can be part of a host: other dress, unseen, letters that may pass for Latin ones.

    To compile an expression for them takes sixteen milliseconds, as long as all else that a file needs.
    """
    members: set[str] = set()
    for first, dash, last in re.findall("(.)(?:(-)(.))?", f"{HIDDEN}{STYLED}\u0370-\u03ff\u0400-\u052f"):
        members.update(map(chr, range(ord(first), ord(last if dash else first) + 1)))
    return frozenset(members)


def may_be_disguised(doc: Document, dots: Sequence[re.Match[str]]) -> bool:
    """Whether a text may hold hosts in disguise; never False for one that does.

    ``dots`` are what :func:`~cleanpress.filters.links.candidates.find_dots` found.

    >>> may_be_disguised(Document("a clean text (the one)"), []), may_be_disguised(Document("slot88 (dot) com"), [])
    (False, True)
    """
    text, shadow = doc.text, doc.shadow
    if len(text) > SHORT:  # only the commonest word for a dot, and the commonest suffix
        if shadow.rfind(_SPOKEN) >= 0 and (" dot " in text or " com " in text):
            return True
    elif not dot_words().isdisjoint(doc.small_words) and not dot_words().isdisjoint(text.split()):
        return True
    if (b"(" in shadow or b"[" in shadow) and _has_broken_dot(text):
        return True
    if dots and _has_spaced_dot(text, dots):
        return True
    return doc.foreign and _has_dressed_dot(text, dots, doc.residue)


def shows_plain_hosts(seen: Sight, text: str) -> bool:
    """Whether a text, of which this is in sight, holds no host but plainly written ones, at the dots that are seen."""
    if seen.bits & BROKEN or seen.dots is None or (seen.bits & SPOKEN and len(text) <= SHORT):
        return False
    if seen.bits & ANCHOR and may_have_anchors(text):
        return False  # the link of a Markdown page whose address is covered is none
    return not seen.rare or _undressed(seen.rare)


@lru_cache(maxsize=1024)
def _undressed(rare: str) -> bool:
    """Whether none of these characters is a stop of another writing or can be part of a host."""
    return _FOREIGN_STOPS.isdisjoint(rare) and _dressing().isdisjoint(rare)


def may_have_anchors(text: str) -> bool:
    """The same for anchors.

    >>> may_have_anchors("a list [1] (of one)"), may_have_anchors("a list [of](one.example)")
    (False, True)
    """
    if "[" in text and (compiled(_MARKDOWN).search(text) or compiled(_BBCODE).search(text)):
        return True
    if "<" in text and compiled(_TAG).search(text):
        return True
    return "&" in text and compiled(_ESCAPED_TAG).search(text) is not None


def may_stand_at_an_edge(text: str, doubtful: Sequence[tuple[int, int]], runs: Sequence[tuple[int, int]]) -> bool:
    """Whether a block of links may stand at the head or foot of a text.

    ``doubtful`` are the hosts that may go, ``runs`` is all that is host-like, in order. False only if a sentence or a
    paragraph without a host parts the first and the last of the former from the edges, or one holds it.
    """
    end = text.find("\n", doubtful[0][1])
    if _is_list(text, 0, end if end >= 0 else len(text), runs):
        return True
    return _is_list(text, text.rfind("\n", 0, doubtful[-1][0]) + 1, len(text), runs)


def _is_list(text: str, start: int, end: int, runs: Sequence[tuple[int, int]]) -> bool:
    """Whether every line in a stretch of a text can be part of a block of links."""
    for _ in range(_LINES):
        if start >= end:
            return True
        stop = text.find("\n", start, end)
        stop = stop if stop >= 0 else end
        if stop - start > _LINE:
            return False
        line = text[max(start, stop - _TAIL) : stop]
        ended = compiled(_SENTENCE).search(line)
        if ended and (line.rstrip()[-1] in _STOP or not any(start <= run[0] < stop for run in runs)):
            return False
        start = stop + 1
    return False


def _has_broken_dot(text: str) -> bool:
    """A dot, or a word for it, alone between brackets."""
    first = _in_brackets()
    for opening, closing in (("(", ")"), ("[", "]"), ("{", "}")):
        at = text.find(opening)
        while at >= 0:
            if text[at + 1 : at + 2] in first and (end := text.find(closing, at + 2, at + 2 + _INSIDE)) >= 0:
                word = text[at + 1 : end].strip()
                if word in _DOTS or word.casefold() in dot_words():
                    return True
            at = text.find(opening, at + 1)
    return False


def _has_spaced_dot(text: str, dots: Sequence[re.Match[str]]) -> bool:
    """A dot between blanks."""
    spaced = [dot for dot in dots if text[dot.start() - 1] == " "]
    return any(_may_be_spaced(text, dot) for dot in spaced) if spaced else False


def _has_dressed_dot(text: str, dots: Sequence[re.Match[str]], rare: str) -> bool:
    """A dot near anything of another writing that can be part of a host."""
    for stop, pattern in _STOPS:
        if stop in rare and compiled(pattern).search(text):
            return True
    if rare is text or not _dressing().isdisjoint(rare):
        for dot in dots:
            near = text[max(0, dot.start() - _WINDOW) : dot.start() + _WINDOW]
            if not near.isascii() and not _dressing().isdisjoint(near):
                return True
    return False


def _may_be_spaced(text: str, dot: re.Match[str]) -> bool:
    """Whether a suffix stands behind a dot between blanks, or letters that are spaced out."""
    behind = text[dot.end() - 1 : dot.end() + 15] if dot[1] is None else dot[1]
    word = behind.split(None, 1)[0]
    return len(word) < 2 or word.rstrip(".").lower() in suffixes().tlds
