"""What a profile proposes, what a user may do with it, and what the filter makes of it."""

from __future__ import annotations

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleanpress import CorpusProfile, DataError, Document, Pipeline, ScraperArtifacts, SiteTemplates
from cleanpress.filters.artifacts import listed
from cleanpress.profile import Proposal
from growth import assert_growth, seconds

PROSE = [
    "The harbour master said that the quay would stay closed until the end of the month.",
    "Nobody had told the fishermen, who found the gate locked on Monday at five.",
    "By noon the council had called a meeting, and by two it had called it off again.",
    "The old ferry, built before the war, lies in the basin and waits for a buyer.",
    "A petition with four hundred names was handed to the clerk in a biscuit tin.",
    "What the repairs will cost, the engineers would not say before the winter.",
]


def page(number: int, above: list[str], below: list[str], middle: tuple[str, ...] = ()) -> str:
    """A page: what stands above the title, the title, paragraphs of its own, what stands below them."""
    own = [f"{PROSE[(number + at) % 6]} So much for report {'ABCDEFGHIJ'[number]}{at}." for at in range(4)]
    return "\n".join([*above, f"Quay report {'ABCDEFGHIJ'[number]}", *own[:2], *middle, *own[2:], *below])


def profile_of(pages: list[str], site: str = "quaypost.example") -> SiteTemplates:
    profile = CorpusProfile()
    for text in pages:
        profile.add(text, site)
    return SiteTemplates.propose(profile, listed)


def deleted(templates: SiteTemplates, site: str = "quaypost.example") -> set[str]:
    return {one.key for one in templates.of(site).values() if one.act == "delete"}


def reported(templates: SiteTemplates, site: str = "quaypost.example") -> set[str]:
    return {one.key for one in templates.of(site).values() if one.act == "report"}


def cleaned(templates: SiteTemplates, text: str, url: str | None = "https://quaypost.example/a") -> str:
    return Pipeline([ScraperArtifacts(profile=templates)]).run(Document(text, url=url)).text


HEAD = ["Quay Post", "Tides › Trade › Weather"]
FOOT = ["Liked this tide table", "Ring the bell for more", "Made with salt by four people"]


class TestProposals:
    def test_what_begins_and_ends_every_page_goes(self) -> None:
        templates = profile_of([page(number, HEAD, FOOT) for number in range(6)])
        assert deleted(templates) == {*HEAD, *FOOT}
        assert [templates.of("quaypost.example")[line].place for line in (HEAD[0], FOOT[0])] == ["head", "tail"]

    def test_fewer_than_five_pages_are_no_evidence(self) -> None:
        templates = profile_of([page(number, HEAD, FOOT) for number in range(4)])
        assert deleted(templates) == set()
        assert set(FOOT) <= reported(templates)

    @pytest.mark.parametrize(
        ("kind", "lines"),
        [
            ("series", ["Part 3"]),
            ("dateline", ["HARBOURTOWN, Monday"]),
            ("recipe", ["Ingredients"]),
            ("author", ["By Ada Quill"]),
        ],
    )
    def test_a_line_of_the_authors_below_the_title_is_reported_only(self, kind: str, lines: list[str]) -> None:
        pages = ["\n".join([f"Title {kind} {n}", *lines, *(f"{PROSE[n]} {at}" for at in range(3))]) for n in range(6)]
        assert deleted(profile_of(pages)) == set()

    @pytest.mark.parametrize(
        "middle", [("What happens next",), ("14:32",), ("Q: Why?",), ("Preheat the oven.",), ("First. Subject matter",)]
    )
    def test_a_heading_between_paragraphs_is_reported_only(self, middle: tuple[str, ...]) -> None:
        templates = profile_of([page(number, HEAD, FOOT, middle) for number in range(6)])
        assert deleted(templates) == {*HEAD, *FOOT}

    def test_a_refrain_stays_because_it_returns_on_a_page(self) -> None:
        refrain = ["O row the boat", "across the bay"]
        pages = []
        for number in range(6):
            verses = [f"{PROSE[(number + at) % 6]} Verse {'ABCDEFGHIJ'[number]}{at}." for at in range(3)]
            pages.append(
                "\n".join([*HEAD, f"Song {number}", *(x for v in verses for x in (v, *refrain)), "End", *FOOT])
            )
        assert not deleted(profile_of(pages)) & set(refrain)

    def test_how_an_author_ends_stays_though_the_foot_follows(self) -> None:
        pages = [page(number, HEAD, ["(To be continued)", *FOOT]) for number in range(6)]
        assert deleted(profile_of(pages)) == {*HEAD, *FOOT}

    def test_a_source_that_only_some_pages_have_stays_though_the_foot_follows(self) -> None:
        pages = [page(number, HEAD, [*(["Sources"] if number % 3 else []), *FOOT]) for number in range(9)]
        templates = profile_of(pages)
        assert deleted(templates) == {*HEAD, *FOOT}
        assert "Sources" in reported(templates)

    def test_a_clause_of_contracts_stays_however_often_it_returns(self) -> None:
        clauses = ["First. The parties", "Second. The price", "Third. The place"]
        pages = []
        for number in range(8):
            own = [f"{PROSE[(number + at) % 6]} Case {'ABCDEFGHIJ'[number]}{at}." for at in range(3)]
            pages.append(
                "\n".join([f"Contract {number}", *(x for both in zip(clauses, own, strict=True) for x in both)])
            )
        assert deleted(profile_of(pages)) == set()

    def test_poems_have_no_head_and_no_foot(self) -> None:
        pages = [
            "\n".join(["O sea", "my sea", f"wave {'ABCDEFGHIJ'[n]}", f"gull {'KLMNOPQRST'[n]}", "amen"])
            for n in range(8)
        ]
        assert deleted(profile_of(pages)) == set()

    def test_a_box_of_the_site_between_paragraphs_goes(self) -> None:
        box = ("The Quay Post letter comes on Fridays", "Your address here")
        templates = profile_of([page(number, HEAD, FOOT, box) for number in range(6)])
        assert set(box) <= deleted(templates)

    def test_a_listed_phrase_that_repeats_goes_wherever_it_stands(self) -> None:
        templates = profile_of([page(number, HEAD, FOOT, ("Advertisement",)) for number in range(6)])
        assert templates.of("quaypost.example")["Advertisement"].place == "any"

    def test_a_heading_of_markdown_stays_though_the_catalogue_has_its_words(self) -> None:
        templates = profile_of([page(number, HEAD, FOOT, ("## Advertisement",)) for number in range(6)])
        assert "## Advertisement" in reported(templates)

    def test_titles_of_other_pages_between_two_lines_of_the_foot_go(self) -> None:
        pages = [
            page(n, HEAD, ["More from the quay", f"Quay report {'ABCDEFGHIJ'[(n + 3) % 9]}", *FOOT]) for n in range(9)
        ]
        templates = profile_of(pages)
        new = page(9, HEAD, ["More from the quay", "A title that nobody has seen", *FOOT])
        assert cleaned(templates, new) == page(9, [], [])


