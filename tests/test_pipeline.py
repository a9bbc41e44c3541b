"""The pipeline: phases, passes, limits, and what may be left out."""

from __future__ import annotations

import copy
import pickle
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import permutations
from typing import ClassVar

import pytest

from cleanpress import ConfigError, Document, Edit, Phase, Pipeline
from cleanpress.filters.base import Builtin, Rule


@dataclass(frozen=True)
class Swap:
    """Replaces one string by another."""

    id: str
    old: str
    new: str = ""
    phase: Phase = Phase.REMOVE
    rule: str = ""
    confidence: float = 1.0

    def find(self, doc):
        for match in re.finditer(re.escape(self.old), doc.text):
            yield Edit(*match.span(), self.new, self.rule, f"{self.old} is wrong", self.confidence)


@dataclass(frozen=True)
class Marks(Builtin):
    """A built-in filter with two rules in one family."""

    id: ClassVar[str] = "marks"
    phase: ClassVar[Phase] = Phase.REMOVE

    @classmethod
    def rules(cls):
        return (Rule("marks/ads/star", "", ""), Rule("marks/ads/plus", "", ""), Rule("marks/hash", "", ""))

    def scan(self, doc):
        names = {"*": "marks/ads/star", "+": "marks/ads/plus", "#": "marks/hash"}
        return [(n, n + 1, "", names[char], "", 1.0) for n, char in enumerate(doc.text) if char in names]


class Watching:
    """Notes every text it is shown."""

    id = "watching"

    def __init__(self, phase=Phase.REMOVE, edits=None):
        self.phase, self.seen, self.edits = phase, [], edits

    def find(self, doc):
        self.seen.append(doc.text)
        return self.edits(doc) if self.edits else []


class TestPhases:
    def test_the_order_given_does_not_matter(self):
        filters = [
            Swap("repair", "SP@M", "SPAM", Phase.REPAIR),
            Swap("remove", "SPAM"),
            Swap("tidy", "  ", " ", Phase.TIDY),
            Swap("remove-too", "SCAM"),
        ]
        results = [Pipeline(order).run("one SP@M two SCAM three") for order in permutations(filters)]
        assert {result.text for result in results} == {"one two three"}
        assert len({result.edits for result in results}) == 1

    def test_filters_are_listed_in_the_order_they_run(self):
        tidy, repair = Swap("a", "x", phase=Phase.TIDY), Swap("b", "y", phase=Phase.REPAIR)
        assert Pipeline([tidy, repair]).filters == (repair, tidy)

    def test_filters_of_one_phase_see_the_same_text(self):
        result = Pipeline([Swap("inner", "b"), Swap("outer", "ac")], max_passes=1).run("abc")
        assert result.text == "ac"

    def test_filters_of_a_later_phase_see_what_the_earlier_made_of_it(self):
        watching = Watching(Phase.TIDY)
        Pipeline([watching, Swap("cut", "b")], max_passes=1).run("abc")
        assert watching.seen == ["ac"]

    def test_what_is_known_of_the_document_reaches_every_phase(self):
        seen = []

        class Asking(Watching):
            def find(self, doc):
                seen.append((doc.url, doc.language, doc.id))
                return []

        pipeline = Pipeline([Swap("cut", "b"), Asking(Phase.TIDY)], max_passes=1)
        pipeline.run(Document("abc", language="id", url="https://a.id", id="7"))
        assert seen == [("https://a.id", "id", "7")]


class TestPasses:
    def test_dirt_that_shows_only_after_a_removal_goes_too(self):
        assert Pipeline([Swap("cut", "xy")]).clean("axxyyb") == "ab"

    def test_no_more_than_the_passes_allowed(self):
        assert Pipeline([Swap("cut", "xy")], max_passes=1).clean("axxyyb") == "axyb"

    def test_a_clean_document_is_read_once(self):
        watching = Watching()
        Pipeline([watching]).clean("abc")
        assert watching.seen == ["abc"]

    def test_a_phase_reads_no_text_again_that_it_left_as_it_was(self):
        repair, tidy = Watching(Phase.REPAIR), Watching(Phase.TIDY)
        tidy.id = "tidy"
        assert Pipeline([repair, Swap("cut", "b"), tidy]).clean("abc") == "ac"
        assert (repair.seen, tidy.seen) == (["abc", "ac"], ["ac"])

    def test_what_is_only_reported_is_reported_once_whatever_is_read_again(self):
        pipeline = Pipeline([Swap("doubt", "a", confidence=0.5, phase=Phase.TIDY), Swap("cut", "b")])
        result = pipeline.run("abc")
        assert (result.text, [edit.rule for edit in result.withheld]) == ("ac", ["doubt"])

    def test_a_filter_that_never_rests_is_stopped(self):
        growing = Watching(edits=lambda doc: [Edit(len(doc.text), len(doc.text), "!")])
        assert Pipeline([growing], max_passes=3).clean("abc") == "abc!!!"

    def test_changes_that_cancel_out_are_no_change(self):
        text = "".join(["a", "b"])
        result = Pipeline([Swap("there", "b", "c"), Swap("back", "c", "b", Phase.TIDY)]).run(text)
        assert result.text is text
        assert (result.changed, result.edits) == (False, ())

    def test_an_edit_that_changes_nothing_is_not_reported(self):
        result = Pipeline([Swap("same", "b", "b")]).run("abc")
        assert (result.edits, result.withheld) == ((), ())


