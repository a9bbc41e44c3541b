"""Output formats: what other programs read of findings, and that strangers' text does nothing in it."""

import json
import re
import subprocess

import pytest
from shapes import GITLAB, RDJSON, SARIF, check

from growth import assert_growth

SPAM = "slotgacor88.live"
LINE = f"The old bridge must {SPAM} be repaired before winter."
PAGE = "<p>Old 東京. The old bridge must <b>slotgacor</b>88.live be repaired. A caf\u00c3\u00a9 &amp; bar</p>"
FORMATS = ["concise", "full", "json", "json-lines", "github", "gitlab", "sarif", "rdjson"]


@pytest.fixture
def tree(tmp_path):
    (tmp_path / "a.md").write_bytes(f"# Title\r\n\r\n{LINE} A 東京 caf\u00c3\u00a9 here.\r\n".encode())
    (tmp_path / "odd name [1].txt").write_bytes(b"\xef\xbb\xbf\xf0\x9f\x91\xa9 Two  spaces.\n")
    (tmp_path / "p.html").write_text(PAGE)
    (tmp_path / "clean.txt").write_text("Nothing to clean.\n")
    (tmp_path / "wall.txt").write_bytes(b"Just a moment...\nVerifying you are human. This may take a few seconds.\n")
    return tmp_path


def told(cleanpress, name, *args):
    done = cleanpress("check", ".", "--output-format", name, *args)
    assert (done.returncode, done.stderr) == (1, b"")
    return done.stdout.decode()


def applied(text, fixes):
    """The text with fixes of (start, end, new) made, those that say the same once."""
    for start, end, new in sorted(set(fixes), reverse=True):
        text = text[:start] + new + text[end:]
    return text


def offsets(text, position, *, in_bytes=False):
    """The offset of a line and column."""
    lines = re.split("(?<=\n)", text)
    before = "".join(lines[: position["line"] - 1])
    line = lines[position["line"] - 1]
    if in_bytes:
        return len(before) + len(line.encode()[: position["column"] - 1].decode())
    return len(before) + position["column"] - 1


def fixed(cleanpress, name):
    return cleanpress(name).stdout.decode()


def text_of(tree, name):
    return (tree / name).read_bytes().decode()


def test_concise_is_the_default_and_one_line_each(cleanpress, tree):
    lines = told(cleanpress, "concise").splitlines()
    assert cleanpress("check", ".").stdout.decode().splitlines() == lines
    assert [line.split(": ")[0] for line in lines] == [
        "a.md:3:21", "a.md:3:73", "odd name [1].txt:1:8", "p.html:1:32", "p.html:1:74", "wall.txt",
    ]  # fmt: skip


def test_full_marks_the_place_in_its_line(cleanpress, tree):
    text = told(cleanpress, "full")
    place = text.index("a.md:3:21")
    shown = text[place:].splitlines()[1:4]
    assert shown[0] == "  |"
    assert shown[1].startswith(f"3 | The old bridge must {SPAM} be")
    assert shown[2] == "  | " + " " * 20 + "^" * 17
    wide = text[text.index("a.md:3:73") :].splitlines()[2:4]
    before = wide[0][: wide[0].index("\u00c3\u00a9")]
    assert wide[1].index("^") == len(before) + 2  # two characters of double width


def test_json_counts_in_code_points_and_bytes(cleanpress, tree):
    records = json.loads(told(cleanpress, "json"))
    assert [json.loads(line) for line in told(cleanpress, "json-lines").splitlines()] == records
    assert {record["kind"] for record in records} == {"edit", "flag"}
    assert len({(record["file"], record["fingerprint"]) for record in records}) == len(records)
    for record in records:
        if record["kind"] == "edit":
            data = (tree / record["file"]).read_bytes()
            assert data.decode()[record["start"] : record["end"]] == record["source"]
            assert data[record["byte_start"] : record["byte_end"]].decode() == record["source"]
    for name in ("a.md", "odd name [1].txt", "p.html"):
        fixes = [tuple(record["fix"].values()) for record in records if record["file"] == name]
        assert applied(text_of(tree, name), fixes) == fixed(cleanpress, name)


