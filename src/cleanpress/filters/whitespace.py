"""White space and invisible characters: one space between words, and nothing that nobody sees."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from itertools import pairwise
from types import ModuleType
from typing import ClassVar, Literal, get_args

from cleanpress.characters import has_braille, unusual
from cleanpress.document import Document
from cleanpress.edits import Span, apply
from cleanpress.errors import ConfigError
from cleanpress.filters.base import Builtin, Phase, Rule
from cleanpress.filters.layout import blocks, even_out, find_uneven, is_even
from cleanpress.filters.policy import Policy, Preset, check, chosen, extras
from cleanpress.filters.sight import UNEVEN, sight
from cleanpress.filters.told import may_report, reports
from cleanpress.frozen import frozen, option
from cleanpress.names import nearest
from cleanpress.scripts import joins

__all__ = ["Whitespace"]

_LAYOUT = "\t\r"
"""In markup these are, as spaces and line feeds are, white space of which no edit is made."""

LineEnds = Literal["auto", "lf", "keep"]


@frozen
class Whitespace(Builtin):
    """Normalises white space and takes out characters that nobody sees and no script needs there.

    ``preset`` says what kind of text it is: ``"press"`` for scraped text, ``"repository"`` for files that somebody
    wrote. ``policy`` chooses otherwise for single rows of ``data/characters/policy.toml``, for instance
    ``{"word-joiner": "keep"}``. ``line_ends`` says what becomes of CR, CR LF and other line ends: ``"lf"`` makes them
    line feeds, as strings have them, ``"keep"`` leaves them alone, as files want it; ``"auto"`` is the first in press
    text, the second in a repository. The time is proportional to the length; clean text costs a few passes at the
    speed of memory.

    Raises ConfigError for another value of an option, or a row that does not exist.

    >>> [(edit.start, edit.end, edit.rule) for edit in Whitespace().find(Document("Harga  naik."))]
    [(6, 7, 'whitespace/space-run')]
    """

    id: ClassVar[str] = "whitespace"
    phase: ClassVar[Phase] = Phase.TIDY

    line_ends: LineEnds = "auto"
    preset: Preset = "press"
    policy: Mapping[str, str] = option(factory=dict, hash=False)

    def __post_init__(self) -> None:
        if self.preset not in get_args(Preset):
            known = get_args(Preset)
            raise ConfigError(f"whitespace: unknown preset {self.preset!r}; {nearest(self.preset, known)}")
        if self.policy:
            check(self.policy)
        if self.line_ends not in get_args(LineEnds):
            known = get_args(LineEnds)
            raise ConfigError(f"whitespace: unknown line_ends {self.line_ends!r}; {nearest(self.line_ends, known)}")

    def scan(self, doc: Document) -> list[Span]:
        """The proposed edits; offsets are code points into ``doc.text``."""
        text, seen = doc.text, sight(doc)
        markup = doc.format != "text"
        plain = seen is not None and not self.policy and (not seen.rare or _says_nothing(seen.rare, markup))
        if seen is not None and plain and (markup or not seen.bits & UNEVEN):
            return []  # nearly all texts end here
        rare = doc.residue
        if not self.policy and not (rare and unusual(text, rare).strip(_LAYOUT if markup else "")):
            told = reports(text, rare) if rare else []
            if markup or is_even(text):
                return told  # nearly all texts end here
            uneven = even_out(text, (), None if self._is_plain(doc) else self._chosen(doc))
            return sorted(uneven + told) if told else uneven
        told = reports(text, rare)
        spans: list[Span] = extras(text, self._chosen(doc)) if self.policy else []
        if spans:
            return sorted(_invisibles().chain(spans, self._tidied(apply(text, spans), doc, None)) + told)
        spans = self._tidied(text, doc, rare)
        return sorted(spans + told) if told else spans

    def _tidied(self, text: str, doc: Document, rare: str | None) -> list[Span]:
        spans: list[Span] = []
        odd: set[str] = set()
        braille = False
        keep = self.line_ends == "keep" or (self.line_ends == "auto" and self.preset == "repository")
        for start, end in blocks(text, 0, len(text)):
            whole = end - start == len(text)
            block = text if whole else text[start:end]
            present = unusual(block, rare if whole else None)
            if not present:
                continue
            braille = has_braille(text) if not odd else braille
            odd.update(present)
            policy = self._chosen(doc)
            found = _invisibles().find_invisible(block, present, policy=policy, keep_line_ends=keep, braille=braille)
            spans += [(span[0] + start, span[1] + start, *span[2:]) for span in found] if start else found
        rest = None if self._is_plain(doc) else self._chosen(doc)
        if not spans:
            return find_uneven(text, odd, rest)
        spans = _recomposed(text, spans)
        return _whole(text, _invisibles().chain(spans, find_uneven(apply(text, spans), odd, rest)))

    def _is_plain(self, doc: Document) -> bool:
        """Whether the choices for this document are those of press text."""
        return not self.policy and self.preset == "press" and doc.format != "html"

    def _chosen(self, doc: Document) -> Policy:
        """The choices for this document: in HTML a soft hyphen was written on purpose."""
        choices = {"soft-hyphen": "keep", **self.policy} if doc.format == "html" else self.policy
        return chosen(self.preset, tuple(sorted(choices.items())))

    @classmethod
    def rules(cls) -> tuple[Rule, ...]:
        """Every rule the filter can name in an edit."""
        return tuple(Rule(f"whitespace/{name}", summary, why) for name, summary, why in sorted(_RULES))


@lru_cache(maxsize=1024)
def _says_nothing(rare: str, markup: bool) -> bool:
    """Whether none of these characters may have to go or is to be reported; texts have the same few."""
    return not may_report(rare) and not unusual("", rare).strip(_LAYOUT if markup else "")


@lru_cache(maxsize=1)
def _invisibles() -> ModuleType:
    """What a text without invisible characters does not need; asked for here, for an import statement takes 2 µs."""
    from cleanpress.filters import invisibles

    return invisibles


# Letters and vowel signs of combining class 0 that normalisation form C joins to the one before
# (NFC_Quick_Check=Maybe); conjoining jamo stay as they are written.
_COMPOSING = frozenset(
    "\u09be\u09d7\u0b3e\u0b56\u0b57\u0bbe\u0bd7\u0cc2\u0cd5\u0cd6\u0d3e\u0d57\u0dcf\u0ddf\u102e\u1b35"
    "\U00011127\U0001133e\U00011357\U000114b0\U000114ba\U000114bd\U000115af\U00011930"
)
_JOINER = re.compile("[\u200b-\u200d]")
_LONGEST_STACK = 12  # marks: sorting longer stacks takes quadratic time in some versions of Python


def _recomposed(text: str, spans: list[Span]) -> list[Span]:
    """Keep text in normalisation form C: where deletions let a mark meet its letter, compose the two."""
    if text.isascii() or all(text[span[1] : span[1] + 1] < "\u0300" for span in spans):
        return spans
    out: list[Span] = []
    index = 0
    while index < len(spans):
        stop, end = index, spans[index][0]
        while stop < len(spans) and spans[stop][0] == end and not spans[stop][2]:
            end = spans[stop][1]
            stop += 1
        stop = max(stop, index + 1)
        window = None
        if end < len(text) and text[end] >= "\u0300" and _hangs(text[end]):
            window = _window(text, spans, index, out[-1][1] if out else 0)
        if window:
            out.append((*window[:3], *spans[index][3:]))
            stop = window[3]
        else:
            out.extend(spans[index:stop])
        index = stop
    return out


def _hangs(char: str) -> bool:
    return unicodedata.combining(char) != 0 or char in _COMPOSING


def _window(text: str, spans: list[Span], index: int, floor: int) -> tuple[int, int, str, int] | None:
    """A letter, deletions and marks behind it that must be composed: start, end, new text, next span."""
    position = start = spans[index][0]
    while start > floor and position - start < _LONGEST_STACK:
        start -= 1
        if not _hangs(text[start]):
            break
    kept = text[start:position]
    # A joiner that stays was judged by its neighbours: they must not change places.
    if start > 0 and kept and (_hangs(kept[0]) or _JOINER.match(kept)):
        return None
    while position < len(text) and len(kept) <= _LONGEST_STACK:
        if index < len(spans) and spans[index][0] == position and not spans[index][2]:
            position = spans[index][1]
            index += 1
        elif _hangs(text[position]):
            kept += text[position]
            position += 1
        else:
            break
    if len(kept) > _LONGEST_STACK or not unicodedata.is_normalized("NFC", text[start:position]):
        return None
    form = unicodedata.normalize("NFC", kept)
    first_moves = start > 0 and (_hangs(kept[0]) or _JOINER.match(kept))
    last_moves = form[-1] != kept[-1] and _JOINER.match(text, position)
    return None if form == kept or first_moves or last_moves else (start, position, form, index)


def _whole(text: str, spans: list[Span]) -> list[Span]:
    """Make one deletion of several that touch where the engine would leave a space between two words.

    It cannot know that the character before them becomes a space, or that Python alone counts an
    information separator among the spaces.
    """
    if all(one[1] < other[0] for one, other in pairwise(spans)):
        return spans
    out: list[Span] = []
    first = 0
    for index, span in enumerate(spans):
        end = span[1]
        if not span[2] and index + 1 < len(spans) and spans[index + 1][0] == end and not spans[index + 1][2]:
            continue
        group = spans[first : index + 1]
        start = group[0][0]
        if len(group) > 1 and start > 0 and end < len(text) and joins(text[start - 1], text[end]):
            told = next((part for part in group if part[3] == "whitespace/tag"), group[0])
            group = [(start, end, *told[2:])]
        out += group
        first = index + 1
    return out


_RULES = (
    (
        "composed",
        "Letters whose marks stand apart from them",
        "Normalisation form C, only where the policy asks for it; stacks of more than 30 marks stay.",
    ),
    (
        "icon",
        "Icons of icon fonts",
        "A private-use character alone between spaces is an icon without its font. In words, in rows and beside "
        "Chinese, Japanese and Korean such characters stay, and so does the Apple logo.",
    ),
    (
        "information-separator",
        "Information separators (U+001C to U+001F)",
        "They part records of data; some software takes them for spaces, most for nothing.",
    ),
    (
        "khmer-inherent-vowel",
        "Inherent vowels of Khmer (U+17B4, U+17B5)",
        "Only where the policy asks for it: they are deprecated but spelled.",
    ),
    (
        "mark-stack",
        "More than eight combining marks on one letter",
        "No spelling needs so many. Reported, never changed.",
    ),
    (
        "presentation-form",
        "Ligatures, presentation forms, full and half width",
        "Only where the policy asks for it: they become the plain letters they stand for.",
    ),
    (
        "replacement-character",
        "Replacement characters (U+FFFD)",
        "A byte was lost here. Reported, never changed: to delete the mark would hide the loss.",
    ),
    (
        "tatweel",
        "Tatweel (U+0640)",
        "Only where the policy asks for it: it stretches Arabic words.",
    ),
    (
        "annotation-mark",
        "Marks of interlinear annotation (U+FFF9 to U+FFFB)",
        "The marks are for programs that exchange ruby text; the annotated text and its reading stay.",
    ),
    (
        "bidi",
        "Direction marks, embeddings, isolates and overrides where they mean nothing",
        "They stay in paragraphs with right-to-left letters, in balance. Overrides always go: they can make "
        "text read otherwise than it is stored.",
    ),
    (
        "blank-lines",
        "Two or more empty lines, and empty lines before the text",
        "One empty line parts paragraphs; fenced, indented and preformatted code keeps its own.",
    ),
    (
        "byte-order-mark",
        "A byte order mark inside a text",
        "U+FEFF belongs at the start of a file; in a text it is left over from joining files.",
    ),
    (
        "c1-control",
        "C1 controls (U+0080 to U+009F)",
        "On the web they are bytes of code page 1252, such as curly quotes, and become what those bytes mean; "
        "the five that the code page leaves open go.",
    ),
    (
        "control",
        "C0 controls and DEL",
        "They have no meaning in text, and terminals obey some of them. Tabs and line ends are no such controls.",
    ),
    (
        "deprecated-format",
        "Deprecated format characters (U+206A to U+206F)",
        "Unicode discourages their use; no software of today reads them.",
    ),
    (
        "end-of-text",
        "Line breaks behind the last line, but for one",
        "A text keeps one final line break if it had any; none is added.",
    ),
    (
        "fake-blank",
        "Hangul fillers and Braille blanks used as spaces",
        "They look like a space and pass for a letter. They stay in Hangul and in Braille.",
    ),
    (
        "fixed-space",
        "Em, en, thin and other spaces of fixed width",
        "They are layout. Spaces that group digits or set off mathematical signs stay, and so do ideographic "
        "spaces except between Latin words.",
    ),
    (
        "line-edge",
        "Spaces at the end of a line, fixed spaces at its start",
        "Indentation stays, and so do Markdown's two spaces before a line break and the space of the signature "
        "line '-- '.",
    ),
    (
        "line-end",
        "Line ends other than the line feed",
        "CR LF, CR, vertical tab and line separator become a line feed, form feed and paragraph separator two.",
    ),
    (
        "mixed-invisibles",
        "Runs of different invisible characters",
        "No spelling needs two different ones side by side; such runs carry watermarks and hidden data. One "
        "joiner stays where the script asks for it.",
    ),
    (
        "no-break-space",
        "No-break spaces between ordinary words",
        "They stay beside digits, units, French punctuation, dashes, one-letter words, initials and abbreviations.",
    ),
    (
        "noncharacter",
        "Noncharacters (U+FDD0 to U+FDEF, U+FFFE, U+FFFF and their like)",
        "Unicode reserves them for the inside of programs.",
    ),
    (
        "object-placeholder",
        "Object replacement characters (U+FFFC)",
        "They hold the place of a picture or an attachment that did not come along.",
    ),
    (
        "soft-hyphen",
        "Soft hyphens",
        "Hints where a page may break a word; in text they only keep searches from finding it.",
    ),
    (
        "space-run",
        "Two or more spaces in a row inside a line",
        "One space parts words. Code, tables, aligned columns and verse keep their spaces.",
    ),
    (
        "stray-tab",
        "A tab in a line of prose",
        "It becomes a space; tabs of tables, of code and of indentation stay.",
    ),
    (
        "surrogate",
        "Surrogate code points",
        "Pairs become the character they stand for; a lone one cannot be encoded and becomes U+FFFD.",
    ),
    (
        "tag",
        "Tag characters",
        "They spell text that no one sees, such as instructions to a language model. The flags of England, "
        "Scotland, Wales and their like stay.",
    ),
    (
        "terminal-sequence",
        "Terminal control sequences, such as colours",
        "The whole sequence goes: without its escape character the rest would be litter.",
    ),
    (
        "variation-selector",
        "Variation selectors that select nothing",
        "They stay behind emoji, mathematical signs, Han ideographs and the letters of scripts that define "
        "variants; elsewhere they can carry hidden bytes.",
    ),
    (
        "zero-width",
        "Zero width spaces and joiners, word joiners and invisible operators without use",
        "They stay where spelling, line breaking or emoji need them, as in Persian, Hindi, Khmer or family emoji.",
    ),
)
