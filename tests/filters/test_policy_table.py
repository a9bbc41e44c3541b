"""The whole policy of characters as one table: what each row keeps and changes, in the pipelines of both presets."""

from __future__ import annotations

import pytest

from cleanpress import Document, Pipeline

SAME = None
ZW = "\u200b"

# Row, source, what the preset for scraped text makes of it, and that for files of authors; SAME where it stays.
TABLE: list[tuple[str, str, str | None, str | None]] = [
    ("C0 controls", "The quay\x07 is open\x00.", "The quay is open.", "The quay is open."),
    ("C0 controls", "The quay\n\tis open.", SAME, SAME),
    ("terminal sequences", "\x1b[31mRed\x1b[0m tide \x9b1mtonight\x9b0m", "Red tide tonight", "Red tide tonight"),
    ("terminal sequences", "\x1b]0;log\x07Pier \x1bPq1\x1b\\open", "Pier open", "Pier open"),
    ("terminal sequences", "The key [31m is printed", SAME, SAME),
    ("information separators", "one\x1ctwo\x1fthree", "onetwothree", "onetwothree"),
    ("tab", "The ferry\tleaves.", "The ferry leaves.", "The ferry leaves."),
    ("tab", "Pier\tFerry\tFare\nA\tAnna\t12\nB\tBerta\t14", SAME, SAME),
    ("form feed, vertical tab", "One.\x0cTwo.\x0bThree.", "One.\n\nTwo.\nThree.", SAME),
    ("CR, CRLF", "One.\r\nTwo.\rThree.", "One.\nTwo.\nThree.", SAME),
    ("CR, CRLF", "One.\r\nTwo.\r\nThree.\r\n", "One.\nTwo.\nThree.\n", SAME),
    ("NEL", "Wait\x85 he said", "Wait… he said", "Wait… he said"),
    ("other C1", "it\x92s a \x93quay\x94\x81 here", "it’s a “quay” here", "it’s a “quay” here"),
    ("line and paragraph separator", "One.\u2028Two.\u2029Three.", "One.\nTwo.\n\nThree.", SAME),
    ("space runs", "The   quay is  open.", "The quay is open.", "The quay is open."),
    ("space runs", "Name      Fare\nAnna        12\nBerta       14", SAME, SAME),
    ("space runs", "    def open(quay):\n        return  quay", SAME, SAME),
    ("two spaces after a full stop", "It is open.  Come in.", "It is open. Come in.", SAME),
    (
        "space at line end",
        "One. \nTwo.\u00a0\nThree.\u3000\nFour.\t",
        "One.\nTwo.\nThree.\nFour.",
        "One.\nTwo.\nThree.\nFour.",
    ),
    ("space at line end", "Yours\n-- \nAnna", SAME, SAME),
    ("empty lines", "One.\n\n\n\nTwo.", "One.\n\nTwo.", "One.\n\nTwo."),
    ("end of text", "One.\n\n\n", "One.\n", "One.\n"),
    ("end of text", "One.", SAME, SAME),
    ("no-break space", "two\u00a0words and\u00a0 a blank\u00a0", "two words and a blank", "two words and a blank"),
    ("no-break space", "12\u00a0kg, «\u00a0oui\u00a0»\u00a0! v\u00a0domě, J.\u00a0R. Lind, §\u00a0five", SAME, SAME),
    ("narrow no-break space", "«\u202foui\u202f»\u202f! 12\u202f000, ᠮᠣᠩᠭᠣᠯ\u202fᠤᠨ", SAME, SAME),
    ("narrow no-break space", "a\u202f\u202fb\u202f", "a b", "a b"),
    ("thin, figure, hair, punctuation space", "12\u2009000 and\u20071\u200a%", SAME, SAME),
    (
        "thin, figure, hair, punctuation space",
        "two\u2009words\u200aand\u2008more",
        "two words and more",
        "two words and more",
    ),
    ("fixed spaces", "\u2003two\u2002words\u2004and", "two words and", "two words and"),
    ("fixed spaces", "x\u205f=\u205fy", SAME, SAME),
    ("ideographic space", "\u3000今天下雨。山田\u3000太郎", SAME, SAME),
    ("ideographic space", "two\u3000words\u3000", "two words", "two words"),
    ("visible separators", "ᚐ\u1680ᚑ བཀྲ་ཤིས སላም፡ዓለም", SAME, SAME),
    ("zero width space", f"a{ZW}b", "ab", "ab"),
    ("zero width space", f"วันนี้{ZW}อากาศ ភាសា{ZW}ខ្មែរ မြန်မာ{ZW}စာ", SAME, SAME),
    ("zero width space", f"วันนี้{ZW}{ZW}อากาศ", f"วันนี้{ZW}อากาศ", f"วันนี้{ZW}อากาศ"),
    ("zero width non-joiner", "می\u200cخواهم क्\u200cष نامه\u200c", SAME, SAME),
    ("zero width non-joiner", "Auf\u200clage При\u200cвет 今\u200c天", "Auflage Привет 今天", "Auflage Привет 今天"),
    ("zero width non-joiner", "می\u200c\u200cخواهم", "می\u200cخواهم", "می\u200cخواهم"),
    ("zero width joiner", "👩\u200d💻 क्\u200dष ශ්\u200dරී ه\u200d", SAME, SAME),
    ("zero width joiner", "a\u200db 今\u200d天 👩\u200d now", "ab 今天 👩 now", "ab 今天 👩 now"),
    ("word joiner", "a\u2060b", "ab", SAME),
    ("byte order mark", "\ufeffOne\ufeff two.", "One two.", "One two."),
    ("soft hyphen", "Hafen\u00adgebühr", "Hafengebühr", SAME),
    ("combining grapheme joiner", "\u05d0\u05b7\u034f\u05b6", SAME, SAME),
    ("combining grapheme joiner", "Preview \u034f \u034f \u200c\u034f end", "Preview end", "Preview end"),
    ("runs of mixed invisibles", "quay\u200b\u2060\ufeffside", "quayside", "quayside"),
    ("runs of mixed invisibles", "می\u200b\u200cخواهم", "می\u200cخواهم", "می\u200cخواهم"),
    ("variation selectors 15, 16", "❤\ufe0f ☎\ufe0e 1\ufe0f\u20e3", SAME, SAME),
    ("variation selectors 15, 16", "quay\ufe0f", "quay", "quay"),
    ("variation selectors 1 to 14", "∩\ufe00 、\ufe00", SAME, SAME),
    ("variation selectors 1 to 14", "a\ufe00b\ufe01\ufe02", "ab", "ab"),
    ("ideographic variation selectors", "葛\U000e0100飾区", SAME, SAME),
    ("ideographic variation selectors", "葛\U000e0100\U000e0101 a\U000e0100", "葛\U000e0100 a", "葛\U000e0100 a"),
    ("Mongolian selectors", "ᠠ\u180bᠨ\u180eᠠ", SAME, SAME),
    ("Mongolian selectors", "a\u180bb\u180ec", "abc", "abc"),
    ("tag characters", "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f", SAME, SAME),
    ("tag characters", "send\U000e0068\U000e0069 it", "send it", "send it"),
    ("emoji", "🇮🇩 👍🏽 #\ufe0f\u20e3 👨‍👩‍👧", SAME, SAME),
    ("direction marks", "שלום\u200f (abc\u200e) سلام\u061c", SAME, SAME),
    ("direction marks", "plain\u200e text\u200f\u061c", "plain text", "plain text"),
    ("isolates", "שלום \u2067abc\u2069 עולם", SAME, SAME),
    ("isolates", "plain \u2067abc\u2069 text", "plain abc text", "plain abc text"),
    ("isolates", "שלום \u2067abc עולם", "שלום abc עולם", "שלום abc עולם"),
    ("embeddings", "שלום \u202aabc\u202c עולם", SAME, SAME),
    ("embeddings", "plain \u202babc\u202c text", "plain abc text", "plain abc text"),
    ("overrides", "invoice\u202efdp.exe\u202c שלום", "invoicefdp.exe שלום", "invoicefdp.exe שלום"),
    ("deprecated format characters", "a\u206ab\u206fc", "abc", "abc"),
    ("invisible operators", "f\u2061(x) and a\u2062b", SAME, SAME),
    ("invisible operators", "word \u2063 word", "word word", "word word"),
    ("visible format characters", "\u0600١٢ \u06dd١ \u070fܐ \U000110bd \U0001d173", SAME, SAME),
    ("annotation", "\ufff9漢\ufffaか\ufffb", "漢か", "漢か"),
    ("object replacement", "Photo\ufffc here", "Photo here", "Photo here"),
    ("replacement character", "caf\ufffd open", SAME, SAME),
    ("noncharacters", "a\ufdd0b\uffffc\U0001fffe", "abc", "abc"),
    ("lone surrogates", "a\ud83d\ude00b\ud800c", "a😀b\ufffdc", "a😀b\ufffdc"),
    ("private use", "Read on \ue900 here", "Read on here", SAME),
    ("private use", "\uf8ff Pie, w\ue001rd, 外\ue000字", SAME, SAME),
    ("Hangul fillers", "ㄱ\u3164ㅏ", SAME, SAME),
    ("Hangul fillers", "name\u3164 \uffa0end", "name end", "name end"),
    ("jamo fillers", "\u1100\u1160\u11a8 \u115f\u1161", SAME, SAME),
    ("jamo fillers", "a\u115fb\u1160c", "abc", "abc"),
    ("Braille blank", "⠓\u2800⠊", SAME, SAME),
    ("Braille blank", "two\u2800words", "two words", "two words"),
    ("Khmer inherent vowels", "ក\u17b4ខ\u17b5", SAME, SAME),
    ("combining marks", "cafe\u0301 q\u0323\u0307", SAME, SAME),
    ("tatweel", "ســـلام", SAME, SAME),
    ("presentation forms", "ﬁn ﻻ Ｆｕｌｌ ｶﾞ", SAME, SAME),
    ("curly quotes, dashes, ellipsis", "“One” ‘two’ – three — four…", SAME, SAME),
]

