"""Files read and written back: encodings, byte order marks, what is refused and how it is named."""

import os
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleanpress.errors import FileError
from cleanpress.files.formats import compression_of, format_of
from cleanpress.files.source import encode_text, read_source, source_of

TEXT = "Harga naik é ﷺ 😀\r\nkedua\n"
MARKED = {
    "utf-8": b"\xef\xbb\xbf",
    "utf-16-le": b"\xff\xfe",
    "utf-16-be": b"\xfe\xff",
    "utf-32-le": b"\xff\xfe\0\0",
    "utf-32-be": b"\0\0\xfe\xff",
}


def refused(data: bytes, encoding: str | None = None) -> FileError:
    with pytest.raises(FileError) as caught:
        source_of(data, "a.md", encoding=encoding)
    return caught.value


@pytest.mark.parametrize("encoding", MARKED)
def test_a_byte_order_mark_names_the_encoding_and_is_kept(encoding):
    data = MARKED[encoding] + TEXT.encode(encoding)
    source = source_of(data, "a.md")
    assert (source.text, source.encoding, source.bom) == (TEXT, encoding, MARKED[encoding])
    assert encode_text(source, "x" + TEXT) == MARKED[encoding] + ("x" + TEXT).encode(encoding)
    assert encode_text(source, TEXT) is data


def test_a_byte_order_mark_wins_over_the_option():
    assert source_of(MARKED["utf-16-le"] + TEXT.encode("utf-16-le"), "a.md", encoding="cp1252").text == TEXT


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("latin-1", "Prix en été"),
        ("cp1252", "“Prix”"),
        ("koi8-r", "Новости"),
        ("shift_jis", "朝の記事"),
        ("gb18030", "新闻"),
    ],
)
def test_an_encoding_that_was_named_is_read_and_written(encoding, text):
    source = source_of(text.encode(encoding), "a.txt", encoding=encoding)
    assert source.text == text
    assert encode_text(source, f"{text}!") == f"{text}!".encode(encoding)


def test_utf_16_without_a_mark_is_read_when_it_is_named():
    assert source_of("Héllo".encode("utf-16-le"), "a.txt", encoding="utf-16-le").text == "Héllo"


@pytest.mark.parametrize(
    ("data", "place"),
    [
        (b"one\ntwo \xe9t\xe9\n", "line 2, byte offset 8: not UTF-8 (0xe9)"),
        (b"caf\xc3", "line 1, byte offset 3: not UTF-8 (0xc3)"),
        (b"a\xc0\xafb", "line 1, byte offset 1: not UTF-8 (0xc0)"),
        (b"a\xed\xa0\x80b", "line 1, byte offset 1: not UTF-8 (0xed)"),
        (b"a\xf4\x90\x80\x80", "line 1, byte offset 1: not UTF-8 (0xf4)"),
        (b"\xff\xfea\x00b", "byte offset 4: not UTF-16-LE (0x62)"),
    ],
)
def test_hostile_07_bytes_that_do_not_decode_are_named_by_line_and_byte(data, place):
    error = refused(data)
    assert error.trouble == "undecodable"
    assert str(error).startswith(f"a.md: {place}; ")
    assert "--encoding" in str(error)


def test_hostile_07_a_page_that_says_its_encoding_is_told_which_option_to_give():
    error = refused('<meta charset="windows-1252"><p>été</p>'.encode("cp1252"))
    assert "--encoding cp1252" in str(error)


@pytest.mark.parametrize(("encoding", "name"), [("utf-16-le", "utf-16-le"), ("utf-16-be", "utf-16-be")])
def test_hostile_08_utf_16_without_a_mark_is_refused_and_not_stripped_of_nuls(encoding, name):
    error = refused("Harga naik lagi.\n".encode(encoding))
    assert error.trouble == "undecodable"
    assert f"--encoding {name}" in str(error)


def test_hostile_08_utf_16_by_name_without_a_mark_asks_for_the_byte_order():
    assert "--encoding utf-16-le or utf-16-be" in str(refused(b"a\0b\0", "utf-16"))


def test_hostile_09_valid_utf_8_wins_over_what_a_page_declares_and_is_noticed():
    source = source_of('<meta charset="iso-8859-1"><p>été</p>'.encode(), "a.html")
    assert source.text.endswith("<p>été</p>")
    assert source.notice == "declares iso8859-1, but is valid UTF-8 and was read as that"


def test_hostile_09_what_a_page_of_utf_8_declares_rightly_needs_no_notice():
    assert source_of('<meta charset="utf-8"><p>été</p>'.encode(), "a.html").notice == ""


@pytest.mark.parametrize("encoding", ["utf-7", "UTF7", "unicode_escape", "hz"])
def test_hostile_09_encodings_that_hide_markup_are_never_honoured(encoding):
    assert "never read" in str(refused(b"+ADw-script+AD4-", encoding))
    assert source_of(b'<meta charset="utf-7">+ADw-', "a.html").text.endswith("+ADw-")


@pytest.mark.parametrize("encoding", ["no-such-codec", "rot13", "base64", "\0", "mbcs \n"])
def test_an_unknown_encoding_is_named(encoding):
    assert "unknown encoding" in str(refused(b"abc", encoding))


def test_an_encoding_that_would_not_write_the_same_bytes_is_refused():
    assert "byte for byte" in str(refused(b"a\x1b(Bb", "iso2022_jp"))


