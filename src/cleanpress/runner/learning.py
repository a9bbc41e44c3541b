"""The first of two passes: what the pages of sites have in common, counted part by part, merged, made a profile."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from cleanpress.errors import CleanpressError
from cleanpress.filters.artifacts import ScraperArtifacts, listed
from cleanpress.filters.links import InjectedLinks
from cleanpress.pipeline import Pipeline
from cleanpress.profile import CorpusProfile, SiteTemplates, site_of
from cleanpress.result import Result
from cleanpress.runner import storage
from cleanpress.runner.job import Job, Part
from cleanpress.runner.tally import Tally
from cleanpress.runner.work import Done, cleaner_of

__all__ = ["learn_part", "merged", "with_profile"]


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
        return Done(part, Tally(), earlier=True)
    learner = _Learner()
    blank = replace(job, pipeline=Pipeline([]), report_field=None)
    try:
        read = cleaner_of(part)
        with storage.scratch(job.out) as unused, storage.scratch(job.out) as name:
            read(blank, part, unused, learner)
            learner.profile.save(name)
            storage.publish(name, target)
    except (CleanpressError, OSError) as error:
        return Done(part, Tally(), error=str(error) if isinstance(error, CleanpressError) else f"{part.path}: {error}")
    return Done(part, Tally())


def merged(job: Job, parts: list[Part]) -> SiteTemplates:
    """The profile of all parts: the counts are merged one by one, in the memory of one of them."""
    profile = CorpusProfile()
    for part in parts:
        with storage.scratch(job.out) as name:
            Path(name).write_bytes(storage.read_bytes(_counts(job, part)) or b"")
            profile |= CorpusProfile.load(name)
    return SiteTemplates.propose(profile, listed)


def with_profile(pipeline: Pipeline, templates: SiteTemplates) -> Pipeline:
    """The pipeline with a profile for its filters that take one; the same one if it has none of them."""
    mine = [replace(f, profile=templates) for f in pipeline.filters if isinstance(f, ScraperArtifacts | InjectedLinks)]
    return pipeline.including(*mine)


def _counts(job: Job, part: Part) -> str:
    """Where the counts of a part are: they depend on the input, not on what is cleaned."""
    key = part.key(replace(job, pipeline=Pipeline([]), report_field=None))
    return f"{job.out.rstrip('/')}/{storage.WORK}/counts/{key}.counts"