class TestReview:
    TEMPLATES = profile_of([page(number, HEAD, FOOT, ("What happens next",)) for number in range(6)])

    def test_the_text_comes_back_as_the_same_profile(self, tmp_path) -> None:
        path = tmp_path / "profile.txt"
        self.TEMPLATES.save(path)
        assert SiteTemplates.load(path) == self.TEMPLATES
        assert pickle.loads(pickle.dumps(self.TEMPLATES)) == self.TEMPLATES  # noqa: S301
        assert "delete\thead\t6\tTides › Trade › Weather\n" in path.read_text("utf-8")

    def test_a_deleted_line_is_kept_in_texts(self) -> None:
        text = self.TEMPLATES.text().replace("delete\thead\t6\tQuay Post\n", "")
        assert cleaned(SiteTemplates.parse(text), page(7, HEAD, FOOT)) == page(7, HEAD[:1], [])

    def test_a_reported_line_goes_if_the_user_says_so(self) -> None:
        text = self.TEMPLATES.text().replace("report\tany\t6\tWhat happens next", "delete\tany\t6\tWhat happens next")
        assert cleaned(SiteTemplates.parse(text), page(7, [], [], ("What happens next",))) == page(7, [], [])

    def test_names_of_sites_may_be_anything(self) -> None:
        for name in ("a]b", "# c", "[hosts]", "two words", "na\tme", "line\nbreak", "Ünïcödé", "\ud800"):
            profile = CorpusProfile()
            for number in range(6):
                profile.add(page(number, HEAD, FOOT), name)
            templates = SiteTemplates.propose(profile, listed)
            again = SiteTemplates.parse(templates.text())
            assert again == templates
            assert set(FOOT) <= deleted(again, next(iter(again.sites)))

    def test_windows_line_ends_and_comments_do_no_harm(self) -> None:
        text = self.TEMPLATES.text().replace("\n", "\r\n").replace("[site", "# mine\r\n[site")
        assert SiteTemplates.parse(text) == self.TEMPLATES

    @pytest.mark.parametrize(
        ("line", "problem"),
        [
            ("drop\ttail\t4\tPrint", "line 3: not 'delete' or 'report', a place, a number and a line with tabs"),
            ("delete\tfoot\t4\tPrint", "line 3: not 'delete' or 'report', a place"),
            ("delete\ttail\tfour\tPrint", "line 3: .*four"),
            ("delete\ttail\t4", "line 3: not 'delete'"),
            ("delete\ttail\t4\tPrint\tShare", "line 3: 'between', and nothing else, has two lines"),
            ("delete\tbetween\t4\tPrint", "line 3: 'between', and nothing else, has two lines"),
        ],
    )
    def test_a_wrong_line_is_named(self, tmp_path, line: str, problem: str) -> None:
        path = tmp_path / "profile.txt"
        path.write_text(f"# profile of sites, format 1\n[site a.example]\n{line}\n", encoding="utf-8")
        with pytest.raises(DataError, match=problem):
            SiteTemplates.load(path)

    def test_another_file_is_no_profile(self, tmp_path) -> None:
        path = tmp_path / "notes.txt"
        path.write_text("Milk, bread", encoding="utf-8")
        with pytest.raises(DataError, match=r"notes\.txt: its first line does not say that it is a profile; make a"):
            SiteTemplates.load(path)


