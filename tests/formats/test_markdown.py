"""The reading of Markdown: prose is open, everything else protected; as long as the source."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_pages import DIRT, PROTECTED, clean_pages, dirty_pages

from cleanpress import Change, Document, Pipeline, apply
from cleanpress.formats.markdown import MarkdownReading
from growth import assert_growth, seconds

PIPELINE = Pipeline.default()


def hidden_part(source):
    """What the reading covers."""
    text = MarkdownReading(source).text
    return "".join(one if one != other else " " for one, other in zip(source, text, strict=True)).split()


@settings(max_examples=200)
@given(clean_pages)
def test_a_text_without_dirt_comes_back_as_the_same_object(page):
    result = PIPELINE.run(Document(page, "markdown"))
    assert result.text is page, [(e.rule, page[e.start : e.end]) for e in result.edits]


@given(dirty_pages)
def test_dirt_goes_from_prose_and_stays_where_it_is_protected(page):
    source, expected = page
    result = PIPELINE.run(Document(source, "markdown"))
    assert result.text == expected
    assert apply(source, result.changes) == result.text


@given(st.text(alphabet="ab `*_[]()<>{}%#-|\\\n\t.:!\"'$~+=1/&x", max_size=200))
def test_any_text_can_be_read_and_offsets_are_those_of_the_source(source):
    reading = MarkdownReading(source)
    assert len(reading.text) == len(source)
    for at, (one, other) in enumerate(zip(source, reading.text, strict=True)):
        if one != other:
            assert other == "x"
            assert reading.is_protected(at, at + 1)
    assert [link for link in reading.links if not 0 <= link.start < link.end <= len(source)] == []
    PIPELINE.run(Document(source, "markdown"))


@pytest.mark.parametrize("source", PROTECTED)
def test_what_is_no_prose_is_protected(source):
    body = source.replace(DIRT, "")
    assert len(body) < len(source)
    at = source.index(DIRT)
    reading = MarkdownReading(source)
    assert reading.is_protected(at, at + len(DIRT))
    assert PIPELINE.run(Document(source, "markdown")).text is source


def test_entities_are_markup_that_the_author_wrote():
    source = "\u00d8jet er bruger-\n\nFish &amp; chips&nbsp;&ndash; caf&eacute; &#169; &#xA9; &lt; a & b; c &; d\n"
    reading = MarkdownReading(source)
    for entity in ("&amp;", "&nbsp;", "&eacute;", "&#169;", "&#xA9;", "&lt;"):
        assert reading.is_protected(source.index(entity), source.index(entity) + len(entity))
    assert not reading.is_protected(source.index("a & b"), source.index("d\n"))
    assert PIPELINE.run(Document(source, "markdown")).text is source


def test_the_address_of_a_definition_tells_which_site_the_author_names():
    source = "Pokud jsi zv\u011bdav\u00e1, na ss64.com je \u00fapln\u00fd p\u0159ehled p\u0159\u00edkaz\u016f.\n\n[1]: http://ss64.com\n"
    reading = MarkdownReading(source)
    assert reading.text == source
    assert reading.is_protected(source.index("http"), source.index("http") + 4)
    assert PIPELINE.run(Document(source, "markdown")).text is source


@pytest.mark.parametrize(
    "source",
    [
        "Plain {}.\n",
        "# {}\n",
        "{}\n===\n",
        "> {}\n",
        "- {}\n",
        "1. {}\n",
        "- a\n\n  {}\n",
        "- a\n\n    {}\n",
        "1.  a\n\n    {}\n",
        "- a\n  - b\n\n    {}\n",
        "| {} | b |\n|---|---|\n",
        "**{}**\n",
        "[{}](https://a.example)\n",
        "![{}](a.png)\n",
        "[{}][a]\n\n[a]: /b\n",
        "<b>{}</b>\n",
        "<div>\n{}\n</div>\n",
        ":::note\n{}\n:::\n",
        '!!! note "T"\n    {}\n',
        "a `b` {} `c`\n",
        "a ` {}\n",
        "\\`{}\\`\n",
        "costs $5 {} and $6\n",
        "a < {} > b\n",
        "a [b] {}\n",
        "a (b) {}\n",
        "{{% notice %}}\n{}\n{{% /notice %}}\n",
        "---\n\n{}\n\n---\n",
        "Import {}\n",
        "[^1]: {}\n",
        "line\n    {}\n",
        "```\ncode\n```\n{}\n",
        "    code\n\n{}\n",
        "Note: {}\n",
    ],
)
def test_prose_is_open(source):
    source = source.replace("{}", DIRT, 1)
    at = source.index(DIRT)
    assert not MarkdownReading(source).is_protected(at, at + len(DIRT))
    assert DIRT not in PIPELINE.run(Document(source, "markdown")).text


class TestCuts:
    @pytest.mark.parametrize(
        ("source", "cut", "left"),
        [
            ("a [spam](/b) c\n", "[spam](/b) ", "a c\n"),
            ("a [spam](/b) c\n", "spam", "a c\n"),
            ("a **spam** c\n", "spam", "a  c\n"),
            ("- a\n- spam\n- c\n", "spam", "- a\n- c\n"),
            ("- [ ] spam\n- c\n", "spam", "- c\n"),
            ("# spam\n\nc\n", "spam", "\nc\n"),
            ("> spam\n> c\n", "spam", "> c\n"),
            ("- spam\n  - c\n", "spam", "- \n  - c\n"),
            ("1. spam", "spam", ""),
            ("- a\r\n- spam\r\n", "spam", "- a\r\n"),
            ("a <https://spam.example> c", "<https://spam.example> ", "a c"),
        ],
    )
    def test_take_what_they_empty(self, source, cut, left):
        reading = MarkdownReading(source)
        start = source.index(cut)
        assert reading.allows(start, start + len(cut), "")
        assert apply(source, reading.to_source([Change(start, start + len(cut), "")])) == left

    @pytest.mark.parametrize(
        ("source", "cut"),
        [
            ("a `b` c", "a `b"),
            ("[a](b c) d", "c) d"),
            ("[ab](/b) c", "b](/"),
            ("<b>a</b>", "<b>a"),
            ("a  b", "  "),
            ("a\n", "\n"),
        ],
    )
    def test_part_no_markup(self, source, cut):
        start = source.index(cut)
        assert not MarkdownReading(source).allows(start, start + len(cut), "")


class TestLinks:
    @pytest.mark.parametrize(
        ("source", "expected"),
        [
            ("a [b](https://c.example) d", [("b", "https://c.example")]),
            ('[b](<https://c.example/x y> "t")', [("b", "https://c.example/x y")]),
            ("[b](https://c.example/a_(b))", [("b", "https://c.example/a_(b)")]),
            ("[![a](b.png)](https://c.example)", [("![a](b.png)", "https://c.example")]),
            ("<https://c.example/>", [("https://c.example/", "https://c.example/")]),
            ("![b](https://c.example)", []),
            ("`[b](https://c.example)`", []),
            ("\\[b](https://c.example)", []),
            ("[b] (https://c.example)", []),
        ],
    )
    def test_are_found(self, source, expected):
        assert [(link.text, link.href) for link in MarkdownReading(source).links] == expected


def test_an_independent_parser_finds_no_code_that_is_open():
    parser = pytest.importorskip("markdown_it", reason="the independent parser is not installed").MarkdownIt(
        "commonmark"
    )

    @given(clean_pages)
    def check(page):
        reading = MarkdownReading(page)
        lines = page.splitlines(keepends=True)
        starts = [sum(map(len, lines[:number])) for number in range(len(lines) + 1)]
        for token in parser.parse(page):
            if token.type in ("fence", "code_block"):
                for number in range(*token.map):
                    line = lines[number]
                    assert not line.strip() or reading.is_protected(starts[number], starts[number] + len(line.rstrip()))

    check()


GROWING = (
    "`", "``` ", "` `` ", "[", "]", "[a](", "[a](b", "![", "<", "<a ", "<a href='", "<!--", "<?", "{", "{{",
    "{%", "{a", "{{{}", "$", "$a", "$$", "\\", "*", "_", "> ", ">", "- ", "1. ", "    a\n", "- a\n", "  - a\n",
    "\n", "\r\n", "|", "| a ", "[a]: b\n", "```\n", "~~~\n", "> ```\n", "[a]({{", "[a](b '", "{{<code ",
    "{%raw ", "--- ", "<a {b ", "<pre>\n\n", "<script>", "{% raw %}\n", "{{< highlight >}}\n", ":::\n",
    "---\n", "a: b\n", "import {\n", "[[", "[^", "# a\n", "<a {", "<a b={", "((", "[a](((", "[a](<", "!!! a\n",
    "a `b` [c](d) <e> {f}\n",
)  # fmt: skip


@pytest.mark.parametrize("piece", GROWING, ids=ascii)
def test_time_grows_with_the_length(piece):
    def cost(size):
        source = piece * (size // len(piece))
        return seconds(lambda: MarkdownReading(source).links)

    assert_growth(cost, 8_000, 64_000, most=24)


def test_a_link_in_the_text_of_another_is_the_only_link_of_the_two():
    source = "See [one [two](https://b.example/2) three](https://b.example/1) and [four](https://b.example/4)."
    links = Document(source, "markdown").links
    assert [(link.text, link.href) for link in links] == [
        ("two", "https://b.example/2"),
        ("four", "https://b.example/4"),
    ]
    assert Document("[![a](b.png)](c)", "markdown").links[0].href == "c", "a picture is no link"


def test_links_are_read_the_same_whatever_else_the_text_holds():
    """A text in which nothing begins but links is read in a way of its own; one sign more, and it is not."""
    pieces = ("[", "](", "](a)", "![", ")", "]", "[^1]", "[[x]]", "[a](b)", "![p](q.png)", "[a b](//x.org 't')", "!")
    pieces += ("[l]: /u\n", "\n", "\n\n", "\n    ", "- ", "> ", "# h\n", "text", "word ", "é", "(", " ", "---\n")
    rng = Random(7)
    for _ in range(3000):
        text = "".join(rng.choices(pieces, k=rng.randrange(1, 30))) + "\n\n"
        alone, beside = MarkdownReading(text + "end"), MarkdownReading(text + "end & more")
        assert alone.links == beside.links, text
        assert alone.text == beside.text[: len(text) + 3], text
