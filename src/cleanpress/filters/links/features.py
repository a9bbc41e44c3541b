"""The features of a candidate: what the scorer sees of host, context and document.

A feature is a string, ``group=value``. Its weight is found by hashing the string, so that
vocabularies of all languages fit one small table; :mod:`explain` puts features into words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import TypeAlias

from cleanpress.filters.links.candidates import FORMS, Candidate
from cleanpress.filters.links.context import Context, plain, shape
from cleanpress.filters.links.cues import BEFORE, CLASSES
from cleanpress.filters.links.doubts import DOUBTS, OF_PLACE, doubts
from cleanpress.filters.links.evidence import Evidence
from cleanpress.filters.links.model import ClassTable, model
from cleanpress.filters.links.naming import cheap, odd, risk, sells
from cleanpress.lazy import cached_property

__all__ = ["Placed", "document_features", "features", "headroom", "place_features"]

_OF_PLACE = frozenset(f"doubt={name}" for name in OF_PLACE)
_NEAR_CUES = (*BEFORE, "behind")
_NO_CUE = "nocue=1"  # none of those


def features(candidate: Candidate, context: Context, evidence: Evidence) -> list[str]:
    """Every feature of a candidate, in a fixed order."""
    return place_features(candidate, context, evidence) + document_features(candidate, evidence)


def place_features(candidate: Candidate, context: Context, evidence: Evidence) -> list[str]:
    """The features of the host itself and of the words around it: those that cost little."""
    place = Placed(candidate, context, evidence)
    return place.features


class Placed:
    """What the place of a candidate and its name say: :func:`place_features`, weighed as far as somebody asks.

    What many candidates share is remembered with its weights: the shapes around them, the hosts themselves.
    """

    def __init__(self, candidate: Candidate, context: Context, evidence: Evidence) -> None:
        self._candidate, self._context, self._evidence = candidate, context, evidence
        common, words, record = self._parts = _around(candidate, context, evidence)
        scorer = self._scorer = model()
        self._of_host, weight = _weight_of_host(candidate.label, candidate.suffix, candidate.host.count("."))
        of_place = scorer.places(words).union(_places(_common, common), _places(_record, record))
        self._of_place = of_place
        self._weight = weight + scorer.total(of_place - self._of_host)

    @property
    def most(self) -> float:
        """The most that :attr:`score` may be, whatever the doubts are, in log odds."""
        return self._scorer.weigh((), self._weight) + _most_of_doubts()

    @cached_property
    def doubts(self) -> tuple[str, ...]:
        """The doubts about the place, as features: to find them takes as long as all the rest."""
        return tuple([f"doubt={name}" for name in doubts(self._candidate, self._context, self._evidence)])

    @property
    def score(self) -> float:
        """The sum of the weights of the features, in log odds."""
        found = self.doubts
        if not found:
            return self._scorer.weigh((), self._weight)
        return self._scorer.weigh(_places_of_doubts(found) - self._of_place - self._of_host, self._weight)

    @property
    def price(self) -> float:
        """What the dearest doubt costs, in log odds."""
        found = self.doubts
        return self._scorer.price(_asked(self._candidate, found)) if found else 0.0

    @property
    def features(self) -> list[str]:
        """What :func:`place_features` gives."""
        common, words, record = self._parts
        lines = "\n".join((_common(*common), words, _record(*record)))
        return [*lines.split("\n"), *self.doubts, *_of_host(self._candidate)]

    def score_with(self, more: Sequence[str]) -> float:
        """The sum of the weights of the features and of more of them, in log odds."""
        of_doubts, scorer = _places_of_doubts(self.doubts), self._scorer
        others = scorer.buckets(more).union(of_doubts).difference(self._of_place, self._of_host)
        return scorer.weigh(others, self._weight)


def _of_host(candidate: Candidate) -> tuple[str, ...]:
    return host_features(candidate.label, candidate.suffix, candidate.host.count("."))


@lru_cache(maxsize=4096)
def _weight_of_host(label: str, suffix: str, dots: int) -> tuple[frozenset[int], int]:
    """Where the weights of a host's features stand, and their sum before scaling."""
    scorer = model()
    buckets = scorer.places(_host_lines(label, suffix, dots))
    return frozenset(buckets), scorer.total(buckets)


