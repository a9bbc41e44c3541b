"""Score peers and cleanpress side by side: ``python tools/links/compare_peers.py [--split dev]``.

Runs every tool on ``fixtures/eval/injected.jsonl`` (or the file named) and prints a Markdown table. What is
only found by a peer is deleted with the spacing rule of cleanpress, so that the rows differ in what they
find, not in how they mend the sentence; clean-text cleans by itself. The peers are in the dependency group
``peers``; one that is not installed has a row that says so. docs/evaluation.md explains the columns.
"""

from __future__ import annotations

import argparse
import logging
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from cleanpress import Document, Edit, InjectedLinks, Pipeline, as_filter
from cleanpress.data import DATA, entries, read_toml
from cleanpress.evaluation import Rate, Report, evaluate, read_cases
from cleanpress.hosts import suffixes

CASES = Path(__file__).parents[2] / "fixtures" / "eval" / "injected.jsonl"
HOST_FORMS = ("bare-mid", "bare-start", "bare-end", "bare-line", "bare-glued", "bare-repeated", "www",
              "url-mid", "url-end")  # fmt: skip
"""The forms of the benchmark in which a plain host or URL was injected."""

Subject = Pipeline | Callable[[str], str]
Spans = Iterable[tuple[int, int]]

_HOST = re.compile(
    r"(?:https?://)?\b((?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.){1,8}[a-z]{2,24})\b(?:/[^\s<>\"')\]]{0,500})?",
    re.IGNORECASE,
)


def deleting(find: Callable[[str], Spans]) -> Pipeline:
    """A pipeline that deletes every span found, whatever share of the text that is.

    >>> deleting(lambda text: [(3, 5)] if "xx" in text else []).clean("an xx ox")
    'an ox'
    """

    @as_filter("peer")
    def peer(doc: Document) -> Iterator[Edit]:
        for start, end in find(doc.text):
            yield doc.delete(start, end, reason="found by the peer")

    return Pipeline([peer], max_passes=1, removal_limit=1.0)


def clean_text() -> Subject:
    """clean-text's removal of URLs, everything else that can be switched off switched off."""
    logging.disable()  # clean-text warns about a package it can do without
    try:
        import cleantext
    finally:
        logging.disable(logging.NOTSET)
    options = {"fix_unicode": False, "to_ascii": False, "lower": False, "keep_two_line_breaks": True}
    options |= {"no_urls": True, "replace_with_url": ""}

    def clean(text: str) -> str:
        cleaned: str = cleantext.clean(text, **options)
        return cleaned

    return clean


def urlextract() -> Subject:
    """Every URL and host that urlextract finds."""
    from urlextract import URLExtract

    finder = URLExtract()
    return deleting(lambda text: [span for _, span in finder.find_urls(text, get_indices=True)])


def linkify() -> Subject:
    """Every link that linkify-it-py finds, e-mail addresses left alone; it knows all top-level domains."""
    from linkify_it import LinkifyIt

    finder = LinkifyIt(options={"fuzzy_email": False}).tlds(sorted(suffixes().tlds))
    return deleting(lambda text: [(m.index, m.last_index) for m in finder.match(text) or () if m.schema != "mailto:"])


def host_lexicon() -> Subject:
    """Every host, with its path, whose name contains a word of the list of risk words."""
    words = entries(read_toml(DATA / "hosts" / "risk_words.toml")["words"])

    def find(text: str) -> Spans:
        for match in _HOST.finditer(text):
            if any(word in match[1].lower() for word in words):
                yield match.span()

    return deleting(find)


SUBJECTS: dict[str, Callable[[], Subject]] = {
    "do nothing": lambda: Pipeline([]),
    "clean-text, no_urls": clean_text,
    "urlextract + delete": urlextract,
    "linkify-it-py + delete": linkify,
    "host lexicon + delete": host_lexicon,
    "cleanpress, links, strict": lambda: Pipeline([InjectedLinks(point="strict")]),
    "cleanpress, links": lambda: Pipeline([InjectedLinks()]),
    "cleanpress, links, aggressive": lambda: Pipeline([InjectedLinks(point="aggressive")]),
    "cleanpress, links, hosts only": lambda: Pipeline([InjectedLinks(forms="hosts")]),
    "cleanpress, all filters": Pipeline.default,
}

COLUMNS = ("keep", "whole", "span-precision", "span-recall", "exact")


def table(path: Path, split: str | None) -> Iterator[str]:
    """The lines of the table; a row that cannot be scored says why."""
    yield f"| tool | {' | '.join(COLUMNS)} | span-recall, plain hosts |"
    yield "|---|" + "--:|" * (len(COLUMNS) + 1)
    for name, make in SUBJECTS.items():
        try:
            subject = make()
        except ModuleNotFoundError as error:
            yield f"| {name} | not installed ({error.name}) |" + " |" * len(COLUMNS)
            continue
        report = evaluate(subject, read_cases(path, split=split))
        figures = [*(report.total.figures[column] for column in COLUMNS), _of_hosts(report)]
        yield f"| {name} | {' | '.join(map(_cell, figures))} |"


def _of_hosts(report: Report) -> Rate:
    forms = report.groups["form"]
    rates = [forms[form].figures["span-recall"] for form in HOST_FORMS if form in forms]
    return Rate(sum(rate.hits for rate in rates), sum(rate.total for rate in rates))


def _cell(rate: Rate) -> str:
    if rate.share is None:
        return "-"
    low, high = rate.interval
    return f"{rate.share:.3f} ({low:.3f}-{high:.3f})"


def main(argv: Sequence[str] | None = None) -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description="Score peers and cleanpress on the same labelled cases.")
    parser.add_argument("cases", nargs="?", type=Path, default=CASES, help="JSON lines (the injected-link benchmark)")
    parser.add_argument("--split", help="score only the cases of this split")
    args = parser.parse_args(argv)
    for line in table(args.cases, args.split):
        print(line, flush=True)


if __name__ == "__main__":
    main()