def test_sarif_keeps_to_its_specification_and_its_fixes_can_be_applied(cleanpress, tree):
    log = json.loads(told(cleanpress, "sarif"))
    check(SARIF, log)
    (run,) = log["runs"]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert all(rules[result["ruleIndex"]] == result["ruleId"] for result in run["results"])
    assert len(set(rules)) == len(rules)
    fixes = {}
    for result in run["results"]:
        for fix in result.get("fixes", ()):
            (change,) = fix["artifactChanges"]
            (replacement,) = change["replacements"]
            region = replacement["deletedRegion"]
            start = region["charOffset"]
            text = text_of(tree, "a.md")
            if change["artifactLocation"]["uri"] == "a.md":
                assert start == offsets(text, {"line": region["startLine"], "column": region["startColumn"]})
            span = start, start + region["charLength"], replacement.get("insertedContent", {"text": ""})["text"]
            fixes.setdefault(change["artifactLocation"]["uri"], []).append(span)
    assert set(fixes) == {"a.md", "odd%20name%20%5B1%5D.txt", "p.html"}
    assert applied(text_of(tree, "a.md"), fixes["a.md"]) == fixed(cleanpress, "a.md")
    assert applied(PAGE, fixes["p.html"]) == fixed(cleanpress, "p.html")


def test_sarif_of_nothing_is_a_run_without_results(cleanpress, tree):
    done = cleanpress("check", "clean.txt", "--output-format", "sarif")
    assert done.returncode == 0
    log = json.loads(done.stdout)
    check(SARIF, log)
    assert log["runs"][0]["results"] == []


def test_rdjson_keeps_to_its_definition_and_counts_bytes_of_utf8(cleanpress, tree):
    report = json.loads(told(cleanpress, "rdjson"))
    check(RDJSON, report)
    for name in ("a.md", "odd name [1].txt", "p.html"):
        text = text_of(tree, name)
        fixes = [
            (
                offsets(text, fix["range"]["start"], in_bytes=True),
                offsets(text, fix["range"]["end"], in_bytes=True),
                fix["text"],
            )
            for diagnostic in report["diagnostics"]
            if diagnostic["location"]["path"] == name
            for fix in diagnostic["suggestions"]
        ]
        assert applied(text, fixes) == fixed(cleanpress, name)


def test_gitlab_keeps_to_its_documentation_with_fingerprints_of_their_own(cleanpress, tree):
    (tree / "b.md").write_bytes((tree / "a.md").read_bytes())
    issues = json.loads(told(cleanpress, "gitlab"))
    check(GITLAB, issues)
    assert len({issue["fingerprint"] for issue in issues}) == len(issues)


def test_github_has_one_command_a_finding(cleanpress, tree):
    lines = told(cleanpress, "github").splitlines()
    assert len(lines) == len(told(cleanpress, "concise").splitlines())
    for line in lines:
        assert re.fullmatch(r"::error title=[^:,]+,file=[^:,]+(?:,(?:line|col|endLine|endColumn)=\d+)*::.+", line)
    assert "file=a.md,line=3,col=21,endLine=3,endColumn=38::" in lines[0]


def test_the_fix_of_overlapping_edits_is_what_is_written(cleanpress, tmp_path):
    """Mojibake beside a double space: the edit of a later phase lies in the text of an earlier one."""
    text = "A caf\u00c3\u00a9  by the  sea.\u00c3\u00a2\u00e2\u201a\u00ac  End."
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    records = json.loads(cleanpress("check", "a.txt", "--output-format", "json").stdout)
    fixes = [tuple(record["fix"].values()) for record in records]
    assert applied(text, fixes) == fixed(cleanpress, "a.txt") != text


@pytest.mark.parametrize("name", FORMATS)
def test_strangers_text_and_names_do_nothing_in_a_report(cleanpress, tmp_path, name):
    names = [
        "::error file=x::y.txt",
        "new\nline\x1b[2J.txt",
        "\u202egpj.txt",
        "##[error]q.txt",
        "=1+1.txt",
        "@a,b:c.txt",
    ]
    hostile = (
        "::error::boo  x\n##[group]y  z\na \x1b[31mred\x07  b\u202e  c\x9b31m\r"
        "::set-output name=x::y  z\n=HYPERLINK(1)  x\n"
    )
    for file in names:
        (tmp_path / file).write_bytes(hostile.encode())
    done = cleanpress("check", ".", "--output-format", name)
    assert done.returncode == 1
    for line in done.stdout.decode().removesuffix("\n").split("\n"):
        assert line.isprintable(), line
        assert "##[" not in line
        if name != "github":
            assert not line.lstrip().startswith("::")
            assert not line.startswith(("=", "+", "-", "@"))
        else:
            assert re.match(r"::error title=cleanpress \([a-z0-9/-]+\),file=[^:,\n]+", line)
            assert line.count("::error title=") == 1


