"""The reading of HTML: what people see, where it stands, and that nothing but text ever changes."""

from __future__ import annotations

import re

import pytest
from bs4 import BeautifulSoup
from bs4.element import NavigableString, PreformattedString, Tag
from html_pages import pages
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from cleanpress import Change, Document, Pipeline, apply
from cleanpress.formats.html_builder import OBJECT
from cleanpress.formats.html_names import BLOCKS, BORDERS, INLINE, SHOWN, UNSEEN
from cleanpress.formats.html_reading import HtmlReading
from cleanpress.formats.html_tokens import Kind, tokenize
from growth import assert_growth, seconds

MARKER = "MARKERWORD"


def words_by_line(text):
    return [line.split() for line in text.replace("\r", "\n").split("\n") if line.split()]


def oracle(markup):
    """The same by BeautifulSoup's tree: independent of the tokenizer and of the mapping."""
    parts = []

    def walk(node):
        if isinstance(node, Tag):
            border = node.name in BORDERS or node.name == "br"
            parts.append("\n" if border else "")
            if node.name in SHOWN:
                parts.append(OBJECT)
            elif node.name not in UNSEEN:
                for child in node.contents:
                    walk(child)
            parts.append("\n" if border else "")
        elif isinstance(node, NavigableString) and not isinstance(node, PreformattedString):
            parts.append(re.sub("[ \t\r\n\f]+", " ", str(node)))

    walk(BeautifulSoup(markup, "html.parser"))
    return "".join(parts)


def markup_of(source):
    return [source[token.start : token.end] for token in tokenize(source)]


def is_part_of(part, whole):
    rest = iter(whole)
    return all(item in rest for item in part)


@given(pages)
def test_the_reading_is_what_an_independent_parser_reads(page):
    assert words_by_line(HtmlReading(page).text) == words_by_line(oracle(page))


@given(pages)
def test_pieces_say_where_each_character_stands(page):
    reading = HtmlReading(page)
    for offset, char in enumerate(reading.text):
        start, end = reading.span_to_source(offset, offset + 1)
        if end - start == 1 and char != OBJECT:
            assert page[start:end] == char or (page[start:end].isspace() and char == " ")
        elif start == end:
            assert char == "\n"


@given(pages, st.data())
def test_cutting_text_cuts_no_markup_but_empty_elements_in_pairs(page, data):
    reading = HtmlReading(page)
    assume(reading.text)
    start = data.draw(st.integers(0, len(reading.text) - 1))
    end = data.draw(st.integers(start + 1, min(len(reading.text), start + 40)))
    assume(OBJECT not in reading.text[start:end] and reading.text[start:end].strip())
    cut = apply(page, reading.to_source([Change(start, end, "")]))
    before, after = markup_of(page), markup_of(cut)
    assert is_part_of(after, before)
    names = [token.name for token in tokenize(page)]
    left = [token.name for token in tokenize(cut)]
    for name in set(names) - INLINE - BLOCKS - {"br", "wbr", "", "script", "style", "img"}:
        assert names.count(name) == left.count(name)
    assert balance(cut) == balance(page)
    kept = reading.text[:start] + "\n" * reading.text.count("\n", start, end) + reading.text[end:]
    assert "".join(HtmlReading(cut).text.split()) == "".join(kept.split())


def balance(source):
    count = {}
    for token in tokenize(source):
        if token.kind in (Kind.OPEN, Kind.CLOSE):
            count[token.name] = count.get(token.name, 0) + (1 if token.kind is Kind.OPEN else -1)
    return {name: number for name, number in count.items() if number and name not in ("br", "img", "wbr", "input")}


@settings(max_examples=200)
@given(pages)
def test_a_page_without_dirt_comes_back_as_the_same_object(page):
    result = Pipeline.default().run(Document(page, "html"))
    assert result.text is page, [(e.rule, page[e.start : e.end]) for e in result.edits]


@given(pages, pages, st.sampled_from(("caf\u00c3\u00a9", "\u200bx", "error: Content is protected !!")))
def test_dirt_goes_and_everything_accounted_for(before, behind, dirt):
    page = f"{before}<p>{dirt}</p>{behind}"
    result = Pipeline.default().run(Document(page, "html"))
    assert apply(page, result.changes) == result.text
    inside = {o for edit in result.edits for o in range(edit.start, edit.end)}
    assert {o for c in result.changes for o in range(c.start, c.end)} <= inside
    again = Pipeline.default().run(Document(result.text, "html"))
    assert again.text is result.text
    if not result.notice:
        assert dirt not in result.text


