"""Phrases: how they are folded, what their slots take, how a line finds its phrase, what a rule file may say."""

from __future__ import annotations

import string
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleanpress.errors import DataError
from cleanpress.filters.artifacts.rules import load_rules
from cleanpress.lexicon import (
    DECORATION,
    SLOTS,
    PhraseRule,
    PhraseTable,
    fold,
    is_short,
    loose,
    opening,
    template,
    trim,
)
from strategies import any_texts


def table(*phrases: str) -> PhraseTable:
    return PhraseTable([PhraseRule("x/rule", "a theme", phrases)])


def phrase_of(table: PhraseTable, line: str) -> str | None:
    entry = table.line(line)
    return entry and entry.phrase


class TestTrim:
    @pytest.mark.parametrize(
        ("line", "trimmed"),
        [
            ("Share this:", "Share this:"),
            ("  • Share   this: | ", "Share this:"),
            ("**Share this:**", "Share this:"),
            ("» Read more »", "» Read more »"),  # a pair of them quotes
            ("Read more »", "Read more"),  # a single one points
            ("Ｓｈａｒｅ\u3000ｔｈｉｓ：", "Share this:"),
            ("Don’t “share” this", 'Don\'t "share" this'),
            ("ⓒ Valley Courier", "© Valley Courier"),
            ("— * | —", ""),
            ("", ""),
        ],
    )
    def test_takes_off_what_themes_put_around_a_line(self, line: str, trimmed: str) -> None:
        assert trim(line) == trimmed

    @given(any_texts)
    def test_is_done_after_once(self, text: str) -> None:
        assert trim(trim(text)) == trim(text)

    @given(any_texts)
    def test_leaves_no_decoration(self, text: str) -> None:
        trimmed = trim(text)
        assert trimmed == trimmed.strip(DECORATION)


class TestFold:
    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("Continue reading the main story", "CONTINUE READING THE MAIN STORY…"),
            ("This video is not available.", "- This  video is not\u00a0available"),
            ("您的瀏覽器不支援此功能。", "您的瀏覽器不支援此功能"),
            ("Weiter außen lesen", "WEITER AUSSEN LESEN"),
        ],
    )
    def test_is_the_same_for_forms_of_one_phrase(self, one: str, other: str) -> None:
        assert fold(one) == fold(other)

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("Content is protected !!", "Content is protected."),  # a plugin shouts, a sentence does not
            ("Is it protected?", "Is it protected."),
            ("ca va bien", "ça va bien"),
        ],
    )
    def test_differs_for_different_sentences(self, one: str, other: str) -> None:
        assert fold(one) != fold(other)


class TestShort:
    @pytest.mark.parametrize("phrase", ["Tweet", "Share this:", "{n} Total Shares", "分享", "登录后阅读全文", "ไทย"])
    def test_a_label(self, phrase: str) -> None:
        assert is_short(phrase)

    @pytest.mark.parametrize("phrase", ["Read it again", "{n} people like this", "您的浏览器不支持此功能"])
    def test_a_sentence(self, phrase: str) -> None:
        assert not is_short(phrase)


