"""What becomes of characters about which reasonable people differ: a choice for each, by preset.

The rows, their choices and what the presets choose stand in ``data/characters/policy.toml``. Which
characters have a meaning where is no matter of choice: that stands in :mod:`cleanpress.characters`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Literal, TypeAlias

from cleanpress.edits import Span
from cleanpress.errors import ConfigError
from cleanpress.names import nearest
from cleanpress.patterns import compiled

__all__ = ["Policy", "Preset", "check", "chosen", "extras", "rows"]

Preset: TypeAlias = Literal["press", "repository"]
"""What kind of text: scraped for reading and search, or files that somebody wrote."""
Policy: TypeAlias = Mapping[str, str]
"""The choice for each row."""


@lru_cache(maxsize=1)
def rows() -> Mapping[str, Mapping[str, Any]]:
    """Every row that can be chosen: its characters, choices, what each preset chooses, and why.

    >>> rows()["word-joiner"]["choices"]
    ['remove', 'keep']
    """
    from cleanpress.data import DATA, read_toml

    return read_toml(DATA / "characters" / "policy.toml")


def check(choices: Policy) -> None:
    """Raise ConfigError for a row or choice that does not exist, naming the nearest one."""
    for name, choice in choices.items():
        if name not in rows():
            raise ConfigError(f"whitespace: unknown row {name!r} of the policy; {nearest(name, rows())}")
        known = rows()[name]["choices"]
        if choice not in known:
            raise ConfigError(
                f"whitespace: policy {name!r} must be one of {', '.join(map(repr, known))}, got {choice!r}"
            )


@lru_cache(maxsize=64)
def chosen(preset: Preset, choices: tuple[tuple[str, str], ...]) -> Policy:
    """The choice for each row: that of the preset unless ``choices`` has another.

    >>> chosen("press", ())["word-joiner"], chosen("repository", ())["word-joiner"]
    ('remove', 'keep')
    """
    return MappingProxyType({name: row[preset] for name, row in rows().items()} | dict(choices))


_KHMER = re.compile("[\u17b4\u17b5]+")
_TATWEEL = re.compile("\u0640+")
_FORMS = "[\ufb00-\ufb06\ufb13-\ufb17\ufb50-\ufdfb\ufe70-\ufefc\uff01-\uffee]+"
_LONGEST = 30
"""Marks in a row that are composed at most: sorting them takes quadratic time in some versions of Python."""


def extras(text: str, policy: Policy) -> list[Span]:
    """What the choices change that no preset makes: each a search of its own.

    >>> extras("ســـلام", chosen("press", (("tatweel", "remove"),)))[0][:4]
    (1, 4, '', 'whitespace/tatweel')
    """
    found: list[Span] = []
    for name, choice, pattern, reason in (
        ("khmer-inherent-vowel", "remove", _KHMER, "an inherent vowel is not written"),
        ("tatweel", "remove", _TATWEEL, "a tatweel only stretches a word"),
    ):
        if policy[name] == choice:
            found += [(*m.span(), "", f"whitespace/{name}", reason, 0.95) for m in pattern.finditer(text)]
    if policy["presentation-forms"] == "fold":
        found += _changed(text, compiled(_FORMS), "NFKC", "presentation-form", "a presentation form of plain letters")
    if policy["combining-marks"] == "nfc" and not text.isascii():
        found += _composed(text)
    found.sort()
    return [span for n, span in enumerate(found) if not n or found[n - 1][1] <= span[0]]


def _changed(text: str, pattern: re.Pattern[str], form: Literal["NFKC"], rule: str, reason: str) -> Iterator[Span]:
    for match in pattern.finditer(text):
        plain = unicodedata.normalize(form, match.group())
        if plain != match.group():
            yield *match.span(), plain, f"whitespace/{rule}", reason, 0.95


def _composed(text: str) -> Iterator[Span]:
    """Letters with their marks that are not in normalisation form C, each by itself; long stacks stay."""
    start = 0
    while start < len(text):
        end = start + 1
        while end < len(text) and unicodedata.combining(text[end]):
            end += 1
        if end - start <= _LONGEST:
            piece = text[start:end]
            whole = unicodedata.normalize("NFC", piece)
            if whole != piece:
                yield start, end, whole, "whitespace/composed", "a letter and its marks are one character", 0.95
        start = end