REPORTED = {
    "C0 controls", "terminal sequences", "information separators", "NEL", "other C1", "line and paragraph separator",
    "no-break space", "zero width space", "zero width non-joiner", "zero width joiner", "word joiner",
    "byte order mark",
    "soft hyphen", "combining grapheme joiner", "runs of mixed invisibles", "variation selectors 15, 16",
    "variation selectors 1 to 14", "ideographic variation selectors", "Mongolian selectors", "tag characters",
    "direction marks", "isolates", "embeddings", "overrides", "deprecated format characters", "invisible operators",
    "annotation", "object replacement", "noncharacters", "lone surrogates", "private use", "Hangul fillers",
    "jamo fillers", "Braille blank", "CR, CRLF",
}  # fmt: skip
"""Rows whose changes must be told."""
ONLY_KEPT = {
    "visible separators", "emoji", "visible format characters", "replacement character", "Khmer inherent vowels",
    "combining marks", "tatweel", "presentation forms", "curly quotes, dashes, ellipsis",
}  # fmt: skip
"""Rows that change nothing by default."""
ONLY_CHANGED = {
    "information separators", "NEL", "other C1", "empty lines", "byte order mark", "runs of mixed invisibles",
    "overrides", "deprecated format characters", "annotation", "object replacement", "noncharacters", "lone surrogates",
}  # fmt: skip
"""Rows that keep nothing, in either preset."""


