"""The second benchmark of mojibake repair: other sentences, look-alikes and kinds, first scored unread.

``build_eval.py`` writes its cases behind those of the first, as the split ``held2``. The sentences stand in
``second_sentences.tsv``, the look-alikes in ``second_controls.tsv``. Which sentences a kind meets is told by a seed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from random import Random

from damage import Damage, legacy_as, some_words, straight, then, utf8_as, utf8_as_strict, wide_as

__all__ = ["second"]

HERE = Path(__file__).parent
_CENTRAL = "pl cs sk hu ro hr sl"
_CYRILLIC = "ru uk be bg sr mk"
_PER_KIND, _PER_WIDE_KIND = 5, 9
"""Cases of a kind, and of one that any language suffers."""

_PLAIN = {
    "cp1252": "*", "latin-1": "*", "cp1256": "ar fa ur fr en tr id", "cp874": "th fr en id km",
    "cp437": "fr de es sv ru zh en", "cp850": "de fr pt da es ru", "cp852": f"{_CENTRAL} de",
    "mac-roman": "en fr de es pt it nl sv da no fi is ga ca gl tr vi id", "mac-cyrillic": "ru uk bg",
    "mac-greek": "el fr", "mac-turkish": "tr", "mac-latin2": "pl cs hu sk", "mac-iceland": "is fr",
    "cp1253": "el en de", "cp1255": "he en fr", "cp1258": "vi fr id", "koi8-r": "ru bg de fr", "koi8-u": "uk",
    "cp1251": f"{_CYRILLIC} kk ky de en", "cp1250": f"{_CENTRAL} de en", "cp1254": "tr az fr id", "cp1257": "lv lt et",
    "cp866": "ru uk de", "cp860": "pt", "cp865": "no da", "iso8859-3": "mt eo", "iso8859-15": "fr fi nl",
}  # fmt: skip
_LEGACY = {
    ("cp1251", "latin-1"): _CYRILLIC, ("cp1251", "cp1252"): "ru uk bg", ("koi8-r", "cp1251"): "ru bg",
    ("cp1251", "koi8-r"): "ru bg", ("koi8-r", "latin-1"): "ru", ("cp1254", "latin-1"): "tr az",
    ("cp1254", "cp1252"): "tr az", ("cp1250", "cp1252"): _CENTRAL, ("cp1250", "latin-1"): _CENTRAL,
    ("cp1253", "cp1252"): "el", ("cp1255", "latin-1"): "he", ("cp1256", "latin-1"): "ar fa",
    ("cp874", "latin-1"): "th", ("cp1257", "latin-1"): "lv lt et", ("cp866", "cp1252"): "ru",
    ("mac-roman", "cp1252"): "fr de es pt", ("cp850", "latin-1"): "de fr es", ("cp437", "latin-1"): "de sv",
}  # fmt: skip
_WIDE = {
    ("gbk", "latin-1"): "zh", ("gb18030", "cp1252"): "zh", ("cp932", "latin-1"): "ja", ("euc-jp", "cp1252"): "ja",
    ("euc-kr", "latin-1"): "ko", ("cp949", "cp1252"): "ko", ("big5", "latin-1"): "zh-Hant",
    ("big5", "cp1252"): "zh-Hant",
}  # fmt: skip
_LAYERS = {
    ("cp1252", "cp1252"): "*", ("latin-1", "cp1252"): "fr vi id ru pt pl", ("cp1252", "latin-1"): "fr de tr ru",
    ("cp1252", "cp1251"): "ru fr de", ("cp1251", "cp1252"): "ru uk bg", ("cp1250", "cp1252"): "pl cs hu",
    ("cp1252", "mac-roman"): "en fr de es", ("mac-roman", "cp1252"): "fr en es", ("cp437", "cp1252"): "fr de es",
    ("cp850", "cp1252"): "de pt", ("cp1254", "cp1252"): "tr az", ("cp1252", "cp1254"): "tr fr",
    ("cp1252", "cp1252", "cp1252"): "fr de en id ru th", ("latin-1", "cp1252", "latin-1"): "fr de pt",
    ("cp1251", "cp1251", "cp1252"): "ru", ("cp1252", "cp1250", "cp1252"): "pl hu",
}  # fmt: skip
_BEFORE = {
    "utf8-cp1252-behind-german": "Der Bürgermeister „kämpft“ für größere Straßen. ",
    "utf8-cp1251-behind-russian": "Жители довольны: мост открыт. ",
}
"""Right text in the same line."""


def second() -> Iterator[dict[str, str]]:
    """The cases without their ids: damaged sentences, look-alikes, the sentences themselves."""
    sentences = list(_lines("second_sentences.tsv"))
    rng = Random(8)
    for kind, (damage, languages) in _kinds().items():
        pool = [pair for pair in sentences if languages == "*" or pair[0] in languages.split()]
        rng.shuffle(pool)
        left = _PER_WIDE_KIND if languages == "*" else _PER_KIND
        for language, sentence in pool:
            right = straight(sentence.replace("‘", "'"), kind.partition("-as-")[0]) if "-as-" in kind else sentence
            wrong, before = damage(right), _BEFORE.get(kind, "")
            if left and wrong is not None and wrong != right:
                left -= 1
                case = {"lang": language, "form": kind, "label": "remove", "split": "held2"}
                yield {**case, "text": before + wrong, "clean": before + right}
    for group, text in _lines("second_controls.tsv"):
        yield {"lang": "", "form": group, "label": "keep", "split": "held2", "text": text, "clean": text}
    for language, text in sentences:
        yield {"lang": language, "form": "sentence", "label": "keep", "split": "held2", "text": text, "clean": text}


def _lines(name: str) -> Iterator[tuple[str, str]]:
    for line in (HERE / name).read_text(encoding="utf-8").splitlines():
        first, _, text = line.partition("\t")
        yield first, text


def _kinds() -> dict[str, tuple[Damage, str]]:
    kinds: dict[str, tuple[Damage, str]] = {}
    for page, languages in _PLAIN.items():
        kinds[f"utf8-{page}"] = utf8_as(page), languages
    for (written, read), languages in _LEGACY.items():
        kinds[f"{written}-as-{read}"] = legacy_as(written, read), languages
    for (written, read), languages in _WIDE.items():
        kinds[f"{written}-as-{read}"] = wide_as(written, read), languages
    for mark, label in (("", "dropped"), ("?", "questioned"), ("\ufffd", "replaced")):
        kinds[f"utf8-cp1252-closing-{label}"] = _quotes_as_strict(mark), "*"
        kinds[f"utf8-cp1252-{label}"] = utf8_as_strict("cp1252", mark), "*"
        kinds[f"utf8-cp1251-{label}"] = utf8_as_strict("cp1251", mark), "ru bg uk sr"
    kinds["utf8-cp1250-replaced"] = utf8_as_strict("cp1250", "\ufffd"), _CENTRAL
    kinds["utf8-cp1253-questioned"] = utf8_as_strict("cp1253", "?"), "el"
    latin, usual = utf8_as("latin-1"), utf8_as("cp1252")
    kinds["utf8-latin-1-c1-stripped"] = then(latin, _without_controls), "en id ms jv su tl sw fr de es pt it"
    kinds["utf8-cp1252-a0-space"] = then(usual, _blank), "fr pt it ca vi ru cs pl es zu zh th"
    kinds["utf8-cp1252-a0-collapsed"] = then(usual, _collapsed), "fr pt it ca vi ru cs pl"
    kinds["utf8-latin-1-split"] = then(latin, lambda text: " ".join(text.split())), "fr pt it ca vi ru pl hu"
    kinds["utf8-cp1252-even-words"] = some_words(usual, lambda n: n % 2 == 1), "*"
    kinds["utf8-cp1252-odd-words"] = some_words(usual, lambda n: n % 2 == 0), "*"
    kinds["utf8-cp1251-even-words"] = some_words(utf8_as("cp1251"), lambda n: n % 2 == 1), _CYRILLIC
    kinds["utf8-cp1252-behind-german"] = usual, "*"
    kinds["utf8-cp1251-behind-russian"] = utf8_as("cp1251"), "ru bg uk"
    kinds["utf8-cp1252-marks-only"] = _marks_only, "*"
    for pages, languages in _LAYERS.items():
        kinds[f"utf8-{'-then-'.join(pages)}"] = utf8_as(*pages), languages
    return kinds


def _without_controls(text: str) -> str:
    return re.sub("[\x80-\x9f]", "", text)


def _blank(text: str) -> str:
    return text.replace("\xa0", " ")


def _collapsed(text: str) -> str:
    return text.replace("\xa0", " ").replace("  ", " ")


def _quotes_as_strict(mark: str) -> Damage:
    """Only the quotation marks damaged, the lost byte of the closing one replaced."""
    damage = utf8_as_strict("cp1252", mark)

    def quotes(text: str) -> str | None:
        if "”" not in text:
            return None
        return re.sub("[“”]", lambda match: damage(match[0]) or utf8_as("cp1252")(match[0]) or "", text)

    return quotes


def _marks_only(text: str) -> str | None:
    """Typographic marks damaged in text that is right beside."""
    return re.sub("[“”‘’–…„«»]", lambda match: utf8_as("cp1252")(match[0]) or "", text)
