"""Hostile inputs and circumstances, by the numbers of the list of forty; those of files stand beside what they test.

In this folder: 1-4 and 11 in ``test_hostile_size``, 7-10, 16, 20, 28 in ``test_source``, 14, 15, 25 in
``test_record_files``, 17-19 in ``test_jsonl`` and ``test_tables``, 21-24, 27 in ``test_in_place`` and
``test_in_place_broken_off`` (named after the scenario), 32 in ``test_writing``, all others here.
"""

import json
import random
import re
import subprocess
import sys
import time

import pytest
from samples import CLEAN, DIRTY, RUNS, names

from cleanpress import PatternFilter, Pipeline, clean
from cleanpress.config import load_config
from cleanpress.errors import ConfigError, FileError, FilterError
from cleanpress.files.records import RecordCleaner
from cleanpress.files.source import source_of
from cleanpress.files.streams import clean_records

PIPELINE = Pipeline.default()


def test_hostile_05_control_characters_go_and_are_told_of():
    text = "Harga\0 beras\x07 naik\x1b[31m merah\x1b[0m\x9b1m."
    result = PIPELINE.run(text)
    assert not re.search("[\0-\x08\x0b-\x1f\x7f-\x9f]", result.text)
    assert len(result.edits) >= 4
    assert all(edit.rule and edit.reason for edit in result.edits)


def test_hostile_06_lone_surrogates_never_stop_the_output():
    result = PIPELINE.run("Harga \ud800 naik \udfff.")
    assert result.text.encode() == "Harga \ufffd naik \ufffd.".encode()
    assert len(result.edits) == 2


def test_hostile_12_markup_without_dirt_comes_back_as_the_same_object():
    page = (
        "<!DOCTYPE html>\r\n<HTML lang=id>\r\n<Body  class='a  b' data-x=\"1\">\r\n"
        "<P>Harga&nbsp;beras &amp; gula&#33;\r\n"
        "<br/>naik</P ><!-- two  spaces --><pre>a  b</pre><img src=x.png ALT='a  b'>\r\n</Body>\r\n"
    )
    assert clean(page, format="html") is page
    assert clean(page + "<p>Kedua\u200b.</p>\r\n", format="html") == page + "<p>Kedua.</p>\r\n"


SPAM = "<a {} href='https://slot-gacor.example.com'>situs slot gacor</a>"
HIDINGS = {
    "display": "style='display:none'",
    "visibility": "style='visibility: hidden'",
    "attribute": "hidden",
    "off screen": "style='position:absolute;left:-9999px'",
    "indent": "style='display:block;text-indent:-9999px'",
    "font": "style='font-size:0'",
    "opacity": "style='opacity:0'",
    "height": "style='display:block;height:0;overflow:hidden'",
    "clip": "style='position:absolute;clip:rect(0,0,0,0)'",
}
OPENINGS = (
    "<details><summary>Lebih</summary><p>Harga rincian.</p></details>",
    "<span class='sr-only' style='position:absolute;left:-9999px'>Harga rincian.</span>",
    "<div style='display:none'><p>Harga rincian.</p></div>",
    "<template><p>Harga rincian.</p></template>",
)


@pytest.mark.parametrize("hiding", HIDINGS)
def test_hostile_13_hidden_spam_goes_and_hidden_prose_stays(hiding):
    page = f"<p>Pemerintah menunggu keputusan. {SPAM.format(HIDINGS[hiding])}</p>"
    text = clean(page, format="html")
    assert "slot-gacor" not in text
    assert "Pemerintah menunggu keputusan." in text


@pytest.mark.parametrize("page", OPENINGS)
def test_hostile_13_what_people_can_open_stays(page):
    page = f"<body><p>Pemerintah menunggu.</p>{page}</body>"
    assert clean(page, format="html") is page


def cleanpress(*args, stdin=b"", **options):
    command = [sys.executable, "-m", "cleanpress", *args]
    return subprocess.run(command, input=stdin, capture_output=True, check=False, timeout=60, **options)


def test_hostile_20_parquet_under_another_name_is_no_text():
    with pytest.raises(FileError, match="is Parquet data") as caught:
        source_of(b"PAR1\x15\x04" + b"text" * 9, "a.txt")
    assert caught.value.trouble == "binary"


def test_hostile_20_null_stays_null():
    out = []
    clean_records(Once(b'{"text": null}\n{"text": "a  b"}\n'), out.append, RecordCleaner(PIPELINE, ("text",)))
    assert b"".join(out) == b'{"text": null}\n{"text": "a b"}\n'


