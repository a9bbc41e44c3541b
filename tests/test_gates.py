"""Gates save time and nothing else: what a filter proposes is the same when its gate stands open.

Each gate is opened by putting in its place one that lets everything through. So it never misses what its
stage would change, and does not change what its stage proposes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cases
from cleanpress import Document, InjectedLinks, Mojibake, Pipeline, ScraperArtifacts, Whitespace
from cleanpress.characters import _UNUSUAL
from cleanpress.edits import Span
from cleanpress.filters import artifacts, links, sight, whitespace
from cleanpress.filters.artifacts.compiled import load_tables
from cleanpress.filters.artifacts.gate import Suspects
from cleanpress.filters.base import Builtin
from cleanpress.filters.links.candidates import find_candidates, find_dots, host_runs
from cleanpress.filters.links.disguises import words
from cleanpress.filters.links.forms import find_forms
from cleanpress.filters.links.hiding import dot_words, may_be_disguised, may_have_anchors
from cleanpress.filters.links.keeps import stays_at_once
from cleanpress.formats import html_tokens
from cleanpress.formats.html_reading import HtmlReading
from cleanpress.formats.html_tokens import Kind, tokenize
from cleanpress.formats.html_tree import simple_end, structure
from cleanpress.pipeline import _Run
from sights import looked, not_looked
from strategies import PARAGRAPHS, any_texts, rich_texts

FIXTURES = Path(__file__).parents[1] / "fixtures"


def fixture_texts() -> list[str]:
    """The sources of all cases, and the labelled examples of the evaluation."""
    texts = [case.source for case in cases.read_all()]
    for name, key in (("injected", "text"), ("artifacts", "text"), ("mojibake", "text")):
        with (FIXTURES / "eval" / f"{name}.jsonl").open(encoding="utf-8") as file:
            texts += [record[key] for record in map(json.loads, file) if key in record]
    return list(dict.fromkeys(texts))


TEXTS = fixture_texts()


def test_there_are_texts_of_many_kinds_to_try_the_gates_on() -> None:
    assert len(TEXTS) > 2_000
    assert sum(text.isascii() for text in TEXTS) > 200


class OpenGate:
    """The gate of the artifacts, open: every line is worth a look, every literal that is there is an anchor."""

    def __init__(self) -> None:
        tables = load_tables()
        self.tags, self.escapes = tables.tags, tables.escapes
        self.anchors = tables.anchors

    def suspects(self, text: str) -> Suspects:
        starts = [0, *(match.end() for match in re.finditer("\n", text))]
        starts = [start for start in starts if text[start : start + 1].strip("\n")]
        anchors = sorted(anchor for anchor in self.anchors if anchor in text)
        return Suspects(starts, anchors, True, True, True, True)

    def flagged(self, _: str) -> bool:
        return True


def every_active(text: str, _: str | None = None) -> str:
    """The characters of a text that may have to go, found without the gate."""
    return "".join(sorted(set(re.findall(_UNUSUAL, text))))


def open_hosts(self: InjectedLinks, doc: Document) -> list[Span]:
    """What the links filter proposes when every host is judged."""
    candidates = list(find_candidates(doc.text))
    starts = {candidate.start for candidate in candidates if not stays_at_once(doc.text, candidate)}
    return self._hosts(doc, candidates, starts, find_forms(doc.text))


def every_line(text: str, _: str | None = None) -> Iterator[tuple[int, int]]:
    """All lines of a text, as the mojibake gate gives those that may be damaged."""
    start = 0
    while start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        if end > start:
            yield start, end
        start = end + 1


def proposed(filter_: Builtin, text: str) -> Sequence[Span]:
    """What the filter would change; what it only reports may depend on where it had a reason to look."""
    return [span for span in filter_.scan(Document(text)) if span[5] >= 0.9]


def differences(filter_: Builtin, opened: Callable[[], object], texts: Sequence[str]) -> list[tuple[object, ...]]:
    """The texts for which the open gate makes a difference, with what is proposed only then, and only otherwise."""
    with looked() if sight.Scanner is not None else nullcontext():
        shut = [proposed(filter_, text) for text in texts]
    with not_looked(), opened():  # type: ignore[attr-defined]
        wide = [proposed(filter_, text) for text in texts]
    return [
        (text[:200], [s[:4] for s in two if s not in one], [s[:4] for s in one if s not in two])
        for text, one, two in zip(texts, shut, wide, strict=True)
        if one != two
    ]


@contextmanager
def artifacts_open() -> Iterator[None]:
    with patch.object(artifacts, "_gate", lambda gate=OpenGate(): gate):  # noqa: B008
        yield


@contextmanager
def whitespace_open() -> Iterator[None]:
    with (
        patch.object(whitespace, "unusual", every_active),
        patch("cleanpress.filters.layout._is_even", lambda *_: False),
    ):
        yield


@contextmanager
def hosts_open() -> Iterator[None]:
    with patch.object(InjectedLinks, "_written", open_hosts):
        yield


@contextmanager
def headroom_open() -> Iterator[None]:
    with patch("cleanpress.filters.links.features.headroom", lambda: 1e9):
        yield


@contextmanager
def forms_open() -> Iterator[None]:
    with (
        patch.object(links, "plainly_stays", lambda *_: False),
        patch.object(links, "may_be_disguised", lambda *_: True),
        patch.object(links, "may_have_anchors", lambda *_: True),
        patch.object(links, "may_stand_at_an_edge", lambda *_: True),
        patch("cleanpress.filters.links.forms.worth_judging", lambda _: True),
    ):
        yield


@contextmanager
def mojibake_open() -> Iterator[None]:
    with patch("cleanpress.filters.mojibake.damaged_lines", every_line):
        yield


GATES = {
    "artifacts": (ScraperArtifacts(), artifacts_open),
    "white space": (Whitespace(), whitespace_open),
    "hosts that plainly stay": (InjectedLinks(forms="hosts"), hosts_open),
    "headroom": (InjectedLinks(), headroom_open),
    "forms": (InjectedLinks(forms="all"), forms_open),
    "mojibake": (Mojibake(), mojibake_open),
}


@pytest.mark.parametrize("name", GATES)
def test_an_open_gate_changes_nothing_on_the_fixtures(name: str) -> None:
    assert differences(*GATES[name], TEXTS[::4]) == []


@pytest.mark.slow
@pytest.mark.parametrize("name", GATES)
def test_an_open_gate_changes_nothing_on_all_fixtures(name: str) -> None:
    assert differences(*GATES[name], TEXTS) == []


@pytest.mark.parametrize("name", GATES)
@given(text=any_texts)
def test_an_open_gate_changes_nothing_anywhere(name: str, text: str) -> None:
    assert differences(*GATES[name], [text]) == []


@given(text=rich_texts)
def test_dots_are_found_in_one_pass_as_in_two(text: str) -> None:
    assert list(host_runs(text, find_dots(text))) == list(host_runs(text))


HIDING = (
    *(
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        ".",
        " . ",
        " dot ",
        " com ",
        "dot",
        "titik",
        "。",
        "．",
        "点",
        "точка",
        "ｓ",
        "com",
    ),
    *(
        "slot88",
        "a ",
        " ",
        "](",
        "[url",
        "[url=",
        "<a ",
        "<A\n",
        "&lt;a ",
        "\u200b",
        "о",
        "ком",
        "s l o t . c o m",
        "字",
    ),
)


@given(text=any_texts | st.lists(st.sampled_from(HIDING), max_size=14).map("".join))
def test_hosts_in_disguise_and_anchors_are_looked_for_wherever_there_are_any(text: str) -> None:
    for whole in (text, f"{text} {'word ' * 150}"):
        found = find_forms(whole)
        assert may_be_disguised(Document(whole), find_dots(whole)) or not found.disguises
        assert may_have_anchors(whole) or not found.anchors


def test_words_for_a_dot_between_blanks_are_words_for_a_dot_between_brackets() -> None:
    spoken = {word for _, found in words().free for word in found}
    assert spoken <= dot_words()


@given(text=any_texts)
def test_the_short_way_of_a_pipeline_ends_where_the_long_one_does(text: str) -> None:
    pipeline, document = Pipeline.default(), Document(text)
    short, long = pipeline.run(document), _Run(pipeline, document, {}, pipeline._flags(document)).result()
    assert (short.text, short.edits, short.withheld, short.notice) == (
        long.text,
        long.edits,
        long.withheld,
        long.notice,
    )


_PIECES = (
    *(
        "<p>",
        "</p>\n",
        "<b c='d>e'>",
        "</b>",
        "<a href=//x>",
        "</a>",
        "<br>",
        "<!-- x -->",
        "<!-->",
        "<!-- a --!> b -->",
    ),
    *(
        "<pre>",
        "</pre>",
        "<code>",
        "</code>",
        "<title>",
        "</title>",
        "<script>",
        "</script>",
        "<noscript>",
        "</noscript>",
    ),
    *(" one ", "two", "&amp;", " ", "\n  ", "a < b", "<", ">", "<p", '<x="y">', '<x y="', "</", "\xa0"),
)


@given(text=any_texts | st.lists(st.sampled_from(_PIECES), max_size=30).map("".join))
def test_tags_that_are_known_are_read_as_if_they_were_not(text: str) -> None:
    page = "".join(
        f"<p class='{word}'>{paragraph}</p><a b={word}>" for paragraph in PARAGRAPHS[:3] for word in text[:5]
    )
    for source in (text, page + text + page):
        fast, reading = list(tokenize(source)), HtmlReading(source)
        with (
            patch.object(html_tokens, "_PLAIN", re.compile("(?!)()()")),
            patch.object(html_tokens, "_comment_end", lambda piece: 0),
        ):
            assert fast == list(tokenize(source))
            other = HtmlReading(source)
        assert (reading.text, list(reading.pieces), reading.absorbed) == (
            other.text,
            list(other.pieces),
            other.absorbed,
        )


_MARKS = ("<a>", "<a href=x>", "</a>", "<b>", "</b>", "<p>", "</p>", "<img>", "<div>", "</div>", "<!-- -->", "<li>")


@given(marks=st.lists(st.sampled_from(_MARKS), max_size=12))
def test_a_simple_element_ends_where_the_structure_of_the_page_says(marks: list[str]) -> None:
    tokens = tokenize("".join(marks))
    ends = structure(tokens).ends
    for index, token in enumerate(tokens):
        if token.kind is Kind.OPEN and token.name in ("a", "b") and (end := simple_end(tokens, index)) >= 0:
            assert ends[index] == end
