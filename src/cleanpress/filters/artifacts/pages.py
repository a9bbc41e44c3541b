"""Pages that are no articles: bot checks, error pages, refusals of a chat assistant, stubs before a paywall.

Cutting their lines would leave something that looks like a short article. So nothing is cut; the document as
a whole is flagged.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from cleanpress.document import Document, Line
from cleanpress.filters.artifacts import mention
from cleanpress.flags import Flag
from cleanpress.lexicon import Entry, PhraseTable, fold

__all__ = ["Pages"]

CONFIDENCE = 0.95
"""Confidence of a flag; its rule may say otherwise."""

TITLE = 60
"""Code points of the longest line that may stand above the message of such a page."""

REST = 400
"""Code points of what such a page may say besides its message: hints, links, the name of a server."""

STUB = 600
"""Code points of the longest text that may be the beginning of an article cut off by a paywall."""

_ENDS = tuple('.!?…。！？।۔"”»)）」』:：')
_OPEN = "{any}"


class Hit(NamedTuple):
    """A line that is a message: its number among the lines that are not blank, and the phrase."""

    line: int
    entry: Entry


class Pages:
    """Recognises such pages by the rules with the act ``flag`` and by prompts that cut a text off."""

    def __init__(self, table: PhraseTable) -> None:
        self._table = table
        flags = [entry for entry in table.entries() if entry.rule.act == "flag" and entry.phrase.endswith(_OPEN)]
        self._begins = [(fold(entry.phrase.removesuffix(_OPEN)), entry) for entry in flags]

    def flags(self, doc: Document) -> list[Flag]:
        """The flags of a document of at most so many code points as ``gate.PAGE``, at most one for each rule."""
        lines = [line for line in doc.lines if line.text.strip()]
        hits = list(self._hits(doc.text, lines))
        found: dict[str, Flag] = {}
        for hit in sorted(hits, key=lambda hit: hit.entry.rule.company):  # a part of a message adds nothing to a whole
            rule = hit.entry.rule
            if found and rule.company:
                break
            if self._is_stub(lines, hits, hit) if rule.stub else _is_page(lines, hits, hit):
                reason = f"the text breaks off at a prompt that {rule.emitter} print" if rule.stub else ""
                reason = reason or f"a page that {rule.emitter} show instead of an article"
                found.setdefault(rule.id, Flag(rule.id, reason, rule.confidence or CONFIDENCE))
        return list(found.values())

    def _hits(self, text: str, lines: Sequence[Line]) -> Iterator[Hit]:
        code = mention.Code(text)
        for index, line in enumerate(lines):
            entry = self._entry(line.text)
            if entry is None or not (entry.rule.act == "flag" or entry.rule.stub):
                continue
            before = lines[index - 1].text if index else None
            behind = lines[index + 1].text if index + 1 < len(lines) else None
            below = "" if index else "\n".join(line.text for line in lines[1:])[: mention.AFTER_TITLE]
            family = entry.rule.id.split("/")[1]
            if not mention.line(line, family, before, behind, below, code):
                yield Hit(index, entry)

    def _entry(self, line: str) -> Entry | None:
        folded = fold(line)
        for beginning, entry in self._begins:
            if folded.startswith(beginning):
                return entry
        return self._table.line(line)

    def _is_stub(self, lines: Sequence[Line], hits: Sequence[Hit], hit: Hit) -> bool:
        """Whether what stands before the first prompt is short and breaks off."""
        if hit.line != next(other.line for other in hits if other.entry.rule.stub):
            return False
        before = [line.text.strip() for line in lines[: hit.line]]
        before = [text for text in before if self._table.line(text) is None]
        return sum(map(len, before)) <= STUB and not (before and before[-1].endswith(_ENDS))


def _is_page(lines: Sequence[Line], hits: Sequence[Hit], hit: Hit) -> bool:
    """Whether a message stands at the head of a page that says little else."""
    messages = [other for other in hits if not other.entry.rule.stub]
    first = messages[0].line
    if any(len(line.text) > TITLE or line.text.rstrip().endswith(_ENDS) for line in lines[:first]):
        return False
    taken = {other.line for other in messages}
    rest = sum(len(line.text) for index, line in enumerate(lines) if index not in taken)
    if hit.entry.rule.company and len({other.entry.phrase for other in messages}) < 2:
        return rest <= TITLE // 3
    return rest <= REST
