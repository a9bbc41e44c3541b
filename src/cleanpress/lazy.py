"""Attributes that are worked out when they are first asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, Self, TypeVar, overload

__all__ = ["cached_property"]

_T = TypeVar("_T")


class cached_property(Generic[_T]):  # noqa: N801 - the name of the one it stands for
    """The same as :class:`functools.cached_property`, without the lock that Python 3.11 takes at each first look.

    That lock costs 1 to 2 µs, as much as many of the attributes themselves. Two threads that ask at once may both
    work the value out, and both get the same one; Python 3.12 does likewise.

    >>> class Text:
    ...     @cached_property
    ...     def words(self) -> list[str]:
    ...         return ["one", "two"]
    >>> text = Text()
    >>> text.words is text.words
    True
    """

    def __init__(self, method: Callable[[Any], _T]) -> None:
        self._method = method
        self._name = method.__name__
        self.__doc__ = method.__doc__

    @overload
    def __get__(self, instance: None, owner: type[Any] | None = None) -> Self: ...

    @overload
    def __get__(self, instance: object, owner: type[Any] | None = None) -> _T: ...

    def __get__(self, instance: object | None, owner: type[Any] | None = None) -> Self | _T:
        if instance is None:
            return self
        value = instance.__dict__[self._name] = self._method(instance)
        return value
