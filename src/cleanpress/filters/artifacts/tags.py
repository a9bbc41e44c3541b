"""Tags of content systems that were printed instead of obeyed: they go, and what they enclose stays."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from cleanpress.edits import Span
from cleanpress.filters.artifacts.mention import Subject, quoted
from cleanpress.lexicon import PhraseRule
from cleanpress.seams import seam

__all__ = ["Unwrapper"]

CONFIDENCE = 0.95
"""Confidence of a tag at the edge of a line or of a sentence; its rule may say otherwise."""

_NAME = re.compile(r"[\w-]+")
_CLOSES = {
    "[": r"(?:\s*=[^\[\]\n]{0,500}|\s+[\w-]{1,40}\s*=[^\[\]\n]{0,500}|\s*/?)\]",
    "{": r"[^{}\n]{0,200}\}",
    "<": r".{0,300}?-->",
}
_ENDS = '.!?…:。！？।۔)”"»>]}'


class Tag(NamedTuple):
    """A tag in a text: code-point offsets, its rule, its name, and whether it ends something."""

    start: int
    end: int
    rule: PhraseRule
    name: str
    closing: bool


class Unwrapper:
    """Finds what rules with the act ``unwrap`` list: beginnings of tags, such as ``[caption`` or ``<!-- wp:``.

    One that ends in an underscore or a hyphen stands for all that begin so. A pair with an ellipsis
    between, ``[img]…[/img]``, goes with what it encloses.
    """

    def __init__(self, rules: Iterable[PhraseRule]) -> None:
        rules = [rule for rule in rules if rule.act == "unwrap"]
        self._expressions = [(rule, re.compile("|".join(map(_pattern, rule.phrases)))) for rule in rules]

    def scan(self, text: str, subject: Subject) -> list[Span]:
        """The tags as (start, end, replacement, rule, reason, confidence)."""
        tags = sorted(self._tags(text, subject), key=lambda tag: (tag.start, -tag.end))
        if not tags or subject.on_code:
            return []
        spans: list[Span] = []
        opened: set[str] = set()
        for group in _groups(text, tags):
            if not _at_edge(text, group) and not all(tag.closing and tag.name in opened for tag in group):
                continue
            opened.update(tag.name for tag in group)
            start, end, replacement = seam(text, group[0].start, group[-1].end)
            stops = [*(tag.start for tag in group[1:]), end]
            for tag, stop in zip(group, stops, strict=True):
                reason, sure = f"tag that {tag.rule.emitter} left", tag.rule.confidence or CONFIDENCE
                spans.append((start, stop, replacement if stop == end else "", tag.rule.id, reason, sure))
                start = stop
        return spans

    def _tags(self, text: str, subject: Subject) -> Iterator[Tag]:
        for rule, expression in self._expressions:
            for match in expression.finditer(text):
                start, end = match.span()
                if start not in subject and not subject.span(text, start, end) and not quoted(text, start, end):
                    name = _NAME.search(match[0])
                    yield Tag(start, end, rule, name[0] if name else "", text[start + 1] == "/")


def _pattern(phrase: str) -> str:
    opening, ellipsis, closing = phrase.partition("…")
    if ellipsis:
        return rf"{re.escape(opening)}[^\[\]{{}}\n]{{1,300}}{re.escape(closing)}"
    mark, name = opening[0], opening[1:]
    if mark == "<":
        return re.escape(opening) + _CLOSES[mark]
    stop = r"[\w-]{0,60}" if name.endswith(("_", "-")) else r"(?![\w-])"
    return rf"{re.escape(mark)}/?{re.escape(name)}{stop}{_CLOSES[mark]}"


def _groups(text: str, tags: list[Tag]) -> Iterator[list[Tag]]:
    """Tags with nothing but white space between them; those inside others are left out."""
    group: list[Tag] = []
    for tag in tags:
        if group and tag.start < group[-1].end:
            continue
        if group and text[group[-1].end : tag.start].strip():
            yield group
            group = []
        group.append(tag)
    yield group


def _at_edge(text: str, group: list[Tag]) -> bool:
    """Whether tags stand at the edge of a line or behind a sentence.

    In the middle of a sentence an author may have written one.
    """
    start, end = group[0].start, group[-1].end
    before = text[max(start - 8, 0) : start].rstrip(" \t")[-1:]
    behind = text[end : end + 8].lstrip(" \t")[:1]
    return before in ("", "\n", *_ENDS) or behind in ("", "\n")
