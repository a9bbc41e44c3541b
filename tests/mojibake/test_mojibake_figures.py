"""Floors for the figures of mojibake repair, on a part of the benchmark."""

from __future__ import annotations

import json
from difflib import SequenceMatcher
from pathlib import Path

import pytest

from cleanpress import Mojibake, Pipeline

CASES = Path(__file__).parents[2] / "fixtures" / "eval" / "mojibake.jsonl"


@pytest.fixture(scope="module")
def cases() -> list[dict[str, str]]:
    with CASES.open(encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def test_the_benchmark_is_broad(cases: list[dict[str, str]]) -> None:
    damaged = [case for case in cases if case["label"] == "remove"]
    assert len({case["form"] for case in damaged}) >= 60
    assert len({case["lang"] for case in damaged}) >= 40
    assert sum(case["label"] == "keep" for case in cases) >= 215
    assert all(case["text"] != case["clean"] for case in damaged)


def test_nothing_is_made_worse_in_a_sample(cases: list[dict[str, str]]) -> None:
    pipeline = Pipeline([Mojibake()])
    for case in [case for case in cases if case["split"] == "held"][::6]:
        output = pipeline.clean(case["text"])
        assert distance(output, case["clean"]) <= distance(case["text"], case["clean"]), case["text"]


def distance(text: str, right: str) -> float:
    return 1 - SequenceMatcher(None, text, right, autojunk=False).ratio()


def test_clean_text_comes_back_as_it_is(cases: list[dict[str, str]]) -> None:
    pipeline = Pipeline([Mojibake()])
    changed = [c["text"] for c in cases if c["label"] == "keep" and pipeline.clean(c["text"]) != c["text"]]
    assert changed == []


def test_held_out_damage_is_repaired_exactly(cases: list[dict[str, str]]) -> None:
    pipeline = Pipeline([Mojibake()])
    chosen = [case for case in cases if case["label"] == "remove" and case["split"] == "held"][::12]
    hits = sum(pipeline.clean(case["text"]) == case["clean"] for case in chosen)
    assert hits >= 0.80 * len(chosen), f"{hits} of {len(chosen)}"
