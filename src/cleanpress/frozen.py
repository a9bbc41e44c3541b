"""Frozen classes that are ready in no time: what :func:`dataclasses.dataclass` makes, without its cost at the start.

To import :mod:`dataclasses` and to let it make the dozen classes that every run needs takes eighteen milliseconds, a
quarter of a run over one file. These classes do the same; what looks at them through :mod:`dataclasses` (``fields``,
``replace``, ``asdict``, classes derived from them) finds what it looks for, which is made then.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from operator import attrgetter
from typing import Any, NamedTuple, TypeVar, dataclass_transform

__all__ = ["REQUIRED", "Option", "frozen", "option", "options_of", "replace"]

T = TypeVar("T")

REQUIRED: Any = object()
"""Stands for the default of a field that has none."""

_HIDDEN = "__frozen_options__"


class Option(NamedTuple):
    """What is known of a field: its ``default``, or the ``factory`` that makes one; the rest as :func:`option` says."""

    default: Any = REQUIRED
    factory: Callable[[], Any] | None = None
    compare: bool = True
    hash: bool = True
    key: bool = True


def option(
    *,
    default: Any = REQUIRED,
    factory: Callable[[], Any] | None = None,
    compare: bool = True,
    hash: bool = True,  # noqa: A002 - the word of dataclasses
    key: bool = True,
) -> Any:
    """A field with more than a default, as :func:`dataclasses.field`; ``key`` says whether settings may name it."""
    return Option(default, factory, compare, hash, key)


@dataclass_transform(frozen_default=True, field_specifiers=(option,))
def frozen(cls: type[T]) -> type[T]:
    """Make a class of its annotations: construction, equality, hash, representation; no attribute can be set.

    What the class defines itself stays; ``__post_init__`` is called at the end of construction. The module of the
    class has ``from __future__ import annotations``.

    >>> @frozen
    ... class Point:
    ...     x: int
    ...     y: int = 0
    >>> Point(1), Point(1) == Point(1, 0), replace(Point(1), y=2)
    (Point(x=1, y=0), True, Point(x=1, y=2))
    """
    options = {
        name: default if isinstance(default := cls.__dict__.get(name, REQUIRED), Option) else Option(default)
        for name, kind in cls.__annotations__.items()
        if not kind.startswith("ClassVar")
    }
    for name, known in options.items():
        if known.default is not REQUIRED:
            setattr(cls, name, known.default)
        elif name in cls.__dict__:
            delattr(cls, name)
    compared = [name for name, known in options.items() if known.compare]
    made: dict[str, Any] = {
        **_comparing(compared, [name for name in compared if options[name].hash]),
        **_constant(cls, tuple(options)),
        "__match_args__": tuple(options),
        "__replace__": replace,
    }
    if "__init__" not in cls.__dict__:
        made["__init__"] = _construction(cls, options)
    for name, value in made.items():
        if name not in cls.__dict__ or (name == "__hash__" and cls.__dict__[name] is None):
            setattr(cls, name, value)
    setattr(cls, _HIDDEN, options)
    cls.__dataclass_fields__ = _ForDataclasses(cls, "__dataclass_fields__")  # type: ignore[attr-defined]
    cls.__dataclass_params__ = _ForDataclasses(cls, "__dataclass_params__")  # type: ignore[attr-defined]
    return cls


def options_of(cls: type[Any]) -> Mapping[str, Option]:
    """The fields of a frozen class, in order.

    >>> @frozen
    ... class Point:
    ...     x: int = 3
    >>> options_of(Point)["x"].default
    3
    """
    found: Mapping[str, Option] = getattr(cls, _HIDDEN)
    return found


def replace(value: T, **changes: Any) -> T:
    """The same value but for some fields, made anew."""
    kind, fields = type(value), value.__dict__
    return kind(**({name: fields[name] for name in options_of(kind)} | changes))


def _construction(cls: type[Any], options: Mapping[str, Option]) -> Any:
    """The ``__init__`` of a class: the only thing that is compiled, since it is called the most."""
    known: dict[str, Any] = {"_required": REQUIRED}
    parameters, lines = [], ["fields = self.__dict__"]
    for name, found in options.items():
        value = name
        if found.factory is not None:
            known[f"_of_{name}"] = found.factory
            value = f"_of_{name}() if {name} is _required else {name}"
            parameters.append(f"{name}=_required")
        elif found.default is REQUIRED:
            parameters.append(name)
        else:
            known[f"_of_{name}"] = found.default
            parameters.append(f"{name}=_of_{name}")
        lines.append(f"fields[{name!r}] = {value}")
    if hasattr(cls, "__post_init__"):
        lines.append("self.__post_init__()")
    exec(f"def __init__(self, {', '.join(parameters)}):\n " + "\n ".join(lines), known)  # noqa: S102 - names of fields
    made = known["__init__"]
    made.__qualname__ = f"{cls.__qualname__}.__init__"
    made.__annotations__ = {**{name: cls.__annotations__[name] for name in options}, "return": "None"}
    return made


def _comparing(compared: list[str], hashed: list[str]) -> dict[str, Any]:
    """Equality with values of the same class, and the hash that goes with it."""
    values, hashes = attrgetter("__class__", *compared), attrgetter("__class__", *hashed)

    def equal(self: Any, other: object) -> Any:
        return values(self) == values(other) if other.__class__ is self.__class__ else NotImplemented

    def hash_of(self: Any) -> int:
        return hash(hashes(self))

    return {"__eq__": equal, "__hash__": hash_of}


def _constant(cls: type[Any], names: tuple[str, ...]) -> dict[str, Any]:
    """The representation, and the refusal to set or delete a field."""

    def shown(self: Any) -> str:
        return f"{type(self).__qualname__}({', '.join(f'{name}={getattr(self, name)!r}' for name in names)})"

    def set_field(self: Any, name: str, value: object) -> None:
        if type(self) is cls or name in names:
            raise _refusal("assign to", name)
        super(cls, self).__setattr__(name, value)

    def delete_field(self: Any, name: str) -> None:
        if type(self) is cls or name in names:
            raise _refusal("delete", name)
        super(cls, self).__delattr__(name)

    return {"__repr__": shown, "__setattr__": set_field, "__delattr__": delete_field}


def _refusal(what: str, name: str) -> AttributeError:
    from dataclasses import FrozenInstanceError

    return FrozenInstanceError(f"cannot {what} field {name!r}")


class _ForDataclasses:
    """An attribute that :mod:`dataclasses` looks for; a dataclass with the same fields is made when it does."""

    def __init__(self, cls: type[Any], name: str) -> None:
        self._cls = cls
        self._name = name

    def __get__(self, instance: object, owner: type[Any] | None = None) -> Any:
        from dataclasses import MISSING, dataclass, field

        cls = self._cls
        body: dict[str, Any] = {"__module__": cls.__module__, "__annotations__": dict(cls.__annotations__)}
        for name, known in options_of(cls).items():
            body[name] = field(
                default=MISSING if known.default is REQUIRED else known.default,
                default_factory=MISSING if known.factory is None else known.factory,
                compare=known.compare,
                hash=None if known.hash else False,
                metadata={"key": known.key},
            )
        twin: Any = dataclass(frozen=True, init=False)(type(cls.__name__, (), body))
        for name in ("__dataclass_fields__", "__dataclass_params__"):
            setattr(cls, name, twin.__dict__[name])
        return twin.__dict__[self._name]
