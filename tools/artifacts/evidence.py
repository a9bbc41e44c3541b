"""On what the phrases that are cut rest: ``python tools/artifacts/evidence.py [--phrases]``.

``evidence.txt`` beside this file lists the phrases that were found in a source: catalogues of translations,
programs, saved pages, corpora, public files. Printed for each family: phrases found as they stand; close
variants of such a phrase (three quarters of the words are the same); other wordings and translations of a
message of which the rule has one that was found; and phrases that are only reported. With ``--phrases`` the
third kind is listed: the message is known, the wording was written down from memory.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from cleanpress.filters.artifacts.compiled import load_catalogue
from cleanpress.lexicon import SLOT, PhraseRule
from cleanpress.scripts import spaceless

FILE = Path(__file__).parent / "evidence.txt"
KINDS = ("found", "variant", "wording", "reported")
ALIKE = 0.75


def read_evidence() -> dict[str, str]:
    """The phrases that were found, with their source."""
    found: dict[str, str] = {}
    source = ""
    for line in FILE.read_text(encoding="utf-8").splitlines():
        if line.startswith("= "):
            source = line.removeprefix("= ")
        elif source and line:
            found[line] = source
    return found


def words(phrase: str) -> Counter[str]:
    """What phrases are compared by: their words, or pairs of characters in scripts without blanks."""
    bare = SLOT.sub(" ", phrase).casefold()
    if any(map(spaceless, bare)):
        bare = "".join(re.findall(r"\w", bare))
        return Counter(bare[at : at + 2] for at in range(max(len(bare) - 1, 1)))
    return Counter(re.findall(r"\w+", bare))


def alike(one: Counter[str], other: Counter[str]) -> float:
    """The share of words that two phrases have in common (0..1)."""
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 0.0


def kinds(rules: Iterable[PhraseRule]) -> dict[str, list[tuple[PhraseRule, str, str]]]:
    """Every phrase that is cut or reported with its kind, by family."""
    evidence = read_evidence()
    families: dict[str, list[PhraseRule]] = {}
    for rule in rules:
        if rule.act in ("delete", "report") and rule.where != "shape":
            families.setdefault(rule.id.split("/")[1], []).append(rule)
    table: dict[str, list[tuple[PhraseRule, str, str]]] = {}
    for family, members in families.items():
        found = [words(phrase) for rule in members for phrase in rule.phrases if phrase in evidence]
        table[family] = [
            (rule, phrase, _kind(rule, phrase, evidence, found)) for rule in members for phrase in rule.phrases
        ]
    return table


def _kind(rule: PhraseRule, phrase: str, evidence: dict[str, str], found: list[Counter[str]]) -> str:
    if rule.act == "report":
        return "reported"
    if phrase in evidence:
        return "found"
    own = words(phrase)
    return "variant" if any(alike(own, other) >= ALIKE for other in found) else "wording"


def main() -> None:
    """Print the counts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--phrases", action="store_true", help="list wordings that were written down from memory")
    options = parser.parse_args()
    total: Counter[str] = Counter()
    for family, rows in sorted(kinds(load_catalogue()).items()):
        counts = Counter(kind for _, _, kind in rows)
        total += counts
        print(family, *(f"{counts[kind]} {kind}" for kind in KINDS), sep="\t")
        if options.phrases:
            print("\n".join(f"\t{rule.id}\t{phrase}" for rule, phrase, kind in rows if kind == "wording"))
    print("all", *(f"{total[kind]} {kind}" for kind in KINDS), sep="\t")


if __name__ == "__main__":
    main()
