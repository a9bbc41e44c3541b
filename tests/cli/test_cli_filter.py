"""Text in, text out: standard input, files, bytes that must not change."""

import fcntl
import os
import pty
import signal
import subprocess
import sys
import termios
import time
from pathlib import Path

import pytest

C_LOCALE = {"LC_ALL": "C", "LANG": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}


@pytest.mark.parametrize("args", [(), ("-",)])
def test_standard_input_goes_cleaned_to_standard_output(cleanpress, args):
    done = cleanpress(*args, stdin=b"Harga  beras naik.\n")
    assert (done.returncode, done.stdout, done.stderr) == (0, b"Harga beras naik.\n", b"")


def test_files_go_to_standard_output_one_after_another_and_stay_as_they_are(cleanpress, tmp_path):
    (tmp_path / "a.txt").write_bytes(b"one  two\n")
    (tmp_path / "b.txt").write_bytes(b"three  four")
    done = cleanpress("a.txt", "-", "b.txt", stdin=b"mid  dle\n")
    assert (done.returncode, done.stdout, done.stderr) == (0, b"one two\nmid dle\nthree four", b"")
    assert (tmp_path / "a.txt").read_bytes() == b"one  two\n"


def test_options_may_stand_between_files(cleanpress, tmp_path):
    (tmp_path / "a.txt").write_bytes(b"a  b\n")
    (tmp_path / "-b.txt").write_bytes(b"c  d\n")
    done = cleanpress("a.txt", "--ignore", "whitespace", "./a.txt", "--", "-b.txt")
    assert done.stdout == b"a  b\na  b\nc  d\n"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"Plain text.",
        b"Plain text.\n",
        b"\xef\xbb\xbf",
        b"\xef\xbb\xbfWith a mark.\n",
        b"Windows.\r\nLine ends.\r\n",
        b"Mixed.\r\nLine.\nEnds.\r",
        "Café, naïve, Beirut بيروت, 東京。\n".encode(),
        "नमस्ते क्‍ष 👩‍💻\n".encode(),
    ],
)
def test_a_text_with_nothing_to_clean_comes_out_byte_for_byte(cleanpress, data):
    done = cleanpress(stdin=data)
    assert (done.returncode, done.stdout, done.stderr) == (0, data, b"")


def test_mark_line_ends_and_missing_final_newline_survive_a_change(cleanpress):
    done = cleanpress(stdin=b"\xef\xbb\xbfone  two\r\nthree\nfour\rfive")
    assert done.stdout == b"\xef\xbb\xbfone two\r\nthree\nfour\rfive"


def test_settings_may_ask_for_other_line_ends(cleanpress, tmp_path):
    (tmp_path / "cleanpress.toml").write_text('[filters.whitespace]\nline-ends = "lf"\n')
    assert cleanpress(stdin=b"one  two\r\nthree\r\n").stdout == b"one two\nthree\n"


def test_other_whitespace_options_leave_the_line_ends_alone(cleanpress, tmp_path):
    (tmp_path / "cleanpress.toml").write_text("[filters.whitespace]\n")
    assert cleanpress(stdin=b"one  two\r\nthree\r\n").stdout == b"one two\r\nthree\r\n"


def test_text_is_utf8_whatever_the_locale(cleanpress, tmp_path):
    (tmp_path / "größe.txt").write_bytes("Größe  zwei, 東京\n".encode())
    done = cleanpress("größe.txt".encode(), "-", stdin="naïve  café\n".encode(), env=C_LOCALE)
    assert done.returncode == 0, done.stderr
    assert done.stdout.decode() == "Größe zwei, 東京\nnaïve café\n"


def test_a_terminal_without_a_file_gets_short_help():
    ours, theirs = pty.openpty()
    try:
        done = subprocess.run([sys.executable, "-m", "cleanpress"], stdin=theirs, capture_output=True, timeout=60)
    finally:
        os.close(ours)
        os.close(theirs)
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.startswith(b"usage: cleanpress ")
    assert len(done.stderr.splitlines()) < 14


