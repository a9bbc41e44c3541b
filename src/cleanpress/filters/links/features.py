"""The features of a candidate: what the scorer sees of host, context and document.

A feature is a string, ``group=value``. Its weight is found by hashing the string, so that
vocabularies of all languages fit one small table; :mod:`explain` puts features into words.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from cleanpress.filters.links.candidates import FORMS, Candidate
from cleanpress.filters.links.context import Context, shape
from cleanpress.filters.links.cues import BEFORE, CLASSES
from cleanpress.filters.links.doubts import OF_PLACE, doubts
from cleanpress.filters.links.evidence import Evidence
from cleanpress.filters.links.model import ClassTable, model
from cleanpress.filters.links.naming import cheap, odd, risk, sells

__all__ = ["Placed", "document_features", "features", "headroom", "place_features"]

_OF_PLACE = frozenset(f"doubt={name}" for name in OF_PLACE)
_NEAR_CUES = (*BEFORE, "behind")
_NO_CUE = "nocue=1"  # none of those


def features(candidate: Candidate, context: Context, evidence: Evidence) -> list[str]:
    """Every feature of a candidate, in a fixed order."""
    return place_features(candidate, context, evidence) + document_features(candidate, evidence)


def place_features(candidate: Candidate, context: Context, evidence: Evidence) -> list[str]:
    """The features of the host itself and of the words around it: those that cost little."""
    found = _doubts(candidate, context, evidence)
    return [*_around(candidate, context, evidence, found).split("\n"), *_of_host(candidate)]


class Placed:
    """What the place of a candidate and its name say: :func:`place_features`, weighed.

    ``score`` is the sum of their weights and ``price`` what the dearest doubt costs, both in log odds. The part of the
    host is remembered: the same hosts are met again and again.
    """

    def __init__(self, candidate: Candidate, context: Context, evidence: Evidence) -> None:
        self._candidate = candidate
        found = _doubts(candidate, context, evidence)
        self._around = _around(candidate, context, evidence, found)
        scorer = model()
        self._of_host, weight = _weight_of_host(candidate.label, candidate.suffix, candidate.host.count("."))
        self._of_place = scorer.places(self._around)
        self.score = scorer.weigh(self._of_place - self._of_host, weight)
        self.price = scorer.price(_asked(candidate, found)) if found else 0.0

    @property
    def features(self) -> list[str]:
        """What :func:`place_features` gives."""
        return [*self._around.split("\n"), *_of_host(self._candidate)]

    @property
    def buckets(self) -> set[int]:
        """Where the weights of the features stand."""
        return self._of_place | self._of_host


def _of_host(candidate: Candidate) -> tuple[str, ...]:
    return host_features(candidate.label, candidate.suffix, candidate.host.count("."))


@lru_cache(maxsize=4096)
def _weight_of_host(label: str, suffix: str, dots: int) -> tuple[frozenset[int], int]:
    """Where the weights of a host's features stand, and their sum before scaling."""
    scorer = model()
    buckets = scorer.buckets(host_features(label, suffix, dots))
    return frozenset(buckets), scorer.total(buckets)


def _asked(candidate: Candidate, found: Sequence[str]) -> Sequence[str]:
    """The doubts that ask for a price: those about the place do not if the name advertises."""
    if _OF_PLACE.isdisjoint(found) or not sells(candidate.label, candidate.suffix):
        return found
    return [doubt for doubt in found if doubt not in _OF_PLACE]


def _doubts(candidate: Candidate, context: Context, evidence: Evidence) -> list[str]:
    return [f"doubt={name}" for name in doubts(candidate, context, evidence)]


