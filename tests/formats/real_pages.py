"""Real texts as web pages and Markdown files: all constructs around them, dirt only where nothing may be touched."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from contextlib import ExitStack
from html import escape
from itertools import islice, zip_longest
from pathlib import Path
from random import Random

__all__ = ["articles", "html_page", "markdown_page"]

CODE = "caf\u00c3\u00a9  =  [ 'slotgacor88.live',\t'x' ]  # \u200b"
"""What would be cleaned anywhere else: mojibake, blanks, a host of spam, something that nobody sees."""

INLINE = (
    "<b>{}</b>",
    "<em class='x  y'>{}</em>",
    "<a href='/p?a=1&amp;b=2'>{}</a>",
    "<span>{}</span><br>",
    "<i>{}</i>",
)
BETWEEN = (
    f"<pre>\n{CODE}\n\n\n{CODE}</pre>",
    f"<p>Run <code>{CODE}</code> now.</p>",
    f"<script>if (a < b) {{ x('</p>  {CODE}') }}</script>",
    f"<style>p::after {{ content: '{CODE}' }}</style>",
    f"<!-- {CODE} -->",
    f'<img src="a.png" data-x="{CODE}" alt="">',
    "<details><summary>More</summary><p>Prose that opens.</p></details>",
    "<p class='screen-reader-text'>Menu</p>",
    "<p hidden>A note for another day.</p>",
    "<table><tr><th scope=col>a<th>b<tr><td align='right'>1<td>2</table>",
    "<ul><li>one<li>two<ul><li>three</ul></ul>",
    "<template><p>never shown</p></template>",
    f"<textarea>{CODE}</textarea>",
    "<p>Fish &amp; chips&nbsp;&ndash; 5&#8239;km, caf&eacute; &lt;b&gt;</p>",
    "<p>See <a href='https://www.example.org/report' rel='noopener'>the report</a>.</p>",
    "<p>Water is H<sub>2</sub>O, a<wbr>b</p>",
    "<blockquote cite='https://www.example.org/'><p>Said so.</p></blockquote>",
    "<svg viewBox='0 0 1 1'><path d='M0  0L1 1'/></svg>",
)

HEADS = (
    "---\ntitle: 'A  title'\ntags: [a,  b]\n---\n\n",
    "+++\ntitle = 'A  title'\n+++\n\n",
    '{\n  "title":  "A title"\n}\n\n',
    "",
)
BLOCKS = (
    f"```py\n{CODE}\n\n\n{CODE}\n```",
    f"~~~~\n```\n{CODE}\n~~~~",
    f"## Code\n\n    {CODE}",  # behind a list it would be prose
    f"A span: ``{CODE}``.",
    "| left  | right |\n|:------|------:|\n| a     |     1 |",
    "- one\n  - two\n\n    deep\n  - three\n1. four\n   1. five",
    "> said\n>\n> > inside",
    f"{{{{< figure src=\"a  b.png\" title='{CODE}' >}}}}",
    f"{{% highlight py %}}\n{CODE}\n{{% endhighlight %}}",
    "{{ page.title  |  upper }}",
    f"<div class='x  y' data-x=\"{CODE}\">\n\nInside.\n\n</div>",
    f"<!-- {CODE} -->",
    "A hard break  \nand another\\\nend.",
    "Fish &amp; chips&nbsp;&ndash; caf&eacute;.",
    "A note[^1] and [a link][ref], ![a picture](a%20b.png 'T  t').\n\n"
    "[^1]: The note.\n[ref]: https://www.example.org/a  'A  title'",
    "Title\n=====\n\nSecond\n------",
    "***\n\n- [ ] to do\n- [x] done",
    ":::note\nInside.\n:::",
    '!!! note "T  t"\n    Inside.',
    "$$\na  =  b\n$$",
    "Term\n:   meaning",
)


def articles(folder: Path, number: int) -> Iterator[str]:
    """So many texts of a corpus, of all its languages in turn."""
    with ExitStack() as stack:
        paths = sorted(folder.glob("articles/*.jsonl.gz"))
        files = [stack.enter_context(gzip.open(path, "rt", encoding="utf-8")) for path in paths]
        lines = (line for row in zip_longest(*files) for line in row if line)
        yield from (json.loads(line)["text"] for line in islice(lines, number))


def html_page(text: str, rng: Random) -> str:
    """A page with the lines of a text as paragraphs."""
    parts = []
    for line in re.split("\n+", text):
        words = [escape(word, quote=False) for word in line.split(" ")]
        for _ in range(len(words) // 30):
            at = rng.randrange(len(words))
            words[at] = rng.choice(INLINE).format(words[at])
        parts.append(f"<p class=body>{' '.join(words)}</p>")
        if rng.random() < 0.3:
            parts.append(rng.choice(BETWEEN))
    body = rng.choice(("\n", "\r\n", "\n  ")).join(parts)
    return f"<!DOCTYPE html>\n<html lang=x><head><title>A title</title></head>\n<body>\n{body}\n</body></html>\n"


def markdown_page(text: str, rng: Random) -> str:
    """A Markdown file with the lines of a text as paragraphs."""
    parts = []
    for line in re.split("\n+", text):
        parts.append(rng.choice(("", "", "", "## ", "- ", "> ")) + line)
        if rng.random() < 0.3:
            parts.append(rng.choice(BLOCKS))
    page = rng.choice(HEADS) + "\n\n".join(parts) + "\n"
    return page if rng.random() < 0.8 else page.replace("\r\n", "\n").replace("\n", "\r\n")
