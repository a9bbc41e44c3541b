"""Two passes: what the pages of a site have in common is learned from all parts, and cut in all of them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cleanpress import Config, CorpusProfile, Document, SiteTemplates
from cleanpress.filters.artifacts import listed
from cleanpress.runner import Job, run

SHIPS = ["Heron", "Gannet", "Petrel", "Plover", "Curlew", "Dunlin", "Merlin", "Osprey"]


def page(ship):
    story = f"The {ship} came in on the evening tide, and nobody at the quay had expected it to be so early."
    return (
        f"Quay Post\nTides › Trade\nThe {ship} comes in\n{story}\nMore from the basin\nRing the bell\n© 2024 Quay Post"
    )


def story(ship):
    return "\n".join(page(ship).split("\n")[2:4])


@pytest.fixture
def source(tmp_path):
    (tmp_path / "in").mkdir()
    rows = [{"url": f"https://quaypost.example/{ship}", "text": page(ship)} for ship in SHIPS]
    for name, part in (("a", rows[:5]), ("b", rows[5:])):
        (tmp_path / "in" / f"{name}.jsonl").write_text("".join(json.dumps(row) + "\n" for row in part))
    return tmp_path / "in"


def texts(summary):
    return [json.loads(line)["text"] for name in summary.outputs for line in Path(name).read_text().splitlines()]


def test_what_a_site_prints_on_all_pages_goes(source, tmp_path):
    summary = run(Job(str(tmp_path / "out")), [str(source)], learn=str(tmp_path / "profile.txt"))
    assert texts(summary) == [story(ship) for ship in SHIPS]
    assert "[site quaypost.example]" in (tmp_path / "profile.txt").read_text()
    assert summary.tally.rules["artifacts/site/template"] > 0


def test_the_profile_is_that_of_all_texts_however_they_are_parted(source, tmp_path, monkeypatch):
    whole = CorpusProfile.learn(Document(page(s), url=f"https://quaypost.example/{s}") for s in SHIPS)
    monkeypatch.setattr("cleanpress.runner.learning.FAN", 3)  # seven parts: two rounds of merging
    for size in (300, 10**9):
        job = Job(str(tmp_path / f"out{size}"), part_size=size)
        run(job, [str(source)], learn=str(tmp_path / "profile.txt"), workers=2)
        assert SiteTemplates.load(tmp_path / "profile.txt") == SiteTemplates.propose(whole, listed)


def test_parts_are_cleaned_again_with_another_profile_and_not_with_the_same(source, tmp_path):
    job = Job(str(tmp_path / "out"))
    run(job, [str(source)])
    assert run(job, [str(source)], learn=str(tmp_path / "p.txt")).earlier == 0
    assert run(job, [str(source)], learn=str(tmp_path / "p.txt")).earlier == 2
    pipeline = Config(profile=str(tmp_path / "p.txt")).pipeline()  # as --profile does
    assert run(Job(str(tmp_path / "out"), pipeline=pipeline), [str(source)]).earlier == 2
