"""A word of the sentence that a link script left no space behind: ``kembalislot88.live``.

Nothing marks the border, so the word is only told by what words are known, by how they go with their
neighbours, and by where the name of the host begins to sound like spam. Unsure means keep.
"""

from __future__ import annotations

from cleanpress.filters.links.candidates import Candidate
from cleanpress.filters.links.context import Context, plain
from cleanpress.filters.links.evidence import WordTable
from cleanpress.filters.links.naming import risk

__all__ = ["UNSURE", "glued_word"]

UNSURE = -1
"""The name may begin with a word of the sentence, or may not."""
_SHORTEST = 4  # letters of a word, and of what is left of the name behind it
_FITS = frozenset({"some", "often"})


def glued_word(candidate: Candidate, context: Context, table: WordTable) -> int:
    """How many code points at the start of the host are a word of the sentence: 0 for none, or UNSURE.

    Letters with accents are hardly ever part of a host's name: up to the last of them it is a word.
    """
    if candidate.form != "bare" or candidate.host.count(".") != candidate.suffix.count(".") + 1:
        return 0
    label = candidate.label
    marked = max((index + 1 for index, char in enumerate(label) if not char.isascii()), default=0)
    if marked:
        known = [length for length in range(marked, len(label) - _SHORTEST + 1) if table.knows(label[:length])]
        return max(known, default=UNSURE)
    for length in range(len(label) - _SHORTEST, _SHORTEST - 1, -1):
        word = label[:length]
        if table.common(word) and _reads_on(word, context, table):
            return length if risk(label[length:]) and not risk(word) else UNSURE
    return 0


def _reads_on(word: str, context: Context, table: WordTable) -> bool:
    """Whether the word goes with the words on both sides, and these do not go with each other."""
    lefts, rights = context.left_words, context.right_words
    if not lefts or not rights:
        return False
    left, right = plain(lefts[0]), plain(rights[0])
    return table.fit(left, word) in _FITS and table.fit(word, right) in _FITS and table.fit(left, right) not in _FITS
