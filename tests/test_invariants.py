"""What holds for every built-in filter and any text. The numbers are those of the promises made."""

from __future__ import annotations

import pickle
from concurrent.futures import ThreadPoolExecutor
from itertools import combinations, pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cleanpress import Document, Phase, Pipeline, apply
from cleanpress.characters import visible
from cleanpress.edits import resolve
from cleanpress.filters import BUILTIN
from strategies import PARAGRAPHS, PIECES, any_texts

ALONE = {name: Pipeline([make()]) for name, make in BUILTIN.items()}
PAIRS = {f"{one}+{two}": Pipeline([BUILTIN[one](), BUILTIN[two]()]) for one, two in combinations(sorted(BUILTIN), 2)}
WHOLE = {"default": Pipeline.default()}
REMOVING = {name: p for name, p in ALONE.items() if p.filters[0].phase is Phase.REMOVE}

by_filter = pytest.mark.parametrize("pipeline", (ALONE | WHOLE).values(), ids=ALONE | WHOLE)
by_removing_filter = pytest.mark.parametrize("pipeline", REMOVING.values(), ids=REMOVING)

dirty_pages = st.lists(st.sampled_from((*PARAGRAPHS, *PIECES)), min_size=10, max_size=80).map("\n".join)
"""Long enough for the removal limit to apply."""


def offsets_in(spans) -> set[int]:
    return {offset for start, end, *_ in spans for offset in range(start, end)}


@by_filter
@pytest.mark.parametrize(
    "text",
    [
        *("bet.al\ud800", "\ud800ripple-mews.xyz", "go slot\udfff.top now", "caf\ud800Ã©", "Read more:\ud800"),
        *("\x00", "\ud800", "\udc00\ud800", "\ufeff", "\u0301", "\u200d", ".", "..", "://", "www.", "@", "\r", "⟦→⟧"),
        *("." * 5_000, "a." * 2_500, "Ã" * 3_000, "[.]" * 1_500, "\u0301" * 3_000, "\n \n" * 1_500, "://" * 1_500),
    ],
    ids=lambda text: ascii(text[:20]),
)
def test_no_text_raises(pipeline, text):
    assert isinstance(pipeline.clean(text), str)


@pytest.mark.parametrize("pipeline", (ALONE | PAIRS | WHOLE).values(), ids=ALONE | PAIRS | WHOLE)
@given(text=any_texts)
@example(text="")
def test_i1_cleaning_twice_is_cleaning_once(pipeline, text):
    once = pipeline.clean(text)
    assert pipeline.clean(once) == once


@by_filter
@given(text=any_texts)
def test_i2_changes_are_sorted_disjoint_and_lead_to_the_text(pipeline, text):
    result = pipeline.run(text)
    assert apply(text, result.changes) == result.text
    assert all(one.end <= two.start for one, two in pairwise(result.changes))
    assert all(text[start:end] != replacement for start, end, replacement in result.changes)


@by_filter
@given(text=any_texts, data=st.data())
def test_i2_any_part_of_the_edits_can_be_made(pipeline, text, data):
    edits = pipeline.run(text).edits
    chosen = [edit.as_span() for edit in edits if data.draw(st.booleans())]
    changes = resolve(text, chosen)[1]
    assert (apply(text, changes) is text) == (not changes)


@by_filter
@given(text=any_texts)
def test_i3_kept_characters_map_to_equal_characters_in_order(pipeline, text):
    result = pipeline.run(text)
    kept = sorted(set(range(len(text))) - offsets_in(result.changes))
    there = [result.offsets.to_clean(offset) for offset in kept]
    assert [result.text[offset] for offset in there] == [text[offset] for offset in kept]
    assert [result.offsets.to_original(offset) for offset in there] == kept
    assert there == sorted(there)


@by_filter
@given(text=any_texts)
def test_i4_nothing_to_clean_gives_the_same_object(pipeline, text):
    result = pipeline.run(text)
    assert result.changed == bool(result.edits) == (result.text != text)
    assert result.changed or result.text is text


