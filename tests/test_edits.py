"""Resolving, applying and composing edits."""

from __future__ import annotations

import pickle
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleanpress.edits import Change, Edit, Span, apply, compose, resolve
from cleanpress.scripts import joins
from strategies import changes_of

LETTERS = st.text("ab \n", max_size=12)


def span(start: int, end: int, replacement: str = "", rule: str = "r", confidence: float = 1.0) -> Span:
    return (start, end, replacement, rule, f"because of {rule}", confidence)


def rules(spans: list[Span]) -> list[str]:
    return [s[3] for s in spans]


class TestEdit:
    def test_a_span_and_an_edit_say_the_same(self):
        edit = Edit(3, 5, "x", rule="a/b", reason="why", confidence=0.5)
        assert edit.as_span() == (3, 5, "x", "a/b", "why", 0.5)
        assert Edit(*edit.as_span()) == edit

    def test_an_edit_without_replacement_is_a_certain_deletion(self):
        assert Edit(1, 2).as_span() == (1, 2, "", "", "", 1.0)

    def test_insertions_and_hopeless_guesses_are_edits_too(self):
        assert Edit(2, 2, "x", confidence=0.0).as_span() == (2, 2, "x", "", "", 0.0)

    @pytest.mark.parametrize(("start", "end"), [(-1, 2), (3, 2), (-2, -1)])
    def test_impossible_offsets_are_refused_and_named(self, start, end):
        with pytest.raises(ValueError, match=f"{start}..{end}"):
            Edit(start, end)

    @pytest.mark.parametrize("confidence", [-0.1, 1.01, float("nan")])
    def test_impossible_confidence_is_refused_and_named(self, confidence):
        with pytest.raises(ValueError, match=str(confidence)):
            Edit(0, 1, confidence=confidence)

    def test_edits_cannot_be_changed(self):
        with pytest.raises(AttributeError):
            Edit(0, 1).start = 5

    @pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
    def test_edits_pickle(self, protocol):
        edit = Edit(0, 1, "x", rule="a")
        assert pickle.loads(pickle.dumps(edit, protocol)) == edit  # noqa: S301


class TestApply:
    def test_replaces_deletes_and_inserts(self):
        assert apply("abcdef", [Change(0, 1, ""), Change(2, 4, "XYZ"), Change(6, 6, "!")]) == "bXYZef!"

    def test_takes_edits_changes_and_spans_alike(self):
        assert apply("abc", [Edit(0, 1), Change(1, 2, "x"), span(2, 3, "y")]) == "xy"

    def test_touching_changes_are_fine(self):
        assert apply("abcd", [Change(0, 2, "x"), Change(2, 2, "-"), Change(2, 4, "y")]) == "x-y"

    def test_no_changes_give_the_same_object(self):
        text = "".join(["a ", "text"])
        assert apply(text, []) is text

    @pytest.mark.parametrize(
        "changes",
        [
            [Change(0, 2, ""), Change(1, 3, "")],
            [Change(3, 4, ""), Change(0, 1, "")],
            [Change(0, 5, "")],
            [Change(2, 1, "")],
            [Change(-1, 1, "")],
        ],
    )
    def test_impossible_changes_are_refused_and_the_last_one_named(self, changes):
        with pytest.raises(ValueError, match=f"{changes[-1].start}..{changes[-1].end}.*text of 4 code points"):
            apply("abcd", changes)

    @given(text=LETTERS, data=st.data())
    def test_every_unchanged_piece_stands_in_the_output_in_order(self, text, data):
        changes = data.draw(changes_of(text, st.text("xyz", max_size=3)))
        borders = [0, *(border for change in changes for border in change[:2]), len(text)]
        kept = [text[start:end] for start, end in zip(borders[::2], borders[1::2], strict=True)]
        expected = kept[0] + "".join(c.replacement + k for c, k in zip(changes, kept[1:], strict=True))
        assert apply(text, changes) == expected


