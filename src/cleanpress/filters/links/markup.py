"""Links that the markup states: the ones nobody can see, and the ones that say what they sell.

Where an anchor leads is known, so less has to be guessed than for a bare host. Missing evidence means
keep: a hidden link goes when it leads elsewhere and either advertises or has nothing but links around it
in the place where it is hidden.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from cleanpress.data import FOLDER, entries, read_toml
from cleanpress.document import Document
from cleanpress.edits import Span
from cleanpress.filters.links.candidates import Candidate, find_candidates
from cleanpress.filters.links.keeps import reason_beside, reason_in_itself
from cleanpress.filters.links.naming import risk
from cleanpress.formats import Link
from cleanpress.frozen import replace
from cleanpress.hosts import covers, host_of, registrable
from cleanpress.lazy import cached_property
from cleanpress.seams import seam

if TYPE_CHECKING:
    from cleanpress.formats.html_reading import HtmlReading
    from cleanpress.formats.html_visibility import Hidden

__all__ = ["find_anchors"]

_ADVERTISES, _ALONE, _SPAM, _SUSPECT = 0.98, 0.93, 0.95, 0.6
_WORD = re.compile(r"[^\W_]+")
_KEEPING = ("quoting", "affiliation", "site", "target", "register")
_FAR = 40  # code points between a cue and a link
_PICTURED = frozenset(("text-indent", "font-size"))
_LINES_ABOVE = 3


def find_anchors(doc: Document, allowed: Collection[str], denied: Collection[str]) -> list[Span]:
    """Propose a deletion for each link of the markup that was put there to be found by machines only.

    ``allowed`` and ``denied`` are hosts, each with its subdomains. Offsets are code points into ``doc.text``.

    >>> page = "<p>Harga <a style='display:none' href='//contoh-slot.example.com'>slot gacor</a> beras naik.</p>"
    >>> [span[:4] for span in find_anchors(Document(page, "html"), (), ())]
    [(6, 17, '', 'html/hidden-link')]
    """
    stated = doc.reading.links_elsewhere if doc.format != "text" else ()
    links = [(link, host) for link in stated if link.end > link.start and (host := _foreign(link.href))]
    if not links:
        return []
    own = _own(doc)
    kept = own.union(allowed)
    links = [(link, host) for link, host in links if not any(covers(listed, host) for listed in kept)]
    judge = _Judge(doc, links, denied, known=bool(own))
    spans = []
    for link, host in links:
        verdict = judge.verdict(link, host)
        if verdict is not None:
            rule, reason, confidence = verdict
            start, end, replacement = seam(doc.text, link.start, link.end)
            spans.append((start, end, replacement, rule, reason, confidence))
    return spans


def _foreign(href: str) -> str:
    """The host of an address that names one; empty for addresses inside of the site and of other kinds."""
    if href.startswith("//"):
        href = f"https:{href}"
    scheme, mark, _ = href.partition("://")
    return host_of(href) if mark and scheme.lower() in ("http", "https") else ""


def _own(doc: Document) -> set[str]:
    """The page's own hosts: by its url, or by what it says of itself."""
    hosts = [host_of(doc.url)] if doc.url else []
    if doc.format == "html" and not hosts:
        from cleanpress.formats.html_links import stated_hosts

        hosts = stated_hosts(_page(doc))
    return {registrable(host) or host for host in hosts if host}


def _page(doc: Document) -> HtmlReading:
    from cleanpress.formats.html_reading import HtmlReading

    reading = doc.reading
    assert isinstance(reading, HtmlReading)  # noqa: S101 - what the format says
    return reading