class Once:
    """A stream of one piece."""

    def __init__(self, data):
        self.data = data

    def read1(self, _):
        data, self.data = self.data, b""
        return data


def test_hostile_26_a_reader_that_goes_away_ends_it_quietly(tmp_path):
    (tmp_path / "a.txt").write_text(DIRTY * 100_000)
    process = subprocess.Popen(
        [sys.executable, "-m", "cleanpress", tmp_path / "a.txt"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout.read(10) == DIRTY[:10].encode()
    process.stdout.close()
    assert process.stderr.read() == b""
    assert process.wait(timeout=30) == 141
    process.stderr.close()


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"regexes": ["(a"]}, "not a valid regular expression.*position"),
        ({"regexes": ["a*"]}, "matches empty text"),
        ({"regexes": ["(?:a|)"]}, "matches empty text"),
        ({"lines": ["{any}"]}, "would match every line"),
        ({"lines": ["  "]}, "would match every line"),
    ],
)
def test_hostile_29_wrong_rules_are_refused_when_they_are_made(options, words):
    with pytest.raises(ConfigError, match=words) as caught:
        PatternFilter("mine/rule", **options)
    assert "mine/rule" in str(caught.value)


@pytest.mark.parametrize("pattern", [r"(a|aa)+$", r"(x+x+)+y", r"(a{0,500}){0,500}!"])
def test_hostile_29_a_rule_that_explodes_is_stopped_and_named(pattern):
    mine = PatternFilter("mine/rule", regexes=[pattern], timeout=0.2)
    text = ("a" * 3000 + "x" * 3000) + "?"
    started = time.monotonic()
    try:
        Pipeline([mine]).run(text)
    except FilterError as error:
        assert "mine/rule" in str(error)
    assert time.monotonic() - started < 10


def test_hostile_29_a_rule_that_matches_everything_meets_the_removal_limit():
    text = "Pemerintah menunggu keputusan pusat soal harga. " * 9
    result = Pipeline([PatternFilter("mine/rule", regexes=["(?s).+"])]).run(text)
    assert result.text is text
    assert "would be removed, the limit is 30% (removal-limit)" in result.notice


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"select = [", "not valid TOML"),
        (b"selekt = []", "unknown key; .*select"),
        (b"min-confidence = 'high'", "min-confidence: must be a float"),
        (b"x = " + b"[" * 5000 + b"]" * 5000, "not valid TOML"),
        (b"ignore = ['\xff']", "byte 11: not UTF-8"),
        (b"max-passes = 9" + b"9" * 5000, "not valid TOML|max_passes must lie"),
    ],
)
def test_hostile_30_wrong_settings_are_named_with_file_and_key(tmp_path, content, words):
    path = tmp_path / "cleanpress.toml"
    path.write_bytes(content)
    with pytest.raises(ConfigError, match=words) as caught:
        load_config(path).pipeline()
    assert str(path) in str(caught.value)


@pytest.mark.parametrize(
    "content",
    [
        "select = ['os:system']",
        "plugins = ['evil.module']",
        "output-file = '../../out'",
        "report-json = '/etc/out'",
        "[filters.links]\nfile = '../secret'",
    ],
)
def test_hostile_31_settings_of_a_repository_run_no_code_and_write_nowhere(tmp_path, content):
    (tmp_path / "evil").mkdir()
    (tmp_path / "evil" / "module.py").write_text("open('ran', 'w')")
    (tmp_path / "cleanpress.toml").write_text(content)
    (tmp_path / "a.txt").write_text(DIRTY)
    done = cleanpress("a.txt", cwd=tmp_path)
    assert done.returncode == 2
    assert b"cleanpress.toml: " in done.stderr
    assert done.stdout == b""
    assert names(tmp_path) == ["a.txt", "cleanpress.toml", "evil"]


EVIL = "\x1b]0;owned\x07\x1b[2K\x9b1m\b\b\rtop\u202e\u2066\u200b"


def test_hostile_33_reports_carry_no_terminal_sequence(tmp_path):
    (tmp_path / "a.txt").write_text(f"Harga{EVIL}  beras  naik.\n{EVIL}\n")
    (tmp_path / "b\x1b[31m\u202e.txt").write_text(DIRTY)
    done = cleanpress("check", "a.txt", "b\x1b[31m\u202e.txt", cwd=tmp_path)
    assert done.returncode == 1
    for stream in (done.stdout, done.stderr):
        assert not re.search("[\0-\x09\x0b-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2066-\u2069]", stream.decode())
    assert done.stdout.count(b"\n") >= 5