class TestResolve:
    def test_edits_apart_are_all_made(self):
        spans = [span(4, 5, "x"), span(0, 1)]
        applied, changes, withheld = resolve("abcdef", spans)
        assert applied == [spans[1], spans[0]]
        assert changes == [Change(0, 1, ""), Change(4, 5, "x")]
        assert withheld == []

    def test_overlapping_deletions_merge_and_all_count(self):
        spans = [
            span(0, 3, rule="a", confidence=0.9),
            span(2, 5, rule="b"),
            span(4, 6, rule="c", confidence=0.95),
        ]
        applied, changes, withheld = resolve("abcdefgh", spans)
        assert rules(applied) == ["a", "b", "c"]
        assert changes == [Change(0, 6, "")]
        assert withheld == []

    def test_a_deletion_inside_a_deletion_counts_too(self):
        applied, changes, withheld = resolve("abcdef", [span(0, 6, rule="outer"), span(2, 3, rule="inner")])
        assert (rules(applied), changes, withheld) == (["outer", "inner"], [Change(0, 6, "")], [])

    def test_the_more_confident_wins(self):
        applied, changes, withheld = resolve("abcdef", [span(0, 5, "L", "long", 0.91), span(1, 3, "s", "sure", 0.99)])
        assert (rules(applied), changes, rules(withheld)) == (["sure"], [Change(1, 3, "s")], ["long"])

    def test_then_the_longer_wins(self):
        applied, changes, withheld = resolve("abcdef", [span(1, 3, "s", "a"), span(0, 5, "L", "z")])
        assert (rules(applied), changes, rules(withheld)) == (["z"], [Change(0, 5, "L")], ["a"])

    def test_then_the_alphabetically_first_rule_wins(self):
        applied, changes, withheld = resolve("abcdef", [span(1, 3, "s", "b"), span(2, 4, "L", "a")])
        assert (rules(applied), changes, rules(withheld)) == (["a"], [Change(2, 4, "L")], ["b"])

    def test_a_replacement_beats_a_less_sure_deletion_that_overlaps_it(self):
        applied, _, withheld = resolve("abcdef", [span(0, 3, "x", "fix", 0.99), span(2, 5, "", "cut", 0.9)])
        assert (rules(applied), rules(withheld)) == (["fix"], ["cut"])

    def test_two_insertions_at_one_place_do_not_both_happen(self):
        applied, changes, withheld = resolve("ab", [span(1, 1, "x", "b"), span(1, 1, "y", "a")])
        assert (rules(applied), changes, rules(withheld)) == (["a"], [Change(1, 1, "y")], ["b"])

    def test_an_insertion_inside_a_deletion_loses_to_it(self):
        applied, changes, withheld = resolve("abcd", [span(2, 2, "x", "in"), span(1, 3, "", "cut")])
        assert (rules(applied), changes, rules(withheld)) == (["cut"], [Change(1, 3, "")], ["in"])

    def test_insertions_at_the_edges_of_a_deletion_stay(self):
        spans = [span(1, 1, "x", "before"), span(1, 3, "", "cut"), span(3, 3, "y", "behind")]
        applied, changes, withheld = resolve("abcd", spans)
        assert apply("abcd", changes) == "axyd"
        assert (rules(applied), withheld) == (["before", "cut", "behind"], [])

    def test_an_insertion_before_a_deletion_stays_when_a_third_edit_clashes_with_both(self):
        spans = [span(2, 4, "z", "weak", 0.9), span(3, 3, "x", "insert"), span(3, 5, "", "cut", 0.95)]
        applied, changes, withheld = resolve("abcdefg", spans)
        assert (rules(applied), rules(withheld)) == (["insert", "cut"], ["weak"])
        assert apply("abcdefg", changes) == "abcxfg"

    def test_the_loser_of_a_clash_does_not_drag_its_neighbours_along(self):
        spans = [
            span(0, 3, "x", "left", 0.95),
            span(2, 6, "y", "middle", 0.94),
            span(5, 8, "z", "right", 0.93),
        ]
        applied, changes, withheld = resolve("abcdefghij", spans)
        assert (rules(applied), rules(withheld)) == (["left", "right"], ["middle"])
        assert apply("abcdefghij", changes) == "xdezij"

    def test_a_deletion_may_bridge_two_others(self):
        spans = [span(0, 3, rule="a"), span(6, 9, rule="c"), span(2, 7, rule="b", confidence=0.9)]
        applied, changes, _ = resolve("abcdefghij", spans)
        assert (rules(applied), changes) == (["a", "b", "c"], [Change(0, 9, "")])

    @pytest.mark.parametrize("long_one_first", [True, False])
    def test_a_merged_deletion_is_defended_to_both_its_ends(self, long_one_first):
        sure, unsure = ((1, 8), (2, 5)) if long_one_first else ((2, 5), (4, 8))
        spans = [span(*sure), span(*unsure, confidence=0.95), span(6, 9, "x", "late", 0.9)]
        assert rules(resolve("abcdefghij", spans)[2]) == ["late"]

    def test_a_deletion_that_hits_a_deletion_and_a_replacement_is_withheld_whole(self):
        spans = [span(0, 3, rule="a"), span(5, 8, "x", rule="c"), span(2, 6, rule="b", confidence=0.9)]
        applied, changes, withheld = resolve("abcdefghij", spans)
        assert (rules(applied), rules(withheld)) == (["a", "c"], ["b"])
        assert changes == [Change(0, 3, ""), Change(5, 8, "x")]

    def test_the_same_deletion_by_two_rules_counts_for_both(self):
        applied, changes, withheld = resolve("abcd", [span(1, 3, rule="b"), span(1, 3, rule="a", confidence=0.9)])
        assert (sorted(rules(applied)), changes, withheld) == (["a", "b"], [Change(1, 3, "")], [])

    def test_no_edits_no_changes(self):
        assert resolve("abc", []) == ([], [], [])


