"""What a run is to do: the settings that every part shares, and the plan, the same for every engine."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any, Literal, get_args

from cleanpress.data import rules_version
from cleanpress.document import Document, Format
from cleanpress.errors import CleanpressError, ConfigError
from cleanpress.pipeline import Pipeline
from cleanpress.runner.storage import WORK, Found, find

__all__ = ["Job", "Kind", "Part", "plan"]

Kind = Literal["jsonl", "csv", "parquet", "warc", "wet"]
"""The kinds of files a run reads, and writes as the same kind."""

_SUFFIXES: dict[str, Kind] = {".ndjson": "jsonl", **{f".{kind}": kind for kind in get_args(Kind)}}
_ADDRESS = re.compile(r" at 0x[0-9a-f]+")
_PACKED = {".gz": "gzip", ".zst": "zstd"}


@dataclass(frozen=True)
class Job:
    """The settings of a run: ``out`` is the folder that gets the parts, ``part_size`` how many bytes one holds, about.

    ``field`` holds the text (a dotted path in JSON, a column elsewhere), ``url_field`` and ``language_field`` what is
    known about it, if they are there. ``report_field`` adds the edits of each changed record. WARC and WET files know
    their fields themselves. ``content`` is the format of the texts.

    Raises ConfigError when a value makes no sense.

    >>> Job("cleaned").field
    'text'
    """

    out: str
    pipeline: Pipeline = Pipeline.default()  # noqa: RUF009 - immutable
    field: str = "text"
    url_field: str = "url"
    language_field: str = "language"
    report_field: str | None = None
    content: Format = "text"
    part_size: int = 64 << 20

    def __post_init__(self) -> None:
        if self.part_size < 1:
            raise ConfigError(f"the size of a part must be 1 byte or more, got {self.part_size}")
        names = [self.field, self.url_field, self.language_field, self.report_field]
        twice = [name for name in names if name and names.count(name) > 1]
        if twice or not self.field:
            raise ConfigError(
                f"the field {twice[0]!r} is named twice" if twice else "name the field that holds the text"
            )

    @cached_property
    def key(self) -> str:
        """A digest of all that the output depends on beside the input: the settings and the rules."""
        names = [self.field, self.url_field, self.language_field, self.report_field, self.content]
        return _digest([rules_version(), _plain(self.pipeline), names])

    def document(self, text: str, url: Any = None, language: Any = None) -> Document:
        """A text with what is known about it."""
        return Document(
            text,
            self.content,
            language=language if isinstance(language, str) else None,
            url=url if isinstance(url, str) else None,
        )


@dataclass(frozen=True)
class Part:
    """A piece of work: one output file. ``start`` and ``stop`` are bytes of JSONL, row groups of Parquet."""

    number: int
    path: str
    kind: Kind
    packing: Literal["", "gzip", "zstd"]
    start: int
    stop: int
    whole: bool
    name: str
    size: int
    stamp: str

    def key(self, job: Job) -> str:
        """A digest of all that the output of this part depends on."""
        return _digest([job.key, self.path, self.stamp, self.start, self.stop, self.size])

    def target(self, job: Job) -> str:
        """Where the output goes."""
        return f"{job.out.rstrip('/')}/{self.name}"

    def marker(self, job: Job) -> str:
        """The small file that says that the output is there, and holds its tally."""
        return f"{job.out.rstrip('/')}/{WORK}/parts/{self.name}.json"


def plan(job: Job, inputs: Iterable[str]) -> list[Part]:
    """The parts of a run, in the order of the inputs: it depends on them and the part size only.

    Large files of JSONL are parted by bytes, Parquet by row groups; what is compressed, CSV, WARC and WET are one part
    each. What lies in the output folder is no input. Raises CleanpressError when there is no input, a file is of no
    known kind, or two would have one output.
    """
    pieces = [piece for path in inputs for found in find(path, job.out) for piece in _pieces(job, found)]
    parts = [Part(number, *piece) for number, piece in enumerate(pieces)]
    names: dict[str, str] = {}
    for part in parts:
        other = names.setdefault(part.name, part.path)
        if other != part.path:
            raise CleanpressError(
                f"{part.target(job)} would be written for {other} and for {part.path}; run them apart"
            )
    if len(names) < len(parts):
        raise CleanpressError("an input is named twice; name each once")
    return parts


def _pieces(job: Job, found: Found) -> Iterator[tuple[Any, ...]]:
    """What a part is made of, but its number, for each part of a file."""
    stem, packing = found.name, ""
    for suffix, name in _PACKED.items():
        if stem.lower().endswith(suffix):
            stem, packing = stem[: -len(suffix)], name
    suffix = stem[stem.rfind(".") :].lower() if "." in stem else ""
    kind = _SUFFIXES.get(suffix)
    if kind is None or (kind == "parquet" and packing):
        known = ", ".join(sorted(_SUFFIXES))
        raise CleanpressError(
            f"{found.path}: what it holds cannot be told by its name; known: {known}, also with .gz or .zst"
        )
    ranges = [(0, found.size)]
    if kind == "parquet":
        from cleanpress.runner.parquet import row_groups

        ranges = row_groups(found.path, job.part_size)
    elif kind == "jsonl" and not packing and found.size:
        count = -(-found.size // job.part_size)
        bounds = [found.size * n // count for n in range(count + 1)]
        ranges = list(pairwise(bounds))
    whole = len(ranges) == 1
    for number, (start, stop) in enumerate(ranges):
        base, end = found.name[: len(stem) - len(suffix)], found.name[len(stem) - len(suffix) :]
        name = found.name if whole else f"{base}.{number:05d}-of-{len(ranges):05d}{end}"
        yield found.path, kind, packing, start, stop, whole, name, found.size, found.stamp


def _plain(value: Any) -> Any:
    """Settings as plain values whose ``repr`` is the same in every process: sets sorted, no addresses."""
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if isinstance(value, (set, frozenset)):
        return sorted(map(repr, map(_plain, value)))
    if isinstance(value, Mapping):
        return sorted((repr(key), _plain(item)) for key, item in value.items())
    if isinstance(value, type) or callable(value):
        return f"{value.__module__}.{value.__qualname__}"
    if any("__reduce__" in vars(cls) for cls in type(value).__mro__[:-1]):
        return [type(value).__qualname__, _plain(value.__reduce__())]
    if is_dataclass(value):
        return [type(value).__qualname__, [(f.name, _plain(getattr(value, f.name))) for f in fields(value)]]
    return _ADDRESS.sub("", repr(value))


def _digest(values: list[Any]) -> str:
    return hashlib.sha256(repr(values).encode("utf-8", "surrogatepass")).hexdigest()[:32]
