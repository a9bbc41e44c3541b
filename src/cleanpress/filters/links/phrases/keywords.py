"""Keyword phrases inside sentences: the words of a link whose address was lost when the page became text.

Weights are in log odds. They were fitted on phrases put into random gaps of articles against the
phrases that articles hold by themselves, then rounded, and made stricter where a text is about the goods.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from cleanpress.data import DATA, entries, read_toml
from cleanpress.filters.links.phrases.brands import introduces_name
from cleanpress.filters.links.phrases.runs import Run, dense_runs, run_at, tokens_of
from cleanpress.filters.links.phrases.score import Tally
from cleanpress.filters.links.phrases.surroundings import Surroundings, about
from cleanpress.filters.links.phrases.tables import Vocabulary
from cleanpress.scripts import spaceless

__all__ = ["find_runs", "judge"]

_WINDOW = 120  # code points of its line on each side of a hit in which a phrase can lie
_COMPOUND = 4  # code points from which a word of a writing without spaces is a phrase
_NEAR = 60  # code points: a clause or two
_STRENGTH = ((5.1, 4.3), (4.5, 3.7), (3.6, 2.6), (2.3, -1.5))
"""For 5 or more, 4, 3 and 2 units of vocabulary: with an entry that is spam by itself, and without."""
_FIT = {
    "often": (1.6, "the words around it often stand together"),
    "some": (1.2, "the words around it go together"),
    "unknown": (0.0, "the words around it are not known"),
    "glyph": (0.3, "the writing has no spaces that would show a gap"),
    "edge": (-0.6, "it stands at the edge of its line"),
    "stop": (-1.4, "a stop or mark stands beside it"),
    "never": (-0.1, "the words around it are not known to go together"),
    "never+": (-0.7, "the words around it are common but never stand together"),
}
_DOUBT = -1.3
"""What speaks against a phrase as much as this, in log odds, makes it a suspect: a sentence may need it."""
_JOIN = {"often": -1.8, "some": -1.2, "unknown": 0.3, "never": 0.6, "never+": 0.5, "edge": 0.0}
_LOOSE = frozenset({"quality", "with", "action", "inner"})
_RANK = {"often": 3.0, "some": 2.6, "edge": 1.5, "glyph": 1.5, "unknown": 1.0, "stop": 1.0, "never": 0.6, "never+": 0.2}


def find_runs(vocabulary: Vocabulary, text: str, hits: Sequence[int], dense: Sequence[int]) -> Iterator[Run]:
    """Every phrase of two or more words of spam vocabulary; the hits come from the gate."""
    behind = -1
    for hit in hits:
        if hit < behind or not _beside(vocabulary, text, hit):
            continue
        start = max(text.rfind("\n", max(0, hit - _WINDOW), hit) + 1, hit - _WINDOW, 0)
        end = text.find("\n", hit, hit + _WINDOW)
        tokens = tokens_of(text, start, end if end >= 0 else min(len(text), hit + _WINDOW))
        index = next((n for n, token in enumerate(tokens) if token.start == hit), None)
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


def _beside(vocabulary: Vocabulary, text: str, hit: int) -> bool:
    """Whether a word beside the hit is vocabulary, too, or one behind a function word; most hits end here."""
    word, *behind = text[hit : hit + 80].split(None, 3)[:3]
    before = text[max(0, hit - 40) : hit].split()[:-3:-1]
    if not word.isalnum():
        return True
    for side in (before, behind):
        for near in side:
            near = near.strip(".,").casefold()
            if near in vocabulary.content or not near.isalnum():
                return True
            if near not in vocabulary.parts:
                break
    return False


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
    return part, _tally(vocabulary, text, part, around, company, elsewhere)


def _parts(run: Run, around: Surroundings) -> Iterator[Run]:
    """The run, and what is left of it without up to two loose words at an edge that go with the sentence."""
    pieces = run.pieces
    joined = around.join_left(pieces[0].word.tokens[0])
    lefts = {1: joined == "often" if pieces[0].word.kind == "action" else _joined(joined)}
    rights = {len(pieces) - 1: _joined(around.join_right(pieces[-1].word.tokens[-1]))}
    lefts[2], rights[len(pieces) - 2] = lefts[1], rights[len(pieces) - 1]
    begins = [piece.word.kind for piece in pieces[:2]] == ["quality", "action"]  # "free | buy cheap pills"
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
    first, last = run.pieces[0].word, run.pieces[-1].word
    left = first.kind in _LOOSE and _joined(around.join_left(first.tokens[0]))
    right = last.kind in _LOOSE and _joined(around.join_right(last.tokens[-1]))
    return left + right


def _role(tally: Tally, around: Surroundings) -> None:
    """What part the phrase may play in its sentence: object, subject, what a preposition governs."""
    grammar = _grammar()
    behind = around.context.left_words[1] if len(around.context.left_words) > 1 else ""
    if grammar["takes"].holds(around.left) or grammar["takes"].holds(behind.casefold()):
        tally.add(-3.8, "a verb before it takes such things")
    elif grammar["determiners"].holds(around.left):
        tally.add(-1.2 if around.fit == "often" else -2.2, f"{around.left!r} before it begins a noun phrase")
    elif grammar["prepositions"].holds(around.left) and around.fit != "often":
        tally.add(-2.0, f"it may hang on {around.left!r}")
    if around.opens or len(around.context.left[around.context.clause :].split()) < 2:
        tally.add(-1.6, "it stands where subjects stand")
    sentence = around.context.left[-_NEAR:] + " " + around.context.right[:_NEAR]
    trade = next((word for word in sentence.casefold().split() if grammar["trade"].holds(word.strip(".,"))), "")
    if trade:
        tally.add(-3.0, f"the sentence is about trade ({trade})")


class _Stems:
    """Words, and stems that go on, looked up by their first two characters."""

    def __init__(self, listed: Iterable[str]) -> None:
        self._words: set[str] = set()
        self._stems: dict[str, list[str]] = {}
        for entry in listed:
            if entry.endswith("*"):
                stem = entry[:-1]
                self._stems.setdefault(stem[:2], []).append(stem)
            else:
                self._words.add(entry)

    def holds(self, word: str) -> bool:
        """Whether a casefolded word is listed."""
        return word in self._words or any(word.startswith(stem) for stem in self._stems.get(word[:2], ()))


@lru_cache(maxsize=1)
def _grammar() -> dict[str, _Stems]:
    return {key: _Stems(entries(block)) for key, block in read_toml(DATA / "spam" / "_grammar.toml").items()}


def _ends(run: Run) -> tuple[str, str]:
    """The first and the last token of a run, of writing without spaces the first and the last character."""
    first, last = run.pieces[0].word.tokens[0], run.pieces[-1].word.tokens[-1]
    return first[0] if spaceless(first[0]) else first, last[-1] if spaceless(last[-1]) else last


def _seam(edge: str, fit: str) -> float:
    """What the joint of an edge with its neighbour is worth; that two characters often meet says nothing."""
    return max(0.0, _JOIN[fit]) if spaceless(edge[0]) else _JOIN[fit]


def _joined(fit: str) -> bool:
    return fit in ("often", "some")


def _tally(vocabulary: Vocabulary, text: str, run: Run, around: Surroundings, company: int, elsewhere: int) -> Tally:
    written = text[run.start : run.end]
    tally = Tally("a keyword phrase that its sentence has no use for")
    strong = [piece for piece in run.pieces if piece.word.kind == "strong"]
    weight = _STRENGTH[max(0, 5 - run.strength)][0 if strong else 1]
    goods = text[strong[0].start : strong[0].end] if strong else written
    tally.add(weight, f"link spam says {goods!r}" if strong else f"{written!r} is made of words of link spam")
    tally.add(*_FIT[around.fit])
    first, last = _ends(run)
    tally.add(_seam(first, around.join_left(first)), "how it joins the word before it")
    tally.add(_seam(last, around.join_right(last)), "how it joins the word behind it")
    _role(tally, around)
    if run.pieces[0].word.kind == "action" and len(around.context.left[around.context.clause :].split()) < 4:
        tally.add(-3.2, "its verb may be that of the sentence")
    if run.categories == {"streaming"}:
        tally.add(-1.2 if run.strength < 4 else -0.6, "films are what many texts are about")
    if written != written.lower():
        tally.add(-0.5 if run.language == "de" else -2.4, "it is written with capitals")
    if "register" in around.cues:
        near = around.cues["register"][0] <= _NEAR
        tally.add(-3.0 if near else -1.0, f"the paragraph is about abuse ({around.cues['register'][1]})")
    if company:
        tally.add(-0.8 * min(company, 3), "the text names such goods in other phrases, too")
    if elsewhere:
        tally.add(-0.9 - 0.6 * min(elsewhere, 3), "the text speaks of such goods elsewhere")
    topics = about(vocabulary, text, run.start, run.end, run.categories)
    if topics:
        tally.add(-2.2 - 0.8 * min(len(topics), 3), f"the paragraph is about such goods ({topics[0]})")
    tally.hold(_DOUBT)
    return tally
