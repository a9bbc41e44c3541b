"""The catalogue as it is read when a filter runs: the rule files, compiled into two plain lists.

Reading the rule files takes forty milliseconds, most of it TOML and the tables of the gate. So a tool writes
what comes out of them into ``data/artifacts/compiled``, and a test compares the two. A clean text needs the
lists of the gate only.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from cleanpress import data
from cleanpress.errors import DataError
from cleanpress.filters.artifacts.heads import GateTables, derive, prefixes
from cleanpress.lexicon import PhraseRule, PhraseTable

__all__ = ["FOLDER", "compiled", "load_catalogue", "load_phrases", "load_prefixes", "load_tables"]

FOLDER = f"{data.FOLDER}/artifacts/compiled"
"""Where the compiled lists are; ``tools/artifacts/compile.py`` writes them."""

_NOTE = "# Derived from the rule files beside this folder by tools/artifacts/compile.py; do not edit.\n\n"
_PREFIXES = b"prefixes\n"
_FIELDS = ("id", "emitter", "lang", "where", "place", "act", "confidence", "company", "stub", "anchor")


def load_catalogue() -> tuple[PhraseRule, ...]:
    """The rules of all families as their files say them; ids read ``artifacts/<family>/<rule>``.

    Raises DataError naming the file and the mistake.
    """
    from cleanpress.filters.artifacts.rules import load_rules  # a text is cleaned without

    files = sorted(path for path in (data.DATA / "artifacts").glob("*.toml") if not path.name.startswith("_"))
    return tuple(rule for path in files for rule in load_rules(path, f"artifacts/{path.stem.replace('_', '-')}"))


def compiled(rules: Iterable[PhraseRule]) -> dict[str, str]:
    """The compiled lists of a catalogue, by file name."""
    rules = list(rules)
    tables = derive(PhraseTable(rules))
    lists = {"heads": tables.heads, "prefixes": prefixes(PhraseTable(rules)), **tables._asdict()}
    sections = ("\n".join((name, *sorted(entries))) for name, entries in lists.items())
    blocks = ("\n".join(("\t".join(str(getattr(rule, key)) for key in _FIELDS), *rule.phrases)) for rule in rules)
    return {"gate.txt": _NOTE + "\n\n".join(sections) + "\n", "phrases.txt": _NOTE + "\n\n".join(blocks) + "\n"}


@lru_cache(maxsize=1)
def load_tables() -> GateTables:
    """The tables of the gate."""
    tables = {}
    for block in _blocks("gate.txt"):
        if not block.startswith(_PREFIXES):
            name, _, entries = block.decode("utf-8").partition("\n")
            tables[name] = frozenset(entries.split("\n") if entries else ())
    return GateTables(**tables)


def load_prefixes() -> list[str]:
    """Longer beginnings of lines, sorted: half of the list, and only asked for when a line may be a phrase."""
    block = _read("gate.txt").partition(b"\n\n" + _PREFIXES)[2].partition(b"\n\n")[0]
    return block.decode("utf-8").split("\n")


def load_phrases() -> list[PhraseRule]:
    """The rules as the filter needs them: without their near misses."""
    rules = []
    for block in _blocks("phrases.txt"):
        head, *phrases = block.decode("utf-8").split("\n")
        name, emitter, lang, where, place, act, confidence, company, stub, anchor = head.split("\t")
        rules.append(
            PhraseRule(
                name,
                emitter,
                tuple(phrases),
                lang,
                where,
                place,
                act,
                confidence=float(confidence),
                company=company == "True",
                stub=stub == "True",
                anchor=anchor,
            )
        )
    return rules


def _blocks(name: str) -> list[bytes]:
    return _read(name).removesuffix(b"\n").split(b"\n\n")[1:]


def _read(name: str) -> bytes:
    try:
        with open(f"{FOLDER}/{name}", "rb") as file:
            return file.read()
    except OSError as error:
        raise DataError(
            f"{FOLDER}/{name}: cannot be read ({error.strerror}); run tools/artifacts/compile.py"
        ) from error
