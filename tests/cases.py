"""Cases as marked text: input, expected output and exact spans in one string that cannot drift apart.

``⟦x⟧`` is deleted, ``⟦x→y⟧`` replaced, ``⟦→y⟧`` inserted; text without marks must stay as it is.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

from cleanpress import Change, Document, Format, apply

FOLDER = Path(__file__).parent.parent / "fixtures" / "cases"

_MARK = re.compile("⟦([^⟦⟧]*)⟧")
_KEYS = {"id", "text", "note", "known-failure", "language", "url"}


@dataclass(frozen=True)
class Case:
    """One case: ``changes`` lead from ``source`` to ``expected``; without changes nothing may be done."""

    id: str
    file: Path
    source: str
    changes: tuple[Change, ...]
    known_failure: bool = False
    language: str | None = None
    url: str | None = None

    @property
    def folder(self) -> str:
        """The name of the folder (or single file) under fixtures/cases, which tells the filter."""
        return self.file.relative_to(FOLDER).parts[0].removesuffix(".toml")

    @property
    def keeps(self) -> bool:
        """Whether the text must come back untouched."""
        return not self.changes

    @property
    def expected(self) -> str:
        """What the filter must make of the source."""
        return apply(self.source, self.changes)

    @property
    def document(self) -> Document:
        """The source as a document, with what the case says about it."""
        format_ = self.folder if self.folder in get_args(Format) else "text"
        return Document(self.source, format_, language=self.language, url=self.url, id=self.id)


def parse(marked: str) -> tuple[str, tuple[Change, ...]]:
    """The source of a marked text, and the changes it asks for.

    Raises ValueError for a mark that is not closed, is empty or changes nothing.

    >>> parse("one ⟦spam ⟧two, cafÃ⟦©→é⟧")[1]
    (Change(start=4, end=9, replacement=''), Change(start=17, end=18, replacement='é'))
    """
    source: list[str] = []
    changes: list[Change] = []
    length = 0
    for n, piece in enumerate(_MARK.split(marked)):
        old = piece
        if n % 2:
            old, arrow, new = piece.rpartition("→")
            if not arrow or not new:  # "Next →" alone is a deletion: deleting needs no arrow
                old, new = piece, ""
            if old == new:
                raise ValueError(f"the mark ⟦{piece}⟧ changes nothing")
            changes.append(Change(length, length + len(old), new))
        elif "⟦" in piece or "⟧" in piece:
            raise ValueError(f"a mark is not closed or not opened near {piece!r}")
        source.append(old)
        length += len(old)
    return "".join(source), tuple(changes)


def read(file: Path) -> list[Case]:
    """The cases of one file. Raises ValueError naming the file and the case that is wrong."""
    cases = []
    for entry in tomllib.loads(file.read_text(encoding="utf-8"))["case"]:
        where = f"{file.name}: case {entry.get('id')!r}"
        if unknown := set(entry) - _KEYS:
            raise ValueError(f"{where}: unknown key {min(unknown)!r}; known: {', '.join(sorted(_KEYS))}")
        try:
            source, changes = parse(entry["text"])
        except ValueError as error:
            raise ValueError(f"{where}: {error}") from error
        cases.append(
            Case(
                entry["id"],
                file,
                source,
                changes,
                entry.get("known-failure", False),
                entry.get("language"),
                entry.get("url"),
            )
        )
    return cases


def read_all() -> list[Case]:
    """All cases, in the order of their files."""
    return [case for file in sorted(FOLDER.rglob("*.toml")) for case in read(file)]
