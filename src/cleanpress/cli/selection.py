"""Which files are meant: names as given, what folders hold, patterns, and what git ignores."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from cleanpress.errors import ConfigError, FileError

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

__all__ = ["Patterns", "PerFileIgnores", "Selection"]

_NEVER = frozenset(
    [
        ".git",
        ".hg",
        ".svn",
        ".jj",
        ".tox",
        ".nox",
        ".venv",
        "venv",
        "node_modules",
        "site-packages",
        "__pycache__",
        ".mypy_cache",
        ".pytest_cache",
        ".ruff_cache",
        ".hypothesis",
    ]
)
"""Folders whose files are not the user's own text; never entered unless named."""


class Patterns:
    """Patterns as in a ``.gitignore``, relative to a folder. They are compiled when the first file is asked for.

    Raises ConfigError, naming the pattern, when that fails.

    >>> Patterns(["*.txt", "!keep.txt"], "/a").matches("/a/b/x.txt")
    True
    """

    def __init__(self, lines: Sequence[str], base: str, *, origin: str = "") -> None:
        self._lines = [line for line in lines if line]
        plain = all(line.startswith("*.") and line[2:].isalnum() and line.isascii() for line in self._lines)
        self._endings = tuple(line[1:] for line in self._lines) if plain else None
        self._base = base
        self._origin = origin

    def __bool__(self) -> bool:
        return bool(self._lines)

    @cached_property
    def _spec(self) -> GitIgnoreSpec:
        from pathspec import GitIgnoreSpec  # 15 ms, which most runs can do without

        try:
            return GitIgnoreSpec.from_lines(self._lines)
        except ValueError as error:
            raise ConfigError(f"{self._origin or 'pattern'}: {error}; write it as in a .gitignore") from error

    def verdict(self, path: str, *, folder: bool = False) -> bool | None:
        """Whether an absolute path matches; None when no pattern speaks of it. A folder's own files match with it."""
        if not self._lines:
            return None
        if self._endings is not None and not folder:  # as by default in "include": they need no more
            if path.endswith(self._endings):
                return True
            if not any(f"{end}{os.sep}" in path for end in self._endings):
                return None
        inside = _below(path, self._base)
        if not folder:
            return self._spec.check_file(inside).include
        found = self._spec.check_file(f"{inside}/")
        # What lies in a folder is not the folder: "a/**" leaves "a" itself alone, so that "!a/b" has something to say.
        within = found.index is not None and self._lines[found.index].rstrip().endswith("/**")
        return None if within else found.include

    def matches(self, path: str, *, folder: bool = False) -> bool:
        """Whether an absolute path matches."""
        return bool(self.verdict(path, folder=folder))


def _below(path: str, base: str) -> str:
    """An absolute path relative to a folder, with slashes; one outside of it as if its root were that folder."""
    prefix = base if base.endswith(os.sep) else base + os.sep
    inside = path[len(prefix) :] if path.startswith(prefix) else path.lstrip(os.sep)
    return inside if os.sep == "/" else inside.replace(os.sep, "/")


class PerFileIgnores:
    """What is left out in which files.

    >>> PerFileIgnores({"docs/**": ["links"]}, "/a").ids("/a/docs/x.md")
    ('links',)
    """

    def __init__(self, table: Mapping[str, Sequence[str]], base: str) -> None:
        self._table = [(Patterns([pattern], base, origin="per-file-ignores"), ids) for pattern, ids in table.items()]

    def ids(self, path: str) -> tuple[str, ...]:
        """The ids of all patterns that match a path, relative to the current folder or absolute."""
        if not self._table:
            return ()
        path = os.path.abspath(path)
        return tuple(dict.fromkeys(name for patterns, ids in self._table if patterns.matches(path) for name in ids))


