"""Mojibake repair as a user meets it: what is repaired, what is left alone, what an edit says."""

from __future__ import annotations

import pytest

from cleanpress import Document, Mojibake, Pipeline
from cleanpress.edits import apply
from cleanpress.filters.mojibake.pages import NARROW


def repaired(text: str) -> str:
    return apply(text, [edit for edit in Mojibake().find(Document(text)) if edit.confidence >= 0.9])


@pytest.mark.parametrize(
    ("damaged", "right"),
    [
        ("Dia memesan kopi di cafÃ© itu.", "Dia memesan kopi di café itu."),
        ("Ona mieszka w Å\x81odzi od lat.", "Ona mieszka w Łodzi od lat."),
        ("“Kami siap,â€\x9d katanya.", "“Kami siap,” katanya."),
        ("ÐŸÐ¾Ð³Ð¾Ð´Ð° Ñ…Ð¾Ñ€Ð¾ÑˆÐ°Ñ\x8f", "Погода хорошая"),
        ("twice: cafÃƒÂ©", "twice: café"),
        ("â”œâ”€â”€ src\nâ””â”€â”€ main.py", "├── src\n└── main.py"),
        ("Al-Qurï¿½an", "Al-Qur\ufffdan"),
        ("- [ç±»åž‹æ³¨è§£](#types) å’Œ", "- [类型注解](#types) 和"),
        ("it\x92s late", "it’s late"),
        ("line one\nnaÃ¯ve\r\nline three", "line one\nnaïve\r\nline three"),
    ],
)
def test_damage_is_repaired(damaged: str, right: str) -> None:
    assert repaired(damaged) == right


@pytest.mark.parametrize(
    ("right", "page"),
    [
        ("Погода сегодня хорошая, сказал мэр.", "cp1251"),
        ("الطقس اليوم جميل في المدينة", "cp1256"),
        ("วันนี้อากาศดีมาก", "cp874"),
        ("Der Bürgermeister öffnet die Brücke für alle.", "cp437"),
        ("Žirafa běžela přes louku a děti křičely.", "cp852"),
        ("Ο καιρός σήμερα είναι πολύ καλός", "cp1253"),
        ("Погода сегодня хорошая, сказал мэр.", "koi8-r"),
        ("Élan, théâtre et forêt près du château", "mac-roman"),
        ("Thời tiết hôm nay rất đẹp ở Hà Nội", "cp1258"),
    ],
)
def test_utf8_read_with_other_pages(right: str, page: str) -> None:
    damaged = "".join(bytes([byte]).decode(page, "ignore") or chr(byte) for byte in right.encode())
    assert repaired(damaged) == right


COMMON_MARKS = "‐‑–—’“”…•€™→"
RARE_PAGES = ("cp862",)
"""Pages of which two marks in three look like a word of two scripts."""


@pytest.mark.parametrize("page", [name for name in NARROW if name not in RARE_PAGES])
@pytest.mark.parametrize("frame", ["The sum was{}say some", "They left 1939{}45", "It stops here{}", "{}Start"])
def test_a_single_typographic_mark_of_any_page(page: str, frame: str) -> None:
    """One mark is all the damage that most English lines have."""
    kept = 0
    for mark in COMMON_MARKS:
        damaged = frame.format("".join(bytes([b]).decode(page, "ignore") or chr(b) for b in mark.encode()))
        output = repaired(damaged)
        assert output in (frame.format(mark), damaged)
        kept += output == damaged
    assert kept <= (2 if page in ("cp852", "cp775", "mac-latin2") else 0)


@pytest.mark.parametrize(
    "text",
    [
        "Er rief: ‚Äpfel gibt es heute keine, ‚Überall ist Markt.",
        "Клиент приватБАНК и газета КонтинентАВ судятся.",
        "Η τιμή β€ δεν υπάρχει, το Γ έχει.",
        "Le mot ÔTÉ et le mot BÂTI sont écrits.",
    ],
)
def test_letters_that_marks_become_stay_in_right_words(text: str) -> None:
    assert Mojibake().find(Document(text)) == []


