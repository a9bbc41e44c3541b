"""Host names: public suffixes, registrable domains, what a listed host covers."""

from __future__ import annotations

import pytest

from cleanpress.data import DATA
from cleanpress.hosts import covers, host_of, public_suffix, registrable, suffixes


@pytest.mark.parametrize(
    ("host", "suffix", "owner"),
    [
        ("kompas.com", "com", "kompas.com"),
        ("tekno.kompas.com", "com", "kompas.com"),
        ("www.bbc.co.uk", "co.uk", "bbc.co.uk"),
        ("lan.go.id", "go.id", "lan.go.id"),
        ("blog.example.blogspot.com", "blogspot.com", "example.blogspot.com"),
        ("a.b.kawasaki.jp", "b.kawasaki.jp", "a.b.kawasaki.jp"),  # wildcard rule
        ("www.city.kawasaki.jp", "kawasaki.jp", "city.kawasaki.jp"),  # exception rule
        ("почта.рф", "рф", "почта.рф"),
        ("xn--80a1acny.xn--p1ai", "xn--p1ai", "xn--80a1acny.xn--p1ai"),
    ],
)
def test_the_owner_of_a_host_is_found(host: str, suffix: str, owner: str) -> None:
    assert public_suffix(host) == suffix
    assert registrable(host) == owner


@pytest.mark.parametrize("name", ["setup.exe", "version.jpg", "localhost", "package.json"])
def test_a_name_without_public_suffix_has_no_owner(name: str) -> None:
    assert public_suffix(name) is None
    assert registrable(name) is None


def test_a_suffix_alone_has_no_owner() -> None:
    assert registrable("co.uk") is None


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://User:pw@www.Example.org:8080/a?b#c", "www.example.org"),
        ("example.org/path", "example.org"),
        ("example.org?x=http://other.com", "example.org"),
        ("", ""),
    ],
)
def test_the_host_of_a_url(url: str, host: str) -> None:
    assert host_of(url) == host


def test_a_listed_host_covers_its_subdomains_only() -> None:
    assert covers("kompas.com", "kompas.com")
    assert covers("kompas.com", "tekno.kompas.com")
    assert not covers("kompas.com", "notkompas.com")
    assert not covers("tekno.kompas.com", "kompas.com")


def test_the_bundled_list_carries_its_licence_and_is_whole() -> None:
    text = (DATA / "hosts" / "public_suffixes.txt").read_text(encoding="utf-8")
    assert "Mozilla Public License" in text.split("\n")[1]
    assert (DATA / "hosts" / "LICENSE-MPL-2.0.txt").read_text(encoding="utf-8").startswith("Mozilla Public License")
    rules = suffixes()
    assert {"com", "id", "co.uk", "рф", "xn--p1ai"} <= rules.exact
    assert len(rules.tlds) > 1_400