class Selection:
    """From names to files.

    ``exclude`` holds for what folders hold, with ``force_exclude`` also for files that are named; ``include``
    and, with ``respect_gitignore``, what ``.gitignore`` files and ``.git/info/exclude`` say hold for folders only.
    """

    def __init__(self, include: Patterns, exclude: Patterns, *, force_exclude: bool, respect_gitignore: bool) -> None:
        self._include = include
        self._exclude = exclude
        self._force_exclude = force_exclude
        self._respect_gitignore = respect_gitignore
        self._reports: frozenset[str] = frozenset()

    def leave_out(self, report: str) -> None:
        """From now on leave a file out of folders, by whatever way they are named."""
        self._reports |= {os.path.realpath(report)}

    def is_left_out(self, name: str) -> bool:
        """Whether a file that is named is left out all the same."""
        return self._force_exclude and bool(self._exclude) and self._exclude.matches(os.path.abspath(name))

    def files(self, names: Iterable[str]) -> Iterator[str | FileError]:
        """The files that names mean, in order; where a folder cannot be read or holds nothing, the error instead."""
        for name in names:
            if name != "-" and os.path.isdir(name):
                yield from self._in_folder(name)
            elif name == "-" or not self.is_left_out(name):
                yield name

    def _in_folder(self, name: str) -> Iterator[str | FileError]:
        root = os.path.abspath(name)
        rules = _ignores_above(root) if self._respect_gitignore else []
        found = False
        for path in self._walk("" if name == os.curdir else name, root, rules):
            found = True
            yield path
        if not found:
            remedy = "name the files, see 'include' in the settings, or say --no-respect-gitignore"
            yield FileError(name, "missing", f"holds no file to read; {remedy}")

    def _walk(self, shown: str, folder: str, rules: list[Patterns]) -> Iterator[str | FileError]:
        """The files below a folder, sorted: its own before those of folders in it. Links are not followed."""
        waiting = [(shown, folder, rules)]
        while waiting:
            shown, folder, rules = waiting.pop()
            try:
                with os.scandir(folder) as listing:
                    entries = sorted(listing, key=lambda entry: entry.name)
            except OSError as error:
                yield FileError(
                    shown or os.curdir, "unreadable", f"cannot be read ({error.strerror}); check its rights"
                )
                continue
            if self._respect_gitignore and any(entry.name == ".gitignore" for entry in entries):
                rules = [*rules, *_ignore_file(os.path.join(folder, ".gitignore"), folder)]
            inner = []
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    if entry.name not in _NEVER and not self._left_out(entry.path, rules, folder=True):
                        inner.append((os.path.join(shown, entry.name), entry.path, rules))
                elif self._is_meant(entry, rules):
                    yield os.path.join(shown, entry.name)
            waiting += reversed(inner)

    def _is_meant(self, entry: os.DirEntry[str], rules: Sequence[Patterns]) -> bool:
        if not entry.is_file(follow_symlinks=False) or not self._include.matches(entry.path):
            return False
        if self._reports and os.path.realpath(entry.path) in self._reports:
            return False
        return not self._left_out(entry.path, rules, folder=False)

    def _left_out(self, path: str, rules: Sequence[Patterns], *, folder: bool) -> bool:
        if self._exclude.matches(path, folder=folder):
            return True
        for patterns in reversed(rules):  # the nearest file that says anything decides
            verdict = patterns.verdict(path, folder=folder)
            if verdict is not None:
                return verdict
        return False


def _ignores_above(folder: str) -> list[Patterns]:
    """What git ignores, from the root of the repository down to above a folder; nothing outside of repositories."""
    levels = []
    while not os.path.lexists(os.path.join(folder, ".git")):
        above = os.path.dirname(folder)
        if above == folder:
            return []
        folder = above
        levels.append(folder)
    rules = _ignore_file(os.path.join(folder, ".git", "info", "exclude"), folder)
    for level in reversed(levels):
        rules += _ignore_file(os.path.join(level, ".gitignore"), level)
    return rules


def _ignore_file(path: str, base: str) -> list[Patterns]:
    """The patterns of a file, if it can be read: what git cannot read, it passes over, too."""
    if not os.path.isfile(path) or os.path.islink(path):
        return []
    try:
        with open(path, encoding="utf-8", errors="surrogateescape") as file:
            lines = file.read().split("\n")
    except OSError:
        return []
    return [Patterns(lines, base, origin=path)] if any(lines) else []
