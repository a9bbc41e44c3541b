"""Labelled cases: what one says, and how they are read from JSON lines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, TypeAlias, cast, get_args

from cleanpress.errors import DataError

__all__ = ["Case", "Label", "read_cases"]

Label: TypeAlias = Literal["remove", "keep", "suspect", "flag"]
"""What should happen: dirt goes, the text stays, it stays and is reported, or it stays and the document is flagged."""

_NAMES = ("lang", "form", "split", "family", "rule", "url")
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Case:
    """One text and what should become of it.

    ``clean`` is the exact expected output; left out, it is the text itself. ``spans`` are half-open
    code-point offsets into ``text`` of what must go (``remove``) or be noticed (``suspect``, ``flag``), without the
    spaces that healing takes; a benchmark whose cases have none gets no figures for spans. ``lang``,
    ``form``, ``family`` and ``rule`` sort the case into groups, ``split`` names its part of the
    benchmark, ``url`` is where the text came from.

    Raises ValueError saying which key is wrong, and the remedy.

    >>> Case("en-1", "The quay is open.", "keep").expected
    'The quay is open.'
    """

    id: str
    text: str
    label: Label
    clean: str | None = None
    spans: tuple[tuple[int, int], ...] = ()
    lang: str = ""
    form: str = ""
    split: str = ""
    family: str = ""
    rule: str = ""
    url: str = ""

    def __post_init__(self) -> None:
        if self.label not in get_args(Label):
            raise ValueError(f"label: {self.label!r} is none of {', '.join(get_args(Label))}; choose one of them")
        if self.clean is None and self.label == "remove":
            raise ValueError("clean: missing; a case to remove from needs the exact expected output")
        if (self.expected == self.text) == (self.label == "remove"):
            wrong = "equals" if self.label == "remove" else "differs from"
            raise ValueError(f"clean: {wrong} the text; correct it or the label {self.label!r}")
        if self.spans and self.label == "keep":
            raise ValueError("spans: not empty; a case to keep has nothing to mark, drop them or change the label")
        position = 0
        for start, end in sorted(self.spans):
            if not position <= start < end <= len(self.text):
                raise ValueError(
                    f"spans: [{start}, {end}] is empty, overlaps another or leaves the text of {len(self.text)} "
                    "code points; give half-open offsets in code points"
                )
            if not self.text[start:end].strip():
                raise ValueError(f"spans: [{start}, {end}] holds only white space; mark what a reader sees")
            position = end

    @property
    def expected(self) -> str:
        """The exact expected output."""
        return self.text if self.clean is None else self.clean


def read_cases(path: str | Path, *, split: str | None = None) -> Iterator[Case]:
    """Read cases lazily from a file of JSON objects, one a line, in UTF-8; empty lines are passed over.

    With ``split`` only cases of that split are given; the others are checked all the same. The keys are the
    fields of :class:`Case`; any other key is passed over.

    Raises, when the place is reached, DataError naming the file, the line, the key and the remedy for a
    line that is no case or whose id was seen before, and at the end if no case was given; OSError when
    the file cannot be read.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder, "cases.jsonl")
    ...     _ = file.write_text('{"id": "a", "text": "The quay is open.", "label": "keep"}')
    ...     [case.id for case in read_cases(file)]
    ['a']
    """
    first_line: dict[str, int] = {}
    splits = set()
    given = 0
    with Path(path).open("rb") as stream:
        for number, line in enumerate(stream, 1):
            if not line.strip() or (number == 1 and line.strip() == _BOM):
                continue
            where = f"{path}: line {number}"
            case = _case(line.removeprefix(_BOM) if number == 1 else line, where)
            if case.id in first_line:
                raise DataError(f"{where}: id: {case.id!r} is also that of line {first_line[case.id]}; rename one")
            first_line[case.id] = number
            splits.add(case.split)
            if split is None or case.split == split:
                given += 1
                yield case
    if not given:
        known = ", ".join(sorted(filter(None, splits)))
        remedy = f"the file has {known}" if known else "its cases name no split" if splits else "write one a line"
        raise DataError(f"{path}: holds no case{'' if split is None else f' of the split {split!r}'}; {remedy}")


def _case(line: bytes, where: str) -> Case:
    import json

    try:
        values = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise DataError(f"{where}: byte {error.start}: not UTF-8; convert the file to UTF-8") from error
    except (ValueError, RecursionError) as error:
        raise DataError(f"{where}: not JSON ({error}); write one object a line") from error
    if not isinstance(values, dict):
        raise DataError(f'{where}: not a JSON object; write a case as {{"id": …, "text": …, "label": …}}')
    try:
        return _from_values(values)
    except ValueError as error:
        raise DataError(f"{where}: {error}") from error


def _from_values(values: Mapping[str, Any]) -> Case:
    """The case of one object; ValueError says which key is wrong."""
    for key in ("id", "text", "label"):
        if key not in values:
            raise ValueError(f"{key}: missing; every case has it")
    texts = {key: values[key] for key in ("id", "text", "label", "clean", *_NAMES) if values.get(key) is not None}
    for key, value in texts.items():
        if not isinstance(value, str):
            raise ValueError(f"{key}: must be a string, got {value!r}")
    if not texts.get("id"):
        raise ValueError("id: empty; give the case a name")
    return Case(**cast("Any", texts), spans=_spans(values.get("spans") or []))


def _spans(value: object) -> tuple[tuple[int, int], ...]:
    if not isinstance(value, list):
        raise ValueError(f"spans: must be a list of [start, end] pairs, got {value!r}")
    for pair in value:
        if not (isinstance(pair, list) and len(pair) == 2 and all(type(offset) is int for offset in pair)):
            raise ValueError(f"spans: must hold [start, end] pairs of whole numbers, got {pair!r}")
    return tuple((start, end) for start, end in value)
