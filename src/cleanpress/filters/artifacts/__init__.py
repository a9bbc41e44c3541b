"""Scraper artifacts: lines and fragments that machines print around an article, by a catalogue of phrases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import ClassVar

from cleanpress.data import DATA
from cleanpress.document import Document, Line
from cleanpress.edits import Span
from cleanpress.filters.artifacts.context import CUT, Context, Verdict
from cleanpress.filters.artifacts.gate import Gate
from cleanpress.filters.artifacts.match import Found, Matcher
from cleanpress.filters.base import Builtin, Phase, Rule
from cleanpress.lexicon import DECORATION, PhraseRule, PhraseTable, load_rules
from cleanpress.seams import seam

__all__ = ["ScraperArtifacts"]


@dataclass(frozen=True, slots=True)
class ScraperArtifacts(Builtin):
    r"""Cuts what plugins, themes and players print around an article and scrapers take for text.

    Whole lines are looked up in a catalogue of phrases in many languages; phrases that are glued to a
    sentence are cut out of it. Quoted and explained phrases stay, and so do short labels that stand
    where an author may have written them: those are proposed below the confidence of 0.9.

    >>> text = "The bridge opens on Sunday.\n\nerror: Content is protected !!"
    >>> [(edit.start, edit.rule) for edit in ScraperArtifacts().find(Document(text))]
    [(28, 'artifacts/copy-protection/wp-content-protected')]
    """

    id: ClassVar[str] = "artifacts"
    phase: ClassVar[Phase] = Phase.REMOVE

    def scan(self, doc: Document) -> Sequence[Span]:
        """The proposed cuts as (start, end, replacement, rule, reason, confidence)."""
        gate, matcher = _catalogue()
        text = doc.text
        if gate.closed(text):
            return ()
        found = [item for start, end in gate.lines(text) for item in matcher.line(text, start, end)]
        for anchor in gate.anchors(text):
            found += matcher.inline(text, anchor)
        if not found and not gate.ending(text, len(text)):
            return ()
        verdicts = Context(doc, _disjoint(found), matcher).verdicts()
        return _spans(doc, sorted(verdicts, key=lambda verdict: verdict.found.start))

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
    table = PhraseTable(_rules())
    gate = Gate(table)
    return gate, Matcher(table, gate)


def _described(rule: PhraseRule) -> Rule:
    phrases = "; ".join(rule.phrases[:5]) + (f"; and {len(rule.phrases) - 5} more" if len(rule.phrases) > 5 else "")
    act = "Cut" if rule.act == "delete" else "Reported, not cut"
    where = {
        "line": "as a line of its own",
        "prefix": "as a line of its own or glued to the start of one",
        "suffix": "as a line of its own or glued to the end of the text",
        "inline": "wherever it stands",
    }[rule.where]
    company = ", beside another artifact or at an end of the text" if rule.company else ""
    return Rule(rule.id, f"text that {rule.emitter} prints", f"{act} {where}{company}. Phrases: {phrases}.")


def _disjoint(found: list[Found]) -> list[Found]:
    """Whole lines win over fragments of them, earlier fragments over later ones that overlap."""
    kept: list[Found] = []
    end = -1
    for item in sorted(found, key=lambda f: (f.start, not f.whole, -f.end)):
        if item.start >= end:
            kept.append(item)
            end = item.end
    return kept


def _spans(doc: Document, verdicts: Sequence[Verdict]) -> list[Span]:
    """Cuts with their seams. Neighbouring lines go together: what lies between them goes, too."""
    spans: list[Span] = []
    group: list[Verdict] = []
    for verdict in verdicts:
        if group and not (_joins(group[-1], verdict) and not doc.text[group[-1].found.end : verdict.found.start].strip()):
            spans += _group_spans(doc.text, group)
            group = []
        group.append(verdict)
    if group:
        spans += _group_spans(doc.text, group)
    return spans


def _joins(first: Verdict, second: Verdict) -> bool:
    """Whether two verdicts are neighbouring lines that are both cut."""
    return first.found.whole and second.found.whole and min(first.confidence, second.confidence) >= CUT


def _group_spans(text: str, group: Sequence[Verdict]) -> list[Span]:
    """One seam around the whole group; each cut reaches to where the next one begins."""
    start, end, replacement = seam(text, group[0].found.start, group[-1].found.end)
    spans = []
    for verdict, following in zip(group, [*group[1:], None], strict=True):
        stop = end if following is None else following.found.start
        rule = verdict.found.entry.rule
        reason = f"text that {rule.emitter} prints"
        spans.append((start, stop, replacement if following is None else "", rule.id, reason, verdict.confidence))
        start = stop
    return spans
