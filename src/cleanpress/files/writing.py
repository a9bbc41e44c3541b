"""Writing files so that a name always holds the old bytes or the new ones, whole.

The new bytes go to a file of their own in the folder of the target, reach the disk, get the mode, the owner and the
extended attributes of the target, and take its name in one step. Until that step the target is only read. The file
of their own is called ``.cleanpress-`` with 16 hexadecimal digits and ``.tmp``; one that a killed run left behind is
removed by a later run in that folder, an hour on.
"""

from __future__ import annotations

import errno
import os
import re
import stat
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, BinaryIO

from cleanpress.errors import FileError
from cleanpress.files.source import SourceFile, regular_file, unreadable

if TYPE_CHECKING:
    from typing import Final

__all__ = ["Staged", "replace_file", "stage"]

_STALE_NAME = re.compile(r"\.cleanpress-[0-9a-f]{16}\.tmp")
_STALE_AGE = 3600
"""Seconds after which a file that a killed run left behind is removed; a living run is never that long in one file."""
_PATIENCE = 10
"""Seconds to wait while another run replaces the same file."""
_PLATFORM_ATTRIBUTES: Final = ("security.", "trusted.")
"""Extended attributes that the system sets by itself, and that only it may set."""
_FULL = frozenset((errno.ENOSPC, errno.EDQUOT, errno.EFBIG))
_OPEN_FILES_STAY = os.name == "nt"
"""Whether a file that is open cannot be replaced; there is no lock then either."""
_swept: set[str] = set()


def replace_file(source: SourceFile, data: bytes, *, backup: str | None = None) -> None:
    """Write new bytes under the name of a file that was read with ``read_source``; the same bytes are not written.

    A symbolic link stays one: the file it leads to is replaced. With ``backup``, a suffix such as ``.bak``, the old
    file keeps existing under its name with that suffix. SIGINT, SIGTERM and SIGHUP wait until the file is whole.

    Raises FileError, and leaves the file as it is, when it has changed since it was read, has other hard links, is no
    regular file, may not be written or cannot keep its owner, when the backup exists, or when the disk is full.

    >>> import pathlib, tempfile
    >>> from cleanpress.files.source import encode_text, read_source
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = pathlib.Path(folder, "news.txt")
    ...     path.write_bytes(b"Harga  naik.\\r\\n")
    ...     source = read_source(path)
    ...     replace_file(source, encode_text(source, "Harga naik.\\r\\n"))
    ...     path.read_bytes()
    14
    b'Harga naik.\\r\\n'
    """
    if data == source.data:
        return
    with _signals_wait(), stage(source.path, backup=backup) as staged:
        if staged.status is None:
            raise _changed(source.path)
        staged.file.write(data)
        try:
            staged.publish(lambda file, status: _same(source, file, status))
        except FileError as error:
            # Another run may just have written the very same bytes: then everything is as it should be.
            if error.trouble != "changed" or not _holds(source.path, data):
                raise


