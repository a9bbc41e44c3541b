"""Hostile texts of any length: shapes that stop cleaners with a slow pattern, a deep stack or a sum over everything.

A shape is a beginning, a piece that is repeated, and an end. Those of plain text are tried in every
format; those of HTML and Markdown in theirs.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

__all__ = ["HTML", "MARKDOWN", "TEXT", "text_of"]

Shape: TypeAlias = "str | tuple[str, str, str] | Callable[[int], str]"
"""A repeated piece; or what stands before it, the piece, and what stands behind it; or a text by its length."""


def text_of(shape: Shape, length: int) -> str:
    """The text of a shape with about ``length`` code points.

    >>> text_of(("<a ", "b=c ", ">"), 12)
    '<a b=c b=c>'
    """
    if callable(shape):
        return shape(length)
    before, piece, behind = shape if isinstance(shape, tuple) else ("", shape, "")
    return before + piece * ((length - len(before) - len(behind)) // len(piece)) + behind


def _layers(length: int) -> str:
    """One word, misread fourteen times over: each time longer."""
    word = "é"
    for _ in range(14):
        word = "".join(bytes([byte]).decode("latin-1") for byte in word.encode())
        if len(word) > length:
            break
    return ((word + " ") * (length // len(word) + 1))[:length]


def _numbered(piece: str) -> Callable[[int], str]:
    """Pieces that all differ."""

    def text(length: int) -> str:
        count = length // (len(piece) + 3)
        return "".join(piece.replace("%", str(number)) for number in range(count))

    return text


def _nested(opened: str, inside: str, closed: str) -> Callable[[int], str]:
    """One in the other, as deep as it goes."""

    def text(length: int) -> str:
        depth = (length - len(inside)) // (len(opened) + len(closed))
        return opened * depth + inside + closed * depth

    return text


def _stairs(length: int) -> str:
    """List items, each indented farther than the one before it, again and again."""
    run = "".join(f"{'  ' * depth}- item\n" for depth in range(64))
    return (run * (length // len(run) + 1))[:length]


def _backticks(length: int) -> str:
    """Marks of code that never meet one of their own length."""
    run = " ".join("`" * (number + 1) for number in range(50))
    return ((run + " x ") * (length // len(run) + 1))[:length]


TEXT: dict[str, Shape] = {
    "one letter": "a",
    "one digit": "1",
    "one accented letter": "é",
    "one wide letter": "Ａ",
    "one Chinese character": "中",
    "one Thai vowel": "ำ",
    "one long word, then a host": ("", "a", ".com"),
    "blanks": " ",
    "blanks between letters": " a ",
    "blanks before a line end": ("a", " ", "\n"),
    "blank lines with blanks": " \n",
    "line feeds": "\n",
    "carriage returns": "\r",
    "carriage returns and line feeds": "\r\n",
    "line separators": "\u2028",
    "lines of one letter": "a\n",
    "lines of two letters": "ab\n",
    "tabs": "\t",
    "lines of tabs": "\t\n",
    "table of tabs": "a\tb\tc\n",
    "ragged table of tabs": "a\tb\nc\td\te\n",
    "table of blanks": "name    3.20   x\n",
    "table of bars": "| a  | b  |\n",
    "indented lines": "        x  y\n",
    "deeper and deeper": _stairs,
    "dots": ".",
    "dots and blanks": ". ",
    "dots between letters": "a.",
    "dots between numbers": "0.",
    "dots between pairs": "ab.",
    "dots between hyphens": "a-a.a-",
    "hyphens": "-",
    "hyphens between letters": "a-",
    "words divided at line ends": "ba-\nko ",
    "host of endings": "com.",
    "www and www": "www.",
    "longest labels": "a" * 63 + ".",
    "Cyrillic chain": "а.б",
    "chain of two scripts": "а.b.",
    "at signs": "a@",
    "addresses of mail": "a@b.com ",
    "schemes": "https://",
    "one long path": ("see http://spam.xyz/", "a/", ""),
    "one long query": ("see spam.xyz?", "a=b&", ""),
    "injected hosts": "the mayor slotbako88.live said so. ",
    "injected hosts, all different": _numbered("the mayor slot%.live said so. "),
    "hosts without blanks": "slotbako88.live,",
    "hosts without blanks, all different": _numbered("slot%.live,"),
    "mentioned hosts": "as bako.com reported. ",
    "hosts in brackets": "(bako.com)",
    "hosts in disguise": "bako [dot] com ",
    "hosts with blanks": "b a k o . c o m ",
    "zero width in hosts": "ba\u200bko.com ",
    "styled letters": "\U0001d41b.\U0001d41a",
    "opening brackets": "(",
    "square brackets": "[",
    "curly brackets": "{",
    "lenticular brackets": "【",
    "brackets in pairs": "()",
    "brackets in each other": _nested("[", "x", "]"),
    "quotation marks": '"',
    "curly quotation marks": "“",
    "apostrophes": "'a",
    "slashes": "/",
    "backslashes": "\\",
    "escaped code points": "\\u00e9",
    "percent signs": "%",
    "percent codes": "%C3%A9",
    "hash signs": "#",
    "underscores": "_",
    "asterisks": "*",
    "equals signs": "=",
    "backticks": "`",
    "tildes": "~",
    "fences": "```\n",
    "fences never closed": ("```\n", "a  b\n", ""),
    "ampersands": "&",
    "semicolons": ";",
    "references": "&amp;",
    "references in each other": ("&", "amp;", ""),
    "unfinished references": "&#x",
    "numbers of references": ("&#", "1", ";"),
    "less-than signs": "<",
    "tags in text": "<b>",
    "shortcodes": "[caption id=1]",
    "shortcodes never closed": "[caption ",
    "shortcodes closed": "[/caption]",
    "shortcodes in each other": _nested("[vc_row]", "text", "[/vc_row]"),
    "template marks": "{{x}}",
    "line heads of artifacts": "Advertisement\n",
    "line heads of artifacts with more": "Share this and that\n",
    "line heads with decoration": "»»» Read more\n",
    "artifact lines, all different": _numbered("Read more: story %\n"),
    "glued artifacts": "Loading...",
    "glued messages": "Error: Content is protected !!",
    "cookie notes": "We use cookies. ",
    "citing words": "Sumber: bako.com\n",
    "mojibake": "Ã©",
    "mojibake words": "cafÃ© et naÃ¯ve ",
    "mojibake lines": "satu cafÃ© dan dua naÃ¯ve lagi\n",
    "mojibake, all different": _numbered("cafÃ©% "),
    "mojibake quotation marks": "â€œokâ€\x9d ",
    "mojibake of Russian": "ÐŸÐ¾Ð³Ð¾Ð´Ð° ",
    "mojibake of Chinese": "ä¸\xadæ–‡",
    "mojibake of a single-byte page": "Ïðèâåò ",
    "mojibake with lost bytes": "Ñ\ufffd",
    "mojibake in layers": _layers,
    "lead bytes alone": "Ã",
    "frames": "├─┤",
    "replacement characters": "\ufffd",
    "marks on one letter": ("a", "\u0301", ""),
    "marks of two classes": ("a", "\u0301\u0323", ""),
    "marks behind zero width": ("a", "\u200b\u0301", ""),
    "Hangul jamo": "\u1100\u1161\u11a8",
    "zero width spaces": "\u200b",
    "zero width between letters": "a\u200b",
    "joiners": "\u200d",
    "joined emoji": "👩\u200d",
    "flags": "🇮",
    "tag characters": "\U000e0041",
    "selectors": "\ufe0f",
    "selectors on letters": "a\ufe0f",
    "soft hyphens": "a\u00ad",
    "no-break spaces": "\u00a0",
    "ideographic spaces": "中\u3000",
    "overrides": "\u202e",
    "isolates never closed": "\u2066א",
    "right-to-left marks": "א\u200e",
    "byte order marks": "\ufeff",
    "Hangul fillers": "\u3164",
    "Braille blanks": "\u2800",
    "NULs": "\x00",
    "NULs between letters": "a\x00",
    "C1 controls": "\x80",
    "escape sequences": "\x1b[31m",
    "escapes never finished": "\x1b]0;",
    "lone surrogates": "\ud800",
    "halves of surrogates": "\ud83d\udca9",
    "noncharacters": "\uffff",
    "objects": "\ufffc",
}

HTML: dict[str, Shape] = {
    "unclosed tags": "<a ",
    "unclosed comments": "<!--",
    "comments": "<!-- x -->",
    "bogus comments": "<!x>",
    "processing instructions": "<?php ",
    "CDATA never closed": "<![CDATA[",
    "nested blocks": _nested("<div>", "Text at the bottom.", "</div>"),
    "nested blocks never closed": "<div>",
    "nested inline": _nested("<b>", "Text", "</b>"),
    "nested quotes and lists": _nested("<ul><li>", "Text", "</li></ul>"),
    "misnested": "<b><i>x</b></i>",
    "end tags alone": "</p>",
    "paragraphs never closed": "<p>a",
    "list items never closed": "<li>a",
    "cells never closed": ("<table>", "<tr><td>a", ""),
    "nested tables": _nested("<table><tr><td>", "x", "</td></tr></table>"),
    "line breaks": "<br>",
    "anchors never closed": "<a href=x>a",
    "anchors": '<a href="/a">a</a> ',
    "spam anchors": '<p>Text <a href="https://slotbako88.live">slot gacor</a> more.</p>\n',
    "spam anchors, all different": _numbered('<p>Text <a href="https://slot%.live">slot gacor</a> more.</p>\n'),
    "hidden links": '<div style="display:none"><a href="//slotbako.live">slot</a></div>',
    "hidden far above": ('<div style="display:none">', '<a href="//slotbako.live">slot</a>', "</div>"),
    "hidden deep below": _nested('<div style="color:red">', '<a href="//slotbako.live">slot</a>', "</div>"),
    "style sheets": "<style>.a{display:none}</style>",
    "one long style sheet": ("<style>", ".a .b>.c{color:red}\n", "</style><a class=a href=//slot.live>slot</a>"),
    "style attributes": ('<a href=//slot.live style="', "color:red;", '">slot</a>'),
    "classes": ('<a href=//slot.live class="', "a b ", '">slot</a><style>.a{opacity:0}</style>'),
    "attributes": ("<a ", "b=c ", "href=//slot.live>slot</a>"),
    "one long attribute": ('<p title="', "x ", '">Text.</p>'),
    "quotes in a tag": '<a "',
    "quotes never closed": "<a b='",
    "equals in a tag": ("<a ", "=", ">x"),
    "scripts": "<script>a<b</script>",
    "scripts never closed": "<script>",
    "titles never closed": "<title>",
    "text areas": "<textarea>x  y</textarea>",
    "code never closed": "<code>",
    "preformatted": "<pre>a  b</pre>",
    "noscript": '<noscript><a href="//slot.live">slot</a></noscript>',
    "nested noscript": "<noscript>",
    "templates": "<template>",
    "marquees": "<marquee width=1>a</marquee>",
    "pictures": "<svg><path d='M0 0'/></svg>",
    "emptied elements": "<p><b><i>slotbako88.live</i></b></p>\n",
    "artifact blocks": "<p>Advertisement</p>\n",
    "blocks with broken spaces": "<p>one &nbsp; two&#8203;three</p>\n",
    "blanks between tags": "<b> </b>\n\n  ",
    "references everywhere": "a&eacute;&nbsp;&lt;",
    "mojibake in paragraphs": "<p>cafÃ© et na&Atilde;&macr;ve</p>",
}

MARKDOWN: dict[str, Shape] = {
    "headings": "# a\n",
    "underlined headings": "a\n=\n",
    "rules": "---\n",
    "quotes": "> ",
    "quotes in each other": ("", ">", " a\n"),
    "list items": "- a\n",
    "list marks": "- ",
    "numbered": "1. a\n",
    "emphasis": "*a*",
    "emphasis never closed": "*a ",
    "underscored": "_a_",
    "strong never closed": "**a ",
    "brackets": "![",
    "brackets and round ones": "](",
    "links": "[a](b) ",
    "links never closed": "[a](",
    "links with titles": '[a](b "c") ',
    "links by name": "[a][b]\n",
    "links in each other": _nested("[", "a", "](b)"),
    "definitions": "[a]: http://spam.xyz\n",
    "definitions, all different": _numbered("[a%]: http://spam.xyz/%\n[a%]\n"),
    "notes": "[^1] ",
    "spam links": "Text [slot gacor](https://slotbako88.live) more.\n\n",
    "addresses in angles": "<http://bako.com>",
    "angles never closed": "<http://",
    "backticks of all lengths": _backticks,
    "code spans": "`a  b` ",
    "fenced code": "```\na  b\n```\n",
    "fences of tildes": "~~~\n",
    "indented code": "    a  b\n\n",
    "tables": "| a | b |\n|---|---|\n",
    "HTML blocks": "<div>\n\na\n\n</div>\n",
    "HTML comments never closed": "<!--\n",
    "tags inside": "a <b>b</b> ",
    "escapes": "\\*",
    "front matter never closed": ("---\n", "a: b\n", ""),
    "mathematics": "$$ ",
    "line breaks of two blanks": "a  \n",
}
