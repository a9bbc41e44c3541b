"""Scraper artifacts: lines and fragments that machines print around an article, by a catalogue of phrases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import ClassVar

from cleanpress.data import DATA
from cleanpress.document import Document
from cleanpress.edits import Span
from cleanpress.filters.artifacts.context import CUT, Context, Verdict
from cleanpress.filters.artifacts.gate import Gate
from cleanpress.filters.artifacts.match import Found, Matcher
from cleanpress.filters.base import Builtin, Phase, Rule
from cleanpress.lexicon import PhraseRule, PhraseTable, load_rules
from cleanpress.seams import seam

__all__ = ["ScraperArtifacts"]

_WHERE = {
    "line": "as a line of its own",
    "prefix": "as a line of its own or glued to the start of one",
    "suffix": "as a line of its own or glued to the end of the text",
    "inline": "wherever it stands",
}
_SHOWN = 5  # phrases that the explanation of a rule lists


@dataclass(frozen=True, slots=True)
class ScraperArtifacts(Builtin):
    r"""Cuts what plugins, themes and players print around an article and scrapers take for text.

    Whole lines are looked up in a catalogue of phrases in many languages; phrases that are glued to a
    sentence are cut out of it. Quoted and explained phrases stay, and so do short labels that stand
    where an author may have written them: those are proposed below the confidence of 0.9.

    >>> text = "The bridge opens on Sunday.\n\nerror: Content is protected !!"
    >>> [(edit.start, edit.rule) for edit in ScraperArtifacts().find(Document(text))]
    [(27, 'artifacts/copy-protection/wp-content-protected')]
    """

    id: ClassVar[str] = "artifacts"
    phase: ClassVar[Phase] = Phase.REMOVE

    def scan(self, doc: Document) -> Sequence[Span]:
        """The proposed cuts as (start, end, replacement, rule, reason, confidence)."""
        gate, matcher = _catalogue()
        text = doc.text
        suspects = gate.suspects(text)
        if suspects is None:
            return ()
        found = [item for start, end in suspects.lines for item in matcher.line(text, start, end)]
        for anchor in suspects.anchors:
            found += matcher.inline(text, anchor)
        if not found and not (suspects.ends and matcher.ending(text, *gate.last_line(text))):
            return ()
        return _spans(text, Context(doc, _disjoint(found), matcher).verdicts())

    @classmethod
    def rules(cls) -> Sequence[Rule]:
        """Every rule of the catalogue; the first call reads it."""
        return [_described(rule) for rule in _rules()]


@lru_cache(maxsize=1)
def _rules() -> tuple[PhraseRule, ...]:
    """The catalogue, all families; ids read ``artifacts/<family>/<rule>``."""
    files = sorted(path for path in (DATA / "artifacts").glob("*.toml") if not path.name.startswith("_"))
    return tuple(rule for path in files for rule in load_rules(path, f"artifacts/{path.stem.replace('_', '-')}"))


@lru_cache(maxsize=1)
def _catalogue() -> tuple[Gate, Matcher]:
    """The catalogue, ready to be looked up in; built when a text is first scanned."""
    table = PhraseTable(_rules())
    gate = Gate(table)
    return gate, Matcher(table, gate)


def _described(rule: PhraseRule) -> Rule:
    more = len(rule.phrases) - _SHOWN
    phrases = "; ".join(rule.phrases[:_SHOWN]) + (f"; and {more} more" if more > 0 else "")
    act = "Cut" if rule.act == "delete" else "Reported, not cut,"
    company = ", if another artifact is beside it or it interrupts prose" if rule.company else ""
    return Rule(
        rule.id, f"text that {rule.emitter} prints", f"{act} {_WHERE[rule.where]}{company}. Phrases: {phrases}."
    )


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
