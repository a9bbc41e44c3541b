"""Mojibake: text that was decoded with the wrong encoding, put right where that is certain."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, ClassVar

from cleanpress.document import Document
from cleanpress.edits import Span
from cleanpress.filters.base import Builtin, Phase, Rule
from cleanpress.filters.mojibake.gate import damaged_lines, just_spotless, shows_nothing
from cleanpress.filters.mojibake.quoted import SHOWN
from cleanpress.filters.mojibake.spots import damaged
from cleanpress.filters.sight import sight
from cleanpress.frozen import frozen

if TYPE_CHECKING:
    from cleanpress.filters.mojibake.repair import Finding, Mender

__all__ = ["Mojibake"]

_REPAIRED = 0.97
_DOUBTFUL = 0.5
_TOGETHER = 4000
"""Code points of neighbouring lines that are mended at once, where that is beyond doubt."""


@frozen
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
        if text.isascii() or just_spotless(text):
            return []
        if (seen := sight(doc)) is not None and shows_nothing(seen):
            return []
        mender = None
        spans: list[Span] = []
        opened = damaged_lines(text, doc.residue)
        for lines in _groups((start, end) for start, end in opened if damaged(text[start:end])):
            if mender is None:
                mender = _mender()()
            start = lines[0][0]
            found = mender.at_once(text[start : lines[-1][1]]) if len(lines) > 1 else []
            if found:
                spans += [_span(text, start, finding) for finding in found]
                continue
            for start, end in lines:
                spans += [_span(text, start, finding) for finding in mender.findings(text[start:end])]
        return spans


@lru_cache(maxsize=1)
def _mender() -> type[Mender]:
    from cleanpress.filters.mojibake.repair import Mender  # not needed by a text without damage

    return Mender


def _groups(lines: Iterable[tuple[int, int]]) -> Iterator[list[tuple[int, int]]]:
    """Damaged lines that follow each other, an empty line between them or none, about ``_TOGETHER`` code points."""
    group: list[tuple[int, int]] = []
    for line in lines:
        if group and (line[0] - group[-1][1] > 2 or line[1] - group[0][0] > _TOGETHER):
            yield group
            group = []
        group.append(line)
    if group:
        yield group


def _span(text: str, offset: int, finding: Finding) -> Span:
    start, end, right, chain, doubt = finding
    start, end = start + offset, end + offset
    reason = f"{_cut(text[start:end])!r} is {_cut(right)!r} read with the wrong encoding ({chain})"
    if doubt:
        return start, end, right, _rule(chain, doubt), f"{reason}; {doubt}", _DOUBTFUL
    return start, end, right, _rule(chain, doubt), reason, _REPAIRED


@lru_cache(maxsize=256)
def _rule(chain: str, doubt: str) -> str:
    if doubt:
        return "mojibake/shown" if doubt == SHOWN else "mojibake/lost-byte"
    if chain == "encode latin-1, decode cp1252":
        return "mojibake/c1-control"
    return "mojibake/wrong-encoding" if "utf" in chain.rsplit(", ", 1)[-1] else "mojibake/wrong-page"


def _cut(text: str, width: int = 24) -> str:
    """An excerpt for a reason."""
    return text if len(text) <= width else text[: width - 1] + "…"


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
