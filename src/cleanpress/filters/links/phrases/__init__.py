"""Forms of injected links that hold no host: brand words, keyword phrases, lists, calls to action, contacts.

The page's text lost the address and kept the words. :mod:`gate` passes texts without any of them at
little cost; what is in the others is found by :mod:`findings`, which is loaded for them only. Missing evidence means
keep.
"""

from __future__ import annotations

from cleanpress.edits import Span
from cleanpress.filters.links.phrases.gate import brand_spots, hubs, is_open, marked_spots

__all__ = ["phrase_spans", "replaced_name"]


def phrase_spans(text: str) -> list[Span]:
    """Propose a deletion for each form; offsets are code points into ``text``.

    >>> text = "Warga desa membersihkan situs slot gacor terpercaya saluran air."
    >>> [span[3] for span in phrase_spans(text)]
    ['links/keyword-phrase']
    """
    brands, lines, phrases = bool(brand_spots(text)), marked_spots(text), is_open(text, hubs(text))
    if not (brands or lines or phrases):
        return []
    from cleanpress.filters.links.phrases.findings import find_spans

    return find_spans(text, brands=brands, lines=lines, phrases=phrases)


def replaced_name(text: str) -> str:
    """What speaks for a brand in the place of a name all over the text, in words; empty if nothing does."""
    if len(brand_spots(text)) < 2:
        return ""
    from cleanpress.filters.links.phrases import findings

    return findings.replaced_name(text)
