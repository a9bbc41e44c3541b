"""Links that nobody can see: how they are found, and what of style sheets is understood."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleanpress import Document, Pipeline
from cleanpress.formats.css_rules import Element, Sheet
from cleanpress.formats.css_values import alike, colour, declarations, length
from cleanpress.formats.html_visibility import hidden_links
from growth import assert_growth, seconds

LINK = '<a href="https://contoh.example.com/">panci murah</a>'
PROSE = "Harga beras di pasar induk terus naik sejak awal pekan"
STYLES = {
    "display": ["display:none", "DISPLAY:NONE!important", "display:block;display:none", "dis\\70 lay:none"],
    "visibility": ["visibility:hidden", "visibility: collapse"],
    "opacity": ["opacity:0", "opacity:.01", "opacity: 0%"],
    "off-screen": ["position:absolute;left:-9999px", "position:fixed;top:-600px", "margin-left:-999em",
                   "position:absolute;right:-5000px", "transform:translateX(-9999px)", "margin:0 0 0 -9999px"],
    "text-indent": ["text-indent:-9999px", "text-indent:-100em", "text-indent:-200%"],
    "font-size": ["font-size:0", "font-size:1px", "font:0/0 a", "font-size:0.01em", "font-size:1%"],
    "zero-box": ["height:0;overflow:hidden", "width:1px;overflow:hidden", "max-height:0;overflow-y:hidden",
                 "width:0;height:0;overflow:clip"],
    "clip": ["clip:rect(0,0,0,0)", "clip: rect(1px 1px 1px 1px)", "clip:rect(0px, 0px, 9px, 0px)"],
    "clip-path": ["clip-path:inset(50%)", "clip-path: inset(100% 0 0 0)", "clip-path:circle(0)",
                  "clip-path:polygon(0 0, 0 0, 0 0)"],
    "colour": ["color:#fff", "color:white;background:white", "color:#FDFDFD;background-color:#ffffff",
               "color:rgb(255 255 255)", "color:hsl(0,0%,100%)", "color:transparent", "color:#ffffff00"],
    "scale": ["transform:scale(0)", "transform: scale(0.01)"],
    "content-visibility": ["content-visibility:hidden"],
}  # fmt: skip
SEEN = [
    "display:inline", "visibility:visible", "opacity:0.5", "left:-9999px", "position:absolute;left:20px",
    "text-indent:2em", "font-size:9px", "font-size:80%", "height:0", "width:1px", "overflow:hidden",
    "height:40px;overflow:hidden", "clip:rect(0,100px,20px,0)", "clip:auto", "clip-path:inset(10%)",
    "clip-path:circle(50%)", "color:#fff;background:#000", "color:red", "color:#fff;background:url(x.png)",
    "color:inherit", "transform:scale(1)", "transform:translateX(-50%)", "margin-left:-20px", "font:12px/1 serif",
    "display:none;display:block", "-x-display:none", "display-none:1", "background:url(a;display:none)",
    "content:'display:none'", "display", ":none", "", ";;;", "opacity:abc", "font-size:abc", "left:", "color:#12345",
]  # fmt: skip


def page(style, before="", around="{}"):
    return f'{before}<p>{PROSE} {around.format(f"""<span style="{style}">{LINK}</span>""")} kata pedagang.</p>'


def found(source):
    return [(source[start:end], reason) for start, end, reason in hidden_links(source)]


@pytest.mark.parametrize("style", [style for styles in STYLES.values() for style in styles])
def test_a_hidden_link_is_found_and_goes_while_its_paragraph_stays(style):
    assert [link for link, _ in found(page(style))] == [LINK]
    cleaned = Pipeline.default().run(Document(page(style), "html", url="https://www.contohharian.com/1"))
    assert cleaned.text == f"<p>{PROSE} kata pedagang.</p>"
    assert [edit.rule for edit in cleaned.edits] == ["html/hidden-link"]


@pytest.mark.parametrize("style", SEEN)
def test_a_link_that_people_see_is_not_hidden(style):
    source = page(style)
    assert found(source) == []
    assert Pipeline.default().run(Document(source, "html")).text is source


@pytest.mark.parametrize(
    ("sheet", "before", "behind"),
    [
        (".x { display:none }", "<b class='y x'>", "</b>"),
        ("#x{display:none}", "<b id=x>", "</b>"),
        ("B{display:none}", "<b>", "</b>"),
        ("b.x{display:none}", "<b class=x>", "</b>"),
        ("div .x{display:none}", "<div><i><b class=x>", "</b></i></div>"),
        ("div > .x{display:none}", "<div><b class=x>", "</b></div>"),
        (".a, .x{display:none}", "<b class=x>", "</b>"),
        ("/* .x{} */ .x/**/{display:none}", "<b class=x>", "</b>"),
        ("@media screen{.x{display:none}}", "<b class=x>", "</b>"),
        ("@import url(a.css); .x{display:none}", "<b class=x>", "</b>"),
        ("@font-face{font-family:x} .x{display:none}", "<b class=x>", "</b>"),
        (".x{display:block} .x.x{display:none}", "<b class=x>", "</b>"),
        (".x{display:none!important} #y{display:block}", "<b id=y class=x>", "</b>"),
        (".x{display:none!important}", "<b class=x style='display:block'>", "</b>"),
        (".x a{font-size:0}", "<b class=x>", "</b>"),
        ("a{position:absolute;left:-9999px}", "", ""),
    ],
)
def test_sheets_of_the_page_hide(sheet, before, behind):
    source = f"<style>{sheet}</style>{before}{LINK}{behind}"
    assert [link for link, _ in found(source)] == [LINK]


@pytest.mark.parametrize(
    ("sheet", "before", "behind"),
    [
        (".x{display:none}", "<b class=xy>", "</b>"),
        (".X{display:none}", "<b class=x>", "</b>"),
        (".x:hover{display:none}", "<b class=x>", "</b>"),
        (".x::before{display:none}", "<b class=x>", "</b>"),
        (".x[title]{display:none}", "<b class=x>", "</b>"),
        (".y + .x{display:none}", "<b class=x>", "</b>"),
        ("div > .x{display:none}", "<div><i><b class=x>", "</b></i></div>"),
        (".y .x{display:none}", "<b class=x>", "</b>"),
        ("@media print{.x{display:none}}", "<b class=x>", "</b>"),
        ("@media (max-width:600px){.x{display:none}}", "<b class=x>", "</b>"),
        ("@supports (x:y){.x{display:none}}", "<b class=x>", "</b>"),
        ("@keyframes k{from{opacity:0}} .x{animation:k}", "<b class=x>", "</b>"),
        (".x{display:none} .x.y{display:inline}", "<b class='x y'>", "</b>"),
        (".x{display:none}", "<b class=x style='display:inline'>", "</b>"),
        (".x{display:none} #y{display:inline}", "<b id=y class=x>", "</b>"),
        ("/* .x{display:none}", "<b class=x>", "</b>"),
        (".x{display:none", "<b class=x>", "</b>"),
        ("content:'} .x{display:none}", "<b class=x>", "</b>"),
    ],
)
def test_what_sheets_do_not_say_hides_nothing(sheet, before, behind):
    assert found(f"<style>{sheet}</style>{before}{LINK}{behind}") == []


class TestInheritance:
    @pytest.mark.parametrize(
        "source",
        [
            f'<div style="visibility:hidden"><p style="visibility:visible">{LINK}</p></div>',
            f'<div style="font-size:0"><p style="font-size:12px">{LINK}</p></div>',
            f'<div style="text-indent:-9999px"><p style="text-indent:0">{LINK}</p></div>',
            f'<div style="color:#fff"><p style="color:#000">{LINK}</p></div>',
            f'<div style="background:#000"><p style="color:#fff">{LINK}</p></div>',
            f'<p style="display:none">a<p>{LINK}',
            f'<div style="display:none">a</div>{LINK}',
            f'<img style="display:none">{LINK}',
            f'<br style="display:none"/>{LINK}',
            f'<li style="display:none">a<li>{LINK}',
            f'<div style="display:none"></div></b>{LINK}',
            f'<a href=/b style="display:none">b</a>{LINK}',
            '<a href="//x.example.com"><span style="display:none">a</span> b</a>',
            '<a href="//x.example.com"><span style="display:none">a</span><img src=b></a>',
            '<a href="//x.example.com" style="display:none"></a>',
        ],
    )
    def test_what_is_restored_or_elsewhere_can_be_seen(self, source):
        assert LINK not in [link for link, _ in found(source)]
        assert "x.example.com" not in str(found(source))

    @pytest.mark.parametrize(
        "source",
        [
            f'<div style="display:none"><p style="display:block">{LINK}</p></div>',
            f'<div style="opacity:0"><p style="opacity:1">{LINK}</p></div>',
            f'<div style="font-size:1px"><p style="font-size:50%">{LINK}</p></div>',
            f'<div style="opacity:.2"><p style="opacity:.2">{LINK}</p></div>',
            f'<div style="color:#eee"><p style="background:#eee">{LINK}</p></div>',
            f'<div style="display:none"><b>{LINK}</b></div>',
            f'<div style="display:none"><b><i>{LINK}</b></i></div>',
            f"<div hidden>{LINK}</div>",
            f'<div hidden style="color:red">{LINK}</div>',
            f"<noscript>{LINK}</noscript>",
            f"<marquee width=1 height=1>{LINK}</marquee>",
            f'<table bgcolor="#ffffff"><tr><td><font color="white">{LINK}</font></table>',
        ],
    )
    def test_what_is_around_hides(self, source):
        assert [link for link, _ in found(source)] == [LINK]

    def test_the_reason_says_how(self):
        assert found(page("display:none"))[0][1] == "display:none"
        assert "pixels" in found(page("position:absolute;left:-9999px"))[0][1]


class TestValues:
    @pytest.mark.parametrize(
        ("value", "expected"),
        [("0", 0), ("-9999px", -9999), ("2em", 20), (".5rem", 8), ("1.5pt", 2), ("50%", 640), ("auto", None),
         ("", None), ("1e9px", None), ("calc(1px)", None), ("9" * 400, None)],
    )  # fmt: skip
    def test_lengths(self, value, expected):
        assert length(value, 10) == expected

    @pytest.mark.parametrize(
        ("value", "expected"),
        [
            ("#fff", (255, 255, 255, 1)),
            ("#00000080", (0, 0, 0, 128 / 255)),
            ("RED", (255, 0, 0, 1)),
            ("rgb(1,2,3)", (1, 2, 3, 1)),
            ("rgba(100%, 0%, 0%, 50%)", (255, 0, 0, 0.5)),
            ("hsl(120 100% 50%)", (0, 255, 0, 1)),
            ("rebeccapurple", (102, 51, 153, 1)),
            *((odd, None) for odd in ("#ggg", "rgb(1,2)", "rgb(.,.,.)", "inherit", "#", "x" * 5000)),
        ],
    )
    def test_colours(self, value, expected):
        assert colour(value) == (pytest.approx(expected) if expected else None)

    def test_alike_is_what_no_eye_parts(self):
        assert alike((255, 255, 255, 1), (250, 250, 250, 1))
        assert not alike((255, 255, 255, 1), (200, 200, 200, 1))

    @given(st.text())
    def test_any_style_can_be_read(self, css):
        for name, value, _ in declarations(css):
            assert name
            length(value, 16)
            colour(value)

    @given(st.text(alphabet=".#ab{}:;@>,\"'/* ()", max_size=200))
    def test_any_sheet_can_be_read(self, css):
        Sheet([css]).style(Element("a", "b", frozenset("ab"), None), [])


GROWING = {
    "rules": ("<style>" + "{}" + "</style>" + "<p class=a>" * 50 + LINK, ".a{color:red}"),
    "classes": ("<style>.a{color:red}</style><p class='{}'>" + LINK, "a b "),
    "nested": ("<style>p p p p .a{color:red}</style>{}<b class=a>" + LINK, "<p style='color:red'><div>"),
    "descendants": ("<style>" + "div " * 12 + ".a{display:none}</style>{}" + LINK, "<div class=a>"),
    "links": ("{}", f"<p style='color:red'>{LINK}"),
    "hidden links": ("<div style='display:none'>{}</div>", LINK),
    "hidden apart": ("{}", f"<div style='display:none'>{LINK}</div>"),
    "style attribute": ("<p style='{}'>" + LINK, "color:red;"),
    "letters in a style": ("<p style='{}'>" + LINK, "a"),
    "brackets in a style": ("<p style='{}'>" + LINK, "a:(("),
    "quotes in a style": ("<p style='{}'>" + LINK, 'a:"'),
    "braces in a sheet": ("<style>{}</style>" + LINK, "{"),
    "comments in a sheet": ("<style>{}</style>" + LINK, "/*"),
    "selectors": ("<style>{}{{display:none}}</style>" + LINK, ".a,"),
    "noscript": ("<noscript>{}</noscript>", LINK),
}


@pytest.mark.parametrize(("frame", "piece"), GROWING.values(), ids=GROWING)
def test_time_grows_with_the_length(frame, piece):
    pipeline = Pipeline.default()

    def cost(size):
        source = frame.replace("{}", piece * (size // len(piece))).replace("{{", "{").replace("}}", "}")
        return seconds(lambda: pipeline.run(Document(source, "html")))

    assert_growth(cost, 8_000, 64_000, most=24, least=0.004)
