"""The words a sentence may open with before its subject: sorted, unique, folded, enough for plain openings."""

from __future__ import annotations

import re
from typing import Any

import pytest

from cleanpress.data import DATA, read_toml

LANGUAGES: dict[str, dict[str, Any]] = read_toml(DATA / "openings.toml")["languages"]
SPACED = sorted(code for code, table in LANGUAGES.items() if "time" in table)
UNSPACED = sorted(code for code, table in LANGUAGES.items() if "phrases" in table)


def is_opening(code: str, text: str) -> bool:
    """Whether every word is listed and one of them speaks of time; a word that begins with a digit does."""
    words = text.casefold().split()
    time = set(LANGUAGES[code]["time"].split())
    known = time | set(LANGUAGES[code]["little"].split())
    dated = [bool(re.match(r"\d", word)) or word in time for word in words]
    return any(dated) and all(is_date or word in known for is_date, word in zip(dated, words, strict=True))


def test_every_language_of_the_cues_has_a_table() -> None:
    assert sorted(LANGUAGES) == sorted(path.stem for path in (DATA / "cues").glob("*.toml"))
    assert sorted(SPACED + UNSPACED) == sorted(LANGUAGES)
    assert UNSPACED == ["ja", "th", "zh"]


@pytest.mark.parametrize(("code", "key"), [(c, k) for c, table in LANGUAGES.items() for k in table])
def test_a_list_is_sorted_unique_and_folded(code: str, key: str) -> None:
    words = LANGUAGES[code][key].split()
    assert words == sorted(set(words))
    assert [word for word in words if word != word.casefold()] == []
    assert len(words) >= 60


@pytest.mark.parametrize("code", SPACED)
def test_no_word_is_in_both_lists(code: str) -> None:
    assert set(LANGUAGES[code]["time"].split()) & set(LANGUAGES[code]["little"].split()) == set()


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("en", "Last year"),
        ("en", "Since the early 1990s"),
        ("en", "For more than two decades"),
        ("de", "Seit Anfang des vergangenen Jahres"),
        ("de", "Vor dreißig Jahren"),
        ("nl", "Begin vorige maand"),
        ("da", "I løbet af de seneste uger"),
        ("no", "I fjor høst"),
        ("sv", "För två år sedan"),
        ("fr", "Depuis l'été dernier"),
        ("fr", "À la fin de l’année"),
        ("es", "Hace unos meses"),
        ("es", "A principios de la semana pasada"),
        ("it", "Nell'estate dello scorso anno"),
        ("pt", "No início da década passada"),
        ("ro", "La sfârșitul lunii trecute"),
        ("ro", "Saptamana trecuta"),
        ("pl", "W zeszłym tygodniu"),
        ("pl", "Pod koniec września"),
        ("cs", "Na začátku loňského roku"),
        ("sk", "Od minulého pondelka"),
        ("ru", "В конце прошлого года"),
        ("ru", "Ещё три недели назад"),
        ("uk", "Минулого тижня"),
        ("uk", "П’ять років тому"),
        ("bg", "През последните няколко месеца"),
        ("sr", "Prošle nedelje"),
        ("sr", "Почетком прошле године"),
        ("el", "Τον περασμένο μήνα"),
        ("el", "Εδώ και δέκα χρόνια"),
        ("hu", "A múlt hét végén"),
        ("hu", "Két évvel ezelőtt"),
        ("fi", "Viime vuoden lopulla"),
        ("fi", "Kaksi viikkoa sitten"),
        ("tr", "Geçen yılın sonunda"),
        ("tr", "İki hafta önce"),
        ("ar", "في نهاية العام الماضي"),
        ("ar", "منذ الأسبوع الماضي"),
        ("fa", "در اوایل سال گذشته"),
        ("he", "בשבוע שעבר"),
        ("he", "לפני שלוש שנים"),
        ("hi", "पिछले साल के अंत में"),
        ("ko", "지난해 가을"),
        ("ko", "3년 전부터"),
        ("id", "Pekan lalu"),
        ("id", "Sejak awal bulan ini"),
        ("ms", "Pada hujung tahun lepas"),
        ("vi", "Vào cuối năm ngoái"),
        ("vi", "Từ đầu tháng 3"),
        ("sw", "Mwishoni mwa mwaka uliopita"),
        ("ha", "A makon da ya gabata"),
        ("yo", "Ní ọdún tó kọjá"),
        ("ig", "N'izu gara aga"),
        ("so", "Toddobaadkii la soo dhaafay"),
        ("xh", "Kwiveki ephelileyo"),
        ("it", "Lunedì 4 marzo 2019"),
    ],
)
def test_a_phrase_of_time_is_an_opening(code: str, text: str) -> None:
    assert is_opening(code, text)


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("en", "Of the"),
        ("en", "Yesterday visitors of"),
        ("de", "Nach der"),
        ("fr", "Selon la"),
        ("id", "Harus mampu"),
        ("id", "Di dalam"),
        ("id", "Kemarin bermain di"),
        ("pl", "Od tej"),
        ("ru", "Вчера на сайте"),
        ("fi", "Tämän jälkimmäisen"),
        ("tr", "Bu ve diğer"),
        ("vi", "Từ trong"),
    ],
)
def test_what_speaks_of_no_time_or_of_more_is_none(code: str, text: str) -> None:
    assert not is_opening(code, text)


@pytest.mark.parametrize(
    ("code", "phrase"),
    [
        ("zh", "去年秋天"),
        ("zh", "日前"),
        ("zh", "上週"),
        ("ja", "昨年の秋"),
        ("ja", "先月から"),
        ("th", "เมื่อปีที่แล้ว"),
        ("th", "สัปดาห์ที่ผ่านมา"),
    ],
)
def test_a_whole_phrase_is_listed_where_no_space_parts_words(code: str, phrase: str) -> None:
    assert phrase in LANGUAGES[code]["phrases"].split()