class _Judge:
    """What the page says about its links, gathered when it is first asked for."""

    def __init__(
        self, doc: Document, links: Sequence[tuple[Link, str]], denied: Collection[str], *, known: bool
    ) -> None:
        """``links`` lead to other sites; ``known`` says whether it is known which those are."""
        self.doc, self.links, self.denied, self.known = doc, links, denied, known
        self.text = doc.text
        self._outside: dict[int, int] = {}  # words beside the links of a hiding element, by where that starts

    @cached_property
    def hidden(self) -> dict[int, Hidden]:
        """The links that nobody can see, by where they start in the source."""
        if self.doc.format != "html":
            return {}
        from cleanpress.formats.html_visibility import hidden

        return hidden(self.page, {link.source_start for link, _ in self.links})

    @cached_property
    def page(self) -> HtmlReading:
        """The reading, which is that of an HTML page."""
        return _page(self.doc)

    @cached_property
    def seen(self) -> frozenset[str]:
        """The hosts that links lead to which people can see."""
        return frozenset(registrable(host) or host for link, host in self.links if link.source_start not in self.hidden)

    @cached_property
    def advertising(self) -> frozenset[int]:
        """Where the hiding elements start in which a link advertises."""
        return frozenset(
            how.start
            for link, host in self.links
            if (how := self.hidden.get(link.source_start))
            and (candidate := _candidate(host))
            and _spam_words(candidate, link.text)
        )

    def verdict(self, link: Link, host: str) -> tuple[str, str, float] | None:
        """Rule, reason and confidence, if a link should go."""
        if self.denied and any(covers(listed, host) for listed in self.denied):
            return "links/denied-host", f"the link leads to {host}, which is on the deny list", 1.0
        candidate = _candidate(host)
        if candidate is None or reason_in_itself(candidate):
            return None
        how = self.hidden.get(link.source_start)
        words = _spam_words(candidate, link.text)
        if how is None:
            return self._visible(link, candidate, words)
        if words and (self._only_links(link, how) or not self._cued(link, candidate)):
            return "html/hidden-link", f"a hidden link ({how.reason}) that advertises: {', '.join(words)}", _ADVERTISES
        if self._planted(link, host, how):
            return "html/hidden-link", f"a hidden link to another site ({how.reason}): {host}", _ALONE
        return "html/hidden-link", f"a hidden link to another site ({how.reason}), perhaps meant so: {host}", _SUSPECT

    def _visible(self, link: Link, candidate: Candidate, words: Sequence[str]) -> tuple[str, str, float] | None:
        """A link that people see goes if the name of its host advertises and nothing introduces it."""
        strong = _strong()
        named = [word for word in risk(candidate.label) if word in strong]
        texts = [word for word in words if word not in named]
        if not named and not (texts and risk(candidate.label)):
            return None
        if self._cued(link, candidate) or reason_beside(self.text, replace(candidate, start=link.start, end=link.end)):
            return None
        return "links/spam-anchor", f"a link to another site that advertises: {', '.join([*named, *texts])}", _SPAM

    def _cued(self, link: Link, candidate: Candidate) -> bool:
        """Whether a word of the sentence, or the lines above a list, introduce the link."""
        from cleanpress.filters.links.context import look_around  # what judges is loaded when a link advertises
        from cleanpress.filters.links.evidence import DocumentEvidence

        here = replace(candidate, start=link.start, end=link.end)
        context = look_around(self.text, here)
        evidence = DocumentEvidence(self.text, [here]).about(0, context)
        if any(kind in evidence.cues and evidence.cues[kind][0] <= _FAR for kind in _KEEPING):
            return True
        if not context.line_start:
            return False
        at = link.start
        for _ in range(_LINES_ABOVE):
            at = self.text.rfind("\n", max(0, at - 400), at)
            if at < 0:
                break
            above = replace(candidate, start=at, end=at)
            evidence = DocumentEvidence(self.text, [above]).about(0, look_around(self.text, above))
            if "register" in evidence.cues or "quoting" in evidence.cues:
                return True
        return False

    def _planted(self, link: Link, host: str, how: Hidden) -> bool:
        """Whether a hidden link that does not advertise was put there for machines all the same."""
        from cleanpress.formats.html_visibility import SWITCHED

        if not self._only_links(link, how) or (not self.known and (registrable(host) or host) in self.seen):
            return False
        if how.start in self.advertising:
            return True
        if self._shown_later(link, how):
            return False
        if how.start > link.source_start and not self._nothing_else(link, how):
            return False  # what hides is inside the link: a picture may stand for the words
        if how.start > link.source_start or how.technique in SWITCHED or how.technique in _PICTURED:
            return self._in_prose(link, how)
        return True

    def _only_links(self, link: Link, how: Hidden) -> bool:
        """Whether nothing is hidden there but links."""
        if how.start > link.source_start:
            return True
        if how.start not in self._outside:
            from cleanpress.formats.html_links import text_outside_links

            words = _WORD.findall(text_outside_links(self.page, how.start, how.end))
            self._outside[how.start] = len(words)
        return self._outside[how.start] <= 1

    def _nothing_else(self, link: Link, how: Hidden) -> bool:
        """Whether a link consists of one element that hides its words."""
        source = self.doc.source
        opening = source.find(">", link.source_start, how.start) + 1
        closing = source.rfind("</", how.end, link.source_end)
        return not (source[opening : how.start] + source[how.end : closing]).strip() if closing >= 0 else False

    def _in_prose(self, link: Link, how: Hidden) -> bool:
        """Whether words that people see stand in the same line."""
        offset_of = self.page.offset_of
        start, end = min(link.start, offset_of(how.start)), max(link.end, offset_of(how.end))
        left = self.text[max(0, start - 200) : start].rpartition("\n")[2]
        right = self.text[end : end + 200].partition("\n")[0] if self.text[end - 1 : end] != "\n" else ""
        return sum(map(str.isalpha, left + right)) >= 20

    def _shown_later(self, link: Link, how: Hidden) -> bool:
        """Whether the names of the elements say that a script shows them, or that they are for other readers."""
        from cleanpress.formats.html_links import names_around

        return not _tables()[1].isdisjoint(names_around(self.page, how.start, link.source_start))


@lru_cache(maxsize=1024)
def _candidate(host: str) -> Candidate | None:
    return next(find_candidates(host), None)


def _spam_words(candidate: Candidate, text: str) -> list[str]:
    """The words of a link's host and text that advertise, each once."""
    strong = _strong()
    folded = text[:200].casefold()
    found = [*risk(candidate.label), *(word for word in _WORD.findall(folded) if word in strong)]
    if not folded.isascii():
        found += [word for word in strong if not word.isascii() and word in folded]
    return list(dict.fromkeys(found))


def _strong() -> frozenset[str]:
    return _tables()[0]


@lru_cache(maxsize=1)
def _tables() -> tuple[frozenset[str], frozenset[str]]:
    """Words that advertise, and words in the names of elements that scripts show."""
    table = read_toml(f"{FOLDER}/links/markup.toml")
    return frozenset(entries(table["strong"])), frozenset(entries(table["shown_later"]))