@by_filter
@pytest.mark.parametrize("text", PARAGRAPHS)
def test_i4_clean_paragraphs_are_left_alone(pipeline, text):
    result = pipeline.run(text)
    assert result.edits == ()
    assert result.text is text


@by_filter
@given(text=any_texts)
def test_i5_every_edit_names_a_rule_that_can_be_switched_off(pipeline, text):
    known = {rule.id for f in pipeline.filters for rule in f.rules()}
    result = pipeline.run(text)
    assert {edit.rule for edit in (*result.edits, *result.withheld)} <= known
    for rule in {edit.rule for edit in result.edits}:
        without = pipeline.excluding(rule).run(text)
        assert rule not in {edit.rule for edit in (*without.edits, *without.withheld)}


@by_filter
@given(text=any_texts)
def test_i5_every_edit_says_why(pipeline, text):
    result = pipeline.run(text)
    for edit in (*result.edits, *result.withheld):
        assert edit.reason.strip()
        assert len(edit.reason.splitlines()) == 1
        assert 0 < edit.confidence <= 1


@by_filter
@given(text=any_texts)
def test_i8_no_text_is_emptied_without_notice(pipeline, text):
    result = pipeline.run(text)
    if text.strip() and not result.text.strip():
        assert result.notice.startswith("emptied")


@by_removing_filter
@given(text=dirty_pages)
def test_i9_no_more_than_the_limit_is_removed(pipeline, text):
    result = pipeline.run(text)
    if visible(text) >= 200:
        assert visible(result.text) >= (1 - pipeline.removal_limit) * visible(text)
    if result.notice.startswith("left unchanged"):
        assert result.text is text
        assert result.withheld


@by_filter
@given(text=any_texts)
def test_i10_every_changed_character_lies_inside_a_reported_edit(pipeline, text):
    result = pipeline.run(text)
    assert all(0 <= edit.start <= edit.end <= len(text) for edit in result.edits)
    assert offsets_in(result.changes) <= offsets_in(edit.as_span() for edit in result.edits)


DECODING = ("artifacts/entity-residue/", "artifacts/email-obfuscation/")
"""Families of rules that put characters in the place of their codes."""


@by_removing_filter
@given(text=any_texts)
def test_i10_removing_adds_nothing_but_a_space_between_words_and_what_a_code_stands_for(pipeline, text):
    edits = [edit for edit in pipeline.run(text).edits if not edit.rule.startswith(DECODING)]
    assert {edit.replacement for edit in edits} <= {"", " "}


@given(text=any_texts)
def test_i15_repair_never_lengthens(text):
    assert len(ALONE["mojibake"].clean(text)) <= len(text)


@given(text=st.text(st.characters(max_codepoint=127)))
def test_i15_repair_leaves_text_without_damage_alone(text):
    assert ALONE["mojibake"].clean(text) is text


@by_filter
@given(text=any_texts)
def test_i20_a_pickled_pipeline_does_the_same(pipeline, text):
    copied = pickle.loads(pickle.dumps(pipeline))  # noqa: S301
    assert copied == pipeline
    assert copied.run(text).to_dict() == pipeline.run(text).to_dict()


@by_filter
def test_i20_eight_threads_give_what_one_gives(pipeline):
    texts = [f"{paragraph}\n{piece}\n{piece} {paragraph}" for paragraph in PARAGRAPHS for piece in PIECES[::7]]
    expected = [pipeline.run(text).to_dict() for text in texts]
    fresh = pickle.loads(pickle.dumps(pipeline))  # noqa: S301 - nothing cached yet
    with ThreadPoolExecutor(8) as pool:
        assert [result.to_dict() for result in pool.map(fresh.run, texts)] == expected


@given(texts=st.lists(any_texts, max_size=5))
def test_documents_do_not_influence_each_other(texts):
    """No filter keeps anything from one document to the next."""
    pipeline = WHOLE["default"]
    alone = [pickle.loads(pickle.dumps(pipeline)).clean(text) for text in texts]  # noqa: S301
    assert [result.text for result in pipeline.pipe(map(Document, reversed(texts)))] == alone[::-1]