class TestFilter:
    TEMPLATES = profile_of([page(number, HEAD, FOOT, ("What happens next",)) for number in range(6)])

    def test_the_template_goes_and_the_article_stays(self) -> None:
        assert cleaned(self.TEMPLATES, page(8, HEAD, FOOT)) == page(8, [], [])

    def test_a_line_out_of_its_place_stays(self) -> None:
        text = page(8, [], [], (FOOT[0], HEAD[0]))
        assert cleaned(self.TEMPLATES, text) == text

    def test_pages_of_other_sites_are_left_alone(self) -> None:
        text = page(8, HEAD, FOOT)
        two = SiteTemplates({**self.TEMPLATES.sites, "else.example": [Proposal("delete", "tail", 9, "Bye")]})
        assert cleaned(self.TEMPLATES, text, "https://other.example/") == text
        assert cleaned(two, text, None) == text

    def test_a_profile_of_one_site_serves_texts_without_a_url(self) -> None:
        assert cleaned(self.TEMPLATES, page(8, HEAD, FOOT), None) == page(8, [], [])

    def test_a_folder_named_as_a_site_tells_the_site_of_a_file(self) -> None:
        two = SiteTemplates({**self.TEMPLATES.sites, "else.example": [Proposal("delete", "tail", 9, "Bye")]})
        pipeline = Pipeline([ScraperArtifacts(profile=two)])
        document = Document(page(8, HEAD, FOOT), id="crawl/quaypost.example/8.txt")
        assert pipeline.run(document).text == page(8, [], [])

    def test_a_page_that_is_mostly_template_is_cleaned_all_the_same(self) -> None:
        menu = [f"Menu {name}" for name in ("Oak", "Elm", "Ash", "Fir", "Yew", "Box", "Bay", "Fig", "Gum", "Tea")]
        menu = [f"{line} › {line} › {line} › {line}" for line in menu for _ in range(2)]
        menu = [f"{line} {'ab'[at % 2]}" for at, line in enumerate(menu)]
        templates = profile_of([page(number, HEAD, [*menu, *FOOT]) for number in range(6)])
        assert cleaned(templates, page(7, HEAD, [*menu, *FOOT])) == page(7, [], [])

    def test_repetition_alone_is_reported(self) -> None:
        result = Pipeline([ScraperArtifacts(profile=self.TEMPLATES)]).run(
            Document(page(7, [], [], ("What happens next",)), url="https://quaypost.example/")
        )
        (edit,) = result.withheld
        assert (edit.rule, edit.confidence) == ("artifacts/site/repeated", 0.6)
        assert not result.changed

    def test_an_edit_names_its_rule_and_the_pages(self) -> None:
        result = Pipeline([ScraperArtifacts(profile=self.TEMPLATES)]).run(
            Document(page(7, HEAD, []), url="https://quaypost.example/")
        )
        assert {edit.rule for edit in result.edits} == {"artifacts/site/template"}
        assert "on 6 pages" in result.edits[0].reason

    def test_cleaning_again_changes_nothing(self) -> None:
        once = cleaned(self.TEMPLATES, page(8, HEAD, FOOT, ("What happens next", *FOOT)))
        assert cleaned(self.TEMPLATES, once) == once

    def test_code_that_shows_a_template_stays(self) -> None:
        text = page(8, [], ["```", *FOOT, "```"])
        assert cleaned(self.TEMPLATES, text) == text


LINES = [*HEAD, *FOOT, "What happens next", "Nobody has seen this line", "Print", "", "```", "> quoted", *PROSE]


@given(st.lists(st.sampled_from(LINES), max_size=14))
def test_what_is_cleaned_with_a_profile_is_clean_and_made_of_lines_of_the_text(lines: list[str]) -> None:
    text = "\n".join(lines)
    once = cleaned(TestFilter.TEMPLATES, text)
    assert cleaned(TestFilter.TEMPLATES, once) == once
    rest = iter(lines)
    assert all(line in rest for line in once.split("\n") if line)
    kept = [line for line in lines if line and line not in (*HEAD, *FOOT, "Print")]
    assert [line for line in once.split("\n") if line in kept] == kept


@pytest.mark.parametrize("line", ["a", "a" * 300, "12 " * 60, "١٢ ", "\u00a0x ", "http://a.b/ c"])
def test_learning_takes_time_in_proportion_to_the_text(line: str) -> None:
    def cost(count: int) -> float:
        text = "\n".join([line] * count)
        return seconds(lambda: CorpusProfile().add(text, "a.example"))

    assert_growth(cost, 10_000, 40_000, most=10, least=0.005)
