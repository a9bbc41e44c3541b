"""Forms of injected links that hold no host: brand words, keyword phrases, lists, calls to action, contacts.

The page's text lost the address and kept the words. :mod:`gate` passes texts without any of them at
little cost; what is in the others is found by :mod:`findings`, which is loaded for them only. Missing evidence means
keep.
"""

from __future__ import annotations

from cleanpress.document import residue
from cleanpress.edits import Span
from cleanpress.filters.links.phrases.gate import SHORT, brand_spots, hubs, is_open, marked_spots

__all__ = ["phrase_spans", "replaced_name"]


def phrase_spans(text: str, rare: str | None = None) -> list[Span]:
    """Propose a deletion for each form; offsets are code points into ``text``.

    ``rare`` is its :func:`~cleanpress.document.residue`, if somebody has asked for it already.

    >>> text = "Warga desa membersihkan situs slot gacor terpercaya saluran air."
    >>> [span[3] for span in phrase_spans(text)]
    ['links/keyword-phrase']
    """
    rare = residue(text) if rare is None else rare
    spots, brands = hubs(text, rare), brand_spots(text, rare)
    lines = marked_spots(text, spots) if spots or len(text) <= SHORT else []
    phrases = is_open(text, spots)
    if not (brands or lines or phrases):
        return []
    from cleanpress.filters.links.phrases.findings import find_spans

    return find_spans(text, brands=brands, lines=lines, phrases=phrases)


def replaced_name(text: str, rare: str | None = None) -> str:
    """What speaks for a brand in the place of a name all over the text, in words; empty if nothing does.

    ``rare`` is as for :func:`phrase_spans`.
    """
    brands = brand_spots(text, residue(text) if rare is None else rare)
    if len(brands) < 2:
        return ""
    from cleanpress.filters.links.phrases import findings

    return findings.replaced_name(text, brands)