class TestNeighbouringDeletions:
    """Each cut took the one space it may take; together they must leave one."""

    def test_cuts_on_both_sides_of_a_space_keep_one_space(self):
        text = "one SPAM SCAM two"  # " SPAM" and " SCAM " would join one and two
        _, changes, _ = resolve(text, [span(3, 8), span(8, 14)])
        assert apply(text, changes) == "one two"

    @pytest.mark.parametrize(
        ("text", "expected"), [("a S C b", "a b"), ("S C b", "b"), ("a S C", "a"), ("a S C.", "a.")]
    )
    def test_only_where_there_are_words_on_both_sides(self, text, expected):
        at = text.index("S")
        cuts = [span(max(at - 1, 0), at + 1), span(at + 1, at + 4 if text.endswith("b") else at + 3)]
        _, changes, _ = resolve(text, cuts)
        assert apply(text, changes) == expected

    def test_other_changes_of_the_text_do_not_matter(self):
        text = "a SPAM b SPAM SCAM c."
        _, changes, _ = resolve(text, [span(1, 6), span(8, 13), span(13, 19), span(20, 21, "!")])
        assert apply(text, changes) == "a b c!"

    def test_three_in_a_row_keep_one_space(self):
        text = "one A B C two"
        _, changes, _ = resolve(text, [span(3, 5), span(5, 7), span(7, 10)])
        assert apply(text, changes) == "one two"

    def test_a_space_in_the_middle_of_the_cuts_is_kept_if_there_is_no_other(self):
        text = "oneA Btwo"
        _, changes, _ = resolve(text, [span(3, 5), span(5, 6)])
        assert apply(text, changes) == "one two"

    def test_a_line_break_keeps_words_apart_as_well(self):
        text = "one\nSPAM\ntwo"
        _, changes, _ = resolve(text, [span(3, 8), span(8, 9)])
        assert apply(text, changes) == "one\ntwo"

    def test_nothing_is_kept_where_nothing_is_joined(self):
        text = "one SPAM SCAM, two"
        _, changes, _ = resolve(text, [span(3, 8), span(8, 13)])
        assert apply(text, changes) == "one, two"

    def test_nothing_is_kept_in_writing_without_spaces(self):
        text = "一 SPAM 二"
        _, changes, _ = resolve(text, [span(1, 3), span(3, 7)])
        assert apply(text, changes) == "一二"

    @given(text=st.text("ab .字", min_size=1, max_size=14), data=st.data())
    def test_never_join_two_words(self, text, data):
        borders = sorted(data.draw(st.sets(st.integers(0, len(text)), min_size=2, max_size=5)))
        spans = [span(start, end) for start, end in pairwise(borders)]
        _, changes, _ = resolve(text, spans)
        for start, end, replacement in changes:
            if len(spans) > 1 and start > 0 and end < len(text) and any(map(str.isspace, text[start:end])):
                assert replacement or not joins(text[start - 1], text[end])


SPANS = st.lists(
    st.builds(
        lambda start, length, replacement, rule, confidence: span(start, start + length, replacement, rule, confidence),
        st.integers(0, 9),
        st.integers(0, 5),
        st.sampled_from(("", "", "x", "yy")),
        st.sampled_from("abc"),
        st.sampled_from((0.9, 0.95, 1.0)),
    ).filter(lambda s: s[0] < s[1] or s[2]),
    max_size=7,
)
TEXT_15 = "ab cd. efg hi j"


def clash(one: Span, two: Span) -> bool:
    """Two edits share a character, insert at one place, or one inserts inside the other."""
    if one[:2] == two[:2]:
        return True
    return max(one[0], two[0]) < min(one[1], two[1]) or any(
        a[0] == a[1] and b[0] < a[0] < b[1] for a, b in ((one, two), (two, one))
    )


