"""Injected links: a foreign host dropped into a sentence, told from a host the author mentions.

Three steps: :mod:`candidates` finds what is host-like, :mod:`keeps` looks for a hard reason to keep
it, :mod:`model` weighs what is left. Missing evidence means keep.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from functools import partial
from typing import ClassVar, Literal, get_args

from cleanpress.document import Document
from cleanpress.edits import Span
from cleanpress.errors import ConfigError
from cleanpress.filters.base import Builtin, Phase, Rule
from cleanpress.filters.links.candidates import Candidate, dot_at, find_candidates, find_dots, host_runs
from cleanpress.filters.links.hiding import (
    OtherForms,
    may_be_disguised,
    may_have_anchors,
    may_stand_at_an_edge,
    shows_plain_hosts,
)
from cleanpress.filters.links.keeps import plainly_stays, stays_at_once
from cleanpress.filters.links.phrases import phrase_spans, replaced_name
from cleanpress.filters.sight import sight
from cleanpress.flags import Flag
from cleanpress.frozen import frozen, option
from cleanpress.hosts import host_of, registrable
from cleanpress.names import nearest
from cleanpress.profile import SiteTemplates

__all__ = ["InjectedLinks"]

Point = Literal["strict", "balanced", "aggressive"]
Forms = Literal["hosts", "all"]

_REPLACED = 0.9
"""Confidence that a name was replaced: as much as a removal takes, for nothing is removed."""


@frozen
class InjectedLinks(Builtin):
    """Removes hosts and URLs that a link script dropped into a text; keeps those the author mentions.

    Hosts in disguise, anchors written in the text and blocks of links at its head and foot are among them.

    ``allow_hosts`` and ``own_hosts`` are never removed, ``deny_hosts`` always; each also means its
    subdomains, and the user's lists win over every signal. ``point`` chooses how sure is sure:
    ``strict`` removes least, ``aggressive`` most. Spam that lost its address on the way is looked for, too: brand
    words, keyword phrases and lists, calls to action, contacts; with ``forms="hosts"`` it is not.
    A ``profile`` tells hosts that stand in mid-sentence at unrelated sites: that speaks against them, and no reason
    to keep one is weaker for it.

    Raises ConfigError for another value of ``point`` or ``forms``.

    >>> text = "Pemerintah harus mampu contohslot88.live melakukan mitigasi yang memadai."
    >>> InjectedLinks().find(Document(text))[0].rule
    'links/bare-host'
    """

    id: ClassVar[str] = "links"
    phase: ClassVar[Phase] = Phase.REMOVE

    allow_hosts: tuple[str, ...] = ()
    deny_hosts: tuple[str, ...] = ()
    own_hosts: tuple[str, ...] = ()
    point: Point = "balanced"
    forms: Forms = "all"
    profile: SiteTemplates | None = option(default=None, key=False)

    def __post_init__(self) -> None:
        for name, value, kind in (("point", self.point, Point), ("forms", self.forms, Forms)):
            if value not in get_args(kind):
                raise ConfigError(f"links: unknown {name} {value!r}; {nearest(value, get_args(kind))}")

    @classmethod
    def rules(cls) -> Sequence[Rule]:
        """The rules of this filter."""
        from cleanpress.filters.links.forms import FORM_RULES
        from cleanpress.filters.links.phrases.findings import RULES

        return (*_RULES, *FORM_RULES, *RULES)

    def flags(self, doc: Document) -> list[Flag]:
        """Texts in which a brand of link spam took the place of a name; not looked for with ``forms="hosts"``."""
        reason = replaced_name(doc) if self.forms == "all" else ""
        return [Flag("links/substituted-name", reason, _REPLACED)] if reason else []

    def scan(self, doc: Document) -> list[Span]:
        """Propose a deletion for each host or phrase that looks injected; offsets are code points into ``doc.text``."""
        if doc.format == "text":
            return self._written(doc)
        return [*self._stated(doc), *self._written(doc)]

    def _stated(self, doc: Document) -> list[Span]:
        """The links that the markup states; without markup there are none."""
        if not any("//" in link.href for link in doc.reading.links_elsewhere):
            return []  # none leads to another site
        from cleanpress.filters.links.markup import find_anchors

        allowed = [_bare(host) for host in (*self.allow_hosts, *self.own_hosts)]
        return find_anchors(doc, allowed, [_bare(host) for host in self.deny_hosts])

    def _written(self, doc: Document) -> list[Span]:
        """What is written in the text itself."""
        text, seen = doc.text, sight(doc)
        phrases = phrase_spans(doc) if self.forms == "all" else []
        if seen is not None and shows_plain_hosts(seen, text) and not self.deny_hosts:
            if not seen.dots:
                return phrases  # most texts end here
            dots, found = list(map(partial(dot_at, text), seen.dots)), None
        else:
            dots = find_dots(text)
            found = _written_otherwise(doc, dots)
        if not (dots or found):
            return phrases  # most short texts end here
        runs = list(host_runs(text, dots))
        doubtful = [run for run in runs if not plainly_stays(text, *run)] if runs else runs
        if not (doubtful or found or self.deny_hosts):
            return phrases
        candidates = list(find_candidates(text, runs))
        ends = {end for _, end in doubtful}
        starts = {c.start for c in candidates if c.host_end in ends and not stays_at_once(text, c)}
        if not found and doubtful and may_stand_at_an_edge(text, doubtful, runs):
            found = OtherForms((), ())
        if not (starts or found or self.deny_hosts):
            return phrases  # nearly all texts end here, and need no look at the rest of them
        return [*self._hosts(doc, candidates, starts, found), *phrases]

    def _kept(self, doc: Document) -> frozenset[str]:
        """The hosts that the user, or the document's own address, keeps."""
        return frozenset((*map(_bare, self.allow_hosts), *map(_bare, self.own_hosts), *_own(doc)))

    def _hosts(
        self, doc: Document, candidates: list[Candidate], starts: Collection[int], found: OtherForms | None
    ) -> list[Span]:
        """Verdicts on hosts: plain ones, those in disguise and in anchors that were ``found``, and blocks of them.

        ``starts`` tells where the plain hosts begin that do not stay at once (code points).
        """
        from cleanpress.filters.links.judge import Judge  # what judges is loaded when there is a host

        kept, spans, settled = self._kept(doc), list[Span](), None
        if found is not None:
            from cleanpress.filters.links.forms import judge_forms, plain_candidates

            candidates = plain_candidates(found, candidates)
            told = judge_forms(doc.text, found, candidates, kept, self.point)
            spans, settled = told.spans, told.settles
        judge = Judge(doc.text, candidates, self.point, self.profile)
        return [*spans, *judge.spans(kept, [_bare(host) for host in self.deny_hosts], starts, settled)]


