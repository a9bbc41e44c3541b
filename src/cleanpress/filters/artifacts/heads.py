"""How lines and texts begin and end that may hold a phrase: the tables of the gate, derived from the catalogue."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from cleanpress.lexicon import DECORATION, SERVICES, SLOT, STOPS, PhraseRule, PhraseTable

__all__ = [
    "EDGE",
    "ENDING",
    "HEAD",
    "LABEL",
    "NUMBER",
    "SEED",
    "TAIL",
    "TAIL_READ",
    "GateTables",
    "anchors",
    "derive",
    "filled",
    "prefixes",
]

HEAD = 10
"""How many characters of a line tell whether a phrase may begin it."""

PREFIX = 20
"""How many characters of a line have to agree with a phrase before the line is looked up."""

SEED = 4
"""How many characters find the beginnings that a line is compared with."""

LABEL = 3
"""How many characters a label has at least that is shorter than a head."""

TAIL = 8
"""How many characters at the end of a text tell whether a phrase may end it."""

TAIL_READ = 24
"""How many characters at the end are read for that: some are marks and blanks."""

EDGE = DECORATION + "«»‹›"
"""What may stand before the first character of a phrase in its line."""

ENDING = ("suffix", "glued", "inline")
"""Where phrases stand that may be glued to the end of a text."""

NUMBER = "0"
"""What stands for any number in the heads of the first and the last line."""

_MARKED = re.compile("^.*[',.:!?(].*$", re.MULTILINE)
_LABEL = re.compile("^[^\n]{1,8}[:：] [^ \n]*$", re.MULTILINE)
_GAPS = ("  ", "\u00a0")
_WIDE = str.maketrans(",:!?(", "，：！？（")
_CAPITALS = "ABCDEFGHIJKLMNOPQRSTUVWXYZÀÁÂÄÅÆÇÈÉÊËÍÎÓÔÖØÚÜŚŠŻŽ0123456789\"'“‘«אבגדהוזחטיכלמנסעפצקרשת"
_MAIN_SERVICES = ("Email", "Facebook", "LinkedIn", "Pinterest", "Telegram", "Twitter", "WhatsApp", "X")


class GateTables(NamedTuple):
    """What the gate looks up.

    ``heads``: beginnings of lines; ``edges``: those that count in the first and the last line only; ``openers``:
    first words of phrases that are told by no head; ``labels``: beginnings of such phrases; ``tails``:
    ends of texts; ``endings``: literals near the end of a text; ``anchors``: literals anywhere; ``tags``,
    ``escapes``: those that begin tags and codes of characters; ``flags``: beginnings of lines of pages that are
    no articles.
    """

    heads: frozenset[str]
    edges: frozenset[str]
    openers: frozenset[str]
    labels: frozenset[str]
    tails: frozenset[str]
    endings: frozenset[str]
    anchors: frozenset[str]
    tags: frozenset[str]
    escapes: frozenset[str]
    flags: frozenset[str]


def prefixes(table: PhraseTable) -> frozenset[str]:
    """Longer beginnings of lines, case folded: what a line is compared with when its head is known."""
    return frozenset(_prefixes(entry.phrase for entry in table.entries()))


def derive(table: PhraseTable) -> GateTables:
    """The tables of the gate for a table of phrases."""
    plain = [((), others) if rule.company else (short, others) for rule, short, others in table.split]
    heads = _heads(plain)
    heads |= set(_spaced(heads))
    glued = [rule for rule, _, _ in table.split if rule.where in ENDING]
    return GateTables(
        heads=frozenset(heads),
        edges=frozenset(_heads([(short, ()) for rule, short, _ in table.split if rule.company]) - heads),
        openers=frozenset(o for rule, *both in table.split if not rule.company for o in _openers(both)),
        labels=frozenset(o for rule, *both in table.split if not rule.company for o in _labels(rule, both)),
        tails=frozenset(_tails(phrase for rule in glued for phrase in rule.phrases)),
        endings=frozenset(rule.anchor for rule in glued if rule.where == "suffix" and rule.anchor),
        anchors=frozenset(a for rule in glued if rule.where != "suffix" for a in anchors(rule)),
        tags=frozenset(tag for rule in table.rules if rule.act == "unwrap" for tag in tag_openings(rule)),
        escapes=frozenset(one for rule in table.rules if rule.act == "decode" for one in escapes(rule)),
        flags=frozenset(_heads([both for rule, *both in table.split if rule.act == "flag" or rule.stub])),
    )


def anchors(rule: PhraseRule) -> Sequence[str]:
    """The literals by which the phrases of a rule are found inside lines."""
    return (rule.anchor,) if rule.anchor else rule.phrases


def tag_openings(rule: PhraseRule) -> Iterator[str]:
    """How the tags that a rule lists begin, closing ones too."""
    for phrase in rule.phrases:
        opening = phrase.partition("…")[0]
        yield opening
        if opening[0] in "[{":
            yield f"{opening[0]}/{opening[1:]}"


def escapes(rule: PhraseRule) -> Iterator[str]:
    """How the codes that a rule lists begin; entities, which are many, have a test of their own."""
    return (phrase.partition("{")[0] for phrase in rule.phrases if phrase[0] != "&")


def filled(phrase: str) -> Iterable[str]:
    """The phrase with what its first slot may hold, if that slot is early and holds one of few things.

    Other phrases with an early slot are only found beside other artifacts, or through an anchor.
    """
    slot = SLOT.search(phrase, 0, HEAD + 12) if "{" in phrase else None
    if slot is None or slot.start() >= HEAD:
        return (phrase,)
    before, after = phrase[: slot.start()], phrase[slot.end() :]
    if slot[1] == "n":
        return [f"{before}{number}{after}" for number in (NUMBER, *range(1, 31))]
    if slot[1] in ("title", "site") and len(before) == HEAD - 1:
        return [before + first for first in _CAPITALS]
    if slot[1] == "service" and len(before) >= 4:
        return [f"{before}{name}{after}" for name in SERVICES]
    if slot[1] == "service" and after.startswith("{service}"):
        rest = after.removeprefix("{service}")
        return [f"{before}{name}{other}{rest}" for name in _MAIN_SERVICES for other in SERVICES]
    return ()


def _heads(rules: Iterable[Sequence[Sequence[str]]]) -> set[str]:
    """The beginnings of lines that phrases may be: the short ones and the others of each rule."""
    rules = list(rules)
    short = {phrase.lstrip(EDGE)[:HEAD] for phrases, _ in rules for phrase in phrases}
    others = {phrase.lstrip(EDGE)[:HEAD] for _, phrases in rules for phrase in phrases}
    heads = {head for head in (*_variants(short), *_variants(others, cases=True)) if "{" not in head}
    heads.update(f"{head} " for head in short | others if len(head) < HEAD and "{" not in head)
    heads.update(bare for head in others if "{" not in head and (bare := head.rstrip(STOPS)) != head and len(bare) > 3)
    for both in rules:
        for phrase in (phrase for phrases in both for phrase in phrases if "{" in phrase):
            if phrase.find("{") < HEAD:
                heads.update(one[:HEAD] for one in filled(phrase))
    return heads


def _prefixes(phrases: Iterable[str]) -> Iterable[str]:
    """Longer beginnings of phrases, up to their first slot, case folded."""
    for phrase in phrases:
        for one in (*filled(phrase), phrase) if phrase.find("{") >= SEED else filled(phrase):
            prefix = one.lstrip(EDGE)[:PREFIX].partition("{")[0].rstrip(f" {STOPS}").casefold()
            if prefix:
                yield prefix


def _openers(both: Iterable[Sequence[str]]) -> Iterable[str]:
    """The first words of phrases whose slot comes too early for them to be told by their heads."""
    early = (phrase for phrases in both for phrase in phrases if SEED <= phrase.find("{") < HEAD)
    return {phrase.partition(" ")[0] for phrase in early if len(phrase.partition("{")[0].rstrip()) >= SEED}


def _labels(rule: PhraseRule, both: Iterable[Sequence[str]]) -> Iterable[str]:
    """Labels whose slot comes too early for a head; those in ASCII if they are cut, and with their colon."""
    early = (
        phrase for phrases in both for phrase in phrases if LABEL <= phrase.find("{") < HEAD and not filled(phrase)
    )
    literals = {phrase.partition("{")[0].lstrip(EDGE).rstrip() for phrase in early}
    bare = {literal.rstrip(f" {STOPS}") for literal in literals if not literal.isascii()}
    ascii_ = {literal for literal in literals if literal.isascii() and literal[-1:] == ":" and rule.act == "delete"}
    return _variants({literal for literal in bare if len(literal) >= LABEL} | ascii_, cases=True)


def _tails(phrases: Iterable[str]) -> set[str]:
    """How a text may end in a phrase; those that end in a slot are found through their anchors."""
    ends = {phrase[-TAIL_READ:] for phrase in phrases if phrase[-1] != "}"}
    ends |= {end.rstrip(STOPS) for end in ends} | {end.rstrip(DECORATION) for end in ends}
    ends |= {end.translate(_WIDE) for end in _MARKED.findall("\n".join(ends)) if not end.isascii()}
    return {end[-TAIL:] for end in ends}


def _variants(heads: set[str], *, cases: bool = False) -> set[str]:
    """The heads, with typographic marks, and in other cases if these do not count."""
    heads = heads | {head.replace("'", "’").replace("...", "…") for head in _MARKED.findall("\n".join(heads))}
    heads |= {head.translate(_WIDE) for head in _MARKED.findall("\n".join(heads)) if not head.isascii()}
    if cases:
        heads = heads.union(*(map(form, heads) for form in (str.upper, str.title)))
    return heads


def _spaced(heads: Iterable[str]) -> Iterator[str]:
    """Beginnings in which a label is further from what it announces: a picture or a link stood between."""
    for head in _LABEL.findall("\n".join(heads)):
        label, _, rest = head.rpartition(" ")
        yield from (f"{label}{gap}{rest}"[:HEAD] for gap in _GAPS)
