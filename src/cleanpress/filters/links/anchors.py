"""Anchors written in a text: Markdown links, HTML ``<a>`` (also escaped, unclosed or hidden), BBCode.

An anchor goes, with its words, only when its words are an offer that the sentence does not need. Where
the words are the author's and only the target looks bought, the anchor is a suspect and stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from cleanpress.filters.links.candidates import Candidate
from cleanpress.filters.links.context import TOKEN, Context, plain
from cleanpress.filters.links.model import pair_table
from cleanpress.filters.links.naming import risk
from cleanpress.filters.links.verdict import Signal
from cleanpress.filters.links.vocabulary import Rest, name_signals, pitch
from cleanpress.hosts import host_of, public_suffix
from cleanpress.patterns import compiled

__all__ = ["Anchor", "anchor_signals", "find_anchors", "target_of"]

_WORDS = 200  # code points of a Markdown anchor's words
_TAG = 600  # code points in which a tag or a target ends
_BODY = 400  # code points in which the end tag is looked for
_TARGET = re.compile(r"""\bhref\s{0,4}=\s{0,4}["']?([^\s"'<>]{1,500})""", re.IGNORECASE)
# A pattern that begins with one literal character and looks ahead runs at the speed of memory.
_MARKDOWN = re.compile(r"\](?=\()")
_OPEN = re.compile(r"<[aA]\s")
_OPEN_ESCAPED = re.compile(r"&(?=lt;)lt;[aA]\s")
_BBCODE = re.compile(r"\[(?i:url)(?:=[\"']?([^\]\s\"']{1,500})[\"']?)?\]")
_INNER = re.compile(r"<[^<>]{0,200}>")
_HIDING = re.compile(
    r"<([a-z]{1,10})\b[^<>]{0,300}(?:display\s?:\s?none|visibility\s?:\s?hidden|font-size\s?:\s?0|opacity\s?:\s?0"
    r"|(?:height|width)\s?:\s?[01](?:px)?\b|text-indent\s?:\s?-\d|color\s?:\s?(?:white|#fff))[^<>]{0,300}>\s{0,8}\Z",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"\s{0,8}(?:[|,;·•-]|<br ?/?>)?\s{0,8}")
_GOES = frozenset({"some", "often"})
_BIAS = -1.2


class Anchor(NamedTuple):
    """One anchor, or a hidden group of them; offsets are code points and cover tags, words and target."""

    start: int
    end: int
    words: str
    """The words a reader sees, tags taken out."""
    target: str
    """Where it leads, as written."""
    kind: str
    """``markdown``, ``html`` or ``bbcode``."""
    hidden: bool = False
    closed: bool = True

    @property
    def names_target(self) -> bool:
        """Whether its words are nothing but the host it leads to, or that host's name."""
        host = host_of(self.target).removeprefix("www.")
        bare = host_of(self.words.strip()).removeprefix("www.")
        return bool(bare) and (bare == host or bare == host.partition(".")[0])

    @property
    def candidate(self) -> Candidate | None:
        """The target's host as a candidate that covers the whole anchor; None without a known suffix."""
        host, suffix, label = target_of(self.target)
        if not label:
            return None
        path = self.target.partition("://")[2].partition("/")[2]
        return Candidate(self.start, self.end, self.start, self.end, host, suffix, label, "url", "lower", host, path)


@lru_cache(maxsize=4096)
def target_of(target: str) -> tuple[str, str, str]:
    """Host, public suffix and label of an address; the latter empty when it is no host."""
    host = host_of(target)
    suffix = public_suffix(host)
    if suffix is None or suffix == host:
        return host, "", ""
    return host, suffix, host[: -len(suffix) - 1].rpartition(".")[2]


def find_anchors(text: str) -> Iterator[Anchor]:
    """Every anchor of a text that leads to another host, by kind and then in order.

    >>> [(a.words, a.target) for a in find_anchors("See [the map](https://a.example/x), <a href=b.example>b</a>")]
    [('the map', 'https://a.example/x'), ('b', 'b.example')]
    """
    if "[" in text:
        yield from _markdown(text)
        yield from _bbcode(text)
    if "<" in text:
        yield from _with_hidden(text, list(_html(text, _OPEN, ">", "</a>")))
    if "&" in text:
        yield from _html(text, _OPEN_ESCAPED, "&gt;", "&lt;/a&gt;")


def _markdown(text: str) -> Iterator[Anchor]:
    behind = 0
    for match in _MARKDOWN.finditer(text):
        at = match.start()
        if at < behind:
            continue
        start = text.rfind("[", max(behind, at - _WORDS), at)
        end = text.find(")", at + 2, at + 2 + _TAG)
        if start >= 0 and end >= 0 and text[start - 1 : start] != "!" and "\n" not in text[start:end]:
            target = text[at + 2 : end].strip().partition(" ")[0].strip("<>")
            if _foreign(target):
                yield Anchor(start, end + 1, text[start + 1 : at], target, "markdown")
                behind = end + 1


def _bbcode(text: str) -> Iterator[Anchor]:
    for match in _BBCODE.finditer(text):
        window = text[match.end() : match.end() + _BODY]
        closing = window.lower().find("[/url]")
        if closing < 0:
            continue
        words = window[:closing]
        target = match[1] or words
        if _foreign(target):
            yield Anchor(match.start(), match.end() + closing + len("[/url]"), words, target, "bbcode")


def _html(text: str, opening: re.Pattern[str], tag_end: str, closing: str) -> Iterator[Anchor]:
    behind = 0
    for match in opening.finditer(text):
        if match.start() < behind:
            continue
        begin = text.find(tag_end, match.end(), match.end() + _TAG)
        if begin < 0:
            continue
        tag = text[match.start() : begin].replace("&quot;", '"').replace("&#39;", "'")
        target = _TARGET.search(tag)
        if target is None or not _foreign(target[1]):
            continue
        begin += len(tag_end)
        window = text[begin : begin + _BODY]
        end = window.lower().find(closing)
        following = opening.search(window)
        closed = end >= 0 and (following is None or end < following.start())
        if closed:
            behind = begin + end + len(closing)
        else:  # never closed: it ends with its line, or where the next one begins
            line = window.partition("\n")[0]
            end = min(len(line), following.start() if following else len(line))
            behind = begin + end
        yield Anchor(match.start(), behind, _INNER.sub("", window[:end]), target[1], "html", closed=closed)


def _with_hidden(text: str, anchors: Sequence[Anchor]) -> Iterator[Anchor]:
    """The anchors, those inside a hidden element as one with the element around them."""
    index = 0
    while index < len(anchors):
        last = index
        while last + 1 < len(anchors) and _BETWEEN.fullmatch(text[anchors[last].end : anchors[last + 1].start]):
            last += 1
        start, end = anchors[index].start, anchors[last].end
        opening = _HIDING.search(text, max(0, start - 400), start)
        closing = re.compile(rf"\s{{0,8}}</{opening[1]}\s?>", re.IGNORECASE).match(text, end) if opening else None
        if opening and closing:
            words = " ".join(anchor.words for anchor in anchors[index : last + 1])
            yield Anchor(opening.start(), closing.end(), words, anchors[index].target, "html", hidden=True)
        else:
            yield from anchors[index : last + 1]
        index = last + 1


def _foreign(target: str) -> bool:
    """Whether a target names a host: no page of the same site, such as ``map.md``, no mail, no place in the page."""
    head = target[:8].lower()
    if head.startswith(("http://", "https://", "//", "www.")):
        return True
    first = target.partition("/")[0]
    if first == target and first.partition("#")[0].endswith(".md"):
        return False
    return "." in first and not head.startswith((".", "#", "/", "mailto:", "tel:"))


def anchor_signals(
    anchor: Anchor, candidate: Candidate, context: Context, rest: Rest, about: str
) -> tuple[list[Signal], bool]:
    """What speaks for and against an anchor, and whether its words are an offer.

    ``rest`` is the text without its anchors: what an author writes about elsewhere is a topic;
    ``about`` a word of trade near the anchor, if any.
    """
    offer = pitch(anchor.words)
    found = [Signal(_BIAS, "anchors are mostly what authors write")]
    topical = [term for term in offer.terms if rest.speaks_of(term)]
    if offer.terms:
        found.append(Signal(offer.weight, "it says " + ", ".join(map(repr, offer.terms[:3]))))
    if topical:
        found.append(Signal(-2.5, f"the text itself speaks of {topical[0]!r}"))
    elif offer.clear and offer.pure:
        found.append(Signal(0.9, "and nothing else"))
    if about and not topical:
        found.append(Signal(-1.5, f"the text around it is about such things ({about})"))
    if len(candidate.path) > 25 or candidate.path.strip("/").count("/") > 1:
        found.append(Signal(-0.8, "it leads to a certain page, as references do"))
    found += name_signals(candidate)
    named = [word for word in risk(candidate.label) if len(word) > 3 and rest.speaks_of(word)]
    if named and not topical:
        found.append(Signal(-1.5, f"the text itself speaks of {named[0]!r}"))
    if anchor.hidden:
        found.append(Signal(2.5, "it is hidden from readers"))
    if not anchor.closed:
        found.append(Signal(0.5, "it is never closed"))
    found += _junction(anchor, context)
    return found, bool(offer.clear or not anchor.words.strip() or anchor.hidden)


def _junction(anchor: Anchor, context: Context) -> list[Signal]:
    """Whether the sentence reads on without the anchor better than with its words."""
    inside = compiled(TOKEN).findall(anchor.words)
    if not inside or not context.left_words or not context.right_words:
        return []
    fit = pair_table().fit
    left, right = plain(context.left_words[0]), plain(context.right_words[0])
    without = fit(left, right) in _GOES
    within = fit(left, plain(inside[0])) in _GOES and fit(plain(inside[-1]), right) in _GOES
    if without and not within:
        return [Signal(0.8, "the sentence reads on without it")]
    return [Signal(-0.8, "its words belong to the sentence")] if within and not without else []
