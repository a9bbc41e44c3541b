"""The learned part of the link filter: weights of hashed features, and which words stand side by side.

Both tables are written by ``tools/links/train.py`` and read when the first host of a text is judged.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeVar
from zlib import crc32

from cleanpress.data import DATA, read_toml
from cleanpress.frozen import frozen

if TYPE_CHECKING:
    from array import array

__all__ = ["FIT_LEVELS", "Bloom", "ClassTable", "Model", "PairTable", "bucket", "model", "pair_table"]

_T = TypeVar("_T")

FIT_LEVELS = (("words", 6), ("common", 400), ("pairs", 4), ("often", 25))
"""The sets of the pair table and how often a word or pair must occur in the training text to be in one."""


def bucket(feature: str, bits: int) -> int:
    """Where a feature's weight stands in a table of ``2 ** bits`` weights.

    >>> 0 <= bucket("lw=kota", 18) < 2**18
    True
    """
    return crc32(feature.encode("utf-8", "surrogatepass")) & ((1 << bits) - 1)


@frozen
class Model:
    """A linear model over hashed features, and how its score becomes a confidence."""

    weights: array[int]
    bits: int
    scale: float
    slope: float
    points: dict[str, float]
    """For each operating point the score that means a confidence of 0.9."""
    prices: dict[str, float]
    """For each feature that is a doubt what the score must exceed the point by, in log odds."""

    def score(self, features: Sequence[str]) -> float:
        """The sum of the features' weights, in log odds; repeated features count once."""
        return self.weigh(self.buckets(features))

    def buckets(self, features: Sequence[str]) -> set[int]:
        """Where the weights of features stand; features never hold a line feed."""
        return self.places("\n".join(features))

    def places(self, features: str) -> set[int]:
        """The same for features on a line each."""
        keep = ((1 << self.bits) - 1).__and__  # with map() no step of the loop is Python's
        return set(map(keep, map(crc32, features.encode("utf-8", "surrogatepass").split(b"\n"))))

    def weigh(self, buckets: Iterable[int], more: int = 0) -> float:
        """The sum of the weights in these places and of ``more`` of them, in log odds."""
        return (self.total(buckets) + more) * self.scale

    def total(self, buckets: Iterable[int]) -> int:
        """The sum of the weights in these places, before scaling."""
        return sum(map(self.weights.__getitem__, buckets))

    def price(self, features: Sequence[str]) -> float:
        """What the dearest of the doubts among the features costs, in log odds; 0 without any."""
        prices = self.prices
        return max([prices[f] for f in features if f in prices], default=0.0)

    def contributions(self, features: Sequence[str]) -> list[tuple[float, str]]:
        """Each feature that speaks for removal, with its weight in log odds, strongest first."""
        known = list(dict.fromkeys(features))
        hashed = map(crc32, "\n".join(known).encode("utf-8", "surrogatepass").split(b"\n"))
        weights = map(self.weights.__getitem__, map(((1 << self.bits) - 1).__and__, hashed))
        pairs = sorted([(-weight, feature) for weight, feature in zip(weights, known, strict=True) if weight > 0])
        return [(-weight * self.scale, feature) for weight, feature in pairs]

    def confidence(self, score: float, point: str) -> float:
        """The confidence, 0..1, that a score means at an operating point; 0.9 at the point's own score."""
        odds = self.slope * (score - self.points[point]) + math.log(9)
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, odds))))


