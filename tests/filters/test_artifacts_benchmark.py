"""Floors of the artifact filter on its benchmark, ``fixtures/eval/artifacts.jsonl``, and the benchmark's own form."""

from __future__ import annotations

import importlib.util
import json
from collections import Counter
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]
DOCUMENTS = [
    json.loads(line) for line in (ROOT / "fixtures" / "eval" / "artifacts.jsonl").read_text("utf-8").splitlines()
]


def scorer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("score_artifacts", ROOT / "tools" / "artifacts" / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(("split", "spans", "exact"), [("dev", 0.95, 0.95), ("held", 0.85, 0.85)])
def test_the_filter_stays_above_its_floors(split: str, spans: float, exact: float) -> None:
    counts, wrong = scorer().score(split, 1.0)
    assert counts["spans gone"] >= spans * counts["spans"], wrong
    assert counts["remove exact"] >= exact * counts["remove"], wrong
    assert counts["keep exact"] == counts["keep"], wrong
    assert counts["flagged"] == counts["flag"], wrong


def test_half_of_the_documents_are_hard_negatives() -> None:
    labels = Counter(document["label"] for document in DOCUMENTS)
    assert len(DOCUMENTS) >= 300
    assert labels["keep"] >= len(DOCUMENTS) / 2
    assert len({document["lang"] for document in DOCUMENTS}) >= 25
    assert len({document["family"] for document in DOCUMENTS}) >= 30


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document["id"])
def test_the_document_says_what_should_become_of_it(document: dict[str, object]) -> None:
    text, clean, spans = document["text"], document["clean"], document["spans"]
    assert isinstance(text, str)
    assert isinstance(spans, list)
    assert (text != clean) is (document["label"] == "remove")
    assert bool(spans) is (document["label"] != "keep")
    assert all(0 <= start < end <= len(text) and text[start:end].strip() == text[start:end] for start, end in spans)