class TestConfidence:
    PIPELINE = Pipeline([Swap("sure", "a", confidence=0.9), Swap("unsure", "b", confidence=0.89)])

    def test_below_the_threshold_is_reported_and_not_made(self):
        result = self.PIPELINE.run("a b c")
        assert result.text == " b c"
        assert [(e.rule, e.start, e.end, e.confidence) for e in result.withheld] == [("unsure", 2, 3, 0.89)]

    def test_the_threshold_can_be_lowered(self):
        lower = Pipeline(self.PIPELINE.filters, min_confidence=0.5)
        assert (lower.clean("a b c"), lower.run("a b c").withheld) == ("  c", ())

    def test_the_loser_of_a_conflict_is_reported(self):
        result = Pipeline([Swap("long", "abc", "x"), Swap("short", "b", "y")], max_passes=1).run("abcd")
        assert (result.text, [edit.rule for edit in result.withheld]) == ("xd", ["short"])

    def test_a_suspect_that_a_later_pass_makes_after_all_is_not_called_withheld(self):
        def surer_once_the_spam_is_gone(doc):
            yield Edit(0, 1, "", "star", "a star", 0.5 if "SPAM" in doc.text else 1.0)

        result = Pipeline([Watching(edits=surer_once_the_spam_is_gone), Swap("cut", "SPAM")], max_passes=2).run(
            "*ab SPAM"
        )
        assert (result.text, {edit.rule for edit in result.edits}, result.withheld) == (
            "ab ",
            {"star", "cut"},
            (),
        )

    def test_a_suspect_seen_in_every_pass_is_reported_once(self):
        result = Pipeline([Swap("unsure", "z", confidence=0.1), Swap("cut", "xy")]).run("z axxyyb")
        assert [edit.start for edit in result.withheld] == [0]


class TestRemovalLimit:
    CUT = Swap("cut", "#")

    @staticmethod
    def text(dirt: int, words: int) -> str:
        return "# " * dirt + "x " * words

    def test_too_much_dirt_leaves_the_document_as_it_was_and_says_so(self):
        text = self.text(61, 139)
        result = Pipeline([self.CUT]).run(text)
        assert result.text is text
        assert (result.changed, result.edits, result.changes) == (False, (), ())
        assert re.search(r"unchanged: 61 of 200 visible characters .*limit is 30%", result.notice)

    def test_what_would_have_been_removed_is_reported(self):
        result = Pipeline([self.CUT]).run(self.text(61, 139))
        assert [edit.start for edit in result.withheld] == list(range(0, 122, 2))
        assert {edit.rule for edit in result.withheld} == {"cut"}

    def test_the_limit_itself_is_allowed(self):
        result = Pipeline([self.CUT]).run(self.text(60, 140))
        assert ("#" in result.text, result.notice) == (False, "")

    def test_short_documents_may_be_all_dirt(self):
        assert "#" not in Pipeline([self.CUT]).clean(self.text(150, 49))

    def test_the_limit_is_an_option(self):
        assert "#" in Pipeline([self.CUT], removal_limit=0.1).clean(self.text(21, 179))
        assert Pipeline([self.CUT], removal_limit=1).run(self.text(200, 0)).text.strip() == ""

    def test_the_passes_are_counted_together(self):
        text = "xxyy " * 20 + "a" * 120  # each pass removes half of the dirt: 40 of 200, then 80
        assert Pipeline([Swap("cut", "xy")]).run(text).text is text

    def test_removed_white_space_does_not_count(self):
        result = Pipeline([Swap("cut", "  ", " ")]).run("x  " * 200)
        assert (result.notice, "  " in result.text) == ("", False)

    @pytest.mark.parametrize("phase", [Phase.REPAIR, Phase.TIDY])
    def test_repair_and_tidying_do_not_count(self, phase):
        assert "#" not in Pipeline([Swap("swap", "#", phase=phase)]).clean(self.text(150, 50))


