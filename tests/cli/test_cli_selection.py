"""Which files a run reads: folders, what git ignores, patterns, settings."""

import shutil
import subprocess

import pytest

from cleanpress.cli.selection import Patterns, PerFileIgnores

DIRTY = "caf\u00c3\u00a9  x\n"


def put(folder, *names):
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(DIRTY, encoding="utf-8")


@pytest.fixture
def checked(cleanpress):
    """The files in which a run of ``cleanpress check`` finds something, in its order."""

    def run(*args):
        done = cleanpress("check", "--select", "mojibake", *args)
        assert done.returncode in (0, 1), done.stderr
        return list(dict.fromkeys(line.split(":")[0] for line in done.stdout.decode().splitlines()))

    return run


def test_of_a_folder_the_known_formats_are_read_in_order(checked, tmp_path):
    put(tmp_path, "b.md", "a.txt", "c/d.HTML", "c/a/e.mdx", "f.htm", "g.markdown", "z.text")
    put(tmp_path, "x.py", "x.jsonl", "README", "x.md.bak", "node_modules/a.md", ".git/a.md", "c/.venv/a.md")
    assert checked(".") == ["a.txt", "b.md", "f.htm", "g.markdown", "z.text", "c/a/e.mdx"]
    assert checked("c", "x.py") == ["c/a/e.mdx", "x.py"]
    assert checked(str(tmp_path / "c")) == [str(tmp_path / "c/a/e.mdx")]
    assert checked("node_modules") == ["node_modules/a.md"]
    (tmp_path / "cleanpress.toml").write_text('include = ["*.HTML", "*.py"]\n')
    assert checked(".") == ["x.py", "c/d.HTML"]


def test_a_folder_without_files_is_named(cleanpress, tmp_path):
    (tmp_path / "empty").mkdir()
    done = cleanpress("check", "empty")
    assert done.returncode == 2
    assert done.stderr.startswith(b"cleanpress: error: empty: holds no file to read")


def test_links_are_not_followed_in_folders(checked, tmp_path):
    put(tmp_path, "out/a.md", "in/b.md")
    (tmp_path / "in/loop").symlink_to("..")
    (tmp_path / "in/c.md").symlink_to("../out/a.md")
    assert checked("in") == ["in/b.md"]
    assert checked("in/c.md") == ["in/c.md"]


def test_exclude_holds_in_folders_and_for_named_files_when_forced(checked, tmp_path):
    put(tmp_path, "a.md", "vendor/b.md", "docs/c.md", "docs/old/d.md")
    assert checked("--exclude", "vendor,docs/old/", ".") == ["a.md", "docs/c.md"]
    assert checked("--exclude", "vendor", "vendor/b.md") == ["vendor/b.md"]
    assert checked("--exclude", "vendor", "--force-exclude", "vendor/b.md", "a.md") == ["a.md"]
    (tmp_path / "cleanpress.toml").write_text('exclude = ["/docs"]\nforce-exclude = true\n')
    assert checked(".", "docs/c.md") == ["a.md", "vendor/b.md"]
    assert checked("--exclude", "*.md", "docs/c.md") == []
    (tmp_path / "docs/more").mkdir()
    put(tmp_path, "more/docs/e.md")
    assert checked("more") == ["more/docs/e.md"]  # the pattern is anchored at the settings file


def test_a_force_excluded_file_passes_the_filter_as_it_is(cleanpress, tmp_path):
    put(tmp_path, "a.md")
    data = (tmp_path / "a.md").read_bytes()
    assert cleanpress("--exclude", "a.md", "--force-exclude", "a.md").stdout == data
    assert cleanpress("--exclude", "a.md", "a.md").stdout != data


def test_per_file_ignores(checked, cleanpress, tmp_path):
    put(tmp_path, "a.txt", "docs/b.txt")
    assert checked("--per-file-ignores", "docs/**:mojibake", ".") == ["a.txt"]
    (tmp_path / "cleanpress.toml").write_text('[per-file-ignores]\n"*.txt" = ["mojibake/wrong-encoding"]\n')
    assert checked(".") == []
    assert checked("--per-file-ignores", "b.txt:mojibake,links", "--per-file-ignores", "x:links", ".") == ["a.txt"]
    assert cleanpress("a.txt").stdout.decode() == "caf\u00c3\u00a9 x\n"
    assert cleanpress("--select", "whitespace", "a.txt").stdout.decode() == "caf\u00c3\u00a9 x\n"


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ('[per-file-ignores]\n"*.md" = "links"', "per-file-ignores.*.md: must be a list of strings"),
        ('[per-file-ignores]\n"*.md" = ["linsk"]', "did you mean 'links'?"),
        ('exclude = "docs"', "exclude: must be a list of strings"),
        ("force-exclude = 1", "force-exclude: must be a bool"),
        ("respect-gitignor = false", "did you mean 'respect-gitignore'?"),
    ],
)
def test_wrong_settings_are_named(refused, tmp_path, settings, expected):
    (tmp_path / "cleanpress.toml").write_text(settings)
    assert expected in refused("check", stdin=b"x")


