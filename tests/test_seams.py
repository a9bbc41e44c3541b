"""The seam rule, one sentence after the other: what a cut leaves behind."""

from __future__ import annotations

import pytest
import regex
from hypothesis import assume, given

from cleanpress import seams
from cleanpress.scripts import joins, splits
from cleanpress.seams import seam
from strategies import any_texts, cuts, grapheme_texts

EXACTLY_ONE_SPACE_STAYS = {
    "one ⟦SPAM⟧ two": "one two",
    "one  ⟦SPAM⟧  two": "one two",
    "one\t⟦SPAM⟧ two": "one\ttwo",
    "one ⟦SPAM ⟧two": "one two",
    "one⟦ SPAM⟧ two": "one two",
    "one⟦ SPAM ⟧two": "one two",
    "one ⟦SPAM⟧ – two": "one – two",
    "один ⟦SPAM⟧ два": "один два",
    "بيت ⟦SPAM⟧ كبير": "بيت كبير",
    "one ⟦SPAM⟧ “two”": "one “two”",
    "one ⟦SPAM⟧ (two)": "one (two)",
    "“one” ⟦SPAM⟧ two": "“one” two",
    "„eins“ ⟦SPAM⟧ zwei": "„eins“ zwei",
    "han ⟦SPAM⟧ ”två”": "han ”två”",
    "of ⟦SPAM⟧ ’90s fame": "of ’90s fame",
    "the boys’ ⟦SPAM⟧ ball": "the boys’ ball",
    "uses ⟦SPAM⟧ .NET now": "uses .NET now",
}
NO_SPACE_BEFORE_CLOSING_PUNCTUATION = {
    "one ⟦SPAM⟧.": "one.",
    "one ⟦SPAM⟧. Two": "one. Two",
    "one ⟦SPAM⟧, two": "one, two",
    "one ⟦SPAM⟧ , two": "one, two",
    "one ⟦SPAM⟧; two": "one; two",
    "one ⟦SPAM⟧: two": "one: two",
    "one ⟦SPAM⟧! Two": "one! Two",
    "one ⟦SPAM⟧? Two": "one? Two",
    "one ⟦SPAM⟧… two": "one… two",
    "(one ⟦SPAM⟧) two": "(one) two",
    "[one ⟦SPAM⟧] two": "[one] two",
    "“one ⟦SPAM⟧” two": "“one” two",
    "„eins ⟦SPAM⟧“ zwei": "„eins“ zwei",
    'say "one ⟦SPAM⟧" two': 'say "one" two',
    "كلمة ⟦SPAM⟧، أخرى": "كلمة، أخرى",
    "كيف ⟦SPAM⟧؟": "كيف؟",
    "बात ⟦SPAM⟧।": "बात।",
    "ቃል ⟦SPAM⟧።": "ቃል።",
    "一 ⟦SPAM⟧。二": "一。二",
    "abc ⟦SPAM⟧！": "abc！",
}
FRENCH_KEEPS_ITS_SPACE_BEFORE_HIGH_PUNCTUATION = {
    "mot ⟦SPAM⟧ : suite": "mot : suite",
    "mot ⟦SPAM⟧\u00a0: suite": "mot\u00a0: suite",
    "mot ⟦SPAM⟧ ?": "mot ?",
    "« mot ⟦SPAM⟧ »": "« mot »",
    "«\u00a0mot ⟦SPAM⟧\u00a0» dit": "«\u00a0mot\u00a0» dit",
    "«\u00a0⟦SPAM⟧ mot\u00a0»": "«\u00a0mot\u00a0»",
}
NO_SPACE_AFTER_AN_OPENING_BRACKET = {
    "one (⟦SPAM⟧ two)": "one (two)",
    "one [⟦SPAM⟧ two]": "one [two]",
    "one “⟦SPAM⟧ two”": "one “two”",
    "eins „⟦SPAM⟧ zwei“": "eins „zwei“",
    "one «⟦SPAM⟧ two»": "one «two»",
    'one "⟦SPAM⟧ two"': 'one "two"',
    "¿⟦SPAM⟧ dos?": "¿dos?",
    "“⟦SPAM⟧ one”": "“one”",
    "「⟦SPAM⟧ 一」": "「一」",
}
A_LINE_THAT_BECOMES_EMPTY_GOES = {
    "one\n⟦SPAM⟧\ntwo": "one\ntwo",
    "one\n  ⟦SPAM⟧  \ntwo": "one\ntwo",
    "one\n⟦SPAM\n⟧two": "one\ntwo",
    "⟦SPAM⟧\none": "one",
    "one\n⟦SPAM⟧": "one",
    "one\n⟦SPAM⟧\n": "one\n",
    "⟦SPAM⟧": "",
    "  ⟦SPAM⟧\n": "",
    "one\n⟦SPAM⟧\n\ntwo": "one\n\ntwo",
    "one\n\n⟦SPAM⟧\ntwo": "one\n\ntwo",
    "one\n(⟦SPAM⟧)\ntwo": "one\ntwo",
    "one\u2028⟦SPAM⟧\u2028two": "one\u2028two",
    "one\r⟦SPAM⟧\rtwo": "one\rtwo",
}
WITH_ONE_OF_TWO_BLANK_LINES_AROUND_IT = {
    "one\n\n⟦SPAM⟧\n\ntwo": "one\n\ntwo",
    "one\n \n⟦SPAM⟧\n \ntwo": "one\n \ntwo",
    "one\n\n\n⟦SPAM⟧\n\ntwo": "one\n\n\ntwo",
    "⟦SPAM⟧\n\ntwo": "two",
    "\n⟦SPAM⟧\n\ntwo": "\ntwo",
    "one\n\n⟦SPAM⟧": "one",
    "one\n\n⟦SPAM⟧\n": "one\n",
    "one\n \n⟦SPAM⟧": "one",
    "\n⟦SPAM⟧": "",
    "one\n\n⟦SPAM⟧\n  ": "one\n\n  ",
}
CRLF_IS_ONE_LINE_BREAK = {
    "one\r\n⟦SPAM⟧\r\ntwo": "one\r\ntwo",
    "one\r\n\r\n⟦SPAM⟧\r\n\r\ntwo": "one\r\n\r\ntwo",
    "one\r\n⟦SPAM⟧": "one",
    "one\r\n\r\n⟦SPAM⟧": "one",
    "one\r\n⟦SPAM\r⟧\ntwo": "one\r\ntwo",
    "one ⟦SPAM⟧\r\ntwo": "one\r\ntwo",
}
LINE_EDGES_STAY_CLEAN = {
    "one ⟦SPAM⟧\ntwo": "one\ntwo",
    "one.⟦SPAM⟧\ntwo": "one.\ntwo",
    "one\n⟦SPAM⟧ two": "one\ntwo",
    "⟦SPAM⟧ one": "one",
    "one ⟦SPAM⟧": "one",
    "- ⟦SPAM⟧ one": "- one",
    "  ⟦SPAM⟧ indented": "  indented",
    "hard ⟦SPAM⟧  \nbreak": "hard  \nbreak",
}
WRITING_WITHOUT_SPACES_JOINS_WITHOUT_ONE = {
    "市场 ⟦SPAM⟧ 很大": "市场很大",
    "市场⟦SPAM⟧很大": "市场很大",
    "市場は ⟦SPAM⟧ 七時": "市場は七時",
    "カタ ⟦SPAM⟧ カナ": "カタカナ",
    "ตลาด ⟦SPAM⟧ น้ำ": "ตลาดน้ำ",
    "ຕະຫຼາດ ⟦SPAM⟧ ນ້ຳ": "ຕະຫຼາດນ້ຳ",
    "ផ្សារ ⟦SPAM⟧ ទឹក": "ផ្សារទឹក",
    "市场 ⟦SPAM⟧ abc": "市场 abc",
    "abc ⟦SPAM⟧ 市场": "abc 市场",
}
KOREAN_KEEPS_THE_SPACE_THAT_WAS_THERE = {
    "시장이 ⟦SPAM⟧ 크다": "시장이 크다",
    "시장이⟦SPAM⟧ 크다": "시장이 크다",
    "시장이 ⟦SPAM⟧크다": "시장이 크다",
}
A_GLUED_TOKEN_LEAVES_ITS_WORD = {
    "one⟦SPAM⟧ two": "one two",
    "one ⟦SPAM⟧two": "one two",
    "one  ⟦SPAM⟧two": "one  two",
    "one⟦SPAM⟧, two": "one, two",
    "one⟦SPAM⟧.": "one.",
    "one⟦SPAM⟧\ntwo": "one\ntwo",
    "one⟦SPAM⟧two": "one two",
    "cafe\u0301⟦SPAM⟧bar": "cafe\u0301 bar",
    "की⟦SPAM⟧बात": "की बात",
    "one⟦SPAM⟧“two”": "one“two”",
    "“one”⟦SPAM⟧ two": "“one” two",
    'x"⟦SPAM⟧ y': 'x" y',
    'a ⟦SPAM⟧"b': 'a "b',
    "„eins“⟦SPAM⟧ zwei": "„eins“ zwei",
}
NOTHING_IS_RECAPITALISED = {
    "One. ⟦SPAM⟧ two": "One. two",
    "⟦SPAM⟧ two three": "two three",
    "One.⟦ SPAM⟧ Two": "One. Two",
}
NO_COMMA_OR_STOP_IS_DOUBLED = {
    "one, ⟦SPAM⟧, two": "one, two",
    "one,⟦SPAM⟧, two": "one, two",
    "one, ⟦SPAM⟧ , two": "one, two",
    "one. ⟦SPAM⟧. Two": "one. Two",
    "one. ⟦SPAM⟧.": "one.",
    "one. ⟦SPAM⟧.\ntwo": "one.\ntwo",
    "one; ⟦SPAM⟧; two": "one; two",
    "一，⟦SPAM⟧，二": "一，二",
    "一。⟦SPAM⟧。二": "一。二",
    "بيت، ⟦SPAM⟧، كبير": "بيت، كبير",
    "one. ⟦SPAM⟧... two": "one... two",
    "it. ⟦SPAM⟧ .NET is": "it. .NET is",
}
BRACKETS_AROUND_GO_TOO = {
    "one (⟦SPAM⟧) two": "one two",
    "one ( ⟦SPAM⟧ ) two": "one two",
    "one (⟦SPAM⟧).": "one.",
    "one [⟦SPAM⟧], two": "one, two",
    "one ([⟦SPAM⟧]) two": "one two",
    "一（⟦SPAM⟧）二": "一二",
    "一「⟦SPAM⟧」二": "一二",
    "one (⟦SPAM⟧] two": "one (] two",
}
NO_GRAPHEME_IS_SPLIT = {
    "one ⟦SPAM⟧\u0301 two": "one two",
    "caf⟦e SPAM⟧ bar": "caf bar",
    "cafe⟦\u0301 SPAM⟧ bar": "cafe\u0301 bar",
    "cafe⟦\u0301SPAM⟧ bar": "cafe\u0301 bar",
    "one 👩⟦\u200d⟧💻 two": "one 👩\u200d💻 two",
    "\u0600 ⟦SPAM⟧": "\u0600 ",
    "👩⟦\u200d💻 SPAM⟧ two": "👩\u200d💻 two",
    "one ⟦SPAM 👩⟧\u200d💻 two": "one two",
    "one ⟦SPAM 🇮⟧🇩 two": "one two",
    "🇮⟦🇩 SPAM⟧ two": "🇮🇩 two",
    "one (⟦SPAM⟧)\u0304 two": "one ()\u0304 two",
    "one ⟦SPAM⟧ \u0301two": "one  \u0301two",
}
TABLE = [
    pytest.param(marked, expected, id=f"{name.lower().replace('_', '-')}: {marked!r}")
    for name, cases in list(globals().items())
    if name.isupper() and isinstance(cases, dict)
    for marked, expected in cases.items()
]


