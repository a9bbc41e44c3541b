"""Which invisible characters mean nothing where they stand.

The work is done in steps, each on the text the one before it leaves: damaged code units, controls
and line ends, blanks that are letters by name, and then runs of invisible characters. A run is
judged by the visible characters at its two ends, which no step takes away, and what stays of it is
never judged by what goes: cleaning the result again finds nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

from cleanpress.characters import (
    ACTIVE,
    BIDI,
    EIGHT_BIT,
    FLAG,
    HANGUL_JAMO,
    INVISIBLE,
    MONGOLIAN,
    NONCHARACTERS,
    TAGS,
    breaks_invisibly,
    code_page_1252,
    is_east_asian,
    is_edge,
    is_word,
    joins_emoji,
    joins_letters,
    separates_letters,
    takes_selector,
    within,
)
from cleanpress.edits import Span, apply
from cleanpress.filters.directions import kept_directions
from cleanpress.filters.policy import Policy
from cleanpress.patterns import compiled

__all__ = ["chain", "find_invisible"]

_SURROGATE = re.compile("[\ud800-\udbff][\udc00-\udfff]|[\ud800-\udfff]")
_BLANK = re.compile("[\u3164\uffa0]+|\u2800+")
_COMPATIBILITY_JAMO = re.compile("[\u3131-\u3163\u3165-\u318e\uffa1-\uffdc]")
_ONE = re.compile(f"[{INVISIBLE}]")
_DIRECTION = re.compile(f"[{BIDI}]")
_TAG_RUN = re.compile(f"[{TAGS}]+")
_FLAG_TAGS = re.compile("[\U000e0030-\U000e0039\U000e0061-\U000e007a]{2,6}\U000e007f")
_LINE_BREAK = re.compile("[\n\r\x0b\x0c\x85\u2028\u2029]")
_LINE_ENDS = frozenset("\r\x0b\x0c\x85\u2028\u2029")
# Two different ones of these side by side are no spelling of any language.
_MIXABLE = frozenset("\u00ad\u034f\u180e\u200b\u200c\u200d\u200e\u200f\u2060\u2061\u2062\u2063\u2064\ufeff")

_CONTROL_START = re.compile(f"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u206a-\u206f\ufff9-\ufffc{NONCHARACTERS}]")
# A terminal sequence needs its end: what stands behind an unfinished one is text. The eight-bit
# forms are bytes of damaged text as well, so they must look like nothing else. Braille patterns
# are never part of one: whether a text has any decides about their blank.
_CONTROL = re.compile(
    "(?P<terminal_sequence>\x1b(?:"
    "\\[[0-?]{0,64}[ -/]{0,8}[@-~]"
    "|\\][^\x07\x1b\x9c\n\r\u2801-\u28ff]{0,2048}(?:\x07|\x1b\\\\|\x9c)"
    "|P[^\x07\x1b\x9c\n\r\u2801-\u28ff]{0,4096}(?:\x1b\\\\|\x9c)"
    "|[()][0-2AB])"
    f"|{EIGHT_BIT})"
    "|(?P<line_end>\r\n?|[\x0b\x0c\u2028\u2029])"
    "|(?P<control>[\x00-\x08\x0e-\x1a\x7f]+|\x1b)"
    "|(?P<information_separator>[\x1c-\x1f]+)"
    "|(?P<c1_control>[\x80-\x9f])"
    "|(?P<deprecated_format>[\u206a-\u206f]+)"
    "|(?P<annotation_mark>[\ufff9-\ufffb])"
    "|(?P<object_placeholder>\ufffc+)"
    f"|(?P<noncharacter>[{NONCHARACTERS}]+)"
)
_REASONS = {
    "information_separator": "an information separator parts records of data, not text",
    "terminal_sequence": "a terminal control sequence, such as a colour, is no text",
    "control": "a control character has no meaning in text",
    "c1_control": "a control character has no meaning in text",
    "deprecated_format": "Unicode deprecates this format character",
    "annotation_mark": "a mark of interlinear annotation; the text beside it stays",
    "object_placeholder": "a placeholder of a picture or another object that is not there",
    "noncharacter": "a code point that will never be a character",
}


def find_invisible(
    text: str, present: str, *, policy: Policy, keep_line_ends: bool = False, braille: bool = False
) -> list[Span]:
    r"""Spans that clean the text of everything invisible but spaces and line feeds.

    ``present`` holds the invisible characters of the text, each once, as :func:`unusual` tells
    them. ``keep_line_ends`` leaves every kind of line end alone; ``braille`` says that the document
    has Braille patterns, so that their blank is one of them. Costs time in proportion to the length.

    >>> from cleanpress.filters.policy import chosen
    >>> find_invisible("a\u200bb", "\u200b", policy=chosen("press", ()))[0][:4]
    (1, 2, '', 'whitespace/zero-width')
    """
    steps: tuple[tuple[re.Pattern[str], Callable[[str], list[Span]]], ...] = (
        (_SURROGATE, _surrogates),
        (_CONTROL_START, lambda part: _controls(part, present, policy, keep_line_ends)),
        (_BLANK, lambda part: _blanks(part, braille)),
        (_ONE, lambda part: _runs(part, present, policy)),
        (_PRIVATE, lambda part: _icons(part) if policy["icon"] == "remove" else []),
    )
    spans: list[Span] = []
    found: list[Span] = []
    middle = text
    for gate, step in steps:
        if gate.search(present):
            middle = apply(middle, found)
            found = step(middle)
            spans = chain(spans, found)
            if found and gate is _SURROGATE:
                present = "".join(sorted(set(compiled(ACTIVE).findall(apply(middle, found)))))
    return spans


def _surrogates(text: str) -> list[Span]:
    spans: list[Span] = []
    for match in _SURROGATE.finditer(text):
        units = match.group()
        if len(units) == 2:
            char = units.encode("utf-16-le", "surrogatepass").decode("utf-16-le")
            reason = "the two halves of a surrogate pair are one character"
        else:
            char = "\ufffd"
            reason = f"the lone surrogate U+{ord(units):04X} is no character and cannot be encoded"
        spans.append((*match.span(), char, "whitespace/surrogate", reason, 0.99))
    return spans


def _members(pattern: re.Pattern[str], present: str) -> str:
    """A class of the characters present that a pattern may start with: many times faster than all of them."""
    return f"[{''.join(pattern.findall(present))}]"


def _controls(text: str, present: str, policy: Policy, keep_line_ends: bool) -> list[Span]:
    spans: list[Span] = []
    end = 0
    for place in re.finditer(_members(_CONTROL_START, present), text):
        start, char = place.start(), place[0]
        if start < end:
            continue
        if char == "\r":  # by far the commonest
            end = start + 2 if text.startswith("\n", start + 1) else start + 1
        else:
            if (match := _CONTROL.match(text, start)) is None:
                continue
            end, kind = match.end(), match.lastgroup or ""
        if char in _LINE_ENDS:
            spans += [] if keep_line_ends else [_line_end(start, end, char, policy)]
            continue
        name, replacement, reason = kind.replace("_", "-"), "", _REASONS[kind]
        if policy.get(name) == "keep":
            continue
        if kind == "information_separator":
            replacement = _SEPARATORS[policy["information-separator"]]
        if kind == "c1_control" and (replacement := code_page_1252(char)):
            reason = f"byte {ord(char):02X} of code page 1252 was read as a control character"
        spans.append((start, end, replacement, f"whitespace/{name}", reason, 0.98))
    return spans


_SEPARATORS = {"remove": "", "space": " ", "line-end": "\n"}


def _line_end(start: int, end: int, char: str, policy: Policy) -> Span:
    if char == "\x85" and policy["next-line"] == "ellipsis":
        reason = "byte 85 of code page 1252, an ellipsis, was read as a control character"
        return start, end, "…", "whitespace/c1-control", reason, 0.95
    breaks = "\n\n" if char == "\u2029" or (char == "\x0c" and policy["form-feed"] == "paragraph") else "\n"
    return start, end, breaks, "whitespace/line-end", "a line ends with a line feed", 0.99


def _blanks(text: str, braille: bool) -> list[Span]:
    spans: list[Span] = []
    for match in _BLANK.finditer(text):
        start, end = match.span()
        before, behind = text[start - 1 : start], text[end : end + 1]
        if behind and unicodedata.combining(behind):
            continue
        if text[start] == "\u2800":
            if braille:
                continue
        elif _COMPATIBILITY_JAMO.match(before) or _COMPATIBILITY_JAMO.match(behind):
            continue
        space = "" if is_edge(before) or is_edge(behind) else " "
        reason = f"{_named(text[start])} stands in for a space"
        spans.append((start, end, space, "whitespace/fake-blank", reason, 0.95))
    return spans


def _runs(text: str, present: str, policy: Policy) -> list[Span]:
    """Judge every run of invisible characters; neighbours that go for one reason make one span."""
    spans: list[Span] = []
    directed: set[int] | None = None
    for match in re.finditer(_members(_ONE, present) + "+", text):
        start, end = match.span()
        if directed is None and _DIRECTION.search(text, start, end):
            directed = kept_directions(text, overrides=policy["override"] != "remove")
        if end - start == 1 and (char := match[0]) in _SINGLE:  # what _run() does with one of these
            if not _joins(char, text[start - 1 : start], text[end : end + 1], policy):
                spans.append((start, end, "", *_going(char, mixed=False), 0.97))
            continue
        for span in _run(text, start, end, directed or set(), policy):
            last = spans[-1] if spans else None
            if last and last[1] == span[0] and last[3] == span[3]:
                spans[-1] = (last[0], span[1], *last[2:])
            else:
                spans.append(span)
    return [_with_payload(text, span) if span[3] in _CARRIERS else span for span in spans]


_SINGLE = frozenset("\u00ad\u034f\u180e\u200b\u200c\u200d\u2060\u2061\u2062\u2063\u2064\ufeff")
_CARRIERS = frozenset(("whitespace/variation-selector", "whitespace/mixed-invisibles", "whitespace/bidi"))
_SHOWN = 64
"""Characters of a payload that a reason shows at most."""


def _with_payload(text: str, span: Span) -> Span:
    """The span with what it hides in its reason: bytes of selectors, the run, the text that an override turns."""
    start, end, _, rule, reason, _ = span
    hidden = ""
    if rule == "whitespace/bidi":
        if text[start] in "\u202d\u202e":
            stop = _OVERRIDDEN.match(text, end)
            hidden = f"; it turns {stop.group()!r}" if stop and stop.group() else ""
    elif end - start > 2:
        run = text[start : min(end, start + _SHOWN)]
        more = "…" if end - start > _SHOWN else ""
        if rule == "whitespace/variation-selector":
            hidden = f"; the run spells {bytes(map(_selected, run))!r}{more}"
        else:
            hidden = f"; the run is {run!a}{more}"
    return *span[:4], reason + hidden, span[5]


_OVERRIDDEN = re.compile("[^\u202c\n]{0,64}")


def _selected(selector: str) -> int:
    """The byte that a selector stands for in the usual trick: 16 short selectors, 240 long ones."""
    code = ord(selector)
    return (code - 0xFE00 if code < 0xFE10 else code - 0xE0100 + 16) & 0xFF


def _run(text: str, start: int, end: int, directed: set[int], policy: Policy) -> Iterator[Span]:
    before, behind = text[start - 1 : start], text[end : end + 1]
    mixed = end - start > 1 and len(_MIXABLE.intersection(text[start:end])) > 1
    bare = True  # nothing that stays stands between the visible character and here
    joined = shaped = False  # a joiner stays, a Mongolian selector stays
    position = start
    while position < end:
        char = text[position]
        here, position = position, position + 1
        if char >= "\U000e0000" and (tags := _TAG_RUN.match(text, here, end)):
            flag = _FLAG_TAGS.match(text, here, end) if bare and before == FLAG else None
            position = flag.end() if flag else tags.end()
            bare = bare and not flag
            if not flag:
                yield _tags(text, here, position)
            continue
        if char in "\u180b\u180c\u180d\u180f":
            stays = not shaped and (within(MONGOLIAN, before) or within(MONGOLIAN, behind))
            shaped = shaped or stays
        elif "\ufe00" <= char <= "\ufe0f" or char >= "\U000e0100":
            stays = bare and takes_selector(before, char)
        elif char in "\u115f\u1160":
            stays = within(HANGUL_JAMO, before) or within(HANGUL_JAMO, behind)
        elif _DIRECTION.match(char):
            stays = here in directed and not (mixed and char in _MIXABLE)
        else:
            stays = not joined and (not mixed or char in "\u200c\u200d") and _joins(char, before, behind, policy)
            joined = joined or stays
        bare = bare and not stays
        if not stays:
            yield here, here + 1, "", *_going(char, mixed), 0.97


def _joins(char: str, before: str, behind: str, policy: Policy) -> bool:
    """Whether the joiner, separator or invisible operator says something between the two characters."""
    if char == "\u200c":
        latin = policy["latin-non-joiner"] == "keep" and before.isalpha() and behind.isalpha()
        return latin or separates_letters(before, behind)
    if char == "\u200d":
        return joins_emoji(before, behind) or joins_letters(before, behind)
    if char == "\u200b":
        thai = "\u0e00" <= before < "\u0e80" or "\u0e00" <= behind < "\u0e80"
        return breaks_invisibly(before, behind) and not (thai and policy["thai-zero-width-space"] == "remove")
    if char == "\u00ad":
        return policy["soft-hyphen"] == "keep"
    if char == "\u2060":
        return policy["word-joiner"] == "keep"
    if char == "\u180e":
        return within(MONGOLIAN, before) or within(MONGOLIAN, behind)
    if is_edge(before) or is_edge(behind):
        return False
    if "\u2061" <= char <= "\u2064":
        return policy["invisible-operator"] == "keep" and _in_formula(before) and _in_formula(behind)
    return char == "\u034f"


def _in_formula(char: str) -> bool:
    return is_word(char) or char.isnumeric() or unicodedata.category(char) in {"Sm", "Ps", "Pe"}


_PRIVATE = re.compile("[\ue000-\ue0ff\ue900-\ueaff\uf000-\uf8fe]")
_ANY_PRIVATE = re.compile("[\ue000-\uf8fe\U000f0000-\U000ffffd\U00100000-\U0010fffd]+")


def _icons(text: str) -> list[Span]:
    """Icons without their font: alone between spaces, in a line that uses private characters for nothing else."""
    lines: dict[int, list[Span]] = {}
    spoiled: set[int] = set()
    for match in _ANY_PRIVATE.finditer(text):
        start, end = match.span()
        line = text.rfind("\n", 0, start)
        lonely = end - start == 1 and is_edge(text[start - 1 : start]) and is_edge(text[end : end + 1])
        beside = text[max(0, start - 2) : end + 2]
        if not lonely or not _PRIVATE.match(match.group()) or any(map(is_east_asian, beside)):
            spoiled.add(line)
        reason = f"U+{ord(text[start]):04X} is an icon without its font"
        space = text[start - 1 : start] in ("", "\n") and text[end : end + 1] == " "
        lines.setdefault(line, []).append((start, end + space, "", "whitespace/icon", reason, 0.93))
    return [span for line, spans in lines.items() if line not in spoiled for span in spans]


@lru_cache(maxsize=512)
def _going(char: str, mixed: bool) -> tuple[str, str]:
    """Rule and reason of a character that goes."""
    rule, why = "zero-width", "says nothing between these characters"
    if mixed and char in _MIXABLE:
        rule, why = "mixed-invisibles", "is part of a run of different invisible characters"
    elif char == "\u00ad":
        rule, why = "soft-hyphen", "is a hyphenation hint of a page layout"
    elif char == "\ufeff":
        rule, why = "byte-order-mark", "belongs to files, not into text"
    elif char in "\u115f\u1160":
        rule, why = "fake-blank", "stands outside a Hangul syllable"
    elif _DIRECTION.match(char):
        rule, why = "bidi", "is an override, is unbalanced, or stands in a left-to-right paragraph"
    elif char in "\u180b\u180c\u180d\u180f" or "\ufe00" <= char <= "\ufe0f" or char >= "\U000e0100":
        rule, why = "variation-selector", "selects no known shape of the character before it"
    return f"whitespace/{rule}", f"{_named(char)} {why}"


def _tags(text: str, start: int, end: int) -> Span:
    payload = "".join(chr(ord(c) - 0xE0000) for c in text[start : min(end, start + 200)])
    payload = "".join(filter(str.isprintable, payload)) + ("…" if end - start > 200 else "")
    reason = f"invisible tag characters spell {payload!r}"
    return start, end, "", "whitespace/tag", reason, 0.99


@lru_cache(maxsize=256)
def _named(char: str) -> str:
    return f"U+{ord(char):04X} {unicodedata.name(char, 'without a name')}"


def chain(first: Sequence[Span], second: Sequence[Span]) -> list[Span]:
    """Two steps as spans of one: ``first`` leads from a source to a middle text, ``second`` on from there.

    Every span keeps its own rule and reason. A replacement of the second step must stand for a
    single character, so that nothing has to be said about both steps at once.

    >>> spans = chain([(1, 2, "", "a", "", 1.0)], [(1, 2, "", "b", "", 1.0)])  # "x" "y" "z" to "x"
    >>> [span[:4] for span in spans]
    [(1, 2, '', 'a'), (2, 3, '', 'b')]
    """
    if not first or not second:
        return list(first or second)
    out: list[Span] = []
    pieces = list(first)
    cells: dict[int, list[str]] = {}  # replacements of the first step that the second one edits
    index = shift = 0  # the piece ahead; source offset minus middle offset before it
    for start, end, replacement, rule, reason, confidence in second:
        while start < end:
            piece = pieces[index] if index < len(pieces) else None
            low = piece[0] - shift if piece else end
            if piece and low + len(first[index][2]) <= start:
                shift = piece[1] - low - len(first[index][2])
                out.append(piece)
                index += 1
            elif piece is None or start < low:
                stop = min(low, end)
                out.append((start + shift, stop + shift, replacement, rule, reason, confidence))
                start, replacement = stop, ""
            elif len(piece[2]) == 1:  # by far the commonest
                pieces[index] = (piece[0], piece[1], replacement, rule, reason, confidence)
                start, replacement = start + 1, ""
            else:
                chars = cells.setdefault(index, list(piece[2]))
                stop = min(low + len(chars), end)
                chars[start - low : stop - low] = [replacement] + [""] * (stop - start - 1)
                pieces[index] = (piece[0], piece[1], "".join(chars), rule, reason, confidence)
                start, replacement = stop, ""
    return out + pieces[index:]
