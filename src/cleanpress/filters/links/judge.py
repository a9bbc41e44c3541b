"""Verdicts on hosts: what keeps one, what its place and the rest of the text say against it, and how sure that is."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Hashable, Iterator, Sequence
from typing import TypeAlias

from cleanpress.edits import Span
from cleanpress.filters.links.adverts import advertises
from cleanpress.filters.links.candidates import Candidate
from cleanpress.filters.links.context import Context, look_around
from cleanpress.filters.links.evidence import DocumentEvidence, Evidence
from cleanpress.filters.links.explain import explanation
from cleanpress.filters.links.features import Placed, document_features, headroom
from cleanpress.filters.links.glue import UNSURE, glued_word
from cleanpress.filters.links.keeps import reason_farther, reason_nearby, reason_said
from cleanpress.filters.links.model import model
from cleanpress.filters.links.naming import plain_name
from cleanpress.frozen import replace
from cleanpress.hosts import covers
from cleanpress.profile import SiteTemplates
from cleanpress.seams import seam

__all__ = ["Judge"]

_SUSPECT = 0.5
"""Confidence from which a host is worth a line in the report; removal asks for the pipeline's threshold."""

_DOUBTED = 0.85
"""Confidence at most of a host that may have swallowed a word, or belongs to its sentence: reported, not removed."""

_SITES = 0.5
"""What each doubling of the unrelated sites speaks against a host, in log odds: popular hosts stand in many, too."""

_MANY = 64
"""Hosts from which on it pays to remember what stands in the same words."""

_Verdict: TypeAlias = tuple[int, str, float]
"""How many code points of a host are a word of the sentence and stay; why the rest goes; how sure that is."""

_RULE_OF_FORM = {
    "bare": "links/bare-host",
    "www": "links/www-host",
    "path": "links/host-with-path",
    "url": "links/url",
}


class Judge:
    """Judges the plain hosts and URLs of one text at an operating point, with what a profile knows of hosts."""

    def __init__(self, text: str, candidates: Sequence[Candidate], point: str, profile: SiteTemplates | None) -> None:
        self._text = text
        self._candidates = candidates
        self._point = point
        self._profile = profile
        self._evidence = DocumentEvidence(text, candidates)
        self._verdicts: dict[Hashable, _Verdict | None] = {}

    def spans(
        self,
        kept: Collection[str],
        denied: Collection[str],
        doubtful: Collection[int],
        settled: Callable[[int], bool] | None,
    ) -> Iterator[Span]:
        """A deletion for each host that is denied or looks injected, and for none that is kept.

        All offsets are code points: the hosts that begin at ``doubtful`` ones need a verdict, unless ``settled`` says
        that their place has one.
        """
        text = self._text
        weighed = self._weighed if len(self._candidates) < _MANY else self._remembered
        for index, candidate in enumerate(self._candidates):
            doubted = candidate.start in doubtful
            if not (doubted or denied) or candidate.form == "email":
                continue
            if kept and any(covers(host, candidate.host) for host in kept):
                continue
            if denied and any(covers(host, candidate.host) for host in denied):
                yield _span(text, candidate, "links/denied-host", "the host is on the deny list", 1.0)
            elif doubted and (settled is None or not settled(candidate.start)):
                context = look_around(text, candidate)
                verdict = weighed(candidate, context, self._evidence.about(index, context))
                if verdict is not None:
                    start, reason, confidence = verdict
                    cut = replace(candidate, start=candidate.start + start) if start else candidate
                    yield _span(text, cut, _RULE_OF_FORM[candidate.form], reason, confidence)

    def _remembered(self, candidate: Candidate, context: Context, about: Evidence) -> _Verdict | None:
        """The same as :meth:`_weighed`; what stands in the same words again and again is weighed once."""
        place = context.left, context.right, context.line_start, context.line_end
        key = candidate.written, candidate.path, candidate.form, place, about.neighbours, about.stretch
        if key not in self._verdicts:
            self._verdicts[key] = self._weighed(candidate, context, about)
        return self._verdicts[key]

    def _weighed(self, candidate: Candidate, context: Context, about: Evidence) -> _Verdict | None:
        scorer = model()
        if reason_nearby(candidate, context, about):
            return None
        if not plain_name(candidate) and reason_said(candidate, context, about):
            return None  # its place alone will hardly say no to such a name: cues are sooner asked
        place, sites = Placed(candidate, context, about), self._sites(candidate)
        known = _SITES * math.log2(sites or 1)
        if scorer.confidence(place.most + headroom() + known, self._point) < _SUSPECT:
            return None  # nothing in the rest of the text could make it a suspect
        price = place.price - known
        if scorer.confidence(place.score + headroom() - price, self._point) < _SUSPECT:
            return None  # nor with what its place costs
        if reason_farther(candidate, context, about):
            return None
        more = document_features(candidate, about)
        confidence = scorer.confidence(place.score_with(more) - price, self._point)
        if confidence < _SUSPECT:
            return None
        reason = explanation(candidate, [*place.features, *more], scorer)
        if sites > 1:
            reason += (
                f"; the profile has it in mid-sentence at {sites} unrelated sites (+{_SITES * math.log2(sites):.1f})"
            )
        if confidence > _DOUBTED and advertises(context):
            reason += "; the whole sentence advertises, and would have a hole without it"
            confidence = _DOUBTED
        word = glued_word(candidate, context, about.table)
        if word == UNSURE:
            return 0, f"{reason}; its name may begin with a word of the sentence", min(confidence, _DOUBTED)
        return word, reason, confidence

    def _sites(self, candidate: Candidate) -> int:
        """At how many unrelated sites the profile has the host in mid-sentence."""
        return self._profile.host_sites(candidate.host.removeprefix("www.")) if self._profile is not None else 0


def _span(text: str, candidate: Candidate, rule: str, reason: str, confidence: float) -> Span:
    start, end, replacement = seam(text, candidate.start, candidate.end)
    return start, end, replacement, rule, reason, confidence
