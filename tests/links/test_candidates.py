"""What is host-like in a text, and where exactly it begins and ends."""

from __future__ import annotations

import pytest

from cleanpress.filters.links.candidates import find_candidates
from growth import assert_growth, seconds


def found(text: str) -> list[tuple[str, str]]:
    return [(text[c.start : c.end], c.form) for c in find_candidates(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("harus mampu contoh77.live melakukan", [("contoh77.live", "bare")]),
        ("lihat www.contoh.co.id.", [("www.contoh.co.id", "www")]),
        ("di https://a.example.org/x?y=1, lalu", [("https://a.example.org/x?y=1", "url")]),
        ("harus bersamawww.contoh.live lagi", [("www.contoh.live", "www")]),
        ("hxxp://buruk.top/x dan", [("hxxp://buruk.top/x", "url")]),
        ("lihat kota.com/berita/2 lagi", [("kota.com/berita/2", "path")]),
        ("tulis ke redaksi@kota.com ya", [("kota.com", "email")]),
        ("(lihat kota.com)", [("kota.com", "bare")]),
        ("报名请登录www.neea.edu.cn并按提示操作。", [("www.neea.edu.cn", "www")]),
        ("เว็บไซต์https://www.rot.or.th/a?b=1 วันนี้", [("https://www.rot.or.th/a?b=1", "url")]),
        ("смотри почта.рф сегодня", [("почта.рф", "bare")]),
        ("auf münchen.de steht", [("münchen.de", "bare")]),
        ("네이버는 naver.com에서 검색", [("naver.com", "bare")]),
        ("https://id.wiki.org/wiki/Kota_(film) ada", [("https://id.wiki.org/wiki/Kota_(film)", "url")]),
        ("port localhost.localdomain:80 dan x.io:8080/a", [("x.io:8080/a", "path")]),
    ],
)
def test_candidates_begin_and_end_where_a_reader_would_say(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    "text", ["setup.exe", "3.14", "dll. dan", "dkk., S.Hum.", "...", ".com", "a..com", "kata . com", "v1.2.3", "co.uk"]
)
def test_what_has_no_public_suffix_is_no_candidate(text: str) -> None:
    assert found(text) == []


def test_every_candidate_of_a_text_is_found_in_order() -> None:
    text = "satu.com dua.net\ntiga.org, empat.id"
    assert [t for t, _ in found(text)] == ["satu.com", "dua.net", "tiga.org", "empat.id"]


@pytest.mark.parametrize(
    "unit",
    ["a.", "ab.ab.", "a-a.", "1.1.", "www.", "a" * 60 + ".com ", "http://", "@a.com", "a.com/(", ".a", "x.com))))"],
)
def test_time_grows_with_length_only(unit: str) -> None:
    def cost(size: int) -> float:
        text = unit * (size // len(unit))
        return seconds(lambda: list(find_candidates(text)))

    assert_growth(cost, 30_000, 240_000, most=24)
