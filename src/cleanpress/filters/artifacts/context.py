"""Is it an artifact here? The wording alone does not say: texts quote messages, and short labels are words.

A phrase is cut when nothing speaks against it: it is not mentioned (quoted, shown as code, announced or
explained), it stands where its emitter puts it, and, if it is short, its surroundings show that no author
wrote it there. All is judged against the lines that stay, so that a cleaned text holds nothing new.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from itertools import accumulate, islice
from operator import attrgetter
from typing import NamedTuple

from cleanpress.document import Document, Line, rows
from cleanpress.filters.artifacts import mention
from cleanpress.filters.artifacts.heads import EDGE
from cleanpress.filters.artifacts.match import Found, Matcher
from cleanpress.filters.artifacts.shapes import near_end
from cleanpress.lazy import cached_property
from cleanpress.lexicon import SLOT, Entry, trim
from cleanpress.scripts import spaceless

__all__ = ["CUT", "Context", "Verdict"]

CUT = 0.9
"""Confidence from which a finding counts as gone when its neighbours are judged."""

REPORTED = 0.6
"""Confidence of a phrase whose surroundings do not confirm it."""

CONFIRMED = 0.93
"""Confidence of a phrase that proves nothing by itself, but that its surroundings confirm."""

VOUCHED = 0.95
"""A rule that states at least this confidence vouches for its short phrases: they need no context."""

EDGE_LINES = 12
"""How many lines of the author's may stand before (behind) a phrase of the head (foot)."""

PARAGRAPH = 60
"""Code points from which a line is a paragraph whatever it ends in."""

_ENDS = tuple('.!…。！।۔"”»)）」』')


class Verdict(NamedTuple):
    """A finding and the confidence (0..1) that it is an artifact where it stands."""

    found: Found
    confidence: float


class Run(NamedTuple):
    """Artifact lines with nothing but blank lines between them, and the lines around them (or None)."""

    members: list[int]
    before: int | None
    behind: int | None


