"""Scraper artifacts: lines and fragments that machines print around an article, by a catalogue of phrases."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import ClassVar, Protocol

from cleanpress.document import Document
from cleanpress.edits import Span
from cleanpress.filters.artifacts.codes import Decoder, coded
from cleanpress.filters.artifacts.compiled import load_catalogue, load_phrases, load_tables
from cleanpress.filters.artifacts.context import CUT, Context, Verdict
from cleanpress.filters.artifacts.gate import Gate, Suspects, last_line
from cleanpress.filters.artifacts.hyphens import SOFT, Joiner
from cleanpress.filters.artifacts.match import Found, Matcher
from cleanpress.filters.artifacts.mention import Subject
from cleanpress.filters.artifacts.pages import PAGE, Pages
from cleanpress.filters.artifacts.tags import Unwrapper
from cleanpress.filters.base import Builtin, Phase, Rule
from cleanpress.flags import Flag
from cleanpress.lexicon import PRINTED, PhraseRule, PhraseTable
from cleanpress.profile import SiteTemplates
from cleanpress.seams import seam

__all__ = ["ScraperArtifacts", "listed"]

_WHERE = {
    "line": "as a line of its own",
    "prefix": "as a line of its own or glued to the start of one",
    "suffix": "as a line of its own or glued to the end of the text",
    "glued": "as a line of its own or glued to a word or a sentence",
    "inline": "wherever it stands",
    "shape": "as a sentence of its own near an end of a text about something else",
}
_SHOWN = 5  # phrases that the explanation of a rule lists


@dataclass(frozen=True, slots=True)
class ScraperArtifacts(Builtin):
    r"""Cuts what plugins, themes and players print around an article and scrapers take for text.

    Whole lines are looked up in a catalogue of phrases in many languages; phrases that are glued to a
    sentence are cut out of it. Quoted and explained phrases stay, and so do short labels that stand
    where an author may have written them: those are proposed below the confidence of 0.9.

    With a ``profile`` the lines that the site of the document prints on its pages go, too; its url tells the site.

    >>> text = "The bridge opens on Sunday.\n\nerror: Content is protected !!"
    >>> [(edit.start, edit.rule) for edit in ScraperArtifacts().find(Document(text))]
    [(27, 'artifacts/copy-protection/wp-content-protected')]
    """

    id: ClassVar[str] = "artifacts"
    phase: ClassVar[Phase] = Phase.REMOVE

    profile: SiteTemplates | None = field(default=None, metadata={"key": False})

    def scan(self, doc: Document) -> Sequence[Span]:
        """The proposed cuts as (start, end, replacement, rule, reason, confidence)."""
        text = doc.text
        suspects = _gate().suspects(text)
        entities, soft = coded(text), SOFT in text
        table = self.profile.of_document(doc) if self.profile is not None else None
        if suspects is None:
            if not entities and not soft and not table:
                return ()
            suspects = Suspects([], [], False, False, False, False)
        if self.flags(doc):  # nothing in such a page is worth cutting
            return ()
        verdicts = _phrases(doc, suspects)
        if table:
            from cleanpress.filters.artifacts.site import site_verdicts, united

            verdicts = united(verdicts, site_verdicts(doc, table))
        spans = _spans(text, verdicts)
        codes = entities or suspects.escapes, soft or suspects.divided, suspects.tags
        if any(codes):
            about = Subject(text, [span for span in spans if span[5] >= CUT])
            for reader, has_some in zip(_readers(), codes, strict=True):
                if has_some:
                    spans = _beside(spans, reader.scan(text, about))
        return spans

    def flags(self, doc: Document) -> Sequence[Flag]:
        """Bot checks, error pages, refusals and stubs: pages that stand where an article should be."""
        text = doc.text
        return _pages().flags(doc) if len(text) <= PAGE and _gate().flagged(text) else ()

    @classmethod
    def rules(cls) -> Sequence[Rule]:
        """Every rule of the catalogue and those of profiles; the first call reads the catalogue."""
        from cleanpress.filters.artifacts.site import RULES

        return [*map(_described, _rules()), *RULES]


@lru_cache(maxsize=1)
def _rules() -> tuple[PhraseRule, ...]:
    """The rules as their files have them, near misses included."""
    return load_catalogue()


@lru_cache(maxsize=1)
def _gate() -> Gate:
    """The tests that every text is put to; built when a text is first scanned."""
    return Gate(load_tables())


@lru_cache(maxsize=1)
def _compiled_rules() -> list[PhraseRule]:
    return load_phrases()


@lru_cache(maxsize=1)
def _table() -> PhraseTable:
    return PhraseTable(_compiled_rules())


@lru_cache(maxsize=1)
def _matcher() -> Matcher:
    """The phrases, ready to be looked up; built when a text first has something suspicious."""
    return Matcher(_table())


@lru_cache(maxsize=1)
def _pages() -> Pages:
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


def listed(line: str) -> bool:
    """Whether the catalogue has a phrase to delete that is all of this line: what :class:`SiteTemplates` asks.

    >>> listed("Share this:"), listed("The bridge opens on Sunday.")
    (True, False)
    """
    entry = _matcher().whole(line)
    return entry is not None and entry.rule.act == "delete" and entry.rule.where != "shape"


def _phrases(doc: Document, suspects: Suspects) -> list[Verdict]:
    """Phrases that are to be cut, or only reported."""
    matcher, text = _matcher(), doc.text
    found = [item for start in suspects.starts for item in matcher.line(text, start)]
    for anchor in suspects.anchors:
        found += matcher.inline(text, anchor)
    if not found and not (suspects.ends and matcher.ending(text, *last_line(text))):
        return []
    return Context(doc, _disjoint(found), matcher).verdicts()


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


_ACTS = {
    "delete": "Cut",
    "report": "Reported, not cut,",
    "flag": "Flags the document, which is left as it is, if it stands",
    "decode": "Decoded",
    "join": "Joined",
    "unwrap": "Cut, with what it encloses left in place,",
}


def _described(rule: PhraseRule) -> Rule:
    more = len(rule.phrases) - _SHOWN
    phrases = "; ".join(rule.phrases[:_SHOWN]) + (f"; and {more} more" if more > 0 else "")
    company = ", if another artifact is beside it or it interrupts prose" if rule.company else ""
    where = _WHERE[rule.where] if rule.act in PRINTED else "where nothing says that it is meant as it stands"
    return Rule(rule.id, f"text that {rule.emitter} prints", f"{_ACTS[rule.act]} {where}{company}. Phrases: {phrases}.")


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
        reason = f"text that {rule.emitter} prints"
        spans.append((start, stop, replacement if stop == end else "", rule.id, reason, verdict.confidence))
        start = stop
    return spans
