"""What speaks for and against a keyword phrase: named signals of its words, its neighbours and its text."""

from __future__ import annotations

import re
from functools import lru_cache

from cleanpress.data import DATA, entries, read_toml
from cleanpress.filters.links.context import shape
from cleanpress.filters.links.model import pair_table
from cleanpress.filters.links.phrases.runs import Run
from cleanpress.filters.links.phrases.surroundings import Surroundings, about
from cleanpress.filters.links.phrases.tables import ANY, Stems, Vocabulary
from cleanpress.scripts import spaceless

__all__ = ["WEAK", "Signals", "grammar", "signals", "weights"]

WEAK = "weak"
"""The signal of a phrase of two words that are no spam by themselves."""

Signals = dict[str, str]
"""The names of the signals found, and each in words."""

_SENTENCE_END = re.compile(r"[.!?…。！？؟।](?=\s|$)|[。！？]")
_NEAR = 60  # code points: a clause or two
_FEW = 5  # function words from which a language is told by them
_MANY = 14  # words in which one of them would stand
_FITS = {
    "often": "the words around it often stand together",
    "some": "the words around it go together",
    "unknown": "the words around it are not known",
    "glyph": "the writing has no spaces that would show a gap",
    "edge": "it stands at the edge of its line",
    "stop": "a stop or mark stands beside it",
    "never": "the words around it are not known to go together",
    "never+": "the words around it are common but never stand together",
}


def signals(vocabulary: Vocabulary, text: str, run: Run, around: Surroundings, company: int, elsewhere: int) -> Signals:
    """All signals of a phrase; ``company`` and ``elsewhere`` are as in :func:`~.keywords.judge`."""
    found: Signals = {}
    _said(found, text, run)
    _neighbours(found, run, around)
    _role(found, run, around)
    _text(found, vocabulary, text, run, around, company, elsewhere)
    return found


def _said(found: Signals, text: str, run: Run) -> None:
    """What the words of the phrase are."""
    written = text[run.start : run.end]
    strong = [piece for piece in run.pieces if piece.word.kind == "strong"]
    kinds = [piece.word.kind for piece in run.pieces]
    words = sum(len(piece.word.tokens) for piece in run.pieces)
    if not strong:
        found["plain" if run.strength > 2 else WEAK] = "none of it is spam by itself"
    for least in range(3, min(run.strength, 5) + 1):
        found[f"strength {least}"] = "much of it is vocabulary of link spam"
    for least in range(2, min(words, 5) + 1):
        found[f"words {least}"] = f"it has {words} words"
    if len(strong) > 1:
        found["strong twice"] = "link spam says more than one thing in it"
    if "quality" in kinds:
        found["praise" if kinds[0] != "quality" else "praise first"] = "it praises its goods"
    if kinds[0] == "action":
        found["action"] = "it begins with what one does with its goods"
    elif "action" in kinds:
        found["action inside"] = "it says what one does with its goods"
    if "inner" in kinds:
        found["function word"] = "it holds a function word"
    for category in sorted(run.categories):
        found[f"goods {category}"] = f"it names goods ({category})"
    if written != written.lower():
        first = written[0] != written[0].lower() and written[1:] == written[1:].lower()
        name = "capitals first" if first else "capitals"
        found[f"{name} de" if run.language == "de" else name] = "it is written with capitals"


def _neighbours(found: Signals, run: Run, around: Surroundings) -> None:
    """How it joins its neighbours, and whether these go together."""
    fit = around.fit
    found[f"fit {fit}"] = _FITS[fit]
    first, last = run.pieces[0].word.tokens[0], run.pieces[-1].word.tokens[-1]
    if fit == "glyph":
        found["glyphs " + pair_table().fit(around.left[-1:], around.right[:1])] = "the characters around it"
    if not spaceless(first[0]):
        found[f"left {around.join_left(first)}"] = "how it joins the word before it"
    if not spaceless(last[-1]):
        found[f"right {around.join_right(last)}"] = "how it joins the word behind it"
    left, right = _kind(around.left, True), _kind(around.right, False)
    found[f"behind {left}"] = f"what stands before it ({around.left})"
    found[f"before {right}"] = f"what stands behind it ({around.right})"
    context = around.context
    lefts, rights = context.left_words, context.right_words
    shapes = _shape(lefts[0] if lefts else ""), _shape(rights[0] if rights else "")
    found["shapes {} {}".format(*shapes)] = "how the words around it are written"


def _shape(word: str) -> str:
    told = shape(word)
    return (
        told if told in ("none", "lower", "Title", "9", "zh", "caseless") else "other" if word[0].isalnum() else "mark"
    )


