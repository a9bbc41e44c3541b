"""Lines that are nothing but spam: keyword lists, hashtag lists, lone keywords, calls to action.

Only a line of its own is judged here, and only as a whole: cutting a part of an advertisement leaves
the rest of it, cutting a sentence that advertises may cut what the author wrote.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from cleanpress.filters.links.cues import cue_tables
from cleanpress.filters.links.phrases.gate import PUNCTUATION
from cleanpress.filters.links.phrases.runs import Run, dense_runs, run_at, tokens_of
from cleanpress.filters.links.phrases.score import Tally
from cleanpress.filters.links.phrases.surroundings import about
from cleanpress.filters.links.phrases.tables import Vocabulary, plain_letters, vocabulary

__all__ = ["Line", "judge_call", "judge_hashtags", "judge_list"]

Line = tuple[int, int]
"""Code-point offsets of a line without its break and without blanks at its edges."""

_ITEMS = re.compile(r"[,;|·•、，；｜/\n]|\s[-–—>]+\s|\s{2,}")
_TAG = re.compile(r"#([\w\u200c]+)")
_ARROWS = re.compile(r">>|<<|»»|««|[👉👈👇🎰🎲🔥💰💸🎁✅➤➡▶◀►◄⇒⇐☞☜➜🤑💎⭐🚀📲]")
_BRACKETS = re.compile(r"[\[【(《「]\s*[^\W\d_].*[\]】)》」]")
_AMOUNT = re.compile(r"\d+\s?(?:%|k\b|\$|€|₽|£|usd|eur|rb\b|jt\b)|[$€£]\s?\d")
_CODE = re.compile(r"\w\(|\)\.|=>|->|[{};=]|\]\(|::|`")
_SHORTENER = re.compile(
    r"\b(?:bit\.ly|t\.ly|cutt\.ly|tinyurl\.com|is\.gd|rebrand\.ly|s\.id|heylink\.me|linktr\.ee|lynk\.id)/"
)


def judge_list(vocabulary: Vocabulary, text: str, line: Line, edges: Line) -> Tally | None:
    """The sum for a line that may be a keyword list or a lone keyword; ``edges`` are those of the text."""
    start, end = line
    written = text[start:end]
    if any(mark in written for mark in ":：#") or (written.isascii() and written.count(" ") > 24):
        return None
    words = written.casefold().translate(PUNCTUATION).split()
    if written.isascii() and sum(word in vocabulary.parts for word in words) < 0.7 * len(words):
        return None
    runs = list(_line_runs(vocabulary, text, line))
    items = [item for item in _ITEMS.split(written) if item.strip()]
    covered = sum(run.end - run.start for run in runs)
    size = sum(map(len, items)) or 1
    named = _named_items(written, start, items, runs)
    strong = sum(any(piece.word.kind == "strong" for piece in run.pieces) for run in runs)
    if not runs or covered / size < 0.75 or (len(items) > 1 and named < len(items) * 0.6):
        return None
    tally = Tally("a line of keywords" if len(items) > 1 else "a keyword alone on its line")
    tally.add(-2.2, "lines without a verb are mostly headings and lists")
    tally.add((0.0, 0.0, 1.3, 2.4, 3.2)[min(len(items), 4)], f"it lists {len(items)} phrases")
    if strong:
        tally.add(1.3 if strong == 1 else 2.2, f"link spam says {text[runs[0].start : runs[0].end]!r}")
    strength = max(run.strength for run in runs)
    if strength >= 3:
        tally.add(0.8 if strength == 3 else 1.4, "its phrases are long")
    if covered / size > 0.97:
        tally.add(0.8, "all of it is vocabulary of link spam")
    tally.add(*_place(line, edges))
    if written.endswith((".", "?", "。")):
        tally.add(-2.5, "it ends as sentences do")
    _against(vocabulary, tally, text, line, frozenset().union(*(run.categories for run in runs)))
    return tally


def _line_runs(vocabulary: Vocabulary, text: str, line: Line) -> Iterator[Run]:
    """Every phrase of a line, single words too."""
    tokens = tokens_of(text, *line)
    behind = -1
    known = [token.text in vocabulary.parts for token in tokens]
    for index, token in enumerate(tokens):
        if token.start < behind or not known[index]:
            continue
        run = run_at(vocabulary, text, tokens, index)
        if run is not None and run.start >= behind:
            behind = run.end
            yield run
    if not text[line[0] : line[1]].isascii():
        yield from dense_runs(vocabulary, text, *line)


def _named_items(written: str, start: int, items: Sequence[str], runs: Sequence[Run]) -> int:
    """How many items of a list hold a phrase."""
    named, at = 0, 0
    for item in items:
        at = written.find(item, at)
        first, last = start + at, start + at + len(item)
        at += len(item)
        named += any(first <= run.start < last for run in runs)
    return named


def _place(line: Line, edges: Line) -> tuple[float, str]:
    first, last = line[0] <= edges[0], line[1] >= edges[1]
    if first and last:
        return -1.6, "it is all of the text"
    if first or last:
        return 1.0, "it stands at the edge of the text"
    return 0.2, "it stands alone between paragraphs"


def _against(vocabulary: Vocabulary, tally: Tally, text: str, line: Line, categories: frozenset[str]) -> None:
    """What speaks for the author: the text is about the goods, or about crime."""
    topics = about(vocabulary, text, line[0], line[1], categories)
    if topics:
        tally.add(-1.6 - 0.8 * min(len(topics), 3), f"the text is about such goods ({topics[0]})")
    window = (text[max(0, line[0] - 200) : line[0]] + " " + text[line[1] : line[1] + 200]).casefold()
    if any(cue.kind == "register" for cue in cue_tables().find(window)):
        tally.add(-1.2, "the text is about abuse")


def judge_hashtags(text: str, line: Line, edges: Line) -> Tally | None:
    """The sum for a line of nothing but hashtags."""
    start, end = line
    tags = _TAG.findall(text[start:end])
    rest = _TAG.sub("", text[start:end]).strip(" ,|")
    if len(tags) < 2 or rest:
        return None
    words = vocabulary()
    kinds = [_tag_kinds(words, tag.casefold()) for tag in tags]
    spam = [tag for tag, kind in zip(tags, kinds, strict=True) if kind & {"strong", "core"}]
    if len(spam) * 2 < len(tags):
        return None
    tally = Tally("a line of hashtags")
    tally.add(-2.0, "authors write hashtags, too")
    tally.add(1.5 * min(len(spam), 3), f"{len(spam)} of {len(tags)} are keywords of link spam, as #{spam[0]}")
    if any("strong" in kind for kind in kinds):
        tally.add(1.0, "one of them is spam by itself")
    if len(spam) < len(tags):
        tally.add(-0.8, "some are not")
    tally.add(*_place(line, edges))
    _against(words, tally, text, line, frozenset({"gambling", "loans", "money"}))
    return tally


def _tag_kinds(vocabulary: Vocabulary, tag: str) -> set[str]:
    """The classes of the entries that a hashtag is made of; empty when some of it is something else."""
    tag = plain_letters(tag.replace("_", ""))
    best: set[str] = set()
    for language in vocabulary.squeezed:
        kinds: set[str] = set()
        at = covered = 0
        while at < len(tag):
            stop = next(
                (
                    stop
                    for stop in range(min(len(tag), at + 24), at + 1, -1)
                    if _squeezed(vocabulary, language, tag[at:stop]) is not None
                ),
                0,
            )
            if stop:
                kinds.add(_squeezed(vocabulary, language, tag[at:stop]) or "")
                covered += stop - at
                at = stop
            else:
                at += 1
        if covered >= 0.7 * len(tag) and len(kinds) > len(best):
            best = kinds
    return best


def _squeezed(vocabulary: Vocabulary, language: str, part: str) -> str | None:
    return vocabulary.squeezed[language].get(part) or vocabulary.squeezed["any"].get(part)


def judge_call(text: str, line: Line, edges: Line) -> Tally | None:
    """The sum for a line that may be a call to action."""
    start, end = line
    written = text[start:end]
    folded = written.casefold()
    arrows, brackets = _ARROWS.findall(written), _BRACKETS.search(written)
    if _CODE.search(written):
        return None
    words = vocabulary()
    urges = words.line_words("cta.urge", folded)
    if not urges:
        return None
    rewards = words.line_words("cta.reward", folded)
    strong = next(
        (
            text[piece.start : piece.end]
            for run in _line_runs(words, text, line)
            for piece in run.pieces
            if piece.word.kind == "strong"
        ),
        "",
    )
    if not (rewards or strong or (arrows and brackets and len(set(urges)) > 1 and end - start < 40)):
        return None
    tally = Tally("a call to action on a line of its own")
    tally.add(-3.0, "publishers call to action, too")
    tally.add(1.5 if len(set(urges)) == 1 else 2.0, f"it urges the reader ({max(urges, key=len)})")
    if strong:
        tally.add(1.2 if rewards else 1.8, f"link spam says {strong!r}")
    if rewards:
        tally.add(1.8 if len(set(rewards)) == 1 else 2.4, f"it promises a gain ({max(rewards, key=len)})")
    if arrows or brackets:
        weight = 2.6 if arrows and brackets else 1.8 if brackets or len(arrows) > 1 else 1.0
        tally.add(weight, "arrows or signs adorn it")
    letters = [char for char in written if char.isalpha()]
    if len(letters) >= 8 and sum(map(str.isupper, letters)) >= 0.7 * len(letters):
        tally.add(0.7, "it shouts")
    if written.endswith(("!", "！")):
        tally.add(0.3, "it ends in an exclamation mark")
    if _AMOUNT.search(folded):
        tally.add(0.5, "it names an amount")
    if _SHORTENER.search(folded):
        tally.add(0.7, "it leads to a shortened address")
    if written.endswith((".", "。")) and not arrows:
        tally.add(-2.0, "it is a sentence")
    if line[0] <= edges[0] and line[1] >= edges[1]:
        tally.add(-0.8, "it is all of the text")
    return tally