def test_a_stream_that_takes_a_part_at_a_time_gets_everything():
    reader, writer = os.pipe()
    os.set_blocking(writer, False)
    process = subprocess.Popen(
        [sys.executable, "-m", "cleanpress"],
        stdin=subprocess.PIPE,
        stdout=writer,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    os.close(writer)
    data = b"The road to the harbour stays closed until Friday.\n" * 10_000
    process.stdin.write(data)
    process.stdin.close()
    with os.fdopen(reader, "rb") as out:
        assert out.read() == data
    assert process.wait(timeout=60) == 0


def test_a_closed_pipe_ends_quietly():
    process = subprocess.Popen(
        [sys.executable, "-m", "cleanpress"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    process.stdout.close()
    process.stdin.write(b"A line of text.\n" * 50_000)
    process.stdin.close()
    with process.stderr:
        assert process.stderr.read() == b""
    assert process.wait(timeout=60) == 141


@pytest.mark.parametrize("args", ["--version", "--help", "rules"])
def test_a_pipe_closed_on_an_answer_ends_quietly(args):
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run([sys.executable, "-m", "cleanpress", args], stdout=writer, stderr=subprocess.PIPE, timeout=60)
    os.close(writer)
    assert (done.returncode, done.stderr) == (141, b"")


def test_an_interrupt_ends_quietly_and_leaves_nothing(tmp_path):
    process = subprocess.Popen(
        [sys.executable, "-m", "cleanpress", "--report-json", "report"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=tmp_path,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    process.stdin.write(b"A line of text.\n")
    process.stdin.flush()
    end = time.monotonic() + 30
    while _unread(process.stdin) and time.monotonic() < end:
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out, err) == (130, b"", b"")
    assert list(tmp_path.iterdir()) == []


def _unread(pipe):
    """How many bytes in a pipe the other side has not read."""
    return int.from_bytes(fcntl.ioctl(pipe.fileno(), termios.FIONREAD, bytes(4)), sys.byteorder)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no full device")
def test_a_full_disk_is_an_error_on_one_line():
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "cleanpress"],
            input=b"text\n",
            stdout=full,
            stderr=subprocess.PIPE,
            timeout=60,
        )
    assert done.returncode == 2
    assert done.stderr.startswith(b"cleanpress: error: standard output: ")
    assert done.stderr.count(b"\n") == 1


@pytest.mark.parametrize(("closing", "status", "out"), [("<&-", 2, b""), (">&-", 2, b""), ("2>&-", 0, b"one two\n")])
def test_closed_streams_are_no_reason_for_a_traceback(tmp_path, closing, status, out):
    (tmp_path / "a").write_bytes(b"one  two\n")
    name = "-" if closing == "<&-" else "a"
    done = subprocess.run(
        ["sh", "-c", f'"$0" -m cleanpress --report {name} {closing}', sys.executable],
        capture_output=True,
        cwd=tmp_path,
        timeout=60,
    )
    assert (done.returncode, done.stdout) == (status, out)
    assert done.stderr.count(b"\n") == (status == 2)
    assert b"Traceback" not in done.stderr


def test_version_and_help(cleanpress):
    import cleanpress as package

    version = cleanpress("--version")
    assert (version.returncode, version.stdout, version.stderr) == (
        0,
        f"cleanpress {package.__version__}\n".encode(),
        b"",
    )
    helped = cleanpress("--help")
    assert (helped.returncode, helped.stderr) == (0, b"")
    for option in ("--report", "--report-json", "--select", "--ignore", "--min-confidence", "--config"):
        assert option in helped.stdout.decode()
    assert max(map(len, helped.stdout.decode().splitlines())) <= 100


def test_the_installed_command_is_the_same_program(tmp_path):
    script = Path(sys.executable).with_name("cleanpress")
    if not script.exists():
        pytest.skip("cleanpress is not installed as a command beside this interpreter")
    done = subprocess.run([script], input=b"a  b\n", capture_output=True, cwd=tmp_path, timeout=60)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"a b\n", b"")