@lru_cache(maxsize=4096)
def _places(lines: Callable[..., str], of: tuple[object, ...]) -> frozenset[int]:
    """Where the weights of features stand that a function writes."""
    return frozenset(model().places(lines(*of)))


@lru_cache(maxsize=1024)
def _places_of_doubts(found: tuple[str, ...]) -> frozenset[int]:
    return frozenset(model().buckets(found) if found else ())


@lru_cache(maxsize=1)
def _most_of_doubts() -> float:
    """The most that doubts can add to a score, in log odds."""
    return sum(max(0.0, model().score([f"doubt={name}"])) for name in DOUBTS)


def _asked(candidate: Candidate, found: Sequence[str]) -> Sequence[str]:
    """The doubts that ask for a price: those about the place do not if the name advertises."""
    if _OF_PLACE.isdisjoint(found) or not sells(candidate.label, candidate.suffix):
        return found
    return [doubt for doubt in found if doubt not in _OF_PLACE]


def _around(candidate: Candidate, context: Context, evidence: Evidence) -> tuple[_Shapes, str, _Recorded]:
    """What :func:`_common` takes, the features of the words, and what :func:`_record` takes."""
    form, fit, edge, table = candidate.form, evidence.fit, _edge(context), evidence.table.classes
    lefts, rights = context.left_words, context.right_words
    left = _known(table, lefts[0]) if lefts else _START
    left2 = _known(table, lefts[1]) if len(lefts) > 1 else _START
    right = _known(table, rights[0]) if rights else _END
    right2 = _known(table, rights[1]) if len(rights) > 1 else _END
    spam = min(len(risk(candidate.label)), 2)
    company, listed = evidence.neighbours
    dots = candidate.host.removeprefix("www.").count(".")
    sub = min(dots - candidate.suffix.count(".") - 1, 3)
    of_name = spam, odd(candidate), _path(candidate.path) if candidate.path else "none", min(evidence.repeats, 3)
    return (
        (form, candidate.case, fit, edge, left[0], left2[0], right[0], right2[0]),
        _words(fit, left, left2, right, right2),
        (form, edge, _gap(context.left, -1), _gap(context.right, 0), *of_name, company, listed, sub),
    )


_Shapes: TypeAlias = tuple[str, str, str, str, str, str, str, str]
"""What :func:`_common` takes."""
_Recorded: TypeAlias = tuple[str, str, str, str, int, bool, str, int, int, bool, int]
"""What :func:`_record` takes."""
_Known: TypeAlias = tuple[str, str, object, object]
"""Shape, form in the tables, fine class and coarse class of a word."""
_START: _Known = ("<s>", "<s>", "<s>", "<s>")
_END: _Known = ("</s>", "</s>", "</s>", "</s>")


@lru_cache(maxsize=32768)  # the same few words make up most texts
def _known(table: ClassTable, token: str) -> _Known:
    """What is known of a word; the class of one that is in no table is told by its ending."""
    word = plain(token)
    fine, coarse = table.of(word)
    return (shape(token), word, fine, coarse) if fine else (shape(token), word, f"u{word[-2:]}", "u")


# A group of features is one string, each on a line of its own: it takes half as long as a string for each.


def _common(form: str, case: str, fit: str, edge: str, ls: str, l2s: str, rs: str, r2s: str) -> str:
    """The features of the shapes of the words on both sides: many candidates share them."""
    return (
        f"bias=1\nform={form}\nfit={fit}\nfit={fit} {ls} {rs}\nedge={edge}\nedge={edge}+{form}\nseam={ls} {rs} {edge}\n"
        f"shapes={ls} {rs}\nshapes={l2s} {ls}\nshapes={rs} {r2s}\ncase={case}\ncase={case} {ls} {rs}"
    )


