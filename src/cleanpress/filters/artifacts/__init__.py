"""Scraper artifacts: lines and fragments that machines print around an article, by a catalogue of phrases."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from types import ModuleType
from typing import ClassVar

from cleanpress.document import Document
from cleanpress.edits import Span
from cleanpress.filters.artifacts.compiled import load_catalogue, load_prefixes, load_tables
from cleanpress.filters.artifacts.gate import PAGE, SOFT, Gate, Suspects, coded
from cleanpress.filters.base import Builtin, Phase, Rule
from cleanpress.filters.sight import FLAG, sight
from cleanpress.flags import Flag
from cleanpress.frozen import frozen, option
from cleanpress.lexicon import PRINTED, PhraseRule
from cleanpress.profile import SiteTemplates

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


@frozen
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

    profile: SiteTemplates | None = option(default=None, key=False)

    def scan(self, doc: Document) -> Sequence[Span]:
        """The proposed cuts as (start, end, replacement, rule, reason, confidence)."""
        text, seen = doc.text, sight(doc)
        if seen is not None and _gate().sees_all(text, seen):
            suspects, codes = _gate().suspects_in_sight(text, seen), (False, SOFT in seen.rare)
        else:
            suspects, codes = _gate().suspects(text), (coded(text), SOFT in text)
        table = self.profile.of_document(doc) if self.profile is not None else None
        if suspects is None and not any(codes) and not table:
            return ()  # nearly all texts end here
        if self.flags(doc):  # nothing in such a page is worth cutting
            return ()
        suspects = suspects or Suspects([], [], False, False, False, False)
        spans: list[Span] = _cutting().cuts(doc, suspects, codes, table)
        return spans

    def flags(self, doc: Document) -> Sequence[Flag]:
        """Bot checks, error pages, refusals and stubs: pages that stand where an article should be."""
        text = doc.text
        if len(text) > PAGE or ((seen := sight(doc)) is not None and not seen.bits & FLAG):
            return ()
        if not _gate().flagged(text):
            return ()
        flags: Sequence[Flag] = _cutting().pages().flags(doc)
        return flags

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
def _cutting() -> ModuleType:
    """What judges suspicious texts: loaded with the first one, and asked for here: an import statement takes 2 µs."""
    from cleanpress.filters.artifacts import cutting

    return cutting


@lru_cache(maxsize=1)
def _gate() -> Gate:
    """The tests that every text is put to; built when a text is first scanned."""
    return Gate(load_tables(), load_prefixes)


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
    return Rule(rule.id, f"text printed by {rule.emitter}", f"{_ACTS[rule.act]} {where}{company}. Phrases: {phrases}.")


def listed(line: str) -> bool:
    """Whether the catalogue has a phrase to delete that is all of this line: what :class:`SiteTemplates` asks.

    >>> listed("Share this:"), listed("The bridge opens on Sunday.")
    (True, False)
    """
    from cleanpress.filters.artifacts.cutting import matcher

    entry = matcher().whole(line)
    return entry is not None and entry.rule.act == "delete" and entry.rule.where != "shape"
