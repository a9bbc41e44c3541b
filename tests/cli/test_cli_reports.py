"""Reports: every edit with its place and reason, and nothing that can fool who reads them."""

import json
import os
import re
import resource
import stat
import subprocess
import sys

import pytest

from cleanpress.cli.console import escaped, quoted, shown_name

ARTIFACT = b"error: Content is protected !!\n"


def test_report_lines_go_to_standard_error_in_the_order_of_the_text(cleanpress, tmp_path):
    (tmp_path / "a.txt").write_bytes("Crème.\r\nEin  Satz.\rPunkt.\rUnd  noch einer.\n".encode())
    done = cleanpress("a.txt", "--report")
    assert done.returncode == 0
    assert done.stdout.decode() == "Crème.\r\nEin Satz.\rPunkt.\rUnd noch einer.\n"
    first, second = done.stderr.decode().splitlines()
    assert first.startswith("a.txt:2:5: whitespace/space-run: ")
    assert second.startswith("a.txt:4:5: whitespace/space-run: ")
    assert re.search(r": \S.* \(confidence (0\.\d\d|1\.00)\)$", first)


def test_the_name_of_standard_input(cleanpress):
    assert cleanpress("--report", stdin=b"a  b").stderr.startswith(b"<stdin>:1:3: ")


def test_a_replacement_is_shown_behind_an_arrow(cleanpress):
    done = cleanpress("--report", "--select", "mojibake", stdin="Das schÃ¶ne Haus\n".encode())
    assert done.stdout.decode() == "Das schöne Haus\n"
    assert '"Ã¶" -> "ö": ' in done.stderr.decode()


def test_no_report_unless_asked(cleanpress):
    assert cleanpress(stdin=b"a  b\n").stderr == b""


def test_a_suspect_another_edit_took_is_not_called_kept():
    from cleanpress.cli.inputs import Cleaned, Source
    from cleanpress.cli.reporters import report_lines
    from cleanpress.document import Document
    from cleanpress.edits import Change
    from cleanpress.files.source import source_of
    from cleanpress.result import Result

    text = "\ufeffab spam.example cd ef"
    result = Result(
        Document(text[1:]),
        "ab cd ef",
        [Change(3, 16, "")],
        [(3, 16, "", "x/cut", "dirt", 0.97)],
        [(3, 15, "", "x/host", "a host", 0.4), (19, 21, "", "x/other", "odd", 0.5)],
    )
    assert list(report_lines(Cleaned(Source("a", "text", source_of(text.encode(), "a")), result))) == [
        'a:1:5: x/host: suspect (changed by another edit): "spam.example": a host (confidence 0.40)',
        'a:1:5: x/cut: "spam.example ": dirt (confidence 0.97)',
        'a:1:21: x/other: suspect (kept): "ef": odd (confidence 0.50)',
    ]


def test_json_offsets_index_the_input(cleanpress, tmp_path):
    data = "\ufeffCrème  brûlée 東京.\r\n\r\nزيارة ثانية إلى المتحف  👩‍💻 gut\n".encode()
    (tmp_path / "a.txt").write_bytes(data)
    done = cleanpress("a.txt", "-", "--report-json", "report.json", stdin=b"clean\n")
    assert (done.returncode, done.stderr) == (0, b"")
    report = json.loads((tmp_path / "report.json").read_text(encoding="ascii"))
    assert set(report) == {"version", "files"}
    first, second = report["files"]
    assert (first["file"], first["changed"], first["notice"]) == ("a.txt", True, "")
    assert second == {"file": "<stdin>", "changed": False, "notice": "", "flags": [], "edits": [], "withheld": []}
    text, lines = data.decode(), data.decode().split("\r\n")
    assert len(first["edits"]) == 2
    for edit in first["edits"]:
        source = edit["source"]
        assert text[edit["start"] : edit["end"]] == source
        assert data[edit["byte_start"] : edit["byte_end"]].decode() == source
        assert lines[edit["line"] - 1][edit["column"] - 1 :].startswith(source)
        assert set(edit) >= {"replacement", "rule", "reason", "confidence"}


def test_a_flagged_file_is_written_as_it_is_and_reported(cleanpress, tmp_path):
    data = b"Just a moment...\nVerifying you are human. This may take a few seconds.\n"
    done = cleanpress("--report", "--report-json", "r", stdin=data)
    assert (done.returncode, done.stdout) == (0, data)
    assert done.stderr.decode().startswith("<stdin>: artifacts/bot-challenge/challenge: flag: ")
    (entry,) = json.loads((tmp_path / "r").read_bytes())["files"]
    assert "artifacts/bot-challenge/challenge" in [flag["rule"] for flag in entry["flags"]]
    assert cleanpress("check", stdin=data).returncode == 1


def test_json_has_what_was_withheld(cleanpress, tmp_path):
    cleanpress("--min-confidence", "1", "--report-json", "r", stdin="Das schÃ¶ne Haus\n".encode())
    (entry,) = json.loads((tmp_path / "r").read_bytes())["files"]
    assert not entry["changed"]
    assert [edit["replacement"] for edit in entry["withheld"]] == ["ö"]