@pytest.mark.parametrize("name", FORMATS)
def test_one_enormous_finding_makes_a_short_report(cleanpress, tmp_path, name):
    (tmp_path / "a.txt").write_text("word" + " " * 300_000 + "word\n")
    if name in ("json", "json-lines"):
        return  # these carry the text itself
    assert len(cleanpress("check", "a.txt", "--output-format", name).stdout) < 20_000


def test_an_output_file_is_written_whole_and_standard_output_stays_empty(cleanpress, tree):
    before = told(cleanpress, "sarif")
    done = cleanpress("check", ".", "--output-format", "sarif", "--output-file", "out.sarif")
    assert (done.returncode, done.stdout, done.stderr) == (1, b"", b"")
    assert (tree / "out.sarif").read_text() == before


def test_statistics_count_the_findings_of_each_rule(cleanpress, tree):
    lines = cleanpress("check", ".", "--statistics").stdout.decode().splitlines()
    counts = {line.split()[1]: int(line.split()[0]) for line in lines}
    assert counts["links/bare-host"] == 2
    assert counts["whitespace/space-run"] == 1
    assert sum(counts.values()) == len(told(cleanpress, "concise").splitlines())
    listed = json.loads(cleanpress("check", ".", "--statistics", "--output-format", "json").stdout)
    assert {entry["rule"]: entry["count"] for entry in listed} == counts


def test_a_diff_can_be_applied_by_git(cleanpress, tree):
    long = "".join(f"Line {n}.\n" for n in range(30))
    (tree / "long.txt").write_text(long.replace("Line 2.", "Line  2.").replace("Line 5.", "Line  5.") + "No  end")
    (tree / "gone.txt").write_text("One.\n\nerror: Content is protected !!\n")
    done = cleanpress("check", ".", "--diff")
    assert done.returncode == 1
    subprocess.run(["git", "init", "-q"], cwd=tree, check=True)
    names = ["a.md", "p.html", "long.txt", "gone.txt", "odd name [1].txt"]
    expected = {name: cleanpress(name).stdout for name in names}
    exact = cleanpress("check", ".", "--diff", "--output-file", "x.diff")
    assert (exact.returncode, exact.stdout) == (1, b"")
    subprocess.run(["git", "apply", "x.diff"], cwd=tree, check=True)
    assert {name: (tree / name).read_bytes() for name in names} == expected
    assert cleanpress("check", *names, "--diff").returncode == 0


def test_a_diff_writes_nothing_and_is_safe_to_look_at(cleanpress, tmp_path):
    data = b"::error::one  two\n \x1b[31m\xe2\x80\xae x  y ##[group]\n"
    (tmp_path / "a.txt").write_bytes(data)
    for command in (("fix", "--diff", "a.txt"), ("check", "--diff", "a.txt"), ("--diff", "a.txt")):
        done = cleanpress(*command)
        assert done.returncode == 1
        assert (tmp_path / "a.txt").read_bytes() == data
        for line in done.stdout.decode().splitlines():
            assert line.isprintable()
            assert not re.match(r".\s*::", line)
            assert "##[" not in line
        assert b"shown with escapes" in done.stderr


def test_the_time_of_a_diff_grows_with_the_text():
    import time

    from cleanpress.cli.formats.diff import unified
    from cleanpress.cli.inputs import Cleaned, Source
    from cleanpress.document import Document
    from cleanpress.edits import Change, apply
    from cleanpress.files.source import source_of
    from cleanpress.result import Result

    def seconds(lines):
        text = "a  b\n" * lines
        changes = [Change(5 * n + 1, 5 * n + 2, "") for n in range(lines)]
        result = Result(Document(text), apply(text, changes), changes)
        start = time.process_time()
        assert sum(1 for _ in unified(Cleaned(Source("a", "text", source_of(text.encode(), "a")), result)))
        return time.process_time() - start

    assert_growth(seconds, 4_000, 40_000, most=30, least=0.005)


def test_names_of_rules_are_documented_in_sarif_whatever_filter_they_are_of(cleanpress, tree):
    log = json.loads(told(cleanpress, "sarif"))
    assert all("shortDescription" in rule for rule in log["runs"][0]["tool"]["driver"]["rules"])
