"""The map between offsets of a source and of its cleaned form."""

from __future__ import annotations

import pickle
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleanpress.edits import Change, apply, compose
from cleanpress.offsets import OffsetMap
from strategies import changes_of

TEXTS = st.text("ab \n", max_size=14)
REPLACEMENTS = st.text("xy", max_size=3)


def kept(changes: list[Change], length: int) -> list[int]:
    """The offsets of the source that no change covers."""
    covered = {offset for start, end, _ in changes for offset in range(start, end)}
    return [offset for offset in range(length) if offset not in covered]


class TestExamples:
    def test_without_changes_every_offset_is_itself(self):
        offsets = OffsetMap([], 5)
        assert [offsets.to_clean(n) for n in range(6)] == [0, 1, 2, 3, 4, 5]
        assert offsets.span_to_original(1, 4) == (1, 4)
        assert offsets.clean_length == 5

    def test_behind_a_deletion_offsets_shift(self):
        offsets = OffsetMap([Change(4, 8, "")], 12)  # "one bad two!" -> "one two!"
        assert (offsets.to_clean(3), offsets.to_clean(8), offsets.to_clean(12)) == (3, 4, 8)
        assert (offsets.to_original(3), offsets.to_original(4), offsets.to_original(8)) == (3, 8, 12)

    def test_inside_a_deletion_offsets_snap_to_its_place(self):
        offsets = OffsetMap([Change(4, 8, "")], 12)
        assert [offsets.to_clean(n) for n in (4, 5, 7)] == [4, 4, 4]

    def test_inside_a_replaced_piece_offsets_snap_to_its_start_and_never_guess(self):
        offsets = OffsetMap([Change(2, 6, "éèà")], 8)
        assert [offsets.to_clean(n) for n in (2, 3, 5)] == [2, 2, 2]
        assert [offsets.to_original(n) for n in (2, 3, 4)] == [2, 2, 2]
        assert (offsets.to_clean(6), offsets.to_original(5)) == (5, 6)

    def test_inserted_text_comes_from_one_place(self):
        offsets = OffsetMap([Change(3, 3, "new")], 6)
        assert [offsets.to_original(n) for n in (3, 4, 5, 6)] == [3, 3, 3, 3]
        assert (offsets.to_clean(2), offsets.to_clean(3)) == (2, 6)

    def test_spans_cover_a_replaced_piece_whole(self):
        offsets = OffsetMap([Change(2, 4, "é")], 6)  # abÃ©cd -> abécd
        assert offsets.span_to_original(2, 3) == (2, 4)
        assert offsets.span_to_clean(3, 4) == (2, 3)
        assert offsets.span_to_clean(0, 3) == (0, 3)

    def test_spans_around_a_deletion_cover_it_and_spans_beside_it_do_not(self):
        offsets = OffsetMap([Change(4, 8, "")], 12)
        assert offsets.span_to_original(3, 5) == (3, 9)
        assert offsets.span_to_original(2, 4) == (2, 4)
        assert offsets.span_to_original(4, 6) == (8, 10)

    def test_a_deleted_span_becomes_empty_where_it_stood(self):
        offsets = OffsetMap([Change(4, 8, "")], 12)
        assert offsets.span_to_clean(5, 7) == (4, 4)
        assert offsets.span_to_clean(4, 8) == (4, 4)

    def test_an_empty_span_stays_empty(self):
        offsets = OffsetMap([Change(4, 8, "")], 12)
        assert (offsets.span_to_clean(9, 9), offsets.span_to_original(5, 5)) == ((5, 5), (9, 9))

    def test_an_edit_inside_a_repaired_piece_maps_to_that_piece(self):
        # "naÃ¯ve SPAM" -> "naïve SPAM" -> "nve SPAM": the second step cut what the first repaired
        changes = compose([Change(2, 4, "ï")], [Change(1, 3, "")], "naÃ¯ve", "naïve")
        offsets = OffsetMap(changes, 6)
        assert changes == [Change(1, 4, "")]
        assert (offsets.to_clean(2), offsets.to_clean(4), offsets.to_original(1)) == (1, 1, 4)

    def test_touching_changes_are_told_apart(self):
        offsets = OffsetMap([Change(0, 2, "A"), Change(2, 4, ""), Change(4, 5, "BCD")], 6)
        assert [offsets.to_clean(n) for n in range(7)] == [0, 0, 1, 1, 1, 4, 5]
        assert [offsets.to_original(n) for n in range(6)] == [0, 4, 4, 4, 5, 6]

    @pytest.mark.parametrize("offset", [-1, 7])
    def test_offsets_outside_the_source_are_refused(self, offset):
        offsets = OffsetMap([Change(0, 2, "")], 6)
        with pytest.raises(IndexError, match=rf"{offset} is outside 0\.\.6"):
            offsets.to_clean(offset)
        with pytest.raises(IndexError):
            offsets.span_to_clean(0, offset)

    @pytest.mark.parametrize("offset", [-1, 5])
    def test_offsets_outside_the_cleaned_text_are_refused(self, offset):
        offsets = OffsetMap([Change(0, 2, "")], 6)
        with pytest.raises(IndexError, match=rf"{offset} is outside 0\.\.4"):
            offsets.to_original(offset)
        with pytest.raises(IndexError):
            offsets.span_to_original(offset, 0)

    def test_reversed_spans_are_refused(self):
        with pytest.raises(IndexError, match=r"3\.\.2 is reversed"):
            OffsetMap([], 6).span_to_clean(3, 2)

    def test_a_map_pickles(self):
        offsets = pickle.loads(pickle.dumps(OffsetMap([Change(0, 2, "x")], 6)))  # noqa: S301
        assert (offsets.to_clean(5), offsets.clean_length) == (4, 5)


