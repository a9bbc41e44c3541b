"""What a text with something suspicious is put to: phrases looked up, judged and cut, codes read.

Loaded when the gate has let a text through, which nearly all texts never see.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Protocol

from cleanpress.document import Document
from cleanpress.edits import Span
from cleanpress.filters.artifacts.codes import Decoder
from cleanpress.filters.artifacts.compiled import load_phrases
from cleanpress.filters.artifacts.context import CUT, Context, Verdict
from cleanpress.filters.artifacts.gate import Suspects, last_line
from cleanpress.filters.artifacts.hyphens import Joiner
from cleanpress.filters.artifacts.match import Found, Matcher
from cleanpress.filters.artifacts.mention import Subject
from cleanpress.filters.artifacts.pages import Pages
from cleanpress.filters.artifacts.tags import Unwrapper
from cleanpress.lexicon import PhraseRule, PhraseTable
from cleanpress.profile import Proposal
from cleanpress.seams import seam

__all__ = ["cuts", "matcher", "pages"]


def cuts(
    doc: Document, suspects: Suspects, codes: tuple[bool, bool], table: Mapping[str, Proposal] | None
) -> list[Span]:
    """The proposed cuts as (start, end, replacement, rule, reason, confidence).

    ``codes`` tells whether the text may hold entities and soft hyphens, ``table`` the lines of its site.
    """
    text = doc.text
    verdicts = _phrases(doc, suspects)
    if table:
        from cleanpress.filters.artifacts.site import site_verdicts, united

        verdicts = united(verdicts, site_verdicts(doc, table))
    spans = _spans(text, verdicts)
    present = codes[0] or suspects.escapes, codes[1] or suspects.divided, suspects.tags
    if any(present):
        about = Subject(text, [span for span in spans if span[5] >= CUT])
        for reader, has_some in zip(_readers(), present, strict=True):
            if has_some:
                spans = _beside(spans, reader.scan(text, about))
    return spans


@lru_cache(maxsize=1)
def _compiled_rules() -> list[PhraseRule]:
    return load_phrases()


@lru_cache(maxsize=1)
def _table() -> PhraseTable:
    return PhraseTable(_compiled_rules())


@lru_cache(maxsize=1)
def matcher() -> Matcher:
    """The phrases, ready to be looked up; built when a text first has something suspicious."""
    return Matcher(_table())


@lru_cache(maxsize=1)
def pages() -> Pages:
    """What tells pages that stand where an article should be."""
    return Pages(_table())


class Reader(Protocol):
    """Finds codes of one kind in a text."""

    def scan(self, text: str, subject: Subject) -> list[Span]:
        """The codes as (start, end, replacement, rule, reason, confidence)."""
        ...


@lru_cache(maxsize=1)
def _readers() -> tuple[Reader, Reader, Reader]:
    """What reads codes, divided words and tags."""
    rules = _compiled_rules()
    return Decoder(rules), Joiner(rules), Unwrapper(rules)


def _phrases(doc: Document, suspects: Suspects) -> list[Verdict]:
    """Phrases that are to be cut, or only reported."""
    phrases, text = matcher(), doc.text
    found = [item for start in suspects.starts for item in phrases.line(text, start)]
    lines = {item.start: item.end for item in found if item.whole}
    for anchor in suspects.anchors:
        found += phrases.inline(text, anchor, lines)
    if not found and not (suspects.ends and phrases.ending(text, *last_line(text))):
        return []
    return Context(doc, _disjoint(found), phrases).verdicts()


def _beside(spans: list[Span], others: list[Span]) -> list[Span]:
    """The spans, and the others that none of them which is to be applied touches."""
    kept: list[Span] = []
    cuts = sorted(span for span in spans if span[5] >= CUT)
    starts = [span[0] for span in cuts]
    for other in others:
        before = bisect_left(starts, other[1])
        if not before or cuts[before - 1][1] <= other[0]:
            kept.append(other)
    return sorted([*spans, *kept])


def _disjoint(found: list[Found]) -> list[Found]:
    """Whole lines win over fragments of them, earlier fragments over later ones that overlap."""
    kept: list[Found] = []
    end = -1
    for item in sorted(found, key=lambda f: (f.start, not f.whole, -f.end)):
        if item.start >= end:
            kept.append(item)
            end = item.end
    return kept


def _spans(text: str, verdicts: list[Verdict]) -> list[Span]:
    """Cuts with their seams. Neighbouring lines go together, with what lies between them."""
    verdicts.sort(key=lambda verdict: verdict.found.start)
    groups = [verdicts[:1]]
    for first, second in pairwise(verdicts):
        if _neighbours(text, first, second):
            groups[-1].append(second)
        else:
            groups.append([second])
    spans: list[Span] = []
    taken = 0
    for group in groups if verdicts else ():
        for start, end, replacement, rule, reason, confidence in _group_spans(text, group):
            if confidence >= CUT:  # seams of neighbours that are not lines may overlap
                start, taken = max(start, taken), end
            spans.append((start, end, replacement, rule, reason, confidence))
    return spans


def _neighbours(text: str, first: Verdict, second: Verdict) -> bool:
    """Whether two findings are lines that are both cut, with nothing but blank lines between them."""
    lines = first.found.whole and second.found.whole and min(first.confidence, second.confidence) >= CUT
    return lines and not text[first.found.end : second.found.start].strip()


def _group_spans(text: str, group: Sequence[Verdict]) -> list[Span]:
    """One seam around the whole group; each cut reaches to where the next one begins."""
    start, end, replacement = seam(text, group[0].found.start, group[-1].found.end)
    stops = [*(verdict.found.start for verdict in group[1:]), end]
    spans = []
    for verdict, stop in zip(group, stops, strict=True):
        rule = verdict.found.entry.rule
        reason = f"text printed by {rule.emitter}"
        spans.append((start, stop, replacement if stop == end else "", rule.id, reason, verdict.confidence))
        start = stop
    return spans
