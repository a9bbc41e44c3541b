"""Where inputs and outputs are: files of this machine, or anything that fsspec knows by an address with ``://``."""

from __future__ import annotations

import glob
import io
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from cleanpress.errors import CleanpressError

__all__ = [
    "Found",
    "clear_scratch",
    "exists",
    "find",
    "is_remote",
    "open_bytes",
    "publish",
    "read_bytes",
    "scratch",
    "write_bytes",
]

WORK = "_cleanpress"
"""The folder inside an output folder that holds what a run needs to go on after an interruption."""


class Found(NamedTuple):
    """An input file: path or address, its name below the folder that was searched, bytes, and a mark of its state."""

    path: str
    name: str
    size: int
    stamp: str


def is_remote(path: str) -> bool:
    """Whether a path is an address for fsspec.

    >>> is_remote("s3://bucket/pages"), is_remote("pages/a.jsonl")
    (True, False)
    """
    return "://" in path


def find(path: str, out: str) -> list[Found]:
    """The files that an input names: itself, all below a folder, or what a glob pattern matches, sorted by path.

    In folders, names that begin with a dot or an underscore are passed over, and so is the folder ``out`` itself.
    Raises CleanpressError when there is nothing.
    """
    files = sorted(_find_remote(path) if is_remote(path) else _find_local(path))
    outside = [found for found in files if not _below(found.path, out)]
    if not outside:
        problem = "lies in the output folder; name another" if files else "no such file; check the name"
        raise CleanpressError(f"{path}: {problem}")
    return outside


def _below(path: str, out: str) -> bool:
    if is_remote(path) or is_remote(out):
        return path.startswith(out.rstrip("/") + "/")
    return Path(path).resolve().is_relative_to(Path(out).resolve())


def _find_local(path: str) -> Iterator[Found]:
    given = Path(path)
    files: Iterator[Path]
    if given.is_dir():
        root, files = given, given.rglob("*")
    elif given.exists() or not glob.has_magic(path):
        root, files = given.parent, iter([given] if given.exists() else [])
    else:
        root = Path(*_before_magic(given.parts))
        files = root.glob(str(Path(*given.parts[len(root.parts) :])))
    for file in files:
        below = file.relative_to(root)
        if file.is_file() and (file == given or not _hidden(below.parts)):
            state = file.stat()
            yield Found(str(file), below.as_posix(), state.st_size, str(state.st_mtime_ns))


def _find_remote(path: str) -> Iterator[Found]:
    fs, inside = _filesystem(path)
    if glob.has_magic(inside):
        root = "/".join(_before_magic(tuple(inside.split("/"))))
        listed = fs.glob(inside, detail=True)
    elif fs.isdir(inside):
        root, listed = inside.rstrip("/"), fs.find(inside, detail=True)
    else:
        root, listed = inside.rpartition("/")[0], {inside: fs.info(inside)} if fs.exists(inside) else {}
    for name, info in listed.items():
        below = name[len(root) :].lstrip("/")
        if info["type"] == "file" and not _hidden(tuple(below.split("/"))):
            stamp = info.get("ETag") or info.get("mtime") or info.get("LastModified") or info.get("created") or ""
            yield Found(fs.unstrip_protocol(name), below, int(info["size"] or 0), str(stamp))


def _before_magic(parts: tuple[str, ...]) -> tuple[str, ...]:
    first = next(n for n, part in enumerate(parts) if glob.has_magic(part))
    return parts[:first]


def _hidden(parts: tuple[str, ...]) -> bool:
    return any(part.startswith((".", "_")) for part in parts)


def open_bytes(path: str) -> BinaryIO:
    """A file for reading bytes; it can be seeked."""
    if not is_remote(path):
        return Path(path).open("rb")
    fs, inside = _filesystem(path)
    return io.BufferedReader(fs.open(inside, "rb"), 1 << 20)  # not all of fsspec's files have all methods


def read_bytes(path: str) -> bytes | None:
    """The content of a small file; None when there is no such file."""
    try:
        if not is_remote(path):
            return Path(path).read_bytes()
        fs, inside = _filesystem(path)
        return bytes(fs.cat_file(inside))
    except FileNotFoundError:
        return None


def exists(path: str) -> bool:
    """Whether there is such a file."""
    if not is_remote(path):
        return Path(path).exists()
    fs, inside = _filesystem(path)
    return bool(fs.exists(inside))


def write_bytes(path: str, data: bytes, out: str) -> None:
    """Write a small file, whole or not at all."""
    with scratch(out) as name:
        Path(name).write_bytes(data)
        publish(name, path)


@contextmanager
def scratch(out: str) -> Iterator[str]:
    """The name of a file of this machine to write to, on the disk of the output folder if that is local."""
    folder = None
    if not is_remote(out):
        folder = Path(out, WORK, "tmp")
        folder.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=folder)
    os.close(handle)
    try:
        yield name
    finally:
        Path(name).unlink(missing_ok=True)


def publish(name: str, path: str) -> None:
    """Move a finished file to its place: nobody ever sees a part of it there."""
    if not is_remote(path):
        with Path(name).open("rb") as written:
            os.fsync(written.fileno())
        umask = os.umask(0)
        os.umask(umask)
        Path(name).chmod(0o666 & ~umask)
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        Path(name).replace(path)
        return
    fs, inside = _filesystem(path)
    fs.makedirs(inside.rpartition("/")[0], exist_ok=True)
    fs.put_file(name, inside)  # object stores show an object when all of it has arrived


def clear_scratch(out: str) -> None:
    """Delete what an interrupted run left half-written."""
    if not is_remote(out):
        shutil.rmtree(Path(out, WORK, "tmp"), ignore_errors=True)


def _filesystem(path: str) -> tuple[Any, str]:
    try:
        import fsspec.core
    except ImportError as error:
        raise CleanpressError(f"{path}: addresses need fsspec; pip install 'cleanpress[s3]'") from error
    try:
        fs, inside = fsspec.core.url_to_fs(path)
    except (ImportError, ValueError) as error:
        raise CleanpressError(f"{path}: {error}") from error
    return fs, inside