class TestReading:
    @pytest.mark.parametrize(
        ("markup", "text"),
        [
            ("", ""),
            ("plain", "plain"),
            ("a<b>b</b>c", "abc"),
            ("a <b> b</b>\n c", "a b c"),
            ("<p>a</p> <p>b</p>", "a\nb"),
            ("a<br>b<br/>c", "a\nb\nc"),
            ("a<br><br>b", "a\n\nb"),
            ("<p> a </p>\r\n<p> b </p>", "a\nb"),
            ("a&amp;b &lt;x&gt; &eacute;&#233;&#xe9; &nbsp;&#150;", "a&b <x> ééé \xa0–"),
            ("a & b &foo; &", "a & b &foo; &"),
            ("&" + "#" + "0" * 5000 + ";", "&" + "#" + "0" * 5000 + ";"),
            ("a<!-- b -->c", "ac"),
            ("a<script>b</script>c<style>d</style>e", "ace"),
            ("a<script>'</scripty>'</script >b", "ab"),
            ("a<template>b<template>c</template>d</template>e", "ae"),
            ("a <pre> b\n c </pre> d", f"a\n{OBJECT}\nd"),
            ("a <code>b</code> c", f"a {OBJECT} c"),
            ("<textarea><b>x</textarea>y", f"{OBJECT}y"),
            ("<title>A &amp; <b></title>t", "A & <b>\nt"),
            ("1 < 2 and 3 > 2", "1 < 2 and 3 > 2"),
            ("a <3 b", "a <3 b"),
            ("<a title='x>y'>z</a>", "z"),
            ('<a title="x>y" b=">">z</a>', "z"),
            ('<p class=a"b>c</p>', "c"),
            ("<!DOCTYPE html><?xml version='1'?><![CDATA[a>b]]>c", "c"),
            ("a<?php if ($a > 1) ?>b", "ab"),
            ("<table><tr><td>a</td><td>b</td></tr></table>", "a\nb"),
            ("a\x00b\x0bc", "a\x00b\x0bc"),
            ("\ufeff<p>a</p>", "\ufeff\na"),
            ("<select><option>a<option>b</select>", "a\nb"),
        ],
    )
    def test_is_what_a_browser_shows(self, markup, text):
        assert HtmlReading(markup).text == text

    @pytest.mark.parametrize(
        "markup",
        [
            "<a ",
            "<!-- ",
            "</",
            "<",
            "<a href='",
            '<a href="x',
            "<title>",
            "<!",
            "<?",
            "<![CDATA[",
            "<pre>",
            "<noscript>",
        ],
    )
    def test_never_loses_text_behind_what_is_not_closed(self, markup):
        assert MARKER in HtmlReading(f"<p>one</p>{markup} two <p>{MARKER}</p> <b>three</b>").text

    def test_a_script_hides_what_browsers_hide(self):
        assert HtmlReading(f"a<script>{MARKER}").text == "a"


class TestCuts:
    @pytest.mark.parametrize(
        ("markup", "cut", "left"),
        [
            ("<p>He must <a href=x>spam</a> act</p>", "spam ", "<p>He must act</p>"),
            ("<p>He must <b> spam </b> act</p>", "spam ", "<p>He must act</p>"),
            ("<p>a<b> spam </b>c</p>", "spam ", "<p>a c</p>"),
            ("<p>a <a href=x><i class=icon></i>spam</a></p>", " spam", "<p>a</p>"),
            ("<p>a <a href=x><img src=y>spam</a> b</p>", "spam", "<p>a <a href=x><img src=y></a> b</p>"),
            ("<div>\n  <p>a</p>\n  <p>spam</p>\n</div>", "\nspam", "<div>\n  <p>a</p>\n</div>"),
            ("<div>a<div>spam</div>b</div>", "spam", "<div>a<div></div>b</div>"),
            ("a<div>spam</div><div>spam</div>b", "spam\nspam", "a<div></div>b"),
            ("a<br>spam<br>b", "spam\n", "a<br>b"),
            ("<td>spam</td>", "spam", "<td></td>"),
            ("<ul><li>a</li><li><b>spam</b></li></ul>", "\nspam", "<ul><li>a</li></ul>"),
            ("<a><b>spam</a></b> z", "spam", "<a><b></a></b> z"),
            ("sp<b>a</b>m z", "spam ", "z"),
            ("sp<b>a</b>m z", "sp", "<b>a</b>m z"),
            ("x &amp;amp; y", "&amp; ", "x y"),
            ("x &notit; y", "it", "x ¬; y"),
            ("x <!-- n -->spam y", "spam ", "x <!-- n -->y"),
            ("<a>spam<!-- n --></a>", "spam", "<a><!-- n --></a>"),
            ("<font color=red>spam</font> a", "spam ", "a"),
        ],
    )
    def test_take_what_they_empty(self, markup, cut, left):
        reading = HtmlReading(markup)
        start = reading.text.index(cut)
        assert apply(markup, reading.to_source([Change(start, start + len(cut), "")])) == left

    def test_a_replacement_is_escaped(self):
        reading = HtmlReading("<p>a &lt; b</p>")
        assert apply(reading.source, reading.to_source([Change(2, 3, "<&>")])) == "<p>a &lt;&amp;&gt; b</p>"

    @pytest.mark.parametrize(("start", "end"), [(1, 2), (1, 1)])
    def test_white_space_alone_is_layout(self, start, end):
        assert not HtmlReading("<p>a b</p>").allows(start, end, "")

    def test_what_is_shown_as_written_is_protected(self):
        reading = HtmlReading("a <pre>b</pre> c")
        assert reading.is_protected(2, 3)
        assert not reading.allows(0, 3, "")
        assert reading.allows(0, 1, "")


