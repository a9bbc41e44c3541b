"""One pass over a text for all gates, compiled where there is a compiler; see :mod:`cleanpress.filters.sight`."""

from collections.abc import Iterable

_Places = tuple[int, ...] | None
_Groups = Iterable[tuple[Iterable[str], int]]

class Scanner:
    """What is looked for in every text: groups of strings, or a row of them that tabs divide, and the bits they set."""

    def __init__(
        self,
        *,
        common: _Groups,
        needles: _Groups,
        words: _Groups,
        pairs: _Groups,
        heads: _Groups,
        labels: _Groups,
        openers: _Groups,
        tails: _Groups,
        suffixes: _Groups,
        signs: _Groups,
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
        line: int,
        word: int,
    ) -> None: ...
    def scan(self, text: str, /) -> tuple[int, str | None, _Places, _Places, _Places, _Places, _Places, _Places]:
        """The bits that a text sets; its rare characters, each once; the offsets of what is told one by one."""
