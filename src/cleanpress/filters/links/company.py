"""Which hosts stand beside a host: others inside its windows, and lists of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TypeAlias

from cleanpress.filters.links.candidates import Candidate

__all__ = ["Place", "company", "places"]

Place: TypeAlias = tuple[int, int, str, int, int]
"""Where a candidate begins and ends, its host, and the numbers of the first and the last candidate of a row of
candidates with this host to which it belongs."""

_BETWEEN = re.compile(
    r"[^\w]*(?:[^\w](?:and|dan|atau|or|und|oder|et|ou|y|o|e|och|og|ja|tai|en|of|és|și|a|i|й|і|и|или|та|або|ve|và|و|או|to|nach|zu|ke|в|на|до|do|na|til|till|naar|para|vs|serta|hingga)\s)?[^\w]*"
    r"|\s?(?:[和与及或跟與とや및나과와]|และ |หรือ)\s?"
)
_LIST_GAP = 12  # code points between the members of a list of hosts: ", ", " and ", " dan "
_MOST = 3


def places(candidates: Sequence[Candidate]) -> list[Place]:
    """The places of all candidates of a text, which are in order.

    >>> from cleanpress.filters.links.candidates import find_candidates
    >>> places(list(find_candidates("bako.com, bako.com and dila.net")))
    [(0, 8, 'bako.com', 0, 1), (10, 18, 'bako.com', 0, 1), (23, 31, 'dila.net', 2, 2)]
    """
    found: list[Place] = []
    first = 0
    while first < len(candidates):
        host, stop = candidates[first].host, first + 1
        while stop < len(candidates) and candidates[stop].host == host:
            stop += 1
        found += [(one.start, one.end, host, first, stop - 1) for one in candidates[first:stop]]
        first = stop
    return found


def company(text: str, around: Sequence[Place], index: int, left: int, right: int) -> tuple[int, bool]:
    """How many other hosts stand within ``left`` and ``right`` code points of one, 3 at most; whether it is listed.

    Rows of one and the same host are passed at a step.

    >>> text = "bako.com, bako.com and dila.net"
    >>> from cleanpress.filters.links.candidates import find_candidates
    >>> company(text, places(list(find_candidates(text))), 1, 10, 13)
    (1, True)
    """
    start, end, host, first, last = around[index]
    count, listed = 0, False
    for step, reach in ((-1, left), (1, right)):
        index = first - 1 if step < 0 else last + 1
        while 0 <= index < len(around) and count < _MOST:
            from_, to, other, first_there, last_there = around[index]
            gap = start - to if step < 0 else from_ - end
            if gap > reach:
                break
            if other == host:
                index = first_there - 1 if step < 0 else last_there + 1
                continue
            count += 1
            parts = min(end, to)
            listed = listed or (gap <= _LIST_GAP and _BETWEEN.fullmatch(text, parts, parts + gap) is not None)
            index += step
    return count, listed
