"""Pages of 50 to 300 kB as a news site serves them: an article among menus, teasers, scripts and style sheets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from itertools import cycle
from random import Random

__all__ = ["build_pages"]


def build_pages(documents: Sequence[bytes], size: int) -> list[bytes]:
    """Pages of about ``size`` bytes together, around the paragraphs of the documents; the same ones every time.

    A third of a page is text, as on real ones; the rest is markup in which a parser has as much to do.
    """
    rng = Random("pages")
    paragraphs = _paragraphs(documents)
    pages: list[bytes] = []
    total = 0
    while total < size:
        pages.append(_page(paragraphs, min(rng.randrange(50_000, 300_000), max(size, 50_000)), rng).encode())
        total += len(pages[-1])
    return pages


def _paragraphs(documents: Sequence[bytes]) -> Iterator[str]:
    lines = [line.strip() for document in documents for line in document.decode().split("\n")]
    return cycle([line for line in lines if len(line) > 40])


def _page(paragraphs: Iterator[str], size: int, rng: Random) -> str:
    parts = [_HEAD, *(_menu(number, rng) for number in range(4)), '<main id="content"><article class="post">\n']
    length = sum(map(len, parts))
    number = 0
    while length < size:
        number += 1
        part = _block(next(paragraphs), number, rng)
        parts.append(part)
        length += len(part)
    return "".join([*parts, "</article></main>\n", _FOOT])


def _block(text: str, number: int, rng: Random) -> str:
    """A paragraph in the middle of what surrounds it."""
    if number % 3 == 0:
        return _teaser(text, number, rng)
    if number % 8 == 0:
        return f"<script>{_SCRIPT * rng.randrange(1, 12)}</script>\n"
    words = escape(text, quote=False).split(" ")
    for _ in range(len(words) // 25):
        at = rng.randrange(len(words))
        words[at] = rng.choice(_INLINE).format(words[at], number=number)
    body = " ".join(words).replace("—", "&mdash;").replace("“", "&ldquo;").replace("”", "&rdquo;")
    return f"""
        <div class="article__block article__block--text layout-{number % 7}" data-component="text" data-id="{number}">
          <div class="article__inner"><p class="paragraph paragraph--body">{body}</p></div>
        </div>
"""


def _teaser(text: str, number: int, rng: Random) -> str:
    title = escape(text[:60])
    return f"""
        <aside class="teaser teaser--{rng.randrange(5)}"><a href="/news/{number}/{rng.randrange(10**6)}.html">
          <img src="/img/{number}.jpg" srcset="/img/{number}-320.jpg 320w, /img/{number}-640.jpg 640w" alt="{title}"
            width="640" height="360" loading="lazy"></a>
          <ul class="tags"><li><a href="/tag/{number}" rel="tag">{title[:12]}</a></li>
            <li><span>{number} min</span></li></ul>
          <h3 class="teaser__title"><a href="/news/{number}">{title}</a></h3>
        </aside>
"""


def _menu(number: int, rng: Random) -> str:
    items = "".join(
        f'<li class="menu__item"><a class="menu__link" href="/section/{number}/{item}">'
        f"<span>Section {rng.randrange(100)}</span></a></li>\n"
        for item in range(24)
    )
    return f'<nav class="menu menu--{number}" role="navigation">\n<ul>\n{items}</ul></nav>\n'


_INLINE = (
    '<a href="https://www.example.org/story/{number}">{0}</a>',
    "<strong>{0}</strong>",
    "<em>{0}</em>",
    '<span class="nowrap">{0}</span>',
    "{0}<br>",
    "{0}<!-- {number} -->",
)
_STYLE = ".block{margin:0 0 1em;color:#222}.menu__item>a{display:block}@media(max-width:640px){.menu{margin:0}}\n"
_SCRIPT = 'window.layer=window.layer||[];layer.push({"event":"view","id":12,"html":"<b>x</b>"});\n'
_HEAD = f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Council puts off the vote</title>
<link rel="canonical" href="https://news.example.org/a/1"><meta name="description" content="What was said &amp; done">
<style>{_STYLE * 20}</style><script>{_SCRIPT * 30}</script></head>
<body class="article">
"""
_FOOT = f"""<footer class="foot"><p>&copy; 2024 The Example. All rights reserved.</p>
<form action="/search"><input name="q" type="search"><button>Search</button></form></footer>
<script>{_SCRIPT * 20}</script></body></html>
"""