class TestSlots:
    @pytest.mark.parametrize(
        ("slot", "text"),
        [
            ("n", "12"),
            ("n", "1,024"),
            ("n", "3.4K"),
            ("host", "wiki.example.org"),
            ("host", "https://wiki.example.org/a/b?c=d"),
            ("title", "Goats on the road: 12 seen"),
            ("title", "¿Quién abre el puente?"),
            ("title", "山羊过桥"),
            ("site", "Valley Courier"),
            ("site", "courier"),
            ("handle", "ada.merle-2"),
            ("any", "whatever. Stands (here)!"),
            ("name", "Ada Merle"),
            ("date", "May 4, 2021"),
            ("date", "4 мая 2021 г."),
            ("service", "Facebook Messenger"),
        ],
    )
    def test_take(self, slot: str, text: str) -> None:
        assert phrase_of(table(f"Found at {{{slot}}}"), f"Found at {text}")

    @pytest.mark.parametrize(
        ("slot", "text"),
        [
            ("n", "twelve"),
            ("host", "nowhere"),
            ("title", "goats on the road"),  # a sentence goes on
            ("title", "Goats crossed the road."),  # a sentence ends
            ("site", "the valley of goats"),
            ("handle", "ada merle"),
            ("name", "Ada (Merle)"),
            ("date", "yesterday"),
            ("service", "a friend"),
            ("any", ""),
        ],
    )
    def test_refuse(self, slot: str, text: str) -> None:
        assert phrase_of(table(f"Found at {{{slot}}}"), f"Found at {text}") is None

    @pytest.mark.parametrize("slot", sorted(SLOTS))
    def test_stay_on_their_line(self, slot: str) -> None:
        found = template(f"Found at {{{slot}}}").search(f"Found at {'X' * 20}\nY.example.org 4 Facebook")
        assert found is None or "\n" not in found[0]

    @pytest.mark.parametrize("slot", sorted(SLOTS))
    def test_take_bounded_text(self, slot: str) -> None:
        found = template(f"Found at {{{slot}}}").match("Found at 1." + "A" * 100_000)
        assert found is None or found.end() < 1_000


class TestTemplate:
    @pytest.mark.parametrize(
        "text",
        [
            "This image can't be shown: it's gone",
            "this IMAGE can’t be shown: it’s gone",
            "This  image\u00a0can't be shown:it's gone",
            "This image can't be shown： it's gone",
        ],
    )
    def test_forgives_what_scraping_does(self, text: str) -> None:
        assert template("This image can't be shown: it's gone").fullmatch(text)

    @pytest.mark.parametrize("text", ["Thisimage can't be shown: it's gone", "This\nimage can't be shown: it's gone"])
    def test_keeps_words_apart_and_lines(self, text: str) -> None:
        assert template("This image can't be shown: it's gone").fullmatch(text) is None

    def test_case_counts_in_short_phrases_only(self) -> None:
        assert template("Share this:").fullmatch("share this:") is None
        assert template("Share this post now").fullmatch("SHARE THIS POST NOW")


class TestTable:
    def test_short_phrases_want_their_exact_form(self) -> None:
        labels = table("Tweet", "Share this:")
        assert phrase_of(labels, " * Tweet *") == "Tweet"
        assert phrase_of(labels, "tweet") is None
        assert phrase_of(labels, "Share this") is None
        assert phrase_of(labels, "Share this: bread") is None

    def test_longer_phrases_count_in_any_case_and_with_any_stop(self) -> None:
        sentences = table("This video is not available")
        assert phrase_of(sentences, "THIS VIDEO IS NOT AVAILABLE.")
        assert phrase_of(sentences, "This video is not available here") is None

    def test_phrases_with_slots_are_found_by_their_first_word(self) -> None:
        slotted = table(
            "{n} Shares", "{service}で共有する", "【{n}†source】", "Baca juga: {title}", "この記事は約{n}分"
        )
        assert phrase_of(slotted, "12 Shares") == "{n} Shares"
        assert phrase_of(slotted, "LINEで共有する") == "{service}で共有する"
        assert phrase_of(slotted, "【4†source】") == "【{n}†source】"
        assert phrase_of(slotted, "baca JUGA: Kambing di Jalan") is None  # two words: case counts
        assert phrase_of(slotted, "Baca juga: Kambing di Jalan") == "Baca juga: {title}"
        assert phrase_of(slotted, "この記事は約3分") == "この記事は約{n}分"

    def test_says_which_rule(self) -> None:
        two = PhraseTable([PhraseRule("x/a", "one", ("Tweet",)), PhraseRule("x/b", "two", ("Share this post now",))])
        assert [two.line(text).rule.id for text in ("Tweet", "share this post NOW")] == ["x/a", "x/b"]  # type: ignore[union-attr]

    def test_lists_every_phrase(self) -> None:
        assert [(entry.phrase, entry.short) for entry in table("Read it again", "Tweet").entries()] == [
            ("Tweet", True),
            ("Read it again", False),
        ]

    def test_looking_up_does_not_depend_on_the_number_of_phrases(self) -> None:
        def seconds(many: int) -> float:
            words = (f"{a}{b}{c}" for a in string.ascii_letters for b in string.ascii_letters for c in "aeiou")
            large = table(
                *(
                    f"{word} this post {'{n} times' if i % 9 == 0 else 'now'}"
                    for i, word in zip(range(many), words, strict=False)
                )
            )
            best = 1.0
            for _ in range(5):
                start = time.process_time()
                for _ in range(300):
                    large.line("An ordinary line of an article that no machine wrote, of middling length.")
                    large.line("Share this article with the person you like best")
                best = min(best, time.process_time() - start)
            return best

        assert seconds(10_000) < 4 * seconds(100)


