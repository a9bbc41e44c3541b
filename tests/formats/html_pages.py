"""Generated pages: well-formed HTML with everything that a reading must get through, and clean prose."""

from __future__ import annotations

from hypothesis import strategies as st

WORDS = (
    "Warga",
    "harga",
    "beras",
    "naik",
    "di",
    "pasar",
    "the",
    "council",
    "agreed",
    "on",
    "été",
    "価格",
    "рынок",
    "5.000",
)
TEXTS = (
    *(f"{word} " for word in WORDS),
    *WORDS,
    " ",
    "\n  ",
    "\r\n\t",
    "&amp;",
    "&lt;b&gt;",
    "caf&eacute; ",
    "&#8211;",
    "&#x41;",
    " &nbsp; ",
    "a &unknown b",
    "1 < 2 ",
    "& co. ",
    "!",
    ". ",
)
INLINE = ("b", "i", "span", "a", "em", "strong", "u", "small")
BLOCKS = ("p", "div", "section", "h2", "blockquote")
SHOWN = ("pre", "code", "textarea", "kbd")
ATTRIBUTES = ("", ' class="a>b"', " id=x", ' href="/a?b=1&amp;c=2"', " hidden", " DATA-X='y < z'", ' title="été"')
UNREAD = (
    "<!-- a <b> comment -->",
    "<script>if (a < b) { x('</p>') }</script>",
    "<style>p > a { color: red }</style>",
    "<template><p>never</p></template>",
    "<img src='x.png' alt='a picture'>",
    "<wbr>",
    '<input value="typed">',
)


@st.composite
def _element(draw, children, names):
    name = draw(st.sampled_from(names))
    spelled = draw(st.sampled_from((name, name.upper())))
    inner = "".join(draw(st.lists(children, max_size=4)))
    return f"<{spelled}{draw(st.sampled_from(ATTRIBUTES))}>{inner}</{name}>"


texts = st.sampled_from(TEXTS)
_shown = st.builds(
    lambda name, text: f"<{name}>{text}</{name}>",
    st.sampled_from(SHOWN),
    st.sampled_from(("x  y", "a &lt; b", "\n  z\n")),
)
_leaves = st.one_of(texts, texts, texts, st.sampled_from(UNREAD), st.just("<br>"), _shown)


def _inline_grown(children):
    return _element(st.one_of(children, texts), INLINE)


_inline = st.recursive(_leaves, _inline_grown, max_leaves=8)
# An anchor inside an anchor is closed by browsers, so none is generated below another.


def _block_grown(children):
    return _element(st.one_of(children, _inline), BLOCKS)


_block = st.recursive(_element(_inline, BLOCKS), _block_grown, max_leaves=6)
_list = st.lists(_element(_inline, ("li",)), min_size=1, max_size=3).map(lambda items: f"<ul>\n{''.join(items)}\n</ul>")
_table = st.lists(_element(_inline, ("td",)), min_size=1, max_size=3).map(
    lambda cells: f"<table><tr>{''.join(cells)}</tr></table>"
)
pages = st.lists(st.one_of(_block, _block, _list, _table, _inline), min_size=1, max_size=5).map("".join)
"""HTML as editors write it: tags in pairs, everything else allowed."""