def _kind(word: str, before: bool) -> str:
    listed, table = grammar(), pair_table()
    if not word:
        return "edge"
    if word.startswith("<n"):
        return "number"
    if not word[-1].isalnum():
        return "comma" if word in ",،、，" else "stop" if word in ".!?…。！？؟।:" else "mark"
    if not before and listed["follows"].holds(word[0] if spaceless(word[0]) else word):
        return "follower"
    if spaceless(word[0]):
        return "glyph"
    if before and listed["takes"].holds(word):
        return "verb"
    if listed["determiners"].holds(word):
        return "article"
    if listed["prepositions"].holds(word):
        return "preposition"
    return "common" if table.common(word) else "known" if table.knows(word) else "unknown"


def _role(found: Signals, run: Run, around: Surroundings) -> None:
    """What part the phrase may play in its sentence: object, subject, what a preposition governs."""
    listed = grammar()
    context = around.context
    behind = context.left_words[1] if len(context.left_words) > 1 else ""
    if listed["takes"].holds(behind.casefold()):
        found["verb farther"] = "a verb before it takes such things"
    words = len(context.left[context.clause :].split())
    if around.opens:
        words = 0
    found[f"place {min(words, 4)}"] = f"{words} words of its sentence stand before it"
    if words == 0:
        right = context.right_words[0] if context.right_words else ""
        found[f"opens {_shape(right)}"] = "it opens its sentence"
    if run.pieces[0].word.kind == "action" and words < 4:
        found["verb of sentence"] = "its verb may be that of the sentence"
    sentence = context.left[-_NEAR:] + " " + context.right[:_NEAR]
    trade = next((word for word in sentence.casefold().split() if listed["trade"].holds(word.strip(".,"))), "")
    if trade:
        found["trade"] = f"the sentence is about trade ({trade})"


def _text(
    found: Signals, vocabulary: Vocabulary, text: str, run: Run, around: Surroundings, company: int, elsewhere: int
) -> None:
    """What the text around is about, and in which language."""
    if "register" in around.cues:
        near = around.cues["register"][0] <= _NEAR
        found["abuse near" if near else "abuse"] = f"the paragraph is about abuse ({around.cues['register'][1]})"
    if company:
        found[f"company {min(company, 3)}"] = "the text names such goods in other phrases, too"
    if elsewhere:
        found[f"elsewhere {min(elsewhere, 3)}"] = "the text speaks of such goods elsewhere"
    plight = _plight(vocabulary, run, around)
    if plight:
        found["plight"] = f"its sentence speaks as the press does of such goods ({plight})"
    topics = about(vocabulary, text, run.start, run.end, run.categories)
    if topics:
        found[f"topic {min(len(topics), 3)}"] = f"the paragraph is about such goods ({topics[0]})"
    if _foreign(text, run, around):
        found["foreign writing"] = "the text is in another writing"
    elif _strange(vocabulary, run, around):
        found["foreign language"] = "the text is in another language"


def _plight(vocabulary: Vocabulary, run: Run, around: Surroundings) -> str:
    """A word of its sentence that says who lost what, who forbids, warns, is caught or pays; empty without one."""
    context = around.context
    end = _SENTENCE_END.search(context.right)
    sentence = f"{context.left[context.clause :]} {context.right[: end.start() if end else None]}".casefold()
    spoken = [run.language] if run.language != ANY else sorted(vocabulary.plights)
    return next(filter(None, (vocabulary.plights[language].first(sentence) for language in spoken)), "")


def _foreign(text: str, run: Run, around: Surroundings) -> bool:
    letters = [char for char in around.context.left[-40:] + around.context.right[:40] if char.isalpha()]
    phrase = text[run.start : run.end]
    return phrase.isascii() and len(letters) > 9 and sum(map(str.isascii, letters)) < 0.2 * len(letters)


def _strange(vocabulary: Vocabulary, run: Run, around: Surroundings) -> bool:
    """Whether no function word of the phrase's language stands near, among enough words."""
    inner = vocabulary.functions.get(run.language, set())
    if run.language == ANY or len(inner) < _FEW:
        return False
    near = (around.context.left + " " + around.context.right).casefold().split()
    return len(near) > _MANY and inner.isdisjoint(near)


@lru_cache(maxsize=1)
def weights() -> dict[str, float]:
    """The weight of each signal in log odds, and ``bias``, with which a sum of ln 9 removes."""
    return read_toml(DATA / "spam" / "_weights.toml")


@lru_cache(maxsize=1)
def grammar() -> dict[str, Stems]:
    """Articles, verbs that take goods, prepositions and the like, in all languages."""
    return {key: Stems(entries(block)) for key, block in read_toml(DATA / "spam" / "_grammar.toml").items()}
