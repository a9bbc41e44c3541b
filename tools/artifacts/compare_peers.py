"""Score peers and cleanpress on artifacts side by side: ``python tools/artifacts/compare_peers.py``.

Runs every tool on ``fixtures/eval/artifacts.jsonl`` and on the pages of ``fixtures/eval/sites.jsonl`` and prints a
Markdown table for each. Peers extract or filter, so blank lines and spaces do not count: a span is gone when the
output lacks its words, and a document is as it should be when the output has the words of the expected text and no
others. Those that read HTML or Markdown get each line as a paragraph. The peers are in the dependency group
``peers-artifacts``; one that is not installed has a row that says so.
"""

from __future__ import annotations

import html
import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from cleanpress import CorpusProfile, Document, Pipeline, ScraperArtifacts, SiteTemplates
from cleanpress.evaluation import Rate
from cleanpress.filters.artifacts import listed

EVAL = Path(__file__).parents[2] / "fixtures" / "eval"


class Page(NamedTuple):
    """One case: what goes in, what should come out, the texts to be removed, language and address."""

    text: str
    clean: str
    spans: tuple[str, ...]
    lang: str
    url: str


Tool = Callable[[Sequence[Page]], list[str]]
"""What a tool makes of pages; those of a site are given together."""

STOPLISTS = {
    "ar": "Arabic", "bg": "Bulgarian", "bn": "Bengali", "cs": "Czech", "da": "Danish", "de": "German", "el": "Greek",
    "en": "English", "es": "Spanish", "et": "Estonian", "fa": "Persian", "fi": "Finnish", "fr": "French",
    "he": "Hebrew", "hi": "Hindi", "hr": "Croatian", "hu": "Hungarian", "id": "Indonesian", "it": "Italian",
    "ka": "Georgian", "lt": "Lithuanian", "lv": "Latvian", "ms": "Malay", "nl": "Dutch", "pl": "Polish",
    "pt": "Portuguese", "ro": "Romanian", "ru": "Russian", "sk": "Slovak", "sl": "Slovenian", "sr": "Serbian",
    "sv": "Swedish", "sw": "Swahili", "ta": "Tamil", "tr": "Turkish", "uk": "Ukrainian", "ur": "Urdu",
    "vi": "Vietnamese",
}  # fmt: skip
"""Names of the word lists of justext; it has none for the other languages here."""


def one_by_one(clean: Callable[[Page], str]) -> Tool:
    """A tool that looks at one page at a time."""
    return lambda pages: [clean(page) for page in pages]


def as_html(text: str) -> str:
    """The text as a page, a paragraph a line."""
    lines = (f"<p>{html.escape(line)}</p>" for line in text.split("\n") if line.strip())
    return f"<html><body><article>{''.join(lines)}</article></body></html>"


def trafilatura() -> Tool:
    """The main content that trafilatura finds, as text."""
    from trafilatura import extract

    return one_by_one(lambda page: extract(as_html(page.text)) or "")


def justext() -> Tool:
    """The paragraphs that justext takes for content, with the word list of the language if it has one."""
    import justext as peer

    known = peer.get_stoplists()
    words = {lang: peer.get_stoplist(name) for lang, name in STOPLISTS.items() if name in known}

    def clean(page: Page) -> str:
        paragraphs = peer.justext(as_html(page.text).encode(), words.get(page.lang, frozenset()))
        return "\n".join(paragraph.text for paragraph in paragraphs if not paragraph.is_boilerplate)

    return one_by_one(clean)


def c4_lines(*, punctuation: bool) -> Tool:
    """The rules for lines that datatrove has after C4; its rules that count sentences or drop documents are off."""
    from datatrove.data import Document as Text
    from datatrove.pipeline.filters.c4_filters import C4QualityFilter

    rules = C4QualityFilter(
        min_num_sentences=-1, filter_curly_bracket=False, filter_lorem_ipsum=False, filter_no_terminal_punct=punctuation
    )

    def clean(page: Page) -> str:
        text = Text(text=page.text, id="a")
        return text.text if rules.filter(text) is True else ""

    return one_by_one(clean)


