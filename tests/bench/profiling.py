"""Where the time goes: the program is asked at every millisecond of CPU what it is doing."""

from __future__ import annotations

import signal
from collections import Counter
from collections.abc import Callable, Iterable
from time import process_time
from types import FrameType
from typing import Any

from cleanpress import Pipeline

__all__ = ["markdown", "shares"]

_GROUPS = (
    ("ftfy/", "mojibake: ftfy's steps"),
    ("cleanpress/filters/mojibake/gate", "mojibake: the gate"),
    ("cleanpress/filters/mojibake/__init__", "mojibake: the gate"),
    ("cleanpress/filters/mojibake/", "mojibake: readings of damaged lines"),
    ("cleanpress/filters/links/candidates", "links: hosts found"),
    ("cleanpress/filters/links/keeps", "links: reasons to keep"),
    ("cleanpress/filters/links/", "links: hosts weighed"),
    ("cleanpress/filters/artifacts/gate", "artifacts: the gate"),
    ("cleanpress/filters/artifacts/", "artifacts: suspects judged"),
    ("cleanpress/lexicon", "artifacts: suspects judged"),
    ("cleanpress/filters/layout", "whitespace: spaces and lines"),
    ("cleanpress/filters/whitespace", "whitespace: the gate"),
    ("cleanpress/characters", "whitespace: the gate"),
    ("cleanpress/filters/invisibles", "whitespace: invisible characters"),
    ("cleanpress/", "engine: passes, edits, offsets"),
)
"""The first that is part of a file's name tells its group."""


def shares(make: Callable[[], list[str]], seconds: float) -> dict[str, Any]:
    """Shares of the CPU by group of functions and by function, over about so many seconds of cleaning."""
    pipeline = Pipeline.default()
    for text in make()[:100]:
        pipeline.clean(text)
    groups: Counter[str] = Counter()
    functions: Counter[str] = Counter()
    again = 0

    def look(_: int, frame: FrameType | None) -> None:
        nonlocal again
        inner = None
        while frame is not None:
            code = frame.f_code
            if inner is None and (group := _group(code.co_filename)):
                inner = group
                groups[group] += 1
                functions[f"{group}: {code.co_qualname}"] += 1
            if inner is not None and code.co_qualname == "_Run.result":
                again += 1
                return
            frame = frame.f_back

    before = signal.signal(signal.SIGPROF, look)
    signal.setitimer(signal.ITIMER_PROF, 0.001, 0.001)
    start = process_time()
    try:
        while process_time() - start < seconds:
            for text in make():
                pipeline.clean(text)
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
    total = max(groups.total(), 1)
    return {
        "samples": groups.total(),
        "documents with edits": again / total,
        "groups": {name: count / total for name, count in groups.most_common()},
        "functions": {name: count / total for name, count in functions.most_common(15)},
    }


def _group(file: str) -> str | None:
    name = file.replace("\\", "/")
    return next((group for part, group in _GROUPS if part in name), None)


def markdown(found: dict[str, Any]) -> str:
    """The shares as two tables."""
    again = f"{found['documents with edits']:.0%}"
    lines = [f"Of {found['samples']} samples, {again} fall on documents in which something was found.", ""]
    lines += _table("group", found["groups"].items())
    return "\n".join([*lines, "", *_table("function", found["functions"].items())])


def _table(title: str, rows: Iterable[tuple[str, float]]) -> list[str]:
    body = [f"| {name} | {share:.1%} |" for name, share in rows if share >= 0.005]
    return [f"| {title} | share of the CPU |", "|---|--:|", *body]
