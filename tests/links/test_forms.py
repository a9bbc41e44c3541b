"""Hosts in disguise, behind anchors and in blocks, as a user meets them: what goes, what stays, what is reported."""

from __future__ import annotations

import pytest

from cleanpress import Document, InjectedLinks, Pipeline
from cleanpress.filters.links.anchors import find_anchors
from cleanpress.filters.links.candidates import find_candidates
from cleanpress.filters.links.forms import find_forms, judge_forms, plain_candidates
from cleanpress.filters.links.hiding import may_have_anchors
from cleanpress.filters.links.obfuscated import find_obfuscated
from cleanpress.filters.links.verdict import Signal, confidence, explain
from cleanpress.filters.links.vocabulary import pitch
from growth import assert_growth, seconds

DISGUISED = "The choir meets luckyreels77[.]com every Thursday in the old grain store."
ANCHOR = "Ducks came back to [buy instagram followers](https://growquick.shop) the pond in May."
BLOCK = "The fog lifted before noon.\n\nslot online\nhttps://luckywin88.com\npoker online\nhttps://acebet77.net"


def run(text: str, **options: object):
    return Pipeline([InjectedLinks(forms="all", **options)]).run(text)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "rule", "clean"),
    [
        (DISGUISED, "links/obfuscated-host", "The choir meets every Thursday in the old grain store."),
        (ANCHOR, "links/markdown-anchor", "Ducks came back to the pond in May."),
        (
            "The mill <a href='http://slotking99.com'>online slots</a> turned again.",
            "links/html-anchor",
            "The mill turned again.",
        ),
    ],
)
def test_each_form_goes_by_its_own_rule_and_the_text_heals(text: str, rule: str, clean: str) -> None:
    result = run(text)
    assert result.text == clean
    assert [edit.rule for edit in result.edits] == [rule]
    assert "(+" in result.edits[0].reason


def test_a_block_goes_whole_with_one_edit() -> None:
    long_enough = "The orchard was planted in 1902 by the station master and his two sisters. " * 8
    result = run(long_enough + BLOCK)
    assert result.text == long_enough + "The fog lifted before noon."
    assert [edit.rule for edit in result.edits] == ["links/link-block"]


@pytest.mark.parametrize("text", [DISGUISED, ANCHOR, BLOCK])
@pytest.mark.parametrize("option", ["allow_hosts", "own_hosts"])
def test_hosts_of_the_user_stay_in_every_form(text: str, option: str) -> None:
    hosts = ("luckyreels77.com", "growquick.shop", "luckywin88.com", "acebet77.net")
    assert run(text, **{option: hosts}).text is text


def test_the_documents_own_host_stays_in_an_anchor() -> None:
    document = Document(ANCHOR, url="https://www.growquick.shop/blog/ducks")
    assert Pipeline([InjectedLinks(forms="all")]).run(document).text is ANCHOR


def test_words_of_the_author_stay_when_only_the_target_is_spam() -> None:
    text = "The club met at [the old pier](https://luckycasino77.com) on Friday and swam to the buoy."
    result = run(text, point="aggressive")
    assert result.text is text
    assert [edit.rule for edit in result.withheld] == ["links/markdown-anchor"]


def test_neighbouring_anchors_go_together_with_what_parts_them() -> None:
    text = "Frost.\n\n[online casino bonus](http://spinjoy77.com) | [slot gacor](http://slotmax88.com)\n\nSnow."
    result = run(text, point="aggressive")
    assert result.text == "Frost.\n\nSnow."