@pytest.mark.parametrize(
    "text",
    [
        "A letra «Â» e a letra «Ã», não «Á»",
        "Bokstäverna ”Å”, ”Ä” och ”Ö”",
        "»Ä« und »Ö«: »Ü« fehlt",
        "Litera „Ó” i litera „Ł”",
        "Letra Ã – til – e letra Â – circunflexo",
        "Â la bonne heure, il est là",
        "Â la bonne heure",
        "KAAVÂŠKÂS ANARÂŠKIELÂ",
        "┌─┬─┐ é │ è └─┴─┘ ▓▒░",
        "â, ê, î, ô, û – circumflexes; à, è, ì, ò, ù – graves",
    ],
)
def test_letters_that_are_named_drawn_or_begin_a_sentence_stay(text: str) -> None:
    assert Pipeline([Mojibake()]).clean(text) == text


@pytest.mark.parametrize(
    ("damaged", "right"),
    [
        ("«Elle vaÃ\xa0 Paris», dit-il", "«Elle va\xe0 Paris», dit-il"),
        ("“Vou Ã escola”, disse ela", "“Vou à escola”, disse ela"),
        ("The mayor,Â who left", "The mayor,\xa0who left"),
    ],
)
def test_blanks_of_lost_bytes_are_still_told_from_letters(damaged: str, right: str) -> None:
    assert repaired(damaged) == right


@pytest.mark.parametrize(
    ("right", "pages"),
    [
        ("Tickets cost £12 or €14, and the café on the first floor stays open…", ("mac-roman", "cp1252")),
        ("« Nous sommes très fiers », répète l’équipe, où chaque élève mange", ("cp1251", "cp1252")),
        ("La leçon à l’école ; « c’était drôle », a-t-il avoué à sa mère.", ("cp1252", "mac-roman")),
    ],
)
def test_layers_of_different_pages_are_undone_whole(right: str, pages: tuple[str, ...]) -> None:
    damaged = right
    for page in pages:
        damaged = "".join(bytes([byte]).decode(page, "ignore") or chr(byte) for byte in damaged.encode())
    assert repaired(damaged) == right


def test_a_lost_letter_is_only_told_in_a_language_that_writes_it() -> None:
    """Of what begins with a byte of Polish and ends with a lost one, none but ą is written in Polish."""
    damaged = "Strażacy gasili pożar łąki koło Łodzi.".encode().decode("latin-1").replace("Ä\x85", "Ä ")
    assert "ĭ" not in repaired(damaged)


def test_a_line_of_an_old_page_is_not_mended_in_pieces() -> None:
    """Some pairs of its letters are UTF-8 by chance; ftfy makes Chinese and Arabic letters of them."""
    right = "เมื่อวานตอนเย็นชาวบ้านมารวมตัวกันใกล้โรงเรียนเพื่อพูดคุยเรื่องการซ่อมถนนและสะพาน"
    assert repaired(right.encode("cp874").decode("latin-1")) == right


def test_no_private_character_is_made() -> None:
    assert repaired("a ÔîÄ b") == "a ÔîÄ b"


@pytest.mark.parametrize(
    ("right", "written", "read"),
    [
        ("Погода сегодня хорошая, сказал мэр.", "cp1251", "latin-1"),
        ("Погода сегодня хорошая, сказал мэр.", "koi8-r", "cp1251"),
        ("Mieszkańcy czekają na nową linię, która ruszy wkrótce.", "cp1250", "cp1252"),
        ("Köprünün eylülde açılacağını söyleyen başkan İstanbul’a döndü", "cp1254", "latin-1"),
        ("今天天气很好，我们去公园。", "gbk", "latin-1"),
        ("今日はとても良い天気です。", "cp932", "latin-1"),
        ("오늘은 날씨가 아주 좋습니다.", "euc-kr", "latin-1"),
    ],
)
def test_one_page_read_as_another(right: str, written: str, read: str) -> None:
    assert repaired(right.encode(written).decode(read)) == right


@pytest.mark.parametrize(
    ("damaged", "right"),
    [
        ("â€œSaya berharapâ€ katanya", "“Saya berharap” katanya"),
        ("â€œSaya berharapâ€\ufffd katanya", "“Saya berharap” katanya"),
        ("âSaya berharapâ katanya", "“Saya berharap” katanya"),
        ("mereka tiba âsejak Seninâ pagiâ¦", "mereka tiba “sejak Senin” pagi…"),
        ("RÃ©pÃ¨te lâÃ©quipe aprÃ¨s dâimportants travaux", "Répète l’équipe après d’importants travaux"),
        ("Ù†ØÙ† Ø¬Ø§Ù‡Ø²ÙˆÙ† Ù„Ù„Ù…Ø¨Ø§Ø±Ø§Ø©", "نحن جاهزون للمباراة"),
        ("Alors, voilÃ le travail des Ã©lÃ¨ves", "Alors, voilà le travail des élèves"),
        ("Los dÃas de MarÃa en la estaciÃ³n", "Los días de María en la estación"),
    ],
)
def test_lost_bytes_that_their_neighbours_tell(damaged: str, right: str) -> None:
    assert repaired(damaged) == right


