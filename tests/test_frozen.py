"""Frozen classes: what people see of dataclasses, and that a start does not pay for it."""

from __future__ import annotations

import copy
import dataclasses
import pickle
import subprocess
import sys
from pathlib import Path
from typing import ClassVar

import pytest

import cleanpress
from cleanpress import Document, Edit, Whitespace
from cleanpress.config import Config
from cleanpress.frozen import frozen, option, replace

SOURCES = str(Path(cleanpress.__file__).parent.parent)


@frozen
class Point:
    """A place."""

    kind: ClassVar[str] = "point"
    x: int
    y: int = 2
    tags: dict[str, str] = option(factory=dict, hash=False)
    note: str = option(default="", compare=False)

    def __post_init__(self) -> None:
        if self.x < 0:
            raise ValueError("x is negative")


def test_a_value_is_made_by_place_and_by_name() -> None:
    assert Point(1) == Point(x=1, y=2, tags={}, note="other")
    assert Point(1) != Point(1, 3) and Point(1) != (1, 2, {}, "")
    assert hash(Point(1, tags={"a": "b"})) == hash(Point(1))
    assert repr(Point(1)) == "Point(x=1, y=2, tags={}, note='')"
    assert Point(1).tags is not Point(1).tags
    with pytest.raises(ValueError, match="x is negative"):
        Point(-1)
    for wrong in ((), (1, 2, {}, "", 5)):
        with pytest.raises(TypeError, match=r"Point.__init__\(\)"):
            Point(*wrong)  # type: ignore[arg-type]


def test_no_field_can_be_set_or_deleted() -> None:
    point = Point(1)
    with pytest.raises(dataclasses.FrozenInstanceError, match="'x'"):
        point.x = 2  # type: ignore[misc]
    with pytest.raises(dataclasses.FrozenInstanceError, match="'more'"):
        point.more = 2  # type: ignore[attr-defined]
    with pytest.raises(AttributeError, match="'y'"):
        del point.y


def test_dataclasses_knows_the_fields() -> None:
    assert dataclasses.is_dataclass(Point) and dataclasses.is_dataclass(Point(1))
    assert [field.name for field in dataclasses.fields(Point)] == ["x", "y", "tags", "note"]
    assert dataclasses.asdict(Point(1, tags={"a": "b"})) == {"x": 1, "y": 2, "tags": {"a": "b"}, "note": ""}
    assert dataclasses.replace(Point(1), y=5) == replace(Point(1), y=5) == Point(1, 5)
    assert dataclasses.fields(Whitespace)[0].default == "auto"


def test_a_dataclass_may_be_derived() -> None:
    @dataclasses.dataclass(frozen=True)
    class Named(Point):
        name: str = ""

    assert Named(1, 2, {}, "", "here").name == "here"
    assert Named(1, name="a") == Named(1, name="a") != Named(1, name="b")


def test_a_plain_subclass_may_have_attributes_of_its_own() -> None:
    class Counted(Whitespace):
        def __init__(self) -> None:
            super().__init__()
            self.count = 0

    counted = Counted()
    counted.count = 3
    assert counted.count == 3
    with pytest.raises(AttributeError, match="'preset'"):
        counted.preset = "repository"  # type: ignore[misc]


@pytest.mark.parametrize("value", [Edit(0, 1, "x"), Document("a"), Whitespace(line_ends="lf"), Config(), Point(4)])
def test_values_are_copied_and_pickled(value: object) -> None:
    assert pickle.loads(pickle.dumps(value)) == copy.deepcopy(value) == copy.copy(value) == value  # noqa: S301


def test_values_match_patterns() -> None:
    match Point(1, 7):
        case Point(1, y):
            assert y == 7
        case _:
            pytest.fail("no match")


def test_a_clean_text_is_cleaned_without_dataclasses() -> None:
    code = (
        f"import sys; sys.path.insert(0, {SOURCES!r}); import cleanpress;"
        "cleanpress.clean('The bridge was repaired in May.\\n\\nIt opens on Sunday.');"
        "print(sorted({'dataclasses', 'inspect', 'tomllib', 'ftfy', 'regex', 'difflib'} & {*sys.modules}))"
    )
    run = subprocess.run([sys.executable, "-S", "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == "[]\n"
