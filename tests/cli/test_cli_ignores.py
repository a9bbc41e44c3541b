"""What comments in a text and baselines leave alone."""

import json

import pytest

from growth import assert_growth

BAD = "The old bridge must slotgacor88.live be repaired before winter."
GOOD = "The old bridge must be repaired before winter."


def cleaned(cleanpress, name, text, *args):
    done = cleanpress("--stdin-filename", name, *args, stdin=text.encode())
    assert (done.returncode, done.stderr) == (0, b"")
    return done.stdout.decode()


@pytest.mark.parametrize(
    ("name", "comment"),
    [
        ("a.md", "<!-- cleanpress: {} -->"),
        ("a.md", "<!--cleanpress:{} because it is quoted -->"),
        ("a.mdx", "{{/* cleanpress: {} */}}"),
        ("a.html", "<!-- cleanpress: {} -->"),
        ("a.txt", "<!-- cleanpress: {} -->"),
        ("a.txt", "# cleanpress: {}"),
        ("a.txt", "// cleanpress: {}"),
    ],
)
def test_a_comment_leaves_its_line_the_next_a_block_or_the_file_alone(cleanpress, name, comment):
    def made(text):
        return cleaned(cleanpress, name, text)

    line = f"{BAD} {comment.format('ignore')}"
    assert made(f"{BAD}\n\n{line}\n\n{BAD}\n") == f"{GOOD}\n\n{line}\n\n{GOOD}\n"
    above = comment.format("ignore-next-line[links/bare-host]")
    assert made(f"{above}\n{BAD}\n\n{BAD}\n") == f"{above}\n{BAD}\n\n{GOOD}\n"
    start, end = comment.format("ignore-start[links]"), comment.format("ignore-end")
    block = f"{start}\n\n{BAD}\r\n\r\n{BAD}\n\n{end}"
    assert made(f"{BAD}\n\n{block}\n\n{BAD}\n") == f"{GOOD}\n\n{block}\n\n{GOOD}\n"
    whole = f"{BAD}\n\n{comment.format('ignore-file')}\n\ncaf\u00c3\u00a9\n"
    assert made(whole) == whole
    one = f"{comment.format('ignore-file[mojibake, whitespace]')}\n\n{BAD} caf\u00c3\u00a9\n"
    assert made(one) == one.replace(BAD, GOOD)
    other = f"{comment.format('ignore-next-line[mojibake]')}\n{BAD}\n"
    assert made(other) == other.replace(BAD, GOOD)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.md", f"```\n<!-- cleanpress: ignore-file -->\n```\n\n{BAD}\n"),
        ("a.md", f"Write `<!-- cleanpress: ignore-file -->` so.\n\n{BAD}\n"),
        ("a.md", f"    <!-- cleanpress: ignore-file -->\n\n{BAD}\n"),
        ("a.md", f"# cleanpress: ignore-file\n\n{BAD}\n"),
        ("a.html", f"<script>var a = '<!-- cleanpress: ignore-file -->'</script><p>{BAD}</p>"),
        ("a.html", f"<p title='<!-- cleanpress: ignore-file -->'>{BAD}</p>"),
        ("a.html", f"<p>&lt;!-- cleanpress: ignore-file --></p><p>{BAD}</p>"),
        ("a.txt", f"See cleanpress: ignore-file of the manual.\n{BAD}\n"),
        ("a.txt", f"# cleanpress: ignored-file\n{BAD}\n"),
        ("a.txt", f"# cleanpress: ignore-file and more words\n{BAD}\n"),
        ("a.txt", f"<!-- cleanpress: ignore-file\n\n{BAD}\n"),
    ],
)
def test_what_is_no_comment_says_nothing(cleanpress, name, text):
    assert cleaned(cleanpress, name, text) == text.replace(BAD, GOOD)


def test_a_block_without_an_end_reaches_to_the_end(cleanpress):
    text = f"{BAD}\n\n<!-- cleanpress: ignore-start -->\n\n{BAD}\n"
    assert cleaned(cleanpress, "a.md", text) == text.replace(BAD, GOOD, 1)


def test_lines_that_move_between_passes_keep_their_comment(cleanpress):
    text = f"error: Content is protected !!\n\n{BAD}\n\n{BAD} # cleanpress: ignore\n\nOne  two.\n"
    made = cleaned(cleanpress, "a.txt", text)
    assert f"{BAD} # cleanpress: ignore\n" in made
    assert made.startswith(GOOD)
    assert made.endswith("One two.\n")