class Staged:
    """A file being written beside its target; ``file`` takes the bytes, :meth:`publish` gives it the target's name."""

    def __init__(self, path: str, real: str, status: os.stat_result | None, backup: str | None) -> None:
        self.path = path
        self.real = real
        self.status = status
        self.backup = backup
        self.folder = os.path.dirname(real) or os.curdir
        self.temporary = os.path.join(self.folder, f".cleanpress-{os.urandom(8).hex()}.tmp")
        self.file: BinaryIO

    def publish(self, unchanged: Callable[[BinaryIO, os.stat_result], bool] | None = None) -> None:
        """Let the new file take the name of its target, which must be there as it was when staging began.

        ``unchanged`` is asked of the target, open for reading, in the last moment. Raises FileError when it says no.
        """
        self.file.flush()
        if self.status is not None:
            self._take_attributes(self.status)
        os.fsync(self.file.fileno())
        self.file.close()
        if self.status is None:
            os.replace(self.temporary, self.real)
        else:
            with _locked(self.path, self.real) as (current, status):
                if (status.st_dev, status.st_ino) != (self.status.st_dev, self.status.st_ino) or not (
                    unchanged is None or unchanged(current, status)
                ):
                    raise _changed(self.path)
                _writable(self.path, self.real, status, self.backup)
                if not _OPEN_FILES_STAY:
                    self._replace()
            if _OPEN_FILES_STAY:
                self._replace()
        _flush_folder(self.folder)

    def _replace(self) -> None:
        if self.backup is None:
            os.replace(self.temporary, self.real)
            return
        with suppress(FileExistsError):  # of a run that was killed here: _writable has seen that it is the same file
            os.link(self.real, self.real + self.backup)
        try:
            os.replace(self.temporary, self.real)
        except OSError:
            os.unlink(self.real + self.backup)
            raise

    def _take_attributes(self, status: os.stat_result) -> None:
        """Give the new file the owner, extended attributes and mode of the target, in the order that keeps all."""
        descriptor = self.file.fileno()
        mine = os.fstat(descriptor)
        if hasattr(os, "fchown") and (mine.st_uid, mine.st_gid) != (status.st_uid, status.st_gid):
            try:
                os.fchown(descriptor, status.st_uid, status.st_gid)
            except OSError as error:
                owner = f"user {status.st_uid}, group {status.st_gid}"
                raise FileError(
                    self.path, "unwritable", f"belongs to {owner}, which it could not keep; run as its owner"
                ) from error
        if sys.platform == "linux":
            kept = _attributes(self.real)
            for name in set(_attributes(descriptor)).difference(kept):  # access lists that the folder hands down
                if not name.startswith(_PLATFORM_ATTRIBUTES):
                    os.removexattr(descriptor, name)
            for name in kept:
                try:
                    os.setxattr(descriptor, name, os.getxattr(self.real, name))
                except OSError as error:
                    if not name.startswith(_PLATFORM_ATTRIBUTES):
                        raise FileError(
                            self.path, "unwritable", f"could not keep its attribute {name}; run as its owner"
                        ) from error
        if hasattr(os, "fchmod"):
            os.fchmod(descriptor, stat.S_IMODE(status.st_mode))


@contextmanager
def stage(path: str, *, backup: str | None = None) -> Iterator[Staged]:
    """A new file beside the target; what is not published when the block ends is removed, whatever ended it.

    The target may be missing; the new file then gets the mode that any new file gets. Raises FileError when the
    target is there and may not be replaced, or when its folder does not take new files.
    """
    real = os.path.realpath(path)
    try:
        status: os.stat_result | None = os.stat(path)
    except FileNotFoundError as error:
        if os.path.islink(path):
            raise unreadable(path, error) from error
        status = None
    except OSError as error:
        raise unreadable(path, error) from error
    if status is not None:
        _writable(path, real, status, backup)
    staged = Staged(path, real, status, backup)
    _sweep(staged.folder)
    try:
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
        mode = 0o666 if status is None else 0o600
        descriptor = _open_new(staged, flags, mode)
        with os.fdopen(descriptor, "wb", buffering=1 << 18) as staged.file:
            yield staged
    except OSError as error:
        raise _unwritable(path, error) from error
    finally:
        with suppress(FileNotFoundError):  # published: the name is the target's now
            os.unlink(staged.temporary)


def _open_new(staged: Staged, flags: int, mode: int) -> int:
    try:
        return os.open(staged.temporary, flags, mode)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise FileError(staged.path, "unwritable", "the folder does not exist; make it first") from error
    except PermissionError as error:
        raise FileError(
            staged.path, "unwritable", "its folder takes no new file; give write permission on the folder"
        ) from error


