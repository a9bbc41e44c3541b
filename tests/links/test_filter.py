"""The link filter as a user meets it: what goes, what stays, why, and what lists do."""

from __future__ import annotations

from typing import Any

import pytest

from cases import read_all
from cleanpress import Document, InjectedLinks, Pipeline
from cleanpress.errors import ConfigError
from cleanpress.filters.links import judge
from cleanpress.filters.links.candidates import find_candidates
from cleanpress.filters.links.context import look_around
from cleanpress.filters.links.cues import CLASSES, cue_tables
from cleanpress.filters.links.evidence import DocumentEvidence
from cleanpress.filters.links.keeps import reason_to_keep
from cleanpress.filters.links.model import model, pair_table
from cleanpress.profile import SiteTemplates

INJECTED = "Pemerintah harus mampu contohslot88.live melakukan mitigasi yang memadai."


def cleaned(text: str, **options: object) -> str:
    return Pipeline([InjectedLinks(**options)]).clean(text)  # type: ignore[arg-type]


def test_an_injected_host_goes_and_the_sentence_heals() -> None:
    assert cleaned(INJECTED) == "Pemerintah harus mampu melakukan mitigasi yang memadai."


def test_every_removal_says_why_with_weights() -> None:
    edit = Pipeline([InjectedLinks()]).run(INJECTED).edits[0]
    assert edit.rule == "links/bare-host"
    assert edit.reason.startswith("a bare host that the sentence neither cites nor introduces: ")
    assert "(+" in edit.reason
    assert 0.9 <= edit.confidence <= 1


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Data itu dikutip dari contohslot88.live kemarin.", "quotes"),
        ("CEO contohslot88.live menolak memberi keterangan.", "belongs"),
        ("Situs contohslot88.live diblokir polisi siber.", "site"),
        ("Ia menulis (contohslot88.live) di papan.", "brackets"),
        ("Bilet contohslot88.live'dan alınır.", "inflects"),
        ("Surat ke admin@contohslot88.live sudah dikirim.", "e-mail"),
        ("Jalankan `contohslot88.live` dulu.", "code"),
        ("Pendaftaran di www.contoh.go.id dibuka.", "institution"),
        ("Rumah di ContohSlot88.live dijual.", "capitals"),
        ("Rektor Budi, S.H., m.si meresmikan gedung slot itu.", "abbreviation"),
    ],
)
def test_a_reason_to_keep_wins_over_any_name(text: str, reason: str) -> None:
    assert cleaned(text, point="aggressive") == text
    candidates = list(find_candidates(text))
    context = look_around(text, candidates[0])
    assert reason in reason_to_keep(candidates[0], context, DocumentEvidence(text, candidates).about(0, context))


def test_own_and_allowed_hosts_stay() -> None:
    assert cleaned(INJECTED, allow_hosts=("contohslot88.live",)) == INJECTED
    assert cleaned(INJECTED, own_hosts=("https://www.contohslot88.live/",)) == INJECTED
    own = Document(INJECTED, url="https://berita.contohslot88.live/artikel")
    assert Pipeline([InjectedLinks()]).run(own).text is INJECTED


def test_denied_hosts_go_whatever_the_sentence_says() -> None:
    text = "Menurut tekno.kotabaru.id harga naik."
    result = Pipeline([InjectedLinks(deny_hosts=("kotabaru.id",))]).run(text)
    assert result.text == "Menurut harga naik."
    assert result.edits[0].rule == "links/denied-host"
    both = InjectedLinks(deny_hosts=("kotabaru.id",), allow_hosts=("tekno.kotabaru.id",))
    assert Pipeline([both]).clean(text) == text, "a list that keeps wins over one that removes"


def test_the_points_are_ordered() -> None:
    confidence = {
        point: max((e.confidence for e in InjectedLinks(point=point).find(Document(INJECTED))), default=0.0)  # type: ignore[arg-type]
        for point in ("strict", "balanced", "aggressive")
    }
    assert confidence["strict"] <= confidence["balanced"] <= confidence["aggressive"]
    assert confidence["aggressive"] > 0.9


def test_tables_load_and_speak_every_language() -> None:
    cues = cue_tables()
    assert set(CLASSES) >= {c.kind for c in cues.find("menurut situs resmi polisi")}
    assert [c.kind for c in cues.find("according to")] == ["quoting"]
    assert pair_table().fit("of", "the") == "often"
    assert pair_table().fit("of", "zzzqx") == "unknown"
    assert model().score(["bias=1"]) == model().score(["bias=1", "bias=1"])


@pytest.mark.parametrize("option", [{"point": "strikt"}, {"forms": "al"}])
def test_a_wrong_option_is_answered_with_the_nearest_right_one(option: dict[str, str]) -> None:
    with pytest.raises(ConfigError, match=r"did you mean '(strict|all)'"):
        InjectedLinks(**option)  # type: ignore[arg-type]


def test_a_word_that_stands_in_front_without_a_space_stays() -> None:
    text = "Les vignerons ont commencécasinolumiere.net la récolte avec dix jours d'avance."
    assert Pipeline([InjectedLinks()]).clean(text) == "Les vignerons ont commencé la récolte avec dix jours d'avance."


def test_a_profile_makes_a_host_at_many_unrelated_sites_more_suspect() -> None:
    text = "Panitia lomba menata tokoserbaguna.com kursi di halaman balai desa."
    everywhere = SiteTemplates(hosts={"tokoserbaguna.com": 8})
    [alone] = InjectedLinks().find(Document(text))
    [told] = InjectedLinks(profile=everywhere).find(Document(text))
    assert told.confidence > alone.confidence
    assert "8 unrelated sites" in told.reason
    assert InjectedLinks(profile=SiteTemplates(hosts={"lain.com": 8})).find(Document(text)) == [alone]


def test_a_reason_to_keep_wins_over_a_profile() -> None:
    text = "Data itu dikutip dari tokoserbaguna.com kemarin."
    assert not InjectedLinks(profile=SiteTemplates(hosts={"tokoserbaguna.com": 8})).find(Document(text))


def test_what_is_remembered_of_many_hosts_changes_no_verdict(monkeypatch: pytest.MonkeyPatch) -> None:
    sources = [case.source for case in read_all() if case.folder == "links"]
    text = "\n\n".join([*sources, *sources[:40], *sources[:20]])
    found = []
    for many in (0, 1_000_000):
        monkeypatch.setattr(judge, "_MANY", many)
        found.append(InjectedLinks().find(Document(text)))
    assert len(found[0]) > 100
    assert found[0] == found[1]


@pytest.mark.parametrize("piece", ["slotbako88.live,", "as bako.com reported. ", "the mayor slotbako88.live said so. "])
def test_a_host_that_stands_in_the_same_words_again_and_again_is_weighed_a_few_times(
    monkeypatch: pytest.MonkeyPatch, piece: str
) -> None:
    weighed: list[int] = []
    weigh = judge.Judge._weighed

    def counting(self: judge.Judge, *args: Any) -> object:
        weighed.append(1)
        return weigh(self, *args)

    monkeypatch.setattr(judge.Judge, "_weighed", counting)
    InjectedLinks().find(Document(piece * 2000))
    assert len(weighed) < 100
