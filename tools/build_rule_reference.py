"""Write the rule reference from the filters themselves: ``python tools/build_rule_reference.py``.

Writes ``docs/rules.md``: every rule's id, summary and explanation, by filter and family. Run it when
a rule is added or reworded; a test compares the page with the filters and fails until it is up to date.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

from cleanpress.filters import BUILTIN
from cleanpress.filters.base import Builtin, Rule

TARGET = Path(__file__).parents[1] / "docs" / "rules.md"

INTRODUCTION = """\
# Rules

Every edit names the rule it follows. This page lists the rules of the built-in filters, by filter and family.
To switch off a rule, a family or a filter, name it in [`ignore`](guide.md#configuration). `cleanpress rules ID`
tells the same on the command line, and in full where this page ends in three dots.

This page is written by `tools/build_rule_reference.py` from the filters' own rules; do not edit it by hand.
"""

LONGEST = 360
"""Code points of an explanation; longer ones, mostly lists of phrases, are cut at a blank."""

_MARKUP = re.compile(r"([\\`*_<\[\]|])")


def family(rule: Rule) -> str:
    """What an id says before its last part.

    >>> family(Rule("artifacts/share/follow-us", "", ""))
    'artifacts/share'
    """
    return rule.id.rpartition("/")[0]


def plain(text: str) -> str:
    """Text for a Markdown line: one line, with what Markdown would take for markup escaped."""
    return _MARKUP.sub(r"\\\1", " ".join(text.split()))


def cut(text: str) -> str:
    """At most :data:`LONGEST` code points of one line of text.

    >>> cut("word " * 100)[-8:]
    'word ...'
    """
    text = " ".join(text.split())
    return text if len(text) <= LONGEST else text[: LONGEST - 3].rpartition(" ")[0] + " ..."


def entries(rules: Sequence[Rule]) -> Iterator[str]:
    """The rules of one family; an explanation that neighbours share is told once, above them."""
    for explanation, group in groupby(rules, key=lambda rule: rule.explanation):
        members = list(group)
        if len(members) > 1:
            yield from (plain(explanation), "")
            yield from (f"- `{rule.id}`: {plain(rule.summary)}" for rule in members)
            yield ""
        else:
            yield f"- `{members[0].id}`: {plain(members[0].summary)}. {plain(cut(members[0].explanation))}"
    yield ""


def section(make: type[Builtin]) -> Iterator[str]:
    """One filter: its name and phase, then its rules, family by family, in the filter's own order."""
    rules = make.rules()
    order = {name: place for place, name in enumerate(dict.fromkeys(map(family, rules)))}
    yield from (f"## {make.id}", "", f"Class `{make.__name__}`, phase {make.phase.name}.", "")
    for name, members in groupby(sorted(rules, key=lambda rule: order[family(rule)]), key=family):
        if name != make.id:
            yield from (f"### {name}", "")
        yield from entries(list(members))


def content() -> str:
    """The text of the page for the installed filters."""
    lines = [INTRODUCTION, *(line for make in BUILTIN.values() for line in section(make))]
    return "\n".join(lines).rstrip("\n") + "\n"


def main() -> int:
    """Write the page."""
    TARGET.write_text(content(), encoding="utf-8")
    sys.stdout.write(f"wrote {TARGET.name}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