class TestEmptied:
    def test_a_document_of_nothing_but_dirt_is_emptied_and_says_so(self):
        result = Pipeline([Swap("cut", "SPAM")]).run("SPAM SPAM")
        assert result.text.strip() == ""
        assert result.notice.startswith("emptied")

    @pytest.mark.parametrize("text", ["", "  ", "  \n"])
    def test_a_blank_document_was_never_full(self, text):
        assert Pipeline([Swap("tidy", "  ", "", Phase.TIDY)]).run(text).notice == ""


class TestIncludingAndExcluding:
    PIPELINE = Pipeline([Swap("a/cut", "A"), Swap("b/cut", "B"), Marks()], min_confidence=0.5, max_passes=2)

    def test_including_adds_and_leaves_the_old_pipeline_alone(self):
        more = self.PIPELINE.including(Swap("c/cut", "C"), Swap("d/cut", "D"))
        assert (more.clean("xABCD"), self.PIPELINE.clean("xABCD")) == ("x", "xCD")

    def test_including_a_filter_again_replaces_it(self):
        assert self.PIPELINE.including(Swap("a/cut", "C")).clean("xABC") == "xA"

    def test_excluding_a_filter_drops_it(self):
        fewer = self.PIPELINE.excluding("a/cut", "marks")
        assert [f.id for f in fewer.filters] == ["b/cut"]
        assert fewer.clean("xAB*") == "xA*"

    def test_excluding_a_rule_or_a_family_drops_its_edits(self):
        assert self.PIPELINE.excluding("marks/hash").clean("x*+#") == "x#"
        assert self.PIPELINE.excluding("marks/ads").clean("x*+#") == "x*+"
        assert self.PIPELINE.excluding("marks/ads/star").excluding("marks/hash").clean("x*+#") == "x*#"

    def test_settings_are_kept(self):
        for changed in (self.PIPELINE.including(Swap("c", "C")), self.PIPELINE.excluding("a/cut")):
            assert (changed.min_confidence, changed.max_passes, changed.removal_limit) == (0.5, 2, 0.3)

    def test_including_after_excluding_a_rule_keeps_it_excluded(self):
        assert self.PIPELINE.excluding("marks/hash").including(Swap("c", "C")).clean("x#C") == "x#"

    @pytest.mark.parametrize(
        ("wrong", "right"),
        [("mraks", "marks"), ("marks/hsah", "marks/hash"), ("a/cutt", "a/cut"), ("Marks", "marks")],
    )
    def test_an_unknown_id_is_refused_and_the_nearest_named(self, wrong, right):
        with pytest.raises(ConfigError, match=f"'{wrong}'.*'{right}'"):
            self.PIPELINE.excluding(wrong)

    def test_an_id_like_nothing_known_is_refused_and_all_named(self):
        with pytest.raises(ConfigError, match=r"'qqq'.*a/cut, b/cut, marks"):
            self.PIPELINE.excluding("qqq")

    def test_where_there_are_too_many_to_name_it_says_where_they_are_listed(self):
        many = Pipeline(Swap(f"filter-{n}", f"{n}") for n in range(13))
        with pytest.raises(ConfigError, match="'qqq'; the command 'cleanpress rules' lists all"):
            many.excluding("qqq")


class TestIgnore:
    @pytest.mark.parametrize(
        ("ignore", "left"),
        [
            ("marks/hash", "x#"),
            ("marks/ads", "x*+"),
            ("marks/ads/plus", "x+"),
            ("marks", "x*+#"),
            ("marks/ad", "x"),
            ("mark", "x"),
        ],
    )
    def test_by_rule_family_or_filter_and_never_by_half_a_name(self, ignore, left):
        result = Pipeline([Marks()], ignore=[ignore]).run("x*+#")
        assert result.text == left
        assert result.withheld == ()

    def test_a_filter_of_ones_own_by_its_id(self):
        assert Pipeline([Swap("mysite/ads", "#")], ignore=["mysite/ads"]).clean("x#") == "x#"
        assert Pipeline([Swap("mysite/ads", "#")], ignore=["mysite"]).clean("x#") == "x#"

    def test_a_filter_of_ones_own_by_its_id_whatever_its_rules_are_called(self):
        assert Pipeline([Swap("mysite", "#", rule="ads/banner")], ignore=["mysite"]).clean("x#") == "x#"


