"""What the artifact filter does besides cutting: codes are decoded, words joined, tags taken off, documents flagged."""

from __future__ import annotations

import time

import pytest

from cleanpress import Document, Pipeline, ScraperArtifacts, apply
from cleanpress.flags import Flag
from growth import assert_growth, seconds

FILTER = ScraperArtifacts()
ONE = "The bridge stayed closed for two weeks while the workers replaced its old timber."
TWO = "On the third day it rained, and the whole village waited for the water to go down again."
KEY = 0x54


def cleaned(text: str) -> str:
    return apply(text, [edit for edit in FILTER.find(Document(text)) if edit.confidence >= 0.9])


def flags(text: str) -> list[str]:
    return [flag.rule.removeprefix("artifacts/") for flag in FILTER.flags(Document(text))]


def hidden(address: str) -> str:
    return bytes((KEY, *(byte ^ KEY for byte in address.encode()))).hex()


class TestCodes:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("The Bell &amp; Anchor is open.", "The Bell & Anchor is open."),
            ("Salt &amp;amp; vinegar", "Salt & vinegar"),
            ("It doesn&#8217;t; it won&#x2019;t.", "It doesn’t; it won’t."),
            ("L&rsquo;&eacute;t&eacute; &agrave; Saint-Brannoc", "L’été à Saint-Brannoc"),
            ("ten&nbsp;metres", "ten\u00a0metres"),
            ('"Mill &amp; Son" is painted on the door.', '"Mill & Son" is painted on the door.'),
            ("Das Caf\\u00e9 hat ge\\u00f6ffnet.", "Das Café hat geöffnet."),
            ("two litres._x000D_\nIt leaks._x000D_", "two litres.\nIt leaks."),
            ("first line_x000D_second line", "first line\nsecond line"),
        ],
    )
    def test_become_what_they_stand_for(self, text: str, expected: str) -> None:
        assert cleaned(text) == expected
        assert cleaned(expected) == expected

    @pytest.mark.parametrize(
        "text",
        [
            "Write &amp; for an ampersand and &lt; for the sign that opens a tag.",
            "In HTML, &nbsp; keeps two words together.",
            "See https://tide.example/list?a=1&amp;b=2 for the table.",
            "The field `Mill &amp; Son` is escaped twice.",
            "```\nMill &amp; Son\n```",
            "<p>Mill &amp; Son</p> <p>and nobody else</p>",
            "The plans are under C:\\users\\u00b5lab on the old machine.",
            'In Python, "caf\\u00e9" has four letters.',
            "He asked about R&D; and &c.",
            "&unknown; &#0; &#1114112;",
        ],
    )
    def test_stay_in_programs_addresses_and_texts_about_them(self, text: str) -> None:
        assert cleaned(text) == text


class TestHiddenAddresses:
    def test_are_decoded_where_their_code_is_there(self) -> None:
        code = hidden("mill@brannoc.example")
        link = f'<a href="/cdn-cgi/l/email-protection" data-cfemail="{code}">[email&#160;protected]</a>'
        assert cleaned(f"Write to {link} by Friday.") == "Write to mill@brannoc.example by Friday."

    def test_are_decoded_in_links(self) -> None:
        link = f"[[email protected]](/cdn-cgi/l/email-protection#{hidden('mill@brannoc.example')})"
        assert cleaned(f"Write to {link} by Friday.") == "Write to mill@brannoc.example by Friday."

    def test_that_are_no_addresses_stay(self) -> None:
        text = f'<span data-cfemail="{hidden("Recall at twenty")}">[email protected]</span>'
        assert cleaned(text) == text

    def test_are_reported_and_never_cut_without_their_code(self) -> None:
        text = f"The model reached 0.71 on [email protected] last year. {ONE}"
        (edit,) = FILTER.find(Document(text))
        assert text[edit.start : edit.end].strip() == "[email protected]"
        assert edit.confidence < 0.9


