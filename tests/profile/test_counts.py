"""What is counted does not depend on the order of the texts, nor on how they were divided; and it stays small."""

from __future__ import annotations

import random
from functools import reduce
from itertools import pairwise
from operator import or_

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cleanpress import CorpusProfile, DataError, Document
from cleanpress.profile import counts
from cleanpress.profile.hosts import HostCounts
from cleanpress.profile.packed import pack, unpack

PARAGRAPH = "The harbour master said that the quay would stay closed until the end of the month."


def page(number: int) -> str:
    """A page with a head, a foot, and lines of its own."""
    own = [f"Story {number * 7919 % 1009} of the harbour", f"{PARAGRAPH} {number * 31 % 997}", f"Ship {number % 13}"]
    return "\n".join(("Quay Post | News", *own, PARAGRAPH + str(number), "All rights reserved.", "© 2024 Quay Post"))


PAGES = st.lists(st.tuples(st.integers(0, 400), st.integers(0, 30)), max_size=60)


def learned(pages: list[tuple[int, int]]) -> CorpusProfile:
    profile = CorpusProfile()
    for number, site in pages:
        host = "slot.example.com" if number % 3 else "other.example.net"
        profile.add(f"{page(number)}\nThey say {host} must now go.", f"site{site}.example")
    return profile


@pytest.fixture
def cramped(monkeypatch: pytest.MonkeyPatch) -> None:
    """So little room that pages, sites and hosts are dropped after a few texts."""
    monkeypatch.setattr(counts, "BUDGET", 40_000_000 // 5)
    monkeypatch.setattr(counts, "_LARGEST", 1500)
    monkeypatch.setattr(counts, "MOST_SITES", 20)
    monkeypatch.setattr(counts, "MOST_PAGES", 4)
    monkeypatch.setattr(counts, "_WAITING", 2000)


class TestMerging:
    @pytest.mark.usefixtures("cramped")
    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(pages=PAGES, cuts=st.lists(st.integers(0, 60), max_size=4), seed=st.integers(0, 99))
    def test_map_and_reduce_give_the_profile_of_all_texts(
        self, pages: list[tuple[int, int]], cuts: list[int], seed: int
    ) -> None:
        shuffled = random.Random(seed).sample(pages, len(pages))
        ends = [0, *sorted(min(cut, len(pages)) for cut in cuts), len(pages)]
        parts = [learned(shuffled[a:b]) for a, b in pairwise(ends)]
        whole = learned(pages)
        assert reduce(or_, parts) == whole
        assert reduce(or_, reversed(parts)) == whole
        for site in whole.sites():
            assert (whole | whole).outlines(site) == whole.outlines(site)

    def test_a_profile_that_was_cramped_really_dropped_pages(self, cramped: None) -> None:
        profile = learned([(number, number % 3) for number in range(90)])
        assert profile.pages("site1.example") == 30
        assert len(profile.outlines("site1.example")) <= 4
        many = learned([(number, number) for number in range(50)])
        assert len(many.sites()) == 20

    def test_more_sites_than_are_kept_are_the_same_ones_in_every_order(self, cramped: None) -> None:
        pages = [(number, number % 90) for number in range(270)]
        whole, back = learned(pages), learned(pages[::-1])
        assert len(whole.sites()) == 20
        assert whole == back == learned(pages[::2]) | learned(pages[1::2])

    def test_a_page_met_twice_counts_once(self) -> None:
        once, twice = learned([(1, 1)]), learned([(1, 1), (1, 1)])
        assert once.outlines("site1.example") == twice.outlines("site1.example")
        assert twice.pages("site1.example") == 2

    def test_hosts_beyond_the_limit_are_chosen_alike_in_every_order(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("cleanpress.profile.hosts.HOSTS", 16)
        names = [f"host{number}.example" for number in range(200)]
        pairs = [(name, f"site{site}.org") for name in names for site in range(3)]

        def count(some: list[tuple[str, str]]) -> HostCounts:
            counted = HostCounts()
            for host, site in some:
                counted.add(host, site)
            return counted

        whole, back = count(pairs), count(pairs[::-1])
        both = count(pairs[::2]).merged(count(pairs[1::2]))
        assert whole.counts == back.counts == both.counts
        assert 0 < len(whole.counts) <= 16
        assert {whole.sites(host) for host in whole.counts} == {3}


class TestFiles:
    def test_the_same_counts_give_the_same_bytes_and_come_back(self, tmp_path) -> None:
        pages = [(number, number % 4) for number in range(40)]
        one, other = tmp_path / "one.counts", tmp_path / "other.counts"
        learned(pages).save(one)
        learned(pages[::-1]).save(other)
        assert one.read_bytes() == other.read_bytes()
        assert CorpusProfile.load(one) == learned(pages)

    @pytest.mark.parametrize("content", [b"", b"{}", b'["cleanpress-counts-9", 1, 0, {}]', b"\xff\xfe", b"[]\n[]"])
    def test_another_file_is_refused_with_its_name(self, tmp_path, content: bytes) -> None:
        path = tmp_path / "x.counts"
        path.write_bytes(content)
        with pytest.raises(DataError, match=r"x\.counts: no counts of a profile .*make them with cleanpress learn"):
            CorpusProfile.load(path)

    @given(st.dictionaries(st.integers(0, 2**64 - 1), st.lists(st.text(st.characters(exclude_characters="\n")))))
    def test_packed_pages_come_back(self, pages: dict[int, list[str]]) -> None:
        expected = {number: tuple(pages[number]) for number in sorted(pages)}
        assert unpack(pack(pages)) == expected


class TestBound:
    @pytest.mark.parametrize("sites", [1, 2, 500, 687, 688, 5000, 9999, 10_000, 10_001, 20_000, 10**6])
    def test_the_shares_of_all_sites_never_exceed_the_budget(self, sites: int) -> None:
        kept = min(sites, counts.MOST_SITES)
        assert counts.share(sites) * kept <= counts.BUDGET
        assert counts.share(sites) <= counts.share(max(1, sites - 1))

    def test_a_site_keeps_no_more_than_its_share(self) -> None:
        profile = learned([(number, 1) for number in range(3000)])
        assert len(profile.outlines("site1.example")) <= counts.MOST_PAGES
        (site,) = profile._sites.values()
        assert site.size <= counts.share(1)


def test_documents_are_counted_at_the_hosts_of_their_urls() -> None:
    urls = ["https://www.quay.example/1", "http://quay.example/2", None]
    profile = CorpusProfile.learn(Document(page(number), url=url) for number, url in enumerate(urls))
    assert profile.sites() == ["", "quay.example"]
    assert profile.pages("quay.example") == 2