GOOD = """
[[rule]]
id = "one"
emitter = "a theme"
phrases = '''
Share this post now
# a comment
Shared {n} times today
'''
"""


class TestRuleFiles:
    def load(self, folder: Path, text: str) -> list[PhraseRule]:
        path = folder / "family.toml"
        path.write_text(text, encoding="utf-8")
        return load_rules(path, "artifacts/family")

    def test_a_rule(self, tmp_path: Path) -> None:
        (rule,) = self.load(tmp_path, GOOD)
        assert rule.id == "artifacts/family/one"
        assert rule.phrases == ("Share this post now", "Shared {n} times today")
        assert (rule.where, rule.place, rule.act, rule.company, rule.lang) == ("line", "any", "delete", False, "und")

    @pytest.mark.parametrize(
        ("change", "complaint"),
        [
            (("emitter", "emiter"), "unknown key 'emiter'; did you mean 'emitter'"),
            (
                ('id = "one"\n', 'id = "one"\nwhere = "lines"\n'),
                "where is one of line, prefix, suffix, glued, inline, shape",
            ),
            (('id = "one"\n', 'id = "one"\nact = "drop"\n'), "act is one of delete, report"),
            (('id = "one"\n', 'id = "one"\nplace = "foot"\n'), "place is one of any, head, tail"),
            (('id = "one"\n', 'id = "one"\ncompany = "yes"\n'), "company has the wrong type"),
            (('id = "one"\n', 'id = "one"\nconfidence = "high"\n'), "confidence has the wrong type"),
            (('id = "one"\n', 'id = "one"\nconfidence = true\n'), "confidence has the wrong type"),
            (('id = "one"\n', 'id = "one"\nconfidence = 95\n'), "confidence must lie in 0..1"),
            (('id = "one"\n', 'id = "one"\nwhere = "inline"\n'), "need an anchor that all contain"),
            (('id = "one"\n', 'id = "one"\nwhere = "inline"\nanchor = "post"\n'), "does not contain the anchor 'post'"),
            (("{n}", "{nn}"), "unknown slot {nn}"),
            (('emitter = "a theme"\n', ""), "emitter is missing"),
            (("Share this post now\n# a comment\nShared {n} times today\n", ""), "phrases is missing"),
        ],
    )
    def test_a_wrong_one_is_named(self, tmp_path: Path, change: tuple[str, str], complaint: str) -> None:
        assert change[0] in GOOD
        with pytest.raises(DataError) as caught:
            self.load(tmp_path, GOOD.replace(*change))
        message = str(caught.value)
        assert "family.toml: rule 'one'" in message
        assert complaint in message

    def test_one_without_id_is_counted(self, tmp_path: Path) -> None:
        with pytest.raises(DataError, match="rule 2: id is missing"):
            self.load(tmp_path, GOOD + GOOD.replace('id = "one"\n', ""))

    @pytest.mark.parametrize("text", ["", "rule = 3\n", "rule = [3]\n"])
    def test_a_file_without_rules(self, tmp_path: Path, text: str) -> None:
        with pytest.raises(DataError, match=r"family\.toml: no rules"):
            self.load(tmp_path, text)