def _writable(path: str, real: str, status: os.stat_result, backup: str | None) -> None:
    """Raise FileError when this file may not be replaced."""
    regular_file(path, status, "only regular files are replaced")
    links = 1
    if backup is not None:
        if not backup or os.sep in backup or "\0" in backup:
            raise FileError(path, "unwritable", f"{backup!r} is no suffix for a backup; say for instance .bak")
        with suppress(FileNotFoundError):
            kept = os.lstat(real + backup)
            if not os.path.samestat(kept, status):
                raise FileError(
                    path, "unwritable", f"its backup {real + backup} exists; move it or take another suffix"
                )
            links = 2
    if status.st_nlink > links:
        raise FileError(
            path, "hard-linked", f"has {status.st_nlink} hard links, of which one would be parted; copy it first"
        )
    effective = os.access in os.supports_effective_ids
    if not status.st_mode & 0o222 or not os.access(real, os.W_OK, effective_ids=effective):
        raise FileError(path, "unwritable", "is read-only; give write permission first")


def _same(source: SourceFile, file: BinaryIO, status: os.stat_result) -> bool:
    read = source.status or status
    if (read.st_dev, read.st_ino) != (status.st_dev, status.st_ino) or status.st_size != len(source.data):
        return False
    return file.read() == source.data


def _holds(path: str, data: bytes) -> bool:
    try:
        with open(path, "rb") as file:
            return file.read(len(data) + 1) == data
    except OSError:
        return False


@contextmanager
def _locked(path: str, real: str) -> Iterator[tuple[BinaryIO, os.stat_result]]:
    """The target, open for reading, while no other run of cleanpress replaces it; its status is that of the name."""
    try:
        file = open(real, "rb", buffering=0)  # noqa: SIM115 - closed below
    except FileNotFoundError as error:
        raise _changed(path) from error
    with file:
        _lock(path, file.fileno())
        try:
            status = os.stat(real)
        except FileNotFoundError as error:
            raise _changed(path) from error
        if not os.path.samestat(status, os.fstat(file.fileno())):
            raise _changed(path)
        yield file, status


def _lock(path: str, descriptor: int) -> None:
    """Hold the lock that other runs respect; where the file system has none, the check of the bytes has to do."""
    try:
        import fcntl
    except ImportError:
        return
    end = time.monotonic() + _PATIENCE
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            if time.monotonic() > end:
                raise FileError(path, "unwritable", "is locked by another program; try again later") from error
            time.sleep(0.02)
        except OSError:
            return
        else:
            return


@contextmanager
def _signals_wait() -> Iterator[None]:
    """Let signals that end the process wait for the end of the block, so that nothing is left half done."""
    import signal

    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM, signal.SIGHUP})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _sweep(folder: str) -> None:
    """Remove what killed runs left in this folder: once a process, our own files only, an hour old at least."""
    if folder in _swept:
        return
    _swept.add(folder)
    oldest = time.time() - _STALE_AGE
    me = os.geteuid() if hasattr(os, "geteuid") else None
    with suppress(OSError), os.scandir(folder) as entries:  # a folder that cannot be listed has nothing to sweep
        for entry in entries:
            if _STALE_NAME.fullmatch(entry.name) and entry.is_file(follow_symlinks=False):
                status = entry.stat(follow_symlinks=False)
                if status.st_mtime < oldest and me in (None, status.st_uid):
                    os.unlink(entry.path)


def _flush_folder(folder: str) -> None:
    """See that the new name reaches the disk."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    with suppress(OSError):  # some file systems cannot; the file itself has reached the disk
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _attributes(path: str | int) -> list[str]:
    try:
        return os.listxattr(path)
    except OSError:
        return []  # the file system has none


def _changed(path: str) -> FileError:
    return FileError(path, "changed", "was changed by another program meanwhile; left as it is now, run again")


def _unwritable(path: str, error: OSError) -> FileError:
    """The FileError for what the system said when a file was written or renamed."""
    if error.errno in _FULL:
        return FileError(path, "unwritable", f"no room to write it ({error.strerror}); left as it was, free some space")
    return FileError(path, "unwritable", f"cannot be written ({error.strerror or error}); left as it was")