def test_show_settings_tells_what_is_in_force_and_can_be_read_again(cleanpress, tmp_path):
    (tmp_path / "cleanpress.toml").write_text(
        'exclude = ["a \\"b\\"", "gr\u00f6\u00dfe"]\nmin-confidence = 0.95\n[filters.links]\nallow-hosts = ["a.b"]\n'
        '[per-file-ignores]\n"docs/**" = ["links"]\n',
        encoding="utf-8",
    )
    shown = cleanpress("check", "--ignore", "links/url", "--show-settings")
    assert shown.returncode == 0
    assert shown.stdout.isascii()
    assert b'cleanpress.toml"\n' in shown.stdout.splitlines(keepends=True)[0]
    (tmp_path / "cleanpress.toml").write_bytes(shown.stdout)
    again = cleanpress("fix", "--show-settings")
    assert again.stdout == shown.stdout
    assert b'ignore = ["links/url"]' in again.stdout
    assert b'"docs/**" = ["links"]' in again.stdout


GITIGNORES = {
    ".gitignore": "build/\n*.log.md\n!keep.log.md\n/top.md\ndocs/*.tmp.md\n# comment\n\\#odd.md\nspace\\ .md \n"
    "[ab]x.md\n**/deep/**/gone.md\nwild/**\n!wild/kept.md\nname\n",
    "sub/.gitignore": "!*.log.md\n*.out.md\n/local.md\nbuild\n",
    "sub/inner/.gitignore": "*\n!*.md\nno.md\n",
}
FILES = [
    "a.md", "build/b.md", "x/build/c.md", "x.log.md", "keep.log.md", "top.md", "x/top.md", "docs/a.tmp.md",
    "docs/in/a.tmp.md", "#odd.md", "space .md", "ax.md", "cx.md", "deep/gone.md", "q/deep/r/s/gone.md",
    "wild/a.md", "wild/kept.md", "wild/in/b.md", "name/a.md", "q/name/b.md", "sub/x.log.md", "sub/x.out.md",
    "sub/local.md", "sub/in/local.md", "sub/inner/yes.md", "sub/inner/no.md", "sub/inner/more/yes.md",
    "info.md", "tracked.md",
]  # fmt: skip


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
def test_what_git_ignores_is_left_out_as_git_says(checked, tmp_path):
    put(tmp_path, *FILES)
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    for name, lines in GITIGNORES.items():
        (tmp_path / name).write_text(lines)
    (tmp_path / ".git/info").mkdir(exist_ok=True)
    (tmp_path / ".git/info/exclude").write_text("info.md\n")
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--others", "--exclude-standard", "*.md"],
        cwd=tmp_path,
        check=True,
        capture_output=True,
        env={"GIT_CONFIG_GLOBAL": "/dev/null", "PATH": "/usr/bin:/bin:/usr/local/bin"},
    ).stdout.decode()
    expected = sorted(listed.removesuffix("\0").split("\0"))
    assert 8 < len(expected) < len(FILES) - 8
    assert sorted(checked(".")) == expected
    assert sorted(checked("sub")) == [name for name in expected if name.startswith("sub/")]
    assert sorted(checked("--no-respect-gitignore", ".")) == sorted(FILES)
    assert checked("top.md") == ["top.md"]


def test_gitignore_holds_without_a_repository_and_a_pipe_of_that_name_is_not_read(checked, tmp_path):
    import os

    put(tmp_path, "a.md", "b.md", "sub/c.md")
    (tmp_path / ".gitignore").write_text("b.md\n")
    os.mkfifo(tmp_path / "sub/.gitignore")
    assert checked(".") == ["a.md", "sub/c.md"]


def test_a_folder_that_may_not_be_read_is_named_and_the_rest_is_checked(cleanpress, tmp_path):
    import os

    put(tmp_path, "a.md", "shut/b.md")
    (tmp_path / "shut").chmod(0)
    if os.access(tmp_path / "shut", os.R_OK):
        pytest.skip("this user may read everything")
    done = cleanpress("check", ".")
    (tmp_path / "shut").chmod(0o700)
    assert done.returncode == 2
    assert b"shut: cannot be read (Permission denied)" in done.stderr
    assert done.stdout.startswith(b"a.md:")


def test_folders_nested_deeper_than_any_stack(checked, tmp_path):
    path = tmp_path
    for _ in range(1100):
        path = path / "d"
        path.mkdir()
    put(path, "a.md")
    found = checked(".")
    subprocess.run(["rm", "-r", tmp_path / "d"], check=True)  # what cleans up behind pytest is recursive
    assert len(found) == 1


def test_patterns_of_files_outside_their_folder_match_by_name():
    patterns = Patterns(["*.md", "/only"], "/a/b")
    assert patterns.matches("/c/x.md")
    assert not patterns.matches("/a/only/x.txt")
    assert PerFileIgnores({}, "/a").ids("x") == ()
