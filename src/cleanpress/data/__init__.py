"""The rule files and how they are read: TOML, and plain lists of one entry a line.

Nothing is read when the package is imported; each table is read when a filter first needs it.
"""

from __future__ import annotations

import os
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from cleanpress.errors import DataError

if TYPE_CHECKING:
    from pathlib import Path

    DATA: Path

__all__ = ["DATA", "FOLDER", "entries", "read_lines", "read_toml", "rules_version"]

FOLDER = os.path.dirname(__file__)
"""Where the bundled rule files are. ``DATA`` is the same as a path, for those who have need of one: it takes 4 ms."""


def __getattr__(name: str) -> Any:
    if name != "DATA":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from pathlib import Path

    return Path(FOLDER)


def read_toml(path: str | os.PathLike[str]) -> dict[str, Any]:
    """Read one TOML rule file.

    Raises DataError naming the file, and the line where the TOML is wrong.

    >>> sorted(read_toml(f"{FOLDER}/hosts/risk_words.toml"))[0]
    'cheap_suffixes'
    """
    import tomllib

    try:
        with open(path, encoding="utf-8") as file:
            return tomllib.loads(file.read())
    except OSError as error:
        raise DataError(f"{path}: cannot be read ({error.strerror}); check the path") from error
    except UnicodeDecodeError as error:
        raise DataError(f"{path}: byte {error.start}: not UTF-8; save the file as UTF-8") from error
    except (ValueError, RecursionError) as error:  # TOMLDecodeError, or a number too long to read
        raise DataError(f"{path}: not valid TOML: {error}") from error


def entries(block: str) -> list[str]:
    """The entries of a literal block: one a line, empty lines and ``#`` comments left out.

    >>> entries("# greetings\\nhello\\n\\nhi\\n")
    ['hello', 'hi']
    """
    lines = (line.strip() for line in block.splitlines())
    return [line for line in lines if line and not line.startswith("#")]


def read_lines(path: Path) -> list[str]:
    """Read a plain list, one entry a line, with ``//`` and ``#`` comment lines left out."""
    lines = (line.strip() for line in path.read_text(encoding="utf-8").splitlines())
    return [line for line in lines if line and not line.startswith(("//", "#"))]


@lru_cache(maxsize=1)
def rules_version() -> str:
    """What the results depend on beside the settings: the version of the package and a digest of its rule files.

    For the keys of caches: a result stored under another rules version may be out of date. The files are read on
    the first call (5 ms), and never before it.

    >>> rules_version().startswith("0.")
    True
    """
    import hashlib

    from cleanpress import __version__
    from cleanpress.data import DATA

    digest = hashlib.sha256()
    files = (path for path in DATA.rglob("*") if path.is_file() and path.suffix not in (".py", ".pyc"))
    for path in sorted(files, key=lambda path: path.relative_to(DATA).as_posix()):
        digest.update(path.relative_to(DATA).as_posix().encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return f"{__version__}+{digest.hexdigest()[:12]}"
