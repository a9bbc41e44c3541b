"""What is measured: cleanpress, its filters one by one, and peers that do the same jobs."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from dataclasses import dataclass

from cleanpress import Pipeline
from cleanpress.data import DATA, entries, read_toml
from cleanpress.filters import BUILTIN
from cleanpress.filters.mojibake.gate import spotted

__all__ = ["BADNESS", "FIX_TEXT", "FOUR_JOBS", "GATE", "OWN", "TWO_PEERS", "Subject", "own", "peers"]

OWN = "cleanpress"
GATE = "mojibake gate"
BADNESS = "ftfy badness test"
FIX_TEXT = "ftfy.fix_text"
FOUR_JOBS = "same four jobs, peers"
TWO_PEERS = "fix_text + clean-text"


@dataclass(frozen=True)
class Subject:
    """A named way to clean one text."""

    name: str
    call: Callable[[str], object]


def own() -> list[Subject]:
    """The default pipeline with its edit log, the same with the log made into objects, each filter alone."""
    pipeline = Pipeline.default()
    alone = [Subject(f"{OWN} {name}", Pipeline([make()]).clean) for name, make in BUILTIN.items()]
    return [
        Subject(OWN, pipeline.clean),
        Subject(f"{OWN} run().edits", lambda text: pipeline.run(text).edits),
        *alone,
        Subject(GATE, spotted),
    ]


def peers() -> list[Subject]:
    """The peers that are installed: ftfy always, and those that need clean-text."""
    import ftfy
    from ftfy.badness import is_bad

    found = [
        Subject(FIX_TEXT, ftfy.fix_text),
        Subject("ftfy.fix_encoding", ftfy.fix_encoding),
        Subject(BADNESS, is_bad),
    ]
    logging.disable()  # clean-text warns about a package it can do without
    try:
        import cleantext  # type: ignore[import-untyped]
    except ModuleNotFoundError:
        return found
    finally:
        logging.disable(logging.NOTSET)
    kept = {"to_ascii": False, "lower": False, "no_urls": True, "replace_with_url": ""}

    def two_peers(text: str) -> str:
        cleaned: str = cleantext.clean(ftfy.fix_text(text), fix_unicode=False, **kept)
        return cleaned

    return [
        *found,
        Subject("clean-text no_urls", lambda text: cleantext.clean(text, **kept)),
        Subject("clean-text whitespace", cleantext.normalize_whitespace),
        Subject(TWO_PEERS, two_peers),
        Subject(FOUR_JOBS, _four_jobs(ftfy.fix_encoding, cleantext.normalize_whitespace)),
    ]


_HOST = re.compile(r"\b(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}\b", re.IGNORECASE)


def _four_jobs(fix_encoding: Callable[[str], str], normalize: Callable[[str], str]) -> Callable[[str], str]:
    """What one writes with peers at hand: repair, drop known lines, drop what looks like a host, tidy spaces."""
    phrases = _phrases()

    def clean(text: str) -> str:
        lines = fix_encoding(text).split("\n")
        kept = "\n".join([line for line in lines if line.strip().casefold() not in phrases])
        return normalize(_HOST.sub("", kept))

    return clean


def _phrases() -> frozenset[str]:
    """The phrases of cleanpress's own artifact rules: the peers look up as many."""
    tables = [read_toml(path) for path in sorted((DATA / "artifacts").glob("*.toml"))]
    blocks = [rule.get("phrases", "") for table in tables for rule in table.get("rule", ())]
    return frozenset(phrase.casefold() for block in blocks for phrase in entries(block))
