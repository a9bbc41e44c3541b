"""What stands around a word or phrase: how the seam reads, what it touches, which cues are near."""

from __future__ import annotations

from cleanpress.filters.links.context import LEFT_WINDOW, RIGHT_WINDOW, TOKEN, Context, plain
from cleanpress.filters.links.cues import Cue, cue_tables
from cleanpress.filters.links.model import pair_table
from cleanpress.filters.links.phrases.tables import Vocabulary
from cleanpress.lazy import cached_property
from cleanpress.patterns import compiled
from cleanpress.scripts import extends, spaceless

__all__ = ["Surroundings", "about"]

_PARAGRAPH = 400  # code points on each side in which words show what a text is about
_OPENING = frozenset("([{\"'“„‘‚«‹「『【（《〈<")
_CLOSING = frozenset(")]}\"'”’»›」』】）》〉>")
_MARKUP = frozenset("@#/\\_=&$^~`|<>[]{}*+:：")
_SPEECH = {"“": "”", "„": "“”", "«": "»", "»": "«", "「": "」", "『": "』", "‹": "›", '"': '"', "‘": "’"}
_STOPS = frozenset(".!?…。！？؟।")


class Surroundings:
    """The surroundings of ``text[start:end]`` inside its line; each part is made when asked for."""

    def __init__(self, text: str, start: int, end: int) -> None:
        left = text[max(0, start - LEFT_WINDOW) : start]
        right = text[end : end + RIGHT_WINDOW]
        cut = max(left.rfind("\n"), left.rfind("\r"))
        line_start = cut >= 0 or start <= LEFT_WINDOW
        for stop in ("\n", "\r"):
            right = right.partition(stop)[0]
        line_end = len(right) < RIGHT_WINDOW and not right.strip()
        left = left[cut + 1 :]
        self.context = Context(left, right, line_start and not left.strip(), line_end)

    @property
    def left(self) -> str:
        """The nearest token before; empty at the start of the line."""
        return plain(self.context.left_words[0]) if self.context.left_words else ""

    @property
    def right(self) -> str:
        """The nearest token behind; empty at the end of the line."""
        return plain(self.context.right_words[0]) if self.context.right_words else ""

    @cached_property
    def fit(self) -> str:
        """How the words on both sides go together, see :meth:`PairTable.fit`; ``edge``, ``stop`` or ``glyph``.

        ``stop``: a mark that ends a sentence or clause stands on one side; ``glyph``: writing without
        spaces, in which the neighbouring characters say little.
        """
        context = self.context
        if not self.left or not self.right:
            return "edge"
        if not (_wordy(self.left) and _wordy(self.right)):
            return "stop"
        if spaceless(context.left_words[0][-1]) and spaceless(context.right_words[0][0]):
            return "glyph"
        return pair_table().fit(self.left, self.right)

    def join_left(self, first: str) -> str:
        """How the word before goes together with the first token of the phrase."""
        return pair_table().fit(self.left, plain(first)) if self.left else "edge"

    def join_right(self, last: str) -> str:
        """How the last token of the phrase goes together with the word behind."""
        return pair_table().fit(plain(last), self.right) if self.right else "edge"

    @property
    def opens(self) -> bool:
        """Whether it stands first in its sentence, in the middle of a line."""
        before = self.context.left.rstrip()
        return bool(before) and before[-1] in _STOPS

    def touching(self) -> str:
        """The mark that ties it to its neighbours: a quotation, bracket, markup or code; empty without one."""
        return self.adjoining() or self.speech()

    def adjoining(self) -> str:
        """The same for marks that adjoin it."""
        left, right = self.context.left, self.context.right
        before, behind = left[-1:], right[:1]
        if before and (before in _OPENING or before in _MARKUP or before in "-‑.'’"):
            return before
        if behind and (behind in _CLOSING or behind in _MARKUP or behind in "-‑'’("):
            return behind
        if behind == "." and right[1:2].isalnum():
            return behind  # the name goes on: a host, a file
        if left.rstrip()[-1:] in _OPENING or right.lstrip()[:1] in ("(", "（"):
            return "("
        return ""

    def speech(self) -> str:
        """The mark that opens a quotation which holds it; empty without one."""
        left, right = self.context.left, self.context.right
        for mark, closing in _SPEECH.items():
            opened = left.rfind(mark)
            if opened < 0 or any(char in left[opened + 1 :] for char in closing):
                continue
            if any(char in right for char in closing):
                return mark
        return ""

    @cached_property
    def cues(self) -> dict[str, tuple[int, str]]:
        """For each class of cue the distance in code points of the nearest one on its side, and its phrase."""
        nearest: dict[str, tuple[int, str]] = {}
        left = self.context.left.casefold()
        floor = self.context.clause if len(left) == len(self.context.left) else 0
        for cue in cue_tables().find(left):
            if cue.kind == "register" or (cue.kind != "behind" and cue.start >= floor):
                _note(nearest, cue, len(left) - cue.end)
        for cue in cue_tables().find(self.context.right.casefold()):
            if cue.kind in ("register", "behind"):
                _note(nearest, cue, cue.start)
        return nearest


def _wordy(token: str) -> bool:
    return token.startswith("<n") or token[-1].isalnum() or extends(token[-1])


def _note(nearest: dict[str, tuple[int, str]], cue: Cue, distance: int) -> None:
    if cue.kind not in nearest or distance < nearest[cue.kind][0]:
        nearest[cue.kind] = (distance, cue.phrase)


def about(vocabulary: Vocabulary, text: str, start: int, end: int, categories: frozenset[str]) -> list[str]:
    """Words within 400 code points of a span which show that the text is about goods of these categories."""
    words = compiled(TOKEN).findall
    before, behind = text[max(0, start - _PARAGRAPH) : start].casefold(), text[end : end + _PARAGRAPH].casefold()
    tokens = dict.fromkeys(words(before) + words(behind))  # a text of spam says the same again and again
    return [token for token in tokens if not categories.isdisjoint(vocabulary.topic_of(token))]
