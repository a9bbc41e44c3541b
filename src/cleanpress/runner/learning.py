"""The first of two passes: what the pages of sites have in common, counted part by part, merged, made a profile."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple

from cleanpress.errors import CleanpressError
from cleanpress.filters.artifacts import listed
from cleanpress.pipeline import Pipeline
from cleanpress.profile import CorpusProfile, SiteTemplates, site_of
from cleanpress.result import Result
from cleanpress.runner import storage
from cleanpress.runner.job import Job, Part
from cleanpress.runner.tally import Tally
from cleanpress.runner.work import Done, Work, cleaner_of, told

__all__ = ["FAN", "Group", "learn_part", "merge_group", "merged", "with_profile"]

FAN = 64
"""Files of counts that one task merges."""


class _Learner(Tally):
    """In the place of a tally: the texts that it is told of go into a profile."""

    def __init__(self) -> None:
        super().__init__()
        self.profile = CorpusProfile()

    def count(self, result: Result) -> None:
        self.total["documents"] += 1
        self.profile.add(result.document.text, site_of(result.document.url))


def learn_part(job: Job, part: Part) -> Done:
    """Count the texts of one part into a file of the output folder, unless that was done before."""
    target = _counts(job, part)
    if storage.exists(target):
        return Done(Tally(), earlier=True)
    learner = _Learner()
    blank = replace(job, pipeline=Pipeline([]), report_field=None)
    try:
        read = cleaner_of(part)
        with storage.scratch(job.out) as unused, storage.scratch(job.out) as name:
            read(blank, part, unused, learner)
            learner.profile.save(name)
            storage.publish(name, target)
    except (CleanpressError, OSError) as error:
        return Done(Tally(), error=told(error, part.path))
    return Done(Tally())


class Group(NamedTuple):
    """Files of counts that become one."""

    files: tuple[str, ...]
    target: str


def merge_group(job: Job, group: Group) -> Done:
    """Merge files of counts into one, unless that was done before."""
    if storage.exists(group.target):
        return Done(Tally(), earlier=True)
    try:
        with storage.scratch(job.out) as name:
            _merge(job, group.files).save(name)
            storage.publish(name, group.target)
    except (CleanpressError, OSError) as error:
        return Done(Tally(), error=told(error, group.target))
    return Done(Tally())


def merged(job: Job, parts: Sequence[Part], do: Callable[[Sequence[Any], Work], object]) -> SiteTemplates:
    """The profile of all parts: while there are many counts, ``do`` merges them in groups, and the last ones here.

    Merging gives the same counts in any order.
    """
    files = [_counts(job, part) for part in parts]
    while len(files) > FAN:
        groups = [tuple(files[start : start + FAN]) for start in range(0, len(files), FAN)]
        tasks = [Group(group, _place(job, hashlib.sha256(repr(group).encode()).hexdigest()[:32])) for group in groups]
        do(tasks, merge_group)
        files = [task.target for task in tasks]
    return SiteTemplates.propose(_merge(job, files), listed)


def _merge(job: Job, files: Iterable[str]) -> CorpusProfile:
    profile = CorpusProfile()
    for file in files:
        with storage.scratch(job.out) as name:
            Path(name).write_bytes(storage.read_bytes(file) or b"")
            profile |= CorpusProfile.load(name)
    return profile


def with_profile(pipeline: Pipeline, templates: SiteTemplates) -> Pipeline:
    """The pipeline with a profile for each of its filters that takes one."""
    filters: tuple[Any, ...] = pipeline.filters
    takers: list[Any] = [f for f in filters if is_dataclass(f) and any(each.name == "profile" for each in fields(f))]
    return pipeline.including(*(replace(f, profile=templates) for f in takers))


def _counts(job: Job, part: Part) -> str:
    """Where the counts of a part are: they depend on the input, not on what is cleaned."""
    key = part.key(replace(job, pipeline=Pipeline([]), report_field=None))
    return _place(job, key)


def _place(job: Job, key: str) -> str:
    return f"{job.out.rstrip('/')}/{storage.WORK}/counts/{key}.counts"
