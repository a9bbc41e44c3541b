"""Runs of spam vocabulary: neighbouring words of one language that together make a keyword phrase."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from cleanpress.filters.links.context import TOKEN
from cleanpress.filters.links.phrases.tables import ANY, Vocabulary, Word, dense, vocabulary
from cleanpress.patterns import compiled

__all__ = ["Piece", "Run", "Token", "dense_runs", "run_at", "stretch", "tokens_of"]

_EDGE = frozenset({"strong", "core", "with", "quality", "action"})
_GOODS = frozenset({"strong", "core"})


class Token(NamedTuple):
    """A token of a text: casefolded, with its code-point offsets."""

    text: str
    start: int
    end: int


class Piece(NamedTuple):
    """One vocabulary entry found in a text."""

    word: Word
    start: int
    end: int


class Run(NamedTuple):
    """A phrase made of vocabulary; offsets are code points."""

    start: int
    end: int
    language: str
    pieces: tuple[Piece, ...]

    @property
    def strength(self) -> int:
        """How much spam vocabulary the phrase holds: 2 or more for what is spam by itself, 1 for all else."""
        goods = {piece.word.category for piece in self.pieces if piece.word.kind in _GOODS}
        return sum(
            piece.word.weight for piece in self.pieces if piece.word.kind != "with" or piece.word.category in goods
        )

    @property
    def categories(self) -> frozenset[str]:
        """The categories of goods that it names."""
        return frozenset(piece.word.category for piece in self.pieces if piece.word.kind in _GOODS)

    def part(self, first: int, stop: int) -> Run:
        """The run of some of its pieces."""
        pieces = self.pieces[first:stop]
        return Run(pieces[0].start, pieces[-1].end, self.language, pieces)


def tokens_of(text: str, start: int, end: int) -> list[Token]:
    """The tokens of a stretch of text, offsets into the whole."""
    return [
        Token(match.group().casefold(), match.start(), match.end())
        for match in compiled(TOKEN).finditer(text, start, end)
    ]


def run_at(words: Vocabulary, text: str, tokens: Sequence[Token], index: int) -> Run | None:
    """The strongest run around a token, over the languages that know the token or one beside it."""
    low, high = stretch(words, tokens, index)
    spoken: list[frozenset[str]] = []
    rows: set[str] = set()  # languages with an entry of several words that begins here
    for token in tokens[low:high]:
        languages, several = _known(token.text)
        if languages:
            spoken.append(languages)
            rows |= several
    if not rows and len(spoken) < 2:
        return None
    near: set[str] = set()
    for at in (index, index - 1, index + 1, index - 2):
        if 0 <= at < len(tokens):
            near |= _known(tokens[at].text)[0]
    best: Run | None = None
    for language in sorted(near):
        if not (language in rows or ANY in rows or sum(language in of or ANY in of for of in spoken) > 1):
            continue  # one word makes no run
        run = _run_in(words, language, text, tokens, index)
        if run is not None and (best is None or _rank(run) > _rank(best)):
            best = run
    return best


@lru_cache(maxsize=4096)
def _known(token: str) -> tuple[frozenset[str], frozenset[str]]:
    """The languages that have entries which begin with a token, and those in which one of them has several words."""
    known = vocabulary()
    languages = frozenset(known.spoken.get(token, ()))
    several = (name for name in languages if any(len(w.tokens) > 1 for w in known.languages[name].by_token[token]))
    return languages, frozenset(several)


def stretch(vocabulary: Vocabulary, tokens: Sequence[Token], index: int) -> tuple[int, int]:
    """The tokens around one, which are all of the vocabulary: a run lies among them. From the first up to the last."""
    known, low, high = vocabulary.parts, index, index + 1
    while low > 0 and tokens[low - 1].text in known:
        low -= 1
    while high < len(tokens) and tokens[high].text in known:
        high += 1
    return low, high


def _rank(run: Run) -> tuple[int, int]:
    return run.strength, run.language != ANY


def _run_in(vocabulary: Vocabulary, language: str, text: str, tokens: Sequence[Token], index: int) -> Run | None:
    """The run of one language that covers a token, its edges trimmed to words that can stand there."""
    first = index
    known = vocabulary.parts
    while (
        first > 0
        and index - first < 10
        and tokens[first - 1].text in known
        and _adjoin(text, tokens[first - 1], tokens[first])
    ):
        first -= 1
    pieces: list[Piece] = []
    at = first
    while at < len(tokens) and at <= index + 12:
        if pieces and not _adjoin(text, tokens[at - 1], tokens[at]):
            break
        found = _match(vocabulary, language, text, tokens, at)
        if found is None:
            if at >= index:
                break
            pieces, at = [], at + 1
            continue
        pieces.append(found)
        at += len(found.word.tokens)
    return _trimmed(_suited(vocabulary, language, pieces), language, tokens[index])


def _match(vocabulary: Vocabulary, language: str, text: str, tokens: Sequence[Token], at: int) -> Piece | None:
    best: Word | None = None
    for name in (language, ANY):
        for word in vocabulary.languages[name].by_token.get(tokens[at].text, ()):
            count = len(word.tokens)
            if best is not None and (count, word.weight) <= (len(best.tokens), best.weight):
                continue
            if count == 1 or (
                at + count <= len(tokens)
                and all(
                    tokens[at + n].text == word.tokens[n] and _close(text, tokens[at + n - 1], tokens[at + n])
                    for n in range(1, count)
                )
            ):
                best = word
    if best is None:
        return None
    return Piece(best, tokens[at].start, tokens[at + len(best.tokens) - 1].end)


def _adjoin(text: str, left: Token, right: Token) -> bool:
    """Whether nothing but one or two blanks, or a hyphen, parts two tokens."""
    gap = text[left.end : right.start]
    return gap in (" ", "\u00a0", "  ") or (not gap and not (left.text[-1].isalnum() and right.text[0].isalnum()))


def _close(text: str, left: Token, right: Token) -> bool:
    return right.start - left.end <= 2 and "\n" not in text[left.end : right.start]


def _suited(vocabulary: Vocabulary, language: str, pieces: list[Piece]) -> list[Piece]:
    """The pieces, those that go with several goods taken as going with those of the run."""
    goods = {piece.word.category for piece in pieces if piece.word.kind in _GOODS}
    found = []
    for piece in pieces:
        word = piece.word
        if word.kind == "with" and word.category not in goods:
            for other in vocabulary.languages[language].by_token.get(word.tokens[0], ()):
                if other.tokens == word.tokens and other.kind == "with" and other.category in goods:
                    word = other
                    break
        found.append(piece._replace(word=word))
    return found


def _trimmed(pieces: list[Piece], language: str, token: Token) -> Run | None:
    goods = {piece.word.category for piece in pieces if piece.word.kind in _GOODS}
    while pieces and not _at_edge(pieces[0].word, goods):
        pieces = pieces[1:]
    while pieces and not _at_edge(pieces[-1].word, goods):
        pieces = pieces[:-1]
    if not any(piece.word.kind in _GOODS for piece in pieces):
        return None
    if not pieces[0].start <= token.start < pieces[-1].end:
        return None
    return Run(pieces[0].start, pieces[-1].end, language, tuple(pieces))


def _at_edge(word: Word, goods: set[str]) -> bool:
    """Whether a phrase can begin or end with a word; what goes with goods needs these goods."""
    return word.kind in _EDGE and (word.kind != "with" or word.category in goods)


def dense_runs(vocabulary: Vocabulary, text: str, start: int, end: int) -> Iterator[Run]:
    """The runs of writing without spaces, and of Korean compounds, in a stretch of text."""
    folded = text[start:end].casefold()
    if len(folded) != end - start:
        return
    for language, words in vocabulary.languages.items():
        if not words.by_char:
            continue
        pieces: list[Piece] = []
        at = 0
        while at < len(folded):
            word = _match_dense(words.by_char, vocabulary, folded, at)
            if word is not None:
                pieces.append(Piece(word[1], start + at, start + at + len(word[0])))
                at += len(word[0])
                continue
            if not (pieces and folded[at] == " "):
                yield from _dense_run(text, pieces, language)
                pieces = []
            at += 1
        yield from _dense_run(text, pieces, language)


def _match_dense(
    by_char: dict[str, list[tuple[str, Word]]], vocabulary: Vocabulary, folded: str, at: int
) -> tuple[str, Word] | None:
    for entry, word in by_char.get(folded[at], ()):
        if folded.startswith(entry, at):
            return entry, word
    if folded[at].isascii() and folded[at].isalpha() and (at == 0 or not folded[at - 1].isascii()):
        end = at
        while end < len(folded) and folded[end].isascii() and folded[end].isalnum() and end - at < 16:
            end += 1
        for word in vocabulary.languages[ANY].by_token.get(folded[at:end], ()):
            if len(word.tokens) == 1:
                return folded[at:end], word
    return None


def _dense_run(text: str, pieces: list[Piece], language: str) -> Iterator[Run]:
    if not any(piece.word.kind in _GOODS for piece in pieces):
        return
    run = Run(pieces[0].start, pieces[-1].end, language, tuple(pieces))
    if _hangul(text[run.start]) or _hangul(text[run.end - 1]):  # Korean words end where spaces are
        before, behind = text[run.start - 1 : run.start], text[run.end : run.end + 1]
        if (before and _hangul(before)) or (behind and _hangul(behind)):
            return
    if dense(text[run.start : run.end]):
        yield run


def _hangul(char: str) -> bool:
    return "\uac00" <= char <= "\ud7a3"
