"""``cleanpress completion``: what the shells complete with comes from the parsers."""

import shutil
import subprocess

import pytest

from cleanpress.cli.arguments import COMMANDS, parser_of


@pytest.mark.parametrize("shell", ["bash", "fish", "zsh"])
def test_every_command_and_every_option_is_there(cleanpress, shell):
    done = cleanpress("completion", shell)
    assert (done.returncode, done.stderr) == (0, b"")
    script = done.stdout.decode()
    for command in COMMANDS:
        assert command in script
        for action in parser_of(command)._actions:
            for option in action.option_strings:
                assert option.lstrip("-") in script


def complete(script, *words):
    """What bash offers for the last of these words."""
    line = " ".join(f"'{word}'" for word in words)
    asked = (
        f"{script}\nCOMP_WORDS=({line}); COMP_CWORD={len(words) - 1}; _cleanpress; printf '%s\\n' \"${{COMPREPLY[@]}}\""
    )
    done = subprocess.run(["bash", "-c", asked], capture_output=True, check=True, timeout=60)
    return done.stdout.decode().split()


@pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not installed")
def test_bash_completes_commands_options_values_and_files(cleanpress, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "article.md").write_text("x")
    script = cleanpress("completion", "bash").stdout.decode()
    assert complete(script, "cleanpress", "che") == ["check"]
    assert complete(script, "cleanpress", "check", "--base") == ["--baseline"]
    assert complete(script, "cleanpress", "check", "--output-format", "sa") == ["sarif"]
    assert complete(script, "cleanpress", "fix", "--exit") == ["--exit-non-zero-on-fix"]
    assert complete(script, "cleanpress", "fix", "art") == ["article.md"]
    assert complete(script, "cleanpress", "--config", "art") == ["article.md"]
    assert complete(script, "cleanpress", "completion", "z") == ["zsh"]


@pytest.mark.parametrize("shell", ["fish", "zsh"])
def test_the_script_is_one_that_the_shell_reads(cleanpress, tmp_path, shell):
    program = shutil.which(shell)
    if program is None:
        pytest.skip(f"{shell} is not installed")
    (tmp_path / "script").write_bytes(cleanpress("completion", shell).stdout)
    subprocess.run([program, "-n", "script"], cwd=tmp_path, check=True, timeout=60)


def test_an_unknown_shell_is_refused(refused):
    assert "tcsh" in refused("completion", "tcsh")
