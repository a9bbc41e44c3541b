"""Wrong use, settings or input: one line that names it and the remedy, exit 2, nothing written."""

import os
import subprocess
import sys

import pytest


@pytest.mark.parametrize(
    ("args", "stdin", "expected"),
    [
        (("--slect", "links"), b"", ["--slect", "cleanpress --help"]),
        (("--sel", "links"), b"", ["--sel"]),  # no abbreviations: a new option must not break scripts
        (("-q",), b"", ["-q"]),
        (("--select", "linsk"), b"x", ["command line", "select", "'linsk'", "did you mean 'links'?"]),
        (("--select", "links,,whitespace"), b"x", ["--select", "empty name"]),
        (
            ("--ignore", "whitespace/space-rum"),
            b"x",
            ["command line", "did you mean 'whitespace/space-run'?"],
        ),
        (("--min-confidence", "1.5"), b"x", ["--min-confidence", "'1.5'", "0 to 1"]),
        (("--min-confidence", "nan"), b"x", ["--min-confidence", "0 to 1"]),
        (("--min-confidence", "high"), b"x", ["--min-confidence", "0 to 1"]),
        (("--report-json", "-"), b"x", ["--report-json", "name a file"]),
        (("--report-json", "."), b"x", ["is a folder", "name another file"]),
        (
            ("--report-json", "no/such/folder/r"),
            b"x",
            ["no/such/folder/r", "the folder does not exist", "make it first"],
        ),
        (("--config", "nowhere.toml"), b"x", ["nowhere.toml", "check the path"]),
        (("--config", "."), b"x", ["cannot be read"]),
        (("missing.txt",), b"", ["missing.txt: no such file", "check the name"]),
        (("chekc", "."), b"", ["chekc: no such file; check the name; or the command: check"]),
        (("",), b"", ["./"]),
        (("x" * 300,), b"", ["xxx", "too long"]),
        ((".",), b"", [".: is a folder", "name the files in it"]),
        ((), b"ok\nbad \xff\n", ["<stdin>: line 2, byte offset 7", "not UTF-8 (0xff)", "--encoding"]),
        ((), b"cut \xe2\x82", ["byte offset 4"]),
        ((), b"overlong \xc0\x80", ["byte offset 9"]),
        ((), b"surrogate \xed\xa0\x80", ["byte offset 10"]),
        ((), b"beyond \xf4\x90\x80\x80", ["byte offset 7"]),
        ((), "UTF-16".encode("utf-16-le"), ["<stdin>: looks like UTF-16", "--encoding utf-16-le"]),
        (("--encoding", "nonsense"), b"x", ["unknown encoding 'nonsense'"]),
        (("--format", "docx"), b"x", ["--format", "'docx'", "markdown"]),
        (("--per-file-ignores", "docs"), b"x", ["--per-file-ignores", "PATTERN:IDS"]),
        (("--per-file-ignores", "*.md:linsk"), b"x", ["command line", "did you mean 'links'?"]),
        (("rules", "lonks"), b"", ["'lonks'", "did you mean 'links'?"]),
        (("rules", "links", "whitespace"), b"", ["whitespace", "cleanpress rules --help"]),
        (("rules", ""), b"", ["unknown rule"]),
    ],
)
def test_the_line_names_what_is_wrong_and_the_remedy(refused, args, stdin, expected):
    message = refused(*args, stdin=stdin)
    for part in expected:
        assert part in message


@pytest.mark.parametrize("name", ["a.jsonl", "a.ndjson", "a.json", "a.csv", "a.parquet", "a.txt.gz", "a.zst", "a.pdf"])
def test_kinds_that_would_be_misread_are_refused(refused, cleanpress, tmp_path, name):
    (tmp_path / name).write_bytes(b"some  text\n")
    assert f"{name}: " in refused(name)
    assert cleanpress(stdin=(tmp_path / name).read_bytes()).stdout == b"some text\n"


def test_a_pipe_is_refused_and_not_waited_for(refused, tmp_path):
    os.mkfifo(tmp_path / "fifo")
    assert "fifo: is a named pipe" in refused("fifo")


def test_one_bad_file_of_several_stops_all_before_anything_is_written(refused, tmp_path):
    (tmp_path / "good.txt").write_bytes(b"good  text\n")
    (tmp_path / "bad.txt").write_bytes(b"bad \xff")
    for bad in ("bad.txt", "missing.txt", ".", "page.pdf"):
        refused("good.txt", bad, "--report", "--report-json", "report.json")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bad.txt", "good.txt"]


def test_a_file_that_may_not_be_read_is_named(refused, tmp_path):
    (tmp_path / "secret.txt").write_bytes(b"x")
    (tmp_path / "secret.txt").chmod(0)
    if os.access(tmp_path / "secret.txt", os.R_OK):
        pytest.skip("this user may read everything")
    assert "secret.txt: cannot be read (Permission denied)" in refused("secret.txt")


def test_standard_input_that_cannot_be_read_is_named(tmp_path):
    done = subprocess.run(
        ["sh", "-c", '"$0" -m cleanpress 0>write-only', sys.executable],
        capture_output=True,
        cwd=tmp_path,
        timeout=60,
    )
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.startswith(b"cleanpress: error: <stdin>: cannot be read (Bad file descriptor)")
    assert done.stderr.count(b"\n") == 1


def test_a_current_folder_that_is_gone_is_named(tmp_path):
    program = "import sys; from cleanpress.cli import main; sys.exit(main())"
    script = f'mkdir gone && cd gone && rmdir ../gone && "$0" -c "{program}"'
    done = subprocess.run(["sh", "-c", script, sys.executable], capture_output=True, cwd=tmp_path, timeout=60)
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.decode() == "cleanpress: error: the current folder is gone; change to one that exists\n"


