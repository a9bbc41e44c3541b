"""How readings of a text are compared: by what they gain over the text as it stands, in nats."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple, TypeAlias

from cleanpress.edits import Change, apply
from cleanpress.filters.mojibake.choose import Choice, choose
from cleanpress.filters.mojibake.plausible import Costs, likeliest, total
from cleanpress.filters.mojibake.utf8 import ODD, Cell
from cleanpress.lazy import cached_property

__all__ = ["CLEAR", "Judge", "Origin", "Proposal", "Reading"]

CLEAR = 8.0
"""Nats a reading must gain over the text as it stands."""
_RARE = 6.0
"""Nats more for each degree of rarity of a page."""
_CERTAIN = 2.0
"""Nats by which the option taken must beat the next best one."""
_KNOWN = 0.85
"""Share of the new characters that the language must be known to write, where bytes alone prove little."""
_USUAL = 3.4
"""Nats a character that running text costs at most; in clean sentences of 60 languages it was 2.2 to 3.2."""
_GOOD = 3.0
"""Nats a character under which a word reads well."""
_GOOD_MANY = {"zh": 7.0, "ja": 6.0, "ko": 6.3}
_WELL = 0.67
"""Share of the words beyond ASCII that read well, from which on a text is not one of another page."""
_WORDS = 40
"""Words by which that is told at most."""
_FLUENT = 4.0
"""The same for a text in which a lost letter is to be told by its neighbours."""
_USUAL_MANY = {"zh": 8.6, "ja": 7.6, "ko": 6.0}
_USUAL_SHORT = 5.0
"""Nats that a short text may cost more."""
_HALF = 0.5
_ROW = 6
"""A page other than the usual two must explain half of the damage, or a run of so many characters."""
_SAMPLE = 160
"""Code points a language is chosen by."""
_WESTERN = "[^\\W_\u3040-\u9fff\uac00-\ud7a3]"
_INSIDE = re.compile(f"{_WESTERN}[“”‘„–—…«»\xa0]{_WESTERN}|[\x80-\x9f]")
"""What stands in no word: quotation marks, but those of East Asia touch letters on both sides; and controls."""
_DRAWN = re.compile("[\x00-\x7f\u2500-\u259f]*")
"""A drawing: frame characters, and no letter of the page that has them."""
_LETTERS = re.compile(r"[^\W\d_]+")
_PLAIN = frozenset("“”‘’–—…«»")
_MARKS = _PLAIN | {"„", "‚"}

Origin: TypeAlias = tuple[str, str, str]
"""What a page was taken for: kind (utf8, wide or narrow), page read with, page written with."""


class Reading(NamedTuple):
    """A way to read a text: what is gained in nats, what changes, what stays open."""

    gain: float
    changes: list[Change]
    chain: str
    doubts: list[Change]
    share: float
    origin: Origin | None


class Proposal(NamedTuple):
    """Cells with the chain of encodings that explains them, and what that costs beforehand in nats.

    ``known``: bytes prove little, so it must bring the words of a known language, and all cells are likely
    to be damaged together. ``rarity`` is how seldom the page is the cause, 0 to 3.
    """

    cells: list[Cell]
    chain: str
    prior: float
    known: bool = False
    origin: Origin | None = None
    rarity: int = 0


class Judge:
    """Compares readings of one text with the text as it stands."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._kept: dict[int, float] = {}

    @cached_property
    def above(self) -> int:
        """How many characters of the text may be damage; 1 if there are none."""
        return sum(char > "\x7f" and char not in _PLAIN for char in self.text) or 1

    @cached_property
    def own(self) -> tuple[Costs, ...]:
        """The likeliest languages of the text as it stands."""
        return likeliest(self.text[:_SAMPLE])

    def doubtful(self) -> bool:
        """Whether most words beyond ASCII read badly: old pages leave hardly one of them as it should be."""
        words = [word for word in self.text.split() if not word.isascii()][:_WORDS]
        well = max(sum(_reads_well(costs, word) for word in words) for costs in self.own)
        return well < _WELL * len(words)

    def dearth(self, piece: str) -> float:
        """The cost of a piece of the text in the languages of the text."""
        return min(total(costs, piece) for costs in self.own)

    def most(self, proposals: Iterable[Proposal], found: Reading | None = None) -> Reading | None:
        """The reading that gains most."""
        for proposal in proposals:
            reading = self.read(proposal)
            if found is None or reading.gain > found.gain:
                found = reading
        return found

    def _keep(self, costs: Costs) -> float:
        if id(costs) not in self._kept:
            self._kept[id(costs)] = total(costs, self.text) + costs[(self.text[-1:] or " ") + " "]
        return self._kept[id(costs)]

    def read(self, proposal: Proposal) -> Reading:
        """The cheapest reading of the proposed cells, in the language that makes it cheapest."""
        cells, text = proposal.cells, self.text
        likely = [Change(start, end, options[1][0]) for start, end, options in cells]
        sample = _sample(text, likely)
        own, other = self.own[0], likeliest(sample)
        languages = _distinct((other[0], own, *other, *self.own))
        some = 1 if other[0] is own else 2
        choices = [(choose(text, cells, costs, proposal.known), costs) for costs in languages[:some]]
        if any(choice.gain for choice, _ in choices):  # else the others hardly gain anything
            choices += [(choose(text, cells, costs, proposal.known), costs) for costs in languages[some:]]
        choices.sort(key=lambda pair: self._keep(pair[1]) - pair[0].gain)
        writing = (pair for pair in choices if self._writes(cells, *pair)) if proposal.known else iter(choices)
        choice, costs = next(writing, choices[0])
        after = self._keep(costs) - choice.gain
        changes: list[Change] = []
        doubts: list[Change] = []
        # A byte of some piece is lost, and only its neighbours tell what it was.
        lost = not proposal.known and any(
            0.0 < cell[2][n][1] < ODD for cell, n in zip(cells, choice.picks, strict=True)
        )
        fluent = lost and self._fluent(costs, cells, choice)
        for (start, end, options), pick, margin in zip(cells, choice.picks, choice.margins, strict=True):
            if pick:
                change = Change(start, end, options[pick][0])
                clear = margin >= _CERTAIN
                if clear and lost and 0.0 < options[pick][1] < ODD:
                    clear = fluent and all(map(costs.writes, change.replacement))
                (changes if clear else doubts).append(change)
        gain = min(map(self._keep, languages)) - after - proposal.prior
        share = sum(end - start for start, end, _ in changes) / self.above
        if gain < CLEAR + _RARE * proposal.rarity or not self._sound(proposal, changes, share, costs):
            gain = 0.0
        return Reading(gain, changes, proposal.chain, doubts, share, proposal.origin)

    def _writes(self, cells: Sequence[Cell], choice: Choice, costs: Costs) -> bool:
        """Whether a language writes the words that a choice makes."""
        return _known(_picked(cells, choice), self.text, costs)

    def _fluent(self, costs: Costs, cells: Sequence[Cell], choice: Choice) -> bool:
        """Whether the text, mended, reads like running text of the language: only then can it tell lost letters."""
        right = apply(self.text, _picked(cells, choice))
        return not costs.symbols or total(costs, right) <= _USUAL_MANY.get(costs.language, _FLUENT) * len(right)

    def _sound(self, proposal: Proposal, changes: Sequence[Change], share: float, costs: Costs) -> bool:
        """Whether a reading is more than the cheapest: good text, or the work of a page that explains a good deal."""
        if proposal.known:
            return _known(changes, self.text, costs) and _usual(changes, costs)
        return proposal.rarity == 0 or share >= _HALF or any(end - start >= _ROW for start, end, _ in changes)


