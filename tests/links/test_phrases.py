"""Injected links without a host, as a user meets them: phrases, brands, lists, calls, contacts."""

from __future__ import annotations

import random
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases import read_all
from cleanpress import Document, InjectedLinks, Pipeline
from cleanpress.data import DATA, entries
from cleanpress.errors import DataError
from cleanpress.filters.links.phrases import phrase_spans
from cleanpress.filters.links.phrases.findings import RULES, find_spans
from cleanpress.filters.links.phrases.gate import SHORT, spots
from cleanpress.filters.links.phrases.places import anchor_spots
from cleanpress.filters.links.phrases.score import REMOVE, SUSPECT
from cleanpress.filters.links.phrases.tables import gate_words, vocabulary
from cleanpress.filters.links.phrases.words import gate, word_hits
from growth import assert_growth, seconds

FILES = sorted(path for path in (DATA / "spam").glob("*.toml") if not path.stem.startswith("_"))
ROOT = Path(__file__).parents[2]
CLASSES = ("inner", "action", "quality")


def kept(text: str) -> bool:
    return Pipeline([InjectedLinks()]).clean(text) is text


def confidence(text: str, rule: str) -> float:
    return max((span[5] for span in phrase_spans(text) if span[3] == rule), default=0.0)


def test_there_are_tables_for_many_languages() -> None:
    assert len(FILES) > 25


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_table_is_sorted_unique_and_folded(path: Path) -> None:
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    assert table.pop("language") == path.stem
    blocks = [block for value in table.values() for block in (value.values() if isinstance(value, dict) else [value])]
    for block in blocks:
        listed = entries(block)
        assert listed == sorted(set(listed))
        assert [entry for entry in listed if entry != entry.casefold()] == []


def test_a_table_with_an_unknown_class_is_refused_by_name(tmp_path: Path) -> None:
    from cleanpress.filters.links.phrases.tables import _check

    with pytest.raises(DataError, match=r"xx\.toml.*'cores'"):
        _check(tmp_path / "xx.toml", {"language": "xx", "gambling": {"cores": "slot"}})
    with pytest.raises(DataError, match=r"xx\.toml.*'verbs'"):
        _check(tmp_path / "xx.toml", {"language": "xx", "verbs": "buy"})


SENTENCES = {
    "en": "The ferry will {} return to the harbour before noon.",
    "es": "El alcalde quiere {} reparar el puente viejo.",
    "fr": "Le maire veut {} ouvrir une école.",
    "id": "Warga desa bersama {} membersihkan saluran air.",
    "it": "Il sindaco vuole {} aprire una scuola.",
    "nl": "De burgemeester wil {} een nieuwe school bouwen.",
    "pt": "O prefeito quer {} reformar a escola.",
}


def test_combinations_that_no_table_lists_are_cut() -> None:
    """A phrase is recognised by the classes of its words, so most new combinations are found in every language."""
    shares = {}
    for language, sentence in SENTENCES.items():
        table = tomllib.loads((DATA / "spam" / f"{language}.toml").read_text(encoding="utf-8"))
        rng = random.Random(language)
        goods = [entry for entry in entries(table["gambling"]["strong"]) if " " in entry]
        qualities = [entry for entry in entries(table["quality"]) if " " not in entry]
        whole = sentence.format("").replace("  ", " ")
        phrases = [f"{rng.choice(goods)} {rng.choice(qualities)}" for _ in range(20)]
        cut = [Pipeline([InjectedLinks()]).clean(sentence.format(phrase)) == whole for phrase in phrases]
        shares[language] = sum(cut) / len(cut)
    assert sum(shares.values()) / len(shares) > 0.7, shares
    assert min(shares.values()) > 0.3, shares


@pytest.mark.parametrize(
    "text",
    [
        "The paper called “watch online casino bonus free” a typical line of spam.",
        "The word (online casino bonus) was found on the page.",
        "See the tag #onlinecasino for more.",
        "Police said buy viagra online banners had been placed by the suspects.",
        "The file luckyoak88.txt is read at start.",
        "Contact @luckyoak88 for the recipe.",
    ],
)
def test_what_is_tied_to_its_sentence_stays(text: str) -> None:
    assert kept(text)