class TestResolveLaws:
    @given(spans=SPANS)
    def test_every_edit_is_either_applied_or_withheld(self, spans):
        applied, _, withheld = resolve(TEXT_15, spans)
        assert sorted(applied + withheld) == sorted(spans)

    @given(spans=SPANS)
    def test_applied_edits_clash_only_as_deletions(self, spans):
        applied, _, _ = resolve(TEXT_15, spans)
        for i, one in enumerate(applied):
            for two in applied[i + 1 :]:
                assert not clash(one, two) or (not one[2] and not two[2])

    @given(spans=SPANS)
    def test_the_strongest_choose_first(self, spans):
        """The rule by hand: strongest first; what clashes with a stronger one is withheld."""
        expected: list[Span] = []
        for new in sorted(spans, key=lambda s: (-s[5], s[0] - s[1], s[3], s[0], s[2])):
            rivals = [old for old in expected if clash(old, new)]
            if not any(old[2] or new[2] for old in rivals):
                expected.append(new)
        assert sorted(resolve(TEXT_15, spans)[0]) == sorted(expected)

    @given(spans=SPANS)
    def test_changes_are_sorted_disjoint_and_can_be_applied(self, spans):
        _, changes, _ = resolve(TEXT_15, spans)
        assert all(one.end <= two.start for one, two in pairwise(changes))
        assert len(apply(TEXT_15, changes)) == len(TEXT_15) + sum(len(c[2]) - c[1] + c[0] for c in changes)

    @given(spans=SPANS)
    def test_changes_touch_only_what_applied_edits_cover(self, spans):
        applied, changes, _ = resolve(TEXT_15, spans)
        covered = {i for start, end, *_ in applied for i in range(start, end)}
        changed = {i for start, end, _ in changes for i in range(start, end)}
        assert changed <= covered
        assert all(TEXT_15[i].isspace() for i in covered - changed)

    @given(spans=SPANS, data=st.data())
    def test_the_order_of_proposals_does_not_matter(self, spans, data):
        shuffled = data.draw(st.permutations(spans))
        assert resolve(TEXT_15, shuffled)[1] == resolve(TEXT_15, spans)[1]
        assert sorted(resolve(TEXT_15, shuffled)[0]) == sorted(resolve(TEXT_15, spans)[0])


class TestCompose:
    def test_an_edit_inside_a_repaired_piece_becomes_one_change(self):
        assert compose([Change(0, 2, "é")], [Change(0, 2, "")], "Ã©x", "éx") == [Change(0, 3, "")]

    def test_changes_apart_stay_apart(self):
        first, second = [Change(0, 1, "")], [Change(3, 4, "X")]
        assert compose(first, second, "abcdef", "bcdef") == [Change(0, 1, ""), Change(4, 5, "X")]

    def test_changes_that_cancel_out_vanish(self):
        assert compose([Change(1, 2, "x")], [Change(1, 2, "b")], "abc", "axc") == []
        assert compose([Change(1, 1, "x")], [Change(1, 2, "")], "abc", "axbc") == []

    def test_with_nothing_on_one_side_the_other_side_is_the_answer(self):
        assert compose([], [Change(0, 1, "")], "ab", "ab") == [Change(0, 1, "")]
        assert compose([Change(0, 1, "")], [], "ab", "b") == [Change(0, 1, "")]

    @given(source=LETTERS, data=st.data())
    def test_one_step_equals_two(self, source, data):
        first = data.draw(changes_of(source, st.text("abx", max_size=4)))
        middle = apply(source, first)
        second = data.draw(changes_of(middle, st.text("aby", max_size=4)))
        self.check(source, compose(first, second, source, middle), apply(middle, second))

    @given(source=LETTERS, data=st.data())
    def test_chains_of_three_may_be_grouped_either_way(self, source, data):
        texts, steps = [source], []
        for _ in range(3):
            steps.append(data.draw(changes_of(texts[-1], st.text("ab", max_size=3))))
            texts.append(apply(texts[-1], steps[-1]))
        left = compose(compose(*steps[:2], source, texts[1]), steps[2], source, texts[2])
        right = compose(steps[0], compose(*steps[1:], texts[1], texts[2]), source, texts[1])
        self.check(source, left, texts[3])
        self.check(source, right, texts[3])

    @given(source=LETTERS, data=st.data())
    def test_a_step_and_its_inverse_leave_nothing(self, source, data):
        first = data.draw(changes_of(source, st.text("xyz", max_size=4)))
        shift, inverse = 0, []
        for start, end, replacement in first:
            inverse.append(Change(start + shift, start + shift + len(replacement), source[start:end]))
            shift += len(replacement) - (end - start)
        assert compose(first, inverse, source, apply(source, first)) == []

    @staticmethod
    def check(source: str, composed: list[Change], expected: str) -> None:
        assert apply(source, composed) == expected
        assert all(one.end <= two.start for one, two in pairwise(composed))
