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
from cleanpress.filters.links.doubts import doubts
from cleanpress.filters.links.evidence import Evidence
from cleanpress.filters.links.model import ClassTable, model
from cleanpress.filters.links.naming import cheap, odd, risk

__all__ = ["Placed", "document_features", "features", "headroom", "place_features"]

_NEAR_CUES = (*BEFORE, "behind")
_NO_CUE = "nocue=1"  # none of those


def features(candidate: Candidate, context: Context, evidence: Evidence) -> list[str]:
    """Every feature of a candidate, in a fixed order."""
    return place_features(candidate, context, evidence) + document_features(candidate, evidence)


def place_features(candidate: Candidate, context: Context, evidence: Evidence) -> list[str]:
    """The features of the host itself and of the words around it: those that cost little."""
    before, behind = _around(candidate, context, evidence)
    return [*before, *_of_host(candidate), *behind]


class Placed:
    """What the place of a candidate and its name say: :func:`place_features`, weighed.

    ``score`` is the sum of their weights and ``price`` what the dearest doubt costs, both in log odds. The part of the
    host is remembered: the same hosts are met again and again.
    """

    def __init__(self, candidate: Candidate, context: Context, evidence: Evidence) -> None:
        self._candidate = candidate
        self._before, self._behind = _around(candidate, context, evidence)
        scorer = model()
        self._of_host, weight = _weight_of_host(candidate.label, candidate.suffix, candidate.host.count("."))
        self._of_place = scorer.buckets(self._before + self._behind)
        self.score = scorer.weigh(self._of_place - self._of_host, weight)
        self.price = scorer.price(self._behind)

    @property
    def features(self) -> list[str]:
        """What :func:`place_features` gives."""
        return [*self._before, *_of_host(self._candidate), *self._behind]

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


def _around(candidate: Candidate, context: Context, evidence: Evidence) -> tuple[list[str], list[str]]:
    """The features of the place, those before and those behind the features of the host."""
    edge = _edge(context)
    before = ["bias=1", f"form={candidate.form}"]
    before += _context_features(candidate, context, evidence.fit, edge)
    before += _class_features(context, evidence)
    spam = min(len(risk(candidate.label)), 2)
    company, listed = evidence.neighbours
    behind = [
        f"edge={edge}+{candidate.form}+{spam}{'odd' if odd(candidate) else 'plain'}",
        f"path={_path(candidate)}+{candidate.form}",
        f"repeats={'once' if evidence.repeats < 2 else 'twice' if evidence.repeats < 3 else 'often'}",
        f"company={min(company, 3)}{'list' if listed else ''}",
    ]
    behind.append(f"sub={min(candidate.host.removeprefix('www.').count('.') - candidate.suffix.count('.') - 1, 3)}")
    behind += [f"doubt={name}" for name in doubts(candidate, context, evidence)]
    return before, behind


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


def _context_features(candidate: Candidate, context: Context, together: str, edge: str) -> list[str]:
    lefts, rights = context.left_words, context.right_words
    ls, l2s = (shape(lefts[0]) if lefts else "<s>"), shape(lefts[1] if len(lefts) > 1 else "<s>")
    rs, r2s = (shape(rights[0]) if rights else "</s>"), shape(rights[1] if len(rights) > 1 else "</s>")
    wl1, wl2, *_ = (*context.left_plain, "<s>", "<s>")
    wr1, wr2, *_ = (*context.right_plain, "</s>", "</s>")
    left_gap = context.left[len(context.left.rstrip()) :] or "none"
    right_gap = context.right[: len(context.right) - len(context.right.lstrip())] or "none"
    return [
        f"fit={together}",
        f"fit={together} {ls} {rs}",
        f"fit={together} after {wl1}",
        f"fit={together} before {wr1}",
        f"edge={edge}",
        f"edge={edge}+{candidate.form}",
        f"touch={_gap(left_gap)}|{_gap(right_gap)}",
        f"lw={wl1}",
        f"rw={wr1}",
        f"ll={wl2} {wl1}",
        f"rr={wr1} {wr2}",
        f"seam={wl1} {wr1}",
        f"seam={ls} {rs} {edge}",
        f"shapes={ls} {rs}",
        f"shapes={l2s} {ls}",
        f"shapes={rs} {r2s}",
        f"le={wl1[-3:]}",
        f"re={wr1[:3]}",
        f"re=…{wr1[-3:]}",
        f"lre={wl1[-2:]} {wr1[-2:]}",
        f"case={candidate.case}",
        f"case={candidate.case} {ls} {rs}",
    ]


def _class_features(context: Context, evidence: Evidence) -> list[str]:
    """The same for word classes: what is known of one word holds for others like it."""
    classes = evidence.table.classes
    lefts, rights = context.left_plain, context.right_plain
    l1, l2 = _class(classes, lefts, 0, "<s>"), _class(classes, lefts, 1, "<s>")
    r1, r2 = _class(classes, rights, 0, "</s>"), _class(classes, rights, 1, "</s>")
    return [
        f"lc={l1[0]}",
        f"rc={r1[0]}",
        f"cc={l1[0]} {r1[0]}",
        f"cc2={l1[1]} {r1[1]}",
        f"llc={l2[0]} {l1[0]}",
        f"rrc={r1[0]} {r2[0]}",
        f"cc3={l2[1]} {l1[1]} {r1[1]}",
        f"cc4={l1[1]} {r1[1]} {r2[1]}",
        f"lwc={lefts[0] if lefts else ''} {r1[0]}",
        f"rwc={l1[0]} {rights[0] if rights else ''}",
        f"fitc={evidence.fit} {l1[1]} {r1[1]}",
    ]


def _class(classes: ClassTable, words: Sequence[str], index: int, edge: str) -> tuple[object, object]:
    """Fine and coarse class of a word; an unknown one is told by its ending."""
    if index >= len(words):
        return edge, edge
    word = words[index]
    fine, coarse = classes.of(word)
    return (fine, coarse) if fine else (f"u{word[-2:]}", "u")


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