def test_the_same_phrase_stays_where_the_text_is_about_it() -> None:
    phrase = "The museum keeps best online casino bonus the oldest clock in the county."
    about = "Gambling has grown, bookmakers report. Regulators want fewer casinos. "
    assert not kept(phrase)
    assert kept(about + phrase)


@pytest.mark.parametrize(("part", "most"), [("learned", 14), ("held", 3)])
def test_few_sentences_that_speak_of_such_goods_in_passing_lose_a_phrase(part: str, most: int) -> None:
    table = tomllib.loads((ROOT / "tools" / "links" / "passing.toml").read_text(encoding="utf-8"))
    sentences = table[part].strip().split("\n")
    before, behind = "The river rose again on Monday.", "Two more boats are due in spring, and the pier will be mended."
    lost = [
        sentence
        for sentence in sentences
        if not (
            kept(sentence) and kept(f"{before}\n\n{sentence}\n\n{behind}") and kept(f"{before} {sentence} {behind}")
        )
    ]
    assert len(lost) <= most, lost


def test_an_advertising_sentence_is_never_cut() -> None:
    text = (
        "Clay warms slowly in spring. Those who like games can join now and claim a welcome bonus at the casino. "
        "Beans go in when the nights are mild."
    )
    assert kept(text)


def test_a_brand_in_the_place_of_a_name_is_reported_and_left() -> None:
    text = "The jackpotoak88 College was founded in 1902. The jackpotoak88 College teaches four hundred pupils."
    assert kept(text)
    assert SUSPECT <= confidence(text, "links/substituted-name") < REMOVE
    result = Pipeline([InjectedLinks()]).run(text)
    assert [flag.rule for flag in result.flags] == ["links/substituted-name"]
    assert "jackpotoak88" in result.flags[0].reason
    assert result.text is text


def test_a_brand_that_is_the_subject_of_a_report_flags_nothing() -> None:
    text = "Police closed jackpotoak88 on Monday. The owners of jackpotoak88 were charged with fraud."
    assert not Pipeline([InjectedLinks()]).run(text).flags


def test_every_finding_tells_its_signals_with_weights() -> None:
    spans = phrase_spans("Warga desa membersihkan situs slot gacor terpercaya saluran air.")
    assert [span[3] for span in spans] == ["links/keyword-phrase"]
    assert "link spam says" in spans[0][4]
    assert "(+" in spans[0][4]


def test_a_suspect_tells_what_speaks_for_the_author() -> None:
    text = (
        "Harga sewa naik. Dinas mencatat game penghasil uang slot gacor ini ternyata sudah banyak dimainkan di kasino."
    )
    doubtful = [span for span in phrase_spans(text) if span[5] < REMOVE]
    assert all("-" in span[4] for span in doubtful)


def test_each_rule_is_listed_by_the_filter() -> None:
    assert {rule.id for rule in RULES} <= {rule.id for rule in InjectedLinks.rules()}