def test_a_dangling_link_is_a_missing_file(refused, tmp_path):
    (tmp_path / "link.txt").symlink_to("nowhere")
    assert "link.txt: is a symbolic link to nothing" in refused("link.txt")


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        (b"select = [", "not valid TOML"),
        (b"min-confidense = 0.5", "did you mean 'min-confidence'?"),
        (b"min-confidence = 'high'", "min-confidence: must be a float"),
        (b"min-confidence = 7", "0..1"),
        (b"select = ['linsk']", "did you mean 'links'?"),
        (b"select = 'links'", "must be a list of strings"),
        (b"select = ['links', 'links']", "twice"),
        (b"ignore = ['links/nonsense']", "unknown rule"),
        (b"[filters.linsk]", "did you mean 'links'?"),
        (b"[filters.whitespace]\nline-end = 'keep'", "did you mean 'line-ends'?"),
        (b"[filters.whitespace]\nline-ends = 'crcr'", "must be one of"),
        (b"filters = 3", "must be a table"),
        (b"filters.whitespace = 3", "must be a table"),
        (b"# \xff", "not UTF-8"),
        (b"a = " + b"[" * 5000, "not valid TOML"),
        (b"max-passes = " + b"9" * 5000, "not valid TOML"),
    ],
)
def test_bad_settings_are_named(refused, tmp_path, settings, expected):
    (tmp_path / "cleanpress.toml").write_bytes(settings)
    message = refused(stdin=b"some  text\n")
    assert "cleanpress.toml: " in message
    assert expected in message


@pytest.mark.parametrize("settings", [b"tool = 3", b"[tool]\ncleanpress = 3", b"tool = ['cleanpress']"])
def test_a_pyproject_of_a_wrong_shape_is_named(refused, tmp_path, settings):
    (tmp_path / "pyproject.toml").write_bytes(settings)
    assert "pyproject.toml: " in refused("--config", "pyproject.toml", stdin=b"some  text\n")


def test_the_report_never_replaces_an_input_or_the_output(refused, cleanpress, tmp_path):
    (tmp_path / "a").write_bytes(b"one  two\n")
    (tmp_path / "link").symlink_to("a")
    for report in ("a", "./a", "link"):
        assert "is an input" in refused("a", "--report-json", report)
    assert (tmp_path / "a").read_bytes() == b"one  two\n"
    assert "is standard output" in refused("a", "--report-json", "/dev/stdout")


def test_a_report_replaces_nothing_that_is_read_of_a_folder(refused, tmp_path):
    (tmp_path / "docs").mkdir()
    page = tmp_path / "docs/a.md"
    page.write_text("Two  spaces.\n")
    for option in ("--report-json", "--output-file", "--write-baseline"):
        assert "is an input" in refused("check", "docs", option, "docs/a.md")
    assert page.read_text() == "Two  spaces.\n"


@pytest.mark.parametrize(
    "told",
    [
        ("--output-file",),
        ("--output-format", "full", "--output-file"),
        ("--output-format", "json", "--output-file"),
        ("--output-format", "json-lines", "--output-file"),
        ("--output-format", "github", "--output-file"),
        ("--output-format", "sarif", "--output-file"),
        ("--output-format", "rdjson", "--output-file"),
        ("--statistics", "--output-file"),
        ("--diff", "--output-file"),
        ("--report-json",),
        ("--write-baseline",),
    ],
    ids="-".join,
)
@pytest.mark.parametrize("text", ["Two  spaces.\n", "Nothing to clean.\n"], ids=["found", "clean"])
def test_a_report_in_the_folder_that_is_checked_is_no_input(cleanpress, tmp_path, told, text):
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/a.md").write_text(text)
    report = tmp_path / "docs/x.txt"
    runs = []
    for folder in (".", "docs", str(tmp_path), "docs/../docs"):
        result = cleanpress("check", folder, *told, "docs/x.txt")
        assert not result.stderr
        runs.append((result.returncode, report.read_text().count("x.txt")))
    assert len(set(runs)) == 1 and runs[0][1] == 0
    refusal = cleanpress("check", "docs/a.md", "docs/x.txt", *told, "docs/x.txt")
    assert refusal.returncode == 2 and b"is an input" in refusal.stderr


def test_a_report_of_another_run_is_an_input(cleanpress, tmp_path):
    (tmp_path / "a.txt").write_text("Two  spaces.\n")
    cleanpress("check", ".", "--output-file", "old.txt")
    found = cleanpress("check", ".", "--output-format", "json", "--report-json", "new.json").stdout
    assert b"a.txt" in found
    assert '"old.txt"' in (tmp_path / "new.json").read_text()


@pytest.mark.parametrize(
    "page",
    [
        "# Notes\n\nThe rule whitespace/space-run\n",
        "[Home](index.md)\n\nText\n",
        "---\ntitle: A\n---\n",
        "src/links/a.py\n",
    ],
)
def test_a_page_is_never_taken_for_a_report(refused, tmp_path, page):
    (tmp_path / "a.md").write_text(page)
    assert "is an input" in refused("check", ".", "--output-file", "a.md")
    assert (tmp_path / "a.md").read_text() == page


def test_hostile_names_are_escaped_in_messages(refused):
    message = refused("new\nline\x1b[31m\r\u202etxt.exe")
    assert r"new\nline\x1b[31m\r\u202etxt.exe: no such file" in message
    assert r"\x9b" in refused("--opt\x9bion")
    assert r"bad\udcff" in refused(b"bad\xff")
    assert r"#\x23[error]" in refused("##[error]x")
