"""What is found in one text: brand words, contacts, lists, calls to action, keyword phrases, in this order.

Each form sums named signals; a sum that is high enough is a removal, a lower one a suspect in the report.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from cleanpress.document import Document
from cleanpress.edits import Span
from cleanpress.filters.base import Rule
from cleanpress.filters.links.phrases.brands import Brand, find_brands, judge_brand, judge_name
from cleanpress.filters.links.phrases.contacts import contact_offsets, judge_contact, sentence_around
from cleanpress.filters.links.phrases.gate import line_around
from cleanpress.filters.links.phrases.keywords import find_runs, judge
from cleanpress.filters.links.phrases.lines import judge_call, judge_hashtags, judge_list
from cleanpress.filters.links.phrases.places import anchor_spots, hits, unspaced_hits
from cleanpress.filters.links.phrases.runs import Run
from cleanpress.filters.links.phrases.score import REMOVE, SUSPECT, Tally
from cleanpress.filters.links.phrases.tables import vocabulary
from cleanpress.lazy import cached_property
from cleanpress.seams import seam

__all__ = ["RULES", "find_spans", "replaced_name", "runs_of"]


def find_spans(doc: Document, *, brands: Sequence[int], lines: Sequence[int], phrases: bool) -> list[Span]:
    """A deletion for each form, with what the gate says: where brands and marked lines are, and what there may be."""
    found = _Findings(doc.text)
    if brands:
        found.brands(brands)
    found.marked(lines)
    if phrases:
        found.phrases(doc.once(hits), doc.once(anchor_spots), doc.once(unspaced_hits))
    return found.spans


def replaced_name(text: str, spots: Sequence[int]) -> str:
    """What speaks for a brand in the place of a name all over the text, in words; empty if nothing does.

    ``spots`` are the :func:`~cleanpress.filters.links.phrases.gate.spots` of the text where brands may stand.

    >>> text = "The jackpotoak88 College was founded in 1902. The jackpotoak88 College has four hundred pupils."
    >>> replaced_name(text, [14, 56])[:12]
    'jackpotoak88'
    """
    for brand, name in _named(text, tuple(spots)):
        if name is not None and name.confidence >= SUSPECT:
            return f"{text[brand.start : brand.end]}: {name.reason}"
    return ""


@lru_cache(maxsize=1)
def _named(text: str, spots: tuple[int, ...]) -> list[tuple[Brand, Tally | None]]:
    """The brand words of a text and what speaks for each as a name; remembered, for a text is asked twice."""
    brands = list(find_brands(text, spots))
    repeats = Counter(brand.letters for brand in brands)
    return [(brand, judge_name(text, brand, repeats[brand.letters])) for brand in brands]


class _Findings:
    """What was found in one text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.spans: list[Span] = []
        self.taken: list[tuple[int, int]] = []

    @cached_property
    def edges(self) -> tuple[int, int]:
        """Where the text begins and ends, blanks left out."""
        return len(self.text) - len(self.text.lstrip()), len(self.text.rstrip())

    def note(self, start: int, end: int, rule: str, tally: Tally | None) -> None:
        """Keep a span that is at least doubtful."""
        if tally is None or tally.confidence < SUSPECT:
            return
        if tally.confidence >= REMOVE and self.free(start, end):
            insort(self.taken, (start, end))
        cut = seam(self.text, start, end)
        self.spans.append((*cut, rule, tally.reason, tally.confidence))

    def free(self, start: int, end: int) -> bool:
        """Whether a span lies outside of all that is removed already."""
        index = bisect_left(self.taken, (end,))
        return index == 0 or self.taken[index - 1][1] <= start

    def brands(self, spots: Sequence[int]) -> None:
        """Brand words."""
        brands = _named(self.text, tuple(spots))
        repeats = Counter(brand.letters for brand, _ in brands)
        replaced = {brand.letters for brand, name in brands if name is not None}
        for brand, name in brands:
            if name is not None:
                self.note(brand.start, brand.end, "links/substituted-name", name)
            elif brand.letters not in replaced:
                tally = judge_brand(self.text, brand, repeats[brand.letters])
                self.note(brand.start, brand.end, "links/brand-word", tally)

    def marked(self, lines: Sequence[int]) -> None:
        """Hashtag lists and calls to action."""
        for line in filter(None, (line_around(self.text, start) for start in lines)):
            if self.text[line[0]] == "#":
                self.note(*line, "links/keyword-list", judge_hashtags(self.text, line, self.edges))
            else:
                self.note(*line, "links/call-to-action", judge_call(self.text, line, self.edges))

    def phrases(self, hits: Sequence[int], spots: Sequence[int], dense: Sequence[int]) -> None:
        """Contacts, keyword lists and keyword phrases."""
        words, text = vocabulary(), self.text
        runs = list(find_runs(words, text, spots, dense))
        self.contacts(runs, contact_offsets(words, text, hits, dense))
        behind = -1
        for run in runs:
            line = line_around(text, run.start) if run.start >= behind else None
            if line is not None:
                behind = line[1]
                if self.free(*line):
                    self.note(*line, "links/keyword-list", judge_list(words, text, line, self.edges))
        for run, company, elsewhere in _accompanied(text, runs, hits):
            judged = judge(words, text, run, company, elsewhere) if self.free(run.start, run.end) else None
            if judged is not None:
                self.note(judged[0].start, judged[0].end, "links/keyword-phrase", judged[1])

    def contacts(self, runs: list[Run], offsets: list[int]) -> None:
        """Contacts that spam placed."""
        behind = -1
        for offset in offsets:
            if offset < behind:
                continue
            behind = sentence_around(self.text, offset)[1]
            judged = judge_contact(vocabulary(), self.text, offset, runs, 0)
            if judged is not None:
                self.note(judged[0], judged[1], "links/contact", judged[2])