def test_comments_can_be_disregarded(cleanpress, tmp_path):
    text = f"{BAD} # cleanpress: ignore\n"
    assert cleaned(cleanpress, "a.txt", text, "--no-inline-ignores") == text.replace(BAD, GOOD)
    (tmp_path / "cleanpress.toml").write_text("inline-ignores = false\n")
    assert cleaned(cleanpress, "a.txt", text) == text.replace(BAD, GOOD)


def test_an_unknown_rule_in_a_comment_is_told(cleanpress):
    done = cleanpress("--stdin-filename", "a.md", stdin=f"{BAD}\n\n<!-- cleanpress: ignore[linsk\x1b] -->\n".encode())
    assert done.returncode == 0
    assert done.stdout.decode().startswith(GOOD)
    message = done.stderr.decode()
    assert message.startswith("cleanpress: warning: a.md: ")
    assert message.removesuffix("\n").isprintable()
    assert "did you mean 'links'?" in message


def test_many_directives_cost_in_proportion():
    import time

    from cleanpress.cli.directives import find_directives
    from cleanpress.document import Document

    def seconds(count):
        for text in (
            "a # cleanpress: ignore\n" * count,
            "<!-- cleanpress: ignore" * count,
            "# cleanpress: ignore[" * count,
        ):
            find_directives(Document(text))
        start = time.process_time()
        found = find_directives(Document("a # cleanpress: ignore-start\n" * count))
        assert len(found.regions) == count
        return time.process_time() - start

    assert_growth(seconds, 2_000, 20_000, most=30, least=0.01)


def test_a_baseline_hides_what_is_known_even_when_lines_move(cleanpress, tmp_path):
    (tmp_path / "docs").mkdir()
    page = tmp_path / "docs" / "a.md"
    page.write_text(f"# Title\n\n{BAD}\n\n{BAD}\n")
    done = cleanpress("check", "docs", "--write-baseline", "known.json")
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    known = json.loads((tmp_path / "known.json").read_text())
    assert [(name, [entry["count"] for entry in entries]) for name, entries in known["files"].items()] == [
        ("docs/a.md", [2])
    ]
    assert cleanpress("check", "docs", "--baseline", "known.json").returncode == 0
    page.write_text(f"# Title\n\nA new paragraph comes first.\n\n{BAD}\n\nAnother.\n\n{BAD}\n")
    assert cleanpress("check", str(page), "--baseline", "known.json").returncode == 0
    page.write_text(f"# Title\n\n{BAD}\n\n{BAD}\n\n{BAD}\n")
    done = cleanpress("check", "docs", "--baseline", "known.json")
    assert (done.returncode, done.stdout.count(b"\n")) == (1, 1)
    page.write_text(f"# Title\n\n{BAD}\n\nA caf\u00c3\u00a9.\n")
    done = cleanpress("check", "docs", "--baseline", "known.json")
    assert done.returncode == 1
    assert b"mojibake/" in done.stdout
    assert b"links/" not in done.stdout
    page.rename(tmp_path / "docs" / "b.md")
    assert cleanpress("check", "docs", "--baseline", "known.json").stdout.count(b"\n") == 2


@pytest.mark.parametrize(
    "content", [b"", b"[]", b'{"version": 2, "files": {}}', b'{"version": 1, "files": {"a": [{}]}}', b"[" * 100_000]
)
def test_a_broken_baseline_is_refused(refused, tmp_path, content):
    (tmp_path / "known.json").write_bytes(content)
    assert "known.json: " in refused("check", "--baseline", "known.json", stdin=b"a  b")
    assert "missing.json: cannot be read" in refused("check", "--baseline", "missing.json", stdin=b"a  b")


def test_flags_have_a_place_in_baselines(cleanpress, tmp_path):
    (tmp_path / "a.txt").write_bytes(b"Just a moment...\nVerifying you are human. This may take a few seconds.\n")
    assert cleanpress("check", "a.txt").returncode == 1
    cleanpress("check", "a.txt", "--write-baseline", "known.json")
    assert cleanpress("check", "a.txt", "--baseline", "known.json").returncode == 0
