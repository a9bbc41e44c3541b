"""One part: cleaned, published whole, marked as done. Every engine calls this and nothing else."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

from cleanpress.errors import CleanpressError
from cleanpress.runner import storage
from cleanpress.runner.job import Job, Part
from cleanpress.runner.tally import Tally

__all__ = ["Done", "Work", "cleaner_of", "do_part", "told"]

_MODULES = {"jsonl": "records", "csv": "records", "parquet": "parquet", "warc": "warc", "wet": "warc"}
_TOOLS = {"parquet": "arrow", "warc": "warc"}


class Done(NamedTuple):
    """What became of a task: its tally, whether an earlier run did it, and what went wrong, if anything."""

    tally: Tally
    earlier: bool = False
    error: str = ""


Work: TypeAlias = Callable[[Job, Any], Done]
"""What an engine does with each of its tasks, which are parts mostly."""


def do_part(job: Job, part: Part) -> Done:
    """Clean one part into its place, unless that was done before with the same input, settings and rules.

    The output appears whole or not at all; the marker, which holds the tally, behind it. Doing a part twice, even at
    the same time, gives the same bytes. An error of the input or of a tool is told in the result, not raised: one bad
    file must not stop the others.
    """
    key = part.key(job)
    done = _marked(job, part, key)
    if done is not None:
        return Done(done, earlier=True)
    tally = Tally()
    try:
        clean = cleaner_of(part)
        with storage.scratch(job.out) as name:
            if not clean(job, part, name, tally) and part.whole:
                _copy(part.path, name)  # nothing changed: the very bytes, compression and all
            storage.publish(name, part.target(job))
        marker = json.dumps({"key": key, "tally": tally.to_dict()}, ensure_ascii=False, sort_keys=True)
        storage.write_bytes(part.marker(job), marker.encode("utf-8", "surrogateescape"), job.out)
    except (CleanpressError, OSError) as error:
        return Done(Tally(), error=told(error, part.path))
    return Done(tally)


def _marked(job: Job, part: Part, key: str) -> Tally | None:
    """The tally of a part that is done; None when there is work to do."""
    data = storage.read_bytes(part.marker(job))
    if data is None:
        return None
    marker = json.loads(data)
    return Tally.from_dict(marker["tally"]) if marker["key"] == key and storage.exists(part.target(job)) else None


def told(error: Exception, path: str) -> str:
    """An error as one line that names the file."""
    return str(error) if isinstance(error, CleanpressError) else f"{path}: {error}"


def cleaner_of(part: Part) -> Callable[[Job, Part, str, Tally], bool]:
    """What cleans files of this kind: job, part and tally, and the file to write; whether anything differs."""
    name = _MODULES[part.kind]
    try:
        module: Any = import_module(f"cleanpress.runner.{name}")
    except ImportError as error:
        needed = f"pip install 'cleanpress[{_TOOLS.get(name, name)}]'"
        raise CleanpressError(f"{part.path}: {part.kind} files need a tool ({error}); {needed}") from error
    clean: Callable[[Job, Part, str, Tally], bool] = module.clean_part
    return clean


def _copy(path: str, name: str) -> None:
    with storage.open_bytes(path) as source, Path(name).open("wb") as target:
        shutil.copyfileobj(source, target, 1 << 20)
