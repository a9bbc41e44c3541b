"""Lines really broken: how many are mended exactly, and at what speed, beside ftfy."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random
from typing import Any

import ftfy
import measure
import report
from bars import Row
from corpora import Corpus

from cleanpress import Mojibake, Pipeline

__all__ = ["measured"]

_USUAL = ("cp1252", "cp1252", "latin-1")
"""What UTF-8 is nearly always read as."""
_OTHERS = ("cp1251", "cp1250", "macroman", "cp437")
_LINES = 12  # of a document


def measured(corpora: Sequence[Corpus], size: int, repetitions: int) -> tuple[list[Row], str, Any]:
    """Time and exact repairs of both, on documents of broken lines and on the lines alone.

    A comparison is sound when cleanpress mends as many or more.
    """
    pairs = _broken(corpora, size, _USUAL)
    groups = {
        "documents": _documents(pairs),
        "lines": pairs,
        "other pages": _documents(_broken(corpora, size, _OTHERS)),
    }
    rows: list[Row] = []
    figures: dict[str, Any] = {}
    for name, some in groups.items():
        data = [bad.encode("utf-8", "surrogatepass") for bad, _ in some]
        ways: dict[str, Callable[[str], str]] = {
            "cleanpress mojibake": Pipeline([Mojibake()]).clean,
            "ftfy.fix_encoding": ftfy.fix_encoding,
        }
        mended = {way: _exact(call, some) for way, call in ways.items()}
        jobs = {way: _each(call) for way, call in ways.items()}
        seconds = measure.interleaved(jobs, lambda data=data: [one.decode() for one in data], repetitions)  # type: ignore[misc]
        own, other = seconds.values()
        share, others = mended.values()
        note = f"{share:.0%} of the lines mended, ftfy {others:.0%}"
        rows.append(Row(f"damage, {name}", report.ratios(other, own), note, sound=share >= others))
        speeds = {way: [sum(map(len, data)) / second / 1e6 for second in row] for way, row in seconds.items()}
        figures[name] = {"mended": mended, "mb_s": speeds}
    text = "\n".join(report.costs_table(f"broken {name}, MB/s", one["mb_s"]) for name, one in figures.items())
    return rows, text, figures


def _documents(pairs: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Lines put together, some to a document."""
    groups = [pairs[first : first + _LINES] for first in range(0, len(pairs), _LINES)]
    return [("\n".join(bad for bad, _ in group), "\n".join(good for _, good in group)) for group in groups]


def _each(call: Callable[[str], str]) -> Callable[[list[str]], None]:
    def run(texts: list[str]) -> None:
        for text in texts:
            call(text)

    return run


def _exact(call: Callable[[str], str], pairs: Sequence[tuple[str, str]]) -> float:
    """The share of lines that come back as they were."""
    right = total = 0
    for bad, good in pairs:
        wanted, made = good.split("\n"), call(bad).split("\n")
        total += len(wanted)
        right += sum(map(str.__eq__, wanted, made))
    return right / max(total, 1)


def _broken(corpora: Sequence[Corpus], size: int, pages: Sequence[str]) -> list[tuple[str, str]]:
    """Lines of the corpora that change when they are read wrongly, with what they were; nothing else is wrong there."""
    rng = Random("broken")
    pairs: list[tuple[str, str]] = []
    tidy = Pipeline.default().clean
    for corpus in corpora:
        total = 0
        for document in corpus.documents:
            for line in document.decode().split("\n"):
                bad = None if line.isascii() or len(line) > 2_000 else _misread(line, rng.choice(pages))
                if bad is None or tidy(line) is not line:
                    continue
                pairs.append((bad, line))
                total += len(bad)
            if total > size:
                break
    rng.shuffle(pairs)
    return pairs


def _misread(line: str, page: str) -> str | None:
    """The line as UTF-8 read with a code page; where that has no character, as most programs do, Latin-1."""
    parts = [bytes([byte]).decode(page, "ignore") or bytes([byte]).decode("latin-1") for byte in line.encode()]
    bad = "".join(parts)
    return bad if "\n" not in bad and "\r" not in bad and "\x85" not in bad else None
