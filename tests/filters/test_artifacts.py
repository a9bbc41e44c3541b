"""Scraper artifacts: what goes, what stays, what is only reported, and that it costs little."""

from __future__ import annotations

import pickle
import subprocess
import sys
from dataclasses import FrozenInstanceError

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cases
from cleanpress import Document, ScraperArtifacts, apply
from cleanpress.edits import Edit
from growth import assert_growth, seconds
from strategies import any_texts

FILTER = ScraperArtifacts()
ONE = "The bridge stayed closed for two weeks while the workers replaced its old timber."
TWO = "On the third day it rained, and the whole village waited for the water to go down again."
CASES = [case for case in cases.read_all() if case.folder == "artifacts"]


def edits(text: str) -> list[Edit]:
    return list(FILTER.find(Document(text)))


def cleaned(text: str) -> str:
    return apply(text, [edit for edit in edits(text) if edit.confidence >= 0.9])


def paragraphs(*lines: str) -> str:
    return "\n\n".join(lines)


class TestCases:
    def test_mostly_keep(self) -> None:
        assert len(CASES) >= 120
        assert sum(case.keeps for case in CASES) > len(CASES) / 2

    @pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
    def test_come_out_clean_in_one_pass(self, case: cases.Case) -> None:
        assert cleaned(case.source) == case.expected
        assert cleaned(case.expected) == case.expected

    def test_are_of_many_families(self) -> None:
        shown = {edit.rule.split("/")[1] for case in CASES for edit in edits(case.source)}
        assert len(shown) >= 20


class TestCopyProtection:
    LINE = "error: Content is protected !!"

    def test_goes_from_the_end(self) -> None:
        assert cleaned(paragraphs(ONE, TWO, self.LINE)) == paragraphs(ONE, TWO)

    def test_goes_from_the_middle(self) -> None:
        assert cleaned(paragraphs(ONE, self.LINE, TWO)) == paragraphs(ONE, TWO)

    def test_goes_when_it_is_glued_to_the_last_sentence(self) -> None:
        assert cleaned(f"{ONE} {self.LINE}") == ONE
        assert cleaned(f"{ONE}{self.LINE}") == ONE

    def test_goes_from_the_start(self) -> None:
        assert cleaned(paragraphs(self.LINE, ONE, TWO)) == paragraphs(ONE, TWO)

    @pytest.mark.parametrize("line", ["Error: Content is protected!!", "**error: Content is protected !!**"])
    def test_goes_in_its_variants(self, line: str) -> None:
        assert cleaned(paragraphs(ONE, line)) == ONE

    def test_unknown_wording_on_the_last_line_is_reported_only(self) -> None:
        (edit,) = edits(paragraphs(ONE, TWO, "error: Dilarang menyalin berita desa kami ya!"))
        assert edit.confidence < 0.9

    def test_unknown_wording_stays_everywhere(self) -> None:
        line = "error: Dilarang menyalin berita desa kami ya!"
        for text in (paragraphs(line, ONE, TWO), paragraphs(ONE, line, TWO), paragraphs(ONE, TWO, line)):
            assert cleaned(text) == text

    def test_a_log_stays(self) -> None:
        log = "make[1]: *** [all] Error 2\nerror: linker command failed with exit code 1\nwarning: unused variable"
        assert cleaned(paragraphs(ONE, log, TWO)) == paragraphs(ONE, log, TWO)


class TestMentions:
    LINE = "error: Content is protected !!"

    @pytest.mark.parametrize(
        "text",
        [
            f'Visitors see "{LINE}" when they press the right button.',
            f"Visitors see “{LINE}” when they press the right button.",
            f"Les visiteurs voient « {LINE} » à chaque clic.",
            f"点击右键时会出现「{LINE}」的提示。",
            f"Look for `{LINE}` in the template.",
            f"{ONE}\n\n```\n{LINE}\n```\n\n{TWO}",
            f"{ONE}\n\n> {LINE}\n\n{TWO}",
            f"The plugin then prints this message:\n\n{LINE}\n\n{TWO}",
            f"{ONE}\n\n{LINE}\n\nThis message appears when a visitor presses the right button.",
            f"{LINE}\n\nHow to get rid of this message of the plugin without touching the theme.",
        ],
    )
    def test_stay(self, text: str) -> None:
        assert cleaned(text) == text

    def test_quotations_before_and_behind_are_no_quotation_around(self) -> None:
        text = '"We own it," she said. SCROLL TO CONTINUE WITH CONTENT "We keep it," he said.'
        assert cleaned(text) == '"We own it," she said. "We keep it," he said.'