class TestLaws:
    @given(text=TEXTS, data=st.data())
    def test_kept_characters_map_to_their_equals_both_ways(self, text, data):
        changes = data.draw(changes_of(text, REPLACEMENTS))
        cleaned, offsets = apply(text, changes), OffsetMap(changes, len(text))
        assert offsets.clean_length == len(cleaned)
        for offset in kept(changes, len(text)):
            assert cleaned[offsets.to_clean(offset)] == text[offset]
            assert offsets.to_original(offsets.to_clean(offset)) == offset

    @given(text=TEXTS, data=st.data())
    def test_order_is_kept_and_ends_meet(self, text, data):
        changes = data.draw(changes_of(text, REPLACEMENTS))
        offsets = OffsetMap(changes, len(text))
        there = [offsets.to_clean(n) for n in range(len(text) + 1)]
        back = [offsets.to_original(n) for n in range(offsets.clean_length + 1)]
        for targets in (there, back):
            assert all(one <= two for one, two in pairwise(targets))
        assert there[-1] == offsets.clean_length
        assert back[-1] == len(text)

    @given(text=TEXTS, data=st.data())
    def test_offsets_inside_a_piece_snap_to_its_edges(self, text, data):
        changes = data.draw(changes_of(text, REPLACEMENTS))
        offsets = OffsetMap(changes, len(text))
        shift = 0
        for start, end, replacement in changes:
            clean_start, clean_end = start + shift, start + shift + len(replacement)
            assert {offsets.to_clean(n) for n in range(start, end)} <= {clean_start}
            assert {offsets.to_original(n) for n in range(clean_start, clean_end)} <= {start}
            shift += len(replacement) - (end - start)

    @given(text=TEXTS, data=st.data())
    def test_spans_cover_exactly_what_their_characters_came_from(self, text, data):
        """Every character of a span came from somewhere; the original span covers all that and no more."""
        changes = data.draw(changes_of(text, REPLACEMENTS))
        cleaned, offsets = apply(text, changes), OffsetMap(changes, len(text))
        origins: list[tuple[int, int]] = []
        position = 0
        for start, end, replacement in [*changes, Change(len(text), len(text), "")]:
            origins += [(n, n + 1) for n in range(position, start)] + [(start, end)] * len(replacement)
            position = end
        start, end = sorted(data.draw(st.tuples(*[st.integers(0, len(cleaned))] * 2)))
        if start < end:
            expected = (min(o[0] for o in origins[start:end]), max(o[1] for o in origins[start:end]))
            assert offsets.span_to_original(start, end) == expected

    @given(text=TEXTS, data=st.data(), steps=st.integers(2, 3))
    def test_the_map_of_a_chain_agrees_with_its_steps(self, text, data, steps):
        """A character that survives every step is found by the composed map as by step after step."""
        composed: list[Change] = []
        current, where = text, {n: n for n in range(len(text))}
        for _ in range(steps):
            changes = data.draw(changes_of(current, REPLACEMENTS))
            step, alive = OffsetMap(changes, len(current)), set(kept(changes, len(current)))
            where = {n: step.to_clean(at) for n, at in where.items() if at in alive}
            composed = compose(composed, changes, text, current)
            current = apply(current, changes)
        offsets = OffsetMap(composed, len(text))
        inside = {n for start, end, _ in composed for n in range(start, end)}
        for n, at in where.items():
            if n not in inside:  # a character swallowed by a fused change snaps to its edge
                assert (offsets.to_clean(n), offsets.to_original(at)) == (at, n)
        for n in set(range(len(text))) - inside:
            assert current[offsets.to_clean(n)] == text[n]
