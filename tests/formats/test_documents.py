"""Documents of a format on their way through a pipeline: accounts, limits, the user's lists."""

from __future__ import annotations

import pickle

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleanpress import Document, Edit, InjectedLinks, Phase, Pipeline, Whitespace, as_filter
from cleanpress.edits import Change
from cleanpress.formats import html_tree, read

PIPELINE = Pipeline.default()
PROSE = "<p>Harga beras di pasar induk naik sejak awal pekan, kata pedagang kepada wartawan.</p>\n"
HIDDEN = "<p>Harga beras naik sejak awal pekan <a {} href='https://{}/'>panci</a> di pasar induk kota.</p>"


@pytest.mark.parametrize("source", ["", "a", "a\u200b", "<b>x</b>"])
def test_plain_text_is_its_own_reading(source):
    document = Document(source)
    assert document.text is source
    assert document.links == ()
    assert not document.is_protected(0, len(source))


def test_an_unknown_format_is_refused_by_name():
    with pytest.raises(ValueError, match="rst"):
        Document("", "rst")
    with pytest.raises(ValueError, match="rst"):
        read("", "rst")


def test_lines_of_a_page_are_those_that_people_read():
    document = Document("<h1>A</h1><p>b <i>c</i><br>d</p>", "html")
    assert [line.text for line in document.lines] == ["A", "b c", "d"]


def test_edits_are_told_in_offsets_of_the_source():
    source = f"{PROSE}<p><b>error:</b> Content is protected !!</p>"
    (edit,) = PIPELINE.run(Document(source, "html")).edits
    assert source[edit.start : edit.end] == "<p><b>error:</b> Content is protected !!</p>"


def test_suspects_are_told_in_offsets_of_the_source():
    source = PROSE + '<div style="display:none"><a href="https://mitra.example.com/">Mitra</a></div>'
    result = PIPELINE.run(Document(source, "html", url="https://contohharian.com/1"))
    assert result.text is source
    assert [(e.rule, source[e.start : e.end]) for e in result.withheld] == [("html/hidden-link", "Mitra")]


def test_an_edit_of_another_filter_may_not_touch_code():
    @as_filter("test/shout")
    def shout(doc):
        for at in range(len(doc.text)):
            if doc.text[at].isalpha():
                yield Edit(at, at + 1, doc.text[at].upper())

    pipeline = Pipeline([shout], max_passes=1)
    assert pipeline.clean("<p title=a>b<pre>c</pre><!-- d -->", format="html") == "<p title=a>B<pre>c</pre><!-- d -->"
    assert pipeline.clean("a `b` [c](d)\n", format="markdown") == "A `b` [C](d)\n"


def test_a_replacement_cannot_make_markup():
    @as_filter("test/tag", Phase.REPAIR)
    def tag(doc):
        if "x" in doc.text:
            yield Edit(doc.text.index("x"), doc.text.index("x") + 1, "<b>&amp;")

    assert Pipeline([tag]).clean("<i>x</i>", format="html") == "<i>&lt;b&gt;&amp;amp;</i>"


def test_what_nobody_sees_does_not_count_towards_the_removal_limit():
    farm = "".join(f'<a href="https://slot{n}gacor.live/">slot gacor {n}</a> ' for n in range(200))
    source = f'{PROSE * 4}<div style="position:absolute;left:-9999px">{farm}</div>'
    result = PIPELINE.run(Document(source, "html"))
    assert result.notice == ""
    assert result.text == PROSE * 4
    visible = f"{PROSE * 4}<div>{farm}</div>"
    assert PIPELINE.run(Document(visible, "html")).text is visible


def test_the_page_says_which_host_is_its_own():
    hidden = HIDDEN.format("style='font-size:0'", "foto.contohharian.com")
    canonical = "<link rel='canonical' href='https://www.contohharian.com/1'>"
    assert PIPELINE.clean(canonical + hidden, format="html") == canonical + hidden
    assert "foto" not in PIPELINE.clean(hidden, format="html")
    assert PIPELINE.run(Document(hidden, "html", url="https://contohharian.com")).text is hidden
    assert "foto" not in PIPELINE.run(Document(hidden, "html", url="https://contohkoran.com")).text


