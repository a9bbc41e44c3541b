"""Keyword phrases inside sentences: the words of a link whose address was lost when the page became text.

What speaks for and against a phrase is named by :mod:`signals`, and weighed as ``tools/links/phrase_weights.py`` found
on phrases put into random gaps of articles, against those that press and articles hold by themselves.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from cleanpress.filters.links.phrases.brands import introduces_name
from cleanpress.filters.links.phrases.runs import Run, Token, dense_runs, run_at, stretch, tokens_of
from cleanpress.filters.links.phrases.score import Tally
from cleanpress.filters.links.phrases.signals import WEAK, grammar, signals, weights
from cleanpress.filters.links.phrases.surroundings import Surroundings
from cleanpress.filters.links.phrases.tables import Vocabulary, vocabulary
from cleanpress.scripts import spaceless

__all__ = ["find_runs", "judge", "judged_part"]

_NEAR = 48  # code points in which nearly every one lies
_WINDOW = 120  # code points of its line on each side of a hit in which a phrase can lie
_BESIDE = 16  # code points on each side in which a number makes it a part of a contact
_WRITES = 6  # code points behind it in which words of contacts do
_LONG_NUMBER = re.compile(r"[0-9]{6}")
_COMPOUND = 4  # code points from which a word of a writing without spaces is a phrase
_HELD = 1.7
"""The sum, in log odds, of a suspect: two words that others say, too, are no proof, wherever they stand."""
_LOOSE = frozenset({"quality", "with", "action", "inner"})
_RANK = {"often": 3.0, "some": 2.6, "edge": 1.5, "glyph": 1.5, "unknown": 1.0, "stop": 1.0, "never": 0.6, "never+": 0.2}


def find_runs(vocabulary: Vocabulary, text: str, hits: Sequence[int], dense: Sequence[int]) -> Iterator[Run]:
    """Every phrase of two or more words of spam vocabulary.

    ``hits`` are its :func:`~cleanpress.filters.links.phrases.places.anchor_spots`, ``dense`` its
    :func:`~cleanpress.filters.links.phrases.words.dense_hits`.
    """
    behind = -1
    for hit in hits:
        if hit < behind:
            continue
        tokens, index = _tokens_around(vocabulary, text, hit)
        run = None if index is None else run_at(vocabulary, text, tokens, index)
        if run is not None:
            behind = run.end
            if _whole(run):
                yield run
    behind = -1
    for hit in dense:
        if hit < behind:
            continue
        start = max(text.rfind("\n", max(0, hit - _WINDOW), hit) + 1, hit - _WINDOW, 0)
        end = text.find("\n", hit, hit + _WINDOW)
        behind = end if end >= 0 else min(len(text), hit + _WINDOW)
        for run in dense_runs(vocabulary, text, start, behind):
            if _whole(run) and run.end > hit:
                yield run


def _tokens_around(vocabulary: Vocabulary, text: str, hit: int) -> tuple[list[Token], int | None]:
    """The tokens around a hit in its line, as far as they are of the vocabulary and farther; which of them it is."""
    for window in (_NEAR, _WINDOW):
        start = max(text.rfind("\n", max(0, hit - window), hit) + 1, hit - window, 0)
        end = text.find("\n", hit, hit + window)
        end = end if end >= 0 else min(len(text), hit + window)
        tokens = tokens_of(text, start, end)
        index = next((n for n, token in enumerate(tokens) if token.start == hit), None)
        if index is not None:
            low, high = stretch(vocabulary, tokens, index)
            if (low > 1 or start > hit - window) and (high < len(tokens) - 1 or end < hit + window):
                break  # the window cuts no word of it
    return tokens, index


def _whole(run: Run) -> bool:
    """Whether a run is a phrase: one word is none, but a compound of a writing without spaces is."""
    first = run.pieces[0]
    if run.categories == {"social"} and {piece.word.kind for piece in run.pieces} <= {"core", "with", "inner"}:
        return False  # names of platforms, one after another
    compound = (
        first.word.kind == "strong" and spaceless(first.word.tokens[0][0]) and first.end - first.start >= _COMPOUND
    )
    return (
        run.strength >= 2 and bool(run.categories) and (len(run.pieces) > 1 or len(first.word.tokens) > 1 or compound)
    )


def judge(vocabulary: Vocabulary, text: str, run: Run, company: int, elsewhere: int) -> tuple[Run, Tally] | None:
    """The part of a run that is best cut out, and the sum of its signals; None where something ties it to the sentence.

    ``company`` counts other phrases of its goods in the text, ``elsewhere`` words for its goods outside of phrases.
    """
    part = judged_part(text, run)
    if part is None:
        return None
    around = Surroundings(text, part.start, part.end)
    return part, _tally(vocabulary, text, part, around, company, elsewhere)


def judged_part(text: str, run: Run) -> Run | None:
    """The part of a run that is best cut out; None where something ties it to the sentence."""
    best: tuple[float, Run, Surroundings] | None = None
    whole = Surroundings(text, run.start, run.end)
    for part in _parts(run, whole):
        around = Surroundings(text, part.start, part.end)
        rank = _RANK[around.fit] + 0.6 * part.strength - 1.2 * _bound(part, around)
        if best is None or rank > best[0]:
            best = rank, part, around
    if best is None:
        return None
    _, part, around = best
    if around.context.line_start and around.context.line_end:
        return None  # a line of its own is judged as a line
    if around.touching() or whole.touching() or introduces_name(around.left):
        return None
    beside = whole.context.left[-_BESIDE:], whole.context.right[:_BESIDE]
    if any(map(_LONG_NUMBER.search, beside)) or (spaceless(text[run.end - 1]) and _writes(beside[1][:_WRITES])):
        return None  # part of a contact, which goes as a whole or not at all
    return part


def _writes(behind: str) -> bool:
    """Whether words in writing without spaces go on as contacts do: add, ask, a messenger."""
    listed = vocabulary().dense_lines
    return any(word in behind for kind in ("write", "messenger") for word in listed.get(f"contact.{kind}", ()))


def _parts(run: Run, around: Surroundings) -> Iterator[Run]:
    """The run, and what is left of it without up to two loose words at an edge that go with the sentence."""
    pieces = run.pieces
    joined = around.join_left(pieces[0].word.tokens[0])
    lefts = {1: joined == "often" if pieces[0].word.kind == "action" else _joined(joined)}
    rights = {len(pieces) - 1: _joined(around.join_right(pieces[-1].word.tokens[-1]))}
    lefts[2], rights[len(pieces) - 2] = lefts[1], rights[len(pieces) - 1]
    begins = [piece.word.kind for piece in pieces[:2]] == ["quality", "action"]  # "free | buy cheap pills"
    begins |= pieces[0].word.kind == "action" and grammar()["subjects"].holds(around.left)  # "who | order cheap pills"
    lefts[1] |= begins
    for first in range(int(begins), min(3, len(pieces))):
        if first and pieces[first - 1].word.kind not in _LOOSE:
            break
        for stop in range(len(pieces), max(len(pieces) - 3, first), -1):
            if stop < len(pieces) and pieces[stop].word.kind not in _LOOSE:
                break
            if "inner" in (pieces[first].word.kind, pieces[stop - 1].word.kind):
                continue
            part = run.part(first, stop)
            if _whole(part) and (stop == len(pieces) or rights[stop]) and (first == 0 or lefts[first]):
                yield part


def _bound(run: Run, around: Surroundings) -> int:
    """How many loose words at the edges of a run go with the sentence: better to leave a word than to take one."""
    last = run.pieces[-1].word
    return _begins_loosely(run, around) + (last.kind in _LOOSE and _joined(around.join_right(last.tokens[-1])))


def _begins_loosely(run: Run, around: Surroundings) -> bool:
    """Whether the first word of a run goes with the sentence, as "new" may in "the new cheap pills bridge"."""
    first = run.pieces[0].word
    return first.kind in _LOOSE and _joined(around.join_left(first.tokens[0]))


def _joined(fit: str) -> bool:
    return fit in ("often", "some")


def _tally(vocabulary: Vocabulary, text: str, run: Run, around: Surroundings, company: int, elsewhere: int) -> Tally:
    goods = next((piece for piece in run.pieces if piece.word.kind == "strong"), None)
    said = f"link spam says {text[goods.start : goods.end]!r}" if goods else "all of it is vocabulary of link spam"
    tally = Tally(f"a keyword phrase that its sentence has no use for; {said}")
    known, found = weights(), signals(vocabulary, text, run, around, company, elsewhere)
    for name, words in found.items():
        if name in known:
            tally.add(known[name], words)
    tally.total += known["bias"]
    if WEAK in found or _begins_loosely(run, around):
        tally.total = min(tally.total, _HELD)
    return tally
