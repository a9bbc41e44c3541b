"""Generated Markdown: prose between everything that must not change; with dirt or without."""

from __future__ import annotations

from hypothesis import strategies as st

DIRT = "cafÃ©"
CLEAN = "café"

PROTECTED = (
    "---\ntitle: 'cafÃ©'\n---\n",
    "---\r\ntitle: cafÃ©\r\n---\r\nText.\r\n",
    "+++\ntitle = 'cafÃ©'\n+++\n",
    ';;;\n"title": "cafÃ©"\n;;;\n',
    '{\n  "title": "cafÃ©"\n}\n\nText.\n',
    "Title: cafÃ©\nDate: 2020-01-01\n\nText.\n",
    "```\ncafÃ©\n```\n",
    "```` md\n```\ncafÃ©\n```\n````\n",
    "~~~ x\ncafÃ©\n~~~\n",
    "```\ncafÃ©\n",
    "   ```\n   cafÃ©\n   ```\n",
    "- a\n\n  ```\n  cafÃ©\n  ```\n",
    "- ```\n  cafÃ©\n  ```\n",
    "> ```\n> cafÃ©\n> ```\n",
    "text\n\n    cafÃ©\n",
    "text\n\n\tcafÃ©\n",
    "    cafÃ©\n",
    "# a\n    cafÃ©\n",
    "- a\n\n      cafÃ©\n",
    "> text\n>\n>     cafÃ©\n",
    "a `cafÃ©` b\n",
    "a `` ` cafÃ© `` b\n",
    "a `b\ncafÃ©` c\n",
    "| `cafÃ©` | b |\n|---|---|\n",
    "[a](/cafÃ©)\n",
    "[a](<cafÃ© b> 'c')\n",
    '[a](/b "cafÃ©")\n',
    "[a](my cafÃ©.md)\n",
    "![a](cafÃ©.png)\n",
    "[a][cafÃ©]\n",
    "[cafÃ©]\n\n[cafÃ©]: /b\n",
    "[a]: /cafÃ©\n",
    "[a]: /b 'cafÃ©'\n",
    "[a]: /b\n  'cafÃ©'\n",
    "[^cafÃ©] text\n",
    "[[cafÃ©]]\n",
    "<https://a.example/cafÃ©>\n",
    "<span title='cafÃ©'>b</span>\n",
    "<!-- cafÃ© -->\n",
    "<!-- a\n\ncafÃ© -->\n",
    "<pre>cafÃ©</pre>\n",
    "<pre>\na\n\ncafÃ©\n</pre>\n",
    "<script>\ncafÃ©\n</script>\n",
    "<style>\n\ncafÃ©\n</style>\n",
    "<code>cafÃ©</code>\n",
    "<kbd>cafÃ©</kbd>\n",
    "<Peta nama={'cafÃ©'} />\n",
    "<Peta klik={() => a > 'cafÃ©'}>b</Peta>\n",
    "<Peta data={{ a: ['cafÃ©'] }} />\n",
    "{/* cafÃ© */}\n",
    "a {props.cafÃ©} b\n",
    "import A from './cafÃ©'\n",
    "import {\n  cafÃ©,\n} from 'b'\n",
    "export const a = {\n  b: 'cafÃ©',\n}\n",
    "{{ page.cafÃ© }}\n",
    "{{ 'cafÃ©' | upper }}\n",
    "{% include cafÃ©.html %}\n",
    "{%- if cafÃ© -%}\n",
    "{# cafÃ© #}\n",
    "{% raw %}\ncafÃ©\n{% endraw %}\n",
    "{% raw %}{{ cafÃ© }}{% endraw %}\n",
    "{% highlight c %}\ncafÃ©\n\ncafÃ©\n{% endhighlight %}\n",
    "{% codeblock %}\ncafÃ©\n{% endcodeblock %}\n",
    "{{< figure src='cafÃ©' >}}\n",
    "{{% notice 'cafÃ©' %}}\n",
    "{{< highlight c >}}\ncafÃ©\n{{< /highlight >}}\n",
    "{{ cafÃ©(a=1) }}\n",
    "# a {#cafÃ© .b}\n",
    "{: .cafÃ©}\n",
    ":::note cafÃ©\n\na\n\n:::\n",
    "::: {.cafÃ©}\na\n:::\n",
    "a $x_{cafÃ©}$ b\n",
    "$$\ncafÃ©\n$$\n",
    "\\begin{cafÃ©}\n",
    "<!--more cafÃ©-->\n",
)
"""Each holds the dirt where nobody may touch it."""

_PROSE = (
    "Harga beras {} naik di pasar.\n",
    "The council {} met on *Monday* and **agreed**.\n",
    "Baris satu  \nbaris dua {}\\\nbaris tiga.\n",
    "# Judul {} ##\n",
    "Judul {}\n-----\n",
    "> Kutipan {} dua\n> baris.\n",
    "- butir {}\n- [x] selesai\n  1. dalam {}\n\n     lanjutan {}\n",
    "*   jarang\n\n    paragraf {} dalam\n",
    "| Kota  | Harga |\n|:------|------:|\n| Bogor | {} 12 |\n",
    "Lihat [laporan {}](https://contoh.example/a_(b) 'T') dan ![foto](a.png).\n",
    "Lihat [rujukan {}][a] dan <b class='x'>tebal {}</b>.\n",
    "Kata[^1] {} itu.\n",
    "Istilah\n:   arti {}\n",
    "***\n",
    "été 価格 {} рынок، السوق.\r\n",
    "Spasi  dua. {} Tab\tdi sini.   \n",
)
_STANDING = tuple(
    source
    for source in PROTECTED
    if "\r" not in source
    and not source.startswith(("---", "+++", ";;;", "{\n", "Title:", "    cafÃ©", "import", "export", "- ", "> "))
    and source != "```\ncafÃ©\n"
)
_END = "\n\nAkhir.\n\n"  # ends lists and paragraphs before what follows

_prose = st.sampled_from(_PROSE)
clean_pages = st.lists(
    st.one_of(
        _prose.map(lambda text: text.replace("{}", CLEAN)),
        st.sampled_from(_STANDING).map(lambda s: s.replace(DIRT, CLEAN)),
    ),
    max_size=8,
).map(_END.join)
dirty_pages = st.lists(
    st.one_of(
        _prose.map(lambda text: (text.replace("{}", DIRT), text.replace("{}", CLEAN))),
        st.sampled_from(_STANDING).map(lambda source: (source, source)),
    ),
    max_size=8,
).map(lambda parts: (_END.join(one for one, _ in parts), _END.join(two for _, two in parts)))
"""The source, and what must become of it."""