def test_the_users_lists_win():
    hidden = HIDDEN.format("hidden", "panci.example.com")
    seen = HIDDEN.format("", "panci.example.com")
    allowing = Pipeline([InjectedLinks(allow_hosts=("example.com",))])
    denying = Pipeline([InjectedLinks(deny_hosts=("panci.example.com",))])
    assert allowing.clean(hidden, format="html") is hidden
    assert "panci" not in denying.clean(seen, format="html")
    assert "panci" not in denying.clean("Lihat [panci](https://panci.example.com/) ini.\n", format="markdown")


def test_rules_can_be_switched_off():
    hidden = HIDDEN.format("hidden", "panci.example.com")
    assert PIPELINE.excluding("html/hidden-link").clean(hidden, format="html") is hidden
    assert PIPELINE.excluding("html").clean(hidden, format="html") is hidden


def test_white_space_of_a_page_is_its_own_business():
    source = "<p>a  b\t\tc \r\n\r\n\r\n d&nbsp;e\u00a0word </p>"
    assert Pipeline([Whitespace()]).clean(source, format="html") is source


@pytest.mark.parametrize("format_", ["html", "markdown"])
def test_plain_white_space_of_markup_is_never_looked_at(format_):
    source = "  One  two.\r\n\n\n\n\tThree \tfour. \n - a\n   - b  \n\n| a  |   b |\n|----|-----|\n\n\n"
    document = Document(source, format_)
    assert Whitespace().find(document) == []
    assert bool(Whitespace().find(Document(document.text))) == (format_ == "markdown")
    odd = Document(f"{source}One\u2003two\u200b.\n", format_)
    cleaned = PIPELINE.run(odd).text
    assert cleaned.startswith(source) and "\u200b" not in cleaned


@pytest.mark.parametrize("format_", ["html", "markdown"])
@given(st.text(st.sampled_from(" \n\t\r-*|>a.1`#e\u0301"), max_size=60))
def test_no_edit_of_plain_white_space_is_made_in_markup(format_, source):
    reading = read(source, format_)
    assert not any(reading.allows(*span[:3]) for span in Whitespace().scan(Document(reading.text)))


MARKUP = ("<p>", "</p>", "<b>", "</b>", "<br>", "<i></i>", "<div>", "</div>", "<a href=x>", "</a>", "<li>", "</li>")
TEXTS = ("text", " ", "\n", "two words", "&amp;", "x", "<title>T x</title>", "<code>c</code>", "<!-- c -->")


@settings(max_examples=300)
@given(
    st.lists(st.sampled_from(MARKUP + TEXTS), max_size=14).map("".join),
    st.lists(st.tuples(st.integers(0, 40), st.integers(0, 6), st.sampled_from(["", "", "z", " "])), max_size=3),
)
def test_elements_are_emptied_alike_whether_or_not_text_stays_beside_the_cut(source, cuts):
    reading = read(source, "html")
    changes, behind = [], -1
    for start, length, replacement in sorted(cuts):
        end = min(start + length, len(reading.text))
        if behind < start <= end and (start < end or replacement):
            changes.append(Change(start, end, replacement))
            behind = end
    quick = reading.to_source(changes)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(html_tree, "_leave_text", lambda *_: False)
        assert reading.to_source(changes) == quick


def test_documents_travel():
    document = Document(PROSE, "html", url="https://a.example")
    _ = document.links
    copied = pickle.loads(pickle.dumps(document))  # noqa: S301
    assert copied == document
    assert copied.text == document.text


@pytest.mark.parametrize("format", ["html", "markdown"])
def test_odd_characters_raise_nothing(format):  # noqa: A002
    for text in (
        "\x00",
        "\ud800",
        "\ufeff",
        "\u0301",
        "&#xd800;",
        "&#0;",
        "<\ud800>",
        "`\ud800`",
        "[\x00](\ud800)",
        "\x1a<",
    ):
        assert isinstance(PIPELINE.clean(text * 3, format=format), str)