def test_a_character_that_the_encoding_lacks_is_named():
    source = source_of(b"caf\xe9", "a.txt", encoding="latin-1")
    with pytest.raises(FileError, match=r"U\+2013, which iso8859-1 cannot write") as caught:
        encode_text(source, "caf\u2013")
    assert caught.value.trouble == "unencodable"


@pytest.mark.parametrize(
    ("data", "trouble"),
    [
        (b"%PDF-1.7\nplain words", "binary"),
        (b"\x89PNG\r\n\x1a\n" + bytes(40), "binary"),
        (b"PK\x03\x04" + b"word" * 20, "binary"),
        (b"\x1f\x8b\x08" + b"a" * 20, "binary"),
        (b"name.txt" + bytes(249) + b"ustar\x0000" + b"words " * 900, "binary"),
        (b"ab\0" * 50, "binary"),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n", "pointer"),
        (b"Intro\n<<<<<<< ours\none\n=======\ntwo\n>>>>>>> theirs\n", "conflict"),
        (b"Intro\r\n<<<<<<< ours\r\none\r\n=======\r\ntwo\r\n>>>>>>> theirs\r\n", "conflict"),
    ],
)
def test_hostile_10_what_is_no_text_is_skipped_by_name(data, trouble):
    error = refused(data)
    assert error.trouble == trouble
    assert error.skippable


def test_hostile_05_a_stray_nul_does_not_make_a_text_binary():
    assert "\0" in source_of(b"A text of some length\0 with one NUL.", "a.txt").text


def test_a_setext_heading_is_no_merge_conflict():
    assert source_of(b"Title\n=======\n\nText\n", "a.md").text.startswith("Title")


@given(st.text(), st.sampled_from([*MARKED, None]))
def test_bytes_come_back_as_they_were(text, encoding):
    data = MARKED[encoding] + text.encode(encoding, "ignore") if encoding else text.encode("utf-8", "ignore")
    try:
        source = source_of(data, "a.txt")
    except FileError:
        return
    assert source.bom + source.text.encode(source.encoding) == data


@given(st.binary(max_size=60), st.sampled_from([None, "utf-8", "latin-1", "shift_jis", "utf-16-be", "cp037", "big5"]))
def test_any_bytes_are_text_that_comes_back_or_a_named_error(data, encoding):
    try:
        source = source_of(data, "a.txt", encoding=encoding)
    except FileError as error:
        assert str(error).startswith("a.txt: ")
        assert error.problem
    else:
        assert source.bom + source.text.encode(source.encoding) == data


def test_reading_names_what_is_no_file(tmp_path):
    (tmp_path / "folder").mkdir()
    (tmp_path / "dangling").symlink_to(tmp_path / "nothing")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    os.mkfifo(tmp_path / "pipe")
    expected = {
        "folder": ("irregular", "is a folder"),
        "dangling": ("missing", "symbolic link to nothing"),
        "loop": ("unreadable", "cannot be read"),
        "pipe": ("irregular", "is a named pipe"),
        "absent": ("missing", "no such file"),
    }
    for name, (trouble, words) in expected.items():
        with pytest.raises(FileError, match=words) as caught:
            read_source(tmp_path / name)
        assert caught.value.trouble == trouble
    with pytest.raises(FileError, match="is a device"):
        read_source("/dev/zero")


def test_hostile_28_utf_8_is_read_and_written_whatever_the_locale(tmp_path):
    (tmp_path / "a.txt").write_bytes("Harga “naik” ﷺ 😀".encode())
    script = (
        "import sys; from cleanpress.files.source import *; from cleanpress.files.writing import *\n"
        "s = read_source(sys.argv[1]); replace_file(s, encode_text(s, s.text + '\\u00e9'))"
    )
    for locale in ({"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}, {"PYTHONIOENCODING": "cp1252"}):
        env = {**os.environ, **locale}
        subprocess.run([sys.executable, "-c", script, str(tmp_path / "a.txt")], env=env, check=True)
    assert (tmp_path / "a.txt").read_bytes() == "Harga “naik” ﷺ 😀éé".encode()


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("a.md", "markdown"),
        ("a.MARKDOWN", "markdown"),
        ("dir.html/a.mdx", "markdown"),
        ("a.htm", "html"),
        ("a.jsonl", "jsonl"),
        ("a.ndjson.zst", "jsonl"),
        ("a.csv.gz", "csv"),
        ("a.tsv", "csv"),
        ("a.txt", "text"),
        ("README", "text"),
        (".md", "text"),
        ("dir.csv/a", "text"),
    ],
)
def test_the_end_of_a_name_tells_the_format(name, form):
    assert format_of(name) == form


@pytest.mark.parametrize(
    "name", ["a.json", "a.parquet", "a.txt.gz", "a.tar.gz", "a.tgz", "a.zip", "a.md.zst", "a.pdf", "a.jsonl.xz", "a.gz"]
)
def test_hostile_16_20_what_cannot_be_read_faithfully_is_refused_by_name(name):
    with pytest.raises(FileError) as caught:
        format_of(name)
    assert caught.value.trouble == "format"
    assert str(caught.value).startswith(f"{name}: is ")


def test_compressions_are_told_by_name():
    assert [compression_of(n) for n in ("a.jsonl.gz", "a.csv.ZST", "a.csv")] == ["gzip", "zstd", None]
