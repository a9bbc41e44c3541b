"""What may have happened to a text: every kind of mistake proposes its cells and its chain of encodings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from cleanpress.characters import EIGHT_BIT
from cleanpress.filters.mojibake import legacy, utf8
from cleanpress.filters.mojibake.ftfy_steps import chain_of, differences, settings
from cleanpress.filters.mojibake.judge import Judge, Origin, Proposal
from cleanpress.filters.mojibake.pages import NARROW, SEQUENCE, Page, page
from cleanpress.filters.mojibake.plausible import cheapest, written_in
from cleanpress.filters.mojibake.standing import stands
from cleanpress.filters.mojibake.utf8 import Cell

__all__ = [
    "CONTROLS",
    "control_proposal",
    "ftfy_proposal",
    "known_proposals",
    "legacy_proposals",
    "utf8_proposals",
    "wide_proposals",
]

_TRIED = 5
"""Pages or pairs of pages weighed in full, the most promising ones first."""
_HOPE = -4.0
"""What a pair must gain in its first words, in nats: of those that won, one in a thousand lost any there."""


def known_proposals(text: str, known: Iterable[Origin]) -> Iterator[Proposal]:
    """Readings by pages that explained damage before."""
    for kind, read, written in known:
        if kind == "utf8":
            yield from utf8_proposals(text, (page(read),))
        elif kind == "wide":
            yield from wide_proposals(text, (read,), (written,))
        elif cells := legacy.narrow_cells(text, page(read), page(written)):
            yield _legacy(cells, page(read), page(written))


def ftfy_proposal(text: str) -> Iterator[Proposal]:
    """What ftfy makes of the text, piece by piece."""
    from ftfy import fix_encoding_and_explain

    fixed, steps = fix_encoding_and_explain(text, settings())
    if fixed != text:
        cells: list[Cell] = [
            (start, end, ((text[start:end], 0.0), (right, utf8.ODD if utf8.strange(text, start, end, right) else 0.0)))
            for start, end, right in differences(text, fixed)
            if right and len(right) <= end - start and not _invented(text[start:end], right)
            if not stands(text, start, end, right)
        ]
        if cells:
            chain = chain_of(steps or [])
            name = chain.removeprefix("encode ").partition(",")[0]
            yield Proposal(cells, chain, 0.0, origin=("utf8", name, "") if name in NARROW else None)


def _invented(damaged: str, replacement: str) -> bool:
    """Whether ftfy put a mark where a byte is lost, or made a dagger of a blank."""
    return "\ufffd" in replacement or ("†" in replacement and " " in damaged)


def control_proposal(text: str) -> Iterator[Proposal]:
    """C1 controls as the signs that browsers show for them."""
    cells: list[Cell] = [
        (match.start(), match.end(), ((match.group(), 0.0), (match.group().translate(CONTROLS), 0.0)))
        for match in _CONTROL.finditer(text)
        if match[1] and match[1].translate(CONTROLS) != match[1]
    ]
    if cells:
        yield Proposal(cells, "encode latin-1, decode cp1252", 0.0)


CONTROLS = {code: char for code, char in page("cp1252").char.items() if code < 0xA0 and char > "\x9f"}
_CONTROL = re.compile(f"{EIGHT_BIT}|([\x80-\x9f]+)")


def utf8_proposals(text: str, pages: Iterable[Page]) -> Iterator[Proposal]:
    """UTF-8 read with a page: the pages that explain most of the text, each outcome once."""
    found: dict[tuple[tuple[Cell, ...], bool], tuple[int, Page]] = {}
    damage = " ".join(_DAMAGE.findall(text))
    for source in pages:
        if source.name not in utf8.USUAL and not SEQUENCE.search(source.as_bytes(damage)):
            continue
        exact = tuple(utf8.exact_cells(text, source))
        covered = sum(end - start for start, end, _ in exact)
        found.setdefault((exact, source.name == "latin-1"), (covered, source))
    ranked = sorted(found.items(), key=lambda item: -item[1][0])[:_TRIED]
    for (exact, _), (_, source) in ranked:
        cells = sorted([*exact, *utf8.lossy_cells(text, source, list(exact))])
        if cells:
            rarity = _rarity(source)
            chain = f"encode {source.name}, decode utf-8"
            yield Proposal(
                cells, chain, _utf8_prior(rarity, text, exact), origin=("utf8", source.name, ""), rarity=rarity
            )


_DAMAGE = re.compile("[^\x00-\x7f]{2,}")


def wide_proposals(
    text: str, read: Iterable[str] = utf8.WIDE_PAGES, written: Iterable[str] = legacy.WIDE_PAGES
) -> Iterator[Proposal]:
    """Pages of two bytes a character, on either side of the mistake."""
    for name in filter(None, read):
        if cells := utf8.wide_cells(text, name):
            yield Proposal(cells, f"encode {name}, decode utf-8", 4.0, origin=("wide", name, ""))
    as_bytes = legacy.byte_text(text)
    for name in filter(None, written):
        if cells := legacy.wide_cells(text, as_bytes, name):
            origin = "wide", "", name
            yield Proposal(cells, f"encode cp1252, decode {name}", 6.0, known=True, origin=origin)


def legacy_proposals(judge: Judge) -> Iterator[Proposal]:
    """The most promising pairs of single-byte pages: those that make the first words likelier than they are."""
    words = legacy.turnable(judge.text)
    dearths: dict[str, float] = {}
    costs: dict[tuple[str, int], float] = {}
    ranked: dict[str, tuple[float, Page, Page]] = {}
    for source, target in legacy.narrow_pairs(judge.text):
        before, after = legacy.turned(words, source, target)
        if not after:
            continue
        dearth = dearths.get(before)
        if dearth is None:
            dearth = dearths[before] = judge.dearth(before)
        languages = written_in(target.name, after)
        cost = costs.get((after, id(languages)))
        if cost is None:
            cost = costs[after, id(languages)] = cheapest(languages, after)
        gain = dearth - cost
        if gain > _HOPE and (after not in ranked or gain > ranked[after][0]):
            ranked[after] = gain, source, target
    for _, source, target in sorted(ranked.values(), key=lambda item: -item[0])[:_TRIED]:
        yield _legacy(legacy.narrow_cells(judge.text, source, target), source, target)


def _legacy(cells: list[Cell], source: Page, target: Page) -> Proposal:
    chain = f"encode {source.name}, decode {target.name}"
    return Proposal(cells, chain, 8.0, known=True, origin=("narrow", source.name, target.name))


def _rarity(source: Page) -> int:
    """How seldom UTF-8 is read with a page: 0 for the usual two."""
    if source.name in utf8.USUAL:
        return 0
    return 1 if source.name.startswith("cp125") else 2 if source.name in _COMMON else 3


def _utf8_prior(rarity: int, text: str, exact: Sequence[Cell]) -> float:
    """What a page costs beforehand: a rare one more, and more for each piece that a usual page reads, too."""
    if not rarity:
        return 0.0
    usual = page("cp1252").as_bytes(text)
    both = sum(SEQUENCE.match(usual, start, end) is not None for start, end, _ in exact)
    return rarity * (3.0 + both)


_COMMON = frozenset(("cp437", "cp850", "cp852", "cp866", "cp874", "koi8-r", "mac-roman", "mac-cyrillic", "iso8859-2"))
