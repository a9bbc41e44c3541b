"""``cleanpress learn``: the profile of a corpus, as a text to be reviewed."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from cleanpress.cli import console
from cleanpress.document import Document, Format
from cleanpress.errors import DataError
from cleanpress.files.source import read_source
from cleanpress.profile import CorpusProfile, SiteTemplates, site_of

if TYPE_CHECKING:
    from cleanpress.cli.arguments import LearnArguments

__all__ = ["learn"]

_FORMATS: dict[str, Format] = {
    ".txt": "text",
    ".text": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
}
_ROWS = (".jsonl", ".ndjson", ".jsonl.gz", ".ndjson.gz")
_COUNTS = ".counts"


def learn(args: LearnArguments) -> None:
    """Learn from the corpora that the arguments name, and write the profile, the counts, or both.

    Raises CleanpressError or an OSError with a file name.
    """
    profile = CorpusProfile()
    for name in args.corpora:
        if name.endswith(_COUNTS):
            profile |= CorpusProfile.load(name)
        elif name.endswith(_ROWS):
            _learn_rows(profile, name, args)
        else:
            _learn_folder(profile, Path(name))
    if args.counts is not None:
        profile.save(args.counts)
    if args.output is not None:
        from cleanpress.filters.artifacts import listed

        templates = SiteTemplates.propose(profile, listed)
        templates.save(args.output)
        console.say(f"cleanpress: {_summary(templates)}; review {console.shown_name(args.output)}")


def _learn_rows(profile: CorpusProfile, name: str, args: LearnArguments) -> None:
    fields = [args.site_field] if args.site_field else ["site", "url"]
    with gzip.open(name) if name.endswith(".gz") else Path(name).open("rb") as stream:
        for number, line in enumerate(stream, 1):
            if line.strip():
                try:
                    row = json.loads(line)
                    text, site = row[args.field], next(row[key] for key in fields if row.get(key))
                    if not isinstance(text, str) or not isinstance(site, str):
                        raise TypeError
                except (ValueError, TypeError, AttributeError, LookupError, StopIteration) as error:
                    keys = f"{args.field!r} and {' or '.join(map(repr, fields))}"
                    raise DataError(
                        f"{console.shown_name(name)}: line {number}: no JSON object with the texts {keys}; "
                        "name other keys with --field and --site-field"
                    ) from error
                profile.add(text, site_of(site) if "//" in site else site)


def _learn_folder(profile: CorpusProfile, folder: Path) -> None:
    if not folder.is_dir():
        kinds = ", ".join(_ROWS)
        raise DataError(f"{console.shown_name(str(folder))}: neither a folder nor a file with JSON lines ({kinds})")
    for path in _files(folder):
        inside = path.relative_to(folder).parts
        site = inside[0] if len(inside) > 1 else folder.resolve().name
        text = read_source(path).text
        profile.add(Document(text, _FORMATS[path.suffix.lower()]).text, site)


def _files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        if path.suffix.lower() in _FORMATS and path.is_file():
            yield path


def _summary(templates: SiteTemplates) -> str:
    lines = [proposal for proposals in templates.sites.values() for proposal in proposals]
    gone = sum(proposal.act == "delete" for proposal in lines)
    return f"{len(templates.sites)} sites, {gone} lines to delete, {len(lines) - gone} to report"
