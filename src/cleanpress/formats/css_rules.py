"""In-page style sheets: which rule applies to which element. What is not understood does not apply."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from cleanpress.formats.css_values import Declaration, declarations, uncommented

__all__ = ["Element", "Sheet"]

_MARK = re.compile(r"""["'{};]""")
_COMPOUND = re.compile(r"(\*|[a-zA-Z][\w-]*)?((?:[.#][\w-]+)*)")
_PARTS = re.compile(r"([.#])([\w-]+)")
_PLAIN_MEDIA = frozenset(("", "all", "screen", "only screen", "all, screen", "screen, print", "print, screen"))
MOST_RULES = 4096
"""Selectors of a page that are looked at; a page of news has hundreds."""
MOST_ANCESTORS = 64
"""How far up a descendant selector is followed."""


class Element(NamedTuple):
    """What selectors ask of an element."""

    name: str
    id: str
    classes: frozenset[str]
    parent: Element | None


class _Compound(NamedTuple):
    name: str
    ids: frozenset[str]
    classes: frozenset[str]
    child: bool  # whether the one before it must be its parent, not any ancestor

    def matches(self, element: Element) -> bool:
        return self.name in ("", element.name) and self.ids <= {element.id} and self.classes <= element.classes


class _Rule(NamedTuple):
    compounds: tuple[_Compound, ...]  # right to left
    specificity: tuple[int, int, int]
    order: int
    style: tuple[Declaration, ...]


class Sheet:
    """The style sheets of a page, ready to say what applies to an element.

    Selectors of elements, classes and ids, of descendants and children are followed; those with other
    conditions, and blocks for other media, do not apply. The work for one element is bounded.

    >>> sheet = Sheet(["p .x { display: none } .x:hover { display: block }"])
    >>> p = Element("p", "", frozenset(), None)
    >>> sheet.style(Element("b", "", frozenset({"x"}), p), [])
    {'display': 'none'}
    """

    def __init__(self, sheets: Iterable[str]) -> None:
        self._rules: dict[str, list[_Rule]] = {}
        self._count = 0
        self._budget = 1_000_000  # comparisons; a page that asks for more is not judged by its sheets
        for sheet in sheets:
            for selectors, body in _blocks(uncommented(sheet)):
                self._add(selectors, body)

    def __bool__(self) -> bool:
        return bool(self._rules)

    def _add(self, selectors: str, body: str) -> None:
        style = tuple(declarations(body))
        if not style:
            return
        for selector in selectors.split(",")[:64]:
            compounds = _compounds(selector)
            if compounds and self._count < MOST_RULES:
                self._count += 1
                last = compounds[0]
                key = next((f"#{i}" for i in last.ids), "") or next((f".{c}" for c in sorted(last.classes)), "")
                rule = _Rule(compounds, _specificity(compounds), self._count, style)
                self._rules.setdefault(key or last.name, []).append(rule)

    def style(self, element: Element, inline: Sequence[Declaration]) -> dict[str, str]:
        """The declarations that win for an element, its ``style`` attribute included."""
        won: dict[str, tuple[tuple[bool, bool, tuple[int, int, int], int], str]] = {}
        for rule in self._matching(element):
            for name, value, important in rule.style:
                rank = (important, False, rule.specificity, rule.order)
                if name not in won or rank >= won[name][0]:
                    won[name] = (rank, value)
        for name, value, important in inline:
            rank = (important, True, (0, 0, 0), 0)
            if name not in won or rank >= won[name][0]:
                won[name] = (rank, value)
        return {name: value for name, (_, value) in won.items()}

    def _matching(self, element: Element) -> Iterator[_Rule]:
        if not self._rules:
            return
        for key in (element.name, "", f"#{element.id}", *(f".{c}" for c in element.classes)):
            for rule in self._rules.get(key, ()):
                self._budget -= 1
                if self._budget < 0:
                    return
                if rule.compounds[0].matches(element) and self._inside(rule.compounds, element):
                    yield rule

    def _inside(self, compounds: tuple[_Compound, ...], element: Element) -> bool:
        """Whether the ancestors of an element are what the rest of a selector asks for."""
        child, ancestor = compounds[0].child, element.parent
        index, steps = 1, 0
        while index < len(compounds):
            if ancestor is None or steps == MOST_ANCESTORS:
                return False
            steps += 1
            if compounds[index].matches(ancestor):
                child = compounds[index].child
                index += 1
            elif child:
                return False
            ancestor = ancestor.parent
        self._budget -= steps
        return True


def _blocks(css: str) -> Iterator[tuple[str, str]]:
    """The rules of a sheet as (selectors, declarations); those of plain ``@media`` and ``@layer`` too."""
    position, skipping = 0, 0
    pending = ""  # what stands before a brace
    start = 0
    while (match := _MARK.search(css, position)) is not None:
        mark, at = match[0], match.start()
        position = at + 1
        if mark in "\"'":
            end = css.find(mark, position)
            if end < 0:
                return
            position = end + 1
        elif mark == ";":
            start = position if not pending else start
        elif mark == "{":
            head = css[start:at].strip()
            if skipping or (head.startswith("@") and not _enters(head)):
                skipping += 1
            elif not head.startswith("@"):
                pending = head
            start = position
        elif skipping:
            skipping -= 1
            start = position
        else:
            if pending:
                yield pending, css[start:at]
            pending = ""
            start = position


def _enters(head: str) -> bool:
    name, _, condition = head.partition(" ")
    condition = " ".join(condition.lower().split())
    return name.lower() == "@layer" or (name.lower() == "@media" and condition in _PLAIN_MEDIA)


def _compounds(selector: str) -> tuple[_Compound, ...]:
    """A selector taken apart, right to left; empty when it asks for more than is understood."""
    words = selector.replace(">", " > ").split()
    found: list[_Compound] = []
    child = False
    for word in words[:16]:
        if word == ">":
            child = True
            continue
        match = _COMPOUND.fullmatch(word)
        if match is None:
            return ()
        name = "" if match[1] in (None, "*") else match[1].lower()
        parts = _PARTS.findall(match[2])
        ids = frozenset(value for mark, value in parts if mark == "#")
        found.append(_Compound(name, ids, frozenset(value for mark, value in parts if mark == "."), child))
        child = False
    return tuple(reversed(found)) if len(words) <= 16 and not child else ()


def _specificity(compounds: tuple[_Compound, ...]) -> tuple[int, int, int]:
    return (
        sum(len(c.ids) for c in compounds),
        sum(len(c.classes) for c in compounds),
        sum(bool(c.name) for c in compounds),
    )
