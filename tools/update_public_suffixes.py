"""Refresh the bundled public suffix list.

    pip install --upgrade publicsuffixlist && python tools/update_public_suffixes.py

The package carries Mozilla's list (MPL-2.0). Comments go, the rules stay as they are, and each
internationalised rule is also written in its ASCII form, so that nothing has to be encoded when a
text is read. Writes ``src/cleanpress/data/hosts/public_suffixes.txt``.
"""

from __future__ import annotations

import sys
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

TARGET = Path(__file__).parents[1] / "src" / "cleanpress" / "data" / "hosts" / "public_suffixes.txt"

HEADER = """\
// The public suffix list of publicsuffix.org, as carried by the package publicsuffixlist {version}.
// This Source Code Form is subject to the terms of the Mozilla Public License, v. 2.0.
// If a copy of the MPL was not distributed with this file, You can obtain one at https://mozilla.org/MPL/2.0/.
// Changed: comments left out, ASCII forms of internationalised rules added, sorted.
// Refresh with tools/update_public_suffixes.py; registries first, then private domains after "// PRIVATE".
"""


def ascii_form(rule: str) -> str:
    """The rule with each label in its ASCII (``xn--``) form."""
    return ".".join(label if label.isascii() else label.encode("idna").decode() for label in rule.split("."))


def sections(source: str) -> dict[str, set[str]]:
    """The rules of the registry section and of the private section."""
    found: dict[str, set[str]] = {"icann": set(), "private": set()}
    section = "icann"
    for raw in source.splitlines():
        line = raw.strip()
        if "===BEGIN PRIVATE DOMAINS===" in line:
            section = "private"
        if line and not line.startswith("//"):
            rule = line.split()[0].lower()
            found[section] |= {rule, ascii_form(rule)}
    return found


def main() -> int:
    """Write the list."""
    source = files("publicsuffixlist").joinpath("public_suffix_list.dat").read_text(encoding="utf-8")
    rules = sections(source)
    parts = [HEADER.format(version=version("publicsuffixlist"))]
    parts += [f"{rule}\n" for rule in sorted(rules["icann"])]
    parts += ["// PRIVATE\n", *(f"{rule}\n" for rule in sorted(rules["private"]))]
    TARGET.write_text("".join(parts), encoding="utf-8")
    sys.stdout.write(f"{TARGET.name}: {len(rules['icann'])} registry and {len(rules['private'])} private rules\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
