"""The benchmark runs, and its tables have their rows; how fast anything is, only a quiet machine can tell."""

import json
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

BENCH = Path(__file__).parent / "bench"
RUN = BENCH / "run.py"
OWN = {"cleanpress", "cleanpress run().edits", "mojibake gate"} | {
    f"cleanpress {name}" for name in ("mojibake", "links", "artifacts", "whitespace")
}
FTFY = {"ftfy badness test", "ftfy.fix_text", "ftfy.fix_encoding"}
CLEAN_TEXT = {"clean-text no_urls", "clean-text whitespace", "fix_text + clean-text", "same four jobs, peers"}
ROWS = OWN | FTFY | (CLEAN_TEXT if find_spec("cleantext") else set())
NEEDED = {"json": "orjson", "html": "lxml"}
PARTS = ("speed", "gate", "json", "damage", "call", "memory", "html", "start", "pool", "growth", "profile")


def bench(*options):
    return subprocess.run(
        [sys.executable, RUN, "--quick", *options], capture_output=True, encoding="utf-8", timeout=120
    )


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """A quick run of every part but the hostile shapes, which have tests of their own: output, figures, page."""
    folder = tmp_path_factory.mktemp("bench")
    page = folder / "page.md"
    marks = ("machine", "bars", "speeds", "profile")
    page.write_text("\n".join(f"<!-- {mark} -->\nold {mark}\n<!-- /{mark} -->" for mark in marks), encoding="utf-8")
    chosen = [word for part in PARTS for word in ("--only", part)]
    done = bench(*chosen, "--json", str(folder / "figures.json"), "--write", str(page))
    assert done.returncode == 0, done.stderr
    figures = json.loads((folder / "figures.json").read_text(encoding="utf-8"))
    return done.stdout, figures, page.read_text(encoding="utf-8")


def test_a_quick_run_measures_every_row_on_every_corpus(run):
    shown, figures, _ = run
    corpora = {corpus["name"]: corpus for corpus in figures["speed"]["figures"]}
    clean = [f"{name}, clean" for name in ("English", "Indonesian", "non-Latin")]
    assert list(corpora) == ["English", "Indonesian", "non-Latin", "dirty mix", *clean]
    for name, corpus in corpora.items():
        rows = {row["name"]: row for row in corpus["rows"]}
        assert set(rows) == ROWS
        assert all(0 < row["low"] <= row["mb_s"] <= row["high"] for row in rows.values())
        assert rows["ftfy.fix_text"]["x fix_text"] == 1
        assert f"\n{name}: " in shown
    assert corpora["dirty mix"]["changed_share"] > 0
    assert all(corpora[name]["changed_share"] == 0 for name in clean)
    for row in ROWS | {"python:", "ftfy:", "cleanpress --version", "cleanpress, one clean file"}:
        assert row in shown
    assert min(figures["start"]["figures"]["bare interpreter"]) > 0


def test_every_bar_of_a_part_is_in_the_table_with_what_it_must_be(run):
    shown, figures, _ = run
    table = shown[shown.index("| bar | must | aim |") :]
    for part in PARTS[:-1]:
        if find_spec(NEEDED.get(part, "json")):
            assert figures[part]["bars"] or not CLEAN_TEXT <= ROWS, part
    assert "| --version, CPU above a bare interpreter | ≤ 60 ms | ≤ 30 ms |" in table
    assert "| times ftfy.fix_encoding on broken documents; " in table


def test_the_tables_of_a_page_are_written_between_their_marks_and_nothing_else_is(run):
    _, _, page = run
    assert not any(f"old {part}" in page for part in ("machine", "bars", "speeds", "profile"))
    assert "<!-- /bars -->\n<!-- speeds -->" in page
    assert "| --version, CPU above a bare interpreter |" in page
    assert "| group | share of the CPU |" in page


def test_a_later_run_of_some_parts_keeps_the_other_bars_of_the_page(tmp_path):
    page = tmp_path / "page.md"
    kept = "| 50 MB of JSONL, peak memory | ≤ 150 MB | ≤ 80 MB | 33 MB (33 - 34) | aim |"
    page.write_text(f"<!-- machine --><!-- /machine -->\n<!-- bars -->\n{kept}\n<!-- /bars -->\n", encoding="utf-8")
    assert bench("--only", "call", "--write", str(page)).returncode == 0
    table = page.read_text(encoding="utf-8")
    assert kept in table
    assert table.index("one clean string of 100 characters") < table.index(kept)


def test_a_part_that_is_none_is_answered_with_those_there_are():
    done = bench("--only", "no such part")
    assert done.returncode == 2
    assert all(part in done.stderr for part in PARTS)


def test_a_bar_is_missed_by_what_is_slower_and_by_what_is_wrong(monkeypatch):
    monkeypatch.syspath_prepend(str(BENCH))
    from bars import BARS, Row, markdown

    def holds(name, figure, sound=True):
        return Row(name, [figure], sound=sound).cells()[-1]

    at_least, at_most = "damage, lines", "call, ASCII"
    assert BARS[at_least].at_least and not BARS[at_most].at_least
    assert [holds(at_least, figure) for figure in (0.9, 1.5, 2.5)] == ["no", "must", "aim"]
    assert [holds(at_most, figure) for figure in (16, 14, 4)] == ["no", "must", "aim"]
    assert holds(at_least, 2.5, sound=False) == "no"
    assert markdown([Row(at_most, [4, 5, 60])]).splitlines()[-1].endswith("| 5 µs (4 - 60) | aim |")


def test_hostile_shapes_are_many_grow_to_any_length_and_are_told_by_cost_and_growth(monkeypatch):
    monkeypatch.syspath_prepend(str(BENCH))
    import hostile
    import hostile_shapes as shapes

    every = list(hostile.all_shapes())
    assert len(every) == len({(name, kind) for name, kind, _ in every})
    assert min(len(shapes.TEXT), len(shapes.HTML) + len(shapes.MARKDOWN)) >= 40
    for name, _, shape in every:
        short, long = (len(shapes.text_of(shape, length)) for length in (4_000, 8_000))
        assert short <= 4_100, name
        assert 1.8 * short <= long <= 2.2 * short, name
    rows = list(hostile.measured(500, 1, ["dots between letters", "spam anchors (html)"]))
    assert {(row.name, row.format) for row in rows} == {
        ("dots between letters", "text"),
        ("dots between letters", "html"),
        ("dots between letters", "markdown"),
        ("spam anchors", "html"),
    }
    assert all(row.per_mb > 0 and row.growth > 0 for row in rows)
    assert "| spam anchors | html |" in hostile.markdown(rows)


def test_growth_for_doubling_is_two_for_work_in_proportion_and_four_for_squares(monkeypatch):
    monkeypatch.syspath_prepend(str(BENCH))
    from hostile import Grown

    assert Grown("line", "text", (1, 2, 4), (0.1, 0.2, 0.4), 1).growth == pytest.approx(2)
    assert Grown("square", "text", (1, 2, 4), (0.1, 0.4, 1.6), 1).growth == pytest.approx(4)
