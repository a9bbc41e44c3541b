"""Mojibake: text that was decoded with the wrong encoding, put right where that is certain."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from cleanpress.document import Document
from cleanpress.edits import Span
from cleanpress.filters.base import Builtin, Phase, Rule
from cleanpress.filters.mojibake.gate import damaged_lines
from cleanpress.filters.mojibake.quoted import SHOWN

if TYPE_CHECKING:
    from cleanpress.filters.mojibake.repair import Finding

__all__ = ["Mojibake"]

_REPAIRED = 0.97
_DOUBTFUL = 0.5


@dataclass(frozen=True, slots=True)
class Mojibake(Builtin):
    """Repairs mojibake of some forty code pages, only where the text gains clearly by it.

    For each line that may be damaged, readings are proposed: ftfy's own, UTF-8 read with a code page,
    one code page read as another, bytes lost on the way. A reading is made only if characters then
    stand beside each other as they do in a language, and clearly more so than before. Nothing else
    changes: quotes are not straightened, widths not folded, entities not decoded.

    >>> Mojibake().find(Document("Saya suka cafÃ©."))[0].replacement
    'é'
    """

    id: ClassVar[str] = "mojibake"
    phase: ClassVar[Phase] = Phase.REPAIR

    @classmethod
    def rules(cls) -> Sequence[Rule]:
        """The rules of this filter."""
        return _RULES

    def scan(self, doc: Document) -> list[Span]:
        """Propose a repair for each damaged piece; offsets are code points into ``doc.text``."""
        text = doc.text
        if text.isascii():
            return []
        mender = None
        spans: list[Span] = []
        for start, end in damaged_lines(text, doc.residue):
            if mender is None:
                from cleanpress.filters.mojibake.repair import Mender

                mender = Mender()
            for found in mender.findings(text[start:end]):
                damaged = text[start + found.start : start + found.end]
                reason = (
                    f"{_shown(damaged)} is {_shown(found.replacement)} read with the wrong encoding ({found.chain})"
                )
                if found.doubt:
                    reason += f"; {found.doubt}"
                span = start + found.start, start + found.end, found.replacement
                spans.append((*span, _rule(found), reason, _DOUBTFUL if found.doubt else _REPAIRED))
        return spans


def _rule(found: Finding) -> str:
    if found.doubt:
        return "mojibake/shown" if found.doubt == SHOWN else "mojibake/lost-byte"
    if found.chain == "encode latin-1, decode cp1252":
        return "mojibake/c1-control"
    return "mojibake/wrong-encoding" if "utf" in found.chain.rsplit(", ", 1)[-1] else "mojibake/wrong-page"


def _shown(text: str, width: int = 24) -> str:
    """An excerpt for a reason: quoted, with what does not print escaped."""
    return repr(text if len(text) <= width else text[: width - 1] + "…")


_RULES = (
    Rule(
        "mojibake/wrong-encoding",
        "UTF-8 read with the wrong encoding",
        "UTF-8 that was read with a code page, once or several times: 'cafÃ©' for 'café', 'РџСЂРё' for 'При'. Repaired "
        "where undoing it gives valid UTF-8 and characters that stand beside each other as in a language.",
    ),
    Rule(
        "mojibake/wrong-page",
        "text of one code page read with another",
        "'Ïðèâåò' for 'Привет', 'za¿ó³æ' for 'zażółć', and double-byte Chinese, Japanese or Korean read as Western "
        "letters. Repaired only where a whole line gains clearly by it.",
    ),
    Rule(
        "mojibake/c1-control",
        "C1 control characters that stand for Windows-1252 punctuation",
        "Bytes 80-9F of Windows-1252 read as Latin-1 become invisible control characters; browsers show them as the "
        "quotes and dashes they were, and so does the repair.",
    ),
    Rule(
        "mojibake/lost-byte",
        "damaged text of which a byte is lost",
        "A byte of the sequence was dropped or replaced, and its neighbours do not tell clearly which character it "
        "stood for. Reported with the likeliest one, never changed.",
    ),
    Rule(
        "mojibake/shown",
        "damaged text that is an example",
        "A damaged piece alone in quotes, code marks or a table cell, or beside its right form: code that mends "
        "mojibake, a table of it, an explanation. Reported, never changed.",
    ),
)
