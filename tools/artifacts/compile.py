"""Compile the artifact catalogue: ``python tools/artifacts/compile.py``.

Writes ``src/cleanpress/data/artifacts/compiled``. Run it when a rule file beside that folder has changed; a
test compares the two and fails until it is up to date.
"""

from __future__ import annotations

from pathlib import Path

from cleanpress.filters.artifacts.compiled import FOLDER, compiled, load_catalogue


def main() -> None:
    """Write the compiled lists."""
    folder = Path(FOLDER)
    folder.mkdir(exist_ok=True)
    for name, content in compiled(load_catalogue()).items():
        (folder / name).write_bytes(content.encode("utf-8"))


if __name__ == "__main__":
    main()
