"""Texts, cuts and changes to try properties on."""

from __future__ import annotations

import unicodedata

from hypothesis import strategies as st

from cleanpress.edits import Change

PIECES = (
    *" \t\n.,;:!?()[]{}«»“”‘’„\"'-–/…@#%&<>|",
    *(
        "\r\n",
        "\r",
        "\n\n",
        "  ",
        "   \n",
        " \n ",
        "\n\n\n",
        "\x00",
        "\x0b",
        "\x0c",
        "\x85",
        "\u2028",
        "\ufffd",
    ),
    *(
        "a",
        "e",
        "n",
        "A",
        "I",
        "word",
        "Berita",
        "the",
        "dan",
        "10",
        "2.5",
        "e\u0301",
        "ü",
        "ß",
        "ı",
        "İ",
        "ﬁ",
    ),
    *("字", "。", "，", "「", "」", "ไทย", "한국", "की", "بيت", "،", "؟", "שלום", "かな", "ｶﾞ", "１", "！"),
    *(
        "ripple-mews.xyz",
        "www.oddkettle88.top",
        "https://pale-otter.live/win",
        "tarn.co.id",
        "x@mail-fen.com",
    ),
    *("slot", "bet777.vip", ".com", ".", "..", "U.S.", "a.b", "node.js", "wren[.]site", "lark dot top"),
    *("Read more:", "Share this article", "Advertisement", "Baca juga:", "Error: Content is protected !!"),
    *("Click here to subscribe", "Loading...", "Copyright ©", "All rights reserved.", "ADVERTISEMENT\n"),
    *(
        "Ã©",
        "â€™",
        "â€œ",
        "â€\x9d",
        "Ã",
        "Â",
        "Â ",
        "Ð¿Ñ€Ð¸",
        "ã\x81\x82",
        "ï»¿",
        "Ã\xa0",
        "\xc3\xa9",
        "&amp;",
        "&#233;",
    ),
    *(
        "\u200b",
        "\u200c",
        "\u200d",
        "\u2060",
        "\ufeff",
        "\u00ad",
        "\u00a0",
        "\u202f",
        "\u3000",
        "\u2009",
        "\u034f",
    ),
    *("\u200e", "\u202e", "\u2066", "\u2069", "\ufe0f", "\u0301", "\u20e3", "\U000e0041", "\ud800", "\udc00"),
    *("👩\u200d💻", "🇮🇩", "🇮", "👍🏽", "❤\ufe0f", "\ue000", "\uffff", "\u1160", "\x1b[31m", "\x1c", "\x7f"),
)
"""Small pieces, rich in what filters look at."""

PARAGRAPHS = (
    "The ferry sails at nine. Two tugs (both built in 1961) follow it out; the harbour is quiet by noon.",
    "Warga desa memperbaiki jembatan bambu. “Airnya naik tiap sore,” kata Sari, ketua kelompok tani itu.",
    "Le marché ouvre à sept heures : pains, légumes et fromages. Où acheter l’été ? Chez Noëlle, au pont.",
    "Die Bäckerei schließt früher, weil der Ofen überhitzt. „Morgen geht es weiter“, sagt der Geselle.",
    "Новый мост открыли утром. Жители ждали его семь лет, а паром больше не ходит.",
    "El niño plantó un limonero. ¿Cuándo dará fruto? Quizá en tres años, dice su abuela.",
    "港の朝は早い。漁師たちは「今日は風が強い」と話していた。\n市場は七時に開く。",
    "ตลาดน้ำเปิดตอนเช้า ชาวบ้านนำผลไม้มาขาย และกลับบ้านก่อนเที่ยง",
    "फसल इस साल अच्छी है। किसान मंडी जाने की तैयारी कर रहे हैं।",
    "افتتح السوق في الصباح، وجاء التجار من القرى المجاورة. هل يستمر حتى المساء؟",
    "First line of a list:\n\n- three eggs\n- a cup of flour\n\nStir slowly.\n",
    "Column\tPrice\nApples\t3.20\nPears\t2.75\n",
)
"""Clean paragraphs; nothing in them may be changed."""

