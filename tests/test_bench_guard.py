"""The guard against lost speed sees a stage that works twice, on any machine."""

import sys
from pathlib import Path

import pytest

from cleanpress import Whitespace

BENCH = Path(__file__).parent / "bench"


@pytest.fixture
def guard(monkeypatch):
    monkeypatch.syspath_prepend(str(BENCH))
    import guard

    return guard


@pytest.fixture
def twice(monkeypatch):
    """Makes the white space stage do all of its work twice."""

    def change():
        scan = Whitespace.scan

        def slower(self, doc):
            scan(self, doc)
            return scan(self, type(doc)(doc.source, doc.format))

        monkeypatch.setattr(Whitespace, "scan", slower)

    return change


def chosen(guard):
    return {name: stage for name, stage in guard.stages().items() if name.startswith(("whitespace", "links"))}


def test_counted_calls_are_the_same_each_time_and_double_with_the_work(guard, twice):
    stages = chosen(guard)
    before = {name: guard.counted(stage) for name, stage in stages.items()}
    again = {name: guard.counted(stage) for name, stage in stages.items()}
    assert guard.grown({"calls": before}, {"calls": again}) == []
    twice()
    after = {name: guard.counted(stage) for name, stage in chosen(guard).items()}
    told = guard.grown({"calls": before}, {"calls": after})
    assert [line.partition(":")[0] for line in told] == ["whitespace, clean", "whitespace, dirty"]
    assert " times as much" in told[0]


@pytest.mark.slow
def test_time_against_the_yardstick_doubles_with_the_work(guard, twice):
    """A single slow pattern makes no more calls: only the time tells, and on a busy machine it tells too much."""
    before = guard.timed(chosen(guard))
    twice()
    told = guard.grown({"time": before}, {"time": guard.timed(chosen(guard))})
    assert {line.partition(":")[0] for line in told} >= {"whitespace, clean", "whitespace, dirty"}


def test_every_stage_is_pinned_and_none_that_is_gone(guard):
    import json

    pinned = json.loads(guard.PINNED.read_text(encoding="utf-8"))
    assert pinned["calls"].keys() == pinned["time"].keys() == guard.stages().keys()


def test_what_is_not_pinned_is_told(guard):
    assert guard.grown({"calls": {}}, {"calls": {"new stage": 3}}) == ["new stage: no calls are pinned; run with --pin"]


@pytest.mark.skipif(sys.version_info[:2] != (3, 11), reason="other versions count calls in another way")
def test_no_stage_makes_many_more_calls_than_pinned(guard):
    assert guard.main(["--calls-only"]) == 0