def runs_of(text: str) -> list[tuple[Run, int, int]]:
    """Every phrase of a text, how many others of its goods it holds, and how many words for them outside of phrases."""
    doc = Document(text)
    runs = find_runs(vocabulary(), text, anchor_spots(doc), unspaced_hits(doc))
    return _accompanied(text, list(runs), hits(doc))


def _accompanied(text: str, runs: list[Run], hits: Sequence[int]) -> list[tuple[Run, int, int]]:
    named = Counter(category for run in runs for category in run.categories)
    alone = _alone(text, runs, hits)
    return [
        (
            run,
            max(named[category] for category in run.categories) - 1,
            sum(alone[category] for category in run.categories),
        )
        for run in runs
    ]


def _alone(text: str, runs: list[Run], hits: Sequence[int]) -> Counter[str]:
    """How many words for goods of each category stand outside of phrases."""
    singles = vocabulary().singles
    counted: Counter[str] = Counter()
    index = 0
    for hit in hits:
        while index < len(runs) and runs[index].end <= hit:
            index += 1
        if index < len(runs) and runs[index].start <= hit:
            continue
        counted.update(singles.get(text[hit : hit + 40].split(None, 1)[0].rstrip(",.").casefold(), ()))
    return counted


_DECISION = (
    "A sum of named signals: what the words say, whether the words around read on without them, how they join their "
    "neighbours, what the paragraph and the rest of the text are about, capitals, quotation marks and brackets, cues "
    "that cite, name or warn. Below the threshold it is reported, not removed."
)

RULES = (
    Rule("links/brand-word", "a brand of link spam without its suffix, dropped into a sentence", _DECISION),
    Rule("links/keyword-phrase", "a keyword phrase whose link was lost, dropped into a sentence", _DECISION),
    Rule("links/keyword-list", "a line of keywords or hashtags of link spam, or a lone keyword", _DECISION),
    Rule("links/call-to-action", "a line that calls to bet, register or claim a bonus", _DECISION),
    Rule("links/contact", "a messenger contact that offers what the text is not about", _DECISION),
    Rule(
        "links/substituted-name",
        "a brand of link spam in the place of a name",
        "The same brand stands again and again beside words that name an institution. Cutting it would leave a hole, "
        "so the document is flagged, and left as it is.",
    ),
)
