"""What cleaning one document gave: the text, and an account of every change."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from cleanpress.document import Document
from cleanpress.edits import Change, Edit, Span
from cleanpress.flags import Flag
from cleanpress.lazy import cached_property
from cleanpress.offsets import OffsetMap

__all__ = ["Result"]


class Result:
    """A cleaned document. Immutable; everything but :attr:`text` is made when asked for.

    ``document`` is the input, ``text`` the cleaned text (the very same object when nothing
    changed), ``notice`` one sentence when the pipeline held back or emptied the document, else
    empty. ``flags`` say what speaks against the document as a whole; a flagged one is left as it is.

    >>> from cleanpress import Pipeline
    >>> result = Pipeline.default().run("Two  spaces.")
    >>> result.text, result.edits[0].rule
    ('Two spaces.', 'whitespace/space-run')
    """

    def __init__(
        self,
        document: Document,
        text: str,
        changes: Sequence[Change] = (),
        applied: Sequence[Span] = (),
        withheld: Sequence[Span] = (),
        notice: str = "",
        flags: Sequence[Flag] = (),
    ) -> None:
        self.document = document
        self.text = text
        self.notice = notice
        self.flags = tuple(flags)
        self.changes = tuple(changes)
        """Disjoint pieces of the difference; ``apply(document.source, changes) == text``."""
        self._applied = tuple(applied)
        self._withheld = tuple(withheld)

    @property
    def changed(self) -> bool:
        """Whether the text differs from the source."""
        return bool(self.changes)

    @property
    def spans(self) -> tuple[Sequence[Span], Sequence[Span]]:
        """What :attr:`edits` and :attr:`withheld` are made of: the tuples of the engine, which are cheap."""
        return self._applied, self._withheld

    @cached_property
    def edits(self) -> tuple[Edit, ...]:
        """Every applied edit with its own rule and reason, as the smallest span of the source that covers it.

        Edits of later phases may lie inside or overlap those of earlier ones; :attr:`changes` are
        the disjoint net effect.
        """
        return tuple(Edit(*span) for span in self._applied)

    @cached_property
    def withheld(self) -> tuple[Edit, ...]:
        """Edits proposed but not made: suspects below the confidence asked for, and losers of conflicts."""
        return tuple(Edit(*span) for span in self._withheld)

    @cached_property
    def offsets(self) -> OffsetMap:
        """The map between offsets of the source and of the cleaned text."""
        return OffsetMap(self.changes, len(self.document.source))

    def to_dict(self) -> dict[str, Any]:
        """The result as plain JSON types; offsets are code points into the source.

        Keys: id, url, changed, notice, flags, text, changes, edits, withheld. Each edit has start, end,
        source (the text it covers), replacement, rule, reason and confidence; each flag the last three.
        """
        return {
            "id": self.document.id,
            "url": self.document.url,
            "changed": self.changed,
            "notice": self.notice,
            "flags": [flag.to_dict() for flag in self.flags],
            "text": self.text,
            "changes": [change._asdict() for change in self.changes],
            "edits": [self._edit_dict(edit) for edit in self.edits],
            "withheld": [self._edit_dict(edit) for edit in self.withheld],
        }

    def _edit_dict(self, edit: Edit) -> dict[str, Any]:
        return {
            "start": edit.start,
            "end": edit.end,
            "source": self.document.source[edit.start : edit.end],
            "replacement": edit.replacement,
            "rule": edit.rule,
            "reason": edit.reason,
            "confidence": round(edit.confidence, 4),
        }

    def __repr__(self) -> str:
        counts = f"edits={len(self._applied)}, withheld={len(self._withheld)}, flags={len(self.flags)}"
        return f"Result(changed={self.changed}, {counts})"
