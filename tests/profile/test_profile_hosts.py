"""Which hosts stand in mid-sentence, and at how many unrelated sites."""

from __future__ import annotations

import pytest

from cleanpress import CorpusProfile
from cleanpress.profile import SiteTemplates
from cleanpress.profile.hosts import mid_sentence


@pytest.mark.parametrize(
    ("text", "hosts"),
    [
        ("Pemerintah harus situs88.live melakukan mitigasi.", ["situs88.live"]),
        ("Pemerintah harus https://www.situs88.live/daftar?x=1 melakukan mitigasi.", ["situs88.live"]),
        ("Правительство должно spam.example.com принять меры.", ["example.com"]),
        ("政府 spam.com 必须采取措施", ["spam.com"]),
        ("Sumber: situs88.live", []),
        ("Situs88.live adalah situs judi.", []),
        ("lihat situs88.live. Juga", []),
        ("kata (situs88.live) itu", []),
        ("buka setup.exe lalu klik", []),
        ("kirim ke a@situs88.live sekarang", []),
        ("akhir kalimat.Awal kalimat", []),
        ("a.b.c.d.e.f.g.h", []),
        ("x .com y", []),
    ],
)
def test_hosts_between_small_letters_count(text: str, hosts: list[str]) -> None:
    assert list(mid_sentence(text)) == hosts


def test_a_host_counts_once_for_each_owner_of_a_site_and_never_at_home() -> None:
    profile = CorpusProfile()
    text = "Mereka harus situs88.live melakukan mitigasi."
    for site in ("satu.co.id", "tekno.satu.co.id", "dua.com", "situs88.live", "www.situs88.live"):
        profile.add(text, site)
    assert profile.host_sites("situs88.live") == 2
    assert profile.host_sites("unknown.live") == 0
    assert profile.hosts() == [("situs88.live", 2)]
    templates = SiteTemplates.parse(SiteTemplates.propose(profile).text())
    assert templates.host_sites("situs88.live") == templates.host_sites("www.situs88.live") == 2


@pytest.mark.parametrize(
    "text", ["a.com " * 50_000, "a." * 100_000, "://" * 60_000, ".com" * 60_000, "-" * 200_000 + ".com"]
)
def test_odd_texts_take_no_longer_than_their_length(text: str) -> None:
    assert len(list(mid_sentence(text))) <= 50_000
