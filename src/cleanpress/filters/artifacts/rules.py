"""Rule files: what they may say, and the rules that they hold."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from cleanpress.data import entries, read_toml
from cleanpress.errors import DataError
from cleanpress.frozen import options_of
from cleanpress.lexicon import PRINTED, SLOT, SLOTS, PhraseRule
from cleanpress.names import nearest

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["load_rules"]

_CHOICES = {
    "where": ("line", "prefix", "suffix", "glued", "inline", "shape"),
    "place": ("any", "head", "tail"),
    "act": ("delete", "report", "flag", "decode", "join", "unwrap"),
}
_TYPES: Mapping[str, type | tuple[type, ...]] = {"company": bool, "stub": bool, "confidence": (int, float)}
_BLOCKS = ("phrases", "keep")
_FIELDS = tuple(options_of(PhraseRule))


def load_rules(path: Path, prefix: str) -> list[PhraseRule]:
    """Read the rules of one file; their ids are put behind ``prefix`` and a slash.

    Raises DataError naming the file, the rule and the remedy.

    >>> from cleanpress.data import DATA
    >>> load_rules(DATA / "artifacts" / "copy_protection.toml", "artifacts/copy-protection")[0].act
    'delete'
    """
    tables = read_toml(path).get("rule")
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise DataError(f"{path}: no rules; a file of phrases has [[rule]] tables")
    return [_rule(table, f"{path}: rule {table.get('id', number)!r}", prefix) for number, table in enumerate(tables, 1)]


def _rule(table: dict[str, Any], where: str, prefix: str) -> PhraseRule:
    for key, value in table.items():
        if key not in _FIELDS:
            raise DataError(f"{where}: unknown key {key!r}; {nearest(key, _FIELDS)}")
        if isinstance(value, bool) is not (_TYPES.get(key) is bool) or not isinstance(value, _TYPES.get(key, str)):
            raise DataError(f"{where}: {key} has the wrong type, {type(value).__name__}")
        if key in _CHOICES and value not in _CHOICES[key]:
            raise DataError(f"{where}: {key} is one of {', '.join(_CHOICES[key])}, not {value!r}")
    for key in ("id", "emitter", "phrases"):
        if not table.get(key):
            raise DataError(f"{where}: {key} is missing")
    values: dict[str, Any] = dict(table)
    values.update((key, tuple(entries(table[key]))) for key in _BLOCKS if key in table)
    values["id"] = f"{prefix}/{values['id']}"
    rule = PhraseRule(**values)
    if not 0 <= rule.confidence <= 1:
        raise DataError(f"{where}: confidence must lie in 0..1, got {rule.confidence}")
    unknown = sorted(set(SLOT.findall(table["phrases"])) - SLOTS.keys())
    if unknown and rule.act in PRINTED:
        raise DataError(f"{where}: unknown slot {{{unknown[0]}}}; {nearest(unknown[0], SLOTS)}")
    if rule.where in ("inline", "glued") and not rule.anchor and SLOT.search(table["phrases"]):
        raise DataError(f"{where}: phrases with slots that stand {rule.where} need an anchor that all contain")
    strays = [phrase for phrase in rule.phrases if rule.anchor not in phrase] if rule.anchor else []
    if strays:
        raise DataError(f"{where}: {strays[0]!r} does not contain the anchor {rule.anchor!r}")
    return rule