@pytest.mark.parametrize(
    ("text", "host", "kind"),
    [
        ("x luckyslot88[.]com y", "luckyslot88.com", "bracket"),
        ("x luckyslot88 (dot) co (dot) id y", "luckyslot88.co.id", "bracket"),
        ("x luckyslot88 DOT com y", "", ""),
        ("x www dot luckyslot88 dot com y", "www.luckyslot88.com", "word"),
        ("x luckyslot88 . com y", "luckyslot88.com", "spaced"),
        ("the l u c k y 8 8 . c o m yes", "lucky88.com", "letters"),
        ("我们SLOT88。COM去", "slot88.com", "stop"),
        ("x \U0001d42c\U0001d425\U0001d428\U0001d42d.\U0001d427\U0001d41e\U0001d42d y", "slot.net", "styled"),
        ("x slоt88.com y", "slot88.com", "lookalike"),  # a Cyrillic o
        ("x sl\u200bot88.com y", "slot88.com", "hidden"),
        ("luckyslot88[.]exe", "", ""),
        ("mail me at me [at] luckyslot88 [dot] com", "", ""),
        ("3[.]14 and x[.]y and [.]", "", ""),
        ("ASP。NET", "", ""),
        ("т.е. Windows и Node.js", "", ""),
    ],
)
def test_a_disguise_is_read_off(text: str, host: str, kind: str) -> None:
    found = [(d.candidate.host, d.kind) for d in find_obfuscated(text)]
    assert found == ([(host, kind)] if host else [])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[a b](https://x.com)", ["a b"]),
        ("![a](https://x.com) [b](#b) [c](../c.md) [d](mailto:d@x.com)", []),
        ('<a class="k" href="https://x.com"><b>bold</b> word</a>', ["bold word"]),
        ("<a href=https://x.com>never closed\nnext line", ["never closed"]),
        ("&lt;a href=&quot;https://x.com&quot;&gt;escaped&lt;/a&gt;", ["escaped"]),
        ("[url=https://x.com]code[/url] [URL]https://y.com[/URL]", ["code", "https://y.com"]),
        ("a[0](x) <abbr>b</abbr> [url]", []),
    ],
)
def test_anchors_are_read_as_a_reader_sees_them(text: str, words: list[str]) -> None:
    assert [anchor.words for anchor in find_anchors(text)] == words


def test_an_offer_is_a_phrase_or_two_words_that_belong_to_one() -> None:
    assert pitch("online casino bonus").clear
    assert pitch("slot88 login").clear
    assert not pitch("casino").clear
    assert pitch("free delivery").terms == ()
    assert pitch("minutes of the meeting").weight == 0


def test_points_shift_the_confidence_and_reasons_name_every_signal() -> None:
    signals = [Signal(2.5, "it says 'free spins'"), Signal(-0.5, "its words belong to the sentence")]
    by_point = [confidence(signals, point) for point in ("strict", "balanced", "aggressive")]
    assert by_point == sorted(by_point)
    assert explain("an anchor", signals).endswith("'free spins' (+2.5), its words belong to the sentence (-0.5)")


@pytest.mark.parametrize(
    "unit",
    [
        "a[.]",
        "slot88[.]com ",
        "name dot com ",
        "a . b ",
        "s l o t . c o m ",
        "](",
        "[",
        "[online casino](http://slot88.com) ",
        "<a ",
        "<a href='http://slot.com'>slot online",
        "&lt;a ",
        "a。b",
        "a.ｂ",
        "сasino.com ",
        "slot88.com\n",
        "slot online | ",
    ],
)
def test_time_grows_with_length_only(unit: str) -> None:
    def work(text: str) -> None:
        forms = find_forms(text)
        judge_forms(text, forms, plain_candidates(forms, list(find_candidates(text))), frozenset(), "balanced")

    def cost(size: int) -> float:
        text = unit * (size // len(unit))
        return seconds(lambda: work(text))

    cost(2_000)
    assert_growth(cost, 6_000, 48_000, most=24)


@pytest.mark.parametrize(
    ("target", "leads"),
    [
        ("map.md", False),
        ("map.md#north", False),
        ("../a/map.md", False),
        ("#north", False),
        ("slot.example", True),
        ("//slot.md", True),
        ("https://slot.md", True),
        ("www.slot.md", True),
        ("slot.md/a", True),
        ("a#b.md", True),
        ("map.md\u00a0x", True),
    ],
)
def test_a_file_beside_the_page_is_no_host_that_a_markdown_link_leads_to(target: str, leads: bool) -> None:
    text = f"We saw [the map]({target}) on Monday."
    assert [anchor.target for anchor in find_anchors(text)] == ([target] if leads else [])
    assert may_have_anchors(text) or not leads