class Bloom:
    """A set of strings in few bits: never misses a member, takes about one stranger in a hundred for one."""

    __slots__ = ("_bits", "_size")
    _HASHES = 5

    def __init__(self, bits: bytes | bytearray) -> None:
        self._bits = bits
        self._size = len(bits) * 8

    @classmethod
    def build(cls, members: Sequence[str], bits_each: int = 9) -> bytes:
        """The bit table for these members."""
        table = bytearray(max(8, len(members) * bits_each // 8))
        made = cls(table)
        for member in members:
            first, step = cls.hashed(member)
            for place in ((first + i * step) % made._size for i in range(cls._HASHES)):
                table[place >> 3] |= 1 << (place & 7)
        return bytes(table)

    def __contains__(self, member: str) -> bool:
        return self.holds(*self.hashed(member))

    def holds(self, place: int, step: int) -> bool:
        """Whether the member is in it of which :meth:`hashed` gave this."""
        bits, size = self._bits, self._size
        for _ in range(self._HASHES):
            at = place % size
            if not bits[at >> 3] & (1 << (at & 7)):
                return False
            place += step
        return True

    @staticmethod
    def hashed(member: str) -> tuple[int, int]:
        """Two numbers by which every such set finds a member."""
        data = member.encode("utf-8", "surrogatepass")
        return crc32(data), crc32(data, 0x9E3779B9) | 1


def _remembered(known: Callable[[str], _T]) -> Callable[[str], _T]:
    """What is known of words, remembered for those met last: the same few words make up most texts."""
    return lru_cache(maxsize=32768)(known)


class ClassTable:
    """The word class of each word: words that stand in the same places share one.

    A slot has three bytes, 12 bits that tell words apart and 12 bits for the class; an empty one is
    zero. About one unknown word in two thousand gets a class that is not its own.
    """

    __slots__ = ("_coarse", "_size", "_slots", "_told")
    _LIMIT = 64  # slots looked at before a word counts as unknown

    def __init__(self, slots: bytes, coarse: bytes) -> None:
        self._slots = slots
        self._size = len(slots) // 3
        self._coarse = coarse
        self._told = _remembered(self._find)

    @classmethod
    def build(cls, classes: Mapping[str, int], coarse: Sequence[int]) -> tuple[bytes, bytes]:
        """The two tables for words and their classes (1 to 4095) and for the coarse class of each class."""
        size = len(classes) * 5 // 4 + 8
        slots = bytearray(3 * size)
        for word in sorted(classes):
            place, mark = cls._place(word, size)
            while any(slots[3 * place : 3 * place + 3]):
                place = (place + 1) % size
            slots[3 * place : 3 * place + 3] = (mark << 12 | classes[word]).to_bytes(3, "little")
        return bytes(slots), b"".join(label.to_bytes(2, "little") for label in coarse)

    @staticmethod
    def _place(word: str, size: int) -> tuple[int, int]:
        hashed = crc32(word.encode("utf-8", "surrogatepass"))
        return hashed % size, hashed >> 20

    def of(self, word: str) -> tuple[int, int]:
        """The fine and the coarse class of a casefolded word; (0, 0) when it is unknown."""
        return self._told(word)

    def _find(self, word: str) -> tuple[int, int]:
        place, mark = self._place(word, self._size)
        slots = self._slots
        for _ in range(self._LIMIT):
            cell = int.from_bytes(slots[3 * place : 3 * place + 3], "little")
            if not cell:
                break
            if cell >> 12 == mark:
                fine = cell & 0xFFF
                return fine, int.from_bytes(self._coarse[2 * fine : 2 * fine + 2], "little")
            place = (place + 1) % self._size
        return 0, 0


class PairTable:
    """Which words, and which pairs of neighbours, the training text knows, and the class of each word."""

    __slots__ = ("_common", "_often", "_pairs", "_words", "classes")

    def __init__(self, tables: dict[str, Bloom], classes: ClassTable) -> None:
        self.classes = classes
        self._words = _remembered(tables["words"].__contains__)
        self._common = _remembered(tables["common"].__contains__)
        self._pairs, self._often = tables["pairs"], tables["often"]

    def knows(self, word: str) -> bool:
        """Whether a casefolded word is one of the training text's words."""
        return self._words(word)

    def common(self, word: str) -> bool:
        """Whether a casefolded word is a common one."""
        return self._common(word)

    def fit(self, left: str, right: str) -> str:
        """How well two casefolded words go together: unknown, never, never+ (both are common), some or often.

        >>> pair_table().fit("of", "the")
        'often'
        """
        if not (self.knows(left) and self.knows(right)):
            return "unknown"
        place, step = Bloom.hashed(f"{left} {right}")
        if self._often.holds(place, step):
            return "often"
        if self._pairs.holds(place, step):
            return "some"
        return "never+" if self.common(left) and self.common(right) else "never"


@lru_cache(maxsize=1)
def _tables() -> tuple[dict[str, Any], dict[str, bytes]]:
    """The model's settings, and the parts of its binary file by name."""
    settings = read_toml(DATA / "links" / "model.toml")
    data = (DATA / "links" / "model.bin").read_bytes()
    parts, offset = {}, 0
    for name, size in settings["parts"].items():
        parts[name] = data[offset : offset + size]
        offset += size
    return settings, parts


@lru_cache(maxsize=1)
def model() -> Model:
    """The shipped weights."""
    settings, parts = _tables()
    from array import array

    weights = array("b", parts["weights"])
    prices = {f"doubt={name}": price for name, price in settings["prices"].items()}
    return Model(weights, settings["bits"], settings["scale"], settings["slope"], settings["points"], prices)


@lru_cache(maxsize=1)
def pair_table() -> PairTable:
    """The shipped word pairs."""
    _, parts = _tables()
    return PairTable(
        {name: Bloom(parts[name]) for name, _ in FIT_LEVELS}, ClassTable(parts["classes"], parts["coarse"])
    )
