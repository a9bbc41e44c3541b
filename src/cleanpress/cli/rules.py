"""``cleanpress rules``: what every rule is about, and one rule in full."""

from __future__ import annotations

from cleanpress.filters import BUILTIN
from cleanpress.filters.base import check_ids

__all__ = ["listing"]


def listing(name: str | None = None) -> str:
    """Every rule with its summary, those of a filter or family, or one rule explained.

    Raises ConfigError for an unknown id, naming the nearest known one.

    >>> listing("links").splitlines()[0].startswith("links/")
    True
    """
    rules = [rule for filter_class in BUILTIN.values() for rule in filter_class.rules()]
    if name is not None:
        name = name.rstrip("/")
        check_ids([name], [make() for make in BUILTIN.values()])
        for rule in rules:
            if rule.id == name:
                return f"{rule.id}: {rule.summary}\n\n{_wrapped(rule.explanation)}\n"
        rules = [rule for rule in rules if rule.id.startswith(f"{name}/")]
    width = max(len(rule.id) for rule in rules)
    return "".join(f"{rule.id:<{width}}  {rule.summary}\n" for rule in rules)


def _wrapped(explanation: str) -> str:
    """The explanation in lines of at most 80 characters, paragraph by paragraph."""
    import textwrap

    paragraphs = explanation.strip().split("\n\n")
    return "\n\n".join(textwrap.fill(" ".join(paragraph.split()), 80) for paragraph in paragraphs)
