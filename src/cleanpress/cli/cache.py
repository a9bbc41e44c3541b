"""What is known of files from earlier runs: that nothing was found in them.

Only that is remembered, never a finding: a file with anything to tell is cleaned anew each time. What is known of a
file holds as long as its size, times and place on disk are the same, or else its bytes; and for one version of the
program and of what it depends on, one set of settings, and one current folder.
"""

from __future__ import annotations

import os
import stat
import sys
import time
import zlib
from contextlib import suppress
from importlib.util import find_spec
from typing import TYPE_CHECKING

from cleanpress import __version__
from cleanpress.cli.inputs import digest_of

if TYPE_CHECKING:
    from cleanpress.cli.arguments import Arguments
    from cleanpress.cli.settings import Settings

__all__ = ["Cache", "cache_of", "cache_path"]

_MOST = 100_000
"""Files that are remembered: about 11 MB. Those that were not asked about for the longest time go first."""

_TICK = 2_000_000_000
"""Nanoseconds: the coarsest clock of a file system in use. A file that changed so shortly before it was looked at may
change again and keep its time, so only its bytes tell whether it is the same."""


class Cache:
    """The files of one current folder in which nothing was found, kept in the file ``path``.

    ``key`` says what the verdicts depend on beside the file. A cache that cannot be read, is damaged or has another
    key is an empty one.
    """

    def __init__(self, path: str, key: str) -> None:
        self._path = path
        self._key = key
        self._known = _read(path, key)
        self._asked: dict[str, tuple[str, str]] = {}
        self._news = False

    def __bool__(self) -> bool:
        """Whether anything is known: then an earlier run found nothing wrong with the same settings."""
        return bool(self._known)

    @classmethod
    def mark(cls, name: str) -> str | None:
        """What tells a file as it is from others, to be asked before it is read: empty if that may fail.

        None for what is no regular file, and for standard input.
        """
        try:
            found = os.stat(name)
        except (OSError, ValueError):
            return None  # what is wrong with it is said when it is read
        return cls.mark_of(found) if stat.S_ISREG(found.st_mode) and name != "-" else None

    @staticmethod
    def mark_of(found: os.stat_result) -> str:
        """The mark of a regular file, by what the system said of it."""
        modified, changed = found.st_mtime_ns, found.st_ctime_ns
        if max(modified, changed) > time.time_ns() - _TICK:
            return ""
        return f"{found.st_size} {modified} {changed} {found.st_dev} {found.st_ino}"

    def knows(self, name: str) -> bool:
        """Whether nothing was found in the file as it is now."""
        known = self._known.get(name)
        if known is None or (now := self.mark(name)) is None:
            return False
        mark, digest = known
        if not now or mark != now:
            try:
                with open(name, "rb") as file:
                    same = digest_of(file.read()).hex() == digest
            except OSError:
                return False
            if not same:
                return False
            self._news = self._news or bool(now)
        self._asked[name] = now, digest
        return True

    def add(self, name: str, mark: str, digest: bytes) -> None:
        """Remember that nothing was found in the file with this digest, when it had this mark."""
        self._asked[name] = mark, digest.hex()
        self._news = True

    def save(self) -> bool:
        """Write what is known, if there is any news; whether that could be done.

        The file is replaced as a whole. Of two runs at once the last one wins: what the other one learned is lost.
        """
        if not self._news:
            return True
        for name in self._asked:
            self._known.pop(name, None)
        self._known.update(self._asked)
        fields = [self._key]
        for name in list(self._known)[-_MOST:]:
            fields += (name, *self._known[name])
        try:
            _write(self._path, "\0".join(fields).encode("utf-8", "surrogateescape"))
        except OSError:
            return False
        return True


def _read(path: str, key: str) -> dict[str, tuple[str, str]]:
    try:
        with open(path, "rb") as file:
            check, _, body = file.read().partition(b"\n")
    except OSError:
        return {}
    if check != b"%08x" % zlib.crc32(body):
        return {}
    kept, *fields = body.decode("utf-8", "surrogateescape").split("\0")
    if kept != key:
        return {}
    return dict(zip(fields[::3], zip(fields[1::3], fields[2::3], strict=True), strict=True))


def _write(path: str, body: bytes) -> None:
    """Replace the file in one step. It need not reach the disk: one that is cut has the wrong check sum."""
    os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
    new = f"{path}.{os.getpid()}"
    try:
        with open(new, "xb") as file:
            file.write(b"%08x\n" % zlib.crc32(body) + body)
        os.replace(new, path)
    except OSError:
        with suppress(OSError):
            os.unlink(new)
        raise


def cache_path() -> str:
    """The folder for caches, as the XDG base directory specification has it; empty if there is no home."""
    base = os.environ.get("XDG_CACHE_HOME", "")
    if not os.path.isabs(base):
        base = os.path.join(os.path.expanduser("~"), ".cache")
    return os.path.join(base, "cleanpress") if os.path.isabs(base) else ""


def cache_of(args: Arguments, settings: Settings) -> Cache | None:
    """The cache of a run; None when it shall have none, or its report tells of files without findings, too."""
    folder = cache_path() if args.cache_dir is None else args.cache_dir
    if not folder or args.field is not None or args.report or args.report_json is not None:
        return None
    config = settings.config
    try:
        where = os.getcwd(), config.source, args.per_file_ignores
        profile = _state_of(os.path.join(os.path.dirname(config.source), config.profile)) if config.profile else ()
        program = _program()
    except OSError:
        return None
    about = repr((*where, config, args.format, args.encoding, args.utf8_only, profile))
    return Cache(os.path.join(folder, f"{zlib.crc32(os.fsencode(about)):08x}"), f"{program}\n{about}")


def _program() -> str:
    """What verdicts depend on beside files and settings: versions, and the state of the program's own files."""
    specs = [find_spec(name) for name in ("ftfy", "regex")]
    files = [_state_of(spec.origin) for spec in specs if spec is not None and spec.origin is not None]
    waiting = [os.path.dirname(os.path.dirname(os.path.abspath(__file__)))]
    while waiting:
        with os.scandir(waiting.pop()) as listing:
            for entry in listing:
                if not entry.is_dir(follow_symlinks=False):
                    files.append(_state_of(entry.path))
                elif entry.name != "__pycache__":
                    waiting.append(entry.path)
    return f"{__version__} {zlib.crc32(repr(sorted(files)).encode('utf-8', 'replace')):08x} {sys.version}"


def _state_of(path: str) -> tuple[str, int, int]:
    status = os.stat(path)
    return path, status.st_size, status.st_mtime_ns