@given(st.sampled_from(["Tweet", "Share it", "{n} Shares", "Read more: {title}", "{service} share"]), any_texts)
def test_looking_up_never_fails(phrase: str, text: str) -> None:
    table(phrase).line(text)


class TestOpening:
    """What is compared before an expression is: that must agree with all the expression takes."""

    @pytest.mark.parametrize(
        ("phrase", "text"),
        [
            ("Read also this: {title}", "READ  ALSO\u00a0THIS：Heute"),
            ("Don't read this {n}", "Don’t read this 5"),
            ("Bir gönderi paylaştı {name}", "BİR GÖNDERİ PAYLAŞTI Ada"),
            ("Straße gesperrt wegen {title}", "STRAßE GESPERRT WEGEN Eis"),
            ("© {n} Valley Courier Media", "ⓒ 2020 Valley Courier Media"),
            ("A long phrase of the kind {title}", "A    long    phrase    of    the kind Heute"),
        ],
    )
    def test_agrees_with_the_template(self, phrase: str, text: str) -> None:
        assert template(phrase).match(text)
        assert loose(text).startswith(opening(phrase))

    @given(st.sampled_from(["ſtraße 12", "K und İ", "ıi12", "Σς x", "µg für 1", "Share this:"]), st.data())
    def test_minds_case_no_more_than_the_template(self, phrase: str, data: st.DataObject) -> None:
        pools = [{char, char.upper(), char.lower(), char.casefold()} | set("iİıIsſkKσςµμ") for char in phrase]
        text = "".join(data.draw(st.sampled_from(sorted(pool))) for pool in pools)
        phrase = f"{phrase} and more"
        if template(phrase).match(f"{text} and more"):
            assert loose(f"{text} and more").startswith(opening(phrase))


class TestLongLines:
    """A long line is looked up only if its first and last words may be those of a phrase: that must cost no phrase."""

    CATALOGUE = table(
        "Read also: {title}",
        "【本文】{title}",
        "— {title} —",
        "{title} »",
        "pic.example/{handle} {any}",
        "{service}{n} {title}",
        "{n} people liked {title}",
        "{any} {title} gönderisi",
        "Copy Link {any}",
        "Content is protected, said the page, and whoever reads it aloud, copies it or prints it will be told so !!",
    )
    PIECES = (
        *[
            "Read",
            "also:",
            "Also:",
            "“Read",
            "»",
            "«",
            "›",
            "—",
            "**",
            "|",
            "...",
            ".",
            "!!",
            "!",
            "(",
            "【本文】",
            "Heute",
            "pic.example/abc",
            "Facebook12",
            "Copy",
            "Link",
        ],
        *["12", "people", "liked", "Städte", "gönderisi", "gönderisi.", "of", "the", "ﬁnally"],
        "Content is protected, said the page, and whoever reads it aloud, copies it or prints it will be told so",
        "and a sentence that goes on for a while",
        *("e\u0301", "\u00a0", "\u3000", "  ", "\u2003", "\r"),
    )

    @given(st.lists(st.sampled_from(PIECES), min_size=4, max_size=40), st.sampled_from((" ", "", "\u00a0")))
    def test_lose_no_phrase(self, pieces: list[str], between: str) -> None:
        line = between.join(pieces)
        quick = self.CATALOGUE.line(line)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(PhraseTable, "_may_be", lambda *_: True)
            assert quick == self.CATALOGUE.line(line)

    @pytest.mark.parametrize(
        "line",
        [
            "Read also: The bridge over the Elz" + " and the road to it" * 5 + " open",
            "Facebook12 The bridge over the Elz" + " and the road to it" * 5 + " open",
            "** The bridge over the Elz" + " and the road to it" * 5 + " gönderisi **",
        ],
    )
    def test_find_their_phrase(self, line: str) -> None:
        assert len(line) > 120
        assert self.CATALOGUE.line(line) is not None

    def test_of_prose_are_refused(self) -> None:
        assert not self.CATALOGUE._may_be("The council met on Tuesday" + " and talked of the road" * 6 + ".")