def _words(fit: str, left: _Known, left2: _Known, right: _Known, right2: _Known) -> str:
    """The features of the words on both sides, and of their classes: what is known of one holds for others like it."""
    (_, wl1, l1, cl1), (_, wl2, l2, cl2), (_, wr1, r1, cr1), (_, wr2, r2, cr2) = left, left2, right, right2
    return (
        f"fit={fit} after {wl1}\nfit={fit} before {wr1}\n"
        f"lw={wl1}\nrw={wr1}\nll={wl2} {wl1}\nrr={wr1} {wr2}\nseam={wl1} {wr1}\n"
        f"le={wl1[-3:]}\nre={wr1[:3]}\nre=…{wr1[-3:]}\nlre={wl1[-2:]} {wr1[-2:]}\n"
        f"lc={l1}\nrc={r1}\ncc={l1} {r1}\ncc2={cl1} {cr1}\nllc={l2} {l1}\nrrc={r1} {r2}\n"
        f"cc3={cl2} {cl1} {cr1}\ncc4={cl1} {cr1} {cr2}\n"
        f"lwc={'' if left is _START else wl1} {r1}\nrwc={l1} {'' if right is _END else wr1}\n"
        f"fitc={fit} {cl1} {cr1}"
    )


def _record(
    form: str,
    edge: str,
    before: str,
    behind: str,
    spam: int,
    oddly: bool,
    path: str,
    repeats: int,
    company: int,
    listed: bool,
    sub: int,
) -> str:
    """The features of the name in its place, and of the other hosts of the text."""
    return (
        f"touch={before}|{behind}\nedge={edge}+{form}+{spam}{'odd' if oddly else 'plain'}\npath={path}+{form}\n"
        f"repeats={'once' if repeats < 2 else 'twice' if repeats < 3 else 'often'}\n"
        f"company={min(company, 3)}{'list' if listed else ''}\nsub={sub}"
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
    first = "first" if context.left.rstrip()[-1:] in ".!?:;—–-|" else ""
    last = "last" if context.right.lstrip()[:1] in ".!?…" else ""
    return first + last or "inside"


def _path(path: str) -> str:
    """How much path a candidate has: none, root, or the number of its parts and whether it asks."""
    if len(path) < 2:
        return "none"
    parts = path.strip("/").count("/") + 1
    return f"{min(parts, 4)}{'long' if len(path) > 30 else ''}{'ask' if '?' in path or '#' in path else ''}"


def _gap(window: str, edge: int) -> str:
    """What parts a candidate from the words on one side, at the ``edge`` of a window: a space, nothing, or more."""
    if not window or not window[edge].isspace():
        return "none"
    beside = window[1:2] if edge == 0 else window[-2:-1]
    return " " if window[edge] == " " and not beside.isspace() else "wide"


def _reach(distance: int) -> str:
    """How far a cue is from the host, for a distance in code points."""
    return "next" if distance <= 2 else "near" if distance <= 25 else "far"


def host_features(label: str, suffix: str, dots: int) -> tuple[str, ...]:
    """The features of a host's name; ``dots`` are those of the host."""
    return tuple(_host_lines(label, suffix, dots).split("\n"))


@lru_cache(maxsize=4096)
def _host_lines(label: str, suffix: str, dots: int) -> str:
    digits = sum(map(str.isdigit, label))
    words = risk(label)
    named = "".join([f"risk={word}\n" for word in words])
    cost = f"cheap={suffix}\n" if cheap(suffix.rpartition(".")[2]) else ""
    padded = f"^{label}$"
    most = len(padded) + 1
    grams = [padded[i : i + size] for size in (3, 4, 5) for i in range(min(most - size, 24))]
    return (
        f"suffix={suffix}\ndigits={min(digits, 4)}\nhyphens={min(label.count('-'), 3)}\n"
        f"length={min(len(label) // 3, 7)}\nlabels={min(dots, 4)}\n{named}risk={min(len(words), 2)} words\n{cost}gram="
        + "\ngram=".join(grams)
    )