def cut(text: str, start: int, end: int) -> str:
    start, end, replacement = seam(text, start, end)
    return text[:start] + replacement + text[end:]


def lines(text: str) -> list[str]:
    return regex.split("\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]", text)


@pytest.mark.parametrize(("marked", "expected"), TABLE)
def test_what_a_cut_leaves(marked, expected):
    start, end = marked.index("⟦"), marked.index("⟧") - 1
    assert cut(marked.replace("⟦", "").replace("⟧", ""), start, end) == expected


def test_a_cut_of_nothing_or_of_white_space_alone_takes_nothing():
    assert cut("one  two", 4, 4) == "one  two"
    assert cut("one \n two", 3, 6) == "one \n two"
    assert cut("one   two", 3, 5) == "one   two"


class Counting(str):
    """A text that counts how often it is looked at."""

    __slots__ = ("looks",)

    def __getitem__(self, key):
        self.looks = getattr(self, "looks", 0) + 1
        return super().__getitem__(key)


@pytest.mark.parametrize(
    "build",
    [
        lambda n: (" " * n, "SPAM", " " * n),
        lambda n: ("x" + " " * n, "SPAM", " " * n + "y"),
        lambda n: ("(" * n, "SPAM", ")" * n),
        lambda n: ("( " * n, "SPAM", " )" * n),
        lambda n: ("\n" * n, "SPAM", "\n" * n),
        lambda n: ("🇮🇩" * n, "SPAM", "🇮🇩" * n),
        lambda n: ("e" + "\u0301" * n, "SPAM", "\u0301" * n),
        lambda n: ("," * n, "SPAM", "," * n),
        lambda n: ("", " " * n + "SPAM" + " " * n, ""),
    ],
    ids=["indent", "spaces", "brackets", "spaced-brackets", "breaks", "flags", "marks", "commas", "inside"],
)
def test_cost_grows_no_faster_than_the_text(build):
    looks = []
    for n in (100, 800):
        before, token, behind = build(n)
        text = Counting(before + token + behind)
        seam(text, len(before), len(before) + len(token))
        looks.append(text.looks)
    assert looks[1] <= 8.5 * looks[0]