def test_importing_reads_no_table() -> None:
    code = (
        "import sys, cleanpress.filters.links.phrases.findings as p; "
        "assert p.vocabulary.cache_info().currsize == 0; "
        "assert not {'tomllib', 'regex', 'ftfy', 'bs4'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)


def test_a_clean_text_loads_nothing_but_the_gate() -> None:
    code = (
        "import sys; from cleanpress.filters.links.phrases import phrase_spans as p; "
        "assert p('The harbour is quiet by noon. ' * 20) == p('Ward covid19 stays shut. ' * 90) == []; "
        "assert not {'tomllib', 'regex', 'cleanpress.filters.links.phrases.findings'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)


def test_the_words_of_the_gate_are_those_of_the_vocabulary() -> None:
    rows = (DATA / "spam" / "_gate.txt").read_text(encoding="utf-8").splitlines()[1:]
    assert {name: words for name, *words in (row.split("\t") for row in rows)} == gate_words(vocabulary())


_NEEDLES = ("online", "asino", "slot")
_PARTS = (
    *_NEEDLES,
    "nlin",
    "asin",
    "ano",
    "alin",
    "e",
    "o",
    " ",
    "togel",
    "ab1",
    "é",
    "—",
    "онлайн",
    "ж",
    "\ud800",
    "\t",
)


@given(parts=st.lists(st.sampled_from(_PARTS), max_size=12), long=st.booleans())
def test_hubs_are_found_wherever_they_stand(parts: list[str], long: bool) -> None:
    text = "".join(parts) + " word" * 250 * long
    listed = {*_NEEDLES, "онлайн", "togel"}
    expected = sorted(match.start() for hub in listed for match in re.finditer(hub, text))
    assert list(spots(Document(text))[0]) == expected


def test_the_gate_knows_each_of_its_words_as_running_text_writes_it() -> None:
    words = [word for word in gate().anchors if " " not in word]
    for form in (form for word in words for form in (word, word.capitalize(), word.upper())):
        for text in (form, f"{form}.", f"a {form}, b"):
            assert word_hits(text) == [text.index(form)], text
    assert [word_hits(text) for text in ("WhatsApp, b", "whatsApp", "(online", "online;", "onLine")] == [[0], *[[]] * 4]


def test_the_gate_shuts_no_short_text_of_which_something_goes() -> None:
    missed = []
    for case in (case for case in read_all() if case.file.stem.startswith("words-") and len(case.source) <= SHORT):
        lines = [0, *(at + 1 for at, char in enumerate(case.source) if char == "\n")]
        letters = range(len(case.source))  # a brand may be anywhere
        spans = find_spans(Document(case.source), brands=letters, lines=lines, phrases=True)
        if any(span[5] >= REMOVE for span in spans) and not phrase_spans(case.source):
            missed.append(case.source)
    assert missed == []


@pytest.mark.parametrize("phrase", ["slot online resmi", "kudahoki77", "best online casino bonus", "casinopalmen"])
def test_a_phrase_is_found_in_a_long_text(phrase: str) -> None:
    text = " ".join(f"The ferry leaves at noon and boat {n} follows." for n in range(60))
    at = text.index("leaves", 1800)
    assert Pipeline([InjectedLinks()]).clean(f"{text[:at]}{phrase} {text[at:]}") == text


@pytest.mark.parametrize(
    "phrase", ["payday loans no credit check", "préstamos rápidos sin aval", "lening zonder bkr", "låna pengar utan uc"]
)
def test_a_phrase_without_a_hub_is_found_in_a_long_text(phrase: str) -> None:
    text = " ".join(f"The ferry leaves at noon and boat {n} follows." for n in range(60))
    at = text.index("leaves", 1800)
    assert anchor_spots(Document(text)) == ()
    assert Pipeline([InjectedLinks()]).clean(f"{text[:at]}{phrase} {text[at:]}") == text


@pytest.mark.parametrize("text", ["the casino of an uncle", "loans, at last, quick"])
def test_words_of_phrases_that_stand_apart_open_no_long_text(text: str) -> None:
    assert anchor_spots(Document(text + " word" * 250)) == ()


@pytest.mark.parametrize("name", ["bet365", "1xbet", "pokerstars"])
def test_bookmakers_that_the_press_names_stay(name: str) -> None:
    assert kept(f"The club said that {name} will pay for the shirts of its youth teams next season.")


@pytest.mark.parametrize(
    "unit",
    ["slot ", "casino", "casino-", "abc12 ", "@", "@abcd ", "Telegram @abc123 loan. ", "#slot ", "[", "[a] ", "go!\n",
     ">> daftar bonus <<", "สล็อต", "赌场", "办证加Q：55501 ", "slot gacor\n", "#slotgacor #judionline\n", "luckyoak88 ",
     "loan for for for ", "loan? ", "바카라사이트 "],
)  # fmt: skip
def test_time_grows_with_the_length_of_a_hostile_text(unit: str) -> None:
    phrase_spans("slot gacor")

    def cost(size: int) -> float:
        text = unit * (size // len(unit))
        return seconds(lambda: phrase_spans(text))

    assert_growth(cost, 4_000, 32_000, most=24)


@pytest.mark.parametrize("phrase", ["best online casino", "online slots real money", "weight loss pills"])
def test_a_word_that_may_be_the_authors_is_not_taken_along(phrase: str) -> None:
    text = f"The committee said the new {phrase} bridge would open in June after years of delay."
    assert all(text[span[0] : span[1]].find("new") < 0 for span in phrase_spans(text) if span[5] >= REMOVE)
