"""What one pass over a text says to all gates at once, where the compiled scanner is there to make it.

A gate asks here first. What is not in sight is not in the text: the answer of a gate that is shut is the same, sooner.
What may be in sight is looked for by the gate as if nobody had looked before. So the scanner changes how long a text
takes and never what is found in it; without it, or for the first texts of a process, gates look for themselves.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from cleanpress.data import FOLDER
from cleanpress.document import Document

try:
    from cleanpress._scan import Scanner
except ImportError:  # installed where there was no compiler
    Scanner = None  # type: ignore[assignment, misc]

__all__ = [
    "ANCHOR",
    "ARTIFACT",
    "BROKEN",
    "CALM",
    "CLOSE",
    "EDGE",
    "FLAG",
    "HOST",
    "HUB",
    "HYPHEN",
    "LABEL",
    "LINE",
    "MARK",
    "NUMBER",
    "PLACE",
    "SPOKEN",
    "TOGETHER",
    "UNEVEN",
    "UNSPACED",
    "WORD",
    "Sight",
    "sight",
]

ARTIFACT, LINE, EDGE, CLOSE, FLAG = (1 << n for n in range(5))
"""A phrase of an artifact may stand somewhere; a line begins as one does; the first or the last line does; the text
holds what may be part of one near an end; a line begins as in a page that is no article."""
HOST, BROKEN, SPOKEN, ANCHOR = (1 << n for n in range(5, 9))
"""A host may be there; one in disguise; a word for a dot; an anchor written in the text."""
HUB, NUMBER, WORD, UNSPACED, PLACE, MARK = (1 << n for n in range(9, 15))
"""What brands hold: a hub, a figure behind letters. Words of phrases side by side, or in writing without spaces. A
handle. A mark of calls to action."""
UNEVEN, TOGETHER = 1 << 15, 1 << 16
"""Spaces and line feeds that may have to go; two characters side by side that are not ASCII, one of them not calm."""
LABEL, HYPHEN = 1 << 21, 1 << 22
"""A line begins with a label that is shorter than the head of a line; one ends in a hyphen, and with it half a word."""
_ANCHOR, _MESSENGER, _GOODS, _CONTENT = (1 << n for n in range(17, 21))  # what a word is, for the scanner itself

CALM = "’‘“”–—…•"
"""Marks that are part of no damage unless another character that is not ASCII stands beside one."""

_PAYS = 250_000
"""Code points a process has looked at when the scanner has paid for its tables, which take about ten milliseconds."""
_TEXT = 1000  # what a text costs beside its characters, in characters
_seen = 0


class Sight(NamedTuple):
    """What one pass over a text says.

    ``bits`` are the constants of this module; ``rare`` holds the characters beside printable ASCII and line feeds, each
    once. Places follow, sorted, as code points, or None for more than 512 of a kind: ``figures`` behind small letters,
    ``lines`` that begin as phrases do, ``dots`` before a known suffix, ``hubs``, ``hits`` of words from which phrases
    can be made, and ``words``, those of them beside another.
    """

    bits: int
    rare: str
    figures: tuple[int, ...] | None
    lines: tuple[int, ...] | None
    dots: tuple[int, ...] | None
    hubs: tuple[int, ...] | None
    hits: tuple[int, ...] | None
    words: tuple[int, ...] | None


def sight(doc: Document) -> Sight | None:
    """What is in sight of the text of a document; None if nobody looked.

    >>> seen = sight(Document("The ferry leaves at noon."))
    >>> seen is None or seen.rare == ""
    True
    """
    known = doc.__dict__  # every gate asks; Document.once takes twice as long
    if "_sight" not in known:
        known["_sight"] = _look(doc)
    seen: Sight | None = known["_sight"]
    return seen


def _look(doc: Document) -> Sight | None:
    global _seen
    if _seen < _PAYS:
        _seen += len(doc.text) + _TEXT if Scanner is not None else 0
        return None
    bits, rare, *places = scanner().scan(doc.text)
    return None if rare is None else Sight(bits, rare, *places)


@lru_cache(maxsize=1)
def scanner() -> Scanner:
    """The scanner for the tables of all gates."""
    from cleanpress.filters.artifacts.compiled import load_tables
    from cleanpress.filters.artifacts.gate import BEHIND
    from cleanpress.filters.artifacts.heads import EDGE as DECORATED
    from cleanpress.filters.artifacts.heads import HEAD, TAIL
    from cleanpress.filters.links.hiding import dot_words
    from cleanpress.filters.links.phrases.words import gate
    from cleanpress.hosts import suffixes

    tables, known = load_tables(), gate()
    return Scanner(
        common=[(_common(), 1)],
        needles=_needles(),
        words=[
            (known.row("goods spelled"), _GOODS),
            (known.row("content spelled"), _CONTENT),
            (dot_words(), BROKEN),
        ],
        pairs=[(known.row("pairs spelled"), WORD)],
        heads=[(tables.heads, LINE | EDGE), (tables.edges, EDGE), (tables.flags, FLAG)],
        labels=[(tables.labels, LABEL)],
        openers=[(tables.openers, EDGE)],
        tails=[(tables.tails, CLOSE)],
        suffixes=[(suffixes().tlds, HOST)],
        signs=[(tuple(">[!#"), MARK)],
        edge=DECORATED,
        behind=BEHIND,
        calm=CALM,
        head=HEAD,
        tail=TAIL,
        anywhere=LINE | LABEL | FLAG,
        at_edge=EDGE,
        host=HOST,
        broken=BROKEN,
        number=NUMBER,
        handle=PLACE,
        uneven=UNEVEN,
        together=TOGETHER,
        coded=ARTIFACT,
        anchor=_ANCHOR,
        messenger=_MESSENGER,
        phrase=WORD,
        goods=_GOODS,
        content=_CONTENT,
        hub=HUB,
        line=LINE | LABEL,
        word=_ANCHOR | _MESSENGER | SPOKEN,
    )


def _common() -> list[str]:
    """Any four characters that running text is full of, the rarest first: strings are not looked for by them."""
    with open(f"{FOLDER}/common_fours.txt", encoding="utf-8") as file:  # noqa: PTH123 - paths are slow to import
        return file.read().removesuffix("\n").split("\n")


def _needles() -> list[tuple[Iterable[str], int]]:
    """The strings that are looked for anywhere, with their bits."""
    from cleanpress.filters.artifacts.compiled import load_tables
    from cleanpress.filters.artifacts.shapes import COOKIE, KEYS
    from cleanpress.filters.links.hiding import dot_words
    from cleanpress.filters.links.phrases.gate import all_hubs
    from cleanpress.filters.links.phrases.words import gate

    tables, known = load_tables(), gate()
    urls = ("url", "Url", "uRl", "urL", "URl", "UrL", "uRL", "URL")
    return [
        ((*tables.anchors, *tables.tags, *tables.escapes), ARTIFACT),
        (("-\n",), HYPHEN),
        ((*tables.endings, COOKIE, KEYS, "…]", "...]", ";]"), CLOSE),
        ([hub for hub in all_hubs() if len(hub) > 1], HUB),  # others are seen among the rare characters
        (known.dense, UNSPACED),
        (known.row("forms"), _ANCHOR),
        (known.row("messenger forms"), _MESSENGER),
        ([f"{' ' * (len(word) < 4)}{word}{' ' * (len(word) < 3)}" for word in dot_words()], SPOKEN),
        ((" dot ", " com "), BROKEN),
        (("](", "<a", "<A", "&lt;a", "&lt;A", *(f"[{url}{end}" for url in urls for end in "=]")), ANCHOR),
    ]