def _around(candidate: Candidate, context: Context, evidence: Evidence, found: Sequence[str]) -> str:
    """The features of the place, each on a line of its own; ``found`` are the doubts.

    One string for all of them: it takes half as long as one for each.
    """
    form, case, fit, edge = candidate.form, candidate.case, evidence.fit, _edge(context)
    lefts, rights = context.left_words, context.right_words
    ls, l2s = (shape(lefts[0]) if lefts else "<s>"), shape(lefts[1] if len(lefts) > 1 else "<s>")
    rs, r2s = (shape(rights[0]) if rights else "</s>"), shape(rights[1] if len(rights) > 1 else "</s>")
    plain_lefts, plain_rights = context.left_plain, context.right_plain
    wl1, wl2, *_ = (*plain_lefts, "<s>", "<s>")
    wr1, wr2, *_ = (*plain_rights, "</s>", "</s>")
    (l1, cl1), (l2, cl2) = _classes(evidence.table.classes, plain_lefts, "<s>")
    (r1, cr1), (r2, cr2) = _classes(evidence.table.classes, plain_rights, "</s>")
    spam = min(len(risk(candidate.label)), 2)
    company, listed = evidence.neighbours
    repeats = evidence.repeats
    host = candidate.host.removeprefix("www.")
    sub = min(host.count(".") - candidate.suffix.count(".") - 1, 3)
    return (
        f"bias=1\nform={form}\n"
        f"fit={fit}\nfit={fit} {ls} {rs}\nfit={fit} after {wl1}\nfit={fit} before {wr1}\n"
        f"edge={edge}\nedge={edge}+{form}\ntouch={_gaps(context)}\n"
        f"lw={wl1}\nrw={wr1}\nll={wl2} {wl1}\nrr={wr1} {wr2}\nseam={wl1} {wr1}\nseam={ls} {rs} {edge}\n"
        f"shapes={ls} {rs}\nshapes={l2s} {ls}\nshapes={rs} {r2s}\n"
        f"le={wl1[-3:]}\nre={wr1[:3]}\nre=…{wr1[-3:]}\nlre={wl1[-2:]} {wr1[-2:]}\n"
        f"case={case}\ncase={case} {ls} {rs}\n"
        # The same for word classes: what is known of one word holds for others like it.
        f"lc={l1}\nrc={r1}\ncc={l1} {r1}\ncc2={cl1} {cr1}\nllc={l2} {l1}\nrrc={r1} {r2}\n"
        f"cc3={cl2} {cl1} {cr1}\ncc4={cl1} {cr1} {cr2}\n"
        f"lwc={plain_lefts[0] if plain_lefts else ''} {r1}\nrwc={l1} {plain_rights[0] if plain_rights else ''}\n"
        f"fitc={fit} {cl1} {cr1}\n"
        f"edge={edge}+{form}+{spam}{'odd' if odd(candidate) else 'plain'}\n"
        f"path={_path(candidate)}+{form}\n"
        f"repeats={'once' if repeats < 2 else 'twice' if repeats < 3 else 'often'}\n"
        f"company={min(company, 3)}{'list' if listed else ''}\n" + "\n".join([f"sub={sub}", *found])
    )


def document_features(candidate: Candidate, evidence: Evidence) -> list[str]:
    """The features of cues, which are looked up in many languages, and of the words of the whole text."""
    found = [f"cue={kind} {_reach(distance)}" for kind, (distance, _) in evidence.cues.items()]
    if not any(kind in evidence.cues for kind in _NEAR_CUES):
        found.append(_NO_CUE)
    found += [f"named={evidence.named}", _part(evidence, candidate.label)]
    found += [f"home={evidence.home}", f"home={evidence.home}+{candidate.form}"]
    text, near = evidence.covered
    found += [f"cover={_share(text, evidence)} text", f"cover={_share(near, evidence)} near"]
    found.append(f"like={'abbreviated' if evidence.abbreviated else ''}{'alike' if evidence.alike else ''}")
    return found


def _share(part: float, evidence: Evidence) -> str:
    """A share as one of six steps; words of another writing cannot be part of a name, so that none means nothing."""
    return "foreign" if not part and evidence.foreign else str(min(5, int(part * 6)))