@given(cut_=cuts(any_texts))
def test_beyond_what_was_asked_no_letter_goes_unless_half_of_it_was_asked_for(cut_):
    text, start, end = cut_
    left, right, replacement = seam(text, start, end)
    beyond = [*range(left, min(start, right)), *range(max(end, left), right)]
    assert not any(text[n].isalnum() and not splits(text, n) for n in beyond)
    assert replacement in ("", " ")


@given(cut_=cuts(any_texts))
def test_two_words_are_never_joined(cut_):
    text, start, end = cut_
    left, right, replacement = seam(text, start, end)
    assume(0 < left < right < len(text))
    assert replacement or not joins(text[left - 1], text[right])


@given(cut_=cuts(any_texts))
def test_a_cut_inside_a_line_leaves_every_other_line_alone(cut_):
    text, start, end = cut_
    assume(len(lines(text[start:end])) == 1)
    above, below = lines(text[:start])[:-1], lines(text[end:])[1:]
    left = [line for line in lines(cut(text, start, end)) if line.strip()]
    others = [line for line in above + below if line.strip()]
    assert len(left) - len(others) in (0, 1)
    split = len([line for line in above if line.strip()])
    assert left[:split] + left[len(left) - len(others) + split :] == others


@given(cut_=cuts(grapheme_texts))
def test_no_grapheme_is_ever_split(cut_):
    text, start, end = cut_
    left, right, _ = seam(text, start, end)
    borders = {match.start() for match in regex.finditer(r"\X", text)} | {len(text)}
    assert left == right or {left, right} <= borders


@given(cut_=cuts(any_texts))
def test_cutting_again_at_the_same_place_takes_nothing_more(cut_):
    text, start, end = cut_
    left, right, replacement = seam(text, start, end)
    after = text[:left] + replacement + text[right:]
    assert cut(after, left, left + len(replacement)) == after


@given(cut_=cuts(any_texts))
def test_lines_cut_the_short_way_are_cut_as_the_long_way_cuts_them(cut_):
    text, start, end = cut_
    text = f"{text[:start]}\n{text[start:end]}\n{text[end:]}"
    quick = seam(text, start + 1, end + 1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(seams, "_plain_line", lambda *_: 0)
        assert quick == seam(text, start + 1, end + 1)