def test_the_report_replaces_a_file_in_one_step_and_keeps_its_mode_and_link(cleanpress, tmp_path):
    target = tmp_path / "target.json"
    target.write_text("old")
    target.chmod(0o640)
    before = target.stat().st_ino
    (tmp_path / "link.json").symlink_to("target.json")
    assert cleanpress("--report-json", "link.json", stdin=b"x").returncode == 0
    assert (tmp_path / "link.json").is_symlink()
    assert json.loads(target.read_bytes())["files"]
    assert stat.S_IMODE(target.stat().st_mode) == 0o640
    assert target.stat().st_ino != before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["link.json", "target.json"]


def test_a_new_report_has_the_usual_mode(tmp_path):
    command = [sys.executable, "-m", "cleanpress", "--report-json", "r.json"]
    subprocess.run(command, input=b"x", cwd=tmp_path, umask=0o027, check=True, timeout=60, capture_output=True)
    assert stat.S_IMODE((tmp_path / "r.json").stat().st_mode) == 0o640


def test_a_disk_that_fills_up_leaves_the_old_report_and_nothing_else(tmp_path):
    (tmp_path / "r.json").write_text("old")
    done = subprocess.run(
        [sys.executable, "-m", "cleanpress", "--report-json", "r.json"],
        input=b"a  b\n",
        capture_output=True,
        cwd=tmp_path,
        timeout=60,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100)),
    )
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.startswith(b"cleanpress: error: r.json: no room to write it (File too large)")
    assert done.stderr.count(b"\n") == 1
    assert [path.name for path in tmp_path.iterdir()] == ["r.json"]
    assert (tmp_path / "r.json").read_text() == "old"


def test_a_pipe_as_report_is_written_to_not_replaced(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "cleanpress", "--report-json", "/dev/stderr"],
        input=b"a  b\n",
        capture_output=True,
        cwd=tmp_path,
        timeout=60,
    )
    assert (done.returncode, done.stdout) == (0, b"a b\n")
    assert json.loads(done.stderr)["files"][0]["changed"]


def test_a_notice_is_said_without_being_asked_for(cleanpress, tmp_path):
    done = cleanpress(stdin=ARTIFACT)
    assert done.returncode == 0
    assert done.stderr.startswith(b"cleanpress: notice: <stdin>: emptied")
    assert done.stderr.count(b"\n") == 1
    (tmp_path / "cleanpress.toml").write_text("removal-limit = 0.01\n")
    article = b"The council met on Monday and spoke about the harvest, the roads and the school.\n" * 5
    limited = cleanpress("--report-json", "r", stdin=article + ARTIFACT)
    assert limited.stdout == article + ARTIFACT
    assert limited.stderr.startswith(b"cleanpress: notice: <stdin>: left unchanged: ")
    assert limited.stderr.count(b"\n") == 1
    (entry,) = json.loads((tmp_path / "r").read_bytes())["files"]
    assert entry["notice"].startswith("left unchanged: ")


def test_hostile_names_and_text_stay_on_their_line(cleanpress, tmp_path):
    names = [
        "::error file=x::y",
        " ::warning::z",
        "new\nline\x1b[2J",
        "\u202egpj.exe",
        "##vso[task]q",
        b"\xff\xfe",
    ]
    for name in names:
        (tmp_path / os.fsdecode(name)).write_bytes(b"one  two\n")
    done = cleanpress("--report", *names)
    lines = done.stderr.decode().removesuffix("\n").split("\n")
    assert len(lines) == len(names)
    for line in lines:
        assert line.isprintable()
        assert not line.lstrip().startswith(("::", "##"))
        assert "##" not in line
    hostile = "a \x1b[31mred\x07\x1b[0m b\r::error::boo\n::set-output name=x::y  z\u202e\x9b31m\n"
    done = cleanpress("--report", stdin=hostile.encode())
    lines = done.stderr.decode().removesuffix("\n").split("\n")
    assert len(lines) > 2
    for line in lines:
        assert line.isprintable()
        assert line.startswith("<stdin>:")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain é 東京", '"plain é 東京"'),
        ('say "a\\b"', r'"say \"a\\b\""'),
        ("a\r\n\t\x00\x1b\x85\xa0", r'"a\r\n\t\x00\x1b\x85\xa0"'),
        ("\u200b\u202e\ufeff\ufe0f\U000e0041", r'"\u200b\u202e\ufeff\ufe0f\U000e0041"'),
        ("###[x", r'"#\x23#[x"'),
        ("x" * 60, '"' + "x" * 60 + '"'),
        ("x" * 61, '"' + "x" * 60 + '"...'),
        ("\x1b" * 5_000_000, '"' + r"\x1b" * 15 + '"...'),
    ],
)
def test_excerpts_are_escaped_and_cut(text, shown):
    assert quoted(text) == shown


def test_names_do_not_look_like_commands():
    assert shown_name("::error::x") == "./::error::x"
    assert shown_name(" ::error::x") == "./ ::error::x"
    assert shown_name("a/b.txt") == "a/b.txt"
    assert escaped("a\\b\u2028") == r"a\b" + r"\u2028"
