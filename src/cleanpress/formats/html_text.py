"""Character references: what ``&eacute;`` and ``&#233;`` stand for, and how text is written into HTML."""

from __future__ import annotations

import re
from functools import lru_cache

__all__ = ["LAYOUT", "REFERENCE", "decode", "decoded", "escape"]

LAYOUT = " \t\n\r\f"
"""The white space that browsers show as one space."""

# No reference is as long as these limits; endless digits must not become a number.
REFERENCE = re.compile(
    r"&(?:#(?:[0-9]{1,32}(?![0-9])|[xX][0-9a-fA-F]{1,32}(?![0-9a-fA-F]))|[a-zA-Z][a-zA-Z0-9]{0,31});?"
)
"""What may be a character reference."""


@lru_cache(maxsize=4096)
def decode(reference: str) -> str:
    """What a reference stands for, as browsers read it; itself when it stands for nothing.

    >>> decode("&amp;"), decode("&#150;"), decode("&copy2"), decode("&what;")
    ('&', '–', '©2', '&what;')
    """
    from html import unescape

    return unescape(reference)


def decoded(text: str) -> str:
    """A text with its character references decoded, in one pass.

    >>> decoded("a&amp;b=1&#38;lt;")
    'a&b=1&lt;'
    """
    return REFERENCE.sub(lambda match: decode(match[0]), text) if "&" in text else text


def escape(text: str) -> str:
    """A text as it is written between tags.

    >>> escape("a < b & c")
    'a &lt; b &amp; c'
    """
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
