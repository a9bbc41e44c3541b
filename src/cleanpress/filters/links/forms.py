"""Hosts in forms of their own: in disguise, behind the words of an anchor, in blocks of links.

The filter needs two functions of it: :func:`find_forms` finds what is there, and
:func:`judge_forms` says what should go, by the reasons to keep and the scorer that other hosts have too.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from cleanpress.edits import Span
from cleanpress.filters.base import Rule
from cleanpress.filters.links.anchors import Anchor, anchor_signals, find_anchors, target_of
from cleanpress.filters.links.blocks import block_signals, find_blocks, holds_trusted, reason_to_keep_block
from cleanpress.filters.links.candidates import Candidate
from cleanpress.filters.links.context import Context, look_around
from cleanpress.filters.links.evidence import DocumentEvidence, Evidence
from cleanpress.filters.links.explain import explanation
from cleanpress.filters.links.features import features
from cleanpress.filters.links.hiding import OtherForms
from cleanpress.filters.links.keeps import reason_in_itself, reason_in_sentence, reason_to_keep
from cleanpress.filters.links.model import model, pair_table
from cleanpress.filters.links.naming import risk
from cleanpress.filters.links.obfuscated import Disguise, find_obfuscated
from cleanpress.filters.links.verdict import Signal, confidence, explain
from cleanpress.filters.links.vocabulary import Rest, Surroundings, pitch
from cleanpress.frozen import replace
from cleanpress.hosts import covers
from cleanpress.seams import seam

__all__ = [
    "FORM_RULES",
    "Judged",
    "find_forms",
    "judge_forms",
    "plain_candidates",
    "worth_judging",
]

_SUSPECT = 0.5
_SURE = 0.9
_MANY, _APART = 64, 120  # hosts in disguise, and code points of text for each, that an article has at most
_DEFANGED = 3  # different hosts with broken dots in one text: a list of them, not an advert

_HOW = {
    "bracket": (2.5, "its dot stands in brackets"),
    "word": (1.8, "its dot is written as a word"),
    "spaced": (1.5, "its dot stands between blanks"),
    "letters": (3.0, "its letters are spaced out"),
    "stop": (2.5, "its dot is the full stop of another script"),
    "styled": (3.5, "its letters are dressed up"),
    "lookalike": (2.0, "letters of another script pass for its own"),
    "hidden": (1.0, "unseen characters break it up"),
}
_ANCHORS = {
    "markdown": ("links/markdown-anchor", "a Markdown anchor"),
    "html": ("links/html-anchor", "an HTML anchor"),
    "bbcode": ("links/markdown-anchor", "a BBCode anchor"),
}
_INTRODUCING = (":", "：", "、", "|", "@")
_BRAND_DIGITS = 2  # digits in the name of a brand that is sold by the dozen
_NOT_ITS_WORDS = 0.75  # confidence at most, where only the target of an anchor looks bought


def find_forms(
    text: str,
    dots: Sequence[re.Match[str]] | None = None,
    rare: str | None = None,
    *,
    disguised: bool = True,
    anchored: bool = True,
) -> OtherForms:
    """The disguised hosts and anchors of a text; offsets are code points. Next to free on clean text.

    ``dots`` are what :func:`find_dots` found in it, ``rare`` its :func:`~cleanpress.document.residue`, if somebody has
    asked already; ``disguised`` and ``anchored`` say whether there may be any of either.

    >>> forms = find_forms("See [the map](https://map.example) and slot88[.]com")
    >>> len(forms.disguises), len(forms.anchors)
    (1, 1)
    """
    return OtherForms(
        tuple(find_obfuscated(text, dots, rare)) if disguised else (),
        tuple(find_anchors(text)) if anchored else (),
    )


def worth_judging(forms: OtherForms) -> bool:
    """Whether something speaks against one of them: anchors of clean texts are many, and harmless."""
    return bool(forms.disguises) or any(_suspicious(anchor) is not None for anchor in forms.anchors)


def plain_candidates(forms: OtherForms, candidates: Sequence[Candidate]) -> list[Candidate]:
    """The candidates that are no part of a disguised host."""
    covered = sorted([(d.candidate.start, d.candidate.end) for d in forms.disguises])
    kept, index = [], 0
    for candidate in candidates:
        while index < len(covered) and covered[index][1] <= candidate.start:
            index += 1
        if index == len(covered) or candidate.end <= covered[index][0]:
            kept.append(candidate)
    return kept


class Judged(NamedTuple):
    """The verdicts: what should go, and the places that are settled, whose hosts need no verdict of their own."""

    spans: list[Span]
    settled: list[tuple[int, int]]

    def settles(self, start: int) -> bool:
        """Whether the host that begins at this offset is settled."""
        index = bisect_right(self.settled, (start, math.inf)) - 1
        return index >= 0 and start < self.settled[index][1]


def judge_forms(
    text: str, forms: OtherForms, candidates: Sequence[Candidate], kept: frozenset[str], point: str
) -> Judged:
    """Verdicts on these forms; ``candidates`` are the plain ones, ``kept`` the hosts the user keeps."""
    judge = _Judge(text, kept, point)
    everything = sorted([*candidates, *(d.candidate for d in forms.disguises)], key=lambda c: c.start)
    settled = sorted([(anchor.start, anchor.end) for anchor in forms.anchors])
    spans: list[Span] = []
    for place, found in judge.blocks(everything):
        spans += found
        settled = [*(other for other in settled if other[1] <= place[0] or place[1] <= other[0]), place]
    spans += judge.disguises(forms.disguises, everything)
    spans += judge.anchors(forms.anchors)
    return Judged(spans, sorted(settled))


class _Judge:
    """What the decisions about one text share."""

    def __init__(self, text: str, kept: frozenset[str], point: str) -> None:
        self.text = text
        self.kept = kept
        self.point = point
        self.crime = Surroundings(text, ("security",))

    def _listed(self, *hosts: str) -> bool:
        return any(covers(own, host) for own in self.kept for host in hosts)

    def blocks(self, candidates: Sequence[Candidate]) -> Iterator[tuple[tuple[int, int], list[Span]]]:
        """Each block that is settled: its place, and the span that removes it, if it should go."""
        for block in find_blocks(self.text, candidates):
            hosts = [host.host for item in block.items for host in item.hosts]
            if self._listed(*hosts) or holds_trusted(block):
                continue
            place = (block.start, block.end)
            if reason_to_keep_block(self.text, block, self.crime.near(*place)):
                yield place, []
                continue
            signals = block_signals(block, Rest(self.text, [place]))
            what = f"a block of links at the {block.place}"
            spans = list(_joined(self.text, _span(place, "links/link-block", what, signals, self.point)))
            if spans:
                yield place, spans

    def disguises(self, disguises: Sequence[Disguise], everything: Sequence[Candidate]) -> Iterator[Span]:
        if len(disguises) > _MANY and len(disguises) * _APART > len(self.text):
            return  # a list of them, and no sentence that one could be dropped into
        evidence = DocumentEvidence(self.text, everything)
        places = {candidate.start: index for index, candidate in enumerate(everything)}
        crowd = len({d.candidate.host for d in disguises if d.kind == "bracket"}) >= _DEFANGED
        for disguise in disguises:
            candidate = disguise.candidate
            if (crowd and disguise.kind == "bracket") or self._listed(candidate.host):
                continue
            context = look_around(self.text, candidate)
            about = evidence.about(places[candidate.start], context)
            if not self._reason_to_keep(disguise, context, about):
                weight, how = _HOW[disguise.kind]
                what = f"{candidate.host} in disguise, {how} (+{weight}); "
                span = self._as_host(candidate, context, about, ("links/obfuscated-host", what, weight))
                yield from _joined(self.text, span)

    def _reason_to_keep(self, disguise: Disguise, context: Context, about: Evidence) -> str:
        candidate = disguise.candidate
        reason = reason_in_itself(candidate) or reason_in_sentence(candidate, context, about)
        if reason:
            return reason
        if context.left[-1:] == "`" or context.right[:1] == "`":
            return "it stands in a code span"
        word = self.crime.near(candidate.start, candidate.end)
        if word:
            return f"the text around it is about crime or security ({word})"
        loud = risk(candidate.label)
        if about.named and not loud:
            return "the text names its owner"
        if not loud and (context.line_start or context.line_end or candidate.form in ("url", "path")):
            return "it may be an address made harmless, its name does not speak against it"
        if disguise.kind in ("word", "spaced") and not loud and _of_prose(candidate.label):
            return "its name is a word of prose"
        return ""

    def _as_host(
        self, candidate: Candidate, context: Context, about: Evidence, told: tuple[str, str, float]
    ) -> list[Span]:
        """The verdict of the learned scorer, with some weight for the form."""
        rule, what, weight = told
        found = features(candidate, context, about)
        scorer = model()
        sure = scorer.confidence(scorer.score(found) + weight - scorer.price(found), self.point)
        if sure < _SUSPECT:
            return []
        return [(candidate.start, candidate.end, "", rule, what + explanation(candidate, found, scorer), sure)]

    def anchors(self, anchors: Sequence[Anchor]) -> Iterator[Span]:
        told = [(anchor, candidate) for anchor in anchors if (candidate := _suspicious(anchor)) is not None]
        told = [(anchor, candidate) for anchor, candidate in told if not self._listed(candidate.host)]
        if not told:
            return
        evidence = DocumentEvidence(self.text, [candidate for _, candidate in told])
        rest = Rest(self.text, sorted((anchor.start, anchor.end) for anchor in anchors))
        trades = Surroundings(rest.blanked, ("offers", "trades"))
        found: list[Span] = []
        for index, (anchor, candidate) in enumerate(told):
            context = look_around(self.text, candidate)
            about = evidence.about(index, context)
            if reason_in_itself(candidate) or self._kept_by_sentence(anchor, candidate, context, about):
                continue
            rule, what = _ANCHORS[anchor.kind]
            if anchor.names_target:
                bare = replace(candidate, form="bare", path="")
                if not (reason_to_keep(bare, context, about) or reason_in_sentence(bare, context, about)):
                    found += self._as_host(bare, context, about, (rule, f"{what} of ", 0.0))
                continue
            near = trades.near(anchor.start, anchor.end)
            signals, offer = anchor_signals(anchor, candidate, context, rest, near)
            for span in _span((anchor.start, anchor.end), rule, what, signals, self.point):
                found.append(span if offer else (*span[:5], min(span[5], _NOT_ITS_WORDS)))
        yield from _joined(self.text, sorted(found))

    def _kept_by_sentence(self, anchor: Anchor, candidate: Candidate, context: Context, about: Evidence) -> str:
        if anchor.hidden:
            return ""
        if context.left[-1:] == "`" or context.right[:1] == "`":
            return "it stands in a code span"
        if anchor.names_target and context.left.rstrip()[-1:] in _INTRODUCING:
            return "it is introduced, as credits are"
        return reason_in_sentence(candidate, context, about) or self.crime.near(anchor.start, anchor.end)


def _of_prose(label: str) -> bool:
    return not any(map(str.isdigit, label)) and (len(label) < 6 or pair_table().knows(label))


def _suspicious(anchor: Anchor) -> Candidate | None:
    """The target of an anchor that something speaks against: its words, its host's name, its being hidden."""
    label = target_of(anchor.target)[2]
    brand = risk(label) or sum(map(str.isdigit, label)) >= _BRAND_DIGITS
    if not (brand or anchor.hidden or pitch(anchor.words).terms):
        return None  # nearly all anchors of clean texts, and a candidate takes time to make
    candidate = anchor.candidate
    if candidate is None or reason_in_itself(candidate):
        return None
    if anchor.names_target:
        return candidate if brand and anchor.words.islower() else None
    return candidate if anchor.hidden or risk(label) or pitch(anchor.words).terms else None


