"""The words of a whole text: which there are, in what writing and language, and whose names they spell."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import islice
from unicodedata import combining, normalize

from cleanpress.data import DATA, read_toml
from cleanpress.filters.links.candidates import Candidate
from cleanpress.filters.links.likeness import abbreviations, romanized
from cleanpress.lazy import cached_property

__all__ = ["Wording", "generic_suffixes"]

_ASCII = bytes(range(128))
_WORDS_APART = bytes(
    code if code > 127 else ord(chr(code).lower()) if chr(code).isalnum() else 32 for code in range(256)
)
"""What bytes.translate needs to make ASCII letters small and to put a blank in place of all that is no letter."""
_STROKES = str.maketrans("đøłħı", "dolhi")  # letters with strokes, which normalisation leaves alone
_NAMES_CHECKED = 64  # distinct hosts whose owner is looked for in the text; keeps the scan linear


class Wording:
    """The words of one text without its hosts; each part is gathered when it is first asked for."""

    def __init__(self, text: str, candidates: Sequence[Candidate], begins: int = 0) -> None:
        """``candidates`` are the hosts of the text, in order; their offsets count from ``begins`` (code points)."""
        self.text = text
        self.candidates = candidates
        self._begins = begins
        self._names: dict[str, bool] = {}

    @cached_property
    def running_words(self) -> str:
        """The words of the text without its hosts, casefolded, Latin letters without accents, as hosts are written.

        Blanks stand around each of them, and nothing else.
        """
        parts, position, begins = [], 0, self._begins
        for candidate in self.candidates:
            parts.append(self.text[position : candidate.start - begins])
            position = max(position, candidate.end - begins)
        parts.append(self.text[position:])
        rest = "\n".join(parts)
        signs = self.signs
        if not self._caseless:
            rest = rest.casefold()
        for mark in signs & _latin_marks().keys() if signs else ():
            if not mark.isalnum():  # an accent by itself
                rest = rest.replace(mark, "")
        # Several times as fast as a pattern for words.
        spaced = rest.encode("utf-8", "surrogatepass").translate(_WORDS_APART).decode("utf-8", "surrogatepass")
        for char in signs:
            if not char.isalnum():
                spaced = spaced.replace(char, " ")
        if self.letters:
            marks = _plain_letters()
            spaced = " ".join([word if word.isascii() else word.translate(marks) for word in spaced.split()])
        return f" {spaced} "

    @cached_property
    def words(self) -> frozenset[str]:
        """What :attr:`running_words` holds."""
        return frozenset(self.running_words.split())

    @cached_property
    def roman_words(self) -> frozenset[str]:
        """The same, those of Cyrillic and Greek in Latin letters."""
        return frozenset(map(romanized, self.words)) if self.letters else self.words

    @cached_property
    def foreign(self) -> bool:
        """Whether most of :attr:`roman_words` are in another writing than hosts."""
        return self.letters and sum(map(str.isascii, self.roman_words)) * 2 < len(self.roman_words)

    @cached_property
    def abbreviations(self) -> frozenset[str]:
        """What the text writes in three and more capitals, in small letters."""
        return abbreviations(self.text)

    @cached_property
    def signs(self) -> set[str]:
        """The characters of the text, casefolded, that are not ASCII."""
        return set(_beyond_ascii(self._beyond.casefold()))

    @cached_property
    def _beyond(self) -> str:
        """What of the text is not ASCII."""
        return "" if self.text.isascii() else _beyond_ascii(self.text)

    @property
    def _caseless(self) -> bool:
        """Whether no characters but ASCII have two cases: of English with curly marks this is true."""
        return not self.letters and self._beyond.casefold() == self._beyond

    @cached_property
    def letters(self) -> bool:
        """Whether letters and figures are among the :attr:`signs`."""
        return any(map(str.isalnum, self.signs))

    @cached_property
    def homes(self) -> frozenset[str]:
        """The country suffixes of the language that the text seems to be in; none when few of its words are known."""
        _, homes, known, countries = _homes()
        best, most = frozenset[str](), 2
        in_words, in_signs = [0] * len(countries), [0] * len(countries)
        for found, counts in ((self.words & known, in_words), (self.signs & known, in_signs)):
            for word in found:
                for place in homes[word]:
                    counts[place] += 1
        for place, suffixes in enumerate(countries):
            count = in_words[place] or in_signs[place]
            if count > most:
                best, most = suffixes, count
        return best

    def names(self, label: str) -> bool:
        """Whether the text spells out the owner of a host; of the first hosts of a text alone."""
        if label not in self._names:
            self._names[label] = label in self._checked and _spelled(label, self.running_words, self._squeezed)
        return self._names[label]

    @cached_property
    def _checked(self) -> frozenset[str]:
        labels = dict.fromkeys(candidate.label for candidate in self.candidates if len(candidate.label) >= 4)
        return frozenset(islice(labels, _NAMES_CHECKED))

    @cached_property
    def _squeezed(self) -> str:
        """All words of the text in a row."""
        return self.running_words.replace(" ", "")


def generic_suffixes() -> frozenset[str]:
    """The two-letter suffixes that are of no country to speak of."""
    return _homes()[0]


@lru_cache(maxsize=1)
def _homes() -> tuple[frozenset[str], dict[str, list[int]], frozenset[str], list[frozenset[str]]]:
    """Generic two-letter suffixes; the languages of each word or character, and these; the countries of each language.

    Countries are given by their suffixes.
    """
    table = read_toml(DATA / "hosts" / "homes.toml")
    known: dict[str, list[int]] = {}
    for place, home in enumerate(table["homes"].values()):
        for word in {word.translate(_plain_letters()) for word in home.get("words", "").split()}:
            known.setdefault(word, []).append(place)
        for sign in {*home.get("signs", "")}:
            known.setdefault(sign, []).append(place)
    suffixes = [frozenset(home["suffixes"].split()) for home in table["homes"].values()]
    return frozenset(table["generic"].split()), known, frozenset(known), suffixes


@lru_cache(maxsize=1)
def _plain_letters() -> dict[int, str]:
    """What str.translate needs to write Latin letters as hosts do."""
    return str.maketrans(_latin_marks())


def _beyond_ascii(text: str) -> str:
    """What of a text is not ASCII."""
    return text.encode("utf-8", "surrogatepass").translate(None, _ASCII).decode("utf-8", "surrogatepass")


@lru_cache(maxsize=1)
def _latin_marks() -> dict[str, str]:
    """Small Latin letters with accents or strokes, and accents by themselves, as hosts are written."""
    plain = {}
    for code in (*range(0xC0, 0x250), *range(0x300, 0x370), *range(0x1E00, 0x1F00)):
        bare = "".join(c for c in normalize("NFKD", chr(code)) if not combining(c)).translate(_STROKES)
        if bare != chr(code):
            plain[chr(code)] = bare
    return plain


def _spelled(label: str, words: str, squeezed: str) -> bool:
    """Whether a text spells a label: as one word, as adjoining words, as two words anywhere, or a part of it.

    ``words`` are those of the text, each between blanks, ``squeezed`` all of them in a row.
    """
    name = label.replace("-", "")
    if name and name in squeezed and (len(name) >= 7 or f" {name} " in words):
        return True
    if "-" in label and any(len(part) >= 4 and f" {part} " in words for part in label.split("-")):
        return True
    if len(name) < 8 or f" {name[:4]}" not in words:
        return False  # nearly every name
    return any(f" {name[:cut]} " in words and f" {name[cut:]} " in words for cut in range(4, len(name) - 3))