class TestLabels:
    def test_go_between_paragraphs(self) -> None:
        assert cleaned(paragraphs(ONE, "ADVERTISEMENT", TWO)) == paragraphs(ONE, TWO)

    @pytest.mark.parametrize(
        "text",
        [
            "Advertisement revenue fell for the third year in a row.",
            "Share this: bread with friends, and salt with strangers.",
            "Robin\nChirp\n\nSparrow\nTweet\n\nOwl\nHoot",
            "Which word does the poster carry?\n\nAdvertisement\n\nAnd which one is missing?",
            "Share this:\nthe bread, the salt and the road.\n\n" + ONE,
            "Next page\nafter next page the story went on, and nobody in the village wanted to go to bed.",
            "Advertisement\n\nWhat the village read between the news when the paper had four pages\n\n" + ONE,
            "# Share\n\nHow the village shares its only tractor, and who pays for the fuel it needs.",
            "tweet",
            "",
        ],
    )
    def test_stay_where_an_author_may_have_written_them(self, text: str) -> None:
        assert cleaned(text) == text

    def test_stay_in_a_text_on_their_subject(self) -> None:
        text = paragraphs("The advertisement hung beside the old bridge for twenty years.", "ADVERTISEMENT", TWO)
        assert cleaned(text) == text

    def test_that_want_company_go_beside_another_artifact_only(self) -> None:
        assert cleaned(paragraphs(ONE, "Print", TWO)) == paragraphs(ONE, "Print", TWO)
        assert cleaned(paragraphs(ONE, "Share this:", "Print", TWO)) == paragraphs(ONE, TWO)

    def test_case_counts_in_them(self) -> None:
        text = paragraphs(ONE, "share THIS:", TWO)
        assert cleaned(text) == text


class TestRuns:
    TAIL = (
        "Share this:",
        "Click to share on Twitter (Opens in new window)",
        "Click to share on Facebook (Opens in new window)",
        "Like this:",
        "Like Loading...",
        "Leave a Reply",
        "Your email address will not be published. Required fields are marked *",
        "The post Goats on the road appeared first on Valley Courier.",
        "error: Content is protected !!",
    )

    @pytest.mark.parametrize("between", ["\n", "\n\n", "\r\n", "\r\n\r\n", "\n \n"])
    @pytest.mark.parametrize("end", ["", "\n"])
    def test_of_tail_lines_go_in_one_pass(self, between: str, end: str) -> None:
        text = between.join((ONE, TWO, *self.TAIL)) + end
        assert cleaned(text).rstrip() == between.join((ONE, TWO))
        assert edits(cleaned(text)) == []

    def test_of_any_length_go(self) -> None:
        for length in range(1, len(self.TAIL)):
            text = paragraphs(ONE, TWO, *self.TAIL[-length:])
            assert cleaned(text) == paragraphs(ONE, TWO), length

    def test_are_reported_line_by_line(self) -> None:
        text = paragraphs(ONE, TWO, *self.TAIL)
        assert [text[edit.start : edit.end].strip() for edit in edits(text)] == list(self.TAIL)


