"""Sentences that advertise from end to end, as "Join at slotraja77.live and claim your bonus!" does.

The host is a part of such a sentence. Cut out alone it would leave a hole, and the words alone do not
prove that the sentence is not the author's: it is told as a suspect.
"""

from __future__ import annotations

import re

from cleanpress.filters.links.context import Context

__all__ = ["advertises"]

_END = re.compile(r"[.!?…。！？]")
_NEAR, _STEM = 25, 4  # code points


def advertises(context: Context) -> bool:
    """Whether the sentence urges the reader right before the host, and promises a gain."""
    from cleanpress.filters.links.phrases.tables import vocabulary  # read only where something is to be removed

    before = context.left[context.clause :].casefold()
    behind = _END.split(context.right, maxsplit=1)[0].casefold()
    words = vocabulary()
    if not words.line_words("cta.urge", before[-_NEAR:]):
        return False
    gains = tuple(gain for gain in words.starts("cta.reward") if len(gain) >= _STEM)
    sentence = f"{before} {behind}"
    return any(word.startswith(gains) for word in sentence.split()) or bool(words.line_words("cta.reward", sentence))
