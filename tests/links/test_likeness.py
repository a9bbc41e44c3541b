"""Names that the text explains, pages of one owner, and sentences that advertise: what stays, and what is only told."""

from __future__ import annotations

import pytest

from cleanpress import Document, InjectedLinks, Pipeline
from cleanpress.filters.links.candidates import find_candidates
from cleanpress.filters.links.context import look_around
from cleanpress.filters.links.doubts import doubts
from cleanpress.filters.links.evidence import DocumentEvidence, Evidence
from cleanpress.filters.links.keeps import reason_to_keep


def judged(text: str, index: int = 0) -> tuple[str, Evidence, list[str]]:
    """Why a host stays, the evidence about it, and the doubts."""
    candidates = list(find_candidates(text))
    context = look_around(text, candidates[index])
    evidence = DocumentEvidence(text, candidates).about(index, context)
    found = doubts(candidates[index], context, evidence)
    return reason_to_keep(candidates[index], context, evidence), evidence, found


def test_words_of_the_text_cover_a_name_from_any_place_in_it() -> None:
    _, evidence, _ = judged("Klub sepeda Ampera berkumpul tadi pagi melihat mysepedaamperaxy.com bersama warga.")
    text, near = evidence.covered
    assert text == near == pytest.approx(12 / 16)
    _, evidence, _ = judged("Klub itu berkumpul tadi pagi melihat mysepedaamperaxy.com bersama warga.")
    assert evidence.covered == (0, 0)


def test_an_abbreviation_of_the_text_is_seen_in_a_name() -> None:
    assert judged("Menurut catatan KTMB kereta berangkat dan ktmbtiket.com penuh.")[1].abbreviated
    assert not judged("Menurut catatan mereka kereta berangkat dan ktmbtiket.com penuh.")[1].abbreviated


def test_a_host_with_a_similar_name_is_seen() -> None:
    assert judged("The blog moved from oldgarden.org last May, and oldgardennews.net followed.", 1)[1].alike
    assert not judged("The blog moved from oldgarden.org last May, and riverside.net followed.", 1)[1].alike


@pytest.mark.parametrize(
    ("text", "index", "reason"),
    [
        ("The service answers at k3v7abcd2qrs5tuv.onion from any browser.", 0, "institution"),
        ("They changed mill.net/a/plan last week and mill.net/b/map this week too.", 1, "another host or page"),
        ("ค้นได้ใน http://rongrian.com และ http://hongsamut.com ทุกวัน", 1, "list"),
        ("The draft moved from oldmill.org to newmill.org in May.", 1, "list"),
        ("Panitia menata tokoktmb.com/ktmb kursi KTMB itu.", 0, "address names"),
        ("Prosecutors said spinraja88.live paid nobody.", 0, "abuse or security"),
    ],
)
def test_what_the_text_itself_explains_stays(text: str, index: int, reason: str) -> None:
    assert reason in judged(text, index)[0]


@pytest.mark.parametrize(
    ("text", "doubt"),
    [
        ("Prosecutors watched riverhouse.com closely all day.", "register"),
        ("Volunteers carried https://riverhouse.com/shop/sale water to the village.", "deep"),
        ("    assert riverhouse.com is open", "indented"),
    ],
)
def test_what_only_speaks_for_a_mention_is_a_doubt(text: str, doubt: str) -> None:
    reason, _, found = judged(text)
    assert not reason
    assert doubt in found


def test_a_path_to_a_certain_page_keeps_a_host_that_does_not_stand_between_words() -> None:
    assert "certain page" in judged("Volunteers carried water, https://riverhouse.com/shop/sale: it was warm.")[0]


@pytest.mark.parametrize(
    "text",
    [
        "Panen kopi dimulai bulan depan. Gabung sekarang di agenparlay77.ink dan klaim bonusnya! Petani lega.",
        "The vote was close. Play now at slotking99.live for a jackpot every hour! The mayor left early.",
    ],
)
def test_a_sentence_that_advertises_is_told_and_stays_whole(text: str) -> None:
    filter_ = InjectedLinks(point="aggressive")
    assert Pipeline([filter_]).clean(text) == text
    [suspect] = filter_.find(Document(text))
    assert "the whole sentence advertises" in suspect.reason
    assert suspect.confidence < 0.9


def test_a_sentence_that_speaks_of_a_bonus_loses_what_was_dropped_into_it() -> None:
    text = "Karyawan pabrik itu menerima contohslot88.live bonus tahunan bulan depan."
    assert Pipeline([InjectedLinks()]).clean(text) == "Karyawan pabrik itu menerima bonus tahunan bulan depan."