class TestDividedWords:
    def test_are_joined_if_the_text_has_the_whole_word(self) -> None:
        text = "The govern-\nment paper was late, and the government knew."
        assert cleaned(text) == "The government paper was late, and the government knew."

    def test_are_joined_at_soft_hyphens(self) -> None:
        assert cleaned("Der Wasser\u00ad\nturm ist undicht.") == "Der Wasserturm ist undicht."

    @pytest.mark.parametrize(
        "text",
        [
            "The govern-\nment paper was late.",
            "A twenty-\nfour hour crew and well-\nknown engineers.",
            "The self-\nmade man was a self-made man, not selfmade.",
            "Die Ost-\nWest-Achse heißt auch Ostwest.",
            "Pre- and post-\nwar houses, some of them postwarlike.",
            "```\nfoo-\nbar\n```\nfoobar",
            "    foo-\n    bar\n\nfoobar",
        ],
    )
    def test_stay_if_it_is_not_certain(self, text: str) -> None:
        assert cleaned(text) == text


class TestTags:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ('[caption id="attachment_4"]The mill in 1902.[/caption]\n\nIt fell.', "The mill in 1902.\n\nIt fell."),
            ("[vc_row][vc_column]We mend chairs.[/vc_column][/vc_row]", "We mend chairs."),
            (f'{ONE}\n\n[gallery ids="1,2"]\n\n{TWO}', f"{ONE}\n\n{TWO}"),
            (f"<!-- wp:paragraph -->\n{ONE}\n<!-- /wp:paragraph -->", ONE),
            (f"{ONE}\n<!--more-->\n{TWO}", f"{ONE}\n{TWO}"),
            (f"{ONE} {{loadposition banner3}}", ONE),
            (f"{ONE}\n{{youtube}}aQ7xLm02Kd{{/youtube}}", ONE),
        ],
    )
    def test_go_and_what_they_enclose_stays(self, text: str, expected: str) -> None:
        assert cleaned(text) == expected
        assert cleaned(expected) == expected

    @pytest.mark.parametrize(
        "text",
        [
            'To place a form write [contact-form-7 id="88"] into the page.',
            "The shortcode is [gallery].",
            "The witness said that he [the caption] was blank.",
            "Use `[gallery]` there.",
            "He wrote '[toc]' and left.",
            "The mill [1] was sold [2].",
            "{loading} is not the word.",
        ],
    )
    def test_stay_where_an_author_wrote_them(self, text: str) -> None:
        assert cleaned(text) == text


class TestGlue:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("She walked and wrote […]The post Eleven weeks appeared first on Salt Notes.", "She walked and wrote […]"),
            ("Het zout wordt geoogst […]Het bericht Zout verscheen eerst op Kust.", "Het zout wordt geoogst […]"),
            ("Nine monks came.[citation needed] A cook followed.", "Nine monks came. A cook followed."),
            ("History[edit]\n\nNine monks came.", "History\n\nNine monks came."),
            ("They want management(link is external) and a ban.", "They want management and a ban."),
            (f"Please enable JavaScriptCouncil keeps the bus\n\n{ONE}", f"Council keeps the bus\n\n{ONE}"),
            (f"{ONE} Continue reading →", ONE),
        ],
    )
    def test_is_cut_and_the_spacing_repaired(self, text: str, expected: str) -> None:
        assert cleaned(text) == expected

    @pytest.mark.parametrize(
        "text",
        [
            'Feeds end with "The post X appeared first on Y.", which any reader can strip.',
            "Wikipedians add [citation needed] to a sentence.",
            '"They [edit] the past," she said.',
            "Links marked (opens in a new window) do what they say.",
            "Please enable JavaScript there and load the page again.",
            f"{ONE} Please enable JavaScript to follow the example of the others.",
            f"{ONE} Continue reading",
        ],
    )
    def test_that_is_none_stays(self, text: str) -> None:
        assert cleaned(text) == text


class TestShapes:
    @pytest.mark.parametrize(
        "line",
        [
            "JavaScript must be enabled in order to view this site properly.",
            "You must turn on JavaScript to see this page.",
        ],
    )
    def test_wordings_that_nobody_listed_go(self, line: str) -> None:
        assert cleaned(f"{line}\n\n{ONE}\n\n{TWO}") == f"{ONE}\n\n{TWO}"

    @pytest.mark.parametrize(
        "line",
        [
            "You must turn on JavaScript to see this mill.",
            "JavaScript must be enabled in order to view this site, the council writes.",
            "You must turn on JavaScript to see this page. The bakery closes in May.",
        ],
    )
    def test_with_a_word_of_the_author_stay(self, line: str) -> None:
        assert cleaned(f"{line}\n\n{ONE}\n\n{TWO}") == f"{line}\n\n{ONE}\n\n{TWO}"

    def test_stay_in_a_text_about_pages(self) -> None:
        text = f"The new website of the mill is slow.\n\n{ONE}\n\nYou must turn on JavaScript to see this page."
        assert cleaned(text) == text