def _joined(text: str, spans: Sequence[Span]) -> Iterator[Span]:
    """The spans with their holes healed; neighbours that nothing but marks and blanks part become one."""
    index = 0
    while index < len(spans):
        first = last = index
        while last + 1 < len(spans) and not _parted(text, spans[last], spans[last + 1]):
            last += 1
        start, end, replacement = seam(text, spans[first][0], spans[last][1])
        more = f"; with {last - first} more beside it" if last > first else ""
        least = min(span[5] for span in spans[first : last + 1])
        yield start, end, replacement, spans[first][3], spans[first][4] + more, least
        index = last + 1


def _parted(text: str, left: Span, right: Span) -> bool:
    """Whether more than separators stand between two spans, or one of them is only a suspect."""
    between = text[left[1] : right[0]]
    return len(between) > 8 or bool(between.strip(" \t\n|,;•·*-")) or (left[5] < _SURE) != (right[5] < _SURE)


def _span(place: tuple[int, int], rule: str, what: str, signals: Sequence[Signal], point: str) -> list[Span]:
    sure = confidence(signals, point)
    return [(*place, "", rule, explain(what, signals), sure)] if sure >= _SUSPECT else []


_ANYWAY = (
    "A reason to keep it always wins: a citing or introducing word, quotation marks, an institution, the user's own "
    "hosts, a text about crime or security."
)
FORM_RULES = (
    Rule(
        "links/obfuscated-host",
        "a host in disguise dropped into the text",
        "Its dot is broken or its letters are dressed up; read without the disguise it is judged as other hosts "
        f"are. {_ANYWAY}",
    ),
    Rule(
        "links/link-block",
        "a block of links at the head or foot",
        "Two or more lines or items that are hosts and offers and nothing else. Lists with a heading, references, "
        f"definitions and rules stay. {_ANYWAY}",
    ),
    Rule(
        "links/markdown-anchor",
        "a Markdown or BBCode anchor of spam",
        f"Its words are an offer that the sentence does not need, and its target fits. {_ANYWAY}",
    ),
    Rule(
        "links/html-anchor",
        "an HTML anchor of spam written in the text",
        f"Its words are an offer that the sentence does not need, and its target fits. {_ANYWAY}",
    ),
)
