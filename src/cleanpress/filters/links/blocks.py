"""Blocks of links at the head or foot of a text: lines that are hosts and offers and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from cleanpress.filters.links.candidates import Candidate
from cleanpress.filters.links.cues import cue_tables
from cleanpress.filters.links.keeps import reason_in_itself
from cleanpress.filters.links.naming import risk
from cleanpress.filters.links.verdict import Signal, total
from cleanpress.filters.links.vocabulary import Rest, is_heading, name_signals, pitch

__all__ = ["Block", "block_signals", "find_blocks", "holds_trusted", "reason_to_keep_block"]

_LINES = 40  # lines looked at from each end
_LONG = 90  # code points of words beside a link in a line; more is a sentence
_WORDS = 9
_SPLIT = re.compile(r"\s[|•·»/]\s|\s?\|\s?")
_SENTENCE = re.compile(r"[.!?…。！？؟।]['\"”’»)]*\s*$")
_LIST_SYNTAX = re.compile(r"\s*(?:\[[^\]]{1,20}\]:?|\d+[.)]\s|\||!|#|0\.0\.0\.0|127\.|@@|[*-]?\s*\d+\.\d+)")
_PLACE = re.compile(r"\d{4,}|@")
_BULLET = " \t*•·–—-»>|,;:=~_#"
_BIAS = -1.5


@dataclass(frozen=True, slots=True)
class Item:
    """A line, or a part of one between bars: its words without hosts, and its hosts."""

    start: int
    end: int
    words: str
    hosts: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """Lines of links at one end of a text; ``before`` is the last line of the text above it, if any."""

    start: int
    end: int
    items: tuple[Item, ...]
    before: str
    place: str
    """``head`` or ``foot``."""


def find_blocks(text: str, candidates: Sequence[Candidate]) -> Iterator[Block]:
    """The blocks at the head and the foot: two or more lines or items, at least one of them a host.

    ``candidates`` are the hosts of the text, in order; without any nothing is looked at.
    """
    if not candidates:
        return
    foot = _gather(text, candidates, _from_foot(text), "foot")
    if foot is not None:
        yield foot
    head = _gather(text, candidates, _from_head(text), "head")
    if head is not None and (foot is None or head.end <= foot.start):
        yield head


def _from_foot(text: str) -> Iterator[tuple[int, int]]:
    """The last lines, backwards, as offsets without their breaks."""
    end = len(text)
    for _ in range(_LINES):
        start = text.rfind("\n", 0, end) + 1
        yield start, end
        if not start:
            return
        end = start - 1


def _from_head(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for _ in range(_LINES):
        end = text.find("\n", start)
        yield start, end if end >= 0 else len(text)
        if end < 0:
            return
        start = end + 1


def _gather(text: str, candidates: Sequence[Candidate], lines: Iterator[tuple[int, int]], place: str) -> Block | None:
    """The run of link lines that ``lines`` begins with; a blank line inside it belongs to it."""
    items: list[Item] = []
    blanks, before = 0, ""
    for start, end in lines:
        if end - start > 400:
            before = text[start : start + 200]
            break
        line = text[start:end]
        if not line.strip():
            blanks += 1
            if blanks > 2:
                break
            continue
        parsed = _items(text, start, end, candidates)
        if not all(map(_linkish, parsed)):
            before = line
            break
        blanks = 0
        items = [*parsed, *items] if place == "foot" else [*items, *parsed]
    if not any(item.hosts for item in items):
        return None
    items, before = _trimmed(items, before, place)
    if len(items) < 2 or not any(item.hosts for item in items):
        return None
    return Block(items[0].start, items[-1].end, tuple(items), before, place)


def _items(text: str, start: int, end: int, candidates: Sequence[Candidate]) -> list[Item]:
    """The items of a line."""
    here = [c for c in candidates if start <= c.start and c.end <= end]
    cuts = [start]
    for match in _SPLIT.finditer(text, start, end):
        if not any(c.start < match.end() and match.start() < c.end for c in here):
            cuts += [match.start(), match.end()]
    cuts.append(end)
    items = []
    for first, last in zip(cuts[::2], cuts[1::2], strict=True):
        hosts = tuple(c for c in here if first <= c.start and c.end <= last)
        words = _without(text, first, last, hosts).strip(_BULLET)
        if words or hosts:
            items.append(Item(first, last, words, hosts))
    return items


def _without(text: str, first: int, last: int, hosts: Sequence[Candidate]) -> str:
    edges = [first, *(edge for host in hosts for edge in (host.start, host.end)), last]
    return " ".join(text[a:b].strip() for a, b in zip(edges[::2], edges[1::2], strict=True)).strip()


def _linkish(item: Item) -> bool:
    """Whether an item is a link, an offer or a few loose words, not a sentence."""
    words = item.words
    if len(words) > _LONG or len(words.split()) > _WORDS:
        return False
    return not (_SENTENCE.search(words) and words[-1:] != "!")


def _trimmed(items: list[Item], before: str, place: str) -> tuple[list[Item], str]:
    """The items without words at their edges that are neither offer nor link: a credit, a name, a heading."""
    first, last = 0, len(items)
    while first < last and not _counts(items, first):
        first += 1
    while last > first and not _counts(items, last - 1):
        last -= 1
    if place == "foot" and first:
        before = items[first - 1].words
    return items[first:last], before


def _counts(items: Sequence[Item], index: int) -> bool:
    item = items[index]
    if item.hosts or pitch(item.words).terms:
        return True
    behind = items[index + 1] if index + 1 < len(items) else None  # the title of the link below it
    return behind is not None and any(_spells(item.words, host.label) for host in behind.hosts)


def _spells(words: str, label: str) -> bool:
    name = "".join(filter(str.isalnum, words.casefold()))
    return len(name) >= 4 and (name in label.replace("-", "") or label.replace("-", "") in name)


def holds_trusted(block: Block) -> bool:
    """Whether a host in it is an e-mail address, an institution or a platform: then its lines are no block."""
    return any(host.form == "email" or reason_in_itself(host) for item in block.items for host in item.hosts)


def reason_to_keep_block(text: str, block: Block, crime: str) -> str:
    """Why a block must stay, in words; empty when nothing forbids its removal.

    ``crime`` is a word about crime or security near it, if any.
    """
    if is_heading(block.before) and len(block.before) <= 60:
        return f"a heading introduces it ({block.before.strip()[:40]})"
    for item in block.items:
        line = text[item.start : item.end]
        if _LIST_SYNTAX.match(line):
            return "it is written as a list of references, rules or definitions"
        if _PLACE.search(item.words):
            return "it gives an address or a date"
        if not item.hosts and line.rstrip().endswith((":", "：")) and (len(line.split()) > 5 or not pitch(line).terms):
            return f"a line introduces it ({line.strip()[:40]})"
        if item.words and is_heading(item.words) and not pitch(item.words).terms:
            return f"it has a heading ({item.words[:40]})"
    if crime:
        return f"the text around it is about crime or security ({crime})"
    return _topic(text, block)


def _topic(text: str, block: Block) -> str:
    """Whether the paragraph above says that the hosts are its topic."""
    above = text[max(0, block.start - 300) : block.start] if block.place == "foot" else ""
    kinds = {cue.kind: cue.phrase for cue in cue_tables().find(above.rstrip().rpartition("\n\n")[2].casefold())}
    if above.rstrip().endswith((":", "：")):
        return "the line above it introduces it"
    if "register" in kinds and "site" in kinds:
        return f"the paragraph above it speaks of such sites ({kinds['register']}, {kinds['site']})"
    return ""


def block_signals(block: Block, rest: Rest) -> list[Signal]:
    """What speaks for and against a block; ``rest`` is the text outside it."""
    found = [Signal(_BIAS, "links at the ends of a text are mostly the author's")]
    terms = [term for item in block.items for term in pitch(item.words).terms]
    foreign = [term for term in dict.fromkeys(terms) if not rest.speaks_of(term)]
    if foreign:
        weight = min(3.5, max(pitch(item.words).weight for item in block.items) + 0.5 * (len(foreign) - 1))
        found.append(Signal(round(weight, 1), "it says " + ", ".join(map(repr, foreign[:3]))))
    if len(foreign) < len(set(terms)):
        found.append(Signal(-2.0, "the text itself speaks of that"))
    found += _host_signals(block, rest)
    return found


def _host_signals(block: Block, rest: Rest) -> Iterator[Signal]:
    hosts = {host.host: host for item in block.items for host in item.hosts}
    names = {host: name_signals(candidate, 1.5) for host, candidate in hosts.items()}
    loud = sorted((max(signals) for signals in names.values()), reverse=True)
    weight = sum(signal.weight for signals in names.values() for signal in signals if signal.weight > 0)
    if weight > 0:
        yield Signal(round(min(3.5, weight), 1), loud[0].words)
    topical = [w for candidate in hosts.values() for w in risk(candidate.label) if len(w) > 3 and rest.speaks_of(w)]
    if topical:
        yield Signal(-2.0, f"the text itself speaks of {topical[0]!r}")
    if len({f"{c.label}.{c.suffix}" for c in hosts.values()}) >= 2:
        yield Signal(0.5, "its hosts have nothing to do with one another")
    quiet = [
        host
        for host, signals in names.items()
        if not _offered(block, host) and (total(signals) <= 0.3 or len(hosts[host].path) > 25)
    ]
    if quiet:
        yield Signal(-1.5 * len(quiet), f"nothing speaks against {quiet[0]}")


def _offered(block: Block, host: str) -> bool:
    """Whether an offer stands beside a host or directly above it."""
    for above, item in pairwise((None, *block.items)):
        if item is not None and any(candidate.host == host for candidate in item.hosts):
            return bool(pitch(item.words).terms or (above is not None and pitch(above.words).terms))
    return False