class TestMaking:
    def test_two_filters_of_one_id_are_refused(self):
        with pytest.raises(ConfigError, match="'a/cut' is used twice"):
            Pipeline([Swap("a/cut", "A"), Swap("b", "B"), Swap("a/cut", "C")])

    @pytest.mark.parametrize(
        ("option", "value"),
        [
            ("min_confidence", 1.1),
            ("min_confidence", -0.1),
            ("max_passes", 0),
            ("max_passes", 101),
            ("removal_limit", 2),
        ],
    )
    def test_values_out_of_range_are_refused_by_name(self, option, value):
        with pytest.raises(ConfigError, match=f"{option} must lie in .* got {value}"):
            Pipeline([], **{option: value})

    def test_without_filters_nothing_is_done(self):
        assert Pipeline([]).clean("  a\x00") == "  a\x00"

    def test_filters_may_come_from_an_iterator(self):
        assert Pipeline(f for f in [Swap("cut", "b")]).clean("abc") == "ac"

    def test_a_pipeline_cannot_be_changed(self):
        with pytest.raises(AttributeError):
            Pipeline([]).min_confidence = 0.1


class TestSameEverywhere:
    PIPELINE = Pipeline([Swap("a", "A"), Marks()], min_confidence=0.5, max_passes=2, removal_limit=0.9, ignore=["x"])

    def test_equal_settings_make_equal_pipelines(self):
        assert Pipeline([Swap("a", "A"), Marks()], ignore=["x"]) == Pipeline([Swap("a", "A"), Marks()], ignore=("x",))
        assert Pipeline([Swap("a", "A")]) != Pipeline([Swap("a", "B")])
        assert Pipeline([Swap("a", "A")], max_passes=1) != Pipeline([Swap("a", "A")], max_passes=2)

    @pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
    def test_it_pickles_as_its_settings_used_or_not(self, protocol):
        fresh = pickle.dumps(Pipeline(self.PIPELINE.filters), protocol)
        used = Pipeline(self.PIPELINE.filters)
        used.clean("xA*")
        assert pickle.dumps(used, protocol) == fresh
        assert pickle.loads(fresh) == used  # noqa: S301
        assert pickle.loads(fresh).clean("xA*") == "x"  # noqa: S301

    @pytest.mark.parametrize("copied", [copy.copy(PIPELINE), copy.deepcopy(PIPELINE)])
    def test_copies_are_equal_and_do_the_same(self, copied):
        assert copied == self.PIPELINE
        assert hash(copied) == hash(self.PIPELINE)
        assert copied.clean("xA*") == "x"

    def test_eight_threads_give_what_one_gives(self):
        texts = [f"x{n} " + "A*" * (n % 7) for n in range(200)]
        expected = [self.PIPELINE.run(text).to_dict() for text in texts]
        pipeline = pickle.loads(pickle.dumps(self.PIPELINE))  # noqa: S301 - nothing cached yet
        with ThreadPoolExecutor(8) as pool:
            assert [r.to_dict() for r in pool.map(pipeline.run, texts)] == expected


class TestInput:
    @pytest.mark.parametrize("method", ["clean", "run"])
    def test_bytes_are_refused_with_the_way_to_decode_them(self, method):
        with pytest.raises(TypeError, match=r"bytes; decode bytes first, e\.g\. data\.decode\('utf-8'\)"):
            getattr(Pipeline([]), method)(b"abc")

    @pytest.mark.parametrize("value", [None, 7, ["abc"]])
    def test_anything_else_is_refused_by_its_type(self, value):
        with pytest.raises(TypeError, match=type(value).__name__):
            Pipeline([]).run(value)

    def test_clean_text_comes_back_as_the_same_object(self):
        text = "".join(["clean", " text"])
        assert Pipeline([Swap("cut", "SPAM")]).clean(text) is text

    def test_a_kind_of_text_is_text(self):
        class Title(str):
            __slots__ = ()

        pipeline = Pipeline([Swap("cut", "SPAM")])
        assert pipeline.clean(Title("clean text")) == "clean text"
        assert pipeline.clean(Title("SPAM text")) == " text"
