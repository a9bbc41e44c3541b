"""Forms of injected links that hold no host: brand words, keyword phrases, lists, calls to action, contacts.

The page's text lost the address and kept the words. :mod:`gate` passes texts without any of them at
little cost; what is in the others is found by :mod:`findings`, which is loaded for them only. Missing evidence means
keep.
"""

from __future__ import annotations

from cleanpress.document import Document
from cleanpress.edits import Span
from cleanpress.filters.links.phrases.gate import SHORT, is_open, marked_spots, may_be_marked, shows_nothing, spots
from cleanpress.filters.sight import sight

__all__ = ["phrase_spans", "replaced_name"]


def phrase_spans(doc: Document | str) -> list[Span]:
    """Propose a deletion for each form; offsets are code points into the text.

    >>> text = "Warga desa membersihkan situs slot gacor terpercaya saluran air."
    >>> [span[3] for span in phrase_spans(text)]
    ['links/keyword-phrase']
    """
    doc = Document(doc) if isinstance(doc, str) else doc
    if (seen := sight(doc)) is not None and shows_nothing(seen, len(doc.text)):
        return []  # most texts end here
    text, (hubs, brands) = doc.text, doc.once(spots)
    lines = marked_spots(text, hubs) if (len(text) <= SHORT or hubs) and may_be_marked(doc) else []
    phrases = is_open(doc)
    if not (brands or lines or phrases):
        return []
    from cleanpress.filters.links.phrases.findings import find_spans

    return find_spans(doc, brands=brands, lines=lines, phrases=phrases)


def replaced_name(doc: Document) -> str:
    """What speaks for a brand in the place of a name all over the text, in words; empty if nothing does."""
    if (seen := sight(doc)) is not None and shows_nothing(seen, len(doc.text)):
        return ""
    brands = doc.once(spots)[1]
    if len(brands) < 2:
        return ""
    from cleanpress.filters.links.phrases import findings

    return findings.replaced_name(doc.text, brands)