_FAULT_WORDS = ("ripple-mews88.xyz", "www.oddkettle.top", "https://pale-otter.live/win", "slotfenbet777.vip")
_FAULT_LINES = (
    "Advertisement",
    "Share this article",
    "Error: Content is protected !!",
    "Baca juga:",
    "tarnbet88.live",
)
_FAULT_CHARACTERS = ("\u200b", "  ", "\u00ad", "\ufeff", "\x00", "\u202e", " \n", "\ud800", "\t\t")

arbitrary_texts = st.text(st.characters(exclude_categories=()), max_size=60)
"""Any Unicode, lone surrogates and unassigned characters included."""

_pieces = st.one_of(st.sampled_from(PIECES), st.sampled_from(PIECES), st.characters(exclude_categories=()))
rich_texts = st.one_of(
    st.lists(_pieces, max_size=24),
    st.lists(_pieces, min_size=2, max_size=5).flatmap(lambda few: st.lists(st.sampled_from(few), max_size=16)),
).map("".join)
"""A small alphabet, now and then a very small one, so that what filters look at meets itself."""


def _known(char: str) -> bool:
    return unicodedata.category(char) != "Cn"


assigned_texts = st.text(st.characters(exclude_categories=("Cs", "Cn")).filter(_known), max_size=40)
"""Characters whose properties this Python knows."""

grapheme_texts = st.one_of(
    assigned_texts,
    st.lists(
        st.one_of(
            st.sampled_from([piece for piece in PIECES if max(piece) < "\ud800" or min(piece) > "\udfff"]),
            st.sampled_from([*"🇮🇩🇯🇵👩💻\u200d\ufe0f\u0301\u1100\u1161\u11a8가각क्षत्रি\u0600©‼🏽\u20e3", "\r\n"]),
        ),
        max_size=20,
    ).map("".join),
)
"""Texts full of marks, jamo, flags and joined emoji."""


@st.composite
def faulty_paragraphs(draw: st.DrawFn) -> str:
    """Our own paragraphs with one fault put in, sometimes two or three."""
    text = "\n\n".join(draw(st.lists(st.sampled_from(PARAGRAPHS), min_size=1, max_size=3)))
    for _ in range(draw(st.sampled_from((1, 1, 1, 2, 3)))):
        text = draw(st.sampled_from((_with_word, _with_line, _with_characters, _as_mojibake)))(draw, text)
    return text


def _with_word(draw: st.DrawFn, text: str) -> str:
    at = draw(st.integers(0, len(text)))
    before, behind = draw(st.sampled_from((("", ""), (" ", ""), ("", " "), (" ", " "), (" (", ") "))))
    return text[:at] + before + draw(st.sampled_from(_FAULT_WORDS)) + behind + text[at:]


def _with_line(draw: st.DrawFn, text: str) -> str:
    lines = text.split("\n")
    lines.insert(draw(st.integers(0, len(lines))), draw(st.sampled_from(_FAULT_LINES)))
    return "\n".join(lines)


def _with_characters(draw: st.DrawFn, text: str) -> str:
    at = draw(st.integers(0, len(text)))
    return text[:at] + draw(st.sampled_from(_FAULT_CHARACTERS)) + text[at:]


def _as_mojibake(draw: st.DrawFn, text: str) -> str:
    encoding = draw(st.sampled_from(("latin-1", "cp1252", "cp1251")))
    return text.encode(errors="replace").decode(encoding, errors="replace")


any_texts = st.one_of(arbitrary_texts, rich_texts, faulty_paragraphs())
"""All three kinds together."""


@st.composite
def cuts(draw: st.DrawFn, texts: st.SearchStrategy[str] = rich_texts) -> tuple[str, int, int]:
    """A text and a piece of it that is not empty."""
    text = draw(texts.filter(bool))
    start = draw(st.integers(0, len(text) - 1))
    return text, start, draw(st.integers(start + 1, len(text)))


@st.composite
def changes_of(draw: st.DrawFn, text: str, replacements: st.SearchStrategy[str]) -> list[Change]:
    """Sorted, disjoint changes of a text that do change something."""
    borders = sorted(draw(st.lists(st.integers(0, len(text)), max_size=10)))
    changes = []
    for start, end in zip(borders[::2], borders[1::2], strict=False):
        replacement = draw(replacements)
        insertion_twice = changes and changes[-1].start == start == end
        if text[start:end] != replacement and not insertion_twice:
            changes.append(Change(start, end, replacement))
    return changes
