"""Held-out figures of the link scorer as Markdown tables, with Wilson intervals."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence

from samples import Sample

Z = 1.96  # 95 %
BETWEEN_WORDS = frozenset({"bare-mid", "www-mid", "url-mid"})


def wilson(hits: int, total: int) -> tuple[float, float]:
    """The 95 % Wilson interval of a share.

    >>> wilson(0, 0)
    (0.0, 1.0)
    """
    if not total:
        return 0.0, 1.0
    share = hits / total
    middle = share + Z * Z / (2 * total)
    spread = Z * math.sqrt(share * (1 - share) / total + Z * Z / (4 * total * total))
    scale = 1 + Z * Z / total
    return max(0.0, (middle - spread) / scale), min(1.0, (middle + spread) / scale)


def tables(samples: Sequence[Sample], scores: Sequence[float], points: dict[str, float]) -> Iterator[str]:
    """False removals and recall at each operating point, by kind of host, form, place and language."""

    def removed(index: int, point: float) -> bool:
        return not samples[index].keep and scores[index] > point

    natural = [i for i, s in enumerate(samples) if s.kind.startswith("natural")]
    inserted = [i for i, s in enumerate(samples) if s.label]
    yield "| figure | " + " | ".join(points) + " |"
    yield "|---|" + "--:|" * len(points)
    yield _row("natural mentions wrongly removed, in 10,000", natural, points, removed, 10_000)
    yield _row("insertions removed", inserted, points, removed)
    between = [i for i in inserted if samples[i].kind in BETWEEN_WORDS]
    yield _row(f"bare, www and URL between words ({len(between)})", between, points, removed)
    ordinary = [i for i in between if samples[i].host_class == "neutral"]
    yield _row(f"of these, names of ordinary words ({len(ordinary)})", ordinary, points, removed)
    groups: list[tuple[str, Callable[[Sample], str]]] = [
        ("host", lambda s: s.host_class),
        ("form", lambda s: s.kind.partition("-")[0]),
        ("place", lambda s: s.kind.partition("-")[2]),
        ("language", lambda s: s.lang),
    ]
    for title, key in groups:
        by_value: dict[str, list[int]] = defaultdict(list)
        for index in inserted:
            by_value[key(samples[index])].append(index)
        shares = {value: _share(members, points["balanced"], removed) for value, members in by_value.items()}
        for value in [value for _, value in sorted((share, value) for value, share in shares.items())]:  # worst first
            members = by_value[value]
            if len(members) >= 200:
                yield _row(f"{title} {value} ({len(members)})", members, points, removed)


def _share(members: Sequence[int], point: float, removed: Callable[[int, float], bool]) -> float:
    return sum(removed(index, point) for index in members) / max(1, len(members))


def _row(title: str, members: Sequence[int], points: dict[str, float],
         removed: Callable[[int, float], bool], scale: int = 1) -> str:  # fmt: skip
    cells = []
    for point in points.values():
        hits = sum(removed(index, point) for index in members)
        low, high = wilson(hits, len(members))
        share = hits / max(1, len(members))
        digits = 1 if scale > 1 else 3
        cells.append(f"{share * scale:.{digits}f} ({low * scale:.{digits}f}-{high * scale:.{digits}f})")
    return f"| {title} | " + " | ".join(cells) + " |"