def _picked(cells: Sequence[Cell], choice: Choice) -> list[Change]:
    """What a choice changes."""
    picked = zip(cells, choice.picks, strict=True)
    return [Change(start, end, options[pick][0]) for (start, end, options), pick in picked if pick]


def _reads_well(costs: Costs, word: str) -> bool:
    cost = costs[" " + word[0]] + costs.inner(word) + costs[word[-1] + " "]
    return cost <= _GOOD_MANY.get(costs.language, _GOOD) * (len(word) + 1)


def _distinct(languages: Iterable[Costs]) -> list[Costs]:
    return list({id(costs): costs for costs in languages}.values())


def _known(changes: Sequence[Change], text: str, costs: Costs) -> bool:
    """Whether nearly all characters that a reading puts in place are those of the language, and make words of it."""
    words = [text[start:end] for start, end, _ in changes]
    damaged = "".join(words)
    if _DRAWN.fullmatch(damaged) or all(map(_MARKS.issuperset, words)):
        return False
    if damaged.isupper() and len(set(damaged).difference(*(change.replacement for change in changes))) == 1:
        return False  # one capital that is read otherwise says nothing of a language
    letters = [len(word) for change in changes for word in _LETTERS.findall(change.replacement)]
    if letters and 2 * letters.count(1) > sum(letters):
        return False
    new = [char for start, end, right in changes for char in right if char > "\x7f" and char not in text[start:end]]
    if any(_INSIDE.search(change.replacement) for change in changes):
        return False
    known = sum(costs.knows(char) or char in _PLAIN for char in new)
    return known >= _KNOWN * len(new)


def _usual(changes: Sequence[Change], costs: Costs) -> bool:
    """Whether the mended words are as likely as running text of the language."""
    words = " ".join(change.replacement for change in changes)
    limit = _USUAL_MANY.get(costs.language, _USUAL)
    return total(costs, words) <= limit * len(words) + _USUAL_SHORT


def _sample(text: str, likely: Sequence[Change]) -> str:
    """The mended pieces with what stands around them, enough to tell the language."""
    pieces: list[str] = []
    length = behind = 0
    for start, end, replacement in likely:
        pieces += text[max(behind, start - 12) : start], replacement
        length += len(pieces[-1]) + len(pieces[-2])
        behind = end
        if length > _SAMPLE:
            break
    return "".join(pieces) + text[behind : behind + 12]
