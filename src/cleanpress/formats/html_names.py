"""Which HTML element does what to the text in it: the tables that reading and mending markup share."""

from __future__ import annotations

__all__ = ["BLOCKS", "BORDERS", "INLINE", "RAW_TEXT", "SHOWN", "SPECIAL", "UNSEEN", "VOID", "names"]


def names(row: str) -> frozenset[str]:
    """The names of a row, parted by blanks.

    >>> sorted(names("b i"))
    ['b', 'i']
    """
    return frozenset(row.split())


VOID = names("area base basefont bgsound br col embed frame hr img input keygen link meta param source track wbr")
"""Elements without content and without an end tag."""
RAW_TEXT = names("iframe noembed noframes script style textarea title xmp")
"""Elements whose content holds no tags: it ends at their own end tag only."""
UNSEEN = names("iframe noembed noframes noscript script style template")
"""Elements whose content no reader of the page sees as text of the page."""
SHOWN = names("code kbd pre samp textarea xmp")
"""Elements whose content is shown as it is written, and must not change."""
INLINE = names("a abbr b big cite del em font i ins label mark q s small span strike strong sub sup time tt u")
"""Elements that mean nothing once they have lost their text."""
BLOCKS = names(
    "address article aside blockquote center details dd div dl dt figcaption figure footer h1 h2 h3 h4 h5 h6 header "
    "hgroup li main nav ol p section summary ul"
)
"""Blocks that leave nothing but a gap when they lose their text. Cells and players mean something without it."""
BORDERS = BLOCKS | names(
    "body caption dialog dir fieldset form head hr html legend listing menu optgroup option plaintext pre search "
    "select table tbody td tfoot th thead title tr xmp"
)
"""Elements that begin and end a line of their own."""
SPECIAL = SHOWN | names("br noscript template")
"""Elements that make more of their place in the text than the border of a line."""