def _written_otherwise(doc: Document, dots: list[re.Match[str]]) -> OtherForms | None:
    """The hosts in disguise and the anchors of a text, if something speaks against one of them."""
    disguised, anchored = may_be_disguised(doc, dots), b"[" in doc.shadow and may_have_anchors(doc.text)
    if not disguised and not anchored:
        return None
    from cleanpress.filters.links.forms import find_forms, worth_judging

    found = find_forms(doc.text, dots, doc.residue, disguised=disguised, anchored=anchored)
    return found if worth_judging(found) else None


def _own(doc: Document) -> tuple[str, ...]:
    """The document's own host, by its url."""
    if not doc.url:
        return ()
    host = host_of(doc.url)
    return (registrable(host) or host,)


def _bare(host: str) -> str:
    """A listed host as it is compared: lower case, without scheme, path and ``www.``."""
    return host_of(host).removeprefix("www.")


_DECISION = (
    "Judged by the words around it (do they read on without it, does one of them cite or introduce it), its place, "
    "its spelling, its name and the rest of the text; a reason to keep it always wins: a citing or introducing word, "
    "the document's own host, governments and schools, capitals, brackets and quotation marks, an ending of the "
    "sentence's language, e-mail, code and file names, a list of sites, words about crime or security close "
    "by; farther off these, and cues, weigh dearly."
)

_RULES = (
    Rule("links/bare-host", "a foreign host dropped into the text", _DECISION),
    Rule("links/www-host", "a foreign www. host dropped into the text", _DECISION),
    Rule("links/host-with-path", "a foreign host with a path dropped into the text", _DECISION),
    Rule("links/url", "a foreign URL dropped into the text", _DECISION),
    Rule(
        "html/hidden-link",
        "a link to another site that people cannot see",
        "Hidden by its own style, an element around it or a style sheet of the page: display, visibility, opacity, a "
        "place off the screen, a text indent, a box or clip without room, letters without size or in the colour of "
        "their background, a one-pixel marquee, noscript. It goes if it advertises, or if nothing but links is hidden "
        "there and its place is no menu, tip or note. Hidden prose stays.",
    ),
    Rule(
        "links/spam-anchor",
        "a link to another site whose host sells gambling, pills or the like",
        "The name of the host it leads to advertises, or its text does and the name as well. A citing or introducing "
        "word, a paragraph about crime or security, brackets, quotation marks and the page's own host keep it.",
    ),
    Rule("links/denied-host", "a host on the user's deny list", "The list deny-hosts names it or a parent of it."),
)