def winnow(*, together: bool) -> Tool:
    """winnow-md on each page, or on all pages of the benchmark with the memory that it has for templates."""
    from winnow import Winnow

    def clean(pages: Sequence[Page]) -> list[str]:
        given = [(page.text.replace("\n", "\n\n"), page.url or None) for page in pages]  # a line is a paragraph
        if together:
            return [str(result.markdown) for result in Winnow().clean_many(given)]
        return [str(Winnow().clean(text, url).markdown) for text, url in given]

    return clean


def cleanpress(*, profile: bool) -> Tool:
    """The artifact filter, with a profile of the pages if wanted."""

    def clean(pages: Sequence[Page]) -> list[str]:
        documents = [Document(page.text, url=page.url or None) for page in pages]
        learned = SiteTemplates.propose(CorpusProfile.learn(documents), listed) if profile else None
        pipeline = Pipeline([ScraperArtifacts(profile=learned)], removal_limit=1.0)
        return [pipeline.run(document).text for document in documents]

    return clean


TOOLS: dict[str, Callable[[], Tool]] = {
    "do nothing": lambda: one_by_one(lambda page: page.text),
    "trafilatura": trafilatura,
    "justext": justext,
    "datatrove, C4 line rules": lambda: c4_lines(punctuation=True),
    "datatrove, C4 line rules without the one on punctuation": lambda: c4_lines(punctuation=False),
    "winnow-md, page by page": lambda: winnow(together=False),
    "winnow-md, all pages": lambda: winnow(together=True),
    "cleanpress": lambda: cleanpress(profile=False),
    "cleanpress with a profile": lambda: cleanpress(profile=True),
}


def read(name: str) -> list[Page]:
    """The cases of a benchmark, those to be flagged left out: the peers have no flags."""
    rows: list[dict[str, Any]] = [json.loads(row) for row in (EVAL / name).read_text("utf-8").splitlines()]
    return [
        Page(
            row["text"], row["clean"], tuple(row["text"][s:e] for s, e in row["spans"]), row["lang"], row.get("url", "")
        )
        for row in rows
        if row["label"] != "flag"
    ]


def figures(pages: Sequence[Page], outputs: Sequence[str]) -> tuple[Rate, Rate, Rate, Rate]:
    """Spans gone; documents to be cleaned that came out right; those to be kept that did; lines of authors lost."""
    spans, right, kept, lost = ([0, 0] for _ in range(4))
    for page, output in zip(pages, outputs, strict=True):
        words = output.split()
        joined = " ".join(words)
        for span in page.spans:
            spans[0] += " ".join(span.split()) not in joined
            spans[1] += 1
        counted = right if page.spans else kept
        counted[0] += words == page.clean.split()
        counted[1] += 1
        for line in page.clean.split("\n"):
            if line.strip():
                lost[0] += " ".join(line.split()) not in joined
                lost[1] += 1
    return Rate(*spans), Rate(*right), Rate(*kept), Rate(*lost)


def table(name: str) -> Iterator[str]:
    """The lines of the table for one benchmark."""
    pages = read(name)
    yield f"| tool, on {name} | spans gone | restored | keeps unchanged | genuine lines lost |"
    yield "|---|--:|--:|--:|--:|"
    for tool, make in TOOLS.items():
        try:
            clean = make()
        except ModuleNotFoundError as error:
            yield f"| {tool} | not installed ({error.name}) | | | |"
            continue
        shown = (f"{rate.hits} of {rate.total}" if rate.total else "-" for rate in figures(pages, clean(pages)))
        yield f"| {tool} | {' | '.join(shown)} |"


def main() -> None:
    """Print the tables."""
    for name in ("artifacts.jsonl", "sites.jsonl"):
        for line in table(name):
            print(line, flush=True)
        print()


if __name__ == "__main__":
    main()
