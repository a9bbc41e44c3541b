"""Where a text of any length may hold a keyword phrase: words of its vocabulary that stand side by side.

One pass over the words tells which of them are anchors, one word of each entry from which a phrase can be made; only
the neighbours of those are looked at.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from cleanpress.document import Document
from cleanpress.filters.links.phrases.words import anchors, dense_hits, gate, word_hits
from cleanpress.filters.sight import UNSPACED, sight

__all__ = ["anchor_spots", "begins_phrase", "hits", "unspaced_hits"]

ANY = "any"
"""The language of words that are the same everywhere."""

_NEAR = 48  # code points on each side in which the two nearest words lie
_REACH = 120  # code points on each side of a messenger in which its address would stand
_EDGES = ".,;:!?()[]\"'«»“”"


def anchor_spots(doc: Document) -> tuple[int, ...]:
    """The code-point offsets of words that may be part of a phrase, or of a contact; sorted.

    To be asked through :meth:`~cleanpress.Document.once`.

    >>> anchor_spots(Document("a ferry, the best casino bonus")), anchor_spots(Document("the casino of the town"))
    ((18, 25), ())
    """
    seen = sight(doc)
    known = doc.once(hits) if seen is None or seen.words is None else seen.words
    return tuple([spot for spot in known if begins_phrase(doc.text, spot)])


def hits(doc: Document) -> Sequence[int]:
    """The :func:`~cleanpress.filters.links.phrases.words.word_hits` of a text, to be asked for likewise."""
    seen = sight(doc)
    if seen is not None and seen.hits is not None:
        return seen.hits
    small = anchors().intersection(doc.small_words)
    return word_hits(doc.text, small) if small else ()


def unspaced_hits(doc: Document) -> Sequence[int]:
    """The :func:`~cleanpress.filters.links.phrases.words.dense_hits` of a text, to be asked for likewise."""
    seen = sight(doc)
    return dense_hits(doc.text) if seen is None or seen.bits & UNSPACED else ()


def begins_phrase(text: str, spot: int) -> bool:
    """Whether two words from which phrases are made stand side by side, or a messenger beside an address."""
    known = gate()
    word, *behind = map(_bare, text[spot : spot + 2 * _NEAR].split(None, 3)[:3])
    if word in known.messengers:
        return _addressed(text, spot)
    before = [_bare(near) for near in text[max(0, spot - _NEAR) : spot].split()[-2:]]
    if word in known.goods and (_goes_on(word, behind, ">") or _goes_on(word, before[::-1], "<")):
        return True
    near = [*before, word, *behind]
    if any(map(known.pairs.__contains__, map(" ".join, pairwise(near)))):
        return True
    return any(" ".join(near[at : at + 3]) in known.triples for at in range(len(near) - 2))


def _bare(word: str) -> str:
    return word.strip(_EDGES).casefold()


def _goes_on(goods: str, beside: list[str], edge: str) -> bool:
    """Whether the next word is of the same language's vocabulary; function words are passed over."""
    known = gate()
    for word in beside:
        if word in known.content and _together(goods, word, edge):
            return True
        if word not in known.inner and word.isalnum():
            return False
    return False


@lru_cache(maxsize=4096)
def _together(goods: str, word: str, edge: str) -> bool:
    """Whether a language has both words, one that names goods, and one with which an entry begins or ends."""
    spoken = _spoken()
    named = {language[:-1] for language in spoken[goods] if language[-1] == "!"}
    others = {language[:-1] for language in spoken.get(word, ()) if language[-1] == edge}
    return not named.isdisjoint(others) or bool(others and ANY in named) or ANY in others


@lru_cache(maxsize=1)
def _spoken() -> dict[str, frozenset[str]]:
    """The languages of each word of the vocabulary."""
    return {word: frozenset(languages) for word, *languages in map(str.split, gate().spoken)}


def _addressed(text: str, spot: int) -> bool:
    near = text[max(0, spot - _REACH) : spot + _REACH]
    return "@" in near or sum(map(str.isdecimal, near)) > 5
