"""The cheapest reading of a text whose pieces have several: a shortest path through its cells."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, TypeAlias

from cleanpress.filters.mojibake.plausible import Costs
from cleanpress.filters.mojibake.utf8 import Cell

__all__ = ["Choice", "choose"]

_SWITCH = 3.0
"""Nats for mending one piece and not the piece that touches it."""
_APART = 10.0
"""Nats for mending one word and not the next, where all are likely to be damaged together."""
_OPTIONS = 8
"""Options of a cell that are weighed: those that are likeliest by themselves."""


class Choice(NamedTuple):
    """A reading: what it gains over the text as it stands, in nats, the option taken for each cell, and its lead.

    The lead of an option is by how much it beats the next best one.
    """

    gain: float
    picks: list[int]
    margins: list[float]


_Picks: TypeAlias = "tuple[_Picks, int] | None"
"""The picks of the cells before, and the option picked for the last one."""
_State: TypeAlias = tuple[float, str, bool, _Picks]
"""The cheapest way to a last character: its cost, that character, whether the last cell was mended, and its picks."""


def choose(text: str, cells: Sequence[Cell], costs: Costs, together: bool = False) -> Choice:
    """The cheapest combination of options, and how clear each choice is; linear in the text."""
    states: list[_State] = [(0.0, " ", False, None)]
    position = 0
    kept = 0.0  # the cost of the text as it stands
    last = " "
    inner = costs.inner
    for start, end, options in cells:
        fixed = text[position:start]
        if fixed:
            first, added = fixed[0], inner(fixed)
            kept += costs[last + first] + added
            last = fixed[-1]
            states = [(state[0] + costs[state[1] + first] + added, last, state[2], state[3]) for state in states]
            if not together:
                states = [min(states, key=_cost)]
        switch = (_APART if together else 0.0 if fixed else _SWITCH) if position else 0.0
        following: list[_State] = []
        for n in _likeliest(options, costs, text[start - 1 : start] or " ", text[end : end + 1] or " "):
            option, prior = options[n]
            first, best, origin = option[0], float("inf"), states[0]
            for state in states:
                cost = state[0] + costs[state[1] + first] + (switch if state[2] != (n > 0) else 0.0)
                if cost < best:
                    best, origin = cost, state
            following.append((best + prior + inner(option), option[-1], n > 0, (origin[3], n)))
        states = following
        original = options[0][0]
        kept += costs[last + original[0]] + inner(original)
        last = original[-1]
        position = end
    rest = text[position : position + 1] or " "
    final = min(states, key=lambda state: state[0] + costs[state[1] + rest])
    gain = kept + costs[last + rest] - final[0] - costs[final[1] + rest]
    picks = _unwound(final[3])
    return Choice(gain, picks, _margins(text, cells, picks, costs))


def _cost(state: _State) -> float:
    return state[0]


def _unwound(link: _Picks) -> list[int]:
    picks = []
    while link is not None:
        link, pick = link
        picks.append(pick)
    return picks[::-1]


def _likeliest(options: Sequence[tuple[str, float]], costs: Costs, left: str, right: str) -> Sequence[int]:
    """The options worth weighing, between these neighbours; the text as it stands is one of them."""
    if len(options) <= _OPTIONS:
        return range(len(options))
    ranked = sorted(range(1, len(options)), key=lambda n: options[n][1] + costs.inner(left + options[n][0] + right))
    return [0, *ranked[: _OPTIONS - 1]]


def _margins(text: str, cells: Sequence[Cell], picks: Sequence[int], costs: Costs) -> list[float]:
    """For each cell, how much dearer the second best option is, its neighbours taken as picked."""
    margins = []
    for n, (start, end, options) in enumerate(cells):
        if len(options) == 2 or not picks[n]:
            margins.append(99.0)
            continue
        left = text[start - 1 : start] or " "
        if n and cells[n - 1][1] == start:
            left = cells[n - 1][2][picks[n - 1]][0][-1]
        right = text[end : end + 1] or " "
        if n + 1 < len(cells) and cells[n + 1][0] == end:
            right = cells[n + 1][2][picks[n + 1]][0][0]
        scored = [prior + costs.inner(left + option + right) for option, prior in options]
        chosen = scored[picks[n]]
        margins.append(min(cost for m, cost in enumerate(scored) if m != picks[n]) - chosen)
    return margins
