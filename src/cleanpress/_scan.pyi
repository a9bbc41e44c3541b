"""One pass over a text for all gates, compiled where there is a compiler; see :mod:`cleanpress.filters.sight`."""

from collections.abc import Iterable

_Places = tuple[int, ...] | None

class Scanner:
    """What is looked for in every text; pairs are a string and the bits it sets."""

    def __init__(
        self,
        *,
        common: Iterable[tuple[str, int]],
        needles: Iterable[tuple[str, int]],
        words: Iterable[tuple[str, int]],
        pairs: Iterable[tuple[str, int]],
        heads: Iterable[tuple[str, int]],
        labels: Iterable[tuple[str, int]],
        openers: Iterable[tuple[str, int]],
        tails: Iterable[tuple[str, int]],
        suffixes: Iterable[tuple[str, int]],
        signs: Iterable[tuple[str, int]],
        edge: str,
        behind: str,
        calm: str,
        head: int,
        tail: int,
        anywhere: int,
        at_edge: int,
        host: int,
        broken: int,
        number: int,
        handle: int,
        uneven: int,
        together: int,
        coded: int,
        anchor: int,
        messenger: int,
        phrase: int,
        goods: int,
        content: int,
        hub: int,
        word: int,
    ) -> None: ...
    def scan(self, text: str, /) -> tuple[int, str | None, _Places, _Places, _Places, _Places, _Places, _Places]:
        """The bits that a text sets; its rare characters, each once; the offsets of what is told one by one."""
