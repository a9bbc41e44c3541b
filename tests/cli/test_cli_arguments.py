"""What a hook says is understood without argparse, and as argparse understands it."""

from itertools import combinations

import pytest

from cleanpress.cli import arguments
from cleanpress.cli.arguments import Arguments, parse, parser_of

SAID = ("--force-exclude", "--utf8-only", "--no-cache")
FILES = ([], ["a.md"], ["-x.md", "--", "--utf8-only", "é b.txt"])


def by_argparse(command, argv):
    args = parser_of(command).parse_intermixed_args(argv[: argv.index("--")], Arguments())
    args.files += argv[argv.index("--") + 1 :]
    args.command = command
    return {name: value for name, value in vars(args).items() if name != "help"}


@pytest.mark.parametrize("command", ["check", "fix"])
@pytest.mark.parametrize("files", FILES)
def test_the_arguments_of_a_hook_are_those_that_argparse_makes(command, files, monkeypatch):
    said = (*SAID, "--exit-non-zero-on-fix") if command == "fix" else SAID
    calls = [[*words, "--", *files] for size in range(1, len(said) + 1) for words in combinations(said, size)]
    expected = [by_argparse(command, argv) for argv in calls]
    monkeypatch.setattr(arguments, "parser_of", lambda _: pytest.fail("argparse was asked"))
    for argv, wanted in zip(calls, expected, strict=True):
        made = parse(command, argv)
        assert {name: getattr(made, name) for name in wanted} == wanted


@pytest.mark.parametrize(
    ("command", "argv"),
    [
        ("", ["--utf8-only", "--", "a.md"]),
        ("check", ["--exit-non-zero-on-fix", "--", "a.md"]),
        ("fix", ["--force-exclude", "a.md", "--", "b.md"]),
        ("fix", ["--select", "links", "--", "a.md"]),
        ("fix", ["--utf8-only", "--utf8-only", "--", "a.md"]),
        ("fix", ["--", "a.md"]),
        ("fix", ["--utf8-only", "a.md"]),
    ],
)
def test_anything_else_is_for_argparse(command, argv, monkeypatch):
    def asked(_):
        raise LookupError

    monkeypatch.setattr(arguments, "parser_of", asked)
    with pytest.raises(LookupError):
        parse(command, argv)
