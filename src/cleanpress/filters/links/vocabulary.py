"""Spam vocabulary in running words: offers, trades and lures, and the words that speak against spam."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from cleanpress.data import DATA, entries, read_toml
from cleanpress.errors import DataError
from cleanpress.filters.links.candidates import Candidate
from cleanpress.filters.links.cues import Cues
from cleanpress.filters.links.features import host_features
from cleanpress.filters.links.model import model
from cleanpress.filters.links.naming import odd, risk
from cleanpress.filters.links.verdict import Signal

__all__ = ["CLASSES", "Pitch", "Rest", "Surroundings", "is_heading", "name_signals", "pitch", "spam_terms"]

CLASSES = ("offers", "trades", "lures", "headings", "security")
_WEIGHTS = {"offers": 2.5, "phrases": 1.8, "trades": 1.2, "lures": 0.7}
_MOST = 3.5  # more words of the same kind prove no more
_NEAR = 300  # code points on each side in which a word makes something the topic
_OVERLAP = 24  # code points of a stretch read with the one before, so that no word is cut in two
_NEUTRAL_NAME = (
    -2.2
)  # half way between well-known sites (median -3.1) and names of ordinary words (-1.5); gambling has 9.0
_ASKED = 256  # terms looked for in one text: keeps the search linear
_WORD = re.compile(r"[^\W_]+")
_HOSTS = re.compile(r"[\w-]+(?:\.[\w/-]+)+")


class Pitch(NamedTuple):
    """How much words sound like an offer: a weight in log odds, and the terms that make it."""

    weight: float
    terms: tuple[str, ...]
    clear: bool = False
    """Whether it is an offer in itself: a whole phrase, or two words that belong to one."""
    pure: bool = False
    """Whether the words are nothing but the offer."""


_NONE = Pitch(0.0, ())


@lru_cache(maxsize=4096)
def pitch(words: str) -> Pitch:
    """How much a short text, an anchor or a line, sounds like what link sellers write.

    >>> pitch("online casino bonus").weight > 2, pitch("minutes of the meeting").weight
    (True, 0.0)
    """
    folded = words.casefold()
    told = [(cue.start, cue.end, cue.phrase.rstrip("*"), cue.kind) for cue in spam_terms().find(folded)]
    told = [*(cue for cue in told if cue[3] in _WEIGHTS), *_phrases(folded)]
    if not told and not any(map(str.isdigit, folded)):
        return _NONE  # nearly all anchors of clean texts
    found: dict[str, str] = {}
    covered = [False] * len(folded)
    for start, end, term, kind in told:
        found.setdefault(term, kind)
        covered[start:end] = [True] * (end - start)
    for word in _WORD.findall(folded):
        if any(map(str.isdigit, word)) and risk(word):  # a brand such as slotking99
            found.setdefault(word, "trades")
    terms = [t for t in found if not any(t != other and t in other for other in found)]
    kinds = [found[term] for term in terms]
    if not {"offers", "phrases", "trades"} & set(kinds):
        return _NONE
    weight = min(_MOST, sum(_WEIGHTS[kind] for kind in kinds))
    letters = [i for i, char in enumerate(folded) if char.isalnum()]
    pure = sum(covered[i] for i in letters) >= 0.85 * len(letters)
    return Pitch(weight, tuple(terms), kinds != ["trades"], pure)


def _phrases(folded: str) -> list[tuple[int, int, str, str]]:
    """The keyword phrases of link spam in casefolded words: where they stand, what they say, and their class.

    Two words of spam may be the author's; three and more are an offer.
    """
    from cleanpress.filters.links.phrases.keywords import find_runs
    from cleanpress.filters.links.phrases.tables import vocabulary
    from cleanpress.filters.links.phrases.words import dense_hits, word_hits

    hits, dense = word_hits(folded), dense_hits(folded)
    runs = find_runs(vocabulary(), folded, hits, dense) if hits or dense else ()
    return [
        (run.start, run.end, folded[run.start : run.end], "offers" if run.strength > 2 else "phrases") for run in runs
    ]


class Surroundings:
    """Which words of a class stand near a place of a text; each stretch of the text is read once at most."""

    def __init__(self, text: str, kinds: tuple[str, ...]) -> None:
        """``kinds`` are classes of the vocabulary; parts of ``text`` that must not count come blanked out."""
        self._text = text
        self._kinds = kinds
        self._found: dict[int, str] = {}

    def near(self, start: int, end: int) -> str:
        """The first word of these classes around ``text[start:end]``, in code points; empty without one."""
        for stretch in range(max(0, start - _NEAR) // _NEAR, (end + _NEAR) // _NEAR + 1):
            if stretch not in self._found:
                self._found[stretch] = self._first(stretch * _NEAR)
            if self._found[stretch]:
                return self._found[stretch]
        return ""

    def _first(self, start: int) -> str:
        window = _HOSTS.sub(" ", self._text[start : start + _NEAR + _OVERLAP]).casefold()
        return next((cue.phrase for cue in spam_terms().find(window) if cue.kind in self._kinds), "")


class Rest:
    """What a text says outside the parts in question; each term is looked for once, and not too many of them."""

    def __init__(self, text: str, parts: Iterable[tuple[int, int]]) -> None:
        """``parts`` are offsets in code points, sorted."""
        self.blanked = blanked(text, parts)
        self._folded = self.blanked.casefold()
        self._known: dict[str, bool] = {}

    def speaks_of(self, term: str) -> bool:
        """Whether the rest holds a term; True when too many have been asked for, since that means keep."""
        if term not in self._known:
            if len(self._known) >= _ASKED:
                return True
            self._known[term] = term in self._folded
        return self._known[term]


def blanked(text: str, parts: Iterable[tuple[int, int]]) -> str:
    """The text with blanks in place of its parts, so that offsets stay."""
    pieces, position = [], 0
    for start, end in parts:
        if end > position:
            start = max(start, position)
            pieces += [text[position:start], " " * (end - start)]
            position = end
    return "".join((*pieces, text[position:]))


def name_signals(candidate: Candidate, most: float = 2.0) -> list[Signal]:
    """What a host's name alone tells: the learned weights of its letters, suffix and digits."""
    score = model().score(host_features(candidate.label, candidate.suffix, candidate.host.count(".")))
    weight = round(max(-1.5, min(most, 0.7 * (score - _NEUTRAL_NAME))), 1)
    words = risk(candidate.label)
    like = f"the name {candidate.host} is {'much ' if abs(weight) > 1 else ''}like those of "
    holds = f" and holds {words[0]!r}" if words and weight > 0 else ""
    found = [Signal(weight, like + ("spam" if weight > 0 else "sites that texts cite") + holds)]
    if odd(candidate):
        found.append(Signal(0.7, f"{candidate.host} has digits in its name or a cheap suffix"))
    return found


def is_heading(line: str) -> bool:
    """Whether a line introduces a list of links: a colon at its end, or a word such as *Sources* in it.

    >>> is_heading("Sumber:"), is_heading("Further reading"), is_heading("slot online")
    (True, True, False)
    """
    bare = line.strip().casefold()
    if bare.endswith((":", "：")):
        return True
    return len(bare) <= 60 and any(cue.kind == "headings" for cue in spam_terms().find(bare))


@lru_cache(maxsize=1)
def spam_terms() -> Cues:
    """The vocabulary of all languages, read when it is first needed.

    Raises DataError naming the file when a class is missing or unknown.
    """
    path = DATA / "links" / "spam_terms.toml"
    table = read_toml(path)
    if set(table) != set(CLASSES):
        raise DataError(f"{path}: keys must be {', '.join(CLASSES)}; differs in {sorted(set(table) ^ set(CLASSES))}")
    terms = Cues()
    for kind in CLASSES:
        for phrase in entries(table[kind]):
            terms.add(kind, phrase)
    return terms