@pytest.mark.parametrize(
    "text",
    [
        "Crème brûlée à la carte, “naïve” – déjà vu…",
        "PÃO DE AÇÚCAR E MAÇÃ",
        "AMANHÃ» É O TÍTULO, “IRMÔ TAMBÉM – MAÇÃ™",
        "CAFÉ¡ dijo el camarero",
        "ANARÂŠKIELÂ LII ÂNNÂM",
        "Đà Nẵng và Huế đón khách",
        "Łódź, Kraków, Gdańsk",
        "Wìr fó cá’cá’ fo wù kùyír kitú là, a kiliŋ bì’fo",
        "ﬁnale with ligature, ｆｕｌｌ ｗｉｄｔｈ, 'straight' and ‘curly’ quotes, &amp; an entity",
        "Цена — 5 €, скидка 20 %",
        "日本語の「引用」と全角１２３",
        "├── src\n│   └── Größe.txt",
        "lone \ud800 surrogate",
        "",
    ],
)
def test_right_text_is_left_alone(text: str) -> None:
    assert Mojibake().find(Document(text)) == []


@pytest.mark.parametrize(
    "text",
    ['s.replace("Ã©", "é")', "| Ã¼ | ü |", "The word “cafÃ©” is what you see when café is read as Latin-1."],
)
def test_examples_of_damage_are_reported_not_mended(text: str) -> None:
    assert repaired(text) == text
    assert {edit.rule for edit in Mojibake().find(Document(text))} == {"mojibake/shown"}


def test_a_quotation_is_no_example() -> None:
    assert repaired("(å¦‚æžœé‚„æ²’æœ‰ï¼Œè«‹å…ˆä¸‹è¼‰å®‰è£\x9d)") == "(如果還沒有，請先下載安裝)"


def test_short_right_words_nearby_make_no_example_of_a_damaged_line() -> None:
    assert repaired("Priset pÃ¥ brÃ¶d Ã¶kade, sa de på mötet.") == "Priset på bröd ökade, sa de på mötet."


def test_edits_are_the_damaged_pieces_only() -> None:
    edits = Mojibake().find(Document("satu cafÃ© dan dua cafÃ© lagi"))
    assert [(edit.start, edit.end, edit.replacement) for edit in edits] == [(8, 10, "é"), (22, 24, "é")]
    assert "latin-1" in edits[0].reason


def test_the_reason_names_every_layer() -> None:
    (edit,) = Mojibake().find(Document("Kopi di cafÃƒÂ© itu enak."))
    assert edit.reason.count("decode utf-8") == 2


def test_a_lost_byte_that_cannot_be_told_is_reported_not_guessed() -> None:
    edits = Mojibake().find(Document("ÐÐ»Ð¸Ð½Ð° Ð¸ Ñ?Ð½ÐµÐ³ ÐºÐ°Ð·Ð°Ð»Ð¸Ñ?ÑŒ Ñ?Ð½Ñ?ÐµÐµ"))
    reports = [edit for edit in edits if edit.confidence < 0.9]
    assert all(edit.rule == "mojibake/lost-byte" and "lost" in edit.reason for edit in reports)
    assert reports


def test_damage_beside_right_text_of_the_same_line() -> None:
    assert repaired("“Right” и правильно, but cafÃ© and Ð¿Ñ€Ð¸Ð²ÐµÑ‚ are not.") == (
        "“Right” и правильно, but café and привет are not."
    )


def test_repair_never_lengthens_and_settles() -> None:
    text = "Ð¿Ñ€Ð¸Ð²ÐµÑ‚ Ð¼Ð¸Ñ€ â€” cafÃ© " * 50
    once = repaired(text)
    assert len(once) < len(text)
    assert repaired(once) == once


def test_repair_comes_before_spaces_are_tidied() -> None:
    assert Pipeline.default().clean("VoilÃ\xa0 le travail") == "Voilà le travail"


def test_lines_of_nothing_but_frames_and_oddities_are_searched_in_vain() -> None:
    for text in ("大賽──最大獎──壹", "x──ﾃ──", "ЧтоБы──║", "──é──Ã ──"):
        assert repaired(text) == text
