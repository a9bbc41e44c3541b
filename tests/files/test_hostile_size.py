"""Hostile inputs of the list of ``test_hostile`` that are large: time and memory stay in proportion."""

import subprocess
import sys
import time

import pytest
from samples import RUNS

from cleanpress import Document, Pipeline, clean

PIPELINE = Pipeline.default()
ALLOWED = 3.0
"""How much more than in proportion the time may grow, eightfold the length: noise, not a square."""


def seconds(work):
    started = time.process_time()
    work()
    return time.process_time() - started


def grows_in_proportion(make, n, work=PIPELINE.clean):
    """Whether eight times the length takes at most three times eight times as long; the quickest of a few counts."""
    work(make(n // 4))
    small, large = make(n), make(8 * n)
    for _ in range(3):
        few = min(seconds(lambda: work(small)) for _ in range(3))
        if seconds(lambda: work(large)) <= ALLOWED * 8 * max(few, 0.002):
            return True
    return False


@pytest.mark.parametrize("run", RUNS)
@pytest.mark.parametrize("frame", ["{}", "x{}y.com", "Share this {}"])
def test_hostile_01_runs_take_time_in_proportion(run, frame):
    piece = RUNS[run]
    assert grows_in_proportion(lambda n: frame.format(piece * (n // len(piece))), 6_000)


LIMITED = """
import resource, sys
from cleanpress import Pipeline, Whitespace
size = int(sys.argv[2])
resource.setrlimit(resource.RLIMIT_AS, (8 * size + (160 << 20), 8 * size + (160 << 20)))
make = {
    "one line": lambda: "Pemerintah menunggu keputusan. " * (size // 31),
    "one-character lines": lambda: "a\\n" * (size // 2),
    "carriage returns": lambda: "a\\r" * (size // 2),
}[sys.argv[1]]
text = make()
keep = Whitespace(line_ends="keep")  # as the command line has it: to change each line end is another matter
print(Pipeline.default().including(keep).clean(text) is text)
"""


def in_bounds(kind, size):
    command = [sys.executable, "-c", LIMITED, kind, str(size)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr[-300:]


@pytest.mark.parametrize("kind", ["one line", "one-character lines", "carriage returns"])
def test_hostile_02_odd_lines_stay_in_bounds_of_memory(kind):
    in_bounds(kind, 2_000_000)


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["one line"])
def test_hostile_02_a_hundred_megabytes_stay_in_bounds_of_memory(kind):
    in_bounds(kind, 100_000_000)


def test_hostile_03_deeply_nested_damage_ends_and_never_grows():
    text = "L\u2019\u00e9t\u00e9 \u00e0 No\u00ebl."
    for layers in range(15):
        nested = text
        for _ in range(layers):
            nested = nested.encode().decode("latin-1")
        assert len(clean(nested)) <= len(nested)


def test_hostile_03_damage_cut_anywhere_never_grows_and_settles():
    nested = (
        "Le pr\u00e9sident \u00e0 l\u2019\u00c9lys\u00e9e".encode().decode("cp1252").encode().decode("cp1252", "ignore")
    )
    for end in range(len(nested)):
        once = clean(nested[:end])
        assert len(once) <= end
        assert clean(once) == once


def test_hostile_03_much_damage_takes_time_in_proportion():
    piece = "L\u00e2\u20ac\u2122\u00c3\u00a9t\u00c3\u00a9 "
    assert grows_in_proportion(lambda n: piece * (n // len(piece)), 8_000)


@pytest.mark.parametrize(
    "piece",
    [
        "\u0301",
        "\u0301\u0323",
        "\u200d",
        "\U0001f468\u200d",
        "\U0001f1ee",
        "\U000e0061",
        "\ufe0f",
        "\u0e33",
        "\u202e",
        "\u2066",
    ],
)
def test_hostile_04_marks_joiners_flags_and_tags_take_time_in_proportion(piece):
    assert grows_in_proportion(lambda n: "a" + piece * (n // len(piece)), 8_000)


MARKER = "penanda-terakhir"
PAGES = {
    "nested elements": "<div>" * 100_000 + MARKER,
    "unclosed formatting": "<b><i>" * 20_000 + MARKER,
    "attributes": "<p " + " ".join(f"a{n}='x'" for n in range(50_000)) + f">{MARKER}</p>",
    "a long attribute": f"<p title='{'x' * 5_000_000}'>{MARKER}</p>",
    "unclosed comments": f"<p>{MARKER}</p>" + "<!--" * 20_000,
    "unclosed tags": f"<p>{MARKER}</p>" + "<a " * 40_000,
}


@pytest.mark.parametrize("kind", PAGES)
def test_hostile_11_monstrous_pages_keep_their_text_in_bounded_time(kind):
    document = Document(PAGES[kind], "html")
    spent = seconds(lambda: PIPELINE.run(document))
    assert MARKER in document.text
    assert MARKER in PIPELINE.run(document).text
    assert spent < 20