HOSTILE = {
    "unclosed tags": "<a ",
    "unclosed quotes": '<a b="',
    "quoted ends": '<a b=">" ',
    "mixed quotes": "<a b='\"'\" ",
    "comments": "<!--",
    "short comments": "<!-->",
    "odd comments": "<!-- -- --!",
    "nested div": "<div>",
    "nested b": "<b>",
    "mismatched": "<b><i></b></i>",
    "stray ends": "</i>",
    "crossed": "<b></i>",
    "titles": "<title>",
    "scripts": "<script>",
    "noscripts": "<noscript>",
    "paragraphs": "<p>",
    "items": "<li><p>",
    "ampersands": "&",
    "references": "&amp;",
    "numbers": "&#1",
    "spaces": " ",
    "lines": " \r\n",
    "pre": "<pre>",
    "brackets": "<",
    "php": "<?php ",
    "cdata": "<![CDATA[",
    "anchors": "<a href=//x.example>y",
    "styles": "<style>p{",
    "tables": "<table><td>",
}


@pytest.mark.parametrize("piece", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("tail", ["", "'\">-->"], ids=["open", "closed"])
def test_time_grows_with_the_length(piece, tail):
    def work(source):
        reading = HtmlReading(source)
        _ = reading.links, reading.structure
        at = reading.text.find(MARKER)
        if at >= 0:
            reading.to_source([Change(at, at + 3, "")])

    def cost(size):
        source = piece * (size // len(piece)) + tail + f"<p>{MARKER}</p>"
        return seconds(lambda: work(source))

    assert_growth(cost, 8_000, 64_000, most=24)


def test_a_hundred_thousand_levels_lose_nothing():
    source = "<div><b>" * 50_000 + MARKER + "</b></div>" * 50_000
    reading = HtmlReading(source)
    assert reading.text == MARKER
    assert apply(source, reading.to_source([Change(0, len(MARKER), "")])) == ""


def test_an_attribute_of_five_megabytes_loses_nothing():
    source = f"<p title='{'x' * 5_000_000}' style='{'a' * 500_000}'>{MARKER} <a href='//y.example'>z</a></p>"
    assert HtmlReading(source).text == f"{MARKER} z"


def test_fifty_thousand_attributes_lose_nothing():
    source = f"<p {' '.join(f'a{n}=b' for n in range(50_000))}>{MARKER}</p>"
    assert HtmlReading(source).text == MARKER


def test_links_elsewhere_are_all_links_that_name_a_host() -> None:
    addresses = (
        "/a",
        "//x.example/b",
        "https://y.example",
        "&#47;&#47;x.example",
        "&sol;&sol;x.example",
        "#top",
        "a&amp;b",
    )
    page = "".join(
        f"<p>{opened}<a {name}={quote}{address}{quote}>to <b>{number}</b></a>{closed}</p>"
        for opened, closed in (("", ""), ("<a href=/z>", ""), ("<i>", "</i>"), ("<!-- // -->", "//"))
        for number, address in enumerate(addresses)
        for name in ("href", "HREF", "title='//' href")
        for quote in ("", '"', "'")
    )
    reading = HtmlReading(page)
    named = [link for link in reading.links if "//" in link.href]
    assert len(named) > 100
    assert [link for link in reading.links_elsewhere if "//" in link.href] == named
