"""The script that scores peers on artifacts counts as it says, and does without peers that are not installed."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from cleanpress.evaluation import Rate


@pytest.fixture(scope="module")
def peers() -> ModuleType:
    path = Path(__file__).parents[2] / "tools" / "artifacts" / "compare_peers.py"
    spec = importlib.util.spec_from_file_location("compare_artifact_peers", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_figures_compare_words_and_not_blanks(peers: ModuleType) -> None:
    pages = [
        peers.Page("One.\n\nShare this\n\nTwo.", "One.\n\nTwo.", ("Share this",), "en", ""),
        peers.Page("Share this bread.", "Share this bread.", (), "en", ""),
    ]
    gone, right, kept, lost = peers.figures(pages, ["One. Two.", "Share this bread."])
    assert (gone, right, kept, lost) == (Rate(1, 1), Rate(1, 1), Rate(1, 1), Rate(0, 3))
    gone, right, kept, lost = peers.figures(pages, ["One.\nShare this", ""])
    assert (gone, right, kept, lost) == (Rate(0, 1), Rate(0, 1), Rate(0, 1), Rate(2, 3))


def test_a_peer_that_is_not_installed_keeps_its_row(peers: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    monkeypatch.setattr(peers, "TOOLS", {name: peers.TOOLS[name] for name in ("do nothing", "trafilatura")})
    lines = list(peers.table("sites.jsonl"))
    assert lines[2].startswith("| do nothing | 0 of 1388 | 0 of 134 | - | 0 of 1777 |")
    assert lines[3] == "| trafilatura | not installed (trafilatura) | | | |"


def test_html_has_a_paragraph_for_each_line(peers: ModuleType) -> None:
    assert peers.as_html("a < b\n\nc") == "<html><body><article><p>a &lt; b</p><p>c</p></article></body></html>"
