"""The document: its lines, and cuts that leave correct spacing."""

from __future__ import annotations

import pickle
from itertools import pairwise

import pytest
import regex
from hypothesis import given

from cleanpress import Document, Edit
from cleanpress.edits import apply
from strategies import any_texts, cuts

BREAK = "\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]"


class TestMaking:
    def test_text_is_the_source_itself(self):
        source = "".join(["some ", "text"])
        assert Document(source).text is source

    @pytest.mark.parametrize("source", [b"bytes", bytearray(b"bytes"), memoryview(b"bytes")])
    def test_bytes_are_refused_with_the_way_to_decode_them(self, source):
        with pytest.raises(TypeError, match=rf"{type(source).__name__}.*decode.*\.decode\('utf-8'\)"):
            Document(source)

    @pytest.mark.parametrize("source", [None, 3, ["a"]])
    def test_anything_but_text_is_refused_by_its_type(self, source):
        with pytest.raises(TypeError, match=type(source).__name__):
            Document(source)

    def test_an_unknown_format_is_refused_and_the_known_ones_named(self):
        with pytest.raises(ValueError, match="'docx'; known: text"):
            Document("a", format="docx")

    def test_a_document_cannot_be_changed(self):
        with pytest.raises(AttributeError):
            Document("a").source = "b"

    def test_documents_with_the_same_content_are_equal_whatever_was_asked_of_them(self):
        one, two = (Document("a\nb", language="id", url="https://a.id/1", id="7") for _ in range(2))
        assert one.lines
        assert one == two
        assert hash(one) == hash(two)
        assert one != Document("a\nb")

    def test_a_document_pickles_with_all_it_knows(self):
        document = Document("a\nb", language="id", url="https://a.id/1", id="7")
        assert document.lines
        assert pickle.loads(pickle.dumps(document)) == document  # noqa: S301

    def test_a_pickled_document_does_not_carry_what_can_be_worked_out_again(self):
        document = Document("a\tb" * 1000)
        assert document.once(lambda doc: doc.residue + doc.small_words[0])
        assert document.shadow
        assert len(pickle.dumps(document)) < len(pickle.dumps(document.text)) + 100


class TestLooks:
    """What gates look at first, for every text the same as if it were worked out character by character."""

    @given(text=any_texts)
    def test_the_residue_is_what_is_no_plain_ascii_or_a_whole_text_with_little_of_it(self, text):
        left = "".join(char for char in text if not ("\x20" <= char <= "\x7e" or char == "\n"))
        assert Document(text).residue in (left, text)
        assert Document(text).residue == left or not text.isascii()

    @given(text=any_texts)
    def test_a_shadow_holds_the_ascii_of_a_text_in_order(self, text):
        table = {ord(char): "0" for char in "0123456789"} | {ord(char): "[" for char in "{<&>#"}
        table |= str.maketrans("dtnl", "cmas")
        table |= {code: "\x01" for code in (*range(32), 127) if code != 10}
        shadow = Document(text).shadow
        plain = bytes(byte for byte in shadow if byte < 128)
        kept = "".join(char for char in text if char.isascii()).translate(table)
        if len(shadow) == len(text):
            assert plain == "".join(c if c.isascii() else "?" for c in text).translate(table).encode()
        else:
            assert plain.decode() == kept

    @given(text=any_texts)
    def test_a_shadow_is_the_same_however_it_is_asked_for(self, text):
        first, second = Document(text), Document(text)
        assert (first.residue, first.shadow) == (second.shadow, second.residue)[::-1]

    @given(text=any_texts)
    def test_only_a_text_with_other_characters_than_western_ones_is_foreign(self, text):
        western = regex.compile(r"[\0-\u024f\u2010-\u2027\u2030-\u203a\u20a0-\u20bf\u2122]*+")
        assert Document(text).foreign == (western.fullmatch(text) is None)

    def test_what_a_function_says_is_asked_for_once(self):
        asked = []
        document = Document("a b")
        assert [document.once(asked.append) for _ in range(3)] == [None] * 3
        assert asked == [document]


class TestLines:
    @pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\x0b", "\x0c", "\x85", "\u2028", "\u2029"])
    def test_every_line_break_ends_a_line(self, end):
        lines = Document(f"one{end}two").lines
        assert [line.text for line in lines] == ["one", "two"]
        assert lines[1].start == 3 + len(end)

    @pytest.mark.parametrize(
        ("text", "lines"),
        [
            ("", [(0, 0, "")]),
            ("\n", [(0, 0, ""), (1, 1, "")]),
            ("a\n", [(0, 1, "a"), (2, 2, "")]),
            ("a\r\n\r\nb", [(0, 1, "a"), (3, 3, ""), (5, 6, "b")]),
            ("\r\n\n\r", [(0, 0, ""), (2, 2, ""), (3, 3, ""), (4, 4, "")]),
            ("a\x1cb", [(0, 3, "a\x1cb")]),
        ],
    )
    def test_lines_know_where_they_stand(self, text, lines):
        assert Document(text).lines == tuple(lines)

    @given(text=any_texts)
    def test_lines_and_breaks_make_up_the_text(self, text):
        lines = Document(text).lines
        assert [line.text for line in lines] == regex.split(BREAK, text)
        assert all(text[line.start : line.end] == line.text for line in lines)
        gaps = [text[one.end : two.start] for one, two in pairwise(lines)]
        assert all(regex.fullmatch(BREAK, gap) for gap in gaps)


class TestDelete:
    def test_the_edit_carries_what_it_was_given(self):
        edit = Document("one SPAM two").delete(4, 8, rule="a/b", reason="why", confidence=0.5)
        assert edit == Edit(4, 9, "", "a/b", "why", 0.5)

    def test_one_space_goes_with_the_word(self):
        document = Document("He must spam.example act.")
        assert apply(document.source, [document.delete(8, 20)]) == "He must act."

    def test_a_line_goes_with_its_break(self):
        document = Document("one\nspam\ntwo")
        line = document.lines[1]
        assert apply(document.source, [document.delete(line.start, line.end)]) == "one\ntwo"

    def test_two_words_stay_apart(self):
        document = Document("oneSPAMtwo")
        assert apply(document.source, [document.delete(3, 7)]) == "one two"

    @pytest.mark.parametrize(("start", "end"), [(-1, 2), (2, 1), (0, 5), (5, 5)])
    def test_spans_outside_the_text_are_refused(self, start, end):
        with pytest.raises(ValueError, match=rf"{start}\.\.{end} leaves the text of 4 code points"):
            Document("abcd").delete(start, end)

    def test_a_span_without_anything_to_cut_changes_nothing(self):
        document = Document("a  b")
        assert apply("a  b", [document.delete(1, 3)]) == "a  b"

    @given(cut=cuts(any_texts))
    def test_every_cut_can_be_applied(self, cut):
        text, start, end = cut
        edit = Document(text).delete(start, end)
        assert len(apply(text, [edit])) <= len(text)
