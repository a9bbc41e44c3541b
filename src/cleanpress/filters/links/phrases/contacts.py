"""Contacts placed by spam: a messenger, a handle or number, and goods that the text is not about."""

from __future__ import annotations

import re
from collections.abc import Sequence

from cleanpress.filters.links.cues import cue_tables
from cleanpress.filters.links.phrases.runs import Run
from cleanpress.filters.links.phrases.score import Tally
from cleanpress.filters.links.phrases.surroundings import about
from cleanpress.filters.links.phrases.tables import Vocabulary
from cleanpress.scripts import spaceless

__all__ = ["contact_offsets", "judge_contact", "sentence_around"]

_HANDLE = re.compile(r"(?<![\w.])@[A-Za-z0-9_\-]{4,32}")
_ACCOUNT = re.compile(r"(?:id|qq?|vx|wx|微信|v信|line)\s*[:：]\s*[a-z0-9_]{5,20}", re.IGNORECASE)
_NUMBER = re.compile(r"\+?\(?\d(?:[ \-.()]{0,3}\d){6,16}")
_SPREAD = re.compile(r"\d(?:[ \-]{1,3}\d){5,}(?!\d)")
_SPLIT = re.compile(r"[!?…。！？؟।\n]|\.(?=\s|$)")
_ABBREVIATED = re.compile(r"\b[A-Z][a-z]{0,2}\Z")
_REACH = 300  # code points from a contact to the edges of its sentence


def contact_offsets(vocabulary: Vocabulary, text: str, hits: Sequence[int], dense: Sequence[int]) -> list[int]:
    """Where a text names a messenger or a handle; ``hits`` are those of the gate."""
    messengers = vocabulary.starts("contact.messenger")
    found = [hit for hit in hits if text[hit : hit + 24].split(None, 1)[0].rstrip(",.").casefold() in messengers]
    signs = vocabulary.dense_lines["contact.messenger"]
    found += [hit for hit in dense if any(text.startswith(sign, hit) for sign in signs)]
    for sign in ("@",) if text.isascii() else ("@", "Q：", "Q:"):
        at = text.find(sign)
        while at >= 0:
            found.append(at)
            at = text.find(sign, at + len(sign))
    return sorted(found)


def sentence_around(text: str, offset: int) -> tuple[int, int]:
    """The sentence that holds an offset, at most 300 code points to each side; never over a line break."""
    floor = max(0, offset - _REACH, text.rfind("\n", 0, offset) + 1)
    start = floor
    for match in _SPLIT.finditer(text, floor, offset):
        if match.group() != "." or not _ABBREVIATED.search(text, max(floor, match.start() - 4), match.start()):
            start = match.end()
    end = min(len(text), offset + _REACH)
    for match in _SPLIT.finditer(text, offset, end):
        if match.group() == "." and _ABBREVIATED.search(text, max(offset, match.start() - 4), match.start()):
            continue
        end = match.start() if match.group() == "\n" else match.end()
        break
    while start < end and text[start].isspace():
        start += 1
    return start, end


def judge_contact(
    vocabulary: Vocabulary, text: str, offset: int, runs: Sequence[Run], elsewhere: int
) -> tuple[int, int, Tally] | None:
    """The span of a contact and its sum; ``runs`` are the phrases of the whole text."""
    start, end = sentence_around(text, offset)
    end = _cut_off(text, start, end)
    asked = _question_before(vocabulary, text, start, runs)
    first = start if asked is None else asked
    folded = text[first:end].casefold()
    address = _HANDLE.search(text, start, end) or _ACCOUNT.search(text, start, end) or _NUMBER.search(text, start, end)
    messengers = vocabulary.line_words("contact.messenger", folded)
    if address is None or not (messengers or _ACCOUNT.search(text, start, end)):
        return None
    inside = [run for run in runs if first <= run.start < end and _offers(run)]
    goods = vocabulary.line_words("contact.core", folded)
    if not inside and not goods:
        return None
    tally = Tally("a contact that offers what the text is not about")
    tally.add(-2.8, "newsrooms and authors give contacts, too")
    tally.add(1.0, f"it names a messenger ({(messengers or [address.group()])[0]})")
    odd = any(map(str.isdigit, address.group())) if address.group()[0] == "@" else False
    tally.add(1.3 if odd else 0.8, f"it gives an address ({address.group()})")
    if _SPREAD.search(text, start, end):
        tally.add(1.5, "its digits are spread")
    if "@ts" in folded:
        tally.add(1.5, "its messenger is misspelt")
    if vocabulary.line_words("contact.write", folded):
        tally.add(0.5, "it asks for a message")
    name = text[inside[0].start : inside[0].end] if inside else goods[0]
    tally.add(2.8 if goods or inside[0].strength > 2 else 2.3, f"it offers {name!r}")
    staff = vocabulary.line_words("contact.staff", folded)
    if staff:
        tally.add(-4.0, f"it speaks of {staff[0]!r}")
    categories = frozenset().union(*(run.categories for run in inside))
    topics = about(vocabulary, text, first, end, categories) if categories else []
    if topics or elsewhere:
        tally.add(-2.0, "the text is about such goods")
    near = text[max(0, first - 80) : end + 80].casefold()
    if any(cue.kind == "register" for cue in cue_tables().find(near)):
        tally.add(-2.5, "the text is about abuse or fraud")
    return first, end, tally


def _offers(run: Run) -> bool:
    """Whether a phrase names goods; the names of two messengers are none."""
    return run.categories != {"social"} or any(piece.word.kind == "strong" for piece in run.pieces)


def _cut_off(text: str, start: int, end: int) -> int:
    """In writing without spaces a sentence may go on right behind the number: the contact ends there."""
    account = _ACCOUNT.search(text, start, end)
    if account is not None and account.end() < end and spaceless(text[account.end()]) and text[account.end()].isalpha():
        return account.end()
    return end


def _question_before(vocabulary: Vocabulary, text: str, start: int, runs: Sequence[Run]) -> int | None:
    """Where a question that belongs to the contact begins: ``Need a loan? Text …``."""
    before = text[:start].rstrip(" ") if start < 2 else text[max(0, start - 4) : start].rstrip(" ")
    if not before.endswith(("?", "？", "؟")):
        return None
    asked = sentence_around(text, start - len(text[max(0, start - 4) : start]) + len(before) - 1)[0]
    folded = text[asked:start].casefold()
    if any(asked <= run.start < start for run in runs) or vocabulary.line_words("contact.core", folded):
        return asked
    return None
