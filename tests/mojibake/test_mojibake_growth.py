"""Hostile and plain damage of any size costs time in proportion, and raises nothing."""

from __future__ import annotations

import random

import pytest

from cleanpress import Document, Mojibake, Pipeline
from growth import assert_growth, seconds

PIECES = {
    "one page": "ÐŸÐ¾Ð³Ð¾Ð´Ð° Ñ…Ð¾Ñ€Ð¾ÑˆÐ°, cafÃ© Ð¸ naÃ¯ve.\n" * 40,
    "one long line": "satu cafÃ© dan dua naÃ¯ve lagi “ok” " * 40,
    "no blanks": "Ã©" * 800,
    "lead bytes only": "Ã" * 1_600,
    "layers": "cafÃƒÆ’Ã‚Â© " * 60,
    "lost bytes": "Ñ\ufffd" * 200,
    "frames": "├─┤│╔═╗ x─y" * 60,
    "controls": "\x80\x81\x9d" * 80,
    "surrogates": "\ud800Ã\udc00©" * 60,
    "entities": "&amp;" * 800 + "Ã©",
    "combining marks": "a" + "\u0301" * 1_500 + "Ã©",
    "old page": "Ïðèâåò, ýòî îáû÷íûé òåêñò.\n" * 40,
}


@pytest.mark.parametrize("name", PIECES)
def test_cost_grows_with_the_length(name: str) -> None:
    """At n, 2n, 4n and 8n: each may cost three times its share of the first at most."""
    piece = PIECES[name]
    timed(piece[:200])  # tables are read once
    for times in (2, 4, 8):
        assert_growth(lambda times: timed(piece * times), 1, times, most=3 * times)


def test_megabytes_of_damage_cost_no_more_a_piece() -> None:
    line = "Ð¿Ñ€Ð¸Ð²ÐµÑ‚, cafÃ© â€” naÃ¯ve\n"
    assert_growth(lambda times: timed(line * times), 500, 10_000, most=60)


def timed(text: str) -> float:
    document = Document(text)
    return seconds(lambda: Mojibake().scan(document))


def test_nested_layers_end_and_never_lengthen() -> None:
    text = "é – “ok”"
    pipeline = Pipeline([Mojibake()])
    for _ in range(14):
        text = text.encode("utf-8").decode("latin-1")
    output = pipeline.clean(text)
    assert len(output) <= len(text)
    assert pipeline.clean(text) == output


def test_anything_goes_in_and_nothing_is_raised_or_lengthened() -> None:
    rng = random.Random(5)
    alphabet = "ÃÂÐÑâ€™œ©®ï»¿ab \n\x00\x81\xad\ufffd‚ƒÄÅäåæçØÙàáéАБвгЂ│─░ﾃ縺鏂\ud83d\udca9\U0001f600เธ׳"
    for _ in range(25):
        text = "".join(rng.choices(alphabet, k=24))
        for edit in Mojibake().find(Document(text)):
            assert 0 <= edit.start < edit.end <= len(text)
            assert len(edit.replacement) <= edit.end - edit.start
