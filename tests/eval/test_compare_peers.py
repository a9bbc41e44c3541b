"""The comparison runs every tool on the same cases; a peer that is missing is told, not fatal."""

from __future__ import annotations

import importlib.util
import json
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

TOOL = Path(__file__).parents[2] / "tools" / "links" / "compare_peers.py"
PEERS = {
    "clean-text, no_urls": "cleantext",
    "urlextract + delete": "urlextract",
    "linkify-it-py + delete": "linkify_it",
}
SPAM, PLAIN, CITED = "bestcasino77.com", "https://quietcupboard.com/x", "https://harbourgazette.com/news"
CASES = [
    ("spam", "remove", "bare-mid", f"Volunteers must now {SPAM} sort the books.", SPAM),
    ("plain", "remove", "url-mid", f"The ferry will {PLAIN} resume its sailings.", PLAIN),
    ("brand", "remove", "brand", "The ferry will gajahcuan303 resume its sailings.", "gajahcuan303"),
    ("cited", "keep", "cue-before", f"The full list is at {CITED} since Monday.", ""),
    ("words", "keep", "subject", "The ferry sails at nine.", ""),
]


@pytest.fixture(scope="module")
def tool():
    spec = importlib.util.spec_from_file_location("compare_peers", TOOL)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def rows(tool, tmp_path, capsys):
    """Runs the tool on five cases; the cells of each row by tool, shares without intervals."""
    path = tmp_path / "toy.jsonl"
    with path.open("w", encoding="utf-8") as file:
        for id_, label, form, text, cut in CASES:
            start = text.index(cut)
            case = {"id": id_, "label": label, "form": form, "split": "dev", "text": text}
            if cut:
                case |= {"clean": text.replace(f"{cut} ", ""), "spans": [[start, start + len(cut)]]}
            print(json.dumps(case), file=file)

    def run():
        tool.main([str(path), "--split", "dev"])
        lines = capsys.readouterr().out.splitlines()
        table = [[cell.strip().partition(" (")[0] for cell in line.strip("|").split("|")] for line in lines]
        assert table[0] == ["tool", *tool.COLUMNS, "span-recall, plain hosts"]
        assert {len(row) for row in table} == {len(table[0])}
        return {name: dict(zip(table[0][1:], cells, strict=True)) for name, *cells in table[2:]}

    return run


def test_every_tool_has_its_row(rows, tool):
    told = rows()
    assert list(told) == list(tool.SUBJECTS)
    for name, module in PEERS.items():
        assert (told[name]["keep"] == "not installed") == (find_spec(module) is None)


def test_doing_nothing_keeps_everything_and_finds_nothing(rows):
    told = rows()["do nothing"]
    assert (told["keep"], told["exact"], told["span-recall"], told["span-precision"]) == (
        "1.000",
        "0.000",
        "0.000",
        "-",
    )


def test_a_lexicon_finds_the_hosts_that_say_what_they_are(rows):
    told = rows()["host lexicon + delete"]
    assert (told["keep"], told["span-precision"], told["span-recall"]) == ("1.000", "1.000", "0.333")
    assert (told["exact"], told["span-recall, plain hosts"]) == ("0.333", "0.500")


@pytest.mark.parametrize("name", ["urlextract + delete", "linkify-it-py + delete"])
def test_deleting_all_links_finds_all_and_keeps_none(rows, name):
    pytest.importorskip(PEERS[name], reason="the peer is not installed (dependency group 'peers')")
    told = rows()[name]
    assert (told["keep"], told["span-recall, plain hosts"], told["exact"]) == ("0.500", "1.000", "0.667")


def test_clean_text_knows_urls_and_no_bare_hosts(rows):
    pytest.importorskip("cleantext", reason="the peer is not installed (dependency group 'peers')")
    told = rows()["clean-text, no_urls"]
    assert (told["keep"], told["span-recall, plain hosts"], told["exact"]) == ("0.500", "0.500", "0.333")


def test_peers_that_are_not_there_are_named_and_the_others_still_run(rows, monkeypatch):
    for module in PEERS.values():
        monkeypatch.setitem(sys.modules, module, None)
    told = rows()
    assert all(set(told[name].values()) == {"not installed", ""} for name in PEERS)
    assert told["do nothing"]["keep"] == "1.000"
    assert told["cleanpress, links"]["keep"] != "not installed"