def test_hostile_34_text_forges_no_report_line_and_no_command(tmp_path):
    (tmp_path / "a.txt").write_text(
        "Harga \u200b\n::error file=x::owned\u200b\n##[command]rm\u200b\n::set-output name=a::b\u200b\n"
    )
    (tmp_path / "::error::x.txt").write_text(DIRTY)
    done = cleanpress("check", "a.txt", "::error::x.txt", cwd=tmp_path)
    lines = (done.stdout + done.stderr).decode().splitlines()
    assert len(lines) >= 5
    for line in lines:
        assert not line.lstrip().startswith(("::", "##"))
        assert "##[" not in line


def test_hostile_35_36_37_no_report_is_html_csv_or_markdown():
    """Reports of these kinds need escapes of their own: who adds one has to come by here."""
    shown = cleanpress("check", "--help").stdout.decode().lower()
    formats = re.search(r"--output-format[^\n]*(?:\n {10,}[^\n]*)*", shown)
    assert not re.search("html|csv|tsv|markdown", formats[0] if formats else "")


def test_hostile_36_cells_of_a_table_are_data_and_stay_as_they_are():
    data = b'text,n\n=1+1  x,@SUM\n"+2  y",-3\n'
    out = []
    clean_records(Once(data), out.append, RecordCleaner(PIPELINE, ("text",), "csv"))
    assert b"".join(out) == data.replace(b"  ", b" ")


def test_hostile_38_a_huge_finding_and_many_findings_stay_readable(tmp_path):
    (tmp_path / "a.txt").write_text("Harga" + " " * 5_000_000 + "naik.\n")
    (tmp_path / "b.txt").write_text("".join(f"Harga {'x' * (n % 7)}  naik.\n" for n in range(20_000)))
    done = cleanpress("check", "a.txt", "b.txt", cwd=tmp_path)
    lines = done.stdout.decode().splitlines()
    assert max(map(len, lines)) < 400
    assert len([line for line in lines if line.startswith("b.txt:")]) == 20_000


def test_hostile_38_notes_on_records_are_told_one_by_one_and_counted():
    notes = []
    summary = clean_records(
        Once(b"broken\n" * 5000 + b'{"text": "a"}\n'),
        lambda data: None,
        RecordCleaner(PIPELINE, ("text",)),
        on_note=notes.append,
    )
    assert (summary.broken, len(notes), notes[-1].number) == (5000, 5000, 5000)


@pytest.mark.parametrize("text", ["Share this:", "error: Content is protected !!", "\u200b\u200b", " \n ", "\ufeff"])
def test_hostile_39_a_text_of_nothing_but_dirt_is_never_emptied_in_silence(text):
    result = PIPELINE.run(text)
    assert result.text.strip() or result.notice or not text.strip()


@pytest.mark.parametrize("form", ["text", "html", "markdown"])
def test_hostile_39_empty_stays_empty(form):
    assert clean("", format=form) == ""


def test_hostile_39_a_list_of_hosts_is_kept():
    text = "kompas.com\ndetik.com\ntempo.co\n"
    assert clean(text) is text


@pytest.mark.parametrize(
    "text",
    [
        "Halaman itu hanya menampilkan pesan \u201cerror: Content is protected !!\u201d kepada pembaca.",
        "The plugin prints \u201cShare this:\u201d above its buttons, and scrapers keep it.",
        "When UTF-8 is read as Windows-1252, \u201c\u00e9\u201d turns into \u201c\u00c3\u00a9\u201d.",
        "The ministry blocked kompas.com, detik.com and tempo.co for an hour, said the regulator.",
    ],
)
def test_hostile_40_an_article_about_artifacts_is_left_alone(text):
    assert clean(text) is text


def test_hostile_40_code_spans_keep_what_they_quote():
    text = "Use `ftfy.fix_text('\u00c3\u00a9  x')` on it.\n\n```\nShare this:\n```\n"
    assert clean(text, format="markdown") is text


@pytest.mark.parametrize("seed", range(3))
def test_many_kinds_of_dirt_in_one_file_still_give_whole_records(seed):
    rnd = random.Random(seed)
    pieces = [*RUNS.values(), EVIL, CLEAN, DIRTY, "\ud800", "\u0301" * 40, '"', "\\"]
    records = [{"text": "".join(rnd.choices(pieces, k=30))} for _ in range(30)]
    data = b"".join(json.dumps(record).encode() + b"\n" for record in records)
    out = []
    clean_records(Once(data), out.append, RecordCleaner(PIPELINE, ("text",)))
    lines = b"".join(out).split(b"\n")
    assert [json.loads(line)["text"] for line in lines[:-1]] == [PIPELINE.clean(r["text"]) for r in records]