class TestFlags:
    @pytest.mark.parametrize(
        ("text", "rule"),
        [
            ("Just a moment...\nVerifying you are human. This may take a few seconds.", "bot-challenge/challenge"),
            ("Please enable JS and disable any ad blocker", "bot-challenge/challenge"),
            ("Sorry, you have been blocked\nYou are unable to access mill.example", "bot-challenge/challenge"),
            ("Just a moment...", "bot-challenge/challenge-part"),
            ("Error establishing a database connection", "server-error/page"),
            ("502 Bad Gateway\nnginx/1.18.0", "server-error/page"),
            (
                "As an AI language model, I do not have access to the article. Please paste it here.",
                "llm-residue/refusal",
            ),
            ("The owner lives in\n\nThis post is for paying subscribers only", "paywall-prompt/platform"),
        ],
    )
    def test_name_what_stands_in_the_place_of_an_article(self, text: str, rule: str) -> None:
        assert flags(text) == [rule]
        assert list(FILTER.find(Document(text))) == []

    @pytest.mark.parametrize(
        "text",
        [
            f"Just a moment...\n\n{ONE}",
            f"{ONE}\n\nVerify you are human by completing the action below.\n\n{TWO}",
            f"Error establishing a database connection\n\n{ONE} {TWO} {ONE} {TWO} {ONE} {TWO}",
            'Readers saw "Error establishing a database connection".',
            "Error establishing a database connection\n\nThis message appears when the database sleeps.",
            f"{ONE}\n\nThis post is for paying subscribers only",
            f"{ONE} " * 40 + "\n\n502 Bad Gateway",
            ONE,
            "",
        ],
    )
    def test_leave_articles_alone(self, text: str) -> None:
        assert flags(text) == []

    def test_say_why(self) -> None:
        (flag,) = FILTER.flags(Document("502 Bad Gateway"))
        assert "nginx" in flag.reason
        assert flag.confidence >= 0.9

    def test_are_values(self) -> None:
        assert Flag("a/b", "why", 0.5) == Flag("a/b", "why", 0.5)
        assert Flag("a/b", "why", 0.5).to_dict() == {"rule": "a/b", "reason": "why", "confidence": 0.5}
        with pytest.raises(ValueError, match=r"0\.\.1"):
            Flag("a/b", "why", 2)


HOSTILE = {
    "entities": "&amp;",
    "ampersands": "&amp" * 2,
    "escapes": "a\\u00e9",
    "excel": "_x000D_",
    "opening tags": "[caption id=",
    "tags": "[vc_row]",
    "braces": "{loadposition ",
    "comments": "<!-- wp:",
    "divided words": "govern-\nment ",
    "hyphens": "-\n",
    "hidden addresses": '<a data-cfemail="',
    "brackets": "[edit] [citation needed]",
    "cookie words": "cookies use this site ",
    "cut feeds": "[…]The post ",
    "flags": "502 Bad Gateway\n",
}


@pytest.mark.parametrize("piece", HOSTILE.values(), ids=HOSTILE.keys())
def test_time_grows_with_the_text_only(piece: str) -> None:
    def cost(size: int) -> float:
        document = Document((piece * (size // len(piece) + 1))[:size])
        return seconds(lambda: FILTER.scan(document))

    FILTER.scan(Document(piece))
    assert_growth(cost, 20_000, 80_000, most=8)


def test_an_entity_under_thousands_of_layers_is_decoded_at_once() -> None:
    layers = 40_000
    text = f"Salt &{'amp;' * layers}amp; vinegar are on the table in the hall."
    started = time.process_time()
    cleaned = Pipeline([ScraperArtifacts()], removal_limit=1).clean(text)
    assert cleaned == "Salt & vinegar are on the table in the hall."
    assert time.process_time() - started < 2  # layer by layer it takes minutes