class TestEdits:
    def test_say_what_they_are(self) -> None:
        (edit,) = edits(paragraphs(ONE, "Your email address will not be published. Required fields are marked *"))
        assert edit.rule.startswith("artifacts/comment-widget/")
        assert "WordPress" in edit.reason
        assert edit.confidence >= 0.95
        assert edit.replacement == ""

    def test_have_documented_rules(self) -> None:
        documented = {rule.id for rule in ScraperArtifacts.rules()}
        assert {edit.rule for case in CASES for edit in edits(case.source)} <= documented

    def test_point_into_the_text_with_astral_characters(self) -> None:
        text = paragraphs("🐐🐐 " + ONE, "SCROLL TO CONTINUE WITH CONTENT", "🐐 " + TWO)
        assert cleaned(text) == paragraphs("🐐🐐 " + ONE, "🐐 " + TWO)

    @given(any_texts)
    def test_leave_any_other_text_alone_or_stable(self, text: str) -> None:
        once = cleaned(text)
        assert cleaned(once) == once


PROSE = [ONE, TWO, "Von Anna Lindner", "# Heading", "- item one", "", "* * *", "\u200b", 'He said: "Share this: bread"']
LINES = [
    phrase
    for rule in ScraperArtifacts.rules()
    if "Phrases: " in rule.explanation
    and not rule.explanation.startswith(("Decoded", "Joined"))  # what a code stands for may be anything
    for phrase in rule.explanation.split("Phrases: ")[1][:-1].split("; ")
]
phrases = st.sampled_from([line for line in LINES if "{" not in line and not line.startswith("and ")])
articles = st.lists(
    st.one_of(st.sampled_from(PROSE), phrases, st.tuples(st.sampled_from(PROSE), phrases).map(" ".join))
)


@given(articles, st.sampled_from(["\n", "\n\n", "\r\n"]))
def test_a_cleaned_article_is_clean(lines: list[str], between: str) -> None:
    once = cleaned(between.join(lines))
    assert cleaned(once) == once


class TestFilter:
    def test_is_a_value(self) -> None:
        assert pickle.loads(pickle.dumps(FILTER)) == FILTER  # noqa: S301
        assert hash(FILTER) == hash(ScraperArtifacts())
        with pytest.raises((FrozenInstanceError, AttributeError, TypeError)):
            FILTER.id = "other"  # type: ignore[misc]

    def test_reads_its_rules_when_it_is_first_used(self) -> None:
        script = (
            "import sys; from cleanpress import ScraperArtifacts; from cleanpress.filters import artifacts as a;"
            "ScraperArtifacts(); assert a._rules.cache_info().misses == 0"
        )
        subprocess.run([sys.executable, "-c", script], check=True)

    def test_rules_are_explained(self) -> None:
        rules = {rule.id: rule for rule in ScraperArtifacts.rules()}
        rule = rules["artifacts/copy-protection/wp-content-protected"]
        assert "WP Content Copy Protection" in rule.summary
        assert "Content is protected !!" in rule.explanation
        assert any(rule.explanation.startswith("Reported, not cut") for rule in rules.values())


HOSTILE = {
    "labels": "Share this:\n",
    "glued artifacts on one line": "SCROLL TO CONTINUE WITH CONTENT ",
    "anchors that end nothing": "[Gambas:",
    "the word of an anchor": "JavaScript ",
    "slots that may begin anywhere": "The post A appeared first on B. ",
    "rows of services": "FacebookTwitter",
    "hooks": "Baca juga: A b\n",
    "open quotations": '" error: Content is protected !! ',
    "announcements": "message:\nerror: Content is protected !!\n",
    "fences": "```\nShare this:\n",
    "decoration": "* * * *\n",
    "blank lines": "\n",
    "blanks": "   \n",
    "labels between paragraphs": f"Advertisement\n{ONE}\n",
    "long lines that begin as phrases do": "Please enable JavaScript to " + "x" * 900 + "\n",
    "endings": "error: Content is protected !!",
}


@pytest.mark.parametrize("piece", HOSTILE.values(), ids=HOSTILE.keys())
def test_time_grows_with_the_text_only(piece: str) -> None:
    def cost(size: int) -> float:
        document = Document((piece * (size // len(piece) + 1))[:size])
        return seconds(lambda: FILTER.scan(document))

    FILTER.scan(Document(piece))
    assert_growth(cost, 20_000, 80_000, most=8)
