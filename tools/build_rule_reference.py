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

Every edit names the rule it follows. This page lists the rules of the built-in filters by filter and family. To switch a
rule, a family or a filter off, name it in [`ignore`](guide.md#configuration). `cleanpress rules ID` tells
the same on the command line.

This page is written by `tools/build_rule_reference.py` from the filters' own rules; do not edit it by hand.
"""

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


def entries(rules: Sequence[Rule]) -> Iterator[str]:
    """The rules of one family; an explanation that all of them share is told once, above them."""
    explanations = {plain(rule.explanation) for rule in rules}
    shared = len(rules) > 1 and len(explanations) == 1
    if shared:
        yield from (*explanations, "")
    for rule in rules:
        told = "" if shared else f"  \n  {plain(rule.explanation)}"
        yield f"- `{rule.id}`: {plain(rule.summary)}{told}"
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