@lru_cache(maxsize=1)
def headroom() -> float:
    """The most that the features of the document can add to the score of any candidate, in log odds.

    A candidate whose place says no by more than that needs no look at the document.
    """
    weigh = model().score

    def most(features: Iterable[str]) -> float:
        return max(0.0, *(weigh([feature]) for feature in features))

    cues = {kind: most(f"cue={kind} {_reach(distance)}" for distance in (0, 3, 26)) for kind in CLASSES}
    homes = [f"home={where}" for where in ("none", "home", "away")]
    parts = ["part=none", *(f"part={share}{kind}" for share in range(4) for kind in ("common", "rare"))]
    return (
        max(most([_NO_CUE]), sum(cues[kind] for kind in _NEAR_CUES))
        + sum(most for kind, most in cues.items() if kind not in _NEAR_CUES)
        + most(["named=True", "named=False"])
        + most(parts)
        + most(homes)
        + most(f"{home}+{form}" for home in homes for form in FORMS)
        + sum(most(f"cover={share} {where}" for share in (*range(6), "foreign")) for where in ("text", "near"))
        + most(f"like={short}{like}" for short in ("", "abbreviated") for like in ("", "alike"))
    )


def _part(evidence: Evidence, label: str) -> str:
    """How much of the host's name is a word of the text, and whether a word of any text."""
    part = evidence.part
    if not part:
        return "part=none"
    return f"part={min(4 * len(part) // len(label), 3)}{'common' if evidence.table.common(part) else 'rare'}"


def _edge(context: Context) -> str:
    """Where in its line and sentence the candidate stands."""
    if context.line_start or context.line_end:
        return ("start" if context.line_start else "") + ("end" if context.line_end else "")
    before = context.left.rstrip()
    behind = context.right.lstrip()[:1]
    first = "first" if context.clause == len(before) or before[-1:] in ".!?:;—–-|" else ""
    last = "last" if behind in ".!?…" else ""
    return first + last or "inside"


def _path(candidate: Candidate) -> str:
    """How much path a candidate has: none, root, or the number of its parts and whether it asks."""
    path = candidate.path
    if len(path) < 2:
        return "none"
    parts = path.strip("/").count("/") + 1
    return f"{min(parts, 4)}{'long' if len(path) > 30 else ''}{'ask' if '?' in path or '#' in path else ''}"


def _classes(table: ClassTable, words: Sequence[str], edge: str) -> list[tuple[object, object]]:
    """Fine and coarse class of the two words nearest a candidate; an unknown one is told by its ending."""
    told: list[tuple[object, object]] = []
    for word in words[:2]:
        known = table.of(word)
        told.append(known if known[0] else (f"u{word[-2:]}", "u"))
    return told if len(told) == 2 else [*told, (edge, edge), (edge, edge)][:2]


def _gaps(context: Context) -> str:
    """What parts a candidate from the words on both sides: a space, nothing, or more."""
    left, right = context.left, context.right
    before = left[len(left.rstrip()) :]
    behind = right[: len(right) - len(right.lstrip())]
    return f"{_gap(before or 'none')}|{_gap(behind or 'none')}"


def _gap(gap: str) -> str:
    return gap if gap in (" ", "none") else "wide"


def _reach(distance: int) -> str:
    """How far a cue is from the host, for a distance in code points."""
    return "next" if distance <= 2 else "near" if distance <= 25 else "far"


@lru_cache(maxsize=4096)
def host_features(label: str, suffix: str, dots: int) -> tuple[str, ...]:
    """The features of a host's name; the same host is often judged many times."""
    digits = sum(map(str.isdigit, label))
    padded = f"^{label}$"
    found = [
        f"suffix={suffix}",
        f"digits={min(digits, 4)}",
        f"hyphens={min(label.count('-'), 3)}",
        f"length={min(len(label) // 3, 7)}",
        f"labels={min(dots, 4)}",
    ]
    words = risk(label)
    found += [f"risk={word}" for word in words]
    found.append(f"risk={min(len(words), 2)} words")
    if cheap(suffix.rpartition(".")[2]):
        found.append(f"cheap={suffix}")
    for size in (3, 4, 5):
        found += [f"gram={padded[i : i + size]}" for i in range(min(len(padded) - size + 1, 24))]
    return tuple(found)