class Context:
    """The findings of one document in their surroundings."""

    def __init__(self, doc: Document, found: Sequence[Found], matcher: Matcher) -> None:
        self._text = doc.text
        self._matcher = matcher
        self._starts, self._lines = rows(doc)
        self._glued: dict[int, list[Found]] = {}
        self._whole = {self._index(item.start): item.entry for item in found if item.whole}
        self._cuts: dict[int, list[Found]] = {}
        for item in found:
            if not item.whole:
                self._cuts.setdefault(self._index(item.start), []).append(item)
        for item in self._ending(()):
            self._cuts.setdefault(self._index(item.start), []).append(item)
        self._rest = {index: self._without(index, cuts) for index, cuts in self._cuts.items()}
        for index, rest in self._rest.items():  # what is left of a line may be an artifact as a whole
            entry = matcher.whole(rest) if rest.strip() else self._cuts[index][0].entry
            if entry is not None:
                self._whole.setdefault(index, entry)
        self._spread()
        for item in self._ending(self._whole):  # so that neighbours are judged by what will stay
            index = self._index(item.start)
            self._rest[index] = self._without(index, [item, *self._cuts.get(index, ())])

    def verdicts(self) -> list[Verdict]:
        """Every finding with its confidence; mentions are left out."""
        code = mention.Code(self._text)
        verdicts = [verdict for run in self._runs() for verdict in self._judge_run(run, code)]
        gone = {self._index(verdict.found.start) for verdict in verdicts if verdict.confidence >= CUT}
        cuts = [item for index, cuts in self._cuts.items() if index not in self._whole for item in cuts]
        for item in [*cuts, *self._ending(gone)]:
            if not mention.inside(self._text, self._line(self._index(item.start)), item, code):
                sure = _confidence(item.entry) - 0.01
                verdicts.append(Verdict(item, sure if item.entry.rule.act == "delete" else min(sure, REPORTED)))
        return verdicts

    def _index(self, offset: int) -> int:
        """The number of the line that holds the offset."""
        return bisect_right(self._starts, offset) - 1

    def _line(self, index: int) -> Line:
        start, text = self._starts[index], self._lines[index]
        return Line(start, start + len(text), text)

    def _without(self, index: int, cuts: Sequence[Found]) -> str:
        """A line without its cuts."""
        text = self._lines[index]
        if not cuts:
            return text
        parts = []
        position = start = self._starts[index]
        for item in sorted(cuts, key=lambda cut: cut.start):
            parts.append(self._text[position : item.start])
            position = max(position, item.end)
        return " ".join([*parts, self._text[position : start + len(text)]])

    def _spread(self) -> None:
        """Look at the neighbours of artifacts more closely than the gate does."""
        queue = list(self._whole)
        while queue:
            index = queue.pop()
            for near in (self._next(index, -1), self._next(index, 1)):
                if near is None or near in self._whole:
                    continue
                entry = self._matcher.whole(self._lines[near])
                if entry is not None:
                    self._whole[near] = entry
                    queue.append(near)

    def _next(self, index: int, step: int) -> int | None:
        """The nearest line in that direction that is not blank."""
        index += step
        while 0 <= index < len(self._lines):
            if self._lines[index].strip():
                return index
            index += step
        return None

    def _runs(self) -> Iterator[Run]:
        members: list[int] = []
        behind: int | None = None
        for index in sorted(self._whole):
            if members and behind != index:
                yield Run(members, self._next(members[0], -1), behind)
                members = []
            members.append(index)
            behind = self._next(index, 1)
        if members:
            yield Run(members, self._next(members[0], -1), behind)

    def _judge_run(self, run: Run, code: mention.Code) -> list[Verdict]:
        """The members that are used, not mentioned; one that is sure confirms the others."""
        before, behind = self._kept(run.before), self._kept(run.behind)
        used = []
        for index in run.members:
            if self._leads_in(run, index):
                continue
            family = _family(self._whole[index])
            title = run.before is None and index == run.members[0] and family in mention.TITLES
            below = self._prose[: mention.AFTER_TITLE] if title else ""
            if not mention.line(self._line(index), family, before, behind, below, code):
                used.append(index)
        worth = [self._worth(index) for index in used]
        company = any(alone != confirmed for alone, confirmed in worth) and self._have_company(run, used, worth)
        verdicts = []
        for index, (alone, confirmed) in zip(used, worth, strict=True):
            start, end, _ = self._line(index)
            verdicts.append(Verdict(Found(start, end, self._whole[index], True), confirmed if company else alone))
        return verdicts

    def _have_company(self, run: Run, used: Sequence[int], worth: Sequence[tuple[float, float]]) -> bool:
        """Whether one of the lines confirms the others: it is sure, or stands where no author would have put it."""
        if any(alone >= CUT for alone, _ in worth) or self._names_services(used):
            return True
        return any(self._stands_out(run, index) for index in used)

    def _names_services(self, used: Sequence[int]) -> bool:
        """Whether lines one below the other say the same of two services: a share bar."""
        rows = {self._lines[index] for index in used if "{service}" in self._whole[index].phrase}
        return len(rows) > 1 and not any(map(self._heading, used))

    def _leads_in(self, run: Run, index: int) -> bool:
        """Whether the text that follows goes on with what a label begins: a sentence, or what it announces."""
        if index != run.members[-1] or run.behind is None or not self._needs_context(index, vouched=False):
            return False
        behind, next_line = self._kept(run.behind) or "", run.behind == index + 1
        announces = self._lines[index].rstrip().endswith((":", "："))
        return (behind[:1].islower() and (next_line or announces)) or (
            next_line and announces and len(behind) < PARAGRAPH
        )

    def _worth(self, index: int) -> tuple[float, float]:
        """The confidence of a line by itself, and among others that confirm it."""
        entry = self._whole[index]
        alone = _confidence(entry)
        if entry.rule.act != "delete" or not self._in_place(index):
            return min(alone, REPORTED), min(alone, REPORTED)
        if not self._needs_context(index):
            return alone, alone
        return min(alone, REPORTED), min(alone, CONFIRMED)

    def _needs_context(self, index: int, *, vouched: bool = True) -> bool:
        """Whether the wording of a line proves nothing by itself, even if its rule vouches for it or not."""
        entry = self._whole[index]
        if self._heading(index) or entry.rule.company or entry.rule.where == "shape":
            return True
        return entry.short and not (vouched and entry.rule.confidence >= VOUCHED)

    def _heading(self, index: int) -> bool:
        """Whether the line is marked as a heading: of a share bar, or of an article on share bars."""
        return self._lines[index].lstrip().startswith("#")

    def _in_place(self, index: int) -> bool:
        """Whether the line is near the end of the document where its emitter puts it."""
        place = self._whole[index].rule.place
        if place == "any":
            return True
        before = self._kept_before[index]
        return (before if place == "head" else self._kept_before[-1] - before) <= EDGE_LINES

    @cached_property
    def _kept_before(self) -> list[int]:
        """How many lines of the author's stand before each line; one more entry for the end."""
        kept = list(map(bool, self._stripped))
        for index in self._whole:
            kept[index] = False
        return list(accumulate(kept, initial=0))

    @cached_property
    def _stripped(self) -> list[str]:
        """The lines without the white space around them."""
        return list(map(str.strip, self._lines))

    def _kept(self, index: int | None) -> str | None:
        """The text of a line as it will be."""
        if index is None:
            return None
        return self._rest.get(index, self._lines[index]).strip()

    def _stands_out(self, run: Run, index: int) -> bool:
        """Whether a phrase that proves nothing by itself stands where no author would have put it.

        That is: between paragraphs, or at an end of the text, of which a short phrase that wants company
        needs the latter; in a text that neither is about the subject nor has lines like it.
        """
        entry = self._whole[index]
        before, behind = self._kept(run.before), self._kept(run.behind)
        alone = entry.rule.company and entry.short
        if (before is None and behind is None) or (alone and before is not None and behind is not None):
            return False
        if entry.rule.act != "delete" or self._heading(index) or not self._in_place(index):
            return False
        if entry.rule.company and (len(entry.phrase) < 5 or "{" in entry.phrase.removeprefix("{n}")):
            return False
        if entry.rule.where == "shape" and not self._is_foreign(index):
            return False
        least = 40 if alone else 20
        title = run.before is not None and self._kept_before[run.before] == 0
        if before is not None and not _prose(before, least) and not (title and entry.phrase.isupper()):
            return False
        if behind is not None and not _prose(behind, least):
            return False
        if before is None and behind is not None and entry.short:
            if not behind.endswith(_ENDS):
                return False  # what stands in the first line may be a title, and what follows another one
            if _is_word(entry.phrase) and len(self._whole) == 1:
                return False  # or a title of one word
        label = SLOT.sub("", trim(entry.phrase)).casefold()
        return (self._few_headings or self._labels[label] > 1) and not self._on_subject(label)

    def _is_foreign(self, index: int) -> bool:
        """Whether a line of a shape stands near an end of a text about neither its subject nor pages and programs."""
        line = self._line(index)
        if not near_end(self._text, line.start, line.end):
            return False
        return self._whole[index].phrase not in self._prose and not mention.on_web(self._prose)

    def _on_subject(self, label: str) -> bool:
        """Whether the author uses the word of the label."""
        if label not in self._subjects:
            self._subjects[label] = _stem(label) in self._prose
        return self._subjects[label]

    @cached_property
    def _subjects(self) -> dict[str, bool]:
        return {}

    @cached_property
    def _kept_lines(self) -> list[str]:
        """The author's lines, without blank ones."""
        lines = self._stripped.copy()
        for index, rest in self._rest.items():
            lines[index] = rest.strip()
        for index in self._whole:
            lines[index] = ""
        return list(filter(None, lines))

    @cached_property
    def _prose(self) -> str:
        """What stays of the document, case folded, to see what it is about."""
        return "\n".join(self._kept_lines).casefold()

    @cached_property
    def _few_headings(self) -> bool:
        """Whether hardly any other line has one to three words: no word list, no play, no text with subheadings."""
        short = (text for text in self._kept_lines if len(text) < 40 and not text.endswith(_ENDS))
        headings = (text for text in islice(short, 1, None) if len(text.split()) <= 3)
        return len(list(islice(headings, 3))) < 3

    @cached_property
    def _labels(self) -> Counter[str]:
        return Counter(trim(self._lines[index]).casefold() for index in self._whole)

    def _ending(self, gone: Collection[int]) -> list[Found]:
        """Phrases glued to the last line that stays, and to the one above if nothing else is in that line."""
        found: list[Found] = []
        index = self._last
        plain = index is not None and index not in self._whole and index not in self._cuts
        if index is not None and plain and not self._glued_to(index) and self._lines[index].strip(EDGE):
            return found  # as nearly always
        while index is not None:
            if index not in gone:
                glued = [] if index in self._whole else self._glued_to(index)
                taken = sorted(self._cuts.get(index, ()), key=attrgetter("start"))
                starts = [cut.start for cut in taken]  # no two of them overlap
                for item in glued:
                    before = bisect_left(starts, item.end)
                    if not before or taken[before - 1].end <= item.start:
                        found.append(item)
                if self._without(index, [*taken, *glued]).strip(EDGE):
                    return found
            index = self._next(index, -1)
        return found

    @cached_property
    def _last(self) -> int | None:
        """The last line that is not blank."""
        return self._next(len(self._lines), -1)

    def _glued_to(self, index: int) -> list[Found]:
        """Phrases glued to the end of a line; looked for once."""
        if index not in self._glued:
            start, end, _ = self._line(index)
            self._glued[index] = self._matcher.ending(self._text, start, end)
        return self._glued[index]


def _family(entry: Entry) -> str:
    """The family of a phrase, the middle part of its rule's id."""
    return entry.rule.id.split("/")[1]


def _confidence(entry: Entry) -> float:
    """What the wording alone is worth."""
    if entry.rule.confidence:
        return entry.rule.confidence
    if entry.short or "{" in entry.phrase:
        return 0.95
    return 0.98 if len(entry.phrase) >= 30 else 0.96


def _prose(text: str, least: int) -> bool:
    """Whether a line is a paragraph or a sentence of at least so many code points."""
    if text.endswith((":", "?", "：", "？")):
        return False
    dense = 0 if text.isascii() else sum(map(spaceless, text[:PARAGRAPH]))
    return len(text) + dense >= PARAGRAPH or (len(text) + dense >= least and text.endswith(_ENDS))


def _is_word(phrase: str) -> bool:
    """Whether a phrase is a single word that is not all capitals."""
    return not phrase.isupper() and not any(mark in phrase for mark in " {:：")


def _stem(label: str) -> str:
    """What the other forms of the longest word of a label have in common."""
    word = max(re.findall(r"\w+", label), key=len, default=label)
    return word[: max(4, len(word) - 3)]