def test_every_row_has_an_example_of_what_it_keeps_and_of_what_it_changes() -> None:
    kept = {row for row, _, press, repository in TABLE if SAME in (press, repository)}
    changed = {row for row, _, press, repository in TABLE if (press, repository) != (SAME, SAME)}
    names = {row for row, *_ in TABLE}
    assert len(names) == 55
    assert names - kept == ONLY_CHANGED
    assert names - changed == ONLY_KEPT


@pytest.mark.parametrize("preset", ["press", "repository"])
@pytest.mark.parametrize(("row", "source", "press", "repository"), TABLE)
def test_a_row_does_what_the_policy_says(
    row: str, source: str, press: str | None, repository: str | None, preset: str
) -> None:
    expected = press if preset == "press" else repository
    right = source if expected is SAME else expected
    pipeline = Pipeline.default(preset)
    result = pipeline.run(Document(source))
    assert result.text == right
    assert pipeline.clean(right) == right, "what comes out stays"
    if right != source and row in REPORTED:
        assert any(edit.reason and edit.rule.startswith(("whitespace/", "mojibake/")) for edit in result.edits)


def test_what_stays_and_may_be_a_fault_is_told() -> None:
    for text in ("caf\ufffd open", "e" + "\u0301" * 12):
        result = Pipeline.default().run(Document(text))
        assert result.text == text
        assert result.withheld
